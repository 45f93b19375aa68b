"""What is copied is found, whatever its case and marks; summaries are one sentence in the list's own words."""

import re
from pathlib import Path

import pytest

from catalog.edition import Edition
from tests.own_words import main, shared_run, words

ABSTRACT = "We let the dough rest for a whole night in a cold room, and find that crust and crumb improve."


@pytest.mark.parametrize(
    ("text", "run"),
    [
        ("Nothing here is equal.", ""),
        ("It lets the dough rest.", "the dough rest"),
        ("THE DOUGH REST; FOR a whole — night.", "the dough rest for a whole night"),
        ("Crust-and-crumb, improve", "crust and crumb improve"),
    ],
)
def test_the_longest_run_of_the_same_words_is_found(text: str, run: str) -> None:
    assert " ".join(shared_run(words(text), words(ABSTRACT))) == run


@pytest.mark.parametrize(
    ("abstract", "status"),
    [
        pytest.param("Quite another text about something else.", 0, id="own words"),
        pytest.param(
            "Here we show: a fed starter, kept at room temperature, raises bread in four hours.", 1, id="copied"
        ),
    ],
)
def test_a_copied_summary_is_told(toy: Path, capsys: pytest.CaptureFixture[str], abstract: str, status: int) -> None:
    (record,) = toy.glob("papers/*/li2020fold.yaml")
    summary = "summary: A fed starter, kept at room temperature, raises bread in four hours.\n"
    record.write_text(re.sub(r"(?m)^summary:.*\n(  .*\n)*", "", record.read_text()).rstrip() + f"\n{summary}")
    for other in toy.glob("papers/*/*.yaml"):
        if other != record:
            other.write_text(re.sub(r"(?m)^summary:.*\n(  .*\n)*", "", other.read_text()))
    assert main({"li2020fold": abstract}, toy) == status
    assert ("kept at room temperature" in capsys.readouterr().out) == bool(status)


def test_each_summary_is_one_sentence_of_at_most_200_characters(list_edition: Edition) -> None:
    summaries = {record.id: record.value.summary for record in list_edition.papers if record.value.summary is not None}
    assert len(summaries) >= 174
    faults = {
        key: text
        for key, text in summaries.items()
        if len(text) > 200 or not text.endswith(".") or re.search(r"[.!?] [A-Z]", text) or not text[0].isalnum()
    }
    assert faults == {}
