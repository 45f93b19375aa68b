"""The awesome list: README.md, and a file a year where the list is too long for one page."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from catalog.derive import PaperRecord, Papers
from catalog.edition import Edition
from catalog.model import Presentation
from catalog.outputs.artifact import Artifact, Output
from catalog.outputs.issue_form import PATH as FORM
from catalog.outputs.templating import Markdown, markdown_url, render
from catalog.settings import ReadmeSettings, is_reserved
from catalog.text import fold

FOLDER: Final = PurePosixPath("lists")
EARLIER: Final = "Earlier"

GITHUB_CUTS_AT: Final = 512_000
"""Size of a README in bytes after which GitHub shows no more of it."""

_NOT_IN_ANCHOR: Final = re.compile(r"[^\w\- ]")

_SHOWN: Final = {
    Presentation.ORAL: "Oral",
    Presentation.SPOTLIGHT: "Spotlight",
    Presentation.HIGHLIGHT: "Highlight",
}
"""Presentations that a reader wants to see; that a paper had a poster is no news."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link of an entry: what it is called and where it leads."""

    name: str
    url: Markdown


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    title: str
    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its entries, and the file that holds them if it is not the README itself."""

    heading: str
    entries: tuple[Entry, ...]
    path: PurePosixPath


def entry(edition: Edition, record: PaperRecord, *, with_year: bool) -> Entry:
    """Return the line of a paper; the year is part of it where no heading says it."""
    paper = record.value
    words = [edition.venue_name(paper.venue, paper.year)]
    if with_year:
        words.append(str(paper.year))
    if paper.presentation in _SHOWN:
        words.append(_SHOWN[paper.presentation])
    links = [Link("paper", markdown_url(paper.links.paper))]
    if paper.official_code is not None:
        links.append(Link("code", markdown_url(paper.official_code.url)))
    return Entry(paper.title, " ".join(words), tuple(links))


def sections(edition: Edition) -> Iterator[Section]:
    """Yield the sections of the papers that are no surveys, newest first."""
    settings = edition.settings.readme
    earlier: list[PaperRecord] = []
    for year, papers in edition.years.items():
        others = [record for record in papers if not _is_survey(record, settings)]
        if settings.earlier is not None and year <= settings.earlier:
            earlier += others
        elif others:
            yield _section(edition, str(year), others, with_year=False)
    if earlier:
        yield _section(edition, EARLIER, earlier, with_year=True)


def surveys(edition: Edition) -> tuple[Entry, ...]:
    """Return the surveys, which stand before the years: by rank of their venue, then title."""
    found = sorted(
        (record for record in edition.papers if _is_survey(record, edition.settings.readme)),
        key=lambda record: (edition.catalog.venues[record.value.venue].value.rank, fold(record.value.title)),
    )
    return tuple(entry(edition, record, with_year=True) for record in found)


def _is_survey(record: PaperRecord, settings: ReadmeSettings) -> bool:
    return record.value.loss_family == settings.surveys


def _section(edition: Edition, heading: str, papers: Papers | list[PaperRecord], *, with_year: bool) -> Section:
    entries = tuple(entry(edition, record, with_year=with_year) for record in papers)
    return Section(heading, entries, FOLDER / f"{heading.lower()}.md")


def anchor(heading: str) -> Markdown:
    """Return the fragment that GitHub gives to a heading.

    >>> anchor("Surveys & Reviews (all)!")
    'surveys--reviews-all'
    """
    return markdown_url(_NOT_IN_ANCHOR.sub("", heading.lower()).replace(" ", "-"))


def _address(url: str) -> Markdown | None:
    return None if is_reserved(url) else markdown_url(url)


def _render(edition: Edition) -> Iterator[Artifact]:
    settings = edition.settings
    found = tuple(sections(edition))
    common = {
        "title": settings.list.title,
        "description": settings.list.description,
        "surveys_heading": settings.readme.surveys_heading,
        "surveys_anchor": anchor(settings.readme.surveys_heading),
        "papers_heading": settings.readme.papers_heading,
        "papers_anchor": anchor(settings.readme.papers_heading),
        "surveys": surveys(edition),
        "sections": found,
        "split": settings.readme.split,
        "statistics": edition.statistics,
        "site": _address(settings.list.url),
        "repository": _address(settings.list.repository),
        "issue_form": settings.list.issue_form,
        "new_issue": _address(f"{settings.list.repository.rstrip('/')}/issues/new?template={FORM.name}"),
    }
    yield Artifact(PurePosixPath("README.md"), render(edition.templates, "README.md.j2", common))
    if settings.readme.split:
        for section in found:
            yield Artifact(section.path, render(edition.templates, "section.md.j2", common | {"section": section}))


OUTPUT: Final = Output(
    "readme",
    "README.md, the awesome list; with `[readme] split`, a file a year in lists/",
    _render,
    folder=FOLDER,
    mark=b"<!-- Generated by `catalog build`",
    warn_bytes=480_000,
)
