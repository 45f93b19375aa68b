"""Checks of how titles, pages and texts are written."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.catalog import Catalog
from catalog.checks.rule import Problem
from catalog.text import INVISIBLE, printable

_FEWEST_CAPITALS: Final = 8
_NUMBER: Final = re.compile(r"\d+$")


def final_period(catalog: Catalog) -> Iterator[Problem]:
    """A title has no final period.

    Citation styles add their own. An ellipsis may stay.
    """
    for record in catalog:
        title = record.value.title
        if title.endswith(".") and not title.endswith(".."):
            yield record.at("title"), "the title ends with a period; remove it"


def title_spacing(catalog: Catalog) -> Iterator[Problem]:
    """A title has single spaces between its words and none around them.

    Mostly a leftover of copying from a page or PDF; a tab and a no-break space count as spaces.
    """
    for record in catalog:
        title = record.value.title
        if title != " ".join(title.split()):
            yield (
                record.at("title"),
                "the title has a space at an end, doubled, or of another kind; leave one plain space between words",
            )


def title_capitals(catalog: Catalog) -> Iterator[Problem]:
    """A title is not in capitals throughout.

    Write it as the paper's own page does, acronyms in capitals only.
    """
    for record in catalog:
        title = record.value.title
        if title.isupper() and sum(map(str.isupper, title)) > _FEWEST_CAPITALS and " " in title:
            yield record.at("title"), "the title is all in capitals; write it in title case"


def invisible_character(catalog: Catalog) -> Iterator[Problem]:
    """Titles, names and texts hold no character that is not seen: zero-width ones, soft hyphens, bidi controls.

    They make equal words unequal and can show a text in another order than it has. Delete them; the message says
    which it is.
    """
    for record in catalog:
        if record.source.text.isascii() and "\\" not in record.source.text:
            continue
        paper = record.value
        texts: list[tuple[tuple[str | int, ...], str]] = [(("title",), paper.title)]
        texts += [(("authors", index), person.display) for index, person in enumerate(paper.authors)]
        texts += [
            ((name,), text) for name in ("award", "publisher", "summary", "note") if (text := getattr(paper, name))
        ]
        for loc, text in texts:
            found = INVISIBLE.search(text)
            if found is not None:
                yield record.at(*loc), f"holds the invisible character {printable(found[0])}; delete it"


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
