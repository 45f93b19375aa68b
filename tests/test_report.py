"""Findings read the same as text, as annotations and as JSON, and none of the three obeys what it quotes."""

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.codes import codes
from catalog.diagnostics import Diagnostic, Location, Severity
from catalog.report import STYLES, as_github, as_json, as_sarif, as_text, summary

LI = "papers/2020/li2020fold.yaml"
VENUE = Diagnostic(Location(LI, 4, 8), Severity.ERROR, "no venue `OVNE`", "unknown-venue")
CAPITALS = Diagnostic(Location(LI), Severity.WARNING, "is all capitals", "title-capitals")
UNUSED = Diagnostic(Location("vocabularies/topics.yaml", 9), Severity.NOTE, "nothing uses `spelt`", "unused-entry")

words = st.text(st.characters(exclude_categories=()))
findings = st.lists(
    st.builds(
        Diagnostic,
        st.builds(Location, words, st.integers(1, 9999), st.integers(1, 9999)),
        st.sampled_from(Severity),
        words,
        words,
    ),
    max_size=3,
)


def test_text_is_a_line_for_each_finding_in_their_order() -> None:
    assert as_text([VENUE, UNUSED]) == (
        f"{LI}:4:8: error: no venue `OVNE` [unknown-venue]\n"
        "vocabularies/topics.yaml:9:1: note: nothing uses `spelt` [unused-entry]\n"
    )


@given(findings)
def test_each_finding_is_one_line_without_control_characters(found: list[Diagnostic]) -> None:
    text = as_text(found)
    assert len(text.splitlines()) == len(found)
    assert not {unicodedata.category(char) for char in text.replace("\n", "")} & {"Cc", "Cs"}


@pytest.mark.parametrize(
    ("finding", "command"),
    [
        (VENUE, f"::error file={LI},line=4,col=8,title=unknown-venue::no venue `OVNE`\n"),
        (CAPITALS, f"::warning file={LI},line=1,col=1,title=title-capitals::is all capitals\n"),
        (UNUSED, "::notice file=vocabularies/topics.yaml,line=9,col=1,title=unused-entry::nothing uses `spelt`\n"),
    ],
    ids=["error", "warning", "note"],
)
def test_github_is_given_a_command_of_its_level(finding: Diagnostic, command: str) -> None:
    assert as_github([finding]) == command


def test_what_github_reads_as_its_own_is_escaped() -> None:
    finding = Diagnostic(Location("a,b:c%\n.yaml"), Severity.ERROR, "100% ::error:: a,b\r\n::warning::", "c")
    assert as_github([finding]) == (
        r"::error file=a%2Cb%3Ac%25\n.yaml,line=1,col=1,title=c::100%25 ::error:: a,b\r\n::warning::" + "\n"
    )


def unescaped(text: str) -> str:
    """Return a value as GitHub's runner takes it: the inverse that its toolkit documents."""
    for escape, char in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(escape, char)
    return text


ascii_words = st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E))


@given(path=ascii_words, message=ascii_words, code=ascii_words)
def test_github_reads_back_what_was_said(path: str, message: str, code: str) -> None:
    command = as_github([Diagnostic(Location(path, 2, 3), Severity.ERROR, message, code)])
    head, _, data = command.removeprefix("::error ").removesuffix("\n").partition("::")
    properties = dict(part.split("=", 1) for part in head.split(","))
    read = {name: unescaped(value) for name, value in properties.items()}
    assert read == {"file": path, "line": "2", "col": "3", "title": code}
    assert unescaped(data) == message


@given(findings)
def test_github_is_given_one_command_for_each_finding(found: list[Diagnostic]) -> None:
    lines = as_github(found).splitlines()
    assert len(lines) == len(found)
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in lines)


def test_json_names_every_part_of_a_finding() -> None:
    assert json.loads(as_json([VENUE])) == [
        {
            "path": LI,
            "line": 4,
            "column": 8,
            "severity": "error",
            "message": "no venue `OVNE`",
            "code": "unknown-venue",
        }
    ]


@given(findings)
def test_findings_come_back_from_json(found: list[Diagnostic]) -> None:
    text = as_json(found)
    assert text.isascii()
    assert text.endswith("\n")
    assert found == [
        Diagnostic(
            Location(row["path"], row["line"], row["column"]),
            Severity[row["severity"].upper()],
            row["message"],
            row["code"],
        )
        for row in json.loads(text)
    ]


def test_json_of_nothing_is_an_empty_list() -> None:
    assert as_json([]) == "[]\n"


@pytest.mark.parametrize(
    ("name", "style"), [("text", as_text), ("github", as_github), ("json", as_json), ("sarif", as_sarif)]
)
def test_each_style_has_its_name(name: str, style: object) -> None:
    assert STYLES[name] is style


@pytest.mark.parametrize(
    ("papers", "found", "line"),
    [
        (0, [], "0 papers checked: no findings"),
        (1, [VENUE], "1 paper checked: 1 error"),
        (8, [UNUSED, VENUE, UNUSED, CAPITALS], "8 papers checked: 1 error, 1 warning, 2 notes"),
        (12_345, [VENUE] * 1_000, "12,345 papers checked: 1,000 errors"),
    ],
    ids=["nothing", "one", "the worst first", "thousands"],
)
def test_a_run_is_summed_up_in_a_line(papers: int, found: list[Diagnostic], line: str) -> None:
    assert summary(papers, found) == line


def sarif(found: list[Diagnostic]) -> dict[str, Any]:
    (run,) = json.loads(as_sarif(found))["runs"]
    return dict(run)


def test_sarif_has_a_result_at_the_place_of_each_finding() -> None:
    first, second = sarif([VENUE, UNUSED])["results"]
    assert (first["ruleId"], first["level"], first["message"]) == (
        "unknown-venue",
        "error",
        {"text": "no venue `OVNE`"},
    )
    assert first["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": LI, "uriBaseId": "%SRCROOT%"},
                "region": {"startLine": 4, "startColumn": 8},
            }
        }
    ]
    assert second["level"] == "note"


def test_sarif_explains_each_code_that_was_found_and_no_other() -> None:
    run = sarif([UNUSED, VENUE, UNUSED])
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["unknown-venue", "unused-entry"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]
    assert rules[0]["help"]["text"] == codes()["unknown-venue"].text
    assert [rule["defaultConfiguration"]["level"] for rule in rules] == ["error", "note"]


def test_sarif_names_the_other_file_that_a_finding_is_about() -> None:
    twice = Diagnostic(Location(LI, 1, 8), Severity.ERROR, "m", "duplicate-title", ("papers/2019/a b.yaml",))
    (result,) = sarif([twice])["results"]
    (related,) = result["relatedLocations"]
    assert related == {
        "physicalLocation": {"artifactLocation": {"uri": "papers/2019/a%20b.yaml", "uriBaseId": "%SRCROOT%"}}
    }


def prints(found: list[Diagnostic]) -> list[str]:
    return [result["partialFingerprints"]["finding/v1"] for result in sarif(found)["results"]]


def test_a_fingerprint_stays_when_lines_move_and_other_findings_come() -> None:
    moved = replace(VENUE, location=Location(LI, 40, 2))
    assert prints([CAPITALS, moved])[1:] == prints([VENUE])


def test_each_finding_of_a_run_has_a_fingerprint_of_its_own() -> None:
    again = replace(VENUE, location=Location(LI, 9, 9))
    elsewhere = replace(VENUE, location=Location("papers/2020/other2020b.yaml", 4, 8))
    assert len(set(prints([VENUE, again, elsewhere, CAPITALS, UNUSED]))) == 5


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("the address `[a](https://b.test)`", r"the address `\[a\](https://b.test)`"),
        ("`[a]` alone is none", "`[a]` alone is none"),
        ("the topic `a\\b[](c)`", r"the topic `a\\b\[\](c)`"),
    ],
)
def test_no_message_makes_a_link_in_sarif(message: str, text: str) -> None:
    assert sarif([replace(VENUE, message=message)])["results"][0]["message"] == {"text": text}


@given(findings)
def test_sarif_of_anything_is_ascii_and_the_same_again(found: list[Diagnostic]) -> None:
    text = as_sarif(found)
    assert text.isascii()
    assert text.endswith("}\n")
    assert text == as_sarif(found)
    assert len(json.loads(text)["runs"][0]["results"]) == len(found)
