"""The log of `check --format sarif` is what the committee's own schema says: https://docs.oasis-open.org/sarif."""

import json
from pathlib import Path
from typing import Final

from jsonschema.validators import validator_for

from catalog.commands.check import check
from catalog.report import as_sarif
from tests.conftest import REPOSITORY, TOY

SCHEMA: Final = REPOSITORY / "build/oracles/node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"


def faults(text: str) -> list[str]:
    assert SCHEMA.exists(), "SARIF's schema is not installed; run `make oracles`, which installs it with npm"
    schema = json.loads(SCHEMA.read_text())
    validator = validator_for(schema)
    found = validator(schema, format_checker=validator.FORMAT_CHECKER).iter_errors(json.loads(text))
    return [str(error) for error in found]


def test_the_schema_accepts_a_log_without_findings() -> None:
    assert faults(as_sarif(check(TOY).findings)) == []


def test_the_schema_accepts_findings_of_every_severity_and_such_as_name_other_files(toy: Path) -> None:
    for number, (old, new) in enumerate((("title: Stretch", "title: STRETCH AND [a](b)"), ("gluten", "glutn"))):
        text = (toy / "papers/2020/li2020fold.yaml").read_text()
        (toy / f"papers/2020/li2020fold{number}.yaml").write_text(text.replace(old, new, 1))
    (toy / "papers/2020/a b c.yaml").write_text("title: [\n")
    text = as_sarif(check(toy).findings)
    assert '"relatedLocations"' in text
    assert faults(text) == []


def test_the_schema_refuses_what_is_no_log() -> None:
    assert faults('{"version": "2.1.0", "runs": [{}]}')
