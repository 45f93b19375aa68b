"""The words that a search should find a page by, besides those that stand on it."""

from collections.abc import Iterable

from catalog.catalog import Record
from catalog.derive import Author, PaperRecord
from catalog.edition import Edition
from catalog.model import Family, Library, Venue
from catalog.text import unaccent


def words_of_paper(edition: Edition, record: PaperRecord) -> str:
    """Return the id, the name of its venue, and its authors and title as people type them."""
    paper = record.value
    return _joined(
        record.id,
        edition.catalog.venues[paper.venue].value.name,
        *(_typed(author.display) for author in paper.authors),
        _typed(paper.title),
    )


def words_of_family(record: Record[Family]) -> str:
    """Return the key of a family."""
    return _joined(record.id)


def words_of_venue(record: Record[Venue]) -> str:
    """Return what a venue was called in short over the years."""
    return _joined(record.id, *(names.short or "" for names in record.value.names))


def words_of_library(record: Record[Library]) -> str:
    """Return the key of a library and the module that it is imported as."""
    return _joined(record.id, record.value.module or "")


def words_of_author(author: Author) -> str:
    """Return a person's name as people type it."""
    return _joined(_typed(author.person.display))


def _typed(text: str) -> str:
    """Return a text as people type it who lack its letters; nothing if that is how it is written."""
    typed = unaccent(text)
    return "" if typed == text else typed


def _joined(*words: str) -> str:
    return " · ".join(_once(words))


def _once(words: Iterable[str]) -> Iterable[str]:
    return dict.fromkeys(filter(None, words))
