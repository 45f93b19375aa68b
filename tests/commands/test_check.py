"""A check runs over all that can be read, and says of each file no more than anyone would mend at once."""

from pathlib import Path, PurePosixPath

import pytest

from catalog.commands.check import below, check, has_errors
from catalog.diagnostics import Diagnostic, Location, Severity
from tests.conftest import TOY

LI = "papers/2020/li2020fold.yaml"
FAMILIES = "vocabularies/families.yaml"


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new, 1))


def said(root: Path) -> list[str]:
    return [str(finding) for finding in check(root).findings]


def test_a_sound_list_has_an_edition_to_render() -> None:
    checked = check(TOY)
    edition = checked.edition()
    assert (checked.findings, checked.has_errors) == ((), False)
    assert (edition.catalog, edition.settings) == (checked.catalog, checked.settings)
    assert edition.templates == TOY / "templates"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [(LI, "venue: OVEN", "venue: OVNE"), ("catalog.toml", "title", "titel")],
    ids=["a record", "the settings"],
)
def test_a_list_with_errors_has_no_edition(toy: Path, path: str, old: str, new: str) -> None:
    edit(toy, path, old, new)
    checked = check(toy)
    assert checked.has_errors
    with pytest.raises(ValueError, match=r"^a list with errors has no edition$"):
        checked.edition()


def test_a_warning_is_no_reason_not_to_render(toy: Path) -> None:
    edit(toy, LI, "Stretch and Fold", "STRETCH AND FOLD")
    checked = check(toy)
    assert [finding.severity for finding in checked.findings] == [Severity.WARNING]
    assert checked.edition().catalog["li2020fold"].value.title == "STRETCH AND FOLD"


def test_findings_of_all_files_come_in_the_order_of_their_places(toy: Path) -> None:
    edit(toy, LI, "year: 2020\nvenue: OVEN", "venue: OVNE\nyear: 2020")
    edit(toy, LI, "loss_family: gluten", "loss_family: glutn")
    edit(toy, FAMILIES, "group: dough", "group: doug")
    edit(toy, "catalog.toml", 'surveys = "survey"', 'surveys = "surveys"')
    (toy / "templates").mkdir()
    (toy / "templates/README.md.j2").write_text("{{ crust }}")
    assert [(finding.location.path, finding.location.line, finding.code) for finding in check(toy).findings] == [
        ("catalog.toml", 8, "unknown-family"),
        (LI, 4, "unknown-venue"),
        (LI, 7, "unknown-family"),
        ("templates/README.md.j2", 1, "template"),
        (FAMILIES, 7, "unknown-family"),
    ]


def test_an_unknown_family_of_surveys_has_its_place_and_a_suggestion(toy: Path) -> None:
    edit(toy, "catalog.toml", 'surveys = "survey"', 'surveys = "surveys"')
    assert said(toy) == [
        "catalog.toml:8:11: error: `readme.surveys` names no family: `surveys`; did you mean `survey`? [unknown-family]"
    ]


def test_a_broken_vocabulary_is_not_one_more_finding_about_the_settings(toy: Path) -> None:
    (toy / FAMILIES).write_text("[\n")
    assert {finding.location.path for finding in check(toy).findings} == {FAMILIES}


@pytest.mark.parametrize("name", ["README.md.j2", "section.md.j2", "entries.md.j2", "site/paper.html.j2"])
def test_each_template_is_checked_for_names_that_it_is_not_given(toy: Path, name: str) -> None:
    path = toy / "templates" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{{ crust }}")
    (finding,) = said(toy)
    assert finding.startswith(f"templates/{name}:1:1: error: `crust` is nothing that this template is given; it has ")


def test_at_most_a_hundred_findings_of_a_file_are_kept_with_their_number_the_worst_first(toy: Path) -> None:
    topics = "".join(f"grain{number}:\n  name: G\n  kind: g\n  definition: D.\n\n" for number in range(150))
    edit(toy, "vocabularies/topics.yaml", "rye:\n", f"{topics}rye e:\n  name: R\n  kind: g\n  definition: D.\n\nrye:\n")
    checked = check(toy)
    *found, rest = [finding for finding in checked.findings if finding.location.path == "vocabularies/topics.yaml"]
    assert len(found) == 100
    assert sum(finding.severity is Severity.ERROR for finding in found) == 1
    assert found == sorted(found, key=lambda finding: finding.sort_key)
    assert rest.code == "more-findings"


def test_what_was_counted_while_reading_is_not_counted_again(toy: Path) -> None:
    fields = "".join(f"field{number}: x\n" for number in range(150))
    (toy / LI).write_text((toy / LI).read_text() + fields)
    found = check(toy).findings
    assert [finding.code for finding in found].count("more-findings") == 1
    assert len(found) == 101


@pytest.mark.parametrize(
    ("severities", "fails"),
    [([], False), ([Severity.NOTE, Severity.WARNING], False), ([Severity.NOTE, Severity.ERROR], True)],
    ids=["none", "a warning", "an error"],
)
def test_only_an_error_fails(severities: list[Severity], fails: bool) -> None:  # noqa: FBT001  # a column of the table
    assert has_errors(Diagnostic(Location("a"), severity, "m", "c") for severity in severities) is fails


@pytest.mark.parametrize(
    ("paths", "lines"),
    [
        pytest.param(["papers/2020/a.yaml"], [1], id="a file"),
        pytest.param(["papers/2020"], [1, 2], id="a folder"),
        pytest.param(["papers"], [1, 2, 3], id="a folder above"),
        pytest.param(["papers/2021", "papers/2020/a.yaml"], [1, 3], id="two"),
        pytest.param(["."], [1, 2, 3, 4], id="everything"),
        pytest.param(["papers/202"], [], id="the beginning of a name"),
        pytest.param(["topics.yaml"], [], id="the end of a path"),
    ],
)
def test_findings_below_a_path_are_those_in_it(paths: list[str], lines: list[int]) -> None:
    places = ["papers/2020/a.yaml", "papers/2020/b.yaml", "papers/2021/a.yaml", "vocabularies/topics.yaml"]
    found = [Diagnostic(Location(path, line), Severity.NOTE, "m", "c") for line, path in enumerate(places, start=1)]
    assert [finding.location.line for finding in below(found, map(PurePosixPath, paths))] == lines
