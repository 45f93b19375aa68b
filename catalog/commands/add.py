"""`add`: references to papers, through what sources say of them, to new records; never over an old one."""

import datetime as dt
from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from catalog import publish
from catalog.catalog import Catalog, Reading, Vocabulary, read
from catalog.commands.asking import Asking, asking
from catalog.derive import heads
from catalog.diagnostics import Diagnostic, Location, ReadError, Severity
from catalog.importers import arxiv
from catalog.importers.draft import Draft, filled
from catalog.importers.duplicates import Known
from catalog.importers.form import Form, read_form
from catalog.importers.ids import new_id
from catalog.importers.lookup import Lookup, look_up_arxiv, look_up_doi, look_up_page
from catalog.importers.outcome import Outcome, Refusal, Silence, Unread
from catalog.importers.page import shared
from catalog.importers.record import NewRecord, linked, new_record, placed, values
from catalog.importers.references import Kind, Reference, read_reference
from catalog.importers.venues import Venues
from catalog.model import Model, Paper
from catalog.plaintext import MAX_BYTES, TextFault, decode_bytes
from catalog.records.decode import DecodeFault, decode
from catalog.records.folder import read_folder, record_id
from catalog.records.source import Source
from catalog.records.syntax import Value, parse
from catalog.settings import ServiceSettings, Settings
from catalog.text import did_you_mean, quoted

MOST_BIBTEX: Final = 64 * MAX_BYTES
"""Bytes over which a .bib file is refused."""

AskFamily: TypeAlias = Callable[[Draft, Catalog], str | None]
"""Asks a person for the family of a paper; None where nobody knows."""


NOTHING: Final = Draft()
"""What somebody says who says nothing."""


def nobody(_draft: Draft, _catalog: Catalog) -> str | None:
    """Ask nobody."""
    return None


@dataclass(frozen=True, slots=True)
class Added:
    """What came of references: new records, findings about the others, and sources that were silent."""

    records: tuple[NewRecord, ...]
    findings: tuple[Diagnostic, ...]
    silences: tuple[str, ...]
    """One line for each reference that nothing was learned of."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A reference on its way to a record."""

    reference: Reference | None
    outcome: Outcome | None
    place: Location
    said: Draft = field(default_factory=Draft)
    """What a person said of the paper besides."""


def add(  # noqa: PLR0913  # what a person can say
    root: Path,
    settings: Settings,
    given: Sequence[str],
    *,
    family: str | None = None,
    form: Path | None = None,
    ask_family: AskFamily = nobody,
    write: bool = True,
) -> Added:
    """Make records of references, and of a filled form if there is one; what is good is written, the rest reported.

    Raises:
        CatalogError: a file cannot be read or written.
    """
    reading = read(root)
    writing = Writing(root, reading, dt.datetime.now(dt.UTC).date(), ask_family)
    fault = writing.family_fault(family)
    if fault is not None:
        code, message = fault
        return Added((), (Diagnostic(Location("--family", 0), Severity.ERROR, message, code),), ())
    items = [*_read(given), *(_of_form(form) if form is not None else ())]
    if any(item.outcome is None for item in items):
        with asking(root, settings) as ask:
            items = _looked_up(items, ask, settings.services, writing.venues)
    for item in items:
        writing.take(item.outcome, item.place, item.said, family)
    return writing.done(write=write)


def unknown(given: Sequence[str]) -> str | None:
    """Return what is wrong with references if none of them is one."""
    found = [read_reference(each) for each in given]
    refusals = [each.message for each in found if isinstance(each, Refusal) and each.code == "unknown-reference"]
    return refusals[0] if refusals and len(refusals) == len(found) else None


def _read(given: Sequence[str]) -> Iterator[_Item]:
    for each in given:
        found = read_reference(each)
        place = Location(each.strip() or quoted(each), 0)
        if isinstance(found, Refusal):
            yield _Item(None, found, place)
        elif found.kind is Kind.BIBTEX:
            yield from _of_bibtex(Path(found.value), place)
        else:
            yield _Item(found, None, place)


def _of_bibtex(path: Path, place: Location) -> Iterator[_Item]:
    from catalog.importers import bibtex  # noqa: PLC0415  # its parser is slow to import, and seldom needed

    try:
        text = read_text(path, MOST_BIBTEX)
    except ReadError as error:
        yield _Item(None, Refusal("unread-entry", str(error)), place)
        return
    entry = None
    for entry in bibtex.parse(text, str(path)):
        if isinstance(entry, Unread):
            yield _Item(None, entry.refusal, entry.place)
        else:
            yield _Item(None, entry, entry.place)
    if entry is None:
        yield _Item(None, Refusal("unread-entry", "no paper is found in it; give a file with entries of BibTeX"), place)


def read_text(path: Path, most: int = MAX_BYTES) -> str:
    """Return the text of a file that somebody named; that other programs put a byte-order mark before it is no fault.

    Raises:
        ReadError: it cannot be read, is too large, or no text in UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1).removeprefix(BOM_UTF8)
    except OSError as error:
        msg = f"{path} cannot be read: {(error.strerror or str(error)).lower()}"
        raise ReadError(msg) from error
    if len(data) > most:
        msg = f"{path} cannot be read: it is larger than {most:,} bytes"
        raise ReadError(msg)
    try:
        return decode_bytes(data) if len(data) <= MAX_BYTES else data.decode()
    except TextFault as fault:
        position, _, message = fault.problems[0]
        msg = f"{path}:{position.line}:{position.column} cannot be read: {message}"
        raise ReadError(msg) from fault
    except UnicodeDecodeError as error:
        msg = f"{path} cannot be read: it is not UTF-8; save it as UTF-8"
        raise ReadError(msg) from error


def _of_form(path: Path) -> Iterator[_Item]:
    text = read_text(path).replace("\r\n", "\n")
    form: Form | Refusal = read_form(text, str(path))
    if isinstance(form, Refusal):
        yield _Item(None, form, Location(str(path)))
        return
    found = read_reference(form.reference)
    if isinstance(found, Refusal) or found.kind is Kind.BIBTEX:
        message = found.message if isinstance(found, Refusal) else "a .bib file is no paper; give one reference"
        yield _Item(None, Refusal("unknown-reference", message), form.place)
    else:
        yield _Item(found, None, form.place, form.draft)


def _looked_up(items: Sequence[_Item], ask: Asking, services: ServiceSettings, venues: Venues) -> list[_Item]:
    """Return items with what the sources say of them: first those that were named, then what these lead to."""
    named = [item.reference for item in items if item.reference is not None and item.outcome is None]
    first = _asked(named, ask, services)
    further = {
        reference: onward
        for reference, outcome in first.items()
        if isinstance(outcome, Draft) and (onward := _onward(reference, outcome, venues)) is not None
    }
    second = _asked(tuple(dict.fromkeys(further.values())), ask, services)
    found: list[_Item] = []
    for item in items:
        if item.reference is None or item.outcome is not None:
            found.append(item)
            continue
        outcome = first[item.reference]
        onward = further.get(item.reference)
        if isinstance(outcome, Draft):
            outcome = _joined(item.reference, outcome, None if onward is None else second[onward], venues)
        found.append(replace(item, outcome=_in_own_words(item.reference, outcome, item.said)))
    return found


def _in_own_words(reference: Reference, outcome: Outcome, said: Draft) -> Outcome:
    """Return what a person says of a paper, where its page does not say it to programs."""
    is_mute = isinstance(outcome, Refusal) and outcome.code == "no-paper" and reference.kind is Kind.PAGE
    if is_mute and said.title and said.authors and said.year:
        return Draft(links={"paper": shared(reference.value)})
    return outcome


def _asked(references: Sequence[Reference], ask: Asking, services: ServiceSettings) -> Mapping[Reference, Outcome]:
    ids = tuple(dict.fromkeys(each.value for each in references if each.kind is Kind.ARXIV))
    batches = [ids[start : start + arxiv.MOST] for start in range(0, len(ids), arxiv.MOST)]
    others = [each for each in dict.fromkeys(references) if each.kind is not Kind.ARXIV]
    lookups = [
        *(look_up_arxiv(services, batch) for batch in batches),
        *(_alone(each, services) for each in others),
    ]
    by_value: dict[tuple[Kind, str], Outcome] = {}
    for found, kind in zip(ask.all(lookups), [Kind.ARXIV] * len(batches) + [each.kind for each in others], strict=True):
        by_value |= {(kind, value): outcome for value, outcome in found.items()}
    return {each: by_value[each.kind, each.value] for each in references}


def _alone(reference: Reference, services: ServiceSettings) -> "Lookup[Mapping[str, Outcome]]":
    if reference.kind is Kind.DOI:
        outcome = yield from look_up_doi(services, reference.value)
    else:
        outcome = yield from look_up_page(reference.value)
    return {reference.value: outcome}


def _onward(reference: Reference, draft: Draft, venues: Venues) -> Reference | None:
    """Return what else has to be asked for a paper: the published version, or what its page leaves open."""
    if reference.kind is Kind.ARXIV and draft.doi is not None:
        onward = read_reference(draft.doi)
    elif reference.kind is Kind.PAGE and _is_open(draft, venues) and (draft.doi or draft.arxiv):
        onward = read_reference(draft.doi or draft.arxiv or "")
    else:
        return None
    return onward if isinstance(onward, Reference) and onward.kind is not reference.kind else None


def _is_open(draft: Draft, venues: Venues) -> bool:
    return not (draft.title and draft.authors and draft.year) or venues.match(draft.containers) is None


def _joined(reference: Reference, draft: Draft, further: Outcome | None, venues: Venues) -> Outcome:
    """Return what a source and the one that it led to say of a paper together."""
    if reference.kind is not Kind.ARXIV:
        return filled(draft, further) if isinstance(further, Draft) else draft
    preprint = replace(draft, doi=None, containers=())
    if isinstance(further, Draft) and not further.is_preprint and venues.match(further.containers) is not None:
        return filled(replace(further, containers=further.containers, links={}), preprint)
    reported = arxiv.published(draft)
    key = venues.match(reported.containers)
    if key is not None and reported.year is not None and not venues.is_preprint(key):
        doi = draft.doi if further is None or isinstance(further, Refusal | Silence) else further.doi
        return filled(replace(reported, venue=key, doi=doi, links={}), preprint)
    if isinstance(further, Silence):
        return further
    if isinstance(further, Draft) and further.containers:
        where = quoted(further.containers[0])
        message = f"it was published in {where}, which is no venue of the list; it stands as a preprint"
        return preprint.remarked("unknown-venue", message)
    return preprint


@dataclass(slots=True)
class Writing:
    """Drafts to records of one list: what is known is refused, what is good gathered, and at the end written."""

    root: Path
    reading: Reading
    today: dt.date
    ask_family: AskFamily = nobody
    of_duplicates: Severity = Severity.ERROR
    """How bad it is that a paper has a record already."""
    records: list[NewRecord] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    silences: list[str] = field(default_factory=list)
    venues: Venues = field(init=False)
    _known: Known = field(init=False)
    _taken: set[str] = field(init=False)

    def __post_init__(self) -> None:
        self.venues = Venues(self.reading.catalog.venues)
        self._known = Known.of(self.reading.catalog)
        self._taken = {record_id(path).lower() for path in self.reading.paths}
        for draft, path in _open_records(self.root, self.reading):
            self._known.add(draft, path)

    def take(
        self,
        outcome: Outcome | None,
        place: Location,
        said: Draft = NOTHING,
        family: str | None = None,
        *,
        needed: Collection[str] = ("title", "authors", "year", "venue"),
    ) -> NewRecord | None:
        """Make a record of an outcome, which a person's own words complete, or say why there is none.

        `needed` are the fields without which there is none; of the others, gaps are left for people to fill. A year
        is always needed, for the folder is named by it.
        """
        if isinstance(outcome, Silence):
            self.silences.append(f"{place}: {outcome.message}")
            return None
        if not isinstance(outcome, Draft):
            refusal = outcome or Refusal("not-found", "nothing was found out about it")
            self._refuse(place, refusal.code, refusal.message)
            return None
        draft = linked(placed(outcome if said is NOTHING else _completed(outcome, said), self.venues))
        duplicate = self._known.find(draft)
        if duplicate is not None:
            self._refuse(place, duplicate.code, duplicate.message, self.of_duplicates)
            return None
        fault = self._fault(draft, {*needed, "year"})
        if fault is not None:
            self._refuse(place, *fault)
            return None
        chosen = draft.loss_family or family or self.ask_family(draft, self.reading.catalog)
        if chosen != draft.loss_family:
            draft = replace(draft, loss_family=chosen)
        return self._gather(draft, place)

    def _gather(self, draft: Draft, place: Location) -> NewRecord | None:
        said = values(draft, self.today)
        record = new_record(draft, new_id(draft, self._taken), said)
        invalid = _invalid(record, said)
        if invalid:
            self.findings += [Diagnostic(place, Severity.ERROR, each.message, each.code) for each in invalid]
            return None
        self._taken.add(record.id.lower())
        self._known.add(draft, record.path)
        self.records.append(record)
        self.findings += [Diagnostic(place, Severity.WARNING, message, code) for code, message in draft.remarks]
        return record

    def _fault(self, draft: Draft, needed: Collection[str]) -> tuple[str, str] | None:
        """Return why a draft makes no record, as code and message."""
        missing = [name for name in ("title", "authors", "year") if name in needed and not draft.said(name)]
        if missing:
            what = " and ".join(missing)
            return "incomplete-source", f"its source names no {what}; give another reference, or write the file by hand"
        key = draft.venue
        if (key is None and "venue" in needed) or (key is not None and not self._knows_venue(key)):
            return "unknown-venue", self.venue_message(draft)
        families = (draft.loss_family, *draft.also_families)
        return next((fault for each in families if (fault := self.family_fault(each)) is not None), None) or next(
            (fault for each in draft.topics if (fault := self._topic_fault(each)) is not None), None
        )

    def _knows_venue(self, key: str) -> bool:
        return self.reading.catalog.venues.knows(key)

    def venue_message(self, draft: Draft) -> str:
        """Return what is wrong with the venue of a draft, with the nearest that the list has."""
        named = draft.venue or next(iter(draft.containers), None)
        if named is None:
            return "its source names no venue; write the file by hand"
        near = self.venues.nearest(draft.containers or (named,))
        remedy = f"did you mean `{near}`? If not, add it to vocabularies/venues.yaml" if near else None
        return f"no venue {quoted(named, limit=160)}; {remedy or 'add it to vocabularies/venues.yaml'}"

    def family_fault(self, key: str | None) -> tuple[str, str] | None:
        """Return what is wrong with a family, as code and message."""
        families = self.reading.catalog.families
        if key is None or (families.knows(key) and key not in heads(self.reading.catalog)):
            return None
        if key in families:
            return "family-is-group", f"{quoted(key)} only heads families; give the one of them that fits"
        return "unknown-family", f"no family {quoted(key)}{_hint(key, families)}"

    def _topic_fault(self, key: str) -> tuple[str, str] | None:
        topics = self.reading.catalog.topics
        return None if topics.knows(key) else ("unknown-topic", f"no topic {quoted(key)}{_hint(key, topics)}")

    def _refuse(self, place: Location, code: str, message: str, severity: Severity = Severity.ERROR) -> None:
        self.findings.append(Diagnostic(place, severity, message, code))

    def done(self, *, write: bool) -> Added:
        """Write the records, each at once and none over a file that is there, and return what came of all."""
        if write:
            for record in self.records:
                publish.create(self.root, record.path, record.text.encode())
        return Added(tuple(self.records), tuple(self.findings), tuple(self.silences))


def _open_records(root: Path, reading: Reading) -> Iterator[tuple[Draft, str]]:
    """Yield by what records are known that are no papers yet, for people have still to fill in what is open."""
    unread = frozenset(reading.paths) - {record.path for record in reading.catalog}
    for source in read_folder(root, ()).papers if unread else ():
        if source.path in unread:
            with suppress(TextFault):
                said = parse(source.text)
                names = {name: value for name in ("title", "doi", "arxiv") if isinstance(value := said.get(name), str)}
                yield Draft(title=names.get("title", ""), doi=names.get("doi"), arxiv=names.get("arxiv")), source.path


def _completed(draft: Draft, said: Draft) -> Draft:
    """Return what a source says of a paper, and where it is silent, what a person says; a person's choices stand."""
    chosen = replace(
        draft,
        loss_family=said.loss_family or draft.loss_family,
        topics=said.topics or draft.topics,
        code=said.code or draft.code,
        summary=said.summary or draft.summary,
    )
    return filled(chosen, replace(said, remarks=(), place=draft.place))


def _hint(key: str, vocabulary: Vocabulary[Model]) -> str:
    return did_you_mean(key, vocabulary) or "; `catalog stats` lists those that there are"


_GAPS: Final[Mapping[str, object]] = {"authors": ["Some Body"], "loss_family": "some", "venue": "some", "paper": "some"}
"""Fields that may be left open for people to fill, each with something that could stand there."""


_SHORT: Final = 10_000
"""Characters of a record in which nothing is too long, too many or too deep for the reader of records."""


def _invalid(record: NewRecord, said: Mapping[str, object]) -> Iterable[Diagnostic]:
    """Return what is wrong with a record besides the gaps that are left for people.

    A short one is not read back from its text, which says the same.
    """
    fields = said if len(record.text) <= _SHORT else parse(record.text)
    try:
        decode(Paper, _filled_in(fields), Source(record.path, record.text))
    except DecodeFault as fault:
        return fault.findings
    return ()


def _filled_in(fields: Mapping[str, object]) -> Value:
    """Return fields with something in each gap that people fill in."""
    found: dict[str, Any] = {name: value or _GAPS.get(name, value) for name, value in fields.items()}
    if isinstance(links := found.get("links"), dict):
        found["links"] = {name: value or _GAPS.get(name, value) for name, value in links.items()}
    return found


def as_documents(records: Sequence[NewRecord]) -> str:
    """Return records as YAML documents, each under a comment with its path."""
    return "---\n".join(f"# {record.path}\n{record.text}" for record in records)
