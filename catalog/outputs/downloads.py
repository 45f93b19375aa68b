"""The files of the site in which papers are taken away: of all, of each one, and of each family, venue and year.

An entry is made once, however many of the files it stands in.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeAlias
from urllib.parse import quote

from catalog.derive import PaperRecord, Papers
from catalog.edition import Edition
from catalog.outputs import addresses
from catalog.outputs.format import CitationFormat, Format
from catalog.outputs.formats import CITATIONS, FORMATS

FAMILIES: Final = "families"
VENUES: Final = "venues"
YEARS: Final = "years"

Content: TypeAlias = Callable[[], bytes]
"""Makes a file when it is wanted."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The entries of an edition's papers, each made once in each format."""

    edition: Edition
    _made: dict[tuple[str, str], str] = field(default_factory=dict)

    def whole(self, form: CitationFormat, papers: Iterable[PaperRecord]) -> str:
        """Return papers as one file, in the order of their ids."""
        return form.whole(self._entry(form, record) for record in sorted(papers, key=lambda record: record.id))

    def _entry(self, form: CitationFormat, record: PaperRecord) -> str:
        key = (form.name, record.id)
        if key not in self._made:
            self._made[key] = form.entry(self.edition, record)
        return self._made[key]


def of_paper(key: str, form: CitationFormat) -> str:
    """Return the address of a paper's own file, as in `papers/shannon1948mathematical.bib`."""
    return f"papers/{quote(key)}{form.suffix}"


def of_all(form: Format) -> str:
    """Return the address of the file that holds every paper, as in `references.bib`."""
    return form.file_name


def of_shelf(kind: str, key: str, form: CitationFormat) -> str:
    """Return the address of the file of a family, venue or year, as in `export/venues/BSTJ.bib`."""
    return f"{addresses.EXPORT}{kind}/{quote(key)}{form.suffix}"


def shelves(edition: Edition) -> Mapping[str, Mapping[str, Papers]]:
    """Return the families, venues and years that have papers, each with those that its file holds.

    A family has those too that a reader would look for there, and a group has those of its families.
    """
    families: dict[str, Papers] = {}
    for group in edition.groups:
        own = {shelf.family.id: (*shelf.papers, *shelf.also) for shelf in group.shelves}
        families.setdefault(group.head.id, _once(own))
        families |= own
    return {
        FAMILIES: {key: papers for key, papers in families.items() if papers},
        VENUES: {key: papers for key, (_, papers) in edition.venues.items()},
        YEARS: {str(year): papers for year, papers in edition.years.items()},
    }


def _once(shelved: Mapping[str, Papers]) -> Papers:
    found = {record.id: record for papers in shelved.values() for record in papers}
    return tuple(found.values())


def downloads(entries: Entries) -> Mapping[str, Content]:
    """Return every file by its address; each is what `catalog export` makes of the same papers."""
    edition = entries.edition
    found: dict[str, Content] = {}
    for form in FORMATS.values():
        if not isinstance(form, CitationFormat):
            found[of_all(form)] = partial(form.render, edition, edition.catalog)
    kept = shelves(edition)
    for cited in CITATIONS.values():
        found[of_all(cited)] = partial(_content, entries, cited, edition.papers)
        for record in edition.papers:
            found[of_paper(record.id, cited)] = partial(_content, entries, cited, (record,))
        for kind, shelved in kept.items():
            for key, papers in shelved.items():
                found[of_shelf(kind, key, cited)] = partial(_content, entries, cited, papers)
    return found


def _content(entries: Entries, form: CitationFormat, papers: Papers) -> bytes:
    return entries.whole(form, papers).encode()
