"""Checks of authors' names, those of other versions included."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from catalog.catalog import Catalog, Record
from catalog.checks.rule import Problem
from catalog.faults import Loc
from catalog.model import Paper
from catalog.names import Person
from catalog.text import fold, quoted

_FEWEST_CAPITALS: Final = 4
_MARK: Final = re.compile(r"[@*†‡§¶¹²³⁰-⁹]|[^\W\d_][0-9]")
_NEVER_A_FAMILY: Final = frozenset({"jr", "sr", "ii", "iii", "iv"})
_SUFFIXES: Final = _NEVER_A_FAMILY | {"v", "vi", "phd", "md", "esq"}
_SEVERAL: Final = re.compile(r"(?i)(?:^|\s)(?:and|&|et\s+al\.?)(?:\s|$)|;")


def _lists(record: Record[Paper]) -> Iterator[tuple[Loc, tuple[Person, ...]]]:
    """Yield the lists of authors of a record, with the way to each."""
    yield ("authors",), record.value.authors
    for index, version in enumerate(record.value.other_versions):
        if version.authors:
            yield ("other_versions", index, "authors"), version.authors


def _people(catalog: Catalog) -> Iterator[tuple[Record[Paper], Loc, Person]]:
    """Yield every author of every record who is a person, with the way to the name."""
    for record in catalog:
        for loc, authors in _lists(record):
            for index, person in enumerate(authors):
                if not person.literal:
                    yield record, (*loc, index), person


def author_twice(catalog: Catalog) -> Iterator[Problem]:
    """An author is named once in a record.

    Case, accents and punctuation are ignored. Two authors who share a name cannot be told apart; say so in `note`
    and write one with the initial of a second given name.
    """
    for record in catalog:
        for loc, authors in _lists(record):
            if len({_folded(person) for person in authors}) == len(authors):
                continue
            seen: set[str] = set()
            for index, person in enumerate(authors):
                name = _folded(person)
                if name in seen:
                    yield record.at(*loc, index), f"the author {quoted(person.display)} is named before; remove one"
                seen.add(name)


@lru_cache(maxsize=65536)
def _folded(person: Person) -> str:
    return fold(person.display)


def author_capitals(catalog: Catalog) -> Iterator[Problem]:
    """An author's name is not in capitals.

    Write `Hasan Bilge`, not `Hasan BILGE`; initials and short names such as `Li` are left alone, and so is what
    stands as `{name: …}`.
    """
    for record, loc, person in _people(catalog):
        if _is_loud(person.family) or _is_loud(person.given):
            yield (
                record.at(*loc),
                f"the name {quoted(person.display)} is in capitals; write capitals at the start of its parts only",
            )


def _is_loud(name: str) -> bool:
    # Most names have a small letter; only of the others is each part looked at.
    return name.isupper() and any(part.isalpha() and len(part) >= _FEWEST_CAPITALS for part in re.split(r"[\s-]", name))


def author_address(catalog: Catalog) -> Iterator[Problem]:
    """An author's name has no e-mail address in it, nor a footnote's mark.

    Both come along when names are copied from a PDF; keep the name alone.
    """
    for record in catalog:
        for loc, authors in _lists(record):
            for index, person in enumerate(authors):
                found = _mark(person)
                if found is not None:
                    what = "an e-mail address" if found == "@" else f"the mark `{found[-1]}`"
                    yield (
                        record.at(*loc, index),
                        f"the name {quoted(person.display)} has {what} in it; keep the name alone",
                    )


@lru_cache(maxsize=65536)
def _mark(person: Person) -> str | None:
    """Return what no person's name has in it; the name of a collective may end in a digit."""
    found = _MARK.search(person.display)
    if found is None or (person.literal and found[0][-1].isascii() and found[0][-1].isdigit()):
        return None
    return found[0]


def several_authors(catalog: Catalog) -> Iterator[Problem]:
    """An item of `authors` is one person.

    Write each on a line of its own; "and others" is left out, for a record names them all. A suffix stands between
    commas: `King, Jr., Martin Luther`.
    """
    for record, loc, person in _people(catalog):
        fault = _several(person)
        if fault is not None:
            yield record.at(*loc), f"the name {quoted(person.display)} {fault}"


@lru_cache(maxsize=65536)
def _several(person: Person) -> str | None:
    if _SEVERAL.search(person.display) is not None:
        return "is of several people; write each as an item of its own"
    if person.suffix and not all(_plain(word) in _SUFFIXES for word in person.suffix.split()):
        return f"has {quoted(person.suffix)} for a suffix such as `Jr.`; write each person as an item of its own"
    if person.given and _plain(person.family) in _NEVER_A_FAMILY:
        return f"has the suffix {quoted(person.family)} for a family name; write `Family, {person.family}, Given`"
    return None


def _plain(word: str) -> str:
    return word.replace(".", "").casefold()
