"""What a shell may offer for a word that is being typed; whatever is wrong with a list, there is just less to offer."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

from catalog.codes import codes
from catalog.facets import HAS, LINKS
from catalog.model import Presentation
from catalog.plaintext import TextFault, decode_bytes
from catalog.records.folder import SUFFIX, VOCABULARIES
from catalog.records.syntax import parse

_VOCABULARIES: Final = {"family": "families", "topic": "topics", "venue": "venues"}
_WORDS: Final[Mapping[str, Callable[[], Iterable[str]]]] = {
    "code": codes,
    "has": lambda: (*HAS, *LINKS),
    "presentation": lambda: Presentation,
}


def complete(root: Path | None, what: str, begun: str) -> list[str]:
    """Return what may stand for `what`, a parameter of the command line, and begins as it is `begun`."""
    words = _keys(root, _VOCABULARIES[what]) if what in _VOCABULARIES else _WORDS[what]()
    return sorted(word for word in map(str, words) if word.casefold().startswith(begun.casefold()))


def _keys(root: Path | None, vocabulary: str) -> Iterable[str]:
    if root is None:
        return ()
    try:
        return parse(decode_bytes((root / VOCABULARIES / f"{vocabulary}{SUFFIX}").read_bytes()))
    except (OSError, TextFault):
        return ()
