"""A new list is whole and without findings, or not there, whatever it is called; nobody's folder is touched."""

import os
import re
import shutil
import stat
import subprocess
import sys
import time
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from catalog.commands import build as building
from catalog.commands.check import check
from catalog.commands.fmt import fmt
from catalog.commands.new import MisuseError, new, requirement_of
from catalog.diagnostics import WriteError
from catalog.mkdocs_plugin import build_site
from catalog.publish import new_folder
from catalog.settings import read_settings
from tests.conftest import REPOSITORY
from tests.html_reading import dead_links, read_folder
from tests.outputs.test_skeleton import FIELD

HOSTILE = (
    """<b>"A" & 'B'</b> \\ {{ c }} {% d %} $e$ ${f} [g](h) *i* _j_ `k` ~~l~~ | ]]> --- # m &amp; {: #n } \\n É 漢 %s"""
)
SIGNS = ':"$\\'
WHEEL = "paper_catalog-1.2.3-py3-none-any.whl"


@pytest.fixture(autouse=True)
def _no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the addresses of a Pages workflow out of these tests."""
    for name in ("SITE_URL", "REPOSITORY_URL"):
        monkeypatch.delenv(name, raising=False)


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a new list with a title that means something everywhere."""
    return new(tmp_path_factory.mktemp("lists") / "a-list", title=HOSTILE).folder


def test_a_new_list_has_no_findings_and_is_canonical(made: Path) -> None:
    assert check(made).findings == ()
    assert fmt(made, (), write=False).changes == ()


def test_a_new_list_has_its_outputs_already(made: Path) -> None:
    built = building.build(made, only=building.COMMITTED, into=made, write=False, engine=None)
    assert built.changes == ()
    assert built.papers == 2
    assert {"README.md", "references.bib", "schemas/record.json"} < files(made).keys()


def test_a_title_is_what_was_said(made: Path) -> None:
    settings = read_settings(made).settings
    assert settings is not None
    assert settings.list.title == HOSTILE


def test_the_site_of_a_new_list_says_its_title_and_each_of_its_links_leads_somewhere(
    made: Path, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    build_site(made, check(made).edition(), site)
    read = read_folder(site)
    assert read["index.html"].texts_of("h1") == [HOSTILE]
    assert read["index.html"].texts_of("title") == [HOSTILE]
    assert list(dead_links(site, read)) == []
    assert (site / "assets/favicon.svg").is_file()
    assert (site / "assets/social-card.png").is_file()
    assert [path for path, page in read.items() if FIELD.search(page.text)] == []


def test_no_file_of_a_new_list_knows_another_field(made: Path) -> None:
    texts = {path: data.decode() for path, data in files(made).items()}
    assert [(path, hit[0]) for path, text in texts.items() for hit in FIELD.finditer(text)] == []


def test_equal_words_make_equal_lists(made: Path, tmp_path: Path) -> None:
    again = new(tmp_path / "elsewhere" / "a-list", title=HOSTILE)
    assert files(again.folder) == files(made)
    assert again.files == len(files(made))


FOLDERS_OF_THE_OWNER = ("papers/", "schemas/", "vocabularies/")
OF_THE_OWNER = {
    "LICENSE",
    "README.md",
    "catalog.toml",
    "mkdocs.yml",
    "references.bib",
    "requirements.txt",
    "site/index.md",
}


def test_the_documented_commands_take_over_every_file_of_the_tool_and_none_of_the_owner(tmp_path: Path) -> None:
    for name in ("mine", "fresh"):
        new(tmp_path / name, title="Bread")
    before = {path: f"# {path}\n".encode() for path in files(tmp_path / "mine")}
    for path, data in before.items():
        (tmp_path / "mine" / path).write_bytes(data)
    page = (REPOSITORY / "site/contribute/your-own-list.md").read_text()
    copying = re.findall(r"(?m)^\$ (cp .*)$", page)
    subprocess.run(["bash", "-e", "-c", "\n".join(copying)], cwd=tmp_path / "mine", check=True)
    fresh, after = files(tmp_path / "fresh"), files(tmp_path / "mine")
    assert after.keys() == fresh.keys()
    kept = {path for path in after if after[path] == before[path]}
    assert kept == {path for path in before if path in OF_THE_OWNER or path.startswith(FOLDERS_OF_THE_OWNER)}
    assert all(after[path] == fresh[path] for path in after.keys() - kept)


def test_a_new_list_is_as_open_to_others_as_any_folder(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        folder = new(tmp_path / "list").folder
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o750
    assert stat.S_IMODE((folder / "README.md").stat().st_mode) == 0o640


@pytest.mark.parametrize(
    ("name", "title", "url"),
    [
        ("awesome-graph_papers", "Awesome Graph Papers", "https://awesome-graph-papers.example/"),
        ("Über Bäume", "Über Bäume", "https://uber-baume.example/"),
        ("öl", "Öl", "https://ol.example/"),
        ("ACM papers", "ACM Papers", "https://acm-papers.example/"),
        ("漢字", "漢字", "https://list.example/"),
        ("--", "Papers", "https://list.example/"),
        ("x" * 200, f"X{'x' * 199}", f"https://{'x' * 50}.example/"),
        ("a 'b' (c) #d %e &f;g *h", "A 'B' (C) #D %E &F;G *H", "https://a-b-c-d-e-f-g-h.example/"),
    ],
)
def test_a_folder_s_name_makes_title_and_address(tmp_path: Path, name: str, title: str, url: str) -> None:
    settings = read_settings(new(tmp_path / name).folder).settings
    assert settings is not None
    assert (settings.list.title, settings.list.url) == (title, url)


def test_an_empty_folder_becomes_the_list(tmp_path: Path) -> None:
    folder = tmp_path / "list"
    folder.mkdir()
    (tmp_path / "link").symlink_to(folder)
    assert new(tmp_path / "link").folder == folder
    assert (folder / "catalog.toml").is_file()
    assert (tmp_path / "link").is_symlink()


def test_an_empty_repository_becomes_the_list_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "list"
    (folder / ".git").mkdir(parents=True)
    (folder / ".git" / "HEAD").write_text("theirs")
    monkeypatch.chdir(folder)
    new(Path())
    assert Path("catalog.toml").is_file()  # the folder is the same one
    assert Path(".git/HEAD").read_text() == "theirs"
    assert [path.name for path in tmp_path.iterdir()] == ["list"]


def test_only_the_list_is_left_beside_others(tmp_path: Path) -> None:
    (tmp_path / ".staging-somebody").mkdir()
    new(tmp_path / "list")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".staging-somebody", "list"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("full", "`full` is not empty; name a folder that is not there yet"),
        ("full/file", "`full/file` is no folder; name a folder that is not there yet"),
        *(
            (f"a{sign}b", f"has `{sign}` in it, and programs there could not start; choose another folder")
            for sign in SIGNS
        ),
        ("a`b", "has a backtick in it, and programs there could not start; choose another folder"),
        ("a\nb", "has a character that is not seen in it, and programs there could not start; choose another folder"),
        (
            "a\u202eb",
            "has a character that is not seen in it, and programs there could not start; choose another folder",
        ),
        ("a\udcffb", "the title is no text; `--title` says another"),
    ],
)
def test_a_folder_that_cannot_become_a_list_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, said: str
) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "file").write_text("mine")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(MisuseError, match=f"{re.escape(said)}$"):
        new(Path(name))
    assert files(tmp_path) == {"full/file": b"mine"}
    assert [path.name for path in tmp_path.iterdir()] == ["full"]


SAY = "; write what the list is called, or leave `--title` out"


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("", f"the title is empty{SAY}"),
        (" ", f"the title is empty{SAY}"),
        ("a\nb", f"the title has a line break{SAY}"),
        ("a\u200bb", f"the title holds a character that is not seen{SAY}"),
        ("\udcff", "the title is no text; `--title` says another"),
    ],
)
def test_a_title_that_cannot_be_shown_makes_no_list(tmp_path: Path, title: str, said: str) -> None:
    with pytest.raises(MisuseError, match=f"^{re.escape(said)}$"):
        new(tmp_path / "list", title=title)
    assert list(tmp_path.iterdir()) == []


def test_what_came_meanwhile_stays(tmp_path: Path) -> None:
    def fill() -> None:
        with new_folder(tmp_path / "list", "ours") as staged:
            (staged / "ours").write_text("ours")
            (tmp_path / "list").mkdir()
            (tmp_path / "list" / "theirs").write_text("theirs")

    with pytest.raises(WriteError, match="is there already; it was left as it is"):
        fill()
    assert files(tmp_path) == {"list/theirs": b"theirs"}


def test_what_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def fill() -> None:
        with new_folder(tmp_path / "list", "ours") as staged:
            (staged / "half").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_a_name_that_no_disk_holds_is_an_error_of_writing(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match="cannot be written"):
        new(tmp_path / ("x" * 256))
    assert list(tmp_path.iterdir()) == []


PROGRAM = [sys.executable, "-c", "from catalog.cli import main; main(prog_name='catalog')", "new", "list"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}


@pytest.mark.parametrize("part", [0.6, 0.75, 0.85, 0.95])
def test_a_killed_new_leaves_nothing_or_the_whole_and_the_next_one_nothing_else(tmp_path: Path, part: float) -> None:
    start = time.monotonic()
    subprocess.run(PROGRAM, cwd=tmp_path, env=ENVIRONMENT, check=True, capture_output=True, timeout=60)
    seconds = time.monotonic() - start
    whole = files(tmp_path / "list")
    shutil.rmtree(tmp_path / "list")
    with subprocess.Popen(PROGRAM, cwd=tmp_path, env=ENVIRONMENT, stderr=subprocess.DEVNULL) as process:
        time.sleep(part * seconds)
        process.kill()
    found = files(tmp_path / "list") if (tmp_path / "list").exists() else None
    assert found in (None, whole)
    shutil.rmtree(tmp_path / "list", ignore_errors=True)
    subprocess.run(PROGRAM, cwd=tmp_path, env=ENVIRONMENT, check=True, capture_output=True, timeout=60)
    assert [path.name for path in tmp_path.iterdir()] == ["list"]
    assert files(tmp_path / "list") == whole


def test_without_a_tool_the_list_installs_this_version(tmp_path: Path) -> None:
    last = (new(tmp_path / "list").folder / "requirements.txt").read_text().splitlines()[-1]
    assert re.fullmatch(r"paper-catalog==\d+\.\d+\.\d+", last)


@pytest.mark.parametrize("folder", ["a", "a b", "a#b;c", "${HOME}", "é", "a%20b"])
def test_a_wheel_s_path_becomes_its_address_with_its_digest(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / WHEEL
    path.parent.mkdir()
    path.write_bytes(b"a wheel")
    name, _, address = requirement_of(str(path)).partition(" @ ")
    parts = urlsplit(address)
    assert (name, parts.scheme, unquote(parts.path)) == ("paper-catalog", "file", str(path))
    assert parts.fragment == f"sha256={sha256(b'a wheel').hexdigest()}"
    assert re.search(r"[\s$;{}]", address) is None


def test_a_relative_path_is_made_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert requirement_of("..") == f"paper-catalog @ {tmp_path.as_uri()}"


@pytest.mark.parametrize(
    "address",
    [
        f"https://files.example/{WHEEL}#sha256={'0' * 64}",
        "git+https://git.example/owner/tool@v1.2.3",
        "git+ssh://git@git.example/owner/tool.git@main",
        "http://127.0.0.1:8000/tool.tar.gz",
    ],
)
def test_an_address_stays_as_it_is(address: str) -> None:
    assert requirement_of(address) == f"paper-catalog @ {address}"


@pytest.mark.parametrize(
    ("tool", "address"),
    [
        ("git@git.example:owner/tool.git", "git+ssh://git@git.example/owner/tool.git"),
        ("git+git@git.example:owner/tool.git@v1", "git+ssh://git@git.example/owner/tool.git@v1"),
        ("ssh://git@git.example:2222/owner/tool", "git+ssh://git@git.example:2222/owner/tool"),
    ],
)
def test_an_address_that_git_alone_takes_is_told_as_pip_takes_it(tool: str, address: str) -> None:
    assert requirement_of(address) == f"paper-catalog @ {address}"
    with pytest.raises(MisuseError, match=f"; write `{re.escape(address)}`$"):
        requirement_of(tool)


@pytest.mark.parametrize(
    "tool",
    [
        "https://files.example/a b",
        "git@git.example:a b",
        "https://files.example/a\n--index-url https://elsewhere.example",
        "https://${TOKEN}@files.example/a",
        "ftp://files.example/a",
        "ssh://git@git.example/owner/tool.git",
        "git+file:///home/somebody/tool",
        "javascript://a",
        "https://",
        "nowhere",
        "",
        "other-1.2.3-py3-none-any.whl",
        "broken",
        "other",
    ],
)
def test_what_cannot_be_installed_is_refused_and_nothing_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tool: str
) -> None:
    (tmp_path / "other-1.2.3-py3-none-any.whl").write_bytes(b"")
    for name, text in (("broken", "[project"), ("other", '[project]\nname = "other"\n')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "pyproject.toml").write_text(text)
    monkeypatch.chdir(tmp_path)
    before = files(tmp_path)
    with pytest.raises(MisuseError):
        new(Path("list"), tool=tool)
    assert files(tmp_path) == before


@pytest.mark.parametrize("makefile", ["Makefile", "catalog/skeleton/Makefile"])
def test_make_with_a_python_that_is_too_old_says_so_and_leaves_nothing_behind(tmp_path: Path, makefile: str) -> None:
    shutil.copy(REPOSITORY / makefile, tmp_path / "Makefile")
    for name in ("requirements.txt", "requirements.lock", "pyproject.toml"):
        (tmp_path / name).touch()
    old = tmp_path / "old"
    old.write_text(
        f"#!/bin/sh\nexec {sys.executable} -c 'import sys; sys.version_info = (3, 9); exec(sys.argv[2])' \"$@\"\n"
    )
    old.chmod(0o755)
    done = subprocess.run(["make", "PYTHON=./old"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "./old is older than Python 3.11; name one that is not: make PYTHON=python3.12" in done.stderr
    assert not (tmp_path / ".venv").exists()
