"""catalog.json is what its schema says, complete, and refers to nothing that is not in it."""

import json
from typing import Any

import jsonschema
import pytest

from catalog.edition import Edition
from catalog.model import Paper
from catalog.outputs import api
from tests.conftest import REPOSITORY
from tests.editions import edition_of, paper
from tests.hostile_papers import hostile

REFERENCE = REPOSITORY / "site/reference"
SCHEMA = json.loads((REFERENCE / "catalog.schema.json").read_text())
OWNERS = {"the whole": SCHEMA, "paper": SCHEMA["$defs"]["paper"]}


@pytest.fixture(params=["toy", "list", "hostile", "bare", "empty"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition) -> Edition:
    made = {
        "hostile": lambda: hostile(toy_edition),
        "bare": lambda: edition_of(toy_edition, {"baker2020bread": paper()}),
        "empty": lambda: edition_of(toy_edition, {}),
    }
    found: Edition = (
        made[request.param]() if request.param in made else request.getfixturevalue(f"{request.param}_edition")
    )
    return found


@pytest.fixture
def found(edition: Edition) -> dict[str, Any]:
    """Return the catalog as a program reads it."""
    value: dict[str, Any] = json.loads(api.FORMAT.render(edition, edition.catalog))
    return value


def closed(schema: object) -> object:
    """Return a schema in which no object may have keys that it does not name."""
    if isinstance(schema, list):
        return list(map(closed, schema))
    if not isinstance(schema, dict):
        return schema
    inner = {key: closed(value) for key, value in schema.items()}
    return inner | {"additionalProperties": False} if "required" in inner and "properties" in inner else inner


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


def test_the_file_is_what_the_schema_says_and_has_no_key_that_it_does_not_name(found: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(closed(SCHEMA)).validate(found)


def test_every_field_of_a_record_is_there() -> None:
    assert set(Paper.model_fields) <= set(SCHEMA["$defs"]["paper"]["properties"])


@pytest.mark.parametrize(
    ("owner", "name"),
    [(owner, name) for owner in ("the whole", "paper") for name in OWNERS[owner]["properties"]],
)
def test_each_key_is_documented_as_the_schema_describes_it(owner: str, name: str) -> None:
    description = OWNERS[owner]["properties"][name]["description"]
    assert f"\n| `{name}` | {description} |\n" in (REFERENCE / "catalog-json.md").read_text()


def test_the_papers_are_all_there_by_their_ids(edition: Edition, found: dict[str, Any]) -> None:
    assert [each["id"] for each in found["papers"]] == list(edition.catalog.papers)


def test_all_that_is_referred_to_is_there_and_nothing_else(found: dict[str, Any]) -> None:
    papers = found["papers"]
    families = {key for each in papers for key in (each["loss_family"], *each["also_families"])}
    families |= {each["group"] for each in found["families"] if each["id"] in families and each["group"]}
    referred = {
        "families": families,
        "venues": {each["venue"]["id"] for each in papers}
        | {other["venue"] for each in papers for other in each["other_versions"]},
        "topics": {key for each in papers for key in each["topics"]},
        "libraries": {item["library"] for each in papers for item in each["implementations"]},
    }
    assert {name: {each["id"] for each in found[name]} for name in referred} == referred


def test_a_paper_has_a_line(edition: Edition) -> None:
    lines = api.FORMAT.render(edition, edition.catalog).decode().splitlines()
    assert sum(line.startswith('{"id":') and '"loss_family":' in line for line in lines) == len(edition.catalog)


def test_the_fullest_paper_says_all(toy_edition: Edition) -> None:
    rye = json.loads(api.FORMAT.render(toy_edition, toy_edition.catalog))["papers"][0]
    assert rye["venue"] == {
        "id": "OVEN",
        "name": "International Conference on Ovens",
        "short": "OVEN",
        "kind": "conference",
    }
    assert rye["authors"][1] == {
        "name": "Ludwig van der Berg",
        "given": "Ludwig",
        "particle": "van der",
        "family": "Berg",
        "suffix": None,
    }
    assert [code["official"] for code in rye["code"]] == [False, True]
    assert rye["other_versions"][0]["links"] == {"paper": "https://crumb.test.example.org/5"}
    assert (rye["added"], rye["page"]) == ("2026-01-02", "papers/angstrom2021rye/")


def test_the_address_of_the_site_is_nowhere(toy_edition: Edition) -> None:
    assert b"sourdough.example" not in api.FORMAT.render(toy_edition, toy_edition.catalog)
