"""Works by their DOIs: Crossref's API, and the CSL-JSON that doi.org gives; both say the same in nearly the same shape.

https://api.crossref.org/swagger-ui/index.html, https://citation.crosscite.org/docs.html
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import quote, urlencode

from catalog.identifiers import is_doi
from catalog.importers.answers import Json, at, items, read_json, text, texts
from catalog.importers.cleaning import (
    clean_pages,
    clean_text,
    clean_title,
    clean_year,
    collective,
    from_parts,
    people,
    person,
    short,
    with_subtitle,
)
from catalog.importers.draft import OTHERS, Draft
from catalog.importers.outcome import Refusal, RefusedError, UnreadableError
from catalog.names import Person

CSL_JSON: Final = "application/vnd.citationstyles.csl+json"
_MOST_FOUND: Final = 5
_PREPRINTS: Final = frozenset({"posted-content", "preprint"})
_RETRACTED: Final = re.compile(
    r"(?i)^\W*(?:retracted|withdrawn|removed|temporary removal)\b(?:\s+(?:article|paper|chapter))?\s*[:\]]"
)
_OTHERS: Final = re.compile(r"(?i)(?:and )?(?:et al|others)\.?")
_RETRACTIONS: Final = frozenset({"retraction", "withdrawal", "removal"})
_DATES: Final = ("published-print", "issued", "published", "published-online", "event-date", "posted")
"""What says when a work appeared; the issue that it is cited by goes before the day on which it came online."""


def crossref_url(base: str, doi: str) -> str:
    """Return the address at which Crossref tells of a DOI."""
    return f"{base.removesuffix('/')}/works/{quote(doi, safe='/')}"


def crossref_search_url(base: str, title: str, author: str) -> str:
    """Return the address at which Crossref tells of works with nearly this title."""
    asked = {"query.bibliographic": title, "query.author": author, "rows": _MOST_FOUND}
    return f"{base.removesuffix('/')}/works?{urlencode({key: value for key, value in asked.items() if value})}"


def doi_url(base: str, doi: str) -> str:
    """Return the address at which the resolver tells of a DOI in the form that is asked for."""
    return f"{base.removesuffix('/')}/{quote(doi, safe='/')}"


def read_crossref(body: bytes) -> Draft:
    """Return what Crossref says of a work.

    Raises:
        UnreadableError: the answer is of another form.
        RefusedError: the work was retracted.
    """
    return _draft(_message(body))


def read_crossref_search(body: bytes) -> tuple[Draft, ...]:
    """Return the works that Crossref finds.

    Raises:
        UnreadableError: the answer is of another form.
    """
    return tuple(_standing(items(_message(body), "items")[: 4 * _MOST_FOUND]))


def read_csl(body: bytes) -> Draft:
    """Return what doi.org says of a work.

    Raises:
        UnreadableError: the answer is of another form.
        RefusedError: the work was retracted.
    """
    tree = read_json(body)
    if not isinstance(tree, dict):
        msg = "the answer is no work in CSL-JSON"
        raise UnreadableError(msg)
    return _draft(tree)


def _message(body: bytes) -> Json:
    message = at(read_json(body), "message")
    if not isinstance(message, dict):
        msg = "the answer has no `message` of Crossref's"
        raise UnreadableError(msg)
    return message


def _standing(works: list[Json]) -> Iterator[Draft]:
    for work in works:
        try:
            yield _draft(work)
        except RefusedError:
            continue


def _draft(work: Json) -> Draft:
    title = clean_title(text(work, "title"))
    _refuse_retracted(work, title)
    doi = text(work, "DOI").strip()
    kind = text(work, "type")
    authors = people(map(_author, items(work, "author")))
    named = tuple(author for author in authors if _OTHERS.fullmatch(author.display) is None)
    draft = Draft(
        title=with_subtitle(title, clean_title(text(work, "subtitle"))),
        authors=named,
        year=next((year for name in _DATES if (year := _year(at(work, name))) is not None), None),
        containers=tuple(_containers(work, kind)),
        is_preprint=kind in _PREPRINTS or text(work, "subtype") == "preprint",
        volume=short(text(work, "volume")),
        number=short(text(work, "issue")),
        pages=clean_pages(text(work, "page")) or clean_pages(text(work, "article-number")),
        publisher=short(text(work, "publisher")),
        doi=doi if is_doi(doi) else None,
    )
    if len(named) < len(authors):
        return draft.remarked(*OTHERS)
    return draft


def _refuse_retracted(work: Json, title: str) -> None:
    updates = {text(update, "type").lower() for update in items(work, "updated-by") if isinstance(update, dict)}
    if _RETRACTED.match(title) is not None or updates & _RETRACTIONS:
        message = "its publisher has retracted it; add the version that stands, if there is one"
        raise RefusedError(Refusal("withdrawn-paper", message))


def _author(author: Json) -> Person | None:
    given, family = text(author, "given"), text(author, "family")
    if family or given:
        particle = text(author, "non-dropping-particle") or text(author, "dropping-particle")
        return from_parts(given, family, suffix=text(author, "suffix"), particle=particle)
    if name := text(author, "name"):
        return collective(name)
    return person(text(author, "literal"))


def _year(date: Json) -> int | None:
    """Return the year of a date that may have neither month nor day, or be written in words."""
    parts = at(date, "date-parts", 0)
    return clean_year(text(parts, 0) if isinstance(parts, list) else text(parts)) or clean_year(
        text(date, "raw") or text(date, "literal")
    )


def _containers(work: Json, kind: str) -> Iterator[str]:
    named = [text(work, "institution", 0, "name"), text(work, "group-title")] if kind in _PREPRINTS else []
    event = at(work, "event")
    named += [*texts(work, "container-title"), text(work, "container-title")]
    named += [text(event, "name"), text(event, "acronym"), text(event), text(work, "event-title")]
    named += texts(work, "short-container-title")
    if kind in _PREPRINTS or not any(named):
        named.append(text(work, "publisher"))
    yield from dict.fromkeys(name for name in (clean_text(each) for each in named) if name)
