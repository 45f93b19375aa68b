"""A catalog is read whole or says all that is wrong, and is a value to iterate, look up and filter."""

import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from mkdocs.utils.meta import get_data

from catalog.catalog import Catalog, Reading, Vocabulary, read
from tests.conftest import TOY

LI = "papers/2020/li2020fold.yaml"
RYE = "papers/2021/angstrom2021rye.yaml"
IDS = [
    "angstrom2021rye",
    "bell2013starter",
    "dupont2019levain",
    "li2020fold",
    "munoz2013crumb",
    "o-neil2020bake",
    "ruiz2019survey",
    "zhang2021proof",
]


@pytest.fixture(scope="module")
def bread() -> Catalog:
    """Return the toy list's catalog."""
    return read(TOY).catalog


def said(reading: Reading) -> list[str]:
    return [str(finding) for finding in reading.findings]


def test_papers_come_in_the_order_of_their_ids(bread: Catalog) -> None:
    assert [record.id for record in bread] == IDS
    assert list(bread.papers) == IDS


def test_a_paper_is_looked_up_by_its_id(bread: Catalog) -> None:
    assert bread["li2020fold"].value.title == "Stretch and Fold"
    assert bread["li2020fold"].path == LI


def test_an_unknown_id_is_a_key_error(bread: Catalog) -> None:
    with pytest.raises(KeyError, match="li2020unfold"):
        bread["li2020unfold"]


@pytest.mark.parametrize(("key", "is_there"), [("li2020fold", True), ("li2020unfold", False), (2020, False)])
def test_a_catalog_tells_whether_it_has_an_id(bread: Catalog, key: object, is_there: bool) -> None:  # noqa: FBT001  # a column of the table
    assert (key in bread) is is_there


def test_a_filtered_catalog_has_the_papers_kept_and_all_vocabularies(bread: Catalog) -> None:
    found = bread.filter(lambda paper: paper.year == 2020)
    assert [record.id for record in found] == ["li2020fold", "o-neil2020bake"]
    assert found.venues is bread.venues
    assert len(bread) == 8


def test_filters_follow_each_other(bread: Catalog) -> None:
    both = bread.filter(lambda paper: paper.year == 2020).filter(lambda paper: bool(paper.code))
    assert list(both.papers) == ["o-neil2020bake"]


def test_a_filter_may_keep_nothing(bread: Catalog) -> None:
    found = bread.filter(lambda _: False)
    assert (len(found), list(found)) == (0, [])


def test_a_catalog_does_not_change(bread: Catalog) -> None:
    with pytest.raises(FrozenInstanceError):
        bread.papers = {}  # type: ignore[misc]  # that it is refused is the point
    with pytest.raises(TypeError):
        bread.papers["x"] = bread["li2020fold"]  # type: ignore[index]  # likewise
    with pytest.raises(TypeError):
        del bread.venues.entries["OVEN"]  # type: ignore[attr-defined]  # likewise


def test_vocabularies_keep_the_order_of_their_file(bread: Catalog) -> None:
    assert list(bread.venues) == ["OVEN", "CRUMB", "arXiv"]
    assert list(bread.families) == ["dough", "starter", "gluten", "survey"]
    assert list(bread.topics) == ["rye", "wheat"]
    assert list(bread.libraries) == ["breadlib"]


def test_a_vocabulary_is_a_mapping_of_entries(bread: Catalog) -> None:
    assert (len(bread.venues), bread.venues["OVEN"].value.rank, "OVNE" in bread.venues) == (3, 10, False)


@pytest.mark.parametrize(
    ("key", "loc", "place"),
    [
        pytest.param("li2020fold", (), "1:1", id="the record"),
        pytest.param("li2020fold", ("year",), "4:7", id="a field"),
        pytest.param("angstrom2021rye", ("authors", 1), "5:5", id="an item"),
        pytest.param("angstrom2021rye", ("links", "pdf"), "23:8", id="a field in a field"),
        pytest.param("li2020fold", ("doi",), "1:1", id="a field that is not there: the record"),
    ],
)
def test_a_record_knows_the_places_of_its_values(
    bread: Catalog, key: str, loc: tuple[str | int, ...], place: str
) -> None:
    record = bread[key]
    assert str(record.at(*loc)) == f"{record.path}:{place}"


def test_an_entry_of_a_vocabulary_knows_its_own_lines(bread: Catalog) -> None:
    entry = bread.venues["CRUMB"]
    assert str(entry.at()) == "vocabularies/venues.yaml:15:1"
    assert str(entry.at("rank")) == "vocabularies/venues.yaml:18:9"


def test_what_only_a_check_would_find_is_read(toy: Path) -> None:
    (toy / LI).write_text((toy / LI).read_text().replace("venue: OVEN", "venue: OVNE"))
    assert read(toy).catalog["li2020fold"].value.venue == "OVNE"


def test_a_folder_that_is_no_list_has_a_finding_for_each_thing_missing(tmp_path: Path) -> None:
    reading = read(tmp_path)
    assert len(reading.catalog) == 0
    assert [finding.location.path for finding in reading.findings] == [
        f"vocabularies/{name}.yaml" for name in ("venues", "families", "topics", "libraries")
    ]


def test_a_record_that_cannot_be_read_hides_no_other(toy: Path) -> None:
    (toy / LI).write_text("title: [\n")
    (toy / RYE).write_text((toy / RYE).read_text().replace("year: 2021\n", "year: soon\n"))
    reading = read(toy)
    assert list(reading.catalog.papers) == [key for key in IDS if key not in {"li2020fold", "angstrom2021rye"}]
    assert [(finding.location.path, finding.code) for finding in reading.findings] == [
        (LI, "yaml-syntax"),
        (RYE, "invalid-value"),
    ]


START = "site/guides/start.md"
SWALLOWED = {
    "a colon in a value": ("---\ntitle: Bread: a start\n---\n", "2:13", "a value with `: ` in it needs quotes"),
    "a sign": ("---\ntitle: @home\n---\n", "2:8", "a value that begins with this character needs quotes"),
    "a bracket": ("---\nhide: [toc\n...\n# Start\n", "3:1", "a bracket is not closed, or a comma is missing"),
    "ends of lines as on Windows": (
        "---\r\ntitle: Bread: a start\r\n---\r\n",
        "2:13",
        "a value with `: ` in it needs quotes",
    ),
}


@pytest.mark.parametrize(("text", "place", "remedy"), SWALLOWED.values(), ids=SWALLOWED)
def test_front_matter_that_the_engine_would_show_as_text_is_a_finding_at_its_line(
    toy: Path, text: str, place: str, remedy: str
) -> None:
    (toy / START).write_text(text, newline="")
    assert get_data(text.replace("\r", ""))[1] == {}
    (finding,) = read(toy).findings
    assert (str(finding.location), finding.code) == (f"{START}:{place}", "yaml-syntax")
    assert finding.message.endswith(f"; {remedy}")


def test_front_matter_that_gives_a_key_twice_is_a_finding(toy: Path) -> None:
    (toy / START).write_text("---\ntitle: a\nhide: [toc]\ntitle: b\n---\n")
    assert said(read(toy)) == [f"{START}:4:1: error: gives `title` twice; keep one [yaml-duplicate-key]"]


@pytest.mark.parametrize(
    "text",
    [
        '---\ntitle: "Bread: a start"\nhide:\n  - toc\n---\n# Start\n',
        "---\r\ntitle: Bread\r\n---\r\n",
        "---\n\n---\n",
        "---\n# A remark\n---\n",
        "---\nBread rises.\n---\n",
        "---\n- Bread\n---\n",
        "---\n\nBread: it rises: slowly.\n",
        "# Start\n\n---\na: b: c\n---\n",
        "",
    ],
    ids=["fields", "Windows", "nothing", "remark", "rules", "list", "a rule", "further down", "empty"],
)
def test_what_is_no_broken_front_matter_is_left_alone(toy: Path, text: str) -> None:
    (toy / START).write_text(text, newline="")
    assert said(read(toy)) == []


def test_front_matter_that_cannot_be_read_leaves_the_records_whole(toy: Path) -> None:
    (toy / START).write_text("---\ntitle: Bread: a start\n---\n")
    assert read(toy).catalog.is_whole


def test_an_id_given_twice_is_a_finding_and_the_first_record_counts(toy: Path) -> None:
    shutil.copy(toy / LI, toy / "papers/2021/li2020fold.yaml")
    reading = read(toy)
    assert reading.catalog["li2020fold"].path == LI
    assert said(reading) == [
        (
            f"papers/2021/li2020fold.yaml:1:1: error: the id `li2020fold` is that of `{LI}`; "
            "rename one of the two files [duplicate-id]"
        )
    ]


def test_ids_that_differ_in_case_only_are_one_on_many_disks(toy: Path) -> None:
    shutil.copy(toy / LI, toy / "papers/2021/Li2020fold.yaml")
    assert "duplicate-id" in [finding.code for finding in read(toy).findings]


def with_entry(root: Path, text: str) -> Reading:
    """Return what is read after a topic was added."""
    path = root / "vocabularies/topics.yaml"
    path.write_text(f"{path.read_text()}\n{text}\n")
    return read(root)


def test_an_entry_that_cannot_be_read_hides_no_other_and_counts_as_known(toy: Path) -> None:
    reading = with_entry(toy, "spelt:\n  name: Spelt")
    topics = reading.catalog.topics
    assert list(topics) == ["rye", "wheat"]
    assert (topics.knows("rye"), topics.knows("spelt"), topics.knows("oats")) == (True, True, False)
    assert [(finding.location.line, finding.code) for finding in reading.findings] == [(12, "missing-field")] * 2


def test_a_vocabulary_that_cannot_be_read_knows_every_key(toy: Path) -> None:
    topics = with_entry(toy, "[").catalog.topics
    assert (len(topics), topics.knows("oats")) == (0, True)


def test_an_empty_vocabulary_knows_none() -> None:
    assert not Vocabulary({}).knows("oats")


@pytest.mark.parametrize(
    ("key", "message"),
    [
        (
            "spelt bread",
            "`spelt bread` is no key; write ASCII letters, digits and hyphens, for it is part of an address",
        ),
        ("Rye", "the key `Rye` differs from `rye` in case only; rename one"),
    ],
)
def test_a_key_that_cannot_be_an_address_is_a_finding(toy: Path, key: str, message: str) -> None:
    reading = with_entry(toy, f"{key}:\n  name: Spelt\n  kind: grain\n  definition: Old.")
    assert said(reading) == [f"vocabularies/topics.yaml:11:1: error: {message} [vocabulary-key]"]
    assert key in reading.catalog.topics


def test_at_most_a_hundred_findings_of_a_vocabulary_are_kept_with_their_number(toy: Path) -> None:
    found = with_entry(toy, "".join(f"grain{number}: {{}}\n" for number in range(150))).findings
    assert len(found) == 101
    assert found[-1].code == "more-findings"
