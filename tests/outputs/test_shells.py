"""Shells: that every slot is filled, and that no data can open one."""

import pytest

from catalog.outputs.pages import Page
from catalog.outputs.shells import Slots, sitemap
from catalog.outputs.templating import Html

SLOTS = Slots.unlike("anything")
HTML = (
    f"<title>{SLOTS['title']} - List</title>{SLOTS['head']}<i name='{SLOTS['name']}'>{SLOTS.body}"
    f"{SLOTS['edit']}<i>{SLOTS['title']}</i>"
)


def page(title: str, body: str = "") -> Page:
    """Return a page."""
    return Page("papers/a2020b/", title, Html("<meta>"), Html(body))


def test_slots_are_filled() -> None:
    filled = SLOTS.cut(HTML).filled(page("A & B", "<p>x</p>"), "https://forge.test/edit?a&b")
    assert filled == (
        "<title>A &amp; B - List</title><meta><i name='a2020b'><p>x</p>"
        '<a href="https://forge.test/edit?a&amp;b" class="pencil" rel="edit">Edit</a><i>A &amp; B</i>'
    )


def test_empty_lines_and_indents_of_a_template_are_left_out() -> None:
    assert SLOTS.cut("<p>\n\n    <b>x</b>\n  </p>").filled(page("A"), "") == "<p>\n<b>x</b>\n</p>"


@pytest.mark.parametrize("word", [SLOTS["body"], SLOTS["edit"], SLOTS.body, SLOTS.prefix])
def test_data_opens_no_slot(word: str) -> None:
    filled = SLOTS.cut(HTML).filled(page(word, word), word)
    assert filled.count(SLOTS.prefix) == HTML.count(SLOTS.prefix) - 2


def test_slots_differ_from_the_text_that_they_stand_in() -> None:
    assert Slots.unlike(SLOTS.prefix).prefix != SLOTS.prefix


def test_sitemap_escapes() -> None:
    assert "<url><loc>https://a.test/?x&amp;y</loc></url>" in sitemap(["https://a.test/?x&y"])
