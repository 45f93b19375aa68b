"""Drafts to records: venues by their keys, links that a reader can open, an id, and the canonical text of the file."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple

from catalog.identifiers import arxiv_in_doi, arxiv_url, doi_url
from catalog.importers.draft import Draft
from catalog.importers.venues import Venues
from catalog.model import Code, Links, Paper
from catalog.names import Person, format_name
from catalog.records.encode import Values, encode_values
from catalog.records.folder import PAPERS, SUFFIX

_LIST_FIELDS: Final = ("also_families", "topics")
_LINE_FIELDS: Final = ("venue", "presentation", "award", "loss_family", "volume", "number", "pages", "publisher")


class NewRecord(NamedTuple):
    """A record to be written: its id, its path below the root, its text, and the draft that it came from."""

    id: str
    path: str
    text: str
    draft: Draft


def placed(draft: Draft, venues: Venues) -> Draft:
    """Return a draft with the key of its venue, if the list knows that, and without what the venue's entry says.

    A preprint keeps nothing of what a DOI of arXiv's repeats.
    """
    if draft.doi is not None and (named := arxiv_in_doi(draft.doi)) is not None:
        draft = replace(draft, doi=None, arxiv=draft.arxiv or named)
    key = draft.venue if draft.venue is not None else venues.match(draft.containers)
    if key is None and not draft.containers and draft.arxiv is not None:
        key = venues.preprint
    if key is None or key not in venues.vocabulary:
        return replace(draft, venue=key)
    if venues.is_preprint(key):
        return replace(draft, venue=key, volume=None, number=None, pages=None, publisher=None)
    names = venues.vocabulary[key].value.names_in(draft.year)
    volume = None if draft.volume == names.volume else draft.volume
    return replace(draft, venue=key, volume=volume, publisher=None if names.publisher else draft.publisher)


def linked(draft: Draft) -> Draft:
    """Return a draft whose `links` open the paper: a page of the source's own, else arXiv's, else that of the DOI."""
    links = dict(draft.links)
    if draft.arxiv is not None:
        links.setdefault("paper", arxiv_url(draft.arxiv))
        links.setdefault("pdf", f"https://arxiv.org/pdf/{draft.arxiv}")
    if draft.doi is not None:
        links.setdefault("paper", doi_url(draft.doi))
    if "paper" not in links and "pdf" in links:
        links["paper"] = links.pop("pdf")
    return draft if links == draft.links else replace(draft, links=links)


def new_record(draft: Draft, id_: str, said: Mapping[str, Values]) -> NewRecord:
    """Return the record of a draft that has its year, of its values; gaps are fields with nothing behind the colon."""
    return NewRecord(id_, f"{PAPERS}/{draft.year:04d}/{id_}{SUFFIX}", encode_values(said, Paper), draft)


def values(draft: Draft, added: dt.date) -> dict[str, Values]:
    """Return what a draft's record says, untyped."""
    return dict(_fields(draft, added))


def _fields(draft: Draft, added: dt.date) -> Iterator[tuple[str, Values]]:
    yield "title", draft.title
    yield "authors", tuple(map(_author, draft.authors))
    yield "year", "" if draft.year is None else str(draft.year)
    for name in _LINE_FIELDS:
        value = draft.said(name)
        if value is not None or name in {"venue", "loss_family"}:
            yield name, str(value or "")
    for name in _LIST_FIELDS:
        if keys := draft.said(name):
            yield name, tuple(keys)  # type: ignore[arg-type]  # the lists are of keys
    for name in ("doi", "arxiv", "summary", "note"):
        if (value := draft.said(name)) is not None:
            yield name, str(value)
    links = {name: draft.links[name] for name in LINKS if name in draft.links}
    yield "links", {"paper": "", **links}
    if draft.code:
        yield "code", tuple(map(_code, draft.code))
    yield "added", added.isoformat()


LINKS: Final = tuple(Links.model_fields)
"""The addresses that a record has room for."""


def _author(person: Person) -> Values:
    return {"name": person.family} if person.literal else format_name(person)


def _code(code: Code) -> Values:
    note = {} if code.note is None else {"note": code.note}
    return {"url": code.url, "official": "true" if code.official else "false", **note}
