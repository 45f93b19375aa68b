"""`catalog serve`: a live preview."""

import re
from pathlib import Path
from typing import Final

import click

from catalog.cli.arguments import with_root
from catalog.preview import serve_site
from catalog.text import quoted

_ADDRESS: Final = re.compile(r"[^\s:]*:([0-9]{1,5})|\[[0-9A-Fa-f:.]+\]:([0-9]{1,5})")
_PORTS: Final = 65_535


def _address(_ctx: click.Context, _parameter: click.Parameter, given: str) -> str:
    """Return an address that has the form of one; before the site is laid out, which takes a while."""
    found = _ADDRESS.fullmatch(given)
    if found is None or int(found[1] or found[2]) > _PORTS:
        msg = f"{quoted(given)} is no address; write `host:port`, as in `127.0.0.1:8000`"
        raise click.BadParameter(msg)
    return given


@click.command()
@click.option(
    "--address",
    default="127.0.0.1:8000",
    show_default=True,
    callback=_address,
    help="Host and port that are served.",
)
@with_root
def serve(root: Path, address: str) -> None:
    """Show the site as it will be, built again when a record, template or page changes; Ctrl-C ends it."""
    serve_site(root, address)
