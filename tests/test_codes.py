"""Every code that a finding can have is explained, with its severity, and with an example that is what it claims."""

import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.catalog import read
from catalog.checks import CHECKS
from catalog.checks.rule import Check
from catalog.codes import codes
from catalog.commands.build import build
from catalog.commands.check import check
from catalog.derive import addresses
from catalog.diagnostics import Location, Severity
from catalog.examples import EXAMPLES, FAMILIES, SETTINGS, TOPICS
from catalog.importers import news, outcome
from catalog.links.findings import DOCUMENTATION, Result, diagnostics
from catalog.links.judging import of_answer, of_failure
from catalog.links.targets import targets
from catalog.links.verdict import ARCHIVED, State, Verdict
from catalog.records.refusals import REFUSALS
from catalog.web import Answer, Failure, Trouble
from tests.conftest import REPOSITORY

RECORD = "papers/1950/turing1950machines.yaml"
PAGE = REPOSITORY / "site/reference/checks.md"
FIELDS = """\
title: Machines and Minds
authors:
  - Alan Turing
year: 1950
venue: CVPR
loss_family: theory
links:
  paper: https://journal.example.org/1950/turing
added: 2026-11-23
"""
LIST = {
    SETTINGS: '[list]\ntitle = "A List"\ndescription = "For examples."\nurl = "https://a.example/"\n'
    'repository = "https://git.a.example/list"\n',
    RECORD: FIELDS,
    "papers/1936/turing1936numbers.yaml": """\
title: On Computable Numbers
authors:
  - Ada Lovelace
year: 1936
venue: JMLR
loss_family: survey
topics: [vision, logic]
doi: 10.1000/numbers
arxiv: "1312.6114"
links:
  paper: https://journal.example.org/1936/numbers
implementations:
  - library: scikit-learn
    name: metrics
added: 2026-11-22
""",
    "papers/1945/bush1945think.yaml": """\
title: As We May Think
authors:
  - Vannevar Bush
year: 1945
venue: CVPR
loss_family: theory
links:
  paper: https://journal.example.org/1945/think
added: 2026-11-22
""",
    "vocabularies/venues.yaml": """\
CVPR: {name: A, kind: conference, rank: 1, names: [{proceedings: A}]}
JMLR: {name: B, kind: journal, rank: 2, names: [{proceedings: B}]}
""",
    FAMILIES: """\
theory:
  name: Theory
  group: foundations
  definition: A.
survey:
  name: Surveys
  definition: B.
foundations:
  name: Foundations
  definition: C.
""",
    TOPICS: """\
vision:
  name: Vision
  kind: a
  definition: A.
logic:
  name: Logic
  kind: a
  definition: B.
""",
    "vocabularies/libraries.yaml": "scikit-learn: {name: scikit-learn}\n",
}


def blocks(text: str) -> dict[str, str]:
    """Return the lines of each key of a text, by the key; what is before the first is by no name."""
    found: dict[str, str] = {}
    key = ""
    for line in text.splitlines(keepends=True):
        if line.strip() and not re.match(r"[ \-#]|---", line):
            key = line.partition(":")[0]
        found[key] = found.get(key, "") + line
    return found


def merged(text: str, lines: str) -> str:
    """Return the lines, and of the text what they do not say otherwise."""
    given = blocks(f"{lines}\n")
    return f"{lines}\n" + "".join(block for key, block in blocks(text).items() if key not in given)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return a list without findings."""
    for path, text in LIST.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return tmp_path


def found(root: Path) -> list[str]:
    return [finding.code for finding in check(root).findings]


def move(old: str, new: str) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        (root / new).parent.mkdir(exist_ok=True)
        (root / old).rename(root / new)

    return run


def write(path: str, data: bytes) -> Callable[[Path], None]:
    def run(root: Path) -> None:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)

    return run


def link(root: Path) -> None:
    move(RECORD, "elsewhere.yaml")(root)
    (root / RECORD).symlink_to(root / "elsewhere.yaml")


STORIES: dict[str, Callable[[Path], None]] = {
    "dead-reference": write("site/index.md", b"See [@turing1950machine].\n"),
    "duplicate-id": write("papers/1951/turing1950machines.yaml", FIELDS.encode()),
    "encoding": write(RECORD, FIELDS.replace("Alan", "Âlan").encode("latin-1")),
    "file-name": move(RECORD, "papers/1950/Turing1950.yml"),
    "file-size": write(RECORD, FIELDS.encode() + b"#" * 2_000_000),
    "id-year": move(RECORD, "papers/1950/turing1949machines.yaml"),
    "misplaced-file": move(RECORD, "papers/turing1950machines.yaml"),
    "missing-file": lambda root: (root / TOPICS).unlink(),
    "more-findings": write(RECORD, FIELDS.encode() + b"".join(b"field%d: x\n" % number for number in range(150))),
    "not-a-file": link,
    "template": write("templates/README.md.j2", b"{{ papers_count }}"),
    "text-of-no-family": write("site/families/theorie.md", b"Proofs.\n"),
    "unreadable": lambda root: (root / RECORD).chmod(0),
    "value-size": write(RECORD, FIELDS.encode() + b"note: " + b"a" * 20_001 + b"\n"),
    "year-in-folder": move(RECORD, "papers/1949/turing1950machines.yaml"),
}
"""What makes of a list without findings the one that an example tells of in words."""

FOLLOWING = {
    "duplicate-id": {"duplicate-title", "duplicate-address", "year-in-folder"},
    "more-findings": {"unknown-field"},
    "nested-group": {"family-is-group"},
    "vocabulary-key": {"unused-entry"},
}
"""What the same example rightly has too."""

OF_SOURCES = {*outcome.DOCUMENTATION, *outcome.WARNINGS, *news.DOCUMENTATION}
"""What adding, importing and refreshing find: the tests of the importers have an example of each."""

LINKS = {
    "link-archived": Verdict(State.OK, ARCHIVED, 200),
    "link-blocked": of_answer(Answer(403), wants_pdf=False, now=0),
    "link-broken": of_answer(Answer(404), wants_pdf=False, now=0),
    "link-invalid": of_failure(Failure(Trouble.FORBIDDEN, "leads into a private network")),
    "link-redirected": Verdict(State.REDIRECTED, "has moved", 200, "https://b.example/"),
    "link-skipped": Verdict(State.SKIPPED, "skipped"),
    "link-transient": of_answer(Answer(503), wants_pdf=False, now=0),
}


def test_checks_refusals_and_outputs_are_explained_in_the_order_of_their_codes() -> None:
    of_outputs = {"long-page", "template", "toml-syntax"}
    of_checks = {check.code for check in CHECKS}
    assert list(codes()) == sorted({*REFUSALS, *of_checks, *DOCUMENTATION, *of_outputs, *OF_SOURCES})


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.code)
def test_a_check_is_explained_with_its_own_severity(check: Check) -> None:
    assert codes()[check.code].severity is check.severity


@pytest.mark.parametrize("code", [*REFUSALS, "template", "toml-syntax"])
def test_what_cannot_be_read_is_an_error(code: str) -> None:
    assert codes()[code].severity is Severity.ERROR


def test_a_long_page_is_a_warning() -> None:
    assert codes()["long-page"].severity is Severity.WARNING


@pytest.mark.parametrize("code", codes())
def test_an_explanation_is_code_rule_remedy_and_an_example_that_is_indented(code: str) -> None:
    text = codes()[code].text
    explained, _, example = text.partition("\n\nbefore")
    head, blank, *body = explained.splitlines()
    assert (head, blank) == (f"{code} ({codes()[code].severity.label})", "")
    assert body[0].endswith(".")
    assert not any(line.startswith(" ") for line in body)
    assert re.match(r"(?: \(\S+\))?:\n  ", example)
    assert "\n\nafter:\n  " in example
    assert text.endswith("\n")


def test_every_code_has_an_example() -> None:
    assert list(EXAMPLES) == list(codes())


def test_the_list_of_the_examples_has_no_findings_of_its_own(root: Path) -> None:
    assert found(root) == []


WRITTEN = [code for code in EXAMPLES if code not in {*STORIES, *LINKS, *OF_SOURCES, "long-page"}]


@pytest.mark.parametrize("code", WRITTEN)
def test_what_an_example_shows_first_has_this_finding_alone(root: Path, code: str) -> None:
    example = EXAMPLES[code]
    path = example.path or RECORD
    (root / path).write_text(merged(LIST[path], example.before))
    assert set(found(root)) - FOLLOWING.get(code, set()) == {code}


@pytest.mark.parametrize("code", WRITTEN)
def test_what_an_example_shows_last_has_no_finding(root: Path, code: str) -> None:
    example = EXAMPLES[code]
    path = example.path or RECORD
    (root / path).write_text(merged(LIST[path], example.after))
    assert found(root) == []


@pytest.mark.parametrize("code", STORIES)
def test_what_an_example_tells_in_words_has_this_finding_alone(root: Path, code: str) -> None:
    STORIES[code](root)
    if code == "unreadable" and (root / RECORD).stat().st_mode & stat.S_IRUSR == 0 and can_read(root / RECORD):
        # Whoever may read everything never sees the finding; the walk's own tests show it to others.
        return
    assert set(found(root)) - FOLLOWING.get(code, set()) == {code}


def can_read(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:
        return False
    return True


@pytest.mark.parametrize("code", LINKS)
def test_what_an_example_tells_of_an_address_has_this_finding(root: Path, code: str) -> None:
    target = next(iter(targets(addresses(read(root).catalog))))
    assert {finding.code for finding in diagnostics([Result(target, LINKS[code])])} == {code}
    opens = of_answer(Answer(200), wants_pdf=False, now=0)
    assert list(diagnostics([Result(target, opens)])) == []


def test_a_page_that_is_long_has_the_finding_until_it_is_split(root: Path) -> None:
    for number in range(600):
        text = FIELDS.replace("Machines and Minds", f"{'Word ' * 160}{number}").replace("/turing", f"/{number}")
        (root / f"papers/1950/turing1950machines{number}.yaml").write_text(text)
    built = build(root, only=["readme"], into=root, write=False, engine=None)
    (finding,) = [finding for finding in built.findings if finding.code == "long-page"]
    assert finding.location == Location("README.md")


def test_the_page_of_checks_says_what_explain_says(request: pytest.FixtureRequest) -> None:
    lines = ["# Checks\n"]
    lines += [
        "Every finding has a code; `catalog explain CODE` says what is here. What has a ✓, `catalog check --fix` mends"
    ]
    lines += ["where there is one right answer.\n"]
    lines += ["| code | severity | rule | `--fix` |", "|---|---|---|---|"]
    for name, code in codes().items():
        mark = "✓" if code.is_fixed else ""
        lines.append(f"| [`{name}`](#{name}) | {code.severity.label} | {code.rule} | {mark} |")
    for name, code in codes().items():
        path = f" in {code.example.path}" if code.example.path else ""
        lines += [f"\n## `{name}` {{ #{name} }}\n", code.rule, "", code.remedy, ""]
        lines += [f"Before{path}:\n", "```text", code.example.before, "```", ""]
        lines += ["After:\n", "```text", code.example.after, "```"]
    text = "\n".join(lines) + "\n"
    if request.config.getoption("--update-golden"):
        PAGE.write_text(text)
    assert PAGE.read_text() == text
