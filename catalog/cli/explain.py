"""`catalog explain`: what the codes of findings mean."""

import click

from catalog.cli.arguments import offered
from catalog.codes import codes
from catalog.text import did_you_mean, quoted


@click.command()
@click.argument("code", required=False, shell_complete=offered)
def explain(code: str | None) -> None:
    """Say what the CODE of a finding means and how to mend it, with an example; without CODE, list all codes."""
    known = codes()
    if code is None:
        click.echo("\n".join(f"{name:<24} {each.rule}" for name, each in known.items()))
    elif code in known:
        click.echo(known[code].text, nl=False)
    else:
        msg = f"no code {quoted(code)}{did_you_mean(code, known) or '; `catalog explain` lists them all'}"
        raise click.UsageError(msg)
