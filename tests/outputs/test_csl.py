"""CSL-JSON is what its schema wants, has a line for each field, and cites as the .bib files do."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pypandoc
import pytest

from catalog.edition import Edition
from catalog.outputs import csl
from catalog.outputs.formats import CITATIONS
from tests.hostile_papers import hostile

SCHEMA = Path(__file__).parent / "csl-item.schema.json"
QUOTES = str.maketrans("", "", "“”‘’\"'`")


@pytest.fixture(params=["toy", "list", "hostile"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition) -> Edition:
    if request.param == "hostile":
        return hostile(toy_edition)
    found: Edition = request.getfixturevalue(f"{request.param}_edition")
    return found


@pytest.fixture
def items(edition: Edition) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(csl.FORMAT.render(edition, edition.catalog))
    return found


def test_every_item_is_as_the_schema_of_csl_has_it(items: list[dict[str, Any]]) -> None:
    jsonschema.validate(items, json.loads(SCHEMA.read_text()))


def test_each_field_has_a_line(edition: Edition, items: list[dict[str, Any]]) -> None:
    lines = csl.FORMAT.render(edition, edition.catalog).decode().split("\n")
    indented = [line for line in lines if line.startswith("    ")]
    read = [json.loads(f"{{{line.strip().removesuffix(',')}}}") for line in indented]
    assert read == [{name: value} for item in items for name, value in item.items()]
    assert {line for line in lines if line not in indented} == {"[", "  {", "  },", "  }", "]", ""}


def test_no_item_is_an_empty_array() -> None:
    assert csl.whole(()) == "[]\n"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        pytest.param(
            "angstrom2021rye",
            {
                "type": "paper-conference",
                "container-title": "Proceedings of the International Conference on Ovens",
                "collection-title": "Lecture Notes in Baking",
                "collection-number": "3",
                "volume": "12",
                "page": "101-112",
                "publisher": "Crust_House",
                "custom": {"arXiv": "2101.00001"},
            },
            id="a paper of a conference",
        ),
        pytest.param(
            "zhang2021proof",
            {
                "type": "article-journal",
                "container-title": "Journal of Crumbs",
                "volume": "4",
                "issue": "2",
                "page": "e17",
            },
            id="an article",
        ),
        pytest.param(
            "dupont2019levain",
            {
                "type": "article",
                "publisher": "arXiv",
                "number": "arXiv:1901.00001",
                "custom": {"arXiv": "1901.00001"},
            },
            id="a preprint",
        ),
    ],
)
def test_an_item_says_where_a_paper_appeared(toy_edition: Edition, key: str, said: dict[str, str]) -> None:
    item = csl.item(toy_edition, toy_edition.catalog[key])
    everywhere = {"id", "title", "author", "issued", "DOI", "URL"}
    assert {name: value for name, value in item.items() if name not in everywhere} == said


def cited(edition: Edition, name: str, folder: Path) -> dict[str, str]:
    """Return what pandoc makes of each entry of a file in the style of Chicago, without capitals and quotes."""
    path = folder / CITATIONS[name].file_name
    path.write_bytes(CITATIONS[name].render(edition, edition.catalog))
    html = pypandoc.convert_text(
        "---\nnocite: '@*'\n---\n",
        "html",
        format="markdown",
        extra_args=["--citeproc", "--wrap=none", f"--bibliography={path}"],
    )
    found = re.findall(r'<div id="ref-(\S+)"[^>]*>\s*(.*?)\s*</div>', html, re.DOTALL)
    # pandoc makes small what braces do not protect, and which words of a title the style makes large depends on it.
    plain = {key: re.sub(r"<[^>]*>", "", text).translate(QUOTES).casefold() for key, text in found}
    return {key: " ".join(text.split()) for key, text in plain.items()}


@pytest.mark.parametrize(
    ("name", "kept"), [("bibtex", r"\1"), ("biblatex", "")], ids=["BibTeX says it in words", "BibLaTeX in its eprint"]
)
def test_citations_read_the_same_from_csl_and_from_bib(edition: Edition, name: str, kept: str, tmp_path: Path) -> None:
    ours, theirs = cited(edition, "csl-json", tmp_path), cited(edition, name, tmp_path)
    assert ours.keys() == theirs.keys() == edition.catalog.papers.keys()
    compared = 0
    for record in edition.catalog:
        if "\n  note " in CITATIONS[name].entry(edition, record):
            continue  # numbers that a .bib file has no field for
        text, other = ours[record.id], theirs[record.id]
        # Only CSL has a type for preprints: its style says so, and names the server.
        text = re.sub(r"(arxiv:\S+\. )preprint, arxiv\. ", kept, text)
        if any(person.family.startswith("'") for person in record.value.authors):
            # pandoc takes the particle out of the family name that it reads in CSL.
            text, other = (each.partition(" 2021")[2] for each in (text, other))
        assert text == other
        compared += 1
    assert compared > 0.8 * len(edition.catalog)
