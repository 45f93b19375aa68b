"""Shells: that every slot is filled, and that no data can open one."""

import pytest

from catalog.outputs.pages import Page
from catalog.outputs.shells import Slots, search_entry, sitemap
from catalog.outputs.templating import Html

SLOTS = Slots.unlike("anything")
HTML = (
    f"<title>{SLOTS['title']} - List</title><i name='{SLOTS['name']}'>{SLOTS.body}"
    f"<a href='{SLOTS['edit']}'>{SLOTS['title']}</a>"
)


def page(title: str, body: str = "") -> Page:
    """Return a page."""
    return Page("papers/a2020b/", title, "About.", Html(body))


def test_slots_are_filled() -> None:
    filled = SLOTS.cut(HTML).filled(page("A & B", "<p>x</p>"), "https://forge.test/edit?a&b")
    assert filled == (
        "<title>A &amp; B - List</title><i name='a2020b'><p>x</p>"
        "<a href='https://forge.test/edit?a&amp;b'>A &amp; B</a>"
    )


@pytest.mark.parametrize("word", [SLOTS["body"], SLOTS["edit"], SLOTS.body, SLOTS.prefix])
def test_data_opens_no_slot(word: str) -> None:
    filled = SLOTS.cut(HTML).filled(page(word, word), word)
    assert filled.count(SLOTS.prefix) == HTML.count(SLOTS.prefix) - 1


def test_slots_differ_from_the_text_that_they_stand_in() -> None:
    assert Slots.unlike(SLOTS.prefix).prefix != SLOTS.prefix


def test_search_takes_title_and_words_as_text() -> None:
    entry = search_entry(Page("papers/x/", "<script>", "", Html(""), words="a < b"))
    assert entry == {"location": "papers/x/", "title": "&lt;script&gt;", "text": "a &lt; b"}


def test_sitemap_escapes() -> None:
    assert "<url><loc>https://a.test/?x&amp;y</loc></url>" in sitemap(["https://a.test/?x&y"])
