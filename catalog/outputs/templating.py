"""Templates, opened and rendered: whatever a template prints is escaped for its format unless it says it already is.

The format is the template's suffix: `.md.j2` is Markdown, `.html.j2` is HTML.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    meta,
    nodes,
)
from markupsafe import escape

from catalog.derive import Statistics
from catalog.diagnostics import CatalogError, Diagnostic, Location, Severity
from catalog.model import Family, Topic, Venue
from catalog.plaintext import TextFault, decode_bytes
from catalog.text import did_you_mean, quoted

_PACKAGE: Final = Path(__file__).parent.parent
SHIPPED: Final = next(folder for folder in (_PACKAGE / "templates", _PACKAGE.parent / "templates") if folder.is_dir())
"""The layouts for a list that has none of its own: in the package, or beside it where it is installed as editable."""


class Markdown(str):
    """A text that is Markdown already."""

    __slots__ = ()


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()

    def __html__(self) -> str:
        """Return the text itself: this is how a template that escapes asks."""
        return str(self)


# What can begin or end a construct of CommonMark, GitHub's extensions, or a template language that reads the page.
_MARKDOWN: Final = re.compile(r"[\\`*_{}\[\]<>|~$#]|&(?=#?\w+;)")
_LINE_START: Final = re.compile(r"^(?:([-+=:])|(\d{1,9})([.)]))")
_AUTOLINK: Final = re.compile(r"(?i)(https?|ftp|mailto|xmpp)(:)|(www)(\.)|(@)")
_SPACE: Final = re.compile(r"\s+")
_URL: Final = re.compile(r"[\\<>\[\]\"'`|\s\x00-\x1f\x7f]")
_ENTITY: Final = re.compile(r"&(?=#?\w+;)")


def markdown(text: str) -> Markdown:
    r"""Return `text` so that Markdown shows it as it is, on one line.

    >>> markdown("a *b* [c](d)")
    'a \\*b\\* \\[c\\](d)'
    """
    line = _SPACE.sub(" ", text).strip()
    line = _MARKDOWN.sub(r"\\\g<0>", line)
    line = _AUTOLINK.sub(_unlinked, line)
    return Markdown(_LINE_START.sub(lambda found: rf"\{found[1]}" if found[1] else rf"{found[2]}\{found[3]}", line))


def _unlinked(found: re.Match[str]) -> str:
    # GitHub makes links of bare addresses, whatever escapes stand in them; a character reference ends the address.
    kept = found[1] or found[3] or ""
    return f"{kept}&#{ord(found[2] or found[4] or found[5])};"


def markdown_url(url: str) -> Markdown:
    """Return an address for the round brackets of a link."""
    escaped = _URL.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode(errors="replace")), url)
    return Markdown(_ENTITY.sub("&amp;", escaped).replace("(", r"\(").replace(")", r"\)"))


def _for_markdown(value: object) -> object:
    if isinstance(value, Markdown | Undefined):
        return value
    return markdown(str(value))


class TemplateFaultError(CatalogError):
    """A template cannot be rendered; carries the finding."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(str(finding))
        self.finding = finding


def _environment(folder: Path, name: str) -> Environment:
    return _of_html(folder) if name.endswith(".html.j2") else _of_markdown(folder)


@lru_cache(maxsize=4)
def _of_markdown(folder: Path) -> Environment:
    # Not HTML: `finalize` escapes for Markdown what autoescape would for HTML.
    return Environment(
        loader=FileSystemLoader([folder, SHIPPED]),
        undefined=StrictUndefined,
        finalize=_for_markdown,
        autoescape=False,  # noqa: S701  # see above
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


_IN_HTML: Final = re.compile(r"[&<>'\"]")


def _for_html(value: object) -> str:
    """Return what a template prints; markupsafe's own `escape` makes a value of its own of each, which takes longer."""
    if type(value) is str and _IN_HTML.search(value) is None:
        return value
    return value if isinstance(value, Html) else escape(value)


class _HtmlTemplate(Template):
    """A template whose compiled code escapes by `_for_html`."""

    @classmethod
    def from_code(cls, *given: Any, **named: Any) -> Template:  # noqa: ANN401  # whatever Jinja gives
        template = super().from_code(*given, **named)
        template.root_render_func.__globals__["escape"] = _for_html
        return template


class _HtmlEnvironment(Environment):
    template_class = _HtmlTemplate


@lru_cache(maxsize=4)
def _of_html(folder: Path) -> Environment:
    return _HtmlEnvironment(
        loader=FileSystemLoader([folder, SHIPPED]),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(folder: Path, name: str, context: Mapping[str, object]) -> str:
    """Return the template `name` of `folder`, or the shipped one, filled from `context`.

    Raises:
        TemplateFaultError: there is no such template, it is malformed, or it names what `context` does not have.
    """
    try:
        return _environment(folder, name).get_template(name).render(context)
    except TemplateSyntaxError as error:
        raise TemplateFaultError(_finding(name, error.lineno, str(error.message))) from error
    except TemplateNotFound as error:
        raise TemplateFaultError(_finding(name, _line(error, name), f"there is no template `{error.name}`")) from error
    except TemplateError as error:
        raise TemplateFaultError(_finding(name, _line(error, name), str(error.message))) from error
    except _FAULTS_OF_A_TEMPLATE as error:
        message = f"cannot be rendered: {error}" if not isinstance(error, RecursionError) else "includes itself"
        raise TemplateFaultError(_finding(name, _line(error, name), message)) from error


_FAULTS_OF_A_TEMPLATE: Final = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
"""What an expression of a template can raise besides Jinja's own errors."""


def faults(folder: Path, paths: Iterable[Path], contexts: Mapping[str, frozenset[str]]) -> Iterator[Diagnostic]:
    """Yield what is wrong with the templates `paths` of `folder`; `contexts` has the names that each may use."""
    for path in paths:
        name = path.relative_to(folder).as_posix()
        environment = _environment(folder, name)
        if not path.is_file():  # a pipe would be waited for
            yield _finding(name, 1, "is no plain file; put the file itself there")
            continue
        try:
            tree = environment.parse(decode_bytes(path.read_bytes()))
            # Parsing alone would pass an unknown filter or test.
            unknown = frozenset(meta.find_undeclared_variables(tree))
        except TextFault as bad:
            (line, _), _, message = bad.problems[0]
            yield _finding(name, line, message)
        except OSError as error:
            yield _finding(name, 1, f"cannot be read: {(error.strerror or str(error)).lower()}")
        except TemplateSyntaxError as error:
            yield _finding(name, error.lineno, str(error.message))
        else:
            yield from _unknown_templates(environment, name, tree)
            yield from _unknown_names(name, tree, unknown, contexts.get(name))


def _unknown_templates(environment: Environment, name: str, tree: nodes.Template) -> Iterator[Diagnostic]:
    known = frozenset(environment.list_templates())
    for node in tree.find_all(_NAMING):
        named = node.template
        if isinstance(named, nodes.Const) and named.value not in known:
            yield _finding(name, node.lineno, f"there is no template {quoted(str(named.value))}")


_NAMING: Final[tuple[type[Any], ...]] = (nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)
"""Parts of a template that name another one."""


def _unknown_names(
    name: str, tree: nodes.Template, unknown: frozenset[str], known: frozenset[str] | None
) -> Iterator[Diagnostic]:
    if known is None:
        return
    given = ", ".join(sorted(known)) or "nothing"
    for variable in sorted(unknown - known):
        line = next((found.lineno for found in tree.find_all(nodes.Name) if found.name == variable), 1)
        yield _finding(name, line, f"`{variable}` is nothing that this template is given; it has {given}")
    for node in tree.find_all(nodes.Getattr):
        owner = node.node
        if not isinstance(owner, nodes.Name) or owner.name not in known:
            continue
        fields = _FIELDS.get(owner.name)
        if fields is not None and node.attr not in fields:
            hint = did_you_mean(node.attr, fields)
            yield _finding(name, node.lineno, f"`{owner.name}` has no `{node.attr}`{hint}")


_FIELDS: Final[Mapping[str, frozenset[str]]] = {
    "family": frozenset(Family.model_fields),
    "statistics": frozenset(Statistics.__dataclass_fields__),
    "topic": frozenset(Topic.model_fields),
    "venue": frozenset(Venue.model_fields),
}
"""What some of the names that templates are given have in them; the rest is found when a template is rendered."""


def _finding(name: str, line: int, message: str) -> Diagnostic:
    return Diagnostic(
        Location(f"templates/{name}", line),
        Severity.ERROR,
        f"{message[:1].lower()}{message[1:].removesuffix('.')}",
        "template",
    )


def _line(error: BaseException, name: str) -> int:
    """Return the line of the template where rendering stopped: Jinja writes it into the traceback."""
    line = 1
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename.endswith(name):
            line = trace.tb_lineno
        trace = trace.tb_next
    return line
