"""The files of the site in which papers are taken away: of all, of each one, and of each family, venue and year.

An entry is made once, however many of the files it stands in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from catalog.derive import Papers
from catalog.edition import Edition
from catalog.outputs.format import CitationFormat, Format
from catalog.outputs.formats import CITATIONS, FORMATS

EXPORT: Final = "export/"
FAMILIES: Final = "families"
VENUES: Final = "venues"
YEARS: Final = "years"


@dataclass(frozen=True, slots=True)
class Download:
    """A file of the site: its address below the root, and what is in it."""

    address: str
    content: bytes


def of_paper(key: str, form: CitationFormat) -> str:
    """Return the address of a paper's own file, as in `papers/kim2020proxy.bib`."""
    return f"papers/{quote(key)}{form.suffix}"


def of_all(form: Format) -> str:
    """Return the address of the file that holds every paper, as in `references.bib`."""
    return form.file_name


def of_shelf(kind: str, key: str, form: CitationFormat) -> str:
    """Return the address of the file of a family, venue or year, as in `export/venues/CVPR.bib`."""
    return f"{EXPORT}{kind}/{quote(key)}{form.suffix}"


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


def downloads(edition: Edition) -> Iterator[Download]:
    """Yield every file, none of them twice; each is what `catalog export` makes of the same papers."""
    for form in FORMATS.values():
        if not isinstance(form, CitationFormat):
            yield Download(of_all(form), form.render(edition, edition.catalog))
    kept = shelves(edition)
    for form in CITATIONS.values():
        yield from _of_citations(edition, form, kept)


def _of_citations(
    edition: Edition, form: CitationFormat, kept: Mapping[str, Mapping[str, Papers]]
) -> Iterator[Download]:
    entries = {record.id: form.entry(edition, record) for record in edition.catalog}

    def whole(papers: Papers) -> bytes:
        return form.whole(entries[key] for key in sorted(record.id for record in papers)).encode()

    yield Download(of_all(form), form.whole(entries.values()).encode())
    for key, text in entries.items():
        yield Download(of_paper(key, form), form.whole((text,)).encode())
    for kind, shelved in kept.items():
        for key, papers in shelved.items():
            yield Download(of_shelf(kind, key, form), whole(papers))
