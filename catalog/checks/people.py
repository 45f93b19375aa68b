"""Checks of authors' names."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from catalog.catalog import Catalog
from catalog.checks.rule import Problem
from catalog.names import Person
from catalog.text import fold, quoted

_FEWEST_CAPITALS: Final = 4


def author_twice(catalog: Catalog) -> Iterator[Problem]:
    """An author is named once in a record.

    Case, accents and punctuation are ignored. Two authors who share a name cannot be told apart; say so in `note`
    and write one with the initial of a second given name.
    """
    for record in catalog:
        authors = record.value.authors
        if len({_folded(person) for person in authors}) == len(authors):
            continue
        seen: set[str] = set()
        for index, person in enumerate(authors):
            name = _folded(person)
            if name in seen:
                yield record.at("authors", index), f"the author {quoted(person.display)} is named before; remove one"
            seen.add(name)


@lru_cache(maxsize=65536)
def _folded(person: Person) -> str:
    return fold(person.display)


def author_capitals(catalog: Catalog) -> Iterator[Problem]:
    """An author's name is not in capitals.

    Write `Hasan Bilge`, not `Hasan BILGE`; initials and short names such as `Li` are left alone, and so is what
    stands as `{name: …}`.
    """
    for record in catalog:
        for index, person in enumerate(record.value.authors):
            family = person.family
            if family.isupper() and len(family) >= _FEWEST_CAPITALS and not person.literal:
                yield (
                    record.at("authors", index),
                    f"the name {quoted(person.display)} is in capitals; write capitals at the start of its parts only",
                )


def author_address(catalog: Catalog) -> Iterator[Problem]:
    """An author's name has no e-mail address in it, nor a footnote's mark.

    Both come along when names are copied from a PDF; keep the name alone.
    """
    for record in catalog:
        for index, person in enumerate(record.value.authors):
            found = next((char for char in "@*†‡§¶" if char in person.display), None)
            if found is not None:
                what = "an e-mail address" if found == "@" else f"the mark `{found}`"
                yield (
                    record.at("authors", index),
                    f"the name {quoted(person.display)} has {what} in it; keep the name alone",
                )
