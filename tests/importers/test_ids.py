"""A new id is in the style of the list."""

import pytest

from catalog.identifiers import is_record_id
from catalog.importers.cleaning import people, person
from catalog.importers.draft import Draft, filled
from catalog.importers.ids import new_id


def draft(title: str, *authors: str, id_: str | None = None) -> Draft:
    return Draft(title=title, authors=people(map(person, authors)), year=2020, id=id_)


@pytest.mark.parametrize(
    ("title", "author", "expected"),
    [
        ("Proxy Anchor Loss", "Sungyeon Kim", "kim2020proxy"),
        ("No Fuss Distance Metric Learning", "Movshovitz-Attias, Yair", "movshovitzattias2020fuss"),
        ("A Survey", "Aurélien Bellet", "bellet2020survey"),
        ("Multi-Similarity Loss", "Ludwig van der Berg", "berg2020multi"),
        ("Über Brot", "Jörg Müller", "muller2020uber"),
        ("3D Bread", "Siobhán O'Neil", "oneil2020bread"),
        ("3D", "Ana Ruiz", "ruiz20203d"),
        ("On the", "Ana Ruiz", "ruiz2020on"),
        ("面包", "张伟", "anonymous2020paper"),
        ("Bread of the East", "张 伟", "anonymous2020bread"),
        ("Rye & Salt", "The Rye Consortium", "theryeconsortium2020rye"),
    ],
)
def test_an_id_is_family_name_year_and_first_word_of_weight(title: str, author: str, expected: str) -> None:
    found = new_id(draft(title, author), frozenset())
    assert (found, is_record_id(found)) == (expected, True)


def test_an_id_without_authors_takes_two_words_of_the_title() -> None:
    assert new_id(draft("The Rye of Salt"), frozenset()) == "rye2020salt"


@pytest.mark.parametrize(("id_", "expected"), [("kim2020proxy", "kim2020proxy"), ("taken2020x", "ruiz2020rye")])
def test_an_id_of_the_source_is_kept_unless_it_is_taken(id_: str, expected: str) -> None:
    assert new_id(draft("Rye", "Ana Ruiz", id_=id_), {"taken2020x"}) == expected


def test_a_draft_fills_gaps_and_never_overwrites() -> None:
    one = Draft(title="Rye", year=2020, links={"paper": "https://a.org/"}, containers=("A",))
    other = Draft(
        title="Wheat", pages="1-2", links={"paper": "https://b.org/", "pdf": "https://b.org/x"}, containers=("B",)
    )
    found = filled(one, other)
    assert (found.title, found.year, found.pages, found.containers) == ("Rye", 2020, "1-2", ("A", "B"))
    assert found.links == {"paper": "https://a.org/", "pdf": "https://b.org/x"}
    assert found.gaps == ("authors", "venue", "loss_family")
