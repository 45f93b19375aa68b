"""What several commands take: the root of the list, its settings, paths below it, and what the shell offers."""

import os
import sys
from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path, PurePosixPath
from typing import TypeVar

import click

from catalog import report
from catalog.cli.answers import ERRORS_FOUND, show
from catalog.diagnostics import RootNotFoundError
from catalog.settings import Settings, find_root, read_settings, require_root
from catalog.text import quoted

R = TypeVar("R")

paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
strict_option = click.option("--strict", is_flag=True, help="Count warnings as errors.")


def style_option(explained: str) -> Callable[[Callable[..., R]], Callable[..., R]]:
    """Give a command the form in which findings are shown."""
    styles = click.Choice(tuple(report.STYLES))
    return click.option("--format", "style", type=styles, default="text", show_default=True, help=explained)


def with_root(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the root of the list as its first argument."""

    def run(*arguments: object, **options: object) -> R:
        given: Path | None = click.get_current_context().obj
        root = find_root(Path.cwd()) if given is None else require_root(given)
        return command(root, *arguments, **options)

    return update_wrapper(run, command)


def offered(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return what the shell may offer for an option or argument, by its name."""
    from catalog.commands.complete import complete  # noqa: PLC0415  # brings in every check, which few commands need

    root: Path | None = ctx.find_root().params.get("root")
    try:
        root = find_root(Path.cwd()) if root is None else root
    except RootNotFoundError:
        root = None
    return complete(root, str(param.name), begun)


def settings_of(root: Path) -> Settings:
    """Return the settings of the list; findings about them end the command."""
    reading = read_settings(root)
    if reading.settings is None:
        show(reading.findings, err=True)
        sys.exit(ERRORS_FOUND)
    return reading.settings


def below_root(root: Path, paths: tuple[Path, ...]) -> tuple[PurePosixPath, ...]:
    """Return paths as they are below the root; one that does not exist or lies elsewhere is misuse.

    A path that is not there from the working directory may be one from the root, as findings name it.
    """
    found: list[PurePosixPath] = []
    for given in paths:
        path = given if os.path.lexists(given) else root / given
        if not os.path.lexists(path):
            msg = f"{quoted(str(given))} does not exist"
            raise click.UsageError(msg)
        below = _relative(path, root)
        if below is None:
            msg = f"{quoted(str(given))} lies outside of {quoted(str(root))}"
            raise click.UsageError(msg)
        found.append(below)
    return tuple(found)


def _relative(path: Path, root: Path) -> PurePosixPath | None:
    """Return a path as it is below the root, by its name, or else by where its links lead."""
    ways = ((Path(os.path.normpath(each.absolute())) for each in (path, root)), (path.resolve(), root.resolve()))
    for whole, top in ways:
        if whole.is_relative_to(top):
            return PurePosixPath(whole.relative_to(top).as_posix())
    return None
