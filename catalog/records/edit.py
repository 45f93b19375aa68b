"""A new value for one scalar of a YAML text, written in the old one's place and quotes; no other byte is touched."""

from catalog.faults import Loc
from catalog.records.encode import plain, quote
from catalog.records.syntax import Places


def replaced(text: str, loc: Loc, value: str) -> str | None:
    """Return `text` with `value`, a text on one line, at `loc`; None if no scalar on one line stands there."""
    span = Places(text).span(loc)
    if span is None:
        return None
    if span.quote == "'":
        written = "'" + value.replace("'", "''") + "'"
    else:
        # A list in brackets may stand around it, so what these need is quoted too.
        written = quote(value) if span.quote else plain(value, in_flow=True)
    return f"{text[: span.start]}{written}{text[span.end :]}"
