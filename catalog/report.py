"""Findings as text for people, annotations for GitHub, JSON and SARIF for programs; returns strings, prints nothing."""

import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from catalog.diagnostics import Diagnostic, Severity
from catalog.text import printable

if TYPE_CHECKING:
    from catalog.codes import Code


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


_SARIF_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}
_SARIF_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(findings: Iterable[Diagnostic]) -> str:
    """Return a log of SARIF 2.1.0 with a rule for each code that was found; ASCII only."""
    from catalog.codes import codes  # noqa: PLC0415  # brings in every check, which other styles do without

    found = tuple(findings)
    known = codes()
    names = sorted({finding.code for finding in found})
    driver = {
        "name": "catalog",
        "rules": [_rule(known[name]) for name in names if name in known],
    }
    numbers = {name: number for number, name in enumerate(name for name in names if name in known)}
    log = {
        "$schema": _SARIF_SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "columnKind": "unicodeCodePoints",
                "results": list(_results(found, numbers)),
            }
        ],
    }
    return json.dumps(log, indent=2) + "\n"


def _rule(code: "Code") -> dict[str, object]:
    return {
        "id": code.name,
        "shortDescription": {"text": code.rule},
        "fullDescription": {"text": " ".join(code.remedy.split())},
        "help": {"text": code.text},
        "defaultConfiguration": {"level": _SARIF_LEVELS[code.severity]},
    }


def _results(findings: Iterable[Diagnostic], numbers: Mapping[str, int]) -> Iterator[dict[str, object]]:
    """Yield a result for each finding; equal ones of a file differ in their number, as lines may move."""
    seen: dict[tuple[str, str, str], int] = defaultdict(int)
    for finding in findings:
        place = finding.location
        what = (place.path, finding.code, finding.message)
        seen[what] += 1
        hashed = hashlib.sha256("\0".join((*what, str(seen[what]))).encode(errors="surrogatepass"))
        result: dict[str, object] = {
            "ruleId": finding.code,
            "level": _SARIF_LEVELS[finding.severity],
            "message": {"text": _message(finding.message)},
            "locations": [{"physicalLocation": _physical(place.path, place.line, place.column)}],
            "partialFingerprints": {"finding/v1": hashed.hexdigest()},
        }
        if finding.code in numbers:
            result["ruleIndex"] = numbers[finding.code]
        if finding.others:
            result["relatedLocations"] = [{"physicalLocation": _physical(path)} for path in finding.others]
        yield result


def _message(text: str) -> str:
    """Return a message in which brackets make no link (SARIF 2.1.0, section 3.11.6)."""
    return re.sub(r"([\\\[\]])", r"\\\1", printable(text)) if "](" in text else printable(text)


def _physical(path: str, line: int | None = None, column: int | None = None) -> dict[str, object]:
    # A path is an address here, of which the root is the base.
    found: dict[str, object] = {"artifactLocation": {"uri": quote(path, errors="replace"), "uriBaseId": "%SRCROOT%"}}
    if line is not None:
        found["region"] = {"startLine": line, "startColumn": column}
    return found


STYLES: Final[Mapping[str, Callable[[Iterable[Diagnostic]], str]]] = {
    "text": as_text,
    "github": as_github,
    "json": as_json,
    "sarif": as_sarif,
}
"""The formats of `check --format`, and but for JSON, which has every address there, of `links --format`."""


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
