r"""References as BibTeX, which bibtex and biber accept without a warning and other readers read back.

All is spelled in ASCII as far as LaTeX can: old styles know nothing else.
"""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final

from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.latex import to_latex
from catalog.outputs import bib
from catalog.outputs.artifact import Artifact, Output
from catalog.outputs.citation import citation
from catalog.outputs.format import CitationFormat

_WIDTH: Final = len("archiveprefix")
_NOT_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


def entry(edition: Edition, record: PaperRecord) -> str:
    """Return the BibTeX entry of a paper."""
    cited = citation(edition, record)
    return bib.entry(cited.type, record.id, bib.fields(record, cited, SPELLING), _WIDTH)


def _part_of_name(text: str) -> str:
    """Return a part of a name in which no letter is cut between its bytes."""
    latex = to_latex(text)
    # bibtex counts bytes: an initial would be the first one of a letter, unless a command holds them together.
    return latex if latex.isascii() else _NOT_ASCII.sub(r"{\\textnormal{\g<0>}}", latex)


SPELLING: Final = bib.Spelling(to_latex, _part_of_name)


def _render(edition: Edition) -> Iterator[Artifact]:
    yield Artifact(PurePosixPath(FORMAT.file_name), FORMAT.render(edition, edition.catalog).decode())


FORMAT: Final = CitationFormat(
    name="bibtex",
    label="BibTeX",
    stem="references",
    suffix=".bib",
    media_type="application/x-bibtex",
    description="for LaTeX with BibTeX, and most reference managers; ASCII where LaTeX has a spelling",
    entry=entry,
    whole="\n".join,
)

OUTPUT: Final = Output("bibtex", "references.bib, every paper as a BibTeX entry", _render)
