"""`import`: the papers of an awesome list's README or of a .bib file to new records, gaps where it says nothing."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from catalog.catalog import read
from catalog.commands.add import MOST_BIBTEX, Writing, read_text
from catalog.commands.cycles import uncollected
from catalog.diagnostics import Diagnostic, Location, ReadError, Severity
from catalog.importers import bibtex, readme_list
from catalog.importers.draft import Draft
from catalog.importers.outcome import Unread
from catalog.importers.record import NewRecord

_IS_BIBTEX: Final = frozenset({".bib", ".bibtex", ".biblatex"})
_IS_README: Final = frozenset({".md", ".markdown", ".mkd", ".mdown", ".txt", ".html", ".htm", ""})
_ENTRY: Final = re.compile(r"(?m)^\s*@[A-Za-z]+\s*[{(]\s*[^\s{}(),]*\s*,")
_NEEDED: Final = ("title",)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file: new records, findings about its entries, and how many papers were known before."""

    records: tuple[NewRecord, ...]
    findings: tuple[Diagnostic, ...]
    known: int


def import_file(root: Path, file: Path, *, write: bool = True) -> Imported:
    """Make records of the papers in a file; what cannot be read, and what is left out, is a finding with its line.

    Raises:
        CatalogError: the file cannot be read, or is of another kind; a record cannot be written.
    """
    text = read_text(file, MOST_BIBTEX)
    reading = read(root)
    writing = Writing(root, reading, dt.datetime.now(dt.UTC).date(), of_duplicates=Severity.NOTE)
    if _is_bibtex(file, text):
        found = bibtex.parse(text, str(file))
    else:
        found = readme_list.parse(text, str(file), reading.catalog, writing.venues)
    with uncollected():
        count = _take(found, writing)
    if not count:
        what = "no paper is found in it; it is neither a README with a list of papers nor a .bib file with entries"
        writing.findings.append(Diagnostic(Location(str(file)), Severity.ERROR, what, "unread-entry"))
    added = writing.done(write=write)
    known = sum(finding.severity is Severity.NOTE for finding in added.findings)
    return Imported(added.records, tuple(sorted(added.findings, key=lambda finding: finding.sort_key)), known)


def _is_bibtex(file: Path, text: str) -> bool:
    suffix = file.suffix.lower()
    if suffix in _IS_BIBTEX:
        return True
    if suffix not in _IS_README:
        msg = f"{file} is neither a README nor a .bib file; give one that ends in .md or .bib"
        raise ReadError(msg)
    return suffix != ".md" and _ENTRY.search(text) is not None


def _take(found: Iterator[Draft | Unread], writing: Writing) -> int:
    """Make records of drafts, and findings of what could not be read; return how many there were of both."""
    count = 0
    for item in found:
        count += 1
        if isinstance(item, Unread):
            writing.take(item.refusal, item.place)
            continue
        draft = item
        if draft.containers and draft.venue is None and writing.venues.match(draft.containers) is None:
            draft = draft.remarked("unknown-venue", f"{writing.venue_message(draft)}; `venue` stays open")
        writing.take(draft, draft.place, needed=_NEEDED)
    return count
