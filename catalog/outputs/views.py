"""What the templates of the site are given: a record with every key turned into a name and the address it leads to.

Views hold no HTML: templates lay out, and escape all that they print.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, TypeAlias

from catalog import identifiers
from catalog.catalog import Record
from catalog.derive import PaperRecord, Papers, author_slug
from catalog.edition import Edition
from catalog.model import Implementation, Library, Links, OtherVersion, Paper, Presentation
from catalog.names import Person
from catalog.outputs import addresses
from catalog.prose import Target
from catalog.urls import split

_LABELS: Final = {field: field.capitalize() for field in Links.model_fields} | {"pdf": "PDF"}
"""What the links of a paper are called, in the order of the schema."""

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

    @property
    def host(self) -> str:
        """Return the name of the host that it opens, without `www.`."""
        parts = split(self.url)
        return "" if parts is None else (parts.hostname or "").removeprefix("www.")


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
    summary: str | None


@dataclass(frozen=True, slots=True)
class Sibling:
    """The page of a paper seen from that of another: what it is called, and the last part of its address."""

    text: str
    name: str


@dataclass(frozen=True, slots=True)
class Kin:
    """A related paper: its page, where and when it appeared, and what the two have in common."""

    page: Sibling
    where: str
    shared: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A repository with the paper's method."""

    link: Link
    official: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Method:
    """A class or function of a library, the line that imports it if it can be imported, and the papers it is of.

    Each paper has a note, or none, on where the method differs from it.
    """

    name: str
    kind: str | None
    statement: str | None
    docs: Link | None
    papers: tuple[Reference, ...]
    notes: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class LibraryShelf:
    """What a library has of some papers, how it is installed, and where it is at home."""

    page: Reference
    install: str | None
    note: str | None
    links: tuple[Link, ...]
    methods: tuple[Method, ...]


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
    venue_name: str
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
    versions: tuple[Version, ...]
    related: tuple[Kin, ...]
    previous: Sibling | None
    next: Sibling | None
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
            authors=_names(paper),
            venue=self.venue(paper.venue, paper.year),
            year=paper.year,
            honours=_honours(paper),
            family=self.family(paper.loss_family),
            links=links,
            summary=paper.summary,
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
            venue_name=paper.venue,
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
            versions=tuple(map(self.version, paper.other_versions)),
            related=tuple(self.kin(record, other) for other in self.edition.related[record.id]),
            previous=_beside(self.edition.neighbours[record.id].previous),
            next=_beside(self.edition.neighbours[record.id].next),
            summary=paper.summary,
            note=paper.note,
            added=paper.added.isoformat(),
        )

    def kin(self, record: PaperRecord, other: PaperRecord) -> Kin:
        """Return a paper that is related to another."""
        found = other.value
        own = self._subjects(record)
        shared = (subject.text for subject in self._subjects(other).values() if subject.address in own)
        return Kin(
            page=Sibling(found.title, addresses.quote(other.id)),
            where=f"{self.venue(found.venue, found.year).text} {found.year}",
            shared=", ".join(shared),
        )

    def _subjects(self, record: PaperRecord) -> Mapping[str, Reference]:
        """Return the pages of a paper's families, topics and authors, by their addresses."""
        if record.id not in self._subjects_of:
            paper = record.value
            families = map(self.family, (paper.loss_family, *paper.also_families))
            found = (*families, *map(self.topic, paper.topics), *self.authors(paper.authors))
            self._subjects_of[record.id] = {subject.address: subject for subject in found}
        return self._subjects_of[record.id]

    @cached_property
    def _subjects_of(self) -> dict[str, Mapping[str, Reference]]:
        return {}

    def year(self, number: int) -> Reference:
        """Return a year; one without papers has no page."""
        return Reference(str(number), addresses.year(number) if number in self.edition.years else "")

    def venue(self, key: str, year: int | None) -> Reference:
        """Return a venue by its short name of a year."""
        if (key, year) not in self._venues:
            self._venues[key, year] = Reference(self.edition.venue_name(key, year), addresses.venue(key))
        return self._venues[key, year]

    def family(self, key: str) -> Reference:
        """Return a family by its name."""
        return self._families[key]

    def topic(self, key: str) -> Reference:
        """Return a topic by its name."""
        return self._topics[key]

    def target(self, kind: str, key: str) -> Target | None:
        """Return what a hand-written page mentions, if it is there."""
        found, name = self._mentioned[kind]
        return name(key) if key in found else None

    @cached_property
    def _mentioned(self) -> Mapping[str, tuple[Container[str], Callable[[str], Target]]]:
        catalog = self.edition.catalog

        def of(refer: Callable[[str], Reference]) -> Callable[[str], Target]:
            return lambda key: Target((page := refer(key)).address, page.text, page.text)

        return {
            "paper": (catalog.papers, self._cited),
            "family": (catalog.families, of(self.family)),
            "topic": (catalog.topics, of(self.topic)),
            "venue": (catalog.venues, of(lambda key: self.venue(key, None))),
            "library": (catalog.libraries, of(lambda key: self.library(key).page)),
        }

    def _cited(self, key: str) -> Target:
        paper = self.edition.catalog.papers[key].value
        return Target(addresses.paper(key), f"{_surnames(paper)} {paper.year}", paper.title)

    def relations(self, key: str) -> tuple[tuple[str, tuple[Reference, ...]], ...]:
        """Return the families to which one is related, by what they are to it."""
        found = self.edition.relations[key]
        named = (("Extends", found.extends), ("Extended by", found.extended_by), ("Contrast with", found.contrast))
        return tuple((label, tuple(map(self.family, keys))) for label, keys in named if keys)

    def authors(self, people: tuple[Person, ...]) -> tuple[Reference, ...]:
        """Return people by their names; one who has no paper here has no page."""
        return tuple(self._people.get(person) or Reference(person.display, "") for person in people)

    @cached_property
    def slugs(self) -> Mapping[str, tuple[str, ...]]:
        """The slugs of each paper's authors, by its id."""
        return {record.id: tuple(map(author_slug, record.value.authors)) for record in self.edition.papers}

    @cached_property
    def _people(self) -> Mapping[Person, Reference]:
        people = {person for record in self.edition.papers for person in record.value.authors}
        return {person: Reference(person.display, addresses.author(author_slug(person))) for person in people}

    @cached_property
    def _families(self) -> Mapping[str, Reference]:
        families = self.edition.catalog.families
        return {key: Reference(family.value.name, addresses.family(key)) for key, family in families.items()}

    @cached_property
    def _topics(self) -> Mapping[str, Reference]:
        topics = self.edition.catalog.topics
        return {key: Reference(topic.value.name, addresses.topic(key)) for key, topic in topics.items()}

    @cached_property
    def _venues(self) -> dict[tuple[str, int | None], Reference]:
        return {}

    def libraries(self, papers: Papers) -> Iterator[LibraryShelf]:
        """Yield the libraries that have methods of `papers`, in the vocabulary's order, each with them."""
        found = _implementations(papers)
        for key, entry in self.edition.catalog.libraries.items():
            if key in found:
                yield _shelf(entry, found[key])

    def library(self, key: str) -> LibraryShelf:
        """Return a library with all its methods, by their names."""
        found = self._implementations_of_all.get(key, {})
        return _shelf(self.edition.catalog.libraries[key], dict(sorted(found.items())))

    @cached_property
    def _implementations_of_all(self) -> "_Implementations":
        return _implementations(self.edition.papers)

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


_Implementations: TypeAlias = Mapping[str, Mapping[str, Sequence[tuple[PaperRecord, Implementation]]]]
"""Library → name of a method → the papers that it is of, each with what its record says of the method."""


def _implementations(papers: Papers) -> _Implementations:
    found: dict[str, dict[str, list[tuple[PaperRecord, Implementation]]]] = {}
    for record in papers:
        for each in record.value.implementations:
            found.setdefault(each.library, {}).setdefault(each.name, []).append((record, each))
    return found


def _shelf(
    record: Record[Library], methods: Mapping[str, Sequence[tuple[PaperRecord, Implementation]]]
) -> LibraryShelf:
    library = record.value
    return LibraryShelf(
        Reference(library.name, addresses.library(record.id)),
        library.install,
        library.note,
        (*link("Homepage", library.homepage), *link("Source", library.repository)),
        tuple(_method(library, found) for found in methods.values()),
    )


def _method(library: Library, found: Sequence[tuple[PaperRecord, Implementation]]) -> Method:
    _, first = found[0]
    prefix, _, name = first.name.rpartition(".")
    module = ".".join(part for part in (library.module, prefix) if part)
    return Method(
        name=first.name,
        kind=first.kind,
        statement=f"from {module} import {name}" if library.module else None,
        docs=next(link("Documentation", first.docs), None),
        papers=tuple(Reference(record.value.title, addresses.paper(record.id)) for record, _ in found),
        notes=tuple(each.note for _, each in found),
    )


_FEW: Final = 2
"""How many authors a citation names at most; of more, the first."""


def _surnames(paper: Paper) -> str:
    people = [person.surname for person in paper.authors]
    return " and ".join(people) if len(people) <= _FEW else f"{people[0]} et al."


def _names(paper: Paper) -> str:
    return ", ".join(person.display for person in paper.authors)


def _beside(record: PaperRecord | None) -> Sibling | None:
    return None if record is None else Sibling(record.value.title, addresses.quote(record.id))


def address(url: str) -> Iterator[Link]:
    """Yield a link that is called by its address, without the scheme."""
    yield from link(url.partition("://")[2].removesuffix("/"), url)


def link(text: str, url: str | None) -> Iterator[Link]:
    """Yield a link if there is an address that a browser may open; a check says what is wrong with another."""
    if url is not None and url.lower().startswith(("https://", "http://")):
        yield Link(text, url)


def links_of(links: Links) -> Iterator[Link]:
    """Yield the links of a paper in the order of the schema."""
    for field, label in _LABELS.items():
        if (url := getattr(links, field)) is not None:
            yield from link(label, url)


def count(papers: Papers) -> str:
    """Return the number of papers in words for people."""
    return "1 paper" if len(papers) == 1 else f"{len(papers)} papers"


def count_of_methods(shelf: LibraryShelf) -> str:
    """Return the number of methods of a library in words for people."""
    return "1 method" if len(shelf.methods) == 1 else f"{len(shelf.methods)} methods"


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
