"""The command line: exit statuses, streams, formats, and nothing raw on a terminal."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from catalog.cli import main
from catalog.cli.answers import progress_bar
from catalog.codes import codes
from tests.conftest import REPOSITORY

LI = "papers/2020/li2020fold.yaml"
BAKE = "papers/2020/o-neil2020bake.yaml"
BAD_VENUE = f"{LI}:4:8: error: no venue `OVNE`; did you mean `OVEN`? [unknown-venue]\n"
PROGRAM = [sys.executable, "-c", "from catalog.cli import main; main(prog_name='catalog')"]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(REPOSITORY)}


def catalog(root: Path | str, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--root", str(root), *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def edit(root: Path, path: str, old: str, new: str) -> None:
    text = (root / path).read_text()
    assert old in text
    (root / path).write_text(text.replace(old, new, 1))


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


@pytest.fixture
def broken(toy: Path) -> Path:
    """Return a list with an error in one record."""
    edit(toy, LI, "year: 2020\nvenue: OVEN", "venue: OVNE\nyear: 2020")
    return toy


@pytest.fixture
def untidy(toy: Path) -> Path:
    """Return a list with one record that is not in canonical form."""
    catalog(toy, "fmt")
    edit(toy, LI, "year: 2020\nvenue: OVEN", "venue: OVEN\nyear: 2020")
    return toy


@pytest.fixture
def shouting(toy: Path) -> Path:
    """Return a list with a warning."""
    edit(toy, LI, "Stretch and Fold", "STRETCH AND FOLD")
    return toy


def test_a_sound_list_exits_0_and_says_so_on_stderr(toy: Path) -> None:
    result = catalog(toy, "check", "--strict")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "8 papers checked: no findings\n"


def test_an_error_exits_1_with_its_line_on_stdout_and_the_summary_on_stderr(broken: Path) -> None:
    result = catalog(broken, "check")
    assert (result.exit_code, result.stdout) == (1, BAD_VENUE)
    assert result.stderr == "8 papers checked: 1 error\n"


def test_a_warning_alone_exits_0(shouting: Path) -> None:
    result = catalog(shouting, "check")
    assert result.exit_code == 0
    assert "[title-capitals]" in result.stdout


@pytest.mark.parametrize("command", [["check"], ["build", "--only", "readme"]], ids=["check", "build"])
def test_strict_counts_a_warning(shouting: Path, command: list[str]) -> None:
    assert catalog(shouting, *command).exit_code == 0
    assert catalog(shouting, *command, "--strict").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["chekc"], id="no such command"),
        pytest.param(["check", "--format", "xml"], id="no such format"),
        pytest.param(["check", "--colour"], id="no such option"),
        pytest.param(["check", "papers/2020/nobody2020x.yaml"], id="no such path"),
        pytest.param(["check", ".."], id="a path outside"),
        pytest.param(["check", "/etc/passwd"], id="a path far outside"),
        pytest.param(["check", "papers/../../other"], id="a path that leads outside"),
        pytest.param(["fmt", "nowhere"], id="nothing to format"),
        pytest.param(["build", "--only", "epub"], id="no such output"),
        pytest.param(["build", "--only", "readme", "--into", "catalog.toml"], id="a file to build into"),
        pytest.param(["explain", "no-such-code"], id="no such finding"),
        pytest.param(["explain", "a", "b"], id="one argument too many"),
        pytest.param(["serve", "--address", "localhost"], id="an address without a port"),
        pytest.param(["serve", "--address", "localhost:99999"], id="an address with no such port"),
    ],
)
def test_misuse_exits_2_and_says_so_on_stderr(toy: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(toy)
    result = catalog(toy, *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr


@pytest.mark.parametrize("command", ["check", "build", "fmt", "find", "stats"])
def test_without_a_list_nothing_can_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, [command])
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("catalog: no catalog.toml in ")


def test_a_root_that_is_no_list_exits_3(tmp_path: Path) -> None:
    result = catalog(tmp_path / "gone\x1b[31m", "check")
    assert result.exit_code == 3
    assert result.stderr.startswith("catalog: no catalog.toml in ")
    assert "\x1b" not in result.stderr


def test_settings_behind_a_pipe_are_no_list(toy: Path) -> None:
    (toy / "catalog.toml").unlink()
    os.mkfifo(toy / "catalog.toml")
    assert catalog(toy, "check").exit_code == 3


def test_an_output_that_cannot_be_written_exits_3(toy: Path) -> None:
    (toy / "README.md").mkdir()
    result = catalog(toy, "build", "--only", "readme")
    assert result.exit_code == 3
    assert result.stderr.startswith("catalog: README.md cannot be compared: ")


def test_the_root_is_found_upwards(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(broken / "papers/2020")
    result = CliRunner().invoke(main, ["check"])
    assert (result.exit_code, result.stdout) == (1, BAD_VENUE)


def test_the_nearest_root_wins(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (broken / "catalog.toml").rename(broken / "papers/catalog.toml")
    (broken.parent / "catalog.toml").write_text("")
    monkeypatch.chdir(broken / "papers/2020")
    assert "vocabularies/venues.yaml:1:1: error: no such vocabulary" in CliRunner().invoke(main, ["check"]).stdout


@pytest.mark.parametrize("root", [".", "papers/..", "../toy"])
def test_paths_are_understood_from_the_working_directory(
    broken: Path, monkeypatch: pytest.MonkeyPatch, root: str
) -> None:
    monkeypatch.chdir(broken)
    assert catalog(root, "check", LI).stdout == BAD_VENUE


def test_a_path_as_findings_name_it_is_understood_from_anywhere(
    broken: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(broken / "papers/2020")
    assert CliRunner().invoke(main, ["check", LI]).stdout == BAD_VENUE
    monkeypatch.chdir(tmp_path)
    assert catalog(broken, "check", LI).stdout == BAD_VENUE
    refused = catalog(broken, "check", "../elsewhere")
    assert (refused.exit_code, "`../elsewhere` does not exist" in refused.stderr) == (2, True)


def test_findings_outside_of_the_named_paths_are_left_out(broken: Path) -> None:
    assert catalog(broken, "check", str(broken / BAKE)).exit_code == 0
    assert catalog(broken, "check", str(broken / "papers/2021")).exit_code == 0
    assert catalog(broken, "check", str(broken / "papers/2020")).stdout == BAD_VENUE
    assert catalog(broken, "check", str(broken / BAKE), str(broken / LI)).stdout == BAD_VENUE
    assert catalog(broken, "check", str(broken)).stdout == BAD_VENUE


def test_json_is_an_array_of_findings(broken: Path) -> None:
    result = catalog(broken, "check", "--format", "json")
    assert result.exit_code == 1
    assert json.loads(result.stdout) == [
        {
            "path": LI,
            "line": 4,
            "column": 8,
            "severity": "error",
            "message": "no venue `OVNE`; did you mean `OVEN`?",
            "code": "unknown-venue",
        }
    ]


def test_json_of_no_findings_is_an_empty_array(toy: Path) -> None:
    assert json.loads(catalog(toy, "check", "--format", "json").stdout) == []


def test_github_gets_workflow_commands(broken: Path) -> None:
    assert catalog(broken, "check", "--format", "github").stdout == (
        f"::error file={LI},line=4,col=8,title=unknown-venue::no venue `OVNE`; did you mean `OVEN`?\n"
    )


def test_github_gets_no_command_from_a_name_or_a_value(toy: Path) -> None:
    edit(toy, LI, "venue: OVEN", 'venue: "100%: a,b"')
    (toy / LI).rename(toy / "papers/2020/li%2020,x:\n::error ::y.yaml")
    lines = catalog(toy, "check", "--format", "github").stdout.splitlines()
    assert len(lines) == 2
    place = r"file=papers/2020/li%252020%2Cx%3A\n%3A%3Aerror %3A%3Ay.yaml,line="
    assert all(line.startswith(f"::error {place}") for line in lines)
    assert any("::no venue `100%25: a,b`" in line for line in lines)


def test_a_warning_and_a_note_have_levels_of_github(shouting: Path) -> None:
    topics = shouting / "vocabularies/topics.yaml"
    topics.write_text(f"{topics.read_text()}\nspelt:\n  name: Spelt\n  kind: grain\n  definition: Old.\n")
    lines = catalog(shouting, "check", "--format", "github").stdout.splitlines()
    assert [line.split(" ")[0] for line in lines] == ["::warning", "::notice"]


def test_the_version_is_printed() -> None:
    result = CliRunner().invoke(main, ["--version"])
    assert result.exit_code == 0
    assert result.stdout.startswith("catalog ")


def test_the_version_needs_nothing_heavy() -> None:
    script = (
        "import sys\n"
        "from catalog.cli import main\n"
        "try:\n"
        "    main(['--version'])\n"
        "finally:\n"
        "    print(sorted({'pydantic', 'yaml', 'jinja2', 'mkdocs'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("module", ["mkdocs", "jinja2", "latex2mathml"])
def test_checking_imports_nothing_that_renders(toy: Path, module: str) -> None:
    script = (
        "import sys\n"
        "from catalog.cli import main\n"
        "try:\n"
        f"    main(['--root', {str(toy)!r}, 'check'])\n"
        "finally:\n"
        f"    print({module!r} in sys.modules)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env=ENVIRONMENT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_explain_says_what_a_code_means_and_how_to_mend_it() -> None:
    result = CliRunner().invoke(main, ["explain", "yaml-anchor"])
    assert result.exit_code == 0
    assert result.stdout.startswith("yaml-anchor (error)\n\nNo value is named for use elsewhere.\n")


def test_explain_suggests_the_nearest_code() -> None:
    assert "did you mean `yaml-anchor`?" in CliRunner().invoke(main, ["explain", "yaml-ancor"]).stderr


def test_explain_lists_every_code_with_a_line() -> None:
    lines = CliRunner().invoke(main, ["explain"]).stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(codes())
    assert all(len(line.split()) > 2 for line in lines)


def test_stats_print_figures_on_stdout(toy: Path) -> None:
    result = catalog(toy, "stats")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.splitlines()[0].split() == ["papers", "8"]


def test_stats_of_a_broken_list_are_its_findings_on_stderr(broken: Path) -> None:
    result = catalog(broken, "stats")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", BAD_VENUE)


def test_find_prints_what_a_query_of_several_words_finds(toy: Path) -> None:
    result = catalog(toy, "find", "year:2020", '"stretch and fold"')
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "li2020fold\t2020\tOVEN\tStretch and Fold\n"


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        pytest.param(["--year", "2020"], "o-neil2020bake li2020fold", id="a filter"),
        pytest.param(["--year", "2020", "--has", "code"], "o-neil2020bake", id="two filters"),
        pytest.param(["--year", "2020", "-has:code"], "li2020fold", id="what must not hold"),
        pytest.param(["-has:code", "--year", "2020"], "li2020fold", id="what must not hold, first"),
        pytest.param(["year:2020 -fold"], "o-neil2020bake", id="a query in one argument"),
        pytest.param(["--author", "Bo Li", "--author", "li"], "li2020fold", id="a person twice"),
        pytest.param(
            ["--venue", "arxiv", "--venue", "ovn", "--presentation", "oral,spotlight", "--year", "..2020"],
            "li2020fold bell2013starter",
            id="either of two venues",
        ),
        pytest.param(["--topic", "rye", "--family", "dough"], "angstrom2021rye", id="a topic and a group"),
    ],
)
def test_find_understands_filters_and_what_must_not_hold(toy: Path, arguments: list[str], ids: str) -> None:
    result = catalog(toy, "find", *arguments, "--format", "ids")
    assert (result.exit_code, result.stdout.split(), result.stderr) == (0, ids.split(), "")


def test_find_without_a_query_finds_everything(toy: Path) -> None:
    assert len(catalog(toy, "find").stdout.splitlines()) == 8


@pytest.mark.parametrize("style", ["table", "ids"])
def test_find_that_finds_nothing_says_so_on_stderr(toy: Path, style: str) -> None:
    result = catalog(toy, "find", "xyzzy", "--format", style)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "no paper found\n")


def test_find_points_at_what_it_does_not_understand(toy: Path) -> None:
    result = catalog(toy, "find", "rye", "family:glutn")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.endswith(
        "Error: no family `glutn`; did you mean `gluten`?\n  rye family:glutn\n             ^\n"
    )


def test_find_names_the_filter_that_it_does_not_understand(toy: Path) -> None:
    result = catalog(toy, "find", "--has", "cod")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--has: `has` takes no `cod`; did you mean `code`?" in result.stderr


@pytest.mark.parametrize("arguments", [["--colour"], ["rye", "--colour=red"], ["--format", "xml"]])
def test_find_takes_no_unknown_option_for_a_word(toy: Path, arguments: list[str]) -> None:
    result = catalog(toy, "find", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_find_explains_itself(toy: Path, option: str) -> None:
    result = catalog(toy, "find", option)
    assert result.exit_code == 0
    assert "--presentation KIND" in result.stdout


def test_find_in_a_broken_list_shows_its_findings_on_stderr(broken: Path) -> None:
    result = catalog(broken, "find", "rye")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", BAD_VENUE)


def test_fmt_rewrites_what_is_not_canonical_and_nothing_else(untidy: Path) -> None:
    before = files(untidy)
    result = catalog(untidy, "fmt")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", f"rewrote {LI}\n")
    assert {path for path, data in files(untidy).items() if before[path] != data} == {LI}
    assert catalog(untidy, "fmt", "--check").exit_code == 0


def test_fmt_check_writes_nothing_shows_a_diff_and_exits_1(untidy: Path) -> None:
    before = files(untidy)
    result = catalog(untidy, "fmt", "--check")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith(f"--- {LI}\n+++ {LI}\n")
    assert files(untidy) == before


def test_fmt_of_other_paths_leaves_a_file_alone(untidy: Path) -> None:
    assert catalog(untidy, "fmt", "--check", str(untidy / "papers/2021")).exit_code == 0
    assert catalog(untidy, "fmt", "--check", str(untidy / LI)).exit_code == 1


def test_fmt_leaves_what_it_cannot_read_and_says_so(toy: Path) -> None:
    (toy / LI).write_text("title: [\n")
    result = catalog(toy, "fmt")
    assert result.exit_code == 1
    assert f"{LI}:2:1: error: " in result.stderr
    assert (toy / LI).read_text() == "title: [\n"


def test_build_writes_the_readme_and_then_nothing_more(toy: Path) -> None:
    first = catalog(toy, "build", "--only", "readme")
    assert (first.exit_code, first.stdout) == (0, "")
    assert first.stderr == "wrote README.md\n8 papers checked: no findings\n"
    assert catalog(toy, "build", "--only", "readme").stderr == "8 papers checked: no findings\n"


def test_build_writes_into_another_folder(toy: Path, tmp_path: Path) -> None:
    before = files(toy)
    assert catalog(toy, "build", "--only", "readme", "--into", str(tmp_path / "out")).exit_code == 0
    assert files(toy) == before
    assert set(files(tmp_path / "out")) == {"README.md"}


def test_build_check_writes_nothing_shows_a_diff_and_exits_1_on_drift(toy: Path) -> None:
    catalog(toy, "build", "--only", "readme")
    assert catalog(toy, "build", "--check", "--only", "readme").exit_code == 0
    edit(toy, LI, "Stretch and Fold", "Stretch & Fold")
    before = files(toy)
    result = catalog(toy, "build", "--check", "--only", "readme")
    assert result.exit_code == 1
    assert result.stdout.startswith("--- README.md\n+++ README.md\n")
    assert "outputs differ from the records" in result.stderr
    assert files(toy) == before


def test_build_of_a_site_without_its_configuration_exits_3(toy: Path) -> None:
    result = catalog(toy, "build", "--only", "site")
    assert result.exit_code == 3
    assert result.stderr.startswith("catalog: ")
    assert "mkdocs.yml" in result.stderr


def test_a_site_is_built_where_relative_paths_say(
    toy_site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(toy_site, tmp_path / "list")
    monkeypatch.chdir(tmp_path)
    assert catalog("list", "build", "--only", "site").exit_code == 0
    assert (tmp_path / "list/build/site/index.html").is_file()
    assert catalog("list", "build", "--only", "site", "--into", "out").exit_code == 0
    assert (tmp_path / "out/build/site/index.html").is_file()
    assert {path.name for path in tmp_path.iterdir()} == {"list", "out"}


def test_build_of_a_broken_list_writes_nothing(broken: Path) -> None:
    before = files(broken)
    result = catalog(broken, "build", "--only", "readme")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{BAD_VENUE}8 papers checked: 1 error\n"
    assert files(broken) == before


HOSTILE = "papers/2020/x\x1b[31m\n\u202ey.yaml"


@pytest.mark.parametrize(
    "arguments",
    [
        ["check"],
        ["check", "--format", "github"],
        ["check", "--format", "json"],
        ["fmt", "--check"],
        ["fmt"],
        ["stats"],
        ["build", "--only", "readme"],
        ["check", f"{HOSTILE}-not"],
        ["check", f"../{HOSTILE}"],
    ],
    ids=" ".join,
)
def test_no_control_character_of_a_name_reaches_the_terminal(
    broken: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.chdir(broken)
    (broken / LI).rename(broken / HOSTILE)
    (broken / BAKE).rename(broken / os.fsdecode(b"papers/2020/\xff.yaml"))
    result = catalog(broken, *arguments)
    assert result.exit_code > 0 or arguments == ["fmt"]
    assert not {"\x1b", "\u202e"} & set(result.output)
    assert "Traceback" not in result.output


def on_terminal(root: Path, *arguments: str, **environment: str) -> str:
    """Return what `check` or another command prints where its output is a terminal."""
    ours, theirs = os.openpty()
    try:
        given = {key: value for key, value in ENVIRONMENT.items() if key != "NO_COLOR"} | environment
        subprocess.run(
            [*PROGRAM, "--root", str(root), *(arguments or ("check",))],
            stdout=theirs,
            stderr=theirs,
            env=given,
            check=False,
            timeout=60,
        )
        return os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)


def test_a_terminal_has_colours(broken: Path) -> None:
    assert "4:8: \x1b[31m\x1b[1merror\x1b[0m: no venue" in on_terminal(broken)


def test_a_terminal_has_a_table_of_its_width(toy: Path) -> None:
    shown = on_terminal(toy, "find", "survey", COLUMNS="44")
    assert shown == "\x1b[36mruiz2019survey\x1b[0m  2019  CRUMB  A Survey of So…\r\n"
    plain = on_terminal(toy, "find", "survey", COLUMNS="44", NO_COLOR="1")
    assert plain == "ruiz2019survey  2019  CRUMB  A Survey of So…\r\n"


def test_no_color_is_honoured(broken: Path) -> None:
    assert "\x1b" not in on_terminal(broken, NO_COLOR="1")


def test_a_pipe_has_no_colours(broken: Path) -> None:
    done = subprocess.run(
        [*PROGRAM, "--root", str(broken), "check"], env=ENVIRONMENT, capture_output=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout.decode()) == (1, BAD_VENUE)


def shelled(command: str, root: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of the shell in which `catalog` is the program, at the list in `root`."""
    program = f"{sys.executable} -c 'from catalog.cli import main; main()' --root {root}"
    given = ENVIRONMENT | environment
    return subprocess.run(
        ["/bin/sh", "-c", command.replace("catalog", program)], env=given, capture_output=True, check=False, timeout=60
    )


def test_what_an_encoding_lacks_is_shown_as_an_escape(toy: Path) -> None:
    edit(toy, LI, "- Li, Bo", "- Łi")
    done = shelled("catalog check", toy, PYTHONIOENCODING="latin-1")
    assert done.returncode == 1
    assert b"`{name: \\u0141i}`" in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("command", "status"),
    [
        pytest.param("catalog check > /dev/full", 3, id="a full disk"),
        pytest.param("catalog explain > /dev/full", 3, id="a full disk for the list of codes"),
        pytest.param("catalog check >&-", 1, id="a closed output"),
    ],
)
def test_an_output_that_takes_nothing_is_no_traceback(broken: Path, command: str, status: int) -> None:
    done = shelled(command, broken)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr
    if status == 3:
        assert done.stderr == b"catalog: output cannot be written: no space left on device\n"


@pytest.mark.parametrize(
    ("command", "status"),
    [
        pytest.param("catalog find >&-", 0, id="output of find"),
        pytest.param("catalog export sqlite >&-", 0, id="output of export"),
        pytest.param("catalog add nothing.bib --dry-run <&-", 1, id="input of add"),
    ],
)
def test_a_closed_stream_is_no_terminal(toy: Path, command: str, status: int) -> None:
    done = shelled(command, toy)
    assert done.returncode == status
    assert b"Traceback" not in done.stderr


def test_progress_is_shown_to_nobody_where_the_stream_of_errors_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", None)
    with progress_bar() as progress:
        progress(1, 2)


def test_a_list_behind_a_link_knows_its_files_by_both_names(broken: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(broken)
    for path in (broken / LI, tmp_path / "link" / LI):
        assert catalog(tmp_path / "link", "check", str(path)).stdout == BAD_VENUE


def test_a_pair_of_records_is_shown_whichever_of_them_is_named(toy: Path) -> None:
    (toy / "papers/2020/abel2020fold.yaml").write_text((toy / LI).read_text())
    for path in ("papers/2020/abel2020fold.yaml", LI):
        assert "[duplicate-title]" in catalog(toy, "check", str(toy / path)).stdout
    assert catalog(toy, "check", str(toy / BAKE)).stdout == ""


def test_the_summary_counts_the_papers_that_were_meant(toy: Path) -> None:
    (toy / LI).write_text("title: [\n")
    assert catalog(toy, "check").stderr == "8 papers checked: 1 error\n"
    assert catalog(toy, "check", str(toy / "papers/2021")).stderr == "2 papers checked: no findings\n"


def test_build_leaves_notes_to_check(toy: Path) -> None:
    edit(toy, "vocabularies/topics.yaml", "rye:", "oat:\n  name: Oat\n  kind: grain\n  definition: Oats.\n\nrye:")
    assert "[unused-entry]" in catalog(toy, "check").stdout
    assert catalog(toy, "build", "--only", "readme").stderr.endswith("8 papers checked: 1 note\n")
    assert "[unused-entry]" not in catalog(toy, "build", "--only", "readme").stderr
