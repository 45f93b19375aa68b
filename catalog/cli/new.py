"""`catalog new`: a fresh list."""

import shlex
from pathlib import Path

import click

from catalog.commands.new import MisuseError
from catalog.commands.new import new as run
from catalog.text import printable

_NEXT = """\
next:
  cd {folder}
  make              # sets up .venv, checks the records, writes README.md and the site
  make test         # checks that all of it agrees
  git init --initial-branch main && git add . && git commit --message "Begin the list"
then say in catalog.toml what the list is of, name its families, topics and venues in vocabularies/, and put its papers
in the place of the examples: `.venv/bin/catalog add` and `.venv/bin/catalog import` bring them"""
_TIED = """\
before others can use it: requirements.txt installs the tool from this machine; name a version or an address there"""


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@click.option("--title", metavar="TITLE", help="What the list is called; without it, words made of the folder's name.")
@click.option(
    "--tool",
    metavar="SOURCE",
    help="Where the list installs this package from: a wheel, a checkout or an address; without it, the index.",
)
def new(folder: Path, title: str | None, tool: str | None) -> None:
    """Make a fresh list of papers in DIR, which is not there yet or empty: in any field, ready for `make`.

    It has settings, vocabularies, example records, pages of a site, workflows and a licence, and says what to do next.
    """
    try:
        made = run(folder, title=title, tool=tool)
    except MisuseError as error:
        raise click.UsageError(str(error)) from error
    click.echo(f"wrote {made.files} files to {printable(str(made.folder))}", err=True)
    click.echo(_NEXT.format(folder=printable(shlex.quote(str(made.folder)))), err=True)
    if made.is_tied:
        click.echo(_TIED, err=True)
