"""`catalog build`: render the outputs."""

import sys
from pathlib import Path

import click

from catalog import publish, report
from catalog.cli.answers import ERRORS_FOUND, exit_by, show
from catalog.cli.arguments import strict_option, with_root
from catalog.commands import build as building
from catalog.diagnostics import Severity
from catalog.text import printable


@click.command()
@click.option(
    "--check", "check_only", is_flag=True, help="Write nothing; show what would change, and exit 1 if anything does."
)
@click.option(
    "--only", multiple=True, type=click.Choice(building.NAMES), help="Build this output only; may be given again."
)
@click.option(
    "--into",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Write below this folder instead of the list's own.",
)
@strict_option
@with_root
def build(root: Path, check_only: bool, only: tuple[str, ...], into: Path | None, strict: bool) -> None:  # noqa: FBT001  # click's signature
    """Check the records, then write README.md, references.bib, schemas/, and the site into build/site.

    With --check and without --only, the site is left out: it is not committed, so it cannot drift.
    """
    names = frozenset(only or (building.COMMITTED if check_only else building.NAMES))
    engine = None
    if building.SITE in names:
        from catalog.mkdocs_plugin import build_site  # noqa: PLC0415  # the site's engine takes a while to load

        engine = build_site
    built = building.build(root, only=names, into=into or root, write=not check_only, engine=engine)
    show((finding for finding in built.findings if finding.severity > Severity.NOTE), err=True)
    pages = built.site_files + sum(building.SITE_FOLDER in change.path.parents for change in built.changes)
    for change in built.changes:
        if check_only:
            click.echo(publish.diff(change), nl=False)
        elif building.SITE_FOLDER not in change.path.parents:
            click.echo(f"{change.verb} {printable(str(change.path))}", err=True)
    if pages:
        click.echo(f"{'would change' if check_only else 'changed'} {pages:,} files in {building.SITE_FOLDER}", err=True)
    click.echo(report.summary(built.papers, built.findings), err=True)
    if check_only and built.changes:
        click.echo("outputs differ from the records; run `catalog build` and commit what it writes", err=True)
        sys.exit(ERRORS_FOUND)
    exit_by(built.findings, strict=strict)
