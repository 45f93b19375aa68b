"""The table for spreadsheets: a row for each paper, and nothing in it that a spreadsheet runs."""

import csv
import io

import pytest

from catalog.edition import Edition
from catalog.model import Links
from catalog.outputs import csv_rows
from tests.editions import edition_of, paper
from tests.hostile_papers import hostile


def rows(edition: Edition) -> list[dict[str, str]]:
    text = csv_rows.FORMAT.render(edition, edition.catalog).decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def test_each_paper_has_a_row_in_the_order_of_ids(list_edition: Edition) -> None:
    assert [row["id"] for row in rows(list_edition)] == list(list_edition.catalog.papers)


def test_a_row_says_what_the_record_says(toy_edition: Edition) -> None:
    row = rows(toy_edition)[0]
    assert row["title"] == toy_edition.catalog["angstrom2021rye"].value.title
    assert row["authors"] == (
        "Åsa Ångström; Ludwig van der Berg; Andrew Lloyd Webber Jr.; The <Rye> Consortium and Friends"
    )
    assert (row["venue"], row["published_in"]) == ("OVEN", "Proceedings of the International Conference on Ovens")
    assert (row["loss_family"], row["also_families"], row["topics"]) == ("starter", "gluten", "rye; wheat")
    assert row["official_code"] == "https://code.test.example.org/asa/rye"
    assert row["other_code"] == "https://code.test.example.org/third/rye"
    assert row["implementations"] == "breadlib: starters.RyeStarter"
    assert row["note"] == "First line & <b>bold</b>. Second line {{ 7*7 }}."
    assert [row[kind] for kind in Links.model_fields if not row[kind]] == []


def test_what_is_not_known_is_an_empty_cell(toy_edition: Edition) -> None:
    row = rows(edition_of(toy_edition, {"baker2020bread": paper()}))[0]
    required = {"id", "title", "authors", "year", "venue", "published_in", "series", "publisher", "loss_family"}
    assert {name for name, value in row.items() if value} == {*required, "paper", "added", "page"}


def test_rows_end_as_the_standard_has_it_and_there_is_no_byte_order_mark(toy_edition: Edition) -> None:
    data = csv_rows.FORMAT.render(toy_edition, toy_edition.catalog)
    assert data.startswith(b"id,title,")
    assert data.count(b"\r\n") == data.count(b"\n") == len(toy_edition.catalog) + 1


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_that_would_be_a_formula_has_an_apostrophe_before_it(toy_edition: Edition, sign: str) -> None:
    title = f"{sign}HYPERLINK(1)"
    assert rows(edition_of(toy_edition, {"a2020b": paper(title=title)}))[0]["title"] == f"'{title}"


@pytest.mark.parametrize("title", ["1+1=2", "a@b", "A-B", "'quoted'", '"="'])
def test_a_cell_that_is_no_formula_stays(toy_edition: Edition, title: str) -> None:
    assert rows(edition_of(toy_edition, {"a2020b": paper(title=title)}))[0]["title"] == title


def test_no_cell_of_a_hostile_paper_is_a_formula(toy_edition: Edition) -> None:
    found = rows(hostile(toy_edition))
    assert [cell for row in found for cell in row.values() if cell[:1] in tuple("=+-@\t\r")] == []
    assert "'= , ; # in fields" in {row["title"] for row in found}
