"""References as CSL-JSON, version 1.0.2 of its schema: what citation processors, pandoc and Zotero read.

Each field of an item has a line of its own, so that people can read it, and a script can tell where an item ends.
"""

import json
from collections.abc import Iterable
from typing import Any, Final

from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.model import EntryType
from catalog.names import Person
from catalog.outputs.citation import ARXIV, citation
from catalog.outputs.format import CitationFormat

_TYPES: Final = {
    EntryType.INPROCEEDINGS: "paper-conference",
    EntryType.ARTICLE: "article-journal",
    EntryType.MISC: "article",
}


_encode: Final = json.JSONEncoder(ensure_ascii=False).encode


def entry(edition: Edition, record: PaperRecord) -> str:
    """Return a paper as one item of CSL-JSON, indented as in a file, without the comma that may follow it."""
    fields = ",\n    ".join(f'"{name}": {_encode(value)}' for name, value in item(edition, record).items())
    return f"  {{\n    {fields}\n  }}"


def whole(entries: Iterable[str]) -> str:
    """Return items as one file."""
    items = ",\n".join(entries)
    return f"[\n{items}\n]\n" if items else "[]\n"


def item(edition: Edition, record: PaperRecord) -> dict[str, Any]:
    """Return a paper as an item of CSL-JSON, its keys in a fixed order."""
    paper = record.value
    cited = citation(edition, record)
    known = {
        "id": record.id,
        "type": _TYPES[cited.type],
        "title": paper.title,
        "author": [name(person) for person in paper.authors],
        "issued": {"date-parts": [[paper.year]]},
        "container-title": None if cited.is_preprint else cited.published_in,
        "collection-title": cited.series,
        "volume": cited.volume,
        **_numbered(cited.type, cited.number),
        "page": cited.pages,
        "publisher": cited.published_in if cited.is_preprint else cited.publisher,
        "number": cited.preprint_id,
        "DOI": paper.doi,
        "URL": paper.links.paper,
        # No variable of CSL's is for the preprint of what was published elsewhere; styles print none of this.
        "custom": {ARXIV: paper.arxiv} if paper.arxiv is not None else None,
    }
    return {key: value for key, value in known.items() if value is not None}


def _numbered(kind: EntryType, number: str | None) -> dict[str, str | None]:
    """Return the number of a journal's issue, or that of proceedings in their series."""
    return {"issue": number} if kind is EntryType.ARTICLE else {"collection-number": number}


def name(person: Person) -> dict[str, str]:
    """Return a name in its parts; the particle is one that is never left out, as in "van den Oord et al.".

    >>> name(Person("Beethoven", "Ludwig", "van"))
    {'family': 'Beethoven', 'given': 'Ludwig', 'non-dropping-particle': 'van'}
    """
    if person.literal:
        return {"literal": person.family}
    parts = {
        "family": person.family,
        "given": person.given,
        "non-dropping-particle": person.particle,
        "suffix": person.suffix,
    }
    return {part: value for part, value in parts.items() if value}


FORMAT: Final = CitationFormat(
    name="csl-json",
    label="CSL-JSON",
    stem="references",
    suffix=".json",
    media_type="application/vnd.citationstyles.csl+json",
    description="for pandoc, Zotero and all that cites with styles of CSL",
    entry=entry,
    whole=whole,
)
