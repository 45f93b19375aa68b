"""What is known of single hosts: how they answer robots, and what it means; a row a host."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quirk:
    """A host that does not answer as others do; `note` says how, for people."""

    host: str
    note: str
    honest_head: bool = False
    """Whether HEAD says of a page what GET would."""


_ROWS: Final = (
    Quirk("arxiv.org", "answers HEAD as it does GET; asks robots to keep seconds between requests", honest_head=True),
    Quirk("doi.org", "only redirects; publishers behind it bar robots, so its own API is asked", honest_head=True),
    Quirk("github.com", "answers HEAD as it does GET; 429 for many requests from one place", honest_head=True),
    Quirk("openaccess.thecvf.com", "answers HEAD as it does GET; slow under load", honest_head=True),
    Quirk("proceedings.mlr.press", "static files; answers HEAD as it does GET", honest_head=True),
    Quirk("papers.nips.cc", "redirects to proceedings.neurips.cc, not for good", honest_head=True),
    Quirk("proceedings.neurips.cc", "answers HEAD as it does GET", honest_head=True),
    Quirk("dl.acm.org", "answers 403 with a challenge to everything but browsers"),
    Quirk("ieeexplore.ieee.org", "answers 202 or 418 to robots"),
    Quirk("openreview.net", "answers 403 with a challenge to robots"),
    Quirk("www.sciencedirect.com", "answers 403 to robots"),
    Quirk("www.researchgate.net", "answers 403 or 429 to robots"),
    Quirk("link.springer.com", "redirects through a host that sets cookies, then answers"),
    Quirk("www.linkedin.com", "answers 999 to robots"),
)

QUIRKS: Final[Mapping[str, Quirk]] = {quirk.host: quirk for quirk in _ROWS}
"""The quirks by host."""
