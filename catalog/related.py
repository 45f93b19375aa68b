"""How papers hang together: which are related to which, and which stand before and after each in reading order.

What counts: two points for each family in common (those under which a reader would look too included), two for each
author in common, and one for each topic in common. Of equal papers, the nearest in reading order comes first. Of a
paper, the first five families and topics count, families first; of an author, the forty papers around it in that order.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Final, NamedTuple, TypeAlias

from catalog.derive import PaperRecord, Papers, author_slug
from catalog.model import Paper

AT_MOST: Final = 5
"""How many related papers one has."""

OF_FAMILY: Final = 2
OF_AUTHOR: Final = 2
OF_TOPIC: Final = 1

SUBJECTS: Final = 5
"""How many families and topics of a paper count: every subset of them is looked up."""

OF_ONE_AUTHOR: Final = 20
"""How many papers of an author are looked at on each side, so that one with thousands does not cost their square."""

_Key: TypeAlias = tuple[str, ...]
_Places: TypeAlias = list[int]


class Neighbours(NamedTuple):
    """The papers before and after one in reading order; the first and the last have but one."""

    previous: PaperRecord | None
    next: PaperRecord | None


class _Traits(NamedTuple):
    """What a paper may have in common with others; `subjects` are the families and the topics, each kind sorted."""

    subjects: _Key
    families: frozenset[str]
    topics: frozenset[str]
    authors: frozenset[str]


def neighbours(papers: Papers) -> Mapping[str, Neighbours]:
    """Return the neighbours of each paper by its id; `papers` are in reading order."""
    around = zip(papers, (None, *papers), (*papers[1:], None), strict=False)
    return {record.id: Neighbours(previous, following) for record, previous, following in around}


def related(papers: Papers) -> Mapping[str, Papers]:
    """Return the papers that are related to each one, the closest first, by its id; `papers` are in reading order.

    Not all pairs are compared. What two papers share is a subset of the subjects of both, and papers are gathered by
    every such subset: of those that share just as much, only the nearest can be among the first.
    """
    traits = [_traits(record.value) for record in papers]
    by_subjects: dict[_Key, _Places] = {}
    by_author: dict[str, _Places] = {}
    for place, found in enumerate(traits):
        for key, _ in _subsets(found):
            by_subjects.setdefault(key, []).append(place)
        for author in found.authors:
            by_author.setdefault(author, []).append(place)
    result: dict[str, Papers] = {}
    for place, record in enumerate(papers):
        points = _by_subjects(traits[place], by_subjects, place)
        points |= _by_authors(traits, by_author, place)
        ranked = sorted([(-score, abs(other - place), other) for other, score in points.items()])
        result[record.id] = tuple([papers[other] for _, _, other in ranked[:AT_MOST]])
    return result


def _traits(paper: Paper) -> _Traits:
    # What does not count for one does not count for another, so that papers share the same either way.
    families = tuple(dict.fromkeys((paper.loss_family, *paper.also_families)))[:SUBJECTS]
    topics = tuple(dict.fromkeys(paper.topics))[: SUBJECTS - len(families)]
    return _Traits(
        (*(f"family {key}" for key in sorted(families)), *(f"topic {key}" for key in sorted(topics))),
        frozenset(families),
        frozenset(topics),
        frozenset(map(author_slug, paper.authors)),
    )


def _subsets(traits: _Traits) -> Iterator[tuple[_Key, int]]:
    """Yield every set of subjects that another paper may share, and its points, the most first."""
    subjects = traits.subjects
    for places, points in _patterns(len(traits.families), len(traits.topics)):
        yield tuple([subjects[place] for place in places]), points


@lru_cache(maxsize=64)
def _patterns(families: int, topics: int) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Return the subsets of so many families and topics, as their places, each with its points, the most first."""
    points = (*(OF_FAMILY,) * families, *(OF_TOPIC,) * topics)
    subsets = (chosen for size in range(1, len(points) + 1) for chosen in combinations(range(len(points)), size))
    weighed = [(chosen, sum(points[place] for place in chosen)) for chosen in subsets]
    return tuple(sorted(weighed, key=lambda subset: -subset[1]))


def _by_subjects(own: _Traits, index: Mapping[_Key, _Places], place: int) -> dict[int, int]:
    """Return the points of the papers that share most subjects; those left out share less than five of these."""
    points: dict[int, int] = {}
    least = 0
    for key, score in _subsets(own):
        if score < least:
            break
        for other in _nearest(index[key], place, AT_MOST):
            points.setdefault(other, score)
        if len(points) >= AT_MOST:
            least = score
    return points


def _nearest(places: _Places, place: int, number: int) -> Iterable[int]:
    """Return the places beside `place`: so many before it, and so many after it."""
    here = bisect_left(places, place)
    return (*places[max(0, here - number) : here], *places[here + 1 : here + 1 + number])


def _by_authors(traits: Sequence[_Traits], index: Mapping[str, _Places], place: int) -> dict[int, int]:
    """Return the points of the papers that share an author."""
    _, families, topics, authors = traits[place]
    points: dict[int, int] = {}
    for author in authors:
        for other in _nearest(index[author], place, OF_ONE_AUTHOR):
            points[other] = points.get(other, 0) + OF_AUTHOR
    for other in points:
        _, its_families, its_topics, _ = traits[other]
        points[other] += OF_FAMILY * len(families & its_families) + OF_TOPIC * len(topics & its_topics)
    return points
