"""`catalog check`: find what is wrong with the list, and mend what has one right answer."""

from pathlib import Path, PurePosixPath

import click

from catalog import report
from catalog.cli.answers import exit_by, show_in
from catalog.cli.arguments import below_root, paths_argument, strict_option, style_option, with_root
from catalog.commands.check import Checked, below
from catalog.commands.check import check as run
from catalog.commands.check_fix import fix
from catalog.records.folder import is_below


@click.command()
@paths_argument
@style_option("Form of the findings.")
@strict_option
@click.option("--fix", "wants_fix", is_flag=True, help="Mend what has one right answer, and report the rest.")
@with_root
def check(
    root: Path,
    paths: tuple[Path, ...],
    style: str,
    strict: bool,  # noqa: FBT001  # click's signature
    wants_fix: bool,  # noqa: FBT001  # likewise
) -> None:
    """Report every problem in the records and vocabularies; of PATHS only, if some are named."""
    wanted = frozenset(below_root(root, paths))
    checked = _fixed(root, wanted) if wants_fix else run(root)
    findings, papers = checked.findings, checked.papers
    if wanted:
        findings, papers = below(findings, wanted), sum(is_below(path, wanted) for path in checked.paths)
    show_in(style, findings)
    click.echo(report.summary(papers, findings), err=True)
    exit_by(findings, strict=strict)


def _fixed(root: Path, wanted: frozenset[PurePosixPath]) -> Checked:
    """Mend what can be mended, say what that was, and return the list as it is now."""
    fixed = fix(root, wanted)
    for finding in fixed.mended:
        click.echo(f"mended {report.as_text((finding,))}", nl=False, err=True)
    return fixed.checked
