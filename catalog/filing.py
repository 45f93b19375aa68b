"""Tens of thousands of small files in one folder, for which values of paths would take longer than the writing.

The folder is nobody else's: what lies in it is moved into place, or removed, as a whole.
"""

import os
from contextlib import suppress
from typing import Final

_FLAGS: Final = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC


class Filing:
    """Writes files below a folder, and knows what it has put there."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._written: dict[str, None] = {}
        self._folders: dict[str, None] = {}

    def write(self, place: str, data: bytes) -> None:
        """Write a file at a path below the folder."""
        above = place.rpartition("/")[0]
        if above and above not in self._folders:
            os.makedirs(f"{self.folder}/{above}", exist_ok=True)  # noqa: PTH103  # values of paths, as said above
            self._folders[above] = None
        self._written[place] = None
        descriptor = os.open(f"{self.folder}/{place}", _FLAGS, 0o666)
        try:
            while data:
                data = data[os.write(descriptor, data) :]
        finally:
            os.close(descriptor)

    def clear(self) -> None:
        """Remove what was written; unlike `rmtree`, without asking what lies in each folder."""
        for place in self._written:
            os.unlink(f"{self.folder}/{place}")  # noqa: PTH108
        for above in reversed(self._folders):
            with suppress(OSError):  # others below it may still hold something
                os.rmdir(f"{self.folder}/{above}")  # noqa: PTH106
        self._written.clear()
        self._folders.clear()
