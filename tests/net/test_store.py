"""The store remembers answers, whoever else writes to it, and whenever a run ends."""

import signal
import sqlite3
import subprocess
import sys
import time
from multiprocessing import get_context
from pathlib import Path
from typing import Final

import pytest

from catalog.net.store import Heard, Remembered, StoreError, opened, remembering
from tests.links.lists import ENVIRONMENT, PROGRAM, list_of, saved, says
from tests.links.server import Visit, Web

URL: Final = "https://oven.test/rye"
RYE: Final = Remembered(URL, 100.0, "ok", 200, None, "200 OK", 0)
WRITE: Final = """
import sys, time
from pathlib import Path
from catalog.net.store import Remembered, opened
while time.time() < float(sys.argv[3]):
    pass
with opened(Path(sys.argv[1])) as store:
    for number in range(20):
        store.save([Remembered(f"https://{sys.argv[2]}.test/{number}", 1.0, "ok", 200, None, "200 OK", 0)])
"""


def test_what_is_saved_is_there_when_the_store_is_opened_again(tmp_path: Path) -> None:
    gone = Remembered("https://oven.test/\u00e9?a=1", 1.5, "broken", None, "https://crumb.test/", "it's gone", 2)
    with opened(tmp_path / "build/links.sqlite") as store:
        store.save([RYE, gone])
    with opened(tmp_path / "build/links.sqlite") as store:
        assert store.all() == {RYE.url: RYE, gone.url: gone}


def test_what_was_heard_of_a_record_is_there_when_the_memory_is_opened_again(tmp_path: Path) -> None:
    now = time.time()
    lately, long_ago = Heard("ruiz2020", now, "digest", "{}"), Heard("li2020", now - 401 * 86_400, "digest", "")
    with remembering(tmp_path / "build/refresh.sqlite") as memory:
        memory.save([lately._replace(said="old"), long_ago])
        memory.save([lately])
    with remembering(tmp_path / "build/refresh.sqlite") as memory:
        assert memory.all() == {lately.key: lately}


def test_a_store_of_addresses_is_no_memory_of_records(tmp_path: Path) -> None:
    with opened(tmp_path / "links.sqlite"):
        pass
    with pytest.raises(StoreError, match=r"links\.sqlite cannot be used"), remembering(tmp_path / "links.sqlite"):
        pass


def test_a_new_store_knows_nothing(tmp_path: Path) -> None:
    with opened(tmp_path / "links.sqlite") as store:
        assert store.all() == {}
        assert list(store.history(URL)) == []


def test_the_last_answer_counts_and_history_has_all_of_them_the_oldest_first(tmp_path: Path) -> None:
    with opened(tmp_path / "links.sqlite") as store:
        later = RYE._replace(asked=300.0, state="broken", status=404, reason="gone")
        store.save([RYE])
        store.save([later])
        store.save([RYE._replace(url="https://oven.test/wheat")])
        assert store.all()[URL] == later
        assert list(store.history(URL)) == [(100.0, "ok", 200, "200 OK"), (300.0, "broken", 404, "gone")]


def test_history_goes_after_a_year_and_the_last_answer_stays(tmp_path: Path) -> None:
    now = time.time()
    with opened(tmp_path / "links.sqlite") as store:
        store.save([RYE._replace(asked=now - 401 * 86_400), RYE._replace(asked=now - 399 * 86_400)])
    with opened(tmp_path / "links.sqlite") as store:
        assert [asked for asked, *_ in store.history(URL)] == [now - 399 * 86_400]
        assert store.all()[URL].asked == now - 399 * 86_400


def test_of_answers_that_cannot_all_be_saved_none_is(tmp_path: Path) -> None:
    bad = RYE._replace(url="https://oven.test/wheat", reason=None)  # type: ignore[arg-type]  # what the file refuses
    with pytest.raises(StoreError, match="not null"), opened(tmp_path / "links.sqlite") as store:
        store.save([RYE, bad])
    with opened(tmp_path / "links.sqlite") as store:
        assert store.all() == {}
        assert list(store.history(URL)) == []


def test_processes_that_make_and_write_one_store_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    start = str(time.time() + 0.7)
    hosts = [f"oven{number}" for number in range(6)]
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE, path, host, start], env=ENVIRONMENT, stderr=subprocess.PIPE)
        for host in hosts
    ]
    assert [writer.communicate(timeout=60)[1] for writer in writers] == [b""] * len(hosts)
    with opened(path) as store:
        assert store.all().keys() == {f"https://{host}.test/{number}" for host in hosts for number in range(20)}


def _open_at_once(path: Path, start: float) -> str:
    while time.time() < start:
        pass
    try:
        with opened(path) as store:
            store.save([RYE])
    except StoreError as error:
        return str(error)
    return ""


def test_a_store_that_two_processes_make_at_the_same_moment_serves_both(tmp_path: Path) -> None:
    """SQLite does not wait where two turn its log on, so this took many tries to be seen."""
    with get_context("spawn").Pool(4) as pool:
        pool.starmap(_open_at_once, [(tmp_path / "first.sqlite", 0.0)] * 4)  # now all of them run
        for number in range(25):
            path, start = tmp_path / f"{number}.sqlite", time.time() + 0.02
            assert pool.starmap(_open_at_once, [(path, start)] * 4, chunksize=1) == [""] * 4


def test_a_reader_sees_the_store_while_another_writes(tmp_path: Path) -> None:
    with opened(tmp_path / "links.sqlite") as store:
        store.save([RYE])
        writer = sqlite3.connect(tmp_path / "links.sqlite")
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("DELETE FROM answers")
        assert store.all() == {URL: RYE}
        writer.rollback()
        writer.close()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        pytest.param(b"title: Bread\n" * 100, "file is not a database", id="a text"),
        pytest.param(b"SQLite format 3\0" + b"\xff" * 4000, "", id="the head of a database alone"),
    ],
)
def test_a_file_that_is_no_store_is_a_failure_and_stays_as_it_is(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "links.sqlite"
    path.write_bytes(data)
    with pytest.raises(StoreError, match=rf"links\.sqlite cannot be used as the store of answers: .*{reason}"):
        opened(path).__enter__()
    assert path.read_bytes() == data


def test_a_damaged_store_is_a_failure(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    with opened(path) as store:
        store.save(RYE._replace(url=f"https://oven.test/{number}") for number in range(500))
    data = bytearray(path.read_bytes())
    data[8192:] = b"\xff" * (len(data) - 8192)
    path.write_bytes(data)
    with pytest.raises(StoreError, match="malformed"), opened(path) as store:
        store.all()


def test_a_store_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "links.sqlite"
    with opened(path) as store:
        store.save([RYE])
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 2")
    connection.close()
    with pytest.raises(StoreError, match=r"links\.sqlite was written by a later version of this tool; update it"):
        opened(path).__enter__()
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT url FROM answers").fetchall() == [(URL,)]
    connection.close()


def test_a_folder_that_cannot_be_made_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("a file, where the folder should be")
    with pytest.raises(StoreError, match=r"links\.sqlite cannot be used as the store of answers: .*; remove it, or"):
        opened(tmp_path / "build/links.sqlite").__enter__()


def test_a_store_that_is_a_folder_is_a_failure(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open database file"):
        opened(tmp_path).__enter__()


def test_a_run_that_is_killed_keeps_what_had_come_and_the_next_asks_the_rest(tmp_path: Path) -> None:
    """The seventh address hangs, so the kill comes in the midst of the run."""
    urls = [f"http://oven{number}.test/" for number in range(6)]
    hanging = "http://crumb.test/"
    is_up: list[bool] = []

    def hangs_at_first(visit: Visit) -> None:
        if not is_up:
            time.sleep(60)
        visit.answer(200)

    with Web() as web:
        web.scripts = {f"oven{number}.test": says(200) for number in range(6)} | {"crumb.test": hangs_at_first}
        root = list_of(tmp_path, *urls, hanging, web=web, links="timeout = 50.0")
        run = subprocess.Popen(PROGRAM, cwd=root, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        saved(root, len(urls))
        run.send_signal(signal.SIGKILL)
        run.communicate(timeout=20)
        assert run.returncode == -signal.SIGKILL
        with opened(root / "build/links.sqlite") as store:
            assert store.all().keys() == set(urls)
        web.asked.clear()
        is_up.append(True)
        again = subprocess.run(
            PROGRAM, cwd=root, env=ENVIRONMENT, capture_output=True, text=True, timeout=60, check=False
        )
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "7 addresses: 7 ok\n")
    assert web.asked == [("GET", "crumb.test", "/")]
    connection = sqlite3.connect(root / "build/links.sqlite")
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    connection.close()
