"""What a check is: a generator over the catalog that yields places and messages; its docstring is its documentation."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getdoc
from typing import TypeAlias

from catalog.catalog import Catalog
from catalog.diagnostics import Diagnostic, Location, Severity

Problem: TypeAlias = tuple[Location, str] | tuple[Location, str, str]
"""Where something is wrong, and what, with the remedy; and the path of the other record where two do not fit."""

Rule: TypeAlias = Callable[[Catalog], Iterator[Problem]]


@dataclass(frozen=True, slots=True)
class Check:
    """A rule with its severity; the rule's name is the code of its findings."""

    rule: Rule
    severity: Severity = Severity.ERROR

    @property
    def code(self) -> str:
        """Return the code: the rule's name with hyphens."""
        return self.rule.__name__.replace("_", "-")

    @property
    def documentation(self) -> str:
        """Return the rule in one line, and below it why it is and how to mend what breaks it."""
        return getdoc(self.rule) or ""

    def run(self, catalog: Catalog) -> Iterator[Diagnostic]:
        """Yield a finding for every problem."""
        for location, message, *others in self.rule(catalog):
            yield Diagnostic(location, self.severity, message, self.code, tuple(others))
