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

from catalog.faults import Loc, model_in, parts_of
from catalog.model import WRAPPED, Model
from catalog.names import Person
from catalog.records.comments import Comments, comments
from catalog.records.schema import modeline
from catalog.records.syntax import compose, parse

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
    root = parse(text)
    first = modeline(model)
    # Places take longer to find than values, and most files have no comment but the first line.
    encoder = _Encoder(comments(text, compose(text)) if "#" in text.removeprefix(first) else Comments())
    lines = encoder.vocabulary(root, model) if is_vocabulary else encoder.mapping(root, model, (), 0)
    return "\n".join((first, *lines, *encoder.comments.after, ""))


Values: TypeAlias = "str | Sequence[Values] | Mapping[str, Values]"
"""What stands in a record, untyped."""


def encode_values(values: Mapping[str, Values], model: type[Model]) -> str:
    """Return a record that says `values` in canonical form; a text of nothing leaves its field open."""
    return "\n".join((modeline(model), *_Encoder(Comments()).mapping(values, model, (), 0), ""))


@dataclass(frozen=True, slots=True)
class _Encoder:
    comments: Comments

    def vocabulary(self, root: Mapping[str, Values], model: type[Model]) -> Iterator[str]:
        if not root:
            yield "{}"
        for index, (key, value) in enumerate(root.items()):
            if index:
                yield ""
            yield from self._entry(f"{plain(key)}:", value, model, _Kind.MODEL, (key,), 0)

    def mapping(
        self, fields: Mapping[str, Values], model: type[BaseModel] | None, loc: Loc, indent: int
    ) -> Iterator[str]:
        layout = _layout(model)
        is_bare = not self.comments.is_any
        for name, (kind, below) in layout.items():
            if name not in fields:
                continue
            value = fields[name]
            if is_bare and isinstance(value, str):  # most fields of most records, for which all else costs most
                yield from _text_lines(f"{name}:", value, kind, indent)
            else:
                yield from self._entry(f"{name}:", value, below, kind, (*loc, name), indent)
        for name in fields:
            if name not in layout:
                yield from self._entry(f"{plain(name)}:", fields[name], None, _Kind.LINE, (*loc, name), indent)

    def _entry(  # noqa: PLR0913  # what an entry is made of
        self,
        head: str,
        value: Values,
        model: type[BaseModel] | None,
        kind: "_Kind",
        loc: Loc,
        indent: int,
    ) -> Iterator[str]:
        """Yield the lines of a key with its value, comments first."""
        space = " " * indent
        first, *rest = self._value(head, value, model, kind, loc, indent)
        for comment in self.comments.above.get(loc, ()):
            yield space + comment
        yield "  ".join((first, *self.comments.beside.get(loc, ())))
        yield from rest
        for comment in self.comments.behind.get(loc, ()):
            yield space + comment

    def _value(  # noqa: PLR0913  # likewise
        self,
        head: str,
        value: Values,
        model: type[BaseModel] | None,
        kind: "_Kind",
        loc: Loc,
        indent: int,
    ) -> Iterator[str]:
        if isinstance(value, str):
            yield from _text_lines(head, value, kind, indent)
            return
        space = " " * indent
        if not value:
            yield f"{space}{head} {'{}' if isinstance(value, Mapping) else '[]'}"
        elif isinstance(value, Mapping):
            yield space + head
            yield from self.mapping(value, model, loc, indent + 2)
        else:
            line = None if kind in (_Kind.MODEL, _Kind.PERSON) else self._in_brackets(head, value, loc, indent)
            if line is not None:
                yield space + line
                return
            yield space + head
            is_bare = not self.comments.is_any
            for index, item in enumerate(value):
                if is_bare and isinstance(item, str):
                    yield from _text_lines("-", item, kind, indent + 2)
                else:
                    yield from self._item(item, model, kind, (*loc, index), indent + 2)

    def _in_brackets(self, head: str, items: Sequence[Values], loc: Loc, indent: int) -> str | None:
        """Return a list of words on one line, or None if it does not fit or has comments inside."""
        words = [plain(item, in_flow=True) for item in items if isinstance(item, str)]
        if len(words) < len(items) or self.comments.below(loc):
            return None
        line = f"{head} [{', '.join(words)}]"
        return line if indent + len(line) <= WIDTH else None

    def _item(
        self, value: Values, model: type[BaseModel] | None, kind: "_Kind", loc: Loc, indent: int
    ) -> Iterator[str]:
        space = " " * indent
        if isinstance(value, Mapping) and value:
            lines = list(self.mapping(value, model, loc, indent + 2))
            # The hyphen goes to the first line that is no comment; comments stand above it.
            for at, line in enumerate(lines):
                if not line.lstrip().startswith("#"):
                    yield from (space + comment.lstrip() for comment in lines[:at])
                    yield f"{space}- {line.lstrip()}"
                    yield from lines[at + 1 :]
                    return
        yield from self._entry("-", value, model, kind, loc, indent)


class _Kind(Enum):
    """How a field is written."""

    TYPED = auto()  # a number, date or truth value: never quoted
    LINE = auto()
    TEXT = auto()  # folded where it is long
    PERSON = auto()
    MODEL = auto()


@lru_cache(maxsize=64)
def _layout(model: type[BaseModel] | None) -> Mapping[str, tuple[_Kind, type[BaseModel] | None]]:
    """Return how each field of a model is written, and the model in it, in the model's order."""
    fields = {} if model is None else model.model_fields
    return {name: (_kind(field), model_in(field.annotation)) for name, field in fields.items()}


def _kind(field: FieldInfo) -> _Kind:
    if model_in(field.annotation) is not None:
        return _Kind.MODEL
    leaves = parts_of(field.annotation)
    if leaves & {int, bool, dt.date}:
        return _Kind.TYPED
    if Person in leaves:
        return _Kind.PERSON
    return _Kind.TEXT if WRAPPED in leaves or WRAPPED in field.metadata else _Kind.LINE


def _text_lines(head: str, text: str, kind: _Kind, indent: int) -> list[str]:
    """Return the lines of a key with a text."""
    head = f"{' ' * indent}{head}"
    if kind is _Kind.TYPED or not text:
        return [f"{head} {text}".rstrip()]
    if "\n" not in text and (kind is not _Kind.TEXT or len(head) + len(text) < WIDTH):
        return [f"{head} {plain(text)}"]
    first, *rest = _long_text(text)
    return [f"{head} {first}", *(f"{' ' * (indent + 2)}{line}" if line else "" for line in rest)]


def _long_text(text: str) -> list[str]:
    """Return the lines of a text that has several, or more letters than go on one; none is indented yet."""
    if "\n" in text:
        # A literal block says what it holds as it is, save for spaces at the ends of lines.
        body, head = (text[:-1], "|") if text.endswith("\n") else (text, "|-")
        if _LITERAL.fullmatch(body) and not _ESCAPED_IN_BLOCK.search(body):
            return [head, *body.split("\n")]
        return [quote(text)]
    if _FOLDABLE.fullmatch(text) and not _ESCAPED_IN_BLOCK.search(text):
        lines = wrap(text, WIDTH - 4, break_long_words=False, break_on_hyphens=False)
        if len(lines) > 1:
            return [">-", *lines]
    return [plain(text)]


_ESCAPED_IN_BLOCK: Final = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u2028\u2029\ufeff\ud800-\udfff]")


def plain(text: str, *, in_flow: bool = False) -> str:
    """Return a text on one line, with quotes only where a reader of YAML could take it for something else."""
    unsafe = _UNSAFE.search(text) or (in_flow and _FLOW_UNSAFE.search(text)) or not text
    return quote(text) if unsafe or _is_typed(text) else text


def _is_typed(text: str) -> bool:
    """Tell whether a typing reader (YAML 1.1 or 1.2) takes an unquoted text for a number, date, truth value or null."""
    first = text[0]
    if first not in _FIRSTS or (first.isalpha() and len(text) > _LONGEST_WORD):
        return False
    candidates = SafeLoader.yaml_implicit_resolvers.get(first, [])
    return (
        any(pattern.match(text) for _, pattern in candidates)
        or _NUMBER.fullmatch(text) is not None
        or text.lower() in _WORDS
    )


_WORDS: Final = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "~", "<<", "="})
_LONGEST_WORD: Final = max(map(len, _WORDS))
_FIRSTS: Final = frozenset({"+", *SafeLoader.yaml_implicit_resolvers, *(word[0] for word in _WORDS)}) | {
    word[0].upper() for word in _WORDS
}


def quote(text: str) -> str:
    """Return a text between double quotes, with whatever YAML does not print as an escape."""

    def escaped(found: re.Match[str]) -> str:
        char = found[0]
        known = _ESCAPES.get(char)
        if known is not None:
            return known
        return f"\\x{ord(char):02X}" if ord(char) <= 0xFF else f"\\u{ord(char):04X}"  # noqa: PLR2004  # two digits reach that far

    return f'"{_ESCAPED.sub(escaped, text)}"'
