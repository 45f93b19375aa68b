"""Awesome lists in the styles that people write: every draft whole, each finding with its line, and nothing besides."""

import textwrap
from typing import Any

import pytest

from catalog.catalog import read
from catalog.importers import readme_list
from catalog.importers.draft import Draft
from catalog.importers.outcome import Unread
from catalog.importers.venues import Venues
from tests.conftest import REPOSITORY

OURS = read(REPOSITORY).catalog
VENUES = Venues(OURS.venues)
ARXIV = "https://arxiv.org/abs/2001.00001"
PDF = "https://ovens.example.org/loaf.pdf"
CODE = "https://github.com/doe/loaf"
NAMES = (
    "title",
    "year",
    "presentation",
    "award",
    "loss_family",
    "volume",
    "number",
    "pages",
    "doi",
    "arxiv",
    "summary",
)


def items(text: str) -> list[Draft | Unread]:
    return list(readme_list.parse(textwrap.dedent(text), "LIST.md", OURS, VENUES))


def said(item: Draft | Unread) -> dict[str, Any]:
    """Return all that a draft says, without what it leaves open."""
    if isinstance(item, Unread):
        return {"line": item.place.line, "unread": item.refusal.message}
    fields = {name: item.said(name) for name in NAMES}
    fields |= {
        "authors": [person.display for person in item.authors],
        "venue": "; ".join(item.containers),
        "links": dict(item.links),
        "code": [code.url for code in item.code if code.official],
        "unofficial": [(code.url, code.note) for code in item.code if not code.official],
        "left": [remark.message for remark in item.remarks],
    }
    return {name: value for name, value in fields.items() if value}


PEOPLE = ["Jane Doe", "Richard Roe"]

STYLES: dict[str, tuple[str, list[dict[str, Any]]]] = {
    "our own": (
        f"""
        # Awesome Ovens

        ## Survey

        * Ovens: A Survey (**arXiv 2020**) \\[[paper]({ARXIV})\\]

        ## Papers

        ### 2021

        * Crumbs \\[Large\\] and \\*Small\\* (**CVPR Oral**) \\[[paper]({PDF})\\] \\[[code]({CODE})\\]

        ### Earlier

        * Old Bread (**NIPS 2005**) \\[[paper](https://doi.org/10.1000/old.1)\\]
        """,
        [
            {
                "title": "Ovens: A Survey",
                "year": 2020,
                "venue": "arXiv",
                "loss_family": "survey",
                "arxiv": "2001.00001",
            },
            {
                "title": "Crumbs [Large] and *Small*",
                "year": 2021,
                "venue": "CVPR",
                "presentation": "oral",
                "links": {"paper": PDF},
                "code": [CODE],
            },
            {
                "title": "Old Bread",
                "year": 2005,
                "venue": "NIPS",
                "doi": "10.1000/old.1",
                "links": {"paper": "https://doi.org/10.1000/old.1"},
            },
        ],
    ),
    "brackets that are not escaped": (
        f"* Crumbs of Bread (**CVPR 2019 Oral**) [[paper]({PDF})] [[code]({CODE})]",
        [
            {
                "title": "Crumbs of Bread",
                "year": 2019,
                "venue": "CVPR",
                "presentation": "oral",
                "links": {"paper": PDF},
                "code": [CODE],
            }
        ],
    ),
    "bold title, authors in italics": (
        f"- **Crumbs of Bread.** *Jane Doe, Richard Roe.* CVPR 2019. [[pdf]]({PDF}) [[code]]({CODE})",
        [
            {
                "title": "Crumbs of Bread",
                "authors": PEOPLE,
                "year": 2019,
                "venue": "CVPR",
                "links": {"pdf": PDF},
                "code": [CODE],
            }
        ],
    ),
    "numbers, a line each": (
        f"""
        1. **Crumbs of Bread**
           Jane Doe, Richard Roe, et al. *ICML 2018*. [[Paper]({ARXIV})]
        2. **More Crumbs**\\
           *Ann Other* \\
           ECCV 2020 (spotlight)
        """,
        [
            {
                "title": "Crumbs of Bread",
                "authors": PEOPLE,
                "year": 2018,
                "venue": "ICML",
                "arxiv": "2001.00001",
                "left": ["names its authors up to `et al.`; add those that are missing"],
            },
            {
                "title": "More Crumbs",
                "authors": ["Ann Other"],
                "year": 2020,
                "venue": "ECCV",
                "presentation": "spotlight",
            },
        ],
    ),
    "linked title with a sentence": (
        f"""
        ## 2019
        - [Crumbs of Bread]({ARXIV}) - Jane Doe, Richard Roe, *CVPR 2019*. Shows that bread crumbles.
        - [Crumbs, CVPR 2020](https://oven.example.edu/crumbs)
        """,
        [
            {
                "title": "Crumbs of Bread",
                "authors": PEOPLE,
                "year": 2019,
                "venue": "CVPR",
                "arxiv": "2001.00001",
                "summary": "Shows that bread crumbles.",
            },
            {
                "title": "Crumbs",
                "year": 2020,
                "venue": "CVPR",
                "links": {"paper": "https://oven.example.edu/crumbs"},
            },
        ],
    ),
    "venue first": (
        f"""
        * [CVPR 2020] Breads of the World [[Paper]({PDF})][[Code]({CODE})]
        * **[ICML'21]** Breads of the Moon [[Paper]({PDF})]
        * 2019-CVPR - Breads of Mars [[paper]({PDF})]
        * 2021 | ICCV | Breads of Venus | [PDF]({PDF})
        * (arXiv 2020.01) Breads of Pluto, [[Paper]]({ARXIV})
        * `ECCV 2020` **Breads of the Sun** [`pdf`]({PDF})
        """,
        [
            {
                "title": "Breads of the World",
                "year": 2020,
                "venue": "CVPR",
                "links": {"paper": PDF},
                "code": [CODE],
            },
            {"title": "Breads of the Moon", "year": 2021, "venue": "ICML", "links": {"paper": PDF}},
            {"title": "Breads of Mars", "year": 2019, "venue": "CVPR", "links": {"paper": PDF}},
            {"title": "Breads of Venus", "year": 2021, "venue": "ICCV", "links": {"pdf": PDF}},
            {"title": "Breads of Pluto", "year": 2020, "venue": "arXiv", "arxiv": "2001.00001"},
            {"title": "Breads of the Sun", "year": 2020, "venue": "ECCV", "links": {"pdf": PDF}},
        ],
    ),
    "references as in a journal": (
        f"""
        - J. Doe, R. Roe, "Crumbs of Bread," in IEEE Transactions on Pattern Analysis and Machine Intelligence,
          vol. 42, no. 2, pp. 1-10, 2020. [pdf]({PDF})
        - J. Doe, R. Roe, and A. Other. Loaves of Bread. In Proceedings of the IEEE Conference on Computer Vision
          and Pattern Recognition, pages 1-9, 2019. [pdf]({PDF})
        - Doe, J., & Roe, R. (2017). Ovens. *NeurIPS*. [Paper]({PDF})
        - Yeasts. Nature, 521(7553):436–444, 2015. [pdf]({PDF})
        """,
        [
            {
                "title": "Crumbs of Bread",
                "authors": ["J. Doe", "R. Roe"],
                "year": 2020,
                "venue": "IEEE Transactions on Pattern Analysis and Machine Intelligence",
                "volume": "42",
                "number": "2",
                "pages": "1-10",
                "links": {"pdf": PDF},
            },
            {
                "title": "Loaves of Bread",
                "authors": ["J. Doe", "R. Roe", "A. Other"],
                "year": 2019,
                "venue": "Proceedings of the IEEE Conference on Computer Vision and Pattern Recognition",
                "pages": "1-9",
                "links": {"pdf": PDF},
            },
            {
                "title": "Ovens",
                "authors": ["J. Doe", "R. Roe"],
                "year": 2017,
                "venue": "NeurIPS",
                "links": {"paper": PDF},
            },
            {
                "title": "Yeasts",
                "year": 2015,
                "venue": "Nature",
                "volume": "521",
                "number": "7553",
                "pages": "436-444",
                "links": {"pdf": PDF},
            },
        ],
    ),
    "title, authors and venue between commas": (
        f"- Crumbs, Loaves and Bread, Jane Doe, Richard Roe, and Ann Other, CVPR 2021. [pdf]({PDF})",
        [
            {
                "title": "Crumbs, Loaves and Bread",
                "authors": [*PEOPLE, "Ann Other"],
                "year": 2021,
                "venue": "CVPR",
                "links": {"pdf": PDF},
            }
        ],
    ),
    "a name and the title after a colon": (
        f"""
        - **CrumbNet**: Nets of Crumbs for Bread (ECCV 2020) [[paper]({PDF})]
        - [CrumbNet]({ARXIV}): Nets of Crumbs for Cake. ICCV 2019
        - **CrumbNet:** "Nets of Crumbs for Pie". *ACM TAP 2017*. [[Paper]({PDF})]
        """,
        [
            {"title": "CrumbNet: Nets of Crumbs for Bread", "year": 2020, "venue": "ECCV", "links": {"paper": PDF}},
            {"title": "CrumbNet: Nets of Crumbs for Cake", "year": 2019, "venue": "ICCV", "arxiv": "2001.00001"},
            {
                "title": "Nets of Crumbs for Pie",
                "year": 2017,
                "venue": "ACM TAP",
                "links": {"paper": PDF},
                "left": ["`CrumbNet` is not understood and left out"],
            },
        ],
    ),
    "a table": (
        f"""
        | No. | Title | Venue | Date | Code |
        |:---:|:------|:-----:|------|------|
        | 1 | [**Crumbs of Bread**]({ARXIV}) <br> Jane Doe, Richard Roe | CVPR 2021 | 2020-12-01 | [link]({CODE}) |
        | 2 | Loaves \\| of Bread | ICML | 2019 | - |
        """,
        [
            {
                "title": "Crumbs of Bread",
                "authors": PEOPLE,
                "year": 2021,
                "venue": "CVPR",
                "arxiv": "2001.00001",
                "code": [CODE],
            },
            {"title": "Loaves | of Bread", "year": 2019, "venue": "ICML"},
        ],
    ),
    "a table whose column is called paper": (
        f"""
        Year | Paper | Conference | Repo
        ---|---|---|---
        2020 | [Crumbs of Bread]({PDF}) | CVPR | [doe/loaf]({CODE})
        """,
        [{"title": "Crumbs of Bread", "year": 2020, "venue": "CVPR", "links": {"pdf": PDF}, "code": [CODE]}],
    ),
    "a table of HTML": (
        f"""
        <table>
        <tr><th>Title</th><th>Venue</th><th>PDF</th></tr>
        <tr>
          <td>Crumbs &amp; Bread</td>
          <td>CVPR 2018</td>
          <td><a href="{PDF}">link</a></td>
        </tr>
        </table>
        """,
        [{"title": "Crumbs & Bread", "year": 2018, "venue": "CVPR", "links": {"paper": PDF}}],
    ),
    "details below": (
        f"""
        - Crumbs of Bread
          - Authors: Jane Doe, Richard Roe
          - Venue: CVPR 2020
          - [paper]({PDF}), [code]({CODE})
          - TL;DR: bread crumbles when it is dry.
        - Loaves of Bread [[paper]({PDF})]
          1. ICML 2018
        """,
        [
            {
                "title": "Crumbs of Bread",
                "authors": PEOPLE,
                "year": 2020,
                "venue": "CVPR",
                "links": {"paper": PDF},
                "code": [CODE],
                "left": ["`bread crumbles when it is dry.` is not understood and left out"],
            },
            {"title": "Loaves of Bread", "year": 2018, "venue": "ICML", "links": {"paper": PDF}},
        ],
    ),
    "years, venues and families as items": (
        f"""
        - 2018
          - ICCV
            - Crumbs of Bread [[paper]({PDF})]
          - **Proxy-based losses**
            - Loaves of Bread (ECCV) [[paper]({PDF})]
        """,
        [
            {"title": "Crumbs of Bread", "year": 2018, "venue": "ICCV", "links": {"paper": PDF}},
            {
                "title": "Loaves of Bread",
                "year": 2018,
                "venue": "ECCV",
                "loss_family": "proxy-based",
                "links": {"paper": PDF},
            },
        ],
    ),
    "headings of year, venue and family": (
        f"""
        ## 1. Triplet-based losses (2)
        ### CVPR 2021
        - Crumbs of Bread. [[paper]({PDF})]
        ### ICASSP 2020 [↑ back to top](#top)
        - Loaves of Bread. [[paper]({PDF})]
        ## Other
        - Pies, ICML 2019. [[paper]({PDF})]
        """,
        [
            {
                "title": "Crumbs of Bread",
                "year": 2021,
                "venue": "CVPR",
                "loss_family": "triplet-based",
                "links": {"paper": PDF},
            },
            {
                "title": "Loaves of Bread",
                "year": 2020,
                "venue": "ICASSP",
                "loss_family": "triplet-based",
                "links": {"paper": PDF},
            },
            {"title": "Pies", "year": 2019, "venue": "ICML", "links": {"paper": PDF}},
        ],
    ),
    "badges and emoji": (
        f"""
        - 🔥 **Crumbs 🍞 of Bread** :star: (NeurIPS'21, Spotlight)
          [![arXiv](https://img.shields.io/badge/arXiv-2001.00001-b31b1b.svg)]({ARXIV})
          [![Star](https://img.shields.io/github/stars/doe/loaf.svg?style=social)]({CODE})
          ![](https://img.shields.io/badge/fresh-yes-green)
        """,
        [
            {
                "title": "Crumbs 🍞 of Bread",
                "year": 2021,
                "venue": "NeurIPS",
                "presentation": "spotlight",
                "arxiv": "2001.00001",
                "code": [CODE],
            }
        ],
    ),
    "a pictogram by name before a linked title": (
        f"""
        - :star: [Crumbs of Deep Bread]({PDF}) `NeurIPS 2018`
        """,
        [{"title": "Crumbs of Deep Bread", "year": 2018, "venue": "NeurIPS", "links": {"pdf": PDF}}],
    ),
    "year and venue in brackets before the title": (
        f"""
        - [2020] [CVPR] Crumbs of Deep Bread, [[paper]({PDF})]
        - [12] Loaves of Deep Bread, ICML 2019, [[paper]({PDF})]
        """,
        [
            {"title": "Crumbs of Deep Bread", "year": 2020, "venue": "CVPR", "links": {"paper": PDF}},
            {"title": "Loaves of Deep Bread", "year": 2019, "venue": "ICML", "links": {"paper": PDF}},
        ],
    ),
    "one author by an initial": (
        f"""
        - Doe, J. "Crumbs of Deep Bread." NIPS 2016. [pdf]({PDF})
        """,
        [
            {
                "title": "Crumbs of Deep Bread",
                "authors": ["J. Doe"],
                "year": 2016,
                "venue": "NIPS",
                "links": {"pdf": PDF},
            }
        ],
    ),
    "HTML in an item": (
        f"""
        - <a name="crumbs"></a><b>Crumbs of Bread</b><br/> Jane Doe, Richard Roe <br/> <i>ICCV 2019</i><br>
          [<a href="{PDF}">PDF</a>] [<a href='{CODE}'>Code</a>] <!-- [paper](https://example.org/no) -->
        """,
        [
            {
                "title": "Crumbs of Bread",
                "authors": PEOPLE,
                "year": 2019,
                "venue": "ICCV",
                "links": {"pdf": PDF},
                "code": [CODE],
            }
        ],
    ),
    "a list of HTML in a fold": (
        f"""
        <details><summary><b>2017</b></summary>
        <ul>
        <li><a href="{ARXIV}">Crumbs of Bread</a>, <em>CVPR</em></li>
        </ul>

        - Loaves of Bread (ICML) [[paper]({PDF})]

        </details>
        """,
        [
            {"title": "Crumbs of Bread", "year": 2017, "venue": "CVPR", "arxiv": "2001.00001"},
            {"title": "Loaves of Bread", "year": 2017, "venue": "ICML", "links": {"paper": PDF}},
        ],
    ),
    "links by reference": (
        f"""
        - [Crumbs of Bread][1], ICML 2020 [[Code][loaf]]
        - Loaves of Bread, CVPR 2020 [paper] [nothing]

        [1]: {ARXIV} "a title"
        [LOAF]: {CODE}
        [paper]: <{PDF}>
        """,
        [
            {
                "title": "Crumbs of Bread",
                "year": 2020,
                "venue": "ICML",
                "arxiv": "2001.00001",
                "code": [CODE],
            },
            {
                "title": "Loaves of Bread",
                "year": 2020,
                "venue": "CVPR",
                "links": {"paper": PDF},
                "left": ["`[nothing]` is not understood and left out"],
            },
        ],
    ),
    "headings that are entries": (
        f"""
        #### Crumbs of Deep Bread (CVPR 2019)
        * Paper: {ARXIV}
        * Code (MXNet + Python): {CODE}

        #### Loaves of Deep Bread
        *Jane Doe, Richard Roe*

        ECCV 2020 [[paper]({PDF})]
        """,
        [
            {
                "title": "Crumbs of Deep Bread",
                "year": 2019,
                "venue": "CVPR",
                "arxiv": "2001.00001",
                "code": [CODE],
            },
            {
                "title": "Loaves of Deep Bread",
                "authors": PEOPLE,
                "year": 2020,
                "venue": "ECCV",
                "links": {"paper": PDF},
            },
        ],
    ),
    "paragraphs": (
        f"""
        **Crumbs of Bread** \\
        *Jane Doe, Richard Roe* \\
        AISTATS 2021. [[Paper]({ARXIV})] [[Github]({CODE})] \\
        2 Mar 2020

        **Loaves of Bread**, CVPR 2020 [[pdf]({PDF})]<br>
        **Pies of Pastry**, ICML 2020 [[pdf]({PDF})]
        """,
        [
            {
                "title": "Crumbs of Bread",
                "authors": PEOPLE,
                "year": 2021,
                "venue": "AISTATS",
                "arxiv": "2001.00001",
                "code": [CODE],
            },
            {"title": "Loaves of Bread", "year": 2020, "venue": "CVPR", "links": {"pdf": PDF}},
            {"title": "Pies of Pastry", "year": 2020, "venue": "ICML", "links": {"pdf": PDF}},
        ],
    ),
    "authors with links, boxes to tick, awards": (
        f"""
        - [ ] [Crumbs of Bread]({PDF}). CVPR 2021 (Oral, Best Paper Honorable Mention).
          *[Jane Doe](https://doe.example.org), [Richard Roe](https://roe.example.org).*
        - [x] ~~Loaves~~ of Bread, CVPR'20 Highlight [[pdf]({PDF})]
        """,
        [
            {
                "title": "Crumbs of Bread",
                "authors": PEOPLE,
                "year": 2021,
                "venue": "CVPR",
                "presentation": "oral",
                "award": "Best Paper Honorable Mention",
                "links": {"pdf": PDF},
            },
            {
                "title": "Loaves of Bread",
                "year": 2020,
                "venue": "CVPR",
                "presentation": "highlight",
                "links": {"pdf": PDF},
            },
        ],
    ),
    "brackets, parentheses, formulas and code in titles and addresses": (
        """
        - Crumbs (and Loaves) [in Rye] of A* Bread (CVPR 2019) [[paper](https://ovens.example.org/a_(b).pdf)]
        - $O(n^2)$ Bread with `ovenlib` & 2 < 3 Loaves (ICML 2020) [[paper](<https://ovens.example.org/x y.pdf>)]
        """,
        [
            {
                "title": "Crumbs (and Loaves) [in Rye] of A* Bread",
                "year": 2019,
                "venue": "CVPR",
                "links": {"paper": "https://ovens.example.org/a_(b).pdf"},
            },
            {
                "title": "O(n²) Bread with ovenlib & 2 < 3 Loaves",
                "year": 2020,
                "venue": "ICML",
                "left": [
                    "the link `paper` to `https://ovens.example.org/x y.pdf` has no field and is left out",
                ],
            },
        ],
    ),
    "links of every kind": (
        f"""
        - Crumbs of Bread (CVPR 2019) [[Paper]({PDF})] [[Supp]({PDF}?s)] [[Project Page](https://doe.github.io/loaf)]
          [[Video](https://youtu.be/x)] [[Slides]({PDF}?l)] [[Poster]({PDF}?p)] [[Dataset]({PDF}?d)] [[Blog]({PDF}?b)]
          [[PyTorch](https://github.com/other/loaf)] [[Official Code]({CODE})] [[bibtex]({PDF}?x)]
        """,
        [
            {
                "title": "Crumbs of Bread",
                "year": 2019,
                "venue": "CVPR",
                "links": {
                    "paper": PDF,
                    "supplement": f"{PDF}?s",
                    "project": "https://doe.github.io/loaf",
                    "video": "https://youtu.be/x",
                    "slides": f"{PDF}?l",
                    "poster": f"{PDF}?p",
                    "data": f"{PDF}?d",
                    "blog": f"{PDF}?b",
                },
                "code": [CODE],
                "unofficial": [("https://github.com/other/loaf", "PyTorch")],
                "left": [f"the link `bibtex` to `{PDF}?x` has no field and is left out"],
            }
        ],
    ),
    "another alphabet": (
        f"- **面包的度量学习** [论文]({ARXIV}) [代码]({CODE})",
        [
            {
                "title": "面包的度量学习",
                "year": 2020,
                "arxiv": "2001.00001",
                "code": [CODE],
                "left": ["has no year; 2020, that of its arXiv id, is taken"],
            }
        ],
    ),
}


@pytest.mark.parametrize(("text", "expected"), STYLES.values(), ids=STYLES)
def test_an_entry_says_what_it_says_and_nothing_else(text: str, expected: list[dict[str, Any]]) -> None:
    assert [said(item) for item in items(text)] == expected


NO_PAPERS = {
    "contents": "## Contents\n- [Papers](#papers)\n  - [2020](#2020)\n- **[CVPR 2019](#cvpr-2019)**",
    "a badge": "[![Awesome](https://awesome.re/badge.svg)](https://awesome.re) ![x](https://arxiv.org/abs/2001.00001)",
    "how to contribute": f"## Contributing\n- Write **Title** (CVPR 2020) [[paper]({ARXIV})]",
    "news": f"## 📰 News\n### 2021\n- Our paper [Crumbs of Bread]({ARXIV}) is at CVPR 2021.",
    "other lists": "## 2020\n- [Awesome Bread](https://github.com/doe/awesome-bread) - All about bread and ovens.",
    "a library": "## Code\n- [ovenlib](https://github.com/doe/ovenlib): ovens in Python",
    "a talk": "## 2020\n- A talk about the bread of 2020 [video](https://youtu.be/x)",
    "a course": "- [Bread 101](https://oven.example.edu/course) (2019)",
    "a sentence with a link": f"- The method of this [paper]({ARXIV}) is used by all of them.",
    "code that shows an entry": f"```\n- Crumbs (CVPR 2019) [[paper]({ARXIV})]\n```",
    "a comment": f"<!--\n- Crumbs (CVPR 2019) [[paper]({ARXIV})]\n-->",
    "a licence": "## License\n[CC0](https://creativecommons.org/publicdomain/zero/1.0/)",
    "nothing": "",
}


@pytest.mark.parametrize("text", NO_PAPERS.values(), ids=NO_PAPERS)
def test_what_is_no_paper_is_neither_a_draft_nor_a_finding(text: str) -> None:
    assert items(text) == []


UNREAD = {
    "no title": (f"## 2020\n\n- [[paper]({PDF})]", 3, "no title is found"),
    "no year": (f"- Crumbs of Bread\n- Loaves of Bread (CVPR) [[paper]({PDF})]", 2, "no year is found for `Loaves of"),
    "no year in a table": (f"|Title|PDF|\n|-|-|\n|Crumbs of Bread|[pdf]({PDF})|", 3, "no year is found for `Crumbs of"),
}


@pytest.mark.parametrize(("text", "line", "message"), UNREAD.values(), ids=UNREAD)
def test_what_looks_like_a_paper_and_cannot_be_read_is_named_with_its_line(text: str, line: int, message: str) -> None:
    (item,) = items(text)
    assert isinstance(item, Unread)
    assert (item.place.path, item.place.line) == ("LIST.md", line)
    assert message in item.refusal.message


@pytest.mark.parametrize("style", STYLES)
def test_each_draft_stands_where_its_entry_begins(style: str) -> None:
    text = textwrap.dedent(STYLES[style][0])
    lines = text.split("\n")
    for item in items(text):
        assert isinstance(item, Draft)
        word = item.title.split()[-1].strip("[]*")
        assert any(word in line for line in lines[item.place.line - 1 : item.place.line + 2])
