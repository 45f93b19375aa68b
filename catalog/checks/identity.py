"""Checks of what a record is: that file, folder and identifiers agree, and that no paper is there twice."""

from collections.abc import Callable, Hashable, Iterator
from typing import Final

from catalog.catalog import Catalog, Record
from catalog.checks.rule import Problem
from catalog.identifiers import arxiv_in_url, doi_in_url, fold_doi
from catalog.model import Paper
from catalog.text import fold, quoted, similarity

_ALIKE: Final = 0.9
_NEIGHBOURS: Final = 4
_FEWEST_WORDS: Final = 3


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


def _twice(
    catalog: Catalog,
    key: Callable[[Paper], Hashable | None],
    loc: tuple[str | int, ...],
    what: str,
) -> Iterator[Problem]:
    first: dict[Hashable, Record[Paper]] = {}
    for record in catalog:
        value = key(record.value)
        if value is None:
            continue
        other = first.setdefault(value, record)
        if other is not record:
            yield (
                record.at(*loc),
                f"{what} is that of {quoted(other.path)} too; keep one record of a paper, or mend the wrong one",
            )


def duplicate_doi(catalog: Catalog) -> Iterator[Problem]:
    """No two records have the same DOI.

    DOIs ignore case. Either a paper is there twice, or one DOI was copied from another record.
    """
    yield from _twice(catalog, lambda paper: fold_doi(paper.doi) if paper.doi else None, ("doi",), "the DOI")


def duplicate_arxiv(catalog: Catalog) -> Iterator[Problem]:
    """No two records have the same arXiv id.

    Either a paper is there twice, or one id was copied from another record.
    """
    yield from _twice(catalog, lambda paper: paper.arxiv, ("arxiv",), "the arXiv id")


def duplicate_address(catalog: Catalog) -> Iterator[Problem]:
    """No two records have the same `links.paper`.

    Either a paper is there twice, or one address was copied from another record.
    """
    yield from _twice(catalog, lambda paper: _same_page(paper.links.paper), ("links", "paper"), "the address")


def _same_page(url: str) -> str:
    return url.partition("#")[0].removeprefix("https://").removeprefix("http://").rstrip("/")


def duplicate_title(catalog: Catalog) -> Iterator[Problem]:
    """No two records have the same title.

    Case, accents and punctuation are ignored. A journal version of a conference paper is one of the record's
    `other_versions`, no record of its own.
    """
    yield from _twice(catalog, lambda paper: fold(paper.title) or None, ("title",), "the title")


def similar_title(catalog: Catalog) -> Iterator[Problem]:
    """No two titles differ in a letter or a small word only.

    Mostly the same paper, once misspelled; if both are right, leave them, a warning stops nothing.
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
            told.add(pair)
            older, newer = sorted((record, other), key=lambda item: item.id)
            yield newer.at("title"), f"the title is nearly that of {quoted(older.path)}; keep one record of a paper"


def arxiv_link(catalog: Catalog) -> Iterator[Problem]:
    """A link to arXiv leads to the paper of the `arxiv` field.

    One of the two is of another paper: open both and mend the wrong one.
    """
    for record in catalog:
        paper = record.value
        if paper.arxiv is None:
            continue
        for name in ("paper", "pdf"):
            url = getattr(paper.links, name)
            named = arxiv_in_url(url) if url is not None and "ar" in url else None
            if named is not None and named != paper.arxiv:
                yield (
                    record.at("links", name),
                    f"leads to arXiv {named}, but `arxiv` is {paper.arxiv}; mend the wrong one",
                )


def doi_link(catalog: Catalog) -> Iterator[Problem]:
    """A link to the DOI resolver leads to the paper of the `doi` field.

    One of the two is of another paper: open both and mend the wrong one.
    """
    for record in catalog:
        paper = record.value
        if paper.doi is None:
            continue
        for name in ("paper", "pdf"):
            url = getattr(paper.links, name)
            named = doi_in_url(url) if url is not None and "doi.org" in url else None
            if named is not None and fold_doi(named) != fold_doi(paper.doi):
                yield (
                    record.at("links", name),
                    f"leads to the DOI {quoted(named)}, but `doi` is {quoted(paper.doi)}; mend the wrong one",
                )


def impossible_date(catalog: Catalog) -> Iterator[Problem]:
    """A paper is published before it comes into the catalog, give or take the year that proceedings are ahead.

    Mend `year` or `added`.
    """
    for record in catalog:
        paper = record.value
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
