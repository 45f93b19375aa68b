"""The query language finds what it says in the toy list, and says where and why it does not understand.

The browser's twin runs the same table: tests/browser/test_query.py.
"""

import json
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import facets
from catalog.commands.check import check
from catalog.edition import Edition
from catalog.query import FIELDS, QueryError, barred, forms, matches, parse, parse_values
from tests.conftest import TOY

TABLE: Final[dict[str, list[dict[str, Any]]]] = json.loads((Path(__file__).parent / "queries.json").read_text())
KNOWN: Final = facets.known(check(TOY).catalog)


def find(edition: Edition, text: str) -> list[str]:
    query = parse(text, KNOWN)
    return [record.id for record, paper in facets.facets(edition) if matches(query, paper)]


@pytest.mark.parametrize("row", TABLE["found"], ids=lambda row: row["what"])
def test_a_query_finds_what_it_asks_for(toy_edition: Edition, row: dict[str, Any]) -> None:
    assert find(toy_edition, row["query"]) == row["ids"]


@pytest.mark.parametrize("row", TABLE["faulty"], ids=lambda row: ascii(row["query"][:40]))
def test_a_query_that_is_not_understood_says_where_and_why(row: dict[str, Any]) -> None:
    with pytest.raises(QueryError) as caught:
        parse(row["query"], KNOWN)
    assert (caught.value.column, caught.value.message) == (row["column"], row["message"])


def test_the_fields_are_sorted_for_the_nearest_is_sought_in_that_order() -> None:
    assert list(FIELDS) == sorted(FIELDS)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bread", ("bread",)),
        ("N-pair loss", ("n pair loss", "npair loss")),
        ("O'Neil, Siobhán", ("o neil siobhan", "oneil siobhan")),
        ("rye_bread", ("rye bread", "ryebread")),
        ("Bread & Butter", ("bread butter",)),
        ("パン-屋", ("パン 屋", "パン屋")),
        ("!", ("",)),
    ],
)
def test_a_text_is_found_by_its_words_and_by_what_signs_join_run_together(text: str, found: tuple[str, ...]) -> None:
    assert forms(text) == found


@given(st.text(), st.text())
def test_a_text_is_found_by_itself_and_by_all_its_words(one: str, other: str) -> None:
    text = barred(forms(f"{one} {other}"))
    assert all(f" {form} " in text for form in forms(f"{one} {other}") if form)
    assert all(f" {word}" in text for word in forms(one)[0].split())


@given(st.text())
def test_any_text_between_quotes_is_a_query(text: str) -> None:
    assert len(parse(f'"{text.translate(dict.fromkeys(map(ord, "“”„" + chr(34))))}"', KNOWN).tests) <= 1


@given(st.text(st.sampled_from('abé-:,". \u3000“\U0001d11e') | st.characters()))
def test_any_text_is_a_query_or_has_a_place_in_it_that_is_not_understood(text: str) -> None:
    columns = [0]
    try:
        parse(text, KNOWN)
    except QueryError as error:
        columns.append(error.column)
    assert 0 <= columns[-1] <= len(text)


@pytest.mark.parametrize(
    ("field", "texts", "ids"),
    [
        pytest.param(
            "family", (), "zhang2021proof o-neil2020bake li2020fold ruiz2019survey", id="no value asks nothing"
        ),
        pytest.param("family", ("survey",), "ruiz2019survey", id="one value"),
        pytest.param("venue", ("arXiv", "crumb"), "zhang2021proof ruiz2019survey", id="one of several"),
        pytest.param("year", ("2019", "2021.."), "zhang2021proof ruiz2019survey", id="one of several years"),
        pytest.param("has", ("code", "official-code"), "o-neil2020bake", id="all that it has"),
        pytest.param("has", ("code", "award"), "", id="all that it has, or none"),
        pytest.param("has", ("code,award",), "o-neil2020bake", id="commas mean either"),
        pytest.param("author", ("oneil", "张伟"), "o-neil2020bake", id="all who wrote it"),
        pytest.param("author", ("Bo Li",), "li2020fold", id="a value with a space needs no quotes"),
        pytest.param("author", ('"Bo Li"',), "li2020fold", id="but may have them"),
    ],
)
def test_values_of_a_field_are_given_apart(toy_edition: Edition, field: str, texts: tuple[str, ...], ids: str) -> None:
    query = parse("-rye -starter year:2014..", KNOWN) & parse_values(field, texts, KNOWN)
    found = [record.id for record, paper in facets.facets(toy_edition) if matches(query, paper)]
    assert found == ids.split()


@pytest.mark.parametrize(
    ("text", "column", "message"),
    [
        ("survye", 0, "no family `survye`; did you mean `survey`?"),
        ("mother douh", 0, "no family `mother douh`; did you mean `starter`?"),
        ("xyzzy", 0, "no family `xyzzy`; write it in the query to search for it as a word"),
        ("", 0, "a value of `family` is missing; name one"),
        ("gluten,", 7, "a value of `family` is missing; name one"),
        (
            'survey "gluten"',
            6,
            '`survey "gluten"` is more than one value; put it in quotes, or write commas between values',
        ),
    ],
)
def test_a_value_given_apart_that_is_not_understood_says_why(text: str, column: int, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse_values("family", (text,), KNOWN)
    assert (caught.value.column, caught.value.message) == (column, message)
