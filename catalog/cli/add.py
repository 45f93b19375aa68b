"""`catalog add`: new records from references."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from catalog.catalog import Catalog
from catalog.cli.answers import COULD_NOT_RUN, ERRORS_FOUND, is_terminal, show
from catalog.cli.arguments import settings_of, with_root
from catalog.commands import add as adding
from catalog.commands.add import Added, as_documents
from catalog.derive import heads
from catalog.diagnostics import Severity
from catalog.importers.draft import Draft
from catalog.importers.record import NewRecord
from catalog.text import did_you_mean, printable


@click.command()
@click.argument("references", nargs=-1, metavar="REFERENCE...")
@click.option("--family", metavar="FAMILY", help="What the papers contribute: a key of vocabularies/families.yaml.")
@click.option(
    "--form",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Read a filled issue form, as GitHub sends it.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print the records that would be written.")
@with_root
def add(root: Path, references: tuple[str, ...], family: str | None, form: Path | None, dry_run: bool) -> None:  # noqa: FBT001  # click's signature
    """Make a record of each paper that a REFERENCE names, from what its source says of it.

    REFERENCE: an arXiv id, a DOI, the address of the paper's page, or a .bib file. What no source knows is asked for on
    a terminal; elsewhere `--family` says it, or the field stays open.
    """
    if not references and form is None:
        msg = "give an arXiv id, a DOI, an address or a .bib file; or a filled form with `--form`"
        raise click.UsageError(msg)
    fault = adding.unknown(references) if form is None else None
    if fault is not None:
        raise click.UsageError(printable(fault))
    can_ask = family is None and is_terminal(sys.stdin) and is_terminal(sys.stderr)
    added = adding.add(
        root,
        settings_of(root),
        references,
        family=family,
        form=form,
        ask_family=_ask_family if can_ask else adding.nobody,
        write=not dry_run,
    )
    _say_added(added, dry_run=dry_run)


def show_records(records: Sequence[NewRecord], *, dry_run: bool) -> None:
    """Print records that would be written, or say which were."""
    if dry_run:
        click.echo(as_documents(records), nl=False)
        return
    for record in records:
        click.echo(f"wrote {printable(record.path)}", err=True)


def _say_added(added: Added, *, dry_run: bool) -> None:
    """Say what came of references, and exit with what it means."""
    show_records(added.records, dry_run=dry_run)
    for record in added.records:
        for name in record.draft.gaps:
            click.echo(f"{printable(record.path)}: `{name}` is left open; fill it in", err=True)
    show(added.findings, err=True)
    for silence in added.silences:
        click.echo(f"catalog: {printable(silence)}", err=True)
    if added.silences and not added.records:
        sys.exit(COULD_NOT_RUN)
    if added.silences or any(finding.severity is Severity.ERROR for finding in added.findings):
        sys.exit(ERRORS_FOUND)


def _ask_family(draft: Draft, catalog: Catalog) -> str | None:
    """Ask for the family of a paper, by its number in a list or its key; an empty answer leaves it open."""
    groups = heads(catalog)
    keys = [key for key in catalog.families if key not in groups]
    click.echo(f"\n{printable(draft.title)}", err=True)
    for number, key in enumerate(keys, start=1):
        click.echo(f"{number:>3}  {key:<24} {printable(catalog.families[key].value.name)}", err=True)
    while True:
        answer = click.prompt(
            "family (number or key; nothing leaves it open)", default="", show_default=False, err=True
        )
        if not answer.strip():
            return None
        chosen = dict(zip(map(str, range(1, len(keys) + 1)), keys, strict=True)).get(answer.strip(), answer.strip())
        if chosen in keys:
            return chosen
        click.echo(f"no family {printable(answer)}{did_you_mean(answer, keys)}", err=True)
