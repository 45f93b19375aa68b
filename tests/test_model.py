"""Models take values that are typed already, and know what follows from one field alone."""

import datetime as dt

import pytest
from pydantic import ValidationError

from catalog.model import Flag, Model, Number, Paper, Venue, Year
from catalog.names import Person
from tests.editions import BARE, paper


class Scalars(Model):
    """One field of each type that a record writes as text."""

    year: Year = 2020
    flag: Flag = False
    number: Number = 0


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [("year", "2021", 2021), ("flag", "true", True), ("flag", "false", False), ("number", "10", 10)],
)
def test_a_value_may_be_text_or_typed(field: str, text: str, value: object) -> None:
    assert getattr(Scalars.model_validate({field: text}), field) == value
    assert getattr(Scalars.model_validate({field: value}), field) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *(("year", text) for text in ("1599", "2101", "20", "20200", "２０２０", "2020 ", "MMXX", "")),
        *(("flag", text) for text in ("True", "yes", "1", "")),
        *(("number", text) for text in ("-1", "1.0", "1e3", "１", "1234567890", "")),
    ],
)
def test_a_text_of_another_type_is_refused(field: str, text: str) -> None:
    with pytest.raises(ValidationError):
        Scalars.model_validate({field: text})


def test_a_paper_made_of_values_is_the_one_made_of_texts() -> None:
    typed = paper(year=2020, authors=(Person("Baker", "Ada"),), added=dt.date(2026, 1, 2))
    assert typed == Paper.model_validate(BARE)


def test_the_first_official_repository_is_the_official_one() -> None:
    rows = [("a", "false"), ("b", "true"), ("c", "true")]
    found = paper(code=[{"url": url, "official": official} for url, official in rows]).official_code
    assert found is not None
    assert found.url == "b"


def test_without_an_official_repository_there_is_none() -> None:
    assert paper(code=[{"url": "a"}]).official_code is None


OVEN = Venue.model_validate(
    {
        "name": "Ovens",
        "kind": "conference",
        "rank": 1,
        "names": [
            {"since": 2000, "proceedings": "first"},
            {"since": 2010, "proceedings": "second"},
            {"since": 2020, "proceedings": "third"},
        ],
    }
)


@pytest.mark.parametrize(
    ("year", "name"),
    [
        (1999, "first"),
        (2000, "first"),
        (2009, "first"),
        (2010, "second"),
        (2019, "second"),
        (2020, "third"),
        (2100, "third"),
        (None, "third"),
    ],
)
def test_a_venue_has_the_names_of_the_year(year: int | None, name: str) -> None:
    assert OVEN.names_in(year).proceedings == name
