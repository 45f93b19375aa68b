"""The catalog as JSON for programs: papers with the names of what they refer to, and the entries that they refer to.

Its shape is described by site/reference/catalog.schema.json. `version` grows when a program that reads the old shape
would fail on the new one; keys may be added at any time.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any, Final

from catalog.catalog import Record
from catalog.derive import PaperRecord, Papers
from catalog.edition import Edition
from catalog.model import Links, Model, Paper
from catalog.names import Person
from catalog.outputs import addresses
from catalog.outputs.citation import citation
from catalog.outputs.format import DataFormat

VERSION: Final = 1


def make(edition: Edition, papers: Papers) -> bytes:
    """Return papers as JSON: an object of the catalog, in which each paper and each entry has a line of its own."""
    listed = edition.settings.list
    said = [f'"version": {VERSION}', f'"title": {_json(listed.title)}', f'"description": {_json(listed.description)}']
    said += [_rows("papers", (_paper(edition, record) for record in papers))]
    said += [_rows(name, entries) for name, entries in _referenced(edition, papers)]
    return ("{\n" + ",\n".join(said) + "\n}\n").encode()


def _rows(name: str, values: Iterable[Mapping[str, Any]]) -> str:
    rows = ",\n".join(map(_json, values))
    return f'"{name}": [\n{rows}\n]' if rows else f'"{name}": []'


_json: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _paper(edition: Edition, record: PaperRecord) -> dict[str, Any]:
    paper = record.value
    cited = citation(edition, record)
    venue = edition.catalog.venues[paper.venue].value
    return {
        "id": record.id,
        "title": paper.title,
        "authors": list(map(_person, paper.authors)),
        "year": paper.year,
        "venue": {
            "id": paper.venue,
            "name": venue.name,
            "short": edition.venue_name(paper.venue, paper.year),
            "kind": venue.kind,
        },
        "published_in": cited.published_in,
        "series": cited.series,
        "volume": cited.volume,
        "number": cited.number,
        "pages": cited.pages,
        "publisher": cited.publisher,
        "presentation": paper.presentation,
        "award": paper.award,
        "loss_family": paper.loss_family,
        "also_families": list(paper.also_families),
        "topics": list(paper.topics),
        "doi": paper.doi,
        "arxiv": paper.arxiv,
        "links": _links(paper.links),
        "code": [{"url": code.url, "official": code.official, "note": code.note} for code in paper.code],
        "implementations": [item.model_dump() for item in paper.implementations],
        "other_versions": list(_versions(edition, paper)),
        "summary": paper.summary,
        "note": paper.note,
        "added": paper.added.isoformat(),
        "page": addresses.paper(record.id),
    }


def _person(person: Person) -> dict[str, str | None]:
    return {
        "name": person.display,
        "given": person.given or None,
        "particle": person.particle or None,
        "family": person.family,
        "suffix": person.suffix or None,
    }


def _links(links: Links | None) -> dict[str, str]:
    """Return the addresses by their kind, in the order of the schema; kinds without one are left out."""
    return {} if links is None else links.model_dump(exclude_none=True)


def _versions(edition: Edition, paper: Paper) -> Iterator[dict[str, Any]]:
    for other in paper.other_versions:
        names = edition.catalog.venues[other.venue].value.names_in(other.year)
        yield {
            "title": other.title,
            "authors": list(map(_person, other.authors)),
            "year": other.year,
            "venue": other.venue,
            "published_in": names.proceedings,
            "volume": other.volume,
            "number": other.number,
            "pages": other.pages,
            "doi": other.doi,
            "arxiv": other.arxiv,
            "links": _links(other.links),
        }


def _referenced(edition: Edition, papers: Papers) -> Iterator[tuple[str, Iterator[dict[str, Any]]]]:
    """Yield the entries that papers refer to, by vocabulary; of families, the groups that head them too."""
    catalog = edition.catalog
    values = [record.value for record in papers]
    families = set(chain.from_iterable((paper.loss_family, *paper.also_families) for paper in values))
    families |= {group for key in families if (group := catalog.families[key].value.group) is not None}
    venues = {paper.venue for paper in values} | {other.venue for paper in values for other in paper.other_versions}
    topics = set(chain.from_iterable(paper.topics for paper in values))
    libraries = {item.library for paper in values for item in paper.implementations}
    yield "families", _entries(catalog.families, families)
    yield "venues", _entries(catalog.venues, venues, {"entry_type", "names"})
    yield "topics", _entries(catalog.topics, topics)
    yield "libraries", _entries(catalog.libraries, libraries)


def _entries(
    vocabulary: Mapping[str, Record[Model]], keys: set[str], but: set[str] | None = None
) -> Iterator[dict[str, Any]]:
    """Yield entries in the order of their vocabulary."""
    for key, record in vocabulary.items():
        if key in keys:
            yield {"id": key, **record.value.model_dump(mode="json", exclude=but)}


FORMAT: Final = DataFormat(
    name="json",
    label="JSON",
    stem="catalog",
    suffix=".json",
    media_type="application/json",
    description="for programs: all that the records say, with the vocabularies that they refer to",
    make=make,
)
