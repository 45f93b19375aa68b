"""Identifiers of papers: arXiv ids, DOIs and record ids; their forms, their addresses, and how to read them from one.

Nothing here asks whether an identifier exists.
"""

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from catalog.text import INVISIBLE

ARXIV_ID: Final = re.compile(
    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.[0-9]{4}"  # from April 2007: YYMM.NNNN
    r"|(?:1[5-9]|[2-9][0-9])(?:0[1-9]|1[0-2])\.[0-9]{5}"  # from 2015: YYMM.NNNNN
    r"|(?:astro-ph|cond-mat|gr-qc|hep-(?:ex|lat|ph|th)|math-ph|nlin|nucl-(?:ex|th)|physics|quant-ph|math|cs|q-bio"
    r"|q-fin|stat|eess|econ|acc-phys|adap-org|alg-geom|ao-sci|atom-ph|bayes-an|chao-dyn|chem-ph|cmp-lg|comp-gas"
    r"|dg-ga|funct-an|mtrl-th|patt-sol|plasm-ph|q-alg|solv-int|supr-con)"
    r"(?:\.[A-Z]{2})?/[0-9]{2}(?:0[1-9]|1[0-2])[0-9]{3})",  # before: archive.SC/YYMMNNN
)
"""An arXiv identifier without version, as https://info.arxiv.org/help/arxiv_identifier.html describes it."""

DOI: Final = re.compile(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/[^\s\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f.,;:]")
"""A DOI as people write it: prefix, slash, and a suffix without spaces (DOI Handbook, section 2.2).

A sign of punctuation at its end comes from the sentence that it was copied from.
"""

RECORD_ID: Final = re.compile(r"[a-z][a-z0-9-]*[0-9]{4}[a-z0-9-]*[a-z0-9]")
"""A record's id: family name, year, first word of weight; lower-case ASCII, for it is file name, key and address."""

KEY: Final = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
"""The key of a vocabulary's entry, which is part of an address."""

_SAFE_IN_PATH: Final = "-._~/:;()!$&'*+,=@"

_ARXIV_PREFIX: Final = "10.48550"

_ARXIV_VERSION: Final = re.compile(r"v[0-9]+$")
_ARXIV_HOSTS: Final = frozenset({"arxiv.org", "www.arxiv.org", "export.arxiv.org", "ar5iv.org", "ar5iv.labs.arxiv.org"})
_ARXIV_PATHS: Final = ("/abs/", "/pdf/", "/html/", "/format/", "/ps/")
_DOI_HOSTS: Final = frozenset({"doi.org", "dx.doi.org", "www.doi.org"})


def is_arxiv_id(text: str) -> bool:
    """Tell whether `text` is an arXiv id without a version."""
    return ARXIV_ID.fullmatch(text) is not None


def is_doi(text: str) -> bool:
    """Tell whether `text` is a bare DOI: neither an address nor a `doi:` name."""
    return DOI.fullmatch(text) is not None and INVISIBLE.search(text) is None


def is_record_id(text: str) -> bool:
    """Tell whether `text` has the form of a record's id."""
    return RECORD_ID.fullmatch(text) is not None


def is_key(text: str) -> bool:
    """Tell whether `text` has the form of a vocabulary's key."""
    return KEY.fullmatch(text) is not None


def arxiv_url(arxiv: str) -> str:
    """Return the address of the abstract page of an arXiv id."""
    return f"https://arxiv.org/abs/{arxiv}"


def doi_url(doi: str) -> str:
    """Return the address that resolves a DOI; what a URL may not carry is percent-encoded."""
    return f"https://doi.org/{quote(doi, safe=_SAFE_IN_PATH)}"


def arxiv_in_url(url: str) -> str | None:
    """Return the arXiv id, without version, that an address of arXiv's sites names, or None."""
    path = _path_on(_ARXIV_HOSTS, url)
    for prefix in _ARXIV_PATHS:
        if path.startswith(prefix):
            named = _ARXIV_VERSION.sub("", path.removeprefix(prefix).rstrip("/").removesuffix(".pdf"))
            return named if is_arxiv_id(named) else None
    return None


def doi_in_url(url: str) -> str | None:
    """Return the DOI that an address of the DOI resolver names, or None."""
    named = unquote(_path_on(_DOI_HOSTS, url).removeprefix("/")).rstrip("/")
    return named if is_doi(named) else None


def arxiv_in_doi(doi: str) -> str | None:
    """Return the arXiv id that a DOI of arXiv's names, or None."""
    prefix, _, named = doi.partition("/arXiv." if "/arXiv." in doi else "/arxiv.")
    return named if prefix == _ARXIV_PREFIX and is_arxiv_id(named) else None


def _path_on(hosts: frozenset[str], url: str) -> str:
    """Return the path of an address if it is on one of `hosts`, or nothing; so too if it is malformed."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path if parts.hostname in hosts else ""


def fold_doi(doi: str) -> str:
    """Return the form in which two DOIs are compared: DOIs ignore the case of ASCII letters."""
    return doi.lower()
