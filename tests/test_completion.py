"""A shell is offered commands, codes and the list's own keys, in the way that each shell's script asks for them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from catalog.codes import codes
from tests.conftest import TOY

PROGRAM = str(Path(sys.executable).parent / "catalog")


def offered(shell: str, *words: str, cwd: Path = TOY) -> list[str]:
    """Return the words that the script of a shell gets, of which the last of `words` is the beginning."""
    environment = {
        "bash": {"COMP_WORDS": " ".join(("catalog", *words)), "COMP_CWORD": str(len(words))},
        "zsh": {"COMP_WORDS": " ".join(("catalog", *words)), "COMP_CWORD": str(len(words))},
        "fish": {"COMP_WORDS": " ".join(("catalog", *words)), "COMP_CWORD": words[-1]},
    }[shell]
    done = subprocess.run(
        [PROGRAM],
        env={**os.environ, **environment, "_CATALOG_COMPLETE": f"{shell}_complete"},
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.strip("\n").splitlines()
    if shell == "zsh":  # type, word and help, a line each
        return lines[1::3]
    return [line.split(",", 1)[1].split("\t")[0] for line in lines]


SHELLS = ("bash", "zsh", "fish")


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param(("expl",), ["explain"], id="a command"),
        pytest.param(("explain", "final"), ["final-period"], id="a code"),
        pytest.param(("find", "--venue", "o"), ["OVEN"], id="a venue, in any case"),
        pytest.param(("find", "--family", "gl"), ["gluten"], id="a family"),
        pytest.param(("export", "bibtex", "--topic", "r"), ["rye"], id="a topic"),
        pytest.param(("find", "--has", "co"), ["code"], id="what a paper has"),
        pytest.param(("find", "--presentation", "o"), ["oral"], id="a presentation"),
        pytest.param(("check", "--format", "s"), ["sarif"], id="a format"),
        pytest.param(("schema", "v"), ["venues"], id="a schema"),
        pytest.param(("find", "--venue", "zz"), [], id="nothing"),
    ],
)
def test_what_begins_so_is_offered(shell: str, words: tuple[str, ...], found: list[str]) -> None:
    assert offered(shell, *words) == found


def test_every_code_is_offered() -> None:
    assert offered("zsh", "explain", "") == list(codes())


def test_another_root_has_its_own_keys(tmp_path: Path) -> None:
    assert offered("bash", "--root", str(TOY), "find", "--venue", "O", cwd=tmp_path) == ["OVEN"]


def test_outside_of_a_list_there_are_no_keys(tmp_path: Path) -> None:
    assert offered("bash", "find", "--venue", "O", cwd=tmp_path) == []


def test_a_broken_vocabulary_offers_nothing(toy: Path) -> None:
    (toy / "vocabularies/venues.yaml").write_text("OVEN: [")
    assert offered("bash", "find", "--venue", "O", cwd=toy) == []


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_is_sound(shell: str) -> None:
    environment = {**os.environ, "_CATALOG_COMPLETE": f"{shell}_source"}
    script = subprocess.run([PROGRAM], env=environment, capture_output=True, text=True, check=True).stdout
    assert f"_CATALOG_COMPLETE={shell}_complete" in script
    program = shutil.which(shell)
    if program is not None:
        assert subprocess.run([program, "-n"], input=script, text=True, check=False).returncode == 0


def test_bash_completes_by_its_script() -> None:
    script = """
        eval "$(_CATALOG_COMPLETE=bash_source catalog)"
        COMP_WORDS=(catalog explain final); COMP_CWORD=2
        _catalog_completion catalog
        printf '%s\\n' "${COMPREPLY[@]}"
    """
    path = f"{Path(PROGRAM).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], env={**os.environ, "PATH": path}, cwd=TOY, capture_output=True, text=True, check=False
    )
    assert done.stdout == "final-period\n"
