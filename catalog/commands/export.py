"""`export`: the papers of a list, or some of them, in one of the forms in which they are taken away."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from catalog.commands.check import check
from catalog.derive import PaperRecord
from catalog.diagnostics import Diagnostic
from catalog.edition import Edition
from catalog.outputs.format import Format

Choice: TypeAlias = Callable[[Edition], Iterable[PaperRecord]]
"""Says which papers of an edition are meant."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was found, and the papers as bytes if the list has no errors."""

    findings: tuple[Diagnostic, ...]
    papers: int = 0
    data: bytes | None = None


def every(edition: Edition) -> Iterable[PaperRecord]:
    """Return all papers."""
    return edition.catalog


def export(root: Path, form: Format, choose: Choice = every) -> Exported:
    """Return papers of the list at `root` in a form."""
    checked = check(root)
    if checked.has_errors:
        return Exported(checked.findings)
    edition = checked.edition()
    chosen = tuple(choose(edition))
    return Exported(checked.findings, len(chosen), form.render(edition, chosen))
