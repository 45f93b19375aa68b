"""`refresh`: what services know of the papers of a list that their records do not say, and the gaps filled with it."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from catalog import publish
from catalog.catalog import read
from catalog.commands.asking import Asking, asking
from catalog.derive import PaperRecord
from catalog.diagnostics import Diagnostic, Severity
from catalog.importers import arxiv
from catalog.importers.lookup import look_up_arxiv
from catalog.importers.news import FILLED, Learned, News, Question, look_up, news
from catalog.importers.outcome import Outcome, Silence
from catalog.importers.venues import Venues
from catalog.model import Paper
from catalog.publish import Change
from catalog.records.edit import inserted, replaced
from catalog.records.encode import Values
from catalog.records.folder import PAPERS, is_below
from catalog.settings import ServiceSettings, Settings
from catalog.text import quoted

TIME: Final = 1800.0
"""Seconds after which nothing more is asked; what was not is told."""

_ORDER: Final = tuple(Paper.model_fields)
_REMEDY: Final = "`catalog refresh --fix` writes it"


@dataclass(frozen=True, slots=True)
class Refreshed:
    """What came of asking: a report, files that changed, and which services were silent."""

    findings: tuple[Diagnostic, ...]
    changes: tuple[Change, ...]
    silences: tuple[str, ...]
    """One line for each service that was silent."""
    asked: int
    """How many records had something open."""
    is_deaf: bool
    """Whether every service that was asked was silent, so that nothing was learned."""


def refresh(  # noqa: PLR0913  # what a person can say
    root: Path,
    settings: Settings,
    paths: Collection[PurePosixPath],
    *,
    fix: bool,
    token: str | None,
    progress: Callable[[int, int], None],
) -> Refreshed:
    """Ask the services about the records of a list, or those among `paths`; with `fix`, fill their gaps.

    Raises:
        CatalogError: a file cannot be written.
    """
    reading = read(root)
    venues = Venues(reading.catalog.venues)
    wanted = frozenset(paths)
    chosen = [record for record in reading.catalog if not wanted or is_below(record.path, wanted)]
    questions = [(record, question) for record in chosen if (question := Question(record.value, venues)).is_open]
    found: list[Learned] = []
    if questions:
        with asking(root, settings, TIME) as ask:
            found = _asked([question for _, question in questions], ask, settings.services, token, progress)
    findings: list[Diagnostic] = []
    changes: list[Change] = []
    for (record, question), learned in zip(questions, found, strict=True):
        told = news(question, learned)
        findings += _findings(record, told)
        if fix:
            changed, stuck = _fixed(record, told)
            changes += changed
            findings += stuck
    if fix:
        _write(root, changes)
    silences = [silence for learned in found for silence in learned.silences]
    is_deaf = bool(silences) and not any(learned.answers for learned in found)
    report = tuple(sorted(findings, key=lambda finding: finding.sort_key))
    return Refreshed(report, tuple(changes), tuple(_by_service(silences)), len(questions), is_deaf)


def _asked(
    questions: Sequence[Question],
    ask: Asking,
    services: ServiceSettings,
    token: str | None,
    progress: Callable[[int, int], None],
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
    return ask.all(lookups, lambda done: progress(done, len(lookups)))


def _findings(record: PaperRecord, told: News) -> Iterator[Diagnostic]:
    if told.published is not None:
        draft = told.published.draft
        doi = f", DOI {quoted(draft.doi)}" if draft.doi else ""
        message = f"has been published since: {draft.venue} {draft.year}{doi}, says {told.published.source}; {_REMEDY}"
        yield Diagnostic(record.at("venue"), Severity.WARNING, message, "published-since")
    if told.elsewhere is not None:
        message = f"has been published since in {quoted(told.elsewhere)}; add that to vocabularies/venues.yaml first"
        yield Diagnostic(record.at("venue"), Severity.WARNING, message, "published-since")
    for name, (value, source) in told.gaps.items():
        message = f"`{name}` is open, and {source} has {quoted(value)}; {_REMEDY}"
        yield Diagnostic(record.at("title"), Severity.WARNING, message, "open-field")
    if told.code is not None:
        message = f"`code` is open, and arXiv has {quoted(told.code.url, limit=200)}; {_REMEDY}"
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
