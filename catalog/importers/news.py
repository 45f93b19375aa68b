"""What sources know of a paper that its record does not say: that it was published since, and what fills its gaps.

A value that a curator wrote is never in question: where a source says another one, that is only told.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import Final, NamedTuple

from pydantic import TypeAdapter, ValidationError

from catalog.identifiers import arxiv_in_doi, fold_doi
from catalog.importers import arxiv
from catalog.importers.draft import Difference, Draft, differences, filled
from catalog.importers.indexes import repository_of
from catalog.importers.lookup import (
    CROSSREF_SEARCH,
    DBLP,
    GITHUB,
    OPENALEX,
    Lookup,
    look_up_doi,
)
from catalog.importers.outcome import Outcome, Refusal, Silence
from catalog.importers.record import placed
from catalog.importers.venues import Venues
from catalog.model import Code, Paper, VenueKind
from catalog.names import Person
from catalog.settings import ServiceSettings
from catalog.text import fold

_LONGEST_WAY: Final = 5
"""Years from a preprint to what it is published as, at most."""


class Said(NamedTuple):
    """What a source says of a paper, and what the source is called."""

    source: str
    draft: Draft


@dataclass(slots=True)
class Learned:
    """What became of asking about one paper."""

    said: list[Said] = field(default_factory=list)
    """What sources say of the version that the record is of, or of what a preprint became."""
    elsewhere: list[str] = field(default_factory=list)
    """Venues that the list does not know, where a preprint was published."""
    code: Code | None = None
    silences: list[Silence] = field(default_factory=list)
    answers: int = 0
    """Sources that had an answer, be it that they know nothing."""

    def hear(self, outcome: object) -> None:
        """Take note of whether a source answered."""
        if isinstance(outcome, Silence):
            self.silences.append(outcome)
        else:
            self.answers += 1

    @property
    def is_final(self) -> bool:
        """Tell whether asking again soon would bring the same; a venue that the list lacks may be there by then."""
        return not self.silences and not self.elsewhere


_LEARNED: Final = TypeAdapter(Learned)


def as_json(learned: Learned) -> str:
    """Return what was learned as text."""
    return _LEARNED.dump_json(learned, exclude_defaults=True).decode()


def from_json(text: str) -> Learned | None:
    """Return what was learned from its text, or None if that is none; an older version may have written it."""
    try:
        return _LEARNED.validate_json(text)
    except ValidationError:
        return None


class News(NamedTuple):
    """What is to be said of a record: the published version, what fills its gaps, and what disagrees."""

    published: Said | None
    gaps: Mapping[str, tuple[str, str]]
    """The fields that are open, with what is known and who says it."""
    code: Code | None
    differences: tuple[tuple[str, Difference], ...]
    elsewhere: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one record: the paper, and whether it is a preprint."""

    paper: Paper
    venues: Venues

    @property
    def is_preprint(self) -> bool:
        """Tell whether the record is of a preprint."""
        return self.venues.is_preprint(self.paper.venue)

    @property
    def open_fields(self) -> tuple[str, ...]:
        """Return the fields of a published paper that are open and that papers of its kind have."""
        if self.is_preprint or self.paper.venue not in self.venues.vocabulary:
            return ()
        is_journal = self.venues.vocabulary[self.paper.venue].value.kind is VenueKind.JOURNAL
        wanted = ("doi", "pages", *(("volume", "number") if is_journal else ()))
        return tuple(name for name in wanted if getattr(self.paper, name) is None)

    @property
    def wants_arxiv(self) -> bool:
        """Tell whether arXiv may know what is open."""
        has_gap = self.is_preprint or not self.paper.code or "doi" in self.open_fields
        return self.paper.arxiv is not None and has_gap

    @property
    def is_open(self) -> bool:
        """Tell whether there is anything to ask."""
        return self.is_preprint or bool(self.open_fields) or self.wants_arxiv

    def digest(self, services: ServiceSettings) -> str:
        """Return what stays the same as long as the answer to the question does, and changes with what is asked."""
        paper, venue = self.paper, self.venues.vocabulary.get(self.paper.venue)
        asked = (
            paper.title,
            [person.display for person in paper.authors],
            [paper.year, paper.venue, paper.doi, paper.arxiv, bool(paper.code), self.open_fields],
            None if venue is None else venue.value.model_dump(mode="json"),
            services.model_dump(),
        )
        return blake2b(json.dumps(asked).encode(), digest_size=16).hexdigest()

    def is_same(self, draft: Draft) -> bool:
        """Tell whether what was found by its title is this paper and no namesake: by its authors, and by its year."""
        paper = self.paper
        if fold(draft.title) != fold(paper.title) or not draft.authors or draft.year is None:
            return False
        later = draft.year - paper.year
        if not (-1 <= later <= _LONGEST_WAY if self.is_preprint else -1 <= later <= 1):
            return False
        shared = sum(any(_is_same_person(one, other) for other in draft.authors) for one in paper.authors)
        return _is_same_person(paper.authors[0], draft.authors[0]) and 2 * shared >= max(
            len(paper.authors), len(draft.authors)
        )

    def fits(self, draft: Draft) -> bool:
        """Tell whether a draft is of the version that the record is of; of a preprint, whether it is published."""
        key = draft.venue or self.venues.match(draft.containers)
        if self.is_preprint:
            return not draft.is_preprint and key is not None and not self.venues.is_preprint(key)
        return key == self.paper.venue

    def has_own_doi(self, draft: Draft) -> bool:
        """Tell whether a draft has the DOI of the record."""
        return bool(self.paper.doi and draft.doi) and fold_doi(self.paper.doi or "") == fold_doi(draft.doi or "")


def _is_same_person(one: Person, other: Person) -> bool:
    """Tell whether two names may be one person's: the same family name, and initials that do not differ."""
    if fold(one.family) != fold(other.family) and fold(one.display) != fold(other.display):
        return False
    return not (one.given and other.given) or fold(one.given)[:1] == fold(other.given)[:1]


def look_up(
    services: ServiceSettings, question: Question, on_arxiv: Outcome | None, token: str | None
) -> "Lookup[Learned]":
    """Ask about one record, one source after the other, until nothing is open; `on_arxiv` is what arXiv says of it."""
    learned = Learned()
    known = on_arxiv if isinstance(on_arxiv, Draft) else Draft()
    if on_arxiv is not None:
        learned.hear(on_arxiv)
    yield from _look_up_doi(services, question, known, learned)
    reported = arxiv.published(known) if known.containers else Draft()
    if reported.containers and reported.year is not None and question.fits(reported):
        # What authors report of their own paper is of it, by whatever words.
        learned.said.append(Said("arXiv", replace(reported, doi=known.doi if question.is_preprint else None)))
    if _is_open(question, learned):
        yield from _search(services, question, learned)
    if not question.paper.code and known.code:
        yield from _look_up_code(services, known.code[0], learned, token)
    return learned


def _is_open(question: Question, learned: Learned) -> bool:
    if question.is_preprint:
        return not learned.said
    known = {name for said in learned.said for name in question.open_fields if said.draft.said(name)}
    return not known.issuperset(question.open_fields) and (question.paper.doi is None or "pages" not in known)


def _look_up_doi(services: ServiceSettings, question: Question, known: Draft, learned: Learned) -> "Lookup[None]":
    doi = question.paper.doi if question.open_fields or question.paper.doi is None else None
    doi = doi or (known.doi if question.paper.doi is None else None)
    if doi is None or arxiv_in_doi(doi) is not None:
        return
    found = yield from look_up_doi(services, doi)
    learned.hear(found)
    if not isinstance(found, Draft):
        return
    if question.has_own_doi(found) or question.fits(found):
        learned.said.append(Said("Crossref", found))
    elif question.is_preprint and not found.is_preprint and found.containers:
        learned.elsewhere.append(found.containers[0])


def _search(services: ServiceSettings, question: Question, learned: Learned) -> "Lookup[None]":
    title, author = question.paper.title, question.paper.authors[0].family
    for service, about in ((DBLP, (title,)), (CROSSREF_SEARCH, (title, author)), (OPENALEX, (title,))):
        found = yield from service.ask(services, *about)
        learned.hear(found)
        if isinstance(found, Silence | Refusal):
            continue
        for draft in filter(question.is_same, found):
            if question.fits(draft):
                learned.said.append(Said(service.title, draft))
            elif question.is_preprint and not draft.is_preprint and draft.containers:
                key = question.venues.match(draft.containers)
                learned.elsewhere += [draft.containers[0]] if key is None else []
        if not _is_open(question, learned):
            return


def _look_up_code(services: ServiceSettings, code: Code, learned: Learned, token: str | None) -> "Lookup[None]":
    repository = repository_of(code.url)
    if repository is None:
        learned.code = code
        return
    headers = {"authorization": f"Bearer {token}"} if token is not None else {}
    found = yield from GITHUB.ask(services, repository, headers=headers)
    learned.hear(found)
    if isinstance(found, str):
        learned.code = Code(url=found, official=code.official)


def news(question: Question, learned: Learned) -> News:
    """Return what is to be said of a record after all was asked."""
    if question.is_preprint:
        published = _published(question, learned.said)
        elsewhere = next(iter(learned.elsewhere), None) if published is None else None
        return News(published, {}, learned.code, (), elsewhere)
    gaps: dict[str, tuple[str, str]] = {}
    told: list[tuple[str, Difference]] = []
    for source, draft in learned.said:
        whole = placed(draft, question.venues)
        for name in question.open_fields:
            value = whole.said(name)
            if value and name not in gaps:
                gaps[name] = (str(value), source)
        told += [(source, each) for each in differences(question.paper, whole) if each.field != "venue"]
    return News(None, gaps, learned.code, tuple(_once(told)), None)


def _published(question: Question, said: Sequence[Said]) -> Said | None:
    """Return the published version of a preprint as all sources of the same venue and year tell of it."""
    if not said:
        return None
    first = placed(said[0].draft, question.venues)
    for _, draft in said[1:]:
        other = placed(draft, question.venues)
        if (other.venue, other.year) == (first.venue, first.year):
            first = filled(first, replace(other, containers=(), links={}))
    return Said(said[0].source, placed(first, question.venues)) if first.year is not None else None


def _once(told: Iterable[tuple[str, Difference]]) -> Iterator[tuple[str, Difference]]:
    """Yield each field's difference once; the first source to disagree is named."""
    seen: set[str] = set()
    for source, difference in told:
        if difference.field not in seen:
            seen.add(difference.field)
            yield source, difference


FILLED: Final = ("volume", "number", "pages", "publisher", "doi")
"""The fields that a published version brings to a record, in their order."""

DOCUMENTATION: Final = {
    "published-since": """A preprint that has been published is listed as what it became.

    `catalog refresh --fix` writes the venue, the year and what else is known, keeps the arXiv id, and moves the file
    to the folder of its year; the id stays. Where the list has no such venue, add it to vocabularies/venues.yaml
    first.""",
    "open-field": """A record says what the services know of its paper: DOI, pages, volume, number, code.

    `catalog refresh --fix` fills in what is open and touches nothing else. If the value is wrong, it is wrong at the
    service: write the right one yourself.""",
    "other-value": """A record and the services say the same.

    One of them is wrong, or they tell of different versions. What stands in the record stays; look at the paper, and
    mend the record if it is that.""",
}
"""Code → documentation of what `refresh` reports."""
