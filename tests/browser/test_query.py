"""The browser's twin of the query language finds the same, says the same, and folds as Python does."""

import json
import random
import sys
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from catalog import facets
from catalog.edition import Edition
from catalog.outputs.browse import papers_json
from catalog.outputs.pages import Shelving
from catalog.query import QueryError, forms, matches, parse
from catalog.text import fold
from tests.conftest import REPOSITORY

MODULE: Final = REPOSITORY / "templates/theme/javascripts/query.js"
TABLE: Final[dict[str, list[dict[str, Any]]]] = json.loads((Path(__file__).parent.parent / "queries.json").read_text())
ASSIGNED: Final = [
    char for char in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(char) not in {"Cn", "Co", "Cs"}
]
"""Characters that this Python knows; the browser may know some that are younger."""
SCRIPTS: Final = ("LATIN", "GREEK", "CYRILLIC", "HANGUL", "DEVANAGARI", "TAMIL", "TIBETAN", "THAI", "HEBREW", "ARABIC")

ANSWER: Final = """
async given => {
  const {parse, matches} = await import("/query.js")
  const [queries, {known, papers}] = JSON.parse(given)
  return queries.map(text => {
    try {
      const query = parse(text, known)
      return papers.filter(paper => matches(query, paper)).map(paper => paper.id[0])
    } catch (error) {
      return [error.column, error.message]
    }
  })
}
"""


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """Return a page that has nothing but the module."""
    context = browser.new_context()
    page = context.new_page()
    page.route("**/*", lambda route: route.fulfill(body="", content_type="text/html"))
    page.route("**/query.js", lambda route: route.fulfill(path=MODULE, content_type="text/javascript"))
    page.goto("http://localhost/")
    yield page
    context.close()


def called(page: Page, name: str, texts: list[str]) -> list[Any]:
    # As one text, for a list of as many items is slow to hand over.
    mapped = f"JSON.stringify(JSON.parse(texts).map(module.{name}))"
    script = f"async texts => {{ const module = await import('/query.js'); return {mapped} }}"
    found: list[Any] = json.loads(page.evaluate(script, json.dumps(texts)))
    return found


def answers(page: Page, edition: Edition, queries: list[str]) -> list[Any]:
    found: list[Any] = page.evaluate(ANSWER, f"[{json.dumps(queries)}, {papers_json(Shelving(edition))}]")
    return found


def own_answers(edition: Edition, queries: list[str]) -> list[Any]:
    known = facets.known(edition.catalog)
    papers = list(facets.facets(edition))
    found: list[Any] = []
    for text in queries:
        try:
            query = parse(text, known)
            found.append([record.id for record, paper in papers if matches(query, paper)])
        except QueryError as error:
            found.append([error.column, error.message])
    return found


def test_the_table_of_queries_is_answered_as_python_answers_it(page: Page, toy_edition: Edition) -> None:
    queries = [row["query"] for rows in TABLE.values() for row in rows]
    expected = [row["ids"] for row in TABLE["found"]] + [[row["column"], row["message"]] for row in TABLE["faulty"]]
    assert answers(page, toy_edition, queries) == expected


def test_every_character_folds_as_in_python(page: Page) -> None:
    # Between letters, for a mark shows only after one.
    texts = [f"a{char}b" for char in ASSIGNED]
    found = called(page, "fold", texts)
    assert [(text, fold(text), other) for text, other in zip(texts, found, strict=True) if fold(text) != other] == []


def test_strings_of_all_scripts_fold_and_are_found_as_in_python(page: Page) -> None:
    random_ = random.Random(2013)
    names = {char: unicodedata.name(char, "").partition(" ")[0] for char in ASSIGNED}
    by_script = [[char for char, name in names.items() if name == script] for script in SCRIPTS]
    marks = [char for char in ASSIGNED if unicodedata.combining(char)]
    signs = list(" -'.,_&/’‐ \u3000\u200d\ufe0f")
    pools = [*by_script, marks, marks, signs, signs, ASSIGNED]
    texts = ["".join(random_.choice(random_.choice(pools)) for _ in range(12)) for _ in range(20_000)]
    assert called(page, "fold", texts) == [fold(text) for text in texts]
    assert called(page, "forms", texts) == [list(forms(text)) for text in texts]


@settings(max_examples=20)
@given(data=st.data())
def test_queries_made_of_pieces_are_answered_as_in_python(
    page: Page, list_edition: Edition, data: st.DataObject
) -> None:
    known = facets.known(list_edition.catalog)
    names = [name for values in known.values() for name in values]
    fields = ["family", "venue", "author", "title", "has", "topic", "year", "doi", "famliy", "presentation", "library"]
    pieces = st.one_of(
        st.sampled_from(
            ['"', '"', "-", " ", " ", ",", "..", ":", "“", "𝄞", "\u202e", "2019", "loss", "N-pair", "Łukasz"]
        ),
        st.sampled_from([f" {field}:" for field in fields]),
        st.sampled_from(names),
        # Near misses, for suggestions.
        st.builds(lambda name, at: f'"{name[:at]}{name[at + 1 :]}"', st.sampled_from(names), st.integers(0, 12)),
        st.text(st.characters(exclude_categories=["Cn", "Co", "Cs"]), max_size=4),
    )
    queries = data.draw(st.lists(st.lists(pieces, max_size=7).map("".join), min_size=50, max_size=50))
    found = answers(page, list_edition, queries)
    assert list(zip(queries, found, strict=True)) == list(zip(queries, own_answers(list_edition, queries), strict=True))
