"""What `import catalog` offers: a list that is sound, to iterate, look up, filter and render."""

import doctest
import re
from pathlib import Path

import pytest

import catalog
from catalog import Catalog, InvalidCatalogError, listing, load
from catalog.commands.check import check
from catalog.diagnostics import RootNotFoundError
from catalog.outputs.formats import FORMATS
from tests.conftest import REPOSITORY, TOY

LI = "papers/2020/li2020fold.yaml"
GUIDE = REPOSITORY / "site/reference/python.md"


@pytest.fixture(scope="module")
def bread() -> Catalog:
    """Return the toy list."""
    return load(TOY)


@pytest.mark.parametrize("name", catalog.__all__)
def test_the_package_offers_what_the_interface_has(name: str) -> None:
    assert getattr(catalog, name) is getattr(listing, name)
    assert f"catalog.{name}" in GUIDE.read_text()


def test_the_package_has_nothing_else() -> None:
    assert catalog.__all__ == listing.__all__
    with pytest.raises(AttributeError, match=r"^module 'catalog' has no attribute 'bake'$"):
        catalog.bake  # noqa: B018  # that it raises is the point


@pytest.mark.parametrize("name", [name for name in vars(Catalog) if not name.startswith("_")])
def test_each_method_is_documented(name: str) -> None:
    assert f"`{name}`" in GUIDE.read_text()


def test_every_example_of_the_guide_is_true(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(REPOSITORY)
    examples = "\n".join(re.findall(r"```python\n(.*?)```", GUIDE.read_text(), re.DOTALL))
    test = doctest.DocTestParser().get_doctest(examples, {}, GUIDE.name, GUIDE.name, 0)
    result = doctest.DocTestRunner().run(test)
    assert (result.failed, result.attempted > 10) == (0, True)


@pytest.mark.parametrize("name", ["", "nowhere"], ids=["a folder of something else", "no folder"])
def test_where_there_is_no_list_nothing_is_loaded(tmp_path: Path, name: str) -> None:
    with pytest.raises(RootNotFoundError, match=r"^no catalog\.toml in "):
        load(tmp_path / name)


@pytest.mark.parametrize("path", [TOY, str(TOY)], ids=["a path", "a text"])
def test_a_list_is_loaded_from_its_root(path: Path | str) -> None:
    assert len(load(path)) == 8


def test_without_a_path_the_working_directory_is_the_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(TOY)
    assert len(load()) == 8


def test_a_list_with_errors_raises_with_all_of_them(toy: Path) -> None:
    (toy / LI).write_text("title: [\n")
    (toy / "vocabularies/topics.yaml").unlink()
    with pytest.raises(InvalidCatalogError) as caught:
        load(toy)
    assert str(caught.value).splitlines() == [str(finding) for finding in caught.value.findings]
    assert {(finding.location.path, finding.code) for finding in caught.value.findings} == {
        (LI, "yaml-syntax"),
        ("vocabularies/topics.yaml", "missing-file"),
    }


def test_what_a_check_finds_raises_too(toy: Path) -> None:
    (toy / LI).write_text((toy / LI).read_text().replace("venue: OVEN", "venue: OVNE"))
    with pytest.raises(InvalidCatalogError, match=r"no venue `OVNE`; did you mean `OVEN`\? \[unknown-venue\]$"):
        load(toy)


def test_a_warning_is_let_pass(toy: Path) -> None:
    (toy / LI).write_text((toy / LI).read_text().replace("Stretch and Fold", "STRETCH AND FOLD"))
    assert load(toy)["li2020fold"].value.title == "STRETCH AND FOLD"


def test_a_paper_is_looked_up_by_its_id(bread: Catalog) -> None:
    assert bread["li2020fold"].path == LI
    assert ("li2020fold" in bread, "li2020unfold" in bread) == (True, False)
    with pytest.raises(KeyError, match="li2020unfold"):
        bread["li2020unfold"]


def test_a_filtered_catalog_has_the_papers_kept_and_all_vocabularies(bread: Catalog) -> None:
    found = bread.filter(lambda paper: paper.year == 2020)
    assert [record.id for record in found] == ["li2020fold", "o-neil2020bake"]
    assert (found.venues, found.families) == (bread.venues, bread.families)
    assert (found.topics, found.libraries) == (bread.topics, bread.libraries)
    assert (len(found), len(bread)) == (2, 8)


def test_filters_follow_each_other(bread: Catalog) -> None:
    both = bread.filter(lambda paper: paper.year == 2020).filter(lambda paper: bool(paper.code))
    assert [record.id for record in both] == ["o-neil2020bake"]


@pytest.mark.parametrize("name", FORMATS)
def test_a_catalog_is_rendered_as_its_papers_are(bread: Catalog, name: str) -> None:
    edition = check(TOY).edition()
    found = bread.filter(lambda paper: paper.year == 2020)
    papers = [edition.catalog["li2020fold"], edition.catalog["o-neil2020bake"]]
    assert found.render(name) == FORMATS[name].render(edition, papers)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bibtext", "no format `bibtext`; did you mean `bibtex`?"),
        ("bread", "no format `bread`; there are bibtex, biblatex, ris, csl-json, csv, json, sqlite"),
    ],
)
def test_an_unknown_format_says_which_there_are(bread: Catalog, name: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        bread.render(name)


def test_a_catalog_shows_what_it_is(bread: Catalog) -> None:
    assert repr(bread) == "<Catalog 'Awesome Sourdough': 8 papers>"
