"""A person's name is read and written as BibTeX does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.names import Person, UnclearNameError, format_name, parse

BOTH_WAYS = [
    ("Sungyeon Kim", Person("Kim", "Sungyeon")),
    ("Ludwig van Beethoven", Person("Beethoven", "Ludwig", "van")),
    ("Jean de la Fontaine", Person("Fontaine", "Jean", "de la")),
    ("Lloyd Webber, Andrew", Person("Lloyd Webber", "Andrew")),
    ("King, Jr., Martin Luther", Person("King", "Martin Luther", suffix="Jr.")),
    ("Hasan Şakir Bilge", Person("Bilge", "Hasan Şakir")),
]


@pytest.mark.parametrize(("text", "person"), BOTH_WAYS)
def test_a_name_reads_and_writes_back(text: str, person: Person) -> None:
    assert parse(text) == person
    assert format_name(person) == text


@pytest.mark.parametrize(
    ("person", "text"),
    [(Person("The Rye Consortium, Inc.", literal=True), "The Rye Consortium, Inc."), (Person("Bell"), "Bell")],
    ids=["a collective", "a family name alone"],
)
def test_a_name_that_is_no_persons_is_written_as_it_is(person: Person, text: str) -> None:
    assert format_name(person) == text


@pytest.mark.parametrize("text", ["", "Cher", "Kim,", ", Kim", "a, b, c, d"])
def test_what_is_no_clear_name_is_refused_with_the_remedy(text: str) -> None:
    with pytest.raises(UnclearNameError, match="write"):
        parse(text)


words = st.lists(st.from_regex(r"[A-Z][a-z]{0,6}", fullmatch=True), min_size=1, max_size=2).map(" ".join)
particles = st.sampled_from(["", "van", "de la", "von der"])


@given(family=words, given=words, particle=particles, suffix=st.sampled_from(["", "Jr.", "III"]))
def test_any_person_reads_back_as_the_same(family: str, given: str, particle: str, suffix: str) -> None:
    person = Person(family, given, particle, suffix)
    assert parse(format_name(person)) == person
