"""`explain`: what a finding's code means and how to mend it."""

from collections.abc import Mapping
from inspect import cleandoc
from typing import Final

from catalog.checks import CHECKS
from catalog.diagnostics import Severity
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


def explanations() -> Mapping[str, str]:
    """Return the documentation of every code that a finding can have, by code."""
    found = {code: (Severity.ERROR, text) for code, text in (REFUSALS | _OF_OUTPUTS | outcome.DOCUMENTATION).items()}
    found |= {code: (Severity.WARNING, text) for code, text in outcome.WARNINGS.items()}
    found |= {
        f"link-{state}": (severity, findings.DOCUMENTATION[f"link-{state}"])
        for state, severity in findings.SEVERITIES.items()
    }
    found["link-archived"] = (Severity.NOTE, findings.DOCUMENTATION["link-archived"])
    found |= {code: (Severity.WARNING, text) for code, text in news.DOCUMENTATION.items()}
    found["other-value"] = (Severity.NOTE, news.DOCUMENTATION["other-value"])
    found["long-page"] = (Severity.WARNING, _OF_OUTPUTS["long-page"])
    found |= {check.code: (check.severity, check.documentation) for check in CHECKS}
    return {
        code: f"{code} ({severity.label})\n\n{cleandoc(text)}\n" for code, (severity, text) in sorted(found.items())
    }
