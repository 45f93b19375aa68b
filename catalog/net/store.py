"""What is remembered of addresses: the last answer of each and its history, in one file of SQLite.

Every answer is saved as it comes. A failure is counted, never trusted: only what opened is believed without asking.
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
"""Seconds for which the history of an address is kept: a year, and the month in which it is looked at."""

_SCHEMA: Final = """
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


@contextmanager
def opened(path: Path) -> Iterator[Store]:
    """Provide the store in the file `path`, which is made if it is not there.

    Raises:
        StoreError: the file cannot be opened, is no store, or is one of a later version.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(path, timeout=_PATIENCE)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(_words(path, error)) from error
    try:
        _prepare(connection, path)
        yield Store(connection)
    except sqlite3.Error as error:
        raise StoreError(_words(path, error)) from error
    finally:
        connection.close()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    _log_ahead(connection)
    connection.execute("PRAGMA synchronous = NORMAL")
    with connection:
        connection.execute("BEGIN IMMEDIATE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            for statement in _SCHEMA.split(";\n"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {_VERSION}")
        elif version == _VERSION:
            connection.execute("DELETE FROM history WHERE asked < ?", (time.time() - _MEMORY,))
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
