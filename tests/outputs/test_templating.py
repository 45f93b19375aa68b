"""Whatever a template prints shows as itself, and a template that cannot be rendered is a finding."""

import html
import os
import re
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

import pypandoc
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from catalog.diagnostics import Diagnostic
from catalog.outputs.templating import (
    SHIPPED,
    Html,
    Markdown,
    TemplateFaultError,
    faults,
    markdown,
    markdown_url,
    render,
)
from tests.html_reading import read_html

NAME = "loaf.md.j2"


def shown(items: list[str]) -> list[str]:
    """Return the HTML of list items, as a reader of GitHub's Markdown that is not ours makes it."""
    text = "".join(f"* {item}\n\n  <!-- -->\n\n" for item in items)
    page = pypandoc.convert_text(text, "html", format="gfm-emoji", extra_args=["--wrap=preserve"])
    found: list[str] = re.findall(r"(?s)<li>(?:<p>)?(.*?)(?:</p>)?\s*<!-- -->\s*</li>", page)
    return [item.strip() for item in found]


# Records hold no control characters; a text on one line has no others that are space.
words = st.lists(
    st.one_of(
        st.text(st.sampled_from("\\`*_{}[]()<>|~$#&;:!+-=.,'\"@/^ab1 "), max_size=12),
        st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff"), max_size=6),
        st.sampled_from(
            ["https://a.test", "www.a.test", "a@b.test", "mailto:a", "&amp;", "&#65;", "1.", "2)", "- x", "# x", "```"]
        ),
    ),
    min_size=1,
    max_size=5,
).map("".join)


def composed(text: str) -> str:
    """Return a text as pandoc takes it: it composes letters and marks before anything else."""
    return unicodedata.normalize("NFC", text)


@settings(max_examples=25)
@given(st.lists(words.map(str.split).map(" ".join).map(composed).filter(bool), min_size=1, max_size=40))
@example(["_https://a.test_", "_www.a.test_", "1www.a.test", "éhttps://a.test/", "(www.a.test)"])
def test_any_text_shows_as_itself_and_is_no_markup(texts: list[str]) -> None:
    found = shown([markdown(text) for text in texts])
    assert [html.unescape(item) for item in found] == texts
    assert all("<" not in item for item in found)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Rye & Ruin", "Rye & Ruin"),
        ("a *b* [c](d)", r"a \*b\* \[c\](d)"),
        ("1. Levain", r"1\. Levain"),
        ("12) Levain", r"12\) Levain"),
        *((f"{sign} Levain", f"\\{sign} Levain") for sign in "-+=:"),
        ("~~rye~~ $x$ {{ y }}", r"\~\~rye\~\~ \$x\$ \{\{ y \}\}"),
        ("mid-dough 1. x", "mid-dough 1. x"),
        ("&copy; &#65; & R&D;", r"\&copy; \&#65; & R\&D;".replace("#", r"\#")),
        ("  two\n lines\t", "two lines"),
        ("https://a.test", "https&#58;//a.test"),
        ("www.a.test", "www&#46;a.test"),
        ("a@b", "a&#64;b"),
        ("", ""),
    ],
)
def test_only_what_would_be_read_as_markup_is_escaped(text: str, escaped: str) -> None:
    assert markdown(text) == escaped
    assert isinstance(markdown(text), Markdown)


@pytest.mark.parametrize(
    ("url", "escaped"),
    [
        ("https://oven.test/a_b*c", "https://oven.test/a_b*c"),
        ("https://oven.test/(rye)", r"https://oven.test/\(rye\)"),
        ("https://oven.test/a b<c>", "https://oven.test/a%20b%3Cc%3E"),
        ("https://oven.test/?a=1&copy=2&amp;b", "https://oven.test/?a=1&copy=2&amp;amp;b"),
        ("https://oven.test/[x]|`\\\"'", "https://oven.test/%5Bx%5D%7C%60%5C%22%27"),
    ],
)
def test_an_address_is_escaped_for_the_brackets_of_a_link(url: str, escaped: str) -> None:
    assert markdown_url(url) == escaped


addresses = (
    st.text(st.characters(exclude_categories=["Cs", "Cn", "Zl", "Zp"], exclude_characters="\x85"), max_size=30)
    .map(composed)
    .map("https://oven.test/".__add__)
)


@settings(max_examples=25)
@given(st.lists(addresses, min_size=1, max_size=40))
def test_any_address_leads_where_it_says(urls: list[str]) -> None:
    read = read_html("".join(shown([f"[x]({markdown_url(url)})" for url in urls])))
    assert [_decoded(link) for link in read.links] == [_decoded(url) for url in urls]


def _decoded(url: str) -> str:
    """Return an address with what may be written in two ways written as UTF-8 bytes."""
    return "".join(
        char if char.isascii() and char.isprintable() and char not in "\\<>[]\"'`| " else _bytes(char) for char in url
    )


def _bytes(char: str) -> str:
    return "".join(f"%{byte:02X}" for byte in char.encode())


def faults_of(folder: Path, contexts: Mapping[str, frozenset[str]]) -> Iterator[Diagnostic]:
    """Yield what is wrong with any template of a folder."""
    return faults(folder, sorted(folder.rglob("*.j2")), contexts)


def rendered(folder: Path, text: str, context: Mapping[str, object], name: str = NAME) -> str:
    (folder / name).write_text(text)
    return render(folder, name, context)


def test_markdown_is_escaped_unless_it_says_that_it_is_some(tmp_path: Path) -> None:
    context = {"title": "*rye*", "link": Markdown("[*rye*](x)"), "number": 1}
    assert rendered(tmp_path, "{{ title }} {{ link }} {{ number }} **\n", context) == "\\*rye\\* [*rye*](x) 1 **\n"


def test_what_a_template_changes_is_escaped_again(tmp_path: Path) -> None:
    assert rendered(tmp_path, "{{ link | upper }}", {"link": Markdown("*rye*")}) == r"\*RYE\*"


def test_html_is_escaped_unless_it_says_that_it_is_some(tmp_path: Path) -> None:
    context = {"title": "<b>&", "link": Html("<a>rye</a>")}
    assert rendered(tmp_path, "{{ title }}{{ link }}*", context, "x.html.j2") == "&lt;b&gt;&amp;<a>rye</a>*"


def test_lines_of_statements_leave_no_blank_ones(tmp_path: Path) -> None:
    text = "{% for name in names %}\n  {% if name %}\n* {{ name }}\n  {% endif %}\n{% endfor %}\n"
    assert rendered(tmp_path, text, {"names": ["rye", "", "wheat"]}) == "* rye\n* wheat\n"


def test_a_template_of_the_list_stands_before_the_shipped_one(tmp_path: Path) -> None:
    assert rendered(tmp_path, "mine", {"entries": []}, "entries.md.j2") == "mine"


def test_a_template_that_the_list_does_not_have_is_the_shipped_one(tmp_path: Path) -> None:
    context = {"title": "Bread", "section": {"heading": "2020", "entries": []}}
    assert "\n# Bread: 2020\n" in render(tmp_path, "section.md.j2", context)


BROKEN = [
    pytest.param("\n{% if %}", 2, "expected an expression, got 'end of statement block'", id="malformed"),
    pytest.param("{{ title", 1, "unexpected end of template, expected 'end of print statement'", id="not closed"),
    pytest.param("\n\n{{ title | bake }}", 3, "no filter named 'bake'", id="an unknown filter"),
    pytest.param("\n\n{{ title is baked }}", 3, "no test named 'baked'", id="an unknown test"),
]


@pytest.mark.parametrize(("text", "line", "message"), BROKEN)
def test_a_malformed_template_is_found_before_it_is_rendered(
    tmp_path: Path, text: str, line: int, message: str
) -> None:
    (tmp_path / NAME).write_text(text)
    found = f"templates/{NAME}:{line}:1: error: {message} [template]"
    assert [str(finding) for finding in faults_of(tmp_path, {NAME: frozenset({"title"})})] == [found]
    assert [str(finding) for finding in faults_of(tmp_path, {})] == [found]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        *BROKEN,
        pytest.param("\n{{ crust }}", 2, "'crust' is undefined", id="an unknown name"),
        pytest.param("\n\n{{ title.crust }}", 3, "'str object' has no attribute 'crust'", id="an unknown attribute"),
        pytest.param("{% include 'crust.md.j2' %}", 1, "there is no template `crust.md.j2`", id="no such include"),
        pytest.param("\n{{ 1 / 0 }}", 2, "cannot be rendered: division by zero", id="a division by zero"),
        pytest.param("\n{{ title() }}", 2, "cannot be rendered: 'str' object is not callable", id="a call"),
        pytest.param(f"{{% include '{NAME}' %}}", 1, "includes itself", id="a circle"),
    ],
)
def test_a_template_that_cannot_be_rendered_is_a_finding(tmp_path: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(TemplateFaultError) as caught:
        rendered(tmp_path, text, {"title": "rye"})
    assert str(caught.value) == str(caught.value.finding) == f"templates/{NAME}:{line}:1: error: {message} [template]"


def test_there_must_be_a_template_of_the_name(tmp_path: Path) -> None:
    with pytest.raises(TemplateFaultError, match=r"there is no template `crust\.md\.j2`"):
        render(tmp_path, "crust.md.j2", {})


def test_the_shipped_templates_have_no_faults() -> None:
    assert list(faults_of(SHIPPED, {})) == []


def test_a_name_that_a_template_is_not_given_is_found_with_those_it_is(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{{ title }}{{ crust }}{% set mine = 1 %}{{ mine }}{{ ash }}")
    assert [finding.message for finding in faults_of(tmp_path, {NAME: frozenset({"title", "crumb"})})] == [
        "`ash` is nothing that this template is given; it has crumb, title",
        "`crust` is nothing that this template is given; it has crumb, title",
    ]


def test_an_unknown_name_is_found_in_its_line(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{{ title }}\n\n{{ crust }}")
    assert [finding.location.line for finding in faults_of(tmp_path, {NAME: frozenset({"title"})})] == [3]


def test_what_the_figures_do_not_have_is_found(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{{ statistics.papers }}\n{{ statistics.paper }}")
    assert [str(finding) for finding in faults_of(tmp_path, {NAME: frozenset({"statistics"})})] == [
        f"templates/{NAME}:2:1: error: `statistics` has no `paper`; did you mean `papers`? [template]"
    ]


def test_a_template_that_names_another_that_is_not_there_is_found(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{% include 'README.md.j2' %}\n{% include 'crust.md.j2' %}")
    assert [str(finding) for finding in faults_of(tmp_path, {})] == [
        f"templates/{NAME}:2:1: error: there is no template `crust.md.j2` [template]"
    ]


def test_a_template_that_only_others_include_may_name_anything(tmp_path: Path) -> None:
    (tmp_path / NAME).write_text("{{ crust }}")
    assert list(faults_of(tmp_path, {"other.md.j2": frozenset()})) == []


def test_a_template_that_is_no_text_hides_no_other(tmp_path: Path) -> None:
    (tmp_path / "a.md.j2").write_bytes(b"\xff")
    (tmp_path / "b.md.j2").mkdir()
    os.mkfifo(tmp_path / "c.md.j2")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/c.html.j2").write_text("{% if %}")
    assert [str(finding) for finding in faults_of(tmp_path, {})] == [
        "templates/a.md.j2:1:1: error: the byte 0xFF is not UTF-8; save the file as UTF-8 [template]",
        "templates/b.md.j2:1:1: error: is no plain file; put the file itself there [template]",
        "templates/c.md.j2:1:1: error: is no plain file; put the file itself there [template]",
        "templates/site/c.html.j2:1:1: error: expected an expression, got 'end of statement block' [template]",
    ]


def test_a_file_that_is_no_template_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("{% if %}")
    os.mkfifo(tmp_path / "pipe")
    assert list(faults_of(tmp_path, {})) == []
