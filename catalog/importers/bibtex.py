"""Entries of BibTeX and BibLaTeX to drafts, through bibtexparser; a broken entry is a value that hides no other."""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

import bibtexparser
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ParsingFailedBlock, String

from catalog.diagnostics import Location
from catalog.identifiers import arxiv_in_doi, arxiv_in_url, doi_in_url, is_arxiv_id, is_doi, is_record_id
from catalog.importers.cleaning import (
    clean_pages,
    clean_text,
    clean_title,
    clean_url,
    clean_year,
    people,
    person,
    short,
)
from catalog.importers.draft import Draft
from catalog.importers.outcome import Refusal, Unread
from catalog.latex import from_latex
from catalog.names import Person
from catalog.text import quoted

_MONTHS: Final = dict.fromkeys(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), "")
"""Macros that every style has; no field that is read holds a month."""

_PIECE: Final = re.compile(
    r'\s*#?\s*(?:"((?:[^"{}]|\{[^{}]*\})*)"|\{((?:[^{}]|\{[^{}]*\})*)\}|([^\s#"{}]+))', re.DOTALL
)
_BRACE: Final = re.compile(r"[{}]")
_PREPRINT: Final = re.compile(r"(?i)(?:arxiv[:\s]*|^\s*abs/)((?:[a-z-]+(?:\.[A-Z]{2})?/)?[\d.]+)")
_WHOLE: Final = frozenset({"proceedings", "mvproceedings", "periodical", "collection", "mvcollection", "xdata", "set"})
"""Types of entries that are no papers."""

_CONTAINERS: Final = ("booktitle", "journal", "journaltitle", "eventtitle", "howpublished", "series")


class _Entry(NamedTuple):
    """An entry: where it begins, its key, its fields, and what it takes for macros that nobody defines."""

    place: Location
    key: str
    said: Mapping[str, str]
    undefined: tuple[str, ...]
    is_paper: bool


def parse(text: str, path: str) -> Iterator[Draft | Unread]:
    """Yield a draft for each entry of a .bib file, and what cannot be read in its place; comments are none.

    Whole proceedings, periodicals and collections are no papers; they are there for `crossref`.
    """
    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())  # what it cannot read is told as a finding
    library = bibtexparser.parse_string(text, parse_stack=[])
    macros = dict(_MONTHS)
    found: list[_Entry | Unread] = []
    for block in library.blocks:
        place = Location(path, block.start_line + 1 if block.start_line is not None else 1)
        entry = block.ignore_error_block if isinstance(block, DuplicateBlockKeyBlock) else block
        undefined: dict[str, None] = {}
        if isinstance(entry, String):
            macros[entry.key.lower()] = _resolved(entry.value, macros, undefined)
        elif isinstance(entry, Entry):
            said = {field.key.lower(): _resolved(field.value, macros, undefined) for field in entry.fields}
            is_paper = entry.entry_type.lower() not in _WHOLE
            found.append(_Entry(place, entry.key, said, tuple(undefined), is_paper))
        elif isinstance(entry, ParsingFailedBlock):
            found.append(Unread(place, Refusal("unread-entry", _fault(entry))))
    whole = {item.key.lower(): item.said for item in found if isinstance(item, _Entry)}
    for item in found:
        if isinstance(item, Unread):
            yield item
        elif item.is_paper:
            draft = _draft(item.key, _inherited(item.said, whole), item.place)
            for name in item.undefined:
                message = f"names the macro {quoted(name)}, which the file does not define; its name is taken"
                draft = draft.remarked("incomplete-source", message)
            yield draft


def _inherited(said: Mapping[str, str], whole: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return what an entry says with what it has from those that its `xdata` and its `crossref` name."""
    said = {**_shared(said, whole), **said}
    parent = whole.get(said["crossref"].strip().lower(), {}) if "crossref" in said else {}
    above = {name: value for name, value in parent.items() if name not in {"title", "crossref", "author", "url", "doi"}}
    if "title" in parent:
        above.setdefault("booktitle", parent["title"])
    return {**above, **said}


def _shared(said: Mapping[str, str], whole: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return what the entries of shared data say that an entry names, and those that these name, as BibLaTeX has it."""
    shared: dict[str, str] = {}
    keys = _keys(said.get("xdata", ""))
    for key in keys:
        found = whole.get(key, {})
        shared = {**found, **shared}
        keys += (each for each in _keys(found.get("xdata", "")) if each not in keys)
    return shared


def _keys(value: str) -> list[str]:
    return [key for part in value.split(",") if (key := part.strip().lower())]


def _fault(block: Block) -> str:
    error = getattr(block, "error", None)
    if isinstance(block, DuplicateFieldKeyBlock):
        return f"the entry gives {quoted(', '.join(sorted(block.duplicate_keys)))} twice; keep one"
    said = " ".join(str(getattr(error, "abort_reason", None) or error or "is malformed").split())
    return f"the entry cannot be read: {said}; check its braces and commas"


def _resolved(value: object, macros: Mapping[str, str], undefined: dict[str, None]) -> str:
    """Return a value without its delimiters, its macros and concatenations put together.

    Words that are no macro are noted in `undefined`.
    """
    text = str(value).strip()
    if text.startswith("{") and text.endswith("}") and _is_one_group(text):
        return text[1:-1]
    parts: list[str] = []
    at = 0
    while at < len(text) and (found := _PIECE.match(text, at)) is not None and found.end() > at:
        quoted_, braced, word = found.groups()
        if word is not None and not word[:1].isdecimal() and word.lower() not in macros:
            undefined[word] = None
        parts.append(macros.get(word.lower(), word) if word is not None else braced if braced is not None else quoted_)
        at = found.end()
    return "".join(parts) if at == len(text) else text.strip('"')


def _is_one_group(text: str) -> bool:
    if "{" not in text[1:-1] and "}" not in text[1:-1]:
        return True
    depth = 0
    for brace in _BRACE.finditer(text):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.start() == len(text) - 1
    return False


def _draft(key: str, said: Mapping[str, str], place: Location) -> Draft:
    def line(name: str) -> str:
        return said.get(name, "")

    doi = _doi(line("doi")) or _doi(line("url"))
    arxiv = _arxiv(said) or (arxiv_in_doi(doi) if doi is not None else None)
    authors, has_others = _authors(line("author"))
    containers = (clean_text(line(name)) for name in _CONTAINERS)
    links = {"paper": url} if (url := clean_url(_plain(line("url")))) is not None else {}
    id_ = key.lower()
    draft = Draft(
        title=clean_title(line("title")),
        authors=authors,
        year=clean_year(clean_text(line("year"))) or clean_year(clean_text(line("date"))),
        containers=tuple(dict.fromkeys(name for name in containers if name)),
        volume=short(line("volume")),
        number=short(line("number") or line("issue")),
        pages=clean_pages(clean_text(line("pages"))),
        publisher=short(line("publisher")),
        doi=doi,
        arxiv=arxiv,
        links=links,
        id=id_ if is_record_id(id_) else None,
        place=place,
    )
    if has_others:
        draft = draft.remarked("incomplete-source", "names its authors up to `and others`; add those that are missing")
    if line("pages") and draft.pages is None:
        draft = draft.remarked("incomplete-source", f"has the pages {quoted(line('pages'))}, which are left out")
    if line("url").strip() and not links:
        draft = draft.remarked("incomplete-source", f"has the address {quoted(line('url'))}, which is left out")
    return draft


def _plain(value: str) -> str:
    """Return a value that BibLaTeX reads verbatim, and that people write as LaTeX all the same."""
    bare = value.strip()
    if bare.startswith("\\url{"):
        bare = bare.removeprefix("\\url{").removesuffix("}")
    return re.sub(r"\\([%#&_~{}])", r"\1", bare)


def _doi(value: str) -> str | None:
    bare = re.sub(r"(?i)^doi:\s*", "", _plain(value))
    found = doi_in_url(bare) or bare
    return found if is_doi(found) else None


def _arxiv(said: Mapping[str, str]) -> str | None:
    kind = said.get("archiveprefix", said.get("eprinttype", "")).strip().lower()
    eprint = re.sub(r"(?i)^arxiv:|v\d+$", "", said.get("eprint", "").strip())
    if is_arxiv_id(eprint) and kind in {"", "arxiv"}:
        return eprint
    named = arxiv_in_url(_plain(said.get("url", "")))
    if named is not None:
        return named
    for name in ("journal", "howpublished", "note", "number", "volume"):  # CoRR has it in the volume
        found = _PREPRINT.search(said.get(name, ""))
        if found is not None and is_arxiv_id(found[1].rstrip(".")):
            return found[1].rstrip(".")
    return None


def _authors(value: str) -> tuple[tuple[Person, ...], bool]:
    """Return the authors, and whether there are others that are not named."""
    names = [name.strip() for name in _split_and(value) if name.strip()]
    has_others = bool(names) and names[-1].lower() in {"others", "et al.", "et al"}
    return people(map(_person, names[:-1] if has_others else names)), has_others


def _person(name: str) -> Person | None:
    if name.startswith("{") and name.endswith("}") and _is_one_group(name):
        cleaned = clean_text(from_latex(name[1:-1]))
        return Person(cleaned, literal=True) if cleaned else None
    return person(name)


def _split_and(value: str) -> Iterator[str]:
    """Yield the names between the words `and` that stand outside of braces."""
    depth = 0
    start = 0
    for found in re.finditer(r"[{}]|(?<=\s)and(?=\s)", value, re.IGNORECASE):
        if found[0] in "{}":
            depth += 1 if found[0] == "{" else -1
        elif depth <= 0:
            yield value[start : found.start()]
            start = found.end()
    yield value[start:]
