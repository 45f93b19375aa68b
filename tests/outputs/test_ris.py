"""RIS comes back through a reader that is not ours, whatever a record may say."""

from typing import Any

import pytest
import rispy

from catalog.edition import Edition
from catalog.outputs import ris
from catalog.outputs.citation import citation
from tests.editions import edition_of, paper
from tests.hostile_papers import hostile

TYPES = {"inproceedings": "CONF", "article": "JOUR", "misc": "UNPB"}


@pytest.fixture(params=["toy", "list", "hostile"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition) -> Edition:
    if request.param == "hostile":
        return hostile(toy_edition)
    found: Edition = request.getfixturevalue(f"{request.param}_edition")
    return found


def read(edition: Edition) -> list[dict[str, Any]]:
    return rispy.loads(ris.FORMAT.render(edition, edition.catalog).decode())  # type: ignore[no-any-return]  # untyped


def test_every_value_comes_back(edition: Edition) -> None:
    found = read(edition)
    assert [item["id"] for item in found] == list(edition.catalog.papers)
    for item, record in zip(found, edition.catalog, strict=True):
        value, cited = record.value, citation(edition, record)
        families = [edition.catalog.families[key].value.name for key in (value.loss_family, *value.also_families)]
        topics = [edition.catalog.topics[key].value.name for key in value.topics]
        first, _, last = (value.pages or "").partition("-")
        expected = {
            "type_of_reference": TYPES[cited.type],
            "id": record.id,
            "authors": [ris.author(person) for person in value.authors],
            "title": value.title,
            "secondary_title": cited.published_in,
            "custom3": cited.published_in if cited.type == "inproceedings" else None,
            "tertiary_title": cited.series,
            "volume": cited.volume,
            "number": cited.number,
            "start_page": first,
            "end_page": last,
            "publisher": cited.publisher,
            "year": str(value.year),
            "doi": value.doi,
            "name_of_database": "arXiv" if value.arxiv else None,
            "accession_number": value.arxiv,
            "keywords": [*families, *topics],
            "urls": [value.links.paper.replace(";", "%3B")],
            "file_attachments1": value.links.pdf,
        }
        assert item == {name: said for name, said in expected.items() if said}


def test_every_line_has_a_tag_and_ends_in_a_line_feed(edition: Edition) -> None:
    text = ris.FORMAT.render(edition, edition.catalog).decode()
    assert text.endswith("\nER  - \n")
    for entry in text.split("\n\n"):
        for line in entry.strip("\n").split("\n"):
            assert line[2:6] == "  - "
            assert line[:2].isalnum()
            assert line.splitlines() == [line]


def test_a_character_that_some_take_for_the_end_of_a_line_ends_none(toy_edition: Edition) -> None:
    edition = edition_of(toy_edition, {"a2020b": paper(title="Bread\u2028ER  - \u2029Butter")})
    assert "TI  - Bread ER  -  Butter\n" in ris.FORMAT.render(edition, edition.catalog).decode()
