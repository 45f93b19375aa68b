"""What commands that find papers take: a query, and filters that narrow it."""

import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import update_wrapper
from itertools import islice
from pathlib import Path
from typing import Final, TypeVar

import click

from catalog.cli.answers import ERRORS_FOUND, show
from catalog.cli.arguments import offered
from catalog.commands import find as finding
from catalog.derive import Papers
from catalog.edition import Edition
from catalog.query import QueryError
from catalog.text import quoted

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
        """Hide the words of a query from the parser of options; a word that may be the name of a file is misuse."""
        options = [option for option in self.get_params(ctx) if isinstance(option, click.Option)]
        taken = [name for option in options for name in option.opts]
        valued = [name for option in options if not option.is_flag for name in option.opts]
        for word in _doubtful(args, valued):
            option, rest = word[:_SHORT], word[_SHORT:]
            if _OF_FILES.search(rest) is not None:
                file, excluded = quoted(f"{option} {rest.removeprefix('=')}"), quoted(f"'-\"{word[1:]}\"'")
                msg = f"{quoted(word)} may be a file or a word that must not hold; write {file} or {excluded}"
                raise click.UsageError(msg, ctx)
            if not ctx.resilient_parsing:
                note = f"{quoted(word)} is a word that must not hold; the name of a file stands apart from `{option}`"
                click.echo(note, err=True)
        try:
            return super().parse_args(ctx, list(_hidden(args, taken, valued)))
        except click.UsageError as error:
            shown = error.format_message().replace(repr(_HYPHEN)[1:-1], "-")
            raise click.UsageError(shown, ctx) from error


_HYPHEN: Final = "\0-"
"""What a hyphen that begins no option is for the parser; no argument of a program can hold it."""

_SHORT: Final = len("-o")
_OF_FILES: Final = re.compile(r"[./\\=~]|^-$")
"""What names of files have, and words hardly ever."""


def _parts(args: Iterable[str], valued: Collection[str]) -> Iterator[tuple[str, bool]]:
    """Yield arguments, each with whether it may be a word of a query; behind `--` and options, none is changed."""
    given = iter(args)
    for word in given:
        yield word, True
        behind = given if word == "--" else islice(given, 1 if word in valued else 0)
        yield from ((value, False) for value in behind)


def _is_excluded(word: str) -> bool:
    return word.startswith("-") and not word.startswith("--") and word != "-"


def _hidden(args: Iterable[str], taken: Collection[str], valued: Collection[str]) -> Iterator[str]:
    for word, may_be in _parts(args, valued):
        yield f"{_HYPHEN}{word[1:]}" if may_be and _is_excluded(word) and word not in taken else word


def _doubtful(args: Iterable[str], valued: Collection[str]) -> Iterator[str]:
    """Yield the words that other programs would take for a short option and its value."""
    for word, may_be in _parts(args, valued):
        if may_be and _is_excluded(word) and len(word) > _SHORT and word[:_SHORT] in valued:
            yield word


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
