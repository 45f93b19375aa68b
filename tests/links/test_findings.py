"""What became of addresses is told at the records' lines, in one form of JSON, and in Markdown that nothing breaks."""

import json
from typing import Final

import pytest

from catalog.catalog import Record
from catalog.derive import Address
from catalog.diagnostics import Severity
from catalog.links.findings import (
    DOCUMENTATION,
    SEVERITIES,
    Result,
    as_json,
    as_markdown,
    counts,
    diagnostics,
    summary,
)
from catalog.links.targets import Target
from catalog.links.verdict import ARCHIVED, State, Verdict
from catalog.records.source import Source
from catalog.report import as_github
from tests.editions import paper

TEXT: Final = "title: Bread\nlinks:\n  paper: https://oven.test/rye\n  pdf: https://oven.test/rye\ncode:\n  - url: x\n"
SOURCE: Final = Source("papers/2020/a.yaml", TEXT)


def result(
    state: State, reason: str = "why", *, url: str = "https://oven.test/rye", status: int | None = None
) -> Result:
    record = Record("a", paper(), SOURCE)
    places = (Address(record, ("links", "paper"), url), Address(record, ("code", 0, "url"), url))
    return Result(Target(url, places), Verdict(state, reason, status))


ALL: Final = [result(state, url=f"https://oven.test/{state}") for state in State]


def test_a_finding_stands_at_each_place_of_an_address() -> None:
    assert [str(finding) for finding in diagnostics([result(State.BROKEN, "404: no such page")])] == [
        f"papers/2020/a.yaml:{place}: error: `https://oven.test/rye` is broken: 404: no such page [link-broken]"
        for place in ("3:10", "6:10")
    ]


def test_of_an_address_that_opens_there_is_nothing_to_say() -> None:
    assert list(diagnostics([result(State.OK)])) == []


def test_of_an_archived_repository_there_is_a_note() -> None:
    found = list(diagnostics([result(State.OK, ARCHIVED)]))
    assert {(finding.severity, finding.code) for finding in found} == {(Severity.NOTE, "link-archived")}
    assert found[0].message == f"`https://oven.test/rye` {ARCHIVED}"


def test_what_fails_a_run_is_an_error_and_nothing_else_is() -> None:
    errors = {state for state, severity in SEVERITIES.items() if severity is Severity.ERROR}
    assert errors == {State.BROKEN, State.INVALID}


def test_every_state_that_is_told_is_explained() -> None:
    assert {f"link-{state}" for state in State if state is not State.OK} | {"link-archived"} == DOCUMENTATION.keys()
    assert {finding.code for finding in diagnostics(ALL)} <= DOCUMENTATION.keys()


def test_annotations_stand_at_the_line_of_the_record() -> None:
    found = as_github(diagnostics([result(State.BROKEN, "100% gone: a,b")]))
    assert found.splitlines()[0] == (
        "::error file=papers/2020/a.yaml,line=3,col=10,title=link-broken::"
        "`https://oven.test/rye` is broken: 100%25 gone: a,b"
    )


def test_json_has_exactly_this_form() -> None:
    moved = Result(
        result(State.OK).target, Verdict(State.REDIRECTED, "has moved for good", 200, "https://crumb.test/rye")
    )
    assert json.loads(as_json([moved])) == {
        "counts": {
            "ok": 0,
            "redirected": 1,
            "blocked": 0,
            "transient": 0,
            "broken": 0,
            "invalid": 0,
            "skipped": 0,
        },
        "results": [
            {
                "url": "https://oven.test/rye",
                "state": "redirected",
                "status": 200,
                "final_url": "https://crumb.test/rye",
                "reason": "has moved for good",
                "records": [
                    {"path": "papers/2020/a.yaml", "line": 3, "column": 10, "field": "links.paper"},
                    {"path": "papers/2020/a.yaml", "line": 6, "column": 10, "field": "code[1].url"},
                ],
            }
        ],
    }


def test_json_of_nothing_is_json() -> None:
    assert json.loads(as_json([])) == {"counts": dict.fromkeys(State, 0), "results": []}


def test_json_is_ascii_and_ends_its_line() -> None:
    text = as_json([result(State.BROKEN, "\u00e9\u2028\U0001f35e")])
    assert text.isascii()
    assert text.endswith("}\n")


def test_equal_answers_give_equal_bytes() -> None:
    assert as_json(ALL) == as_json([result(state, url=f"https://oven.test/{state}") for state in State])


def test_counts_add_up_to_the_addresses_and_name_every_state() -> None:
    found = counts([*ALL, result(State.OK)])
    assert sum(found.values()) == len(ALL) + 1
    assert found == {state: 2 if state is State.OK else 1 for state in State}


@pytest.mark.parametrize(
    ("results", "line"),
    [
        ([], "0 addresses: none"),
        ([result(State.OK)], "1 address: 1 ok"),
        (ALL, "7 addresses: 1 ok, 1 redirected, 1 blocked, 1 transient, 1 broken, 1 invalid, 1 skipped"),
        ([result(State.OK)] * 1500, "1,500 addresses: 1,500 ok"),
    ],
    ids=["none", "one", "each", "many"],
)
def test_a_run_is_summed_up_in_one_line(results: list[Result], line: str) -> None:
    assert summary(results) == line


def test_markdown_has_the_counts_and_what_needs_a_person() -> None:
    text = as_markdown([result(State.OK), result(State.BLOCKED), result(State.BROKEN, "404: there is no such page")])
    assert text.startswith("## Links\n\n| state | addresses |\n|---|---:|\n| ok | 1 |\n| redirected | 0 |\n")
    assert (
        "### Broken\n\n- `` papers/2020/a.yaml:3:10 ``: `` https://oven.test/rye ``: `` 404: there is no such" in text
    )
    assert "### Blocked" not in text
    assert "### Ok" not in text


@pytest.mark.parametrize(
    "reason",
    ["a `b` ``c``", "a\nb", "a\r\n\n# b", "<script>alert(1)</script>", "[x](javascript:alert(1))", "| a |", "\x1b[31m"],
    ids=["backticks", "a line break", "a heading", "a script", "a link", "a table", "a colour"],
)
def test_no_reason_escapes_from_its_code(reason: str) -> None:
    text = as_markdown([result(State.BROKEN, reason)])
    plain = as_markdown([result(State.BROKEN, "why")])
    assert len(text.splitlines()) == len(plain.splitlines())
    assert text.count("`") == plain.count("`")
    assert "\x1b" not in text
