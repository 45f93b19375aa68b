"""`catalog fmt`: the canonical form."""

import sys
from pathlib import Path

import click

from catalog import publish
from catalog.cli.answers import ERRORS_FOUND, show
from catalog.cli.arguments import below_root, paths_argument, with_root
from catalog.commands.fmt import fmt as run
from catalog.text import printable


@click.command()
@paths_argument
@click.option(
    "--check", "check_only", is_flag=True, help="Write nothing; show a diff, and exit 1 if anything would change."
)
@with_root
def fmt(root: Path, paths: tuple[Path, ...], check_only: bool) -> None:  # noqa: FBT001  # click's signature
    """Write records and vocabularies in the one canonical form; of PATHS only, if some are named."""
    done = run(root, below_root(root, paths), write=not check_only)
    show(done.findings, err=True)
    for change in done.changes:
        click.echo(
            publish.diff(change) if check_only else f"rewrote {printable(str(change.path))}",
            nl=not check_only,
            err=not check_only,
        )
    if done.findings or (check_only and done.changes):
        sys.exit(ERRORS_FOUND)
