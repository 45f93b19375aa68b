"""New values in a YAML text: for one scalar, in its place, for a field, or for none; no other byte is touched."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from catalog.faults import Loc
from catalog.plaintext import TextFault
from catalog.records.encode import Values, plain, quote
from catalog.records.syntax import Extent, Places, Value, parse


def replaced(text: str, loc: Loc, value: str, *, is_typed: bool = False) -> str | None:
    """Return `text` with `value`, a text on one line, at `loc`; None if no scalar on one line stands there.

    `is_typed` tells whether it is a number, a date or a truth value, which needs no quotes of its own.
    """
    span = Places(text).span(loc)
    if span is None:
        return None
    if span.quote == "'":
        written = "'" + value.replace("'", "''") + "'"
    else:
        # A list in brackets may stand around it, so what these need is quoted too.
        written = quote(value) if span.quote else value if is_typed else plain(value, in_flow=True)
    return f"{text[: span.start]}{written}{text[span.end :]}"


def inserted(text: str, name: str, value: Values, order: Sequence[str]) -> str | None:
    """Return `text` with a new field behind the last of those that stand before it in `order`, in the style of these.

    None if the text has the field, or is written so that nothing can be put there.
    """
    places = Places(text)
    fields = places.fields
    before = [place for key, place in fields.items() if key in order and order.index(key) < order.index(name)]
    if name in fields or not before:
        return None
    last = max(before, key=lambda place: place.end)
    if places.is_block:
        new = _with_lines(text, last, _lines(name, value))
    else:
        new = f"{text[: last.end]}, {name}: {_in_braces(value)}{text[last.end :]}"
    # Whatever the style, what is written says what it said and the new field, or it is not written.
    return new if _read(new) == {**parse(text), name: value} else None


def _read(text: str) -> Mapping[str, Value] | None:
    try:
        return parse(text)
    except TextFault:
        return None


def _lines(name: str, value: Values) -> Iterator[str]:
    """Yield the lines of a field whose value is a text, or a list of mappings of texts."""
    if isinstance(value, str):
        yield f"{name}: {plain(value)}"
        return
    yield f"{name}:"
    for item in value:
        fields = item.items() if isinstance(item, Mapping) else ()
        yield from (f"{'    ' if index else '  - '}{key}: {_scalar(text)}" for index, (key, text) in enumerate(fields))


def _in_braces(value: Values) -> str:
    """Return a value as it stands within braces."""
    if isinstance(value, str):
        return _scalar(value, in_flow=True)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_in_braces(each)}' for key, each in value.items())}}}"
    return f"[{', '.join(map(_in_braces, value))}]"


def _scalar(value: Values, *, in_flow: bool = False) -> str:
    """Return a text, or a truth value as it is written."""
    text = str(value)
    return text if text in {"true", "false"} else plain(text, in_flow=in_flow)


def _with_lines(text: str, last: Extent, lines: Iterable[str]) -> str:
    """Return `text` with lines below a field."""
    end = "\r\n" if "\r\n" in text else "\n"
    at = text.find("\n", last.end)
    while at >= 0 and _is_deeper_comment(text[at + 1 : text.find("\n", at + 1)], last.column):
        at = text.find("\n", at + 1)  # a comment at the end of a list stays with it
    head, tail = (text + end, "") if at < 0 else (text[: at + 1], text[at + 1 :])
    space = " " * last.column
    new = "".join(f"{space}{line}{end}" for line in lines)
    return f"{head}{new.removesuffix(end) if at < 0 else new}{tail}"


def _is_deeper_comment(line: str, column: int) -> bool:
    bare = line.lstrip(" ")
    return bare.startswith("#") and len(line) - len(bare) > column


def removed(text: str, loc: Loc) -> str | None:
    """Return `text` without the item at `loc` of a list; None if more than the item would go, or the whole list."""
    item = Places(text).item(loc)
    if item is None:
        return None
    start, end, _ = item.span
    if not item.in_brackets:
        start = text.rfind("\n", 0, start) + 1
        end = text.find("\n", end) + 1 or len(text)
        is_alone = item.end_before is None and item.start_after is None
        line = text[start : item.span.start] + text[item.span.end : end]
        return None if is_alone or line.strip() != "-" else text[:start] + text[end:]
    if item.start_after is not None:
        end = item.start_after
    elif item.end_before is not None:
        start = item.end_before
    gaps = text[start : item.span.start] + text[item.span.end : end]
    return text[:start] + text[end:] if gaps.strip() in {"", ","} else None
