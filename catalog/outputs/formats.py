"""All forms of export by name, in the order in which people are offered them."""

from collections.abc import Mapping
from typing import Final

from catalog.outputs import api, biblatex, bibtex, csl, csv_rows, ris, sqlite
from catalog.outputs.format import CitationFormat, Format

CITATIONS: Final[Mapping[str, CitationFormat]] = {
    found.name: found for found in (bibtex.FORMAT, biblatex.FORMAT, ris.FORMAT, csl.FORMAT)
}
"""The formats for reference managers, in which each paper has a file of its own."""

FORMATS: Final[Mapping[str, Format]] = {
    **CITATIONS,
    **{found.name: found for found in (csv_rows.FORMAT, api.FORMAT, sqlite.FORMAT)},
}
