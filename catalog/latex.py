r"""Text for LaTeX and back: what a title or name says is what LaTeX prints and what a reader of BibTeX files gets.

Every spelling was chosen by trying it on bibtex, biber, pandoc, and pylatexenc, with which bibtexparser decodes:

* Letters with accents are "special characters" of BibTeX, `{\'e}`: its styles sort, abbreviate and change their case.
* `<`, `|`, `^` and the backtick come from the typewriter font, for the usual encoding of LaTeX has other glyphs in
  their places, and of the macros for them pandoc drops `\textbar` and `\textasciigrave`, pylatexenc `\textless` and
  `\textasciicircum`.
* Braces are counted by BibTeX even where a backslash stands before them. A pair is `\{…\}`; one without its partner
  brings an invisible one along.
* `"` and `'` stay: LaTeX has no better spelling of them that all its encodings know. It prints them curved.
* Greek letters and signs of mathematics are mathematics, as pylatexenc spells them; a word in Greek is none.
* All else stays as it is, in UTF-8: other scripts, emoji, and Latin letters such as đ whose macros pandoc drops. LaTeX
  reads UTF-8 since 2018; bibtex passes its bytes on without a warning, and biber knows them.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Final

_ACCENTS: Final = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
"""Combining marks and the commands that set them over or under a letter."""

_SPELLED: Final = {
    "#": r"\#",
    "$": r"\$",
    "%": r"\%",
    "&": r"\&",
    "_": r"\_",
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "`": r"{\ttfamily\string`}",
    "<": r"{\ttfamily<}",
    ">": r"{\ttfamily>}",
    "|": r"{\ttfamily|}",
    "^": r"{\ttfamily\string^}",
    "ß": r"{\ss}",
    "æ": r"{\ae}",
    "Æ": r"{\AE}",
    "œ": r"{\oe}",
    "Œ": r"{\OE}",
    "ø": r"{\o}",
    "Ø": r"{\O}",
    "ł": r"{\l}",
    "Ł": r"{\L}",
    "å": r"{\aa}",
    "Å": r"{\AA}",
    "\N{LATIN SMALL LETTER DOTLESS I}": r"{\i}",
    "\N{LEFT SINGLE QUOTATION MARK}": r"{\textquoteleft}",
    "\N{RIGHT SINGLE QUOTATION MARK}": r"{\textquoteright}",
    "\N{LEFT DOUBLE QUOTATION MARK}": r"{\textquotedblleft}",
    "\N{RIGHT DOUBLE QUOTATION MARK}": r"{\textquotedblright}",
    "\N{EN DASH}": "--",
    "\N{EM DASH}": "---",
    "…": r"{\ldots}",
    "†": r"{\textdagger}",
    "•": r"{\textbullet}",
    "§": r"{\textsection}",
    "¶": r"{\textparagraph}",
    "£": r"{\textsterling}",
    "¥": r"{\textyen}",
    "©": r"{\textcopyright}",
    "®": r"{\textregistered}",
    "°": r"{\textdegree}",
    "\N{MULTIPLICATION SIGN}": r"{\ensuremath{\times}}",
}
"""Characters that have a spelling of their own."""

_SIGNS: Final = frozenset({"\N{MULTIPLICATION SIGN}"})
"""Those of them that are mathematics."""

_JOINED: Final = "-',\N{EN DASH}\N{EM DASH}"
"""Characters of which fonts make another one where several stand together."""

_BASES: Final = {"ø": r"\o", "Ø": r"\O", "æ": r"\ae", "Æ": r"\AE"}
"""Letters besides those of ASCII that Unicode and LaTeX put accents on."""

_LONE: Final = {"{": r"{\{\vphantom{\}}}", "}": r"{\vphantom{\{}\}}"}
"""Braces without a partner; another pair around them, for pandoc takes what stands behind for a further argument."""

_GREEK: Final = "\u0370-\u03ff\u1f00-\u1fff"
_MARKS: Final = "\u0300-\u036f"
_SPECIAL: Final = re.compile(
    rf"-*[\u2013\u2014][-\u2013\u2014]*|--+|''+|,,+"  # ligatures
    rf"|[{_GREEK}]{{2,}}"
    rf"|[A-Za-z][{_MARKS}]+|[^\x00-\x7f][{_MARKS}]*"
    r"|[#$%&_\\~`<>|^{}]"
)
_SAFE: Final = re.compile(r"[A-Za-z0-9 .:;?!()/*+=@\[\]\"]*(?:[-',][A-Za-z0-9 .:;?!()/*+=@\[\]\"]+)*[-',]?")
_SIGN: Final = re.compile(r"\\ensuremath\{\\[A-Za-z]+(?:\{[A-Za-z]\})?\}")
_PLAIN: Final = re.compile(r"[^\\{}$~%`'-]*", re.ASCII)


def to_latex(text: str) -> str:
    r"""Return `text` as LaTeX prints it, with balanced braces; letters with combining marks become single letters.

    >>> to_latex("Gödel & <b>")
    'G{\\"o}del \\& {\\ttfamily<}b{\\ttfamily>}'
    """
    return _spell(text, _spelled)


def to_utf8_latex(text: str) -> str:
    r"""Return `text` for a LaTeX that reads UTF-8: only signs of mathematics and its own characters are spelled.

    >>> to_utf8_latex("Gödel & <b>")
    'Gödel \\& {\\ttfamily<}b{\\ttfamily>}'
    """
    return _spell(text, _spelled_in_utf8)


def _spell(text: str, spelled: Callable[[str], str]) -> str:
    if _SAFE.fullmatch(text) is not None:
        return text
    lone = _lone_braces(text) if "{" in text or "}" in text else frozenset()

    def replaced(found: re.Match[str]) -> str:
        part = found[0]
        if part in _LONE:
            return _LONE[part] if found.start() in lone else f"\\{part}"
        return spelled(part)

    return _SPECIAL.sub(replaced, text)


def _lone_braces(text: str) -> frozenset[int]:
    """Return where braces stand that have no partner."""
    lone: list[int] = []
    opened: list[int] = []
    for index, char in enumerate(text):
        if char == "{":
            opened.append(index)
        elif char == "}" and opened:
            opened.pop()
        elif char == "}":
            lone.append(index)
    return frozenset(lone + opened)


@lru_cache(maxsize=4096)
def _spelled(part: str) -> str:
    known = _SPELLED.get(part)
    if known is not None:
        return known
    if part[0] in _JOINED:
        return "{}".join(_SPELLED.get(char, char) for char in part)
    return _accented(part) or (_as_mathematics(part) if len(part) == 1 else part)


@lru_cache(maxsize=4096)
def _spelled_in_utf8(part: str) -> str:
    if part[0] in _JOINED:
        return "{}".join(part)
    if part.isascii() or part in _SIGNS:
        return _spelled(part)
    return _as_mathematics(part) if len(part) == 1 else part


def _accented(part: str) -> str | None:
    composed = unicodedata.normalize("NFC", part)
    if len(part) == 1 and composed != part:
        return None  # a compatibility character, such as the sign of the kelvin, would come back as another one
    if composed in _SPELLED:
        return _SPELLED[composed]
    decomposed = unicodedata.normalize("NFD", part)
    base, marks = decomposed[0], decomposed[1:]
    if not marks or not all(mark in _ACCENTS for mark in marks) or not (base in _BASES or base.isascii()):
        return None
    spelled = _BASES.get(base, base)
    for mark in marks:
        accent = _ACCENTS[mark]
        spelled = f"\\{accent}{spelled}" if len(spelled) == 1 and not accent.isalpha() else f"\\{accent}{{{spelled}}}"
    return f"{{{spelled}}}"


def _as_mathematics(char: str) -> str:
    """Return a sign of mathematics as pylatexenc spells it, if that is mathematics and reads back."""
    if not (unicodedata.category(char) == "Sm" or "\u0370" <= char <= "\u03ff" or "\u2100" <= char <= "\u214f"):
        return char
    from pylatexenc.latexencode import get_builtin_uni2latex_dict  # noqa: PLC0415  # slow, and few lists need it

    spelled: str = get_builtin_uni2latex_dict().get(ord(char), "")
    return f"{{{spelled}}}" if _SIGN.fullmatch(spelled) is not None and from_latex(spelled) == char else char


def from_latex(latex: str) -> str:
    r"""Return what `latex` prints, formulas included as far as Unicode has their signs; malformed LaTeX is read too.

    >>> from_latex(r"G{\"o}del \& {\ttfamily<}b{\ttfamily>}")
    'Gödel & <b>'
    """
    return latex if _PLAIN.fullmatch(latex) is not None else _reader()(latex)


@lru_cache(maxsize=1)
def _reader() -> Callable[[str], str]:
    # Slow to import; nothing but an importer needs it.
    from pylatexenc.latex2text import (  # noqa: PLC0415
        LatexNodes2Text,
        MacroTextSpec,
        get_default_latex_context_db,
    )

    missing = {
        "textless": "<",
        "textgreater": ">",
        "textbar": "|",
        "textasciicircum": "^",
        "textbraceleft": "{",
        "textbraceright": "}",
        "textquotedbl": '"',
    }
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=char) for name, char in missing.items()]
    context.add_context_category("missing", prepend=True, macros=macros)
    read: Callable[[str], str] = LatexNodes2Text(latex_context=context).latex_to_text
    return read
