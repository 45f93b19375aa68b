"""Findings about data and the tree of errors; knows nothing of where either comes from or how it is shown."""

from dataclasses import dataclass
from enum import IntEnum


class Severity(IntEnum):
    """How much a finding weighs; only an error fails a run by itself."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """Return the word that a report prints."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file: its path below the root, line and column counted from 1; line 0 is all of it, or no file."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}" if self.line else self.path


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding: where, how bad, what is wrong with the remedy, and the code that `explain` knows.

    `others` are the paths of further files that it is about.
    """

    location: Location
    severity: Severity
    message: str
    code: str
    others: tuple[str, ...] = ()

    @property
    def sort_key(self) -> tuple[Location, str, str]:
        """Return what findings are ordered by: place, then code, then words."""
        return (self.location, self.code, self.message)

    def __str__(self) -> str:
        return f"{self.location}: {self.severity.label}: {self.message} [{self.code}]"


class CatalogError(Exception):
    """Something around the data failed; the root of every error that a command shows without a traceback.

    CatalogError
    ├── RootNotFoundError   no catalog.toml here or above
    ├── ReadError           a file or folder that cannot be read
    └── WriteError          an output that cannot be written
    """


class RootNotFoundError(CatalogError):
    """There is no `catalog.toml` in the folder or above it."""


class ReadError(CatalogError):
    """A file or folder cannot be read."""


class WriteError(CatalogError):
    """An output cannot be written."""
