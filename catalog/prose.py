"""Citations and links in hand-written Markdown: where they stand, and what replaces them.

`[@turing1950machines]` cites a paper, several with semicolons between them, as Pandoc writes it; `family:theory` as the
target of a link is the page of a family. What stands in code is neither. Which papers and pages there are is for
callers to know.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import accumulate, groupby
from typing import Final, NamedTuple, TypeAlias

PAPER: Final = "paper"
KINDS: Final = (PAPER, "family", "topic", "venue", "library")
"""What a target may begin with, before its colon."""

_KIND: Final = "|".join(KINDS)
_CITATION: Final = re.compile(r"(?<![\\!])\[(@(?:(?!\n[ \t]*\n)[^\[\]])*)\](?!\(|\[(?!@))")
_CITED: Final = re.compile(r"@(?P<key>[^\s,@]+)(?P<rest>,.*)?", re.DOTALL)
_TARGET: Final = re.compile(
    rf"""
    (?:\]\(\s*<?|^\ {{0,3}}\[[^\[\]\n]+\]:\s*<?|\bhref=["'])
    (?P<target>(?P<kind>{_KIND}):(?P<key>[^\s()<>"'\#]*))
    """,
    re.MULTILINE | re.VERBOSE,
)
_PICTURE: Final = re.compile(
    rf"""
    (?:(?<!\\)!\[[^\[\]]*\]\(\s*<?|<img\b[^<>]*?\bsrc=["'])
    (?P<target>(?:{_KIND}):[^\s()<>"'\#]*)
    """,
    re.VERBOSE,
)
_DEFINITION: Final = re.compile(rf"^ {{0,3}}\[([^\[\]\n]+)\]:\s*<?((?:{_KIND}):[^\s<>]*)", re.MULTILINE)
_PICTURED: Final = re.compile(r"(?<!\\)!\[([^\[\]]*)\](?:\[([^\[\]]*)\]|(?![(\[]))")
_SIGN: Final = re.compile(r"(?<![\w@/.=\\])(?<!\\\[)-?@(?P<target>[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*)(?!\w)")
_NO_SIGN: Final = re.compile(r"!?\[[^\[\]]*\][(\[]|!\[[^\[\]]*\]|<[^<>]*>")
_SAFE: Final = re.compile(r"[A-Za-z0-9-]+")

_IN_HTML: Final = re.compile(
    rf"""(<a\b[^<>]*?\bhref=)(["'])({_KIND}):((?:(?!\2)[^\#])*)((?:\#(?:(?!\2).)*)?\2)([^<>]*>)""",
    re.VERBOSE | re.DOTALL,
)
_CITATION_IN_HTML: Final = re.compile(rf'<a class="citation" href="{PAPER}:([^"]*)">[^<]*</a>')

_FRONT_MATTER: Final = re.compile(r"\A(---[ \t]*\r?\n)(.*?\n)(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_RAW: Final = re.compile(r"<(!--|(?:pre|code|script|style)\b)", re.IGNORECASE | re.ASCII)
_FENCE: Final = re.compile(r"[ \t>]*(`{3,}|~{3,})")
_CONTAINER: Final = re.compile(r" {0,3}(?:[-*+]|\d+[.)]|!!!|\?\?\?\+?|\[\^[^\]]+\]:)(?:\s|$)")
_TICKS: Final = re.compile(r"`+")
_TAB: Final = 4


class Mention(NamedTuple):
    """A paper that is cited or a page that is linked: of what kind, its key, and where that stands, counted from 1."""

    kind: str
    key: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Target:
    """What a mention leads to: an address below the site's root, what it is called in a citation, and in full."""

    address: str
    label: str
    title: str


Resolve: TypeAlias = Callable[[str, str], Target | None]
"""From a kind and a key to what is mentioned; None if there is no such thing."""


class Stray(NamedTuple):
    """What looks like a mention and is none: its text, whether it stands as a picture, and where, counted from 1."""

    text: str
    is_picture: bool
    line: int
    column: int


def mentions(text: str) -> Iterator[Mention]:
    """Yield what a page of Markdown cites and links, in order."""
    prose = _without_code(text)
    found = {start: (kind, key) for kind, key, start in _cited(prose, text)}
    found |= {match.start("target"): (match["kind"], match["key"]) for match in _TARGET.finditer(prose)}
    for start, line, column in _places(prose, found):
        yield Mention(*found[start], line, column)


def strays(text: str) -> Iterator[Stray]:
    """Yield what a page shows as it was written, in order: ids behind `@` that are not cited, and pages as pictures."""
    prose = _without_code(text)
    found = {match.start("target"): (match["target"], True) for match in _PICTURE.finditer(prose)}
    defined = {match[1].casefold(): match[2] for match in _DEFINITION.finditer(prose)}
    for match in _PICTURED.finditer(prose) if defined else ():
        target = defined.get((match[2] or match[1]).casefold())
        if target is not None:
            found[match.start()] = (target, True)
    cited = {at for _, key, start in _cited(prose, text) for at in range(start, start + len(key))}
    words = _NO_SIGN.sub(lambda match: _spaces(match[0]), prose)
    for match in _SIGN.finditer(words):
        if match.start("target") not in cited:
            found[match.start("target")] = (match["target"], False)
    for start, line, column in _places(prose, found):
        yield Stray(*found[start], line, column)


def _places(text: str, starts: Iterable[int]) -> Iterator[tuple[int, int, int]]:
    """Yield places in a text in order, each with its line and column."""
    ends = list(accumulate((len(line) for line in _lines(text)), initial=0))
    line = 0
    for start in sorted(starts):
        while line + 1 < len(ends) and ends[line + 1] <= start:
            line += 1
        yield start, line + 1, start - ends[line] + 1


def front_matter(text: str) -> str:
    """Return what stands between the two lines of hyphens with which a page begins, on the lines where it does."""
    found = _FRONT_MATTER.match(text)
    return "" if found is None else f"\n{found[2]}"


def _cited(prose: str, text: str) -> Iterator[tuple[str, str, int]]:
    """Yield the citations of a page of which `prose` leaves out the code; what is no id is shown as it was written."""
    for match in _citations(prose):
        start = match.start(1)
        for part in match[1].split(";"):
            cited = _CITED.fullmatch(part.strip())
            key = part.strip() if cited is None else cited["key"]
            at = start + len(part) - len(part.lstrip()) + (0 if cited is None else 1)
            yield PAPER, text[at : at + len(key)], at
            start += len(part) + 1


def _citations(prose: str) -> Iterator[re.Match[str]]:
    """Yield the citations, also one right behind another; behind other brackets it is the name of a link's target."""
    end = 0
    for match in _CITATION.finditer(prose):
        start = match.start()
        if start == end or not prose.endswith("]", 0, start):
            yield match
            end = match.end()


def with_links(text: str) -> str:
    """Return Markdown in which each citation is a link, whose target and words `resolved` fills in."""
    pieces = []
    end = 0
    for match in _citations(_without_code(text)):
        pieces += [text[end : match.start()], _as_links(match[1])]
        end = match.end()
    return "".join((*pieces, text[end:]))


def _as_links(cited: str) -> str:
    """Return the links of one citation in round brackets, as it is read."""
    links = []
    for part in cited.split(";"):
        found = _CITED.fullmatch(" ".join(part.split()))
        if found is None or _SAFE.fullmatch(found["key"]) is None:
            return f"\\[{cited}\\]"
        links.append(f'<a class="citation" href="{PAPER}:{found["key"]}">{found["key"]}</a>{found["rest"] or ""}')
    return f"({'; '.join(links)})"


def resolved(html: str, base: str, resolve: Resolve) -> str:
    """Return HTML whose mentions lead to pages; `base` is the way to the site's root. What is unknown stays."""

    def citation(match: re.Match[str]) -> str:
        found = resolve(PAPER, match[1])
        if found is None:
            return match[0]
        title = escape(found.title)
        return f'<a class="citation" href="{base}{found.address}" title="{title}">{escape(found.label)}</a>'

    def link(match: re.Match[str]) -> str:
        found = resolve(match[3], match[4])
        return match[0] if found is None else f"{match[1]}{match[2]}{base}{found.address}{match[5]}{match[6]}"

    return _IN_HTML.sub(link, _CITATION_IN_HTML.sub(citation, html))


def has_mentions(html: str) -> bool:
    """Tell whether there is something in HTML for `resolved` to fill in."""
    return _IN_HTML.search(html) is not None


def _without_code(text: str) -> str:
    """Return a page of Markdown with spaces in place of all that is no prose, so that places stay as they are."""
    if "@" not in text and all(f"{kind}:" not in text for kind in KINDS):
        return ""
    body = _FRONT_MATTER.sub(lambda match: _spaces(match[0]), text)
    prose = _without_raw("".join(_without_blocks(_lines(body))))
    return "".join(_without_spans("".join(lines)) for _, lines in groupby(_lines(prose), key=str.isspace))


def _lines(text: str) -> list[str]:
    # Not `splitlines`, which takes more characters for an end than an editor does.
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _spaces(text: str) -> str:
    return "".join(char if char == "\n" else " " for char in text)


def _without_blocks(lines: list[str]) -> Iterator[str]:
    """Yield lines, those in fences or indented as code by spaces alone.

    What is indented below an item of a list, an admonition or a footnote belongs to that.
    """
    fence = ""
    is_after_blank, is_contained = True, False
    for line in lines:
        stripped = line.strip()
        indent = len(line.expandtabs(_TAB)) - len(line.expandtabs(_TAB).lstrip())
        if fence:
            yield _spaces(line)
            if stripped.lstrip("> \t").strip(fence[0]) == "" and stripped.endswith(fence):
                fence = ""
            continue
        opening = _FENCE.match(line)
        if opening is not None and opening[1][0] not in line[opening.end() :]:
            fence = opening[1]
            yield _spaces(line)
            continue
        if stripped and indent < _TAB:
            is_contained = _CONTAINER.match(line) is not None or (is_contained and (indent > 0 or not is_after_blank))
        is_code = bool(stripped) and indent >= _TAB and is_after_blank and not is_contained
        yield _spaces(line) if is_code else line
        is_after_blank = is_code or not stripped


def _without_raw(text: str) -> str:
    """Return a text with spaces in place of comments, and of the HTML elements that show or run code."""
    pieces = []
    end = 0
    unclosed = set()
    for opening in _RAW.finditer(text):
        name = opening[1].lower()
        if opening.start() < end or name in unclosed:
            continue
        closing = re.compile("-->" if name == "!--" else f"</{name}>", re.IGNORECASE | re.ASCII)
        close = closing.search(text, opening.end())
        if close is None:
            unclosed.add(name)
            continue
        pieces += [text[end : opening.start()], _spaces(text[opening.start() : close.end()])]
        end = close.end()
    return "".join((*pieces, text[end:]))


def _without_spans(paragraph: str) -> str:
    """Return a paragraph with spaces in place of what stands between backticks."""
    runs = [run for run in _TICKS.finditer(paragraph) if not _is_escaped(paragraph, run.start())]
    following: dict[int, int] = {}
    closing = [-1] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        length = len(runs[index][0])
        closing[index] = following.get(length, -1)
        following[length] = index
    pieces = []
    index = end = 0
    while index < len(runs):
        if closing[index] < 0:
            index += 1
            continue
        start, stop = runs[index].start(), runs[closing[index]].end()
        pieces += [paragraph[end:start], _spaces(paragraph[start:stop])]
        end, index = stop, closing[index] + 1
    return "".join((*pieces, paragraph[end:]))


def _is_escaped(text: str, at: int) -> bool:
    before = at
    while before and text[before - 1] == "\\":
        before -= 1
    return (at - before) % 2 == 1
