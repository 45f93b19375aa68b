"""The disk walk: every record, vocabulary and page below a root as text, and a finding for whatever else lies there.

Nothing is followed and nothing is waited for: links, pipes and devices are findings, not files.
"""

import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final

from catalog.diagnostics import Diagnostic, Location, Severity
from catalog.identifiers import is_record_id
from catalog.plaintext import MAX_BYTES, TextFault, decode_bytes
from catalog.records.decode import from_problems
from catalog.records.source import Source
from catalog.text import quoted

PAPERS: Final = "papers"
VOCABULARIES: Final = "vocabularies"
PAGES: Final = "site"
"""The folder of the hand-written pages, which a list may do without."""
SUFFIX: Final = ".yaml"
PAGE_SUFFIX: Final = ".md"
TEXTS: Final = f"{PAGES}/families/"
"""The folder of the texts about families."""

_NEVER_WAIT: Final = (
    os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
)
_YEAR_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Folder:
    """What lies below a root: the texts of records, vocabularies and pages, sorted by path, and what cannot be read."""

    papers: tuple[Source, ...]
    vocabularies: dict[str, Source]
    pages: tuple[Source, ...]
    findings: tuple[Diagnostic, ...]


def read_folder(root: Path, vocabularies: tuple[str, ...]) -> Folder:
    """Read every record below `root`, the named vocabularies, and the hand-written pages."""
    walk = _Walk(os.fspath(root))
    papers = tuple(walk.papers())
    known = {name: source for name, source in walk.vocabularies(vocabularies) if source is not None}
    pages = tuple(sorted(walk.pages(PAGES), key=lambda source: source.path))
    return Folder(papers, known, pages, tuple(walk.findings))


def is_below(path: str, wanted: frozenset[PurePosixPath]) -> bool:
    """Tell whether a path is one of `wanted`, or lies in one."""
    whole = PurePosixPath(path)
    return whole in wanted or not wanted.isdisjoint(whole.parents)


def text_of_family(key: str) -> str:
    """Return the path of the text about a family."""
    return f"{TEXTS}{key}{PAGE_SUFFIX}"


def record_id(path: str) -> str:
    """Return the id that a record's path names."""
    return path.rpartition("/")[2].removesuffix(SUFFIX)


@dataclass(slots=True)
class _Walk:
    root: str
    findings: list[Diagnostic] = field(default_factory=list)

    def papers(self) -> Iterator[Source]:
        for year in self._entries(PAPERS):
            path = f"{PAPERS}/{year.name}"
            if self._is_odd(year, path, is_wanted=_is_folder, wanted="a folder named by a year"):
                continue
            if not (len(year.name) == _YEAR_DIGITS and year.name.isascii() and year.name.isdecimal()):
                self._add(
                    path,
                    "misplaced-file",
                    f"the folder {quoted(year.name)} is no year; records lie in `papers/<year>/`",
                )
            for entry in self._entries(path):
                yield from self._paper(entry, f"{path}/{entry.name}")

    def _paper(self, entry: os.DirEntry[str], path: str) -> Iterator[Source]:
        if self._is_odd(entry, path, is_wanted=_is_file, wanted="a record `<id>.yaml`"):
            return
        stem, dot, suffix = entry.name.rpartition(".")
        if f"{dot}{suffix}" != SUFFIX:
            looks_yaml = suffix.lower() in {"yml", "yaml"}
            remedy = (
                f"name it {quoted(stem + SUFFIX)}" if looks_yaml else "a record is `<id>.yaml`; move the file elsewhere"
            )
            self._add(
                path, "file-name" if looks_yaml else "misplaced-file", f"{quoted(entry.name)} is no record; {remedy}"
            )
            return
        if not is_record_id(stem):
            form = "lower-case letters, the year, lower-case letters, as in `turing1950computing`"
            self._add(path, "file-name", f"{quoted(stem)} is no record id; write {form}")
        source = self._read(path)
        if source is not None:
            yield source

    def vocabularies(self, names: tuple[str, ...]) -> Iterator[tuple[str, Source | None]]:
        with suppress(OSError):  # what is not there or cannot be read is said of each vocabulary
            mode = os.lstat(f"{self.root}/{VOCABULARIES}").st_mode
            if not stat.S_ISDIR(mode):
                self._add(VOCABULARIES, "not-a-file", f"is {_kind(mode)}; a folder of this name holds the vocabularies")
                return
        for name in names:
            yield name, self._vocabulary(name)

    def _vocabulary(self, name: str) -> Source | None:
        path = f"{VOCABULARIES}/{name}{SUFFIX}"
        try:
            mode = os.lstat(f"{self.root}/{path}").st_mode
        except FileNotFoundError:
            self._add(path, "missing-file", "no such vocabulary; write the file, with `{}` in it if it has no entries")
            return None
        except OSError as error:
            self._unreadable(path, error)
            return None
        if not stat.S_ISREG(mode):
            self._add(path, "not-a-file", f"is {_kind(mode)}; put the file itself there")
            return None
        return self._read(path)

    def pages(self, folder: str) -> Iterator[Source]:
        """Yield the pages below a folder; files of other kinds are left to what builds the site."""
        pending = [folder] if os.path.isdir(f"{self.root}/{folder}") else []  # noqa: PTH112  # as in all of the walk
        while pending:
            above = pending.pop(0)
            for entry in self._entries(above):
                path = f"{above}/{entry.name}"
                if entry.is_dir(follow_symlinks=False):
                    pending.append(path)
                elif entry.name.endswith(PAGE_SUFFIX) and not self._is_odd(
                    entry, path, is_wanted=_is_file, wanted="a page `<name>.md`"
                ):
                    source = self._read(path)
                    if source is not None:
                        yield source

    def _entries(self, path: str) -> list[os.DirEntry[str]]:
        """Return what lies in a folder, sorted by name, without what is hidden."""
        try:
            if path == PAPERS and not stat.S_ISDIR(mode := os.lstat(f"{self.root}/{path}").st_mode):
                self._add(path, "not-a-file", f"is {_kind(mode)}; the records lie in a folder of this name")
                return []
            with os.scandir(f"{self.root}/{path}") as entries:
                return sorted(
                    (entry for entry in entries if not entry.name.startswith(".")), key=lambda entry: entry.name
                )
        except FileNotFoundError:
            pass  # a list without papers: git keeps no empty folder
        except OSError as error:
            self._unreadable(path, error)
        return []

    def _is_odd(
        self, entry: os.DirEntry[str], path: str, *, is_wanted: "Callable[[os.DirEntry[str]], bool]", wanted: str
    ) -> bool:
        if is_wanted(entry):
            return False
        mode = entry.stat(follow_symlinks=False).st_mode
        plain = stat.S_ISREG(mode) or stat.S_ISDIR(mode)
        self._add(
            path,
            "misplaced-file" if plain else "not-a-file",
            f"{quoted(entry.name)} is {_kind(mode)}; here belongs {wanted}",
        )
        return True

    def _read(self, path: str) -> Source | None:
        try:
            descriptor = os.open(f"{self.root}/{path}", _NEVER_WAIT)
            try:
                # Between the walk and here a pipe could have taken the file's place.
                mode = os.fstat(descriptor).st_mode
                if not stat.S_ISREG(mode):
                    self._add(path, "not-a-file", f"is {_kind(mode)}; put the file itself there")
                    return None
                data = os.read(descriptor, MAX_BYTES + 1)
            finally:
                os.close(descriptor)
            return Source(path, decode_bytes(data))
        except TextFault as fault:
            self.findings += from_problems(path, fault.problems)
        except OSError as error:
            self._unreadable(path, error)
        return None

    def _unreadable(self, path: str, error: OSError) -> None:
        self._add(path, "unreadable", f"cannot be read: {(error.strerror or str(error)).lower()}; mend its permissions")

    def _add(self, path: str, code: str, message: str) -> None:
        self.findings.append(Diagnostic(Location(path), Severity.ERROR, message, code))


def _is_file(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False)


_KINDS: Final = (
    (stat.S_ISLNK, "a symbolic link"),
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISREG, "a file"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


def _kind(mode: int) -> str:
    return next((name for is_kind, name in _KINDS if is_kind(mode)), "a device")
