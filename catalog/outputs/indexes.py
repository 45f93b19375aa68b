"""The pages that lead to all others: the home page, and an index of each of the other kinds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from typing import Final

from catalog.catalog import M, Record
from catalog.derive import Author, heads, newest
from catalog.edition import Edition
from catalog.model import Venue
from catalog.outputs import addresses
from catalog.outputs.browse import browse
from catalog.outputs.downloads import FAMILIES, VENUES, YEARS, shelves
from catalog.outputs.family_map import Band, Map, Node, draw
from catalog.outputs.formats import FORMATS
from catalog.outputs.pages import Counted, Heading, Layout, Page, Shelving, files_of, members
from catalog.outputs.statistics import statistics
from catalog.outputs.templating import Html, render
from catalog.outputs.views import Reference
from catalog.text import unaccent

_NOTHING: Final = Html()

_WHAT_THE_MAP_SHOWS: Final = (
    "A band for each group of families. Arrows lead from a family to those that extend it; dashed lines join families "
    "that stand in contrast. The list below the map says the same."
)

_NEWEST: Final = 5
"""How many of the newest additions the home page shows."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an index: a heading, the page about all of it if there is one, a sentence, and what stands there."""

    heading: Heading
    items: tuple[Counted, ...]
    page: Reference | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """A family, venue or year, how many papers it has, and the files of their citations."""

    page: Reference
    papers: int
    files: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """All of a kind that have files of their own: the kind's place in addresses, its word, and what there is."""

    name: str
    label: str
    found: tuple[Choice, ...]


def indexes(shelving: Shelving) -> Mapping[str, Layout]:
    """Return the home page and the indexes, by their addresses."""
    return {address: partial(lay_out, shelving) for address, lay_out in _INDEXES.items()}


def _home(shelving: Shelving) -> Page:
    edition = shelving.edition
    listed = edition.settings.list
    context = {
        "statistics": edition.statistics,
        "families": tuple(_families(shelving)),
        "newest": shelving.entries_at_root(newest(edition.papers)[:_NEWEST]),
        "years": _years(edition).items,
    }
    return shelving.page(addresses.HOME, listed.title, listed.description, "home", context)


def _origin(vocabulary: Mapping[str, Record[M]]) -> str | None:
    return next((entry.path for entry in vocabulary.values()), None)


def _export(shelving: Shelving) -> Page:
    edition, views = shelving.edition, shelving.views
    pages: Mapping[str, Callable[[str], Reference]] = {
        FAMILIES: views.family,
        VENUES: lambda key: views.venue(key, None),
        YEARS: lambda key: views.year(int(key)),
    }
    kinds = tuple(
        Kind(
            name,
            label,
            tuple(Choice(pages[name](key), len(papers), files_of(name, key)) for key, papers in shelved.items()),
        )
        for (name, shelved), label in zip(shelves(edition).items(), ("family", "venue", "year"), strict=True)
    )
    title = edition.settings.list.title
    about = f"Citations and data of {title}: {', '.join(found.label for found in FORMATS.values())}."
    context = {"formats": tuple(FORMATS.values()), "kinds": kinds}
    return shelving.page(addresses.EXPORT, "Export", about, "export", context)


def _index(  # noqa: PLR0913  # what an index is
    shelving: Shelving, address: str, title: str, parts: tuple[Part, ...], origin: str | None, lead: Html = _NOTHING
) -> Page:
    context = {"title": title, "lead": lead, "parts": parts, "name": address.rstrip("/")}
    about = f"{title} of {shelving.edition.settings.list.title}."
    return shelving.page(address, title, about, "index", context, origin)


def _by_family(shelving: Shelving) -> Page:
    parts = tuple(_families(shelving))
    origin = _origin(shelving.edition.catalog.families)
    return _index(shelving, addresses.FAMILIES, "Families", parts, origin, _map(shelving))


def _map(shelving: Shelving) -> Html:
    """Return the map of the families, and the same as a list; nothing if no two are related."""
    edition, views = shelving.edition, shelving.views
    related = tuple((views.family(key), found) for key in edition.families if (found := views.relations(key)))
    if not related:
        return _NOTHING
    base = addresses.to_root(addresses.FAMILIES)
    groups = heads(edition.catalog)
    bands = tuple(
        Band(
            group.head.value.name if group.head.id in groups else "",
            tuple(
                Node(shelf.family.id, shelf.family.value.name, f"{base}{addresses.family(shelf.family.id)}")
                for shelf in group.shelves
            ),
        )
        for group in edition.groups
    )
    relations = {key: edition.relations[key] for key in edition.families}
    drawn = draw(Map("map", "Map of the families", _WHAT_THE_MAP_SHOWS, bands, relations))
    context = {"base": base, "map": drawn, "related": related}
    return Html(render(edition.templates, "site/map.html.j2", context))


def _by_venue(shelving: Shelving) -> Page:
    parts = tuple(_venues(shelving.edition))
    return _index(shelving, addresses.VENUES, "Venues", parts, _origin(shelving.edition.catalog.venues))


def _by_year(shelving: Shelving) -> Page:
    return _index(shelving, addresses.YEARS, "Years", (_years(shelving.edition),), None)


def _by_topic(shelving: Shelving) -> Page:
    parts = tuple(_topics(shelving.edition))
    return _index(shelving, addresses.TOPICS, "Topics", parts, _origin(shelving.edition.catalog.topics))


def _by_library(shelving: Shelving) -> Page:
    parts = (Part(Heading("", ""), tuple(_libraries(shelving))),)
    return _index(shelving, addresses.LIBRARIES, "Libraries", parts, _origin(shelving.edition.catalog.libraries))


def _by_author(shelving: Shelving) -> Page:
    return _index(shelving, addresses.AUTHORS, "Authors", tuple(_authors(shelving.edition)), None)


def _families(shelving: Shelving) -> Iterator[Part]:
    edition = shelving.edition
    views = shelving.views
    groups = heads(edition.catalog)
    alone = []
    for key, family in edition.catalog.families.items():
        if key in groups:
            heading = Heading(f"group-{key}", family.value.name)
            yield Part(heading, tuple(members(views, key)), views.family(key), family.value.definition)
        elif family.value.group is None:
            alone.append(Counted(views.family(key), len(edition.families[key].papers), family.value.definition))
    if alone:
        yield Part(Heading("others", "Others") if groups else Heading("", ""), tuple(alone))


def _venues(edition: Edition) -> Iterator[Part]:
    def order(record: Record[Venue]) -> tuple[str, int, str]:
        return (record.value.kind, record.value.rank, record.id)

    ordered = sorted(edition.catalog.venues.values(), key=order)
    for kind, venues in groupby(ordered, key=lambda record: record.value.kind):
        items = tuple(
            Counted(
                Reference(record.id, addresses.venue(record.id)),
                len(edition.venues[record.id][1]) if record.id in edition.venues else 0,
                record.value.name if record.value.name != record.id else "",
            )
            for record in venues
        )
        yield Part(Heading(f"kind-{kind}", f"{str(kind).capitalize()}s"), items)


def _years(edition: Edition) -> Part:
    items = (Counted(Reference(str(year), addresses.year(year)), len(papers)) for year, papers in edition.years.items())
    return Part(Heading("", ""), tuple(items))


def _topics(edition: Edition) -> Iterator[Part]:
    kinds = dict.fromkeys(topic.value.kind for topic in edition.catalog.topics.values())
    for number, kind in enumerate(kinds, start=1):
        items = tuple(
            Counted(Reference(topic.value.name, addresses.topic(key)), len(papers), topic.value.definition)
            for key, (topic, papers) in edition.topics.items()
            if topic.value.kind == kind
        )
        yield Part(Heading(f"kind-{number}", kind[:1].upper() + kind[1:]), items)


def _libraries(shelving: Shelving) -> Iterator[Counted]:
    for key in shelving.edition.catalog.libraries:
        shelf = shelving.views.library(key)
        papers = {page.address for method in shelf.methods for page in method.papers}
        yield Counted(shelf.page, len(papers), shelf.install or shelf.note or "")


def _authors(edition: Edition) -> Iterator[Part]:
    for number, (letter, authors) in enumerate(groupby(edition.authors.values(), key=_initial), start=1):
        items = tuple(
            Counted(Reference(author.person.display, addresses.author(author.slug)), len(author.papers))
            for author in authors
        )
        yield Part(Heading(f"letter-{number}", letter), items)


def _initial(author: Author) -> str:
    initial = unaccent(author.person.family)[:1].upper()
    return initial if initial.isalpha() else "#"


_INDEXES: Final[Mapping[str, Callable[[Shelving], Page]]] = {
    addresses.HOME: _home,
    addresses.BROWSE: browse,
    addresses.FAMILIES: _by_family,
    addresses.VENUES: _by_venue,
    addresses.YEARS: _by_year,
    addresses.TOPICS: _by_topic,
    addresses.LIBRARIES: _by_library,
    addresses.AUTHORS: _by_author,
    addresses.STATISTICS: statistics,
    addresses.EXPORT: _export,
}
"""Who lays out the page at an address."""
