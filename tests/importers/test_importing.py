"""Files become records: what the list's own outputs carry comes back, and nothing is written twice or over another."""

from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from catalog import publish
from catalog.catalog import Catalog, read
from catalog.commands.check import check
from catalog.commands.fmt import fmt
from catalog.commands.importing import Imported, import_file
from catalog.diagnostics import ReadError, Severity, WriteError
from catalog.edition import Edition
from catalog.importers import bibtex as reader
from catalog.importers import readme_list
from catalog.importers.draft import Draft
from catalog.importers.record import NewRecord
from catalog.importers.venues import Venues
from catalog.outputs import bibtex, readme
from catalog.settings import read_settings
from tests.conftest import REPOSITORY, TOY
from tests.editions import edition_of
from tests.editions import paper as paper_of
from tests.hostile_papers import TITLES
from tests.importers.lists import empty_list

OURS = read(REPOSITORY).catalog
SHOWN = {"oral", "spotlight", "highlight"}


def test_our_readme_gives_back_all_that_it_carries(tmp_path: Path) -> None:
    imported = import_file(empty_list(tmp_path, REPOSITORY), REPOSITORY / "README.md")
    assert imported.findings == ()
    found = {record.draft.title: record for record in imported.records}
    assert sorted(found) == sorted(record.value.title for record in OURS)
    settings = read_settings(REPOSITORY).settings
    assert settings is not None
    for ours in OURS:
        paper, text = ours.value, fields(found[ours.value.title])
        assert text["year"] == str(paper.year)
        assert text["venue"] == paper.venue
        assert text.get("presentation") == (paper.presentation if paper.presentation in SHOWN else None)
        assert text["links"]["paper"] == paper.links.paper
        code = [] if paper.official_code is None else [{"url": paper.official_code.url, "official": "true"}]
        assert text.get("code", []) == code
        assert text["loss_family"] == (paper.loss_family if paper.loss_family == settings.readme.surveys else "")
        assert text["authors"] == []


CARRIED = ("title", "authors", "year", "venue", "volume", "number", "pages", "publisher", "doi", "arxiv")


def test_our_bibliography_gives_back_all_that_it_carries(tmp_path: Path) -> None:
    root = empty_list(tmp_path, REPOSITORY)
    imported = import_file(root, REPOSITORY / "references.bib")
    assert imported.findings == ()
    filled = {record.id: with_family(root, record, OURS) for record in imported.records}
    assert sorted(filled) == sorted(record.id for record in OURS)
    again = read(root).catalog
    for ours in OURS:
        theirs = again.papers[ours.id].value
        for name in CARRIED:
            assert getattr(theirs, name) == getattr(ours.value, name), (ours.id, name)
        assert theirs.links.paper == ours.value.links.paper
    assert [finding for finding in check(root).findings if finding.severity is Severity.ERROR] == []


def fields(record: NewRecord) -> dict[str, Any]:
    found: dict[str, Any] = yaml.load(record.text, Loader=yaml.BaseLoader)  # it makes texts alone
    return found


def with_family(root: Path, record: NewRecord, ours: Catalog) -> Path:
    """Fill in what a bibliography does not say, as a person would."""
    path = root / record.path
    family = ours.papers[record.id].value.loss_family
    path.write_text(record.text.replace("loss_family:\n", f"loss_family: {family}\n"))
    return path


README = """\
# Breads

## 2020

- **Kneading by Ear.** *Ana Ruiz, Bo Li.* OVEN 2020. [[pdf](https://arxiv.org/abs/2001.00001)]
- **Baking by Nose.** *Ana Ruiz.* OVEN 2020. [[pdf](https://arxiv.org/abs/2001.00002)]
- Kneading by Ear [[paper](https://arxiv.org/abs/2001.00001v2)]
- **Baking by Hand.** *Ana Ruiz.* Fair of Ovens (FOO 2020). [[pdf](https://arxiv.org/abs/2001.00003)]
- [[paper](https://arxiv.org/abs/2001.00004)]
"""


def imported(tmp_path: Path, text: str, *, name: str = "LIST.md", write: bool = True) -> Imported:
    root = tmp_path / "list"
    file = tmp_path / name
    file.write_text(text)
    return import_file(root if root.exists() else empty_list(tmp_path, TOY), file, write=write)


def told(tmp_path: Path, found: Imported) -> list[str]:
    return [str(finding).removeprefix(f"{tmp_path}/") for finding in found.findings]


def test_a_list_becomes_records_whose_ids_differ(tmp_path: Path) -> None:
    found = imported(tmp_path, README)
    assert [record.path for record in found.records] == [
        "papers/2020/ruiz2020kneading.yaml",
        "papers/2020/ruiz2020baking.yaml",
        "papers/2020/ruiz2020hand.yaml",
    ]
    for record in found.records:
        assert (tmp_path / "list" / record.path).read_text() == record.text


def test_what_is_twice_in_a_file_is_noted_and_what_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    assert told(tmp_path, imported(tmp_path, README)) == [
        (
            "LIST.md:7:1: note: the arXiv id `2001.00001` is that of `papers/2020/ruiz2020kneading.yaml`;"
            " add nothing, or mend that record [duplicate-arxiv]"
        ),
        "LIST.md:8:1: warning: `Fair of Ovens.` is not understood and left out [left-out]",
        "LIST.md:8:1: warning: no venue `FOO`; add it to vocabularies/venues.yaml; `venue` stays open [unknown-venue]",
        "LIST.md:9:1: error: no title is found in what looks like a paper; write its record by hand [unread-entry]",
    ]


def test_a_second_import_names_what_is_there_and_writes_nothing(tmp_path: Path) -> None:
    first = imported(tmp_path, README)
    before = {record.path: (tmp_path / "list" / record.path).stat().st_mtime_ns for record in first.records}
    again = imported(tmp_path, README)
    assert (again.records, again.known) == ((), 4)
    assert {path: (tmp_path / "list" / path).stat().st_mtime_ns for path in before} == before


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    found = imported(tmp_path, README, write=False)
    assert len(found.records) == 3
    assert list((tmp_path / "list" / "papers").iterdir()) == []


def test_records_are_in_canonical_form_and_their_gaps_are_what_check_names(tmp_path: Path) -> None:
    found = imported(tmp_path, README)
    assert fmt(tmp_path / "list", [PurePosixPath("papers")], write=False).changes == ()
    errors = {(each.location.path, each.message.split()[0]) for each in check(tmp_path / "list").findings}
    names = {"venue": "`venue`", "loss_family": "`loss_family`", "authors": "`authors`"}
    assert errors == {(record.path, names[name]) for record in found.records for name in record.draft.gaps}


def test_what_cannot_be_written_is_not_there_and_hides_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create = publish.create

    def fail(into: Path, path: str, data: bytes) -> None:
        if "baking" in path:
            msg = "no space"
            raise WriteError(msg)
        create(into, path, data)

    monkeypatch.setattr(publish, "create", fail)
    with pytest.raises(WriteError):
        imported(tmp_path, README)
    (only,) = (tmp_path / "list" / "papers").rglob("*.*")
    assert only.name == "ruiz2020kneading.yaml"


BIBLIOGRAPHY = r"""
@string{oven = "International Conference on Ovens"}
@comment{nothing}
@inproceedings{Ruiz2020Knead, author = "Ruiz, Ana and Li, Bo and others", title = {{K}neading by {\'E}ar},
  booktitle = "Proceedings of the " # oven, year = 2020, pages = {1--9}}
@inproceedings{child2020bake, author = {Bo Li}, title = {A Child}, crossref = {volume2020}}
@inproceedings{broken2020, author = {Bo Li, title = {Never closed}
@article{Odd_Key!, author = {M{\"u}ller, J\"org}, title = "Odd " # {Key}, year = {2019}, journal = {Journal of Crumbs},
  volume = 3, number = two}
@proceedings{volume2020, title = {OVEN}, year = {2020}}
@misc{pre2021bread, author = {{Bakers United} and van der Berg, Bo}, title = {A Preprint}, year = {2021},
  eprint = {2101.00001v2}, archiveprefix = {arXiv}}
@article{twice, title = {a}, title = {b}, year = 2000}
@inproceedings{child2020bake, author = {Bo Li}, title = {Another Child}, year = 2020, booktitle = {OVEN 2020}}
@misc{yearless, author = {Bo Li}, title = {Some Day}}
"""


def test_a_bibliography_becomes_records_under_its_keys(tmp_path: Path) -> None:
    found = imported(tmp_path, BIBLIOGRAPHY, name="x.bib")
    said = {record.id: fields(record) for record in found.records}
    for text in said.values():
        del text["added"]
    oven = {"venue": "OVEN", "loss_family": ""}
    assert said == {
        "ruiz2020knead": {
            "title": "Kneading by Éar",
            "authors": ["Ana Ruiz", "Bo Li"],
            "year": "2020",
            **oven,
            "pages": "1-9",
            "links": {"paper": ""},
        },
        "child2020bake": {"title": "A Child", "authors": ["Bo Li"], "year": "2020", **oven, "links": {"paper": ""}},
        "muller2019odd": {
            "title": "Odd Key",
            "authors": ["Jörg Müller"],
            "year": "2019",
            "venue": "CRUMB",
            "loss_family": "",
            "volume": "3",
            "number": "two",
            "links": {"paper": ""},
        },
        "pre2021bread": {
            "title": "A Preprint",
            "authors": [{"name": "Bakers United"}, "Bo van der Berg"],
            "year": "2021",
            "venue": "arXiv",
            "loss_family": "",
            "arxiv": "2101.00001",
            "links": {"paper": "https://arxiv.org/abs/2101.00001", "pdf": "https://arxiv.org/pdf/2101.00001"},
        },
        "li2020another": {
            "title": "Another Child",
            "authors": ["Bo Li"],
            "year": "2020",
            **oven,
            "links": {"paper": ""},
        },
    }


def entry(folder: Path, text: str) -> dict[str, Any]:
    """Return what the record of the one paper in a .bib file says."""
    (record,) = imported(folder, text, name="x.bib").records
    return fields(record)


@pytest.mark.parametrize(("volume", "arxiv"), [("abs/2004.00002", "2004.00002"), ("abs/cs/0410001", "cs/0410001")])
def test_a_preprint_of_corr_has_its_arxiv_id_in_the_volume(tmp_path: Path, volume: str, arxiv: str) -> None:
    said = entry(
        tmp_path, f"@article{{a, title={{Bread}}, author={{Bo Li}}, year=2020, journal=CoRR, volume={{{volume}}}}}"
    )
    assert said["arxiv"] == arxiv
    assert "volume" not in said


def test_shared_data_comes_from_all_that_are_named_and_an_entry_s_own_words_come_first(tmp_path: Path) -> None:
    said = entry(
        tmp_path,
        """
        @inproceedings{a, title = {Bread}, author = {Bo Li}, xdata = {oven, Days}, pages = {1--9}}
        @xdata{oven, booktitle = {OVEN}, pages = {7--8}, xdata = {a, days, oven}}
        @xdata{days, year = 2020, booktitle = {CRUMB}}
        """,
    )
    assert (said["venue"], said["year"], said["pages"]) == ("OVEN", "2020", "1-9")


def test_an_address_that_is_none_is_left_out_with_a_word(tmp_path: Path) -> None:
    text = "@misc{a, title={Bread}, author={Bo Li}, year=2020, url={javascript:bake()}}"
    assert told(tmp_path, imported(tmp_path, text, name="x.bib")) == [
        "x.bib:1:1: warning: has the address `javascript:bake()`, which is left out [incomplete-source]"
    ]


def test_what_a_bibliography_lacks_is_told_with_its_line(tmp_path: Path) -> None:
    assert told(tmp_path, imported(tmp_path, BIBLIOGRAPHY, name="x.bib")) == [
        "x.bib:4:1: warning: names its authors up to `and others`; add those that are missing [incomplete-source]",
        (
            "x.bib:7:1: error: the entry cannot be read: Unexpected block start: `@article`. Was still looking for"
            " field-value closing `}`; check its braces and commas [unread-entry]"
        ),
        (
            "x.bib:8:1: warning: names the macro `two`, which the file does not define; its name is taken"
            " [incomplete-source]"
        ),
        "x.bib:13:1: error: the entry gives `title` twice; keep one [unread-entry]",
        (
            "x.bib:15:1: error: its source names no year; give another reference, or write the file by hand"
            " [incomplete-source]"
        ),
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [("x.md", "# Nothing\n\nto see here\n"), ("x.bib", "% nothing\n"), ("README", ""), ("x.txt", "@ is a sign\n")],
)
def test_a_file_without_papers_is_a_finding(tmp_path: Path, name: str, text: str) -> None:
    (finding,) = imported(tmp_path, text, name=name).findings
    assert (finding.location.path, finding.code) == (str(tmp_path / name), "unread-entry")
    assert "neither a README with a list of papers nor a .bib file" in finding.message


@pytest.mark.parametrize(("name", "data"), [("x.py", b"pass\n"), ("x.md", b"\xff\xfe"), ("x.bib", b"\x00")])
def test_a_file_of_another_kind_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    file = tmp_path / name
    file.write_bytes(data)
    with pytest.raises(ReadError, match=r"neither a README nor a \.bib file|cannot be read"):
        import_file(empty_list(tmp_path, TOY), file)


@pytest.mark.parametrize("name", ["x.bib", "x.txt", "bibliography"])
def test_a_bibliography_is_known_by_its_name_or_by_what_is_in_it(tmp_path: Path, name: str) -> None:
    text = "@misc{li2020bread, author = {Li, Bo}, title = {A Bread}, year = 2020, eprint = {2001.00001}}\n"
    (record,) = imported(tmp_path, text, name=name).records
    assert record.id == "li2020bread"


@pytest.fixture
def odd(toy_edition: Edition) -> Edition:
    """Return the toy list with a title of each odd kind."""
    papers = {f"poe2020odd{number}": paper_of(title=title) for number, title in enumerate(TITLES)}
    return edition_of(toy_edition, papers)


def test_titles_come_back_from_a_readme_however_odd_they_are(odd: Edition) -> None:
    (artifact,) = readme.OUTPUT.render(odd)
    found = list(readme_list.parse(artifact.text, "LIST.md", odd.catalog, Venues(odd.catalog.venues)))
    assert {said.title for said in found if isinstance(said, Draft)} == {EVENED.get(title, title) for title in TITLES}


def test_titles_come_back_from_a_bibliography_however_odd_they_are(odd: Edition) -> None:
    (artifact,) = bibtex.OUTPUT.render(odd)
    found = list(reader.parse(artifact.text, "x.bib"))
    assert {said.title for said in found if isinstance(said, Draft)} == set(TITLES)


EVENED: dict[str, str] = {}
"""Titles that a list cannot show with all their signs, as they come back."""
