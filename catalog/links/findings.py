"""What became of addresses, told to people as findings at the records' lines, and to programs as JSON."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from catalog.diagnostics import Diagnostic, Severity
from catalog.faults import spelled
from catalog.links.targets import Target
from catalog.links.verdict import ARCHIVED, State, Verdict
from catalog.text import printable, quoted

SEVERITIES: Final[Mapping[State, Severity]] = {
    State.BROKEN: Severity.ERROR,
    State.INVALID: Severity.ERROR,
    State.TRANSIENT: Severity.WARNING,
    State.REDIRECTED: Severity.WARNING,
    State.BLOCKED: Severity.NOTE,
    State.SKIPPED: Severity.NOTE,
}
"""How much a state weighs; of an address that opens there is nothing to say."""

DOCUMENTATION: Final[Mapping[str, str]] = {
    "link-broken": """Every address opens.

    The host says that there is no such page, there is no such host, its certificate is not valid, a PDF is none, or it
    has not opened in several runs. Look for the page's new address, or for a copy in the Wayback Machine
    (`catalog links --fix` proposes one); take the line out if there is none.""",
    "link-invalid": """Every address may be asked.

    It is not of the form of an address, leads into a private network, or redirects to where either is so. Copy it from
    the browser's bar again.""",
    "link-transient": """Every address opens at once.

    It did not this time, for a reason that may pass: the host was silent, busy or broken. Wait; after as many runs in a
    row as `fail_after` under `[links]` in catalog.toml says, it counts as broken.""",
    "link-redirected": """Every address is the one at which the page lives.

    The page has moved for good. `catalog links --fix` writes the new address; look at it first.""",
    "link-blocked": """Every address can be checked by a program.

    The host turns robots away, and a person may well get in. Open it in a browser now and then; `skip` under `[links]`
    in catalog.toml leaves it out, with the reason.""",
    "link-archived": """The repository behind an address is kept up.

    It opens, but its owner has made it read-only. It may stay; a `note` beside it can name a successor.""",
    "link-skipped": """Every address is checked.

    `skip` under `[links]` in catalog.toml leaves this one out, for the reason shown.""",
}
"""Code → documentation: the first line is the rule, what follows the remedy."""


@dataclass(frozen=True, slots=True)
class Result:
    """A target with what became of it."""

    target: Target
    verdict: Verdict


def diagnostics(results: Iterable[Result]) -> Iterator[Diagnostic]:
    """Yield a finding at each place of every address that does not simply open."""
    for result in results:
        state = result.verdict.state
        if state is State.OK:
            if result.verdict.reason == ARCHIVED:
                message = f"{quoted(result.target.url, limit=120)} {ARCHIVED}"
                for place in result.target.places:
                    yield Diagnostic(place.location, Severity.NOTE, message, "link-archived")
            continue
        message = f"{quoted(result.target.url, limit=120)} is {state}: {result.verdict.reason}"
        for place in result.target.places:
            yield Diagnostic(place.location, SEVERITIES[state], message, f"link-{state}")


def counts(results: Iterable[Result]) -> Mapping[State, int]:
    """Return how many addresses are in each state; they add up to all of them."""
    found = Counter(result.verdict.state for result in results)
    return {state: found[state] for state in State}


def as_json(results: Iterable[Result]) -> str:
    """Return counts and results as JSON in ASCII; equal answers give equal bytes."""
    listed = tuple(results)
    rows = [
        {
            "url": result.target.url,
            "state": result.verdict.state,
            "status": result.verdict.status,
            "final_url": result.verdict.final_url,
            "reason": result.verdict.reason,
            "records": [
                {
                    "path": place.location.path,
                    "line": place.location.line,
                    "column": place.location.column,
                    "field": spelled(place.loc),
                }
                for place in result.target.places
            ],
        }
        for result in listed
    ]
    return json.dumps({"counts": counts(listed), "results": rows}, indent=2) + "\n"


def summary(results: Iterable[Result]) -> str:
    """Return the counts in one line."""
    found = counts(results)
    total = sum(found.values())
    parts = ", ".join(f"{number:,} {state}" for state, number in found.items() if number)
    return f"{total:,} {'address' if total == 1 else 'addresses'}: {parts or 'none'}"


def as_markdown(results: Iterable[Result]) -> str:
    """Return counts and what is broken as Markdown, for the summary of a workflow's run."""
    listed = tuple(results)
    lines = ["## Links", "", "| state | addresses |", "|---|---:|"]
    lines += [f"| {state} | {number:,} |" for state, number in counts(listed).items()]
    for state in (State.BROKEN, State.INVALID, State.TRANSIENT, State.REDIRECTED):
        found = [result for result in listed if result.verdict.state is state]
        if found:
            lines += ["", f"### {state.capitalize()}", ""]
            lines += [
                f"- {_code(place.location)}: {_code(result.target.url)}: {_code(result.verdict.reason)}"
                for result in found
                for place in result.target.places
            ]
    return "\n".join(lines) + "\n"


def _code(text: object) -> str:
    """Return a text as code, in which Markdown means nothing; it is on one line and has no backtick."""
    return f"`` {printable(str(text)).replace('`', chr(39))} ``"
