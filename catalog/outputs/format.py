"""A form in which papers are taken away: what it is called, and how any choice of papers becomes its bytes.

The same papers give the same bytes wherever they are asked for: on the command line, in Python, in the site's files.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from catalog.derive import PaperRecord, Papers
from catalog.edition import Edition


@dataclass(frozen=True, slots=True)
class Format(ABC):
    """A form of export; `stem` and `suffix` are the two parts of the name of a file that holds all papers.

    What is no text has no business on a terminal.
    """

    name: str
    label: str
    stem: str
    suffix: str
    media_type: str
    description: str
    is_text: bool = field(default=True, kw_only=True)

    @property
    def file_name(self) -> str:
        """Return the name of the file that holds all papers, as in `references.bib`."""
        return f"{self.stem}{self.suffix}"

    @abstractmethod
    def render(self, edition: Edition, papers: Iterable[PaperRecord]) -> bytes:
        """Return papers of an edition in this form, by their ids, in whatever order they come."""


@dataclass(frozen=True, slots=True)
class CitationFormat(Format):
    """A form whose files are entries, one for each paper, which can be kept and joined again.

    `entry` makes one, and `whole` makes a file of those of some papers, in the order of their ids. A paper's own file
    is the whole of one entry.
    """

    entry: Callable[[Edition, PaperRecord], str]
    whole: Callable[[Iterable[str]], str]

    def render(self, edition: Edition, papers: Iterable[PaperRecord]) -> bytes:
        """Return papers of an edition in this form, by their ids, in whatever order they come."""
        return self.whole(self.entry(edition, record) for record in _by_id(papers)).encode()


@dataclass(frozen=True, slots=True)
class DataFormat(Format):
    """A form that is made of all papers at once."""

    make: Callable[[Edition, Papers], bytes]

    def render(self, edition: Edition, papers: Iterable[PaperRecord]) -> bytes:
        """Return papers of an edition in this form, by their ids, in whatever order they come."""
        return self.make(edition, _by_id(papers))


def _by_id(papers: Iterable[PaperRecord]) -> Papers:
    return tuple(sorted(papers, key=lambda record: record.id))
