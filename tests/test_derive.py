"""Orders, groups and figures follow from the records alone, and every paper is in each of them once."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import derive
from catalog.catalog import Record, read
from catalog.derive import Author, Count, Papers, Relations, author_slug
from catalog.edition import Edition
from catalog.model import Paper
from catalog.names import Person, parse
from tests.conftest import TOY
from tests.editions import edition_of, paper

READING_ORDER = [
    "angstrom2021rye",
    "zhang2021proof",
    "o-neil2020bake",
    "li2020fold",
    "ruiz2019survey",
    "dupont2019levain",
    "bell2013starter",
    "munoz2013crumb",
]


def ids(papers: Iterable[Record[Paper]]) -> list[str]:
    return [record.id for record in papers]


def ordered(edition: Edition, **papers: Paper) -> list[str]:
    return ids(derive.in_reading_order(edition_of(edition, papers).catalog))


def test_papers_are_read_from_the_newest_year_and_the_first_venue_on(toy_edition: Edition) -> None:
    assert ids(derive.in_reading_order(toy_edition.catalog)) == READING_ORDER


def test_what_came_last_is_newest_and_what_came_on_one_day_stays_in_reading_order(toy_edition: Edition) -> None:
    papers = edition_of(
        toy_edition,
        {
            "a": paper(year="2019"),
            "b": paper(year="2020"),
            "c": paper(year="2013", added="2026-01-03"),
        },
    ).papers
    assert ids(derive.newest(papers)) == ["c", "b", "a"]


def test_a_year_weighs_more_than_a_rank(toy_edition: Edition) -> None:
    found = ordered(toy_edition, a=paper(year="2019", venue="OVEN"), b=paper(year="2020", venue="arXiv"))
    assert found == ["b", "a"]


def test_a_rank_weighs_more_than_a_title(toy_edition: Edition) -> None:
    assert ordered(toy_edition, a=paper(title="A", venue="CRUMB"), b=paper(title="B", venue="OVEN")) == ["b", "a"]


@pytest.mark.parametrize(
    "titles",
    [("apple", "Bun"), ("Éclair", "Fougasse"), ("“Bun”", "Crust"), ("a bun", "A Crust")],
    ids=["case", "accents", "quotes", "case again"],
)
def test_titles_are_ordered_as_an_index_does(toy_edition: Edition, titles: tuple[str, str]) -> None:
    assert ordered(toy_edition, b=paper(title=titles[0]), a=paper(title=titles[1])) == ["b", "a"]


def test_the_id_decides_between_equal_titles(toy_edition: Edition) -> None:
    assert ordered(toy_edition, b=paper(), a=paper()) == ["a", "b"]


def test_the_order_of_reading_does_not_depend_on_the_order_of_records(toy_edition: Edition) -> None:
    papers = {key: toy_edition.catalog[key].value for key in sorted(toy_edition.catalog.papers, reverse=True)}
    assert ordered(toy_edition, **papers) == READING_ORDER


def test_years_come_newest_first_and_hold_their_papers(toy_edition: Edition) -> None:
    found = derive.by_year(toy_edition.papers)
    assert [(year, len(papers)) for year, papers in found.items()] == [(2021, 2), (2020, 2), (2019, 2), (2013, 2)]
    assert [key for papers in found.values() for key in ids(papers)] == READING_ORDER


def test_venues_come_by_rank_each_with_its_papers_and_its_entry(toy_edition: Edition) -> None:
    found = derive.by_venue(toy_edition.catalog, toy_edition.papers)
    assert {key: (venue.id, ids(papers)) for key, (venue, papers) in found.items()} == {
        "OVEN": ("OVEN", ["angstrom2021rye", "o-neil2020bake", "li2020fold", "bell2013starter"]),
        "CRUMB": ("CRUMB", ["zhang2021proof", "ruiz2019survey", "munoz2013crumb"]),
        "arXiv": ("arXiv", ["dupont2019levain"]),
    }
    assert list(found) == ["OVEN", "CRUMB", "arXiv"]


def test_a_venue_of_another_version_alone_has_no_papers(toy_edition: Edition) -> None:
    edition = edition_of(toy_edition, {"a": paper(other_versions=[{"venue": "CRUMB"}])})
    assert list(derive.by_venue(edition.catalog, edition.papers)) == ["OVEN"]


def test_topics_keep_the_order_of_their_vocabulary(toy_edition: Edition) -> None:
    found = derive.by_topic(toy_edition.catalog, toy_edition.papers)
    assert {key: ids(papers) for key, (_, papers) in found.items()} == {
        "rye": ["angstrom2021rye"],
        "wheat": ["angstrom2021rye", "zhang2021proof", "bell2013starter"],
    }
    assert list(found) == list(toy_edition.catalog.topics)


def test_a_topic_without_papers_is_there_all_the_same(toy_edition: Edition) -> None:
    edition = edition_of(toy_edition, {"a": paper(topics=["wheat", "wheat"])})
    found = derive.by_topic(edition.catalog, edition.papers)
    assert {key: ids(papers) for key, (_, papers) in found.items()} == {"rye": [], "wheat": ["a"]}


def test_a_shelf_has_a_familys_papers_and_those_one_looks_for_there_too(toy_edition: Edition) -> None:
    found = derive.by_family(toy_edition.catalog, toy_edition.papers)
    assert {key: (ids(shelf.papers), ids(shelf.also)) for key, shelf in found.items()} == {
        "starter": (["angstrom2021rye", "dupont2019levain", "bell2013starter"], []),
        "gluten": (["zhang2021proof", "o-neil2020bake", "li2020fold", "munoz2013crumb"], ["angstrom2021rye"]),
        "survey": (["ruiz2019survey"], []),
    }


def test_a_family_that_heads_others_is_only_a_group(toy_edition: Edition) -> None:
    assert derive.heads(toy_edition.catalog) == {"dough"}
    groups = derive.in_groups(toy_edition.catalog, toy_edition.families)
    assert [(group.head.id, [shelf.family.id for shelf in group.shelves]) for group in groups] == [
        ("dough", ["starter", "gluten"]),
        ("survey", ["survey"]),
    ]


def by_author(edition: Edition, *authors: list[str]) -> Mapping[str, Author]:
    papers = {f"p{index}": paper(authors=names) for index, names in enumerate(authors)}
    return derive.by_author(edition_of(edition, papers).papers)


def test_authors_are_ordered_by_family_name_without_accents(toy_edition: Edition) -> None:
    names = ["Zoe Baker", "Åsa Ångström", "Ludwig van der Berg", "Ana Anders", "Ana Öz"]
    found = [author.person.display for author in by_author(toy_edition, names).values()]
    assert found == ["Ana Anders", "Åsa Ångström", "Zoe Baker", "Ludwig van der Berg", "Ana Öz"]


def test_spellings_of_one_name_are_one_person_and_the_fullest_is_shown(toy_edition: Edition) -> None:
    found = by_author(toy_edition, ["Jose Munoz"], ["José Muñoz"], ["José Munoz"])
    assert [(key, author.person.display, ids(author.papers)) for key, author in found.items()] == [
        ("jose-munoz", "José Muñoz", ["p0", "p1", "p2"])
    ]


def test_an_author_named_twice_has_the_paper_once(toy_edition: Edition) -> None:
    assert ids(by_author(toy_edition, ["Ana Ruiz", "Bo Li", "Ana Ruiz"])["ana-ruiz"].papers) == ["p0"]


def test_names_that_differ_in_signs_of_their_script_are_two_people(toy_edition: Edition) -> None:
    assert len(by_author(toy_edition, ["राम कुमार", "रीम कुमार"])) == 2


@pytest.mark.parametrize(
    ("person", "part"),
    [
        (parse("Åsa Ångström"), "asa-angstrom"),
        (parse("Lloyd Webber, Jr., Andrew"), "andrew-lloyd-webber-jr"),
        (Person("The <Rye> Consortium", literal=True), "the-rye-consortium"),
        (parse("张伟 李"), "张伟-李"),
    ],
)
def test_an_address_names_a_person_by_the_folded_name(person: Person, part: str) -> None:
    assert author_slug(person) == part


def test_a_name_without_letters_is_named_by_its_hash() -> None:
    one, other = author_slug(Person("!!!", literal=True)), author_slug(Person("???", literal=True))
    assert one != other
    assert one.isalnum()
    assert len(one) == 12


def test_a_name_too_long_for_a_folder_ends_in_its_hash() -> None:
    one, other = (author_slug(Person("Bread " * 40 + last, literal=True)) for last in ("A", "B"))
    assert one != other
    assert one.startswith("bread-bread-")
    assert one[:-13] == other[:-13]


@pytest.mark.parametrize(("length", "is_cut"), [(160, False), (161, True)])
def test_a_name_is_cut_over_the_limit_only(length: int, is_cut: bool) -> None:  # noqa: FBT001  # a column of the table
    assert (author_slug(Person("a" * length, literal=True)) != "a" * length) is is_cut


@given(st.text(st.characters(exclude_categories=["Cc"]), min_size=1, max_size=400))
def test_the_name_of_any_persons_page_can_be_a_folders(name: str) -> None:
    part = author_slug(Person(name, literal=True))
    assert 0 < len(part.encode(errors="surrogatepass")) < 200
    assert "/" not in part


def test_figures_count_what_the_records_say(toy_edition: Edition) -> None:
    figures = derive.statistics(toy_edition.catalog, toy_edition.papers)
    assert (figures.papers, figures.authors) == (8, 13)
    assert (figures.with_code, figures.with_official_code, figures.with_implementation) == (2, 2, 1)
    assert (figures.with_arxiv, figures.with_doi) == (2, 1)
    assert figures.years == (Count("2021", 2), Count("2020", 2), Count("2019", 2), Count("2013", 2))
    assert figures.venues == (Count("OVEN", 4), Count("CRUMB", 3), Count("arXiv", 1))
    assert figures.families == (Count("Starters & levains", 3), Count("Gluten", 4), Count("Surveys", 1))
    assert figures.topics == (Count("Rye", 1), Count("Wheat", 3))


def test_code_that_is_not_official_counts_as_code_only(toy_edition: Edition) -> None:
    edition = edition_of(toy_edition, {"a": paper(code=[{"url": "https://code.test.example.org/x"}])})
    assert (edition.statistics.with_code, edition.statistics.with_official_code) == (1, 0)


def test_a_list_without_papers_has_figures_of_nothing(toy_edition: Edition) -> None:
    figures = edition_of(toy_edition, {}).statistics
    assert (figures.papers, figures.authors, figures.years, figures.venues) == (0, 0, (), ())
    assert {count.papers for count in (*figures.families, *figures.topics)} == {0}


def groups_of(edition: Edition) -> dict[str, list[Papers]]:
    return {
        "years": list(edition.years.values()),
        "venues": [papers for _, papers in edition.venues.values()],
        "families": [shelf.papers for shelf in edition.families.values()],
    }


@pytest.mark.parametrize("kind", ["years", "venues", "families"])
@pytest.mark.parametrize("name", ["toy_edition", "list_edition"])
def test_each_paper_is_in_one_group_of_a_kind(request: pytest.FixtureRequest, name: str, kind: str) -> None:
    edition: Edition = request.getfixturevalue(name)
    found = [key for papers in groups_of(edition)[kind] for key in ids(papers)]
    assert sorted(found) == sorted(edition.catalog.papers)


def test_what_was_read_twice_is_derived_alike(toy_edition: Edition) -> None:
    again = replace(toy_edition, catalog=read(Path(TOY)).catalog)
    assert again.statistics == toy_edition.statistics
    assert list(again.authors) == list(toy_edition.authors)


def test_years_of_figures_go_from_the_first_to_the_last_with_those_between(toy_edition: Edition) -> None:
    found = derive.by_year_and_group(toy_edition.groups, toy_edition.papers)
    assert [(figures.year, figures.papers) for figures in found] == [
        (2013, 2),
        *((year, 0) for year in range(2014, 2019)),
        *((year, 2) for year in (2019, 2020, 2021)),
    ]


def test_figures_of_a_year_count_groups_and_code(toy_edition: Edition) -> None:
    code = {"url": "https://code.test.example.org/x"}
    papers = {
        "a": paper(year="2020"),
        "b": paper(year="2020", loss_family="starter", code=[code]),
        "c": paper(year="2020", loss_family="survey", code=[code, code | {"official": "true"}]),
    }
    edition = edition_of(toy_edition, papers)
    (found,) = derive.by_year_and_group(edition.groups, edition.papers)
    assert [group.head.id for group in edition.groups] == ["dough", "survey"]
    assert found == derive.YearFigures(2020, papers=3, with_code=2, with_official_code=1, groups=(2, 1))


def test_a_list_without_papers_has_no_years(toy_edition: Edition) -> None:
    assert derive.by_year_and_group((), edition_of(toy_edition, {}).papers) == ()


@pytest.mark.parametrize("name", ["toy_edition", "list_edition"])
def test_figures_of_years_add_up(request: pytest.FixtureRequest, name: str) -> None:
    edition: Edition = request.getfixturevalue(name)
    found = derive.by_year_and_group(edition.groups, edition.papers)
    assert sum(figures.papers for figures in found) == edition.statistics.papers
    assert sum(figures.with_code for figures in found) == edition.statistics.with_code
    assert sum(figures.with_official_code for figures in found) == edition.statistics.with_official_code
    assert all(sum(figures.groups) == figures.papers for figures in found)


@pytest.mark.parametrize(
    ("at_most", "at_least", "expected"),
    [
        (9, 1, ["bo-li", "zoe-baker", "ana-ruiz", "cy-ruiz"]),
        (9, 2, ["bo-li", "zoe-baker"]),
        (3, 1, ["bo-li", "zoe-baker", "ana-ruiz"]),
        (9, 4, []),
    ],
)
def test_most_frequent_authors_come_by_number_then_by_name(
    toy_edition: Edition, at_most: int, at_least: int, expected: list[str]
) -> None:
    authors = by_author(toy_edition, ["Bo Li", "Zoe Baker"], ["Bo Li", "Cy Ruiz"], ["Bo Li", "Ana Ruiz", "Zoe Baker"])
    found = derive.most_frequent(authors, at_most=at_most, at_least=at_least)
    assert [author.slug for author in found] == expected


def test_relations_of_families_stand_in_the_order_of_the_vocabulary(toy: Path) -> None:
    path = toy / "vocabularies/families.yaml"
    path.write_text(path.read_text().replace("extends: [gluten]", "extends: [survey, gluten]"))
    relations = derive.relations(read(toy).catalog)
    assert relations["starter"] == Relations(("gluten", "survey"), (), ("survey",))
    assert relations["survey"] == Relations((), ("starter",), ("starter",))
