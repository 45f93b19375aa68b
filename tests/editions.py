"""Editions of a few papers, made for one test from the toy list's vocabularies and settings."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from catalog.catalog import Record
from catalog.edition import Edition
from catalog.model import Links, Paper

BARE: Final[Mapping[str, object]] = {
    "title": "Bread",
    "authors": ["Ada Baker"],
    "year": "2020",
    "venue": "OVEN",
    "loss_family": "gluten",
    "links": {"paper": "https://oven.test.example.org/bread"},
    "added": "2026-01-02",
}
"""A record with what is required and nothing more."""


def paper(**fields: object) -> Paper:
    """Return a paper that differs from a bare one in some fields, which are written as in a record."""
    return Paper.model_validate({**BARE, **fields})


def edition_of(edition: Edition, papers: Mapping[str, Paper], **readme: object) -> Edition:
    """Return an edition of `papers` by id, with the vocabularies of another one and some settings of the list."""
    source = next(iter(edition.catalog)).source
    records = {key: Record(key, value, source) for key, value in papers.items()}
    settings = edition.settings.model_copy(update={"readme": edition.settings.readme.model_copy(update=readme)})
    catalog = replace(edition.catalog, papers=MappingProxyType(records))
    return replace(edition, catalog=catalog, settings=settings)


def linked(**addresses: str) -> Links:
    """Return links with the addresses named by their fields; `paper` has one of its own."""
    return Links.model_validate({"paper": "https://oven.test.example.org/bread", **addresses})
