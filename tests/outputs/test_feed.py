"""The feed is what RFC 4287 asks for, and a reader of feeds finds in it what the records say."""

from datetime import date
from typing import Any, Final
from xml.etree import ElementTree as ET

import feedparser
import pytest

from catalog.edition import Edition
from catalog.outputs import addresses
from catalog.outputs.feed import AT_MOST, feed
from tests.editions import edition_of, linked, paper
from tests.hostile_papers import hostile

HOME: Final = "https://host.test/some/folder/"
ATOM: Final = "{http://www.w3.org/2005/Atom}"


def read(edition: Edition) -> Any:  # noqa: ANN401  # the reader has no types
    found = feedparser.parse(feed(edition, HOME))
    assert not found.bozo, found.get("bozo_exception")
    return found


def tree(edition: Edition) -> ET.Element:
    return ET.fromstring(feed(edition, HOME).encode())


@pytest.fixture(params=["toy", "list", "hostile", "empty"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition, list_edition: Edition) -> Edition:
    """Return each edition that a feed is made of."""
    return {
        "toy": toy_edition,
        "list": list_edition,
        "hostile": hostile(toy_edition),
        "empty": edition_of(toy_edition, {}),
    }[str(request.param)]


def test_feed_and_entries_have_what_is_required_of_them_once(edition: Edition) -> None:
    root = tree(edition)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert element.findtext(f"{ATOM}{name}")
        assert element.findall(f"{ATOM}author/{ATOM}name")
        alternates = [link for link in element.findall(f"{ATOM}link") if link.attrib["rel"] == "alternate"]
        assert len(alternates) == 1
    ids = [element.text for element in root.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids))


def test_feed_names_itself_and_the_site(edition: Edition) -> None:
    found = read(edition).feed
    assert {link.rel: link.href for link in found.links} == {"self": f"{HOME}feed.xml", "alternate": HOME}
    assert found.id == f"{HOME}feed.xml"


def test_each_address_is_absolute(edition: Edition) -> None:
    for element in tree(edition).iter():
        for name in ("href", "scheme"):
            assert element.attrib.get(name, HOME).startswith(("https://", "http://"))


def test_entry_says_what_the_record_says(toy_edition: Edition) -> None:
    (entry,) = [found for found in read(toy_edition).entries if "angstrom2021rye" in found.id]
    record = toy_edition.catalog["angstrom2021rye"]
    assert entry.id == entry.link == f"{HOME}{addresses.paper(record.id)}"
    assert entry.title == record.value.title
    assert [author.name for author in entry.authors] == [person.display for person in record.value.authors]
    assert entry.summary == record.value.summary
    assert [(tag.term, tag.label, tag.scheme) for tag in entry.tags] == [
        ("starter", "Starters & levains", f"{HOME}families/"),
        ("gluten", "Gluten", f"{HOME}families/"),
        ("rye", "Rye", f"{HOME}topics/"),
        ("wheat", "Wheat", f"{HOME}topics/"),
    ]
    assert entry.published == entry.updated == "2026-01-02T00:00:00Z"
    assert [link.href for link in entry.links if link.rel == "related"] == [record.value.links.paper]


def test_without_a_summary_an_entry_says_who_where_and_when(toy_edition: Edition) -> None:
    papers = {"a": paper(authors=["Ada Baker", "Bo Li"], year="2013")}
    assert read(edition_of(toy_edition, papers)).entries[0].summary == "Ada Baker, Bo Li. OVN 2013."


def test_newest_come_first_and_of_one_day_by_id(toy_edition: Edition) -> None:
    days = {"b": "2026-01-02", "c": "2026-03-01", "a": "2026-01-02", "d": "2025-12-31"}
    found = read(edition_of(toy_edition, {key: paper(added=day) for key, day in days.items()}))
    assert [entry.id for entry in found.entries] == [f"{HOME}papers/{key}/" for key in "cabd"]
    assert found.feed.updated == "2026-03-01T00:00:00Z"


def test_only_the_newest_are_in_it(toy_edition: Edition) -> None:
    papers = {f"p{at:03}": paper(added=date(2026, 1, 1).replace(day=1 + at % 28).isoformat()) for at in range(200)}
    found = read(edition_of(toy_edition, papers)).entries
    assert len(found) == AT_MOST
    assert min(entry.updated for entry in found) >= "2026-01-21"


def test_titles_come_back_as_they_are(edition: Edition) -> None:
    titles = {f"{HOME}{addresses.paper(record.id)}": record.value.title for record in edition.catalog}
    for element in tree(edition).iter(f"{ATOM}entry"):
        assert element.findtext(f"{ATOM}title") == titles[str(element.findtext(f"{ATOM}id"))]


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x1b", "\ufffe", "\uffff", "\ud800"], ids=ascii)
def test_what_no_document_may_hold_is_replaced(toy_edition: Edition, char: str) -> None:
    # Records hold none of them, so that such a paper is made past the schema.
    links = linked().model_copy(update={"paper": f"https://x.test/{char}"})
    record = paper().model_copy(update={"title": f"Ri{char}se", "links": links})
    (entry,) = read(edition_of(toy_edition, {"a": record})).entries
    assert entry.title == "Ri\N{REPLACEMENT CHARACTER}se"


def test_only_addresses_of_the_web_are_led_to(toy_edition: Edition) -> None:
    record = paper().model_copy(update={"links": linked(paper="javascript:alert(1)")})
    assert "javascript" not in feed(edition_of(toy_edition, {"a": record}), HOME)


def test_same_records_give_the_same_bytes(edition: Edition) -> None:
    text = feed(edition, HOME)
    assert feed(edition, HOME) == text
    assert text.startswith('<?xml version="1.0" encoding="utf-8"?>\n<feed ')
    assert text.endswith("</feed>\n")
