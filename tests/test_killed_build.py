"""A `build` that is killed leaves each file old or new, and the next one finishes its work."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY, TOY, lay_site

BUILD = [sys.executable, "-c", "from catalog.cli import main; main()", "build"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY), "NO_MKDOCS_2_WARNING": "1"}


def published(root: Path) -> dict[str, bytes]:
    """Return the files that a build makes, by path, without what a killed one leaves under hidden names."""
    files = (path.relative_to(root) for path in root.rglob("*") if path.is_file())
    made = {path for path in files if path.parts[:2] == ("build", "site") or len(path.parts) == 1}
    return {path.as_posix(): (root / path).read_bytes() for path in made if not path.name.startswith(".catalog-")}


def build(root: Path) -> None:
    subprocess.run(BUILD, cwd=root, env=ENVIRONMENT, check=True, capture_output=True, timeout=120)


def retitle(root: Path) -> None:
    """Change a title that stands in every output and in all files of the site that list papers."""
    record = root / "papers/2020/li2020fold.yaml"
    record.write_text(record.read_text().replace("Stretch and Fold", "Fold and Stretch"))


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return the list as it was built, and as it is after a change."""
    found = {}
    for name in ("old", "new"):
        root = tmp_path_factory.mktemp("lists") / name
        shutil.copytree(TOY, root)
        lay_site(root)
        if name == "new":
            retitle(root)
        build(root)
        found[name] = root
    return found


@pytest.fixture(scope="module")
def seconds(lists: dict[str, Path]) -> float:
    """Return what a build takes here, so that the moments of killing fall into its writing."""
    start = time.monotonic()
    build(lists["old"])
    return time.monotonic() - start


@pytest.mark.parametrize("part", [0.7, 0.9, 0.97])
def test_a_killed_build_leaves_each_file_old_or_new_and_the_next_one_ends_it(
    tmp_path: Path, lists: dict[str, Path], seconds: float, part: float
) -> None:
    old, new = published(lists["old"]), published(lists["new"])
    changed = {path for path in old if old[path] != new.get(path)}
    assert changed >= {"README.md", "references.bib", "build/site/index.html"}
    root = tmp_path / "list"
    shutil.copytree(lists["old"], root)
    retitle(root)
    with subprocess.Popen(BUILD, cwd=root, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as process:
        time.sleep(part * seconds)
        process.kill()
    found = published(root)
    # The files of the search are named by what is in them, so that some come and others go.
    assert old.keys() & new.keys() <= found.keys() <= old.keys() | new.keys()
    assert {path for path in found if found[path] not in {old.get(path), new.get(path)}} == set()
    build(root)
    assert published(root) == new
    assert [path.name for path in (root / "build").iterdir()] == ["site"]
