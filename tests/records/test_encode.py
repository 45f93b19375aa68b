"""There is one canonical form; what it says is what was said, and comments survive."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.commands.fmt import fmt
from catalog.model import Paper
from catalog.records.encode import encode, plain
from catalog.records.syntax import parse
from tests.conftest import REPOSITORY, TOY


@pytest.mark.parametrize("root", [TOY, REPOSITORY], ids=["toy", "list"])
def test_the_lists_here_are_in_canonical_form(root: Path) -> None:
    assert fmt(root, (), write=False).changes == ()


CASES = [
    pytest.param("year: 2020\ntitle: A\n", "title: A\nyear: 2020\n", id="fields come in the schema's order"),
    pytest.param("title: 'A'\n", "title: A\n", id="needless quotes go"),
    pytest.param("arxiv: 2003.10\n", 'arxiv: "2003.10"\n', id="text that reads as a number is quoted"),
    pytest.param("title: No\n", 'title: "No"\n', id="text that reads as a truth value is quoted"),
    pytest.param('year: "2020"\n', "year: 2020\n", id="numbers are not quoted"),
    pytest.param("topics:\n  - a\n  - b\n", "topics: [a, b]\n", id="keys stand in brackets"),
    pytest.param("authors: [A B]\n", "authors:\n  - A B\n", id="authors stand one a line"),
    pytest.param("authors: [{name: X}]\n", "authors:\n  - name: X\n", id="collectives too"),
    pytest.param("# a\ntitle: A # b\n# c\n", "# a\ntitle: A  # b\n# c\n", id="comments survive"),
    pytest.param(
        "topics: # why\n  - a # one\n  # two\n  - b\n",
        "topics:  # why\n  - a  # one\n  # two\n  - b\n",
        id="and keep a list open",
    ),
    pytest.param("title: 'a # b'\n", 'title: "a # b"\n', id="a sharp in quotes is no comment"),
    pytest.param("note: | # why\n  a # b\n  c\n", "note: |  # why\n  a # b\n  c\n", id="nor is one in a block"),
    pytest.param(
        "code:\n# x\n- url: u\n  official: true\n", "code:\n  # x\n  - url: u\n    official: true\n", id="above an item"
    ),
    pytest.param(
        "note: " + "word " * 30 + "\n",
        "note: >-\n  " + "word " * 18 + "word\n  " + "word " * 10 + "word\n",
        id="long texts are folded",
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_has_one_canonical_form(text: str, expected: str) -> None:
    assert encode(text, Paper, is_vocabulary=False) == expected


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_canonical_form_of_the_canonical_form_is_itself(text: str, expected: str) -> None:
    once = encode(text, Paper, is_vocabulary=False)
    assert encode(once, Paper, is_vocabulary=False) == once


printable = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"], exclude_characters="\ufeff\ufffe\uffff"), min_size=1
)
lines = st.lists(printable, min_size=1, max_size=3).map("\n".join)


@given(printable)
def test_a_word_reads_back_as_itself(text: str) -> None:
    assert parse(f"a: {plain(text)}\nb: [{plain(text, in_flow=True)}]\n") == {"a": text, "b": [text]}


@given(printable)
def test_a_typing_reader_sees_text_too(text: str) -> None:
    assert yaml.safe_load(f"a: {plain(text)}") == {"a": text}


@given(title=printable, note=lines, topics=st.lists(printable, max_size=4))
def test_a_record_reads_back_as_itself_and_formats_to_itself(title: str, note: str, topics: list[str]) -> None:
    fields = {"title": title, "topics": topics, "note": note}
    text = encode(yaml.safe_dump(fields, allow_unicode=False), Paper, is_vocabulary=False)
    assert parse(text) == fields
    assert encode(text, Paper, is_vocabulary=False) == text
