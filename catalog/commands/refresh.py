"""`refresh`: what services know of the papers of a list that their records do not say, and the gaps filled with it."""

import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from catalog import publish
from catalog.catalog import read
from catalog.commands.asking import Asking, asking
from catalog.derive import PaperRecord
from catalog.diagnostics import Diagnostic, Severity
from catalog.importers import arxiv
from catalog.importers.lookup import look_up_arxiv
from catalog.importers.news import FILLED, Learned, News, Question, as_json, from_json, look_up, news
from catalog.importers.outcome import Outcome, Silence
from catalog.importers.venues import Venues
from catalog.model import Paper
from catalog.net.store import Heard, Memory, remembering
from catalog.publish import Change
from catalog.records.edit import inserted, replaced
from catalog.records.encode import Values
from catalog.records.folder import PAPERS, is_below
from catalog.settings import ServiceSettings, Settings
from catalog.text import quoted

_BATCH: Final = arxiv.MOST
"""Records that are asked about side by side; what was said of them is remembered at once."""

_GRACE: Final = 60.0
"""Seconds that what has begun may take after the time of a run is over."""

_ORDER: Final = tuple(Paper.model_fields)
_REMEDY: Final = "`catalog refresh --fix` writes it"
_MENDED: Final = "this is written now"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of asking: a report, files that changed, and which services were silent."""

    findings: tuple[Diagnostic, ...]
    changes: tuple[Change, ...]
    silences: tuple[str, ...]
    """One line for each service that was silent."""
    asked_about: tuple[str, ...]
    """The ids of the records that were asked about now, in that order."""
    known: int
    """How many were asked about not long ago, so that what was said then is believed."""
    left: int
    """How many are left for the next run, which begins with them."""
    is_deaf: bool
    """Whether every service that was asked was silent, so that nothing was learned."""

    @property
    def asked(self) -> int:
        """Return how many records were asked about now."""
        return len(self.asked_about)


def refresh(  # noqa: PLR0913  # what a person can say
    root: Path,
    settings: Settings,
    paths: Collection[PurePosixPath],
    *,
    fix: bool,
    token: str | None,
    progress: Callable[[int, int], None],
    again: bool = False,
) -> Refreshed:
    """Ask the services about the records of a list, or those among `paths`; with `fix`, fill their gaps.

    What was said not long ago is believed, unless it is to be asked `again`.

    Raises:
        CatalogError: a file cannot be written.
    """
    reading = read(root)
    venues = Venues(reading.catalog.venues)
    wanted = frozenset(paths)
    chosen = [record for record in reading.catalog if not wanted or is_below(record.path, wanted)]
    questions = [(record, question) for record in chosen if (question := Question(record.value, venues)).is_open]
    with remembering(root / settings.refresh.store) as memory:
        asker = _Asker(root, settings, token, memory, memory.all(), is_anew=again)
        answers = asker.answers(questions, progress)
    findings: list[Diagnostic] = []
    changes: list[Change] = []
    for record, question in questions:
        if record.id not in answers:
            continue
        told = news(question, answers[record.id])
        changed, stuck = _fixed(record, told) if fix else ([], [])
        findings += _findings(record, told, _MENDED if changed else _REMEDY)
        findings += stuck
        changes += changed
    if fix:
        _write(root, changes)
    heard = [answers[id_] for id_ in asker.asked if id_ in answers]
    silences = [silence for learned in heard for silence in learned.silences]
    return Refreshed(
        findings=tuple(sorted(findings, key=lambda finding: finding.sort_key)),
        changes=tuple(changes),
        silences=tuple(_by_service(silences)),
        asked_about=tuple(asker.asked),
        known=len(answers) - len(heard),
        left=len(questions) - len(answers),
        is_deaf=bool(silences) and not any(learned.answers for learned in heard),
    )


@dataclass(slots=True)
class _Asker:
    """The asking of one run, which remembers what it hears, and goes on where the last run ended."""

    root: Path
    settings: Settings
    token: str | None
    memory: Memory
    known: Mapping[str, Heard]
    is_anew: bool
    """Whether nothing is believed that was said before."""
    asked: list[str] = field(default_factory=list)
    """The ids of the records that were asked about, in that order."""

    def answers(
        self, questions: Sequence[tuple[PaperRecord, Question]], progress: Callable[[int, int], None]
    ) -> dict[str, Learned]:
        """Return what is known of records by their ids, from before or from asking until the time is over."""
        now = time.time()
        digests = {record.id: question.digest(self.settings.services) for record, question in questions}
        answers = {record.id: said for record, _ in questions if (said := self._known(record.id, digests, now))}
        open_ = [(record, question) for record, question in questions if record.id not in answers]
        # Those that were never asked about, then those of the longest ago: no run leaves out the same.
        open_.sort(key=lambda each: (self._asked_at(each[0].id), each[0].path))
        if not open_:
            return answers
        policy = self.settings.refresh
        ends = time.monotonic() + policy.seconds
        with asking(self.root, self.settings, policy.seconds + _GRACE) as ask:
            for start in range(0, len(open_), _BATCH):
                if time.monotonic() >= ends:
                    break
                batch = open_[start : start + _BATCH]
                found = _asked([each for _, each in batch], ask, self.settings.services, self.token)
                heard = {record.id: learned for (record, _), learned in zip(batch, found, strict=True)}
                self.memory.save(
                    Heard(id_, now, digests[id_], as_json(learned) if learned.is_final else "")
                    for id_, learned in heard.items()
                )
                self.asked += heard
                answers |= heard
                progress(start + len(batch), len(open_))
        return answers

    def _asked_at(self, id_: str) -> float:
        return self.known[id_].asked if id_ in self.known else 0.0

    def _known(self, id_: str, digests: Mapping[str, str], now: float) -> Learned | None:
        """Return what is remembered of a record, if it was asked not long ago and nothing has changed since."""
        heard = self.known.get(id_)
        if self.is_anew or heard is None or heard.about != digests[id_] or not heard.said:
            return None
        return from_json(heard.said) if 0 <= now - heard.asked < self.settings.refresh.ttl else None


def _asked(
    questions: Sequence[Question],
    ask: Asking,
    services: ServiceSettings,
    token: str | None,
) -> list[Learned]:
    ids = tuple(dict.fromkeys(each.paper.arxiv for each in questions if each.wants_arxiv and each.paper.arxiv))
    batches = [ids[start : start + arxiv.MOST] for start in range(0, len(ids), arxiv.MOST)]
    on_arxiv: dict[str, Outcome] = {}
    for outcomes in ask.all([look_up_arxiv(services, batch) for batch in batches]):
        on_arxiv |= outcomes
    lookups = [
        look_up(services, each, on_arxiv.get(each.paper.arxiv or "") if each.wants_arxiv else None, token)
        for each in questions
    ]
    return ask.all(lookups)


def _findings(record: PaperRecord, told: News, remedy: str) -> Iterator[Diagnostic]:
    if told.published is not None:
        draft = told.published.draft
        doi = f", DOI {quoted(draft.doi)}" if draft.doi else ""
        message = f"has been published since: {draft.venue} {draft.year}{doi}, says {told.published.source}; {remedy}"
        yield Diagnostic(record.at("venue"), Severity.WARNING, message, "published-since")
    if told.elsewhere is not None:
        message = f"has been published since in {quoted(told.elsewhere)}; add that to vocabularies/venues.yaml first"
        yield Diagnostic(record.at("venue"), Severity.WARNING, message, "published-since")
    for name, (value, source) in told.gaps.items():
        message = f"`{name}` is open, and {source} has {quoted(value)}; {remedy}"
        yield Diagnostic(record.at("title"), Severity.WARNING, message, "open-field")
    if told.code is not None:
        message = f"`code` is open, and arXiv has {quoted(told.code.url, limit=200)}; {remedy}"
        yield Diagnostic(record.at("title"), Severity.WARNING, message, "open-field")
    for source, difference in told.differences:
        name, ours, theirs = difference
        message = f"`{name}` is {quoted(ours)} here and {quoted(theirs)} at {source}; look which is right"
        yield Diagnostic(record.at(name), Severity.NOTE, message, "other-value")


def _fixed(record: PaperRecord, told: News) -> tuple[list[Change], list[Diagnostic]]:
    """Return the record's file with its gaps filled, and a finding of what cannot be put into a text of its form.

    Where the year changes, that is the new file and the end of the old one.
    """
    text, year = record.source.text, record.value.year
    gaps: dict[str, Values] = {name: value for name, (value, _) in told.gaps.items()}
    stuck: list[str] = []
    if told.published is not None:
        draft = told.published.draft
        moved = _replaced_all(text, {"venue": draft.venue or "", "year": str(draft.year)})
        if moved is None:
            return [], [_stuck(record, ["venue", "year"])]
        text, year = moved, draft.year or year
        gaps = {name: str(value) for name in FILLED if (value := draft.said(name)) and not _has(record, name)}
    if told.code is not None:
        gaps["code"] = [{"url": told.code.url, "official": str(told.code.official).lower()}]
    for name, value in gaps.items():
        new = inserted(text, name, value, _ORDER)
        if new is None:
            stuck.append(name)
        text = new or text
    found = [_stuck(record, stuck)] if stuck else []
    path, old = PurePosixPath(record.path), record.source.text
    if text == old:
        return [], found
    if year == record.value.year:
        return [Change(path, old.encode(), text.encode())], found
    moved_to = PurePosixPath(PAPERS, str(year), path.name)
    return [Change(moved_to, None, text.encode()), Change(path, old.encode(), None)], found


def _has(record: PaperRecord, name: str) -> bool:
    return getattr(record.value, name) is not None


def _stuck(record: PaperRecord, names: Sequence[str]) -> Diagnostic:
    what = ", ".join(f"`{name}`" for name in names)
    message = f"{what} cannot be written into a file of this form; run `catalog fmt` on it, then `--fix` again"
    return Diagnostic(record.at("title"), Severity.WARNING, message, "open-field")


def _replaced_all(text: str, values: Mapping[str, str]) -> str | None:
    for name, value in values.items():
        new = replaced(text, (name,), value, is_typed=name == "year")
        if new is None:
            return None
        text = new
    return text


def _write(root: Path, changes: Sequence[Change]) -> None:
    """Write changed files; one that moves is there anew before it goes from its old place, and is never overwritten."""
    for change in changes:
        if change.old is None and change.new is not None:
            publish.create(root, str(change.path), change.new)
        else:
            publish.write(root, [change])


def _by_service(silences: Sequence[Silence]) -> Iterator[str]:
    """Yield a line for each service that was silent, with what came of the first request that it left open."""
    firsts: dict[str, Silence] = {}
    counts: dict[str, int] = {}
    for silence in silences:
        firsts.setdefault(silence.title, silence)
        counts[silence.title] = counts.get(silence.title, 0) + 1
    for title, silence in firsts.items():
        others = f" (so were {counts[title] - 1:,} further questions)" if counts[title] > 1 else ""
        yield f"{silence.message}{others}"
