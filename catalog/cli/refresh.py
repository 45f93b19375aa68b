"""`catalog refresh`: what services know by now."""

import os
import sys
from pathlib import Path

import click

from catalog.cli.answers import COULD_NOT_RUN, exit_by, progress_bar, show
from catalog.cli.arguments import below_root, paths_argument, settings_of, with_root
from catalog.commands.refresh import refresh as run
from catalog.text import printable


@click.command()
@paths_argument
@click.option(
    "--fix", is_flag=True, help="Fill in what is open, and write what preprints became; nothing else changes."
)
@with_root
def refresh(root: Path, paths: tuple[Path, ...], fix: bool) -> None:  # noqa: FBT001  # click's signature
    """Ask the services what they know of papers that their records do not say; of PATHS only, if some are named.

    Exit status: 0 there is nothing new, 1 there is, 3 no service answered.
    """
    wanted = below_root(root, paths)
    token = os.environ.get("GITHUB_TOKEN") or None
    with progress_bar() as progress:
        done = run(root, settings_of(root), wanted, fix=fix, token=token, progress=progress)
    show(done.findings, err=False)
    for change in done.changes:
        click.echo(f"{change.verb} {printable(str(change.path))}", err=True)
    for silence in done.silences:
        click.echo(f"catalog: {printable(silence)}", err=True)
    if done.is_deaf:
        sys.exit(COULD_NOT_RUN)
    exit_by(done.findings, strict=True)
