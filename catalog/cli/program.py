"""The command line as a whole: finds the command that was asked for, and loads no other."""

import errno
import io
import os
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import IO, Final

import click
from click.shell_completion import CompletionItem

from catalog.cli.answers import COULD_NOT_RUN
from catalog.diagnostics import CatalogError
from catalog.text import printable

# Else Pydantic looks through all installed distributions for its plugins, which takes a tenth of a second.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

COMMANDS: Final[Mapping[str, str]] = {
    "add": "Make records of papers from an arXiv id, a DOI, an address or a .bib file.",
    "build": "Check the records, and render README, BibTeX, schemas and site.",
    "check": "Report every problem in the records and vocabularies.",
    "explain": "Say what the code of a finding means and how to mend it.",
    "export": "Print the papers that a query finds in a format: citations, tables, JSON.",
    "find": "Show the papers that a query finds.",
    "fmt": "Write records and vocabularies in the one canonical form.",
    "import": "Make records of the papers in an awesome list's README or a .bib file.",
    "links": "Ask every address of the list whether it lives.",
    "new": "Make a fresh list of papers in a folder of its own.",
    "refresh": "Ask the services what they know of papers that the records do not say.",
    "schema": "Print the JSON Schema of a record or vocabulary.",
    "serve": "Show the site as it will be, built again at each change.",
    "stats": "Print the figures of the list.",
}
"""Each command with what `catalog --help` says of it; a command's file has its name, and is loaded when it runs."""


class Group(click.Group):
    """Commands that are loaded when they run, and whose failures are one line on stderr and exit status 3."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        """Return a command by its name."""
        if cmd_name not in COMMANDS:
            return None
        name = f"{cmd_name}_" if cmd_name == "import" else cmd_name  # a word of Python
        found: click.Command = getattr(import_module(f"catalog.cli.{name}"), name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's signature
        """Write what each command does, without loading it."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands that begin so, without loading them."""
        items = [
            CompletionItem(name, help=explained) for name, explained in COMMANDS.items() if name.startswith(incomplete)
        ]
        return [*items, *click.Command.shell_complete(self, ctx, incomplete)]

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # what a terminal's encoding lacks is shown all the same
        try:
            return super().invoke(ctx)
        except CatalogError as error:
            for line in str(error).splitlines():
                click.echo(f"catalog: {printable(line)}", err=True)
        except OSError as error:
            if error.errno == errno.EPIPE:  # who reads has had enough; click ends quietly
                raise
            what = "output cannot be written" if error.filename is None else f"{error.filename} cannot be used"
            click.echo(f"catalog: {printable(what)}: {(error.strerror or str(error)).lower()}", err=True)
            _drop(sys.stdout)
        sys.exit(COULD_NOT_RUN)


def _drop(stream: IO[str] | None) -> None:
    """Forget what could not be written, so that the end of the program does not try again."""
    if stream is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  # click's signature
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import version  # noqa: PLC0415  # slow to import, and seldom needed

        click.echo(f"catalog {version('paper-catalog')}")
        ctx.exit()


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--root", type=click.Path(path_type=Path), help="Folder of the list; without it, the nearest with catalog.toml."
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version and exit."
)
@click.pass_context
def main(ctx: click.Context, root: Path | None) -> None:
    """Keep a curated list of papers: check its records, and render README, BibTeX and site from them.

    Exit status: 0 no error found, 1 errors found, 2 misuse, 3 could not run.
    """
    ctx.obj = root
