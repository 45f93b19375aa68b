"""Checks of the hand-written pages: that what they cite and link is there."""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from catalog.catalog import Catalog, Vocabulary
from catalog.checks.rule import Problem
from catalog.diagnostics import Location
from catalog.identifiers import is_record_id
from catalog.model import Model
from catalog.prose import PAPER, mentions, strays
from catalog.records.decode import MAX_FINDINGS
from catalog.text import did_you_mean, quoted

_NO_HINT: Final = "; name one that there is, or put what is no reference between backticks"


def dead_reference(catalog: Catalog) -> Iterator[Problem]:
    """Every citation and link in a hand-written page leads to something.

    `[@turing1950machines]` cites a paper by its id, and targets of links that begin with `paper:`, `family:`, `topic:`,
    `venue:` or `library:` end in an id or key. What is shown as it was written leads nowhere either: an id behind `@`
    that does not begin a citation, as in `[see @turing1950machines]`, and a page as the source of a picture. Nothing is
    said of papers while a record cannot be read, for it may be the one.
    """
    vocabularies: Mapping[str, Vocabulary[Model]] = {
        "family": catalog.families,
        "topic": catalog.topics,
        "venue": catalog.venues,
        "library": catalog.libraries,
    }
    for path, page in catalog.pages.items():
        written = {(line, column): message for line, column, message in _written(catalog, page.text)}
        yield from ((Location(path, *place), message) for place, message in written.items())
        number = 0
        for kind, key, line, column in mentions(page.text):
            known: Collection[str] = catalog.papers if kind == PAPER else vocabularies[kind]
            if (line, column) in written or key in known or _may_be(catalog, vocabularies.get(kind), key):
                continue
            # Of so many, no more are shown, and looking for the nearest key takes its time.
            hint = did_you_mean(key, known) if number <= MAX_FINDINGS else ""
            number += 1
            yield Location(path, line, column), f"no {kind} {quoted(key)}{hint or _NO_HINT}"


def _written(catalog: Catalog, text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what a page shows as it was written, with what to write instead."""
    for shown, is_picture, line, column in strays(text):
        if is_picture:
            yield line, column, f"{quoted(shown)} is a page and no picture; make it a link, without `!`"
        elif shown in catalog.papers or is_record_id(shown):
            remedy = f"write {quoted(f'[@{shown}]')}, and words outside of the brackets"
            yield line, column, f"{quoted(f'@{shown}')} is no citation as it stands; {remedy}"


def _may_be(catalog: Catalog, vocabulary: Vocabulary[Model] | None, key: str) -> bool:
    """Tell whether what could not be read may have a key."""
    return not catalog.is_whole if vocabulary is None else vocabulary.knows(key)
