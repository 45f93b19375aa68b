"""html-validate finds no fault in the pages by the HTML standard: https://html-validate.org."""

import json
import subprocess
from pathlib import Path
from typing import Final

import pytest

from catalog.commands.check import check
from catalog.edition import Edition
from catalog.mkdocs_plugin import build_site
from tests.conftest import REPOSITORY

VALIDATOR: Final = REPOSITORY / "build/oracles/node_modules/.bin/html-validate"
RULES: Final = {"root": True, "extends": ["html-validate:standard", "html-validate:a11y"]}


def validate(folder: Path, work: Path) -> list[str]:
    """Return what the validator finds in the pages of a folder."""
    rules, answer = work / "rules.json", work / "answer.json"
    rules.write_text(json.dumps(RULES))
    command = [VALIDATOR, "--config", rules, "--formatter", "json", f"{folder}/**/*.html"]
    # Into a file: it leaves before a pipe has taken all.
    with answer.open("wb") as file:
        subprocess.run(list(map(str, command)), stdout=file, check=False, timeout=300)
    return [
        f"{Path(page['filePath']).relative_to(folder)}:{found['line']}: {found['message']} [{found['ruleId']}] "
        f"{found['selector']}"
        for page in json.loads(answer.read_bytes())
        for found in page["messages"]
    ]


@pytest.fixture(params=["list", "toy"])
def listed(request: pytest.FixtureRequest, toy_site: Path) -> tuple[Path, Edition]:
    """Return a root with the edition of its list."""
    root = {"list": REPOSITORY, "toy": toy_site}[request.param]
    return root, request.getfixturevalue(f"{request.param}_edition")


def test_html_validate_accepts_every_page(listed: tuple[Path, Edition], tmp_path: Path) -> None:
    assert VALIDATOR.exists(), "html-validate is not installed; run `make oracles`, which installs it with npm"
    build_site(*listed, tmp_path / "site")
    assert not validate(tmp_path / "site", tmp_path)


def test_html_validate_accepts_every_page_of_a_new_list(new_list: Path, tmp_path: Path) -> None:
    build_site(new_list, check(new_list).edition(), tmp_path / "site")
    assert not validate(tmp_path / "site", tmp_path)


def test_html_validate_finds_a_fault_where_there_is_one(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text("<!DOCTYPE html>\n<html lang=en><title>x</title><p><div></div></p></html>\n")
    assert validate(tmp_path, tmp_path)
