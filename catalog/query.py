"""The query language of `find` and of the site: words, "phrases" and `field:value`, read and held against papers.

`templates/theme/javascripts/query.js` is its twin in the browser, to the letter of its messages. What a paper offers to
be asked is made elsewhere, and so are the names that a list knows.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeAlias

from catalog.text import did_you_mean, fold, nearest, quoted


@dataclass(frozen=True, slots=True)
class Facets:
    """What a query may ask of a paper: each field by its name, and `slugs`, the addresses of its authors.

    `title`, `author` and `text`, which is the rest of its words, are made by `barred`.
    """

    id: tuple[str, ...]
    year: int
    venue: tuple[str, ...]
    family: tuple[str, ...]
    topic: tuple[str, ...]
    has: tuple[str, ...]
    presentation: tuple[str, ...]
    library: tuple[str, ...]
    arxiv: tuple[str, ...]
    doi: tuple[str, ...]
    slugs: tuple[str, ...]
    title: str
    author: str
    text: str


Names: TypeAlias = Mapping[str, tuple[str, ...]]
"""What the values of a field are called, folded and sorted; each name with the values that it stands for."""

Known: TypeAlias = Mapping[str, Names]
"""The names of every field that has a closed set of values."""

Test: TypeAlias = Callable[[Facets], bool]


class QueryError(ValueError):
    """A query cannot be read; the message says how to mend it, `column` counts its characters from 0."""

    def __init__(self, message: str, column: int) -> None:
        super().__init__(message)
        self.message = message
        self.column = column


@dataclass(frozen=True, slots=True)
class Query:
    """What must hold of a paper, all of it; without tests every paper is found."""

    tests: tuple[Test, ...] = ()

    def __and__(self, other: "Query") -> "Query":
        """Return a query that finds what both find."""
        return Query((*self.tests, *other.tests))


def matches(query: Query, paper: Facets) -> bool:
    """Tell whether a query finds a paper."""
    return all(test(paper) for test in query.tests)


# Spelled out, for languages differ in what they count as space; phones type the quotes of their users' language.
_SPACES: Final = r"\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_QUOTES: Final = '"“”„'
_SPACE: Final = re.compile(f"[{_SPACES}]+")
_JOINT: Final = re.compile(f"[A-Za-z0-9][^A-Za-z0-9{_SPACES}]+[A-Za-z0-9]")
_MINUS: Final = re.compile(f"-(?=[^{_SPACES}])")
_FIELD: Final = re.compile("[A-Za-z][A-Za-z_-]*:")
_INSIDE: Final = re.compile(f"[^{_QUOTES}]*")
_WORD: Final = re.compile(f"[^{_SPACES}{_QUOTES}]+")
_BARE: Final = re.compile(f"[^{_SPACES}{_QUOTES},]+")
_YEARS: Final = re.compile(r"([0-9]{4})|([0-9]{4})?\.\.([0-9]{4})?")
_DRESS: Final = {
    "arxiv": re.compile(
        r"^(?:https?://)?(?:(?:www\.|export\.)?arxiv\.org/(?:abs|pdf|html)/|arxiv:)|(?:v[0-9]+)?(?:\.pdf)?\Z"
    ),
    "doi": re.compile(r"^(?:(?:https?://)?(?:dx\.|www\.)?doi\.org/|doi:)"),
}
"""What people copy along with an identifier."""


@dataclass(frozen=True, slots=True)
class _Value:
    """A value as it was written; between quotes, only whole words match. Apart, it was given outside of a query."""

    field: str
    text: str
    column: int
    end: int
    is_quoted: bool = False
    is_apart: bool = False


def forms(text: str) -> tuple[str, ...]:
    """Return what is found of a text: its folded words, and the same with words run together that signs join.

    >>> forms("N-body problem")
    ('n body problem', 'nbody problem')
    """
    if text.isascii() and _JOINT.search(text) is None:
        return (fold(text),)
    chunks = [folded for chunk in _SPACE.split(text) if (folded := fold(chunk))]
    apart = " ".join(chunks)
    together = " ".join(chunk.replace(" ", "") for chunk in chunks)
    return (apart,) if apart == together else (apart, together)


def barred(found: Iterable[str]) -> str:
    """Return forms as words are sought in them: each once, between bars, with a space at either end."""
    return f" {' | '.join(filter(None, dict.fromkeys(found)))} "


def parse(text: str, known: Known) -> Query:
    """Read a query.

    Raises:
        QueryError: a field or value is unknown, or a quotation mark is not closed.
    """
    tests: list[Test] = []
    at = len(_taken(_SPACE, text, 0))
    while at < len(text):
        minus = len(_taken(_MINUS, text, at))
        test, at = _term(text, at + minus, known)
        if test is not None:
            tests.append(_not(test) if minus else test)
        at += len(_taken(_SPACE, text, at))
    return Query(tuple(tests))


def parse_values(field: str, texts: Iterable[str], known: Known) -> Query:
    """Read the values of one field, given apart as options are; of `TOGETHER` all must hold, else one of them.

    Raises:
        QueryError: a value is unknown; its column is that within its own text.
    """
    tests: list[Test] = []
    for text in texts:
        is_plain = _SPACE.search(text) is not None and not any(quote in text for quote in _QUOTES)
        given = f'"{text}"' if is_plain else text
        test, end = _values(field, given, 0, known, is_apart=True)
        if end < len(given):
            message = f"{quoted(text)} is more than one value; put it in quotes, or write commas between values"
            raise QueryError(message, end)
        tests.append(test)
    together = Query(tuple(tests))
    return together if field in TOGETHER or not tests else Query((_either(tests),))


def _taken(pattern: re.Pattern[str], text: str, at: int) -> str:
    """Return what a pattern matches at a place, which may be nothing."""
    found = pattern.match(text, at)
    return "" if found is None else found[0]


def _term(text: str, at: int, known: Known) -> tuple[Test | None, int]:
    """Return the test of the term at a place, or None for one without letters, and the place after it."""
    if text[at] in _QUOTES:
        phrase = _phrase("", text, at)
        return _in_all(phrase), phrase.end
    word = _taken(_WORD, text, at)
    name = _taken(_FIELD, text, at)
    field = name[:-1].lower()
    if field in FIELDS:
        return _values(field, text, at + len(name), known)
    # In a title, a space comes after a colon.
    after = at + len(name)
    if name and after < len(text) and not _taken(_SPACE, text, after):
        hint = did_you_mean(field, FIELDS)
        shown = quoted(f'"{word}"')
        message = (
            f"no field {quoted(name[:-1])}{hint or ';'} {'W' if hint else 'w'}ords with a colon go in quotes: {shown}"
        )
        raise QueryError(message, at)
    return _in_all(_Value("", word, at, at + len(word))), at + len(word)


def _phrase(field: str, text: str, at: int) -> _Value:
    inside = _taken(_INSIDE, text, at + 1)
    end = at + 1 + len(inside)
    if end == len(text):
        message = 'a quotation mark is not closed; write `"` after the last word that it holds'
        raise QueryError(message, at)
    return _Value(field, inside, at, end + 1, is_quoted=True)


def _values(field: str, text: str, at: int, known: Known, *, is_apart: bool = False) -> tuple[Test, int]:
    """Return the test of values between commas at a place, one of which must hold, and the place after them."""
    tests: list[Test] = []
    while True:
        value = _value(field, text, at, is_apart=is_apart)
        tests.append(FIELDS[field](value, known))
        if text[value.end : value.end + 1] != ",":
            return _either(tests), value.end
        at = value.end + 1


def _value(field: str, text: str, at: int, *, is_apart: bool) -> _Value:
    if text[at : at + 1] and text[at] in _QUOTES:
        return replace(_phrase(field, text, at), is_apart=is_apart)
    bare = _taken(_BARE, text, at)
    if not bare:
        remedy = "name one" if is_apart else "write it here, without a space before it"
        message = f"a value of `{field}` is missing; {remedy}"
        raise QueryError(message, at)
    return _Value(field, bare, at, at + len(bare), is_apart=is_apart)


def _not(test: Test) -> Test:
    return lambda paper: not test(paper)


def _either(tests: list[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda paper: any(test(paper) for test in tests)


def _rows(value: _Value) -> tuple[str, ...]:
    """Return what stands in folded text where a value matches: a word begins there, a phrase ends there too."""
    return tuple(f" {form} " if value.is_quoted else f" {form}" for form in forms(value.text) if form)


def _in_all(value: _Value) -> Test | None:
    rows = _rows(value)
    if not rows:
        return None
    return lambda paper: any(row in paper.title or row in paper.author or row in paper.text for row in rows)


def _title(value: _Value, _known: Known) -> Test:
    rows = _rows(value)
    if not rows:
        raise _no_words(value)
    return lambda paper: any(row in paper.title for row in rows)


def _author(value: _Value, _known: Known) -> Test:
    """Return the test for an author: names are written in either order, so each word is sought by itself."""
    end = " " if value.is_quoted else ""
    wanted = [[f" {word}{end}" for word in form.split()] for form in forms(value.text) if form]
    if not wanted:
        raise _no_words(value)

    def holds(paper: Facets) -> bool:
        return value.text in paper.slugs or any(
            all(word in name for word in words) for name in paper.author.split("|") for words in wanted
        )

    return holds


def _no_words(value: _Value) -> QueryError:
    return QueryError(f"nothing to find in {quoted(value.text)}; write letters or digits", value.column)


def _key(value: _Value, known: Known) -> Test:
    names = known[value.field]
    keys = names.get(fold(value.text))
    if keys is None:
        near = nearest(value.text, names)
        as_word = "in the query" if value.is_apart else f"without `{value.field}:`"
        hint = f"write it {as_word} to search for it as a word" if near is None else f"did you mean `{names[near][0]}`?"
        subject = "`has` takes no" if value.field == "has" else f"no {value.field}"
        message = f"{subject} {quoted(value.text)}; {hint}"
        raise QueryError(message, value.column)
    field, wanted = value.field, frozenset(keys)
    return lambda paper: not wanted.isdisjoint(getattr(paper, field))


def _identifier(value: _Value, _known: Known) -> Test:
    field, wanted = value.field, value.text.lower()
    if field in _DRESS:
        wanted = _DRESS[field].sub("", wanted)
    return lambda paper: wanted in getattr(paper, field)


def _year(value: _Value, _known: Known) -> Test:
    years = _YEARS.fullmatch(value.text)
    if years is None or value.text == "..":
        message = f"no year {quoted(value.text)}; write `2019`, `2019..2021`, `..2015` or `2020..`"
        raise QueryError(message, value.column)
    first, last = int(years[1] or years[2] or "0"), int(years[1] or years[3] or "9999")
    if first > last:
        message = f"`{value.text}` ends before it begins; write `{last}..{first}`"
        raise QueryError(message, value.column)
    return lambda paper: first <= paper.year <= last


FIELDS: Final[Mapping[str, Callable[[_Value, Known], Test]]] = {
    "arxiv": _identifier,
    "author": _author,
    "doi": _identifier,
    "family": _key,
    "has": _key,
    "id": _identifier,
    "library": _key,
    "presentation": _key,
    "title": _title,
    "topic": _key,
    "venue": _key,
    "year": _year,
}
"""The fields of the language, sorted, each with what makes a test of a value."""

TOGETHER: Final = frozenset({"author", "has"})
"""Fields whose values, given apart, must all hold: a paper has several of them."""
