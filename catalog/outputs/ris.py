"""References as RIS, which every reference manager imports: a line for each value, and a blank one between papers.

Lines end in a line feed, which all readers take; nothing in a value ends one. The types and tags are those that Zotero
and EndNote agree on.
"""

from collections.abc import Iterator
from typing import Final

from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.model import EntryType
from catalog.names import Person
from catalog.outputs.citation import ARXIV, Citation, citation
from catalog.outputs.format import CitationFormat

_TYPES: Final = {
    EntryType.INPROCEEDINGS: "CONF",
    EntryType.ARTICLE: "JOUR",
    EntryType.MISC: "UNPB",
}


def entry(edition: Edition, record: PaperRecord) -> str:
    """Return a paper's lines of RIS."""
    lines = (f"{tag}  - {' '.join(value.splitlines())}\n" for tag, value in _values(edition, record) if value)
    return f"{''.join(lines)}ER  - \n"


def _values(edition: Edition, record: PaperRecord) -> Iterator[tuple[str, str | None]]:
    """Yield tags and values in their order."""
    paper = record.value
    cited = citation(edition, record)
    yield "TY", _TYPES[cited.type]
    yield "ID", record.id
    yield from (("AU", author(person)) for person in paper.authors)
    yield "TI", paper.title
    yield from _published(cited)
    yield "PY", str(paper.year)
    yield "DO", paper.doi
    if paper.arxiv is not None:
        yield from (("DB", ARXIV), ("AN", paper.arxiv))
    families = (edition.catalog.families[key].value.name for key in (paper.loss_family, *paper.also_families))
    topics = (edition.catalog.topics[key].value.name for key in paper.topics)
    yield from (("KW", word) for word in dict.fromkeys((*families, *topics)))
    yield "UR", _address(paper.links.paper)
    yield "L1", _address(paper.links.pdf)


def _published(cited: Citation) -> Iterator[tuple[str, str | None]]:
    first, _, last = (cited.pages or "").partition("-")
    yield "T2", cited.published_in
    if cited.type is EntryType.INPROCEEDINGS:
        yield "C3", cited.published_in  # where Zotero and EndNote look for proceedings; T2 is the conference there
    yield "T3", cited.series
    yield from (("VL", cited.volume), ("IS", cited.number), ("SP", first), ("EP", last), ("PB", cited.publisher))


def _address(url: str | None) -> str | None:
    """Return an address that readers do not take for several, which a semicolon would separate."""
    return None if url is None else url.replace(";", "%3B")


def author(person: Person) -> str:
    """Return a name as RIS separates its parts; a comma inside of a collective's name would be taken for one that does.

    >>> author(Person("Beethoven", "Ludwig", "van"))
    'van Beethoven, Ludwig'
    >>> author(Person("Barnes and Noble, Inc.", literal=True))
    'Barnes and Noble Inc.'
    """
    if person.literal:
        return " ".join(person.family.replace(",", " ").split())
    return ", ".join(part for part in (person.surname, person.given, person.suffix) if part)


FORMAT: Final = CitationFormat(
    name="ris",
    label="RIS",
    stem="references",
    suffix=".ris",
    media_type="application/x-research-info-systems",
    description="for Zotero, Mendeley, EndNote and other reference managers",
    entry=entry,
    whole="\n".join,
)
