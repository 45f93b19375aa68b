"""What has one right answer is mended, with no other byte touched, and the rest is left and reported."""

from pathlib import Path, PurePosixPath

import pytest
from click.testing import CliRunner, Result

from catalog.catalog import read
from catalog.checks import CHECKS
from catalog.checks.fixes import FIXES, REMOVED, Spot
from catalog.cli import main
from catalog.codes import codes
from catalog.commands.check import check
from catalog.commands.check_fix import fix
from catalog.records.edit import removed
from catalog.records.syntax import Places

LI = "papers/2020/li2020fold.yaml"
RYE = "papers/2021/angstrom2021rye.yaml"
ZHANG = "papers/2021/zhang2021proof.yaml"
FAMILIES = "vocabularies/families.yaml"
PAGE = "https://oven.test.example.org/2020/fold"

MENDED = [
    pytest.param("final-period", LI, "title: Stretch and Fold", "title: Stretch and Fold.", id="a final period"),
    pytest.param("final-period", LI, "title: Stretch and Fold", "title: Stretch and Fold .", id="and a space"),
    pytest.param("title-spacing", LI, "title: Stretch and Fold", 'title: "Stretch\\tand  Fold"', id="spaces in quotes"),
    pytest.param("invisible-character", LI, "title: Stretch and Fold", "title: Stretch\u200b and Fold", id="unseen"),
    pytest.param("invisible-character", FAMILIES, "name: Gluten", "name: Glu\u00adten", id="in a vocabulary"),
    pytest.param("author-address", LI, "- Li, Bo", "- Li, Bo†", id="a footnote's mark"),
    pytest.param("author-address", LI, "- Li, Bo", "- Li, Bo *", id="a mark behind a space"),
    pytest.param("unknown-venue", LI, "venue: OVEN", "venue: oven", id="a venue in other letters"),
    pytest.param("unknown-family", LI, "loss_family: gluten", "loss_family: Gluten", id="a family"),
    pytest.param("unknown-topic", ZHANG, "topics: [wheat]", "topics: [Wheat]", id="a topic in brackets"),
    pytest.param("unknown-library", RYE, "library: breadlib", "library: BreadLib", id="a library"),
    pytest.param("known-https", LI, PAGE, PAGE.replace("https", "http"), id="an address without encryption"),
    pytest.param("text-fragment", LI, PAGE, f"{PAGE}#:~:text=dough", id="a text fragment"),
    pytest.param("malformed-url", LI, PAGE, PAGE.replace("https", "HTTPS"), id="a scheme in capitals"),
    pytest.param("malformed-url", LI, f"paper: {PAGE}", f"paper: ' {PAGE} '", id="spaces around an address"),
    pytest.param("named-twice", RYE, "[rye, wheat]", "[rye, wheat, rye]", id="a topic twice"),
    pytest.param("named-twice", RYE, "[rye, wheat]", "[rye, rye, wheat]", id="a topic twice before another"),
    pytest.param("reversed-pages", RYE, "pages: 101-112", "pages: 101-12", id="short pages"),
    pytest.param("tracking-parameter", LI, PAGE, f"{PAGE}?utm_source=x&utm_medium=y", id="tracking parameters"),
    *(
        pytest.param("invalid-value", RYE, 'arxiv: "2101.00001"', f"arxiv: {given}", id=given)
        for given in (
            '"2101.00001v2"',
            "arXiv:2101.00001",
            "https://arxiv.org/abs/2101.00001v1",
            "http://arxiv.org/pdf/2101.00001.pdf",
        )
    ),
    *(
        pytest.param("invalid-value", RYE, "pages: 101-112", f"pages: {given}", id=f"pages {given!a}")
        for given in ("101\u2013112", "101--112", "101 - 112", "pp. 101-112", "101\u2014112")
    ),
    *(
        pytest.param("invalid-value", RYE, "official: true", f"official: {given}", id=f"official {given}")
        for given in ("True", "yes", "TRUE")
    ),
    *(
        pytest.param("invalid-value", LI, "added: 2026-01-02", f"added: {given}", id=f"added {given}")
        for given in ("2026/01/02", "2026-1-2", "2026.01.02")
    ),
    pytest.param("invalid-value", "vocabularies/venues.yaml", "kind: journal", "kind: Journal", id="a kind"),
]  # fmt: skip  # a table


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_bytes().decode()
    assert old in text
    (root / path).write_bytes(text.replace(old, new, 1).encode())


def plain(text: str) -> str:
    """Return a text as it is without quotes, for what was quoted may stay so."""
    return text.replace('"', "").replace("'", "")


def test_a_truth_value_and_a_date_get_no_quotes(toy: Path) -> None:
    good = (toy / RYE).read_text()
    edit(toy, RYE, "official: true", "official: yes")
    edit(toy, RYE, "added: 2026-01-02", "added: 2026/1/2")
    fix(toy, ())
    assert (toy / RYE).read_text() == good


@pytest.mark.parametrize(("code", "path", "right", "wrong"), MENDED)
def test_what_has_one_right_answer_is_mended_and_no_other_byte_is_touched(
    toy: Path, code: str, path: str, right: str, wrong: str
) -> None:
    good = (toy / path).read_text()
    edit(toy, path, right, wrong)
    assert {finding.code for finding in check(toy).findings} - {"unused-entry"} == {code}
    fixed = fix(toy, ())
    assert [finding.code for finding in fixed.mended] == [code]
    assert fixed.checked.findings == ()
    assert plain((toy / path).read_text()) == plain(good)
    assert fix(toy, ()).mended == ()


LEFT = [
    pytest.param("several-authors", LI, "- Li, Bo", "- Bo Li and Ana Ruiz", id="two authors in one"),
    pytest.param("author-address", LI, "- Li, Bo", "- Bo bo@li.test", id="an address of e-mail"),
    pytest.param("author-capitals", LI, "- Li, Bo", "- Bo LIMA", id="a name in capitals"),
    pytest.param("title-capitals", LI, "Stretch and Fold", "STRETCH AND FOLD", id="a title in capitals"),
    pytest.param("unknown-venue", LI, "venue: OVEN", "venue: OVNE", id="a venue that is nearly another"),
    pytest.param("reversed-pages", RYE, "pages: 101-112", "pages: 112-101", id="pages that are the wrong way round"),
    pytest.param("invalid-value", RYE, "pages: 101-112", "pages: see there", id="pages that are none"),
    pytest.param("invalid-value", LI, "year: 2020", "year: twenty", id="a year that is none"),
    pytest.param("malformed-url", LI, PAGE, "https://oven.test/a b", id="an address with a space"),
    pytest.param("year-in-folder", LI, "year: 2020", "year: 2021", id="a year of another folder"),
    pytest.param("named-twice", RYE, "also_families: [gluten]", "also_families:\n  - starter", id="all of a list"),
    pytest.param("named-twice", RYE, "[rye, wheat]", "\n  - rye\n  - wheat\n  - rye  # why", id="with a comment"),
    pytest.param("final-period", LI, "title: Stretch and Fold", "title: |-\n  Stretch and Fold.", id="a block"),
]  # fmt: skip  # a table


@pytest.mark.parametrize(("code", "path", "right", "wrong"), LEFT)
def test_what_is_for_a_person_to_say_is_left_and_reported(
    toy: Path, code: str, path: str, right: str, wrong: str
) -> None:
    edit(toy, path, right, wrong)
    before = (toy / path).read_bytes()
    fixed = fix(toy, ())
    assert fixed.mended == ()
    assert [finding.code for finding in fixed.checked.findings] == [code]
    assert (toy / path).read_bytes() == before


@pytest.mark.parametrize(
    ("given", "left"),
    [
        ("?utm_source=x", ""),
        ("?a=1&fbclid=z", "?a=1"),
        ("?fbclid=z&a=1", "?a=1"),
        ("?fbclid=z;a=1", "?a=1"),
        ("?a=1&utm_source=x&b=2", "?a=1&b=2"),
        ("?utm_source=x&utm_medium=y&b=2#c", "?b=2#c"),
        ("?gclid=1#top", "#top"),
        ("#utm_source=x", ""),
        ("#utm_source=x&a=1", "#a=1"),
        ("?a=1#utm_source=x", "?a=1"),
    ],
)
def test_of_an_address_only_what_tracks_goes(toy: Path, given: str, left: str) -> None:
    spot = Spot(read(toy).catalog, ("links", "paper"), f"{PAGE}{given}")
    assert FIXES["tracking-parameter"](spot) == f"{PAGE}{left}"


def test_several_findings_at_one_place_are_mended_together(toy: Path) -> None:
    good = (toy / LI).read_text()
    edit(toy, LI, "title: Stretch and Fold", "title: 'Stretch  and\u200b Fold.'")
    fixed = fix(toy, ())
    assert {finding.code for finding in fixed.mended} == {"final-period", "title-spacing", "invisible-character"}
    assert (toy / LI).read_text() == good.replace("Stretch and Fold", "'Stretch and Fold'")


def test_what_was_hidden_by_what_is_mended_is_mended_too(toy: Path) -> None:
    edit(toy, RYE, "pages: 101-112", "pages: pp. 101\u201312")
    assert [finding.code for finding in fix(toy, ()).mended] == ["invalid-value", "reversed-pages"]
    assert "pages: 101-112\n" in (toy / RYE).read_text()


def test_lines_of_windows_stay_such(toy: Path) -> None:
    (toy / LI).write_bytes((toy / LI).read_bytes().replace(b"\n", b"\r\n"))
    good = (toy / LI).read_bytes()
    edit(toy, LI, "title: Stretch and Fold", "title: Stretch and Fold.")
    fix(toy, ())
    assert (toy / LI).read_bytes() == good


def test_of_some_paths_only_those_are_mended(toy: Path) -> None:
    edit(toy, LI, "Stretch and Fold", "Stretch and Fold.")
    edit(toy, ZHANG, "Proof of Concept", "Proof of Concept.")
    before = (toy / LI).read_bytes()
    assert [finding.location.path for finding in fix(toy, [PurePosixPath("papers/2021")]).mended] == [ZHANG]
    assert (toy / LI).read_bytes() == before


def run(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), "check", *arguments])


def test_the_command_says_what_it_mended_and_ends_with_what_is_left(toy: Path) -> None:
    edit(toy, LI, "Stretch and Fold", "Stretch and Fold.")
    edit(toy, ZHANG, "venue: CRUMB", "venue: CRMUB")
    result = run(toy, "--fix")
    assert result.exit_code == 1
    assert result.stderr.startswith(
        f"mended {LI}:1:8: error: the title ends with a period; remove it [final-period]\n8 papers checked: 1 error\n"
    )
    assert result.stdout == f"{ZHANG}:6:8: error: no venue `CRMUB`; did you mean `CRUMB`? [unknown-venue]\n"


def test_where_nothing_is_left_it_is_no_error(toy: Path) -> None:
    edit(toy, LI, "Stretch and Fold", "Stretch and Fold.")
    assert run(toy, "--fix").exit_code == 0
    again = run(toy, "--fix")
    assert (again.exit_code, again.stdout, again.stderr) == (0, "", "8 papers checked: no findings\n")


def test_each_fix_is_for_a_code_that_there_is() -> None:
    assert {*FIXES, *REMOVED} <= set(codes())
    assert {check.code for check in CHECKS} - {*FIXES, *REMOVED}


@pytest.mark.parametrize(
    ("text", "index", "left"),
    [
        pytest.param("a: [x, y, z]\n", 0, "a: [y, z]\n", id="the first in brackets"),
        pytest.param("a: [x, y, z]\n", 1, "a: [x, z]\n", id="one between"),
        pytest.param("a: [x, y, z]\n", 2, "a: [x, y]\n", id="the last"),
        pytest.param("a: [ x , ]\n", 0, "a: [  , ]\n", id="the only one"),
        pytest.param("a:\n- x\n- y\n", 1, "a:\n- x\n", id="a line"),
        pytest.param("a:\n- x\n- y", 1, "a:\n- x\n", id="a line without an end"),
        pytest.param("a:\n- x\n- y\n", 0, "a:\n- y\n", id="the first line"),
        pytest.param("a: [x, # why\n  y]\n", 0, None, id="with a comment"),
        pytest.param("a:\n- x # why\n- y\n", 0, None, id="beside a comment"),
        pytest.param("a:\n- x\n", 0, None, id="all of a list"),
        pytest.param("a:\n- |\n  x\n- y\n", 0, None, id="a block"),
        pytest.param("a: x\n", 0, None, id="no list"),
    ],
)
def test_an_item_goes_alone(text: str, index: int, left: str | None) -> None:
    assert removed(text, ("a", index)) == left


def test_a_way_is_found_from_a_place() -> None:
    places = Places("a: x\nb: [y, {c: z}]\nd:\n  - e: f\n")
    assert [places.way_to(*place) for place in ((1, 4), (2, 5), (2, 12), (4, 8), (1, 1), (2, 8), (9, 9))] == [
        ("a",),
        ("b", 0),
        ("b", 1, "c"),
        ("d", 0, "e"),
        None,
        None,
        None,
    ]
