"""Every code that a finding can have is explained, with its severity."""

import pytest

from catalog.checks import CHECKS
from catalog.checks.rule import Check
from catalog.commands.explain import explanations
from catalog.diagnostics import Severity
from catalog.importers import news, outcome
from catalog.links.findings import DOCUMENTATION
from catalog.records.refusals import REFUSALS


def severity(code: str) -> str:
    return explanations()[code].partition(" (")[2].partition(")")[0]


def test_checks_refusals_and_outputs_are_explained_in_the_order_of_their_codes() -> None:
    of_outputs = {"long-page", "template", "toml-syntax"}
    of_sources = {*outcome.DOCUMENTATION, *outcome.WARNINGS, *news.DOCUMENTATION}
    of_checks = {check.code for check in CHECKS}
    assert list(explanations()) == sorted({*REFUSALS, *of_checks, *DOCUMENTATION, *of_outputs, *of_sources})


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_is_explained_with_its_own_severity(check: Check) -> None:
    assert severity(check.code) == check.severity.label


@pytest.mark.parametrize("code", [*REFUSALS, "template", "toml-syntax"])
def test_what_cannot_be_read_is_an_error(code: str) -> None:
    assert severity(code) == Severity.ERROR.label


def test_a_long_page_is_a_warning() -> None:
    assert severity("long-page") == Severity.WARNING.label


@pytest.mark.parametrize("code", explanations())
def test_an_explanation_is_code_rule_and_remedy_without_indentation(code: str) -> None:
    head, blank, *body = explanations()[code].splitlines()
    assert head.startswith(f"{code} (")
    assert blank == ""
    assert body[0].endswith(".")
    assert not any(line.startswith(" ") for line in body if line)
    assert explanations()[code].endswith("\n")
