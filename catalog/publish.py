"""Artifacts to files: only what changed is written, each file at once or not at all, and what is no longer made goes.

Nothing here knows what an artifact says.
"""

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from difflib import unified_diff
from fcntl import LOCK_EX, LOCK_NB, flock
from filecmp import cmp
from functools import partial
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final

from catalog.diagnostics import WriteError
from catalog.outputs.artifact import Artifact
from catalog.text import printable

_STAGING: Final = ".staging-"
_STAGING_BESIDE: Final = ".catalog-new-"
"""Begins the names of folders in places that are not the tool's own, where others may also be staging something."""

_TRIES: Final = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """A file that is not as it should be; `new` is None where it should not be there, `old` where it is not."""

    path: PurePosixPath
    old: bytes | None
    new: bytes | None

    @property
    def verb(self) -> str:
        """Return what writing the change does to the file."""
        if self.new is None:
            return "removed"
        return "wrote" if self.old is None else "rewrote"


def compare(into: Path, artifacts: Iterable[Artifact], folder: PurePosixPath | None, mark: bytes = b"") -> list[Change]:
    """Return how the files below `into` differ from `artifacts`.

    Of `folder`, files that none of them makes go, if they have `mark` in them: others are somebody's own.
    """
    changes: list[Change] = []
    made: set[PurePosixPath] = set()
    for artifact in artifacts:
        made.add(artifact.path)
        old = _read(into / artifact.path)
        new = artifact.text.encode()
        if old != new:
            changes.append(Change(artifact.path, old, new))
    if folder is not None:
        left = ((path, _read(into / path) or b"") for path in _files(into, folder) if path not in made)
        changes += [Change(path, old, None) for path, old in left if mark in old]
    return changes


def compare_tree(built: Path, into: Path, folder: PurePosixPath) -> list[Change]:
    """Return how the files in `folder` below `into`, which belongs to nobody else, differ from those below `built`.

    Raises:
        WriteError: the folder is a symbolic link, so that what lies in it may be somebody's own.
    """
    _refuse_link(into, folder)
    wanted = dict.fromkeys(_files(built, PurePosixPath()))
    changes = [
        Change(folder / path, _read(into / folder / path), (built / path).read_bytes())
        for path in wanted
        if not _equal(built / path, into / folder / path)
    ]
    there = (path for path in _files(into, folder) if path.relative_to(folder) not in wanted)
    return changes + [Change(path, _read(into / path), None) for path in there]


def move_tree(built: Path, into: Path, folder: PurePosixPath) -> int:
    """Make `folder` below `into`, which belongs to nobody else, what was built; return how many files that changed.

    Each file is moved at once, and so is the whole folder where there is none yet.

    Raises:
        WriteError: the folder is a symbolic link, or something cannot be written.
    """
    _refuse_link(into, folder)
    target = into / folder
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists():
            with suppress(OSError):  # another build was first
                built.rename(target)
                return sum(len(files) for _, _, files in os.walk(target))
        made = _files(built, PurePosixPath())
        moved = [path for path in made if not _equal(built / path, target / path)]
        for path in moved:
            _below_folders(target / path, partial(os.replace, built / path, target / path))
        wanted = frozenset(made)
        left = [path for path in _files(target, PurePosixPath()) if path not in wanted]
        for path in left:
            (target / path).unlink(missing_ok=True)
            _remove_empty((target / path).parent, target)
    except OSError as error:
        msg = f"{folder} cannot be written: {(error.strerror or str(error)).lower()}"
        raise WriteError(msg) from error
    return len(moved) + len(left)


def _refuse_link(into: Path, folder: PurePosixPath) -> None:
    if (into / folder).is_symlink():
        msg = f"{folder} is a symbolic link; put a folder there, for files that are not made go from it"
        raise WriteError(msg)


def write(into: Path, changes: Iterable[Change]) -> None:
    """Make the changes below `into`, each file atomically.

    Raises:
        WriteError: a file or folder cannot be written.
    """
    for change in changes:
        path = into / change.path
        try:
            if change.new is None:
                path.unlink(missing_ok=True)
                _remove_empty(path.parent, into)
            else:
                _below_folders(path, partial(write_file, path, change.new))
        except OSError as error:
            msg = f"{change.path} cannot be written: {(error.strerror or str(error)).lower()}"
            raise WriteError(msg) from error


def create(into: Path, path: str, data: bytes) -> None:
    """Write a file that is not there yet, so that it has all its bytes or is not there; what is there stays.

    Raises:
        WriteError: the file is there, or cannot be written.
    """
    target = into / path
    try:
        _below_folders(target, partial(_create, target, data))
    except FileExistsError as error:
        msg = f"{path} is there already; it was left as it is"
        raise WriteError(msg) from error
    except OSError as error:
        msg = f"{path} cannot be written: {(error.strerror or str(error)).lower()}"
        raise WriteError(msg) from error


def _create(path: Path, data: bytes) -> None:
    new = path.with_name(f".catalog-{os.getpid()}.new")
    new.unlink(missing_ok=True)  # a killed process that had our number may have left it
    try:
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)  # unlike a renaming, this fails where a file of the name is there
    finally:
        new.unlink(missing_ok=True)


def write_to(path: Path, data: bytes) -> None:
    """Write a file that somebody named: where a link leads, and into what is no plain file, such as a device or a pipe.

    Raises:
        WriteError: the file cannot be written.
    """
    try:
        # Looked at before its links are followed: those below /dev and /proc name pipes that no path leads to.
        if path.exists() and not path.is_file():
            path.write_bytes(data)
        else:
            write_file(path.resolve(), data)
    except OSError as error:
        msg = f"{path} cannot be written: {(error.strerror or str(error)).lower()}"
        raise WriteError(msg) from error


def append(path: Path, text: str) -> None:
    """Add a text to the end of a file that is not ours, such as the summary of a workflow's run.

    Raises:
        WriteError: the file cannot be written.
    """
    try:
        with path.open("ab") as file:
            file.write(text.encode())
    except OSError as error:
        msg = f"{path.name} cannot be written: {(error.strerror or str(error)).lower()}"
        raise WriteError(msg) from error


def _below_folders(path: Path, put: Callable[[], None]) -> None:
    """Put a file below the folders above it, which another build may be removing because they are empty."""
    for _ in range(_TRIES):
        path.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            return put()
    path.parent.mkdir(parents=True, exist_ok=True)
    return put()


def write_file(path: Path, data: bytes) -> None:
    """Write a file so that it has the old bytes or the new ones, whenever the process ends."""
    # Not made from the file's own name, which may be as long as a name can be.
    new = path.with_name(f".catalog-{os.getpid()}.new")
    new.unlink(missing_ok=True)  # a killed process that had our number may have left it
    try:
        with new.open("xb") as file:
            file.write(data)
            file.flush()
            with suppress(FileNotFoundError):
                os.fchmod(file.fileno(), stat.S_IMODE(path.stat().st_mode))
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            new.unlink()
        raise


@contextmanager
def new_folder(target: Path, last: str) -> Iterator[Path]:
    """Provide a folder that becomes `target` as a whole at the end, and is gone if that is not reached.

    A vacant folder that is there stays, for somebody may be in it: what was made moves into it, `last` at the end.

    Raises:
        WriteError: `target` has something in it, which stays, or cannot be written.
    """
    with staging(target.parent, prefix=_STAGING_BESIDE) as place:
        folder = place / "folder"  # the one above is for our eyes alone, and stays so when it is moved
        folder.mkdir()
        yield folder
        try:
            if not is_vacant(target):
                msg = f"{target} is there already; it was left as it is"
                raise WriteError(msg)
            if not target.exists():
                folder.rename(target)
                return
            for path in sorted(folder.iterdir(), key=lambda path: (path.name == last, path.name)):
                path.rename(target / path.name)
        except OSError as error:
            msg = f"{target} cannot be written: {(error.strerror or str(error)).lower()}"
            raise WriteError(msg) from error


def is_vacant(folder: Path) -> bool:
    """Tell whether a folder is not there, or has nothing in it but what git keeps."""
    if not os.path.lexists(folder):
        return True
    return folder.is_dir() and all(path.name == ".git" for path in folder.iterdir())


@contextmanager
def staging(parent: Path, *, prefix: str = _STAGING) -> Iterator[Path]:
    """Provide a folder below `parent` that is gone afterwards; those of processes that were killed go first.

    Raises:
        WriteError: `parent` cannot be written to.
    """
    try:
        parent.mkdir(parents=True, exist_ok=True)
        for left in parent.glob(f"{prefix}*"):
            _remove_abandoned(left)
        folder = Path(mkdtemp(prefix=prefix, dir=parent))
        lock = _locked(folder)
    except OSError as error:
        msg = f"{parent} cannot be written: {(error.strerror or str(error)).lower()}"
        raise WriteError(msg) from error
    try:
        yield folder
    finally:
        rmtree(folder, ignore_errors=True)
        os.close(lock)


def _locked(folder: Path) -> int:
    """Return a descriptor of a folder, locked until it is closed or its process ends, however it ends."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        flock(descriptor, LOCK_EX | LOCK_NB)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _remove_abandoned(folder: Path) -> None:
    with suppress(OSError):  # another process has it, or has just removed it
        lock = _locked(folder)
        rmtree(folder, ignore_errors=True)
        os.close(lock)


def diff(change: Change) -> str:
    """Return a change as a unified diff, escaped for a terminal; of what is no text, only that it differs."""
    try:
        old, new = ((data or b"").decode() for data in (change.old, change.new))
    except UnicodeDecodeError:
        return f"{printable(str(change.path))} differs\n"
    before = str(change.path) if change.old is not None else "/dev/null"
    after = str(change.path) if change.new is not None else "/dev/null"
    lines = unified_diff(old.splitlines(), new.splitlines(), before, after, lineterm="")
    return "".join(f"{printable(line)}\n" for line in lines)


def _read(path: Path) -> bytes | None:
    try:
        if path.exists() and not path.is_file():
            msg = f"{path.name} cannot be compared: is no plain file"
            raise WriteError(msg)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        msg = f"{path.name} cannot be compared: {(error.strerror or str(error)).lower()}"
        raise WriteError(msg) from error


def _equal(one: Path, other: Path) -> bool:
    return other.is_file() and cmp(one, other, shallow=False)


def _files(root: Path, folder: PurePosixPath) -> list[PurePosixPath]:
    found: list[PurePosixPath] = []
    if folder != PurePosixPath() and (root / folder).is_symlink():
        return found  # it leads to what is not ours
    waiting = [str(folder)]
    while waiting:
        below = waiting.pop()
        with suppress(OSError), os.scandir(root / below) as entries:
            for entry in entries:
                path = f"{below}/{entry.name}"
                if not entry.is_dir():
                    found.append(PurePosixPath(path))
                elif not entry.is_symlink():
                    waiting.append(path)
    return sorted(found, key=_parts)


def _parts(path: PurePosixPath) -> tuple[str, ...]:
    """Return what paths are ordered by; asked once a path, this is quicker than to compare them."""
    return path.parts


def _remove_empty(folder: Path, root: Path) -> None:
    with suppress(OSError):  # the first folder that still holds something ends it
        while folder != root:
            folder.rmdir()
            folder = folder.parent
