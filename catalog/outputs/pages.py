"""The pages of the site that are made from the records: one for each paper, family, venue, year, topic and author.

A page is a value: what stands between header and footer, and what a site generator must know of it besides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from catalog.catalog import Record
from catalog.derive import Author, PaperRecord, Papers, by_year
from catalog.edition import Edition
from catalog.model import Family, Topic, Venue
from catalog.outputs import addresses, bibtex, mathml
from catalog.outputs.metadata import description, description_of_paper
from catalog.outputs.search import joined, without_accents, words_of_paper
from catalog.outputs.templating import Html, render
from catalog.outputs.views import Reference, Views, count, link


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the table of contents of a page names."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """A page: `origin` is the path, below the root, of the file that says what stands in it; `words` are for search."""

    address: str
    title: str
    description: str
    body: Html
    origin: str | None = None
    words: str = ""
    headings: tuple[Heading, ...] = ()


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


@dataclass(frozen=True)
class Shelving:
    """What the pages of one edition share: papers laid out for lists once, for each depth at which lists stand."""

    edition: Edition

    @cached_property
    def views(self) -> Views:
        """The views of the edition."""
        return Views(self.edition)

    @cached_property
    def _laid_out(self) -> Mapping[str, Html]:
        return {record.id: self._entry(record, "../../") for record in self.edition.papers}

    def _entry(self, record: PaperRecord, base: str) -> Html:
        context = {"base": base, "entry": self.views.entry(record)}
        return Html(render(self.edition.templates, "site/entry.html.j2", context))

    def entries(self, papers: Papers) -> tuple[Html, ...]:
        """Return papers as the lists of generated pages show them."""
        return tuple(self._laid_out[record.id] for record in papers)

    def entries_at_root(self, papers: Papers) -> tuple[Html, ...]:
        """Return papers as the list of the home page shows them."""
        return tuple(self._entry(record, "") for record in papers)

    def years(self, papers: Papers) -> tuple[Section, ...]:
        """Return papers under their years."""
        groups = by_year(papers).items()
        return tuple(Section(Heading(f"in-{year}", str(year)), self.entries(group)) for year, group in groups)


def pages(edition: Edition) -> Iterator[Page]:
    """Yield every page that is no index."""
    shelving = Shelving(edition)
    for record in edition.papers:
        yield _paper(shelving, record)
    for family in edition.catalog.families.values():
        yield _family(shelving, family)
    versions = _published_elsewhere(edition.papers)
    for venue in edition.catalog.venues.values():
        yield _venue(shelving, venue, versions.get(venue.id, ()))
    years = tuple(edition.years)
    for newer, year, older in zip((None, *years), years, (*years[1:], None), strict=False):
        yield _year(shelving, year, older, newer)
    for topic, papers in edition.topics.values():
        yield _topic(shelving, topic, papers)
    for author in edition.authors.values():
        yield _author(shelving, author)


def _paper(shelving: Shelving, record: PaperRecord) -> Page:
    edition = shelving.edition
    view = shelving.views.paper(record)
    address = addresses.paper(record.id)
    context = {"base": addresses.to_root(address), "paper": view, "citation": bibtex.entry(edition, record)}
    return Page(
        address,
        view.title,
        description_of_paper(edition, record),
        Html(render(edition.templates, "site/paper.html.j2", context)),
        record.path,
        words_of_paper(shelving.views, record),
    )


def _family(shelving: Shelving, record: Record[Family]) -> Page:
    """Return the page of a family, or of a group, which has families in place of papers."""
    edition, family = shelving.edition, record.value
    shelf = edition.families.get(record.id)
    papers = () if shelf is None else shelf.papers
    address = addresses.family(record.id)
    context = {
        "base": addresses.to_root(address),
        "family": family,
        "group": None if family.group is None else shelving.views.family(family.group),
        "formulas": tuple(
            (formula.name, mathml.formula(formula.latex), mathml.prose(formula.symbols or ""))
            for formula in family.formulas
        ),
        "members": tuple(members(shelving.views, record.id)),
        "papers": shelving.entries(papers),
        "also": () if shelf is None else shelving.entries(shelf.also),
    }
    return Page(
        address,
        family.name,
        description(family.definition),
        Html(render(edition.templates, "site/family.html.j2", context)),
        record.path,
        joined(*family.aliases, family.definition),
    )


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
    address = addresses.venue(record.id)
    sections = shelving.years(papers)
    context = {
        "base": addresses.to_root(address),
        "key": record.id,
        "venue": venue,
        "homepage": next(link("Homepage", venue.homepage), None),
        "sections": sections,
        "versions": shelving.entries(versions),
    }
    called = dict.fromkeys((record.id, *(names.short or record.id for names in venue.names)))
    return Page(
        address,
        venue.name if record.id in venue.name else f"{venue.name} ({record.id})",
        description(f"{venue.name} ({record.id}): {count(papers)} in {edition.settings.list.title}."),
        Html(render(edition.templates, "site/venue.html.j2", context)),
        record.path,
        joined(", ".join(called), venue.kind, count(papers)),
        tuple(section.heading for section in sections),
    )


def _year(shelving: Shelving, year: int, older: int | None, newer: int | None) -> Page:
    edition = shelving.edition
    papers = edition.years[year]
    address = addresses.year(year)
    context = {
        "base": addresses.to_root(address),
        "year": year,
        "older": None if older is None else Reference(str(older), addresses.year(older)),
        "newer": None if newer is None else Reference(str(newer), addresses.year(newer)),
        "papers": shelving.entries(papers),
    }
    return Page(
        address,
        str(year),
        description(f"{count(papers)} of {year} in {edition.settings.list.title}."),
        Html(render(edition.templates, "site/year.html.j2", context)),
        words=count(papers),
    )


def _topic(shelving: Shelving, record: Record[Topic], papers: Papers) -> Page:
    address = addresses.topic(record.id)
    topic = record.value
    context = {"base": addresses.to_root(address), "topic": topic, "papers": shelving.entries(papers)}
    return Page(
        address,
        topic.name,
        description(topic.definition),
        Html(render(shelving.edition.templates, "site/topic.html.j2", context)),
        record.path,
        joined(topic.kind, topic.definition, count(papers)),
    )


def _author(shelving: Shelving, author: Author) -> Page:
    address = addresses.author(author.slug)
    name = author.person.display
    context = {
        "base": addresses.to_root(address),
        "name": name,
        "papers": shelving.entries(author.papers),
        "coauthors": _coauthors(shelving.views, author),
    }
    return Page(
        address,
        name,
        description(f"{count(author.papers)} by {name} in {shelving.edition.settings.list.title}."),
        Html(render(shelving.edition.templates, "site/author.html.j2", context)),
        words=joined(count(author.papers), without_accents(name)),
    )


def _coauthors(views: Views, author: Author) -> tuple[Reference, ...]:
    """Return those who wrote with `author`, once each, in the order of an index."""
    people = {person for record in author.papers for person in record.value.authors}
    ordered = sorted(people, key=lambda person: person.sort_key)
    found = {reference.address: reference for reference in views.authors(tuple(ordered))}
    return tuple(reference for address, reference in found.items() if address != addresses.author(author.slug))
