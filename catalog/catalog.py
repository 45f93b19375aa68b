"""The catalog: every record and vocabulary entry by its id, as one value that nothing changes; and how it is read.

Knows nothing of what the entries mean for each other: checks do.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Final, Generic, TypeVar

from catalog.diagnostics import CatalogError, Diagnostic, Location, Severity
from catalog.faults import Loc
from catalog.identifiers import is_key
from catalog.model import Family, Library, Model, Paper, Topic, Venue
from catalog.plaintext import TextFault
from catalog.prose import front_matter
from catalog.records.decode import DecodeFault, capped, decode, from_problems
from catalog.records.folder import read_folder, record_id
from catalog.records.source import Source
from catalog.records.syntax import Value, faults, parse
from catalog.text import quoted

M = TypeVar("M", bound=Model)
M_co = TypeVar("M_co", bound=Model, covariant=True)


@dataclass(frozen=True, slots=True)
class Record(Generic[M_co]):
    """One entry of the catalog: its id, what it says, and where it stands."""

    id: str
    value: M_co
    source: Source
    base: Loc = ()

    @property
    def path(self) -> str:
        """Return the path of the record's file below the root."""
        return self.source.path

    def at(self, *loc: str | int) -> Location:
        """Return the place of a value of the record, as in `at("authors", 0)`."""
        return self.source.at((*self.base, *loc)) if loc else self.source.at_key(self.base)


@dataclass(frozen=True, slots=True)
class Vocabulary(Mapping[str, Record[M_co]]):
    """The entries of one vocabulary by key, in the order of the file."""

    entries: Mapping[str, Record[M_co]]
    unread: frozenset[str] = frozenset()
    is_read: bool = True

    def __getitem__(self, key: str) -> Record[M_co]:
        """Return the entry whose key is `key`."""
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys."""
        return iter(self.entries)

    def __len__(self) -> int:
        """Return the number of entries."""
        return len(self.entries)

    def knows(self, key: str) -> bool:
        """Tell whether `key` may be referred to: an entry, one that has findings itself, or anything if none was read.

        A broken vocabulary is one finding, not one more for every record that needs it.
        """
        return key in self.entries or key in self.unread or not self.is_read


@dataclass(frozen=True, slots=True)
class Catalog:
    """All papers and the vocabularies they refer to, each by id and sorted by it; and the pages about them."""

    papers: Mapping[str, Record[Paper]]
    venues: Vocabulary[Venue]
    families: Vocabulary[Family]
    topics: Vocabulary[Topic]
    libraries: Vocabulary[Library]
    is_whole: bool = True
    """Whether every record could be read."""

    pages: Mapping[str, Source] = field(default_factory=lambda: MappingProxyType({}))
    """The hand-written pages by their paths."""

    def __iter__(self) -> Iterator[Record[Paper]]:
        """Yield the papers in the order of their ids."""
        return iter(self.papers.values())

    def __len__(self) -> int:
        """Return the number of papers."""
        return len(self.papers)

    def __getitem__(self, key: str) -> Record[Paper]:
        """Return the paper whose id is `key`."""
        return self.papers[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether a paper has the id `key`."""
        return key in self.papers

    def filter(self, keep: Callable[[Paper], bool]) -> "Catalog":
        """Return a catalog of the papers that `keep` accepts, with the same vocabularies."""
        kept = {key: record for key, record in self.papers.items() if keep(record.value)}
        return replace(self, papers=MappingProxyType(kept))


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a root: the catalog of all that could be read, and findings about the rest."""

    catalog: Catalog
    findings: tuple[Diagnostic, ...]
    paths: tuple[str, ...]
    """The files of records that there are, those that could not be decoded included."""


class InvalidCatalogError(CatalogError):
    """The records have errors; carries the findings."""

    def __init__(self, findings: tuple[Diagnostic, ...]) -> None:
        super().__init__("\n".join(map(str, findings)))
        self.findings = findings


_VOCABULARIES: Final = ("venues", "families", "topics", "libraries")


def read(root: Path) -> Reading:
    """Read all that lies below `root`; what cannot be read hides nothing else."""
    folder = read_folder(root, _VOCABULARIES)
    collector = _Collector(list(folder.findings))
    papers = collector.papers(folder.papers)
    is_whole = not collector.findings
    collector.front_matter(folder.pages)
    catalog = Catalog(
        papers,
        collector.vocabulary(Venue, folder.vocabularies.get("venues")),
        collector.vocabulary(Family, folder.vocabularies.get("families")),
        collector.vocabulary(Topic, folder.vocabularies.get("topics")),
        collector.vocabulary(Library, folder.vocabularies.get("libraries")),
        is_whole=is_whole,
        pages=MappingProxyType({source.path: source for source in folder.pages}),
    )
    return Reading(catalog, tuple(collector.findings), tuple(source.path for source in folder.papers))


@dataclass(slots=True)
class _Collector:
    findings: list[Diagnostic]

    def papers(self, sources: tuple[Source, ...]) -> Mapping[str, Record[Paper]]:
        records: dict[str, Record[Paper]] = {}
        seen: dict[str, str] = {}
        for source in sources:
            key = record_id(source.path)
            first = seen.setdefault(key.casefold(), source.path)
            if first != source.path:
                message = f"the id {quoted(key)} is that of {quoted(first)}; rename one of the two files"
                self.findings.append(Diagnostic(Location(source.path), Severity.ERROR, message, "duplicate-id"))
            fields = self._parse(source)
            paper = self._decode(Paper, fields, source, ()) if fields is not None else None
            if paper is not None and key not in records:
                records[key] = Record(key, paper, source)
        return MappingProxyType(dict(sorted(records.items())))

    def vocabulary(self, model: type[M], source: Source | None) -> Vocabulary[M]:
        fields = self._parse(source) if source is not None else None
        if source is None or fields is None:
            return Vocabulary({}, is_read=False)
        entries: dict[str, Record[M]] = {}
        seen: dict[str, str] = {}
        before = len(self.findings)
        for key, value in fields.items():
            self._check_key(key, seen.setdefault(key.casefold(), key), source)
            entry = self._decode(model, value, source, (key,))
            if entry is not None:
                entries[key] = Record(key, entry, source, (key,))
        self.findings[before:] = capped(self.findings[before:])
        return Vocabulary(MappingProxyType(entries), frozenset(fields.keys() - entries.keys()))

    def front_matter(self, pages: tuple[Source, ...]) -> None:
        """Find what the site's engine would not read, and show as text, without a word."""
        for page in pages:
            self.findings += from_problems(page.path, faults(front_matter(page.text)))

    def _check_key(self, key: str, first: str, source: Source) -> None:
        if not is_key(key):
            message = f"{quoted(key)} is no key; write ASCII letters, digits and hyphens, for it is part of an address"
            self.findings.append(Diagnostic(source.at_key((key,)), Severity.ERROR, message, "vocabulary-key"))
        if first != key:
            message = f"the key {quoted(key)} differs from {quoted(first)} in case only; rename one"
            self.findings.append(Diagnostic(source.at_key((key,)), Severity.ERROR, message, "vocabulary-key"))

    def _parse(self, source: Source) -> dict[str, Value] | None:
        try:
            return parse(source.text)
        except TextFault as fault:
            self.findings += from_problems(source.path, fault.problems)
            return None

    def _decode(self, model: type[M], value: Value, source: Source, base: Loc) -> M | None:
        try:
            return decode(model, value, source, base)
        except DecodeFault as fault:
            self.findings += fault.findings
            return None
