"""A build writes the outputs that it was asked for, or says why it writes none."""

import shutil
from collections.abc import Collection
from pathlib import Path

import pytest

from catalog.commands.build import COMMITTED, SITE, Built, build
from catalog.diagnostics import WriteError
from catalog.edition import Edition
from catalog.outputs.table import OUTPUTS
from catalog.records.schema import MODELS

LI = "papers/2020/li2020fold.yaml"
NAMES = ("README.md", "references.bib", *(f"schemas/{name}.json" for name in MODELS))
WRITTEN = [("wrote", name) for name in NAMES]


class Engine:
    """An engine of one page, which remembers what it was given."""

    def __init__(self) -> None:
        self.editions: list[Edition] = []

    def __call__(self, _root: Path, edition: Edition, into: Path) -> None:
        assert into.is_absolute()
        assert list(into.iterdir()) == []
        self.editions.append(edition)
        (into / "papers").mkdir()
        (into / "papers/index.html").write_text(f"{len(edition.papers)} papers at {edition.settings.list.url}\n")


def run(
    root: Path,
    only: Collection[str] = ("readme",),
    *,
    into: Path | None = None,
    write: bool = True,
    engine: Engine | None = None,
) -> Built:
    return build(root, only=only, into=into or root, write=write, engine=engine)


def verbs(built: Built) -> list[tuple[str, str]]:
    return [(change.verb, str(change.path)) for change in built.changes]


def files(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def test_what_can_drift_is_every_output_that_is_no_site() -> None:
    assert frozenset(OUTPUTS) == COMMITTED
    assert SITE not in COMMITTED


def test_only_the_outputs_that_were_named_are_written(toy: Path) -> None:
    before = files(toy)
    assert verbs(run(toy, ["bibtex"])) == [("wrote", "references.bib")]
    assert files(toy).keys() - before.keys() == {"references.bib"}


def test_a_second_build_changes_nothing(toy: Path) -> None:
    first = run(toy, COMMITTED)
    assert verbs(first) == WRITTEN
    assert run(toy, COMMITTED) == Built(8, (), ())


def test_a_comparison_writes_nothing(toy: Path) -> None:
    before = files(toy)
    assert verbs(run(toy, COMMITTED, write=False)) == WRITTEN
    assert files(toy) == before


def test_a_site_may_go_below_a_folder_named_from_the_working_directory(
    toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(toy, [SITE], into=Path("out"), engine=Engine()).site_files == 1
    assert (tmp_path / "out/build/site/papers/index.html").is_file()


def test_a_list_with_errors_is_not_rendered(toy: Path) -> None:
    (toy / LI).write_text("title: [\n")
    before = files(toy)
    built = run(toy, [*COMMITTED, SITE], engine=(engine := Engine()))
    assert (built.papers, built.changes, engine.editions) == (8, (), [])
    assert [finding.location.path for finding in built.findings] == [LI]
    assert files(toy) == before


def test_a_list_without_papers_is_rendered_too(toy: Path) -> None:
    for name in ("papers", "site"):
        shutil.rmtree(toy / name)
    engine = Engine()
    run(toy, [*COMMITTED, SITE], engine=engine)
    assert [edition.papers for edition in engine.editions] == [()]
    assert "@" not in (toy / "references.bib").read_text()


def test_a_template_that_cannot_be_rendered_is_a_finding_and_nothing_is_written(toy: Path) -> None:
    (toy / "templates").mkdir()
    (toy / "templates/README.md.j2").write_text("\n{{ title.crust }}")
    before = files(toy)
    built = run(toy, [*COMMITTED, SITE], engine=(engine := Engine()))
    assert [str(finding) for finding in built.findings] == [
        "templates/README.md.j2:2:1: error: 'str object' has no attribute 'crust' [template]"
    ]
    assert (built.papers, built.changes, engine.editions) == (8, (), [])
    assert files(toy) == before


def test_files_of_a_split_that_ended_are_removed(toy: Path) -> None:
    text = (toy / "catalog.toml").read_text()
    (toy / "catalog.toml").write_text(text.replace("[readme]\n", "[readme]\nsplit = true\n"))
    assert ("wrote", "lists/2021.md") in verbs(run(toy))
    (toy / "catalog.toml").write_text(text)
    assert ("removed", "lists/2021.md") in verbs(run(toy))
    assert not (toy / "lists").exists()


@pytest.mark.parametrize(("size", "codes"), [(480_000, []), (480_001, ["long-page"])])
def test_a_page_that_github_would_cut_is_warned_about_in_time(toy: Path, size: int, codes: list[str]) -> None:
    (toy / "templates").mkdir()
    # A letter of two bytes: it is bytes that count.
    (toy / "templates/README.md.j2").write_text("é" * (size // 2) + "x" * (size % 2))
    built = run(toy)
    assert [finding.code for finding in built.findings] == codes
    assert verbs(built) == [("wrote", "README.md")]


def test_the_warning_has_size_and_remedy(toy: Path) -> None:
    (toy / "templates").mkdir()
    (toy / "templates/README.md.j2").write_text("x" * 500_000)
    assert [str(finding) for finding in run(toy).findings] == [
        (
            "README.md:1:1: warning: has 500,000 bytes, and GitHub shows 512,000; "
            "set `split = true` under `[readme]` in catalog.toml [long-page]"
        )
    ]


def test_a_site_is_what_its_engine_built(toy: Path) -> None:
    assert run(toy, [SITE], engine=Engine()).site_files == 1
    assert (toy / "build/site/papers/index.html").read_text() == "8 papers at https://sourdough.example/\n"
    assert sorted(path.name for path in (toy / "build").iterdir()) == ["site"]


def test_what_a_site_no_longer_has_is_removed(toy: Path) -> None:
    run(toy, [SITE], engine=Engine())
    (toy / "build/site/old").mkdir()
    (toy / "build/site/old/index.html").write_text("x")
    assert run(toy, [SITE], engine=Engine()).site_files == 1
    assert not (toy / "build/site/old").exists()


def test_a_site_is_compared_without_a_trace(toy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "staging").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "staging"))
    before = files(toy)
    built = run(toy, [SITE], write=False, engine=Engine())
    assert verbs(built) == [("wrote", "build/site/papers/index.html")]
    assert files(toy) == before
    assert not (toy / "build").exists()
    assert list((tmp_path / "staging").iterdir()) == []


def test_the_environment_changes_no_output_but_the_site(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(toy, ["readme", "bibtex"])
    monkeypatch.setenv("SITE_URL", "https://bread.test/")
    assert verbs(run(toy, ["readme", "bibtex"])) == []


def test_a_site_may_be_built_elsewhere(toy: Path, tmp_path: Path) -> None:
    before = files(toy)
    run(toy, [SITE], into=tmp_path / "out", engine=Engine())
    assert files(toy) == before
    assert set(files(tmp_path / "out")) == {"build/site/papers/index.html"}


def test_an_engine_that_fails_leaves_the_old_site(toy: Path) -> None:
    run(toy, [SITE], engine=Engine())
    before = files(toy)

    def fail(_root: Path, _edition: Edition, into: Path) -> None:
        (into / "half.html").write_text("x")
        msg = "the oven is cold"
        raise WriteError(msg)

    with pytest.raises(WriteError, match=r"^the oven is cold$"):
        build(toy, only=[SITE], into=toy, write=True, engine=fail)
    assert files(toy) == before
