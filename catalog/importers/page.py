"""A paper's own page: the tags that it has for Google Scholar, and where those leave gaps, JSON-LD.

https://scholar.google.com/intl/en/scholar/inclusion.html#indexing, https://schema.org/ScholarlyArticle
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit

from catalog.identifiers import arxiv_in_doi, arxiv_in_url, doi_in_url, is_arxiv_id, is_doi
from catalog.importers.answers import Json, at, items, read_json, text
from catalog.importers.cleaning import (
    clean_pages,
    clean_text,
    clean_title,
    clean_url,
    clean_year,
    collective,
    from_parts,
    people,
    person,
    short,
)
from catalog.importers.draft import Draft, filled
from catalog.importers.outcome import Refusal, RefusedError, UnreadableError
from catalog.names import Person

_MOST: Final = 1_000_000
"""Characters of a page that are read; what is wanted stands in its head."""

_CHARSET: Final = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_HEADER_CHARSET: Final = re.compile(r"charset\s*=\s*[\"']?([\w-]{1,40})", re.IGNORECASE)
_PAPERS: Final = frozenset(
    {"scholarlyarticle", "article", "publicationissue", "report", "thesis", "chapter", "medicalscholarlyarticle"}
)
_TRACKING: Final = re.compile(
    r"(?i)^(?:utm_[a-z]+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|ref_src|ref_url|spm)="
)
_NAMES: Final = {
    "title": ("citation_title", "bepress_citation_title", "eprints.title", "dc.title", "dcterms.title"),
    "authors": ("citation_author", "bepress_citation_author", "eprints.creators_name", "dc.creator", "dcterms.creator"),
    "all_authors": ("citation_authors",),
    "date": (
        "citation_publication_date",
        "citation_date",
        "citation_year",
        "citation_cover_date",
        "citation_online_date",
        "bepress_citation_date",
        "eprints.date",
        "prism.publicationdate",
        "dc.date",
        "dcterms.issued",
        "dc.issued",
    ),
    "container": (
        "citation_conference_title",
        "citation_journal_title",
        "citation_inbook_title",
        "citation_book_title",
        "citation_conference",
        "citation_conference_abbrev",
        "citation_journal_abbrev",
        "bepress_citation_journal_title",
        "eprints.publication",
        "prism.publicationname",
        "dc.relation.ispartof",
    ),
    "volume": ("citation_volume", "prism.volume"),
    "number": ("citation_issue", "prism.number"),
    "first": ("citation_firstpage", "citation_first_page", "prism.startingpage"),
    "last": ("citation_lastpage", "citation_last_page", "prism.endingpage"),
    "publisher": ("citation_publisher", "dc.publisher"),
    "doi": ("citation_doi", "prism.doi", "bepress_citation_doi", "dc.identifier", "dcterms.identifier"),
    "arxiv": ("citation_arxiv_id",),
    "pdf": ("citation_pdf_url", "bepress_citation_pdf_url", "eprints.document_url"),
}
"""What tags are called that say the same; the first that a page has is believed."""


@dataclass(slots=True)
class _Reader(HTMLParser):
    """Gathers the tags and the JSON-LD of a page."""

    said: dict[str, list[str]] = field(default_factory=dict)
    scripts: list[str] = field(default_factory=list)
    in_script: bool = False

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(reversed(attrs))
        if tag == "meta":
            name, content = known.get("name") or known.get("property"), known.get("content")
            if name and content:
                self.said.setdefault(name.strip().lower(), []).append(content)
        elif tag == "script":
            self.in_script = (known.get("type") or "").strip().lower() == "application/ld+json"
            if self.in_script:
                self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self.in_script = False

    def handle_data(self, data: str) -> None:
        if self.in_script:
            self.scripts[-1] += data


def parse(body: bytes, url: str, content_type: str = "") -> Draft:
    """Return what a page says of its paper; `url` is its address.

    Raises:
        RefusedError: it is no page of HTML, or says nothing of a paper.
    """
    if body.lstrip()[:5] == b"%PDF-":
        message = "is a PDF, which says too little of itself; give the paper's page, its DOI or its arXiv id"
        raise RefusedError(Refusal("no-paper", message))
    reader = _Reader()
    try:
        reader.feed(_decoded(body, content_type)[:_MOST])
        reader.close()
    except (ValueError, AssertionError, RecursionError):
        pass  # markup so broken that the parser gives up; what it had read counts
    draft = _of_tags(reader.said, url)
    for script in reader.scripts:
        draft = filled(draft, _of_json_ld(script, url))
    if not draft.title:
        message = "has no `citation_title` tag and no JSON-LD of an article; give its DOI or its arXiv id"
        raise RefusedError(Refusal("no-paper", message))
    return replace(draft, links={"paper": shared(url), **draft.links})


def shared(url: str) -> str:
    """Return an address as it is handed on: without the place on the page, and without what tracks readers.

    >>> shared("https://oven.org/a?id=1&utm_source=feed#top")
    'https://oven.org/a?id=1'
    """
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if _TRACKING.match(part) is None)
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def _decoded(body: bytes, content_type: str) -> str:
    named = _HEADER_CHARSET.search(content_type)
    declared = _CHARSET.search(body[:4096])
    encodings = [named[1] if named else "", declared[1].decode("ascii", "replace") if declared else "", "utf-8"]
    for encoding in filter(None, encodings):
        try:
            return body.decode(encoding)
        except (LookupError, ValueError):
            continue
    return body.decode("utf-8", "replace")


def _of_tags(said: Mapping[str, Sequence[str]], url: str) -> Draft:
    def all_of(what: str) -> Sequence[str]:
        return next((said[name] for name in _NAMES[what] if name in said), ())

    def one(what: str) -> str:
        return next(iter(all_of(what)), "")

    names = all_of("authors") or [name for part in all_of("all_authors") for name in re.split(r";|\band\b", part)]
    pages = "-".join(part.strip() for part in (one("first"), one("last")) if part.strip())
    doi, arxiv = _identifiers([*all_of("doi"), *all_of("arxiv")])
    pdf = clean_url(urljoin(url, one("pdf").strip())) if one("pdf").strip() else None
    dates = (said[name][0] for name in _NAMES["date"] if name in said)
    containers = (clean_text(text_) for name in _NAMES["container"] for text_ in said.get(name, ()))
    return Draft(
        title=clean_title(one("title")),
        authors=people(map(person, names)),
        year=next((year for date in dates if (year := clean_year(date)) is not None), None),
        containers=tuple(dict.fromkeys(name for name in containers if name)),
        volume=short(one("volume")),
        number=short(one("number")),
        pages=clean_pages(pages),
        publisher=short(one("publisher")),
        doi=doi,
        arxiv=arxiv,
        links={"pdf": pdf} if pdf is not None else {},
    )


def _identifiers(texts: Sequence[str]) -> tuple[str | None, str | None]:
    """Return the DOI and the arXiv id that are among texts, with whatever prefix."""
    doi: str | None = None
    arxiv: str | None = None
    for given in texts:
        bare = re.sub(r"(?i)^(?:doi|info:doi/|arxiv)[:\s]*", "", given.strip())
        bare = doi_in_url(bare) or bare
        if is_doi(bare):
            doi, arxiv = (None, arxiv_in_doi(bare)) if arxiv_in_doi(bare) else (doi or bare, arxiv)
        else:
            named = arxiv_in_url(bare) or re.sub(r"v\d+$", "", bare)
            arxiv = arxiv or (named if is_arxiv_id(named) else None)
    return doi, arxiv


def _of_json_ld(script: str, url: str) -> Draft:
    try:
        tree = read_json(script.encode(errors="replace"))
    except UnreadableError:
        return Draft()
    thing = next(_papers(tree, 0), None)
    if thing is None:
        return Draft()
    whole = at(thing, "isPartOf")
    issue = whole if "Issue" in text(whole, "@type") else None
    volume = at(issue, "isPartOf") if issue is not None else whole
    pages = text(thing, "pagination") or "-".join(
        part for part in (text(thing, "pageStart"), text(thing, "pageEnd")) if part
    )
    identifiers = [text(thing, *way) for way in (("sameAs",), ("identifier",), ("identifier", "value"), ("@id",))]
    doi, arxiv = _identifiers([text(thing, "doi"), *identifiers])
    pdfs = [text(item, "contentUrl") for item in items(thing, "encoding") if "pdf" in text(item, "encodingFormat")]
    pdf = clean_url(urljoin(url, pdfs[0])) if pdfs and pdfs[0] else None
    return Draft(
        title=clean_title(text(thing, "headline") or text(thing, "name")),
        authors=people(map(_person, items(thing, "author"))),
        year=clean_year(text(thing, "datePublished") or text(thing, "dateCreated")),
        containers=tuple(name for name in map(clean_text, _parts_of(whole)) if name),
        volume=short(text(volume, "volumeNumber") or text(thing, "volumeNumber")),
        number=short(text(issue, "issueNumber") or text(thing, "issueNumber")),
        pages=clean_pages(pages),
        publisher=short(text(thing, "publisher", "name")),
        doi=doi,
        arxiv=arxiv,
        links={"pdf": pdf} if pdf is not None else {},
    )


def _papers(tree: Json, depth: int) -> Iterator[Json]:
    """Yield the papers of a tree: itself, the items of a list or graph, or what the page says that it is about."""
    if depth > 4:  # noqa: PLR2004  # a graph in a list, and the main thing of a page in that
        return
    if isinstance(tree, list):
        for item in tree[:100]:
            yield from _papers(item, depth + 1)
    elif isinstance(tree, dict):
        if any(kind.lower() in _PAPERS for kind in items(tree, "@type") if isinstance(kind, str)):
            yield tree
        for name in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _papers(tree.get(name), depth + 1)


def _parts_of(whole: Json) -> Iterator[str]:
    """Yield the names of that in which something appeared, from the inside out."""
    for _ in range(4):
        name = text(whole, "name")
        if name:
            yield name
        whole = at(whole, "isPartOf")


def _person(author: Json) -> Person | None:
    if isinstance(author, str):
        return person(author)
    if text(author, "@type") == "Organization":
        return collective(text(author, "name"))
    given, family = text(author, "givenName"), text(author, "familyName")
    return from_parts(given, family) if given and family else person(text(author, "name"))
