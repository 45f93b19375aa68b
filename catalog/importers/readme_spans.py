r"""The inside of a paragraph, in Markdown with HTML among it, to spans: text in its styles, links, pictures, breaks.

This is CommonMark as GitHub shows it, as far as entries of lists use it: escapes, emphasis, code, links of all kinds,
pictures, HTML, bare addresses. It costs a fraction of what a parser for documents takes to make a tree of it.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntFlag, auto
from typing import Final, NamedTuple

from catalog.importers.cleaning import clean_text

LONGEST: Final = 20_000
"""Characters of one paragraph that are read."""

_MOST_DELIMITERS: Final = 400
_LONGEST_ADDRESS: Final = 4000
_DEEPEST: Final = 32
"""Parentheses in each other in an address, as CommonMark has it."""


class Style(IntFlag):
    """How a text is set; a link is a PICTURE if it shows nothing else."""

    PLAIN = 0
    STRONG = 1
    EMPHASIS = 2
    CODE = 4
    STRUCK = 8
    PICTURE = 16


class Kind(Enum):
    """What a span is."""

    TEXT = auto()
    LINK = auto()
    PICTURE = auto()
    BREAK = auto()


class Span(NamedTuple):
    """A piece of a paragraph: its text, the address that it leads to or shows, and how it is set."""

    kind: Kind
    text: str
    url: str = ""
    style: Style = Style.PLAIN


BREAK: Final = Span(Kind.BREAK, "\n")

_SCAN: Final = re.compile(
    r"(?=[\\\n`!\[\]<&$*_~]|http|  )(?:"  # where none of them begins, which is nearly everywhere, is seen at once
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<hard>\\\n|[ ]{2,}\n)"
    r"|(?P<soft>\n)"
    r"|(?P<code>`+)"
    r"|(?P<open>!?\[)"
    r"|(?P<close>\])"
    r"|<(?P<auto>https?://[^\s<>]{1,3000})>"
    r"|(?P<comment><!--)"
    r"|(?P<tag><(?P<slash>/?)(?P<name>[A-Za-z][A-Za-z0-9-]{0,20})(?P<rest>(?:\s[^<>]{0,4000})?)/?>)"
    r"|(?P<entity>&(?:\#[xX][0-9a-fA-F]{1,6}|\#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<bare>(?<![\w/])https?://[^\s<>|]{1,3000})"
    r"|(?P<math>\$(?![\s$])[^$\n]{1,200}(?<!\s)\$(?!\d))"
    r"|(?P<mark>\*+|_+|~~))"
)
_PLAIN_HTML: Final = re.compile(_SCAN.pattern.replace(r"(?P<escape>\\[!-/:-@\[-`{-~])", r"(?P<escape>(?!))"))
_ATTRIBUTE: Final = re.compile(r"([A-Za-z-]{1,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_BLANK: Final = re.compile(r"\s+")
_STEP: Final = re.compile(r"[()]|\\[!-/:-@\[-`{-~]|[^\s()\\]+|\\")
_TITLE: Final = re.compile(r"\s+(?:\"[^\"]{0,500}\"|'[^']{0,500}'|\([^()]{0,500}\))\s*")
_LABEL: Final = re.compile(r"\[([^\[\]]{0,999})\]")
_ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")
_STYLES: Final = {
    "b": Style.STRONG,
    "strong": Style.STRONG,
    "i": Style.EMPHASIS,
    "em": Style.EMPHASIS,
    "code": Style.CODE,
    "kbd": Style.CODE,
    "del": Style.STRUCK,
    "s": Style.STRUCK,
    "strike": Style.STRUCK,
}
_BREAKS: Final = frozenset({"br", "p", "div", "hr", "li", "td", "tr"})
_SCRIPTS: Final = frozenset({"sub", "sup"})
_SPACES: Final = re.compile(r"\s+")


@dataclass(slots=True)
class _Node:
    """A piece on its way to a span; `mark` is a run of signs that may begin or end emphasis."""

    kind: Kind
    text: str
    url: str = ""
    style: Style = Style.PLAIN
    mark: str = ""
    opens: bool = False
    closes: bool = False


@dataclass(slots=True)
class _Opener:
    """An opening bracket: where it stands among the nodes and in the source, and whether it can begin a link."""

    at: int
    end: int
    is_picture: bool
    is_live: bool = True


@dataclass(slots=True)
class _Scanner:
    source: str
    references: Mapping[str, str]
    is_html: bool
    nodes: list[_Node] = field(default_factory=list)
    openers: list[_Opener] = field(default_factory=list)
    tags: list[tuple[str, int, str]] = field(default_factory=list)
    marks: int = 0

    def run(self) -> list[_Node]:
        source = self.source
        pattern = _PLAIN_HTML if self.is_html else _SCAN
        at = 0
        while (found := pattern.search(source, at)) is not None:
            if found.start() > at:
                self._text(source[at : found.start()])
            at = self._token(found)
        if at < len(source):
            self._text(source[at:])
        self._close_tags("", 0)
        return self.nodes

    def _text(self, text: str) -> None:
        self.nodes.append(_Node(Kind.TEXT, text))

    def _token(self, found: re.Match[str]) -> int:
        """Take one token in, and return where to go on."""
        kind = found.lastgroup
        text = found[0]
        if found["tag"] is not None:
            self._tag(found)
        elif kind == "escape":
            self._text(text[1])
        elif kind in {"hard", "soft"}:
            self.nodes.append(_Node(Kind.BREAK if kind == "hard" else Kind.TEXT, "\n" if kind == "hard" else " "))
        elif kind == "entity":
            self._text(html.unescape(text))
        elif kind == "auto":
            self.nodes.append(_Node(Kind.LINK, "", found["auto"]))
        elif kind == "comment":
            end = self.source.find("-->", found.end())
            return len(self.source) if end < 0 else end + 3
        elif self.is_html and kind != "bare":
            self._text(text)
        else:
            return self._markdown(found)
        return found.end()

    def _markdown(self, found: re.Match[str]) -> int:
        kind = found.lastgroup
        text = found[0]
        if kind == "code":
            return self._code(found)
        if kind == "open":
            self.openers.append(_Opener(len(self.nodes), found.end(), is_picture=text[0] == "!"))
            self._text(text)
        elif kind == "close":
            return self._close(found.end())
        elif kind == "bare":
            return self._bare(found)
        elif kind == "math":
            self._text(clean_text(text) if not {"<", "&"} & set(text) else text)
        else:
            self._mark(found)
        return found.end()

    def _bare(self, found: re.Match[str]) -> int:
        url = found[0].rstrip("?!.,:*_~'\"")
        while url.endswith((")", "]")) and url.count(url[-1]) > url.count({")": "(", "]": "["}[url[-1]]):
            url = url[:-1].rstrip("?!.,:*_~'\"")
        self.nodes.append(_Node(Kind.LINK, "", html.unescape(url)))
        return found.start() + len(url)

    def _code(self, found: re.Match[str]) -> int:
        ticks = found[0]
        end = found.end()
        while (end := self.source.find(ticks, end)) >= 0:
            if self.source[end - 1] != "`" and self.source[end + len(ticks) : end + len(ticks) + 1] != "`":
                inside = _SPACES.sub(" ", self.source[found.end() : end])
                self.nodes.append(_Node(Kind.TEXT, inside.strip() or inside, style=Style.CODE))
                return end + len(ticks)
            end += len(ticks)
        self._text(ticks)
        return found.end()

    def _mark(self, found: re.Match[str]) -> None:
        self.marks += 1
        text = found[0]
        if self.marks > _MOST_DELIMITERS:
            self._text(text)
            return
        before = self.source[found.start() - 1 : found.start()] or " "
        after = self.source[found.end() : found.end() + 1] or " "
        left = not after.isspace() and (after.isalnum() or before.isspace() or not before.isalnum())
        right = not before.isspace() and (before.isalnum() or after.isspace() or not after.isalnum())
        if text[0] == "_":
            left, right = left and (not right or not before.isalnum()), right and (not left or not after.isalnum())
        self.nodes.append(_Node(Kind.TEXT, text, mark=text, opens=left, closes=right))

    def _close(self, at: int) -> int:
        """End a bracket: as a link or picture if an address or a known label follows, as itself otherwise."""
        opener = self.openers.pop() if self.openers else None
        if opener is not None and (opener.is_live or opener.is_picture):
            url, end = self._destination(opener, at)
            if url is not None:
                self._link(opener, url)
                return end
        self._text("]")
        return at

    def _destination(self, opener: _Opener, at: int) -> tuple[str | None, int]:
        source = self.source
        if source.startswith("(", at):
            found = _address(source, at + 1)
            if found is not None:
                return found
        if self.references:
            label = _LABEL.match(source, at)
            named = label[1] if label is not None and label[1].strip() else source[opener.end : at - 1]
            url = self.references.get(" ".join(named.split()).upper())
            if url is not None:
                return url, at if label is None else label.end()
        return None, at

    def _link(self, opener: _Opener, url: str) -> None:
        inside = self.nodes[opener.at + 1 :]
        del self.nodes[opener.at :]
        self._append_link(inside, url, is_picture=opener.is_picture)

    def _append_link(self, inside: list[_Node], url: str, *, is_picture: bool) -> None:
        _emphasise(inside)
        written = _SPACES.sub(" ", "".join(node.text for node in inside if node.kind is not Kind.PICTURE)).strip()
        if is_picture:
            self.nodes.append(_Node(Kind.PICTURE, written, url))
            return
        shown = written or " ".join(node.text for node in inside if node.kind is Kind.PICTURE).strip()
        texts = [node.style for node in inside if node.text.strip()]
        style = texts[0] if texts else Style.PLAIN
        for each in texts[1:]:
            style &= each
        if not written:
            style |= Style.PICTURE
        self.nodes.append(_Node(Kind.LINK, shown, html.unescape(url), style))
        for opener in self.openers:
            opener.is_live = False  # links hold no links

    def _tag(self, found: re.Match[str]) -> None:
        name = found["name"].lower()
        attributes = {
            key.lower(): html.unescape(one or other or bare or "")
            for key, one, other, bare in _ATTRIBUTE.findall(found["rest"])
        }
        if name == "img":
            self.nodes.append(_Node(Kind.PICTURE, attributes.get("alt", ""), attributes.get("src", "")))
        elif found["slash"]:
            depth = next((index for index in range(len(self.tags) - 1, -1, -1) if self.tags[index][0] == name), None)
            if depth is not None:
                self._close_tags(name, depth)
        elif name in _STYLES or name in _SCRIPTS or (name == "a" and attributes.get("href")):
            self.tags.append((name, len(self.nodes), attributes.get("href", "")))
        if name in _BREAKS and (name == "br" or self.is_html or found["slash"]):
            self.nodes.append(_Node(Kind.BREAK, "\n"))

    def _close_tags(self, name: str, depth: int) -> None:
        """Apply the elements from `depth` on, innermost first; what was never closed but links ends with the last."""
        while len(self.tags) > depth:
            kind, start, url = self.tags.pop()
            start = min(start, len(self.nodes))
            inside = self.nodes[start:]
            if kind == "a" and name:
                del self.nodes[start:]
                self._append_link(inside, url.strip(), is_picture=False)
                self.openers = [opener for opener in self.openers if opener.at < start]
            elif kind in _SCRIPTS and name:
                for node in inside:
                    if not {"<", "&"} & set(node.text):
                        node.text = clean_text(f"<{kind}>{node.text}</{kind}>", latex=False)
            elif kind in _STYLES and name:
                for node in inside:
                    node.style |= _STYLES[kind]


def _address(source: str, at: int) -> tuple[str, int] | None:
    """Return the address that stands in parentheses from `at` on, with its end; None if none does."""
    begun = _BLANK.match(source, at)
    start = end = at if begun is None else begun.end()
    if source.startswith("<", end):
        end = source.find(">", start, start + _LONGEST_ADDRESS)
        if end < 0 or "\n" in source[start:end]:
            return None
        url = source[start + 1 : end]
        end += 1
    else:
        depth = 0
        while (found := _STEP.match(source, end)) is not None and end < start + _LONGEST_ADDRESS:
            depth += {"(": 1, ")": -1}.get(found[0], 0)
            if not 0 <= depth <= _DEEPEST:
                break
            end = found.end()
        url = source[start:end]
    titled = _TITLE.match(source, end)
    end = titled.end() if titled is not None else end
    blank = _BLANK.match(source, end)
    end = end if blank is None else blank.end()
    return (_ESCAPED.sub(r"\1", url), end + 1) if source.startswith(")", end) else None


def _emphasise(nodes: list[_Node]) -> None:
    """Set what stands between marks of emphasis, and take the marks out."""
    opened: list[int] = []
    for index, node in enumerate(nodes):
        if not node.mark:
            continue
        while node.closes and node.mark and opened:
            at = next((place for place in reversed(opened) if nodes[place].mark[:1] == node.mark[:1]), None)
            if at is None:
                break
            opener = nodes[at]
            size = 2 if len(opener.mark) > 1 and len(node.mark) > 1 else 1
            style = Style.STRUCK if node.mark[0] == "~" else Style.STRONG if size > 1 else Style.EMPHASIS
            for between in nodes[at + 1 : index]:
                between.style |= style
            opener.mark = opener.text = opener.mark[size:]
            node.mark = node.text = node.mark[size:]
            opened = [place for place in opened if place < at or (place == at and opener.mark)]
        if node.opens and node.mark:
            opened.append(index)


def scan(source: str, references: Mapping[str, str], *, is_html: bool = False) -> list[Span]:
    """Return the spans of a paragraph; neighbours of one style are one, and spaces are single."""
    nodes = _Scanner(source[:LONGEST], references, is_html).run()
    _emphasise(nodes)
    spans: list[Span] = []
    for node in nodes:
        if node.kind is Kind.TEXT:
            if spans and spans[-1].kind is Kind.TEXT and (spans[-1].style == node.style or not node.text.strip()):
                spans[-1] = spans[-1]._replace(text=spans[-1].text + node.text)
            elif node.text:
                spans.append(Span(Kind.TEXT, node.text, style=node.style))
        else:
            spans.append(Span(node.kind, node.text, node.url, node.style))
    return [span if span.kind is Kind.BREAK or not _has_spaces(span.text) else _squeezed(span) for span in spans]


def _has_spaces(text: str) -> bool:
    return "  " in text or "\n" in text or "\t" in text or not text.isascii()


def _squeezed(span: Span) -> Span:
    return span._replace(text=_SPACES.sub(" ", span.text))
