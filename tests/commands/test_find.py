"""What is found is shown in reading order, in columns that fit, or a line each for programs."""

from pathlib import Path

import pytest

from catalog.commands.find import FilterError, as_ids, as_lines, as_table, excerpt, find, select
from catalog.edition import Edition
from catalog.query import QueryError
from tests.conftest import TOY
from tests.editions import edition_of, paper


def ids(text: str, **filters: tuple[str, ...]) -> list[str]:
    return [record.id for record in find(TOY, text, filters).papers]


def test_without_a_query_all_papers_are_found_in_reading_order(toy_edition: Edition) -> None:
    assert find(TOY, "", {"family": ()}).papers == toy_edition.papers


def test_a_query_and_all_filters_must_hold() -> None:
    assert ids("angstrom", family=("gluten",), has=("code", "award")) == ["angstrom2021rye"]
    assert ids("ruiz", family=("gluten",)) == []


def test_a_query_that_is_not_understood_is_an_error() -> None:
    with pytest.raises(QueryError, match="did you mean `gluten`"):
        find(TOY, "family:glutn", {})


def test_a_filter_that_is_not_understood_says_which_it_is(toy_edition: Edition) -> None:
    with pytest.raises(FilterError, match="did you mean `OVEN`") as caught:
        select(toy_edition, "", {"year": ("2020",), "venue": ("OVNE",)})
    assert caught.value.field == "venue"


def test_a_list_with_errors_has_findings_and_nothing_is_found_in_it(toy: Path) -> None:
    (toy / "papers/2020/li2020fold.yaml").write_text("title: [\n")
    found = find(toy, "", {})
    assert found.checked.has_errors
    assert (found.edition, found.papers) == (None, ())


def test_ids_are_one_a_line(toy_edition: Edition) -> None:
    assert as_ids(toy_edition, select(toy_edition, "year:2020", {})) == "o-neil2020bake\nli2020fold\n"


def test_lines_have_tabs_and_the_name_of_the_venue_in_that_year(toy_edition: Edition) -> None:
    papers = select(toy_edition, "venue:oven year:..2020 -bake", {})
    assert as_lines(toy_edition, papers) == (
        "li2020fold\t2020\tOVEN\tStretch and Fold\nbell2013starter\t2013\tOVN\tStarter from Scratch\n"
    )


HOSTILE = {
    "bread2020one": paper(title="Bread and \u202eButter"),
    "bread2020three": paper(title="面包和黄油 und so weiter und so fort"),
    "bread2020two": paper(title="Pa\u0302te", venue="arXiv"),
}


@pytest.mark.parametrize(
    ("width", "table"),
    [
        pytest.param(
            80,
            "<bread2020one>    2020  OVEN   Bread and \\u202eButter\n"
            "<bread2020three>  2020  OVEN   面包和黄油 und so weiter und so fort\n"
            "<bread2020two>    2020  arXiv  Pa\u0302te\n",
            id="wide",
        ),
        pytest.param(
            40,
            "<bread2020one>    2020  OVEN   Bread and…\n"
            "<bread2020three>  2020  OVEN   面包和黄油…\n"
            "<bread2020two>    2020  arXiv  Pa\u0302te\n",
            id="narrow",
        ),
        pytest.param(
            8,
            "<bread20…>\n<bread20…>\n<bread20…>\n",
            id="too narrow for an id",
        ),
        pytest.param(
            35,
            "<bread2020one>    2020  OVEN   Bread…\n"
            "<bread2020three>  2020  OVEN   面包…\n"
            "<bread2020two>    2020  arXiv  Pa\u0302te\n",
            id="a wide letter is left out where half of it would fit",
        ),
    ],
)
def test_a_table_is_aligned_and_fits_the_terminal(toy_edition: Edition, width: int, table: str) -> None:
    edition = edition_of(toy_edition, HOSTILE)
    assert as_table(edition, edition.papers, width, lambda text: f"<{text}>") == table


@pytest.mark.parametrize(
    ("text", "column", "lines"),
    [
        ("rye family:x", 11, "  rye family:x\n             ^"),
        ("面包 family:x", 10, "  面包 family:x\n              ^"),
        ("\x1b family:x", 9, "  \\x1b family:x\n              ^"),
    ],
)
def test_an_excerpt_points_at_what_is_not_understood(text: str, column: int, lines: str) -> None:
    assert excerpt(text, column) == lines
