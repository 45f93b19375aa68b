"""What is remembered between runs, in files of SQLite: of addresses their answers, of records what services said.

Every answer is saved as it comes. Of addresses, the last answer of each is kept, and its history. A failure is counted,
never trusted: only what opened is believed without asking.
"""

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from catalog.diagnostics import CatalogError

_VERSION: Final = 1
_PATIENCE: Final = 30.0
"""Seconds that one process waits for another one's write."""
_MOMENT: Final = 0.01
"""Seconds between two tries."""

_MEMORY: Final = 400 * 86_400.0
"""Seconds for which history is kept: a year, and the month in which it is looked at."""

_ANSWERS: Final = """
CREATE TABLE answers (
    url TEXT PRIMARY KEY,
    asked REAL NOT NULL,      -- seconds since 1970
    state TEXT NOT NULL,
    status INTEGER,
    final_url TEXT,
    reason TEXT NOT NULL,
    failures INTEGER NOT NULL -- runs in a row in which it did not open for a reason that may pass
) WITHOUT ROWID;
CREATE TABLE history (
    url TEXT NOT NULL,
    asked REAL NOT NULL,
    state TEXT NOT NULL,
    status INTEGER,
    reason TEXT NOT NULL
);
CREATE INDEX history_of_url ON history (url, asked);
"""


_HEARD: Final = """
CREATE TABLE heard (
    key TEXT PRIMARY KEY,
    asked REAL NOT NULL,      -- seconds since 1970
    about TEXT NOT NULL,      -- a digest of what was asked
    said TEXT NOT NULL        -- nothing where not all was answered
) WITHOUT ROWID;
"""


class StoreError(CatalogError):
    """The store of answers cannot be read or written."""


class Remembered(NamedTuple):
    """The last answer of an address; `asked` is in seconds since 1970."""

    url: str
    asked: float
    state: str
    status: int | None
    final_url: str | None
    reason: str
    failures: int


class Store:
    """An open store; one thread uses it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Remembered]:
        """Return the last answer of every address."""
        rows = self._connection.execute("SELECT * FROM answers ORDER BY url")
        return {row[0]: Remembered(*row) for row in rows}

    def history(self, url: str) -> Iterator[tuple[float, str, int | None, str]]:
        """Yield what was said of an address before: when, state, status, reason; the oldest first."""
        asked = "SELECT asked, state, status, reason FROM history WHERE url = ? ORDER BY asked"
        yield from self._connection.execute(asked, (url,))

    def save(self, answers: Iterable[Remembered]) -> None:
        """Remember answers, all or none of them."""
        rows = list(answers)
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            self._connection.executemany(
                "INSERT INTO history VALUES (?, ?, ?, ?, ?)",
                [(row.url, row.asked, row.state, row.status, row.reason) for row in rows],
            )


class Heard(NamedTuple):
    """What services said of a record when they were last asked; `asked` is in seconds since 1970."""

    key: str
    asked: float
    about: str
    said: str


class Memory:
    """An open memory of what was heard of records; one thread uses it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def all(self) -> dict[str, Heard]:
        """Return what was last heard, by key."""
        return {row[0]: Heard(*row) for row in self._connection.execute("SELECT * FROM heard ORDER BY key")}

    def save(self, heard: Iterable[Heard]) -> None:
        """Remember what was heard, all or none of it."""
        with self._connection:
            self._connection.executemany("INSERT OR REPLACE INTO heard VALUES (?, ?, ?, ?)", list(heard))


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Provide the store in the file `path`, which is made if it is not there.

    Raises:
        StoreError: the file cannot be opened, is no store, or is one of a later version.
    """
    with _connected(path, _ANSWERS, "DELETE FROM history WHERE asked < ?") as connection:
        yield Store(connection)


@contextmanager
def remembering(path: Path) -> Iterator[Memory]:
    """Provide the memory in the file `path`, which is made if it is not there.

    Raises:
        StoreError: the file cannot be opened, is no memory, or is one of a later version.
    """
    with _connected(path, _HEARD, "DELETE FROM heard WHERE asked < ?") as connection:
        yield Memory(connection)


@contextmanager
def _connected(path: Path, tables: str, forget: str) -> Iterator[sqlite3.Connection]:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_PATIENCE)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(_words(path, error)) from error
    try:
        _prepare(connection, path, tables, forget)
        yield connection
    except sqlite3.Error as error:
        raise StoreError(_words(path, error)) from error
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection, path: Path, tables: str, forget: str) -> None:
    _log_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in tables.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        elif version == _VERSION:
            connection.execute(forget, (time.time() - _MEMORY,))
    if version > _VERSION:
        msg = f"{path.name} was written by a later version of this tool; update it, or name another `store`"
        raise StoreError(msg)


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Let readers and the writer be at work at the same time."""
    ends = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            # While another process makes the same file, SQLite refuses this at once, whatever the patience.
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= ends:
                raise
            time.sleep(_MOMENT)
        else:
            return


def _words(path: Path, error: Exception) -> str:
    return (
        f"{path.name} cannot be used as the store of answers: {str(error).lower()}; remove it, or mend its permissions"
    )
