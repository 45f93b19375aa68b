"""The linter of awesome lists accepts README.md."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from catalog.commands.check import check
from catalog.edition import Edition
from catalog.outputs import readme
from tests.conftest import REPOSITORY

LINTER = REPOSITORY / "build/oracles/node_modules/.bin/awesome-lint"
COMPLAINT = re.compile(r"✖ +\d+:\d+ .* remark-lint:(\S+)")


@pytest.fixture
def new_edition(new_list: Path) -> Edition:
    return check(new_list).edition()


@pytest.mark.parametrize("name", ["list_edition", "toy_edition", "new_edition"], ids=["list", "toy", "new"])
def test_awesome_lint_accepts_the_readme(name: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    edition: Edition = request.getfixturevalue(name)
    assert LINTER.exists(), "awesome-lint is not installed; run `make oracles`, which installs it with npm"
    (artifact,) = readme.OUTPUT.render(edition)
    (tmp_path / "README.md").write_text(artifact.text)
    shutil.copy(REPOSITORY / "CONTRIBUTING.md", tmp_path)
    run = subprocess.run([LINTER, tmp_path / "README.md"], capture_output=True, text=True, check=False, timeout=120)
    # The one rule that fails asks GitHub about the repository: its description and topics, not the list.
    assert COMPLAINT.findall(run.stdout + run.stderr) == ["awesome-github"]
