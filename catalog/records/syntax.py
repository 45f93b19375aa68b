"""YAML text to plain values, every scalar as the text that stands there; and back from a value to its place.

Only the part of YAML that a record needs is read: mappings, lists and scalars. Everything else is refused with its
place. What the values mean is the schema's affair.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple, TypeAlias

from yaml import CBaseLoader, MarkedYAMLError, Node, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)
from yaml.nodes import MappingNode, ScalarNode, SequenceNode
from yaml.reader import ReaderError

from catalog.faults import Loc
from catalog.plaintext import FORBIDDEN, MAX_CHARACTERS, MAX_ITEMS, Position, Problem, TextFault, end_of
from catalog.text import quoted

MAX_DEPTH: Final = 16
"""Levels of nesting over which a file is refused; a record has four."""

_EMPTY: Final = "is empty; write lines of the form `key: value`, or `{}` in a vocabulary that has no entries"
_TOO_DEEP: Final = f"nests deeper than {MAX_DEPTH} levels; a record needs four"
_PARSERS_OWN_DEPTH: Final = "maximum nesting depth"

Value: TypeAlias = str | list["Value"] | dict[str, "Value"]
"""What YAML text says, untyped."""


def parse(text: str) -> dict[str, Value]:
    """Return the mapping that `text` holds, each scalar as the text that stands there.

    Raises:
        TextFault: the text is no YAML, no mapping, or uses a part of YAML that records do without: anchors,
            aliases, tags, merge keys, duplicate keys, several documents, directives, deep nesting.
    """
    builder = _Builder(text)
    value = builder.build()
    if builder.problems:
        raise TextFault(builder.problems)
    if not isinstance(value, dict):
        raise _fault(Position(1, 1), "yaml-syntax", "is no mapping; write lines of the form `key: value`")
    return value


def faults(text: str) -> list[Problem]:
    """Return what `parse` would refuse of a text, which may hold anything else than a mapping, or nothing."""
    if all(not line or line.startswith("#") for line in map(str.strip, text.splitlines())):
        return []
    builder = _Builder(text)
    builder.build()
    return builder.problems


def _fault(position: Position, code: str, message: str) -> TextFault:
    return TextFault([Problem(position, code, message)])


_Following: TypeAlias = Callable[[], Any]
"""Returns the next event of the parser; its class says which attributes it has."""


class _TextLoader(CBaseLoader):
    """libyaml's parser, without the guesses of what a scalar means."""

    def resolve(self, kind: type[Node], value: object, implicit: object) -> str:  # noqa: ARG002  # the base's signature
        return ""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Do nothing: there are no resolvers that depend on the path."""

    def ascend_resolver(self) -> None:
        """Do nothing, likewise."""


@dataclass(slots=True)
class _Builder:
    """Builds values from libyaml's events, so that nothing hostile is ever composed or expanded."""

    text: str
    problems: list[Problem] = field(default_factory=list)
    escapes: bool = False
    is_large: bool = False
    has_alias: bool = False

    def __post_init__(self) -> None:
        # Only double quotes escape, and only with a backslash: most texts need no second look at their values.
        self.escapes = "\\" in self.text
        self.is_large = len(self.text) > MAX_ITEMS

    def build(self) -> Value | None:
        try:
            return self._document(_TextLoader(self.text).get_event)
        except ReaderError as error:  # a character that YAML itself forbids
            self._add(end_of(self.text[: error.position]), "control-character", f"holds {error.character!r}; remove it")
        except MarkedYAMLError as error:
            # Of a quote that is not closed, or a colon that is missing, it says where that began as well.
            is_scanning = (error.context or "").startswith("while scanning") and error.context_mark is not None
            mark = error.context_mark if is_scanning else error.problem_mark or error.context_mark
            # libyaml counts a line more than there is where the last one has no end.
            position = min(Position(mark.line + 1, mark.column + 1), end_of(self.text)) if mark else Position(1, 1)
            if _PARSERS_OWN_DEPTH in str(error.problem):  # it looks ahead, so it may meet its limit before we do ours
                self._add(position, "yaml-depth", _TOO_DEEP)
                return None
            self._add(
                position, "yaml-syntax", f"is no YAML: {error.problem or error.context}; {_remedy(str(error.problem))}"
            )
        except YAMLError as error:
            self._add(Position(1, 1), "yaml-syntax", f"is no YAML: {error}")
        except _TooDeepError as error:
            self._add(error.position, "yaml-depth", _TOO_DEEP)
        return None

    def _document(self, following: _Following) -> Value | None:
        following()  # the start of the stream
        start = following()
        if isinstance(start, StreamEndEvent):
            self._add(Position(1, 1), "yaml-syntax", _EMPTY)
            return None
        if start.version or start.tags:
            self._add(_start(start), "yaml-directive", "begins with a `%` directive; remove the line")
        value = self._value(following, following(), 0)
        following()  # the end of the document
        after = following()
        if isinstance(after, DocumentStartEvent):
            self._add(
                _start(after),
                "yaml-documents",
                "holds several documents; keep one record a file, without `---` between",
            )
        return value

    def _value(self, following: _Following, event: Any, depth: int) -> Value:
        kind = event.__class__
        if kind is ScalarEvent:
            if event.anchor is not None or event.tag is not None:
                self._refuse(event)
            text: str = event.value
            if self.escapes or self.is_large:
                self._look_into(text, event)
            return text
        if depth >= MAX_DEPTH:
            raise _TooDeepError(_start(event))
        if kind is AliasEvent:
            self._refuse_alias(event)
            return ""
        if event.anchor is not None or event.tag is not None:
            self._refuse(event)
        if kind is MappingStartEvent:
            return self._mapping(following, depth)
        items: list[Value] = []
        while (item := following()).__class__ is not SequenceEndEvent:
            items.append(self._value(following, item, depth + 1))
        if self.is_large and len(items) > MAX_ITEMS:
            self._add(_start(event), "value-size", f"has more than {MAX_ITEMS:,} items; shorten it")
        return items

    def _mapping(self, following: _Following, depth: int) -> dict[str, Value]:
        fields: dict[str, Value] = {}
        while (event := following()).__class__ is not MappingEndEvent:
            key = self._value(following, event, depth + 1)
            value = self._value(following, following(), depth + 1)
            if not isinstance(key, str):
                self._add(_start(event), "yaml-key", "has a list or mapping as a key; a key is a word")
            elif key in fields:
                self._add(_start(event), "yaml-duplicate-key", f"gives {quoted(key)} twice; keep one")
            elif key == "<<" and not event.style:
                self._add(_start(event), "yaml-merge-key", "uses the merge key `<<`; write the fields themselves")
            else:
                fields[key] = value
        return fields

    def _look_into(self, text: str, event: Any) -> None:
        if FORBIDDEN.search(text) is not None:
            message = f"holds an escaped control character: {quoted(text)}; remove it"
            self._add(_start(event), "control-character", message)
        if len(text) > MAX_CHARACTERS:
            self._add(_start(event), "value-size", f"has more than {MAX_CHARACTERS:,} characters; shorten it")

    def _refuse_alias(self, event: Any) -> None:
        # The first says it all: a bomb of aliases has as many as it has bytes.
        if not self.has_alias:
            self.has_alias = True
            self._add(
                _start(event), "yaml-alias", f"uses the alias {quoted('*' + event.anchor)}; write the value itself"
            )

    def _refuse(self, event: Any) -> None:
        if event.anchor is not None and not self.has_alias:
            self.has_alias = True
            self._add(_start(event), "yaml-anchor", f"sets the anchor {quoted('&' + event.anchor)}; remove it")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._add(_start(event), "yaml-tag", f"carries the tag {quoted(tag)}; remove it, values are read as text")

    def _add(self, position: Position, code: str, message: str) -> None:
        self.problems.append(Problem(position, code, message))


class _TooDeepError(Exception):
    def __init__(self, position: Position) -> None:
        super().__init__(position)
        self.position = position


def _start(event: Any) -> Position:
    return Position(event.start_mark.line + 1, event.start_mark.column + 1)


# What people usually did when libyaml says this.
_REMEDIES: Final = (
    ("found character '\\t'", "indent with spaces, not with a tab"),
    ("mapping values are not allowed", "a value with `: ` in it needs quotes"),
    ("did not find expected <document start>", "a line before this one ended the mapping"),
    ("cannot start any token", "a value that begins with this character needs quotes"),
    ("found unexpected end of stream", "a quote or bracket is not closed"),
    ("did not find expected ',' or", "a bracket is not closed, or a comma is missing"),
    ("could not find expected ':'", "a colon is missing, or a value needs quotes"),
    ("did not find expected key", "check the indentation, and quotes inside quotes"),
    ("undefined alias", "a value that begins with `*` needs quotes"),
)


def _remedy(problem: str) -> str:
    return next((remedy for start, remedy in _REMEDIES if start in problem), "check indentation and quotes around here")


def compose(text: str) -> Node:
    """Return the nodes of a text that `parse` accepts, with the place of each."""
    node = _TextLoader(text).get_single_node()
    if node is None:
        msg = "a text that `parse` accepts has a mapping"
        raise ValueError(msg)
    return node


class Span(NamedTuple):
    """Where a scalar stands in a text, from its first character to the one after its last, and its quote, if any."""

    start: int
    end: int
    quote: str


class Extent(NamedTuple):
    """Where a field of a text stands: its column, and the place after the last character of its value."""

    column: int
    end: int


class Item(NamedTuple):
    """A scalar in a list: where it stands, where the item before it ends and the next begins, and the list's style."""

    span: Span
    end_before: int | None
    start_after: int | None
    in_brackets: bool


class Places:
    """Where the values of one text stand; composes it once, for all the findings of a file."""

    def __init__(self, text: str) -> None:
        """Compose `text`, which `parse` accepts."""
        self._root = compose(text)
        self._fields: dict[int, dict[str, tuple[Node, Node]]] = {}

    @property
    def is_block(self) -> bool:
        """Tell whether each field begins a line, instead of standing within braces."""
        return not _is_in_brackets(self._root)

    @property
    def fields(self) -> dict[str, Extent]:
        """Return where the fields of the text stand, in their order."""
        found = self._fields_of(self._root) if isinstance(self._root, MappingNode) else {}
        column = self._root.start_mark.column  # of a key itself, a question mark may stand before it
        return {name: Extent(column, _end(key, value)) for name, (key, value) in found.items()}

    def of_value(self, loc: Loc) -> Position:
        """Return the place of the deepest value that `loc` reaches; of its key, where nothing is written for it."""
        mark = self._root.start_mark
        for key, value in self._walk(loc):
            mark = value.start_mark if value.start_mark.index < value.end_mark.index else key.start_mark
        return Position(mark.line + 1, mark.column + 1)

    def of_key(self, loc: Loc) -> Position:
        """Return the place of the deepest key that `loc` reaches."""
        mark = self._root.start_mark
        for key, _ in self._walk(loc):
            mark = key.start_mark
        return Position(mark.line + 1, mark.column + 1)

    def span(self, loc: Loc) -> Span | None:
        """Return where the scalar at `loc` stands, or None if there is none on a line of its own."""
        steps = list(self._walk(loc))
        value = steps[-1][1] if len(steps) == len(loc) > 0 else None
        if not isinstance(value, ScalarNode) or value.style in {"|", ">"}:
            return None
        if value.start_mark.line != value.end_mark.line:
            return None
        return Span(value.start_mark.index, value.end_mark.index, value.style or "")

    def scalar(self, loc: Loc) -> str | None:
        """Return what the scalar at `loc` says, or None if there is none."""
        steps = list(self._walk(loc))
        value = steps[-1][1] if len(steps) == len(loc) > 0 else None
        return value.value if isinstance(value, ScalarNode) else None

    def item(self, loc: Loc) -> Item | None:
        """Return where the item at `loc` stands, or None if that is no scalar of a list, on a line of its own."""
        span = self.span(loc)
        *_, (_, parent) = [(self._root, self._root), *self._walk(loc[:-1])]
        if span is None or not isinstance(parent, SequenceNode) or not isinstance(loc[-1], int):
            return None
        at = loc[-1]
        return Item(
            span,
            parent.value[at - 1].end_mark.index if at else None,
            parent.value[at + 1].start_mark.index if at + 1 < len(parent.value) else None,
            bool(parent.flow_style),
        )

    def way_to(self, line: int, column: int) -> Loc | None:
        """Return the way to the scalar value that begins at a place, both counted from 1, or None if none does."""
        return next(_ways(self._root, (), (line - 1, column - 1)), None)

    def _walk(self, loc: Loc) -> Iterator[tuple[Node, Node]]:
        node: Node = self._root
        for step in loc:
            if isinstance(node, MappingNode) and isinstance(step, str):
                found = self._fields_of(node).get(step)
                if found is None:
                    return
                yield found
                node = found[1]
            elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                yield node, node
            else:
                return

    def _fields_of(self, node: MappingNode) -> dict[str, tuple[Node, Node]]:
        fields = self._fields.get(id(node))
        if fields is None:
            fields = self._fields[id(node)] = {key.value: (key, value) for key, value in node.value}
        return fields


def _end(key: Node, value: Node) -> int:
    """Return the place after the last character of a value; blocks say that they end where the next one begins."""
    if isinstance(value, ScalarNode):
        # A block scalar ends after its last line's end.
        end: int = value.end_mark.index - (value.style in {"|", ">"})
        is_empty = value.start_mark.index == value.end_mark.index
        return int(key.end_mark.index) if is_empty else end
    if _is_in_brackets(value) or not value.value:
        return int(value.end_mark.index)
    last = value.value[-1]
    return _end(*last) if isinstance(value, MappingNode) else _end(key, last)


def _is_in_brackets(node: Node) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and bool(node.flow_style)


def _ways(node: Node, loc: Loc, place: tuple[int, int]) -> Iterator[Loc]:
    """Yield the ways to the scalar values below `node` that begin at `place`."""
    if isinstance(node, ScalarNode):
        if (node.start_mark.line, node.start_mark.column) == place:
            yield loc
    elif isinstance(node, MappingNode):
        for key, value in node.value:
            yield from _ways(value, (*loc, key.value), place)
    else:
        for index, item in enumerate(node.value):
            yield from _ways(item, (*loc, index), place)
