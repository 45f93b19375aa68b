"""Findings are ordered by place and print as one line."""

from catalog.diagnostics import Diagnostic, Location, Severity


def test_a_finding_prints_place_severity_message_and_code() -> None:
    found = Diagnostic(Location("papers/2020/a.yaml", 12, 8), Severity.ERROR, "no venue `CVRP`", "unknown-venue")
    assert str(found) == "papers/2020/a.yaml:12:8: error: no venue `CVRP` [unknown-venue]"


def test_findings_sort_by_path_then_by_line_as_a_number() -> None:
    places = [("b", 1), ("a", 10), ("a", 9)]
    found = [Diagnostic(Location(path, line), Severity.NOTE, "m", "c") for path, line in places]
    ordered = sorted(found, key=lambda finding: finding.sort_key)
    assert [str(finding.location) for finding in ordered] == ["a:9:1", "a:10:1", "b:1:1"]
