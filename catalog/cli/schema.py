"""`catalog schema`: the JSON Schemas of files."""

from pathlib import Path

import click

from catalog.commands.schema import schema as run
from catalog.diagnostics import RootNotFoundError
from catalog.records.schema import MODELS
from catalog.settings import find_root, require_root


@click.command()
@click.argument("name", type=click.Choice(tuple(MODELS)), default="record", metavar="[NAME]")
@click.pass_obj
def schema(given: Path | None, name: str) -> None:
    """Print the JSON Schema of a record, or of the vocabulary NAME: venues, families, topics or libraries.

    In the folder of a list, the keys of its vocabularies are examples, which editors offer.
    """
    try:
        root = find_root(Path.cwd()) if given is None else require_root(given)
    except RootNotFoundError:
        if given is not None:
            raise
        root = None
    click.echo(run(root, name), nl=False)
