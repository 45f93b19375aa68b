"""bibtex with its classic styles and biber read our entries without a warning, and biber takes names apart as we do."""

import re
import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from catalog.edition import Edition
from catalog.latex import from_latex
from catalog.outputs import biblatex, bibtex
from catalog.outputs.format import CitationFormat
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
    return written(bibtex.FORMAT, edition, tmp_path)


def written(form: CitationFormat, edition: Edition, folder: Path) -> Path:
    (folder / "references.bib").write_bytes(form.render(edition, edition.catalog))
    return folder


def biber(folder: Path, *options: str) -> None:
    """Let biber read references.bib, and expect it to be silent."""
    assert shutil.which("biber"), f"biber {REMEDY}"
    command = ["biber", "--tool", *options, "references.bib"]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 0, run.stdout
    assert [line for line in run.stdout.splitlines() if line.startswith(("WARN", "ERROR"))] == []


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


FORMS = {"BibTeX": bibtex.FORMAT, "BibLaTeX": biblatex.FORMAT}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_biber_finds_nothing_that_its_data_model_lacks(form: CitationFormat, edition: Edition, tmp_path: Path) -> None:
    biber(written(form, edition, tmp_path), "--validate-datamodel")
    assert (tmp_path / "references_bibertool.bib").exists()


SPACE = "{http://biblatex-biber.sourceforge.net/biblatexml}"
PARTS = ("given", "prefix", "family", "suffix")


def letters(text: str) -> str:
    # biber writes the words of a part apart, and hyphens between them as if they were spaces.
    return "".join(from_latex(text).replace("-", " ").split())


def test_biber_reads_every_name_in_its_parts(edition: Edition, tmp_path: Path) -> None:
    # Not from BibTeX: of two accents that LaTeX puts on one letter, biber's decoder keeps one.
    biber(written(biblatex.FORMAT, edition, tmp_path), "--output-format=biblatexml")
    entries = ET.parse(tmp_path / "references_bibertool.bltxml").getroot()
    assert len(entries) == len(edition.catalog)
    for entry in entries:
        found = []
        for name in entry.iter(f"{SPACE}name"):
            parts = {part.get("type"): " ".join(part.itertext()) for part in name.findall(f"{SPACE}namepart")}
            found.append(tuple(letters(parts.get(kind, "")) for kind in PARTS))
        assert found == [
            tuple(letters(part) for part in (who.given, who.particle, who.family, who.suffix))
            for who in edition.catalog[entry.attrib["id"]].value.authors
        ]
