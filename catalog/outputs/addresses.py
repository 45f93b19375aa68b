"""Where the pages of the site stand: an address begins at the site's root, is percent-encoded, and ends in a slash.

Those of files end in their names.
"""

from functools import lru_cache
from typing import Final
from urllib import parse

HOME: Final = ""
FAMILIES: Final = "families/"
VENUES: Final = "venues/"
YEARS: Final = "years/"
TOPICS: Final = "topics/"
LIBRARIES: Final = "libraries/"
AUTHORS: Final = "authors/"
BROWSE: Final = "browse/"
PAPERS_JSON: Final = "browse/papers.json"
EXPORT: Final = "export/"
STATISTICS: Final = "statistics/"
FEED: Final = "feed.xml"
SOCIAL_CARD: Final = "assets/social-card.png"


quote: Final = lru_cache(maxsize=65_536)(parse.quote)
"""Percent-encodes a key; each stands in many links."""


def paper(key: str) -> str:
    """Return the address of a paper's page."""
    return f"papers/{quote(key)}/"


def family(key: str) -> str:
    """Return the address of the page of a family, or of a group of families."""
    return f"{FAMILIES}{quote(key)}/"


def venue(key: str) -> str:
    """Return the address of a venue's page."""
    return f"{VENUES}{quote(key)}/"


def year(number: int) -> str:
    """Return the address of a year's page."""
    return f"{YEARS}{number}/"


def topic(key: str) -> str:
    """Return the address of a topic's page."""
    return f"{TOPICS}{quote(key)}/"


def library(key: str) -> str:
    """Return the address of a library's page."""
    return f"{LIBRARIES}{quote(key)}/"


def author(slug: str) -> str:
    """Return the address of the page of a person; the letters of a slug need not be ASCII."""
    return f"{AUTHORS}{quote(slug)}/"


def to_root(address: str) -> str:
    """Return the way from a page up to the site's root, to put before an address: `../../` from `papers/<id>/`."""
    return "../" * address.count("/")
