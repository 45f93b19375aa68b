"""`catalog add` and `refresh` as a person meets them: words, streams and exit status, and questions on a terminal."""

import os
import pty
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from catalog.cli import main
from catalog.commands import asking
from tests.conftest import REPOSITORY
from tests.importers.test_faults import says
from tests.importers.world import World, as_dblp, entry, hit, settle, work
from tests.links.server import Visit, Web

ARXIV = "2003.13911"
DOI = "10.1000/oven.2020.7"
PATH = "papers/2020/ruiz2020kneading.yaml"


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Return services on this machine, and a list that knows them."""
    monkeypatch.setattr(asking, "DELAYS", {})
    with Web() as web:
        yield settle(tmp_path, web)


def run(world: World, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--root", str(world.root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def test_a_record_that_was_written_is_named_on_stderr(world: World) -> None:
    world.works[DOI] = work()
    result = run(world, "add", DOI, "--family", "gluten")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote {PATH}\n")
    assert run(world, "fmt", "--check", str(world.root / PATH)).exit_code == 0
    assert run(world, "check", "--strict").exit_code == 0


def test_a_gap_is_named_and_left_to_check(world: World) -> None:
    world.works[DOI] = work()
    result = run(world, "add", DOI)
    assert (result.exit_code, result.stderr) == (0, f"wrote {PATH}\n{PATH}: `loss_family` is left open; fill it in\n")
    assert f"{PATH}:8:1: error: `loss_family` is empty" in run(world, "check").stdout


def test_a_dry_run_prints_documents_on_stdout_and_writes_nothing(world: World) -> None:
    world.works[DOI] = work()
    world.arxiv[ARXIV] = entry(ARXIV, "Proofing", ("Cy Young",))
    result = run(world, "add", DOI, ARXIV, "--dry-run", "--family", "gluten")
    assert (result.exit_code, result.stderr) == (0, "")
    assert [each["title"] for each in yaml.safe_load_all(result.stdout)] == ["Kneading by Numbers", "Proofing"]
    assert result.stdout.startswith(f"# {PATH}\n")
    assert not (world.root / PATH).exists()


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        ((), 2, "give an arXiv id, a DOI, an address or a .bib file"),
        (("nonsense",), 2, "`nonsense` is no arXiv id, DOI, http(s) address or .bib file"),
        (("9999.99999",), 1, "9999.99999: error: arXiv has no paper `9999.99999`"),
        (("2003.139",), 2, "`2003.139` is no arXiv id; it has four digits"),
        (("10.x",), 2, "`10.x` is no DOI"),
        (("ftp://oven.org/x",), 2, "is neither `https://` nor `http://`"),
        (("--form", "nowhere.md"), 2, "does not exist"),
        (("10.1000/none",), 1, "10.1000/none: error: no registry knows the DOI `10.1000/none`; check it [not-found]"),
        ((DOI, "nonsense"), 1, "nonsense: error: `nonsense` is no arXiv id"),
        ((DOI, "--family", "glutn"), 1, "--family: error: no family `glutn`; did you mean `gluten`? [unknown-family]"),
    ],
)
def test_what_cannot_be_added_says_why(world: World, arguments: tuple[str, ...], status: int, words: str) -> None:
    world.works[DOI] = work()
    result = run(world, "add", *arguments)
    assert (result.exit_code, result.stdout) == (status, "")
    assert words in result.stderr


def test_trouble_with_the_network_is_status_3_with_what_was_asked_and_what_to_try(world: World) -> None:
    world.faults["arxiv"] = says(429, Retry_After="3600")
    result = run(world, "add", ARXIV, "--family", "gluten")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == (
        f"catalog: {ARXIV}: arXiv was asked at {world.base}/arxiv/api/query?id_list={ARXIV}&max_results=1: "
        "it answered 429 and asks for 3,600 seconds of patience; try again after them\n"
    )


def test_a_form_is_read_as_github_sends_it(world: World, tmp_path: Path) -> None:
    world.works[DOI] = work()
    form = tmp_path / "body.md"
    form.write_text(f"### Reference\n\n{DOI}\n\n### Family\n\ngluten\n\n### Topics\n\n_No response_\n")
    assert run(world, "add", "--form", str(form)).stderr == f"wrote {PATH}\n"


def test_hostile_words_of_a_source_reach_no_terminal(world: World) -> None:
    world.works[DOI] = work(**{"container-title": ["\x1b[31mRed\u202e Journal"]})
    result = run(world, "add", DOI)
    assert result.exit_code == 1
    assert "\x1b" not in result.stderr
    assert "\u202e" not in result.stderr


def on_a_terminal(world: World, answers: str) -> tuple[int, str]:
    """Return the exit status of `add` where a person answers, and what the terminal showed."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from catalog.cli import main; main()", "add", DOI]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm", "NO_COLOR": "1"}
    seen = b""
    with subprocess.Popen(
        command, cwd=world.root, env=environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as process:
        os.close(theirs)
        ends = time.monotonic() + 60
        left = answers.splitlines(keepends=True)
        try:
            while time.monotonic() < ends and (read := os.read(ours, 4096)):
                seen += read
                if left and seen.endswith(b": "):
                    os.write(ours, left.pop(0).encode())
        except OSError:  # how Linux says that the other side is closed
            pass
        finally:
            os.close(ours)
    return process.returncode, seen.decode()


@pytest.mark.parametrize(
    ("answers", "family"),
    [("2\n", "gluten"), ("gluten\n", "gluten"), ("glutn\n1\n", "starter"), ("\n", "")],
    ids=["a number", "a key", "a slip", "nothing"],
)
def test_on_a_terminal_the_family_is_asked_for(world: World, answers: str, family: str) -> None:
    world.works[DOI] = work()
    status, seen = on_a_terminal(world, answers)
    assert status == 0
    assert "  1  starter" in seen
    assert "dough" not in seen
    assert ("did you mean `gluten`?" in seen) == (answers == "glutn\n1\n")
    assert f"loss_family: {family}".rstrip() in (world.root / PATH).read_text().splitlines()


def only_preprint(world: World) -> str:
    for other in (world.root / "papers").rglob("*.yaml"):
        other.unlink()
    path = "papers/2019/ruiz2019kneading.yaml"
    (world.root / path).write_text(
        "title: Kneading by Numbers\nauthors: [Ana Ruiz, Bo Li]\nyear: 2019\nvenue: arXiv\nloss_family: gluten\n"
        "arxiv: '1903.13911'\nlinks:\n  paper: https://arxiv.org/abs/1903.13911\nadded: 2026-01-02\n"
    )
    return path


def test_refresh_reports_on_stdout_and_exits_1(world: World) -> None:
    path = only_preprint(world)
    world.arxiv["1903.13911"] = entry("1903.13911")
    world.dblp = as_dblp(hit())
    result = run(world, "refresh")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout == (
        f"{path}:4:8: warning: has been published since: OVEN 2020, DOI `{DOI}`, says DBLP; "
        "`catalog refresh --fix` writes it [published-since]\n"
    )


def test_refresh_says_what_it_wrote(world: World) -> None:
    path = only_preprint(world)
    world.arxiv["1903.13911"] = entry("1903.13911")
    world.dblp = as_dblp(hit())
    result = run(world, "refresh", "--fix", str(world.root / path))
    assert result.stderr == f"wrote papers/2020/ruiz2019kneading.yaml\nremoved {path}\n"


def test_refresh_without_news_is_status_0(world: World) -> None:
    only_preprint(world)
    world.arxiv["1903.13911"] = entry("1903.13911")
    result = run(world, "refresh")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_refresh_without_any_service_is_status_3(world: World) -> None:
    only_preprint(world)
    world.faults = dict.fromkeys(("arxiv", "crossref", "doi", "dblp", "openalex"), says(503, Retry_After="3600"))
    result = run(world, "refresh")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.count("catalog: ") == 4


def test_a_token_goes_to_github_and_to_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_TOKEN", "secret")
    only_preprint(world)
    world.arxiv["1903.13911"] = entry("1903.13911", comment="Code: https://github.com/ruiz/knead")
    heard: dict[str, str | None] = {}
    answer = world.answer

    def listening(visit: Visit) -> None:
        heard[visit.path.split("/")[1]] = visit.headers.get("authorization")
        answer(visit)

    world.web.scripts["127.0.0.1"] = listening
    world.github["ruiz/knead"] = {"html_url": "https://github.com/ruiz/knead"}
    result = run(world, "refresh")
    assert "`code` is open, and arXiv has `https://github.com/ruiz/knead`" in result.stdout
    assert heard == {
        "arxiv": None,
        "dblp": None,
        "crossref": None,
        "openalex": None,
        "github": "Bearer secret",
    }
