"""Findings as text for people, annotations for GitHub, JSON for programs; returns strings, prints nothing."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from catalog.diagnostics import Diagnostic, Severity
from catalog.text import printable


def as_text(findings: Iterable[Diagnostic]) -> str:
    """Return a line for each finding: place, severity, message, code."""
    return "".join(f"{printable(str(finding))}\n" for finding in findings)


_GITHUB_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}


def as_github(findings: Iterable[Diagnostic]) -> str:
    """Return GitHub's workflow commands, which become annotations of the changed lines."""
    return "".join(map(_annotation, findings))


def _annotation(finding: Diagnostic) -> str:
    place = finding.location
    properties = {"file": place.path, "line": place.line, "col": place.column, "title": finding.code}
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_GITHUB_LEVELS[finding.severity]} {listed}::{_data(finding.message)}\n"


def _data(text: str) -> str:
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def as_json(findings: Iterable[Diagnostic]) -> str:
    """Return a JSON array with an object for each finding; ASCII only."""
    rows = [
        {
            "path": finding.location.path,
            "line": finding.location.line,
            "column": finding.location.column,
            "severity": finding.severity.label,
            "message": finding.message,
            "code": finding.code,
        }
        for finding in findings
    ]
    return json.dumps(rows, indent=2) + "\n"


STYLES: Final[Mapping[str, Callable[[Iterable[Diagnostic]], str]]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
}
"""The formats of `check --format`."""


def summary(papers: int, findings: Iterable[Diagnostic]) -> str:
    """Return what a run found, in one line."""
    counts = Counter(finding.severity for finding in findings)
    found = [
        plural(counts[severity], severity.label) for severity in sorted(Severity, reverse=True) if counts[severity]
    ]
    return f"{plural(papers, 'paper')} checked: {', '.join(found) or 'no findings'}"


def plural(number: int, noun: str) -> str:
    """Return a number with its noun, as in `1 paper` and `2 papers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
