"""Of this repository's list, each family is explained, and the guides lead to all that they speak of."""

import re
from itertools import chain

import pytest

from catalog.edition import Edition
from catalog.prose import Mention, mentions
from catalog.records.folder import text_of_family
from tests.conftest import REPOSITORY

GUIDES = ("start", "losses", "benchmarks")
NOT_WORDS = re.compile(r"\[@[^\]]*\]|(?<=\])\([^)]*\)")
"""Citations, and where links lead."""


def guide(name: str) -> str:
    return (REPOSITORY / f"site/guides/{name}.md").read_text()


def test_each_family_that_papers_may_have_is_explained_in_100_to_250_words(list_edition: Edition) -> None:
    lengths = {}
    for key in list_edition.families:
        text = NOT_WORDS.sub("", list_edition.catalog.pages[text_of_family(key)].text)
        lengths[key] = len(re.findall(r"[\w'’-]+", text))
    assert len(lengths) == 25
    assert {key: words for key, words in lengths.items() if not 100 <= words <= 250} == {}


def test_each_text_about_a_family_cites_papers_of_the_family(list_edition: Edition) -> None:
    for key, shelf in list_edition.families.items():
        of_family = {record.id for record in (*shelf.papers, *shelf.also)}
        cited = {found.key for found in mentions(list_edition.catalog.pages[text_of_family(key)].text)}
        assert len(cited & of_family) >= min(2, len(of_family)), key


def test_families_are_related_in_both_ways(list_edition: Edition) -> None:
    relations = list_edition.relations.values()
    assert any(found.extends for found in relations)
    assert any(found.contrast for found in relations)


@pytest.mark.parametrize("name", GUIDES)
def test_each_guide_stands_in_the_navigation_and_on_the_home_page(name: str) -> None:
    assert f"guides/{name}.md" in (REPOSITORY / "mkdocs.yml").read_text()
    assert f"(guides/{name}.md)" in (REPOSITORY / "site/index.md").read_text()


def test_start_here_has_ten_papers_each_cited_where_it_is_named() -> None:
    items = re.findall(r"(?m)^\d+\. (?:.+\n(?: {3,}.+\n)*)", guide("start"))
    assert len(items) == 10
    for item in items:
        first, *rest = (found.key for found in mentions(item) if found.kind == "paper")
        assert first in rest


def test_every_cell_of_the_decision_tables_leads_to_a_family_and_cites_a_paper() -> None:
    rows = re.findall(r"(?m)^\|(?! ?-)(.*)\|$", guide("losses"))
    heads = {rows[0], *(row for row in rows if not list(mentions(row)))}
    cells = chain.from_iterable(row.split("|")[1:] for row in rows if row not in heads)
    for cell in cells:
        kinds = {found.kind for found in mentions(cell)}
        assert kinds == {"paper", "family"}, cell


def test_every_trap_cites_a_paper() -> None:
    _, _, traps = guide("benchmarks").partition("## The traps")
    found = re.findall(r"(?m)^\*\*.+?(?=\n\n)", traps, re.DOTALL)
    assert len(found) >= 5
    assert [trap for trap in found if not any(isinstance(each, Mention) for each in mentions(trap))] == []
