"""Indexes of papers that are searched by title: DBLP and OpenAlex; and GitHub, which knows repositories.

https://dblp.org/faq/How+to+use+the+dblp+search+API.html, https://docs.openalex.org
"""

import re
from typing import Final
from urllib.parse import urlencode

from catalog.identifiers import arxiv_in_doi, arxiv_in_url, is_doi
from catalog.importers.answers import Json, at, items, read_json, text
from catalog.importers.cleaning import clean_pages, clean_text, clean_title, clean_year, people, person, short
from catalog.importers.draft import Draft
from catalog.importers.outcome import Refusal, RefusedError, UnreadableError
from catalog.text import fold

_MOST_FOUND: Final = 10
_PREPRINTS: Final = frozenset({"Informal and Other Publications", "Informal Publications"})
_DOI_ADDRESS: Final = "https://doi.org/"
_REPOSITORY: Final = re.compile(
    r"https?://(?:www\.)?github\.com/([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9._-]+?)(?:\.git)?/?"
)


def dblp_url(base: str, title: str) -> str:
    """Return the address at which DBLP tells of publications with the words of a title."""
    return (
        f"{base.removesuffix('/')}/search/publ/api?{urlencode({'q': fold(title), 'format': 'json', 'h': _MOST_FOUND})}"
    )


def read_dblp(body: bytes) -> tuple[Draft, ...]:
    """Return the publications that DBLP finds.

    Raises:
        UnreadableError: the answer is of another form.
    """
    hits = at(read_json(body), "result", "hits")
    if not isinstance(hits, dict):
        msg = "the answer has no `result` of DBLP's"
        raise UnreadableError(msg)
    return tuple(_of_dblp(at(hit, "info")) for hit in items(hits, "hit"))


def _of_dblp(info: Json) -> Draft:
    doi = text(info, "doi")
    named = (author if isinstance(author, str) else text(author, "text") for author in items(info, "authors", "author"))
    return Draft(
        title=clean_title(text(info, "title")),
        authors=people(map(person, named)),
        year=clean_year(text(info, "year")),
        containers=tuple(name for name in map(_line, items(info, "venue")) if name),
        is_preprint=text(info, "type") in _PREPRINTS,
        volume=short(text(info, "volume")),
        number=short(text(info, "number")),
        pages=clean_pages(text(info, "pages")),
        doi=doi if is_doi(doi) else None,
    )


def _line(value: Json) -> str:
    return clean_text(value) if isinstance(value, str) else ""


def openalex_url(base: str, title: str) -> str:
    """Return the address at which OpenAlex tells of works with the words of a title."""
    words = fold(title)  # without commas, colons and bars, which are signs of its filters
    return f"{base.removesuffix('/')}/works?{urlencode({'filter': f'title.search:{words}', 'per-page': _MOST_FOUND})}"


def read_openalex(body: bytes) -> tuple[Draft, ...]:
    """Return the works that OpenAlex finds.

    Raises:
        UnreadableError: the answer is of another form.
    """
    tree = read_json(body)
    if not isinstance(at(tree, "results"), list):
        msg = "the answer has no `results` of OpenAlex's"
        raise UnreadableError(msg)
    return tuple(_of_openalex(work) for work in items(tree, "results") if not _is_retracted(work))


def _is_retracted(work: Json) -> bool:
    return at(work, "is_retracted") is True


def _of_openalex(work: Json) -> Draft:
    doi = text(work, "doi").removeprefix(_DOI_ADDRESS)
    arxiv = arxiv_in_doi(doi) if is_doi(doi) else None
    places = [at(work, "primary_location"), *items(work, "locations")]
    pages = "-".join(part for part in (text(work, "biblio", "first_page"), text(work, "biblio", "last_page")) if part)
    named = (
        text(each, "author", "display_name") or text(each, "raw_author_name") for each in items(work, "authorships")
    )
    sources = [_line(at(place, "source", "display_name")) for place in places]
    addresses = (arxiv_in_url(text(place, "landing_page_url")) for place in places)
    return Draft(
        title=clean_title(text(work, "title") or text(work, "display_name")),
        authors=people(map(person, named)),
        year=clean_year(text(work, "publication_year")),
        containers=tuple(dict.fromkeys(name for name in sources if name)),
        is_preprint=text(work, "type") == "preprint" or text(places[0], "version") == "submittedVersion",
        volume=short(text(work, "biblio", "volume")),
        number=short(text(work, "biblio", "issue")),
        pages=clean_pages(pages),
        doi=doi if is_doi(doi) and arxiv is None else None,
        arxiv=arxiv or next((found for found in addresses if found is not None), None),
    )


def repository_of(url: str) -> str | None:
    """Return owner and name of a repository of GitHub's that an address opens, or None."""
    found = _REPOSITORY.fullmatch(url)
    return f"{found[1]}/{found[2]}" if found is not None else None


def github_url(base: str, repository: str) -> str:
    """Return the address at which GitHub tells of a repository."""
    return f"{base.removesuffix('/')}/repos/{repository}"


def read_github(body: bytes) -> str:
    """Return the address at which a repository is today.

    Raises:
        UnreadableError: the answer is of another form.
        RefusedError: the repository is not to be had.
    """
    tree = read_json(body)
    url = text(tree, "html_url")
    if repository_of(url) is None:
        msg = "the answer tells of no repository"
        raise UnreadableError(msg)
    if at(tree, "private") is True:
        raise RefusedError(Refusal("not-found", "the repository is private"))
    return url
