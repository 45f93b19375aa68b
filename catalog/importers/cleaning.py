r"""What sources write, as records have it: titles without markup, names of people, pages, years, addresses.

A title comes with HTML, MathML, LaTeX, entities twice escaped, line breaks and a final period; it ends as one line of
text in Unicode. Nothing here raises: what cannot be read is nothing.
"""

import html
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from catalog.latex import from_latex
from catalog.model import FIRST_YEAR, LAST_YEAR
from catalog.names import Person, UnclearNameError, parse
from catalog.text import INVISIBLE
from catalog.urls import fault_of

_LONGEST: Final = 5000
"""Characters of a text that are looked at; no title or name is longer."""

_PLAIN: Final = re.compile(r"[!#%'()*+,./0-9:;=?@A-Z_a-z|-]{1,200}(?: [!#%'()*+,./0-9:;=?@A-Z_a-z|-]{1,200}){0,40}")
"""A text without anything that means something to anybody."""

_LINE: Final = re.compile("[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+")
_NEVER: Final = re.compile("[\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]")
_ELEMENTS: Final = (
    "a|abbr|b|bold|br|em|font|i|inf|inline-formula|italic|li|monospace|named-content|ol|p|roman|sans-serif|sc|scp|small"
    "|span|strike|strong|styled-content|sub|sup|tex-math|title|tt|u|ul|underline"
)
_MATHML: Final = (
    "math|maction|menclose|merror|mfenced|mfrac|mglyph|mi|mlabeledtr|mmultiscripts|mn|mo|mover|mpadded|mphantom|mroot"
    "|mrow|ms|mspace|msqrt|mstyle|msub|msubsup|msup|mtable|mtd|mtext|mtr|munder|munderover|semantics|alternatives"
)
_DROPPED: Final = re.compile(
    r"<!--.{0,1000}?-->|<((?:\w{1,8}:)?(?:annotation|annotation-xml|tex-math|alttext))\b[^<>]{0,500}>.{0,2000}?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_SCRIPT: Final = re.compile(r"<(sub|sup|inf)\b[^<>]{0,200}>([^<>]{1,40})</\1\s*>", re.IGNORECASE)
_MATH_SCRIPT: Final = re.compile(
    r"<(?:mml:)?(msub|msup)\b[^<>]{0,200}>\s*<(?:mml:)?(\w{2,6})\b[^<>]{0,200}>([^<>]{0,80})</(?:mml:)?\2\s*>"
    r"\s*<(?:mml:)?(\w{2,6})\b[^<>]{0,200}>([^<>]{0,80})</(?:mml:)?\4\s*>\s*</(?:mml:)?\1\s*>",
    re.IGNORECASE,
)
_TAG: Final = re.compile(
    rf"</?(?:(?:jats|xhtml):)?(?:{_ELEMENTS})(?:\s[^<>]{{0,500}})?/?>|</?(?:\w{{1,8}}:)?(?:{_MATHML})(?:\s[^<>]{{0,500}})?/?>",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(r"<(?:br|p|li|title)\b[^<>]{0,500}>", re.IGNORECASE)
_SCRIPTS: Final = {
    "sub": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
    "sup": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
}
_SCRIPT_SIGNS: Final = {"sub": frozenset("0123456789+-=()"), "sup": frozenset("0123456789+-=()n")}
_HAS_LATEX: Final = re.compile(r"``|\\[A-Za-z'\"`^~=.{}$%&#_-]|[{}]|\$[^\s$][^$]{0,200}\$")
_MATHS: Final = re.compile(r"(?<!\\)\$(?!\s)([^$]{1,200}?)(?<!\s)\$(?!\d)")
_LATEX_SCRIPT: Final = re.compile(r"([_^])(?:\{([0-9+=()n-]{1,6})\}|([0-9n]))")
_LONE: Final = re.compile(r"(?<!\\)([%#&$])")
_MARKS: Final = {
    "'": "\u0301", "`": "\u0300", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307",
    "c": "\u0327", "v": "\u030c", "u": "\u0306", "H": "\u030b", "k": "\u0328", "r": "\u030a", "d": "\u0323",
    "b": "\u0331",
}  # fmt: skip
_ACCENT: Final = re.compile(
    r"""\\(['`^"~=.])\s*(?:\{\\?([A-Za-z])\}|\\([A-Za-z])(?![A-Za-z])\s*|([A-Za-z])(?![A-Za-z]))"""
    r"""|\\(['`^"~=.])([A-Za-z])|\\([cvuHkrdb])\{([A-Za-z])\}"""
)
_NEEDS_READER: Final = re.compile(r"[\\~$]|--|``|''")
_OUTER_QUOTES: Final = re.compile(r"^(?:“([^“”]+)”|\"([^\"]+)\")$")

_PAGE: Final = r"[A-Za-z]{0,3}[0-9]+(?:[:.][0-9]+)*"
_PAGES: Final = re.compile(rf"({_PAGE})(?:-+({_PAGE}))?")
_DASHES: Final = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"))
_PAGES_WORD: Final = re.compile(
    r"(?i)^(?:pages?|pp?|art(?:icle)?(?:\.|\s)*(?:no\.?|id)?)\s*[.:]?\s*(?=[A-Za-z]{0,3}\d)"
)
_YEAR: Final = re.compile(r"(?<!\d)(1[6-9]\d\d|20\d\d|2100)(?!\d)")

_SUFFIX: Final = re.compile(r"(?i)(?:jr|sr)\.?|ii|iii|iv")
_COLLECTIVE: Final = re.compile(
    r"(?i)\b(?:collaborations?|consortium|team|working group|group|project|initiative|community|committee|society"
    r"|association|organi[sz]ation|institute|foundation|network|laborator(?:y|ies)|authors|contributors)\b"
)
_DISAMBIGUATION: Final = re.compile(r"\s+\d{4}$")
_IN_NAME: Final = re.compile(r"\([^()]*\)|[*†‡§¶¹²³⁰-⁹]|\S+@\S+")


def clean_text(text: str, *, latex: bool = True) -> str:
    """Return a text on one line, without markup.

    >>> clean_text("<i>k</i>-NN of H<sub>2</sub>O &amp;amp; $O(n^2)$")
    'k-NN of H₂O & O(n²)'
    """
    if _PLAIN.fullmatch(text) is not None:
        return text
    text = _NEVER.sub("", text[:_LONGEST])
    if "<" in text or "&" in text:
        text = _without_markup(text)
    if latex and _HAS_LATEX.search(text) is not None:
        text = _without_latex(text)
    text = INVISIBLE.sub("", unicodedata.normalize("NFC", text))
    return _LINE.sub(" ", text).strip()


def clean_title(text: str, *, latex: bool = True) -> str:
    """Return a title as records have it: one line of text, no quotes around it, no final period."""
    title = clean_text(text, latex=latex)
    quotes = _OUTER_QUOTES.match(title)
    if quotes is not None:
        title = (quotes[1] or quotes[2]).strip()
    if title.endswith(".") and not title.endswith(".."):
        title = title[:-1].rstrip()
    return title


def with_subtitle(title: str, subtitle: str) -> str:
    """Return title and subtitle, both clean, in one; a subtitle that the title has already is not repeated."""
    if not subtitle or title.casefold().endswith(subtitle.casefold()):
        return title
    return f"{title} {subtitle}" if title.endswith((":", "?", "!", "-", "\N{EN DASH}")) else f"{title}: {subtitle}"


def _without_markup(text: str) -> str:
    for _ in range(2):  # what was escaped twice is markup after the first time
        text = _DROPPED.sub("", text)
        text = _MATH_SCRIPT.sub(lambda found: found[3].strip() + _script(found[1][1:], found[5].strip()), text)
        text = _SCRIPT.sub(lambda found: _script(found[1], found[2]), text)
        text = _TAG.sub("", _BREAK.sub(" ", text))
        text = html.unescape(text)
    return _TAG.sub("", text)


def _script(kind: str, text: str) -> str:
    """Return what stands lower or higher with the signs that Unicode has for it, or as it is."""
    kind = "sup" if kind.lower() == "sup" else "sub"
    return text.translate(_SCRIPTS[kind]) if _SCRIPT_SIGNS[kind].issuperset(text) else text


def _without_latex(text: str) -> str:
    """Return what LaTeX prints; signs that mean something to LaTeX and stand alone are meant as themselves."""

    def formula(found: re.Match[str]) -> str:
        return _LATEX_SCRIPT.sub(
            lambda script: _script("sup" if script[1] == "^" else "sub", script[2] or script[3]), found[1]
        )

    try:
        parts: list[str] = []
        last = 0
        for found in _MATHS.finditer(text):
            parts += (_printed(text[last : found.start()]), from_latex(f"${formula(found)}$"))
            last = found.end()
        return "".join((*parts, _printed(text[last:])))
    except Exception:  # noqa: BLE001  # a reader of LaTeX meets whatever people write; what it cannot read stays
        return re.sub(r"[{}$]", "", text)


def _printed(text: str) -> str:
    """Return what a text outside of formulas prints; only braces and accents, as most have, need no reader of LaTeX."""
    if _HAS_LATEX.search(text) is None:
        return text
    accented = _ACCENT.sub(_letter, text)
    if _NEEDS_READER.search(accented) is None:
        return accented.replace("{", "").replace("}", "")
    return from_latex(_LONE.sub(r"\\\1", text))


def _letter(found: re.Match[str]) -> str:
    mark, letter = (each for each in found.groups() if each is not None)
    return unicodedata.normalize("NFC", f"{letter}{_MARKS[mark]}")


@lru_cache(maxsize=65536)
def person(text: str, *, latex: bool = True) -> Person | None:
    """Return a person or collective whose name is written in one piece, or None where there is no name."""
    name = _name(text, latex=latex)
    if not name:
        return None
    family, comma, rest = name.partition(",")
    words = name.split()
    if comma and _SUFFIX.fullmatch(rest.strip()) is not None:
        return from_parts(*_split(family), suffix=rest.strip())
    if not comma and len(words) > 2 and _SUFFIX.fullmatch(words[-1]) is not None:  # noqa: PLR2004  # given, family, suffix
        return from_parts(*_split(" ".join(words[:-1])), suffix=words[-1])
    if _COLLECTIVE.search(name) is not None:
        return Person(name, literal=True)
    try:
        return parse(name)
    except UnclearNameError:
        return Person(name.strip(", "), literal=True) if name.strip(", ") else None


def _split(name: str) -> tuple[str, str]:
    """Return the given name and the surname with its particle, of a name without suffix."""
    try:
        found = parse(name)
    except UnclearNameError:
        return "", name.strip()
    return found.given, found.surname


def from_parts(given: str, family: str, *, suffix: str = "", particle: str = "") -> Person | None:
    """Return a person whose name a source gives in parts; one without a given name is known by the other alone."""
    given, family, particle = (_name(part).replace(",", " ").strip() for part in (given, family, particle))
    suffix = _name(suffix).replace(",", " ").strip()
    suffix = suffix if _SUFFIX.fullmatch(suffix) is not None else ""
    family = " ".join(f"{particle} {family}".split())
    given = " ".join(given.split())
    if not (given and family):
        alone = given or family
        return Person(alone, literal=True) if alone else None
    try:
        return parse(", ".join(part for part in (family, suffix, given) if part))
    except UnclearNameError:
        return Person(f"{given} {family}", literal=True)


def collective(name: str) -> Person | None:
    """Return a group of people, by its name."""
    cleaned = _name(name)
    return Person(cleaned, literal=True) if cleaned else None


def _name(text: str, *, latex: bool = True) -> str:
    name = _IN_NAME.sub(" ", clean_text(text, latex=latex))
    return " ".join(_DISAMBIGUATION.sub("", name).split()).strip(" ;")


def people(found: Iterable[Person | None]) -> tuple[Person, ...]:
    """Return those who have a name."""
    return tuple(each for each in found if each is not None)


def clean_pages(text: str) -> str | None:
    """Return pages as `first-last`, the last one in full, or an article's number; None if they are none of these.

    >>> clean_pages("pp. 1735\N{EN DASH}42")
    '1735-1742'
    """
    plain = _PAGES_WORD.sub("", "".join(clean_text(text, latex=False).translate(_DASHES).split()))
    found = _PAGES.fullmatch(plain)
    if found is None:
        return None
    first, last = found[1], found[2]
    if last is None or last == first:
        return first
    if first.isdecimal() and last.isdecimal() and len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return f"{first}-{last}"


def clean_year(value: object) -> int | None:
    """Return the year that a number or a date names, or None."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    found = _YEAR.search(str(value)[:100])
    year = int(found[1]) if found is not None else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else None


def clean_url(text: str) -> str | None:
    """Return an address that a record may have, or None."""
    url = text.strip()
    return url if fault_of(url) is None else None


def short(text: str) -> str | None:
    """Return a volume, issue or publisher as a record has it, or None."""
    cleaned = clean_text(text)
    return cleaned if cleaned and len(cleaned) <= 200 else None  # noqa: PLR2004  # no publisher is called so
