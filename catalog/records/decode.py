"""Untyped values to models, or to findings: pydantic's errors, each told as a sentence with its remedy."""

from collections.abc import Sequence
from typing import Final, TypeVar

from pydantic import ValidationError

from catalog.diagnostics import Diagnostic, Location, Severity
from catalog.faults import Fault, Loc, faults_of
from catalog.model import Model
from catalog.plaintext import Problem
from catalog.records.source import Source
from catalog.records.syntax import Value

M = TypeVar("M", bound=Model)

MAX_FINDINGS: Final = 100
"""How many findings of one file are shown; a hostile file could have as many as it has bytes."""


class DecodeFault(Exception):  # noqa: N818  # findings on their way, not an error of the program
    """A value does not fit its model; carries what is wrong, in the order of the fields."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        super().__init__(findings)
        self.findings = findings


def decode(model: type[M], value: Value, source: Source, base: Loc = ()) -> M:
    """Return `value`, which stands at `base` in `source`, as a `model`.

    Raises:
        DecodeFault: fields are missing, unknown, or of another form.
    """
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = [_finding(fault, source, base) for fault in faults_of(model, error, MAX_FINDINGS)]
        raise DecodeFault(capped(found, error.error_count())) from error


def _finding(fault: Fault, source: Source, base: Loc) -> Diagnostic:
    place = source.at_key if fault.is_key else source.at
    return Diagnostic(place((*base, *fault.loc)), Severity.ERROR, fault.message, fault.code)


def from_problems(path: str, problems: Sequence[Problem]) -> list[Diagnostic]:
    """Return the findings about a text that could not be read."""
    return capped(
        [
            Diagnostic(Location(path, *at), Severity.ERROR, message, code)
            for at, code, message in problems[: MAX_FINDINGS + 1]
        ],
        len(problems),
    )


def capped(findings: list[Diagnostic], total: int | None = None) -> list[Diagnostic]:
    """Return at most `MAX_FINDINGS` of one file's findings, the last of them counting those left out."""
    total = len(findings) if total is None else total
    if total <= MAX_FINDINGS:
        return findings
    last = findings[MAX_FINDINGS - 1]
    # What is not shown weighs as much as its worst.
    severity = max((finding.severity for finding in findings[MAX_FINDINGS:]), default=last.severity)
    rest = f"and {total - MAX_FINDINGS:,} further findings in this file; mend these first"
    return [*findings[:MAX_FINDINGS], Diagnostic(last.location, severity, rest, "more-findings")]
