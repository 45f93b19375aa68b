"""Each list has the schemas that its files name, with the keys of its own vocabularies."""

import json
from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner

from catalog.cli import main
from catalog.commands.fmt import fmt
from catalog.edition import Edition
from catalog.outputs.schemas import OUTPUT, keys_of
from catalog.records.schema import MODELS, as_json
from tests.conftest import REPOSITORY, TOY


def test_there_is_a_schema_for_each_kind_of_file(toy_edition: Edition) -> None:
    found = {str(artifact.path): artifact.text for artifact in OUTPUT.render(toy_edition)}
    assert found == {f"schemas/{name}.json": as_json(name, keys_of(toy_edition.catalog)) for name in MODELS}


def test_a_paper_is_offered_families_and_a_family_the_groups(toy_edition: Edition) -> None:
    keys = keys_of(toy_edition.catalog)
    assert (keys["families"], keys["groups"]) == (("starter", "gluten", "survey"), ("dough",))
    assert keys["venues"] == tuple(toy_edition.catalog.venues)


@pytest.mark.parametrize("root", [REPOSITORY])
def test_the_first_line_of_each_file_leads_to_its_schema(root: Path) -> None:
    for path in (*root.glob("papers/*/*.yaml"), *root.glob("vocabularies/*.yaml")):
        line = path.read_text().partition("\n")[0]
        target = (path.parent / line.removeprefix("# yaml-language-server: $schema=")).resolve()
        assert target == root / "schemas" / f"{path.stem if path.parent.name == 'vocabularies' else 'record'}.json"
        assert target.is_file()


def test_what_fmt_writes_leads_to_what_build_writes(toy: Path, toy_edition: Edition) -> None:
    fmt(toy, (), write=True)
    written = {artifact.path for artifact in OUTPUT.render(toy_edition)}
    named = set()
    for path in (*toy.glob("papers/*/*.yaml"), *toy.glob("vocabularies/*.yaml")):
        line = path.read_text().partition("\n")[0]
        target = (path.parent / line.partition("$schema=")[2]).resolve()
        named.add(PurePosixPath(target.relative_to(toy.resolve()).as_posix()))
    assert named == written


def test_editors_are_told_of_each_schema_in_their_settings_too() -> None:
    settings = json.loads((REPOSITORY / ".vscode/settings.json").read_text())
    assert settings["yaml.schemas"] == {
        f"./schemas/{name}.json": "papers/*/*.yaml" if name == "record" else f"vocabularies/{name}.yaml"
        for name in MODELS
    }


def run(*arguments: str) -> str:
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    return result.stdout


@pytest.mark.parametrize("name", MODELS)
def test_the_command_prints_what_build_writes(toy_edition: Edition, name: str) -> None:
    assert run("--root", str(TOY), "schema", name) == as_json(name, keys_of(toy_edition.catalog))


def test_without_a_name_it_is_the_records() -> None:
    assert run("--root", str(TOY), "schema") == run("--root", str(TOY), "schema", "record")


def test_outside_of_a_list_it_is_without_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("schema") == as_json("record")


def test_a_root_that_is_none_is_an_error(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["--root", str(tmp_path), "schema"]).exit_code == 3
