"""Whether a list has a paper already: by DOI, by arXiv id in any version, or by title, other versions included."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from catalog.catalog import Catalog
from catalog.identifiers import arxiv_in_doi, fold_doi
from catalog.importers.draft import Draft
from catalog.model import OtherVersion, Paper
from catalog.text import fold, quoted


class Duplicate(NamedTuple):
    """That a paper is there: the code of the finding, by what it is known, and the file of the record."""

    code: str
    what: str
    path: str

    @property
    def message(self) -> str:
        """Return what is wrong, with the remedy."""
        return f"{self.what} is that of {quoted(self.path)}; add nothing, or mend that record"


@dataclass(slots=True)
class Known:
    """By what the papers of a list are known."""

    _paths: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, catalog: Catalog) -> "Known":
        """Return what the papers of a catalog are known by."""
        known = cls()
        for record in catalog:
            paper = record.value
            known._note(_names(paper.doi, paper.arxiv, paper.title), record.path)
            for version in paper.other_versions:
                known._note(_names_of_version(version), record.path)
        return known

    def find(self, draft: Draft) -> Duplicate | None:
        """Return the record of a draft's paper, if there is one."""
        for code, name in _names(draft.doi, draft.arxiv, draft.title):
            path = self._paths.get((code, name))
            if path is not None:
                shown = {"duplicate-doi": draft.doi, "duplicate-arxiv": draft.arxiv, "duplicate-title": draft.title}
                return Duplicate(code, f"{_WORDS[code]} {quoted(str(shown[code]))}", path)
        return None

    def add(self, draft: Draft, path: str) -> None:
        """Take note of a paper that gets a record now."""
        self._note(_names(draft.doi, draft.arxiv, draft.title), path)

    def remove(self, paper: Paper) -> None:
        """Forget one paper, so that it is not found as its own duplicate."""
        for name in _names(paper.doi, paper.arxiv, paper.title):
            self._paths.pop(name, None)

    def _note(self, names: Iterable[tuple[str, str]], path: str) -> None:
        for name in names:
            self._paths.setdefault(name, path)


_WORDS = {"duplicate-doi": "the DOI", "duplicate-arxiv": "the arXiv id", "duplicate-title": "the title"}


def _names(doi: str | None, arxiv: str | None, title: str | None) -> Iterator[tuple[str, str]]:
    if doi:
        named = arxiv_in_doi(doi)
        yield ("duplicate-doi", fold_doi(doi)) if named is None else ("duplicate-arxiv", named)
    if arxiv:
        yield "duplicate-arxiv", arxiv
    folded = fold(title or "")
    if folded:
        yield "duplicate-title", folded


def _names_of_version(version: OtherVersion) -> Iterator[tuple[str, str]]:
    return _names(version.doi, version.arxiv, version.title)
