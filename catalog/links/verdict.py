"""What became of an address: one of a closed set of states, with the reason in words."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """What became of an address."""

    OK = "ok"
    """It opens."""
    REDIRECTED = "redirected"
    """It has moved for good, and opens at its new place."""
    BLOCKED = "blocked"
    """The host turns robots away; a person may well get in."""
    TRANSIENT = "transient"
    """It did not open this time; another time will tell."""
    BROKEN = "broken"
    """It does not open."""
    INVALID = "invalid"
    """It is no address that may be asked."""
    SKIPPED = "skipped"
    """The list's own policy says not to ask it."""


ARCHIVED: Final = "opens, but is archived: nobody works on it any more"
"""What is said of a repository that opens and is read-only."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of an address: the state, why, the last status, and where it led if that is elsewhere."""

    state: State
    reason: str
    status: int | None = None
    final_url: str | None = None
    retry_after: float | None = None
    """Seconds after which the host wants to be asked again, or is worth it; None where asking again is no use."""
