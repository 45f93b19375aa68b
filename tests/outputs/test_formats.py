"""Each form of export gives the same bytes for the same papers, whatever asks for it, and whatever comes before it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from catalog.edition import Edition
from catalog.outputs.downloads import FAMILIES, VENUES, YEARS, Entries, downloads, of_all, of_paper, of_shelf, shelves
from catalog.outputs.format import Format
from catalog.outputs.formats import CITATIONS, FORMATS
from tests.conftest import REPOSITORY
from tests.hostile_papers import hostile

TEXTS = [form for form in FORMATS.values() if form.is_text]


@pytest.fixture
def files(toy_edition: Edition) -> dict[str, bytes]:
    """Return the toy list's downloads by address."""
    return {address: make() for address, make in downloads(Entries(toy_edition)).items()}


@pytest.mark.parametrize("form", TEXTS, ids=lambda form: form.name)
def test_each_text_is_as_its_golden_file(
    form: Format, toy_edition: Edition, golden: Callable[[str, str], None]
) -> None:
    text = form.render(toy_edition, toy_edition.catalog).decode()
    golden(f"exports/{form.file_name}", text.replace("\r\n", "\n"))


def test_people_are_offered_the_formats_in_one_order() -> None:
    assert list(FORMATS) == ["bibtex", "biblatex", "ris", "csl-json", "csv", "json", "sqlite"]
    assert list(CITATIONS) == list(FORMATS)[:4]


def test_no_two_formats_have_a_file_or_label_in_common() -> None:
    assert len({form.file_name for form in FORMATS.values()}) == len(FORMATS)
    assert len({form.label for form in FORMATS.values()}) == len(FORMATS)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_the_order_in_which_papers_come_does_not_matter(form: Format, toy_edition: Edition) -> None:
    papers = tuple(toy_edition.catalog)
    assert form.render(toy_edition, reversed(papers)) == form.render(toy_edition, papers)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_every_hostile_paper_can_be_exported_alone(form: Format, toy_edition: Edition) -> None:
    edition = hostile(toy_edition)
    for record in edition.catalog:
        assert form.render(edition, (record,))


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_no_paper_at_all_can_be_exported(form: Format, toy_edition: Edition) -> None:
    assert isinstance(form.render(toy_edition, ()), bytes)


@pytest.mark.parametrize("form", CITATIONS.values(), ids=CITATIONS)
def test_a_whole_file_is_made_of_the_files_of_each_paper(form: Format, toy_edition: Edition) -> None:
    whole = form.render(toy_edition, toy_edition.catalog).decode()
    for record in toy_edition.catalog:
        alone = form.render(toy_edition, (record,)).decode()
        assert alone.strip("[]\n") in whole


def test_the_committed_references_are_those_of_the_site(list_edition: Edition) -> None:
    made = downloads(Entries(list_edition))["references.bib"]()
    assert made == (REPOSITORY / "references.bib").read_bytes()


def test_no_file_is_made_twice(toy_edition: Edition) -> None:
    shelved = sum(map(len, shelves(toy_edition).values()))
    assert len(downloads(Entries(toy_edition))) == len(FORMATS) + len(CITATIONS) * (len(toy_edition.papers) + shelved)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_the_file_of_all_papers_is_what_the_format_makes_of_them(
    form: Format, toy_edition: Edition, files: dict[str, bytes]
) -> None:
    assert files[of_all(form)] == form.render(toy_edition, toy_edition.catalog)


@pytest.mark.parametrize("name", CITATIONS)
def test_each_paper_and_shelf_has_its_file(name: str, toy_edition: Edition, files: dict[str, bytes]) -> None:
    form = CITATIONS[name]
    for record in toy_edition.catalog:
        assert files[of_paper(record.id, form)] == form.render(toy_edition, (record,))
    for kind, shelved in shelves(toy_edition).items():
        for key, papers in shelved.items():
            assert files[of_shelf(kind, key, form)] == form.render(toy_edition, papers)


def test_there_are_no_other_files(toy_edition: Edition, files: dict[str, bytes]) -> None:
    count = sum(len(shelved) for shelved in shelves(toy_edition).values())
    assert len(files) == len(FORMATS) + len(CITATIONS) * (len(toy_edition.catalog) + count)


@pytest.mark.parametrize(
    ("kind", "key", "ids"),
    [
        pytest.param(FAMILIES, "survey", {"ruiz2019survey"}, id="a family"),
        pytest.param(
            FAMILIES,
            "gluten",
            {"angstrom2021rye", "li2020fold", "munoz2013crumb", "o-neil2020bake", "zhang2021proof"},
            id="a family and those that would be looked for there",
        ),
        pytest.param(
            FAMILIES,
            "dough",
            {
                "angstrom2021rye",
                "bell2013starter",
                "dupont2019levain",
                "li2020fold",
                "munoz2013crumb",
                "o-neil2020bake",
                "zhang2021proof",
            },
            id="a group, each paper once",
        ),
        pytest.param(VENUES, "arXiv", {"dupont2019levain"}, id="a venue"),
        pytest.param(YEARS, "2020", {"li2020fold", "o-neil2020bake"}, id="a year"),
    ],
)
def test_a_shelf_has_its_papers(toy_edition: Edition, kind: str, key: str, ids: set[str]) -> None:
    found = [record.id for record in shelves(toy_edition)[kind][key]]
    assert (len(found), set(found)) == (len(ids), ids)


def test_a_family_without_papers_has_no_file(toy_edition: Edition) -> None:
    none = replace(toy_edition, catalog=toy_edition.catalog.filter(lambda _: False))
    assert not any(shelves(none).values())
    assert len(downloads(Entries(none))) == len(FORMATS)
