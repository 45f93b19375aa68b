r"""An entry of a .bib file: the fields of a paper as BibTeX calls them, spelled as BibTeX or BibLaTeX reads them.

The fields and their combinations are those that both the styles of bibtex and the data model of BibLaTeX know. What an
entry type has no field for is said in words in `note`. The fields that BibLaTeX reads verbatim (doi, eprint, url) are
not LaTeX: they hold the characters themselves.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from catalog.derive import PaperRecord
from catalog.model import EntryType
from catalog.names import Person
from catalog.outputs.citation import ARXIV, Citation

Fields = dict[str, str]
"""The fields of an entry by name, in their order, without those that there is nothing to say in."""

_APPEARED_IN: Final = {
    EntryType.INPROCEEDINGS: "booktitle",
    EntryType.ARTICLE: "journal",
    EntryType.MISC: "howpublished",
}
"""The field that says where a paper appeared, by entry type."""

_PUBLISHER: Final = {EntryType.INPROCEEDINGS: "publisher", EntryType.MISC: "organization"}
"""The field for the publisher; BibLaTeX has none for a journal's, and no citation of an article prints it."""

_WORD: Final = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
_MAY_NEED_BRACES: Final = re.compile(r"[A-Z](?:(?<=[A-Za-z0-9'].)|(?![a-z]))|[^\x00-\x7f]")
_AND: Final = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_NOT_IN_ADDRESS: Final = re.compile(r"[{}\\\s]")
_LOOKS_LIKE_ENTRY: Final = re.compile(r"@(?=\w*[ \t]*\{)")


@dataclass(frozen=True, slots=True)
class Spelling:
    """How LaTeX is written for a program that reads entries: any text, and a part of a name."""

    text: Callable[[str], str]
    name: Callable[[str], str]


def fields(record: PaperRecord, cited: Citation, spelling: Spelling) -> Fields:
    """Return what the entry of a paper says, by the names that BibTeX has for the fields."""
    paper = record.value
    known = {
        "author": authors(paper.authors, spelling),
        "title": title(paper.title, spelling),
        **_published(cited, str(paper.year), spelling),
        "doi": _address(paper.doi) if paper.doi is not None else None,
        "eprint": paper.arxiv,
        "archiveprefix": ARXIV if paper.arxiv is not None else None,
        "url": _address(paper.links.paper),
    }
    return {name: value for name, value in known.items() if value is not None}


def entry(kind: str, key: str, said: Fields, width: int) -> str:
    """Return an entry, with its equals signs below each other."""
    lines = [f"  {name:<{width}} = {{{_inert(value)}}}," for name, value in said.items()]
    return "\n".join((f"@{kind}{{{key},", *lines, "}\n"))


def _published(cited: Citation, year: str, spelling: Spelling) -> dict[str, str | None]:
    """Return where a paper appeared, in fields that its type has and in combinations that styles can print."""

    def text(said: str) -> str:
        return _repeated(said, spelling)

    numbers = {
        "volume": text(cited.volume) if cited.volume is not None else None,
        "number": text(cited.number) if cited.number is not None else None,
        "pages": cited.pages.replace("-", "--") if cited.pages is not None else None,
    }
    known = {name: value for name, value in numbers.items() if value is not None}
    placed = {name: value for name, value in known.items() if _has_place(name, cited, known)}
    # The styles of bibtex print no eprint, so arXiv's id stands here too.
    said: dict[str, str | None] = {
        _APPEARED_IN[cited.type]: cited.preprint_id or text(cited.published_in),
        "series": text(cited.series) if cited.series is not None and not cited.is_preprint else None,
        **placed,
    }
    if cited.publisher is not None and cited.type in _PUBLISHER:
        said[_PUBLISHER[cited.type]] = _whole(text(cited.publisher))
    said["year"] = year
    if len(placed) < len(known):
        words = ", ".join(f"{name} {value}" for name, value in known.items() if name not in placed)
        said["note"] = words[0].upper() + words[1:]
    return said


def _has_place(name: str, cited: Citation, known: Mapping[str, str]) -> bool:
    """Tell whether a type's field can have the volume, number or pages without a complaint of BibLaTeX or a style."""
    if cited.is_preprint:
        return False
    counted = known.get("volume", "").isdecimal()  # BibLaTeX's volumes are whole numbers
    if name == "volume":
        return counted
    if name == "number":
        # Styles print the number of a journal's volume, or the number in a series that counts no volumes.
        return counted if cited.type is EntryType.ARTICLE else cited.series is not None and not counted
    return True


@lru_cache(maxsize=4096)
def _repeated(text: str, spelling: Spelling) -> str:
    """Return a text that many papers have in common, such as the name of their proceedings."""
    return spelling.text(text)


def _whole(text: str) -> str:
    """Return a name in which the word "and" separates nobody."""
    return f"{{{text}}}" if _AND.search(text) is not None else text


def title(text: str, spelling: Spelling) -> str:
    """Return a title in LaTeX, with braces around the words whose capitals a style must not make small.

    >>> title("TeX and MetaPost: An N-body Problem in 3D", Spelling(str, str))
    '{TeX} and {MetaPost}: An {N}-body Problem in {3D}'
    """
    if _MAY_NEED_BRACES.search(text) is None:
        return spelling.text(text)
    parts: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        if _needs_braces(found):
            start = found.start()
            parts += (spelling.text(text[end:start]), "{", spelling.text(found[0]), "}")
            end = found.end()
    return "".join((*parts, spelling.text(text[end:])))


def _needs_braces(found: re.Match[str]) -> bool:
    """Tell whether a word has a capital after its first letter, or is a letter that stands for something.

    Names of people and methods that begin with a capital like any word cannot be told from others.
    """
    word = found[0]
    rest = word[1:]
    if rest != rest.lower():
        return True
    if not word[0].isupper() or any(map(str.isalpha, rest)):
        return False
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    # "A" between spaces, or at the beginning, is the article.
    return word != "A" or not after.isspace() or not (before.isspace() or not before)


def authors(people: tuple[Person, ...], spelling: Spelling) -> str:
    """Return all people as BibTeX separates them.

    >>> authors((Person("Beethoven", "Ludwig", "van"), Person("OpenAI", literal=True)), Spelling(str, str))
    'van Beethoven, Ludwig and {OpenAI}'
    """
    return " and ".join(person(author, spelling) for author in people)


@lru_cache(maxsize=65536)
def person(author: Person, spelling: Spelling) -> str:
    """Return a name as `von Last, Jr, First`, or whole in braces."""
    if author.literal or not (author.given or author.particle):
        return f"{{{spelling.text(author.family)}}}"
    family = _part(author.family, spelling)
    words = family.split()
    # Before the last word, BibTeX takes a word that it sees begin with a small letter for the end of the particle.
    if any(map(_seems_small, words[:-1])):
        family = f"{{{family}}}"
    surname = f"{_part(author.particle, spelling)} {family}" if author.particle else family
    parts = (surname, _part(author.suffix, spelling), _part(author.given, spelling))
    return ", ".join(part for part in parts if part)


def _part(text: str, spelling: Spelling) -> str:
    """Return a part of a name in which the word "and" separates nobody."""
    latex = spelling.name(text)
    if "and" not in latex.casefold():
        return latex
    return " ".join(f"{{{word}}}" if word.casefold() == "and" else word for word in latex.split())


def _seems_small(word: str) -> bool:
    """Tell what case BibTeX sees in a word: that of its first letter in ASCII, wherever that stands."""
    return next((char.islower() for char in word if char.isascii() and char.isalpha()), False)


def _address(text: str) -> str:
    """Return an identifier or address for a verbatim field; what may not stand bare in a URI is percent-encoded."""
    return _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


def _inert(value: str) -> str:
    """Return a field's value such that bibtexparser takes nothing in it for the beginning of an entry."""
    return _LOOKS_LIKE_ENTRY.sub("{@}", value) if "@" in value else value
