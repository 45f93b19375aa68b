"""A view turns each key of a record into a name and an address, and leaves out what is not there."""

from dataclasses import replace
from typing import Final

import pytest

from catalog.edition import Edition
from catalog.outputs import views
from catalog.outputs.views import (
    Entry,
    Kin,
    LibraryShelf,
    Link,
    Method,
    PaperView,
    Reference,
    Repository,
    Sibling,
    Views,
)
from catalog.prose import Target
from tests.editions import edition_of, linked, paper

OVEN = Reference("OVEN", "venues/OVEN/")
GLUTEN = Reference("Gluten", "families/gluten/")


def view(edition: Edition, **fields: object) -> PaperView:
    """Return how the page shows a paper that differs from a bare one in some fields."""
    made = edition_of(edition, {"baker2020bread": paper(**fields)})
    return Views(made).paper(made.papers[0])


def entry(edition: Edition, **fields: object) -> Entry:
    """Return how lists show such a paper."""
    made = edition_of(edition, {"baker2020bread": paper(**fields)})
    return Views(made).entry(made.papers[0])


def test_a_bare_paper_shows_what_is_required_and_nothing_more(toy_edition: Edition) -> None:
    assert view(toy_edition) == PaperView(
        title="Bread",
        authors=(Reference("Ada Baker", "authors/ada-baker/"),),
        venue=OVEN,
        venue_name="OVEN",
        published_in="Proceedings of the International Conference on Ovens",
        year=Reference("2020", "years/2020/"),
        honours=(),
        family=GLUTEN,
        also_families=(),
        topics=(),
        facts=(("Series", "Lecture Notes in Baking"), ("Publisher", "Baker & Daughters")),
        identifiers=(),
        links=(Link("Paper", "https://oven.test.example.org/bread"),),
        code=(),
        versions=(),
        related=(),
        previous=None,
        next=None,
        summary=None,
        note=None,
        added="2026-01-02",
    )


def test_a_bare_entry_leads_to_its_page_and_paper(toy_edition: Edition) -> None:
    assert entry(toy_edition) == Entry(
        page=Reference("Bread", "papers/baker2020bread/"),
        authors="Ada Baker",
        venue=OVEN,
        year=2020,
        honours=(),
        family=GLUTEN,
        links=(Link("Paper", "https://oven.test.example.org/bread"),),
        summary=None,
    )


@pytest.mark.parametrize(
    ("authors", "label"),
    [
        (["Ada Baker"], "Baker 2020"),
        (["Ada Baker", "Ludwig van Beethoven"], "Baker and van Beethoven 2020"),
        (["Ada Baker", "Bo Miller", "Cy Cook"], "Baker et al. 2020"),
        ([{"name": "The Bakers"}], "The Bakers 2020"),
    ],
    ids=["one", "two", "three", "a collective"],
)
def test_a_citation_names_two_authors_or_the_first(toy_edition: Edition, authors: list[object], label: str) -> None:
    views = Views(edition_of(toy_edition, {"baker2020bread": paper(authors=authors)}))
    assert views.target("paper", "baker2020bread") == Target("papers/baker2020bread/", label, "Bread")


@pytest.mark.parametrize(
    ("kind", "key", "address"),
    [
        ("family", "gluten", "families/gluten/"),
        ("topic", "rye", "topics/rye/"),
        ("venue", "OVEN", "venues/OVEN/"),
        ("library", "breadlib", "libraries/breadlib/"),
    ],
)
def test_what_a_page_may_link_leads_to_its_page(toy_edition: Edition, kind: str, key: str, address: str) -> None:
    found = Views(toy_edition).target(kind, key)
    assert found is not None
    assert found.address == address
    assert Views(toy_edition).target(kind, "nothing") is None


def test_a_relation_is_told_from_both_sides(toy_edition: Edition) -> None:
    starter, survey = Reference("Starters & levains", "families/starter/"), Reference("Surveys", "families/survey/")
    assert Views(toy_edition).relations("starter") == (("Extends", (GLUTEN,)), ("Contrast with", (survey,)))
    assert Views(toy_edition).relations("gluten") == (("Extended by", (starter,)),)
    assert Views(toy_edition).relations("survey") == (("Contrast with", (starter,)),)
    assert Views(toy_edition).relations("dough") == ()


@pytest.mark.parametrize(
    ("fields", "honours"),
    [
        ({"presentation": "poster"}, ()),
        ({"presentation": "oral"}, ("Oral",)),
        ({"award": "Best Crust"}, ("Best Crust",)),
        ({"presentation": "spotlight", "award": "Best Crust"}, ("Spotlight", "Best Crust")),
        ({"presentation": "poster", "award": "Best Crust"}, ("Best Crust",)),
    ],
    ids=["a poster is none", "a talk", "an award", "both", "an award of a poster"],
)
def test_honours_are_what_a_reader_looks_for(
    toy_edition: Edition, fields: dict[str, object], honours: tuple[str, ...]
) -> None:
    assert entry(toy_edition, **fields).honours == view(toy_edition, **fields).honours == honours


def test_an_entry_links_paper_pdf_and_the_official_code(toy_edition: Edition) -> None:
    found = entry(
        toy_edition,
        links=linked(pdf="https://a.test/x.pdf", video="https://a.test/v"),
        code=[{"url": "https://b.test/"}, {"url": "https://c.test/", "official": "true"}],
    )
    assert found.links == (
        Link("Paper", "https://oven.test.example.org/bread"),
        Link("PDF", "https://a.test/x.pdf"),
        Link("Code", "https://c.test/"),
    )


def test_authors_of_an_entry_are_joined_in_their_order(toy_edition: Edition) -> None:
    assert entry(toy_edition, authors=["Li, Bo", {"name": "Bell"}, "Ada Baker"]).authors == "Bo Li, Bell, Ada Baker"


def test_facts_of_the_paper_stand_before_those_of_its_venue(toy_edition: Edition) -> None:
    found = view(
        toy_edition,
        presentation="poster",
        award="Best Crust",
        volume="12",
        number="3",
        pages="1-9",
        publisher="Crust House",
    )
    assert found.facts == (
        ("Presentation", "Poster"),
        ("Award", "Best Crust"),
        ("Series", "Lecture Notes in Baking"),
        ("Volume", "12"),
        ("Number", "3"),
        ("Pages", "1-9"),
        ("Publisher", "Crust House"),
    )


def test_facts_of_a_venue_are_those_of_the_year(toy_edition: Edition) -> None:
    found = view(toy_edition, year="2013")
    assert (found.venue.text, found.published_in) == ("OVN", "Proceedings of the Conference on Ovens")
    assert found.facts == (("Publisher", "Baker Press"),)


def test_identifiers_lead_where_they_are_resolved(toy_edition: Edition) -> None:
    assert view(toy_edition, doi="10.1000/rye<1>", arxiv="2101.00001").identifiers == (
        ("DOI", Link("10.1000/rye<1>", "https://doi.org/10.1000/rye%3C1%3E")),
        ("arXiv", Link("2101.00001", "https://arxiv.org/abs/2101.00001")),
    )


def test_families_and_topics_are_called_by_their_names(toy_edition: Edition) -> None:
    found = view(toy_edition, also_families=["starter"], topics=["wheat", "rye"])
    assert found.also_families == (Reference("Starters & levains", "families/starter/"),)
    assert found.topics == (Reference("Wheat", "topics/wheat/"), Reference("Rye", "topics/rye/"))


def test_a_repository_is_called_by_its_address(toy_edition: Edition) -> None:
    found = view(toy_edition, code=[{"url": "https://code.test/bread/", "note": "a port"}]).code
    assert found == (Repository(Link("code.test/bread", "https://code.test/bread/"), official=False, note="a port"),)


def libraries(edition: Edition, *implementations: dict[str, str], **library: object) -> tuple[LibraryShelf, ...]:
    """Return the libraries of a paper with some implementations; that of the toy list differs in some fields."""
    made = edition_of(edition, {"a": paper(implementations=implementations)})
    record = made.catalog.libraries["breadlib"]
    entries = {"breadlib": replace(record, value=record.value.model_copy(update=library))}
    catalog = replace(made.catalog, libraries=replace(made.catalog.libraries, entries=entries))
    return tuple(Views(replace(made, catalog=catalog)).libraries(made.papers))


RYE: Final = {"library": "breadlib", "name": "starters.Rye", "note": "as printed", "docs": "https://a.test/rye"}


def test_a_library_says_how_it_is_installed_and_what_is_imported_from_it(toy_edition: Edition) -> None:
    assert libraries(toy_edition, RYE, note="no longer kept") == (
        LibraryShelf(
            page=Reference("BreadLib", "libraries/breadlib/"),
            install="pip install breadlib",
            note="no longer kept",
            links=(
                Link("Homepage", "https://breadlib.test.example.org/"),
                Link("Source", "https://code.test.example.org/breadlib"),
            ),
            methods=(
                Method(
                    name="starters.Rye",
                    kind=None,
                    statement="from breadlib.starters import Rye",
                    docs=Link("Documentation", "https://a.test/rye"),
                    papers=(Reference("Bread", "papers/a/"),),
                    notes=("as printed",),
                ),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("module", "name", "statement"),
    [
        ("breadlib", "starters.RyeStarter", "from breadlib.starters import RyeStarter"),
        ("breadlib", "RyeStarter", "from breadlib import RyeStarter"),
        ("bread.lib", "a.b.C", "from bread.lib.a.b import C"),
        (None, "starters.RyeStarter", None),
    ],
)
def test_import_line(toy_edition: Edition, module: str | None, name: str, statement: str | None) -> None:
    (found,) = libraries(toy_edition, {"library": "breadlib", "name": name}, module=module)
    assert [method.statement for method in found.methods] == [statement]


def test_a_method_of_several_papers_stands_once_with_all_of_them(toy_edition: Edition) -> None:
    made = edition_of(toy_edition, {"a": paper(implementations=[RYE]), "b": paper(implementations=[RYE])})
    (found,) = Views(made).libraries(made.papers)
    assert [[page.address for page in method.papers] for method in found.methods] == [["papers/a/", "papers/b/"]]


def test_a_library_has_its_methods_by_name_each_with_a_note_for_each_paper(toy_edition: Edition) -> None:
    other = {"library": "breadlib", "name": "crumbs.Rye"}
    papers = {"a": paper(implementations=[RYE]), "b": paper(implementations=[{**RYE, "note": "softer"}, other])}
    found = Views(edition_of(toy_edition, papers)).library("breadlib")
    assert [(method.name, method.notes) for method in found.methods] == [
        ("crumbs.Rye", (None,)),
        ("starters.Rye", ("as printed", "softer")),
    ]


def test_a_related_paper_says_what_the_two_have_in_common(toy_edition: Edition) -> None:
    made = edition_of(toy_edition, {"a": paper(topics=["rye"]), "b": paper(topics=["rye"], title="Crust")})
    assert Views(made).paper(made.papers[0]).related == (
        Kin(Sibling("Crust", "b"), "OVEN 2020", "Gluten, Rye, Ada Baker"),
    )


def test_a_link_names_the_host_that_it_opens() -> None:
    assert [Link("x", url).host for url in ("https://www.a.test/b", "https://c.test:80/", "https://[x")] == [
        "a.test",
        "c.test",
        "",
    ]


def test_a_version_shows_its_venue_year_and_identifiers(toy_edition: Edition) -> None:
    (found,) = view(
        toy_edition,
        other_versions=[
            {
                "venue": "CRUMB",
                "year": "2020",
                "title": "Bread, Extended",
                "authors": ["Ada Baker", "Ana Ruiz"],
                "volume": "5",
                "doi": "10.1000/crumb.5",
                "links": {"pdf": "https://a.test/x.pdf"},
            }
        ],
    ).versions
    assert found == views.Version(
        venue=Reference("CRUMB", "venues/CRUMB/"),
        published_in="Journal of Crumbs",
        year=Reference("2020", "years/2020/"),
        title="Bread, Extended",
        authors=(Reference("Ada Baker", "authors/ada-baker/"), Reference("Ana Ruiz", "")),
        facts=(("Volume", "5"),),
        links=(Link("PDF", "https://a.test/x.pdf"), Link("DOI 10.1000/crumb.5", "https://doi.org/10.1000/crumb.5")),
    )


def test_a_version_known_by_its_venue_alone_has_nothing_else(toy_edition: Edition) -> None:
    (found,) = view(toy_edition, other_versions=[{"venue": "OVEN"}]).versions
    assert (found.venue, found.year, found.title, found.links) == (OVEN, None, None, ())


def test_a_year_without_papers_has_no_page(toy_edition: Edition) -> None:
    (found,) = view(toy_edition, other_versions=[{"venue": "OVEN", "year": "1999"}]).versions
    assert found.year == Reference("1999", "")


@pytest.mark.parametrize(
    "url",
    [None, "javascript:alert(1)", "data:text/html,x", "ftp://oven.test/", "//oven.test/", "httpsx://oven.test/"],
)
def test_what_a_browser_should_not_open_is_no_link(url: str | None) -> None:
    assert list(views.link("Bread", url)) == []


@pytest.mark.parametrize("url", ["https://oven.test/", "http://oven.test/", "HTTPS://oven.test/"])
def test_an_address_of_the_web_is_a_link(url: str) -> None:
    assert list(views.link("Bread", url)) == [Link("Bread", url)]


def test_links_of_a_paper_come_in_the_order_of_the_schema_called_by_their_fields() -> None:
    found = views.links_of(linked(blog="https://a.test/b", pdf="https://a.test/p", data="javascript:x"))
    assert [link.text for link in found] == ["Paper", "PDF", "Blog"]


@pytest.mark.parametrize(("number", "words"), [(0, "0 papers"), (1, "1 paper"), (2, "2 papers")])
def test_papers_are_counted_in_words(toy_edition: Edition, number: int, words: str) -> None:
    assert views.count(toy_edition.papers[:number]) == words
