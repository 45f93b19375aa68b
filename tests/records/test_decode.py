"""What a record says that its model does not allow is found with place, sentence and remedy, and all at once."""

import pytest

from catalog.model import Model, Paper, Venue
from catalog.records.decode import MAX_FINDINGS, DecodeFault, decode
from catalog.records.source import Source
from catalog.records.syntax import parse

RECORD = """\
title: Bake It
authors:
  - Ana Ruiz
year: 2020
venue: OVEN
loss_family: gluten
links:
  paper: https://oven.test/bake
added: 2026-01-02
"""
DOI_FORM = "write it without address, as in `10.1002/j.1538-7305.1948.tb01338.x`"
ARXIV_FORM = "write it without address and version, as in `1706.03762` or `cs/0112017`"
YEAR_FORM = "write four digits from 1600 to 2100, as in `2020`"
DATE_FORM = "write year-month-day, as in `2026-11-23`"
PAGES_FORM = "write `first-last` with one hyphen, as in `3235-3244`, or an article number"
NAME_FORM = "write `Given Family`, `Family, Given`, or `{name: …}` for a mononym or a collective"
EMPTY = "is empty; fill it in, or remove the line"


def found(model: type[Model], text: str) -> list[str]:
    """Return the findings about `text` without its path and severity, which are the same for all."""
    try:
        decode(model, parse(text), Source("r", text))
    except DecodeFault as fault:
        return [str(finding).removeprefix("r:").replace(": error: ", " ", 1) for finding in fault.findings]
    return []


def changed(old: str, new: str) -> str:
    assert old in RECORD
    return RECORD.replace(old, new, 1)


BAD = [
    pytest.param("title: Bake It\n", "", "1:1 no `title`; add it [missing-field]", id="a missing field"),
    pytest.param("paper:", "pdf:", "8:3 no `links.paper`; add it [missing-field]", id="a missing field within one"),
    pytest.param(
        "venue:",
        "venu: OVEN\nvenue:",
        "5:1 no field `venu`; did you mean `venue`? [unknown-field]",
        id="an unknown field",
    ),
    pytest.param(
        "  paper:",
        "  papers: x\n  paper:",
        "8:3 no field `links.papers`; did you mean `paper`? [unknown-field]",
        id="an unknown field within one",
    ),
    pytest.param(
        "added:",
        "code:\n  - url: https://a.test/\n    zzz: 1\nadded:",
        "11:5 no field `code[1].zzz`; known are `url`, `official`, `note` [unknown-field]",
        id="a field like none",
    ),
    pytest.param("Bake It", "", f"1:1 `title` {EMPTY} [invalid-value]", id="an empty text"),
    pytest.param("Bake It", '""', f"1:8 `title` {EMPTY} [invalid-value]", id="an empty text in quotes"),
    pytest.param(
        "Bake It",
        "[a, b]",
        "1:8 `title` is a list; write one text, with quotes if it has `: ` in it or begins with a bracket"
        " [invalid-value]",
        id="a list for a text",
    ),
    pytest.param(
        "Bake It",
        "{a: b}",
        "1:8 `title` is a mapping; write one text, with quotes if it has `: ` in it or begins with a bracket"
        " [invalid-value]",
        id="a mapping for a text",
    ),
    pytest.param(
        "Bake It",
        '"Bake\\nIt"',
        "1:8 `title` has a line break; write it on one line [invalid-value]",
        id="two lines for one",
    ),
    pytest.param(
        "\n  - Ana Ruiz",
        " Ana Ruiz",
        "2:10 `authors` is the value `Ana Ruiz`; write a list: each item on a line of its own after `- `"
        " [invalid-value]",
        id="a text for a list",
    ),
    pytest.param(
        "\n  - Ana Ruiz", " []", "2:10 `authors` is empty; it needs at least one [invalid-value]", id="an empty list"
    ),
    pytest.param(
        "- Ana Ruiz",
        "- Plato",
        "3:5 `authors[1]` is a single word; write `Given Family`, or `{name: Plato}` for a mononym or a collective"
        " [invalid-value]",
        id="a mononym",
    ),
    pytest.param(
        "- Ana Ruiz", "- {nom: X}", f"3:5 `authors[1]` is no name; {NAME_FORM} [invalid-value]", id="another mapping"
    ),
    pytest.param(
        "- Ana Ruiz", '- {name: " "}', f"3:5 `authors[1]` is no name; {NAME_FORM} [invalid-value]", id="a name of space"
    ),
    pytest.param(
        "- Ana Ruiz", "- [X, Y]", f"3:5 `authors[1]` is no name; {NAME_FORM} [invalid-value]", id="a list for a name"
    ),
    pytest.param(
        "\n  paper: https://oven.test/bake",
        " https://oven.test/bake",
        "7:8 `links` is the value `https://oven.test/bake`; write its fields below it, indented: `field: value`"
        " [invalid-value]",
        id="a text for a mapping",
    ),
    *(
        pytest.param("2020", year, f"4:7 `year` is no year; {YEAR_FORM} [invalid-value]", id=f"year {year}")
        for year in ("20", "20200", "1599", "2101", "twenty", "2020.0", '"２０２０"', "2_020", "+202")
    ),
    *(
        pytest.param("2026-01-02", day, f"9:8 `added` is no date; {DATE_FORM} [invalid-value]", id=f"added {day}")
        for day in ("2026", "02.01.2026", "2026-1-2", "2026-01-02T00:00:00", "today")
    ),
    *(
        pytest.param(
            "2026-01-02",
            day,
            f"9:8 `added` is a day that no calendar has; {DATE_FORM} [invalid-value]",
            id=f"added {day}",
        )
        for day in ("2026-02-30", "2026-13-01", "0000-01-01", "2025-02-29")
    ),
    *(
        pytest.param("added:", f"doi: {doi}\nadded:", f"9:6 `doi` is no DOI; {DOI_FORM} [invalid-value]", id=doi)
        for doi in ("https://doi.org/10.1109/x", "doi:10.1109/x", "10.1109", "10.1109/a b", "11.1109/x")
    ),
    *(
        pytest.param(
            "added:", f"arxiv: {arxiv}\nadded:", f"9:8 `arxiv` is no arXiv id; {ARXIV_FORM} [invalid-value]", id=arxiv
        )
        for arxiv in ("2003.13911v2", "arXiv:2003.13911", "https://arxiv.org/abs/2003.13911", "2013.13911", "2003.1")
    ),
    *(
        pytest.param("added:", f"pages: {pages}\nadded:", f"9:8 `pages` are no pages; {PAGES_FORM} [invalid-value]")
        for pages in ("1--2", "1\u20132", "1 - 2", "pp. 1-2", "ff", "1-2-3", "1-")
    ),
    pytest.param(
        "added:",
        "presentation: talk\nadded:",
        "9:15 `presentation` cannot be `talk`; write `oral`, `spotlight`, `highlight` or `poster` [invalid-value]",
        id="a word that is none of the choice",
    ),
    pytest.param(
        "added:",
        "code:\n  - url: https://a.test/\n    official: yes\nadded:",
        "11:15 `code[1].official` is neither `true` nor `false`; write one of the two [invalid-value]",
        id="a truth value of another spelling",
    ),
]


@pytest.mark.parametrize(("old", "new", "line"), BAD)
def test_a_bad_value_is_found_at_its_place_with_its_remedy(old: str, new: str, line: str) -> None:
    assert found(Paper, changed(old, new)) == [line]


VENUE = "name: Oven\nkind: conference\nrank: 10\nnames:\n  - proceedings: P\n"
NO_NUMBER = "3:7 `rank` is no whole number; write at most nine digits, and nothing else [invalid-value]"
LATER = "leaves open from when its later names hold; give each item of `names` after the first its `since`"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "rank: 10",
            "rank: -1",
            NO_NUMBER,
        ),
        (
            "rank: 10",
            "rank: 1e3",
            NO_NUMBER,
        ),
        (
            "rank: 10",
            "rank: 1234567890",
            NO_NUMBER,
        ),
        (
            "rank: 10",
            'rank: "²"',
            NO_NUMBER,
        ),
        (
            "kind: conference",
            "kind: fair",
            "2:7 `kind` cannot be `fair`; write `conference`, `journal`, `workshop` or `preprint` [invalid-value]",
        ),
        ("\n  - proceedings: P", " []", "4:8 `names` is empty; it needs at least one [invalid-value]"),
    ],
)
def test_a_bad_value_of_a_venue_is_found(old: str, new: str, line: str) -> None:
    assert found(Venue, VENUE.replace(old, new, 1)) == [line]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("  - proceedings: Q\n", LATER),
        (
            "  - proceedings: Q\n    since: 2010\n  - proceedings: R\n    since: 2000\n",
            "has `names` out of order; write the oldest first and each `since` once",
        ),
    ],
)
def test_names_without_order_are_found(names: str, message: str) -> None:
    (line,) = found(Venue, VENUE + names)
    assert message in line


GOOD = [
    pytest.param("Bake It", "1e3", id="a title that looks like a number"),
    pytest.param("Bake It", "No", id="a title that looks like a truth value"),
    pytest.param("Bake It", "null", id="a title that looks like nothing"),
    pytest.param("Bake It", "2020-01-01", id="a title that looks like a date"),
    pytest.param("- Ana Ruiz", "- {name: Plato}", id="a mononym said to be one"),
    pytest.param("- Ana Ruiz", "- name: The Bread Group, and Friends", id="a collective with a comma"),
    pytest.param("2020", '"2020"', id="a year in quotes"),
    pytest.param("added:", "arxiv: 2003.13110\nadded:", id="an arXiv id that looks like a number"),
    pytest.param("added:", "arxiv: cs/0112017\nadded:", id="an arXiv id of the old kind"),
    pytest.param("added:", "pages: e17\nadded:", id="an article number"),
    pytest.param("added:", "pages: 12:1-12:34\nadded:", id="pages by article"),
    pytest.param("added:", "volume: 012\nadded:", id="a volume with a leading zero"),
    pytest.param("added:", "topics: []\nadded:", id="an optional list that is empty"),
    pytest.param("added:", "other_versions:\n  - venue: CRUMB\nadded:", id="another version known by its venue"),
]


@pytest.mark.parametrize(("old", "new"), GOOD)
def test_a_good_value_is_left_alone(old: str, new: str) -> None:
    assert found(Paper, changed(old, new)) == []


def test_text_means_what_it_looks_like() -> None:
    text = changed("Bake It", "1e3").replace("added:", "arxiv: 2003.13110\nvolume: 012\nadded:")
    paper = decode(Paper, parse(text), Source("r", text))
    assert (paper.title, paper.arxiv, paper.volume) == ("1e3", "2003.13110", "012")


def test_all_faults_of_a_record_are_found_at_once() -> None:
    assert found(Paper, "titel: A\nyear: x\ncode: y\n") == [
        "1:1 no `title`; add it [missing-field]",
        "1:1 no `authors`; add it [missing-field]",
        f"2:7 `year` is no year; {YEAR_FORM} [invalid-value]",
        "1:1 no `venue`; add it [missing-field]",
        "1:1 no `loss_family`; add it [missing-field]",
        "1:1 no `links`; add it [missing-field]",
        "3:7 `code` is the value `y`; write a list: each item on a line of its own after `- ` [invalid-value]",
        "1:1 no `added`; add it [missing-field]",
        "1:1 no field `titel`; did you mean `title`? [unknown-field]",
    ]


def test_a_vocabulary_entry_that_is_no_mapping_is_told_what_it_should_be() -> None:
    text = "OVEN: conference\n"
    with pytest.raises(DecodeFault) as caught:
        decode(Venue, parse(text)["OVEN"], Source("r", text), ("OVEN",))
    assert [str(finding) for finding in caught.value.findings] == [
        (
            "r:1:7: error: the entry is the value `conference`; write its fields below it, indented: `field: value`"
            " [invalid-value]"
        )
    ]


@pytest.mark.parametrize("number", [MAX_FINDINGS, MAX_FINDINGS + 1, 1_300])
def test_findings_beyond_a_hundred_are_counted(number: int) -> None:
    lines = found(Paper, RECORD + "".join(f"x{index}: 1\n" for index in range(number)))
    assert len(lines) == min(number, MAX_FINDINGS + 1)
    rest = [line for line in lines if "[more-findings]" in line]
    more = number - MAX_FINDINGS
    text = f"109:1 and {more:,} further findings in this file; mend these first [more-findings]"
    assert rest == ([text] if more else [])
