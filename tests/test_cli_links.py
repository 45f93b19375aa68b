"""`catalog links` on the command line: exit statuses, streams, formats, and what narrows it."""

import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import pytest
from click.testing import CliRunner, Result

from catalog.cli import main
from tests.links.fixtures import NameServer
from tests.links.lists import RECORD, list_of, record, says, set_links
from tests.links.server import Visit, Web

RYE: Final = "http://oven.test/rye"
WHEAT: Final = "http://crumb.test/wheat"
GIT: Final = ["git", "-c", "user.name=Ana Ruiz", "-c", "user.email=ana@oven.test", "-c", "commit.gpgsign=false"]


def catalog(root: Path, *arguments: str, environment: Mapping[str, str | None] | None = None) -> Result:
    unset = {"GITHUB_TOKEN": None, "GITHUB_STEP_SUMMARY": None}
    runner = CliRunner(env={**unset, **(environment or {})})
    result = runner.invoke(main, ["--root", str(root), "links", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


@pytest.fixture
def web() -> Iterator[Web]:
    """Return a web on which `oven.test` opens and `crumb.test` has no page."""
    with Web() as served:
        served.scripts = {"oven.test": says(200), "crumb.test": says(404)}
        yield served


def test_where_every_address_opens_it_exits_0_and_sums_up_on_stderr(tmp_path: Path, web: Web) -> None:
    result = catalog(list_of(tmp_path, RYE, web=web))
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "1 address: 1 ok\n")


def test_a_broken_address_exits_1_with_its_line_on_stdout(tmp_path: Path, web: Web) -> None:
    result = catalog(list_of(tmp_path, RYE, WHEAT, web=web))
    assert result.exit_code == 1
    assert result.stdout == (
        f"{record(1)}:7:10: error: `{WHEAT}` is broken: 404: there is no such page [link-broken]\n"
    )
    assert result.stderr == "2 addresses: 1 ok, 1 broken\n"


@pytest.mark.parametrize(
    ("status", "exit_code", "word"),
    [(200, 0, ""), (403, 0, "note"), (500, 0, "warning"), (404, 1, "error"), (410, 1, "error")],
)
def test_only_what_is_broken_fails_the_run(tmp_path: Path, web: Web, status: int, exit_code: int, word: str) -> None:
    web.scripts["oven.test"] = says(status)
    result = catalog(list_of(tmp_path, RYE, web=web))
    assert result.exit_code == exit_code
    assert word in result.stdout
    assert bool(result.stdout) == bool(word)


def test_an_address_that_may_not_be_asked_fails_the_run(tmp_path: Path, web: Web, name_server: NameServer) -> None:
    name_server({"doi.org": "93.184.216.34"})
    root = list_of(tmp_path, RYE, web=web, links="allow_private = false")
    result = catalog(root)
    assert result.exit_code == 1
    assert "is invalid: `oven.test` leads to 127.0.0.1, which is loopback [link-invalid]" in result.stdout


def test_a_redirect_for_good_is_a_warning_and_does_not_fail_the_run(tmp_path: Path, web: Web) -> None:
    web.scripts |= {"crumb.test": says(301, Location=RYE)}
    result = catalog(list_of(tmp_path, WHEAT, web=web))
    assert result.exit_code == 0
    assert f": warning: `{WHEAT}` is redirected: has moved for good to {RYE} [link-redirected]\n" in result.stdout


def test_a_record_that_cannot_be_read_fails_the_run_and_hides_no_other(tmp_path: Path, web: Web) -> None:
    root = list_of(tmp_path, RYE, RYE, web=web)
    (root / record(1)).write_text("title: [")
    result = catalog(root)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert f"{record(1)}:" in result.stderr
    assert result.stderr.endswith("1 address: 1 ok\n")


def test_without_a_network_it_exits_3_with_one_line(tmp_path: Path, name_server: NameServer) -> None:
    name_server({})
    result = catalog(list_of(tmp_path, RYE, WHEAT))
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("catalog: no host could be reached, nor a name looked up; there seems to be no ")
    assert result.stderr.count("\n") == 1


def test_the_report_needs_no_network(tmp_path: Path, web: Web, name_server: NameServer) -> None:
    root = list_of(tmp_path, RYE, WHEAT, web=web)
    catalog(root, str(root / record(1)))
    name_server({})
    set_links(root, "", "", {})
    result = catalog(root, "--report")
    assert result.exit_code == 1
    assert "is broken: 404" in result.stdout
    assert result.stderr == "1 address: 1 broken\n1 further addresses have never been asked\n"


def test_json_is_data_on_stdout_and_the_same_each_time(tmp_path: Path, web: Web) -> None:
    root = list_of(tmp_path, RYE, WHEAT, web=web)
    first, second = (catalog(root, "--format", "json") for _ in range(2))
    assert first.stdout_bytes == second.stdout_bytes
    read = json.loads(first.stdout)
    assert sum(read["counts"].values()) == len(read["results"]) == 2
    assert read["results"][1] == {
        "url": WHEAT,
        "state": "broken",
        "status": 404,
        "final_url": None,
        "reason": "404: there is no such page",
        "records": [{"path": record(1), "line": 7, "column": 10, "field": "links.paper"}],
    }


def test_annotations_stand_at_the_line_of_the_record(tmp_path: Path, web: Web) -> None:
    result = catalog(list_of(tmp_path, WHEAT, web=web), "--format", "github")
    assert result.stdout.startswith(f"::error file={record(0)},line=7,col=10,title=link-broken::`{WHEAT}` is broken")


def test_sarif_explains_what_does_not_open_at_the_line_of_the_record(tmp_path: Path, web: Web) -> None:
    result = catalog(list_of(tmp_path, RYE, WHEAT, web=web), "--format", "sarif")
    (run,) = json.loads(result.stdout)["runs"]
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["link-broken"]
    (found,) = run["results"]
    assert found["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": record(1), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 7, "startColumn": 10},
    }


def test_the_summary_of_a_workflow_is_added_to(tmp_path: Path, web: Web) -> None:
    root = list_of(tmp_path / "list", WHEAT, web=web)
    path = tmp_path / "summary.md"
    path.write_text("before\n")
    catalog(root, environment={"GITHUB_STEP_SUMMARY": str(path)})
    assert path.read_text().startswith("before\n## Links\n\n| state | addresses |\n")
    assert f"`` {WHEAT} ``: `` 404: there is no such page ``" in path.read_text()


def test_a_summary_that_cannot_be_written_is_a_failure(tmp_path: Path, web: Web) -> None:
    root = list_of(tmp_path, RYE, web=web)
    result = catalog(root, environment={"GITHUB_STEP_SUMMARY": str(tmp_path / "nowhere/summary.md")})
    assert result.exit_code == 3
    assert result.stderr.endswith("catalog: summary.md cannot be written: no such file or directory\n")


def test_paths_narrow_what_is_asked(tmp_path: Path, web: Web) -> None:
    root = list_of(tmp_path, RYE, WHEAT, web=web)
    assert catalog(root, str(root / record(0))).stderr == "1 address: 1 ok\n"
    assert catalog(root, str(root / "vocabularies")).stderr == "0 addresses: none\n"
    assert catalog(root, str(root / "papers")).stderr == "2 addresses: 1 ok, 1 broken\n"
    assert [host for _, host, _ in web.asked] == ["oven.test", "crumb.test"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["--shard", "0/2"],
        ["--shard", "3/2"],
        ["--shard", "1"],
        ["--shard", "1/"],
        ["--shard", "/2"],
        ["--shard", "a/b"],
        ["--shard", "-1/2"],
        ["--shard", "1/2/3"],
        ["--shard", "1.0/2"],
        ["--shard", "1/" + "9" * 5000],
        ["--shard", ""],
        ["--format", "xml"],
        ["--changed-since"],
        ["nowhere"],
        ["--nothing"],
    ],
    ids=" ".join,
)
def test_misuse_exits_2_and_asks_nothing(tmp_path: Path, web: Web, arguments: list[str]) -> None:
    result = catalog(list_of(tmp_path, RYE, web=web), *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Error: " in result.stderr
    assert web.asked == []


def test_shards_share_the_addresses_out(tmp_path: Path, web: Web) -> None:
    web.scripts = {f"oven{number}.test": says(200) for number in range(6)}
    root = list_of(tmp_path, *(f"http://{host}/" for host in web.scripts), web=web)
    for shard in ("1/2", "2/2"):
        assert catalog(root, "--shard", shard).exit_code == 0
    assert sorted(host for _, host, _ in web.asked) == sorted(web.scripts)


@pytest.fixture
def repository(tmp_path: Path, web: Web) -> Path:
    """Return a list in a repository, with a record that is committed."""
    root = list_of(tmp_path, RYE, web=web)
    (root / ".gitignore").write_text("/build/\n")
    subprocess.run([*GIT, "-C", root, "init", "--quiet"], check=True)
    commit(root)
    return root


def commit(root: Path) -> None:
    subprocess.run([*GIT, "-C", root, "add", "--all"], check=True)
    subprocess.run([*GIT, "-C", root, "commit", "--quiet", "--message", "Bake"], check=True)


def test_only_what_came_in_since_a_revision_is_asked(repository: Path, web: Web) -> None:
    (repository / record(1)).write_text(RECORD.format(number=1, url=WHEAT))
    text = (repository / record(0)).read_text()
    (repository / record(0)).write_text(text.replace("added:", "  project: http://oven.test/new\nadded:"))
    assert catalog(repository, "--changed-since", "HEAD").stderr == "2 addresses: 1 ok, 1 broken\n"
    assert sorted(web.asked) == [("GET", "crumb.test", "/wheat"), ("GET", "oven.test", "/new")]
    commit(repository)
    assert catalog(repository, "--changed-since", "HEAD").stderr == "0 addresses: none\n"
    assert catalog(repository, "--changed-since", "HEAD~1").stderr == "2 addresses: 1 ok, 1 broken\n"


def test_a_change_elsewhere_in_a_record_asks_nothing(repository: Path, web: Web) -> None:
    text = (repository / record(0)).read_text()
    (repository / record(0)).write_text("# a comment\n" + text.replace("Bake 0", "Bake"))
    assert catalog(repository, "--changed-since", "HEAD").stderr == "0 addresses: none\n"
    assert web.asked == []


@pytest.mark.parametrize("revision", ["nowhere", "--output=stolen", "-h", "HEAD:papers", ""])
def test_what_is_no_revision_exits_3_with_one_line(repository: Path, web: Web, revision: str) -> None:
    result = catalog(repository, f"--changed-since={revision}")
    assert (result.exit_code, result.stdout) == (3, "")
    assert result.stderr.startswith("catalog: git cannot tell what has changed: ")
    assert result.stderr.count("\n") == 1
    assert not (repository / "stolen").exists()
    assert web.asked == []


def test_fix_writes_what_moved_and_proposes_a_copy_of_what_is_gone(tmp_path: Path, web: Web) -> None:
    copy = {"status": "200", "available": True, "url": "http://web.archive.org/web/2020/" + WHEAT}
    web.scripts |= {
        "oven.test": lambda visit: (
            visit.answer(200) if visit.path == "/new" else visit.answer(301, {"Location": "/new"})
        ),
        "archive.test": says(200, json.dumps({"archived_snapshots": {"closest": copy}}).encode()),
    }
    services = 'wayback = "http://archive.test/wayback/available"'
    root = list_of(tmp_path, RYE, WHEAT, web=web, services=services)
    result = catalog(root, "--fix")
    assert result.exit_code == 1
    assert (root / record(0)).read_text() == RECORD.format(number=0, url="http://oven.test/new")
    assert (root / record(1)).read_text() == RECORD.format(number=1, url=WHEAT)
    assert result.stderr == (
        "2 addresses: 1 redirected, 1 broken\n"
        f"rewrote {record(0)}\n"
        f"a copy of `{WHEAT}` is at https://web.archive.org/web/2020/{WHEAT}\n"
    )


def test_fix_says_that_the_wayback_machine_does_not_answer(tmp_path: Path, web: Web) -> None:
    web.scripts["archive.test"] = lambda visit: visit.send(b"no HTTP\r\n")
    root = list_of(tmp_path, WHEAT, web=web, services='wayback = "http://archive.test/wayback/available"')
    result = catalog(root, "--fix")
    assert result.exit_code == 1
    assert result.stderr == (
        "1 address: 1 broken\n"
        "the Wayback Machine does not answer: what came back is not HTTP: the first line is no status line\n"
    )


def test_without_fix_no_record_is_touched(tmp_path: Path, web: Web) -> None:
    web.scripts["crumb.test"] = says(301, Location=RYE)
    root = list_of(tmp_path, WHEAT, web=web)
    catalog(root)
    assert (root / record(0)).read_text() == RECORD.format(number=0, url=WHEAT)


def test_the_token_of_the_environment_opens_the_api_of_github(tmp_path: Path, web: Web) -> None:
    seen: list[str | None] = []
    row = {"nameWithOwner": "ruiz/bake", "isArchived": False, "url": "https://github.com/ruiz/bake"}
    body = json.dumps({"data": {"r0": row}}).encode()

    def answers(visit: Visit) -> None:
        seen.append(visit.headers.get("authorization"))
        visit.answer(200, body=body)

    web.scripts["api.test"] = answers
    root = list_of(tmp_path, "http://github.com/ruiz/bake", web=web, services='github = "http://api.test"')
    assert catalog(root, environment={"GITHUB_TOKEN": "secret"}).exit_code == 0
    assert seen == ["Bearer secret"]


MISTAKES: Final = {
    "threads = 0": "threads",
    "threads = true": "threads",
    "per_host = 1.5": "per_host",
    "timeout = 0": "timeout",
    "timeout = inf": "timeout",
    "timeout = nan": "timeout",
    "retries = -1": "retries",
    "delay = -0.1": "delay",
    "max_bytes = '1'": "max_bytes",
    "fail_after = 0": "fail_after",
    "allow_private = 'yes'": "allow_private",
    "skip = ['http://oven.test/*']": "skip",
    "skip = [{pattern = 'x'}]": "reason",
    "skip = [{pattern = 'x', reason = ''}]": "reason",
    "store = ''": "store",
    'user_agent = "a\\nb"': "user_agent",
    "parallel = 3": "parallel",
    "[links.ttl]\nok = -1": "ok",
    "[links.ttl]\nbroken = 60": "broken",
    "[links.resolve]\n'oven.test' = 'crumb.test:80'": "is no place of a host",
    "[links.resolve]\n'oven.test' = '127.0.0.1'": "is no place of a host",
    "[services]\narxiv = 'export.arxiv.org'": "is no address of a site",
    "[services]\ndoi = 'ftp://oven.test'": "is no address of a site",
    "[services]\ngithub = 'https://ana@oven.test/'": "has a user name before its host",
    "[services]\ngoogle = 'https://oven.test/'": "google",
}


@pytest.mark.parametrize("line", MISTAKES)
def test_a_mistake_in_the_settings_is_a_finding_at_its_line(tmp_path: Path, line: str) -> None:
    root = list_of(tmp_path, RYE)
    text = (root / "catalog.toml").read_text()
    text = text[: text.index("[links]")] + ("" if line.startswith("[") else "[links]\n") + line + "\n"
    (root / "catalog.toml").write_text(text)
    result = catalog(root)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"catalog.toml:{len(text.splitlines())}:")
    assert MISTAKES[line] in result.stderr
    assert result.stderr.count("\n") == 1
