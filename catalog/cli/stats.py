"""`catalog stats`: the figures of the list."""

import sys
from pathlib import Path

import click

from catalog.cli.answers import ERRORS_FOUND, show
from catalog.cli.arguments import with_root
from catalog.commands.stats import as_text
from catalog.commands.stats import stats as run


@click.command()
@with_root
def stats(root: Path) -> None:
    """Print the figures of the list: papers by year, venue, family and topic."""
    checked, figures = run(root)
    if figures is None:
        show(checked.findings, err=True)
        sys.exit(ERRORS_FOUND)
    click.echo(as_text(figures), nl=False)
