"""The same records give the same bytes, whatever the time zone, locale, hash seed, and order of the files on disk."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.outputs.table import OUTPUTS
from tests.conftest import REPOSITORY, TOY


def built(root: Path, into: Path, **environment: str) -> dict[str, bytes]:
    """Return the files that a build of its own process makes, by path."""
    only = [argument for name in OUTPUTS for argument in ("--only", name)]
    subprocess.run(
        [sys.executable, "-c", "from catalog.cli import main; main()", "build", *only, "--into", str(into)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **environment},
        capture_output=True,
        check=True,
        timeout=60,
    )
    return {path.relative_to(into).as_posix(): path.read_bytes() for path in into.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return built(TOY, tmp_path_factory.mktemp("built"), TZ="UTC", LC_ALL="C.UTF-8", PYTHONHASHSEED="0")


def test_every_committed_output_is_compared(expected: dict[str, bytes]) -> None:
    assert "README.md" in expected
    assert len(expected) >= len(OUTPUTS)


@pytest.mark.parametrize(
    "environment",
    [
        pytest.param({"TZ": "Pacific/Kiritimati"}, id="fourteen hours ahead"),
        pytest.param({"TZ": "Etc/GMT+12"}, id="twelve hours behind"),
        pytest.param({"LC_ALL": "C"}, id="no locale"),
        pytest.param({"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="ASCII"),
        pytest.param({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, id="Turkish"),
        pytest.param({"PYTHONHASHSEED": "1"}, id="another hash seed"),
        pytest.param({"PYTHONHASHSEED": "4294967295"}, id="the last hash seed"),
        pytest.param({"COLUMNS": "20", "NO_COLOR": "1"}, id="a narrow terminal"),
        pytest.param({"SITE_URL": "https://other.example/", "REPOSITORY_URL": "https://x.example/y"}, id="addresses"),
    ],
)
def test_the_environment_changes_no_byte(
    tmp_path: Path, expected: dict[str, bytes], environment: dict[str, str]
) -> None:
    assert built(TOY, tmp_path, **environment) == expected


@pytest.mark.parametrize("is_reversed", [False, True], ids=["sorted", "reversed"])
def test_the_order_of_files_on_disk_changes_no_byte(
    tmp_path: Path, expected: dict[str, bytes], *, is_reversed: bool
) -> None:
    root = tmp_path / "list"
    for file in sorted((path for path in TOY.rglob("*") if path.is_file()), reverse=is_reversed):
        copy = root / file.relative_to(TOY)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy)
    assert built(root, tmp_path / "into") == expected


def test_what_is_in_the_folder_already_changes_no_byte(tmp_path: Path, expected: dict[str, bytes]) -> None:
    for path in expected:
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("old\n")
    assert built(TOY, tmp_path) == expected
