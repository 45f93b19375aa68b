"""Formulas in LaTeX as MathML, which browsers show without a script; nothing in a formula becomes markup or a link."""

import re
import unicodedata
from html import escape, unescape
from typing import Final
from xml.etree.ElementTree import Element, tostring

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element

from catalog.outputs.templating import Html

_KEPT: Final = frozenset(
    {
        "display",
        "displaystyle",
        "fence",
        "form",
        "maxsize",
        "minsize",
        "movablelimits",
        "scriptlevel",
        "stretchy",
        "width",
        "xmlns",
    },
)
"""Attributes that lay out; the converter would also pass on `href`, `class` and `style`."""

_UNDER: Final = frozenset({"max", "min", "sup", "inf", "lim", "argmax", "argmin"})
"""Operators whose index stands below them in a displayed formula."""

_BARS: Final = frozenset("|‖∥")
"""What a browser stretches, and TeX only after `\\left`."""

_SCRIPTED: Final = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})

_RELATIONS: Final = {"~": "\N{TILDE OPERATOR}", ":": ":"} | {char: char for char in "⪯⪰≼≽≺≻"}
"""Relations that the converter takes for letters, and what they are in Unicode."""

_SIGNS: Final = frozenset("+-±∓\N{MINUS SIGN}")
_CLOSING: Final = frozenset(")]}⟩!")
_THIN: Final = "0.167em"

_ALPHABETS: Final = {
    "bold": ("MATHEMATICAL BOLD",),
    "double-struck": ("MATHEMATICAL DOUBLE-STRUCK", "DOUBLE-STRUCK"),
    "fraktur": ("MATHEMATICAL FRAKTUR", "BLACK-LETTER"),
    "monospace": ("MATHEMATICAL MONOSPACE",),
    "sans-serif": ("MATHEMATICAL SANS-SERIF",),
    "script": ("MATHEMATICAL SCRIPT", "SCRIPT"),
}
"""How Unicode names the letters of a `mathvariant`, which MathML Core no longer knows."""

_FAULTS: Final[tuple[type[Exception], ...]] = (
    *(kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception)),
    # What malformed input meets in the converter besides its own errors.
    *(AttributeError, IndexError, KeyError, RecursionError, StopIteration, TypeError, ValueError),
)

_INLINE: Final = re.compile(r"\$([^$]+)\$")
_STICKS: Final = re.compile(r"^(?=[^\s\w])")
"""Punctuation right after a formula, which a browser would put on the next line."""

_JOINER: Final = "\u2060"


def formula(latex: str) -> Html:
    """Return a displayed formula; one that cannot be converted is shown as it is written."""
    return _mathml(latex, "block") or Html(f"<pre><code>{escape(latex)}</code></pre>")


def prose(text: str) -> Html:
    """Return a text with formulas between dollar signs.

    >>> prose("m < n")
    'm &lt; n'
    """
    parts = _INLINE.split(text)
    shown = (_inline(part) if index % 2 else _STICKS.sub(_JOINER, escape(part)) for index, part in enumerate(parts))
    return Html("".join(shown).removeprefix(_JOINER))


def _inline(latex: str) -> str:
    return _mathml(latex, "inline") or f"<code>{escape(latex)}</code>"


def _mathml(latex: str, display: str) -> Html | None:
    try:
        root = convert_to_element(latex, display=display)
    except _FAULTS:
        return None
    for element in root.iter():
        _clean(element)
    for row in [element for element in root.iter("mrow") if len(element) > 1]:
        _space(row)
    if any((element.text or "").startswith("\\") for element in root.iter() if element.tag != "mtext"):
        return None
    return Html(tostring(root, encoding="unicode"))


def _clean(element: Element) -> None:
    # The converter writes characters as references into the text and leaves it to a later step to resolve them.
    text = unescape(element.text or "")
    element.text = text[1:] if text in {"\\{", "\\}"} else _lettered(text, element.get("mathvariant"))
    element.tail = None
    for name in element.attrib.keys() - _KEPT:
        del element.attrib[name]
    if element.tag == "msub" and len(element) and element[0].text in _UNDER:
        element.tag = "munder"
    if element.tag == "mi" and element.text in _RELATIONS:
        element.tag, element.text = "mo", _RELATIONS[element.text]
    if element.tag == "mo" and element.text in _BARS and "stretchy" not in element.attrib:
        element.set("stretchy", "false")


def _space(row: Element) -> None:
    """Set a sign close to what it negates, and a function apart from its neighbours, as TeX does."""
    before: Element | None = None
    opened = False
    for element in list(row):
        core = _core(element)
        if (
            core.tag == "mo"
            and core.text in _SIGNS
            and (before is None or (before.tag == "mo" and _leads(before, opened=opened)))
        ):
            core.set("form", "prefix")
        if before is not None and "mo" not in {before.tag, core.tag} and (_is_function(before) or _is_function(core)):
            row.insert(list(row).index(element), Element("mspace", width=_THIN))
        opened ^= core.text in _BARS
        before = core


def _core(element: Element) -> Element:
    """Return what scripts and limits are set around."""
    while element.tag in _SCRIPTED and len(element):
        element = element[0]
    return element


def _leads(operator: Element, *, opened: bool) -> bool:
    """Tell whether an operand follows; `opened` says it of a bar, which looks the same on both sides."""
    return opened if operator.text in _BARS else operator.text not in _CLOSING


def _is_function(element: Element) -> bool:
    return element.tag == "mi" and len(element.text or "") > 1


def _lettered(text: str, variant: str | None) -> str:
    return "".join(_letter(char, _ALPHABETS[variant]) for char in text) if variant in _ALPHABETS else text


def _letter(char: str, alphabets: tuple[str, ...]) -> str:
    name = unicodedata.name(char, "").replace("LATIN ", "").replace("LETTER ", "")
    for alphabet in alphabets:
        try:
            return unicodedata.lookup(f"{alphabet} {name}")
        except KeyError:
            continue
    return char
