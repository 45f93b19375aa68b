"""Comments of a YAML text: which there are, and to which key or item each belongs.

The parser drops them, so they are found in what lies between the scalars whose places it gives.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalog.faults import Loc

_LINE: Final = re.compile("[^\n\u2028\u2029]+")
"""A line as YAML counts them: two breaks of Unicode end one, and a comment, too."""


@dataclass(slots=True)
class Comments:
    """The comments of one text: above an entry, beside it, and after the last."""

    above: dict[Loc, list[str]] = field(default_factory=lambda: defaultdict(list))
    beside: dict[Loc, list[str]] = field(default_factory=lambda: defaultdict(list))
    after: list[str] = field(default_factory=list)

    def below(self, loc: Loc) -> bool:
        """Tell whether an entry inside of the one at `loc` has a comment."""
        size = len(loc)
        return any(
            len(place) > size and place[:size] == loc and found
            for kind in (self.above, self.beside)
            for place, found in kind.items()
        )


def comments(text: str, root: Node) -> Comments:
    """Return the comments of `text`, of which `root` is the composed node."""
    found = Comments()
    entries = sorted(_entries(root, ()))
    for place, comment, is_alone in _scan(text, sorted(_spans(root))):
        if is_alone:
            following = next((loc for at, loc in entries if at > place), None)
            if following is None:
                found.after.append(comment)
            else:
                found.above[following].append(comment)
        else:
            before = [loc for at, loc in entries if at < place]
            (found.beside[before[-1]] if before else found.after).append(comment)
    return found


def _entries(node: Node, loc: Loc) -> Iterator[tuple[int, Loc]]:
    """Yield the place and way of every key and item; of a mapping in a list, its first key stands for the item."""
    if isinstance(node, MappingNode):
        for key, value in node.value:
            below = (*loc, key.value)
            yield key.start_mark.index, below
            yield from _entries(value, below)
    elif isinstance(node, SequenceNode):
        for index, item in enumerate(node.value):
            below = (*loc, index)
            if not isinstance(item, MappingNode):
                yield item.start_mark.index, below
            yield from _entries(item, below)


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


def _scan(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, str, bool]]:
    """Yield place, text and whether it stands alone on its line, of every comment."""
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
            if not inside[found.start() + column] and (column == 0 or line[column - 1] in " \t"):
                yield found.start() + column, line[column:].rstrip(), not line[:column].strip()
                break
            column = line.find("#", column + 1)
