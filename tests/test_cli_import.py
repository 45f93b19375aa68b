"""`catalog import` on the command line: what goes to stdout, what to stderr, and the exit status."""

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from catalog.cli import main
from tests.conftest import TOY
from tests.importers.lists import empty_list

GOOD = "- **Kneading by Ear.** *Ana Ruiz.* OVEN 2020. [[pdf](https://arxiv.org/abs/2001.00001)]\n"
BAD = "- Kneading [[pdf](https://oven.example.org/a.pdf)]\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return empty_list(tmp_path, TOY)


def run(root: Path, text: str, *options: str, name: str = "LIST.md") -> Result:
    file = root.parent / name
    file.write_text(text)
    return CliRunner().invoke(main, ["--root", str(root), "import", str(file), *options])


def test_what_can_be_read_is_written_and_the_status_is_that_of_no_error(root: Path) -> None:
    result = run(root, GOOD)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == (
        "wrote papers/2020/ruiz2020kneading.yaml\n"
        "1 record; 0 papers known already\n"
        "left open here and there: `loss_family`; `catalog check` says where\n"
    )
    assert run(root, GOOD).exit_code == 0


def test_what_cannot_be_read_is_named_with_its_line_and_the_rest_is_written(root: Path) -> None:
    result = run(root, GOOD + BAD)
    assert result.exit_code == 1
    assert f"{root.parent}/LIST.md:2:1: error: no year is found for `Kneading`" in result.stderr
    assert (root / "papers" / "2020" / "ruiz2020kneading.yaml").exists()


def test_a_byte_order_mark_before_a_readme_is_no_fault(root: Path) -> None:
    assert run(root, "\ufeff" + GOOD).exit_code == 0
    assert (root / "papers" / "2020" / "ruiz2020kneading.yaml").exists()


def test_a_dry_run_prints_documents_of_yaml_and_nothing_else(root: Path) -> None:
    result = run(root, GOOD + GOOD.replace("Ear", "Eye").replace("00001", "00002") + BAD, "--dry-run")
    assert result.exit_code == 1
    documents = list(yaml.safe_load_all(result.stdout))
    assert [document["title"] for document in documents] == ["Kneading by Ear", "Kneading by Eye"]
    assert list((root / "papers").iterdir()) == []


@pytest.mark.parametrize(("name", "text", "status"), [("x.md", "", 1), ("x.py", "pass\n", 3), ("x.bib", "x\n", 1)])
def test_a_file_that_is_neither_is_said_to_be_so(root: Path, name: str, text: str, status: int) -> None:
    result = run(root, text, name=name)
    assert result.exit_code == status
    assert "neither a README" in result.stderr


def test_a_file_that_is_not_there_is_misuse(root: Path) -> None:
    assert CliRunner().invoke(main, ["--root", str(root), "import", "nowhere.md"]).exit_code == 2
