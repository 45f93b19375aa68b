"""The package as an index would have it: built, installed into a clean environment, and making a list there.

Nothing comes from a network. What the package needs is lent to the environments from those that run this test, and no
more than that, so that a dependency which is not declared is not there.
"""

import os
import re
import subprocess
import sys
import tarfile
from email.parser import BytesParser
from importlib.metadata import PackageNotFoundError, distribution, version
from pathlib import Path
from zipfile import ZipFile

import pytest
from packaging.metadata import Metadata

from catalog.outputs.skeleton import FOLDER, OWN, SHARED
from catalog.outputs.templating import SHIPPED
from tests.conftest import REPOSITORY

VERSION = version("paper-catalog")
HOSTILE = "a 'list' (of) #papers %41 &co; *?"
"""The name of a folder that means something to make, shells, pip and addresses."""


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    usual = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH") if name in os.environ}
    offline = {"PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env=usual | offline | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of what `python -m build` makes: the source distribution, and the wheel out of it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, REPOSITORY, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(dist: Path) -> Path:
    return dist / f"paper_catalog-{VERSION}-py3-none-any.whl"


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return a folder with what a new list's lock names, as it is installed here, and with nothing else."""
    folder = tmp_path_factory.mktemp("lent")
    for name in sorted(set(re.findall(r"(?m)^([\w.-]+)==", (FOLDER / "requirements.lock").read_text()))):
        try:
            found = distribution(name)
        except PackageNotFoundError:  # of another system
            continue
        for top in {path.parts[0] for path in found.files or ()} - {"..", "__pycache__"}:
            (folder / top).symlink_to(Path(str(found.locate_file(top))))
    return str(folder)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory, wheel: Path, lent: str) -> Path:
    """Return the script of the package, installed from its wheel into an environment of its own."""
    environment = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", environment, cwd=environment)
    python = environment / "bin" / "python"
    # With what it needs: pip finds all of it lent, or fails.
    run(sys.executable, "-m", "pip", "--python", python, "install", wheel, cwd=environment, PYTHONPATH=lent)
    return environment / "bin" / "catalog"


def test_the_wheel_has_what_the_package_reads_and_nothing_of_this_list(wheel: Path) -> None:
    names = {name for name in ZipFile(wheel).namelist() if ".dist-info/" not in name}
    code = {path.relative_to(REPOSITORY).as_posix() for path in (REPOSITORY / "catalog").rglob("*.py")}
    layouts = {path.relative_to(SHIPPED).as_posix() for path in SHIPPED.rglob("*") if path.is_file()}
    data = {"catalog/py.typed", "catalog/outputs/shipped.json"}
    assert names == code | data | {f"catalog/templates/{name}" for name in layouts} | {
        f"catalog/skeleton/{name}" for name in (*OWN, *SHARED)
    }


def test_the_source_distribution_has_what_the_wheel_is_made_of_and_nothing_of_this_list(dist: Path) -> None:
    with tarfile.open(dist / f"paper_catalog-{VERSION}.tar.gz") as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    tops = {name.partition("/")[0] for name in names}
    files = {"CHANGELOG.md", "LICENSE", "LICENSE-records", "PKG-INFO", "pyproject.toml", ".gitattributes", ".gitignore"}
    assert tops == files | {".github", ".vscode", "catalog", "templates"}
    assert {name for name in names if name.startswith((".github/", ".vscode/"))} < set(SHARED.values())


def test_what_an_index_shows_is_valid_and_whole(wheel: Path) -> None:
    text = ZipFile(wheel).read(f"paper_catalog-{VERSION}.dist-info/METADATA")
    said = Metadata.from_email(text, validate=True)
    assert (said.name, str(said.version), said.license_expression) == ("paper-catalog", VERSION, "MIT")
    assert said.license_files == ["LICENSE"]
    assert said.description_content_type == "text/markdown"
    assert "Typing :: Typed" in (said.classifiers or [])
    body = BytesParser().parsebytes(text).get_payload()
    # Where an index shows it, there is nothing beside it to link to.
    assert re.findall(r"\]\((?!https?://)", str(body)) == []


def test_the_installed_program_is_of_the_wheel_alone(program: Path, lent: str, tmp_path: Path) -> None:
    assert run(program, "--version", cwd=tmp_path, PYTHONPATH=lent).stdout == f"catalog {VERSION}\n"
    where = "import catalog; print(catalog.__file__)"
    place = run(program.with_name("python"), "-c", where, cwd=tmp_path, PYTHONPATH=lent).stdout
    assert place.startswith(str(program.parent.parent))


def test_a_list_made_by_the_wheel_builds_tests_itself_and_is_as_committed(
    program: Path, wheel: Path, lent: str, tmp_path: Path
) -> None:
    run(program, "new", HOSTILE, "--tool", wheel, cwd=tmp_path, PYTHONPATH=lent)
    root = tmp_path / HOSTILE
    git = ("git", "-c", "user.name=A", "-c", "user.email=a@a.example", "-c", "init.defaultBranch=main")
    for command in (["init"], ["add", "."], ["commit", "--message", "Begin the list"]):
        run(*git, *command, cwd=root)
    made = run("make", f"PYTHON={sys.executable}", cwd=root, PYTHONPATH=lent)
    assert made.stderr.splitlines()[-1] == "2 papers checked: no findings"
    tested = run("make", "test", cwd=root, PYTHONPATH=lent)
    assert set(tested.stderr.splitlines()) == {"2 papers checked: no findings"}
    assert run(*git, "status", "--short", cwd=root).stdout == ""
    place = run(root / ".venv/bin/python", "-c", "import catalog; print(catalog.__file__)", cwd=root, PYTHONPATH=lent)
    assert place.stdout.startswith(str(root))
    site = root / "build" / "site"
    for name in ("index.html", "papers/shannon1948mathematical/index.html", "reference/queries/index.html", "404.html"):
        assert "<h1" in (site / name).read_text()
    assert list((site / "pagefind").iterdir())
