"""The page of all papers as HTML: every paper in reading order, and filters that say how many papers they find."""

from collections import Counter
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import pytest

from catalog import facets
from catalog.edition import Edition
from catalog.outputs import addresses
from catalog.outputs.browse import HAD, browse
from catalog.outputs.pages import Shelving
from tests.editions import edition_of, paper
from tests.html_reading import Read, read_html

FIELDS: Final = ("has", "family", "venue", "presentation", "topic")


def page_of(edition: Edition) -> Read:
    return read_html(browse(Shelving(edition)).body)


def counted(read: Read) -> dict[tuple[str, str], int]:
    """Return how many papers each filter says that it finds."""
    counts = iter(int(text) for tag, text in read.texts if tag == "span" and text.isdecimal())
    return {
        (given["name"], given["value"]): next(counts)
        for tag, given in read.elements
        if tag == "input" and given["type"] == "checkbox"
    }


@pytest.mark.parametrize("name", ["toy_edition", "list_edition"])
def test_every_paper_is_listed_in_reading_order(name: str, request: pytest.FixtureRequest) -> None:
    edition: Edition = request.getfixturevalue(name)
    listed = [target for target in page_of(edition).links if target.startswith("../papers/")]
    assert listed == [f"../{addresses.paper(record.id)}" for record in edition.papers]


@pytest.mark.parametrize("name", ["toy_edition", "list_edition"])
def test_every_value_that_papers_have_is_a_filter_with_its_count(name: str, request: pytest.FixtureRequest) -> None:
    edition: Edition = request.getfixturevalue(name)
    papers = [found for _, found in facets.facets(edition)]
    expected = Counter((field, value) for found in papers for field in FIELDS for value in getattr(found, field))
    assert counted(page_of(edition)) == expected


def test_filters_are_called_as_people_read_them(list_edition: Edition) -> None:
    labels = {text.strip() for text in page_of(list_edition).texts_of("label")}
    assert {"Proxy-based losses", "has code", "has official code", "in a library", "has PDF", "CVPR", "Oral"} <= labels


def test_families_stand_under_their_groups(list_edition: Edition) -> None:
    read = page_of(list_edition)
    legends = read.texts_of("legend")
    assert legends[: legends.index("Family") + 2] == ["Has", "Year", "Family", "Loss functions"]


def test_every_value_of_has_has_a_name() -> None:
    assert set(HAD) == {*facets.HAS, *facets.LINKS}


def test_row_is_small(list_edition: Edition) -> None:
    body = browse(Shelving(list_edition)).body
    rows = body[body.index('<ul class="papers"') :]
    assert len(rows.encode()) <= 600 * len(list_edition.papers)


def test_long_facet_keeps_the_rarest_values_behind_a_click(toy_edition: Edition) -> None:
    venue = toy_edition.catalog.venues["OVEN"]
    names = [f"V{number:02}" for number in range(12)]
    venues = MappingProxyType({**toy_edition.catalog.venues.entries, **{key: replace(venue, id=key) for key in names}})
    made = {f"baker2020{key.lower()}": paper(venue=key) for key in names}
    made |= {"baker2020oven": paper(venue="OVEN"), "baker2020more": paper(venue="OVEN")}
    edition = edition_of(toy_edition, made)
    catalog = replace(edition.catalog, venues=replace(edition.catalog.venues, entries=venues))
    read = page_of(replace(edition, catalog=catalog))
    shown = [given["value"] for _, given in read.elements if given.get("name") == "venue"]
    assert shown == ["OVEN", *names]
    assert "5 more" in read.texts_of("summary")


def test_list_without_papers_says_so(toy_edition: Edition) -> None:
    read = page_of(edition_of(toy_edition, {}))
    assert "No papers yet." in read.text
    assert not [given for tag, given in read.elements if tag in {"fieldset", "input"} and given.get("type") != "search"]
