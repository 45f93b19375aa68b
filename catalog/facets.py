"""What queries may ask of the papers of an edition, and what the values of the fields are called.

The site's browser is given the same values as `find` uses, so that both find the same.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Final, TypeAlias

from catalog.catalog import Catalog
from catalog.derive import PaperRecord, author_slug
from catalog.edition import Edition
from catalog.model import Links, Paper, Presentation
from catalog.names import Person
from catalog.query import Facets, Known, Names, barred, forms
from catalog.text import fold

HAS: Final[Mapping[str, Callable[[Paper], bool]]] = {
    "code": lambda paper: bool(paper.code),
    "official-code": lambda paper: paper.official_code is not None,
    "implementation": lambda paper: bool(paper.implementations),
    "arxiv": lambda paper: paper.arxiv is not None,
    "doi": lambda paper: paper.doi is not None,
    "award": lambda paper: paper.award is not None,
    "summary": lambda paper: paper.summary is not None,
    "versions": lambda paper: bool(paper.other_versions),
}
"""What a paper may have besides links."""

LINKS: Final = tuple(name for name, field in Links.model_fields.items() if not field.is_required())
"""The links that a paper may have; `has` calls them by their field."""

_Called: TypeAlias = Mapping[str, tuple[str, ...]]
"""What each entry of a vocabulary is called, by its key."""

_HUMP: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where the words of a name in code meet."""


def facets(edition: Edition) -> Iterator[tuple[PaperRecord, Facets]]:
    """Yield the papers in reading order, each with what may be asked of it."""
    vocabularies = _vocabularies(edition.catalog).items()
    words = {field: {key: _words(names) for key, names in called.items()} for field, called in vocabularies}
    for record in edition.papers:
        yield record, _facets(record, words)


def known(catalog: Catalog) -> Known:
    """Return what the values of each field that has a closed set of them are called."""
    called = {
        **_vocabularies(catalog),
        "has": {name: (name,) for name in (*HAS, *LINKS)},
        "presentation": {str(each): (str(each),) for each in Presentation},
    }
    meant = {key: _headed(catalog, key) for key in catalog.families}
    return {field: _names(each, meant if field == "family" else {}) for field, each in sorted(called.items())}


def _vocabularies(catalog: Catalog) -> Mapping[str, _Called]:
    """Return what the entries of each vocabulary are called, their keys included, by the field of a query."""
    families, venues = catalog.families.items(), catalog.venues.items()
    return {
        "family": {key: (key, each.value.name, *each.value.aliases) for key, each in families},
        "library": {key: (key, each.value.name) for key, each in catalog.libraries.items()},
        "topic": {key: (key, each.value.name) for key, each in catalog.topics.items()},
        "venue": {
            key: (key, each.value.name, *(names.short for names in each.value.names if names.short is not None))
            for key, each in venues
        },
    }


def _headed(catalog: Catalog, key: str) -> tuple[str, ...]:
    """Return a family and, as it may be a group, all that it heads."""
    found = [key]
    for head in found:
        found += (each for each, family in catalog.families.items() if family.value.group == head and each not in found)
    return tuple(found)


def _names(called: _Called, meant: Mapping[str, tuple[str, ...]]) -> Names:
    """Return what each name stands for; a key stands for its own entry, even where another is called so too."""
    keys = {fold(key): meant.get(key, (key,)) for key in called}
    found: dict[str, dict[str, None]] = {}
    for key, names in called.items():
        for name in filter(None, map(fold, names)):
            found.setdefault(name, {}).update(dict.fromkeys(meant.get(key, (key,))))
    return {name: keys.get(name) or tuple(found[name]) for name in sorted(found)}


def _words(texts: Iterable[str]) -> str:
    return barred(form for text in texts for form in forms(text))


def _facets(record: PaperRecord, words: Mapping[str, Mapping[str, str]]) -> Facets:
    paper = record.value
    shared = {
        "family": tuple(dict.fromkeys((paper.loss_family, *paper.also_families))),
        "library": tuple(dict.fromkeys(item.library for item in paper.implementations)),
        "topic": paper.topics,
        "venue": (paper.venue,),
    }
    presentation = () if paper.presentation is None else (str(paper.presentation),)
    arxiv = _identifiers(paper.arxiv, (version.arxiv for version in paper.other_versions))
    doi = _identifiers(paper.doi, (version.doi for version in paper.other_versions))
    people = [_person(person) for person in paper.authors]
    return Facets(
        id=(record.id.lower(),),
        year=paper.year,
        **shared,
        has=(*(name for name, is_had in HAS.items() if is_had(paper)), *_links(paper)),
        presentation=presentation,
        arxiv=arxiv,
        doi=doi,
        slugs=tuple(slug for slug, _ in people),
        title=barred(forms(paper.title)),
        author="|".join(name for _, name in people),
        text="|".join(
            (
                *(words[field][key] for field, keys in shared.items() for key in keys),
                barred(map(fold, (record.id, str(paper.year), *presentation, *arxiv, *doi))),
                _words(_own(paper)),
            )
        ),
    )


def _identifiers(own: str | None, others: Iterable[str | None]) -> tuple[str, ...]:
    """Return the identifiers of a paper and its other versions, without case."""
    return tuple(each.lower() for each in (own, *others) if each is not None)


def _links(paper: Paper) -> Iterator[str]:
    # Only what was given in the record: most of the ten kinds are not.
    return (name for name in LINKS if name in paper.links.model_fields_set and getattr(paper.links, name) is not None)


def _own(paper: Paper) -> Iterator[str]:
    """Yield the texts of a paper that are neither title nor name."""
    for item in paper.implementations:
        yield from (item.name, _HUMP.sub(" ", item.name))
    yield from (version.title for version in paper.other_versions if version.title is not None)
    yield from (text for text in (paper.award, paper.summary) if text is not None)


@lru_cache(maxsize=65536)
def _person(person: Person) -> tuple[str, str]:
    return author_slug(person), barred(forms(person.display))
