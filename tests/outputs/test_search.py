"""A search finds a page by more than what stands on it: other names, and names as they can be typed."""

import pytest

from catalog.derive import by_author
from catalog.edition import Edition
from catalog.outputs.search import words_of_author, words_of_family, words_of_paper, words_of_venue
from tests.editions import edition_of, paper


def words(edition: Edition, **fields: object) -> list[str]:
    made = edition_of(edition, {"baker2020bread": paper(**fields)})
    return words_of_paper(made, made.papers[0]).split(" · ")


def test_a_bare_paper_is_found_by_id_and_venue(toy_edition: Edition) -> None:
    assert words(toy_edition) == ["baker2020bread", "International Conference on Ovens"]


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"authors": ["José Muñoz"]}, "Jose Munoz"),
        ({"title": "Crème"}, "Creme"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_a_paper_is_found_by_other_names(toy_edition: Edition, fields: dict[str, object], part: str) -> None:
    assert part in words(toy_edition, **fields)


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Åsa Ångström", "Asa Angstrom"), ("Ada Baker", ""), ("张伟 李", ""), ("김 빵", ""), ("Łukasz Rye", "Lukasz Rye")],
)
def test_a_name_is_given_once_more_only_where_it_is_typed_otherwise(
    toy_edition: Edition, name: str, typed: str
) -> None:
    made = edition_of(toy_edition, {"baker2020bread": paper(authors=[name])})
    (author,) = by_author(made.papers).values()
    assert words_of_author(author) == typed


def test_a_venue_is_found_by_what_it_was_called(toy_edition: Edition) -> None:
    assert words_of_venue(toy_edition.catalog.venues["OVEN"]) == "OVEN · OVN"


def test_a_family_is_found_by_its_key(toy_edition: Edition) -> None:
    assert words_of_family(toy_edition.catalog.families["starter"]) == "starter"
