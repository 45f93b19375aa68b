"""A new value stands in the old one's place and quotes, and no other byte changes, however the record is written."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.faults import Loc
from catalog.records.edit import inserted, replaced
from catalog.records.syntax import Places, compose, parse

OLD: Final = "http://oven.test/rye"
NEW: Final = "https://crumb.test/rye"
PAPER: Final = ("links", "paper")


@pytest.mark.parametrize(
    ("text", "loc"),
    [
        pytest.param(f"links:\n  paper: {OLD}\n", PAPER, id="plain"),
        pytest.param(f"links:\n  paper: '{OLD}'\n", PAPER, id="single quotes"),
        pytest.param(f'links:\n  paper: "{OLD}"\n', PAPER, id="double quotes"),
        pytest.param(f"links:\n  paper:   {OLD}   # moved?\n", PAPER, id="a comment after it"),
        pytest.param(f"# {OLD}\nlinks:\n  # {OLD}\n  paper: {OLD}\n  # {OLD}\n", PAPER, id="comments around it"),
        pytest.param(f"links: {{paper: {OLD}, pdf: {OLD}}}\n", PAPER, id="braces"),
        pytest.param(f"links: {{ paper: '{OLD}' }}\n", PAPER, id="braces and quotes"),
        pytest.param(f"code: [{{url: {OLD}}}, {{url: x}}]\n", ("code", 0, "url"), id="brackets"),
        pytest.param(f"code:\n  - url: {OLD}\n  - url: x\n", ("code", 0, "url"), id="a list"),
        pytest.param(f"code:\n- {{\n    url: {OLD},\n  }}\n", ("code", 0, "url"), id="braces over lines"),
        pytest.param(f"links:\r\n  paper: {OLD}\r\nyear: 2020\r\n", PAPER, id="lines of Windows"),
        pytest.param(f"links:\r  paper: {OLD}\ryear: 2020\r", PAPER, id="lines of old"),
        pytest.param(f"title: \U0001f35e \u00e9\u0301 李\nlinks:\n  paper: {OLD}\n", PAPER, id="letters of many bytes"),
        pytest.param(f'title: "a\u2028b\u0085c"\nlinks:\n  paper: {OLD}\n', PAPER, id="rare line breaks"),
        pytest.param(f"links:\n  paper: {OLD}", PAPER, id="no line break at the end"),
        pytest.param(f"links:\n    paper:\n      {OLD}\n", PAPER, id="on the next line"),
        pytest.param(f"\n\nlinks:\n  pdf: {OLD}\n\n  paper: {OLD}\n\n\n", PAPER, id="empty lines"),
        pytest.param(f"---\nlinks:\n  paper: {OLD}\n...\n", PAPER, id="marks of a document"),
        pytest.param(f"\"links\":\n  'paper': {OLD}\n", PAPER, id="keys in quotes"),
        pytest.param(f"links:\n  paper : {OLD}\n", PAPER, id="a space before the colon"),
        pytest.param(f"links:\n  paper: {OLD}  \n", PAPER, id="spaces at the end"),
    ],
)
def test_only_the_value_changes(text: str, loc: Loc) -> None:
    start = Places(text).span(loc)
    assert start is not None
    found = replaced(text, loc, NEW)
    assert found is not None
    # The old text with the new value where the old one stood, which is not always the first of its kind.
    assert found in {f"{text[:at]}{NEW}{text[at + len(OLD) :]}" for at in range(len(text)) if text.startswith(OLD, at)}
    assert value_at(found, loc) == NEW


def value_at(text: str, loc: Loc) -> object:
    """Return what a YAML reader finds at `loc`."""
    from yaml import BaseLoader, load  # noqa: PLC0415  # the reader of the package gives places, not values

    node: object = load(text, BaseLoader)
    for step in loc:
        node = node[step]  # type: ignore[index]  # a mapping or a list
    return node


@pytest.mark.parametrize(
    ("value", "plain", "single", "double"),
    [
        pytest.param(NEW, NEW, f"'{NEW}'", f'"{NEW}"', id="an address"),
        pytest.param("it's", "it's", "'it''s'", '"it\'s"', id="an apostrophe"),
        pytest.param("a,b", '"a,b"', "'a,b'", '"a,b"', id="a comma"),
        pytest.param("a: b", '"a: b"', "'a: b'", '"a: b"', id="a colon"),
        pytest.param("a #b", '"a #b"', "'a #b'", '"a #b"', id="a comment's sign"),
        pytest.param("2020", '"2020"', "'2020'", '"2020"', id="a number"),
        pytest.param('"a"', '"\\"a\\""', "'\"a\"'", '"\\"a\\""', id="quotes"),
        pytest.param("a\\b", "a\\b", "'a\\b'", '"a\\\\b"', id="a backslash"),
    ],
)
def test_a_value_is_quoted_as_the_old_one_was_or_where_it_must_be(
    value: str, plain: str, single: str, double: str
) -> None:
    assert replaced("paper: rye\n", ("paper",), value) == f"paper: {plain}\n"
    assert replaced("paper: 'rye'\n", ("paper",), value) == f"paper: {single}\n"
    assert replaced('paper: "rye"\n', ("paper",), value) == f"paper: {double}\n"


@given(
    value=st.text(st.characters(blacklist_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20).map(str.strip),
    form=st.sampled_from(["{{a: {}, b: c}}", "a: {}\nb: c\n", "{{b: c, a: {}}}"]),
    quoted=st.sampled_from(["rye", "'rye'", '"rye"']),
)
def test_whatever_is_written_is_read_again(value: str, form: str, quoted: str) -> None:
    found = replaced(form.format(quoted), ("a",), value)
    assert found is not None
    assert compose(found)
    assert (value_at(found, ("a",)), value_at(found, ("b",))) == (value, "c")


@pytest.mark.parametrize(
    ("text", "loc"),
    [
        pytest.param("links:\n  paper: |\n    http://oven.test/rye\n", PAPER, id="a block"),
        pytest.param("links:\n  paper: >-\n    http://oven.test/rye\n", PAPER, id="a folded block"),
        pytest.param('links:\n  paper: "http://oven.\\\n    test/rye"\n', PAPER, id="quotes over two lines"),
        pytest.param("links:\n  pdf: x\n", PAPER, id="no such key"),
        pytest.param("links: [x]\n", ("links", 3), id="no such item"),
        pytest.param("links:\n  paper: [x]\n", PAPER, id="a list"),
        pytest.param("links: {paper: {a: b}}\n", PAPER, id="a mapping"),
        pytest.param("links: x\n", (), id="all of it"),
    ],
)
def test_where_no_scalar_stands_on_one_line_nothing_is_written(text: str, loc: Loc) -> None:
    assert replaced(text, loc, NEW) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("title: x  # c\nadded: y\n", "title: x  # c\ndoi: z\nadded: y\n", id="a comment beside"),
        pytest.param(
            "title: x\n# why\nadded: y\n", "title: x\ndoi: z\n# why\nadded: y\n", id="a comment above the next"
        ),
        pytest.param("authors:\n- x\n  # c\nadded: y\n", "authors:\n- x\n  # c\ndoi: z\nadded: y\n", id="a list"),
        pytest.param(
            "title: >-\n  x\n\n  y\n\nadded: y\n", "title: >-\n  x\n\n  y\n\ndoi: z\nadded: y\n", id="a block"
        ),
        pytest.param("title: x\nvenue:\nadded: y\n", "title: x\nvenue:\ndoi: z\nadded: y\n", id="an empty field"),
        pytest.param("year: [a,\n b]\nadded: y\n", "year: [a,\n b]\ndoi: z\nadded: y\n", id="brackets over lines"),
        pytest.param("title: x", "title: x\ndoi: z", id="no line break at the end"),
        pytest.param("title: x\r\nadded: y\r\n", "title: x\r\ndoi: z\r\nadded: y\r\n", id="lines of Windows"),
        pytest.param("  title: x\n  added: y\n", "  title: x\n  doi: z\n  added: y\n", id="indented"),
        pytest.param("added: y\ntitle: x\n", "added: y\ntitle: x\ndoi: z\n", id="another order"),
        pytest.param("{title: x, added: y}\n", "{title: x, doi: z, added: y}\n", id="braces"),
        pytest.param("{ title: x }\n", "{ title: x, doi: z }\n", id="spaces in braces"),
        pytest.param("{title: x, # c\n}\n", "{title: x, doi: z, # c\n}\n", id="a comma at the end of braces"),
        pytest.param("{added: [a, b], title: 'x'}\n", "{added: [a, b], title: 'x', doi: z}\n", id="quotes in braces"),
        pytest.param("{title: {a: [b]}, added: y}\n", "{title: {a: [b]}, doi: z, added: y}\n", id="braces in braces"),
        pytest.param('{"title":"x","added":"y"}\n', '{"title":"x", doi: z,"added":"y"}\n', id="JSON"),
        pytest.param("{title: x,\n added: y,\n}\n", "{title: x, doi: z,\n added: y,\n}\n", id="braces over lines"),
        pytest.param("{title, added: y}\n", "{title, doi: z, added: y}\n", id="a key alone"),
        pytest.param("{title: , added: y}\n", None, id="nothing behind a colon in braces"),
        pytest.param("? title\n: x\n? added\n: y\n", "? title\n: x\ndoi: z\n? added\n: y\n", id="keys with marks"),
        pytest.param("title: x\ndoi: y\n", None, id="it is there"),
        pytest.param("added: y\n", None, id="nothing stands before it"),
    ],
)
def test_a_new_field_stands_below_those_before_it(text: str, expected: str | None) -> None:
    order = ("title", "authors", "year", "venue", "doi", "added")
    assert inserted(text, "doi", "z", order) == expected


@given(value=st.text(st.characters(blacklist_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20).map(str.strip))
@pytest.mark.parametrize("text", ["{title: x, added: y}\n", "title: x\nadded: y\n"], ids=["braces", "lines"])
def test_whatever_is_put_in_is_read_again(text: str, value: str) -> None:
    order = ("title", "note", "code", "added")
    code = [{"url": value, "official": "true"}]
    noted = inserted(text, "note", value, order)
    assert noted is not None
    whole = inserted(noted, "code", code, order)
    assert whole is not None
    assert parse(whole) == {"title": "x", "note": value, "code": code, "added": "y"}
