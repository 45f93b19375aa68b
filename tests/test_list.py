"""The list of this repository: all its papers, each once, in every family, with each name right in each form of export.

Pandoc reads the citations, and tables of names that were looked at by eye say what it must find.
"""

import csv
import io
import json
import re
import sqlite3
import unicodedata
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pypandoc
import pytest

from catalog.commands.check import check
from catalog.edition import Edition
from catalog.model import Paper
from catalog.outputs.formats import CITATIONS, FORMATS
from tests.conftest import REPOSITORY


def test_no_check_has_anything_to_say_not_even_a_note() -> None:
    assert not check(REPOSITORY).findings


def test_it_has_214_papers_or_more_from_1993_on(list_edition: Edition) -> None:
    assert len(list_edition.papers) >= 214
    assert min(list_edition.years) == 1993


def test_every_family_that_is_no_group_has_a_paper(list_edition: Edition) -> None:
    assert len(list_edition.families) >= 25
    assert not [key for key, shelf in list_edition.families.items() if not shelf.papers]


def bare(text: str) -> str:
    """Return the letters and digits of a text, without case and accents."""
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", text).casefold())


@pytest.mark.parametrize("field", ["title", "doi", "arxiv"])
def test_no_paper_is_there_twice(list_edition: Edition, field: str) -> None:
    known = (getattr(record.value, field) for record in list_edition.papers)
    assert not [text for text, times in Counter(map(bare, filter(None, known))).items() if times > 1]


def classes(paper: Paper) -> set[tuple[str, str]]:
    return {(each.library, each.name) for each in paper.implementations}


def test_every_library_implements_a_paper_and_no_paper_names_a_class_twice(list_edition: Edition) -> None:
    papers = [record.value for record in list_edition.papers]
    assert {library for paper in papers for library, _ in classes(paper)} == set(list_edition.catalog.libraries)
    assert all(len(classes(paper)) == len(paper.implementations) for paper in papers)
    assert sum(len(paper.implementations) for paper in papers) >= 96


class Name(NamedTuple):
    """A name that is easily written wrong: the paper, the place among its authors, and its parts."""

    paper: str
    place: int
    given: str
    particle: str
    family: str

    @property
    def display(self) -> str:
        return " ".join(filter(None, self[2:]))


NAMES = (
    Name("oord2018representation", 0, "Aaron", "van den", "Oord"),
    Name("vazelhes2020metric", 0, "William", "de", "Vazelhes"),
    Name("revaud2019learning", 3, "Cesar Roberto", "de", "Souza"),
    Name("chun2021probabilistic", 2, "Rafael Sampaio", "de", "Rezende"),
    Name("boudiaf2020unifying", 6, "Ismail", "", "Ben Ayed"),
    Name("boudiaf2020unifying", 1, "Jérôme", "", "Rony"),
    Name("harwood2017smart", 1, "Vijay", "", "Kumar B G"),
    Name("rolinek2020optimizing", 0, "Michal", "", "Rolínek"),
    Name("rolinek2020optimizing", 1, "Vít", "", "Musil"),
    Name("rolinek2020optimizing", 3, "Marin", "", "Vlastelica P."),
    Name("shalevshwartz2004online", 0, "Shai", "", "Shalev-Shwartz"),
    Name("movshovitzattias2017fuss", 0, "Yair", "", "Movshovitz-Attias"),
    Name("elnouby2021training", 0, "Alaaeldin", "", "El-Nouby"),
    Name("elnouby2021training", 3, "Hervé", "", "Jégou"),
    Name("elezi2020group", 4, "Laura", "", "Leal-Taixé"),
    Name("bromley1993signature", 3, "Eduard", "", "Säckinger"),
    Name("kostinger2012large", 0, "Martin", "", "Köstinger"),
    Name("mcfee2010metric", 1, "Gert R. G.", "", "Lanckriet"),
    Name("rippel2016metric", 2, "Piotr", "", "Dollár"),
    Name("warburg2021bayesian", 1, "Martin", "", "Jørgensen"),
    Name("warburg2021bayesian", 3, "Søren", "", "Hauberg"),
    Name("ypsilantis2023universal", 3, "Mário", "", "Lipovský"),
    Name("ypsilantis2023universal", 4, "Pelin", "", "Dogan-Schönberger"),
    Name("ypsilantis2023universal", 8, "Ondřej", "", "Chum"),
    Name("patel2022recall", 2, "Jiří", "", "Matas"),
    Name("gurbuz2024deep", 0, "Yeti Z.", "", "Gürbüz"),
    Name("gurbuz2024deep", 1, "Oğul", "", "Can"),
    Name("kaya2019deep", 1, "Hasan Şakir", "", "Bilge"),
    Name("wu2017sampling", 1, "R.", "", "Manmatha"),
)
"""No paper of the list is by a collective, by somebody with a single name, or by a Jr.; the toy list has such."""


@pytest.fixture(scope="module", params=CITATIONS)
def cited(request: pytest.FixtureRequest, list_edition: Edition) -> dict[str, list[dict[str, str]]]:
    """Return the authors of every paper, as pandoc reads them in one of the formats."""
    text = CITATIONS[request.param].render(list_edition, list_edition.papers).decode()
    read = pypandoc.convert_text(text, "csljson", format=request.param.replace("csl-json", "csljson"))
    return {str(entry["id"]): entry["author"] for entry in json.loads(read)}


def test_citations_name_everybody(cited: dict[str, list[dict[str, str]]], list_edition: Edition) -> None:
    assert {key: len(people) for key, people in cited.items()} == {
        record.id: len(record.value.authors) for record in list_edition.papers
    }


@pytest.mark.parametrize("name", NAMES, ids=[name.display for name in NAMES])
def test_citations_have_each_part_of_a_name(cited: dict[str, list[dict[str, str]]], name: Name) -> None:
    read = dict(cited[name.paper][name.place])
    # BibTeX and RIS do not tell the two sorts of particles apart.
    particle = read.pop("non-dropping-particle", "") + read.pop("dropping-particle", "")
    assert (read, particle) == ({"given": name.given, "family": name.family}, name.particle)


@pytest.fixture(scope="module")
def tabled(list_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """Return the names of the authors of every paper, as each format of data has them."""
    files = {name: FORMATS[name].render(list_edition, list_edition.papers) for name in ("csv", "json", "sqlite")}
    path: Path = tmp_path_factory.mktemp("tabled") / "list.sqlite"
    path.write_bytes(files["sqlite"])
    base = sqlite3.connect(path)
    rows = base.execute("SELECT paper, printed FROM authorship ORDER BY paper, position").fetchall()
    base.close()
    stored: dict[str, list[str]] = {}
    for paper, person in rows:
        stored.setdefault(paper, []).append(person)
    return {
        "csv": {row["id"]: row["authors"].split("; ") for row in csv.DictReader(io.StringIO(files["csv"].decode()))},
        "json": {each["id"]: [one["name"] for one in each["authors"]] for each in json.loads(files["json"])["papers"]},
        "sqlite": stored,
    }


@pytest.mark.parametrize("form", ["csv", "json", "sqlite"])
@pytest.mark.parametrize("name", NAMES, ids=[name.display for name in NAMES])
def test_tables_have_names_as_they_are_read(tabled: dict[str, dict[str, list[str]]], form: str, name: Name) -> None:
    assert tabled[form][name.paper][name.place] == name.display
