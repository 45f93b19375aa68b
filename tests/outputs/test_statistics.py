"""The page of figures: each chart stands beside a table with the same numbers, which add up to what there is."""

from dataclasses import dataclass, replace
from html.parser import HTMLParser
from types import MappingProxyType

import pytest

from catalog.catalog import M, Record, Vocabulary
from catalog.edition import Edition
from catalog.outputs.pages import Shelving
from catalog.outputs.statistics import statistics
from tests.editions import edition_of, paper
from tests.html_reading import read_html

CODE = {"url": "https://code.test.example.org/x", "official": "true"}


@dataclass
class Table:
    """A table as a screen reader goes through it."""

    caption: str
    rows: list[list[str]]
    scopes: list[str]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Table] = []
        self.into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.found.append(Table("", [], []))
        elif tag == "tr":
            self.found[-1].rows.append([])
        elif tag in {"th", "td"}:
            self.found[-1].rows[-1].append("")
            self.found[-1].scopes += [dict(attrs).get("scope") or ""] if tag == "th" else []
        self.into = tag if tag in {"th", "td", "caption"} else self.into

    def handle_endtag(self, tag: str) -> None:
        if tag == self.into:
            self.into = ""

    def handle_data(self, data: str) -> None:
        if self.into == "caption":
            self.found[-1].caption += data
        elif self.into:
            self.found[-1].rows[-1][-1] += data


def tables(edition: Edition) -> list[Table]:
    reader = _Tables()
    reader.feed(statistics(Shelving(edition)).body)
    return reader.found


def table(edition: Edition, caption: str) -> list[list[str]]:
    (found,) = [each.rows for each in tables(edition) if each.caption == caption]
    return found


BY_YEAR = "Papers by year and group of families"
BY_VENUE = "Papers by venue"
BY_CODE = "Papers with code by year"
BY_AUTHOR = "Papers by author"


def test_papers_stand_under_their_year_and_group(toy_edition: Edition) -> None:
    rows = table(toy_edition, BY_YEAR)
    assert rows[0] == ["Year", "Dough", "Surveys", "All"]
    assert rows[1] == ["2013", "2", "0", "2"]
    assert rows[2] == ["2014", "0", "0", "0"]
    assert rows[-1] == ["All years", "7", "1", "8"]


def test_years_without_papers_stand_between_others_and_have_no_page(toy_edition: Edition) -> None:
    assert [row[0] for row in table(toy_edition, BY_YEAR)[1:-1]] == [str(year) for year in range(2013, 2022)]
    links = read_html(statistics(Shelving(toy_edition)).body).links
    assert "../years/2013/" in links
    assert "../years/2014/" not in links


def test_venues_come_by_their_number_of_papers(toy_edition: Edition) -> None:
    assert table(toy_edition, BY_VENUE) == [["Venue", "Papers"], ["OVEN", "4"], ["CRUMB", "3"], ["arXiv", "1"]]


def test_code_is_counted_by_whose_it_is_and_as_a_share(toy_edition: Edition) -> None:
    papers = {
        "a": paper(year="2018", code=[CODE]),
        "b": paper(year="2020", code=[CODE]),
        "c": paper(year="2020", code=[CODE | {"official": "false"}]),
        "d": paper(year="2020"),
    }
    assert table(edition_of(toy_edition, papers), BY_CODE) == [
        ["Year", "Own", "Others'", "None", "All", "With code"],
        ["2018", "1", "0", "0", "1", "100%"],
        ["2019", "0", "0", "0", "0", "none"],
        ["2020", "1", "1", "1", "3", "67%"],
        ["All years", "2", "1", "1", "4", "75%"],
    ]


def test_authors_of_one_paper_are_left_out(toy_edition: Edition) -> None:
    papers = {"a": paper(authors=["Bo Li", "Ada Zu"]), "b": paper(authors=["Ada Zu", "Cy Do"])}
    assert table(edition_of(toy_edition, papers), BY_AUTHOR) == [["Author", "Papers"], ["Ada Zu", "2"]]


def test_where_nobody_wrote_two_papers_there_is_no_figure_of_authors(toy_edition: Edition) -> None:
    assert BY_AUTHOR not in {each.caption for each in tables(edition_of(toy_edition, {"a": paper()}))}


def test_a_list_without_papers_says_so(toy_edition: Edition) -> None:
    page = statistics(Shelving(edition_of(toy_edition, {})))
    assert "No papers yet." in read_html(page.body).text
    assert "<svg" not in page.body


def test_a_list_of_one_paper_has_figures_of_one(toy_edition: Edition) -> None:
    edition = edition_of(toy_edition, {"a": paper()})
    assert table(edition, BY_YEAR)[1:] == [["2020", "1", "1"], ["All years", "1", "1"]]
    assert "most in 2020, with 1 paper." in statistics(Shelving(edition)).body


def test_of_very_many_venues_and_groups_the_rest_is_summed_up(big: Edition) -> None:
    venues = table(big, BY_VENUE)
    assert len(venues) == 22
    assert venues[-1] == ["10 others", "10"]
    years = table(big, BY_YEAR)
    assert years[0][-2:] == ["24 others", "All"]
    assert len(years[0]) == 9
    assert years[-1][1:7] == ["1", "1", "1", "2", "1", "1"]
    assert years[-1][-2:] == ["24", "31"]


@pytest.fixture
def big(toy_edition: Edition) -> Edition:
    """Return an edition of 30 venues and 30 families, each with a paper; the fourth family has two."""
    catalog = toy_edition.catalog

    def many(entry: Record[M], keys: list[str]) -> Vocabulary[M]:
        return Vocabulary(MappingProxyType({key: replace(entry, id=key) for key in keys}))

    venues, families = ([f"{letter}{at:02}" for at in range(30)] for letter in "Vf")
    papers = {f"p{at:02}": paper(venue=f"V{at:02}", loss_family=f"f{at:02}") for at in range(30)}
    papers["q"] = paper(venue="V00", loss_family="f03")
    edition = edition_of(toy_edition, papers)
    made = replace(
        edition.catalog,
        venues=many(catalog.venues["OVEN"], venues),
        families=many(catalog.families["survey"], families),
    )
    return replace(edition, catalog=made)


@pytest.mark.parametrize("name", ["toy_edition", "list_edition"])
def test_each_chart_is_named_and_stands_before_a_table_with_the_same_numbers(
    request: pytest.FixtureRequest, name: str
) -> None:
    edition: Edition = request.getfixturevalue(name)
    body = statistics(Shelving(edition)).body
    drawn = [piece.partition("</svg></svg>")[0] for piece in body.split('<svg class="chart"')[1:]]
    found = tables(edition)
    assert len(drawn) == len(found) > 2
    for svg, each in zip(drawn, found, strict=True):
        texts = read_html(f"<svg{svg}").texts
        shown = [text for tag, text in texts if tag == "text" and text.strip()]
        for row in each.rows[1:]:
            if row[0] != "All years":
                assert {row[0], row[-1]} <= set(shown)
        assert set(shown) <= {cell for row in each.rows for cell in row}


@pytest.mark.parametrize("name", ["toy_edition", "list_edition"])
def test_tables_have_captions_and_headings_with_scopes(request: pytest.FixtureRequest, name: str) -> None:
    for each in tables(request.getfixturevalue(name)):
        assert each.caption
        assert each.scopes == ["col"] * len(each.rows[0]) + ["row"] * (len(each.rows) - 1)
        assert {len(row) for row in each.rows} == {len(each.rows[0])}


def test_ids_of_the_page_are_unique_and_no_element_has_a_style(list_edition: Edition) -> None:
    elements = read_html(statistics(Shelving(list_edition)).body).elements
    ids = [given["id"] for _, given in elements if "id" in given]
    assert len(ids) == len(set(ids))
    assert not [tag for tag, given in elements if "style" in given or tag in {"style", "script"}]


@pytest.mark.parametrize("name", ['<script>alert("1")</script> & <b>', "Name " * 60], ids=["markup", "long"])
def test_names_are_text(toy_edition: Edition, name: str) -> None:
    papers = {key: paper(authors=[{"name": name.strip()}]) for key in "ab"}
    body = statistics(Shelving(edition_of(toy_edition, papers))).body
    assert not {tag for tag, _ in read_html(body).elements} & {"script", "b"}
    assert table(edition_of(toy_edition, papers), BY_AUTHOR)[1:] == [[name.strip(), "2"]]
