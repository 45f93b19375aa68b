"""The workflow that makes pull requests of filled forms: its scripts, with git and the catalog, and a gh that notes."""

import base64
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from operator import ne
from pathlib import Path

import pytest
from click.testing import CliRunner
from markdown_it import MarkdownIt

from catalog.cli import main
from catalog.questions import FIELDS
from tests.conftest import REPOSITORY
from tests.importers.world import World, settle, work
from tests.links.server import Web
from tests.test_workflows import events, script, workflow

NAME = "add-a-paper"
DOI = "10.1000/oven.2020.7"
RECORD = "papers/2020/ruiz2020kneading.yaml"
BRANCH = "add-a-paper-7"
BOT = workflow(NAME)["jobs"]["answer"]["steps"][1]["env"]["BOT"]

# All but the check of links is what a runner has; that would leave this machine.
CATALOG = f"""#!/usr/bin/env bash
if [ "$1" = links ]; then echo "links $2"; exit "$LINKS"; fi
exec {sys.executable} -c 'from catalog.cli import main; main()' "$@"
"""
GH = """#!/usr/bin/env bash
echo "$*" >> "$CALLS"
case "$*" in
  *"--method GET"*pulls*) printf '%s' "$OPEN" ;;
  *"--method GET"*comments*) printf '%s' "$COMMENTS" ;;
  *"--method POST"*pulls*) echo 12 ;;
  *labels*) exit 1 ;;
esac
exit "${STATUS:-0}"
"""


def form(**answers: str) -> str:
    """Return the body of an issue as GitHub makes it of the form."""
    return "\n\n".join(f"### {field.label}\n\n{answers.get(field.id, '_No response_')}" for field in FIELDS)


GOOD = form(reference=DOI, family="gluten: Gluten & water", topics="rye, wheat")


@dataclass(frozen=True)
class Forge:
    """A repository with a toy list, and the two machines on which the jobs run."""

    folder: Path

    @property
    def origin(self) -> Path:
        return self.folder / "origin.git"

    def git(self, *arguments: str, folder: str = "read") -> str:
        done = subprocess.run(
            ["git", "-c", "user.name=Somebody", "-c", "user.email=somebody@host.example", *arguments],
            cwd=self.folder / folder,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def environment(self) -> dict[str, str]:
        return {
            "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin",
            "HOME": str(self.folder / "home"),
            "GIT_CONFIG_NOSYSTEM": "1",
            "PYTHONPATH": str(REPOSITORY),
        }

    def run(self, job: str, step: str, **environment: str) -> subprocess.CompletedProcess[str]:
        folder = self.folder / job
        (folder / "output").write_text("")
        usual = {"CALLS": str(self.folder / "calls"), "OPEN": "", "COMMENTS": "", "LINKS": "0"}
        usual |= {"GITHUB_REPOSITORY": "owner/list", "GITHUB_SERVER_URL": "https://host.example", "GITHUB_RUN_ID": "3"}
        usual |= {"GITHUB_OUTPUT": str(folder / "output"), "GITHUB_EVENT_PATH": str(self.folder / "event.json")}
        usual |= {"RUNNER_TEMP": str(self.folder / "temp"), "NUMBER": "7", "BASE": "main", "MOST": "20", "BOT": BOT}
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script(NAME, job, step)],
            cwd=folder,
            env=self.environment() | usual | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def output(self, job: str) -> dict[str, str]:
        """Return what a step has handed on, read as GitHub reads it."""
        found: dict[str, str] = {}
        lines = iter((self.folder / job / "output").read_text().split("\n")[:-1])
        for line in lines:
            name, mark, end = line.partition("<<")
            if mark and "=" not in name:
                found[name] = "\n".join(takewhile(partial(ne, end), lines))
            else:
                name, mark, value = line.partition("=")
                assert mark, line
                found[name] = value
        return found

    def read(self, body: str | None, **environment: str) -> tuple[dict[str, str], str]:
        """Run the first job with the body of an issue; return what it hands on, and its log."""
        (self.folder / "event.json").write_text(json.dumps({"issue": {"number": 7, "body": body}}))
        done = self.run("read", "record", **environment)
        assert done.returncode == 0, done.stderr
        return self.output("read"), done.stdout

    def propose(self, found: Mapping[str, str], **environment: str) -> dict[str, str]:
        """Run the step that pushes and opens a pull request; return what it hands on."""
        self.git("clone", "--quiet", str(self.origin), str(self.folder / "answer"), folder=".")
        given = {name.upper(): found[name] for name in ("record", "patch", "report")}
        done = self.run("answer", "propose", **given | environment)
        assert done.returncode == 0, done.stderr
        return self.output("answer")

    def say(self, **environment: str) -> str:
        """Run the step that answers in the issue; return what it says."""
        (self.folder / "answer").mkdir(exist_ok=True)
        done = self.run("answer", "say", **{"PULL": "", "REPORT": ""} | environment)
        assert done.returncode == 0, done.stderr
        return (self.folder / "temp" / "answer.md").read_text()

    @property
    def calls(self) -> list[str]:
        path = self.folder / "calls"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[World, Path]]:
    """Return services on this machine, and the folder of a forge whose list asks them."""
    folder = tmp_path_factory.mktemp("forge")
    with Web() as web:
        world = settle(folder, web)
        world.root.rename(folder / "read")
        set_up(Forge(folder))
        yield world, folder


def set_up(forge: Forge) -> None:
    """Make the programs of a runner and the repository with its list."""
    for name in ("bin", "home", "temp"):
        (forge.folder / name).mkdir()
    venv = forge.folder / "read" / ".venv" / "bin"
    venv.mkdir(parents=True)
    (venv / "python").symlink_to(sys.executable)
    for path, text in ((venv / "catalog", CATALOG), (forge.folder / "bin" / "gh", GH)):
        path.write_text(text)
        path.chmod(0o755)
    (forge.folder / "read" / ".gitignore").write_text("/build/\n/.venv/\n/output\n")
    for name in ("readme", "bibtex", "schema"):
        assert CliRunner().invoke(main, ["--root", str(forge.folder / "read"), "build", "--only", name]).exit_code == 0
    forge.git("init", "--quiet", "--initial-branch=main")
    forge.git("add", "--all")
    forge.git("commit", "--quiet", "--message=The list")
    forge.git("clone", "--quiet", "--bare", "read", "origin.git", folder=".")


@pytest.fixture
def world(prepared: tuple[World, Path]) -> World:
    """Return the services, which know one paper."""
    world, _ = prepared
    world.faults.clear()
    world.works[DOI] = work()
    return world


@pytest.fixture(scope="module")
def good(prepared: tuple[World, Path], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """Return what the first job hands on of a good form."""
    world, folder = prepared
    world.works[DOI] = work()
    copy = tmp_path_factory.mktemp("good") / "forge"
    shutil.copytree(folder, copy, symlinks=True)
    found, _ = Forge(copy).read(GOOD)
    return found


@pytest.fixture
def forge(world: World, prepared: tuple[World, Path], tmp_path: Path) -> Forge:
    assert world is prepared[0]
    shutil.copytree(prepared[1], tmp_path / "forge", symlinks=True)
    return Forge(tmp_path / "forge")


def test_a_good_form_becomes_a_branch_with_one_record_and_what_is_built_of_it(
    forge: Forge, good: Mapping[str, str]
) -> None:
    assert (good["verdict"], good["record"]) == ("ready", "ruiz2020kneading")
    assert forge.propose(good) == {"pull": "12", "verdict": "proposed"}
    changed = forge.git("diff", "--name-status", "main", BRANCH, folder="origin.git").splitlines()
    assert changed == ["M\tREADME.md", f"A\t{RECORD}", "M\treferences.bib"]
    assert forge.git("log", "--format=%ae %ce %s", f"main..{BRANCH}", folder="origin.git") == (
        f"{BOT} {BOT} Add ruiz2020kneading"
    )
    record = forge.git("show", f"{BRANCH}:{RECORD}", folder="origin.git")
    assert "loss_family: gluten" in record
    assert "topics: [rye, wheat]" in record


def test_the_pull_request_closes_the_issue_and_shows_what_the_checks_said(
    forge: Forge, good: Mapping[str, str]
) -> None:
    forge.propose(good)
    assert "auth setup-git" in forge.calls
    body = forge.folder / "temp" / "body.md"
    assert forge.calls[-1] == (
        f"api --method POST repos/owner/list/pulls -f title=Add ruiz2020kneading -f head={BRANCH} -f base=main "
        f"-F body=@{body} --jq .number"
    )
    assert body.read_text().startswith("Closes #7.\n")
    assert f"\n    wrote {RECORD}\n" in body.read_text()


def test_an_edited_form_renews_the_same_branch_and_pull_request(forge: Forge, good: Mapping[str, str]) -> None:
    forge.propose(good)
    (forge.folder / "answer").rename(forge.folder / "earlier")
    found, _ = forge.read(form(reference=DOI, family="starter"))
    assert forge.propose(found, OPEN=f"12 {BRANCH}\n3 add-a-paper-8\n")["verdict"] == "proposed"
    assert "loss_family: starter" in forge.git("show", f"{BRANCH}:{RECORD}", folder="origin.git")
    assert forge.git("rev-list", "--count", f"main..{BRANCH}", folder="origin.git") == "1"
    assert forge.calls[-1].startswith("api --silent --method PATCH repos/owner/list/pulls/12 ")


def test_what_a_maintainer_mended_on_the_branch_is_not_written_over(forge: Forge, good: Mapping[str, str]) -> None:
    forge.propose(good)
    forge.git("fetch", "--quiet", str(forge.origin), BRANCH)
    forge.git("switch", "--quiet", "--force", "--detach", "FETCH_HEAD")
    forge.git("commit", "--quiet", "--allow-empty", "--message=Mend it")
    forge.git("push", "--quiet", str(forge.origin), f"HEAD:{BRANCH}")
    (forge.folder / "answer").rename(forge.folder / "earlier")
    assert forge.propose(good, OPEN=f"12 {BRANCH}\n") == {"pull": "12", "verdict": "theirs"}
    assert forge.git("log", "-1", "--format=%s", BRANCH, folder="origin.git") == "Mend it"


def test_a_flood_of_forms_is_held_back(forge: Forge, good: Mapping[str, str]) -> None:
    waiting = "".join(f"{number} add-a-paper-{number}\n" for number in range(100, 120))
    assert forge.propose(good, OPEN=waiting) == {"pull": "", "verdict": "full"}
    assert forge.git("branch", "--list", BRANCH, folder="origin.git") == ""
    assert "wait" in forge.say(VERDICT="full")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"RECORD": "x; touch here"}, "a record's name"),
        ({"NUMBER": "7;x"}, "an issue's number"),
        ({"RECORD": "another2020"}, "another record than the patch has"),
        ({"PATCH": base64.b64encode(b"nonsense").decode()}, "no patch"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_nothing_is_pushed_where_what_was_handed_on_is_not_what_it_should_be(
    forge: Forge, good: Mapping[str, str], change: Mapping[str, str], reason: str
) -> None:
    with pytest.raises(AssertionError):
        forge.propose(good, **change)
    assert forge.git("branch", "--list", folder="origin.git") == "* main", reason


def test_a_patch_that_reaches_for_other_files_changes_the_record_alone(forge: Forge) -> None:
    (forge.folder / "read" / RECORD).parent.mkdir(exist_ok=True)
    (forge.folder / "read" / RECORD).write_text("title: x\n")
    (forge.folder / "read" / "catalog.toml").write_text("[services]\n")
    (forge.folder / "read" / "workflow.yml").write_text("on: push\n")
    forge.git("add", "--intent-to-add", "--all")
    patch = base64.b64encode(f"{forge.git('diff', '--binary')}\n".encode()).decode()
    forge.propose({"record": "ruiz2020kneading", "patch": patch, "report": ""})
    changed = forge.git("diff", "--name-status", "main", BRANCH, folder="origin.git").splitlines()
    assert changed == [f"A\t{RECORD}"]


def test_a_patch_that_changes_another_record_is_refused(forge: Forge) -> None:
    (forge.folder / "read" / RECORD).parent.mkdir(exist_ok=True)
    (forge.folder / "read" / RECORD).write_text("title: x\n")
    (forge.folder / "read" / "papers/2020/li2020fold.yaml").write_text("title: mine\n")
    forge.git("add", "--intent-to-add", "--all")
    patch = base64.b64encode(f"{forge.git('diff', '--binary')}\n".encode()).decode()
    with pytest.raises(AssertionError):
        forge.propose({"record": "ruiz2020kneading", "patch": patch, "report": ""})
    assert forge.git("branch", "--list", folder="origin.git") == "* main"


NASTY = {
    "a shell's words": form(reference="`touch here` $(touch here) ; touch here", family="$(touch here)"),
    "an expression of workflows": form(reference=DOI, family="${{ secrets.GITHUB_TOKEN }}"),
    "commands of workflows": form(reference=DOI, family="::set-output name=verdict::ready"),
    "a command as a reference": form(reference="::add-mask::a\n::warning::b", family="gluten"),
    "the end of an output": form(reference="x\nend-0\nverdict=ready", family="gluten\nverdict=ready"),
    "mentions": form(reference=DOI, family="@everybody @owner/team #1"),
    "fences": form(reference=DOI, family="``` ~~~ ````\n```\n<img src=x onerror=alert(1)>"),
    "ends of lines": form(reference="a\rb\u2028c\u0085d\x0be", family="a\rb"),
    "a file of the machine": form(reference="/etc/passwd", family="gluten"),
    "an address in the network": form(reference="http://127.0.0.1:22/", family="gluten"),
    "an option": form(reference="--help", family="--root"),
    "a path for a family": form(reference=DOI, family="../../x"),
    "a megabyte and more": form(reference=DOI, family="gluten", summary="x" * 2_000_000),
    "half a character": form(reference="\ud800", family="gluten"),
    "nothing at all": "",
}


@pytest.mark.parametrize("body", NASTY.values(), ids=NASTY)
def test_a_hostile_form_is_refused_in_words_that_stay_words(forge: Forge, body: str) -> None:
    found, log = forge.read(body)
    assert found.keys() == {"verdict", "record", "patch", "report"}
    assert (found["verdict"], found["patch"]) == ("refused", "")
    assert list(forge.folder.rglob("here")) == []
    first, *shown, last = log.splitlines()
    assert re.fullmatch(r"::stop-commands::(end-\w{64})", first)
    assert last == f"::{first.removeprefix('::stop-commands::')}::"
    assert shown
    said = forge.say(VERDICT="refused", REPORT=found["report"]).split("\n\n", 1)
    assert said[0].endswith("This was found:")
    # Lines as CommonMark has them: each is one of an indented block, which is code and ends nowhere before.
    assert all(line.startswith("    ") for line in re.split(r"\r\n?|\n", said[1].removesuffix("\n")))


def test_a_very_long_report_is_cut_at_a_line_and_fits_a_comment(forge: Forge) -> None:
    found, _ = forge.read(form(reference=DOI, family="gluten", topics=",".join(f"{'ü' * 60}{n}" for n in range(60))))
    assert len(found["report"].encode()) <= 30_000


def test_a_family_that_is_left_open_is_told_in_the_issue(forge: Forge) -> None:
    found, _ = forge.read(form(reference=DOI))
    assert found["verdict"] == "refused"
    assert "`loss_family` is left open; fill it in" in found["report"]
    assert "`loss_family` is empty" in found["report"]


@pytest.mark.parametrize(("status", "verdict"), [("0", "ready"), ("1", "refused"), ("2", "refused"), ("3", "ready")])
def test_an_address_that_does_not_open_refuses_a_form_but_no_network_does_not(
    forge: Forge, status: str, verdict: str
) -> None:
    assert forge.read(GOOD, LINKS=status)[0]["verdict"] == verdict


def test_a_source_that_is_silent_is_told_as_it_is(forge: Forge, world: World) -> None:
    world.faults["crossref"] = world.faults["doi"] = lambda visit: visit.answer(500, {}, b"")
    found, _ = forge.read(GOOD)
    assert found["verdict"] == "refused"
    assert "500" in found["report"]


@pytest.mark.parametrize(
    ("verdict", "pull", "words"),
    [
        ("proposed", "12", "#12 has the record"),
        ("theirs", "12", "Say in #12 what is wrong"),
        ("theirs", "", "Say what is wrong"),
        ("ready", "", "(https://host.example/owner/list/actions/runs/3)"),
        ("", "", "(https://host.example/owner/list/actions/runs/3)"),
    ],
)
def test_the_issue_is_told_what_came_of_it(forge: Forge, verdict: str, pull: str, words: str) -> None:
    assert words in forge.say(VERDICT=verdict, PULL=pull)


def test_the_first_answer_is_a_comment_and_each_further_one_rewrites_it(forge: Forge) -> None:
    forge.say(VERDICT="full")
    forge.say(VERDICT="full", COMMENTS="31\n44\n")
    sent = [call.split(" -F ")[0] for call in forge.calls if "POST" in call or "PATCH" in call]
    assert sent == [
        "api --silent --method POST repos/owner/list/issues/7/comments",
        "api --silent --method PATCH repos/owner/list/issues/comments/31",
    ]


def test_the_answer_begins_with_the_mark_by_which_the_next_one_finds_it(forge: Forge) -> None:
    said = forge.say(VERDICT="full")
    (asked,) = [call for call in forge.calls if "--method GET" in call]
    found = re.search(r"--jq (.*) \| \.id$", asked)
    assert found is not None
    (mark,) = re.findall(r'startswith\("([^"]+)"\)', found[1])
    assert re.fullmatch(r"<!-- [a-z-]+ -->", mark)
    assert said.splitlines()[0] == mark
    assert '.user.login == "github-actions[bot]" and ' in found[1]


def test_the_mark_is_not_seen(forge: Forge) -> None:
    shown = MarkdownIt().render(forge.say(VERDICT="full"))
    assert re.findall(r"<p>(.*)</p>", shown) == [
        "Too many papers are waiting to be looked at. A maintainer will have this form read again."
    ]


def test_a_form_is_read_when_it_comes_is_changed_or_comes_back() -> None:
    assert events(NAME) == {"issues": {"types": ["opened", "edited", "reopened", "labeled"]}}


def test_the_label_that_asks_again_is_taken_off(forge: Forge) -> None:
    forge.say(VERDICT="full")
    assert forge.calls[-1] == "api --silent --method DELETE repos/owner/list/issues/7/labels/try-again"


def test_the_job_that_reads_the_form_has_no_token_that_writes() -> None:
    jobs = workflow(NAME)["jobs"]
    assert jobs["read"]["permissions"] == {"contents": "read"}
    assert jobs["answer"]["permissions"] == {"contents": "write", "issues": "write", "pull-requests": "write"}
    assert "token" not in json.dumps(jobs["read"]["steps"]).replace("token_hex", "")


def test_what_stands_in_an_issue_is_in_no_expression() -> None:
    text = (REPOSITORY / ".github/workflows" / f"{NAME}.yml").read_text()
    values = set(re.findall(r"github\.event\.[a-z_.]+", text))
    assert values == {
        "github.event.action",
        "github.event.issue.body",
        "github.event.issue.number",
        "github.event.issue.state",
        "github.event.label.name",
        "github.event.repository.default_branch",
    }
    # The body only to see whether it is a form's; the label only whether it is one that maintainers give.
    assert text.count("github.event.issue.body") == text.count("github.event.label.name") == 1
    assert "startsWith(github.event.issue.body, '### Reference')" in workflow(NAME)["jobs"]["read"]["if"]


def test_the_job_that_may_write_installs_nothing() -> None:
    steps = workflow(NAME)["jobs"]["answer"]["steps"]
    assert [step.get("id", step.get("uses", "").partition("@")[0]) for step in steps] == [
        "actions/checkout",
        "propose",
        "say",
    ]
    assert not [step for step in steps if ".venv" in step.get("run", "") or "make" in step.get("run", "").split()]
