"""Every code that a finding can have: its rule, how to mend what breaks it, and an example."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import cleandoc
from textwrap import indent
from types import MappingProxyType
from typing import Final

from catalog.checks import CHECKS
from catalog.checks.fixes import FIXES, REMOVED
from catalog.diagnostics import Severity
from catalog.examples import EXAMPLES, Example
from catalog.importers import news, outcome
from catalog.links import findings
from catalog.records.refusals import REFUSALS

_OF_OUTPUTS: Final = {
    "long-page": """A page of the list is short enough for GitHub to show it whole.

    GitHub cuts a README at 512,000 bytes. With `split = true` under `[readme]` in catalog.toml each year becomes a
    page of its own in lists/.""",
    "template": """Every template is well-formed and names only what it is given.

    The message says which name is unknown or what the parser met; the shipped templates show what there is.""",
    "toml-syntax": """catalog.toml is well-formed TOML.

    Mostly a missing quote or bracket, at the place shown or just before it.""",
}


@dataclass(frozen=True, slots=True)
class Code:
    """What is known of the findings that have a code."""

    name: str
    severity: Severity
    rule: str
    remedy: str
    is_fixed: bool
    """Whether `check --fix` mends them, where they have one right answer."""

    @property
    def example(self) -> Example:
        """Return lines that break the rule, and lines that keep it."""
        return EXAMPLES[self.name]

    @property
    def text(self) -> str:
        """Return all of it as `explain` shows it."""
        heading = f"{self.name} ({self.severity.label})"
        fixed = ("`catalog check --fix` mends it where there is one right answer.",) if self.is_fixed else ()
        path = f" ({self.example.path})" if self.example.path else ""
        example = (
            f"before{path}:\n{indent(self.example.before, '  ')}",
            f"after:\n{indent(self.example.after, '  ')}",
        )
        return "\n\n".join((heading, self.rule, self.remedy, *fixed, *example)) + "\n"


@cache
def codes() -> Mapping[str, Code]:
    """Return every code by its name."""
    return MappingProxyType({code.name: code for code in sorted(_codes(), key=lambda code: code.name)})


def _codes() -> Iterator[Code]:
    for name, text in (REFUSALS | _OF_OUTPUTS | outcome.DOCUMENTATION).items():
        yield _code(name, Severity.WARNING if name == "long-page" else Severity.ERROR, text)
    for name, text in (outcome.WARNINGS | news.DOCUMENTATION).items():
        yield _code(name, Severity.NOTE if name == "other-value" else Severity.WARNING, text)
    for name, text in findings.DOCUMENTATION.items():
        states = {f"link-{state}": severity for state, severity in findings.SEVERITIES.items()}
        yield _code(name, states.get(name, Severity.NOTE), text)
    for check in CHECKS:
        yield _code(check.code, check.severity, check.documentation)


def _code(name: str, severity: Severity, text: str) -> Code:
    rule, _, remedy = cleandoc(text).partition("\n\n")
    return Code(name, severity, rule, remedy, name in FIXES or name in REMOVED)
