"""Shipped templates are known by their digests, so that a check looks at none of them; at others it does."""

import json
from pathlib import Path
from shutil import copytree

import pytest

from catalog.outputs.shipped import DIGESTS, digest, edited
from catalog.outputs.templating import SHIPPED


def test_every_shipped_template_has_its_digest(request: pytest.FixtureRequest) -> None:
    paths = sorted(SHIPPED.rglob("*.j2"))
    digests = {path.relative_to(SHIPPED).as_posix(): digest(path.read_bytes()) for path in paths}
    if request.config.getoption("--update-golden"):
        DIGESTS.write_text(json.dumps(digests, indent=2) + "\n")
    assert json.loads(DIGESTS.read_text()) == digests


def test_of_the_shipped_templates_none_is_edited() -> None:
    assert list(edited(SHIPPED)) == []


def test_a_template_that_is_not_as_shipped_is_edited(tmp_path: Path) -> None:
    folder = copytree(SHIPPED, tmp_path / "templates")
    changed, own, strange = folder / "README.md.j2", folder / "site/own.html.j2", folder / "section.md.j2"
    changed.write_text(changed.read_text() + "x")
    own.write_text("")
    strange.unlink()
    strange.mkdir()
    assert set(edited(folder)) == {changed, own, strange}


def test_a_list_without_templates_has_none_edited(tmp_path: Path) -> None:
    assert list(edited(tmp_path / "templates")) == []
