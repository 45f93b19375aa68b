"""What an output makes: named texts, not yet files."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

from catalog.edition import Edition


@dataclass(frozen=True, slots=True)
class Artifact:
    """The text of one file: its path below the root, always with `/`, and what stands in it."""

    path: PurePosixPath
    text: str


@dataclass(frozen=True, slots=True)
class Output:
    """One kind of thing that the records become.

    Files in `folder` that the output no longer makes are removed, if they have `mark` in them. `warn_bytes` is the size
    of a file, in bytes, from which `build` warns.
    """

    name: str
    description: str
    render: Callable[[Edition], Iterator[Artifact]]
    folder: PurePosixPath | None = None
    mark: bytes = b""
    warn_bytes: int | None = None
