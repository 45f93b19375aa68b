"""Checks of how families are related, and of the texts about them."""

from collections.abc import Iterator
from functools import partial
from itertools import dropwhile
from operator import ne
from typing import Final

from catalog.catalog import Catalog
from catalog.checks.references import related
from catalog.checks.rule import Problem
from catalog.diagnostics import Location
from catalog.records.folder import PAGE_SUFFIX, TEXTS
from catalog.text import did_you_mean, quoted

_SHOWN: Final = 5
"""How many families of a circle a message names."""

_INDEX: Final = "index"
"""What stands above the index of all families."""


def circular_family(catalog: Catalog) -> Iterator[Problem]:
    """No family extends itself, be it by way of others.

    `extends` says what came first, and the map of the families is drawn from that; of two families that grew from each
    other, the younger one extends the elder. A family that is only compared with another is in `contrast_with`.
    """
    families = catalog.families
    done: set[str] = set()
    for start in families:
        way: dict[str, Iterator[tuple[int, str]]] = {}
        if start not in done:
            way[start] = enumerate(families[start].value.extends)
        while way:
            key, rest = next(reversed(way.items()))
            index, other = next(rest, (-1, ""))
            if index < 0:
                done.add(key)
                del way[key]
            elif other in way:
                between = tuple(dropwhile(partial(ne, other), way))[1:-1]
                by_way = f" by way of {', '.join(map(quoted, between[:_SHOWN]))}" if between else ""
                said = f"{quoted(other)}, which extends it{by_way}" if other != key else "itself"
                yield (
                    families[key].at("extends", index),
                    f"{quoted(key)} cannot extend {said}; remove it from one entry",
                )
            elif other in families and other not in done:
                way[other] = enumerate(families[other].value.extends)


def relation_twice(catalog: Catalog) -> Iterator[Problem]:
    """A relation of two families is written once.

    What one entry says in `contrast_with` is shown on the pages of both.
    """
    written: set[tuple[str, frozenset[str] | tuple[str, str]]] = set()
    for key, family in catalog.families.items():
        for (name, *loc), other in related(family.value):
            if name == "contrast_with" and other == key:
                yield family.at(name, *loc), f"{quoted(key)} cannot stand in contrast with itself; remove it here"
                continue
            relation = (str(name), (key, other) if name == "extends" else frozenset((key, other)))
            if relation in written:
                yield family.at(name, *loc), f"this relation of {quoted(other)} is written before; remove it here"
            written.add(relation)


def text_of_no_family(catalog: Catalog) -> Iterator[Problem]:
    """A page in `site/families/` is named by the key of a family.

    It is the text on the page of that family, and no page of its own; `index.md` stands above the list of all families.
    Rename the file, or move what is no such text elsewhere in `site/`.
    """
    for path in catalog.pages:
        key = path.removeprefix(TEXTS).removesuffix(PAGE_SUFFIX)
        if path.startswith(TEXTS) and key != _INDEX and not catalog.families.knows(key):
            hint = did_you_mean(key, catalog.families) or "; name it by a key of the vocabulary, or move it elsewhere"
            yield Location(path), f"no family {quoted(key)}{hint}"
