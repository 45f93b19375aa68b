"""A draft: what a source says of one paper, as far as it says it, with the gaps known by name.

A draft fills gaps, those of another draft or of a record; it never overwrites. Where two disagree, that is told.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Final, NamedTuple

from catalog.diagnostics import Location
from catalog.identifiers import fold_doi
from catalog.model import Code, Paper
from catalog.names import Person
from catalog.text import fold

REQUIRED: Final = ("title", "authors", "year", "venue", "loss_family", "paper")
"""What a record cannot do without, besides the day on which it was added, by the fields of a draft."""

NOWHERE: Final = Location("", 0)
"""The place of what stands in no file."""


class Remark(NamedTuple):
    """Something that reading a source found worth saying; it is no reason to refuse the paper."""

    code: str
    message: str


OTHERS: Final = Remark("incomplete-source", "names its authors up to `et al.`; add those that are missing")
"""That a source does not name all authors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a source says of a paper; whatever it leaves open is empty.

    The fields of a record are called as they are there; `links` has its addresses by name, `paper` among them.
    """

    title: str = ""
    authors: tuple[Person, ...] = ()
    year: int | None = None
    venue: str | None = None
    """A key of the list's vocabulary; what the source calls the venue is in `containers`."""
    presentation: str | None = None
    award: str | None = None
    loss_family: str | None = None
    also_families: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    volume: str | None = None
    number: str | None = None
    pages: str | None = None
    publisher: str | None = None
    doi: str | None = None
    arxiv: str | None = None
    links: Mapping[str, str] = field(default_factory=dict)
    code: tuple[Code, ...] = ()
    summary: str | None = None
    note: str | None = None
    id: str | None = None
    """The id that the source has for it, such as the key of an entry of BibTeX."""
    containers: tuple[str, ...] = ()
    """What the source calls that in which it appeared: proceedings, journal, event, series; the likeliest first."""
    is_preprint: bool = False
    """Whether the source says that it is none but a preprint, in the first of `containers`."""
    remarks: tuple[Remark, ...] = ()
    place: Location = NOWHERE
    """Where the source says it."""

    @property
    def gaps(self) -> tuple[str, ...]:
        """Return the names of what a record needs and the draft lacks."""
        return tuple(name for name in REQUIRED if not (self.links.get(name) if name == "paper" else self.said(name)))

    def said(self, name: str) -> object:
        """Return what the draft says for a field, empty if nothing."""
        found: object = getattr(self, name)
        return found

    def remarked(self, code: str, message: str) -> "Draft":
        """Return the draft with one more remark."""
        return replace(self, remarks=(*self.remarks, Remark(code, message)))


_NOT_FILLED: Final = frozenset({"containers", "links", "remarks", "place", "is_preprint"})


def filled(draft: Draft, other: Draft) -> Draft:
    """Return `draft` with what `other` says where it says nothing itself; its own words come first."""
    names = (item.name for item in fields(Draft) if item.name not in _NOT_FILLED)
    gaps = {name: other.said(name) for name in names if not draft.said(name)}
    containers = tuple(dict.fromkeys((*draft.containers, *other.containers)))
    links = {**other.links, **draft.links}
    remarks = (*draft.remarks, *other.remarks)
    return replace(draft, **gaps, containers=containers, links=links, remarks=remarks)  # type: ignore[arg-type]  # the fields are those of the same class


class Difference(NamedTuple):
    """A field in which a record and a source do not say the same."""

    field: str
    ours: str
    theirs: str


def differences(paper: Paper, draft: Draft) -> Iterator[Difference]:
    """Yield where a draft of the same version does not say what a record says; where one of them is silent, nothing."""
    if draft.title and fold(draft.title) != fold(paper.title):
        yield Difference("title", paper.title, draft.title)
    ours, theirs = ([fold(person.family) for person in people] for people in (paper.authors, draft.authors))
    if theirs and ours != theirs:
        named = ("; ".join(person.display for person in people) for people in (paper.authors, draft.authors))
        yield Difference("authors", *named)
    if draft.year is not None and draft.year != paper.year:
        yield Difference("year", str(paper.year), str(draft.year))
    for name in ("venue", "volume", "number", "pages", "arxiv"):
        one, other = getattr(paper, name), draft.said(name)
        if one and other and one != other:
            yield Difference(name, str(one), str(other))
    if paper.doi and draft.doi and fold_doi(paper.doi) != fold_doi(draft.doi):
        yield Difference("doi", paper.doi, draft.doi)
