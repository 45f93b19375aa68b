"""Checks of what a record is: that file, folder and identifiers agree, and that no paper is there twice."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Final, TypeAlias

from catalog.catalog import Catalog, Record
from catalog.checks.rule import Problem
from catalog.identifiers import arxiv_in_doi, arxiv_in_url, doi_in_url, fold_doi, is_record_id
from catalog.model import Links, OtherVersion, Paper
from catalog.text import fold, quoted, similarity

_ALIKE: Final = 0.9
_NEIGHBOURS: Final = 4
_FEWEST_WORDS: Final = 3
_SMALL: Final = 3
"""Letters of a small word, at most."""
_LONGEST_WAY: Final = 5
"""Years from a preprint to what it is published as, at most."""

_KEEP_ONE: Final = "keep one record of a paper, or mend the wrong one"


def year_in_folder(catalog: Catalog) -> Iterator[Problem]:
    """A record lies in the folder of its year.

    The year of publication decides; move the file, or mend `year`.
    """
    for record in catalog:
        folder = record.path.split("/")[1]
        if folder != str(record.value.year):
            yield (
                record.at("year"),
                f"the year is {record.value.year} but the folder {quoted(folder)}; move the file, or mend the year",
            )


Loc: TypeAlias = tuple[str | int, ...]
Named: TypeAlias = Iterable[tuple[Loc, Hashable]]
"""What a paper is known by, with the way to where it says so."""


def id_year(catalog: Catalog) -> Iterator[Problem]:
    """The year in a record's id is that of the record, or an earlier one of its preprint.

    Rename the file, which is the id, or mend `year`. The id of a preprint that has since been published stays as it is.
    """
    for record in catalog:
        year = str(record.value.year)
        # A year that is not the folder's either is one finding, not two.
        if record.path.split("/")[1] == year and is_record_id(record.id) and year not in record.id:
            if _has_preprint(record.value) and any(str(other) in record.id for other in _earlier(record.value)):
                continue
            yield (
                record.at("year"),
                f"the year is {year} but the id {quoted(record.id)}; rename the file, or mend the year",
            )


def _has_preprint(paper: Paper) -> bool:
    return any(version.arxiv is not None for _, version in _versions(paper))


def _earlier(paper: Paper) -> range:
    """Return the years in which a preprint of a paper may have got its id."""
    return range(paper.year - _LONGEST_WAY, paper.year)


def _twice(catalog: Catalog, known_by: Callable[[Paper], Named], what: str) -> Iterator[Problem]:
    first: dict[Hashable, Record[Paper]] = {}
    for record in _oldest_first(catalog):
        for loc, name in known_by(record.value):
            other = first.setdefault(name, record)
            if other is not record:
                message = f"{what} is that of {quoted(other.path)} too; {_KEEP_ONE}"
                yield record.at(*loc), message, other.path


def _oldest_first(catalog: Catalog) -> list[Record[Paper]]:
    """Return the records in the order in which they came: of two that do not fit together, the younger is asked."""
    return sorted(catalog, key=lambda record: (record.value.added, record.id))


def duplicate_doi(catalog: Catalog) -> Iterator[Problem]:
    """No two records have the same DOI, those of other versions included.

    DOIs ignore case. Either a paper is there twice, or one DOI was copied from another record.
    """
    yield from _twice(catalog, _dois, "the DOI")


def _dois(paper: Paper) -> Named:
    for base, version in _versions(paper):
        if version.doi is not None:
            yield (*base, "doi"), fold_doi(version.doi)


def duplicate_arxiv(catalog: Catalog) -> Iterator[Problem]:
    """No two records have the same arXiv id, those of other versions included.

    Either a paper is there twice, or one id was copied from another record.
    """
    yield from _twice(catalog, _arxivs, "the arXiv id")


def _arxivs(paper: Paper) -> Named:
    for base, version in _versions(paper):
        if version.arxiv is not None:
            yield (*base, "arxiv"), version.arxiv


def duplicate_address(catalog: Catalog) -> Iterator[Problem]:
    """No two records have the same `links.paper`.

    Either a paper is there twice, or one address was copied from another record.
    """
    yield from _twice(catalog, lambda paper: [(("links", "paper"), _same_page(paper.links.paper))], "the address")


def _same_page(url: str) -> str:
    # A fragment may be all that tells two papers of one page apart.
    page, _, fragment = url.removeprefix("https://").removeprefix("http://").partition("#")
    return f"{page.rstrip('/')}#{fragment}"


def duplicate_title(catalog: Catalog) -> Iterator[Problem]:
    """No two records have the same title.

    Case, accents and punctuation are ignored. A journal version of a conference paper is one of the record's
    `other_versions`, no record of its own.
    """
    yield from _twice(catalog, _titles, "the title")


def _titles(paper: Paper) -> Named:
    folded = fold(paper.title)
    if folded:  # a title of signs alone has no words to compare
        yield ("title",), folded


def similar_title(catalog: Catalog) -> Iterator[Problem]:
    """No two titles differ in a letter or a small word only.

    Mostly the same paper, once misspelled; if both are right, leave them: a warning fails a run with `--strict` only.
    """
    # Titles that differ in one word share what is left without that word, so no title is compared with all others.
    rests: dict[int, list[tuple[str, Record[Paper]]]] = {}
    for record in catalog:
        title = fold(record.value.title)
        words = title.split()
        if len(words) < _FEWEST_WORDS:
            continue
        for rest in {hash(title), *(hash(" ".join(words[:at] + words[at + 1 :])) for at in range(len(words)))}:
            rests.setdefault(rest, []).append((title, record))
    told: set[tuple[str, str]] = set()
    for group in rests.values():
        if len(group) > 1:
            yield from _alike(group, told)


def _alike(group: list[tuple[str, Record[Paper]]], told: set[tuple[str, str]]) -> Iterator[Problem]:
    ordered = sorted(group, key=lambda item: (item[0], item[1].id))
    for index, (title, record) in enumerate(ordered):
        for other_title, other in ordered[index + 1 : index + 1 + _NEIGHBOURS]:
            pair = (min(record.id, other.id), max(record.id, other.id))
            if title == other_title or pair in told or similarity(title, other_title) < _ALIKE:
                continue
            if not _is_slip(title.split(), other_title.split()):
                continue
            told.add(pair)
            older, newer = sorted((record, other), key=lambda item: (item.value.added, item.id))
            message = f"the title is nearly that of {quoted(older.path)}; keep one record of a paper"
            yield newer.at("title"), message, older.path


def _is_slip(words: Sequence[str], others: Sequence[str]) -> bool:
    """Tell whether titles differ in a letter or a small word: a slip of the pen, not another subject."""
    rest, other_rest = _unshared(words, others)
    if all(len(word) <= _SMALL for word in (*rest, *other_rest)):
        return True
    letters, other_letters = _unshared(" ".join(rest), " ".join(other_rest))
    return sorted(letters) == sorted(other_letters) or max(len(letters), len(other_letters)) == 1


def _unshared(one: Sequence[str], other: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Return what is left of two sequences without their common beginning and end."""
    start = sum(1 for _ in takewhile(_same, zip(one, other, strict=False)))
    one, other = one[start:], other[start:]
    end = sum(1 for _ in takewhile(_same, zip(reversed(one), reversed(other), strict=False)))
    return one[: len(one) - end], other[: len(other) - end]


def _same(pair: tuple[str, str]) -> bool:
    return pair[0] == pair[1]


def arxiv_link(catalog: Catalog) -> Iterator[Problem]:
    """A link to arXiv, or a DOI of arXiv's, leads to the paper of the `arxiv` field beside it.

    One of the two is of another paper: open both and mend the wrong one.
    """
    for record in catalog:
        for base, version in _versions(record.value):
            if version.arxiv is None:
                continue
            named = arxiv_in_doi(version.doi) if version.doi is not None else None
            if named is not None and named != version.arxiv:
                yield (
                    record.at(*base, "doi"),
                    f"is the DOI of arXiv {named}, but `arxiv` is {version.arxiv}; mend the wrong one",
                )
            for name, url in _pages(version.links):
                named = arxiv_in_url(url) if "ar" in url.lower() else None
                if named is not None and named != version.arxiv:
                    yield (
                        record.at(*base, "links", name),
                        f"leads to arXiv {named}, but `arxiv` is {version.arxiv}; mend the wrong one",
                    )


def doi_link(catalog: Catalog) -> Iterator[Problem]:
    """A link to the DOI resolver leads to the paper of the `doi` field beside it.

    One of the two is of another paper: open both and mend the wrong one.
    """
    for record in catalog:
        for base, version in _versions(record.value):
            if version.doi is None:
                continue
            for name, url in _pages(version.links):
                named = doi_in_url(url) if "doi.org" in url.lower() else None
                if named is not None and fold_doi(named) != fold_doi(version.doi):
                    yield (
                        record.at(*base, "links", name),
                        f"leads to the DOI {quoted(named)}, but `doi` is {quoted(version.doi)}; mend the wrong one",
                    )


def _versions(paper: Paper) -> Iterator[tuple[Loc, Paper | OtherVersion]]:
    yield (), paper
    for index, version in enumerate(paper.other_versions):
        yield ("other_versions", index), version


def _pages(links: Links | None) -> Iterator[tuple[str, str]]:
    """Yield the links that open the paper itself."""
    if links is not None:
        for name in ("paper", "pdf"):
            url: str | None = getattr(links, name)
            if url is not None:
                yield name, url


def impossible_date(catalog: Catalog) -> Iterator[Problem]:
    """A record is not added in the future, nor before its paper, give or take the year that proceedings are ahead.

    Mend `year` or `added`.
    """
    latest = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)  # it is tomorrow already in the east
    for record in catalog:
        paper = record.value
        if paper.added > latest:
            yield record.at("added"), f"the day {paper.added} is still to come; write the day of today"
        if paper.year > paper.added.year + 1:
            yield (
                record.at("year"),
                f"the year {paper.year} is later than the day of its record, {paper.added}; mend one of them",
            )
        for index, version in enumerate(paper.other_versions):
            if version.year is not None and version.year > paper.added.year + 1:
                place = record.at("other_versions", index, "year")
                yield (
                    place,
                    f"the year {version.year} is later than the day of its record, {paper.added}; mend one of them",
                )
