"""Comments of a YAML text: which there are, and to which key or item each belongs.

The parser drops them, so they are found in what lies between the scalars whose places it gives.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from catalog.faults import Loc
from catalog.records.schema import MODELINE

_LINE: Final = re.compile("[^\n\u2028\u2029]+")
"""A line as YAML counts them: two breaks of Unicode end one, and a comment, too."""
_OPENING: Final = re.compile(r"(?:---|(?:[ \t]*-(?=[ \t]))+)[ \t]+")
"""What begins an item, or a document, of which the line may say no more."""


@dataclass(slots=True)
class Comments:
    """The comments of one text: above an entry, beside it, behind the last of a list, and after all."""

    above: dict[Loc, list[str]] = field(default_factory=lambda: defaultdict(list))
    beside: dict[Loc, list[str]] = field(default_factory=lambda: defaultdict(list))
    behind: dict[Loc, list[str]] = field(default_factory=lambda: defaultdict(list))
    after: list[str] = field(default_factory=list)

    @property
    def is_any(self) -> bool:
        """Tell whether an entry has a comment."""
        return bool(self.above or self.beside or self.behind)

    def below(self, loc: Loc) -> bool:
        """Tell whether an entry inside of the one at `loc` has a comment."""
        size = len(loc)
        return any(
            len(place) > size and place[:size] == loc and found
            for kind in (self.above, self.beside, self.behind)
            for place, found in kind.items()
        )


def comments(text: str, root: Node) -> Comments:
    """Return the comments of `text`, of which `root` is the composed node."""
    found = Comments()
    entries = sorted(_entries(root, ()))
    places = [entry.place for entry in entries]
    for comment in _scan(text, sorted(_spans(root))):
        at = bisect_left(places, comment.place)
        before = entries[at - 1] if at else None
        following = entries[at] if at < len(entries) else None
        if before is None and comment.is_alone and comment.text.startswith(MODELINE):
            continue  # whoever writes the file knows it
        if following is not None and comment.opens and (before is None or before.place < comment.line):
            found.above[following.loc].append(comment.text)  # of an item that begins on the next line
        elif not comment.is_alone:
            (found.after if before is None else found.beside[before.beside(comment.place)]).append(comment.text)
        elif before is not None and comment.column > (0 if following is None else following.column):
            found.behind[before.loc].append(comment.text)
        else:
            (found.after if following is None else found.above[following.loc]).append(comment.text)
    return found


class _Entry(NamedTuple):
    """A key or item: where it begins, counted in characters, in which column, and the way to it.

    Of the brackets around it, the outermost first: where they end, and the way to what they stand at.
    """

    place: int
    column: int
    loc: Loc
    brackets: tuple[tuple[int, Loc], ...]

    def beside(self, place: int) -> Loc:
        """Return to what a comment belongs that is the next thing after the entry: what is closed before it is one."""
        return next((loc for end, loc in self.brackets if end <= place), self.loc)


class _Comment(NamedTuple):
    """A comment: where it begins, in which column, what it says, and what is before it: nothing, or a hyphen alone."""

    place: int
    column: int
    text: str
    is_alone: bool
    opens: bool

    @property
    def line(self) -> int:
        """Return where the line begins."""
        return self.place - self.column


def _entries(node: Node, loc: Loc, at: Loc = (), brackets: tuple[tuple[int, Loc], ...] = ()) -> Iterator[_Entry]:
    """Yield every key and item; of a mapping in a list, its first key stands for the item.

    `at` is the way to the key or item that `node` is the value of.
    """
    if not isinstance(node, CollectionNode):
        return
    if node.flow_style and loc:
        brackets = (*brackets, (node.end_mark.index, at))
    if isinstance(node, MappingNode):
        for key, value in node.value:
            below = (*loc, key.value)
            yield _Entry(key.start_mark.index, key.start_mark.column, below, brackets)
            yield from _entries(value, below, below, brackets)
        return
    for index, item in enumerate(node.value):
        below = stands = (*loc, index)
        if isinstance(item, MappingNode) and item.value:
            stands = (*below, item.value[0][0].value)
        else:
            yield _Entry(item.start_mark.index, item.start_mark.column, below, brackets)
        yield from _entries(item, below, stands, brackets)


def _spans(node: Node) -> Iterator[tuple[int, int]]:
    """Yield start and end, in characters, of every scalar, keys included; of a block scalar, from its second line."""
    if isinstance(node, ScalarNode):
        start, end = node.start_mark, node.end_mark
        if node.style in ("|", ">"):
            yield -start.index, end.index
        else:
            yield start.index, end.index
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _spans(key)
            yield from _spans(value)
    else:
        for item in node.value:
            yield from _spans(item)


def _scan(text: str, spans: list[tuple[int, int]]) -> Iterator[_Comment]:
    """Yield every comment."""
    inside = bytearray(len(text) + 1)
    for start, end in spans:
        first = start
        if start < 0:
            # The header of a block scalar (`|-  # like so`) may carry a comment of its own.
            first = text.find("\n", -start) + 1
        if end > first:
            inside[first:end] = b"\1" * (end - first)
    for found in _LINE.finditer(text):
        line = found[0]
        column = line.find("#")
        while column >= 0:
            place = found.start() + column
            if not inside[place] and (column == 0 or line[column - 1] in " \t"):
                before = line[:column]
                opens = _OPENING.fullmatch(before) is not None
                yield _Comment(place, column, line[column:].rstrip(), is_alone=not before.strip(), opens=opens)
                break
            column = line.find("#", column + 1)
