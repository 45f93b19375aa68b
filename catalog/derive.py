"""What follows from the records: their order, their groups by year, venue, family, topic and author, and figures.

Plain functions from a catalog to values; nothing here is rendered, and nothing is remembered.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from typing import Final, NamedTuple, TypeAlias

from catalog.catalog import Catalog, Record
from catalog.diagnostics import Location
from catalog.faults import Loc
from catalog.model import Family, Links, Model, Paper, Topic, Venue
from catalog.names import Person
from catalog.text import fold, slug

_LONGEST_SLUG: Final = 160
"""Bytes; file systems hold names of 255."""

PaperRecord: TypeAlias = Record[Paper]
Papers: TypeAlias = tuple[Record[Paper], ...]


@dataclass(frozen=True, slots=True)
class Author:
    """A person or collective with papers in the catalog; `slug` is the last part of the page's address."""

    slug: str
    person: Person
    papers: Papers


@dataclass(frozen=True, slots=True)
class Shelf:
    """A family of papers: those whose main contribution it is, and those that a reader would look for there too."""

    family: Record[Family]
    papers: Papers
    also: Papers


@dataclass(frozen=True, slots=True)
class Group:
    """A group of families in the order of the vocabulary; a family without one is a group of its own."""

    head: Record[Family]
    shelves: tuple[Shelf, ...]


@dataclass(frozen=True, slots=True)
class Relations:
    """The families that one starts from, those that start from it, and those that readers weigh against it, by key."""

    extends: tuple[str, ...]
    extended_by: tuple[str, ...]
    contrast: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One row of the figures: a name and how many papers it has."""

    name: str
    papers: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The figures of a catalog."""

    papers: int
    authors: int
    with_code: int
    with_official_code: int
    with_implementation: int
    with_arxiv: int
    with_doi: int
    years: tuple[Count, ...]
    venues: tuple[Count, ...]
    families: tuple[Count, ...]
    topics: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """The figures of one year; `groups` has the papers of each group of families, in the order of the groups."""

    year: int
    papers: int
    with_code: int
    with_official_code: int
    groups: tuple[int, ...]


def in_reading_order(catalog: Catalog) -> Papers:
    """Return the papers as a list shows them: newest year first, then the venue's rank, the venue, and the title."""

    def order(record: PaperRecord) -> tuple[int, int, str, str, str]:
        paper = record.value
        venue = catalog.venues[paper.venue].value
        return (-paper.year, venue.rank, paper.venue, fold(paper.title), record.id)

    return tuple(sorted(catalog, key=order))


def newest(papers: Papers) -> Papers:
    """Return papers in reading order by the day on which they came into the list, the last first."""
    return tuple(sorted(papers, key=lambda record: record.value.added, reverse=True))


def by_year(papers: Iterable[PaperRecord]) -> Mapping[int, Papers]:
    """Return papers in reading order by their year, newest first."""
    return {year: tuple(group) for year, group in groupby(papers, key=lambda record: record.value.year)}


def _by(papers: Papers, keys: Callable[[Paper], Iterable[str]]) -> dict[str, Papers]:
    found: dict[str, list[PaperRecord]] = {}
    for record in papers:
        for key in dict.fromkeys(keys(record.value)):
            found.setdefault(key, []).append(record)
    return {key: tuple(group) for key, group in found.items()}


def by_venue(catalog: Catalog, papers: Papers) -> Mapping[str, tuple[Record[Venue], Papers]]:
    """Return the venues that have papers, by rank and key, each with them; other versions do not count."""
    found = _by(papers, lambda paper: (paper.venue,))
    order = sorted(found, key=lambda key: (catalog.venues[key].value.rank, key))
    return {key: (catalog.venues[key], found[key]) for key in order}


def by_topic(catalog: Catalog, papers: Papers) -> Mapping[str, tuple[Record[Topic], Papers]]:
    """Return every topic in the vocabulary's order with its papers."""
    found = _by(papers, lambda paper: paper.topics)
    return {key: (topic, found.get(key, ())) for key, topic in catalog.topics.items()}


def heads(catalog: Catalog) -> frozenset[str]:
    """Return the keys of the families that are only groups: those that others name as theirs."""
    return frozenset(family.value.group for family in catalog.families.values() if family.value.group is not None)


def by_family(catalog: Catalog, papers: Papers) -> Mapping[str, Shelf]:
    """Return every family that papers may have, in the vocabulary's order, with its papers."""
    main = _by(papers, lambda paper: (paper.loss_family,))
    also = _by(papers, lambda paper: paper.also_families)
    groups = heads(catalog)
    return {
        key: Shelf(family, main.get(key, ()), also.get(key, ()))
        for key, family in catalog.families.items()
        if key not in groups
    }


def in_groups(catalog: Catalog, shelves: Mapping[str, Shelf]) -> tuple[Group, ...]:
    """Return the families under the groups that head them, in the vocabulary's order."""
    found: dict[str, list[Shelf]] = {}
    for key, shelf in shelves.items():
        found.setdefault(shelf.family.value.group or key, []).append(shelf)
    return tuple(Group(catalog.families[key], tuple(found[key])) for key in catalog.families if key in found)


def relations(catalog: Catalog) -> Mapping[str, Relations]:
    """Return how each family is related to others, all in the vocabulary's order."""
    families = catalog.families
    extended_by: dict[str, list[str]] = {key: [] for key in families}
    contrast: dict[str, set[str]] = {key: set() for key in families}
    for key, family in families.items():
        for other in family.value.extends:
            extended_by[other].append(key)
        for other in family.value.contrast_with:
            contrast[key].add(other)
            contrast[other].add(key)
    place = {key: index for index, key in enumerate(families)}
    return {
        key: Relations(
            tuple(sorted(family.value.extends, key=place.__getitem__)),
            tuple(extended_by[key]),
            tuple(sorted(contrast[key], key=place.__getitem__)),
        )
        for key, family in families.items()
    }


def by_author(papers: Papers) -> Mapping[str, Author]:
    """Return the authors in the order of an index; spellings that share a slug are one person, the fullest is shown."""
    people: dict[str, set[Person]] = {}
    found: dict[str, list[PaperRecord]] = {}
    for record in papers:
        for person in record.value.authors:
            key = author_slug(person)
            people.setdefault(key, set()).add(person)
            group = found.setdefault(key, [])
            if not group or group[-1] is not record:
                group.append(record)
    authors = [Author(key, _fullest(people[key]), tuple(group)) for key, group in found.items()]
    authors.sort(key=lambda author: (author.person.sort_key, author.slug))
    return {author.slug: author for author in authors}


@lru_cache(maxsize=65536)
def author_slug(person: Person) -> str:
    """Return the part of an address that names a person.

    A name without letters and digits is named by its hash; one that is too long for a folder's name ends in it.
    """
    name = slug(person.display)
    if 0 < len(name.encode()) <= _LONGEST_SLUG:
        return name
    digest = blake2b(person.display.encode(errors="surrogatepass"), digest_size=6).hexdigest()
    return f"{name[: _LONGEST_SLUG // 4]}-{digest}" if name else digest


def _fullest(people: set[Person]) -> Person:
    """Return the spelling with most letters that ASCII lacks; the first in order among equals."""
    return min(people, key=lambda person: (-sum(not char.isascii() for char in person.display), person.display))


def statistics(catalog: Catalog, papers: Papers) -> Statistics:
    """Return the figures of a catalog."""
    values = [record.value for record in papers]
    return Statistics(
        papers=len(values),
        authors=len({author_slug(person) for paper in values for person in paper.authors}),
        with_code=sum(bool(paper.code) for paper in values),
        with_official_code=sum(paper.official_code is not None for paper in values),
        with_implementation=sum(bool(paper.implementations) for paper in values),
        with_arxiv=sum(paper.arxiv is not None for paper in values),
        with_doi=sum(paper.doi is not None for paper in values),
        years=tuple(Count(str(year), len(group)) for year, group in by_year(papers).items()),
        venues=tuple(Count(key, len(group)) for key, (_, group) in by_venue(catalog, papers).items()),
        families=tuple(
            Count(shelf.family.value.name, len(shelf.papers)) for shelf in by_family(catalog, papers).values()
        ),
        topics=tuple(Count(topic.value.name, len(group)) for topic, group in by_topic(catalog, papers).values()),
    )


def by_year_and_group(groups: tuple[Group, ...], papers: Papers) -> tuple[YearFigures, ...]:
    """Return the figures of each year from the first to the last, the oldest first; a year between may have none."""
    group_of = {shelf.family.id: index for index, group in enumerate(groups) for shelf in group.shelves}
    years = by_year(papers)
    found = []
    for year in range(min(years, default=0), max(years, default=-1) + 1):
        values = [record.value for record in years.get(year, ())]
        counts = Counter(group_of[paper.loss_family] for paper in values)
        found.append(
            YearFigures(
                year,
                papers=len(values),
                with_code=sum(bool(paper.code) for paper in values),
                with_official_code=sum(paper.official_code is not None for paper in values),
                groups=tuple(counts[index] for index in range(len(groups))),
            ),
        )
    return tuple(found)


def most_frequent(authors: Mapping[str, Author], *, at_most: int, at_least: int) -> tuple[Author, ...]:
    """Return at most so many authors, of those with at least so many papers: most papers first, then by name."""
    found = [author for author in authors.values() if len(author.papers) >= at_least]
    found.sort(key=lambda author: (-len(author.papers), author.person.sort_key, author.slug))
    return tuple(found[:at_most])


class Address(NamedTuple):
    """An address of a record or vocabulary entry, and the way to it."""

    record: Record[Model]
    loc: Loc
    url: str

    @property
    def location(self) -> Location:
        """Return the place of the address."""
        return self.record.at(*self.loc)


def addresses(catalog: Catalog) -> Iterator[Address]:
    """Yield every address that the catalog holds, record by record."""
    for record in catalog:
        yield from _of_paper(record)
    for venue in catalog.venues.values():
        yield from _of_fields(venue, ("homepage",))
    for library in catalog.libraries.values():
        yield from _of_fields(library, ("homepage", "repository"))


def _of_paper(record: Record[Paper]) -> Iterator[Address]:
    paper = record.value
    yield from _of_links(record, paper.links, ("links",))
    for index, code in enumerate(paper.code):
        yield Address(record, ("code", index, "url"), code.url)
    for index, item in enumerate(paper.implementations):
        if item.docs is not None:
            yield Address(record, ("implementations", index, "docs"), item.docs)
    for index, version in enumerate(paper.other_versions):
        if version.links is not None:
            yield from _of_links(record, version.links, ("other_versions", index, "links"))


def _of_fields(record: Record[Model], names: tuple[str, ...]) -> Iterator[Address]:
    for name in names:
        url = getattr(record.value, name)
        if url is not None:
            yield Address(record, (name,), url)


def _of_links(record: Record[Model], links: Links, base: Loc) -> Iterator[Address]:
    given = links.model_fields_set  # most of the ten kinds are not
    for name in type(links).model_fields:
        if name in given and (url := getattr(links, name)) is not None:
            yield Address(record, (*base, name), url)
