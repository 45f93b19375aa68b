"""Unicode to LaTeX and back, for the values of BibTeX fields.

Braces of data that do not match become commands, because BibTeX counts braces whether or not a backslash stands before
them.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pylatexenc.latex2text import LatexNodes2Text

_SPECIAL: Final = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "`": r"{\textasciigrave}",
    "$": r"\$",
    "&": r"\&",
    "%": r"\%",
    "#": r"\#",
    "_": r"\_",
    # TeX would join them to dashes and quotes.
    "-": "-{}",
    "'": "'{}",
}
_FOUND: Final = re.compile(r"[\\{}~^`$&%#_]|-(?=-)|'(?=')")
_BRACE: Final = re.compile(r"{\\textbrace(left|right)}")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]")


def to_latex(text: str) -> str:
    r"""Return a text as LaTeX that shows it as it is.

    Letters with marks become what BibTeX calls a special character, `{\'e}`, so that styles sort them and change
    their case. What LaTeX has no command for, such as Chinese, stays as it is: BibTeX passes it through, and biber
    reads UTF-8.

    >>> to_latex("50% of José's {braces}")
    "50\\% of Jos{\\'e}'s \\{braces\\}"
    """
    plain = _FOUND.sub(_escaped, text)
    if "{" in text:
        plain = with_matched_braces(plain)
    return plain if plain.isascii() else _NOT_ASCII.sub(lambda found: _letter(found[0]), plain)


def with_matched_braces(latex: str) -> str:
    r"""Return LaTeX with `\{` and `\}` for braces of data if they match, for more readers know these."""
    depth = 0
    for found in _BRACE.finditer(latex):
        depth += 1 if found[1] == "left" else -1
        if depth < 0:
            return latex
    return latex if depth else latex.replace(_SPECIAL["{"], r"\{").replace(_SPECIAL["}"], r"\}")


def _escaped(found: re.Match[str]) -> str:
    return _SPECIAL[found[0]]


@lru_cache(maxsize=4096)
def _letter(char: str) -> str:
    # Only what is not ASCII needs the tables, which take a tenth of a second to load.
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # noqa: PLC0415

    encoder = UnicodeToLatexEncoder(
        replacement_latex_protection="braces-all", unknown_char_policy="keep", unknown_char_warning=False
    )
    latex = str(encoder.unicode_to_latex(char))
    # A command that does not lead back to the character would change the text.
    return latex if latex.isascii() and "\\ensuremath" not in latex and from_latex(latex) == char else char


def from_latex(latex: str) -> str:
    """Return the text that LaTeX without mathematics shows."""
    return str(_reader().latex_to_text(latex))


@lru_cache(maxsize=1)
def _reader() -> "LatexNodes2Text":
    from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db  # noqa: PLC0415

    known = get_default_latex_context_db()
    # The library reads these as modifier letters and typographic quotes.
    own = {"textasciicircum": "^", "textasciigrave": "`", "textbraceleft": "{", "textbraceright": "}"}
    known.add_context_category("own", prepend=True, macros=[MacroTextSpec(name, text) for name, text in own.items()])
    return LatexNodes2Text(latex_context=known, strict_latex_spaces=True, keep_comments=False)
