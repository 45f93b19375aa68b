"""Answers of services as plain trees: JSON and XML of whatever quality, read without trust.

XML may have no document type, so that no entity can be declared: that is where its bombs come from.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, TypeAlias
from xml.parsers import expat

from catalog.importers.outcome import UnreadableError

_DEEPEST: Final = 64

Json: TypeAlias = object
"""What JSON says; only the functions below look into it."""


def read_json(body: bytes) -> Json:
    """Return what an answer says in JSON.

    Raises:
        UnreadableError: it is no JSON, or cut off.
    """
    try:
        found: Json = json.loads(body)
    except (ValueError, RecursionError) as error:
        msg = f"the answer is {_other(body)}, no JSON"
        raise UnreadableError(msg) from error
    return found


def at(tree: Json, *way: str | int) -> Json:
    """Return what stands at the end of a way of keys and indices, or None."""
    for step in way:
        if isinstance(step, str) and isinstance(tree, dict):
            tree = tree.get(step)
        elif isinstance(step, int) and isinstance(tree, list) and step < len(tree):
            tree = tree[step]
        else:
            return None
    return tree


def text(tree: Json, *way: str | int) -> str:
    """Return the text or number at the end of a way; of a list, the first; nothing where there is none."""
    found = at(tree, *way)
    if isinstance(found, list):
        found = found[0] if found else None
    if isinstance(found, bool) or not isinstance(found, str | int):
        return ""
    return found if isinstance(found, str) else f"{found:.0f}" if abs(found) < 10**15 else ""


def items(tree: Json, *way: str | int) -> list[Json]:
    """Return the list at the end of a way; something that stands alone is a list of one."""
    found = at(tree, *way)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def texts(tree: Json, *way: str | int) -> list[str]:
    """Return the texts of the list at the end of a way."""
    return [item for item in items(tree, *way) if isinstance(item, str)]


@dataclass(slots=True)
class Element:
    """An element of XML: its name with its namespace before a space, its text, and what is in it."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element]" = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the text that stands directly in it."""
        return "".join(self.parts)

    def all(self, name: str) -> "Iterator[Element]":
        """Yield the children of a name."""
        return (child for child in self.children if child.name == name)

    def text_of(self, name: str) -> str:
        """Return the text of the first child of a name, or nothing."""
        return next((child.text.strip() for child in self.all(name)), "")


def read_xml(body: bytes) -> Element:
    """Return the root of an answer in XML.

    Raises:
        UnreadableError: it is no XML, cut off, nested without end, or declares a document type.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    open_: list[Element] = [Element("")]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(open_) > _DEEPEST:
            msg = f"the answer nests deeper than {_DEEPEST} levels"
            raise UnreadableError(msg)
        element = Element(name, attributes)
        open_[-1].children.append(element)
        open_.append(element)

    def end(_name: str) -> None:
        open_.pop()

    def said(part: str) -> None:
        open_[-1].parts.append(part)

    def refuse(*_declared: object) -> None:
        msg = "the answer declares a document type, which may hold a bomb of entities"
        raise UnreadableError(msg)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(body, True)  # noqa: FBT003  # the parser's signature
    except (expat.ExpatError, ValueError, LookupError) as error:
        if isinstance(error, UnreadableError):
            raise
        msg = f"the answer is {_other(body)}, no XML"
        raise UnreadableError(msg) from error
    return open_[0].children[0]


def _other(body: bytes) -> str:
    """Return in words what came instead of what was wanted."""
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not start:
        return "empty"
    if start.startswith((b"<!doctype html", b"<html")):
        return "a page of HTML"
    return "cut off or malformed"
