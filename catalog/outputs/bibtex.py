r"""References: every paper as BibTeX, which bibtex and biber accept without a warning and other readers read back.

The entry types and fields are those that both the styles of bibtex and the data model of BibLaTeX know. What an entry
type has no field for is said in words in `note`. The fields that BibLaTeX reads verbatim (doi, eprint, url) are not
LaTeX: they hold the characters themselves.
"""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.latex import to_latex
from catalog.model import EntryType, Paper, VenueKind, VenueNames
from catalog.names import Person
from catalog.outputs.artifact import Artifact, Output
from catalog.outputs.format import CitationFormat

_TYPES: Final = {
    VenueKind.CONFERENCE: EntryType.INPROCEEDINGS,
    VenueKind.WORKSHOP: EntryType.INPROCEEDINGS,
    VenueKind.JOURNAL: EntryType.ARTICLE,
    VenueKind.PREPRINT: EntryType.MISC,
}

_APPEARED_IN: Final = {
    EntryType.INPROCEEDINGS: "booktitle",
    EntryType.ARTICLE: "journal",
    EntryType.MISC: "howpublished",
}
"""The field that says where a paper appeared, by entry type."""

_PUBLISHER: Final = {EntryType.INPROCEEDINGS: "publisher", EntryType.MISC: "organization"}
"""The field for the publisher; BibLaTeX has none for a journal's, and no citation of an article prints it."""

_ARXIV: Final = "arXiv"
_WIDTH: Final = len("archiveprefix")

_WORD: Final = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W_]+)*")
_MAY_NEED_BRACES: Final = re.compile(r"[A-Z](?:(?<=[A-Za-z0-9'].)|(?![a-z]))|[^\x00-\x7f]")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")
_NOT_IN_ADDRESS: Final = re.compile(r"[{}\\\s]")
_LOOKS_LIKE_ENTRY: Final = re.compile(r"@(?=\w*[ \t]*\{)")


def entry(edition: Edition, record: PaperRecord) -> str:
    """Return the BibTeX entry of a paper."""
    paper = record.value
    venue = edition.catalog.venues[paper.venue].value
    kind = venue.entry_type or _TYPES[venue.kind]
    fields = {
        "author": authors(paper.authors),
        "title": title(paper.title),
        **_published(kind, paper, venue.names_in(paper.year)),
        "doi": _address(paper.doi) if paper.doi is not None else None,
        "eprint": paper.arxiv,
        "archiveprefix": _ARXIV if paper.arxiv is not None else None,
        "url": _address(paper.links.paper),
    }
    lines = [f"  {name:<{_WIDTH}} = {{{_inert(value)}}}," for name, value in fields.items() if value is not None]
    return "\n".join((f"@{kind.value}{{{record.id},", *lines, "}\n"))


def _published(kind: EntryType, paper: Paper, names: VenueNames) -> dict[str, str | None]:
    """Return where a paper appeared, in fields that its type has and in combinations that styles can print."""
    volume = paper.volume or names.volume
    numbers = {
        "volume": _latex(volume) if volume is not None else None,
        "number": _latex(paper.number) if paper.number is not None else None,
        "pages": paper.pages.replace("-", "--") if paper.pages is not None else None,
    }
    known = {name: value for name, value in numbers.items() if value is not None}
    placed = {name: value for name, value in known.items() if _has_place(name, kind, known, names.series)}
    publisher = paper.publisher or names.publisher
    fields = {
        _APPEARED_IN[kind]: _preprint(paper, names) if kind is EntryType.MISC else _latex(names.proceedings),
        "series": _latex(names.series) if names.series is not None and kind is not EntryType.MISC else None,
        **placed,
    }
    if publisher is not None and kind in _PUBLISHER:
        fields[_PUBLISHER[kind]] = _latex(publisher)
    fields["year"] = str(paper.year)
    if len(placed) < len(known):
        words = ", ".join(f"{name} {value}" for name, value in known.items() if name not in placed)
        fields["note"] = words[0].upper() + words[1:]
    return fields


def _has_place(name: str, kind: EntryType, known: Mapping[str, str], series: str | None) -> bool:
    """Tell whether a type's field can have the volume, number or pages without a complaint of BibLaTeX or a style."""
    if kind is EntryType.MISC:
        return False
    counted = known.get("volume", "").isdecimal()  # BibLaTeX's volumes are whole numbers
    if name == "volume":
        return counted
    if name == "number":
        # Styles print the number of a journal's volume, or the number in a series that counts no volumes.
        return counted if kind is EntryType.ARTICLE else series is not None and not counted
    return True


def _preprint(paper: Paper, names: VenueNames) -> str:
    """Return how a preprint is published; the styles of bibtex print no eprint, so arXiv's id stands here too."""
    if paper.arxiv is not None and names.proceedings == _ARXIV:
        return f"{_ARXIV}:{paper.arxiv}"
    return _latex(names.proceedings)


def title(text: str) -> str:
    """Return a title in LaTeX, with braces around the words whose capitals a style must not make small.

    >>> title("NormFace: A Multi-class N-pair Loss for 3D Shapes")
    '{NormFace}: A Multi-class {N}-pair Loss for {3D} Shapes'
    """
    if _MAY_NEED_BRACES.search(text) is None:
        return to_latex(text)
    parts: list[str] = []
    end = 0
    for found in _WORD.finditer(text):
        if _needs_braces(found):
            start = found.start()
            parts += (to_latex(text[end:start]), "{", to_latex(found[0]), "}")
            end = found.end()
    return "".join((*parts, to_latex(text[end:])))


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


def authors(people: tuple[Person, ...]) -> str:
    """Return all people as BibTeX separates them.

    >>> authors((Person("Beethoven", "Ludwig", "van"), Person("OpenAI", literal=True)))
    'van Beethoven, Ludwig and {OpenAI}'
    """
    return " and ".join(map(person, people))


@lru_cache(maxsize=65536)
def person(author: Person) -> str:
    """Return a name as BibTeX reads it: `von Last, Jr, First`, or whole in braces."""
    if author.literal or not (author.given or author.particle):
        return f"{{{to_latex(author.family)}}}"
    family = _part(author.family)
    words = family.split()
    # Before the last word, BibTeX takes a word that it sees begin with a small letter for the end of the particle.
    if any(map(_seems_small, words[:-1])):
        family = f"{{{family}}}"
    surname = f"{_part(author.particle)} {family}" if author.particle else family
    return ", ".join(part for part in (surname, _part(author.suffix), _part(author.given)) if part)


def _part(text: str) -> str:
    """Return a part of a name in which the word "and" separates nobody, and no letter is cut between its bytes."""
    latex = to_latex(text)
    if not latex.isascii():
        # bibtex counts bytes: an initial would be the first one of a letter, unless a command holds them together.
        latex = _NOT_ASCII.sub(r"{\\textnormal{\g<0>}}", latex)
    if "and" not in latex.casefold():
        return latex
    return " ".join(f"{{{word}}}" if word.casefold() == "and" else word for word in latex.split())


def _seems_small(word: str) -> bool:
    """Tell what case BibTeX sees in a word: that of its first letter in ASCII, wherever that stands."""
    return next((char.islower() for char in word if char.isascii() and char.isalpha()), False)


_latex: Final = lru_cache(maxsize=4096)(to_latex)


def _address(text: str) -> str:
    """Return an identifier or address for a verbatim field; what may not stand bare in a URI is percent-encoded."""
    return _NOT_IN_ADDRESS.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), text)


def _inert(value: str) -> str:
    """Return a field's value such that bibtexparser takes nothing in it for the beginning of an entry."""
    return _LOOKS_LIKE_ENTRY.sub("{@}", value) if "@" in value else value


def _render(edition: Edition) -> Iterator[Artifact]:
    yield Artifact(PurePosixPath(FORMAT.file_name), FORMAT.render(edition, edition.catalog).decode())


FORMAT: Final = CitationFormat(
    name="bibtex",
    label="BibTeX",
    stem="references",
    suffix=".bib",
    media_type="application/x-bibtex",
    description="for LaTeX with BibTeX or BibLaTeX; in ASCII as far as LaTeX has a spelling",
    entry=entry,
    whole="\n".join,
)

OUTPUT: Final = Output("bibtex", "references.bib, every paper as a BibTeX entry", _render)
