"""`build`: check a list, then render its outputs and publish what changed."""

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from catalog import publish
from catalog.commands.check import check, has_errors
from catalog.commands.cycles import uncollected
from catalog.diagnostics import Diagnostic, Location, Severity
from catalog.edition import Edition
from catalog.outputs.artifact import Output
from catalog.outputs.table import OUTPUTS
from catalog.outputs.templating import TemplateFaultError
from catalog.publish import Change

SITE: Final = "site"
SITE_FOLDER: Final = PurePosixPath("build/site")
COMMITTED: Final = frozenset(OUTPUTS)
"""The outputs that are committed, so that they can drift from the records."""

NAMES: Final = (*OUTPUTS, SITE)

SiteEngine: TypeAlias = Callable[[Path, Edition, Path], None]
"""Builds the site of a root from an edition into an empty folder."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build found, how many papers it had, and which files it wrote, or would have."""

    papers: int
    findings: tuple[Diagnostic, ...]
    changes: tuple[Change, ...]
    site_files: int = 0
    """How many files of the site were written or removed."""


@uncollected()
def build(
    root: Path,
    *,
    only: Collection[str],
    into: Path,
    write: bool,
    engine: SiteEngine | None,
) -> Built:
    """Render the outputs named in `only` of the list at `root`, compare them with the files below `into`, and write.

    `engine` builds the site and may be left out where `only` does not name it.

    Raises:
        CatalogError: a file cannot be read or written, or the site cannot be built.
    """
    checked = check(root)
    if checked.has_errors:
        return Built(checked.papers, checked.findings, ())
    edition = checked.edition()
    findings = list(checked.findings)
    changes: list[Change] = []
    for output in OUTPUTS.values():
        if output.name in only:
            changes += _render(output, edition, into, findings)
    if has_errors(findings):
        return Built(len(edition.papers), tuple(findings), ())
    if write:
        publish.write(into, changes)
    site_files = 0
    if SITE in only and engine is not None:
        try:
            drifted, site_files = _site(engine, edition, root, into, write=write)
            changes += drifted
        except TemplateFaultError as error:
            findings.append(error.finding)
    return Built(len(edition.papers), tuple(findings), tuple(changes), site_files)


def _render(output: Output, edition: Edition, into: Path, findings: list[Diagnostic]) -> list[Change]:
    try:
        artifacts = list(output.render(edition))
    except TemplateFaultError as error:
        findings.append(error.finding)
        return []
    for artifact in artifacts:
        size = len(artifact.text.encode())
        if output.warn_bytes is not None and size > output.warn_bytes:
            remedy = (
                "shorten it" if edition.settings.readme.split else "set `split = true` under `[readme]` in catalog.toml"
            )
            message = f"has {size:,} bytes, and GitHub shows 512,000; {remedy}"
            findings.append(Diagnostic(Location(str(artifact.path)), Severity.WARNING, message, "long-page"))
    return publish.compare(into, artifacts, output.folder, output.mark)


def _site(engine: SiteEngine, edition: Edition, root: Path, into: Path, *, write: bool) -> tuple[list[Change], int]:
    """Build the site; return how it differs, or, if it is written, how many files changed."""
    parent = (into / SITE_FOLDER).parent
    with publish.staging(parent if write else Path(os.environ.get("TMPDIR", "/tmp"))) as staging:  # noqa: S108  # a folder of its own in it
        built = staging.absolute() / SITE_FOLDER.name  # the engine takes another path from the root
        built.mkdir()
        engine(root, edition, built)
        if write:
            return [], publish.move_tree(built, into, SITE_FOLDER)
        return publish.compare_tree(built, into, SITE_FOLDER), 0
