"""`catalog new` on the command line: exit statuses, streams, and what it says to do next."""

import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli import main
from tests.conftest import REPOSITORY


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["new", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_a_new_list_is_told_on_stderr_with_what_to_do_next(tmp_path: Path) -> None:
    folder = tmp_path / "a list"
    result = run(str(folder))
    assert (result.exit_code, result.stdout) == (0, "")
    count = sum(path.is_file() for path in folder.rglob("*"))
    lines = result.stderr.splitlines()
    assert lines[:3] == [f"wrote {count} files to {folder}", "next:", f"  cd {shlex.quote(str(folder))}"]
    assert [line.split("#")[0].strip() for line in lines[3:5]] == ["make", "make test"]
    assert "before others can use it" not in result.stderr


def test_a_list_that_needs_this_machine_says_so(tmp_path: Path) -> None:
    result = run(str(tmp_path / "list"), "--tool", str(REPOSITORY))
    assert result.exit_code == 0
    assert result.stderr.splitlines()[-1].startswith("before others can use it: requirements.txt ")


def test_a_name_cannot_steer_a_terminal(tmp_path: Path) -> None:
    result = run(str(tmp_path / "\x1b[31mred"))
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["."], "`.` is not empty"),
        (["list", "--title", ""], "the title "),
        (["list", "--tool", "x"], "`x` is neither"),
        ([], "DIR"),
    ],
)
def test_misuse_exits_2_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str
) -> None:
    (tmp_path / "file").write_text("mine")
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_place_that_cannot_be_written_exits_3(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    result = run(str(tmp_path / "file" / "list"))
    assert result.exit_code == 3
    assert result.stderr.startswith("catalog: ")
    assert "Traceback" not in result.stderr
