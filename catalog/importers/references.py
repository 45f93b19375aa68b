"""What somebody gives as a reference to a paper: an arXiv id, a DOI, an address, or a .bib file."""

import re
from dataclasses import dataclass
from enum import Enum
from typing import Final

from catalog.identifiers import arxiv_in_doi, arxiv_in_url, doi_in_url, is_arxiv_id, is_doi
from catalog.importers.outcome import Refusal
from catalog.text import quoted
from catalog.urls import fault_of

_PREFIX: Final = re.compile(r"(?i)^(?:arxiv|doi)\s*:\s*|^info:doi/")
_VERSION: Final = re.compile(r"v[0-9]{1,4}$")
_LIKE_ARXIV: Final = re.compile(
    r"(?i)(?:https?://(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/)?([0-9]{4}\.[0-9]{4,5})(?:v[0-9]{1,4})?(?:\.pdf)?"
)
_CLASS: Final = re.compile(r"\s*\[[a-z-]+(?:\.[A-Za-z-]+)?\]$")


class Kind(Enum):
    """Who is asked for a reference."""

    ARXIV = "arXiv"
    DOI = "DOI"
    PAGE = "page"
    BIBTEX = "BibTeX"


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference: what it is, the identifier or address itself, and how it was given."""

    kind: Kind
    value: str
    given: str


def read_reference(given: str) -> Reference | Refusal:
    """Return what a reference is; an arXiv id loses its version, a DOI its address, and a DOI of arXiv's is an id."""
    text = given.strip().strip("<>").strip()
    if text.lower().endswith(".bib") and not text.lower().startswith(("http://", "https://")):
        return Reference(Kind.BIBTEX, text, given)
    bare = _CLASS.sub("", _PREFIX.sub("", text))
    if "://" in text:
        return _of_address(text, given)
    if re.match(r"(?i)(?:www\.|export\.)?arxiv\.org/|(?:dx\.|www\.)?doi\.org/", bare):
        return _of_address(f"https://{bare}", given)
    arxiv = _VERSION.sub("", bare)
    if is_arxiv_id(arxiv):
        return Reference(Kind.ARXIV, arxiv, given)
    if is_doi(bare):
        return _of_doi(bare, given)
    return _missing(bare) or Refusal("unknown-reference", _remedy(text))


def _missing(text: str) -> Refusal | None:
    """Return that arXiv has no such paper, if a text looks like an id but names a month or a number that cannot be."""
    found = _LIKE_ARXIV.fullmatch(text)
    if found is None:
        return None
    why = "an id begins with year and month, and has five digits behind the period from 2015 on, four before"
    return Refusal("not-found", f"arXiv has no paper {quoted(found[1])}; {why}")


def _of_doi(doi: str, given: str) -> Reference:
    arxiv = arxiv_in_doi(_VERSION.sub("", doi))
    return Reference(Kind.DOI, doi, given) if arxiv is None else Reference(Kind.ARXIV, arxiv, given)


def _of_address(url: str, given: str) -> Reference | Refusal:
    scheme, _, rest = url.partition("://")
    url = f"{scheme.lower()}://{rest}"
    arxiv = arxiv_in_url(url)
    if arxiv is not None:
        return Reference(Kind.ARXIV, arxiv, given)
    doi = doi_in_url(url)
    if doi is not None:
        return _of_doi(doi, given)
    fault = fault_of(url)
    if fault is not None:
        return Refusal("unknown-reference", f"the address {fault}")
    return _missing(url) or Reference(Kind.PAGE, url, given)


def _remedy(text: str) -> str:
    if not text:
        return "there is nothing to look for; give an arXiv id, a DOI, an address or a .bib file"
    if re.fullmatch(r"\d{4}\.\d{1,6}(?:v\d+)?", text):
        return f"{quoted(text)} is no arXiv id; it has four digits, a period, and four digits, or five from 2015 on"
    if text.startswith("10."):
        return f"{quoted(text)} is no DOI; it is `10.` with digits, a slash, and what follows it, without spaces"
    return f"{quoted(text)} is no arXiv id, DOI, http(s) address or .bib file; give one of these"
