"""`new`: a fresh list in a folder of its own, made from what the package carries alone."""

import os
import re
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from catalog import publish
from catalog.commands import build as building
from catalog.diagnostics import CatalogError
from catalog.faults import faults_of
from catalog.outputs.skeleton import skeleton
from catalog.plaintext import MAX_BYTES
from catalog.settings import ListSettings
from catalog.text import INVISIBLE, quoted, slug

NAME: Final = "paper-catalog"
_DESCRIPTION: Final = "A curated list of papers, each with its citation and where it can be read."

# What pip takes behind `@`, to the letter: it ends at a space, and `${…}` would be asked of the environment;
# `ssh` is a way to repositories alone, and a path behind `git+file` is refused.
_ADDRESS: Final = re.compile(r"(?:(?:git|hg)\+(?:https?|ssh)|https?|file)://[^\s\x00-\x20\x7f-\U0010ffff\"<>\\^`{|}]+")
_ADDRESSES: Final = "a path, `https://…`, `git+https://…` or `git+ssh://…`"
_SCP: Final = re.compile(r"(?:git\+)?([\w.-]+@[\w.-]+):(?!/)(\S+)")
_DISTRIBUTION: Final = re.compile(r"paper_catalog-[^/]+(?:\.whl|\.tar\.gz)")
_WORDS: Final = re.compile(r"[\s_-]+")
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")
# Of `.venv` below it: Python makes none behind a colon, and pip quotes its place in scripts without regard to the rest.
_UNUSABLE: Final = re.compile(r"[:\"$`\\\x00-\x1f\x7f-\x9f]")


class MisuseError(Exception):
    """What was asked for cannot be made; nothing was written."""


@dataclass(frozen=True, slots=True)
class NewList:
    """A list that was made: its folder, its files, and whether it needs something that only this machine has."""

    folder: Path
    files: int
    is_tied: bool


def new(folder: Path, *, title: str | None = None, tool: str | None = None) -> NewList:
    """Make a list in `folder`, which is not there yet or empty: as a whole, or, whatever happens, not at all.

    Its title is made of the folder's name if there is none. `tool` is where it installs this package from: a path, an
    address, or by default the index, in this version.

    Raises:
        MisuseError: the folder has something in it, or one of the values cannot be used.
        WriteError: the folder cannot be written.
    """
    target = _vacant(folder)
    listed = _settings(target.name, title)
    requirement = requirement_of(tool)
    values = {**listed.model_dump(include={"title", "description", "url", "repository"}), "requirement": requirement}
    with publish.new_folder(target, last="catalog.toml") as staged:
        publish.write(staged, publish.compare(staged, skeleton(values), None))
        built = building.build(staged, only=building.COMMITTED, into=staged, write=True, engine=None)
        if built.findings:
            msg = "\n".join(map(str, built.findings))
            raise CatalogError(msg)
        files = sum(path.is_file() for path in staged.rglob("*"))
    return NewList(target, files, "@ file:" in requirement)


def requirement_of(tool: str | None) -> str:
    """Return the line that makes pip install this package from a path or an address, or from the index.

    Raises:
        MisuseError: pip could not, or it would be something else.
    """
    if tool is None:
        return f"{NAME}=={version(NAME)}"
    address = _for_pip(tool)
    if address is not None:
        msg = f"{quoted(tool)} is an address for git and not for pip; write {quoted(address)}"
        raise MisuseError(msg)
    if "://" in tool:
        if _ADDRESS.fullmatch(tool) is None:
            msg = f"{quoted(tool)} is no address that can be installed from; write {_ADDRESSES}"
            raise MisuseError(msg)
        return f"{NAME} @ {tool}"
    path = Path(os.path.abspath(tool))  # noqa: PTH100  # `resolve` would leave the path by its links
    if path.is_file() and _DISTRIBUTION.fullmatch(path.name) is not None:
        return f"{NAME} @ {path.as_uri()}#sha256={sha256(path.read_bytes()).hexdigest()}"
    if _is_checkout(path):
        return f"{NAME} @ {path.as_uri()}"
    msg = f"{quoted(tool)} is neither a wheel of {NAME}, nor a checkout of it, nor an address; write {_ADDRESSES}"
    raise MisuseError(msg)


def _for_pip(tool: str) -> str | None:
    """Return how pip takes an address that git alone does, or None where it is none.

    Only to be shown: behind a colon, a path begins at the home of whoever logs in, and behind a slash it may not.
    """
    scp = _SCP.fullmatch(tool)
    if scp is None and not tool.startswith("ssh://"):
        return None
    address = f"git+{tool}" if scp is None else f"git+ssh://{scp[1]}/{scp[2]}"
    return address if _ADDRESS.fullmatch(address) is not None else None


def _is_checkout(path: Path) -> bool:
    try:
        with (path / "pyproject.toml").open("rb") as file:
            tree = tomllib.loads(file.read(MAX_BYTES).decode())
    except (OSError, ValueError):
        return False
    project = tree.get("project")
    return isinstance(project, dict) and project.get("name") == NAME


def _vacant(folder: Path) -> Path:
    """Return the whole path of a folder that may become a list."""
    target = folder.resolve()
    if not publish.is_vacant(target):
        what = "is not empty" if target.is_dir() else "is no folder"
        msg = f"{quoted(str(folder))} {what}; name a folder that is not there yet"
        raise MisuseError(msg)
    bad = _UNUSABLE.search(str(target)) or INVISIBLE.search(str(target))
    if bad is not None:
        seen = "a backtick" if bad[0] == "`" else f"`{bad[0]}`"
        what = seen if bad[0].isprintable() else "a character that is not seen"
        msg = f"{quoted(str(target))} has {what} in it, and programs there could not start; choose another folder"
        raise MisuseError(msg)
    return target


def _settings(name: str, title: str | None) -> ListSettings:
    words = _WORDS.sub(" ", name).strip() or "Papers"
    label = slug(name).encode("ascii", "ignore").decode().strip("-")[:_LABEL].rstrip("-") or "list"
    listed = {
        "title": title if title is not None else re.sub(r"\b[^\W\d_]", lambda found: found[0].title(), words),
        "description": _DESCRIPTION,
        "url": f"https://{label}.example/",
        "repository": f"https://git.{label}.example/{label}",
    }
    if _SURROGATE.search(listed["title"]) is not None:  # a name of a file whose bytes are no text
        msg = "the title is no text; `--title` says another"
        raise MisuseError(msg)
    try:
        return ListSettings.model_validate(listed)
    except ValidationError as error:
        what = faults_of(ListSettings, error, 1)[0].message.removeprefix("`title` ").partition(";")[0]
        remedy = "`--title` says another" if title is None else "write what the list is called, or leave `--title` out"
        msg = f"the title {what}; {remedy}"
        raise MisuseError(msg) from error


_LABEL: Final = 50
"""Letters of a name of a host that is made of the folder's; 63 would be the most."""
