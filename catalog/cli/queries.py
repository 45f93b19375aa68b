"""What commands that find papers take: a query, and filters that narrow it."""

import sys
from collections.abc import Callable, Collection
from functools import update_wrapper
from pathlib import Path
from typing import Final, TypeVar

import click

from catalog.cli.answers import ERRORS_FOUND, show
from catalog.cli.arguments import offered
from catalog.commands import find as finding
from catalog.derive import Papers
from catalog.edition import Edition
from catalog.query import QueryError

R = TypeVar("R")

FILTERS: Final = (
    ("family", "FAMILY", "Only papers of this family, or of all that a group heads."),
    ("venue", "VENUE", "Only papers of this venue."),
    ("year", "A..B", "Only papers of these years; `A`, `A..` and `..B` are understood too."),
    ("author", "NAME", "Only papers by this person; again, by both."),
    ("topic", "TOPIC", "Only papers on this topic."),
    ("has", "WHAT", "Only papers that have this, such as `code`; again, that have both."),
    ("presentation", "KIND", "Only papers that were shown so, such as `oral`."),
)
"""Options that narrow a query: the field, what its value is called, and what it does."""

_COMPLETED: Final = frozenset({"family", "has", "presentation", "topic", "venue"})
"""Filters with values of which there are few enough to be offered."""


class QueryCommand(click.Command):
    """A command that takes a query: what begins with one hyphen is a word of it that must not hold."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Hide the words of a query from the parser of options."""
        short = {name for option in self.get_params(ctx) for name in option.opts if not name.startswith("--")}
        return super().parse_args(ctx, [_hidden(word, short) for word in args])


_HYPHEN: Final = "\0-"
"""What a hyphen that begins no option is for the parser; no argument of a program can hold it."""


def _hidden(word: str, short: Collection[str]) -> str:
    is_word = word.startswith("-") and not word.startswith("--") and word not in {"-", *short}
    return f"{_HYPHEN}{word[1:]}" if is_word else word


def query_arguments(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the text of a query, and its filters as values by field."""

    def run(*arguments: object, words: tuple[str, ...], **options: object) -> R:
        text = " ".join(words).replace(_HYPHEN, "-")
        filters = {field: options.pop(field) for field, _, _ in FILTERS}
        return command(*arguments, text=text, filters=filters, **options)

    found: Callable[..., R] = update_wrapper(run, command)
    for field, metavar, explained in reversed(FILTERS):
        offer = offered if field in _COMPLETED else None
        option = click.option(f"--{field}", multiple=True, metavar=metavar, help=explained, shell_complete=offer)
        found = option(found)
    return click.argument("words", nargs=-1, metavar="[QUERY]...")(found)


def find_papers(root: Path, text: str, filters: dict[str, tuple[str, ...]]) -> tuple[Edition, Papers]:
    """Return what a query finds, and in which edition; one that cannot be read is misuse, and a broken list ends it."""
    try:
        found = finding.find(root, text, filters)
    except QueryError as error:
        msg = f"{error.message}\n{finding.excerpt(text, error.column)}"
        raise click.UsageError(msg) from error
    except finding.FilterError as error:
        raise click.BadParameter(error.message, param_hint=f"--{error.field}") from error
    if found.edition is None:
        show(found.checked.findings, err=True)
        sys.exit(ERRORS_FOUND)
    if not found.papers:
        click.echo("no paper found", err=True)
    return found.edition, found.papers
