"""What users can meet is documented: commands, codes, fields, outputs."""

import json
import re
from itertools import chain
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from pydantic import BaseModel

from catalog import facets, model, settings
from catalog.cli import main
from catalog.cli.program import COMMANDS
from catalog.cli.queries import FILTERS
from catalog.codes import codes
from catalog.links.quirks import QUIRKS, Quirk
from catalog.links.verdict import State
from catalog.outputs.format import Format
from catalog.outputs.formats import FORMATS
from catalog.query import FIELDS
from tests.conftest import REPOSITORY

SITE = REPOSITORY / "site"
REFERENCE = SITE / "reference"
CONTRIBUTE = SITE / "contribute"
SETTINGS: tuple[type[BaseModel], ...] = (
    settings.ListSettings,
    settings.ReadmeSettings,
    settings.LinkSettings,
    settings.Ttl,
    settings.Skip,
    settings.RefreshSettings,
    settings.ServiceSettings,
)
MODELS: tuple[type[BaseModel], ...] = (
    model.Paper,
    model.Links,
    model.Code,
    model.Implementation,
    model.OtherVersion,
    model.Venue,
    model.VenueNames,
    model.Family,
    model.Formula,
    model.Topic,
    model.Library,
    *SETTINGS,
)


def command_of(name: str) -> click.Command:
    found = main.get_command(click.Context(main), name)
    assert found is not None
    return found


def options() -> list[tuple[str, str]]:
    found = ((name, param) for name in COMMANDS for param in command_of(name).params)
    return [(name, option) for name, param in found if isinstance(param, click.Option) for option in param.opts]


@pytest.mark.parametrize("command", COMMANDS)
def test_each_command_is_documented_and_says_what_it_does(command: str) -> None:
    assert f"`catalog {command}" in (REFERENCE / "commands.md").read_text()
    assert command_of(command).name == command
    assert command_of(command).help


@pytest.mark.parametrize(("command", "option"), options())
def test_each_option_is_documented(command: str, option: str) -> None:
    (row,) = re.findall(rf"(?m)^\| `catalog {command}[ `].*$", (REFERENCE / "commands.md").read_text())
    assert option in row


@pytest.mark.parametrize("code", codes())
def test_each_code_is_documented_with_its_severity_and_rule(code: str) -> None:
    known = codes()[code]
    assert f"| [`{code}`](#{code}) | {known.severity.label} | {known.rule} | " in (REFERENCE / "checks.md").read_text()


@pytest.mark.parametrize("code", codes())
def test_each_explanation_has_a_rule_and_a_remedy(code: str) -> None:
    assert codes()[code].rule.endswith(".")
    assert codes()[code].remedy.strip()


def workflow(path: Path) -> dict[Any, Any]:
    found: dict[Any, Any] = yaml.safe_load(path.read_text())
    return found


@pytest.mark.parametrize("path", sorted((REPOSITORY / ".github/workflows").glob("*.yml")), ids=lambda path: path.stem)
def test_each_workflow_is_documented_with_what_it_may_do(path: Path) -> None:
    (row,) = re.findall(rf"(?m)^\| `{path.name}` .*$", (CONTRIBUTE / "maintaining.md").read_text())
    jobs = workflow(path)["jobs"].values()
    allowed = [f"{name}: {level}" for job in jobs for name, level in sorted(job["permissions"].items())]
    assert re.findall(r"`([a-z-]+: \w+)`", row) == allowed


OF_FAMILIES = set((SITE / "families").glob("*.md"))
"""Texts in the pages of families, which are no pages of their own."""


@pytest.mark.parametrize(
    "page", sorted(path.relative_to(SITE).as_posix() for path in set(SITE.rglob("*.md")) - OF_FAMILIES)
)
def test_each_page_is_in_the_navigation(page: str) -> None:
    assert re.search(rf"(?m)^ +- [^:]+: {re.escape(page)}$", (REPOSITORY / "mkdocs.yml").read_text())


def test_what_people_are_told_to_type_are_commands() -> None:
    pages = [*CONTRIBUTE.glob("*.md"), REPOSITORY / "CONTRIBUTING.md"]
    typed = {word for page in pages for word in re.findall(r"\.venv/bin/catalog ([a-z]+)", page.read_text())}
    assert {"add", "check", "fmt"} <= typed <= set(COMMANDS)


def fields(owners: tuple[type[BaseModel], ...] = MODELS) -> list[tuple[str, str]]:
    return list(chain.from_iterable(((owner.__name__, name) for name in owner.model_fields) for owner in owners))


@pytest.mark.parametrize(("owner", "name"), fields())
def test_each_field_is_documented_as_the_schema_describes_it(owner: str, name: str) -> None:
    field = next(each for each in MODELS if each.__name__ == owner).model_fields[name]
    required = "yes" if field.is_required() else ""
    assert f"| `{name}` | {required} | {field.description} |" in (REFERENCE / "fields.md").read_text()


@pytest.mark.parametrize(("owner", "name"), fields(SETTINGS))
def test_each_default_of_a_setting_is_documented_as_it_is_written(owner: str, name: str) -> None:
    field = next(each for each in SETTINGS if each.__name__ == owner).model_fields[name]
    default = None if field.is_required() else field.default
    if isinstance(default, float) and default.is_integer():
        default = int(default)
    has_none = default is None or isinstance(default, BaseModel) or default in ((), {})
    shown = "" if has_none else f"`{json.dumps(default)}`"
    assert f"{field.description} | {shown} |\n" in (REFERENCE / "fields.md").read_text()


@pytest.mark.parametrize("state", State)
def test_each_state_of_an_address_is_documented_with_what_a_person_does_about_it(state: State) -> None:
    assert f"\n| `{state}` |" in (REFERENCE / "commands.md").read_text()
    assert f"\n| `{state}` |" in (CONTRIBUTE / "links.md").read_text()


@pytest.mark.parametrize("quirk", QUIRKS.values(), ids=QUIRKS)
def test_each_quirk_of_a_host_is_documented(quirk: Quirk) -> None:
    assert f"\n| `{quirk.host}` | {quirk.note} |" in (CONTRIBUTE / "links.md").read_text()


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_of_a_query_is_documented_with_an_example(field: str) -> None:
    assert re.search(rf"(?m)^\| `{field}` \| .* \| `{field}:", (REFERENCE / "queries.md").read_text())


@pytest.mark.parametrize("name", [*facets.HAS, *facets.LINKS])
def test_each_value_of_has_is_documented(name: str) -> None:
    assert f"\n| `{name}` | " in (REFERENCE / "queries.md").read_text()


@pytest.mark.parametrize("presentation", model.Presentation)
def test_each_presentation_is_documented_where_it_is_asked_for(presentation: str) -> None:
    (row,) = re.findall(r"(?m)^\| `presentation` .*$", (REFERENCE / "queries.md").read_text())
    assert f"`{presentation}`" in row


def test_each_filter_of_find_is_a_field_and_documented_with_what_its_value_is_called() -> None:
    for field, metavar, _ in FILTERS:
        assert field in FIELDS
        assert f"\n| `--{field} {metavar}` | " in (REFERENCE / "commands.md").read_text()


def test_the_reference_of_commands_names_each_format_of_export() -> None:
    assert all(f"`{name}`" in (REFERENCE / "commands.md").read_text() for name in FORMATS)


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_each_format_of_export_is_documented(form: Format) -> None:
    row = f"\n| `{form.name}` | `{form.file_name}` | {form.description} |\n"
    assert row in (REFERENCE / "exports.md").read_text()
