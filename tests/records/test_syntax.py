"""YAML is read as far as a record needs it, every scalar as text; the rest is refused with its place."""

import pytest

from catalog.plaintext import MAX_CHARACTERS, MAX_ITEMS, Position, TextFault, decode_bytes
from catalog.records.syntax import Places, compose, parse


@pytest.mark.parametrize(
    ("text", "value"),
    [
        pytest.param("a: 2003.10", "2003.10", id="an arXiv id keeps its zero"),
        pytest.param("a: 1e3", "1e3", id="no float"),
        pytest.param("a: No", "No", id="no truth value"),
        pytest.param("a: 012", "012", id="no octal number"),
        pytest.param("a: 2020-01-02", "2020-01-02", id="no date"),
        pytest.param("a: ~", "~", id="no null"),
        pytest.param("a:", "", id="nothing is the empty text"),
        pytest.param('a: "<<"', "<<", id="quoted signs are text"),
        pytest.param("a: 12:30:45", "12:30:45", id="no sexagesimal number"),
        pytest.param("a: [No, 1_000]", ["No", "1_000"], id="items too"),
    ],
)
def test_a_scalar_is_the_text_that_stands_there(text: str, value: object) -> None:
    assert parse(text) == {"a": value}


DEEP = "a: " + "[" * 100_000
BOMB = "a: &a [x]\n" + "".join(f"b{n}: &b{n} [{', '.join(['*a'] * 9)}]\n" for n in range(9))


@pytest.mark.parametrize(
    ("text", "place", "code"),
    [
        pytest.param("a: &x 1", (1, 4), "yaml-anchor", id="anchor"),
        pytest.param("a: 1\nb: *a", (2, 4), "yaml-alias", id="alias"),
        pytest.param(BOMB, (1, 4), "yaml-anchor", id="alias bomb"),
        pytest.param("a: !!python/object:os.system {}", (1, 4), "yaml-tag", id="python object"),
        pytest.param("a: !x y", (1, 4), "yaml-tag", id="own tag"),
        pytest.param("<<: {a: b}", (1, 1), "yaml-merge-key", id="merge key"),
        pytest.param("a: 1\na: 2", (2, 1), "yaml-duplicate-key", id="duplicate key"),
        pytest.param("a: {b: 1, b: 2}", (1, 11), "yaml-duplicate-key", id="nested duplicate key"),
        pytest.param("a: 1\n---\nb: 2", (2, 1), "yaml-documents", id="several documents"),
        pytest.param("%YAML 1.2\n---\na: 1", (1, 1), "yaml-directive", id="directive"),
        pytest.param("a: " + "[" * 100, (1, 19), "yaml-depth", id="100 levels"),
        pytest.param(DEEP, (1, 1003), "yaml-depth", id="100,000 levels"),
        pytest.param("[a]: 1", (1, 1), "yaml-key", id="list as a key"),
        pytest.param("- a", (1, 1), "yaml-syntax", id="a list is no record"),
        pytest.param("just words", (1, 1), "yaml-syntax", id="words are no record"),
        pytest.param("", (1, 1), "yaml-syntax", id="empty"),
        pytest.param("# only this", (1, 1), "yaml-syntax", id="only a comment"),
        pytest.param("a: b: c", (1, 5), "yaml-syntax", id="colon in a plain value"),
        pytest.param("a: 'b", (1, 4), "yaml-syntax", id="open quote"),
        pytest.param('a: "\\x1b"', (1, 4), "control-character", id="escaped control character"),
        pytest.param("a: \x07", (1, 4), "control-character", id="a character that YAML itself forbids"),
        pytest.param("a: [" + "b, " * MAX_ITEMS + "b]", (1, 4), "value-size", id="one item too many"),
        pytest.param("a: " + "b" * (MAX_CHARACTERS + 1), (1, 4), "value-size", id="one character too many"),
    ],
)
def test_what_a_record_does_without_is_refused_with_its_place(text: str, place: tuple[int, int], code: str) -> None:
    with pytest.raises(TextFault) as caught:
        parse(text)
    first = caught.value.problems[0]
    assert (first.position, first.code) == (Position(*place), code)


@pytest.mark.parametrize(
    ("data", "place", "code"),
    [
        pytest.param(b"\xef\xbb\xbfa: b", (1, 1), "encoding", id="byte-order mark"),
        pytest.param("a: b".encode("utf-16"), (1, 1), "encoding", id="UTF-16"),
        pytest.param("a: 1\nb: é".encode("latin-1"), (2, 4), "encoding", id="Latin-1"),
        pytest.param(b"a: \xed\xa0\x80", (1, 4), "encoding", id="surrogate"),
        pytest.param(b"a: \x00", (1, 4), "control-character", id="NUL"),
        pytest.param(b"a: b\n\x1b[31m", (2, 1), "control-character", id="escape sequence"),
        pytest.param("a: \u0085".encode(), (1, 4), "control-character", id="C1 control"),
        pytest.param(b"a: b\rc: d", (1, 5), "control-character", id="lone carriage return"),
        pytest.param(b"a" * ((1 << 20) + 1), (1, 1), "file-size", id="too large"),
    ],
)
def test_bytes_that_are_no_plain_text_are_refused_with_their_place(
    data: bytes, place: tuple[int, int], code: str
) -> None:
    with pytest.raises(TextFault) as caught:
        decode_bytes(data)
    (problem,) = caught.value.problems
    assert (problem.position, problem.code) == (Position(*place), code)


def test_a_list_and_a_text_may_be_as_long_as_the_limit() -> None:
    items, text = ["b"] * MAX_ITEMS, "b" * MAX_CHARACTERS
    assert parse(f"a: [{', '.join(items)}]\nc: {text}") == {"a": items, "c": text}


def test_lines_may_end_as_on_windows() -> None:
    assert parse(decode_bytes(b"a: b\r\nc: d\r\n")) == {"a": "b", "c": "d"}


def test_of_aliases_and_their_anchors_the_first_is_refused_for_all() -> None:
    with pytest.raises(TextFault) as caught:
        parse(BOMB)
    assert [(problem.position, problem.code) for problem in caught.value.problems] == [((1, 4), "yaml-anchor")]


def test_all_refusals_of_one_text_come_together() -> None:
    with pytest.raises(TextFault) as caught:
        parse("a: &x 1\nb: *x\nc: !t 2\na: 3")
    assert [problem.code for problem in caught.value.problems] == [
        "yaml-anchor",
        "yaml-tag",
        "yaml-duplicate-key",
    ]


TEXT = "a: 1\nb:\n  - c: 2\n    d:\n  - e\n"


@pytest.mark.parametrize(
    ("loc", "value", "key"),
    [
        (("a",), (1, 4), (1, 1)),
        (("b", 0, "c"), (3, 8), (3, 5)),
        (("b", 0, "d"), (4, 5), (4, 5)),
        (("b", 1), (5, 5), (5, 5)),
        (("b", 0, "missing"), (3, 5), (3, 5)),
        (("missing",), (1, 1), (1, 1)),
        (("a", "below"), (1, 4), (1, 1)),
        (("b", 7), (3, 3), (2, 1)),
        ((), (1, 1), (1, 1)),
    ],
)
def test_a_way_leads_to_the_place_of_its_deepest_value_and_key(
    loc: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]
) -> None:
    places = Places(TEXT)
    assert (places.of_value(loc), places.of_key(loc)) == (Position(*value), Position(*key))


def test_only_a_text_that_was_parsed_can_be_composed() -> None:
    with pytest.raises(ValueError, match=r"^a text that `parse` accepts has a mapping$"):
        compose("# only this")
