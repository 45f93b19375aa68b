"""`catalog serve`: a live preview."""

from pathlib import Path

import click

from catalog.cli.arguments import with_root
from catalog.preview import serve_site


@click.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port that are served.")
@with_root
def serve(root: Path, address: str) -> None:
    """Show the site as it will be, built again when a record, template or page changes; Ctrl-C ends it."""
    serve_site(root, address)
