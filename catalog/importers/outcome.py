"""What comes of asking a source: a draft, a refusal, which is a finding about the reference, or its silence."""

from dataclasses import dataclass
from typing import Final, TypeAlias

from catalog.diagnostics import Location
from catalog.importers.draft import Draft


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a reference makes no record, with the remedy."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Unread:
    """What stands in a file and could not be read: where it begins, and why."""

    place: Location
    refusal: Refusal


@dataclass(frozen=True, slots=True)
class Silence:
    """Why a source said nothing that can be used: who was asked, at which address, what came, and what to try."""

    title: str
    url: str
    why: str

    @property
    def message(self) -> str:
        """Return all of it on one line."""
        return f"{self.title} was asked at {self.url}: {self.why}"


Outcome: TypeAlias = Draft | Refusal | Silence
"""What came of asking for one paper."""


class UnreadableError(ValueError):
    """An answer has not the form that its source documents; the message says what it is instead."""


class RefusedError(ValueError):
    """A source says that there is no such paper, or none to be had; carries the refusal."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.message)
        self.refusal = refusal


DOCUMENTATION: Final = {
    "incomplete-source": """A source names title, authors and year of the paper.

    Without them there is no record. Give another reference: the DOI, the arXiv id, or the paper's page at the
    publisher; or write the file by hand.""",
    "not-found": """A reference leads to a paper.

    The service that was asked does not know it. Mostly a digit is wrong; open the address in a browser.""",
    "no-paper": """A page says in its own words which paper it shows.

    `catalog add` reads the `citation_…` tags that Google Scholar asks for, and JSON-LD. A page without either, or that
    keeps programs out, is none that a program can read: give the DOI or the arXiv id instead.""",
    "unknown-reference": """A reference is an arXiv id, a DOI, an http(s) address, or a .bib file.

    The message says what is wrong with it.""",
    "unread-entry": """Every entry of a README or .bib file, and every answer of an issue form, can be read.

    The message says what the parser met; mend the entry there, or leave it out.""",
    "withdrawn-paper": """A paper that its authors or its publisher withdrew is not added.

    If it belongs into the list all the same, write its file by hand and say so in `note`.""",
}
"""Code → documentation of the findings about references; all of them are errors."""

WARNINGS: Final = {
    "left-out": """All that an entry of a list says has a field in the record.

    Words that `catalog import` does not understand, links that a record has no field for, and a second address in the
    same role are left out of the record. Look at the line, and write into the record what belongs there.""",
}
"""Code → documentation of the findings about what a record lacks; all of them are warnings."""
