"""Formatting rewrites what is not canonical and touches nothing else."""

from pathlib import Path, PurePosixPath

import pytest

from catalog.commands.fmt import Formatted, fmt

LI = "papers/2020/li2020fold.yaml"
RUIZ = "papers/2019/ruiz2019survey.yaml"
TOPICS = "vocabularies/topics.yaml"


@pytest.fixture
def untidy(toy: Path) -> Path:
    """Return a list with two records and a vocabulary that are not in canonical form."""
    fmt(toy, (), write=True)
    for path, old, new in (
        (LI, "title: Stretch and Fold", "title:   'Stretch and Fold'  # why"),
        (RUIZ, "  - Ana Ruiz", "- Ana Ruiz"),
        (TOPICS, "  name: Rye\n  kind: grain\n", "  kind: grain\n  name: Rye\n"),
    ):
        text = (toy / path).read_text()
        assert old in text
        (toy / path).write_text(text.replace(old, new, 1))
    return toy


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def rewritten(done: Formatted) -> list[str]:
    return [str(change.path) for change in done.changes]


def test_records_and_vocabularies_become_canonical(untidy: Path, toy: Path) -> None:
    before = files(untidy)
    done = fmt(untidy, (), write=True)
    assert rewritten(done) == [LI, RUIZ, TOPICS]
    assert {path for path, data in files(toy).items() if data != before[path]} == {LI, RUIZ, TOPICS}
    assert (untidy / LI).read_text().splitlines()[1] == "title: Stretch and Fold  # why"
    assert fmt(untidy, (), write=True) == Formatted((), ())


def test_a_change_has_the_old_text_and_the_new(untidy: Path) -> None:
    old = (untidy / LI).read_bytes()
    (change,) = fmt(untidy, [PurePosixPath(LI)], write=True).changes
    assert (change.old, change.new) == (old, (untidy / LI).read_bytes())


def test_without_writing_nothing_is_written(untidy: Path) -> None:
    before = files(untidy)
    assert rewritten(fmt(untidy, (), write=False)) == [LI, RUIZ, TOPICS]
    assert files(untidy) == before


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ([LI], [LI]),
        (["papers"], [LI, RUIZ]),
        (["papers/2019", TOPICS], [RUIZ, TOPICS]),
        (["papers/2021"], []),
        (["papers/20"], []),
        (["."], [LI, RUIZ, TOPICS]),
    ],
)
def test_of_some_paths_what_is_below_them_is_formatted(untidy: Path, paths: list[str], found: list[str]) -> None:
    assert rewritten(fmt(untidy, [PurePosixPath(path) for path in paths], write=False)) == found


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("rye: [\n", id="no YAML"),
        pytest.param("rye:\n  kind: grain\n  name: Rye\n", id="a field that is missing"),
        pytest.param("rye: {name: R, kind: g, definition: D}\nwheat: x\n", id="one entry of two"),
    ],
)
def test_a_vocabulary_that_cannot_be_read_whole_stays_as_it_is(untidy: Path, text: str) -> None:
    (untidy / TOPICS).write_text(text)
    done = fmt(untidy, (), write=True)
    assert rewritten(done) == [LI, RUIZ]
    assert {finding.location.path for finding in done.findings} == {TOPICS}
    assert (untidy / TOPICS).read_text() == text


def test_an_empty_vocabulary_stays_as_it_is(untidy: Path) -> None:
    (untidy / TOPICS).write_text("{}\n")
    assert rewritten(fmt(untidy, (), write=True)) == [LI, RUIZ]
