"""What an output is rendered from: a catalog without errors, the list's settings, its templates, and what derives.

Derivations are computed once, on first use, and shared by all outputs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from catalog import derive, related
from catalog.catalog import Catalog, Record
from catalog.derive import Author, Group, Papers, Relations, Shelf, Statistics
from catalog.model import Topic, Venue
from catalog.related import Neighbours
from catalog.settings import Settings


@dataclass(frozen=True)
class Edition:
    """One state of the list, ready to be rendered; `templates` is the folder of its layouts."""

    catalog: Catalog
    settings: Settings
    templates: Path

    @cached_property
    def papers(self) -> Papers:
        """Every paper in reading order."""
        return derive.in_reading_order(self.catalog)

    @cached_property
    def years(self) -> Mapping[int, Papers]:
        """The papers by year, newest first."""
        return derive.by_year(self.papers)

    @cached_property
    def venues(self) -> Mapping[str, tuple[Record[Venue], Papers]]:
        """The venues that have papers, by rank."""
        return derive.by_venue(self.catalog, self.papers)

    @cached_property
    def families(self) -> Mapping[str, Shelf]:
        """The families in the vocabulary's order."""
        return derive.by_family(self.catalog, self.papers)

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The families under the groups that head them."""
        return derive.in_groups(self.catalog, self.families)

    @cached_property
    def relations(self) -> Mapping[str, Relations]:
        """How the families are related, by their keys."""
        return derive.relations(self.catalog)

    @cached_property
    def topics(self) -> Mapping[str, tuple[Record[Topic], Papers]]:
        """The topics in the vocabulary's order."""
        return derive.by_topic(self.catalog, self.papers)

    @cached_property
    def authors(self) -> Mapping[str, Author]:
        """The authors by slug, in the order of an index."""
        return derive.by_author(self.papers)

    @cached_property
    def statistics(self) -> Statistics:
        """The figures."""
        return derive.statistics(self.catalog, self.papers)

    @cached_property
    def related(self) -> Mapping[str, Papers]:
        """The papers that are related to each, by its id."""
        return related.related(self.papers)

    @cached_property
    def neighbours(self) -> Mapping[str, Neighbours]:
        """The papers before and after each in reading order, by its id."""
        return related.neighbours(self.papers)

    def venue_name(self, venue: str, year: int | None) -> str:
        """Return what a venue was called in short in a year: NIPS in 2016, NeurIPS in 2020."""
        return self.catalog.venues[venue].value.names_in(year).short or venue
