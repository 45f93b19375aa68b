"""`find`: the papers that a query finds, as lines for people and for programs."""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Final

from catalog import facets
from catalog.commands.check import Checked, check
from catalog.derive import Papers
from catalog.diagnostics import Severity
from catalog.edition import Edition
from catalog.query import Query, QueryError, matches, parse, parse_values
from catalog.text import printable

_GAP: Final = "  "


class FilterError(ValueError):
    """A value of a filter is unknown; `field` is the filter's name."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True, slots=True)
class Found:
    """A list after all checks, and what was found in it, in reading order; a list with errors has no edition."""

    checked: Checked
    edition: Edition | None = None
    papers: Papers = ()


def find(root: Path, text: str, filters: Mapping[str, Sequence[str]]) -> Found:
    """Return the papers that a query and all filters find; filters are values by field.

    Raises:
        QueryError: the query cannot be read.
        FilterError: a filter cannot.
    """
    checked = check(root, Severity.ERROR)
    if checked.has_errors:
        return Found(checked)
    edition = checked.edition()
    return Found(checked, edition, select(edition, text, filters))


def select(edition: Edition, text: str, filters: Mapping[str, Sequence[str]]) -> Papers:
    """Return the papers of an edition that a query and all filters find, in reading order; raise as `find` does."""
    known = facets.known(edition.catalog)
    query = parse(text, known)
    for field, values in filters.items():
        try:
            query &= parse_values(field, values, known)
        except QueryError as error:
            raise FilterError(field, error.message) from error
    if query == Query():
        return edition.papers
    return tuple(record for record, paper in facets.facets(edition) if matches(query, paper))


def excerpt(text: str, column: int) -> str:
    """Return a query on a line, and below it a sign at the column of an error."""
    return f"  {printable(text)}\n  {' ' * _columns(printable(text[:column]))}^"


def as_ids(_edition: Edition, papers: Papers) -> str:
    """Return the ids of papers, one a line."""
    return "".join(f"{record.id}\n" for record in papers)


def as_lines(edition: Edition, papers: Papers) -> str:
    """Return papers as id, year, venue and title with tabs between them, one a line."""
    return "".join("\t".join(cells) + "\n" for cells in _rows(edition, papers))


def as_table(edition: Edition, papers: Papers, width: int, emphasise: Callable[[str], str]) -> str:
    """Return papers as lines of aligned columns that fit a terminal's width; ids are emphasised."""
    rows = tuple(_rows(edition, papers))
    widths = [max(map(_columns, column)) for column in zip(*rows, strict=True)][:-1]
    lines = []
    for *cells, title in rows:
        padded = (f"{cell}{' ' * (size - _columns(cell))}" for cell, size in zip(cells, widths, strict=True))
        line = _cut(_GAP.join((*padded, title)), width)
        identifier = line[: len(cells[0])]
        lines.append(f"{emphasise(identifier)}{line[len(identifier) :]}\n")
    return "".join(lines)


def _rows(edition: Edition, papers: Papers) -> Iterator[tuple[str, str, str, str]]:
    for record in papers:
        paper = record.value
        venue = edition.venue_name(paper.venue, paper.year)
        yield printable(record.id), str(paper.year), printable(venue), printable(paper.title)


def _columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: two for a wide letter, none for a mark upon one."""
    if text.isascii():
        return len(text)
    return sum(_columns_of(char) for char in text)


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1


def _cut(text: str, width: int) -> str:
    """Return as much of a text as fits, with a sign that there is more."""
    if _columns(text) <= width:
        return text
    kept = sum(end < width for end in accumulate(map(_columns_of, text)))
    return f"{text[:kept].rstrip()}…"
