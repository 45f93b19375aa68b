"""Readers of what others wrote never raise anything but what they say they do."""

import contextlib
import datetime as dt
import json
from collections.abc import Callable
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from catalog.importers import arxiv, bibtex, cleaning, form, indexes, outcome, page, references, works
from catalog.importers.draft import Draft
from catalog.importers.outcome import RefusedError, UnreadableError
from catalog.importers.record import values
from catalog.model import Pages, Paper
from catalog.names import Person, format_name, parse
from catalog.records.encode import encode_values
from catalog.records.syntax import parse as parse_yaml
from tests.importers.world import PAGE, as_dblp, as_openalex, as_work, entry, feed, hit, openalex_work, work

PARSERS: Final[list[tuple[Callable[[bytes], object], bytes]]] = [
    (arxiv.parse, feed(entry("2003.13911", comment="x", journal_ref="y", doi="10.1000/x"))),
    (works.read_crossref, as_work(work())),
    (works.read_crossref_search, b'{"message": {"items": [{"title": ["x"]}]}}'),
    (works.read_csl, json.dumps(work()).encode()),
    (indexes.read_dblp, as_dblp(hit())),
    (indexes.read_openalex, as_openalex(openalex_work())),
    (indexes.read_github, b'{"html_url": "https://github.com/a/b", "private": false}'),
    (lambda body: page.parse(body, "https://oven.org/x", "text/html; charset=latin-1"), PAGE.encode()),
]

TREES: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=8), below, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("parser", "whole"), PARSERS, ids=["arxiv", "crossref", "search", "csl", "dblp", "openalex", "github", "page"]
)
@given(data=st.data())
def test_a_parser_of_answers_reads_or_says_that_it_cannot(
    parser: Callable[[bytes], object], whole: bytes, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    body = whole[:start] + data.draw(st.binary(max_size=20)) + whole[end:]
    with contextlib.suppress(UnreadableError, RefusedError):
        parser(body)


def places(tree: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401  # what JSON says
    """Return every container of a tree with each key or index in it."""
    found: list[tuple[Any, Any]] = []
    keys = tree.keys() if isinstance(tree, dict) else range(len(tree)) if isinstance(tree, list) else ()
    for key in list(keys):
        found += [(tree, key), *places(tree[key])]
    return found


@pytest.mark.parametrize(
    ("parser", "whole"), PARSERS[1:7], ids=["crossref", "search", "csl", "dblp", "openalex", "github"]
)
@given(data=st.data())
def test_a_parser_of_json_takes_any_value_anywhere(
    parser: Callable[[bytes], object], whole: bytes, data: st.DataObject
) -> None:
    tree = json.loads(whole)
    inside, key = data.draw(st.sampled_from(places(tree)))
    inside[key] = data.draw(TREES)
    with contextlib.suppress(UnreadableError, RefusedError):
        parser(json.dumps(tree).encode())


@given(st.text() | st.text("\\{}$^_&%#~<>/&;abimsup\"'` 2", max_size=60))
def test_any_title_ends_as_one_clean_line(text: str) -> None:
    title = cleaning.clean_title(text)
    assert title == " ".join(title.split())
    assert not title.endswith(".") or title.endswith("..")
    assert "\n" not in title


@given(st.text() | st.text("ABab. ,{}'\"\\-0", max_size=40))
def test_any_name_is_a_person_that_a_record_can_hold_or_nobody(text: str) -> None:
    person = cleaning.person(text)
    if person is not None and not person.literal:
        assert parse(format_name(person)) == person


@given(st.text(), st.text(), st.text(), st.text())
def test_any_parts_of_a_name_are_a_person_that_a_record_can_hold_or_nobody(
    given_: str, family: str, suffix: str, particle: str
) -> None:
    person = cleaning.from_parts(given_, family, suffix=suffix, particle=particle)
    if person is not None and not person.literal:
        assert parse(format_name(person)) == person


@given(st.text() | st.text('@{}article,="#\n title author and x\\', max_size=80))
def test_any_text_is_read_as_bibtex_or_reported(text: str) -> None:
    assert all(isinstance(item, Draft | outcome.Unread) for item in bibtex.parse(text, "x.bib"))


@given(st.text() | st.text("10.arXiv:/0123456789v doi.org", max_size=30))
def test_any_text_is_a_reference_or_refused(text: str) -> None:
    found = references.read_reference(text)
    assert found is not None


@given(st.text() | st.text("#\n ReferncFamily", max_size=60))
def test_any_text_is_a_form_or_refused(text: str) -> None:
    assert form.read_form(text, "body.md") is not None
    assert form.read_form(f"### Reference\n\n{text}\n\n### Authors\n{text}\n\n### Year\n{text}", "body.md") is not None


@given(st.text(), st.text())
def test_any_text_that_was_cleaned_comes_back_from_its_record(title: str, name: str) -> None:
    cleaned, literal = cleaning.clean_title(title), cleaning.clean_text(name)
    draft = Draft(title=cleaned, authors=(Person(literal or "x", literal=True),), year=2020)
    found = parse_yaml(encode_values(values(draft, dt.date(2026, 1, 1)), Paper))
    assert found["title"] == cleaned
    assert found["authors"] == [{"name": literal or "x"}]
    assert tuple(found) == tuple(each for each in Paper.model_fields if each in found)


@given(st.text() | st.text("0123456789-\N{EN DASH}ep:. ", max_size=20))
def test_any_text_is_pages_that_a_record_can_hold_or_none(text: str) -> None:
    pages = cleaning.clean_pages(text)
    assert pages is None or TypeAdapter(Pages).validate_python(pages) == pages
