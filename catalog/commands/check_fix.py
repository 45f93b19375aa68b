"""`check --fix`: what is found and has one right answer is written into the records; no other byte is touched."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from catalog import publish
from catalog.catalog import Catalog
from catalog.checks.fixes import FIXES, REMOVED, TYPED, Spot
from catalog.commands.check import Checked, below, check
from catalog.diagnostics import Diagnostic, ReadError
from catalog.faults import Loc
from catalog.plaintext import TextFault, decode_bytes
from catalog.publish import Change
from catalog.records.edit import removed, replaced
from catalog.records.folder import is_below
from catalog.records.syntax import Places, parse

MOST_ROUNDS: Final = 5
"""How often a list is checked again: what is mended may show what it hid."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """The list as it is now, and the findings that were mended on the way, in their order."""

    checked: Checked
    mended: tuple[Diagnostic, ...]


def fix(root: Path, paths: Collection[PurePosixPath]) -> Fixed:
    """Mend what can be mended in the list below `root`, or in those files of it that are below `paths`.

    Raises:
        CatalogError: a file cannot be read or written.
    """
    wanted = frozenset(paths)
    mended: list[Diagnostic] = []
    for _ in range(MOST_ROUNDS):
        checked = check(root)
        found = below(checked.findings, wanted) if wanted else checked.findings
        changes: list[Change] = []
        for path, findings in _by_file(found):
            if not wanted or is_below(path, wanted):
                changes += _mend(root, checked.catalog, path, findings, mended)
        if not changes:
            break
        publish.write(root, changes)
    return Fixed(checked, tuple(mended))


def _by_file(findings: Sequence[Diagnostic]) -> Iterator[tuple[str, list[Diagnostic]]]:
    """Yield the findings that might be mended, by their files."""
    grouped: dict[str, list[Diagnostic]] = defaultdict(list)
    for finding in findings:
        if finding.code in FIXES or finding.code in REMOVED:
            grouped[finding.location.path].append(finding)
    yield from grouped.items()


def _mend(
    root: Path, catalog: Catalog, path: str, findings: Sequence[Diagnostic], mended: list[Diagnostic]
) -> Iterator[Change]:
    """Yield how a file changes, if it does, and note which findings are mended thereby."""
    try:
        data = (root / path).read_bytes()
        text = decode_bytes(data)
        parse(text)
    except OSError as error:
        msg = f"{path} cannot be read: {(error.strerror or str(error)).lower()}"
        raise ReadError(msg) from error
    except TextFault:  # what it says cannot be trusted to be what was meant
        return
    places = Places(text)
    new = text
    going: list[tuple[Loc, Diagnostic]] = []
    for finding in findings:
        loc = places.way_to(finding.location.line, finding.location.column)
        if loc is None:
            continue
        if finding.code in REMOVED:
            going.append((loc, finding))
            continue
        old = Places(new).scalar(loc)
        value = None if old is None else FIXES[finding.code](Spot(catalog, loc, old))
        is_typed = loc[-1] in TYPED
        written = None if not value or value == old else replaced(new, loc, value, is_typed=is_typed)
        if written is not None:
            new = written
            mended.append(finding)
    # From the last to the first, so that what is left keeps its number.
    for loc, finding in sorted(going, key=lambda each: str(each[0][:-1]) + f"{each[0][-1]:>9}", reverse=True):
        written = removed(new, loc)
        if written is not None:
            new = written
            mended.append(finding)
    if new != text:
        yield Change(PurePosixPath(path), data, new.encode())
