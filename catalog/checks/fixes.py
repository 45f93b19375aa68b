"""What can be mended without a person's thought: for the code of a finding, what is to stand where it was found.

Only what has one right answer is here. What changes the meaning of a record, or might, is left to people: a venue that
is nearly another, a title in capitals, one record too many.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple, TypeAlias

from catalog.catalog import Catalog
from catalog.checks.urls import TRACKING
from catalog.faults import Loc
from catalog.identifiers import arxiv_in_url, doi_in_url, is_arxiv_id, is_doi
from catalog.model import PAGES, EntryType, Presentation, VenueKind
from catalog.text import INVISIBLE
from catalog.urls import fault_of


class Spot(NamedTuple):
    """The text at the place of a finding, the way to it, and the catalog that it is in."""

    catalog: Catalog
    loc: Loc
    text: str


Fix: TypeAlias = Callable[[Spot], str | None]
"""Returns what is to stand at a spot, or None where that is for a person to say."""


def _period(spot: Spot) -> str:
    return spot.text.removesuffix(".").rstrip()


def _spacing(spot: Spot) -> str:
    return " ".join(spot.text.split())


def _visible(spot: Spot) -> str:
    return INVISIBLE.sub("", spot.text)


_MARKS: Final = re.compile(r"\s*[*†‡§¶¹²³⁰-⁹]")


def _unmarked(spot: Spot) -> str | None:
    return None if "@" in spot.text else _MARKS.sub("", spot.text).strip()


def _https(spot: Spot) -> str:
    return f"https://{spot.text.removeprefix('http://')}"


def _without_fragment(spot: Spot) -> str:
    return spot.text.partition("#")[0]


def _untracked(spot: Spot) -> str:
    """Return an address without its tracking parameters, each with the sign before it, or after the first."""
    text = spot.text
    while (found := TRACKING.search(text)) is not None:
        end = re.compile(r"[&;#]|$").search(text, found.end())
        rest = text[end.start() :] if end is not None else ""
        sign = found[0][0]
        keeps_sign = sign in "?#" and rest[:1] in set("&;")
        text = text[: found.start()] + (sign + rest[1:] if keeps_sign else rest)
    return text


def _address(spot: Spot) -> str | None:
    text = spot.text.strip()
    scheme, colon, rest = text.partition("://")
    text = f"{scheme.lower()}{colon}{rest}"
    return text if fault_of(text) is None else None


def _full_pages(spot: Spot) -> str | None:
    """Return `1735-1742` for `1735-42`, as abbreviated ranges are read."""
    first, _, last = spot.text.partition("-")
    if not (first.isdecimal() and last.isdecimal() and len(last) < len(first)):
        return None
    full = first[: -len(last)] + last
    return f"{first}-{full}" if int(full) >= int(first) else None


def _arxiv(text: str) -> str | None:
    bare = re.sub(r"(?i)^arxiv:\s*|v[0-9]+$", "", text.strip())
    return bare if is_arxiv_id(bare) else arxiv_in_url(text.strip())


def _doi(text: str) -> str | None:
    bare = re.sub(r"(?i)^doi:\s*", "", text.strip()).rstrip(".,;:")
    return bare if is_doi(bare) else doi_in_url(text.strip())


def _pages(text: str) -> str | None:
    found = re.sub(r"(?i)^pp?\.\s*", "", text.strip())
    found = re.sub(r"\s*(?:[\u2010-\u2015\u2212]|-{1,3})\s*", "-", found)
    return found if PAGES.fullmatch(found) else None


def _flag(text: str) -> str | None:
    return {"yes": "true", "no": "false"}.get(text.lower(), text.lower() if text.lower() in {"true", "false"} else None)


def _day(text: str) -> str | None:
    found = re.fullmatch(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", text.strip())
    return None if found is None else f"{found[1]}-{found[2]:0>2}-{found[3]:0>2}"


def _one_of(words: Iterable[str]) -> Callable[[str], str | None]:
    known = frozenset(words)
    return lambda text: text.strip().lower() if text.strip().lower() in known else None


_FORMS: Final[Mapping[str, Callable[[str], str | None]]] = {
    "added": _day,
    "arxiv": _arxiv,
    "doi": _doi,
    "entry_type": _one_of(EntryType),
    "official": _flag,
    "pages": _pages,
    "presentation": _one_of(Presentation),
}
"""What a value of another form means, by its field."""

TYPED: Final = frozenset({"added", "official"})
"""Fields of which a value needs no quotes: dates and truth values."""

_KINDS: Final = _one_of(VenueKind)


def _formed(spot: Spot) -> str | None:
    field = spot.loc[-1] if spot.loc else None
    form = _KINDS if field == "kind" and len(spot.loc) == 2 else _FORMS.get(str(field))  # noqa: PLR2004  # a venue's
    return None if form is None else form(spot.text)


def _known(vocabulary: str) -> Fix:
    """Return the fix of a key that differs from one of a vocabulary in case only."""

    def fix(spot: Spot) -> str | None:
        wanted = spot.text.casefold()
        return next((key for key in getattr(spot.catalog, vocabulary) if key.casefold() == wanted), None)

    return fix


FIXES: Final[Mapping[str, Fix]] = {
    "author-address": _unmarked,
    "final-period": _period,
    "invalid-value": _formed,
    "invisible-character": _visible,
    "known-https": _https,
    "malformed-url": _address,
    "reversed-pages": _full_pages,
    "text-fragment": _without_fragment,
    "title-spacing": _spacing,
    "tracking-parameter": _untracked,
    "unknown-family": _known("families"),
    "unknown-library": _known("libraries"),
    "unknown-topic": _known("topics"),
    "unknown-venue": _known("venues"),
}
"""What is to stand where a finding is, by its code."""

REMOVED: Final = frozenset({"named-twice"})
"""Codes of findings about an item that goes."""
