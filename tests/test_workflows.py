"""The workflows that ask links: what they may do, and what their scripts do with each answer."""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.links.verdict import State
from catalog.outputs.skeleton import SHARED
from tests.conftest import REPOSITORY

FOLDER = REPOSITORY / ".github" / "workflows"
NAMES = ("links", "changed-links", "refresh")
SKELETON = REPOSITORY / "catalog" / "skeleton" / ".github" / "workflows"
PATHS = {path.stem: path for path in sorted(FOLDER.glob("*.yml"))}
PATHS |= {f"{path.stem} of a new list": path for path in sorted(SKELETON.glob("*.yml"))}
ALL = tuple(PATHS)
REPORT = "## Links\n\n| state | addresses |\n|---|---:|\n| broken | 1 |\n"

CATALOG = """#!/usr/bin/env bash
echo "$@" > arguments
printf '%s' "$JSON"
if [ -n "$REPORT" ]; then printf '%s' "$REPORT" >> "$GITHUB_STEP_SUMMARY"; fi
exit "$STATUS"
"""
GH = """#!/usr/bin/env bash
echo "$*" >> calls
if [[ "$*" == *"--method GET"* ]]; then printf '%s' "$ISSUES"; fi
exit "$STATUS"
"""


def workflow(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(PATHS[name].read_text())
    return found


def events(name: str) -> dict[str, Any]:
    """Return what starts a workflow; `on` is a truth value to a reader of YAML 1.1."""
    found: dict[Any, Any] = yaml.safe_load(PATHS[name].read_text())
    return dict(found[True])


def script(name: str, job: str, step: str) -> str:
    (found,) = [each["run"] for each in workflow(name)["jobs"][job]["steps"] if each.get("id") == step]
    return str(found)


@dataclass(frozen=True)
class Runner:
    """A folder in which scripts run as on GitHub's machines, with a catalog and a gh that only note their calls."""

    folder: Path

    def run(self, text: str, **environment: str) -> subprocess.CompletedProcess[str]:
        usual = {"STATUS": "0", "REPORT": "", "JSON": "", "ISSUES": "", "GITHUB_RUN_ID": "7"}
        usual |= {"GITHUB_REPOSITORY": "owner/list", "GITHUB_SERVER_URL": "https://host.example"}
        usual |= {"GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary", "PATH": f"{self.folder}:/usr/bin:/bin"}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", text],
            cwd=self.folder,
            env=usual | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def read(self, name: str) -> str:
        path = self.folder / name
        return path.read_text() if path.exists() else ""

    @property
    def calls(self) -> list[str]:
        return self.read("calls").splitlines()


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    for path, text in ((tmp_path / ".venv" / "bin" / "catalog", CATALOG), (tmp_path / "gh", GH)):
        path.write_text(text)
        path.chmod(0o755)
    return Runner(tmp_path)


def counts(**numbers: int) -> str:
    return json.dumps({"counts": {state: numbers.get(state, 0) for state in State}, "results": []})


@pytest.mark.parametrize("name", NAMES)
def test_a_job_has_only_the_permissions_that_it_names(name: str) -> None:
    read = workflow(name)
    allowed = {job: each["permissions"] for job, each in read["jobs"].items()}
    assert read["permissions"] == {}
    assert allowed.pop("tell", {"issues": "write"}) == {"issues": "write"}
    assert allowed == {"ask": {"contents": "read"}}


@pytest.mark.parametrize("name", ALL)
def test_no_value_is_written_into_the_text_of_a_script(name: str) -> None:
    steps = [step for job in workflow(name)["jobs"].values() for step in job["steps"]]
    assert not [step["run"] for step in steps if "${{" in step.get("run", "")]


@pytest.mark.parametrize("name", ALL)
def test_each_action_is_pinned_and_the_checkout_leaves_no_token(name: str) -> None:
    steps = [step for job in workflow(name)["jobs"].values() for step in job["steps"] if "uses" in step]
    assert all(re.search(r"@[0-9a-f]{40}$", step["uses"]) for step in steps)
    assert all(not step["with"]["persist-credentials"] for step in steps if "checkout" in step["uses"])


@pytest.mark.parametrize("name", ALL)
def test_beside_each_pin_stands_the_version(name: str) -> None:
    lines = [line for line in PATHS[name].read_text().splitlines() if "uses:" in line]
    assert [line for line in lines if re.search(r"@[0-9a-f]{40} # v\d+\.\d+\.\d+$", line) is None] == []


def test_an_action_has_one_pin_everywhere() -> None:
    pins = {line.strip().removeprefix("- ") for name in ALL for line in PATHS[name].read_text().splitlines()}
    used = [pin.partition("@")[0] for pin in pins if pin.startswith("uses:")]
    assert len(used) == len(set(used))


@pytest.mark.parametrize("name", ALL)
def test_no_workflow_may_anything_that_no_job_asks_for(name: str) -> None:
    found = workflow(name)
    assert found["permissions"] == {}
    assert all("permissions" in job and job["timeout-minutes"] <= 75 for job in found["jobs"].values())


@pytest.mark.parametrize("name", [name for name in ALL if "pull_request" in events(name)])
def test_what_a_stranger_wrote_runs_with_a_token_that_reads_and_no_secret(name: str) -> None:
    found = workflow(name)
    assert [job["permissions"] for job in found["jobs"].values()] == [{"contents": "read"}] * len(found["jobs"])
    assert "secrets." not in PATHS[name].read_text()
    assert "pull_request_target" not in events(name)


@pytest.mark.parametrize("paths", [FOLDER.glob("*.yml"), [*SKELETON.glob("*.yml"), *map(Path, SHARED)]])
def test_there_are_workflows_for_pull_requests_pushes_and_the_calendar(paths: Iterable[Path]) -> None:
    found = {path.stem for path in paths} & PATHS.keys()
    assert {"pull_request", "push", "schedule"} <= {event for name in found for event in events(name)}


@pytest.mark.parametrize("name", ["pages", "release"])
def test_the_job_that_may_publish_runs_actions_alone(name: str) -> None:
    *_, last = workflow(name)["jobs"].values()
    assert last["permissions"]["id-token"] == "write"
    assert all("run" not in step for step in last["steps"])
    assert last["environment"]["name"]


def test_the_site_is_told_where_it_lives() -> None:
    (run,) = [step["run"] for step in workflow("pages")["jobs"]["build"]["steps"] if "SITE_URL" in step.get("run", "")]
    assert "REPOSITORY_URL=" in run


def test_a_repository_without_pages_is_told_where_to_turn_them_on(runner: Runner) -> None:
    (run,) = [step["run"] for step in workflow("pages")["jobs"]["build"]["steps"] if "SITE_URL" in step.get("run", "")]
    done = runner.run(run, STATUS="1")
    assert done.returncode == 1
    assert "::error title=pages::the site has no address yet; choose GitHub Actions as the source" in done.stdout
    assert runner.read("arguments") == ""


def test_a_version_is_released_under_its_own_tag(runner: Runner) -> None:
    (run,) = [step["run"] for step in workflow("release")["jobs"]["build"]["steps"] if "name" in step]
    (runner.folder / "pyproject.toml").write_text('[project]\nversion = "1.2.3"\n')
    (runner.folder / "python").symlink_to(sys.executable)
    assert runner.run(run, GITHUB_REF_NAME="v1.2.3").returncode == 0
    assert runner.run(run, GITHUB_REF_NAME="v1.2.4").returncode == 1


FMT_FAILED = "::error title=fmt::records are not in canonical form; run `catalog fmt` and commit what it writes"


@pytest.mark.parametrize(("status", "said"), [("0", ""), ("1", FMT_FAILED)])
def test_a_record_that_is_not_canonical_is_said_with_the_remedy(runner: Runner, status: str, said: str) -> None:
    (run,) = [step["run"] for step in workflow("records")["jobs"]["check"]["steps"] if "fmt" in step.get("run", "")]
    done = runner.run(run, STATUS=status)
    assert (done.returncode, done.stdout.strip()) == (int(status), said)


def test_a_pull_request_gets_no_token() -> None:
    assert "token" not in PATHS["changed-links"].read_text().replace("No token", "")


def test_the_job_that_may_write_runs_nothing_of_the_list() -> None:
    assert [list(step) for step in workflow("links")["jobs"]["tell"]["steps"]] == [["id", "env", "run"]]


@pytest.mark.parametrize(("status", "numbers"), [("0", {}), ("1", {"broken": 2, "invalid": 1})])
def test_what_was_asked_is_handed_on_with_its_report(runner: Runner, status: str, numbers: dict[str, int]) -> None:
    done = runner.run(script("links", "ask", "links"), STATUS=status, JSON=counts(**numbers), REPORT=REPORT)
    output = re.fullmatch(r"failing=(\d+)\nreport<<(end-\w{64})\n(.*)(end-\w{64})\n", runner.read("output"), re.DOTALL)
    assert done.returncode == 0
    assert output is not None
    assert (output[1], output[2], output[3]) == (str(sum(numbers.values())), output[4], REPORT)
    assert runner.read("summary") == REPORT


@pytest.mark.parametrize(
    ("status", "numbers", "report"),
    [("3", None, ""), ("2", None, ""), ("1", None, ""), ("1", {}, REPORT)],
    ids=["no network", "misuse", "catalog.toml is wrong", "a record cannot be read"],
)
def test_nothing_is_handed_on_where_not_all_was_asked(
    runner: Runner, status: str, numbers: dict[str, int] | None, report: str
) -> None:
    answer = "" if numbers is None else counts(**numbers)
    done = runner.run(script("links", "ask", "links"), STATUS=status, JSON=answer, REPORT=report)
    assert done.returncode != 0
    assert runner.read("output") == ""


def test_a_report_too_long_for_an_issue_ends_with_a_whole_line(runner: Runner) -> None:
    line = f"- `` {'ä' * 100} ``\n"
    runner.run(script("links", "ask", "links"), STATUS="1", JSON=counts(broken=9), REPORT=line * 600)
    report = runner.read("output").splitlines(keepends=True)[2:-1]
    assert set(report) == {line}
    assert len("".join(report).encode()) <= 60_000


def test_the_first_run_with_a_finding_opens_an_issue(runner: Runner) -> None:
    done = runner.run(script("links", "tell", "issue"), FAILING="1", TITLE="Links", REPORT=REPORT)
    assert done.returncode == 0
    assert "creator=github-actions[bot]" in runner.calls[0]
    assert runner.calls[1:] == ["api --silent --method POST repos/owner/list/issues -f title=Links -F body=@report.md"]
    assert runner.read("report.md").startswith(REPORT)
    assert "(https://host.example/owner/list/actions/runs/7)" in runner.read("report.md")


def test_further_runs_rewrite_the_oldest_issue(runner: Runner) -> None:
    runner.run(script("links", "tell", "issue"), FAILING="1", ISSUES="30\n4\n", REPORT="$(touch here) `touch here`")
    assert runner.calls[1:] == ["api --silent --method PATCH repos/owner/list/issues/4 -F body=@report.md"]
    assert runner.read("report.md").startswith("$(touch here) `touch here`")
    assert not (runner.folder / "here").exists()


def test_a_run_without_a_finding_closes_the_issue(runner: Runner) -> None:
    runner.run(script("links", "tell", "issue"), FAILING="0", ISSUES="4\n")
    assert "repos/owner/list/issues/4/comments" in runner.calls[1]
    assert runner.calls[2].endswith("repos/owner/list/issues/4 -f state=closed -f state_reason=completed")


def test_a_run_without_a_finding_and_without_an_issue_does_nothing(runner: Runner) -> None:
    runner.run(script("links", "tell", "issue"), FAILING="0")
    assert len(runner.calls) == 1


def test_no_second_issue_is_opened_where_the_first_cannot_be_looked_for(runner: Runner) -> None:
    done = runner.run(script("links", "tell", "issue"), FAILING="1", STATUS="1")
    assert done.returncode == 1
    assert len(runner.calls) == 1


@pytest.mark.parametrize("status", ["0", "1"])
def test_what_services_say_is_handed_on(runner: Runner, status: str) -> None:
    said = "a.yaml:1:8: warning: `doi` is open [open-field]\n" * int(status)
    done = runner.run(script("refresh", "ask", "refresh"), STATUS=status, JSON=said)
    assert done.returncode == 0
    assert runner.read("arguments") == "refresh\n"
    assert re.fullmatch(rf"news={status}\nreport<<(end-\w{{64}})\n{re.escape(said)}\1\n", runner.read("output"))


@pytest.mark.parametrize("status", ["2", "3"])
def test_where_no_service_answered_nothing_is_handed_on(runner: Runner, status: str) -> None:
    done = runner.run(script("refresh", "ask", "refresh"), STATUS=status)
    assert (done.returncode, runner.read("output")) == (int(status), "")


def test_what_services_say_stands_in_one_issue_as_code(runner: Runner) -> None:
    said = "```\n@everybody $(touch here)\n"
    runner.run(script("refresh", "tell", "issue"), NEWS="1", TITLE="News", REPORT=said, ISSUES="4\n")
    assert runner.calls[1:] == ["api --silent --method PATCH repos/owner/list/issues/4 -F body=@report.md"]
    assert "\n\n    ```\n    @everybody $(touch here)\n" in runner.read("report.md")
    assert not (runner.folder / "here").exists()


def test_where_services_know_no_more_the_issue_is_closed(runner: Runner) -> None:
    runner.run(script("refresh", "tell", "issue"), NEWS="0", ISSUES="4\n")
    assert runner.calls[2].endswith("repos/owner/list/issues/4 -f state=closed -f state_reason=completed")


@pytest.mark.parametrize(("status", "expected"), [("0", 0), ("1", 1), ("2", 2), ("3", 0)])
def test_a_pull_request_fails_for_its_addresses_but_not_for_the_network(
    runner: Runner, status: str, expected: int
) -> None:
    done = runner.run(script("changed-links", "ask", "links"), STATUS=status)
    assert done.returncode == expected
    assert runner.read("arguments") == "links --changed-since HEAD^1 --format github\n"
    assert ("::warning " in done.stdout) == (status == "3")
