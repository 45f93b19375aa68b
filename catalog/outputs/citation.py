"""What every citation of a paper says, from the record and from what its venue was called in that year.

A format decides where it stands, and how it is spelled.
"""

from dataclasses import dataclass
from typing import Final

from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.model import EntryType, VenueKind

ARXIV: Final = "arXiv"

_TYPES: Final = {
    VenueKind.CONFERENCE: EntryType.INPROCEEDINGS,
    VenueKind.WORKSHOP: EntryType.INPROCEEDINGS,
    VenueKind.JOURNAL: EntryType.ARTICLE,
    VenueKind.PREPRINT: EntryType.MISC,
}


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a paper appeared: in proceedings, in a journal, or as a preprint on a server."""

    type: EntryType
    published_in: str
    series: str | None
    volume: str | None
    number: str | None
    pages: str | None
    publisher: str | None
    arxiv: str | None

    @property
    def is_preprint(self) -> bool:
        """Tell whether the paper appeared on a server alone."""
        return self.type is EntryType.MISC

    @property
    def preprint_id(self) -> str | None:
        """Return the identifier of a paper that appeared on arXiv alone, as in `arXiv:1706.03762`."""
        on_arxiv = self.is_preprint and self.arxiv is not None and self.published_in == ARXIV
        return f"{ARXIV}:{self.arxiv}" if on_arxiv else None


def citation(edition: Edition, record: PaperRecord) -> Citation:
    """Return where a paper appeared."""
    paper = record.value
    venue = edition.catalog.venues[paper.venue].value
    names = venue.names_in(paper.year)
    return Citation(
        type=venue.entry_type or _TYPES[venue.kind],
        published_in=names.proceedings,
        series=names.series,
        volume=paper.volume or names.volume,
        number=paper.number,
        pages=paper.pages,
        publisher=paper.publisher or names.publisher,
        arxiv=paper.arxiv,
    )
