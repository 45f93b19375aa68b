"""`catalog links`: the addresses of the list."""

import os
import re
from pathlib import Path
from typing import Final

import click

from catalog import publish
from catalog.cli.answers import exit_by, progress_bar, show, show_in
from catalog.cli.arguments import below_root, paths_argument, settings_of, style_option, with_root
from catalog.commands import links as linking
from catalog.commands.links_fix import Mended, mend
from catalog.links import findings
from catalog.text import printable, quoted

_SHARD: Final = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


class Shard(click.ParamType[tuple[int, int]]):
    """`I/N`: the I-th of N parts."""

    name = "shard"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Return both numbers."""
        if isinstance(value, tuple):
            return value
        given = _SHARD.fullmatch(str(value))
        if given is None or not 1 <= int(given[1]) <= int(given[2]):
            self.fail(f"{quoted(str(value))} is no shard; write `I/N` with I from 1 to N, as in `2/5`", param, ctx)
        return int(given[1]), int(given[2])


@click.command()
@paths_argument
@click.option("--changed-since", metavar="REV", help="Ask only addresses that came in since this revision of git.")
@style_option("Form of the answer; `json` has every address, the others what does not simply open.")
@click.option("--shard", type=Shard(), default="1/1", metavar="I/N", help="Ask the I-th of N parts, split by host.")
@click.option("--report", "report_only", is_flag=True, help="Show what is known, without the network.")
@click.option(
    "--fix", is_flag=True, help="Write new addresses of pages that moved for good; propose copies of broken ones."
)
@with_root
def links(  # noqa: PLR0913  # one for each option
    root: Path,
    paths: tuple[Path, ...],
    changed_since: str | None,
    style: str,
    shard: tuple[int, int],
    report_only: bool,  # noqa: FBT001  # click's signature
    fix: bool,  # noqa: FBT001  # likewise
) -> None:
    """Ask every address of the list whether it lives; only those of PATHS, if some are named.

    What opened is believed for a while (`[links.ttl]` in catalog.toml) and not asked again.
    """
    if report_only and fix:
        msg = "`--report` asks nothing, and `--fix` looks for copies in the Wayback Machine; give one of the two"
        raise click.UsageError(msg)
    settings = settings_of(root)
    choice = linking.Choice(frozenset(below_root(root, paths)), changed_since, shard)
    if report_only:
        linked = linking.report(root, settings, choice)
    else:
        with progress_bar() as progress:
            linked = linking.links(root, settings, choice, progress, token=os.environ.get("GITHUB_TOKEN") or None)
    show(linked.findings, err=True)
    found = tuple(findings.diagnostics(linked.results))
    if style == "json":
        click.echo(findings.as_json(linked.results), nl=False)
    else:
        show_in(style, found)
    click.echo(findings.summary(linked.results), err=True)
    if linked.unknown:
        click.echo(f"{linked.unknown:,} further addresses have never been asked", err=True)
    step_summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if step_summary:
        publish.append(Path(step_summary), findings.as_markdown(linked.results))
    if fix:
        _say_mended(mend(root, settings, linked))
    exit_by((*linked.findings, *found), strict=False)


def _say_mended(mended: Mended) -> None:
    """Say which files were rewritten, and where copies of what is broken are."""
    for change in mended.changes:
        click.echo(f"rewrote {printable(str(change.path))}", err=True)
    for url, copy in mended.copies.items():
        click.echo(f"a copy of {quoted(url, limit=200)} is at {printable(copy)}", err=True)
    if mended.silence is not None:
        click.echo(f"the Wayback Machine does not answer: {printable(mended.silence)}", err=True)
