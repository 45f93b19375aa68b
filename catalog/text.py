"""Words and letters: folding for comparison, slugs for addresses, one-line form for terminals, the nearest word.

Escaping for a format lives with the output of that format.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher, get_close_matches
from typing import Final

# Letters that Unicode does not decompose into a base letter and a mark, as catalogues transliterate them.
_LETTERS: Final = str.maketrans(
    {
        "ß": "ss",
        "ẞ": "SS",
        "æ": "ae",
        "Æ": "AE",
        "œ": "oe",
        "Œ": "OE",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "Ð": "D",
        "þ": "th",
        "Þ": "Th",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ħ": "h",
        "Ħ": "H",
    },
)

_NOT_WORD: Final = re.compile(r"[\W_]+")
# Marks without a class of their own that show nothing: joiners and selectors of variants.
_SELECTOR: Final = re.compile("[\u034f\u180b-\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNSAFE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)

_COMPARED: Final = 400

INVISIBLE: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\U000e0000-\U000e007f]"
)
"""Characters that change how text reads without being seen: zero-width, soft hyphen, and bidi controls (UAX #9)."""


def unaccent(text: str) -> str:
    """Return `text` with its letters reduced to their base: é to e, ø to o, ß to ss."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    # Composed again, for what was decomposed may be a syllable of Hangul.
    return unicodedata.normalize("NFC", "".join(char for char in decomposed if not _is_accent(char)))


def _is_accent(mark: str) -> bool:
    # Sound marks and viramas (7 to 9), and vowels and tones from Telugu to Tibetan (84 to 132), spell another word.
    position = unicodedata.combining(mark)
    return position > 0 and not 7 <= position <= 9 and not 84 <= position <= 132  # noqa: PLR2004  # classes of Unicode


def fold(text: str) -> str:
    """Return what two spellings of the same words have in common: no case, accents, punctuation or doubled space."""
    base = unaccent(text).casefold()
    return _NOT_WORD.sub(" ", base).strip() if base.isascii() else " ".join("".join(_words(base)).split())


def _words(text: str) -> Iterator[str]:
    """Yield the characters of words, and a space for each other; a vowel sign belongs to the letter before it."""
    in_word = False
    for char in text:
        is_sign = unicodedata.category(char)[0] == "M" and _SELECTOR.match(char) is None
        in_word = char.isalnum() or (in_word and is_sign)
        yield char if in_word else " "


def slug(text: str) -> str:
    """Return `text` as one part of an address: folded words joined by hyphens; letters of other scripts stay."""
    return fold(text).replace(" ", "-")


def printable(text: str) -> str:
    """Return `text` on one line with every control, bidi and invisible character written as an escape.

    What records, file names and networks say reaches a terminal through this alone.
    """
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the one of `known` that `word` most likely meant, or None; case and accents weigh nothing."""
    candidates: dict[str, str] = {}
    for name in sorted(known, reverse=True):
        candidates[fold(name)] = name
    # A hostile word of a megabyte must not cost a quadratic comparison.
    wanted = fold(word[:80])
    if wanted in candidates:
        return candidates[wanted]
    close = get_close_matches(wanted, candidates, n=1, cutoff=0.6)
    return candidates[close[0]] if close else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the end of a message that suggests the nearest of `known`, or nothing."""
    name = nearest(word, known)
    return f"; did you mean `{name}`?" if name is not None else ""


def similarity(one: str, other: str) -> float:
    """Return how alike two folded texts are, from 0 to 1; of long ones, their beginnings."""
    # The comparison takes the square of the length.
    return SequenceMatcher(None, one[:_COMPARED], other[:_COMPARED], autojunk=False).ratio()


def quoted(text: str, *, limit: int = 80) -> str:
    """Return `text` between backticks for a message: on one line, at most `limit` characters."""
    shown = printable(text)
    return f"`{shown if len(shown) <= limit else shown[: limit - 1] + '…'}`"
