"""References as BibLaTeX, in UTF-8: what biber reads, with entry types and fields that the styles of bibtex lack."""

from typing import Final

from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.latex import to_utf8_latex
from catalog.model import EntryType
from catalog.outputs import bib
from catalog.outputs.citation import citation
from catalog.outputs.format import CitationFormat

SPELLING: Final = bib.Spelling(to_utf8_latex, to_utf8_latex)

_TYPES: Final = {
    EntryType.INPROCEEDINGS: "inproceedings",
    EntryType.ARTICLE: "article",
    EntryType.MISC: "online",
}

_NAMES: Final = {
    "journal": "journaltitle",
    "howpublished": "organization",
    "year": "date",
    "archiveprefix": "eprinttype",
}
"""What BibLaTeX calls fields for which it takes BibTeX's names as well, and the one of `@online` for a server."""

_WIDTH: Final = len("journaltitle")


def entry(edition: Edition, record: PaperRecord) -> str:
    """Return the BibLaTeX entry of a paper."""
    cited = citation(edition, record)
    said = bib.fields(record, cited, SPELLING)
    if cited.preprint_id is not None:
        del said["howpublished"]  # the eprint says it
    elif "howpublished" in said and "organization" in said:
        said["organization"] = f"{said.pop('howpublished')} and {said['organization']}"
    if "archiveprefix" in said:
        said["archiveprefix"] = "arxiv"
    if any(person.particle for person in record.value.authors):
        # BibTeX's styles always take the particle along, and so do people who cite "van den Oord et al.".
        said["options"] = "useprefix=true"
    return bib.entry(
        _TYPES[cited.type], record.id, {_NAMES.get(name, name): value for name, value in said.items()}, _WIDTH
    )


FORMAT: Final = CitationFormat(
    name="biblatex",
    label="BibLaTeX",
    stem="references",
    suffix=".biblatex.bib",
    media_type="application/x-bibtex",
    description="for LaTeX with BibLaTeX and biber; in UTF-8, preprints as `@online` with their `eprint`",
    entry=entry,
    whole="\n".join,
)
