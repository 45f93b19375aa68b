"""Related papers follow a stated rule: a comparison of all pairs finds the same, for whatever papers share."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import related
from catalog.derive import PaperRecord, author_slug
from catalog.edition import Edition
from catalog.model import Paper
from tests.editions import edition_of, paper


def kin_of(edition: Edition, **papers: Paper) -> Mapping[str, list[str]]:
    found = edition_of(edition, papers).related
    return {key: [record.id for record in records] for key, records in found.items()}


def lone(number: int, **fields: object) -> Paper:
    """Return a paper that shares nothing but what is given, whose title gives its place in reading order."""
    own = {"title": f"T{number:02}", "authors": [f"Ada B{chr(97 + number)}x"], "loss_family": f"f{number}"}
    return paper(**own | fields)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"loss_family": "gluten"}, {"loss_family": "gluten"}),
        ({"also_families": ["gluten"]}, {"loss_family": "gluten"}),
        ({"also_families": ["x", "gluten"]}, {"also_families": ["gluten", "y"]}),
        ({"topics": ["rye"]}, {"topics": ["wheat", "rye"]}),
        ({"authors": ["Jose Muñoz", "A Bo"]}, {"authors": ["C Do", "José Munoz"]}),
    ],
    ids=["family", "looked for there", "both looked for there", "topic", "spellings of an author"],
)
def test_papers_that_share_something_are_related_to_each_other(
    toy_edition: Edition, one: dict[str, object], other: dict[str, object]
) -> None:
    found = kin_of(toy_edition, a=lone(1, **one), b=lone(2, **other), c=lone(3))
    assert found == {"a": ["b"], "b": ["a"], "c": []}


def test_papers_that_share_a_name_of_different_kinds_are_not_related(toy_edition: Edition) -> None:
    assert kin_of(toy_edition, a=lone(1, loss_family="rye"), b=lone(2, topics=["rye"])) == {"a": [], "b": []}


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"loss_family": "f1"}, {"topics": ["t"]}),
        ({"authors": ["Ada Bbx"]}, {"topics": ["t"]}),
        ({"topics": ["t", "u", "v"]}, {"loss_family": "f1"}),
        ({"topics": ["t", "u", "v"]}, {"authors": ["Ada Bbx"]}),
        ({"loss_family": "f1", "topics": ["t"]}, {"authors": ["Ada Bbx"]}),
        ({"authors": ["Ada Bbx"], "topics": ["t"]}, {"loss_family": "f1"}),
    ],
)
def test_a_family_or_an_author_weighs_as_much_as_two_topics(
    toy_edition: Edition, more: dict[str, object], less: dict[str, object]
) -> None:
    own = lone(1, topics=["t", "u", "v"])
    assert kin_of(toy_edition, own=own, near=lone(2, **less), far=lone(3, **more))["own"] == ["far", "near"]


def test_of_equal_papers_the_nearest_in_reading_order_comes_first_and_the_earlier_of_two(toy_edition: Edition) -> None:
    papers = {f"p{number}": lone(number, loss_family="gluten") for number in range(9)}
    assert kin_of(toy_edition, **papers)["p3"] == ["p2", "p4", "p1", "p5", "p0"]


def test_no_paper_is_related_to_itself_and_none_has_more_than_five(toy_edition: Edition, list_edition: Edition) -> None:
    for edition in (toy_edition, list_edition):
        for key, records in edition.related.items():
            assert key not in {record.id for record in records}
            assert len({record.id for record in records}) == len(records) <= related.AT_MOST


def test_of_many_subjects_the_first_five_count_families_before_topics(toy_edition: Edition) -> None:
    own = lone(1, also_families=["g", "h"], topics=["t", "u", "v"])
    assert kin_of(toy_edition, own=own, other=lone(2, topics=["v"]))["own"] == []
    assert kin_of(toy_edition, own=own, other=lone(2, topics=["u"]))["own"] == ["other"]


def test_an_author_of_very_many_papers_costs_no_square(toy_edition: Edition) -> None:
    papers = {f"p{number:04}": lone(number % 20, title=f"T{number:04}", authors=["Bo Li"]) for number in range(200)}
    assert {len(found) for found in kin_of(toy_edition, **papers).values()} == {5}


def score(one: PaperRecord, other: PaperRecord) -> int:
    sides = (one.value, other.value)
    families, topics, authors = (
        set.intersection(*(set(read(side)) for side in sides))
        for read in (families_of, topics_that_count, lambda side: map(author_slug, side.authors))
    )
    return 2 * len(families) + 2 * len(authors) + len(topics)


def families_of(paper: Paper) -> tuple[str, ...]:
    return (paper.loss_family, *paper.also_families)


def topics_that_count(paper: Paper) -> tuple[str, ...]:
    return paper.topics[: related.SUBJECTS - len(families_of(paper))]


names = st.lists(st.sampled_from("abc"), max_size=2)
records = st.builds(
    lambda family, also, topics, people: {
        "loss_family": family,
        "also_families": also[:1],
        "topics": topics,
        "authors": [f"Ada B{name}" for name in people],
    },
    st.sampled_from("abc"),
    names,
    st.lists(st.sampled_from("tuv"), max_size=3),
    st.lists(st.sampled_from("vwxyz"), min_size=1, max_size=3),
)


@given(st.lists(records, max_size=18))
def test_the_comparison_of_all_pairs_finds_the_same(toy_edition: Edition, fields: list[dict[str, object]]) -> None:
    edition = edition_of(toy_edition, {f"p{number:02}": lone(number, **each) for number, each in enumerate(fields)})
    papers = edition.papers
    for place, record in enumerate(papers):
        ranked = sorted((-score(record, other), abs(at - place), at) for at, other in enumerate(papers) if at != place)
        expected = [papers[at].id for points, _, at in ranked if points < 0][: related.AT_MOST]
        assert [other.id for other in edition.related[record.id]] == expected


def test_the_list_of_this_repository_is_related_as_the_rule_says(list_edition: Edition) -> None:
    papers = list_edition.papers
    for place, record in enumerate(papers):
        ranked = sorted((-score(record, other), abs(at - place), at) for at, other in enumerate(papers) if at != place)
        expected = [papers[at].id for points, _, at in ranked if points < 0][: related.AT_MOST]
        assert [other.id for other in list_edition.related[record.id]] == expected


def test_neighbours_are_before_and_after_in_reading_order(toy_edition: Edition) -> None:
    papers = toy_edition.papers
    found = [toy_edition.neighbours[record.id] for record in papers]
    assert [around.previous for around in found] == [None, *papers[:-1]]
    assert [around.next for around in found] == [*papers[1:], None]


def test_a_paper_alone_has_neither_kin_nor_neighbours(toy_edition: Edition) -> None:
    edition = edition_of(toy_edition, {"a": paper()})
    assert edition.related == {"a": ()}
    assert edition.neighbours == {"a": (None, None)}
