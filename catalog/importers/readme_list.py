"""An awesome list's README to drafts, and to findings about the entries that look like papers and cannot be read.

Blocks come from `readme_blocks`, what an entry says from `readme_entry`; here it is decided which of them are entries:
what an item and those below it say together, what only heads others, and what is no paper at all.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from catalog.catalog import Catalog
from catalog.diagnostics import Location
from catalog.importers.draft import Draft
from catalog.importers.outcome import Unread
from catalog.importers.readme_blocks import Block, Heading, Item, Paragraph, Row, Spans, blocks, said
from catalog.importers.readme_draft import Context, Entry, as_draft
from catalog.importers.readme_entry import read_entry
from catalog.importers.readme_links import IS_PAPER, Role, role_of_address, role_of_label
from catalog.importers.readme_sections import Sections
from catalog.importers.readme_spans import BREAK, Kind, Span, Style
from catalog.importers.venues import Venues
from catalog.text import fold

_FEWEST_IN_HEADING: Final = 3
_COLUMNS: Final = {
    "title": "title papername papertitle name paper publication article method work model approach algorithm",
    "authors": "author authors",
    "year": "year date time published publishedtime publishdate publicationdate",
    "venue": "venue conference journal publication publisher pub source conferencejournal journalconference where",
    "aside": "no id index rank # stars",
}


def parse(text: str, path: str, catalog: Catalog, venues: Venues) -> Iterator[Draft | Unread]:
    """Yield a draft for each paper of a README, and what looks like one and cannot be read, in their order."""
    yield from _Walk(path, venues, Sections.of(catalog, venues)).blocks(tuple(blocks(text)))


@dataclass(slots=True)
class _Walk:
    path: str
    venues: Venues
    sections: Sections
    title: Heading | None = None
    """A heading that may be an entry's title, as long as nothing tells that it is not."""
    details: list[Span] = field(default_factory=list)

    def blocks(self, found: Sequence[Block]) -> Iterator[Draft | Unread]:
        for block in found:
            if isinstance(block, Heading):
                yield from self._end_heading()
                self._heading(block)
            elif isinstance(block, Item):
                yield from self._item_below_heading(block)
            elif isinstance(block, Paragraph):
                yield from self._paragraph(block)
            else:
                yield from self._row(block)
        yield from self._end_heading()

    # Headings

    def _heading(self, heading: Heading) -> None:
        text = said(heading.spans)
        self.sections.enter(heading.level, text)
        is_title = len(fold(text).split()) >= _FEWEST_IN_HEADING and not self.sections.context.is_aside
        if is_title and heading.level > 1 and self.sections.context == self._above(heading.level):
            self.title = heading

    def _above(self, level: int) -> Context:
        """Return what holds above a heading of a level, which is what holds below it if it says nothing."""
        above = [context for depth, context in self.sections.stack if depth < level]
        return above[-1] if above else Context()

    def _end_heading(self) -> Iterator[Draft | Unread]:
        """Make an entry of a heading with what stood below it, if they are one together."""
        heading, details = self.title, self.details
        self.title, self.details = None, []
        if heading is None:
            return
        context = self.sections.context
        entry = read_entry([*heading.spans, BREAK, *details], self.venues)
        if entry.has_evidence and entry.is_paper(context):
            alone = read_entry(heading.spans, self.venues)
            if alone.has_evidence or (details and entry.said.is_publication):
                yield as_draft(entry, context, self._place(heading.line))

    # Items

    def _item_below_heading(self, item: Item) -> Iterator[Draft | Unread]:
        if self.title is not None:
            entry = read_entry(item.spans, self.venues)
            if not self._is_whole(entry) and not item.below:
                self.details += [BREAK, *item.spans]
                return
            yield from self._end_heading()
        yield from self._item(item, self.sections.context)

    def _item(self, item: Item, context: Context) -> Iterator[Draft | Unread]:
        """Yield what an item and those below it are: one entry, a heading of others, or entries each."""
        place = self._place(item.line)
        own = read_entry(item.spans, self.venues)
        if not item.below:
            yield from self._entry(own, context, place)
            return
        whole = [below for below in item.below if self._is_whole(read_entry(below.spans, self.venues)) or below.below]
        if whole and not own.has_evidence:
            below = self.sections.below(context, said(item.spans))
            for each in item.below:
                yield from self._item(each, below)
            return
        details = [below for below in item.below if below not in whole]
        spans = list(item.spans)
        for each in details:
            spans += [BREAK, *each.spans]
        joined = read_entry(spans, self.venues) if details else own
        yield from self._entry(joined, context, place)
        for each in whole:
            yield from self._item(each, context)

    def _is_whole(self, entry: Entry) -> bool:
        """Tell whether an entry needs no other to be one: it has a title, and says that it is a paper."""
        return bool(entry.title) and entry.words >= _FEWEST_IN_HEADING and entry.has_evidence and not entry.is_prose

    def _entry(self, entry: Entry, context: Context, place: Location) -> Iterator[Draft | Unread]:
        if entry.is_paper(context):
            yield as_draft(entry, context, place)

    # Paragraphs

    def _paragraph(self, paragraph: Paragraph) -> Iterator[Draft | Unread]:
        context = self.sections.context
        found = self._lines(paragraph)
        if len(found) == 1 and self.title is not None:
            entry = read_entry(paragraph.spans, self.venues)
            if not (entry.is_styled and self._is_whole(entry)):
                self.details += [BREAK, *paragraph.spans]
                return
        if len(found) == 1 and _is_bold(paragraph.spans) and not context.is_aside:
            entry = read_entry(paragraph.spans, self.venues)
            if not entry.has_evidence or not self._is_whole(entry):
                yield from self._end_heading()
                self.sections.enter(6, said(paragraph.spans))
                return
        for spans, line in found:
            entry = read_entry(spans, self.venues)
            if entry.is_styled and entry.has_evidence and entry.words >= _FEWEST_IN_HEADING:
                yield from self._end_heading()
                yield from self._entry(entry, context, self._place(line))

    def _lines(self, paragraph: Paragraph) -> list[tuple[Spans, int]]:
        """Return a paragraph, or its lines where several of them are entries each."""
        lines: list[list[Span]] = [[]]
        for span in paragraph.spans:
            if span.kind is Kind.BREAK:
                lines.append([])
            else:
                lines[-1].append(span)
        whole = [line for line in lines if _begins_with_title(line) and _has_paper(line)]
        if len(whole) < 2:  # noqa: PLR2004  # several
            return [(paragraph.spans, paragraph.line)]
        return [(line, paragraph.line + index) for index, line in enumerate(lines) if line]

    # Tables

    def _row(self, row: Row) -> Iterator[Draft | Unread]:
        yield from self._end_heading()
        columns = [_column(head) for head in row.heads]
        spans: list[Span] = []
        titles = [index for index, name in enumerate(columns) if name == "title" and index < len(row.cells)]
        titles.sort(key=lambda index: (-len(_title_of(row.cells[index]).split()), index))
        title = titles[0] if titles else None
        if title is None:
            if not row.heads or not any(said(cell) for cell in row.cells):
                return
        else:
            spans += _styled(row.cells[title])
        for index, cell in enumerate(row.cells):
            if index == title or not cell:
                continue
            name = columns[index] if index < len(columns) else ""
            head = row.heads[index] if index < len(row.heads) else ""
            if name == "aside":
                continue
            spans.append(BREAK)
            spans += _of_cell(cell, name, head)
        entry = read_entry(spans, self.venues)
        if title is not None or entry.has_evidence:
            context = self.sections.context
            yield from self._entry(entry, context, self._place(row.line))

    def _place(self, line: int) -> Location:
        return Location(self.path, line)


def _column(head: str) -> str:
    name = fold(head).replace(" ", "")
    return next((column for column, names in _COLUMNS.items() if name in names.split()), "")


def _title_of(cell: Spans) -> str:
    """Return the words of a cell that may be a title: those that do not name a link."""
    return " ".join(
        span.text for span in cell if span.text.strip() and not (span.kind is Kind.LINK and role_of_label(span.text))
    )


def _styled(cell: Spans) -> list[Span]:
    """Return the cell of a title with its text set apart, as its column does."""
    if any(span.kind is Kind.LINK and role_of_label(span.text) is None for span in cell):
        return list(cell)
    return [
        span._replace(style=span.style | Style.STRONG) if span.kind is Kind.TEXT and span.text.strip() else span
        for span in cell
    ]


def _of_cell(cell: Spans, name: str, head: str) -> list[Span]:
    """Return the spans of a cell; the head of its column says what a link is that does not say it, or a text."""
    role = role_of_label(head)
    spans: list[Span] = []
    for span in cell:
        if span.kind is Kind.LINK and role is not None and role_of_label(span.text) is None:
            called = head if role_of_address(span.url) is None or role not in IS_PAPER else "paper"
            spans.append(span._replace(text=called if role is not Role.OTHER else span.text))
        else:
            spans.append(span)
    if name == "authors":
        spans.insert(0, Span(Kind.TEXT, "Authors: "))
    elif name == "venue":
        spans = [span._replace(style=span.style | Style.CODE) if span.kind is Kind.TEXT else span for span in spans]
    return spans


def _is_bold(spans: Spans) -> bool:
    """Tell whether a paragraph is set as a heading: in bold, and nothing else."""
    return all(Style.STRONG in span.style for span in spans if span.text.strip()) and bool(spans)


def _begins_with_title(line: Spans) -> bool:
    first = next((span for span in line if span.text.strip(" \n-*\N{BULLET}.0123456789")), None)
    return first is not None and (
        Style.STRONG in first.style or (first.kind is Kind.LINK and role_of_label(first.text) is None)
    )


def _has_paper(line: Spans) -> bool:
    return any(
        span.kind is Kind.LINK and (role_of_label(span.text) or role_of_address(span.url)) in IS_PAPER for span in line
    )
