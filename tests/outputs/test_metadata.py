"""What the head of a page says to machines is whole, said once, right for each kind of venue and name, and inert."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

import pytest

from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.names import Person, parse
from catalog.outputs import addresses
from catalog.outputs.metadata import author_names, head, head_of_page
from tests.editions import edition_of, linked, paper
from tests.hostile_papers import hostile
from tests.html_reading import read_html

HOME: Final = "https://host.test/some/folder/"
FULL: Final = "angstrom2021rye"

VENUES: Final = {"citation_conference_title", "citation_journal_title", "citation_technical_report_institution"}
LIMIT: Final = 6_500
"""Bytes of a paper's head: what is left of 15 kB when theme and body have had theirs."""


class Said(NamedTuple):
    """What a head says: tags by their names, each with all its values in order, the canonical address, linked data."""

    tags: Mapping[str, list[str]]
    canonical: list[str]
    data: list[Any]


def said(html: str) -> Said:
    read = read_html(html)
    tags: dict[str, list[str]] = {}
    for tag, given in read.elements:
        if tag == "meta":
            for name in filter(None, (given.get("name"), given.get("property"))):
                tags.setdefault(name, []).append(given["content"])
    canonical = [given["href"] for tag, given in read.elements if tag == "link" and given["rel"] == "canonical"]
    data = [json.loads(text) for tag, text in read.texts if tag == "script" and text.strip()]
    assert {tag for tag, _ in read.elements} <= {"meta", "link", "script"}
    assert all(given == {"type": "application/ld+json"} for tag, given in read.elements if tag == "script")
    return Said(tags, canonical, data)


def of_paper(edition: Edition, key: str, home: str = HOME) -> Said:
    return said(head(edition, edition.catalog[key], home))


def of(edition: Edition, **fields: object) -> Said:
    return of_paper(edition_of(edition, {"a": paper(**fields)}), "a")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"venue": "OVEN", "volume": "12", "number": "3", "pages": "1-9", "publisher": "Crust"},
            {
                "citation_conference_title": "Proceedings of the International Conference on Ovens",
                "citation_volume": "12",
                "citation_issue": "3",
                "citation_firstpage": "1",
                "citation_lastpage": "9",
                "citation_publisher": "Crust",
            },
        ),
        (
            {"venue": "OVEN", "year": "2013"},
            {
                "citation_conference_title": "Proceedings of the Conference on Ovens",
                "citation_publisher": "Baker Press",
            },
        ),
        (
            {"venue": "CRUMB", "volume": "5", "number": "S1", "pages": "e17"},
            {
                "citation_journal_title": "Journal of Crumbs",
                "citation_volume": "5",
                "citation_issue": "S1",
                "citation_firstpage": "e17",
            },
        ),
        (
            {"venue": "arXiv", "arxiv": "2003.13911", "volume": "7"},
            {
                "citation_technical_report_institution": "arXiv",
                "citation_technical_report_number": "arXiv:2003.13911",
                "citation_arxiv_id": "2003.13911",
            },
        ),
    ],
    ids=["conference", "conference of old", "journal", "preprint"],
)
def test_tags_say_where_a_paper_appeared(
    toy_edition: Edition, fields: dict[str, object], expected: dict[str, str]
) -> None:
    always = {"title", "author", "publication_date", "public_url"}
    tags = of(toy_edition, **fields).tags
    found = {name: values for name, values in tags.items() if name.startswith("citation_")}
    assert {name: found[name] for name in found if name.removeprefix("citation_") not in always} == {
        name: [value] for name, value in expected.items()
    }
    assert found["citation_publication_date"] == [str(fields.get("year", "2020"))]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"venue": "OVEN", "year": "2013"}, {"@type": "Book", "name": "Proceedings of the Conference on Ovens"}),
        (
            {"venue": "OVEN", "volume": "12"},
            {
                "@type": "Book",
                "name": "Proceedings of the International Conference on Ovens",
                "isPartOf": {"@type": "BookSeries", "name": "Lecture Notes in Baking"},
                "position": "12",
            },
        ),
        ({"venue": "CRUMB"}, {"@type": "Periodical", "name": "Journal of Crumbs"}),
        (
            {"venue": "CRUMB", "volume": "5", "number": "1"},
            {
                "@type": "PublicationIssue",
                "issueNumber": "1",
                "isPartOf": {
                    "@type": "PublicationVolume",
                    "volumeNumber": "5",
                    "isPartOf": {"@type": "Periodical", "name": "Journal of Crumbs"},
                },
            },
        ),
        ({"venue": "arXiv"}, {"@type": "Collection", "name": "arXiv"}),
    ],
    ids=["conference", "series", "journal", "issue", "preprint"],
)
def test_linked_data_say_what_a_paper_is_a_part_of(
    toy_edition: Edition, fields: dict[str, object], expected: dict[str, object]
) -> None:
    (data,) = of(toy_edition, **fields).data
    assert data["isPartOf"] == expected


def test_linked_data_say_what_the_record_says(toy_edition: Edition) -> None:
    (data,) = of_paper(toy_edition, FULL).data
    record = toy_edition.catalog[FULL].value
    doi = "https://doi.org/10.1000/rye_(2021)%3C1%3E%23x"
    assert data == {
        "@context": "https://schema.org",
        "@type": "ScholarlyArticle",
        "url": f"{HOME}papers/{FULL}/",
        "headline": record.title,
        "author": [
            {"@type": "Person", "name": "Åsa Ångström"},
            {"@type": "Person", "name": "Ludwig van der Berg"},
            {"@type": "Person", "name": "Andrew Lloyd Webber Jr."},
            {"@type": "Organization", "name": "The <Rye> Consortium and Friends"},
        ],
        "datePublished": "2021",
        "isPartOf": {
            "@type": "Book",
            "name": "Proceedings of the International Conference on Ovens",
            "isPartOf": {"@type": "BookSeries", "name": "Lecture Notes in Baking"},
            "position": "12",
        },
        "pagination": "101-112",
        "publisher": {"@type": "Organization", "name": "Crust_House"},
        "award": record.award,
        "sameAs": [doi, "https://arxiv.org/abs/2101.00001"],
        "about": [
            {"name": "Starters & levains"},
            {"name": "Gluten"},
            {"name": "Rye"},
            {"name": "Wheat"},
        ],
    }


def as_zotero_reads(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return family and given names as Zotero's translator and its `cleanAuthor` take them from the tags of authors."""
    found = []
    for name in names:
        pieces = [piece.strip() for piece in name.split(",")]
        several = len(names) == 1 and len(pieces) > 1 and " " in pieces[0] and " " in pieces[1]
        for piece in pieces if several else [name]:
            # Only the first space that does not break becomes one that does; to the eye they are the same.
            cleaned = piece.strip(" \N{NO-BREAK SPACE}.,/[]:").replace("\N{NO-BREAK SPACE}", " ")
            if "," in piece:
                last, first, *_ = cleaned.split(",")
                found.append((last.strip(), first.strip()))
            else:
                first, _, last = cleaned.rpartition(" ")
                found.append((last, first))
    return found


NAMES: Final = [
    (Person("Kim", "Sungyeon"), ("Kim", "Sungyeon")),
    (parse("Ludwig van Beethoven"), ("van Beethoven", "Ludwig")),
    (parse("Juan Carlos de la Cruz"), ("de la Cruz", "Juan Carlos")),
    (parse("Lloyd Webber, Andrew"), ("Lloyd Webber", "Andrew")),
    (parse("Lloyd Webber, Andrew John"), ("Lloyd Webber", "Andrew John")),
    (parse("King, Jr., Martin Luther"), ("King Jr.", "Martin Luther")),
    (parse("de Bar, III, Ana Maria"), ("de Bar III", "Ana Maria")),
    (parse("José Luis Muñoz"), ("Muñoz", "José Luis")),
    (Person("OpenAI", literal=True), ("OpenAI", "")),
]


@pytest.mark.parametrize(("person", "expected"), NAMES, ids=[person.display for person, _ in NAMES])
@pytest.mark.parametrize("others", [0, 2], ids=["alone", "among others"])
def test_names_are_read_right(person: Person, expected: tuple[str, str], others: int) -> None:
    people = (person, *(parse(f"Ada Maria B{letter}") for letter in "xy"[:others]))
    found = as_zotero_reads(author_names(people))
    assert len(found) == len(people)
    assert found[0] == expected


@pytest.mark.parametrize("name", ["Barnes and Noble", "The <Rye> Consortium", "Anonymous"])
def test_collectives_stand_as_they_are(name: str) -> None:
    assert author_names((Person(name, literal=True),)) == (name,)


def test_names_of_several_authors_have_plain_spaces() -> None:
    assert author_names((parse("Juan Carlos de la Cruz"), parse("Bo Li"))) == ("de la Cruz, Juan Carlos", "Li, Bo")


def check_paper(edition: Edition, record: PaperRecord) -> Said:
    """Assert what holds of the head of any paper."""
    html = head(edition, record, HOME)
    found = said(html)
    counted = Counter({name: len(values) for name, values in found.tags.items()})
    assert sum(counted[name] for name in VENUES) == 1
    assert {name for name, count in counted.items() if count > 1} <= {"citation_author"}
    assert found.tags["citation_title"] == [record.value.title] == found.tags["og:title"]
    names = found.tags["citation_author"]
    assert len(names) == len(record.value.authors)
    for name, person in zip(names, record.value.authors, strict=True):
        assert name.replace("\N{NO-BREAK SPACE}", " ").startswith(person.surname)
        assert name.endswith(person.given)
    assert found.tags["citation_publication_date"] == [str(record.value.year)]
    assert found.canonical == found.tags["og:url"] == [f"{HOME}{addresses.paper(record.id)}"]
    (data,) = found.data
    assert data["@type"] == "ScholarlyArticle"
    assert data["headline"] == record.value.title
    assert [author["name"] for author in data["author"]] == [person.display for person in record.value.authors]
    # Nothing in the script ends it, begins a comment, or is escaped once more by what writes it.
    script = html.partition('<script type="application/ld+json">')[2]
    assert script.count("<") == 1
    assert script.endswith("</script>")
    assert head(edition, record, HOME) == html
    return found


def test_each_paper_of_this_list_has_one_venue_and_each_author_in_order(list_edition: Edition) -> None:
    assert len(list_edition.papers) >= 214
    for record in list_edition.papers:
        check_paper(list_edition, record)


def test_heads_of_this_list_are_small(list_edition: Edition) -> None:
    for record in list_edition.papers:
        assert len(head(list_edition, record, HOME).encode()) < LIMIT


@pytest.mark.parametrize("name", ["toy", "hostile"])
def test_whatever_a_record_says_is_text(toy_edition: Edition, name: str) -> None:
    edition = toy_edition if name == "toy" else hostile(toy_edition)
    for record in edition.papers:
        check_paper(edition, record)


@pytest.mark.parametrize(
    "title",
    [
        "</script><script>alert(1)</script>",
        "<!-- <script>",
        '"><img src=x onerror=alert(1)>',
        "]]>",
        "\u2028 and \u2029",
    ],
)
def test_titles_end_neither_attribute_nor_script(toy_edition: Edition, title: str) -> None:
    found = of(toy_edition, title=title)
    assert found.tags["citation_title"] == [title]
    assert found.data[0]["headline"] == title


def test_the_address_that_is_cited_is_the_papers_own(toy_edition: Edition) -> None:
    record = toy_edition.catalog[FULL].value
    tags = of_paper(toy_edition, FULL).tags
    assert tags["citation_public_url"] == [record.links.paper]
    assert tags["citation_pdf_url"] == [record.links.pdf]


def test_only_addresses_of_the_web_are_said(toy_edition: Edition) -> None:
    links = linked(pdf="javascript:alert(1)", paper="data:text/html,x")
    record = paper().model_copy(update={"links": links})
    found = of_paper(edition_of(toy_edition, {"a": record}), "a")
    assert not {"citation_pdf_url", "citation_public_url"} & set(found.tags)
    assert "sameAs" not in found.data[0]


def test_nothing_is_said_that_zotero_would_take_for_the_title_of_proceedings(toy_edition: Edition) -> None:
    assert "og:site_name" not in of_paper(toy_edition, FULL).tags


def test_a_description_is_the_summary_or_who_where_and_when(toy_edition: Edition) -> None:
    assert of(toy_edition, summary="First\nline.  Second.").tags["description"] == ["First line. Second."]
    assert of(toy_edition, authors=["Ada Baker", "Bo Li"]).tags["description"] == ["Ada Baker, Bo Li. OVEN 2020."]


def test_a_long_description_is_cut(toy_edition: Edition) -> None:
    (found,) = of(toy_edition, summary="word " * 200).tags["description"]
    assert len(found) == 300
    assert found.endswith("…")


@pytest.mark.parametrize("address", ["", "venues/OVEN/"])
def test_other_pages_say_what_they_are(toy_edition: Edition, address: str) -> None:
    found = said(head_of_page(toy_edition, "A & <b>", 'D "x"', address, HOME))
    assert found.canonical == found.tags["og:url"] == [f"{HOME}{address}"]
    assert found.tags["og:title"] == ["A & <b>"]
    assert found.tags["description"] == found.tags["og:description"] == ['D "x"']
    assert found.tags["og:site_name"] == [toy_edition.settings.list.title]
    assert found.tags["og:type"] == ["website"]
    assert found.tags["og:image"] == [f"{HOME}assets/social-card.png"]
    assert not [name for name in found.tags if name.startswith("citation_")]
    assert [data["@type"] for data in found.data] == ([] if address else ["WebSite"])
