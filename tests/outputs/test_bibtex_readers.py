"""References come back from readers that are not ours, decoded by them too, whatever a record may say."""

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any

import bibtexparser
import pypandoc
import pytest
from bibtexparser.middlewares import LatexDecodingMiddleware, NameParts, SeparateCoAuthors, SplitNameParts
from pybtex.database import Person as PybtexPerson
from pybtex.database import parse_string

from catalog.edition import Edition
from catalog.latex import from_latex
from catalog.model import Paper, Venue
from catalog.names import Person
from catalog.outputs import bibtex
from tests.hostile_papers import TITLES, hostile

VERBATIM = {"doi", "url", "eprint"}
Name = tuple[str, str, str, str]
Read = tuple[dict[str, str], list[Name]]


@pytest.fixture(params=["toy", "list", "hostile"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition) -> Edition:
    if request.param == "hostile":
        return hostile(toy_edition)
    found: Edition = request.getfixturevalue(f"{request.param}_edition")
    return found


def text_of(edition: Edition) -> str:
    (artifact,) = bibtex.OUTPUT.render(edition)
    return artifact.text


def entry_type(venue: Venue) -> str:
    usual = {"conference": "inproceedings", "workshop": "inproceedings", "journal": "article", "preprint": "misc"}
    return venue.entry_type or usual[venue.kind]


def facts(edition: Edition, paper: Paper) -> dict[str, str]:
    """Return what the entry of a paper must say, where a style or BibLaTeX has a place for it."""
    venue = edition.catalog.venues[paper.venue].value
    names = venue.names_in(paper.year)
    kind = entry_type(venue)
    container = {"inproceedings": "booktitle", "article": "journal", "misc": "howpublished"}[kind]
    said = {
        "title": paper.title,
        container: f"arXiv:{paper.arxiv}" if kind == "misc" and paper.arxiv else names.proceedings,
        "series": None if kind == "misc" else names.series,
        "publisher": (paper.publisher or names.publisher) if kind == "inproceedings" else None,
        "organization": paper.publisher if kind == "misc" else None,
        "year": str(paper.year),
        "doi": paper.doi,
        "eprint": paper.arxiv,
        "archiveprefix": paper.arxiv and "arXiv",
        "url": paper.links.paper,
    }
    return {name: value for name, value in said.items() if value is not None}


def numbers(paper: Paper, venue: Venue) -> dict[str, str]:
    names = venue.names_in(paper.year)
    said = {"volume": paper.volume or names.volume, "number": paper.number, "pages": paper.pages}
    return {name: value for name, value in said.items() if value is not None}


def read_by_pybtex(text: str) -> dict[str, Read]:
    def name_of(person: PybtexPerson) -> Name:
        parts = (
            [*person.first_names, *person.middle_names],
            person.prelast_names,
            person.last_names,
            person.lineage_names,
        )
        given, particle, family, suffix = (from_latex(" ".join(part)) for part in parts)
        return given, particle, family, suffix

    found = {}
    for key, entry in parse_string(text, "bibtex").entries.items():
        fields = {name: value if name in VERBATIM else from_latex(value) for name, value in entry.fields.items()}
        found[key] = (fields | {"type": entry.type}, list(map(name_of, entry.persons["author"])))
    return found


def read_by_bibtexparser(text: str) -> dict[str, Read]:
    names = [SeparateCoAuthors(allow_inplace_modification=False), SplitNameParts(allow_inplace_modification=False)]
    raw = bibtexparser.parse_string(text)
    assert raw.failed_blocks == []
    decoded = bibtexparser.parse_string(
        text, append_middleware=[*names, LatexDecodingMiddleware(allow_inplace_modification=False)]
    )
    assert decoded.failed_blocks == []

    def name_of(parts: NameParts) -> Name:
        # Its decoder leaves the parts of names alone.
        given, particle, family, suffix = (
            from_latex(" ".join(part)) for part in (parts.first, parts.von, parts.last, parts.jr)
        )
        return given, particle, family, suffix

    found = {}
    for entry in decoded.entries:
        verbatim = raw.entries_dict[entry.key]
        fields = {
            field.key: verbatim[field.key] if field.key in VERBATIM else field.value
            for field in entry.fields
            if field.key != "author"
        }
        found[entry.key] = (fields | {"type": entry.entry_type}, list(map(name_of, entry["author"])))
    return found


READERS = {"pybtex": read_by_pybtex, "bibtexparser": read_by_bibtexparser}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_every_field_comes_back(edition: Edition, read: Callable[[str], dict[str, Read]]) -> None:
    found = read(text_of(edition))
    assert found.keys() == edition.catalog.papers.keys()
    for record in edition.catalog:
        fields = dict(found[record.id][0])
        venue = edition.catalog.venues[record.value.venue].value
        note = fields.pop("note", "").casefold()
        for name, value in numbers(record.value, venue).items():
            shown = value.replace("-", "\N{EN DASH}") if name == "pages" else value
            assert fields.pop(name, None) == shown or f"{name} {shown.casefold()}" in note
        assert fields == facts(edition, record.value) | {"type": entry_type(venue)}


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_every_author_comes_back_in_parts(edition: Edition, read: Callable[[str], dict[str, Read]]) -> None:
    found = read(text_of(edition))
    for record in edition.catalog:
        assert found[record.id][1] == [
            (person.given, person.particle, person.family, person.suffix) for person in record.value.authors
        ]


def read_by_pandoc(text: str, form: str) -> dict[str, dict[str, Any]]:
    items = json.loads(pypandoc.convert_text(text, "csljson", format=form))
    return {item["id"]: item for item in items}


def seen_by_pandoc(text: str) -> str:
    # LaTeX prints an apostrophe and a backtick curved, and pandoc knows no spelling that is not.
    curved = str.maketrans({"'": "\N{RIGHT SINGLE QUOTATION MARK}", "`": "\N{LEFT SINGLE QUOTATION MARK}"})
    return " ".join(text.translate(curved).split())


def without_marks(title: str) -> str:
    return re.sub(r'<span class="nocase">|</span>', "", title)


def name_in_pandoc(author: dict[str, str]) -> str:
    parts = ("given", "non-dropping-particle", "dropping-particle", "family", "suffix", "literal")
    return " ".join(author[part] for part in parts if part in author)


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
def test_pandoc_reads_every_field(edition: Edition, form: str) -> None:
    found = read_by_pandoc(text_of(edition), form)
    assert found.keys() == edition.catalog.papers.keys()
    for record in edition.catalog:
        item, paper = found[record.id], record.value
        venue = edition.catalog.venues[paper.venue].value
        names = venue.names_in(paper.year)
        # pandoc makes the case of titles that of sentences, as some citation styles want it.
        assert without_marks(item["title"]).casefold() == seen_by_pandoc(paper.title).casefold()
        assert item["issued"]["date-parts"] == [[paper.year]]
        assert (item["URL"], item.get("DOI")) == (paper.links.paper, paper.doi)
        if entry_type(venue) != "misc":
            assert item["container-title"].casefold() == seen_by_pandoc(names.proceedings).casefold()
            if paper.pages is not None:
                assert item["page"] == paper.pages


@pytest.mark.parametrize("form", ["bibtex", "biblatex"])
def test_pandoc_reads_every_author(edition: Edition, form: str) -> None:
    for key, item in read_by_pandoc(text_of(edition), form).items():
        people: tuple[Person, ...] = edition.catalog[key].value.authors
        assert [name_in_pandoc(author) for author in item["author"]] == [seen_by_pandoc(who.display) for who in people]


def test_pandoc_keeps_the_capitals_that_braces_protect(list_edition: Edition) -> None:
    found = read_by_pandoc(text_of(list_edition), "biblatex")
    for record in list_edition.catalog:
        title = without_marks(found[record.id]["title"])
        for word in re.findall(r"\b(?:[A-Z]+[a-z]*[A-Z]\w*|[B-Z])\b", record.value.title):
            assert word in title


def test_the_file_holds_nothing_but_ascii_where_latex_has_a_spelling(list_edition: Edition) -> None:
    assert text_of(list_edition).isascii()


def test_no_hostile_title_breaks_out_of_its_entry(toy_edition: Edition) -> None:
    edition = hostile(toy_edition)
    read = partial(read_by_bibtexparser, text_of(edition))
    assert [fields["title"] for fields, _ in read().values()][: len(TITLES)] == list(TITLES)
