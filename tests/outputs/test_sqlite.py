"""The database is sound, complete, searchable, and the same each time."""

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest

from catalog.edition import Edition
from catalog.outputs import sqlite
from tests.conftest import REPOSITORY, TOY
from tests.hostile_papers import hostile

TABLES = re.findall(r"CREATE (?:VIRTUAL )?(?:TABLE|VIEW) (\w+)", sqlite.SCHEMA)


@pytest.fixture(params=["toy", "list", "hostile"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition) -> Edition:
    if request.param == "hostile":
        return hostile(toy_edition)
    found: Edition = request.getfixturevalue(f"{request.param}_edition")
    return found


def opened(edition: Edition) -> sqlite3.Connection:
    database = sqlite3.connect(":memory:")
    database.deserialize(sqlite.FORMAT.render(edition, edition.catalog))
    return database


@pytest.fixture
def database(edition: Edition) -> Iterator[sqlite3.Connection]:
    with closing(opened(edition)) as database:
        yield database


@pytest.fixture
def bread(toy_edition: Edition) -> Iterator[sqlite3.Connection]:
    with closing(opened(toy_edition)) as database:
        yield database


def column(database: sqlite3.Connection, query: str, *values: str) -> list[object]:
    return [row[0] for row in database.execute(query, values)]


def test_the_database_is_sound(database: sqlite3.Connection) -> None:
    assert column(database, "PRAGMA integrity_check") == ["ok"]
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert column(database, "PRAGMA user_version") == [sqlite.VERSION]
    database.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_a_file_of_it_can_be_opened_without_writing(edition: Edition) -> None:
    data = sqlite.FORMAT.render(edition, edition.catalog)
    assert data[18:20] == b"\x01\x01"  # no journal that would need a file beside it


def test_papers_and_their_authors_are_all_there_in_order(edition: Edition, database: sqlite3.Connection) -> None:
    assert column(database, "SELECT id FROM papers") == list(edition.catalog.papers)
    for record in edition.catalog:
        names = column(database, "SELECT printed FROM authorship WHERE paper = ? ORDER BY position", record.id)
        assert names == [person.display for person in record.value.authors]


@pytest.mark.parametrize("table", ["families", "topics", "venues", "libraries"])
def test_every_vocabulary_is_there(edition: Edition, database: sqlite3.Connection, table: str) -> None:
    keys = column(database, f"SELECT id FROM {table} ORDER BY rowid")
    assert keys == list(getattr(edition.catalog, table))


@pytest.mark.parametrize("table", TABLES)
def test_no_table_of_the_fullest_list_is_empty(bread: sqlite3.Connection, table: str) -> None:
    assert column(bread, f"SELECT count(*) > 0 FROM {table}") == [1]


@pytest.mark.parametrize("table", TABLES)
def test_each_table_is_documented(table: str) -> None:
    assert f"`{table}`" in (REPOSITORY / "site/reference/exports.md").read_text()


def test_every_example_of_the_documentation_runs(list_edition: Edition) -> None:
    text = (REPOSITORY / "site/reference/exports.md").read_text()
    (block,) = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    with closing(opened(list_edition)) as database:
        for query in block.split(";")[:-1]:
            assert database.execute(query).fetchall() != []


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("angstrom", ["angstrom2021rye", "zhang2021proof"]),
        ("Ångström", ["angstrom2021rye", "zhang2021proof"]),
        ("levain", ["angstrom2021rye", "bell2013starter", "dupont2019levain"]),
        ('"stretch and fold"', ["li2020fold"]),
        ("ryestarter OR starters", ["angstrom2021rye", "bell2013starter", "dupont2019levain"]),
        ("title: bake", ["o-neil2020bake"]),
    ],
)
def test_papers_are_found_by_words(bread: sqlite3.Connection, words: str, ids: list[str]) -> None:
    assert sorted(map(str, column(bread, "SELECT paper FROM search WHERE search MATCH ?", words))) == ids


def test_the_listing_says_who_wrote_what_and_where_the_code_is(bread: sqlite3.Connection) -> None:
    assert bread.execute("SELECT * FROM listing WHERE id = 'o-neil2020bake'").fetchall() == [
        (
            "o-neil2020bake",
            "Bake It",
            "Siobhán O'Neil; 张伟 李",
            2020,
            "OVEN",
            "Gluten",
            "https://oven.test.example.org/2020/bake",
            "https://code.test.example.org/oneil/bake",
        )
    ]


def test_an_author_of_two_papers_is_one_person(bread: sqlite3.Connection) -> None:
    found = column(bread, "SELECT person FROM authorship WHERE printed = 'Åsa Ångström' ORDER BY paper")
    assert found == ["asa-angstrom"] * 2


def test_a_paper_without_its_venue_is_refused(bread: sqlite3.Connection) -> None:
    bread.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        bread.execute("UPDATE papers SET venue = 'OVNE'")


def test_an_old_sqlite_has_the_same_tables(toy_edition: Edition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with closing(opened(toy_edition)) as database:
        assert column(database, "SELECT count(*) FROM papers") == [8]
        assert column(database, "SELECT sql FROM sqlite_master WHERE sql LIKE '%STRICT%'") == []


@pytest.mark.parametrize("seed", ["0", "1"])
def test_another_process_makes_the_same_bytes(toy_edition: Edition, seed: str) -> None:
    program = [sys.executable, "-c", "from catalog.cli import main; main()", "export", "sqlite"]
    environment = {"PYTHONPATH": str(REPOSITORY), "PYTHONHASHSEED": seed, "TZ": "Pacific/Kiritimati"}
    run = subprocess.run(program, cwd=TOY, env=environment, capture_output=True, check=True, timeout=60)
    assert run.stdout == sqlite.FORMAT.render(toy_edition, toy_edition.catalog)


def test_relations_of_families_are_rows(bread: sqlite3.Connection) -> None:
    found = bread.execute("SELECT family, kind, other FROM family_relations ORDER BY kind").fetchall()
    assert found == [("starter", "contrast_with", "survey"), ("starter", "extends", "gluten")]
