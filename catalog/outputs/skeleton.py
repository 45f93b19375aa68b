"""The files of a new list, in any field: what `catalog new` writes before the list's own outputs are built from it.

Some are this repository's own to the byte, a few have the list's name filled in, and the rest lies in `skeleton/`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from string import Template
from typing import Final

from catalog.outputs.artifact import Artifact

_PACKAGE: Final = Path(__file__).parent.parent
FOLDER: Final = _PACKAGE / "skeleton"

FILLED_SUFFIX: Final = ".in"
"""Ends the names of files in which `$name` stands for a value."""

OWN: Final = (
    ".editorconfig",
    ".github/workflows/ci.yml",
    ".gitignore",
    ".pre-commit-config.yaml",
    ".vscode/extensions.json",
    "CONTRIBUTING.md",
    "Makefile",
    "catalog.toml.in",
    "mkdocs.yml",
    "papers/1948/shannon1948mathematical.yaml",
    "papers/2002/perelman2002entropy.yaml",
    "requirements.lock",
    "requirements.txt.in",
    "site/contribute/adding.md",
    "site/index.md.in",
    "site/reference/queries.md",
    "vocabularies/families.yaml",
    "vocabularies/libraries.yaml",
    "vocabularies/topics.yaml",
    "vocabularies/venues.yaml",
)
"""Files of new lists alone, below `skeleton/`."""

SHARED: Final[Mapping[str, str]] = {
    ".gitattributes": ".gitattributes",
    ".github/ISSUE_TEMPLATE/config.yml": ".github/ISSUE_TEMPLATE/config.yml",
    ".github/pull_request_template.md": ".github/pull_request_template.md",
    ".github/workflows/add-a-paper.yml": ".github/workflows/add-a-paper.yml",
    ".github/workflows/changed-links.yml": ".github/workflows/changed-links.yml",
    ".github/workflows/links.yml": ".github/workflows/links.yml",
    ".github/workflows/pages.yml": ".github/workflows/pages.yml",
    ".github/workflows/records.yml": ".github/workflows/records.yml",
    ".github/workflows/refresh.yml": ".github/workflows/refresh.yml",
    ".vscode/settings.json": ".vscode/settings.json",
    "LICENSE": "LICENSE-records",
}
"""Files of new lists that are also this repository's, by their paths there; pyproject.toml puts them into the wheel."""


def toml(text: str) -> str:
    r"""Return a text as a string of TOML.

    >>> toml('a "b" \\ c')
    '"a \\"b\\" \\\\ c"'
    """
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def page(text: str) -> str:
    """Return a text for a page of the site, whose dialect of Markdown has no escape for every sign, but references.

    >>> page("C# & <b>")
    'C&#35; &#38; &#60;b&#62;'
    """
    return _SIGN.sub(lambda found: f"&#{ord(found[0])};", text)


_SIGN: Final = re.compile(r"[!-/:-@\[-`{-~]")

_ESCAPES: Final[Mapping[str, Callable[[str], str]]] = {".md": page, ".toml": toml, ".txt": str}
"""How a value is written into a file, by its suffix; what a requirement may say was looked at where it was made."""


def skeleton(values: Mapping[str, str]) -> Iterator[Artifact]:
    """Yield the files of a new list; `values` are its `title`, `description`, `url`, `repository` and `requirement`."""
    for name in OWN:
        path = PurePosixPath(name.removesuffix(FILLED_SUFFIX))
        text = (FOLDER / name).read_text(encoding="utf-8")
        if name.endswith(FILLED_SUFFIX):
            escape = _ESCAPES[path.suffix]
            text = Template(text).substitute({key: escape(value) for key, value in values.items()})
        yield Artifact(path, text)
    for name, here in SHARED.items():
        carried = FOLDER / name
        source = carried if carried.is_file() else _PACKAGE.parent / here  # beside a package installed as editable
        yield Artifact(PurePosixPath(name), source.read_text(encoding="utf-8"))
