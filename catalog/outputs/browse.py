"""The page of all papers with their filters, and what the browser is given to answer queries.

The page is whole by itself: a script shows and orders the rows that come with it, and makes none.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Final

from catalog.derive import heads
from catalog.edition import Edition
from catalog.facets import known as known_names
from catalog.model import Presentation
from catalog.outputs import addresses
from catalog.outputs.formats import CITATIONS
from catalog.outputs.pages import Page, Shelving
from catalog.query import Facets

_FIELDS: Final = tuple(field.name for field in fields(Facets))

HAD: Final[Mapping[str, str]] = {
    "code": "has code",
    "official-code": "has official code",
    "implementation": "in a library",
    "pdf": "has PDF",
    "arxiv": "on arXiv",
    "doi": "has DOI",
    "award": "has award",
    "summary": "has summary",
    "versions": "has other versions",
    "project": "has project page",
    "video": "has video",
    "poster": "has poster",
    "slides": "has slides",
    "supplement": "has supplement",
    "review": "has reviews",
    "data": "has data",
    "blog": "has blog article",
}
"""What a filter for each value of `has` is called, the most wanted first."""

_MANY: Final = 8
"""How many values of a long facet are seen at once; two more are not worth a click."""

_FEW: Final = 4


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: its id, what people call it, and how many papers have it."""

    value: str
    label: str
    papers: int


@dataclass(frozen=True, slots=True)
class Part:
    """Values of a facet under a heading, if they need one: those that are seen at once, and those behind a click."""

    heading: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Facet:
    """A field of queries that papers can be filtered by, what it is called, and its values."""

    name: str
    label: str
    parts: tuple[Part, ...]


def papers_json(shelving: Shelving) -> str:
    """Return the text of `browse/papers.json`: an object of `known`, names by field, and `papers` in reading order."""
    known = {field: list(names.items()) for field, names in known_names(shelving.edition.catalog).items()}
    papers = [{name: getattr(paper, name) for name in _FIELDS} for paper in shelving.facets]
    return json.dumps({"known": known, "papers": papers}, ensure_ascii=False, separators=(",", ":")) + "\n"


def browse(shelving: Shelving) -> Page:
    """Return the page of all papers."""
    edition = shelving.edition
    years = tuple(edition.years)
    context = {
        "title": "Browse papers",
        "total": len(edition.papers),
        "entries": tuple(map(shelving.views.entry, edition.papers)),
        "facets": tuple(facet for facet in _facets(edition, shelving.facets) if facet.parts),
        "years": tuple(range(years[0], years[-1] - 1, -1)) if years else (),
        "formats": tuple(CITATIONS.values()),
    }
    words = "by family, venue, year, topic and code, to choose from and cite"
    about = f"All papers of {edition.settings.list.title} {words}."
    return shelving.page(addresses.BROWSE, "Browse papers", about, "browse", context)


def _facets(edition: Edition, papers: Collection[Facets]) -> Iterator[Facet]:
    """Yield the facets with the values that papers have, those that most readers want first."""
    catalog = edition.catalog
    topics = {key: topic.value.name for key, topic in catalog.topics.items()}
    presentations = {str(each): str(each).capitalize() for each in Presentation}
    yield Facet("has", "Has", _folded(_choices(HAD, _tally(papers, "has")), _FEW))
    yield Facet("family", "Family", tuple(_families(edition, _tally(papers, "family"))))
    venues = {key: edition.venue_name(key, None) for key in catalog.venues}
    yield Facet("venue", "Venue", _folded(_by_size(_choices(venues, _tally(papers, "venue"))), _MANY))
    yield Facet("presentation", "Presentation", _folded(_choices(presentations, _tally(papers, "presentation")), _MANY))
    yield Facet("topic", "Topic", _folded(_by_size(_choices(topics, _tally(papers, "topic"))), _MANY))


def _tally(papers: Iterable[Facets], field: str) -> Counter[str]:
    """Return how many papers have each value of a field."""
    return Counter(value for paper in papers for value in getattr(paper, field))


def _choices(labels: Mapping[str, str], tally: Mapping[str, int]) -> tuple[Choice, ...]:
    return tuple(Choice(value, label, tally[value]) for value, label in labels.items() if tally.get(value))


def _by_size(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    return tuple(sorted(choices, key=lambda choice: (-choice.papers, choice.label.casefold(), choice.value)))


def _folded(choices: tuple[Choice, ...], seen: int) -> tuple[Part, ...]:
    if not choices:
        return ()
    cut = seen if len(choices) > seen + 2 else len(choices)
    return (Part("", choices[:cut], choices[cut:]),)


def _families(edition: Edition, tally: Mapping[str, int]) -> Iterator[Part]:
    """Yield the families of each group, and those of none at the end."""
    families = edition.catalog.families
    groups = heads(edition.catalog)
    for group in (*(key for key in families if key in groups), None):
        members = {key: family.value.name for key, family in families.items() if family.value.group == group}
        found = _choices(members, tally)
        if found:
            heading = families[group].value.name if group is not None else "Others" if groups else ""
            yield Part(heading, found)
