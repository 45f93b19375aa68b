"""The id of a new record, in the style of the list: family name, year, and a word of the title that carries weight."""

import re
from collections.abc import Collection, Iterator
from itertools import count
from typing import Final

from catalog.identifiers import is_record_id
from catalog.importers.draft import Draft
from catalog.text import fold

_LIGHT: Final = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "by",
        "can",
        "do",
        "does",
        "for",
        "from",
        "how",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "no",
        "not",
        "of",
        "on",
        "or",
        "our",
        "over",
        "so",
        "than",
        "that",
        "the",
        "their",
        "this",
        "to",
        "toward",
        "towards",
        "under",
        "up",
        "upon",
        "via",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "why",
        "with",
        "without",
        "you",
        "your",
    ]
)
"""Words that carry no weight at the beginning of a title."""

_LONGEST_PART: Final = 40
_NOT_ASCII: Final = re.compile(r"[^a-z0-9]+")
_DIGITS: Final = re.compile(r"[0-9]+")


def new_id(draft: Draft, taken: Collection[str]) -> str:
    """Return an id that is not among `taken`, which are in lower case; the draft has its year.

    The source's own id is kept where it has the form of one. Where the first word of weight is taken, the next one
    follows, and after the last a number.
    """
    if draft.id is not None and is_record_id(draft.id) and draft.id not in taken:
        return draft.id
    return next(found for found in _candidates(draft) if found not in taken)


def _candidates(draft: Draft) -> Iterator[str]:
    words = _words(draft.title)
    if draft.authors:
        name = _ascii(draft.authors[0].family)
    else:
        name, words = next(iter(words), ""), words[1:] or words
    stem = f"{_without_year(name) or 'anonymous'}{draft.year or 0:04d}"
    weighty = [word for word in words if not word[0].isdigit()] or words or ["paper"]
    for word in weighty:
        yield f"{stem}{word}"
    for number in count(2):
        yield f"{stem}{weighty[0]}-{number}"


def _words(title: str) -> list[str]:
    words = [_ascii(word) for word in fold(title).split()]
    known = [word for word in words if word]
    return [word for word in known if word not in _LIGHT] or known


def _ascii(text: str) -> str:
    """Return the letters and digits of a text that ASCII has; another script has none."""
    plain = text.lower() if text.isascii() and text.isalnum() else _NOT_ASCII.sub("", fold(text))
    return plain[:_LONGEST_PART]


def _without_year(name: str) -> str:
    """Return a name that begins with a letter and does not look like a year is in it."""
    return _DIGITS.sub("", name)
