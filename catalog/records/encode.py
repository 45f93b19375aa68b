"""Records and vocabularies in the one canonical form of YAML; comments stay with the key or item they stood at.

Fields come in the order of the schema. Text that another reader of YAML would take for a number, a date or a truth
value is quoted; lists of words stand in brackets, other lists below their key; long texts are folded.
"""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from textwrap import wrap
from typing import Final, TypeAlias

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from yaml import SafeLoader
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from catalog.faults import Loc, model_in, parts_of
from catalog.model import WRAPPED, Model
from catalog.names import Person
from catalog.records.comments import Comments, comments
from catalog.records.schema import modeline
from catalog.records.syntax import compose

WIDTH: Final = 100
"""Columns after which lists leave their brackets and texts are folded."""

_FLOW_UNSAFE: Final = re.compile(r"[,\[\]{}?]")  # PyYAML ends a text at the last of them, too
_UNSAFE: Final = re.compile(
    r"^[-?:,\[\]{}#&*!|>'\"%@`=~]|^\.\.\.|^\s|\s$|: |:$| #"
    r"|[\x00-\x1f\x7f-\x9f\u00a0\u00ad\u2028\u2029\ufeff\ud800-\udfff]",
)
# What YAML 1.2 reads as a number and PyYAML, which is at 1.1, does not.
_NUMBER: Final = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+")
_ESCAPED: Final = re.compile('[\x00-\x1f\x7f-\x9f\u00a0\u00ad\u2028\u2029\ufeff\ud800-\udfff"\\\\]')
_ESCAPES: Final = {"\n": r"\n", "\t": r"\t", '"': r"\"", "\\": r"\\"}
_FOLDABLE: Final = re.compile(r"\S+(?: \S+)*")
_LITERAL: Final = re.compile(r"\S(?:.*\S)?(?:\n+\S(?:.*\S)?)*")


def encode(text: str, model: type[Model], *, is_vocabulary: bool) -> str:
    """Return `text`, which `model` accepts, in canonical form; a vocabulary has one `model` below each key."""
    root = compose(text)
    encoder = _Encoder(comments(text, root))
    lines = encoder.vocabulary(root, model) if is_vocabulary else encoder.mapping(root, model, (), 0)
    return "".join(f"{line}\n" for line in (modeline(model), *lines, *encoder.comments.after))


Values: TypeAlias = "str | Sequence[Values] | Mapping[str, Values]"
"""What stands in a record, untyped."""


def encode_values(values: Mapping[str, Values], model: type[Model]) -> str:
    """Return a record that says `values` in canonical form; a text of nothing leaves its field open."""
    lines = _Encoder(Comments()).mapping(_node(values), model, (), 0)
    return "".join(f"{line}\n" for line in (modeline(model), *lines))


def _node(value: Values) -> Node:
    if isinstance(value, str):
        return ScalarNode(_TAG, value)
    if isinstance(value, Mapping):
        return MappingNode(_TAG, [(ScalarNode(_TAG, key), _node(item)) for key, item in value.items()])
    return SequenceNode(_TAG, [_node(item) for item in value])


_TAG: Final = ""
"""The tag of nodes, which nothing here looks at."""


@dataclass(frozen=True, slots=True)
class _Encoder:
    comments: Comments

    def vocabulary(self, root: Node, model: type[Model]) -> Iterator[str]:
        if not root.value:
            yield "{}"
        for index, (key, value) in enumerate(root.value):
            loc = (key.value,)
            if index:
                yield ""
            yield from self._entry(f"{plain(key.value)}:", value, model, _Kind.MODEL, loc, 0)

    def mapping(self, node: Node, model: type[BaseModel] | None, loc: Loc, indent: int) -> Iterator[str]:
        fields = {key.value: value for key, value in node.value}
        known = [] if model is None else [name for name in model.model_fields if name in fields]
        for name in (*known, *(name for name in fields if name not in known)):
            kind, below = _kinds(model).get(name, _UNKNOWN) if model is not None else _UNKNOWN
            yield from self._entry(f"{plain(name)}:", fields[name], below, kind, (*loc, name), indent)

    def _entry(  # noqa: PLR0913  # what an entry is made of
        self,
        head: str,
        node: Node,
        model: type[BaseModel] | None,
        kind: "_Kind",
        loc: Loc,
        indent: int,
    ) -> Iterator[str]:
        """Yield the lines of a key with its value, comments first."""
        space = " " * indent
        first, *rest = self._value(head, node, model, kind, loc, indent)
        for comment in self.comments.above.get(loc, ()):
            yield space + comment
        beside = self.comments.beside.get(loc, [])
        yield "  ".join((space + first, *beside))
        yield from rest
        for comment in self.comments.behind.get(loc, ()):
            yield space + comment

    def _value(  # noqa: PLR0913  # likewise
        self,
        head: str,
        node: Node,
        model: type[BaseModel] | None,
        kind: "_Kind",
        loc: Loc,
        indent: int,
    ) -> Iterator[str]:
        if isinstance(node, ScalarNode):
            first, *rest = _scalar(node.value, len(head) + indent + 1, kind)
            yield f"{head} {first}".rstrip()
            yield from (" " * (indent + 2) + line if line else "" for line in rest)
        elif not node.value:
            yield f"{head} {'[]' if isinstance(node, SequenceNode) else '{}'}"
        elif isinstance(node, MappingNode):
            yield head
            yield from self.mapping(node, model, loc, indent + 2)
        else:
            line = None if kind in (_Kind.MODEL, _Kind.PERSON) else self._in_brackets(head, node, loc, indent)
            if line is not None:
                yield line
                return
            yield head
            for index, item in enumerate(node.value):
                yield from self._item(item, model, kind, (*loc, index), indent + 2)

    def _in_brackets(self, head: str, node: Node, loc: Loc, indent: int) -> str | None:
        """Return a list of words on one line, or None if it does not fit or has comments inside."""
        if self.comments.below(loc) or not all(isinstance(item, ScalarNode) for item in node.value):
            return None
        line = f"{head} [{', '.join(plain(item.value, in_flow=True) for item in node.value)}]"
        return line if indent + len(line) <= WIDTH else None

    def _item(self, node: Node, model: type[BaseModel] | None, kind: "_Kind", loc: Loc, indent: int) -> Iterator[str]:
        space = " " * indent
        if isinstance(node, MappingNode) and node.value:
            lines = list(self.mapping(node, model, loc, indent + 2))
            # The hyphen goes to the first line that is no comment; comments stand above it.
            for at, line in enumerate(lines):
                if not line.lstrip().startswith("#"):
                    yield from (space + comment.lstrip() for comment in lines[:at])
                    yield f"{space}- {line.lstrip()}"
                    yield from lines[at + 1 :]
                    return
        yield from self._entry("-", node, model, kind, loc, indent)


class _Kind(Enum):
    """How a field is written."""

    TYPED = auto()  # a number, date or truth value: never quoted
    LINE = auto()
    TEXT = auto()  # folded where it is long
    PERSON = auto()
    MODEL = auto()


_UNKNOWN: Final = (_Kind.LINE, None)


@lru_cache(maxsize=64)
def _kinds(model: type[BaseModel]) -> Mapping[str, tuple[_Kind, type[BaseModel] | None]]:
    """Return how each field of a model is written, and the model of what stands below it, if it has one."""
    return {name: (_kind(field), model_in(field.annotation)) for name, field in model.model_fields.items()}


def _kind(field: FieldInfo) -> _Kind:
    if model_in(field.annotation) is not None:
        return _Kind.MODEL
    leaves = parts_of(field.annotation)
    if leaves & {int, bool, dt.date}:
        return _Kind.TYPED
    if Person in leaves:
        return _Kind.PERSON
    return _Kind.TEXT if WRAPPED in leaves or WRAPPED in field.metadata else _Kind.LINE


def _scalar(text: str, column: int, kind: _Kind) -> list[str]:
    """Return the lines of a value that begins in `column`; lines after the first are not indented yet."""
    if kind is _Kind.TYPED or not text:
        return [text]
    if "\n" in text:
        # A literal block says what it holds as it is, save for spaces at the ends of lines.
        body, head = (text[:-1], "|") if text.endswith("\n") else (text, "|-")
        return (
            [head, *body.split("\n")]
            if _LITERAL.fullmatch(body) and not _ESCAPED_IN_BLOCK.search(body)
            else [quote(text)]
        )
    if (
        kind is _Kind.TEXT
        and column + len(text) > WIDTH
        and _FOLDABLE.fullmatch(text)
        and not _ESCAPED_IN_BLOCK.search(text)
    ):
        lines = wrap(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
        return [">-", *lines] if len(lines) > 1 else [plain(text)]
    return [plain(text)]


_ESCAPED_IN_BLOCK: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u2028\u2029\ufeff\ud800-\udfff]")


def plain(text: str, *, in_flow: bool = False) -> str:
    """Return a text on one line, with quotes only where a reader of YAML could take it for something else."""
    unsafe = _UNSAFE.search(text) or (in_flow and _FLOW_UNSAFE.search(text)) or not text
    return quote(text) if unsafe or _is_typed(text) else text


def _is_typed(text: str) -> bool:
    """Tell whether a typing reader (YAML 1.1 or 1.2) takes an unquoted text for a number, date, truth value or null."""
    candidates = SafeLoader.yaml_implicit_resolvers.get(text[:1], []) + SafeLoader.yaml_implicit_resolvers.get(None, [])
    return (
        any(pattern.match(text) for _, pattern in candidates)
        or _NUMBER.fullmatch(text) is not None
        or text.lower() in _WORDS
    )


_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "="})


def quote(text: str) -> str:
    """Return a text between double quotes, with whatever YAML does not print as an escape."""

    def escaped(found: re.Match[str]) -> str:
        char = found[0]
        known = _ESCAPES.get(char)
        if known is not None:
            return known
        return f"\\x{ord(char):02X}" if ord(char) <= 0xFF else f"\\u{ord(char):04X}"  # noqa: PLR2004  # two digits reach that far

    return f'"{_ESCAPED.sub(escaped, text)}"'
