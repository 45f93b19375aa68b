"""What pages cite and link is found where it stands, leads where it should, and is left alone in code."""

from functools import partial

import markdown  # type: ignore[import-untyped]  # it has no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.prose import Mention, Stray, Target, has_mentions, mentions, resolved, strays, with_links
from tests.html_reading import read_html

BREAD = Target("papers/baker2020bread/", "Baker & Sons 2020", 'On "Bread" <b>')
GLUTEN = Target("families/gluten/", "Gluten", "Gluten")
KNOWN = {("paper", "baker2020bread"): BREAD, ("family", "gluten"): GLUTEN}


def find(kind: str, key: str) -> Target | None:
    return KNOWN.get((kind, key))


def laid_out(text: str) -> str:
    """Return the HTML that the site's engine makes of a page, with its mentions as links."""
    html = markdown.markdown(with_links(text), extensions=["fenced_code", "tables", "admonition", "attr_list"])
    return resolved(html, "../", find)


FOUND = {
    "citation": ("See [@a2020b].", [Mention("paper", "a2020b", 1, 7)]),
    "several": ("[@a2020b; @c2021d]", [Mention("paper", "a2020b", 1, 3), Mention("paper", "c2021d", 1, 12)]),
    "side by side": ("[@a2020b][@c2021d]", [Mention("paper", "a2020b", 1, 3), Mention("paper", "c2021d", 1, 12)]),
    "words behind an id": ("[@a2020b, section 2]", [Mention("paper", "a2020b", 1, 3)]),
    "over a line": ("[@a2020b;\n@c2021d]", [Mention("paper", "a2020b", 1, 3), Mention("paper", "c2021d", 2, 2)]),
    "malformed": ("[@a2020b; c2021d]", [Mention("paper", "a2020b", 1, 3), Mention("paper", "c2021d", 1, 11)]),
    "link": ("[x](family:gluten#papers)", [Mention("family", "gluten", 1, 5)]),
    "link in brackets": ("[x](<topic:rye>)", [Mention("topic", "rye", 1, 6)]),
    "link to a library": ("[x](library:breadlib)", [Mention("library", "breadlib", 1, 5)]),
    "link with a title": ('[x](venue:OVEN "Hot")', [Mention("venue", "OVEN", 1, 5)]),
    "definition": ("[x]: paper:a2020b", [Mention("paper", "a2020b", 1, 6)]),
    "HTML": ('<a href="family:gluten">x</a>', [Mention("family", "gluten", 1, 10)]),
    "item": ("* x\n\n    [@a2020b]", [Mention("paper", "a2020b", 3, 7)]),
    "admonition": ("!!! note\n\n    [@a2020b]", [Mention("paper", "a2020b", 3, 7)]),
    "in a paragraph": ("x\n    [@a2020b]", [Mention("paper", "a2020b", 2, 7)]),
    "behind code": (
        "`x` [@a2020b]\n```\n```\n[@c2021d]",
        [Mention("paper", "a2020b", 1, 7), Mention("paper", "c2021d", 4, 3)],
    ),
    "lone backtick": ("` [@a2020b]", [Mention("paper", "a2020b", 1, 5)]),
    "escaped backticks": (r"\`[@a2020b]\`", [Mention("paper", "a2020b", 1, 5)]),
    "backticks of two paragraphs": ("`x\n\n[@a2020b]`", [Mention("paper", "a2020b", 3, 3)]),
    "unclosed comment": ("<!-- [@a2020b]", [Mention("paper", "a2020b", 1, 8)]),
    "in order": (
        "[x](family:gluten) [@a2020b]",
        [Mention("family", "gluten", 1, 5), Mention("paper", "a2020b", 1, 22)],
    ),
}

SILENT = {
    "span": "`[@a2020b] [x](family:gluten)`",
    "span of two backticks": "``[@a2020b] ` [@c2021d]``",
    "span over a line": "`[@a2020b]\n[@c2021d]`",
    "fence": "```\n[@a2020b]\n```",
    "fence with a language": "```markdown\n[@a2020b]\n\n[x](family:gluten)\n```",
    "tildes": "~~~\n[@a2020b]\n```\n[@c2021d]\n~~~",
    "longer fence": "````\n```\n[@a2020b]\n```\n````",
    "indented": "x\n\n    [@a2020b]\n",
    "indented further": "    x\n\n    [@a2020b]\n",
    "comment": "<!-- [@a2020b]\n\n[@c2021d] -->",
    "pre": "<pre>[@a2020b]</pre>",
    "code": "<code>[@a2020b]</code>",
    "escaped": r"\[@a2020b]",
    "front matter": '---\ntitle: "[@a2020b]"\n---\nx',
    "address": "[x](https://a.example/paper:a2020b)",
    "link whose words begin so": "[@a2020b](https://a.example/)",
    "mail": "me@a2020b and [me@a2020b]",
    "picture": "![@a2020b]",
    "words": "family:gluten",
}


cited = partial(Stray, is_picture=False)
pictured = partial(Stray, is_picture=True)
STRAY = {
    "words before an id": ("[see @a2020b]", [cited("a2020b", line=1, column=7)]),
    "without the author": ("[-@a2020b]", [cited("a2020b", line=1, column=4)]),
    "in the text": (
        "As @a2020b's figure\nand (@c2021-d) say.",
        [cited("a2020b", line=1, column=5), cited("c2021-d", line=2, column=7)],
    ),
    "for a target": ("[x](@a2020b)", [cited("a2020b", line=1, column=6)]),
    "behind the words of a citation": ("[@a2020b, see @c2021d]", [cited("c2021d", line=1, column=16)]),
    "picture": ("![x](family:gluten)", [pictured("family:gluten", line=1, column=6)]),
    "picture by a definition": ("![x][y]\n\n[y]: family:gluten", [pictured("family:gluten", line=1, column=1)]),
    "picture by its words": ("![Y]\n\n[y]: family:gluten", [pictured("family:gluten", line=1, column=1)]),
    "picture in HTML": ('<img alt="" src="paper:a2020b">', [pictured("paper:a2020b", line=1, column=18)]),
}


@pytest.mark.parametrize(("text", "found"), STRAY.values(), ids=STRAY)
def test_what_looks_like_a_mention_and_is_none_is_found(text: str, found: list[Stray]) -> None:
    assert list(strays(text)) == found
    for stray in found:
        assert (f'src="{stray.text}"' if stray.is_picture else f"@{stray.text}") in laid_out(text)


@pytest.mark.parametrize("text", [*(text for text, _ in FOUND.values()), *SILENT.values()], ids=[*FOUND, *SILENT])
def test_what_is_a_mention_or_looks_like_none_is_no_stray(text: str) -> None:
    assert list(strays(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/@a2020b",
        "<https://a.example/?by=@a2020b>",
        "https://a.example/?by=@a2020b",
        '<a title="@a2020b" href="https://a.example/">x</a>',
        "[see @a2020b](https://a.example/)",
        r"\@a2020b",
        "@a2020b_c",
        r"\![x](family:gluten)",
        "![x](family.svg)",
        "![x][z]\n\n[z]: family.svg\n[y]: family:gluten",
    ],
    ids=[
        "address",
        "query",
        "query without brackets",
        "attribute",
        "words of a link",
        "escaped sign",
        "longer name",
        "escaped picture",
        "picture of a file",
        "definition of another name",
    ],
)
def test_other_signs_and_pictures_are_left_alone(text: str) -> None:
    assert list(strays(text)) == []


@pytest.mark.parametrize(("text", "found"), FOUND.values(), ids=FOUND)
def test_mention_is_found_where_it_stands(text: str, found: list[Mention]) -> None:
    assert list(mentions(text)) == found


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT)
def test_what_is_no_mention_is_left_alone(text: str) -> None:
    assert list(mentions(text)) == []
    assert with_links(text) == text


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Bread [@baker2020bread].", "Bread (Baker & Sons 2020)."),
        ("Bread [@baker2020bread, section 2].", "Bread (Baker & Sons 2020, section 2)."),
        ("Bread [@baker2020bread;\n@baker2020bread].", "Bread (Baker & Sons 2020; Baker & Sons 2020)."),
        ("Bread [@baker2020bread][@baker2020bread].", "Bread (Baker & Sons 2020)(Baker & Sons 2020)."),
        ("Bread [@baker2020bread; sons].", "Bread [@baker2020bread; sons]."),
    ],
    ids=["one", "words behind it", "two on two lines", "two side by side", "malformed"],
)
def test_citation_reads_as_names_and_year(text: str, read: str) -> None:
    assert read_html(laid_out(text)).text == read


def test_citation_leads_to_the_paper_and_names_it_in_full() -> None:
    page = read_html(laid_out("Bread [@baker2020bread]."))
    assert page.links == ["../papers/baker2020bread/"]
    assert ("a", {"class": "citation", "href": page.links[0], "title": 'On "Bread" <b>'}) in page.elements


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("[x](family:gluten)", "../families/gluten/"),
        ("[x](family:gluten#papers)", "../families/gluten/#papers"),
        ("[x][y]\n\n[y]: family:gluten", "../families/gluten/"),
        ('[x](family:gluten "Gluten"){ .button }', "../families/gluten/"),
        ('<a class="x" href="family:gluten">x</a>', "../families/gluten/"),
        ("<a href='family:gluten#papers'>x</a>", "../families/gluten/#papers"),
        ("| a |\n|---|\n| [x](family:gluten) |", "../families/gluten/"),
        ("[x](family:nothing)", "family:nothing"),
        ("[x](families/gluten/)", "families/gluten/"),
    ],
    ids=[
        "link",
        "place in a page",
        "definition",
        "title and class",
        "HTML",
        "single quotes",
        "table",
        "unknown",
        "other link",
    ],
)
def test_link_leads_to_the_page(text: str, link: str) -> None:
    assert read_html(laid_out(text)).links == [link]


@pytest.mark.parametrize("code", ["`{}`", "```\n{}\n```", "x\n\n    {}\n"], ids=["span", "fence", "indented"])
def test_code_shows_what_is_written(code: str) -> None:
    written = '[@baker2020bread] [x](family:gluten) <a href="family:gluten">'
    page = read_html(laid_out(code.format(written)))
    assert page.text.removeprefix("x ") == written
    assert page.links == []


@pytest.mark.parametrize(
    ("html", "has"), [('<a href="family:gluten">', True), ('<a href="x">family:gluten</a>', False)]
)
def test_page_that_mentions_nothing_is_known(html: str, has: bool) -> None:  # noqa: FBT001  # a case
    assert has_mentions(html) == has


MARKS = [
    "[@",
    "@",
    "]",
    "(",
    "family:",
    "paper:",
    "`",
    "```",
    "~~~",
    "\n",
    "\n\n",
    "    ",
    "<!--",
    "-->",
    "<pre>",
    "a",
    "\\",
    "- ",
]


@given(st.lists(st.sampled_from(MARKS), max_size=40).map("".join))
def test_place_is_where_the_mention_stands(text: str) -> None:
    lines = text.split("\n")
    for kind, key, line, column in mentions(text):
        rest = "\n".join(lines[line - 1 :])[column - 1 :]
        assert rest.startswith((key, f"{kind}:{key}"))


@pytest.mark.parametrize(
    "text",
    [
        "`" * 9 + " ",
        "` `` ",
        "[@",
        "<pre>",
        "[x](paper:",
        "\\`",
        "    \n",
        "> ```\n",
        "--- [@a]\n",
        "[@a; ",
        "\t",
        "![",
        "![a]",
        "<img ",
        "-@",
        "@a2020b ",
        "a" * 9 + "@",
    ],
)
def test_a_page_as_large_as_may_be_is_read_in_one_go(text: str) -> None:
    page = "[@a2020b] " + text * (2**20 // len(text))
    assert all(mention.kind == "paper" for mention in mentions(page))
    assert {stray.is_picture for stray in strays(page)} <= {False}
