"""What the schema says of a value reaches people as sentences with the place and the remedy."""

import pytest

from catalog.model import Paper
from catalog.records.decode import DecodeFault, decode
from catalog.records.source import Source
from catalog.records.syntax import parse

WHOLE = "title: A\nauthors: [A B]\nyear: 2020\nvenue: V\nloss_family: f\nlinks: {paper: u}\nadded: 2026-01-02\n"


def findings(text: str) -> list[str]:
    with pytest.raises(DecodeFault) as caught:
        decode(Paper, parse(text), Source("r.yaml", text))
    return [str(finding).removeprefix("r.yaml:") for finding in caught.value.findings]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("title: A\n", "", "1:1: error: no `title`; add it [missing-field]"),
        ("title", "titel", "1:1: error: no field `titel`; did you mean `title`? [unknown-field]"),
        ("title: A", "title: [A]", "1:8: error: `title` is a list; write one text, with quotes if"),
        ("[A B]", "[Cher]", "2:11: error: `authors[1]` is a single word; write `Given Family`, or `{name: Cher}`"),
        ("[A B]", "[]", "2:10: error: `authors` is empty; it needs at least one [invalid-value]"),
        ("year: 2020", "year: 20", "3:7: error: `year` is no year; write four digits from 1600 to 2100"),
        ("2026-01-02", "2026-02-30", "7:8: error: `added` is a day that no calendar has; write year-month-day"),
        ("{paper: u}", "x", "6:8: error: `links` is the value `x`; write its fields below it, indented"),
    ],
)
def test_a_value_that_does_not_fit_is_told_with_its_place_and_remedy(old: str, new: str, expected: str) -> None:
    found = findings(WHOLE.replace(old, new, 1))
    assert any(line.startswith(expected) for line in found), found


def test_a_faulty_item_does_not_make_its_list_empty() -> None:
    assert len(findings(WHOLE.replace("A B", "Cher"))) == 1


def test_no_more_than_a_hundred_findings_of_a_file_are_shown() -> None:
    found = findings(WHOLE + "".join(f"x{number}: 1\n" for number in range(250)))
    assert len(found) == 101
    assert found[-1].endswith("and 150 further findings in this file; mend these first [more-findings]")
