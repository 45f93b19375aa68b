"""arXiv's API: https://info.arxiv.org/help/api/user-manual.html."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import quote

from catalog.identifiers import ARXIV_ID, is_doi
from catalog.importers.answers import Element, read_xml
from catalog.importers.cleaning import clean_pages, clean_text, clean_title, clean_url, clean_year, people, person
from catalog.importers.draft import Draft
from catalog.importers.outcome import Refusal, RefusedError, UnreadableError
from catalog.model import Code

MOST: Final = 50
"""Papers that are asked for at once; with more, the address gets too long for some."""

_ATOM: Final = "http://www.w3.org/2005/Atom "
_ARXIV: Final = "http://arxiv.org/schemas/atom "
_ID: Final = re.compile(rf"/abs/({ARXIV_ID.pattern})(?:v[0-9]+)?$")
_WITHDRAWN: Final = re.compile(
    r"(?i)^\W*(?:this|the|our)\s+(?:\w+\s+){0,3}(?:paper|article|submission|manuscript|work|preprint|version)\s+"
    r"(?:has|have|had|is|was)\s+(?:been\s+|now\s+)*(?:withdrawn|retracted)|^\W*withdrawn\b"
    r"|\barxiv admin(?:istrators?)?\b.{0,80}\bwithdrawn\b|^\W*(?:paper|article|submission|manuscript)\s+withdrawn\b"
)
_CODE: Final = re.compile(
    r"(?i)\b(?:code|codes|implementation|implementations|source|software|toolbox|models?)\b[^.]{0,120}?"
    r"(https?://(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/[\w.-]+/[\w.-]+)"
)
_PAGES: Final = re.compile(r"(?i)\b(?:pp?\.|pages?)\s*([A-Za-z]{0,3}\d+\s*[-\u2010-\u2015]+\s*[A-Za-z]{0,3}\d+)")
_VOLUME: Final = re.compile(r"(?i)\bvol(?:ume|\.)?\s*(\d{1,3})\b|[a-z.)]\s+(\d{1,3})\s*(?:\(|:|,\s*(?:no|pp?)\b)")
_BESIDE: Final = re.compile(r"(?i)workshop|findings|companion|adjunct|challenge|tutorial")
_NUMBER: Final = re.compile(r"(?i)\b(?:no|number|issue|iss)\.?\s*(\d{1,3})\b")


def url(base: str, ids: Sequence[str]) -> str:
    """Return the address that tells of papers; without a number, the API tells of ten only."""
    return f"{base}?id_list={','.join(quote(each, safe='/.') for each in ids)}&max_results={len(ids)}"


def parse(body: bytes) -> Mapping[str, Draft | RefusedError]:
    """Return what an answer says of papers, by their ids; of what it does not know, it says nothing.

    Raises:
        UnreadableError: it is no feed.
    """
    root = read_xml(body)
    if root.name != f"{_ATOM}feed":
        msg = f"the answer is no feed of Atom: it begins with `{root.name.rpartition(' ')[2][:40]}`"
        raise UnreadableError(msg)
    return dict(_entries(root))


def _entries(root: Element) -> Iterator[tuple[str, Draft | RefusedError]]:
    for entry in root.all(f"{_ATOM}entry"):
        found = _ID.search(entry.text_of(f"{_ATOM}id"))
        title = clean_title(entry.text_of(f"{_ATOM}title"))
        if found is None or not title:
            continue  # an entry that tells of an error has an id of its own kind
        try:
            yield found[1], _draft(found[1], title, entry)
        except RefusedError as refused:
            yield found[1], refused


def _draft(arxiv: str, title: str, entry: Element) -> Draft:
    comment, summary = entry.text_of(f"{_ARXIV}comment"), entry.text_of(f"{_ATOM}summary")
    if any(_WITHDRAWN.search(text) is not None for text in (comment, summary)):
        message = "arXiv says that it was withdrawn; add the version that stands, if there is one"
        raise RefusedError(Refusal("withdrawn-paper", message))
    authors = people(person(author.text_of(f"{_ATOM}name")) for author in entry.all(f"{_ATOM}author"))
    doi = entry.text_of(f"{_ARXIV}doi").split(" ")[0]
    journal = clean_text(entry.text_of(f"{_ARXIV}journal_ref"))
    return Draft(
        title=title,
        authors=authors,
        year=clean_year(entry.text_of(f"{_ATOM}published")),
        arxiv=arxiv,
        doi=doi if is_doi(doi) else None,
        code=_code(comment, summary),
        containers=(journal,) if journal else (),
    )


def _code(*texts: str) -> tuple[Code, ...]:
    """Return the repository that the authors say their code is in."""
    found = next((found for text in texts if (found := _CODE.search(" ".join(text.split()))) is not None), None)
    url = clean_url(found[1].rstrip(".").removesuffix(".git")) if found is not None else None
    return (Code(url=url, official=True),) if url is not None else ()


def published(draft: Draft) -> Draft:
    """Return what the journal reference of a draft says of the published version: where, when, which pages."""
    (reference,) = draft.containers[:1] or ("",)
    pages = _PAGES.search(reference)
    volume, number = _VOLUME.search(reference), _NUMBER.search(reference)
    return Draft(
        year=_year_in(reference),
        containers=(reference, *_beginnings(reference)),
        pages=clean_pages(pages[1]) if pages is not None else None,
        volume=(volume[1] or volume[2]) if volume is not None else None,
        number=number[1] if number is not None and volume is not None else None,
    )


def _year_in(reference: str) -> int | None:
    """Return the year of a journal reference: the one in brackets, or else the last one."""
    bracketed = re.findall(r"\(\D{0,20}((?:19|20)\d\d)\)", reference)
    plain = re.findall(r"(?<![\d-])((?:19|20)\d\d)(?![\d-])", reference)
    short = re.search(r"[A-Za-z]['\u2019](\d\d)\b", reference)
    if not bracketed and not plain and short is not None:
        return 2000 + int(short[1]) if int(short[1]) < 90 else 1900 + int(short[1])  # noqa: PLR2004  # arXiv is of 1991
    return clean_year((bracketed or plain or [""])[-1])


def _beginnings(reference: str) -> Iterator[str]:
    """Yield what stands before the first number of a reference, which for journals is their name."""
    found = re.match(r"[^\d(\[]{3,200}", reference)
    if found is not None and _BESIDE.search(reference) is None:
        yield found[0].strip(" ,;:.")
