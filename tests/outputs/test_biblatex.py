"""BibLaTeX comes back, field by field, through readers that are not ours."""

import re
from collections.abc import Callable
from dataclasses import replace

import bibtexparser
import pytest
from bibtexparser.middlewares import SeparateCoAuthors
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from catalog.edition import Edition
from catalog.latex import from_latex, to_utf8_latex
from catalog.outputs import biblatex, bibtex
from catalog.outputs.citation import citation
from tests.hostile_papers import hostile

VERBATIM = {"doi", "url", "eprint"}
TYPES = {"inproceedings": "inproceedings", "article": "article", "misc": "online"}
APPEARED_IN = {"inproceedings": "booktitle", "article": "journaltitle", "misc": "organization"}
letters = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\u00a0"))
Entries = dict[str, dict[str, str]]


@pytest.fixture(params=["toy", "list", "hostile"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition) -> Edition:
    if request.param == "hostile":
        return hostile(toy_edition)
    found: Edition = request.getfixturevalue(f"{request.param}_edition")
    return found


def text_of(edition: Edition) -> str:
    return biblatex.FORMAT.render(edition, edition.catalog).decode()


def by_pybtex(text: str) -> Entries:
    return {
        key: dict(entry.fields.items()) | {"ENTRYTYPE": entry.type}
        for key, entry in parse_string(text, "bibtex").entries.items()
    }


def by_bibtexparser(text: str) -> Entries:
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert library.failed_blocks == []
    return {
        entry.key: {field.key: field.value for field in entry.fields if field.key != "author"}
        | {"ENTRYTYPE": entry.entry_type}
        for entry in library.entries
    }


def expected(edition: Edition, key: str) -> dict[str, str]:
    """Return what an entry should say, from the record and the vocabulary; numbers aside."""
    paper, cited = edition.catalog[key].value, citation(edition, edition.catalog[key])
    published: str | None = None if cited.preprint_id else cited.published_in
    if cited.is_preprint and cited.publisher:
        published = " and ".join(filter(None, (published, cited.publisher)))
    fields: dict[str, str | None] = {
        "ENTRYTYPE": TYPES[cited.type],
        "title": paper.title,
        APPEARED_IN[cited.type]: published,
        "series": None if cited.is_preprint else cited.series,
        "publisher": cited.publisher if cited.type == "inproceedings" else None,
        "date": str(paper.year),
        "doi": paper.doi,
        "eprint": paper.arxiv,
        "eprinttype": "arxiv" if paper.arxiv else None,
        "url": paper.links.paper,
        "options": "useprefix=true" if any(person.particle for person in paper.authors) else None,
    }
    return {name: value for name, value in fields.items() if value}


@pytest.mark.parametrize("read", [by_pybtex, by_bibtexparser], ids=["pybtex", "bibtexparser"])
def test_every_field_comes_back_through_an_independent_reader(edition: Edition, read: Callable[[str], Entries]) -> None:
    entries = read(text_of(edition))
    assert entries.keys() == edition.catalog.papers.keys()
    for key, found in entries.items():
        shown = {name: value if name in VERBATIM else from_latex(value) for name, value in found.items()}
        note = shown.pop("note", "").casefold()
        cited = citation(edition, edition.catalog[key])
        for name in ("volume", "number", "pages"):
            number = getattr(cited, name)
            said = shown.pop(name, "").replace("\N{EN DASH}", "-")
            assert said == (number or "") or f"{name} {number.casefold()}".replace("-", "\N{EN DASH}") in note.replace(
                "-", "\N{EN DASH}"
            )
        assert shown == expected(edition, key)


def test_every_author_comes_back_through_an_independent_reader(edition: Edition) -> None:
    for key, entry in parse_string(text_of(edition), "bibtex").entries.items():
        people = [
            tuple(
                from_latex(" ".join(part))
                for part in (who.first_names + who.middle_names, who.prelast_names, who.last_names, who.lineage_names)
            )
            for who in entry.persons["author"]
        ]
        wanted = [(who.given, who.particle, who.family, who.suffix) for who in edition.catalog[key].value.authors]
        assert people == wanted


def test_letters_are_as_people_write_them(toy_edition: Edition) -> None:
    text = text_of(toy_edition)
    assert "Ångström, Åsa and van der Berg, Ludwig" in text
    assert "{Crumb: Œuvre complète}" in text


def test_a_preprint_elsewhere_than_on_arxiv_names_its_server(toy_edition: Edition) -> None:
    catalog = toy_edition.catalog
    venue = catalog.venues["arXiv"]
    names = venue.value.names[0].model_copy(update={"proceedings": "Crust Reports"})
    other = replace(venue, value=venue.value.model_copy(update={"names": (names,)}))
    venues = replace(catalog.venues, entries={**catalog.venues.entries, "arXiv": other})
    edition = replace(toy_edition, catalog=replace(catalog, venues=venues))
    assert "  organization = {Crust Reports},\n" in biblatex.entry(edition, catalog["dupont2019levain"])


@pytest.mark.parametrize("form", [bibtex, biblatex], ids=["BibTeX", "BibLaTeX"])
def test_a_publisher_of_two_names_is_one(form: object, toy_edition: Edition) -> None:
    record = toy_edition.catalog["angstrom2021rye"]
    paper = record.value.model_copy(update={"publisher": "Crust and Crumb"})
    entry: str = form.entry(toy_edition, replace(record, value=paper))  # type: ignore[attr-defined]  # a module
    assert re.search(r"publisher +\= \{\{Crust and Crumb\}\},", entry)


@given(letters)
def test_latex_in_utf8_leads_back_to_the_text(text: str) -> None:
    assert from_latex(to_utf8_latex(text)) == text


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("Gödel", "Gödel"),
        ("50% & more_", r"50\% \& more\_"),
        ("a – b", "a – b"),
        ("-–-", "-{}–{}-"),
        ("“Curly” ‘quotes’…", "“Curly” ‘quotes’…"),
        (
            "\N{GREEK SMALL LETTER ALPHA} ≤ 3 × 4",
            r"{\ensuremath{\alpha}} {\ensuremath{\leq}} 3 {\ensuremath{\times}} 4",
        ),
        ("度量", "度量"),
    ],
)
def test_only_signs_of_mathematics_and_of_latex_are_spelled(text: str, latex: str) -> None:
    assert to_utf8_latex(text) == latex
