"""The walk reads plain files in plain folders, in one order, and has a finding for whatever else lies there."""

import os
from pathlib import Path

import pytest

from catalog.plaintext import MAX_BYTES
from catalog.records.folder import Folder, read_folder, record_id


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, text in (
        ("papers/2020/b2020b.yaml", "b"),
        ("papers/2020/a2020a.yaml", "a"),
        ("papers/1999/c1999c.yaml", "c"),
        ("vocabularies/venues.yaml", "v"),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def said(folder: Folder) -> list[str]:
    return [str(finding) for finding in folder.findings]


def test_records_come_sorted_by_path_with_their_text(root: Path) -> None:
    folder = read_folder(root, ())
    assert [(source.path, source.text) for source in folder.papers] == [
        ("papers/1999/c1999c.yaml", "c"),
        ("papers/2020/a2020a.yaml", "a"),
        ("papers/2020/b2020b.yaml", "b"),
    ]
    assert folder.findings == ()


def test_vocabularies_come_by_name(root: Path) -> None:
    folder = read_folder(root, ("venues",))
    assert {name: (source.path, source.text) for name, source in folder.vocabularies.items()} == {
        "venues": ("vocabularies/venues.yaml", "v")
    }


def test_a_vocabulary_that_nobody_asked_for_is_left_alone(root: Path) -> None:
    (root / "vocabularies/notes.yaml").write_bytes(b"\xff")
    assert read_folder(root, ("venues",)).findings == ()


def test_a_missing_vocabulary_is_a_finding_with_its_remedy(root: Path) -> None:
    folder = read_folder(root, ("venues", "topics"))
    assert set(folder.vocabularies) == {"venues"}
    assert said(folder) == [
        (
            "vocabularies/topics.yaml:1:1: error: no such vocabulary; write the file, with `{}` in it if it has "
            "no entries [missing-file]"
        )
    ]


def test_without_a_folder_of_vocabularies_each_is_missing(tmp_path: Path) -> None:
    (tmp_path / "papers").mkdir()
    codes = [(finding.location.path, finding.code) for finding in read_folder(tmp_path, ("a", "b")).findings]
    assert codes == [("vocabularies/a.yaml", "missing-file"), ("vocabularies/b.yaml", "missing-file")]


def test_a_link_in_place_of_the_folder_of_vocabularies_is_one_finding(root: Path) -> None:
    (root / "vocabularies").rename(root / "moved")
    (root / "vocabularies").symlink_to("moved")
    folder = read_folder(root, ("venues", "topics"))
    assert folder.vocabularies == {}
    assert said(folder) == [
        "vocabularies:1:1: error: is a symbolic link; a folder of this name holds the vocabularies [not-a-file]"
    ]


def test_a_root_that_is_no_folder_is_a_finding_for_each_thing_in_it(root: Path) -> None:
    assert said(read_folder(root / "papers/2020/a2020a.yaml", ("venues",))) == [
        "papers:1:1: error: cannot be read: not a directory; mend its permissions [unreadable]",
        "vocabularies/venues.yaml:1:1: error: cannot be read: not a directory; mend its permissions [unreadable]",
    ]


@pytest.mark.parametrize("is_there", [True, False], ids=["empty", "not there, as git has it"])
def test_a_folder_of_papers_may_be_empty_or_not_there(tmp_path: Path, is_there: bool) -> None:  # noqa: FBT001  # a case
    if is_there:
        (tmp_path / "papers").mkdir()
    assert read_folder(tmp_path, ()) == Folder((), {}, (), ())


def test_a_hidden_name_is_left_alone(root: Path) -> None:
    (root / "papers/.git").mkdir()
    (root / "papers/2020/.b2020b.yaml.swp").write_text("x")
    assert read_folder(root, ()).findings == ()


def test_a_record_whose_name_is_no_id_is_read_all_the_same(root: Path) -> None:
    (root / "papers/2020/B2020b.yaml").write_text("B")
    folder = read_folder(root, ())
    assert "papers/2020/B2020b.yaml" in {source.path for source in folder.papers}
    assert said(folder) == [
        (
            "papers/2020/B2020b.yaml:1:1: error: `B2020b` is no record id; write lower-case letters, the year, "
            "lower-case letters, as in `turing1950computing` [file-name]"
        )
    ]


def test_a_folder_that_is_no_year_is_read_all_the_same(root: Path) -> None:
    (root / "papers/1999").rename(root / "papers/old")
    folder = read_folder(root, ())
    assert "papers/old/c1999c.yaml" in {source.path for source in folder.papers}
    assert said(folder) == [
        "papers/old:1:1: error: the folder `old` is no year; records lie in `papers/<year>/` [misplaced-file]"
    ]


def test_another_suffix_of_yaml_has_its_remedy(root: Path) -> None:
    (root / "papers/2020/d2020d.yml").write_text("d")
    assert said(read_folder(root, ())) == [
        "papers/2020/d2020d.yml:1:1: error: `d2020d.yml` is no record; name it `d2020d.yaml` [file-name]"
    ]


def test_what_a_thing_is_stands_in_its_finding(root: Path) -> None:
    (root / "papers/2020/d2020d.yaml").symlink_to("a2020a.yaml")
    (root / "papers/2020/e2020e.yaml").mkdir()
    (root / "papers/2021").write_text("x")
    os.mkfifo(root / "papers/2020/f2020f.yaml")
    assert said(read_folder(root, ())) == [
        (
            "papers/2020/d2020d.yaml:1:1: error: `d2020d.yaml` is a symbolic link; here belongs a record `<id>.yaml` "
            "[not-a-file]"
        ),
        (
            "papers/2020/e2020e.yaml:1:1: error: `e2020e.yaml` is a folder; here belongs a record `<id>.yaml` "
            "[misplaced-file]"
        ),
        "papers/2020/f2020f.yaml:1:1: error: `f2020f.yaml` is a pipe; here belongs a record `<id>.yaml` [not-a-file]",
        "papers/2021:1:1: error: `2021` is a file; here belongs a folder named by a year [misplaced-file]",
    ]


def test_a_file_that_is_no_text_hides_none_beside_it(root: Path) -> None:
    (root / "papers/2020/a2020a.yaml").write_bytes(b"a\n\xff")
    folder = read_folder(root, ())
    assert [source.text for source in folder.papers] == ["c", "b"]
    assert [(finding.location.line, finding.code) for finding in folder.findings] == [(2, "encoding")]


@pytest.mark.parametrize(("size", "codes"), [(MAX_BYTES, []), (MAX_BYTES + 1, ["file-size"])])
def test_a_file_may_be_as_large_as_the_limit_and_no_larger(root: Path, size: int, codes: list[str]) -> None:
    (root / "papers/2020/a2020a.yaml").write_bytes(b"a" * size)
    assert [finding.code for finding in read_folder(root, ()).findings] == codes


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("papers/2020/kim2020proxy.yaml", "kim2020proxy"),
        ("papers/2020/a.yaml.yaml", "a.yaml"),
        ("a.yaml", "a"),
    ],
)
def test_the_name_of_the_file_is_the_id(path: str, key: str) -> None:
    assert record_id(path) == key


def test_pages_come_sorted_by_path_with_their_text(root: Path) -> None:
    for path in ("site/index.md", "site/guides/b.md", "site/guides/a.md", "site/assets/x.svg", "site/.hidden.md"):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path)
    folder = read_folder(root, ())
    assert [source.path for source in folder.pages] == ["site/guides/a.md", "site/guides/b.md", "site/index.md"]
    assert all(source.path == source.text for source in folder.pages)
    assert folder.findings == ()


def test_a_page_that_is_no_plain_file_is_a_finding(root: Path) -> None:
    (root / "site").mkdir()
    (root / "site/index.md").symlink_to(root / "papers/2020/a2020a.yaml")
    (root / "site/latin.md").write_bytes(b"caf\xe9")
    folder = read_folder(root, ())
    assert folder.pages == ()
    assert [(finding.location.path, finding.code) for finding in folder.findings] == [
        ("site/index.md", "not-a-file"),
        ("site/latin.md", "encoding"),
    ]


def test_a_list_may_do_without_pages(root: Path) -> None:
    (root / "site").write_text("")
    assert (read_folder(root, ()).pages, read_folder(root, ()).findings) == ((), ())
