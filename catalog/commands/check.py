"""`check`: everything that is wrong with a list, from its settings to the last record."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, groupby
from pathlib import Path, PurePosixPath

from catalog import checks
from catalog.catalog import Catalog, read
from catalog.commands.cycles import uncollected
from catalog.diagnostics import Diagnostic, Severity
from catalog.edition import Edition
from catalog.outputs.contexts import CONTEXTS
from catalog.outputs.shipped import edited
from catalog.records.decode import MAX_FINDINGS, capped
from catalog.records.folder import is_below
from catalog.settings import Settings, SettingsReading, read_settings
from catalog.text import did_you_mean, quoted

TEMPLATES = "templates"


@dataclass(frozen=True, slots=True)
class Checked:
    """A list after all checks: what was found, sorted, and what could be read."""

    root: Path
    catalog: Catalog
    settings: Settings | None
    findings: tuple[Diagnostic, ...]
    paths: tuple[str, ...]
    """The files of records that there are."""

    @property
    def papers(self) -> int:
        """Return how many records there are, those that cannot be read included."""
        return len(self.paths)

    @property
    def has_errors(self) -> bool:
        """Tell whether nothing can be rendered from it."""
        return has_errors(self.findings)

    def edition(self) -> Edition:
        """Return what outputs are rendered from; only a list without errors has one."""
        if self.settings is None or self.has_errors:
            msg = "a list with errors has no edition"
            raise ValueError(msg)
        return Edition(self.catalog, self.settings, self.root / TEMPLATES)


@uncollected()
def check(root: Path, least: Severity = Severity.NOTE) -> Checked:
    """Read the list below `root`, and run every check that weighs at least so much on all that could be read."""
    reading = read(root)
    settings = read_settings(root)
    found = [*reading.findings, *settings.findings]
    found += checks.run(reading.catalog, least)
    if settings.settings is not None:
        found += _unknown_survey(settings, settings.settings, reading.catalog)
    found += _template_faults(root / TEMPLATES)
    found.sort(key=lambda finding: finding.sort_key)
    by_file = groupby(found, key=lambda finding: finding.location.path)
    shown = tuple(chain.from_iterable(_shown(list(group)) for _, group in by_file))
    return Checked(root, reading.catalog, settings.settings, shown, reading.paths)


def _template_faults(folder: Path) -> Iterable[Diagnostic]:
    paths = tuple(edited(folder))
    if not paths:
        return ()
    from catalog.outputs.templating import faults  # noqa: PLC0415  # Jinja is slow to import, and seldom needed here

    return faults(folder, paths, CONTEXTS)


def _shown(findings: list[Diagnostic]) -> list[Diagnostic]:
    """Return the findings of one file, or the first hundred; what is counted already is not counted again."""
    if len(findings) <= MAX_FINDINGS or any(finding.code == "more-findings" for finding in findings):
        return findings
    *worst, rest = capped(sorted(findings, key=lambda finding: -finding.severity))
    return [*sorted(worst, key=lambda finding: finding.sort_key), rest]


def _unknown_survey(reading: SettingsReading, settings: Settings, catalog: Catalog) -> Iterable[Diagnostic]:
    key = settings.readme.surveys
    if key is not None and not catalog.families.knows(key):
        hint = did_you_mean(key, catalog.families)
        message = f"`readme.surveys` names no family: {quoted(key)}{hint}"
        yield Diagnostic(reading.at("readme", "surveys"), Severity.ERROR, message, "unknown-family")


def has_errors(findings: Iterable[Diagnostic]) -> bool:
    """Tell whether one of `findings` is an error."""
    return any(finding.severity is Severity.ERROR for finding in findings)


def below(findings: Iterable[Diagnostic], paths: Iterable[PurePosixPath]) -> tuple[Diagnostic, ...]:
    """Return the findings about the files and folders `paths`, which are relative to the root."""
    wanted = frozenset(paths)
    return tuple(
        finding
        for finding in findings
        if any(is_below(path, wanted) for path in (finding.location.path, *finding.others))
    )
