"""The pages that lead to all others: the home page's list, and an index of each of the other kinds."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from catalog.catalog import M, Record
from catalog.derive import Author, PaperRecord, Papers, heads
from catalog.edition import Edition
from catalog.model import Venue
from catalog.outputs import addresses
from catalog.outputs.pages import Counted, Heading, Page, Section, Shelving, members
from catalog.outputs.statistics import statistics
from catalog.outputs.templating import Html, render
from catalog.outputs.views import Reference
from catalog.text import unaccent


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an index: a heading, the page about all of it if there is one, a sentence, and what stands there."""

    heading: Heading
    items: tuple[Counted, ...]
    page: Reference | None = None
    remark: str = ""


def indexes(edition: Edition) -> Iterator[Page]:
    """Yield the home page's list and the indexes."""
    shelving = Shelving(edition)
    yield _home(shelving)
    yield _index(edition, addresses.FAMILIES, "Families", tuple(_families(shelving)), _origin(edition.catalog.families))
    yield _index(edition, addresses.VENUES, "Venues", tuple(_venues(edition)), _origin(edition.catalog.venues))
    yield _index(edition, addresses.YEARS, "Years", (_years(edition),), None)
    yield _index(edition, addresses.TOPICS, "Topics", tuple(_topics(edition)), _origin(edition.catalog.topics))
    yield _index(edition, addresses.AUTHORS, "Authors", tuple(_authors(edition)), None)
    yield statistics(edition)


def _home(shelving: Shelving) -> Page:
    edition = shelving.edition
    settings = edition.settings
    surveys = tuple(record for record in edition.papers if _is_survey(edition, record))
    others = {year: _without(papers, surveys) for year, papers in edition.years.items()}
    sections: list[Section] = []
    if not settings.readme.split:
        found = {settings.readme.surveys_heading: surveys} | {str(year): papers for year, papers in others.items()}
        sections += (
            Section(Heading(f"in-{heading.lower()}", heading), shelving.entries_at_root(papers))
            for heading, papers in found.items()
            if papers
        )
    context = {
        "base": "",
        "statistics": edition.statistics,
        "sections": tuple(sections),
        "years": _years(edition).items if settings.readme.split else (),
    }
    body = Html(render(edition.templates, "site/home.html.j2", context))
    headings = tuple(section.heading for section in sections)
    return Page(addresses.HOME, settings.list.title, settings.list.description, body, headings=headings)


def _is_survey(edition: Edition, record: PaperRecord) -> bool:
    return record.value.loss_family == edition.settings.readme.surveys


def _without(papers: Papers, others: Papers) -> Papers:
    ids = {record.id for record in others}
    return tuple(record for record in papers if record.id not in ids)


def _origin(vocabulary: Mapping[str, Record[M]]) -> str | None:
    return next((entry.path for entry in vocabulary.values()), None)


def _index(edition: Edition, address: str, title: str, parts: tuple[Part, ...], origin: str | None) -> Page:
    context = {"base": addresses.to_root(address), "title": title, "parts": parts, "name": address.rstrip("/")}
    return Page(
        address,
        title,
        f"{title} of {edition.settings.list.title}.",
        Html(render(edition.templates, "site/index.html.j2", context)),
        origin,
        headings=tuple(part.heading for part in parts if part.heading.text),
    )


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
