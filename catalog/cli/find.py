"""`catalog find`: papers in the terminal."""

import os
import sys
from functools import partial
from pathlib import Path
from shutil import get_terminal_size

import click

from catalog.cli.answers import is_terminal
from catalog.cli.arguments import with_root
from catalog.cli.export import print_papers
from catalog.cli.queries import QueryCommand, find_papers, query_arguments
from catalog.commands import find as finding
from catalog.outputs.formats import FORMATS


@click.command(cls=QueryCommand)
@query_arguments
@click.option(
    "--format",
    "style",
    type=click.Choice(("table", "ids", *FORMATS)),
    default="table",
    show_default=True,
    help="Form of the papers.",
)
@with_root
def find(root: Path, text: str, filters: dict[str, tuple[str, ...]], style: str) -> None:
    """Show the papers that QUERY finds; all of them without one.

    QUERY: words, "phrases", field:value, a hyphen before what must not hold, as in
    `catalog find graphs venue:CVPR year:2019..2021 -has:code`. A filter that is given again means either.
    """
    edition, papers = find_papers(root, text, filters)
    if style in FORMATS:
        print_papers(FORMATS[style], edition, papers)
    elif papers and style == "table" and is_terminal(sys.stdout):
        emphasise = str if os.environ.get("NO_COLOR") else partial(click.style, fg="cyan")
        width = get_terminal_size().columns
        click.echo(finding.as_table(edition, papers, width, emphasise), nl=False)
    else:
        plain = {"table": finding.as_lines, "ids": finding.as_ids}
        click.echo(plain[style](edition, papers), nl=False)
