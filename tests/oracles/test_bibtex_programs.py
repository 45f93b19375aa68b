"""bibtex with its classic styles and biber read references.bib without a warning."""

import re
import shutil
import subprocess
from pathlib import Path, PurePosixPath

import pytest

from catalog.edition import Edition
from catalog.outputs import bibtex
from tests.hostile_papers import hostile

REMEDY = "is not installed; on Debian: apt-get install texlive-binaries texlive-base biber"


@pytest.fixture(params=["list", "toy", "hostile"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition) -> Edition:
    if request.param == "hostile":
        return hostile(toy_edition)
    found: Edition = request.getfixturevalue(f"{request.param}_edition")
    return found


@pytest.fixture
def folder(edition: Edition, tmp_path: Path) -> Path:
    (artifact,) = bibtex.OUTPUT.render(edition)
    assert artifact.path == PurePosixPath("references.bib")
    (tmp_path / artifact.path).write_text(artifact.text)
    return tmp_path


@pytest.mark.parametrize("style", ["plain", "abbrv", "alpha", "unsrt", "acm", "apalike", "ieeetr", "siam"])
def test_bibtex_prints_every_entry_without_a_warning(folder: Path, style: str) -> None:
    assert shutil.which("bibtex"), f"bibtex {REMEDY}"
    (folder / "all.aux").write_text(f"\\citation{{*}}\n\\bibstyle{{{style}}}\n\\bibdata{{references}}\n")
    run = subprocess.run(
        ["bibtex", "all"], cwd=folder, capture_output=True, text=True, errors="replace", check=False, timeout=60
    )
    assert run.returncode == 0, run.stdout
    assert "arning" not in run.stdout, run.stdout
    printed = (folder / "all.bbl").read_text().count("\\bibitem")
    assert printed == len(re.findall(r"(?m)^@", (folder / "references.bib").read_text()))


def test_biber_finds_nothing_that_its_data_model_lacks(folder: Path) -> None:
    assert shutil.which("biber"), f"biber {REMEDY}"
    command = ["biber", "--tool", "--validate-datamodel", "references.bib"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stdout
    assert [line for line in run.stdout.splitlines() if line.startswith(("WARN", "ERROR"))] == []
    assert (folder / "references_bibertool.bib").exists()
