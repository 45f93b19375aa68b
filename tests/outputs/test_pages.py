"""The pages of the site, as values: that they are all there, show all that the records say, and lead to each other."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final

import pytest

from catalog.catalog import Record
from catalog.derive import author_slug, newest
from catalog.edition import Edition
from catalog.model import Code, Implementation, Library, Links, Model, OtherVersion, Paper, Venue
from catalog.names import Person
from catalog.outputs import addresses
from catalog.outputs.contexts import CONTEXTS
from catalog.outputs.formats import CITATIONS, FORMATS
from catalog.outputs.pages import Page
from catalog.outputs.site import Site
from catalog.outputs.templating import SHIPPED, faults
from catalog.outputs.views import link
from tests.html_reading import Read, read_html

FULL: Final = "angstrom2021rye"
"""The record of the toy list that has every field."""

NOT_SHOWN: Final = {
    (Venue, "rank"): "orders lists",
    (Venue, "entry_type"): "shows in the citation",
}
"""Fields that no page prints, and why."""

MATHEMATICS: Final = re.compile(r"\$[^$]+\$")


def laid_out(edition: Edition) -> dict[str, Page]:
    """Return all pages of an edition by their address."""
    return {address: lay_out() for address, lay_out in (*Site(edition).pages.items(), *Site(edition).indexes.items())}


@pytest.fixture(scope="module")
def site(toy_edition: Edition) -> dict[str, Page]:
    """Return all pages of the toy list by their address."""
    return laid_out(toy_edition)


@pytest.fixture(scope="module")
def seen(site: dict[str, Page]) -> dict[str, Read]:
    """Return what the pages say."""
    return {address: read_html(page.body) for address, page in site.items()}


def leads_to(read: Read, base: str, address: str) -> bool:
    """Tell whether a page has a link to an address of the site."""
    return f"{base}{address}" in read.links


def test_every_entry_has_its_page(toy_edition: Edition, site: dict[str, Page]) -> None:
    catalog = toy_edition.catalog
    assert set(site) == {
        "",
        *("families/", "venues/", "years/", "topics/", "libraries/", "authors/"),
        *("browse/", "statistics/", "export/"),
        *map(addresses.paper, catalog.papers),
        *map(addresses.family, catalog.families),
        *map(addresses.venue, catalog.venues),
        *map(addresses.topic, catalog.topics),
        *map(addresses.library, catalog.libraries),
        *map(addresses.year, toy_edition.years),
        *map(addresses.author, toy_edition.authors),
    }


def test_addresses_are_ascii(site: dict[str, Page]) -> None:
    assert all(address.isascii() for address in site)
    assert addresses.author("张伟-李") in site


def leaves(value: object, names: dict[str, str]) -> Iterator[str]:
    """Yield what a reader must find of a value: a name in place of a key."""
    match value:
        case None | False | ():
            return
        case Person():
            yield value.display
        case True:
            yield "official"
        case date():
            yield value.isoformat()
        case Model():
            for name in type(value).model_fields:
                if name != "latex":  # shown as MathML
                    yield from leaves(getattr(value, name), names)
        case tuple():
            for item in value:
                yield from leaves(item, names)
        case _:
            yield names.get(str(value), str(value))


def shown(text: str, read: Read) -> bool:
    """Tell whether a page has a text, in whatever case, or leads to it."""
    return " ".join(text.split()).casefold() in read.text.casefold() or text in read.links


def test_toy_record_has_every_field(toy_edition: Edition) -> None:
    paper = toy_edition.catalog[FULL].value
    values: list[Model] = [paper, paper.links, *paper.code, *paper.implementations, *paper.other_versions]
    for model in (Paper, Links, Code, Implementation, OtherVersion):
        for name in model.model_fields:
            assert any(getattr(value, name) for value in values if isinstance(value, model)), f"{model.__name__}.{name}"


@pytest.mark.parametrize("field", Paper.model_fields)
def test_paper_page_shows_every_field(toy_edition: Edition, seen: dict[str, Read], field: str) -> None:
    catalog = toy_edition.catalog
    names = {key: family.value.name for key, family in catalog.families.items()}
    names |= {key: topic.value.name for key, topic in catalog.topics.items()}
    names |= {key: library.value.name for key, library in catalog.libraries.items()}
    read = seen[addresses.paper(FULL)]
    for leaf in leaves(getattr(catalog[FULL].value, field), names):
        assert shown(leaf, read), leaf


def test_vocabulary_pages_show_every_field(toy_edition: Edition, seen: dict[str, Read]) -> None:
    catalog = toy_edition.catalog
    names = {key: family.value.name for key, family in catalog.families.items()}
    entries: list[tuple[str, Model]] = [
        *((addresses.family(key), record.value) for key, record in catalog.families.items()),
        *((addresses.venue(key), record.value) for key, record in catalog.venues.items()),
        *((addresses.topic(key), record.value) for key, record in catalog.topics.items()),
    ]
    for address, entry in entries:
        for name in type(entry).model_fields:
            for leaf in () if (type(entry), name) in NOT_SHOWN else leaves(getattr(entry, name), names):
                assert all(shown(words, seen[address]) for words in MATHEMATICS.split(leaf)), leaf


@pytest.mark.parametrize("address", [addresses.paper(FULL), addresses.library("breadlib")])
def test_page_shows_every_field_of_a_library(toy_edition: Edition, seen: dict[str, Read], address: str) -> None:
    library = toy_edition.catalog.libraries["breadlib"].value
    for name in Library.model_fields:
        for leaf in leaves(getattr(library, name), {}):
            assert shown(leaf, seen[address]), leaf


def test_library_shows_its_methods_with_their_papers(toy_edition: Edition, seen: dict[str, Read]) -> None:
    read = seen[addresses.library("breadlib")]
    for record in toy_edition.papers:
        for found in record.value.implementations:
            prefix, _, name = found.name.rpartition(".")
            assert f"from breadlib.{prefix} import {name}" in read.texts_of("code")
            assert leads_to(read, "../../", addresses.paper(record.id))
            assert found.note is None or found.note in read.text
    assert leads_to(seen[addresses.paper(FULL)], "../../", addresses.library("breadlib"))


@pytest.mark.parametrize(
    "address",
    [
        addresses.family("starter"),
        addresses.venue("OVEN"),
        addresses.year(2021),
        addresses.topic("rye"),
        addresses.author("asa-angstrom"),
    ],
)
def test_list_shows_the_summary_of_a_paper(seen: dict[str, Read], address: str) -> None:
    summary = "Rye needs *more* water than [you](javascript:alert(1)) think."
    assert summary in seen[address].texts_of("span")


def test_family_shows_its_relations_as_links(seen: dict[str, Read]) -> None:
    starter, gluten = seen[addresses.family("starter")], seen[addresses.family("gluten")]
    assert "Extends: Gluten Contrast with: Surveys" in starter.text
    assert "Extended by: Starters & levains" in gluten.text
    assert "../../families/starter/" in gluten.links


def test_formulas_are_mathml(site: dict[str, Page]) -> None:
    body = site[addresses.family("starter")].body
    assert "<mfrac>" in body
    assert "\\frac" not in body


def test_titles_show_as_they_are(toy_edition: Edition, seen: dict[str, Read]) -> None:
    for record in toy_edition.papers:
        assert seen[addresses.paper(record.id)].text_of("h1") == record.value.title


def test_data_is_neither_markup_nor_template(seen: dict[str, Read]) -> None:
    for address, read in seen.items():
        assert not {tag for tag, _ in read.elements} & {"script", "b", "rye", "iframe", "img"}, address
        assert not [target for target in (*read.links, *read.loads) if target.lower().startswith("javascript")], address
        assert not [name for _, given in read.elements for name in given if name.startswith("on")], address
    assert "{{ 7*7 }}" in seen[addresses.paper(FULL)].text


def test_paper_leads_to_its_kin_and_they_lead_back(toy_edition: Edition, seen: dict[str, Read]) -> None:
    for record in toy_edition.papers:
        paper = record.value
        kin = {
            addresses.venue(paper.venue),
            addresses.year(paper.year),
            *map(addresses.family, (paper.loss_family, *paper.also_families)),
            *map(addresses.topic, paper.topics),
            *(addresses.author(author_slug(person)) for person in paper.authors),
        }
        address = addresses.paper(record.id)
        for other in kin:
            assert leads_to(seen[address], "../../", other), other
            assert leads_to(seen[other], "../../", address), other


def test_another_version_leads_to_its_venue_and_back(seen: dict[str, Read]) -> None:
    assert leads_to(seen[addresses.paper(FULL)], "../../", addresses.venue("CRUMB"))
    assert leads_to(seen[addresses.venue("CRUMB")], "../../", addresses.paper(FULL))


def test_indexes_lead_to_all_pages(site: dict[str, Page], seen: dict[str, Read]) -> None:
    for address in site:
        kind, _, key = address.partition("/")
        if key and kind != "papers":
            assert leads_to(seen[f"{kind}/"], "../", address), address


def test_home_shows_the_newest_papers_and_all_families(toy_edition: Edition, seen: dict[str, Read]) -> None:
    listed = [target for target in seen[""].links if target.startswith("papers/")]
    assert listed == [addresses.paper(record.id) for record in newest(toy_edition.papers)[:5]]
    for key in toy_edition.families:
        assert leads_to(seen[""], "", addresses.family(key))


def test_paper_leads_to_its_neighbours_and_related_papers(toy_edition: Edition, seen: dict[str, Read]) -> None:
    first, second, *_ = toy_edition.papers
    read = seen[addresses.paper(second.id)]
    ways = {given.get("rel"): given["href"] for tag, given in read.elements if tag == "a" and "rel" in given}
    assert ways["prev"] == f"../{first.id}/"
    for other in toy_edition.related[second.id]:
        assert leads_to(read, "../", f"{other.id}/")


def test_paper_is_cited_in_every_format_and_leads_to_its_files(toy_edition: Edition, seen: dict[str, Read]) -> None:
    for record in toy_edition.papers:
        read = seen[addresses.paper(record.id)]
        for found in CITATIONS.values():
            assert found.render(toy_edition, (record,)).decode().strip() in read.texts_of("code")
            assert f"../{record.id}{found.suffix}" in read.links


def test_family_shows_papers_by_year_and_what_libraries_have_of_them(seen: dict[str, Read]) -> None:
    read = seen[addresses.family("starter")]
    assert "2021" in read.texts_of("h3")
    assert leads_to(read, "../../", addresses.library("breadlib"))
    assert "from breadlib.starters import RyeStarter" in read.text
    assert leads_to(read, "../../", addresses.family("gluten"))


def test_export_leads_to_every_file_of_a_shelf(toy_edition: Edition, seen: dict[str, Read]) -> None:
    for found in FORMATS.values():
        assert f"../{found.file_name}" in seen["export/"].links
    for found in CITATIONS.values():
        assert f"../export/venues/OVEN{found.suffix}" in seen["export/"].links
        assert f"../../export/venues/OVEN{found.suffix}" in seen[addresses.venue("OVEN")].links
        assert f"../../export/years/2021{found.suffix}" in seen[addresses.year(2021)].links


@pytest.mark.parametrize(
    ("address", "text"),
    [("years/", "2020 2 papers"), ("years/", "2021 2 papers"), ("authors/", "Jean Dupont 1 paper")],
)
def test_counts_of_an_index_say_what_they_count(seen: dict[str, Read], address: str, text: str) -> None:
    assert f" {text} " in f"{seen[address].text} "


def test_venue_is_not_called_twice_by_one_name(toy_edition: Edition) -> None:
    catalog = toy_edition.catalog
    record = catalog.venues["OVEN"]
    venue = replace(record, value=record.value.model_copy(update={"name": "OVEN"}))
    venues = replace(catalog.venues, entries=MappingProxyType({**catalog.venues, "OVEN": venue}))
    edition = replace(toy_edition, catalog=replace(catalog, venues=venues))
    found = {address: read_html(page.body) for address, page in laid_out(edition).items()}
    names = [text.strip() for _, text in found["venues/"].texts if text.strip() == "OVEN"]
    assert names == ["OVEN"]
    assert not [text for tag, text in found[addresses.venue("OVEN")].texts if tag == "span" and text == "OVEN"]


def test_pages_name_the_file_that_says_what_they_show(site: dict[str, Page]) -> None:
    assert site[addresses.paper(FULL)].origin == f"papers/2021/{FULL}.yaml"
    assert site[addresses.family("gluten")].origin == "vocabularies/families.yaml"
    assert site[addresses.venue("OVEN")].origin == "vocabularies/venues.yaml"
    assert site[addresses.topic("rye")].origin == "vocabularies/topics.yaml"
    assert site[addresses.year(2021)].origin is None
    assert site["venues/"].origin == "vocabularies/venues.yaml"


def test_templates_use_only_what_they_are_given() -> None:
    assert {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*.j2")} == set(CONTEXTS)
    assert not list(faults(SHIPPED, sorted(SHIPPED.rglob("*.j2")), CONTEXTS))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example.org/", "", None])
def test_only_addresses_of_the_web_become_links(url: str | None) -> None:
    assert not list(link("Paper", url))


def test_person_without_a_paper_here_has_no_link(toy_edition: Edition) -> None:
    catalog = toy_edition.catalog
    other = OtherVersion(venue="CRUMB", year=1999, authors=(Person("Stranger", "A."),))
    record = catalog[FULL]
    changed = Record(FULL, record.value.model_copy(update={"other_versions": (other,)}), record.source)
    papers = MappingProxyType({**catalog.papers, FULL: changed})
    edition = replace(toy_edition, catalog=replace(catalog, papers=papers))
    read = read_html(Site(edition).pages[addresses.paper(FULL)]().body)
    assert "A. Stranger" in read.text
    assert "1999" in read.text
    assert not [target for target in read.links if "stranger" in target or "1999" in target]
