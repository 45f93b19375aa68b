"""Checks of what a record refers to: that it exists in the vocabularies, and can be meant."""

from collections.abc import Iterable, Iterator
from itertools import chain

from catalog.catalog import Catalog, Record, Vocabulary
from catalog.checks.rule import Problem
from catalog.derive import heads
from catalog.model import Family, Model, Paper, Presentation, VenueKind
from catalog.records.decode import MAX_FINDINGS
from catalog.text import did_you_mean, quoted

Loc = tuple[str | int, ...]
_NO_HINT = "; add it to the vocabulary, or use one of its keys"


def _unknown(
    record: Record[Model],
    vocabulary: Vocabulary[Model],
    what: str,
    used: Iterable[tuple[Loc, str]],
) -> Iterator[Problem]:
    unknown = [(loc, key) for loc, key in used if not vocabulary.knows(key)]
    for number, (loc, key) in enumerate(unknown):
        # Of so many, no more are shown, and looking for the nearest key takes its time.
        hint = did_you_mean(key, vocabulary) if number <= MAX_FINDINGS else ""
        yield record.at(*loc), f"no {what} {quoted(key)}{hint or _NO_HINT}"


def unknown_venue(catalog: Catalog) -> Iterator[Problem]:
    """Every `venue` is a key of vocabularies/venues.yaml.

    A misspelling is mended in the record; a venue that the list does not have yet is added to the vocabulary, with
    its names by year.
    """
    for record in catalog:
        paper = record.value
        used: list[tuple[Loc, str]] = [(("venue",), paper.venue)]
        used += [
            (("other_versions", index, "venue"), version.venue) for index, version in enumerate(paper.other_versions)
        ]
        yield from _unknown(record, catalog.venues, "venue", used)


def unknown_family(catalog: Catalog) -> Iterator[Problem]:
    """Every family that a record or another family names is a key of vocabularies/families.yaml.

    A misspelling is mended where it stands; a family that the list does not have yet is added to the vocabulary.
    """
    for record in catalog:
        yield from _unknown(record, catalog.families, "family", _families(record.value))
    for family in catalog.families.values():
        group = family.value.group
        if group is not None and not catalog.families.knows(group):
            yield family.at("group"), f"no family {quoted(group)}{did_you_mean(group, catalog.families)}"
        yield from _unknown(family, catalog.families, "family", related(family.value))


def _families(paper: Paper) -> Iterator[tuple[Loc, str]]:
    yield ("loss_family",), paper.loss_family
    for index, key in enumerate(paper.also_families):
        yield ("also_families", index), key


def related(family: Family) -> Iterator[tuple[Loc, str]]:
    """Yield the keys that a family names as related, with their places."""
    for name in ("extends", "contrast_with"):
        for index, key in enumerate(getattr(family, name)):
            yield (name, index), key


def unknown_topic(catalog: Catalog) -> Iterator[Problem]:
    """Every topic is a key of vocabularies/topics.yaml.

    A misspelling is mended in the record; a topic that the list does not have yet is added to the vocabulary.
    """
    for record in catalog:
        if record.value.topics:
            used = ((("topics", index), key) for index, key in enumerate(record.value.topics))
            yield from _unknown(record, catalog.topics, "topic", used)


def unknown_library(catalog: Catalog) -> Iterator[Problem]:
    """Every `library` of an implementation is a key of vocabularies/libraries.yaml.

    A misspelling is mended in the record; a library that the list does not have yet is added to the vocabulary.
    """
    for record in catalog:
        if record.value.implementations:
            found = enumerate(record.value.implementations)
            used = ((("implementations", index, "library"), item.library) for index, item in found)
            yield from _unknown(record, catalog.libraries, "library", used)


def family_is_group(catalog: Catalog) -> Iterator[Problem]:
    """What a paper belongs to or a family is related to is no mere group of families.

    An entry that others name as their `group` only heads them; write the one of them that fits.
    """
    groups = heads(catalog)
    papers = ((record, used) for record in catalog for used in _families(record.value))
    families = ((family, used) for family in catalog.families.values() for used in related(family.value))
    for record, (loc, key) in chain[tuple[Record[Model], tuple[Loc, str]]](papers, families):
        if key in groups:
            below = [name for name, family in catalog.families.items() if family.value.group == key]
            choice = ", ".join(f"`{name}`" for name in below)
            yield record.at(*loc), f"the family {quoted(key)} is only a group; write one of {choice}"


def nested_group(catalog: Catalog) -> Iterator[Problem]:
    """A group of families stands in no group itself.

    Families are shown on two levels: the groups, and the families in each.
    """
    groups = heads(catalog)
    for key, family in catalog.families.items():
        if key in groups and family.value.group is not None:
            yield family.at("group"), f"{quoted(key)} heads other families, so it cannot have a group; remove `group`"


def named_twice(catalog: Catalog) -> Iterator[Problem]:
    """A paper names each family and each topic once.

    `also_families` has further families, so the one of `loss_family` is not among them.
    """
    for record in catalog:
        paper = record.value
        seen = {paper.loss_family}
        for index, key in enumerate(paper.also_families):
            if key in seen:
                yield record.at("also_families", index), f"the family {quoted(key)} is named before; remove it here"
            seen.add(key)
        if len(set(paper.topics)) != len(paper.topics):
            for index, key in enumerate(paper.topics):
                if key in paper.topics[:index]:
                    yield record.at("topics", index), f"the topic {quoted(key)} is named before; remove it here"


_WITHOUT_STAGE = frozenset({VenueKind.JOURNAL, VenueKind.PREPRINT})


def impossible_presentation(catalog: Catalog) -> Iterator[Problem]:
    """Only conferences and workshops have orals, spotlights, highlights and posters.

    Remove `presentation` from a journal article or preprint; if a conference showed the work, that version is the
    record, and the article one of its `other_versions`.
    """
    for record in catalog:
        shown: Presentation | None = record.value.presentation
        if shown is None or record.value.venue not in catalog.venues:
            continue
        kind = catalog.venues[record.value.venue].value.kind
        if kind in _WITHOUT_STAGE:
            yield record.at("presentation"), f"a {kind} has no {shown}; remove `presentation`"


def unused_entry(catalog: Catalog) -> Iterator[Problem]:
    """Every entry of a vocabulary is used by a record.

    An entry without papers is shown to readers as an empty page; remove it, or add its papers. Nothing is said while a
    record cannot be read, for it may be the one that uses it.
    """
    if not catalog.is_whole:
        return
    papers = [record.value for record in catalog]
    used: tuple[tuple[Vocabulary[Model], set[str]], ...] = (
        (
            catalog.venues,
            {paper.venue for paper in papers} | {version.venue for paper in papers for version in paper.other_versions},
        ),
        (
            catalog.families,
            {key for paper in papers for key in (paper.loss_family, *paper.also_families)} | heads(catalog),
        ),
        (catalog.topics, {key for paper in papers for key in paper.topics}),
        (catalog.libraries, {item.library for paper in papers for item in paper.implementations}),
    )
    for vocabulary, keys in used:
        for key, entry in vocabulary.items():
            if key not in keys:
                yield entry.at(), f"nothing uses {quoted(key)}; remove the entry, or add a record that names it"
