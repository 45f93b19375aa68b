"""The command line: parses, calls one command, shows what it returns, exits; the only module that prints."""

import errno
import io
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial, update_wrapper
from pathlib import Path, PurePosixPath
from typing import IO, TYPE_CHECKING, Final, ParamSpec, TypeVar

import click

from catalog.diagnostics import CatalogError, Diagnostic, Severity

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from catalog.catalog import Catalog
    from catalog.commands.add import Added
    from catalog.commands.check import Checked
    from catalog.commands.links_fix import Mended
    from catalog.derive import Papers
    from catalog.edition import Edition
    from catalog.importers.draft import Draft
    from catalog.outputs.format import Format
    from catalog.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")

ERRORS_FOUND: Final = 1
COULD_NOT_RUN: Final = 3
FORMATS: Final = ("text", "github", "json", "sarif")
LINKS_FORMATS: Final = ("text", "github", "json")
OUTPUTS: Final = ("readme", "bibtex", "schema", "site")
SCHEMAS: Final = ("record", "venues", "families", "topics", "libraries")
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

EXPORTS: Final = ("bibtex", "biblatex", "ris", "csl-json", "csv", "json", "sqlite")
FIND_FORMATS: Final = ("table", "ids", *EXPORTS)
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}

# What a command needs is imported when it runs: the schema and the site's engine take longer than `--version` may.


class Group(click.Group):
    """Commands whose failures are one line on stderr and exit status 3."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was asked for."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # what a terminal's encoding lacks is shown all the same
        from catalog.text import printable  # see above

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
        from importlib.metadata import version  # see above

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


def with_root(command: Callable[..., R]) -> Callable[..., R]:
    """Give a command the root of the list as its first argument."""

    def run(*arguments: object, **options: object) -> R:
        from catalog.settings import find_root, require_root  # see above

        given: Path | None = click.get_current_context().obj
        root = find_root(Path.cwd()) if given is None else require_root(given)
        return command(root, *arguments, **options)

    return update_wrapper(run, command)


_SHARD: Final = re.compile(r"([0-9]{1,9})/([0-9]{1,9})")


class Shard(click.ParamType[tuple[int, int]]):
    """`I/N`: the I-th of N parts."""

    name = "shard"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Return both numbers."""
        from catalog.text import quoted  # see above

        if isinstance(value, tuple):
            return value
        given = _SHARD.fullmatch(str(value))
        if given is None or not 1 <= int(given[1]) <= int(given[2]):
            self.fail(f"{quoted(str(value))} is no shard; write `I/N` with I from 1 to N, as in `2/5`", param, ctx)
        return int(given[1]), int(given[2])


def _complete(ctx: click.Context, param: click.Parameter, begun: str) -> list[str]:
    """Return what the shell may offer for an option or argument, by its name."""
    from catalog.commands.complete import complete  # see above
    from catalog.diagnostics import RootNotFoundError
    from catalog.settings import find_root

    root: Path | None = ctx.find_root().params.get("root")
    try:
        root = find_root(Path.cwd()) if root is None else root
    except RootNotFoundError:
        root = None
    return complete(root, str(param.name), begun)


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
        offer = _complete if field in _COMPLETED else None
        option = click.option(f"--{field}", multiple=True, metavar=metavar, help=explained, shell_complete=offer)
        found = option(found)
    return click.argument("words", nargs=-1, metavar="[QUERY]...")(found)


strict_option = click.option("--strict", is_flag=True, help="Count warnings as errors.")
paths_argument = click.argument("paths", nargs=-1, type=click.Path(path_type=Path))


@main.command()
@paths_argument
@click.option(
    "--format", "style", type=click.Choice(FORMATS), default="text", show_default=True, help="Form of the findings."
)
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
    from catalog import report  # see above
    from catalog.commands.check import below
    from catalog.commands.check import check as run
    from catalog.records.folder import is_below

    wanted = frozenset(_below_root(root, paths))
    checked = _fixed(root, wanted) if wants_fix else run(root)
    findings, papers = checked.findings, checked.papers
    if wanted:
        findings, papers = below(findings, wanted), sum(is_below(path, wanted) for path in checked.paths)
    if style == "text":
        _show(findings, err=False)
    else:
        click.echo(report.STYLES[style](findings), nl=False)
    click.echo(report.summary(papers, findings), err=True)
    _exit(findings, strict=strict)


def _fixed(root: Path, wanted: frozenset[PurePosixPath]) -> "Checked":
    """Mend what can be mended, say what that was, and return the list as it is now."""
    from catalog import report  # see above
    from catalog.commands.check_fix import fix

    fixed = fix(root, wanted)
    for finding in fixed.mended:
        click.echo(f"mended {report.as_text((finding,))}", nl=False, err=True)
    return fixed.checked


@main.command()
@click.option(
    "--check", "check_only", is_flag=True, help="Write nothing; show what would change, and exit 1 if anything does."
)
@click.option("--only", multiple=True, type=click.Choice(OUTPUTS), help="Build this output only; may be given again.")
@click.option("--into", type=click.Path(path_type=Path), help="Write below this folder instead of the list's own.")
@strict_option
@with_root
def build(root: Path, check_only: bool, only: tuple[str, ...], into: Path | None, strict: bool) -> None:  # noqa: FBT001  # click's signature
    """Check the records, then write README.md, references.bib, schemas/, and the site into build/site.

    With --check and without --only, the site is left out: it is not committed, so it cannot drift.
    """
    from catalog import publish, report  # see above
    from catalog.commands import build as building
    from catalog.text import printable

    names = frozenset(only or (building.COMMITTED if check_only else OUTPUTS))
    engine = None
    if building.SITE in names:
        from catalog.mkdocs_plugin import build_site

        engine = build_site
    built = building.build(root, only=names, into=into or root, write=not check_only, engine=engine)
    _show((finding for finding in built.findings if finding.severity > Severity.NOTE), err=True)
    pages = built.site_files + sum(building.SITE_FOLDER in change.path.parents for change in built.changes)
    for change in built.changes:
        if check_only:
            click.echo(publish.diff(change), nl=False)
        elif building.SITE_FOLDER not in change.path.parents:
            click.echo(f"{change.verb} {printable(str(change.path))}", err=True)
    if pages:
        click.echo(f"{'would change' if check_only else 'changed'} {pages:,} files in {building.SITE_FOLDER}", err=True)
    click.echo(report.summary(built.papers, built.findings), err=True)
    if check_only and built.changes:
        click.echo("outputs differ from the records; run `catalog build` and commit what it writes", err=True)
        sys.exit(ERRORS_FOUND)
    _exit(built.findings, strict=strict)


@main.command()
@click.argument("code", required=False, shell_complete=_complete)
def explain(code: str | None) -> None:
    """Say what the CODE of a finding means and how to mend it, with an example; without CODE, list all codes."""
    from catalog.codes import codes  # see above
    from catalog.text import did_you_mean, quoted

    known = codes()
    if code is None:
        click.echo("\n".join(f"{name:<24} {each.rule}" for name, each in known.items()))
    elif code in known:
        click.echo(known[code].text, nl=False)
    else:
        msg = f"no code {quoted(code)}{did_you_mean(code, known) or '; `catalog explain` lists them all'}"
        raise click.UsageError(msg)


@main.command()
@click.argument("name", type=click.Choice(SCHEMAS), default="record", metavar="[NAME]")
@click.pass_obj
def schema(given: Path | None, name: str) -> None:
    """Print the JSON Schema of a record, or of the vocabulary NAME: venues, families, topics or libraries.

    In the folder of a list, the keys of its vocabularies are examples, which editors offer.
    """
    from catalog.commands.schema import schema as run  # see above
    from catalog.diagnostics import RootNotFoundError
    from catalog.settings import find_root, require_root

    try:
        root = find_root(Path.cwd()) if given is None else require_root(given)
    except RootNotFoundError:
        if given is not None:
            raise
        root = None
    click.echo(run(root, name), nl=False)


@main.command()
@with_root
def stats(root: Path) -> None:
    """Print the figures of the list: papers by year, venue, family and topic."""
    from catalog.commands.stats import as_text  # see above
    from catalog.commands.stats import stats as run

    checked, figures = run(root)
    if figures is None:
        _show(checked.findings, err=True)
        sys.exit(ERRORS_FOUND)
    click.echo(as_text(figures), nl=False)


@main.command(cls=QueryCommand)
@query_arguments
@click.option(
    "--format", "style", type=click.Choice(FIND_FORMATS), default="table", show_default=True, help="Form of the papers."
)
@with_root
def find(root: Path, text: str, filters: dict[str, tuple[str, ...]], style: str) -> None:
    """Show the papers that QUERY finds; all of them without one.

    QUERY: words, "phrases", field:value, a hyphen before what must not hold, as in
    `catalog find proxy venue:CVPR year:2019..2021 -has:code`. A filter that is given again means either.
    """
    from shutil import get_terminal_size  # see above

    from catalog.commands import find as finding

    edition, papers = _found(root, text, filters)
    if style in EXPORTS:
        from catalog.outputs.formats import FORMATS as FORMS

        _print(FORMS[style], edition, papers)
    elif papers and style == "table" and sys.stdout.isatty():
        emphasise = str if os.environ.get("NO_COLOR") else partial(click.style, fg="cyan")
        width = get_terminal_size().columns
        click.echo(finding.as_table(edition, papers, width, emphasise), nl=False)
    else:
        plain = {"table": finding.as_lines, "ids": finding.as_ids}
        click.echo(plain[style](edition, papers), nl=False)


def _found(root: Path, text: str, filters: dict[str, tuple[str, ...]]) -> tuple["Edition", "Papers"]:
    """Return what a query finds, and in which edition; one that cannot be read is misuse, and a broken list ends it."""
    from catalog.commands import find as finding  # see above
    from catalog.query import QueryError

    try:
        found = finding.find(root, text, filters)
    except QueryError as error:
        msg = f"{error.message}\n{finding.excerpt(text, error.column)}"
        raise click.UsageError(msg) from error
    except finding.FilterError as error:
        raise click.BadParameter(error.message, param_hint=f"--{error.field}") from error
    if found.edition is None:
        _show(found.checked.findings, err=True)
        sys.exit(ERRORS_FOUND)
    if not found.papers:
        click.echo("no paper found", err=True)
    return found.edition, found.papers


@main.command(cls=QueryCommand)
@click.argument("form", metavar="FORMAT", type=click.Choice(EXPORTS))
@query_arguments
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    metavar="FILE",
    help="Write this file instead of printing.",
)
@with_root
def export(root: Path, form: str, text: str, filters: dict[str, tuple[str, ...]], output: Path | None) -> None:
    """Print the papers that QUERY finds, or all, in a FORMAT: as citations, as a table, as JSON, or as a database.

    FORMAT is bibtex, biblatex, ris, csl-json, csv, json or sqlite; QUERY and the filters are those of `catalog find`.
    """
    from catalog import publish, report  # see above
    from catalog.outputs.formats import FORMATS as FORMS
    from catalog.text import quoted

    wanted = FORMS[form]
    to_stdout = output is None or str(output) == "-"
    if to_stdout:
        _refuse_terminal(wanted)
    edition, papers = _found(root, text, filters)
    if output is None or to_stdout:
        _print(wanted, edition, papers)
        return
    publish.write_to(output, wanted.render(edition, papers))
    shown = quoted(str(output), limit=200)
    click.echo(f"wrote {shown}: {report.plural(len(papers), 'paper')}", err=True)


def _print(form: "Format", edition: "Edition", papers: "Papers") -> None:
    _refuse_terminal(form)
    click.echo(form.render(edition, papers), nl=False)


def _refuse_terminal(form: "Format") -> None:
    if not form.is_text and sys.stdout.isatty():
        remedy = f"write a file, as in `catalog export {form.name} -o {form.file_name}`"
        msg = f"{form.label} is nothing for a terminal; {remedy}"
        raise click.UsageError(msg)


@main.command()
@paths_argument
@click.option("--changed-since", metavar="REV", help="Ask only addresses that came in since this revision of git.")
@click.option(
    "--format", "style", type=click.Choice(LINKS_FORMATS), default="text", show_default=True, help="Form of the answer."
)
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
    from catalog import publish, report  # see above
    from catalog.commands import links as linking
    from catalog.commands.links_fix import mend
    from catalog.links import findings

    if report_only and fix:
        msg = "`--report` asks nothing, and `--fix` looks for copies in the Wayback Machine; give one of the two"
        raise click.UsageError(msg)
    settings = _settings(root)
    choice = linking.Choice(frozenset(_below_root(root, paths)), changed_since, shard)
    if report_only:
        linked = linking.report(root, settings, choice)
    else:
        with _progress() as progress:
            linked = linking.links(root, settings, choice, progress, token=os.environ.get("GITHUB_TOKEN") or None)
    _show(linked.findings, err=True)
    found = tuple(findings.diagnostics(linked.results))
    if style == "json":
        click.echo(findings.as_json(linked.results), nl=False)
    elif style == "text":
        _show(found, err=False)
    else:
        click.echo(report.STYLES[style](found), nl=False)
    click.echo(findings.summary(linked.results), err=True)
    if linked.unknown:
        click.echo(f"{linked.unknown:,} further addresses have never been asked", err=True)
    step_summary = os.environ.get("GITHUB_STEP_SUMMARY")
    if step_summary:
        publish.append(Path(step_summary), findings.as_markdown(linked.results))
    if fix:
        _say_mended(mend(root, settings, linked))
    _exit((*linked.findings, *found), strict=False)


def _say_mended(mended: "Mended") -> None:
    """Say which files were rewritten, and where copies of what is broken are."""
    from catalog.text import printable, quoted  # see above

    for change in mended.changes:
        click.echo(f"rewrote {printable(str(change.path))}", err=True)
    for url, copy in mended.copies.items():
        click.echo(f"a copy of {quoted(url, limit=200)} is at {printable(copy)}", err=True)
    if mended.silence is not None:
        click.echo(f"the Wayback Machine does not answer: {printable(mended.silence)}", err=True)


@main.command()
@click.argument("references", nargs=-1, metavar="REFERENCE...")
@click.option("--family", metavar="FAMILY", help="What the papers contribute: a key of vocabularies/families.yaml.")
@click.option(
    "--form",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="FILE",
    help="Read a filled issue form, as GitHub sends it.",
)
@click.option("--dry-run", is_flag=True, help="Write nothing; print the records that would be written.")
@with_root
def add(root: Path, references: tuple[str, ...], family: str | None, form: Path | None, dry_run: bool) -> None:  # noqa: FBT001  # click's signature
    """Make a record of each paper that a REFERENCE names, from what its source says of it.

    REFERENCE: an arXiv id, a DOI, the address of the paper's page, or a .bib file. What no source knows is asked for on
    a terminal; elsewhere `--family` says it, or the field stays open.
    """
    from catalog.commands import add as adding  # see above
    from catalog.text import printable

    if not references and form is None:
        msg = "give an arXiv id, a DOI, an address or a .bib file; or a filled form with `--form`"
        raise click.UsageError(msg)
    fault = adding.unknown(references) if form is None else None
    if fault is not None:
        raise click.UsageError(printable(fault))
    can_ask = family is None and sys.stdin.isatty() and sys.stderr.isatty()
    added = adding.add(
        root,
        _settings(root),
        references,
        family=family,
        form=form,
        ask_family=_ask_family if can_ask else adding.nobody,
        write=not dry_run,
    )
    _say_added(added, dry_run=dry_run)


def _say_added(added: "Added", *, dry_run: bool) -> None:
    """Say what came of references, and exit with what it means."""
    from catalog.commands.add import as_documents  # see above
    from catalog.text import printable

    if dry_run:
        click.echo(as_documents(added.records), nl=False)
    else:
        for record in added.records:
            click.echo(f"wrote {printable(record.path)}", err=True)
    for record in added.records:
        for name in record.draft.gaps:
            click.echo(f"{printable(record.path)}: `{name}` is left open; fill it in", err=True)
    _show(added.findings, err=True)
    for silence in added.silences:
        click.echo(f"catalog: {printable(silence)}", err=True)
    if added.silences and not added.records:
        sys.exit(COULD_NOT_RUN)
    if added.silences or any(finding.severity is Severity.ERROR for finding in added.findings):
        sys.exit(ERRORS_FOUND)


@main.command("import")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the records that would be written.")
@with_root
def import_(root: Path, file: Path, dry_run: bool) -> None:  # noqa: FBT001  # click's signature
    """Make records of the papers in FILE: an awesome list's README, or a .bib file.

    What FILE leaves open stays open in the record, and `catalog check` names it. What looks like a paper and cannot be
    read is named with its line; papers that the list has already are named and skipped.
    """
    from catalog import report  # see above
    from catalog.commands.add import as_documents
    from catalog.commands.importing import import_file
    from catalog.text import printable

    imported = import_file(root, file, write=not dry_run)
    if dry_run:
        click.echo(as_documents(imported.records), nl=False)
    else:
        for record in imported.records:
            click.echo(f"wrote {printable(record.path)}", err=True)
    _show(imported.findings, err=True)
    known = report.plural(imported.known, "paper")
    click.echo(f"{report.plural(len(imported.records), 'record')}; {known} known already", err=True)
    gaps = sorted({name for record in imported.records for name in record.draft.gaps})
    if gaps:
        named = ", ".join(f"`{name}`" for name in gaps)
        click.echo(f"left open here and there: {named}; `catalog check` says where", err=True)
    _exit(imported.findings, strict=False)


def _ask_family(draft: "Draft", catalog: "Catalog") -> str | None:
    """Ask for the family of a paper, by its number in a list or its key; an empty answer leaves it open."""
    from catalog.derive import heads  # see above
    from catalog.text import did_you_mean, printable

    groups = heads(catalog)
    keys = [key for key in catalog.families if key not in groups]
    click.echo(f"\n{printable(draft.title)}", err=True)
    for number, key in enumerate(keys, start=1):
        click.echo(f"{number:>3}  {key:<24} {printable(catalog.families[key].value.name)}", err=True)
    while True:
        answer = click.prompt(
            "family (number or key; nothing leaves it open)", default="", show_default=False, err=True
        )
        if not answer.strip():
            return None
        chosen = dict(zip(map(str, range(1, len(keys) + 1)), keys, strict=True)).get(answer.strip(), answer.strip())
        if chosen in keys:
            return chosen
        click.echo(f"no family {printable(answer)}{did_you_mean(answer, keys)}", err=True)


@main.command()
@paths_argument
@click.option(
    "--fix", is_flag=True, help="Fill in what is open, and write what preprints became; nothing else changes."
)
@with_root
def refresh(root: Path, paths: tuple[Path, ...], fix: bool) -> None:  # noqa: FBT001  # click's signature
    """Ask the services what they know of papers that their records do not say; of PATHS only, if some are named.

    Exit status: 0 there is nothing new, 1 there is, 3 no service answered.
    """
    from catalog.commands.refresh import refresh as run  # see above
    from catalog.text import printable

    wanted = _below_root(root, paths)
    token = os.environ.get("GITHUB_TOKEN") or None
    with _progress() as progress:
        done = run(root, _settings(root), wanted, fix=fix, token=token, progress=progress)
    _show(done.findings, err=False)
    for change in done.changes:
        click.echo(f"{change.verb} {printable(str(change.path))}", err=True)
    for silence in done.silences:
        click.echo(f"catalog: {printable(silence)}", err=True)
    if done.is_deaf:
        sys.exit(COULD_NOT_RUN)
    _exit(done.findings, strict=True)


@main.command()
@click.option("--address", default="127.0.0.1:8000", show_default=True, help="Host and port that are served.")
@with_root
def serve(root: Path, address: str) -> None:
    """Show the site as it will be, built again when a record, template or page changes; Ctrl-C ends it."""
    from catalog.preview import serve_site  # see above

    serve_site(root, address)


@main.command()
@paths_argument
@click.option(
    "--check", "check_only", is_flag=True, help="Write nothing; show a diff, and exit 1 if anything would change."
)
@with_root
def fmt(root: Path, paths: tuple[Path, ...], check_only: bool) -> None:  # noqa: FBT001  # click's signature
    """Write records and vocabularies in the one canonical form; of PATHS only, if some are named."""
    from catalog import publish  # see above
    from catalog.commands.fmt import fmt as run
    from catalog.text import printable

    done = run(root, _below_root(root, paths), write=not check_only)
    _show(done.findings, err=True)
    for change in done.changes:
        click.echo(
            publish.diff(change) if check_only else f"rewrote {printable(str(change.path))}",
            nl=not check_only,
            err=not check_only,
        )
    if done.findings or (check_only and done.changes):
        sys.exit(ERRORS_FOUND)


def _settings(root: Path) -> "Settings":
    """Return the settings of the list; findings about them end the command."""
    from catalog.settings import read_settings  # see above

    reading = read_settings(root)
    if reading.settings is None:
        _show(reading.findings, err=True)
        sys.exit(ERRORS_FOUND)
    return reading.settings


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None]]:
    """Provide a function that is told how far a command is, which shows it on a terminal only."""
    if not sys.stderr.isatty():
        yield lambda _done, _all: None
        return
    with ExitStack() as stack:
        bars: list[ProgressBar[int]] = []

        def show(done: int, total: int) -> None:
            if not bars:
                bars.append(stack.enter_context(click.progressbar(length=total, label="asked", file=sys.stderr)))
            bars[0].update(done - bars[0].pos)

        yield show


def _below_root(root: Path, paths: tuple[Path, ...]) -> tuple[PurePosixPath, ...]:
    """Return paths as they are below the root; one that does not exist or lies elsewhere is misuse."""
    from catalog.text import quoted  # see above

    found: list[PurePosixPath] = []
    for path in paths:
        if not os.path.lexists(path):
            msg = f"{quoted(str(path))} does not exist"
            raise click.UsageError(msg)
        below = _relative(path, root)
        if below is None:
            msg = f"{quoted(str(path))} lies outside of {quoted(str(root))}"
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


def _show(findings: Iterable[Diagnostic], *, err: bool) -> None:
    """Print findings; the severity in colour where a terminal reads and NO_COLOR does not forbid it."""
    from catalog import report  # see above
    from catalog.text import printable

    stream = sys.stderr if err else sys.stdout
    in_colour = stream is not None and stream.isatty() and not os.environ.get("NO_COLOR")
    for finding in findings:
        line = report.as_text((finding,))
        if in_colour:
            word = finding.severity.label
            start = len(printable(str(finding.location))) + len(": ")
            coloured = click.style(word, fg=_COLOURS[finding.severity], bold=True)
            line = f"{line[:start]}{coloured}{line[start + len(word) :]}"
        click.echo(line, nl=False, err=err)


def _exit(findings: Iterable[Diagnostic], *, strict: bool) -> None:
    worst = max((finding.severity for finding in findings), default=Severity.NOTE)
    if worst >= (Severity.WARNING if strict else Severity.ERROR):
        sys.exit(ERRORS_FOUND)
