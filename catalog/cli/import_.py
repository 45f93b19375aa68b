"""`catalog import`: new records from a whole list."""

from pathlib import Path

import click

from catalog import report
from catalog.cli.add import show_records
from catalog.cli.answers import exit_by, show
from catalog.cli.arguments import with_root
from catalog.commands.importing import import_file


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the records that would be written.")
@with_root
def import_(root: Path, file: Path, dry_run: bool) -> None:  # noqa: FBT001  # click's signature
    """Make records of the papers in FILE: an awesome list's README, or a .bib file.

    What FILE leaves open stays open in the record, and `catalog check` names it. What looks like a paper and cannot be
    read is named with its line; papers that the list has already are named and skipped.
    """
    imported = import_file(root, file, write=not dry_run)
    show_records(imported.records, dry_run=dry_run)
    show(imported.findings, err=True)
    known = report.plural(imported.known, "paper")
    click.echo(f"{report.plural(len(imported.records), 'record')}; {known} known already", err=True)
    gaps = sorted({name for record in imported.records for name in record.draft.gaps})
    if gaps:
        named = ", ".join(f"`{name}`" for name in gaps)
        click.echo(f"left open here and there: {named}; `catalog check` says where", err=True)
    exit_by(imported.findings, strict=False)
