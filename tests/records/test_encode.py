"""There is one canonical form; what it says is what was said, and comments survive."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog.commands.fmt import fmt
from catalog.model import Paper, Topic
from catalog.records.encode import encode, plain
from catalog.records.syntax import parse
from tests.conftest import REPOSITORY, TOY


def test_the_list_here_is_in_canonical_form() -> None:
    assert fmt(REPOSITORY, (), write=False).changes == ()


def test_the_toy_list_lacks_no_more_than_the_names_of_the_schemas() -> None:
    changes = fmt(TOY, (), write=False).changes
    assert len(changes) == 12
    for change in changes:
        line, _, rest = (change.new or b"").partition(b"\n")
        assert (line.startswith(b"# yaml-language-server: $schema=../"), rest) == (True, change.old)


RECORD_LINE = "# yaml-language-server: $schema=../../schemas/record.json\n"
TOPICS_LINE = "# yaml-language-server: $schema=../schemas/topics.json\n"


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
    pytest.param("topics: # why\n  - a\n", "topics: [a]  # why\n", id="one beside a key stays there"),
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
    pytest.param("note: " + "word " * 18 + "word\n", "note: " + "word " * 18 + "word\n", id="others are not"),
    pytest.param("title: " + "word " * 30 + "\n", "title: " + "word " * 29 + "word\n", id="nor are lines"),
    pytest.param('note: "a\\n\\nb"\n', "note: |-\n  a\n\n  b\n", id="paragraphs stay apart"),
    pytest.param("note: |\n  a\n  b\n", "note: |\n  a\n  b\n", id="a block that ends in a break"),
    pytest.param("note: |2-\n   a\n  b\n", 'note: " a\\nb"\n', id="space that a block would lose is quoted"),
    pytest.param("note: |+\n  a\n\n\n", 'note: "a\\n\\n\\n"\n', id="so are breaks"),
    pytest.param('title: "a\\u2028\\xad\\tb"\n', 'title: "a\\u2028\\xAD\\tb"\n', id="what is not seen is escaped"),
    pytest.param("topics: []\nlinks: {}\n", "topics: []\nlinks: {}\n", id="nothing stays nothing"),
    pytest.param("title:\n", "title:\n", id="no value too"),
    pytest.param(
        f"topics: [{'a' * 44}, {'b' * 44}]\n",
        f"topics: [{'a' * 44}, {'b' * 44}]\n",
        id="brackets that fit in a line",
    ),
    pytest.param(
        f"topics: [{'a' * 44}, {'b' * 45}]\n",
        f"topics:\n  - {'a' * 44}\n  - {'b' * 45}\n",
        id="brackets that do not",
    ),
    pytest.param('topics: [a, "b, c"]\n', 'topics: [a, "b, c"]\n', id="a comma in brackets is quoted"),
    pytest.param(
        "other_versions: [{links: {pdf: x}, venue: v}]\n",
        "other_versions:\n  - venue: v\n    links:\n      pdf: x\n",
        id="order and place hold at every depth",
    ),
    pytest.param("zest: b\ntitle: a\n", "title: a\nzest: b\n", id="an unknown field comes last"),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_a_text_has_one_canonical_form(text: str, expected: str) -> None:
    assert encode(text, Paper, is_vocabulary=False) == RECORD_LINE + expected


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_the_canonical_form_of_the_canonical_form_is_itself(text: str, expected: str) -> None:
    once = encode(text, Paper, is_vocabulary=False)
    assert encode(once, Paper, is_vocabulary=False) == once


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("{}\n", "{}\n", id="nothing"),
        pytest.param(
            "wheat: {kind: g, name: W}\nrye: {name: R}\n",
            "wheat:\n  name: W\n  kind: g\n\nrye:\n  name: R\n",
            id="entries in their order with a line between",
        ),
        pytest.param('"1": {name: R}\n', '"1":\n  name: R\n', id="a key that reads as a number"),
    ],
)
def test_a_vocabulary_has_one_canonical_form(text: str, expected: str) -> None:
    assert encode(text, Topic, is_vocabulary=True) == TOPICS_LINE + expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("title: A\n", id="where there is none"),
        pytest.param("# yaml-language-server: $schema=elsewhere.json\ntitle: A\n", id="where it leads elsewhere"),
        pytest.param(f"{RECORD_LINE}{RECORD_LINE}title: A\n", id="once"),
        pytest.param(f"\n{RECORD_LINE}---\ntitle: A\n", id="in the first line"),
    ],
)
def test_the_schema_is_named(text: str) -> None:
    assert encode(text, Paper, is_vocabulary=False) == f"{RECORD_LINE}title: A\n"


def test_other_comments_stand_below_the_schemas_name() -> None:
    text = f"# a\n{RECORD_LINE}# b\ntitle: A\n"
    assert encode(text, Paper, is_vocabulary=False) == f"{RECORD_LINE}# a\n# b\ntitle: A\n"


PLAIN = ["Bread", "50% rye", "a:b", "it's", "a-b", "x#y", "http://a.test/", "O'Neil", "1.2.3", "10 g"]
QUOTED = ["", "~", "null", "Yes", "on", "y", "1", "1e3", "0x1F", "0o7", "12:30", "2020-01-01", ".5", "-1", "=", "<<"]
QUOTED += [
    "- a",
    "? a",
    "a: b",
    "a #b",
    "a:",
    " a",
    "a ",
    "#a",
    "&a",
    "*a",
    "!a",
    "|",
    ">",
    "'a",
    '"a',
    "%a",
    "@a",
    "`a",
]
QUOTED += ["[a", "{a", "a\tb", "...", "\u2028", "+1_000"]


@pytest.mark.parametrize("text", PLAIN)
def test_text_that_every_reader_takes_for_text_is_not_quoted(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize("text", QUOTED)
def test_text_that_some_reader_takes_for_something_else_is_quoted(text: str) -> None:
    assert plain(text).startswith('"')
    assert parse(f"a: {plain(text)}\n") == {"a": text}


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
