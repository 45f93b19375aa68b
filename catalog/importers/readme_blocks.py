"""A README to its blocks: headings, items of lists with those below them, rows of tables, paragraphs, with their lines.

Markdown is read by markdown-it-py, and HTML between it by its tags; code is left out, for it is shown and not meant.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from markdown_it import MarkdownIt
from markdown_it.token import Token

from catalog.importers.readme_spans import BREAK, Kind, Span, scan

_DEEPEST: Final = 20

Spans: TypeAlias = Sequence[Span]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: how deep it is, what it says, and its line."""

    level: int
    spans: Spans
    line: int


@dataclass(slots=True)
class Item:
    """An item of a list: what it says, and the items below it."""

    spans: list[Span]
    line: int
    below: list["Item"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that stands in no list."""

    spans: Spans
    line: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its cells, and the heads of the columns."""

    heads: Sequence[str]
    cells: Sequence[Spans]
    line: int


Block: TypeAlias = Heading | Item | Paragraph | Row


def blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a README in their order."""
    parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST}).enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser.parse(text, environment)
    references = {name: found["href"] for name, found in environment.get("references", {}).items()}
    yield from _Walker(references).walk(tokens)


@dataclass(slots=True)
class _Walker:
    references: Mapping[str, str]
    items: list[Item] = field(default_factory=list)
    """The items that are open, the innermost last."""
    heads: list[str] = field(default_factory=list)
    html_heads: list[str] = field(default_factory=list)
    cells: list[Spans] | None = None
    """The cells of the row that is open."""
    line: int = 0
    level: int = 0
    is_head: bool = False

    def walk(self, tokens: Sequence[Token]) -> Iterator[Block]:
        for token in tokens:
            if token.map is not None:
                self.line = token.map[0] + 1
            if token.type == "inline":
                yield from self._inline(token)
            elif token.type == "html_block":
                yield from self._html(token.content)
            elif token.type.startswith("list_item"):
                yield from self._item(begins=token.nesting > 0)
            elif token.type.startswith("heading"):
                self.level = int(token.tag[1]) if token.nesting > 0 else 0
            elif token.type.startswith(("tr_", "thead_")):
                yield from self._table(token.type)

    def _item(self, *, begins: bool) -> Iterator[Item]:
        if begins:
            item = Item([], self.line)
            if self.items:
                self.items[-1].below.append(item)
            self.items.append(item)
            return
        item = self.items.pop()
        if not self.items:
            yield item

    def _inline(self, token: Token) -> Iterator[Block]:
        spans = scan(token.content, self.references)
        if self.cells is not None:
            self.cells.append(spans)
        elif self.level > 0:
            if self.items:
                self._extend(spans)
            else:
                yield Heading(self.level, spans, self.line)
        elif self.items:
            self._extend(spans)
        else:
            yield Paragraph(spans, self.line)

    def _extend(self, spans: Spans) -> None:
        """Add a paragraph to the innermost item; one that follows items below it is an item of its own below it."""
        item = self.items[-1]
        if item.below:
            item.below.append(Item(list(spans), self.line))
            return
        if item.spans:
            item.spans.append(BREAK)
        item.spans += spans

    def _table(self, kind: str) -> Iterator[Block]:
        if kind == "thead_open":
            self.is_head = True
        elif kind == "tr_open":
            self.cells = []
        elif kind == "tr_close" and self.cells is not None:
            if self.is_head:
                self.heads = [said(cell) for cell in self.cells]
            else:
                yield Row(tuple(self.heads), tuple(self.cells), self.line)
            self.cells = None
        elif kind == "thead_close":
            self.is_head = False

    def _html(self, content: str) -> Iterator[Block]:
        row: _HtmlRow | None = None
        for name, text, line in _elements(content, self.line):
            if name in _ROW_ENDS:
                yield from self._end_row(row)
                row = _HtmlRow(line) if name == "tr" else None
            if name.endswith("table"):
                self.html_heads = []
            spans = scan(text.strip("\n"), {}, is_html=True)
            if row is not None:
                row.add(name, spans)
            elif text.strip():
                yield from self._of_element(name, spans, line)
        yield from self._end_row(row)

    def _end_row(self, row: "_HtmlRow | None") -> Iterator[Row]:
        if row is not None and row.is_head:
            self.html_heads = [said(cell) for cell in row.cells]
        elif row is not None and row.cells:
            yield Row(tuple(self.html_heads), tuple(row.cells), row.line)

    def _of_element(self, name: str, spans: list[Span], line: int) -> Iterator[Block]:
        if self.items:
            self.line = line
            self._extend(spans)
        elif name in _HEADINGS:
            yield Heading(_HEADINGS[name], spans, line)
        elif name == "li":
            yield Item(spans, line)
        else:
            yield Paragraph(spans, line)


@dataclass(slots=True)
class _HtmlRow:
    line: int
    cells: list[Spans] = field(default_factory=list)
    is_head: bool = False

    def add(self, name: str, spans: Spans) -> None:
        """Add what follows a tag: a cell, or more of the one before."""
        if name in {"td", "th"}:
            self.cells.append(spans)
            self.is_head = self.is_head or name == "th"
        elif self.cells and spans:
            self.cells[-1] = [*self.cells[-1], BREAK, *spans]


_ROW_ENDS: Final = frozenset({"tr", "/tr", "/table"})
_ELEMENTS: Final = (
    "h[1-6]|li|ul|ol|tr|td|th|table|thead|tbody|p|div|summary|details|dl|dt|dd|center|blockquote|section|article"
)
_TAG: Final = re.compile(rf"<(/?(?:{_ELEMENTS}))\b[^<>]{{0,2000}}>", re.IGNORECASE)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_HEADINGS: Final = {**{f"h{level}": level for level in range(1, 7)}, "summary": 6}


def _elements(content: str, line: int) -> Iterator[tuple[str, str, int]]:
    """Yield each tag of a block of HTML, what follows it up to the next, and the line where that begins."""
    content = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), content)
    name, at = "", 0
    for found in (*_TAG.finditer(content), None):
        end = len(content) if found is None else found.start()
        text = content[at:end]
        begun = text[: len(text) - len(text.lstrip())].count("\n")
        yield name, text, line + begun
        line += text.count("\n")
        if found is not None:
            name, at = found[1].lower(), found.end()
            line += found[0].count("\n")


def said(spans: Spans) -> str:
    """Return the words of spans, pictures left out."""
    return " ".join("".join(span.text for span in spans if span.kind is not Kind.PICTURE).split())
