"""What the head of a page says to machines: to reference managers, scholarly indexes, search engines and link previews.

Highwire's tags are written as Google Scholar asks for them (https://scholar.google.com/intl/en/scholar/inclusion.html,
"Indexing guidelines") and as Zotero reads them, which is a little different: its translator "Embedded Metadata" takes
the kind of item from the tag of the venue, the address of the item from `citation_public_url`, and its function
`cleanAuthor` takes names apart (https://github.com/zotero/translators, https://github.com/zotero/utilities).
Linked data is in the vocabulary of https://schema.org, previews are those of https://ogp.me.

`home` is everywhere the absolute address of the site, which ends in a slash.
"""

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any, Final

from catalog import identifiers
from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.model import EntryType, Paper
from catalog.names import Person
from catalog.outputs import addresses
from catalog.outputs.citation import Citation, citation
from catalog.outputs.templating import Html
from catalog.outputs.views import link

_DESCRIBED: Final = 300
"""Characters of a description, which search engines show in part."""

_VENUES: Final = {
    EntryType.INPROCEEDINGS: "citation_conference_title",
    EntryType.ARTICLE: "citation_journal_title",
    # Neither Google Scholar nor Zotero has a tag for servers of preprints; of a report, both keep who published it and
    # its number, and neither calls it an article of a journal.
    EntryType.MISC: "citation_technical_report_institution",
}
"""The tag of a venue, of which a page has exactly one: it decides what kind of item Zotero makes."""

_ALSO: Final = {"description": "og:description", "citation_title": "og:title"}
"""Tags whose value is that of a property of Open Graph too: one element says both."""

_NO_BREAK: Final = "\N{NO-BREAK SPACE}"

_IN_SCRIPT: Final = str.maketrans({"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"})
"""What could end a script, or begin a comment in it, as JSON may spell it too."""

_Tag = tuple[str, str | None]
_Json = dict[str, Any]


def description(text: str) -> str:
    """Return what a page says of itself to search engines: one line of limited length."""
    line = " ".join(text.split())
    return line if len(line) <= _DESCRIBED else f"{line[: _DESCRIBED - 1]}…"


def description_of_paper(edition: Edition, record: PaperRecord) -> str:
    """Return the summary of a paper, or else who wrote it, where and when it appeared."""
    paper = record.value
    names = ", ".join(person.display for person in paper.authors)
    return description(paper.summary or f"{names}. {edition.venue_name(paper.venue, paper.year)} {paper.year}.")


def head(edition: Edition, record: PaperRecord, home: str) -> Html:
    """Return what stands in the head of a paper's page besides its title."""
    address = f"{home}{addresses.paper(record.id)}"
    described = description_of_paper(edition, record)
    return _joined(
        *_named("name", (("description", described),)),
        _canonical(address),
        *_named("name", _highwire(edition, record)),
        # No `og:site_name`: Zotero would take it for the title of the proceedings.
        *_named("property", _open_graph("article", address, home)),
        _CARD,
        _linked_data(_article(edition, record, address)),
    )


def head_of_page(edition: Edition, title: str, description: str, address: str, home: str) -> Html:
    """Return what stands in the head of any other page besides its title; `address` is the page's below the root."""
    listed = edition.settings.list
    absolute = f"{home}{address}"
    return _joined(
        *_named("name", (("description", description),)),
        _canonical(absolute),
        *_named("property", _open_graph("website", absolute, home)),
        *_named("property", (("og:title", title), ("og:site_name", listed.title))),
        _CARD,
        *((_linked_data(_site(listed.title, listed.description, home)),) if address == addresses.HOME else ()),
    )


def _joined(*lines: str) -> Html:
    return Html("\n".join(lines))


def _named(attribute: str, tags: Iterable[_Tag]) -> Iterator[str]:
    """Yield the tags that have a value."""
    for name, value in tags:
        if value:
            also = f' property="{_ALSO[name]}"' if name in _ALSO else ""
            yield f'<meta {attribute}="{name}"{also} content="{escape(value)}">'


def _canonical(address: str) -> str:
    return f'<link rel="canonical" href="{escape(address)}">'


def _open_graph(kind: str, address: str, home: str) -> tuple[_Tag, ...]:
    return (("og:type", kind), ("og:url", address), ("og:image", f"{home}{addresses.SOCIAL_CARD}"))


_CARD: Final = '<meta name="twitter:card" content="summary_large_image">'
"""How large a preview is; what it says is taken from Open Graph."""


def _highwire(edition: Edition, record: PaperRecord) -> Iterator[_Tag]:
    """Yield the tags of a paper; each but that of an author stands once."""
    paper = record.value
    cited = citation(edition, record)
    first, _, last = (paper.pages or "").partition("-")
    yield "citation_title", paper.title
    for name in author_names(paper.authors):
        yield "citation_author", name
    yield "citation_publication_date", str(paper.year)
    yield _VENUES[cited.type], cited.published_in
    if cited.is_preprint:
        yield "citation_technical_report_number", cited.preprint_id or cited.number
    else:
        yield "citation_volume", cited.volume
        yield "citation_issue", cited.number
        # A report's publisher is its institution.
        yield "citation_publisher", cited.publisher
    yield "citation_firstpage", first
    yield "citation_lastpage", last
    yield "citation_doi", paper.doi
    yield "citation_arxiv_id", paper.arxiv
    yield "citation_pdf_url", _web(paper.links.pdf)
    # As in every citation that the site gives, the paper's own page and not that of the list.
    yield "citation_public_url", _web(paper.links.paper)


def author_names(people: tuple[Person, ...]) -> tuple[str, ...]:
    """Return names as `citation_author` has them: "Family, Given", with particle and suffix in the family name.

    A second comma would hide the given name from Zotero, so that a suffix stands before the first. A comma between
    words on both sides makes two people of the only author, for Zotero looks whether a tag names several; a space that
    does not break is none to it, and becomes one when it has decided.

    >>> author_names((Person("Beethoven", "Ludwig", "van"), Person("King", "Martin Luther", suffix="Jr.")))
    ('van Beethoven, Ludwig', 'King Jr., Martin Luther')
    """
    is_alone = len(people) == 1
    return tuple(_name(person, is_alone=is_alone) for person in people)


def _name(person: Person, *, is_alone: bool) -> str:
    surname = f"{person.surname} {person.suffix}" if person.suffix else person.surname
    if person.literal or not person.given:
        return surname
    if is_alone and " " in person.given:
        surname = surname.replace(" ", _NO_BREAK)
    return f"{surname}, {person.given}"


def _article(edition: Edition, record: PaperRecord, address: str) -> _Json:
    """Return a paper as linked data; what the record does not say is left out."""
    paper = record.value
    cited = citation(edition, record)
    known = {
        "@type": "ScholarlyArticle",
        "url": address,
        "headline": paper.title,
        "author": [_person(person) for person in paper.authors],
        "datePublished": str(paper.year),
        "isPartOf": _container(cited),
        "pagination": paper.pages,
        "publisher": _organization(cited.publisher) if cited.publisher else None,
        "award": paper.award,
        # No `identifier`: the addresses that identifiers resolve to name the same thing.
        "sameAs": _same_as(paper),
        "about": [{"name": name} for name in _subjects(edition, paper)],
    }
    return {key: value for key, value in known.items() if value}


def _person(person: Person) -> _Json:
    if person.literal:
        return _organization(person.display)
    return {"@type": "Person", "name": person.display}


def _organization(name: str) -> _Json:
    return {"@type": "Organization", "name": name}


def _container(cited: Citation) -> _Json:
    """Return what a paper is a part of: an issue of a volume of a journal, proceedings in a series, a collection."""
    if cited.is_preprint:
        return {"@type": "Collection", "name": cited.published_in}
    if cited.type is EntryType.INPROCEEDINGS:
        book: _Json = {"@type": "Book", "name": cited.published_in}
        if cited.series:
            book["isPartOf"] = {"@type": "BookSeries", "name": cited.series}
        if cited.volume:
            book["position"] = cited.volume
        return book
    found: _Json = {"@type": "Periodical", "name": cited.published_in}
    if cited.volume:
        found = {"@type": "PublicationVolume", "volumeNumber": cited.volume, "isPartOf": found}
    if cited.number:
        found = {"@type": "PublicationIssue", "issueNumber": cited.number, "isPartOf": found}
    return found


def _same_as(paper: Paper) -> list[str]:
    """Return where else the paper is: what its identifiers resolve to, and its own page if no DOI leads there."""
    found = (
        identifiers.doi_url(paper.doi) if paper.doi is not None else None,
        identifiers.arxiv_url(paper.arxiv) if paper.arxiv is not None else None,
        _web(paper.links.paper) if paper.doi is None else None,
    )
    return list(dict.fromkeys(url for url in found if url is not None))


def _subjects(edition: Edition, paper: Paper) -> Iterator[str]:
    for key in dict.fromkeys((paper.loss_family, *paper.also_families)):
        yield edition.catalog.families[key].value.name
    for key in dict.fromkeys(paper.topics):
        yield edition.catalog.topics[key].value.name


def _site(title: str, described: str, home: str) -> _Json:
    return {"@type": "WebSite", "name": title, "description": described, "url": home}


def _linked_data(thing: _Json) -> str:
    data = json.dumps({"@context": "https://schema.org", **thing}, ensure_ascii=False, separators=(",", ":"))
    return f'<script type="application/ld+json">{data.translate(_IN_SCRIPT)}</script>'


def _web(url: str | None) -> str | None:
    """Return an address that a browser may open, or None."""
    return next((found.url for found in link("", url)), None)
