"""Checks of how titles, pages and texts are written."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.catalog import Catalog, Record
from catalog.checks.rule import Problem
from catalog.faults import Loc
from catalog.model import Model, Paper
from catalog.names import Person
from catalog.text import INVISIBLE

_FEWEST_CAPITALS: Final = 8
_ADDRESSES: Final = frozenset({"docs", "homepage", "links", "repository", "url"})
_NUMBER: Final = re.compile(r"\d+$")


def _titles(catalog: Catalog) -> Iterator[tuple[Record[Paper], Loc, str]]:
    """Yield every title of every record, those of other versions included, with the way to it."""
    for record in catalog:
        yield record, ("title",), record.value.title
        for index, version in enumerate(record.value.other_versions):
            if version.title is not None:
                yield record, ("other_versions", index, "title"), version.title


def final_period(catalog: Catalog) -> Iterator[Problem]:
    """A title has no final period.

    Citation styles add their own. An ellipsis may stay.
    """
    for record, loc, title in _titles(catalog):
        if title.endswith(".") and not title.endswith(".."):
            yield record.at(*loc), "the title ends with a period; remove it"


def title_spacing(catalog: Catalog) -> Iterator[Problem]:
    """A title has single spaces between its words and none around them.

    Mostly a leftover of copying from a page or PDF; a tab and a no-break space count as spaces.
    """
    for record, loc, title in _titles(catalog):
        if title != " ".join(title.split()):
            yield (
                record.at(*loc),
                "the title has a space at an end, doubled, or of another kind; leave one plain space between words",
            )


def title_capitals(catalog: Catalog) -> Iterator[Problem]:
    """A title is not in capitals throughout.

    Write it as the paper's own page does, acronyms in capitals only.
    """
    for record, loc, title in _titles(catalog):
        if title.isupper() and sum(map(str.isupper, title)) > _FEWEST_CAPITALS and " " in title:
            yield record.at(*loc), "the title is all in capitals; write it in title case"


def invisible_character(catalog: Catalog) -> Iterator[Problem]:
    """Texts hold no character that is not seen: zero-width ones, soft hyphens, bidi controls.

    They make equal words unequal and can show a text in another order than it has. Delete them; the message says
    which it is. An address is malformed with one, and says so itself.
    """
    for record in _every_record(catalog):
        text = record.source.text
        if text.isascii() and "\\" not in text:
            continue
        for loc, value in _texts(record.value, ()):
            found = INVISIBLE.search(value)
            if found is not None and _ADDRESSES.isdisjoint(loc):
                yield record.at(*loc), f"holds the invisible character U+{ord(found[0]):04X}; delete it"


def _every_record(catalog: Catalog) -> Iterator[Record[Model]]:
    yield from catalog
    for vocabulary in (catalog.venues, catalog.families, catalog.topics, catalog.libraries):
        yield from vocabulary.values()


def _texts(value: object, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Yield every text of a value, with the way to it."""
    if isinstance(value, Person):
        yield loc, value.display
    elif isinstance(value, str):
        yield loc, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(item, (*loc, index))
    elif isinstance(value, Model):
        for name in value.model_fields_set:
            yield from _texts(getattr(value, name), (*loc, name))


def reversed_pages(catalog: Catalog) -> Iterator[Problem]:
    """The last page does not come before the first.

    Write both in full: `1735-1742`, not `1735-42`.
    """
    for record in catalog:
        paper = record.value
        found: list[tuple[tuple[str | int, ...], str]] = [(("pages",), paper.pages)] if paper.pages else []
        found += [
            (("other_versions", index, "pages"), item.pages)
            for index, item in enumerate(paper.other_versions)
            if item.pages
        ]
        for loc, pages in found:
            first, _, last = pages.partition("-")
            if last and _number(last) < _number(first) and first.rstrip("0123456789") == last.rstrip("0123456789"):
                yield record.at(*loc), f"the pages `{pages}` run backwards; write first and last in full"


def _number(page: str) -> int:
    found = _NUMBER.search(page)
    return int(found[0]) if found else 0
