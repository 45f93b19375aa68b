"""The pages of the site made from the records: one for each paper, family, venue, year, topic, library and author.

A page is a value: what stands between header and footer, and what a site generator must know of it besides.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from html import escape
from typing import TypeAlias
from urllib.parse import quote

from catalog.catalog import Record
from catalog.derive import Author, PaperRecord, Papers, by_year
from catalog.edition import Edition
from catalog.facets import facets
from catalog.model import Family, Library, Topic, Venue
from catalog.outputs import addresses, mathml, metadata
from catalog.outputs.downloads import FAMILIES, VENUES, YEARS, Entries, of_shelf
from catalog.outputs.formats import CITATIONS
from catalog.outputs.search import words_of_author, words_of_family, words_of_library, words_of_paper, words_of_venue
from catalog.outputs.templating import Html, render
from catalog.outputs.views import Reference, Views, count, count_of_methods, link
from catalog.prose import resolved
from catalog.query import Facets
from catalog.records.folder import text_of_family


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and the fragment that leads to it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `origin` is the path, below the root, of the file that says what stands in it; `head` is for machines."""

    address: str
    title: str
    head: Html
    body: Html
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Papers under a heading, each already laid out."""

    heading: Heading
    papers: tuple[Html, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A page that an index names, with how many papers it has, and a word or sentence about it."""

    page: Reference
    papers: int
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A paper's citation in one format, and the name of the file that holds it."""

    name: str
    label: str
    text: Html
    file: str


@dataclass(frozen=True)
class Shelving:
    """What the pages of one edition share: papers laid out for lists once, for each depth at which lists stand."""

    edition: Edition
    texts: Mapping[str, str] = field(default_factory=dict)
    """The HTML of hand-written texts, by the addresses of the pages in which they stand."""

    @cached_property
    def citations(self) -> Entries:
        """The entries of the papers in all formats of citations."""
        return Entries(self.edition)

    @cached_property
    def views(self) -> Views:
        """The views of the edition."""
        return Views(self.edition)

    @cached_property
    def facets(self) -> tuple[Facets, ...]:
        """What may be asked of each paper, in reading order."""
        return tuple(found for _, found in facets(self.edition))

    @cached_property
    def _laid_out(self) -> dict[str, Html]:
        return {}

    def _entry(self, record: PaperRecord, base: str) -> Html:
        context = {"base": base, "entry": self.views.entry(record)}
        return Html(render(self.edition.templates, "site/entry.html.j2", context))

    def entries(self, papers: Papers) -> tuple[Html, ...]:
        """Return papers as the lists of generated pages show them."""
        for record in papers:
            if record.id not in self._laid_out:
                self._laid_out[record.id] = self._entry(record, "../../")
        return tuple(self._laid_out[record.id] for record in papers)

    @cached_property
    def _linked(self) -> Mapping[str, tuple[int, Html]]:
        """Links to authors with their places in the index, by their slugs."""
        authors = enumerate(self.edition.authors.values())
        return {author.slug: (place, _author_link(author)) for place, author in authors}

    def authors(self, slugs: Iterable[str]) -> tuple[Html, ...]:
        """Return links to authors, as generated pages show them, in the order of an index."""
        return tuple(link for _, link in sorted(self._linked[slug] for slug in slugs))

    def entries_at_root(self, papers: Papers) -> tuple[Html, ...]:
        """Return papers as the list of the home page shows them."""
        return tuple(self._entry(record, "") for record in papers)

    def page(  # noqa: PLR0913  # what a page is
        self,
        address: str,
        title: str,
        about: str | Html,
        template: str,
        context: Mapping[str, object],
        origin: str | None = None,
    ) -> Page:
        """Return a page whose body is a template filled from `context`, which is given the way to the root besides.

        `about` says it in a sentence, or, as HTML, all that its head says.
        """
        given = {"base": addresses.to_root(address), **context}
        body = Html(render(self.edition.templates, f"site/{template}.html.j2", given))
        home = self.edition.settings.list.home
        head = about
        if not isinstance(head, Html):
            head = metadata.head_of_page(self.edition, title, head, address, home)
        return Page(address, title, head, body, origin)

    def linked(self, html: str, address: str) -> Html:
        """Return the HTML of a hand-written text for the page at an address: what it mentions leads to pages."""
        return Html(resolved(html, addresses.to_root(address), self.views.target))

    def text(self, address: str) -> Html:
        """Return the hand-written text that stands in the page at an address; nothing if there is none."""
        return self.linked(self.texts.get(address, ""), address)

    def years(self, papers: Papers) -> tuple[Section, ...]:
        """Return papers under their years."""
        groups = by_year(papers).items()
        return tuple(Section(Heading(f"in-{year}", str(year)), self.entries(group)) for year, group in groups)


Layout: TypeAlias = Callable[[], Page]
"""Lays out a page when it is wanted: a preview shows one of thousands."""


def pages(shelving: Shelving) -> Mapping[str, Layout]:
    """Return every page that is no index, by its address."""
    edition = shelving.edition
    found: dict[str, Layout] = {}
    for record in edition.papers:
        found[addresses.paper(record.id)] = partial(_paper, shelving, record)
    for family in edition.catalog.families.values():
        found[addresses.family(family.id)] = partial(_family, shelving, family)
    versions = _published_elsewhere(edition.papers)
    for venue in edition.catalog.venues.values():
        found[addresses.venue(venue.id)] = partial(_venue, shelving, venue, versions.get(venue.id, ()))
    years = tuple(edition.years)
    for newer, year, older in zip((None, *years), years, (*years[1:], None), strict=False):
        found[addresses.year(year)] = partial(_year, shelving, year, older, newer)
    for topic, papers in edition.topics.values():
        found[addresses.topic(topic.id)] = partial(_topic, shelving, topic, papers)
    for library in edition.catalog.libraries.values():
        found[addresses.library(library.id)] = partial(_library, shelving, library)
    for author in edition.authors.values():
        found[addresses.author(author.slug)] = partial(_author, shelving, author)
    return found


def _paper(shelving: Shelving, record: PaperRecord) -> Page:
    edition = shelving.edition
    view = shelving.views.paper(record)
    return shelving.page(
        addresses.paper(record.id),
        view.title,
        metadata.head(edition, record, edition.settings.list.home),
        "paper",
        {
            "paper": view,
            "libraries": tuple(shelving.views.libraries((record,))),
            "citations": tuple(_citations(shelving, record)),
            "words": words_of_paper(edition, record),
            "source": _source(edition, record),
        },
        record.path,
    )


def _citations(shelving: Shelving, record: PaperRecord) -> Iterator[Citation]:
    for found in CITATIONS.values():
        text = shelving.citations.whole(found, (record,))
        # Quotes need no escape there, and CSL-JSON is full of them.
        shown = Html(escape(text.rstrip("\n"), quote=False))
        yield Citation(found.name, found.label, shown, f"{record.id}{found.suffix}")


def _source(edition: Edition, record: PaperRecord) -> str:
    """Return the address of a record's file in the repository; nothing where nobody can open it."""
    listed = edition.settings.list
    return listed.in_repository(f"blob/{quote(listed.branch)}/{quote(record.path)}")


def _family(shelving: Shelving, record: Record[Family]) -> Page:
    """Return the page of a family, or of a group, which has families in place of papers."""
    edition, family = shelving.edition, record.value
    address = addresses.family(record.id)
    shelf = edition.families.get(record.id)
    papers = () if shelf is None else shelf.papers
    context = {
        "family": family,
        "group": None if family.group is None else shelving.views.family(family.group),
        "formulas": tuple(
            (formula.name, mathml.formula(formula.latex), mathml.prose(formula.symbols or ""))
            for formula in family.formulas
        ),
        "text": shelving.text(address),
        "relations": shelving.views.relations(record.id),
        "members": tuple(members(shelving.views, record.id)),
        "sections": shelving.years(papers),
        "also": () if shelf is None else shelving.entries(shelf.also),
        "libraries": tuple(shelving.views.libraries(papers)),
        "neighbours": () if family.group is None else _others(shelving.views, record.id, family.group),
        "files": files_of(FAMILIES, record.id) if papers else (),
        "words": words_of_family(record),
    }
    about = metadata.description(family.definition)
    written = text_of_family(record.id)
    origin = written if written in edition.catalog.pages else record.path
    return shelving.page(address, family.name, about, "family", context, origin)


def _others(views: Views, key: str, group: str) -> tuple[Counted, ...]:
    """Return the other families of a group."""
    return tuple(found for found in members(views, group) if found.page.address != addresses.family(key))


def files_of(kind: str, key: str) -> tuple[Reference, ...]:
    """Return the files that hold the citations of the papers of a page."""
    return tuple(Reference(found.label, of_shelf(kind, key, found)) for found in CITATIONS.values())


def members(views: Views, group: str) -> Iterator[Counted]:
    """Yield the families and groups that a group heads."""
    shelves = views.edition.families
    for key, family in views.edition.catalog.families.items():
        if family.value.group == group:
            papers = len(shelves[key].papers) if key in shelves else 0
            yield Counted(views.family(key), papers, family.value.definition)


def _published_elsewhere(papers: Papers) -> Mapping[str, Papers]:
    """Return the papers of which another version was published at a venue, by venue."""
    found: dict[str, dict[str, PaperRecord]] = {}
    for record in papers:
        for other in record.value.other_versions:
            found.setdefault(other.venue, {})[record.id] = record
    return {venue: tuple(group.values()) for venue, group in found.items()}


def _venue(shelving: Shelving, record: Record[Venue], versions: Papers) -> Page:
    edition, venue = shelving.edition, record.value
    papers = edition.venues[record.id][1] if record.id in edition.venues else ()
    sections = shelving.years(papers)
    title = venue.name if record.id in venue.name else f"{venue.name} ({record.id})"
    about = metadata.description(f"{venue.name} ({record.id}): {count(papers)} in {edition.settings.list.title}.")
    context = {
        "key": record.id,
        "venue": venue,
        "homepage": next(link("Homepage", venue.homepage), None),
        "sections": sections,
        "versions": shelving.entries(versions),
        "files": files_of(VENUES, record.id) if papers else (),
        "words": words_of_venue(record),
    }
    return shelving.page(addresses.venue(record.id), title, about, "venue", context, record.path)


def _year(shelving: Shelving, year: int, older: int | None, newer: int | None) -> Page:
    papers = shelving.edition.years[year]
    about = metadata.description(f"{count(papers)} of {year} in {shelving.edition.settings.list.title}.")
    context = {
        "year": year,
        "older": None if older is None else Reference(str(older), addresses.year(older)),
        "newer": None if newer is None else Reference(str(newer), addresses.year(newer)),
        "papers": shelving.entries(papers),
        "files": files_of(YEARS, str(year)),
    }
    return shelving.page(addresses.year(year), str(year), about, "year", context)


def _topic(shelving: Shelving, record: Record[Topic], papers: Papers) -> Page:
    topic = record.value
    context = {"topic": topic, "papers": shelving.entries(papers)}
    about = metadata.description(topic.definition)
    return shelving.page(addresses.topic(record.id), topic.name, about, "topic", context, record.path)


def _library(shelving: Shelving, record: Record[Library]) -> Page:
    shelf = shelving.views.library(record.id)
    title = shelving.edition.settings.list.title
    about = metadata.description(f"What {record.value.name} has of {title}: {count_of_methods(shelf)}.")
    context = {"library": shelf, "words": words_of_library(record)}
    return shelving.page(addresses.library(record.id), record.value.name, about, "library", context, record.path)


def _author(shelving: Shelving, author: Author) -> Page:
    name = author.person.display
    about = metadata.description(f"{count(author.papers)} by {name} in {shelving.edition.settings.list.title}.")
    context = {
        "name": name,
        "papers": shelving.entries(author.papers),
        "coauthors": shelving.authors(_coauthors(shelving.views, author)),
        "words": words_of_author(author),
    }
    return shelving.page(addresses.author(author.slug), name, about, "author", context)


def _author_link(author: Author) -> Html:
    return Html(f'<a href="../../{addresses.author(author.slug)}">{escape(author.person.display)}</a>')


def _coauthors(views: Views, author: Author) -> set[str]:
    """Return the slugs of those who wrote with `author`."""
    return {slug for record in author.papers for slug in views.slugs[record.id]} - {author.slug}
