"""Publishing writes what changed and nothing else, each file at once, and shows changes without a raw byte."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from threading import Event, Thread

import pytest

from catalog.diagnostics import WriteError
from catalog.outputs.artifact import Artifact
from catalog.publish import Change, compare, compare_tree, diff, move_tree, staging, write, write_file
from tests.conftest import REPOSITORY

README = PurePosixPath("README.md")
LISTS = PurePosixPath("lists")


def artifacts(**texts: str) -> list[Artifact]:
    return [Artifact(LISTS / name, text) for name, text in texts.items()]


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write(tmp_path, compare(tmp_path, [Artifact(PurePosixPath("a/b/c.md"), "é\n")], None))
    assert (tmp_path / "a/b/c.md").read_bytes() == "é\n".encode()


def test_only_what_changed_is_written(tmp_path: Path) -> None:
    write(tmp_path, compare(tmp_path, artifacts(a="1", b="1"), None))
    before = {name: (tmp_path / "lists" / name).stat() for name in "ab"}
    changes = compare(tmp_path, artifacts(a="1", b="2"), None)
    write(tmp_path, changes)
    after = {name: (tmp_path / "lists" / name).stat() for name in "ab"}
    assert changes == [Change(LISTS / "b", b"1", b"2")]
    assert (after["a"].st_mtime_ns, after["a"].st_ino) == (before["a"].st_mtime_ns, before["a"].st_ino)
    assert after["b"].st_ino != before["b"].st_ino


def test_what_is_no_longer_made_goes_with_its_empty_folders(tmp_path: Path) -> None:
    (tmp_path / "lists/old").mkdir(parents=True)
    (tmp_path / "lists/old/2013.md").write_text("x")
    changes = compare(tmp_path, artifacts(a="1"), LISTS)
    write(tmp_path, changes)
    assert [(change.path.as_posix(), change.verb) for change in changes] == [
        ("lists/a", "wrote"),
        ("lists/old/2013.md", "removed"),
    ]
    assert [path.name for path in tmp_path.rglob("*")] == ["lists", "a"]


def test_an_output_without_a_folder_removes_nothing(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/mine").write_text("x")
    assert compare(tmp_path, artifacts(), None) == []


def test_comparing_writes_nothing(tmp_path: Path) -> None:
    assert [change.verb for change in compare(tmp_path, artifacts(a="1"), LISTS)] == ["wrote"]
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def trees(tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder that was built, and one that has an older site."""
    built, into = tmp_path / "built", tmp_path / "into"
    for path, text in (("built/same", "1"), ("built/new/page", "2"), ("built/other", "3"), ("into/site/same", "1")):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    (into / "site/other").write_text("old")
    (into / "site/past").mkdir()
    (into / "site/past/gone").write_bytes(b"\xff")
    return built, into


def texts(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_folder_differs_from_what_was_built_in_files_that_are_new_changed_or_gone(trees: tuple[Path, Path]) -> None:
    before = texts(trees[1])
    changes = compare_tree(*trees, PurePosixPath("site"))
    assert {change.path.as_posix(): change.verb for change in changes} == {
        "site/new/page": "wrote",
        "site/other": "rewrote",
        "site/past/gone": "removed",
    }
    assert texts(trees[1]) == before


def test_a_folder_becomes_what_was_built(trees: tuple[Path, Path]) -> None:
    built, into = trees
    wanted, kept = texts(built), (into / "site/same").stat().st_ino
    assert move_tree(built, into, PurePosixPath("site")) == 3
    assert texts(into / "site") == wanted
    assert (into / "site/same").stat().st_ino == kept
    assert not (into / "site/past").exists()


def test_a_folder_that_is_not_there_is_moved_whole(trees: tuple[Path, Path], tmp_path: Path) -> None:
    wanted, moved = texts(trees[0]), trees[0].stat().st_ino
    assert move_tree(trees[0], tmp_path / "else", PurePosixPath("build/site")) == 3
    assert texts(tmp_path / "else/build/site") == wanted
    assert (tmp_path / "else/build/site").stat().st_ino == moved


@pytest.mark.parametrize("put", [compare_tree, move_tree])
def test_a_folder_behind_a_link_is_left_alone(
    trees: tuple[Path, Path], put: Callable[[Path, Path, PurePosixPath], object]
) -> None:
    (trees[1] / "link").symlink_to("site")
    with pytest.raises(WriteError, match=r"^link is a symbolic link; "):
        put(*trees, PurePosixPath("link"))


def test_a_file_in_the_way_of_a_moved_folder_is_an_error_of_writing(trees: tuple[Path, Path]) -> None:
    (trees[1] / "site/new").write_text("x")
    with pytest.raises(WriteError, match=r"^site cannot be written: "):
        move_tree(*trees, PurePosixPath("site"))


KILLED = """
import sys
from pathlib import Path, PurePosixPath
from catalog.publish import Change, write
root, old, new = Path(sys.argv[1]), b"old" * 100_000, b"new" * 100_000
print("ready", flush=True)
while True:
    for data in (new, old):
        write(root, [Change(PurePosixPath(f"{number}.md"), b"", data) for number in range(20)])
"""


@pytest.mark.parametrize("seconds", [0.003, 0.011, 0.027, 0.051, 0.093])
def test_a_killed_process_leaves_each_file_old_or_new(tmp_path: Path, seconds: float) -> None:
    versions = {b"old" * 100_000, b"new" * 100_000}
    for number in range(20):
        (tmp_path / f"{number}.md").write_bytes(b"old" * 100_000)
    with subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
    files = sorted(tmp_path.glob("*.md"))
    assert len(files) == 20
    assert {path.read_bytes() for path in files} <= versions
    # At most the file that was being written is left over, under a hidden name.
    assert len(list(tmp_path.iterdir())) <= 21


def test_what_a_killed_process_left_stands_in_nobodys_way(tmp_path: Path) -> None:
    write_file(tmp_path / "a", b"1")
    names: list[str] = []

    class Seen(bytes):
        def __buffer__(self, _flags: int) -> memoryview:
            names.extend(path.name for path in tmp_path.iterdir())
            return memoryview(bytes(self))

    write_file(tmp_path / "a", Seen(b"2"))
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    write_file(tmp_path / "a", b"3")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"3")]


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/b").write_text("x")
    with pytest.raises(WriteError, match=r"^a cannot be written: is a directory$"):
        write(tmp_path, [Change(PurePosixPath("a"), None, b"1")])
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b"]


def test_a_file_in_the_way_of_a_folder_is_an_error_of_writing(tmp_path: Path) -> None:
    (tmp_path / "lists").write_text("x")
    with pytest.raises(WriteError, match=r"^lists/a cannot be written: "):
        write(tmp_path, compare(tmp_path, artifacts(a="1"), None))


def test_a_folder_in_the_way_of_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "README.md").mkdir()
    with pytest.raises(WriteError, match=r"^README.md cannot be compared: "):
        compare(tmp_path, [Artifact(README, "x")], None)


def test_a_name_that_no_disk_holds_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"^x+ cannot be compared: file name too long$"):
        compare(tmp_path, [Artifact(PurePosixPath("x" * 300), "x")], None)


def test_a_pipe_in_the_way_of_a_file_is_an_error_and_no_wait(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "README.md")
    with pytest.raises(WriteError, match=r"^README.md cannot be compared: "):
        compare(tmp_path, [Artifact(README, "x")], None)


def test_what_is_to_go_may_have_gone_already(tmp_path: Path) -> None:
    write(tmp_path, [Change(PurePosixPath("a"), b"1", None), Change(PurePosixPath("b"), None, b"1")])
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_files_that_are_somebody_s_own_stay(tmp_path: Path) -> None:
    (tmp_path / "lists").mkdir()
    (tmp_path / "lists/mine").write_text("mine")
    (tmp_path / "lists/old").write_text("MARK old")
    changes = compare(tmp_path, artifacts(a="1"), LISTS, b"MARK")
    assert [(change.path.as_posix(), change.verb) for change in changes] == [
        ("lists/a", "wrote"),
        ("lists/old", "removed"),
    ]


def test_nothing_goes_from_a_folder_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/old").write_text("x")
    (tmp_path / "lists").symlink_to("precious")
    assert compare(tmp_path, artifacts(), LISTS) == []


def test_a_file_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    (tmp_path / "a").chmod(0o640)
    write_file(tmp_path / "a", b"2")
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_folders_may_go_while_files_are_written_into_them(tmp_path: Path) -> None:
    """Two builds at once: one removes empty folders that the other is about to fill."""
    removing = Event()

    def remove() -> None:
        while not removing.is_set():
            for number in range(20):
                with suppress(OSError):
                    (tmp_path / f"f{number}").rmdir()

    thread = Thread(target=remove)
    thread.start()
    try:
        for _ in range(20):
            write(tmp_path, [Change(PurePosixPath(f"f{number}/a"), None, b"1") for number in range(20)])
            write(tmp_path, [Change(PurePosixPath(f"f{number}/a"), b"1", None) for number in range(20)])
    finally:
        removing.set()
        thread.join()


def test_a_name_as_long_as_a_disk_holds_can_be_written(tmp_path: Path) -> None:
    write_file(tmp_path / ("a" * 255), b"1")
    assert (tmp_path / ("a" * 255)).read_bytes() == b"1"


def test_a_staging_folder_is_gone_afterwards(tmp_path: Path) -> None:
    with staging(tmp_path / "build") as folder:
        (folder / "x").write_text("x")
    assert list((tmp_path / "build").iterdir()) == []


def test_what_a_killed_build_left_goes_and_what_another_build_uses_stays(tmp_path: Path) -> None:
    (tmp_path / ".staging-left").mkdir()
    (tmp_path / ".staging-left" / "x").write_text("x")
    with staging(tmp_path) as one, staging(tmp_path) as other:
        assert set(tmp_path.iterdir()) == {one, other}


def test_a_staging_folder_that_cannot_be_is_an_error_of_writing(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("x")
    with pytest.raises(WriteError, match=r"/build cannot be written: "), staging(tmp_path / "build"):
        pytest.fail("there is no such folder")


@pytest.mark.parametrize(
    ("change", "text"),
    [
        pytest.param(
            Change(README, b"a\nb\n", b"a\nc\n"),
            "--- README.md\n+++ README.md\n@@ -1,2 +1,2 @@\n a\n-b\n+c\n",
            id="changed",
        ),
        pytest.param(Change(README, None, b"a\n"), "--- /dev/null\n+++ README.md\n@@ -0,0 +1 @@\n+a\n", id="new"),
        pytest.param(Change(README, b"a\n", None), "--- README.md\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n", id="removed"),
        pytest.param(Change(README, b"\xff", b"a\n"), "README.md differs\n", id="no text"),
        pytest.param(
            Change(README, b"", "\x1b[31m\u202e\n".encode()),
            "--- README.md\n+++ README.md\n@@ -0,0 +1 @@\n+\\x1b[31m\\u202e\n",
            id="control characters",
        ),
        pytest.param(Change(PurePosixPath("a\x1b\n"), b"\xff", None), "a\\x1b\\n differs\n", id="in a name too"),
    ],
)
def test_a_change_is_shown_without_a_raw_control_character(change: Change, text: str) -> None:
    assert diff(change) == text
