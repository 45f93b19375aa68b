"""`catalog refresh`: what services know by now."""

import os
import sys
from pathlib import Path

import click

from catalog.cli.answers import COULD_NOT_RUN, exit_by, progress_bar, show
from catalog.cli.arguments import below_root, paths_argument, settings_of, with_root
from catalog.commands.refresh import Refreshed
from catalog.commands.refresh import refresh as run
from catalog.report import plural
from catalog.text import printable


@click.command()
@paths_argument
@click.option(
    "--fix", is_flag=True, help="Fill in what is open, and write what preprints became; nothing else changes."
)
@click.option("--again", is_flag=True, help="Ask about all of them, also those that were asked about not long ago.")
@with_root
def refresh(root: Path, paths: tuple[Path, ...], fix: bool, again: bool) -> None:  # noqa: FBT001  # click's signature
    """Ask the services what they know of papers that their records do not say; of PATHS only, if some are named.

    A run ends after a few minutes, and the next one begins with what it left.

    Exit status: 0 there is nothing new, 1 there is, 3 no service answered.
    """
    wanted = below_root(root, paths)
    token = os.environ.get("GITHUB_TOKEN") or None
    with progress_bar() as progress:
        done = run(root, settings_of(root), wanted, fix=fix, token=token, progress=progress, again=again)
    show(done.findings, err=False)
    for change in done.changes:
        click.echo(f"{change.verb} {printable(str(change.path))}", err=True)
    for silence in done.silences:
        click.echo(f"catalog: {printable(silence)}", err=True)
    if done.known or done.left:
        click.echo(_summary(done), err=True)
    if done.is_deaf:
        sys.exit(COULD_NOT_RUN)
    exit_by(done.findings, strict=True)


def _summary(done: Refreshed) -> str:
    """Return in one line how many records were asked about, and how many were not."""
    parts = [f"asked about {plural(done.asked, 'record')}"]
    if done.known:
        parts.append(f"{done.known:,} asked about not long ago")
    if done.left:
        parts.append(f"{done.left:,} left for the next run")
    return "; ".join(parts)
