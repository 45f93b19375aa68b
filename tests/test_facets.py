"""What may be asked of papers: names of values, groups, and what a record has."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from catalog import facets
from catalog.catalog import Catalog, Record, Vocabulary
from catalog.edition import Edition
from catalog.model import Family
from catalog.query import matches, parse
from tests.editions import edition_of, linked, paper


def with_families(catalog: Catalog, families: dict[str, dict[str, object]]) -> Catalog:
    source = next(iter(catalog)).source
    entries = {
        key: Record(key, Family.model_validate({"name": key, "definition": "Bread.", **fields}), source)
        for key, fields in families.items()
    }
    return replace(catalog, families=Vocabulary(MappingProxyType(entries)))


def test_a_value_is_known_by_its_key_its_name_and_its_aliases(toy_edition: Edition) -> None:
    known = facets.known(toy_edition.catalog)
    assert dict(known["family"]) == {
        "dough": ("dough", "starter", "gluten"),
        "gluten": ("gluten",),
        "levain": ("starter",),
        "mother dough": ("starter",),
        "starter": ("starter",),
        "starters levains": ("starter",),
        "survey": ("survey",),
        "surveys": ("survey",),
    }
    assert list(known["venue"]) == [
        "arxiv",
        "crumb",
        "international conference on ovens",
        "journal of crumbs",
        "oven",
        "ovn",
    ]


@pytest.mark.parametrize("field", ["family", "has", "library", "presentation", "topic", "venue"])
def test_names_are_sorted_for_the_nearest_is_sought_in_that_order(list_edition: Edition, field: str) -> None:
    names = facets.known(list_edition.catalog)[field]
    assert names
    assert list(names) == sorted(names)


def test_a_group_stands_for_groups_below_it_too(toy_edition: Edition) -> None:
    families: dict[str, dict[str, object]] = {"a": {}, "b": {"group": "a"}, "c": {"group": "b"}, "d": {}}
    known = facets.known(with_families(toy_edition.catalog, families))
    assert known["family"] == {"a": ("a", "b", "c"), "b": ("b", "c"), "c": ("c",), "d": ("d",)}


def test_a_group_that_heads_itself_has_an_end(toy_edition: Edition) -> None:
    families: dict[str, dict[str, object]] = {"a": {"group": "b"}, "b": {"group": "a"}}
    assert facets.known(with_families(toy_edition.catalog, families))["family"]["a"] == ("a", "b")


def test_a_key_means_its_own_entry_and_a_shared_alias_all_that_have_it(toy_edition: Edition) -> None:
    families: dict[str, dict[str, object]] = {
        "rye": {"aliases": ["dark", "!"]},
        "spelt": {"aliases": ["rye", "Dark"]},
    }
    known = facets.known(with_families(toy_edition.catalog, families))
    assert known["family"] == {"dark": ("rye", "spelt"), "rye": ("rye",), "spelt": ("spelt",)}


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("code", {"code": [{"url": "https://code.test.example.org/x"}]}),
        ("official-code", {"code": [{"url": "https://code.test.example.org/x", "official": "true"}]}),
        ("implementation", {"implementations": [{"library": "breadlib", "name": "Bread"}]}),
        ("arxiv", {"arxiv": "2001.00001"}),
        ("doi", {"doi": "10.1000/bread"}),
        ("award", {"award": "Best Crust"}),
        ("summary", {"summary": "Bread."}),
        ("versions", {"other_versions": [{"venue": "CRUMB"}]}),
        *((name, {"links": linked(**{name: "https://oven.test.example.org/x"})}) for name in facets.LINKS),
    ],
)
def test_what_a_paper_has_is_what_its_record_says(toy_edition: Edition, name: str, fields: dict[str, object]) -> None:
    edition = edition_of(toy_edition, {"with": paper(**fields), "without": paper()})
    query = parse(f"has:{name}", facets.known(edition.catalog))
    assert [record.id for record, asked in facets.facets(edition) if matches(query, asked)] == ["with"]


def test_every_value_of_has_is_tested_above() -> None:
    assert {*facets.HAS, *facets.LINKS} == {
        *("code", "official-code", "implementation", "arxiv", "doi", "award", "summary", "versions"),
        *("pdf", "project", "video", "poster", "slides", "supplement", "review", "data", "blog"),
    }
