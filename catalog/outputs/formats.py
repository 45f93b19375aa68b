"""All forms of export by name, in the order in which people are offered them."""

from collections.abc import Mapping
from typing import Final

from catalog.outputs import biblatex, bibtex, csl, ris
from catalog.outputs.format import CitationFormat, Format

CITATIONS: Final[Mapping[str, CitationFormat]] = {
    found.name: found for found in (bibtex.FORMAT, biblatex.FORMAT, ris.FORMAT, csl.FORMAT)
}
"""The formats for reference managers, which each paper's page offers too."""

FORMATS: Final[Mapping[str, Format]] = {**CITATIONS}
