"""What the templates of the site are given: a record with every key turned into a name and the address it leads to.

Views hold no HTML: templates lay out, and escape all that they print.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from catalog import identifiers
from catalog.derive import PaperRecord, Papers, author_slug
from catalog.edition import Edition
from catalog.model import Implementation, Links, OtherVersion, Paper, Presentation
from catalog.names import Person
from catalog.outputs import addresses

_LABELS: Final = {"pdf": "PDF"}
"""What a link is called where that is not the name of its field."""

_COMMON: Final = frozenset({Presentation.POSTER})
"""Presentations that a list does not mention, for most papers had them."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A page of this site: what it is called, and its address below the root; without a page the address is empty."""

    text: str
    address: str


@dataclass(frozen=True, slots=True)
class Link:
    """A page elsewhere."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A paper in a list."""

    page: Reference
    authors: str
    venue: Reference
    year: int
    honours: tuple[str, ...]
    family: Reference
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with the paper's method."""

    link: Link
    official: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Importable:
    """Where a library has the method, and the line that imports it if it can be imported."""

    name: str
    library: str
    kind: str | None
    statement: str | None
    install: str | None
    links: tuple[Link, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Version:
    """The same work published elsewhere."""

    venue: Reference
    published_in: str
    year: Reference | None
    title: str | None
    authors: tuple[Reference, ...]
    facts: tuple[tuple[str, str], ...]
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper on its own page."""

    title: str
    authors: tuple[Reference, ...]
    venue: Reference
    published_in: str
    year: Reference
    honours: tuple[str, ...]
    family: Reference
    also_families: tuple[Reference, ...]
    topics: tuple[Reference, ...]
    facts: tuple[tuple[str, str], ...]
    identifiers: tuple[tuple[str, Link], ...]
    links: tuple[Link, ...]
    code: tuple[Repository, ...]
    implementations: tuple[Importable, ...]
    versions: tuple[Version, ...]
    summary: str | None
    note: str | None
    added: str


@dataclass(frozen=True)
class Views:
    """The views of one edition."""

    edition: Edition

    def entry(self, record: PaperRecord) -> Entry:
        """Return a paper as lists show it."""
        paper = record.value
        links = (*link("Paper", paper.links.paper), *link("PDF", paper.links.pdf), *_official(paper))
        return Entry(
            page=Reference(paper.title, addresses.paper(record.id)),
            authors=", ".join(person.display for person in paper.authors),
            venue=self.venue(paper.venue, paper.year),
            year=paper.year,
            honours=_honours(paper),
            family=self.family(paper.loss_family),
            links=links,
        )

    def paper(self, record: PaperRecord) -> PaperView:
        """Return a paper with all that its record says."""
        paper = record.value
        names = self.edition.catalog.venues[paper.venue].value.names_in(paper.year)
        presentation = paper.presentation
        facts = (
            ("Presentation", None if presentation is None else _capital(presentation)),
            ("Award", paper.award),
            ("Series", names.series),
            ("Volume", paper.volume or names.volume),
            ("Number", paper.number),
            ("Pages", paper.pages),
            ("Publisher", paper.publisher or names.publisher),
        )
        return PaperView(
            title=paper.title,
            authors=self.authors(paper.authors),
            venue=self.venue(paper.venue, paper.year),
            published_in=names.proceedings,
            year=self.year(paper.year),
            honours=_honours(paper),
            family=self.family(paper.loss_family),
            also_families=tuple(map(self.family, paper.also_families)),
            topics=tuple(map(self.topic, paper.topics)),
            facts=_known(*facts),
            identifiers=_identifiers(paper.doi, paper.arxiv),
            links=(*links_of(paper.links), *_official(paper)),
            code=tuple(
                Repository(found, code.official, code.note) for code in paper.code for found in address(code.url)
            ),
            implementations=tuple(map(self.implementation, paper.implementations)),
            versions=tuple(map(self.version, paper.other_versions)),
            summary=paper.summary,
            note=paper.note,
            added=paper.added.isoformat(),
        )

    def year(self, number: int) -> Reference:
        """Return a year; one without papers has no page."""
        return Reference(str(number), addresses.year(number) if number in self.edition.years else "")

    def venue(self, key: str, year: int | None) -> Reference:
        """Return a venue by its short name of a year."""
        return Reference(self.edition.venue_name(key, year), addresses.venue(key))

    def family(self, key: str) -> Reference:
        """Return a family by its name."""
        return Reference(self.edition.catalog.families[key].value.name, addresses.family(key))

    def topic(self, key: str) -> Reference:
        """Return a topic by its name."""
        return Reference(self.edition.catalog.topics[key].value.name, addresses.topic(key))

    def authors(self, people: tuple[Person, ...]) -> tuple[Reference, ...]:
        """Return people by their names; one who has no paper here has no page."""
        return tuple(Reference(person.display, self._pages_of_people.get(person, "")) for person in people)

    @cached_property
    def _pages_of_people(self) -> Mapping[Person, str]:
        people = {person for record in self.edition.papers for person in record.value.authors}
        return {person: addresses.author(author_slug(person)) for person in people}

    def implementation(self, found: Implementation) -> Importable:
        """Return where a library has the method."""
        library = self.edition.catalog.libraries[found.library].value
        prefix, _, name = found.name.rpartition(".")
        module = ".".join(part for part in (library.module, prefix) if part)
        return Importable(
            name=found.name,
            library=library.name,
            kind=found.kind,
            statement=f"from {module} import {name}" if library.module else None,
            install=library.install,
            links=(
                *link("Documentation", found.docs),
                *link(library.name, library.homepage),
                *link("Source", library.repository),
            ),
            notes=tuple(note for note in (found.note, library.note) if note is not None),
        )

    def version(self, other: OtherVersion) -> Version:
        """Return another version of a paper."""
        names = self.edition.catalog.venues[other.venue].value.names_in(other.year)
        year = other.year
        return Version(
            venue=self.venue(other.venue, year),
            published_in=names.proceedings,
            year=None if year is None else self.year(year),
            title=other.title,
            authors=self.authors(other.authors),
            facts=_known(("Volume", other.volume), ("Number", other.number), ("Pages", other.pages)),
            links=(
                *(() if other.links is None else links_of(other.links)),
                *(Link(f"{name} {found.text}", found.url) for name, found in _identifiers(other.doi, other.arxiv)),
            ),
        )


def address(url: str) -> Iterator[Link]:
    """Yield a link that is called by its address, without the scheme."""
    yield from link(url.partition("://")[2].removesuffix("/"), url)


def link(text: str, url: str | None) -> Iterator[Link]:
    """Yield a link if there is an address that a browser may open; a check says what is wrong with another."""
    if url is not None and url.lower().startswith(("https://", "http://")):
        yield Link(text, url)


def links_of(links: Links) -> Iterator[Link]:
    """Yield the links of a paper in the order of the schema, each called by its field."""
    for field in type(links).model_fields:
        yield from link(_LABELS.get(field, _capital(field)), getattr(links, field))


def count(papers: Papers) -> str:
    """Return the number of papers in words for people."""
    return "1 paper" if len(papers) == 1 else f"{len(papers)} papers"


def _official(paper: Paper) -> Iterator[Link]:
    if paper.official_code is not None:
        yield from link("Code", paper.official_code.url)


def _honours(paper: Paper) -> tuple[str, ...]:
    shown = () if paper.presentation in {None, *_COMMON} else (_capital(str(paper.presentation)),)
    return (*shown, paper.award) if paper.award is not None else shown


def _identifiers(doi: str | None, arxiv: str | None) -> tuple[tuple[str, Link], ...]:
    found = []
    if doi is not None:
        found.append(("DOI", Link(doi, identifiers.doi_url(doi))))
    if arxiv is not None:
        found.append(("arXiv", Link(arxiv, identifiers.arxiv_url(arxiv))))
    return tuple(found)


def _known(*facts: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((label, value) for label, value in facts if value is not None)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
