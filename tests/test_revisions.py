"""What has changed since a revision is what git says, and what git cannot say is a failure in one line."""

import subprocess
from pathlib import Path

import pytest

from catalog.revisions import RevisionError, changed_since

GIT = ["git", "-c", "user.name=Ana Ruiz", "-c", "user.email=ana@oven.test", "-c", "commit.gpgsign=false"]
FOLDERS = ("papers", "vocabularies")


def git(root: Path, *arguments: str) -> str:
    return subprocess.run([*GIT, "-C", root, *arguments], check=True, capture_output=True, text=True).stdout


def write(root: Path, path: str, text: str) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_text(text)


def commit(root: Path) -> None:
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "--allow-empty", "--message", "Bake")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository with two records, committed."""
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    write(tmp_path, "papers/2020/a.yaml", "old a\n")
    write(tmp_path, "papers/2020/b.yaml", "old b\n")
    write(tmp_path, "README.md", "old\n")
    write(tmp_path, ".gitignore", "*.tmp\n")
    commit(tmp_path)
    return tmp_path


def changed(root: Path, revision: str = "HEAD") -> dict[str, str]:
    return dict(changed_since(root, revision, FOLDERS))


def test_nothing_has_changed_in_a_clean_repository(repository: Path) -> None:
    assert changed(repository) == {}


def test_what_is_committed_since_has_changed(repository: Path) -> None:
    write(repository, "papers/2020/a.yaml", "new a\n")
    commit(repository)
    assert changed(repository, "HEAD~1") == {"papers/2020/a.yaml": "old a\n"}
    assert changed(repository) == {}


def test_what_is_not_committed_has_changed(repository: Path) -> None:
    write(repository, "papers/2020/a.yaml", "new a\n")
    write(repository, "papers/2020/b.yaml", "new b\n")
    git(repository, "add", "papers/2020/b.yaml")
    assert changed(repository) == {"papers/2020/a.yaml": "old a\n", "papers/2020/b.yaml": "old b\n"}


def test_what_git_does_not_know_of_yet_has_changed(repository: Path) -> None:
    write(repository, "papers/2020/c.yaml", "new c\n")
    write(repository, "vocabularies/venues.yaml", "new\n")
    assert changed(repository) == {"papers/2020/c.yaml": "", "vocabularies/venues.yaml": ""}


@pytest.mark.parametrize("path", ["README.md", "papers/x.tmp"], ids=["elsewhere", "ignored"])
def test_what_is_no_record_has_not_changed(repository: Path, path: str) -> None:
    write(repository, path, "new\n")
    assert changed(repository) == {}


def test_what_is_gone_has_not_changed(repository: Path) -> None:
    (repository / "papers/2020/a.yaml").unlink()
    assert changed(repository) == {}


def test_a_file_with_a_new_name_is_new(repository: Path) -> None:
    (repository / "papers/2020/a.yaml").rename(repository / "papers/2020/z.yaml")
    commit(repository)
    assert changed(repository, "HEAD~1") == {"papers/2020/z.yaml": ""}


@pytest.mark.parametrize("name", ["é.yaml", "a b.yaml", '"q".yaml', "-a.yaml", "a\nb.yaml", ":(top)a.yaml"])
def test_every_name_of_a_file_is_read(repository: Path, name: str) -> None:
    write(repository, f"papers/2020/{name}", "old\n")
    commit(repository)
    write(repository, f"papers/2020/{name}", "new\n")
    assert changed(repository) == {f"papers/2020/{name}": "old\n"}


def test_a_list_may_stand_in_a_folder_of_the_repository(repository: Path) -> None:
    write(repository, "lists/bread/papers/2020/a.yaml", "old\n")
    commit(repository)
    write(repository, "lists/bread/papers/2020/a.yaml", "new\n")
    write(repository, "lists/bread/papers/2020/b.yaml", "new\n")
    write(repository, "papers/2020/a.yaml", "new\n")
    assert changed(repository / "lists/bread") == {"papers/2020/a.yaml": "old\n", "papers/2020/b.yaml": ""}


@pytest.mark.parametrize("revision", ["main", "HEAD", "v1", "main@{0}"])
def test_a_revision_is_whatever_git_takes_for_one(repository: Path, revision: str) -> None:
    git(repository, "tag", "v1")
    write(repository, "papers/2020/a.yaml", "new a\n")
    assert changed(repository, revision) == {"papers/2020/a.yaml": "old a\n"}


@pytest.mark.parametrize(
    "revision",
    ["nowhere", "", "-h", "--all", "--output=x", "HEAD:README.md", "HEAD..main", "0" * 40, "\udcff"],
)
def test_what_is_no_revision_is_a_failure(repository: Path, revision: str) -> None:
    before = sorted(repository.iterdir())
    with pytest.raises(RevisionError, match="git cannot tell what has changed: "):
        changed(repository, revision)
    assert sorted(repository.iterdir()) == before


def test_a_revision_that_is_not_there_is_named(repository: Path) -> None:
    with pytest.raises(RevisionError, match="git cannot tell what has changed: there is no revision `nowhere`"):
        changed(repository, "nowhere")


def test_a_list_that_is_in_no_repository_is_a_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    with pytest.raises(RevisionError, match="git cannot tell what has changed: not a git repository"):
        changed(tmp_path)


def test_where_git_is_not_there_that_is_the_failure(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(RevisionError, match="git cannot be run: no such file or directory; `--changed-since` needs it"):
        changed(repository)
