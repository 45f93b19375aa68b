"""The text of an entry: cut into parts, tidied, and made the title that a record has."""

import re
import unicodedata
from typing import Final

from catalog.text import INVISIBLE

SEPARATOR: Final = "\ue000"
"""Stands where something was that is understood; no text of a list has it, see `RESERVED`."""

RESERVED: Final = re.compile("[\ue000-\ue00f]")
EMOJI: Final = re.compile(
    "(?:[\u2190-\u21ff\u23e9-\u23fa\u25a0-\u25ff\u2600\u2605\u2606\u2611\u2705\u2714\u2728\u274c\u2757\u2763\u2764\u2795\u27a1\u2b05-\u2b55"
    "\U0001f195\U0001f31f\U0001f380-\U0001f393\U0001f396-\U0001f3c6\U0001f440\U0001f446-\U0001f44f\U0001f451\U0001f48e\U0001f4a1\U0001f4a5"
    "\U0001f4af\U0001f4bb\U0001f4c1-\U0001f4dd\U0001f4e2-\U0001f4f0\U0001f517\U0001f525\U0001f527\U0001f528\U0001f534-\U0001f53d"
    "\U0001f64c\U0001f680\U0001f6a9\U0001f7e0-\U0001f7eb\U0001f917\U0001f947-\U0001f949\U0001f9e0]|[0-9#*]\ufe0f?\u20e3)"
    "[\ufe0f\u200d\U0001f3fb-\U0001f3ff]*|:[a-z][a-z0-9_+-]{1,30}:"
)
"""Signs that mark entries: stars, flames, papers, medals; others may be part of a title."""

_EDGES: Final = " \t\n.,;:|/-\N{EN DASH}\N{EM DASH}\N{BULLET}\N{MIDDLE DOT}\ue000"
_PARTS: Final = re.compile(
    r"(?<=[.,;:!?])(?<!\b[A-Z]\.)\s+|\s+[-|\N{EN DASH}\N{EM DASH}\N{MIDDLE DOT}]+\s+|\s*\n\s*|\s*\ue000\s*"
)
_MARKS: Final = re.compile(r"^\*{2,}\s+|\s+\*{2,}$")
"""Marks of bold type that have a space inside, where Markdown takes them for themselves and nobody means that."""

_SHORT_NAME: Final = 2


def parted(text: str) -> list[str]:
    """Return a text in parts that end where a sentence, a clause or a line does; joined, they are the text."""
    parts: list[str] = []
    at = 0
    for found in _PARTS.finditer(text):
        parts.append(text[at : found.end()])
        at = found.end()
    parts.append(text[at:])
    return [part for part in parts if part.strip()]


def tidy(text: str) -> str:
    """Return a text without pictograms and without punctuation around it; brackets that close in it stay."""
    text = EMOJI.sub(" ", text) if not text.isascii() or ":" in text else text
    text = " ".join(text.replace(SEPARATOR, " ").split(" ")).strip(_EDGES)
    while text[:1] in {")", "]", "}"}:
        text = text[1:].strip(_EDGES)
    while text[-1:] in {"(", "[", "{"}:
        text = text[:-1].strip(_EDGES)
    return text


def is_title_case(text: str) -> bool:
    """Tell whether most words of weight at the beginning of a text are written as titles are."""
    words: list[str] = re.findall(r"[^\W\d_]{4,}", text[:200])
    return len(words) > _SHORT_NAME and sum(word[0].isupper() for word in words) * 2 > len(words)


def as_title(text: str) -> str:
    """Return a title as records have it; a final period goes, be it that of an abbreviation."""
    text = _edge_emoji(" ".join(text.replace(SEPARATOR, " ").split()))
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text)).strip()
    for opened, closed in (("\N{LEFT DOUBLE QUOTATION MARK}", "\N{RIGHT DOUBLE QUOTATION MARK}"), ('"', '"')):
        if len(text) > 2 and text[0] == opened and text[-1] == closed and closed not in text[1:-1]:  # noqa: PLR2004  # both quotation marks
            text = text[1:-1]
    text = _MARKS.sub("", text).strip(" \t,;|\N{EN DASH}\N{EM DASH}\N{BULLET}").strip()
    if text.endswith((":", ".")) and not text.endswith(".."):
        text = text[:-1].rstrip()
    return text


def _edge_emoji(text: str) -> str:
    if text.isascii() and ":" not in text:
        return text
    while (found := EMOJI.match(text)) is not None:
        text = text[found.end() :].lstrip()
    for found in reversed(list(EMOJI.finditer(text))):
        if found.end() != len(text.rstrip()):
            break
        text = text[: found.start()].rstrip()
    return text
