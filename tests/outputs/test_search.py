"""A search finds a paper by what people know of it, and by names as they can type them."""

import pytest

from catalog.edition import Edition
from catalog.outputs.search import joined, without_accents, words_of_paper
from catalog.outputs.views import Views
from tests.editions import edition_of, paper


def words(edition: Edition, **fields: object) -> str:
    made = edition_of(edition, {"baker2020bread": paper(**fields)})
    return words_of_paper(Views(made), made.papers[0])


def test_a_bare_paper_is_found_by_author_venue_family_and_id(toy_edition: Edition) -> None:
    assert words(toy_edition) == "Ada Baker · OVEN 2020 · International Conference on Ovens · Gluten · baker2020bread"


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"authors": ["Ada Baker", "Li, Bo"]}, "Ada Baker, Bo Li"),
        ({"year": "2013"}, "OVN 2013"),
        ({"also_families": ["starter"]}, "Gluten, Starters & levains"),
        ({"topics": ["rye", "wheat"]}, "Rye, Wheat"),
        ({"arxiv": "2101.00001"}, "arXiv 2101.00001"),
        ({"doi": "10.1000/Rye"}, "DOI 10.1000/Rye"),
        ({"award": "Best Crust"}, "Best Crust"),
        ({"summary": "Bake longer."}, "Bake longer."),
        ({"authors": ["José Muñoz"]}, "José Muñoz"),
        ({"authors": ["José Muñoz"]}, "Jose Munoz"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value,
)
def test_a_paper_is_found_by_what_its_record_says(toy_edition: Edition, fields: dict[str, object], part: str) -> None:
    assert part in words(toy_edition, **fields).split(" · ")


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Åsa Ångström", "Asa Angstrom"), ("Ada Baker", ""), ("张伟 李", ""), ("김 빵", ""), ("Łukasz", "Lukasz")],
)
def test_a_name_is_given_once_more_only_where_it_is_typed_otherwise(name: str, typed: str) -> None:
    assert without_accents(name) == typed


def test_what_is_not_there_leaves_no_gap() -> None:
    assert joined("rye", "", "wheat", "") == "rye · wheat"
