"""What an entry of a list says, as a value: whether it is one of a paper, and the draft that comes of it."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from catalog.diagnostics import Location
from catalog.identifiers import arxiv_in_doi, arxiv_in_url, doi_in_url
from catalog.importers.cleaning import clean_url
from catalog.importers.draft import OTHERS, Draft, Remark
from catalog.importers.outcome import Refusal, Unread
from catalog.importers.readme_links import IS_PAPER, Role, framework, is_official
from catalog.importers.readme_people import People
from catalog.importers.readme_said import Said
from catalog.model import Code
from catalog.text import quoted

_FEWEST_BY_HEADING: Final = 3
_BESIDE_PAPERS: Final = frozenset({Role.CODE, Role.PROJECT, Role.SUPPLEMENT, Role.POSTER, Role.REVIEW})
"""What stands beside a paper where there is no link to the paper itself; a talk or a data set may stand alone."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the headings above an entry say of it."""

    year: int | None = None
    container: str = ""
    family: str | None = None
    is_aside: bool = False
    """Whether the section holds no papers: contents, news, how to contribute."""


class Link(NamedTuple):
    """A link: what it is to the paper, what it is called, and where it leads."""

    role: Role
    label: str
    url: str


@dataclass(slots=True)
class Entry:
    """What an entry says, as far as it is understood."""

    title: str = ""
    is_styled: bool = False
    """Whether the title is set apart from the rest."""
    said: Said = field(default_factory=Said)
    people: People = People((), has_others=False)  # noqa: RUF009  # it does not change
    links: list[Link] = field(default_factory=list)
    summary: str = ""
    left: list[str] = field(default_factory=list)
    """Words that are not understood."""
    is_prose: bool = False
    """Whether a link stands in the middle of a sentence."""
    leads_inside: bool = False
    """Whether it leads to another place of the same page."""
    names_code: bool = False
    """Whether the title itself leads to code."""

    @property
    def has_evidence(self) -> bool:
        """Tell whether an entry says that it is a paper."""
        return self.said.is_publication or any(link.role in IS_PAPER for link in self.links)

    @property
    def words(self) -> int:
        """Return how many words the title has."""
        return len(self.title.split())

    def is_paper(self, context: Context) -> bool:
        """Tell whether an entry is one of a paper, whether or not all that is needed was found."""
        if self.is_prose or self.leads_inside or context.is_aside:
            return False
        if self.has_evidence:
            return True
        if self.names_code:
            return False
        leads = {link.role for link in self.links} - {Role.OTHER}
        is_dated = context.year is not None or (self.said.year is not None and bool(self.people.authors))
        is_other = bool(self.links) and not leads & _BESIDE_PAPERS
        return is_dated and self.words >= _FEWEST_BY_HEADING and not is_other


def as_draft(entry: Entry, context: Context, place: Location) -> Draft | Unread:
    """Return the draft of an entry of a paper, or why there is none."""
    if not any(map(str.isalnum, entry.title)):
        what = "no title is found in what looks like a paper; write its record by hand"
        return Unread(place, Refusal("unread-entry", what))
    said = entry.said
    links = _Links(said.arxiv).of(entry)
    container = said.container or context.container
    year = said.year or context.year
    remarks = [Remark("left-out", f"{quoted(text)} is not understood and left out") for text in entry.left]
    remarks += (Remark("left-out", f"the {lost} has no field and is left out") for lost in links.lost)
    if entry.people.has_others:
        remarks.append(OTHERS)
    if year is None and links.arxiv is not None and (not container or said.arxiv is not None):
        year = _year_of_arxiv(links.arxiv)
        remarks.append(Remark("incomplete-source", f"has no year; {year}, that of its arXiv id, is taken"))
    if year is None:
        what = f"no year is found for {quoted(entry.title)}, in the entry or above it; write its record by hand"
        return Unread(place, Refusal("unread-entry", what))
    return Draft(
        title=entry.title,
        authors=entry.people.authors,
        year=year,
        containers=(container,) if container else (),
        presentation=said.presentation,
        award=said.award,
        loss_family=context.family,
        pages=said.pages,
        volume=said.volume,
        number=said.number,
        doi=links.doi,
        arxiv=links.arxiv,
        links=links.fields,
        code=tuple(links.code.values()),
        summary=entry.summary or None,
        remarks=tuple(remarks),
        place=place,
    )


def _year_of_arxiv(arxiv: str) -> int:
    short = int((arxiv.partition("/")[2] or arxiv)[:2])
    return 1900 + short if short > 90 else 2000 + short  # noqa: PLR2004  # arXiv began in 1991


@dataclass(slots=True)
class _Links:
    """The links of an entry as a record has them, and those that it has no field for."""

    arxiv: str | None
    doi: str | None = None
    fields: dict[str, str] = field(default_factory=dict)
    code: dict[str, Code] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)

    def of(self, entry: Entry) -> "_Links":
        """Take in the links of an entry; of several in one role, the first stays."""
        has_paper = any(link.role in IS_PAPER for link in entry.links)
        for link in entry.links:
            is_paper = link.role is Role.OTHER and not link.label and not has_paper  # the title leads there
            self._take(link._replace(role=Role.PAPER) if is_paper else link)
        doi = next((doi for url in self.fields.values() if (doi := doi_in_url(url)) is not None), None)
        if doi is not None and arxiv_in_doi(doi) is None:
            self.doi = doi
        return self

    def _take(self, link: Link) -> None:
        url = clean_url(link.url)
        arxiv = arxiv_in_url(link.url) if link.role in IS_PAPER else None
        if url is not None and link.role is Role.CODE:
            code = Code(url=url, official=is_official(link.label), note=framework(link.label))
            self.code.setdefault(url, code)
        elif arxiv is not None and self.arxiv in {None, arxiv}:
            self.arxiv = arxiv
        elif url is None or link.role is Role.OTHER or self.fields.setdefault(link.role.value, url) != url:
            self.lost.append(f"link {quoted(link.label or link.role.value)} to {quoted(link.url, limit=160)}")
