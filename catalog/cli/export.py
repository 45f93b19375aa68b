"""`catalog export`: papers as files for other programs."""

import sys
from pathlib import Path

import click

from catalog import publish, report
from catalog.cli.answers import is_terminal
from catalog.cli.arguments import with_root
from catalog.cli.queries import QueryCommand, find_papers, query_arguments
from catalog.derive import Papers
from catalog.edition import Edition
from catalog.outputs.format import Format
from catalog.outputs.formats import FORMATS
from catalog.text import quoted


@click.command(cls=QueryCommand)
@click.argument("form", metavar="FORMAT", type=click.Choice(tuple(FORMATS)))
@query_arguments
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write this file instead of printing; its name stands apart from `-o`.",
)
@with_root
def export(root: Path, form: str, text: str, filters: dict[str, tuple[str, ...]], output: Path | None) -> None:
    """Print the papers that QUERY finds, or all, in a FORMAT: as citations, as a table, as JSON, or as a database.

    FORMAT is bibtex, biblatex, ris, csl-json, csv, json or sqlite; QUERY and the filters are those of `catalog find`.
    """
    wanted = FORMATS[form]
    to_stdout = output is None or str(output) == "-"
    if to_stdout:
        _refuse_terminal(wanted)
    edition, papers = find_papers(root, text, filters)
    if output is None or to_stdout:
        print_papers(wanted, edition, papers)
        return
    publish.write_to(output, wanted.render(edition, papers))
    shown = quoted(str(output), limit=200)
    click.echo(f"wrote {shown}: {report.plural(len(papers), 'paper')}", err=True)


def print_papers(form: Format, edition: Edition, papers: Papers) -> None:
    """Print papers in a format; one that is nothing for a terminal is misuse there."""
    _refuse_terminal(form)
    click.echo(form.render(edition, papers), nl=False)


def _refuse_terminal(form: Format) -> None:
    if not form.is_text and is_terminal(sys.stdout):
        remedy = f"write a file, as in `catalog export {form.name} -o {form.file_name}`"
        msg = f"{form.label} is nothing for a terminal; {remedy}"
        raise click.UsageError(msg)
