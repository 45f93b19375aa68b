"""What is measured is a list without errors, the same for the same seed."""

from pathlib import Path

from bench.synthetic import make
from catalog.commands.check import check
from catalog.commands.fmt import fmt


def test_a_synthetic_list_has_no_errors(tmp_path: Path) -> None:
    make(tmp_path / "list", 60, seed=1)
    checked = check(tmp_path / "list")
    assert checked.papers == 60
    assert not checked.has_errors


def test_a_synthetic_list_is_in_canonical_form(tmp_path: Path) -> None:
    make(tmp_path / "list", 60, seed=1)
    assert fmt(tmp_path / "list", (), write=False).changes == ()


def test_a_seed_makes_the_same_list(tmp_path: Path) -> None:
    made = []
    for name in ("one", "other"):
        make(tmp_path / name, 20, seed=7)
        made.append({path.name: path.read_bytes() for path in (tmp_path / name / "papers").rglob("*.yaml")})
    assert made[0] == made[1]
