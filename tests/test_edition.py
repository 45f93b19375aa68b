"""An edition derives once what its outputs share."""

from dataclasses import FrozenInstanceError

import pytest

from catalog import derive
from catalog.edition import Edition
from tests.conftest import TOY
from tests.editions import edition_of, paper

DERIVED = ["papers", "years", "venues", "families", "groups", "topics", "authors", "statistics"]


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_derived_is_derived_once(toy_edition: Edition, name: str) -> None:
    assert getattr(toy_edition, name) is getattr(toy_edition, name)


def test_what_is_derived_is_what_the_functions_say(toy_edition: Edition) -> None:
    catalog, papers = toy_edition.catalog, toy_edition.papers
    assert papers == derive.in_reading_order(catalog)
    assert toy_edition.years == derive.by_year(papers)
    assert toy_edition.venues == derive.by_venue(catalog, papers)
    assert toy_edition.families == derive.by_family(catalog, papers)
    assert toy_edition.groups == derive.in_groups(catalog, toy_edition.families)
    assert toy_edition.topics == derive.by_topic(catalog, papers)
    assert toy_edition.authors == derive.by_author(papers)
    assert toy_edition.statistics == derive.statistics(catalog, papers)


def test_an_edition_does_not_change(toy_edition: Edition) -> None:
    with pytest.raises(FrozenInstanceError):
        toy_edition.templates = TOY  # type: ignore[misc]  # that it is refused is the point


def test_another_edition_derives_anew(toy_edition: Edition) -> None:
    assert toy_edition.statistics.papers == 8
    assert edition_of(toy_edition, {"a": paper()}).statistics.papers == 1


@pytest.mark.parametrize(
    ("venue", "year", "name"),
    [
        pytest.param("OVEN", 2013, "OVN", id="before it changed"),
        pytest.param("OVEN", 2018, "OVN", id="the last year before"),
        pytest.param("OVEN", 2019, "OVEN", id="the year of the change"),
        pytest.param("OVEN", None, "OVEN", id="in no year: the newest"),
        pytest.param("CRUMB", 1900, "CRUMB", id="without a short name: the key"),
    ],
)
def test_a_venue_is_called_as_it_was_in_the_year(toy_edition: Edition, venue: str, year: int | None, name: str) -> None:
    assert toy_edition.venue_name(venue, year) == name
