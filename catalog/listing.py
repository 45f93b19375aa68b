"""The list in Python: what `import catalog` offers, and keeps offering, to programs.

A view of an edition: nothing here can change a record, and nothing but `load` reads a file.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from catalog import catalog
from catalog.catalog import InvalidCatalogError, Record, Vocabulary
from catalog.commands.check import check
from catalog.commands.find import select
from catalog.diagnostics import Severity
from catalog.edition import Edition
from catalog.model import Family, Library, Paper, Topic, Venue
from catalog.outputs.formats import FORMATS
from catalog.query import QueryError
from catalog.settings import require_root
from catalog.text import did_you_mean, quoted

__all__ = ["Catalog", "InvalidCatalogError", "QueryError", "Record", "load"]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The papers of a list, or some of them, by id and in the order of their ids; and what they refer to."""

    _edition: Edition

    def __iter__(self) -> Iterator[Record[Paper]]:
        """Yield the papers in the order of their ids."""
        return iter(self._edition.catalog)

    def __len__(self) -> int:
        """Return the number of papers."""
        return len(self._edition.catalog)

    def __getitem__(self, key: str) -> Record[Paper]:
        """Return the paper whose id is `key`."""
        return self._edition.catalog[key]

    def __contains__(self, key: object) -> bool:
        """Tell whether a paper has the id `key`."""
        return key in self._edition.catalog

    def __repr__(self) -> str:
        """Return what it is in a few words."""
        return f"<Catalog {self._edition.settings.list.title!r}: {len(self)} papers>"

    @property
    def venues(self) -> Vocabulary[Venue]:
        """Return the vocabulary of venues; like the others it is whole, whichever papers are left."""
        return self._edition.catalog.venues

    @property
    def families(self) -> Vocabulary[Family]:
        """Return the vocabulary of families."""
        return self._edition.catalog.families

    @property
    def topics(self) -> Vocabulary[Topic]:
        """Return the vocabulary of topics."""
        return self._edition.catalog.topics

    @property
    def libraries(self) -> Vocabulary[Library]:
        """Return the vocabulary of libraries."""
        return self._edition.catalog.libraries

    def filter(self, keep: Callable[[Paper], bool]) -> "Catalog":
        """Return a catalog of the papers that `keep` accepts."""
        return self._of(self._edition.catalog.filter(keep))

    def find(self, query: str) -> "Catalog":
        """Return a catalog of the papers that a query finds, in the language of `catalog find`.

        Raises:
            QueryError: the query cannot be read; it has what is wrong, and at which column.
        """
        found = {record.id for record in select(self._edition, query, {})}
        kept = {key: record for key, record in self._edition.catalog.papers.items() if key in found}
        return self._of(replace(self._edition.catalog, papers=MappingProxyType(kept)))

    def render(self, name: str) -> bytes:
        """Return the papers in one of the formats of `catalog export`, as the bytes of a file.

        Raises:
            ValueError: there is no format of this name.
        """
        if name not in FORMATS:
            msg = f"no format {quoted(name)}{did_you_mean(name, FORMATS) or '; there are ' + ', '.join(FORMATS)}"
            raise ValueError(msg)
        return FORMATS[name].render(self._edition, self)

    def _of(self, chosen: catalog.Catalog) -> "Catalog":
        return Catalog(replace(self._edition, catalog=chosen))


def load(path: str | Path = ".") -> Catalog:
    """Return the list whose root, the folder of catalog.toml, is `path`, after all checks.

    Raises:
        RootNotFoundError: there is no list in `path`.
        InvalidCatalogError: the list has errors.
    """
    checked = check(require_root(Path(path)), Severity.ERROR)
    if checked.has_errors:
        raise InvalidCatalogError(tuple(found for found in checked.findings if found.severity is Severity.ERROR))
    return Catalog(checked.edition())
