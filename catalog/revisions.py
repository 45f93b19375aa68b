"""What files said in an earlier revision: the one module that runs git."""

import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

from catalog.diagnostics import CatalogError
from catalog.text import quoted


class RevisionError(CatalogError):
    """Git is not there, the list is in no repository, or there is no such revision."""


def changed_since(root: Path, revision: str, folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the files in `folders` below `root` that are not as in `revision`: path, and what it said then, if at all.

    What is not committed counts too.

    Raises:
        RevisionError: git cannot tell.
    """
    named = f"{revision}^{{commit}}"
    missing = f"there is no revision {quoted(revision)}"
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", named, unsaid=missing).strip()
    below = list(folders)
    changed = _git(root, "diff", "--name-only", "--relative", "--diff-filter=d", "-z", commit, "--", *below)
    added = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", *below)
    for path in sorted({*changed.split("\0"), *added.split("\0")} - {""}):
        yield path, _git(root, "show", f"{commit}:./{path}", is_needed=False)


def _git(root: Path, *arguments: str, is_needed: bool = True, unsaid: str = "it does not say why") -> str:
    try:
        done = subprocess.run(  # noqa: S603  # git itself, and no argument that it could take for an option
            ["git", "-C", str(root), *arguments],  # noqa: S607  # the git on the path is the one that people use
            capture_output=True,
            check=False,
        )
    except OSError as error:
        msg = f"git cannot be run: {(error.strerror or str(error)).lower()}; `--changed-since` needs it"
        raise RevisionError(msg) from error
    if done.returncode != 0 and is_needed:
        said = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
        msg = f"git cannot tell what has changed: {said or unsaid}"
        raise RevisionError(msg)
    return done.stdout.decode(errors="replace") if done.returncode == 0 else ""
