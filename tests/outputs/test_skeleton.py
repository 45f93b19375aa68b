"""The files of a new list: which there are, what they share with this repository, and how values get into them."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog import facets
from catalog.outputs.skeleton import FOLDER, OWN, SHARED, page, skeleton, toml
from catalog.query import FIELDS
from tests.conftest import REPOSITORY

VALUES: Final = {
    "title": "A Title",
    "description": "What it is of.",
    "url": "https://a.example/",
    "repository": "https://git.a.example/a",
    "requirement": "paper-catalog==1.2.3",
}
FIELD: Final = re.compile(
    r"(?i)\b(metric|triplet|contrastive|proxy|proxies|embedding|similarity|retrieval|re-?identification"
    r"|face recognition|computer vision|cvpr|iccv|eccv|neurips|kim2020|pytorch)s?\b"
)
"""Words of the field whose list this repository is."""

SUBJECT: Final = re.compile(
    r"(?i)metric[- ]learning|triplet|contrastive|proxy[- ]?(?:anchor|based)|n-?pair|kim2020|2003\.13911"
)
"""Its subject, where words such as `embedding` may mean something else."""


def hatch() -> dict[str, Any]:
    tree = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    found: dict[str, Any] = tree["tool"]["hatch"]["build"]["targets"]
    return found


def pins(path: Path) -> dict[str, str]:
    """Return what a lock says of each requirement, without what brought it there."""
    text = re.sub(r"(?m)^ *#.*\n", "", path.read_text())
    return {each.partition(" ")[0]: each for each in re.split(r"\n(?=\S)", text.strip())}


def test_each_file_of_the_skeleton_is_in_the_table() -> None:
    assert sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file()) == sorted(OWN)


def test_the_wheel_carries_what_is_shared_where_it_is_looked_for() -> None:
    forced = {source: target for source, target in hatch()["wheel"]["force-include"].items() if source != "templates"}
    assert forced == {source: f"catalog/skeleton/{name}" for name, source in SHARED.items()}


def test_the_source_distribution_has_what_the_wheel_is_made_of() -> None:
    assert set(hatch()["sdist"]["only-include"]) > {"catalog", "templates", *SHARED.values()}


@pytest.mark.parametrize("name", SHARED)
def test_what_is_shared_is_the_same_to_the_byte(name: str) -> None:
    texts = {str(artifact.path): artifact.text.encode() for artifact in skeleton(VALUES)}
    assert texts[name] == (REPOSITORY / SHARED[name]).read_bytes()


def test_no_file_is_made_twice_and_none_has_a_place_left_to_fill() -> None:
    made = [(str(artifact.path), artifact.text) for artifact in skeleton(VALUES)]
    assert len({path for path, _ in made}) == len(made) == len(OWN) + len(SHARED)
    assert [path for path, text in made if f"${'requirement'}" in text or f"${'title'}" in text] == []


def test_a_new_list_is_locked_to_what_this_repository_is_tested_with() -> None:
    ours, theirs = pins(REPOSITORY / "requirements.lock"), pins(FOLDER / "requirements.lock")
    assert len(theirs) > 30
    # Of one package for several versions of Python, the lock of less may need fewer.
    assert {name: pin for name, pin in theirs.items() if ours.get(name) != pin} == {}


def test_a_new_list_is_locked_to_all_that_the_package_needs() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    needed = {re.split(r"[\[<>=]", line)[0] for line in project["dependencies"]}
    assert needed <= {name.partition("==")[0] for name in pins(FOLDER / "requirements.lock")}


def test_nothing_is_locked_to_an_index_or_a_machine() -> None:
    assert re.findall(r"(?m)^--(?!hash)|https?:|file:|@", (FOLDER / "requirements.lock").read_text()) == []


def test_the_lock_says_nothing_of_files_that_a_new_list_does_not_have() -> None:
    text = (FOLDER / "requirements.lock").read_text()
    assert [line for line in text.splitlines() if not re.match(r"[\w.-]+==|    --hash=", line)] == []


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(code) for code in range(32)])))
def test_a_text_in_toml_is_read_as_itself(text: str) -> None:
    assert tomllib.loads(f"a = {toml(text)}\n") == {"a": text}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_of_a_text_on_a_page_only_references_have_signs_of_ascii(text: str) -> None:
    rest = re.sub(r"&#\d+;", "", page(text))
    assert re.search(r"[!-/:-@\[-`{-~]", rest) is None
    assert re.sub(r"&#(\d+);", lambda found: chr(int(found[1])), page(text)) == text


def test_no_file_of_a_new_list_knows_the_field_of_this_one() -> None:
    found = [(str(artifact.path), hit[0]) for artifact in skeleton(VALUES) for hit in FIELD.finditer(artifact.text)]
    assert found == []


def test_nothing_in_the_package_knows_the_subject_of_this_list() -> None:
    files = [path for folder in ("catalog", "templates") for path in (REPOSITORY / folder).rglob("*") if path.is_file()]
    texts = {path: path.read_text() for path in files if path.suffix not in {".pyc", ".png", ".so"}}
    assert len(texts) > 200
    assert [(path, hit[0]) for path, text in texts.items() for hit in SUBJECT.finditer(text)] == []


@pytest.mark.parametrize("field", FIELDS)
def test_a_new_list_documents_each_field_of_a_query(field: str) -> None:
    assert f"\n| `{field}` | " in (FOLDER / "site/reference/queries.md").read_text()


@pytest.mark.parametrize("name", [*facets.HAS, *facets.LINKS])
def test_a_new_list_documents_each_value_of_has(name: str) -> None:
    assert re.search(rf"\n\| (`\w+`, )*`{name}`(, `\w+`)* \| ", (FOLDER / "site/reference/queries.md").read_text())
