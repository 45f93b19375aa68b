"""Every comment is found once and belongs to the key or item it stands at."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.faults import Loc
from catalog.model import Paper
from catalog.records.comments import comments
from catalog.records.encode import encode
from catalog.records.syntax import compose, parse

Placed = dict[Loc, list[str]]

CASES: list[tuple[str, str, Placed, Placed, list[str]]] = [
    ("above a key", "# a\ntitle: x\n", {("title",): ["# a"]}, {}, []),
    ("two above a key", "# a\n\n# b\ntitle: x\n", {("title",): ["# a", "# b"]}, {}, []),
    ("beside a value", "title: x # a\n", {}, {("title",): ["# a"]}, []),
    ("beside a key", "links: # a\n  pdf: x\n", {}, {("links",): ["# a"]}, []),
    ("above a key in a key", "links:\n  # a\n  pdf: x\n", {("links", "pdf"): ["# a"]}, {}, []),
    ("above an item", "topics:\n  # a\n  - x\n  - y\n", {("topics", 0): ["# a"]}, {}, []),
    ("beside an item", "topics:\n  - x\n  - y # a\n", {}, {("topics", 1): ["# a"]}, []),
    ("beside an item in brackets", "topics: [x, # a\n  y]\n", {}, {("topics", 0): ["# a"]}, []),
    ("beside brackets", "topics: [x] # a\n", {}, {("topics",): ["# a"]}, []),
    ("beside braces", "code: [{url: x, note: y}] # a\n", {}, {("code",): ["# a"]}, []),
    ("beside an item's braces", "code:\n  - {url: x, note: y} # a\n", {}, {("code", 0, "url"): ["# a"]}, []),
    ("beside an item's empty braces", "code:\n  - url: x\n  - {} # a\n", {}, {("code", 1): ["# a"]}, []),
    ("beside braces in brackets", "code: [{url: x}, # a\n  {url: y}]\n", {}, {("code", 0, "url"): ["# a"]}, []),
    ("beside empty brackets", "topics: [] # a\n", {}, {("topics",): ["# a"]}, []),
    ("above an item with fields", "code:\n  # a\n  - url: x\n", {("code", 0, "url"): ["# a"]}, {}, []),
    ("after a hyphen", "code:\n  - # a\n    url: x\n", {("code", 0, "url"): ["# a"]}, {}, []),
    ("after a later hyphen", "code:\n  - url: x\n  -   # a\n    url: y\n", {("code", 1, "url"): ["# a"]}, {}, []),
    ("after the hyphen of a word", "topics:\n- x\n- # a\n  y\n", {("topics", 1): ["# a"]}, {}, []),
    ("beside an item that is empty", "topics:\n- # a\n- y\n", {}, {("topics", 0): ["# a"]}, []),
    ("beside a word of hyphens", "topics:\n- -- # a\n", {}, {("topics", 0): ["# a"]}, []),
    ("beside the start of a document", "--- # a\ntitle: x\n", {("title",): ["# a"]}, {}, []),
    ("after everything", "title: x\n# a\n# b\n", {}, {}, ["# a", "# b"]),
    ("at the end, indented, with nothing before", "  # a\n{}\n", {}, {}, ["# a"]),
    ("in nothing", "{} # a\n", {}, {}, ["# a"]),
    ("without a space behind the sharp", "title: x #a\n", {}, {("title",): ["#a"]}, []),
    ("with another sharp", "title: x # a # b\n", {}, {("title",): ["# a # b"]}, []),
    ("behind a tab", "title: x\t# a\n", {}, {("title",): ["# a"]}, []),
    ("with space at its end", "title: x # a \t\n", {}, {("title",): ["# a"]}, []),
    ("at the end of a line of Windows", "# a\r\ntitle: x # b\r\n", {("title",): ["# a"]}, {("title",): ["# b"]}, []),
    ("beside the head of a block", "note: | # a\n  x\n", {}, {("note",): ["# a"]}, []),
    ("after a block", "note: |\n  x\n# a\nyear: 1\n", {("year",): ["# a"]}, {}, []),
    ("after wrapped text", "title: x\n  y # a\n", {}, {("title",): ["# a"]}, []),
    ("beside quotes", "title: 'x # y' # a\n", {}, {("title",): ["# a"]}, []),
    ("behind an astral letter", "title: \N{BREAD} # a\n", {}, {("title",): ["# a"]}, []),
    ("below a break of Unicode", 'title: "x\u2028y"\nyear: 1 # a\n', {}, {("year",): ["# a"]}, []),
    ("before a break of Unicode", "title: x # a\u2028year: 1\n", {}, {("title",): ["# a"]}, []),
]  # fmt: skip  # a table


@pytest.mark.parametrize(
    ("text", "above", "beside", "after"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_comment_belongs_to_what_it_stands_at(text: str, above: Placed, beside: Placed, after: list[str]) -> None:
    found = comments(text, compose(text))
    assert (dict(found.above), dict(found.beside), found.after) == (above, beside, after)


@pytest.mark.parametrize(
    ("text", "behind"),
    [
        pytest.param("topics:\n  - x\n  # a\nyear: 1\n", {("topics", 0): ["# a"]}, id="an item"),
        pytest.param("topics:\n  - x\n  # a\n", {("topics", 0): ["# a"]}, id="an item, at the end"),
        pytest.param("links:\n  pdf: x\n  # a\n# b\nyear: 1\n", {("links", "pdf"): ["# a"]}, id="a key in a key"),
        pytest.param("code:\n  - url: x\n    # a\nyear: 1\n", {("code", 0, "url"): ["# a"]}, id="a key of an item"),
    ],
)
def test_a_comment_that_is_indented_further_than_what_follows_belongs_to_what_is_before(
    text: str, behind: Placed
) -> None:
    assert dict(comments(text, compose(text)).behind) == behind


@pytest.mark.parametrize("line", ["# yaml-language-server: $schema=x", "# yaml-language-server: $schema=y z"])
def test_the_line_that_names_the_schema_is_no_comment_of_the_first_field(line: str) -> None:
    text = f"{line}\n# y\nyear: 2020\n"
    assert dict(comments(text, compose(text)).above) == {("year",): ["# y"]}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("title: x#y\n", id="in a word"),
        pytest.param("title: 'x # y'\n", id="in single quotes"),
        pytest.param('title: "x # y"\n', id="in double quotes"),
        pytest.param('title: "x\n  # y"\n', id="in quotes over two lines"),
        pytest.param("'x # y': z\n", id="in a key"),
        pytest.param("note: |\n  # x\n  y # z\n", id="in a block"),
        pytest.param("note: >-\n  x\n\n  # y\n", id="in a folded block"),
        pytest.param("links: {paper: https://a.test/#top}\n", id="in an address"),
    ],
)
def test_a_sharp_in_a_value_is_no_comment(text: str) -> None:
    found = comments(text, compose(text))
    assert (dict(found.above), dict(found.beside), found.after) == ({}, {}, [])


@pytest.mark.parametrize(
    ("loc", "has_some"),
    [(("topics",), True), (("links",), True), (("title",), False), (("code",), False), (("topics", 0), False)],
)
def test_a_list_or_mapping_knows_of_comments_inside_of_it(loc: Loc, has_some: bool) -> None:  # noqa: FBT001  # a column of the table
    text = "title: x # a\ntopics:\n  - x # b\nlinks:\n  # c\n  pdf: x\ncode: [] # d\n"
    assert comments(text, compose(text)).below(loc) is has_some


RECORD = """\
year: 2020
title: "A # B"
authors:
- Ada Baker
- name: Bell
note: |
  a # b

  c
links:
  pdf: https://a.test/#x
  paper: https://a.test/
topics: [rye,
  wheat]
code:
- official: true
  url: https://b.test/
- url: https://c.test/
"""
OUTSIDE = [number for number, line in enumerate(RECORD.splitlines()) if line not in {"  a # b", "", "  c"}]
"""The lines at which a comment can stand: those that are not in the block."""


@given(
    above=st.sets(st.sampled_from(OUTSIDE)),
    beside=st.sets(st.sampled_from(OUTSIDE)),
    end=st.booleans(),
)
def test_no_comment_is_lost_or_doubled_and_no_value_changes(above: set[int], beside: set[int], end: bool) -> None:  # noqa: FBT001  # a choice of hypothesis
    lines: list[str] = []
    for number, line in enumerate(RECORD.splitlines()):
        if number in above:
            lines.append(f"# above {number}")
        lines.append(f"{line} # beside {number}" if number in beside else line)
    lines += ["# end"] * end
    text = "\n".join(lines) + "\n"
    written = encode(text, Paper, is_vocabulary=False)
    assert parse(written) == parse(RECORD)
    wanted = [f"# above {number}" for number in above] + [f"# beside {number}" for number in beside]
    for comment in wanted + ["# end"] * end:
        assert sum(f"{line} ".count(f"{comment} ") for line in written.splitlines()) == 1, comment
    assert encode(written, Paper, is_vocabulary=False) == written
