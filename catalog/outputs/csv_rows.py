"""The catalog as CSV for spreadsheets: a line of headings, then a row for each paper.

As RFC 4180 has it, rows end in CR LF; the text is UTF-8 without a byte-order mark, as programs want it. Several values
in a cell are separated by semicolons. A spreadsheet takes a cell that begins with one of a few characters for a formula
and may run it, so an apostrophe stands before these.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from catalog.derive import Papers
from catalog.edition import Edition
from catalog.model import Links, Paper
from catalog.outputs import addresses
from catalog.outputs.citation import Citation, citation
from catalog.outputs.format import DataFormat


class Row(NamedTuple):
    """What the cells of a row are made from."""

    id: str
    paper: Paper
    venue: str
    cited: Citation


Cell = Callable[[Row], str | None]

_FORMULA: Final = re.compile("[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
"""What a formula begins with, in the full width of East Asian keyboards too."""


def _joined(values: Iterable[str]) -> str:
    return "; ".join(values)


def _link(kind: str) -> Cell:
    return lambda row: getattr(row.paper.links, kind)


COLUMNS: Final[Mapping[str, Cell]] = {
    "id": lambda row: row.id,
    "title": lambda row: row.paper.title,
    "authors": lambda row: _joined(person.display for person in row.paper.authors),
    "year": lambda row: str(row.paper.year),
    "venue": lambda row: row.venue,
    "published_in": lambda row: row.cited.published_in,
    "series": lambda row: row.cited.series,
    "volume": lambda row: row.cited.volume,
    "number": lambda row: row.cited.number,
    "pages": lambda row: row.cited.pages,
    "publisher": lambda row: row.cited.publisher,
    "presentation": lambda row: row.paper.presentation,
    "award": lambda row: row.paper.award,
    "loss_family": lambda row: row.paper.loss_family,
    "also_families": lambda row: _joined(row.paper.also_families),
    "topics": lambda row: _joined(row.paper.topics),
    "doi": lambda row: row.paper.doi,
    "arxiv": lambda row: row.paper.arxiv,
    **{kind: _link(kind) for kind in Links.model_fields},
    "official_code": lambda row: _joined(code.url for code in row.paper.code if code.official),
    "other_code": lambda row: _joined(code.url for code in row.paper.code if not code.official),
    "implementations": lambda row: _joined(f"{item.library}: {item.name}" for item in row.paper.implementations),
    "summary": lambda row: row.paper.summary,
    "note": lambda row: row.paper.note,
    "added": lambda row: row.paper.added.isoformat(),
    "page": lambda row: addresses.paper(row.id),
}
"""What stands in each column, by its heading."""


def make(edition: Edition, papers: Papers) -> bytes:
    """Return papers as CSV."""
    out = io.StringIO(newline="")
    rows = csv.writer(out)
    rows.writerow(COLUMNS)
    for record in papers:
        paper = record.value
        row = Row(record.id, paper, edition.venue_name(paper.venue, paper.year), citation(edition, record))
        rows.writerow(_inert(cell(row) or "") for cell in COLUMNS.values())
    return out.getvalue().encode()


def _inert(text: str) -> str:
    """Return a cell on one line that no spreadsheet takes for a formula."""
    line = " ".join(text.splitlines())
    return f"'{line}" if _FORMULA.match(line) is not None else line


FORMAT: Final = DataFormat(
    name="csv",
    label="CSV",
    stem="catalog",
    suffix=".csv",
    media_type="text/csv; charset=utf-8; header=present",
    description="for spreadsheets: a row for each paper",
    make=make,
)
