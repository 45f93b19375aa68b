"""`catalog export`: the bytes of a format to stdout or into a file, and nothing else beside them."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli import main
from catalog.edition import Edition
from catalog.outputs.formats import FORMATS
from tests.conftest import REPOSITORY, TOY

LI = "papers/2020/li2020fold.yaml"


def export(*arguments: str, root: Path = TOY) -> Result:
    result = CliRunner().invoke(main, ["--root", str(root), "export", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def broken(toy: Path) -> Path:
    """Return a list with an error in one record."""
    (toy / LI).write_text((toy / LI).read_text().replace("venue: OVEN", "venue: OVNE"))
    return toy


@pytest.mark.parametrize("name", FORMATS)
def test_the_papers_go_to_stdout_and_nothing_to_stderr(name: str, toy_edition: Edition) -> None:
    result = export(name)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes == FORMATS[name].render(toy_edition, toy_edition.catalog)


def test_a_dash_is_stdout(toy_edition: Edition) -> None:
    assert export("ris", "-o", "-").stdout_bytes == FORMATS["ris"].render(toy_edition, toy_edition.catalog)


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_is_written_instead(name: str, tmp_path: Path, toy_edition: Edition) -> None:
    path = tmp_path / FORMATS[name].file_name
    path.write_text("old")
    result = export(name, "--output", str(path))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"wrote `{path}`: 8 papers\n")
    assert path.read_bytes() == FORMATS[name].render(toy_edition, toy_edition.catalog)
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_link_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "link.ris").symlink_to(tmp_path / "there.ris")
    assert export("ris", "-o", str(tmp_path / "link.ris")).exit_code == 0
    assert (tmp_path / "link.ris").is_symlink()
    assert (tmp_path / "there.ris").read_text().startswith("TY  - ")


def test_a_device_stays_one(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    assert export("ris", "-o", str(pipe)).exit_code == 0
    assert pipe.is_fifo()
    assert os.read(reader, 5) == b"TY  -"
    os.close(reader)


def test_a_pipe_that_only_a_device_names_is_written_to() -> None:
    program = (sys.executable, "-c", "from catalog.cli import main; main()")
    command = (*program, "--root", str(TOY), "export", "ris", "-o", "/dev/stdout")
    done = subprocess.run(command, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"wrote `/dev/stdout`: 8 papers\n")
    assert done.stdout == export("ris").stdout_bytes


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    result = export("ris", "-o", str(tmp_path / "nowhere/all.ris"))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr == f"catalog: {tmp_path}/nowhere/all.ris cannot be written: no such file or directory\n"


def test_a_list_with_errors_is_not_exported(broken: Path, tmp_path: Path) -> None:
    result = export("bibtex", "-o", str(tmp_path / "all.bib"), root=broken)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{LI}:5:8: error: no venue `OVNE`; did you mean `OVEN`? [unknown-venue]\n"
    assert not (tmp_path / "all.bib").exists()


def test_an_unknown_format_is_misuse() -> None:
    result = export("bibtext")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "'bibtext' is not one of 'bibtex', 'biblatex', 'ris', 'csl-json', 'csv', 'json', 'sqlite'" in result.stderr


def on_a_terminal(name: str) -> tuple[int, bytes, str]:
    """Return exit status, what a terminal was shown, and stderr."""
    terminal, program = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-c", "from catalog.cli import main; main(prog_name='catalog')", "export", name],
        cwd=TOY,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        stdout=program,
        stderr=subprocess.PIPE,
        text=True,
    )
    os.close(program)
    shown = b""
    try:
        while part := os.read(terminal, 65536):
            shown += part
    except OSError:
        pass  # how the end of a terminal looks
    _, said = run.communicate(timeout=60)
    os.close(terminal)
    return run.returncode, shown, said


def test_a_database_is_not_shown_on_a_terminal() -> None:
    status, shown, said = on_a_terminal("sqlite")
    assert (status, shown) == (2, b"")
    assert said.endswith(
        "Error: SQLite is nothing for a terminal; write a file, as in `catalog export sqlite -o catalog.sqlite`\n"
    )


def test_a_text_is_shown_on_a_terminal() -> None:
    status, shown, said = on_a_terminal("ris")
    assert (status, shown[:9], said) == (0, b"TY  - CON", "")


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        (("year:..2013",), {"bell2013starter", "munoz2013crumb"}),
        (("--family", "starter", "year:2021"), {"angstrom2021rye"}),
        (("year:2021", "-has:official-code"), {"zhang2021proof"}),
        (("-official", "year:2021"), {"angstrom2021rye", "zhang2021proof"}),
        (("year:..2013", "--", "-official"), {"bell2013starter", "munoz2013crumb"}),
        (("year:..2013", "--", "-order.bib"), {"bell2013starter", "munoz2013crumb"}),
        (("year:..2013", '-"order.bib"'), {"bell2013starter", "munoz2013crumb"}),
    ],
    ids=["query", "filter", "negated", "a word that begins like an option", "behind --", "likewise a file", "quoted"],
)
def test_a_choice_of_papers_is_exported(toy_edition: Edition, arguments: tuple[str, ...], ids: set[str]) -> None:
    chosen = [record for record in toy_edition.catalog if record.id in ids]
    assert export("bibtex", *arguments).stdout_bytes == FORMATS["bibtex"].render(toy_edition, chosen)


@pytest.mark.parametrize(
    ("word", "file"), [("-oall.bib", "all.bib"), ("-o=all", "all"), ("-oin/all", "in/all"), ("-o~", "~"), ("-o-", "-")]
)
def test_what_may_be_a_file_or_a_word_is_misuse_and_names_both_ways(word: str, file: str) -> None:
    result = export("bibtex", "rye", word)
    assert (result.exit_code, result.stdout) == (2, "")
    said = f"Error: `{word}` may be a file or a word that must not hold; write `-o {file}` or `'-\"{word[1:]}\"'`\n"
    assert result.stderr.endswith(said)


def test_a_word_that_others_take_for_a_file_is_told_and_sought() -> None:
    result = export("bibtex", "-old")
    assert result.stderr == "`-old` is a word that must not hold; the name of a file stands apart from `-o`\n"
    assert result.exit_code == 0


def test_the_value_of_an_option_is_never_a_word(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert export("ris", "-o", "-weird").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["-weird"]
    assert "no family `-old`;" in export("ris", "--family", "-old").stderr


def test_a_word_in_the_place_of_the_format_is_shown_as_it_was_typed() -> None:
    assert "'-xyzzy' is not one of" in export("-xyzzy").stderr


def test_a_choice_of_no_paper_is_an_empty_file_and_a_word_about_it() -> None:
    result = export("bibtex", "xyzzy")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no paper found\n")


def test_a_query_that_cannot_be_read_is_misuse(tmp_path: Path) -> None:
    result = export("bibtex", "famly:starter", "-o", str(tmp_path / "all.bib"))
    assert result.exit_code == 2
    assert "did you mean `family`?" in result.stderr
    assert not list(tmp_path.iterdir())
