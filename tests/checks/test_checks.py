"""Every check finds what it is for, at the place and with the remedy, and is silent about what is right."""

from pathlib import Path
from typing import NamedTuple

import pytest

from catalog.checks import CHECKS
from catalog.commands.check import check

RYE_DOI = "`10.1000/rye_(2021)<1>#x`"
ONE_SPACE = "leave one plain space between words"
TWICE = "too; keep one record of a paper, or mend the wrong one"
LI = "papers/2020/li2020fold.yaml"
RYE = "papers/2021/angstrom2021rye.yaml"
ZHANG = "papers/2021/zhang2021proof.yaml"
DUPONT = "papers/2019/dupont2019levain.yaml"
RUIZ = "papers/2019/ruiz2019survey.yaml"
OTHER_YEAR = "papers/2020/li2019fold.yaml"
FAMILIES = "vocabularies/families.yaml"
TEXT = "site/families/starter.md"
START = "site/guides/start.md"
REMOVE = "remove it from one entry"
RENAME = "name it by a key of the vocabulary, or move it elsewhere"
OUTSIDE = "write `[@dupont2019levain]`, and words outside of the brackets"
NAME = "name one that there is, or put what is no reference between backticks"


class Edit(NamedTuple):
    """A text to replace in a file of the toy list."""

    path: str
    old: str
    new: str


class Move(NamedTuple):
    """A file of the toy list that gets another name."""

    path: str
    name: str


def codes_and_lines(root: Path) -> list[str]:
    return [str(finding) for finding in check(root).findings]


def edit(root: Path, change: Edit | Move) -> None:
    path = root / change.path
    if isinstance(change, Move):
        path.rename(path.with_name(change.name))
        return
    text = path.read_text()
    assert change.old in text
    path.write_text(text.replace(change.old, change.new, 1))


BAD: dict[str, list[tuple[Edit | Move, str]]] = {
    "unknown-venue": [
        (Edit(LI, "venue: OVEN", "venue: OVNE"), f"{LI}:5:8: error: no venue `OVNE`; did you mean `OVEN`?"),
        (
            Edit(RYE, "- venue: CRUMB", "- venue: xxxx"),
            f"{RYE}:44:12: error: no venue `xxxx`; add it to the vocabulary, or use one of its keys",
        ),
    ],
    "unknown-family": [
        (
            Edit(LI, "loss_family: gluten", "loss_family: glutn"),
            f"{LI}:7:14: error: no family `glutn`; did you mean `gluten`?",
        ),
        (
            Edit(FAMILIES, "group: dough", "group: doug"),
            f"{FAMILIES}:7:10: error: no family `doug`; did you mean `dough`?",
        ),
        (
            Edit(FAMILIES, "extends: [gluten]", "extends: [glutn]"),
            f"{FAMILIES}:9:13: error: no family `glutn`; did you mean `gluten`?",
        ),
        (
            Edit(FAMILIES, "contrast_with: [survey]", "contrast_with: [gluten, survay]"),
            f"{FAMILIES}:10:27: error: no family `survay`; did you mean `survey`?",
        ),
    ],
    "unknown-topic": [
        (
            Edit(ZHANG, "topics: [wheat]", "topics: [wheet]"),
            f"{ZHANG}:8:10: error: no topic `wheet`; did you mean `wheat`?",
        )
    ],
    "unknown-library": [
        (
            Edit(RYE, "library: breadlib", "library: breadlip"),
            f"{RYE}:38:14: error: no library `breadlip`; did you mean `breadlib`?",
        ),
    ],
    "family-is-group": [
        (
            Edit(LI, "loss_family: gluten", "loss_family: dough"),
            f"{LI}:7:14: error: the family `dough` is only a group; write one of `starter`, `gluten`",
        ),
        (
            Edit(FAMILIES, "contrast_with: [survey]", "contrast_with: [dough]"),
            f"{FAMILIES}:10:19: error: the family `dough` is only a group; write one of `starter`, `gluten`",
        ),
    ],
    "circular-family": [
        (
            Edit(FAMILIES, "Papers that stretch.\n", "Papers that stretch.\n  extends: [starter]\n"),
            f"{FAMILIES}:21:13: error: `gluten` cannot extend `starter`, which extends it; remove it from one entry",
        ),
        (
            Edit(FAMILIES, "extends: [gluten]", "extends: [starter, gluten]"),
            f"{FAMILIES}:9:13: error: `starter` cannot extend itself; remove it from one entry",
        ),
        (
            Edit(
                FAMILIES,
                "Papers that stretch.\n\nsurvey:\n",
                "Papers that stretch.\n  extends: [survey]\n\nsurvey:\n  extends: [starter]\n",
            ),
            f"{FAMILIES}:24:13: error: `survey` cannot extend `starter`, which extends it by way of `gluten`; {REMOVE}",
        ),
    ],
    "relation-twice": [
        (
            Edit(FAMILIES, "extends: [gluten]", "extends: [gluten, gluten]"),
            f"{FAMILIES}:9:21: error: this relation of `gluten` is written before; remove it here",
        ),
        (
            Edit(FAMILIES, "contrast_with: [survey]", "contrast_with: [survey, starter]"),
            f"{FAMILIES}:10:27: error: `starter` cannot stand in contrast with itself; remove it here",
        ),
        (
            Edit(FAMILIES, "Papers about papers.\n", "Papers about papers.\n  contrast_with: [starter]\n"),
            f"{FAMILIES}:25:19: error: this relation of `starter` is written before; remove it here",
        ),
    ],
    "text-of-no-family": [
        (Move(TEXT, "startr.md"), "site/families/startr.md:1:1: error: no family `startr`; did you mean `starter`?"),
        (
            Move(TEXT, "yeast.md"),
            f"site/families/yeast.md:1:1: error: no family `yeast`; {RENAME}",
        ),
    ],
    "dead-reference": [
        (
            Edit(TEXT, "section 2].", "section 2; @li2020folds]."),
            f"{TEXT}:1:107: error: no paper `li2020folds`; did you mean `li2020fold`?",
        ),
        (
            Edit(TEXT, "(family:gluten)", "(family:glutn)"),
            f"{TEXT}:2:25: error: no family `glutn`; did you mean `gluten`?",
        ),
        (Edit(START, "topic:wheat", "topic:wheet"), f"{START}:8:88: error: no topic `wheet`; did you mean `wheat`?"),
        (
            Edit(START, "venue:OVEN", "venue:xxxxx"),
            f"{START}:8:49: error: no venue `xxxxx`; {NAME}",
        ),
        (
            Edit(TEXT, "[@", "[see @"),
            f"{TEXT}:1:63: error: `@dupont2019levain` is no citation as it stands; {OUTSIDE}",
        ),
        (
            Edit(START, "[hydration](topic:wheat)", "![hydration](topic:wheet)"),
            f"{START}:8:89: error: `topic:wheet` is a page and no picture; make it a link, without `!`",
        ),
    ],
    "nested-group": [
        (
            Edit(FAMILIES, "name: Dough\n", "name: Dough\n  group: survey\n"),
            f"{FAMILIES}:3:10: error: `dough` heads other families, so it cannot have a group; remove `group`",
        ),
    ],
    "named-twice": [
        (
            Edit(RYE, "also_families: [gluten]", "also_families: [starter]"),
            f"{RYE}:13:17: error: the family `starter` is named before; remove it here",
        ),
        (
            Edit(RYE, "[rye, wheat]", "[rye, wheat, rye]"),
            f"{RYE}:14:22: error: the topic `rye` is named before; remove it here",
        ),
    ],
    "impossible-presentation": [
        (
            Edit(ZHANG, "venue: CRUMB\n", "venue: CRUMB\npresentation: oral\n"),
            f"{ZHANG}:7:15: error: a journal has no oral; remove `presentation`",
        ),
    ],
    "unused-entry": [
        (
            Edit(RYE, "topics: [rye, wheat]", "topics: [wheat]"),
            "vocabularies/topics.yaml:1:1: note: nothing uses `rye`; remove the entry, or add a record that names it",
        ),
    ],
    "year-in-folder": [
        (
            Edit(LI, "year: 2020", "year: 2021"),
            f"{LI}:4:7: error: the year is 2021 but the folder `2020`; move the file, or mend the year",
        ),
    ],
    "duplicate-doi": [
        (
            Edit(ZHANG, "links:", "doi: 10.1000/RYE_(2021)<1>#x\nlinks:"),
            f"{ZHANG}:12:6: error: the DOI is that of `{RYE}` {TWICE}",
        ),
        (
            Edit(ZHANG, "links:", "other_versions:\n  - venue: OVEN\n    doi: 10.1000/rye_(2021)<1>#x\nlinks:"),
            f"{ZHANG}:14:10: error: the DOI is that of `{RYE}` {TWICE}",
        ),
    ],
    "duplicate-arxiv": [
        (
            Edit(ZHANG, "links:", 'arxiv: "2101.00001"\nlinks:'),
            f"{ZHANG}:12:8: error: the arXiv id is that of `{RYE}` {TWICE}",
        ),
        (
            Edit(ZHANG, "links:", 'other_versions:\n  - venue: OVEN\n    arxiv: "2101.00001"\nlinks:'),
            f"{ZHANG}:14:12: error: the arXiv id is that of `{RYE}` {TWICE}",
        ),
    ],
    "duplicate-address": [
        (
            Edit(ZHANG, "https://crumb.test.example.org/4/e17", "http://crumb.test.example.org/3/"),
            f"{ZHANG}:13:10: error: the address is that of `{RUIZ}` {TWICE}",
        ),
    ],
    "duplicate-title": [
        (
            Edit(ZHANG, "title: Proof of Concept", "title: Strétch - and fold!"),
            f"{ZHANG}:1:8: error: the title is that of `{LI}` {TWICE}",
        ),
    ],
    "similar-title": [
        (
            Edit(ZHANG, "title: Proof of Concept", "title: Stretch and Folds"),
            f"{ZHANG}:1:8: warning: the title is nearly that of `{LI}`; keep one record of a paper",
        ),
    ],
    "arxiv-link": [
        (
            Edit(DUPONT, "abs/1901.00001", "abs/1901.00002v3"),
            f"{DUPONT}:9:10: error: leads to arXiv 1901.00002, but `arxiv` is 1901.00001; mend the wrong one",
        ),
        (
            Edit(DUPONT, "https://arxiv.org/abs/1901.00001", "https://ARXIV.org/abs/1901.00002/"),
            f"{DUPONT}:9:10: error: leads to arXiv 1901.00002, but `arxiv` is 1901.00001; mend the wrong one",
        ),
        (
            Edit(DUPONT, "links:", "doi: 10.48550/arXiv.1901.00002\nlinks:"),
            f"{DUPONT}:8:6: error: is the DOI of arXiv 1901.00002, but `arxiv` is 1901.00001; mend the wrong one",
        ),
        (
            Edit(
                ZHANG,
                "links:",
                "other_versions:\n  - venue: OVEN\n    arxiv: '2102.00001'\n"
                "    links: {pdf: https://arxiv.org/pdf/2102.00002}\nlinks:",
            ),
            f"{ZHANG}:15:18: error: leads to arXiv 2102.00002, but `arxiv` is 2102.00001; mend the wrong one",
        ),
    ],
    "doi-link": [
        (
            Edit(RYE, "pdf: https://oven.test.example.org/2021/rye.pdf", "pdf: https://doi.org/10.1000/other"),
            f"{RYE}:23:8: error: leads to the DOI `10.1000/other`, but `doi` is {RYE_DOI}; mend the wrong one",
        ),
        (
            Edit(
                ZHANG,
                "links:",
                "other_versions:\n  - venue: OVEN\n    doi: 10.1000/a\n"
                "    links: {paper: https://doi.org/10.1000/b}\nlinks:",
            ),
            f"{ZHANG}:15:20: error: leads to the DOI `10.1000/b`, but `doi` is `10.1000/a`; mend the wrong one",
        ),
    ],
    "impossible-date": [
        (
            Edit(LI, "added: 2026-01-02", "added: 2018-12-31"),
            f"{LI}:4:7: error: the year 2020 is later than the day of its record, 2018-12-31; mend one of them",
        ),
        (
            Edit(RYE, "year: 2022", "year: 2028"),
            f"{RYE}:45:11: error: the year 2028 is later than the day of its record, 2026-01-02; mend one of them",
        ),
        (
            Edit(LI, "added: 2026-01-02", "added: 2100-01-01"),
            f"{LI}:10:8: error: the day 2100-01-01 is still to come; write the day of today",
        ),
    ],
    "author-twice": [
        (
            Edit(ZHANG, "- Wei Zhang", "- Asa Angstrom"),
            f"{ZHANG}:4:5: error: the author `Åsa Ångström` is named before; remove one",
        )
    ],
    "author-capitals": [
        (
            Edit(ZHANG, "- Wei Zhang", "- Wei ZHANG"),
            f"{ZHANG}:3:5: warning: the name `Wei ZHANG` is in capitals; write capitals at the start of its parts only",
        ),
    ],
    "author-address": [
        (
            Edit(ZHANG, "- Wei Zhang", "- Wei Zhang†"),
            f"{ZHANG}:3:5: error: the name `Wei Zhang†` has the mark `†` in it; keep the name alone",
        ),
        (
            Edit(ZHANG, "- Wei Zhang", "- Wei Zhang2"),
            f"{ZHANG}:3:5: error: the name `Wei Zhang2` has the mark `2` in it; keep the name alone",
        ),
        (
            Edit(ZHANG, "links:", "other_versions:\n  - venue: OVEN\n    authors: [Wei w@zhang.test]\nlinks:"),
            f"{ZHANG}:14:15: error: the name `Wei w@zhang.test` has an e-mail address in it; keep the name alone",
        ),
    ],
    "final-period": [
        (Edit(LI, "Stretch and Fold", "Stretch and Fold."), f"{LI}:1:8: error: the title ends with a period; remove it")
    ],
    "title-spacing": [
        (
            Edit(LI, "Stretch and Fold", "Stretch  and Fold"),
            f"{LI}:1:8: error: the title has a space at an end, doubled, or of another kind; {ONE_SPACE}",
        ),
        (
            Edit(LI, "links:", "other_versions:\n  - venue: OVEN\n    title: Fold  it\nlinks:"),
            f"{LI}:10:12: error: the title has a space at an end, doubled, or of another kind; {ONE_SPACE}",
        ),
    ],
    "title-capitals": [
        (
            Edit(LI, "Stretch and Fold", "STRETCH AND FOLD"),
            f"{LI}:1:8: warning: the title is all in capitals; write it in title case",
        ),
    ],
    "invisible-character": [
        (
            Edit(LI, "Stretch and Fold", "Stretch \u202eand Fold"),
            f"{LI}:1:8: error: holds the invisible character U+202E; delete it",
        ),
        (
            Edit(FAMILIES, "name: Gluten", "name: Glu\u00adten"),
            f"{FAMILIES}:18:9: error: holds the invisible character U+00AD; delete it",
        ),
        (Edit(LI, "- Li, Bo", "- Li, B\u200bo"), f"{LI}:3:5: error: holds the invisible character U+200B; delete it"),
    ],
    "id-year": [
        (
            Move(LI, "li2019fold.yaml"),
            f"{OTHER_YEAR}:4:7: error: the year is 2020 but the id `li2019fold`; rename the file, or mend the year",
        )
    ],
    "several-authors": [
        (Edit(LI, "- Li, Bo", f"- {name}"), f"{LI}:3:5: error: the name `{shown}` {what}")
        for name, shown, what in (
            ("Bo Li and Ana Ruiz", "Bo Li and Ana Ruiz", "is of several people; write each as an item of its own"),
            ("Bo Li & Ana Ruiz", "Bo Li & Ana Ruiz", "is of several people; write each as an item of its own"),
            ("Bo Li; Ana Ruiz", "Bo Li; Ana Ruiz", "is of several people; write each as an item of its own"),
            ("Bo Li et al.", "Bo Li et al.", "is of several people; write each as an item of its own"),
            (
                "Bo Li, Ana Ruiz, Eva Bell",
                "Eva Bell Bo Li Ana Ruiz",
                "has `Ana Ruiz` for a suffix such as `Jr.`; write each person as an item of its own",
            ),
            ("Bo Li Jr.", "Bo Li Jr.", "has the suffix `Jr.` for a family name; write `Family, Jr., Given`"),
        )
    ],
    "reversed-pages": [
        (
            Edit(RYE, "pages: 101-112", "pages: 101-12"),
            f"{RYE}:17:8: error: the pages `101-12` run backwards; write first and last in full",
        )
    ],
    "malformed-url": [
        (Edit(LI, "https://oven.test.example.org/2020/fold", url), f"{LI}:9:10: error: the address `{url}` {what}")
        for url, what in (
            ("javascript:alert(1)", "is neither `https://` nor `http://`; write the whole address of a page"),
            ("https://user:pass@oven.test/x", "has a user name before its host; remove it"),
            ("https://oven.test/a b", "has a space in it; percent-encode or remove it"),
            ("https://oven.test\\x", "has `\\` in it; percent-encode or remove it"),
            ("https:///x", "has no host; write `https://host/…`"),
            ("https://oven/x", "has the malformed host `oven`; copy it again"),
            ("https://oven.test:99999/x", "has a malformed host or port; copy it again"),
            ("https://oven.test:0/x", "has an impossible port; remove it"),
            (f"https://{'ö' * 64}.test/x", f"has the malformed host `{'ö' * 64}.test`; copy it again"),
        )
    ],
    "known-https": [
        (
            Edit(LI, "https://oven.test.example.org/2020/fold", "http://oven.test.example.org/2020/fold"),
            f"{LI}:9:10: warning: `oven.test.example.org` is known for `https`; write `https://`",
        ),
    ],
    "text-fragment": [
        (
            Edit(LI, "2020/fold", "2020/fold#:~:text=dough"),
            f"{LI}:9:10: error: the address has a text fragment; write `https://oven.test.example.org/2020/fold`",
        ),
    ],
    "tracking-parameter": [
        (
            Edit(LI, "2020/fold", "2020/fold?a=1&utm_source=x"),
            f"{LI}:9:10: error: the address has the tracking parameter `utm_source`; remove it",
        ),
    ],
}
ROWS = [
    pytest.param(change, f"{line} [{code}]", id=f"{code}-{index}")
    for code, rows in BAD.items()
    for index, (change, line) in enumerate(rows)
]


FOLLOWS = {"nested-group": ("[family-is-group]",), "duplicate-address": ("[known-https]",)}
"""Codes of findings that the same edit rightly has too."""


@pytest.mark.parametrize(("change", "line"), ROWS)
def test_a_bad_record_has_the_finding(toy: Path, change: Edit, line: str) -> None:
    edit(toy, change)
    found = codes_and_lines(toy)
    assert line in found
    code = line.rpartition("[")[2].rstrip("]")
    assert [each for each in found if not each.endswith((f"[{code}]", "[unused-entry]", *FOLLOWS.get(code, ())))] == []


GOOD = [
    pytest.param(Edit(FAMILIES, "extends: [gluten]", "extends: [gluten, survey]"), id="extends two families"),
    pytest.param(Edit(FAMILIES, "[survey]", "[survey, gluten]"), id="contrasts with what it extends"),
    pytest.param(Edit(TEXT, "`[@nobody2019nothing]`", "``[@nobody2019nothing]``"), id="citation in code"),
    pytest.param(Edit(LI, "Stretch and Fold", "Stretch and Fold..."), id="an ellipsis may end a title"),
    pytest.param(Edit(LI, "Stretch and Fold", '"!?"'), id="a title of signs has no words to compare"),
    pytest.param(Edit(LI, "Stretch and Fold", "CNN"), id="an acronym is no title in capitals"),
    pytest.param(Edit(LI, "Stretch and Fold", "Proof of Konzept Art"), id="titles of other words are not alike"),
    pytest.param(Edit(LI, "- Li, Bo", "- LI, Bo"), id="a short name in capitals may be its spelling"),
    pytest.param(Edit(LI, "- Li, Bo", "- Bo V"), id="an initial for a family name is no suffix"),
    pytest.param(Edit(LI, "- Li, Bo", "- Li, Jr., Bo"), id="a suffix in its place"),
    pytest.param(Edit(LI, "- Li, Bo", "- name: Bread & Sons 4"), id="a collective may have a sign and a number"),
    pytest.param(Edit(LI, "- Li, Bo", "- name: BREAD GROUP"), id="a collective may be in capitals"),
    pytest.param(Edit(RYE, "pages: 101-112", "pages: e9-12"), id="pages with another prefix have no order"),
    pytest.param(
        Edit(LI, "https://oven.test.example.org/2020/fold", "http://other.test.example.org/fold"),
        id="an unknown host may lack https",
    ),
    pytest.param(Edit(LI, "2020/fold", "2020/fold?reference=1#page=2"), id="parameters and fragments of its own"),
    pytest.param(
        Edit(LI, "https://oven.test.example.org/", "https://b\u00fccher.example.org:8443/"),
        id="a host of other letters, a port",
    ),
    pytest.param(Edit(LI, "added: 2026-01-02", "added: 2019-12-31"), id="proceedings of next year"),
    pytest.param(Edit(DUPONT, "abs/1901.00001", "pdf/1901.00001v2.pdf"), id="a version of the same preprint"),
]


def test_the_id_of_a_preprint_stays_when_it_is_published(toy: Path) -> None:
    edit(toy, Edit(LI, "loss_family: gluten\n", "loss_family: gluten\narxiv: 1912.00001\n"))
    edit(toy, Move(LI, "li2019fold.yaml"))
    assert [line for line in codes_and_lines(toy) if "li2019fold" in line] == []


@pytest.mark.parametrize("change", GOOD)
def test_a_good_record_is_left_alone(toy: Path, change: Edit) -> None:
    edit(toy, change)
    assert codes_and_lines(toy) == []


def test_every_check_has_a_bad_row() -> None:
    assert {check.code for check in CHECKS} == set(BAD)


def test_the_toy_list_has_no_findings(toy: Path) -> None:
    assert codes_and_lines(toy) == []


def test_of_two_records_of_a_paper_the_younger_is_asked(toy: Path) -> None:
    text = (toy / LI).read_text().replace("added: 2026-01-02", "added: 2026-01-03")
    (toy / "papers/2020/abel2020fold.yaml").write_text(text)
    found = [finding for finding in check(toy).findings if finding.code == "duplicate-title"]
    assert [(finding.location.path, finding.others) for finding in found] == [("papers/2020/abel2020fold.yaml", (LI,))]


def test_nothing_is_called_unused_while_a_record_cannot_be_read(toy: Path) -> None:
    (toy / RYE).write_text("title: [\n")
    assert {finding.code for finding in check(toy).findings} == {"yaml-syntax"}


@pytest.mark.parametrize(
    ("title", "alike"),
    [
        pytest.param("The National Baking of Dark Bread at Homes", True, id="a letter more"),
        pytest.param("The National Bakinf of Dark Bread at Home", True, id="another letter"),
        pytest.param("The Natoinal Baking of Dark Bread at Home", True, id="two letters in the other order"),
        pytest.param("The National Baking of the Dark Bread at Home", True, id="a small word more"),
        pytest.param("The National Baking on Dark Bread at Home", True, id="another small word"),
        pytest.param("The Relational Baking of Dark Bread at Home", False, id="another word"),
        pytest.param("The National Baking of Dark Bread at Home Now", True, id="a small word at the end"),
        pytest.param("The National Baking of Dark Bread at Home, Slow", False, id="a word more"),
    ],
)
def test_titles_are_nearly_equal_that_differ_in_a_letter_or_a_small_word(toy: Path, title: str, *, alike: bool) -> None:
    edit(toy, Edit(LI, "Stretch and Fold", "The National Baking of Dark Bread at Home"))
    edit(toy, Edit(ZHANG, "Proof of Concept", title))
    assert [finding.code for finding in check(toy).findings] == ["similar-title"] * alike


def test_titles_that_are_long_and_alike_are_compared_in_no_time(toy: Path) -> None:
    for name, end in (("li2020fold", "ab"), ("o-neil2020bake", "cd")):
        path = toy / f"papers/2020/{name}.yaml"
        _, _, rest = path.read_text().partition("\n")
        path.write_text(f"title: {'ab ' * 6_000}{end}\n{rest}")
    assert "similar-title" in {finding.code for finding in check(toy).findings}


def test_a_broken_vocabulary_is_one_finding(toy: Path) -> None:
    (toy / "vocabularies/venues.yaml").write_text("OVEN: [")
    assert [line.rpartition("[")[2] for line in codes_and_lines(toy)] == ["yaml-syntax]"]


def test_no_citation_is_called_dead_while_a_record_cannot_be_read(toy: Path) -> None:
    (toy / DUPONT).write_text("title: [\n")
    assert {finding.code for finding in check(toy).findings} == {"yaml-syntax"}


def test_of_a_page_with_dead_citations_the_first_hundred_are_shown(toy: Path) -> None:
    (toy / "site/index.md").write_text("[@x2020x] " * 5_000)
    assert [finding.code for finding in check(toy).findings] == [*["dead-reference"] * 100, "more-findings"]


def test_a_long_line_of_families_is_no_circle(toy: Path) -> None:
    entries = [f"f{number}:\n  name: F\n  definition: F.\n  extends: [f{number + 1}]\n" for number in range(3_000)]
    with (toy / FAMILIES).open("a") as file:
        file.write("".join(entries) + "f3000:\n  name: F\n  definition: F.\n")
    assert {finding.code for finding in check(toy).findings} <= {"unused-entry", "more-findings"}
