"""How findings are shown, and the exit statuses; this package is the only one that prints."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Final

import click

from catalog import report
from catalog.diagnostics import Diagnostic, Severity
from catalog.text import printable

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

ERRORS_FOUND: Final = 1
COULD_NOT_RUN: Final = 3
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}


def is_terminal(stream: IO[str] | None) -> bool:
    """Tell whether a person is at the other end of a stream; of one that is closed, Python makes none."""
    return stream is not None and stream.isatty()


def show(findings: Iterable[Diagnostic], *, err: bool) -> None:
    """Print findings; the severity in colour where a terminal reads and NO_COLOR does not forbid it."""
    in_colour = is_terminal(sys.stderr if err else sys.stdout) and not os.environ.get("NO_COLOR")
    for finding in findings:
        line = report.as_text((finding,))
        if in_colour:
            word = finding.severity.label
            start = len(printable(str(finding.location))) + len(": ")
            coloured = click.style(word, fg=_COLOURS[finding.severity], bold=True)
            line = f"{line[:start]}{coloured}{line[start + len(word) :]}"
        click.echo(line, nl=False, err=err)


def show_in(style: str, findings: Iterable[Diagnostic]) -> None:
    """Print findings in one of the forms of `report`."""
    if style == "text":
        show(findings, err=False)
    else:
        click.echo(report.STYLES[style](findings), nl=False)


def exit_by(findings: Iterable[Diagnostic], *, strict: bool) -> None:
    """Exit with status 1 if findings hold an error, or with `strict` a warning; otherwise go on."""
    worst = max((finding.severity for finding in findings), default=Severity.NOTE)
    if worst >= (Severity.WARNING if strict else Severity.ERROR):
        sys.exit(ERRORS_FOUND)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int], None]]:
    """Provide a function that is told how far a command is, which shows it on a terminal only."""
    if not is_terminal(sys.stderr):
        yield lambda _done, _all: None
        return
    with ExitStack() as stack:
        bars: list[ProgressBar[int]] = []

        def show(done: int, total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=total, label="asked", file=sys.stderr)))
            bars[0].update(done - bars[0].pos)

        yield show
