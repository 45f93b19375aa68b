"""references.bib comes back, field by field, through readers that are not ours."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import bibtexparser
import pypandoc
import pytest
from bibtexparser.middlewares import SeparateCoAuthors
from hypothesis import given, settings
from hypothesis import strategies as st
from pybtex.database import parse_string

from catalog import names
from catalog.edition import Edition
from catalog.latex import from_latex, to_latex
from catalog.names import Person
from catalog.outputs import bib, bibtex

EDITIONS = ["toy_edition", "list_edition"]
Entries = dict[str, dict[str, str]]
VERBATIM = {"doi", "url", "eprint"}
letters = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Mn", "Zl", "Zp"], exclude_characters="\u00a0"))


@pytest.fixture(params=EDITIONS, ids=["toy", "list"])
def edition(request: pytest.FixtureRequest) -> Edition:
    found: Edition = request.getfixturevalue(request.param)
    return found


def text_of(edition: Edition) -> str:
    (artifact,) = bibtex.OUTPUT.render(edition)
    return artifact.text


def by_pybtex(text: str) -> Entries:
    database = parse_string(text, "bibtex")
    return {
        key: dict(entry.fields.items())
        | {"ENTRYTYPE": entry.type, "author": " and ".join(map(str, entry.persons["author"]))}
        for key, entry in database.entries.items()
    }


def by_bibtexparser(text: str) -> Entries:
    library = bibtexparser.parse_string(text, append_middleware=[SeparateCoAuthors()])
    assert library.failed_blocks == []
    return {
        entry.key: {field.key: field.value for field in entry.fields}
        | {"ENTRYTYPE": entry.entry_type, "author": " and ".join(entry["author"])}
        for entry in library.entries
    }


def expected(edition: Edition, key: str) -> dict[str, str]:
    """Return what an entry should say, from the record and the vocabulary alone."""
    paper = edition.catalog[key].value
    venue = edition.catalog.venues[paper.venue].value
    held = venue.names_in(paper.year)
    kind = {"conference": "inproceedings", "workshop": "inproceedings", "journal": "article", "preprint": "misc"}[
        venue.kind
    ]
    kind = venue.entry_type or kind
    fields: dict[str, str | None] = {"title": paper.title, "year": str(paper.year), "url": paper.links.paper}
    fields |= {"doi": paper.doi, "eprint": paper.arxiv, "archiveprefix": "arXiv" if paper.arxiv else None}
    if kind == "misc":
        fields["howpublished"] = f"arXiv:{paper.arxiv}"
    else:
        volume = paper.volume or held.volume
        fields |= {"pages": (paper.pages or "").replace("-", "--") or None, "volume": volume}
        crowded = kind == "inproceedings" and volume is not None and paper.number is not None
        fields |= {"note": f"Number {paper.number}"} if crowded else {"number": paper.number}
    if kind == "inproceedings":
        fields |= {"booktitle": held.proceedings, "series": held.series, "publisher": paper.publisher or held.publisher}
    if kind == "article":
        fields["journal"] = held.proceedings
    return {name: value for name, value in fields.items() if value} | {"ENTRYTYPE": kind}


@pytest.mark.parametrize("read", [by_pybtex, by_bibtexparser], ids=["pybtex", "bibtexparser"])
def test_every_field_comes_back_through_an_independent_reader(edition: Edition, read: Callable[[str], Entries]) -> None:
    entries = read(text_of(edition))
    assert entries.keys() == edition.catalog.papers.keys()
    for key, found in entries.items():
        shown = {
            name: value if name in VERBATIM else from_latex(value) for name, value in found.items() if name != "author"
        }
        shown["pages"] = shown.get("pages", "").replace("\u2013", "--")
        assert {name: value for name, value in shown.items() if value} == expected(edition, key)


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


def test_pandoc_reads_every_entry_with_its_words(edition: Edition) -> None:
    text = text_of(edition)
    listed = pypandoc.convert_text(text, "csljson", format="biblatex")
    items = {item["id"]: item for item in json.loads(listed)}
    assert items.keys() == edition.catalog.papers.keys()
    for key, item in items.items():
        paper = edition.catalog[key].value
        # A citation style asks pandoc for sentence case, so only the letters are compared.
        assert re.sub(r"</?span[^>]*>", "", item["title"]).casefold() == typographic(paper.title).casefold()
        assert (item.get("DOI"), item["URL"]) == (paper.doi, paper.links.paper)
        assert item["issued"]["date-parts"][0][0] == paper.year
        assert [who.get("literal") or who["family"] for who in item["author"]] == [
            typographic(who.family) for who in paper.authors
        ]


def typographic(text: str) -> str:
    return text.replace("'", "\u2019")


@pytest.mark.parametrize(
    ("title", "latex"),
    [
        ("Deep Metric Learning", "Deep Metric Learning"),
        ("NormFace: L2 Hypersphere", "{NormFace}: {L2} Hypersphere"),
        ("Improved N-pair Loss", "Improved {N}-pair Loss"),
        ("A Survey", "A Survey"),
        ("Is This A Loss?", "Is This A Loss?"),
        ("Fast A*-Search, Plan A", "Fast {A}*-Search, Plan {A}"),
        ("How I Learned F1", "How {I} Learned {F1}"),
        ("O'Neil's Recall@K", "{O'Neil's} Recall@{K}"),
        ("GAN_x and Écoles at ÉCOLE", r"{GAN}\_x and {\'E}coles at {{\'E}COLE}"),
        ("SoftTriple Loss", "{SoftTriple} Loss"),
        ("3D Shapes in CVPR", "{3D} Shapes in {CVPR}"),
        ("\u0152uvre", r"{\OE}uvre"),
    ],
)
def test_braces_stand_around_words_whose_capitals_matter_only(title: str, latex: str) -> None:
    assert bib.title(title, bibtex.SPELLING) == latex


@pytest.mark.parametrize(
    ("person", "written"),
    [
        (Person("Beethoven", "Ludwig", "van"), "van Beethoven, Ludwig"),
        (Person("King", "Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Person("Bread and Butter", literal=True), "{Bread and Butter}"),
        (Person("And", "Rock"), "{And}, Rock"),
        (Person("M\u00fcller", "J\u00f6rg"), r"M{\"u}ller, J{\"o}rg"),
        (Person("'t Hooft", "Gerard"), "{'t Hooft}, Gerard"),
        (Person("hooks", "", "bell"), "bell hooks"),
        (Person("Plato"), "{Plato}"),
        (Person("\u674e", "\u5f20\u4f1f"), "{\\textnormal{\u674e}}, {\\textnormal{\u5f20\u4f1f}}"),
    ],
)
def test_a_name_is_written_as_bibtex_reads_it(person: Person, written: str) -> None:
    assert bib.person(person, bibtex.SPELLING) == written


PLACES = [
    pytest.param("OVEN", {"volume": "12"}, ["volume = 12"], id="proceedings in a volume"),
    pytest.param("OVEN", {"number": "3"}, ["number = 3"], id="proceedings in a number of a series"),
    pytest.param(
        "OVEN", {"volume": "12", "number": "3"}, ["volume = 12", "note = Number 3"], id="both is one too many"
    ),
    pytest.param("CRUMB", {"volume": "12", "number": "3"}, ["volume = 12", "number = 3"], id="a journal has both"),
    pytest.param("CRUMB", {"number": "3"}, ["note = Number 3"], id="a number needs its volume"),
    pytest.param(
        "CRUMB", {"volume": "E1-D", "number": "3"}, ["note = Volume E1-D, number 3"], id="BibLaTeX counts volumes"
    ),
    pytest.param("CRUMB", {"publisher": "Crust"}, [], id="an article has no publisher"),
    pytest.param(
        "arXiv",
        {"volume": "1", "pages": "1-2", "publisher": "Crust"},
        ["organization = Crust", "note = Volume 1, pages 1--2"],
        id="a preprint has no pages",
    ),
]


@pytest.mark.parametrize(("venue", "numbers", "lines"), PLACES)
def test_numbers_stand_where_styles_and_biblatex_take_them(
    toy_edition: Edition, venue: str, numbers: dict[str, str], lines: list[str]
) -> None:
    record = toy_edition.catalog["zhang2021proof"]
    bare = {"venue": venue, "volume": None, "number": None, "pages": None}
    paper = record.value.model_copy(update=bare | numbers)
    entry = bibtex.entry(toy_edition, replace(record, value=paper))
    found = re.findall(r"(volume|number|pages|organization|note) += {(.*)},", entry)
    assert [f"{name} = {value}" for name, value in found] == lines


def test_a_preprint_elsewhere_than_arxiv_is_published_there(toy_edition: Edition) -> None:
    catalog = toy_edition.catalog
    venue = catalog.venues["arXiv"]
    names = venue.value.names[0].model_copy(update={"proceedings": "Crust Reports"})
    other = replace(venue, value=venue.value.model_copy(update={"names": (names,)}))
    venues = replace(catalog.venues, entries={**catalog.venues.entries, "arXiv": other})
    entry = bibtex.entry(replace(toy_edition, catalog=replace(catalog, venues=venues)), catalog["dupont2019levain"])
    assert "= {Crust Reports}," in entry


@settings(deadline=None)
@given(letters)
def test_latex_leads_back_to_the_text(text: str) -> None:
    assert from_latex(to_latex(text)) == text


@settings(deadline=None)
@given(letters)
def test_a_title_leads_back_to_the_text_and_its_braces_match(text: str) -> None:
    latex = bib.title(text, bibtex.SPELLING)
    assert from_latex(latex) == text
    assert latex.count("{") == latex.count("}")


@settings(deadline=None)
@given(st.lists(st.from_regex(r"[A-Z][a-z]{1,8}", fullmatch=True), min_size=2, max_size=3))
def test_a_name_leads_back_through_bibtex(words: list[str]) -> None:
    person = names.parse(" ".join(words))
    text = f"@misc{{a, author = {{{bib.person(person, bibtex.SPELLING)}}}}}"
    (who,) = parse_string(text, "bibtex").entries["a"].persons["author"]
    assert (" ".join(who.first_names + who.middle_names), " ".join(who.last_names)) == (person.given, person.family)


def test_the_file_is_ascii_where_latex_has_a_command(list_edition: Edition) -> None:
    assert text_of(list_edition).isascii()
