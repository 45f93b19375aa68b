"""What is known is not asked again, failures are, and without a network nothing is learned and nothing said."""

import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from shutil import copy, copytree
from typing import Final

import pytest

from catalog.commands.links import Choice, NoNetworkError, is_trusted, report
from catalog.commands.links_fix import mend
from catalog.net.store import Remembered, StoreError, opened
from catalog.settings import LinkSettings, Ttl
from tests.conftest import REPOSITORY
from tests.links.fixtures import NameServer
from tests.links.lists import ask, list_of, record, said, says, set_links, settings_of
from tests.links.server import Visit, Web, silent

RYE: Final = "http://oven.test/rye"
WHEAT: Final = "http://crumb.test/wheat"
STORE: Final = "build/links.sqlite"


def known(root: Path) -> dict[str, Remembered]:
    with opened(root / STORE) as store:
        return store.all()


def grow_old(root: Path, seconds: float) -> None:
    """Make all that is known older."""
    connection = sqlite3.connect(root / STORE)
    with connection:
        connection.execute("UPDATE answers SET asked = asked - ?", (seconds,))
    connection.close()


def test_what_opened_is_not_asked_again(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(200), "crumb.test": says(403)}
        root = list_of(tmp_path, RYE, WHEAT, web=web)
        first = ask(root)
        web.asked.clear()
        second = ask(root)
    assert (first.asked, second.asked) == (2, 0)
    assert second.results == first.results
    assert web.asked == []


def test_what_is_trusted_is_told_without_a_network(tmp_path: Path, name_server: NameServer) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(200)}
        root = list_of(tmp_path, RYE, web=web)
        ask(root)
    name_server({})
    set_links(root, "", "", {})
    assert said(ask(root)) == {RYE: ("ok", "200 OK")}


@pytest.mark.parametrize(("status", "state"), [(404, "broken"), (500, "transient")])
def test_a_failure_is_asked_again_each_time(tmp_path: Path, status: int, state: str) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(status)}
        root = list_of(tmp_path, RYE, web=web)
        states = [said(ask(root))[RYE][0] for _ in range(2)]
    assert states == [state] * 2
    assert len(web.asked) == 2


def test_what_is_too_old_is_asked_again(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(200)}
        root = list_of(tmp_path, RYE, web=web)
        ask(root)
        grow_old(root, 8 * 86_400)
        assert ask(root).asked == 1
    assert len(web.asked) == 2


@pytest.mark.parametrize(
    ("state", "age", "trusted"),
    [
        ("ok", 0.0, True),
        ("ok", 89.0, True),
        ("ok", 100.0, False),
        ("ok", -1.0, False),
        ("redirected", 179.0, True),
        ("redirected", 200.0, False),
        ("blocked", 0.0, False),
        ("broken", 0.0, False),
        ("transient", 0.0, False),
        ("invalid", 0.0, False),
        ("skipped", 0.0, False),
        ("unheard of", 0.0, False),
    ],
)
def test_an_answer_is_trusted_for_the_time_of_its_state(state: str, age: float, *, trusted: bool) -> None:
    policy = LinkSettings(ttl=Ttl(ok=100.0, redirected=200.0, blocked=0.0))
    assert is_trusted(Remembered(RYE, 1000.0, state, 200, None, "", 0), policy, 1000.0 + age) == trusted


def test_answers_of_one_moment_are_not_all_asked_again_at_one_moment() -> None:
    policy = LinkSettings(ttl=Ttl(ok=100.0))
    answers = [Remembered(f"http://oven.test/{number}", 0.0, "ok", 200, None, "", 0) for number in range(200)]
    trusted = [sum(is_trusted(answer, policy, age) for answer in answers) for age in (89.9, 95.0, 100.0)]
    assert trusted[0] == 200
    assert 50 < trusted[1] < 150
    assert trusted[2] == 0


def test_what_did_not_open_in_so_many_runs_is_broken_and_a_success_begins_anew(tmp_path: Path) -> None:
    statuses = iter([500, 500, 500, 500, 200, 500])
    with Web() as web:
        web.scripts = {"oven.test": lambda visit: visit.answer(next(statuses))}
        root = list_of(tmp_path, RYE, web=web, links="fail_after = 3\n[links.ttl]\nok = 0")
        found = [said(ask(root))[RYE] for _ in range(6)]
    assert [state for state, _ in found] == ["transient", "transient", "broken", "broken", "ok", "transient"]
    assert found[2][1] == "did not open in 3 runs in a row: 500: the host has an error"
    with opened(root / STORE) as store:
        assert [state for _, state, _, _ in store.history(RYE)] == [state for state, _ in found]


def test_what_is_left_out_has_its_reason_and_is_not_asked(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(200), "crumb.test": says(200)}
        skip = 'skip = [{pattern = "http://crumb.test/*", reason = "it is cold"}]'
        root = list_of(tmp_path, RYE, WHEAT, web=web, links=skip)
        found = said(ask(root))
    assert found == {RYE: ("ok", "200 OK"), WHEAT: ("skipped", "`http://crumb.test/*`: it is cold")}
    assert [host for _, host, _ in web.asked] == ["oven.test"]
    assert known(root).keys() == {RYE}


def test_progress_ends_at_all_addresses(tmp_path: Path) -> None:
    from catalog.commands.links import links  # noqa: PLC0415  # what `ask` calls

    told: list[tuple[int, int]] = []
    with Web() as web:
        web.scripts = {"oven.test": says(200), "crumb.test": says(404)}
        root = list_of(tmp_path, RYE, WHEAT, "http://oven/", web=web)
        links(root, settings_of(root), Choice(), lambda done, total: told.append((done, total)), token=None)
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_without_a_network_the_lists_own_records_leave_no_answer(tmp_path: Path, name_server: NameServer) -> None:
    asked = name_server({})
    for folder in ("papers", "vocabularies"):
        copytree(REPOSITORY / folder, tmp_path / folder)
    copy(REPOSITORY / "catalog.toml", tmp_path)
    with pytest.raises(NoNetworkError, match="there seems to be no network"):
        ask(tmp_path, token="secret")
    assert known(tmp_path) == {}
    assert {"export.arxiv.org", "api.github.com", "doi.org"} <= set(asked)


@pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_AGAIN], ids=["no name", "try again"])
def test_where_no_host_can_be_reached_it_is_the_network_and_nothing_is_recorded(
    tmp_path: Path, code: int, name_server: NameServer
) -> None:
    name_server(dict.fromkeys(["oven.test", "crumb.test"], code))
    root = list_of(tmp_path, RYE, WHEAT)
    with pytest.raises(NoNetworkError, match=r"no host could be reached.*`--report`"):
        ask(root)
    assert known(root) == {}


def test_an_address_inside_shows_no_network(tmp_path: Path, name_server: NameServer) -> None:
    """It needs none to be found invalid, so other hosts that are not found are not to be called broken for it."""
    name_server({})
    root = list_of(tmp_path, RYE, "http://10.0.0.1/", WHEAT, links="allow_private = false")
    with pytest.raises(NoNetworkError):
        ask(root)
    assert known(root) == {}


def test_addresses_inside_alone_are_invalid_without_a_network(tmp_path: Path, name_server: NameServer) -> None:
    asked = name_server({})
    found = said(ask(list_of(tmp_path, "http://10.0.0.1/", "http://[::1]/", links="allow_private = false")))
    assert {url: state for url, (state, _) in found.items()} == {
        "http://10.0.0.1/": "invalid",
        "http://[::1]/": "invalid",
    }
    assert asked == []


def test_what_was_known_stays_where_there_is_no_network(tmp_path: Path, name_server: NameServer) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(404)}
        root = list_of(tmp_path, RYE, web=web)
        ask(root)
    before = known(root)
    name_server({})
    set_links(root, "", "", {})
    with pytest.raises(NoNetworkError):
        ask(root)
    assert known(root) == before


def test_a_name_that_does_not_exist_is_broken_where_other_hosts_are_reached(
    tmp_path: Path, name_server: NameServer
) -> None:
    name_server({})
    with Web() as web:
        web.scripts = {"oven.test": says(200)}
        found = said(ask(list_of(tmp_path, WHEAT, RYE, web=web)))
    assert found == {WHEAT: ("broken", "there is no host `crumb.test`"), RYE: ("ok", "200 OK")}


def test_a_name_that_does_not_exist_is_broken_where_another_name_does(tmp_path: Path, name_server: NameServer) -> None:
    name_server({"export.arxiv.org": "93.184.216.34"})
    assert said(ask(list_of(tmp_path, RYE))) == {RYE: ("broken", "there is no host `oven.test`")}


def test_a_name_server_that_fails_is_transient(tmp_path: Path, name_server: NameServer) -> None:
    name_server({"crumb.test": socket.EAI_AGAIN})
    with Web() as web:
        web.scripts = {"oven.test": says(200)}
        found = said(ask(list_of(tmp_path, WHEAT, RYE, web=web)))
    assert found[WHEAT] == ("transient", "no name server knows of `crumb.test` now: said the name server")


def test_the_report_tells_what_is_known_without_asking(tmp_path: Path, name_server: NameServer) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(404)}
        root = list_of(tmp_path, RYE, WHEAT, "http://oven/", web=web)
        ask(root, Choice(paths=frozenset({PurePosixPath(record(0))})))
        web.asked.clear()
        asked = name_server({})
        linked = report(root, settings_of(root), Choice())
    assert said(linked) == {
        RYE: ("broken", "404: there is no such page"),
        "http://oven/": ("invalid", "has the malformed host `oven`; copy it again"),
    }
    assert (linked.asked, linked.unknown) == (0, 1)
    assert (web.asked, asked) == ([], [])


def test_a_report_of_nothing_makes_no_store(tmp_path: Path) -> None:
    root = list_of(tmp_path, RYE)
    linked = report(root, settings_of(root), Choice())
    assert (said(linked), linked.unknown) == ({}, 1)
    assert not (root / settings_of(root).links.store).exists()


def test_the_report_tells_what_is_old_too(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(200)}
        root = list_of(tmp_path, RYE, web=web)
        ask(root)
    grow_old(root, 10**9)
    assert said(report(root, settings_of(root), Choice())) == {RYE: ("ok", "200 OK")}


def test_a_store_that_cannot_be_used_is_a_failure_before_anything_is_asked(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(200)}
        root = list_of(tmp_path, RYE, web=web, links='store = "catalog.toml"')
        with pytest.raises(StoreError, match="file is not a database"):
            ask(root)
    assert web.asked == []


def test_an_address_that_stands_often_is_asked_once(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(200)}
        linked = ask(list_of(tmp_path, RYE, RYE, f"{RYE}#crust", web=web))
    assert [len(result.target.places) for result in linked.results] == [3]
    assert len(web.asked) == 1


def test_results_stand_in_the_order_of_the_catalog(tmp_path: Path) -> None:
    urls = [f"http://oven{number % 3}.test/{number}" for number in range(12)]
    with Web() as web:
        web.scripts = {f"oven{number}.test": says(200) for number in range(3)}
        linked = ask(list_of(tmp_path, *urls, web=web))
    order = sorted(range(12), key=lambda number: f"ruiz2020w{number}")
    assert [result.target.url for result in linked.results] == [urls[number] for number in order]


def test_shards_ask_each_address_once_all_together(tmp_path: Path) -> None:
    urls = [f"http://oven{number % 5}.test/{number}" for number in range(15)]
    with Web() as web:
        web.scripts = {f"oven{number}.test": says(200) for number in range(5)}
        root = list_of(tmp_path, *urls, web=web)
        shards = [set(said(ask(root, Choice(shard=(index, 3))))) for index in (1, 2, 3)]
    assert sum(map(len, shards)) == len(set.union(*shards)) == 15
    assert len(web.asked) == 15


Fixed = Callable[[str, bytes], bytes]


@pytest.fixture
def fixed(tmp_path: Path) -> Fixed:
    """Return a function that has a record mended, after the address in it moved for good, and returns its bytes."""

    def run(location: str, before: bytes) -> bytes:
        def moves(visit: Visit) -> None:
            visit.answer(200) if visit.headers["host"] != "oven.test" or visit.path != "/rye" else visit.answer(
                301, {"Location": location}
            )

        with Web() as web:
            web.scripts = dict.fromkeys(["oven.test", "crumb.test", "login.test"], moves)
            root = list_of(tmp_path, RYE, web=web)
            (root / record(0)).write_bytes(before)
            linked = ask(root)
            mended = mend(root, settings_of(root), linked)
            after = (root / record(0)).read_bytes()
            assert bool(mended.changes) == (after != before)
            return after

    return run


HEAD: Final = b"title: Bake\nauthors: [Ana Ruiz]\nyear: 2020\nvenue: OVEN\nloss_family: gluten\nadded: 2026-01-02\n"
MOVED: Final = "http://crumb.test/rye"


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(b"links:\n  paper: %s\n", id="plain"),
        pytest.param(b"links:\n  paper: '%s'   # it's here\n", id="single quotes and a comment"),
        pytest.param(b'links:\n  paper: "%s"\n', id="double quotes"),
        pytest.param(b"links: {paper: %s}\n", id="braces"),
        pytest.param(b"links: {  'paper' : \"%s\" , }  # comment\n", id="braces and spaces"),
        pytest.param(b"# \xf0\x9f\x8d\x9e \xe6\x9d\x8e\nlinks:\n\n\n  paper: %s\n\n", id="letters of many bytes"),
        pytest.param(b"links:\n  paper: %s\n  project: %s#crust\n", id="two places, one with a fragment"),
        pytest.param(b"links:\n  paper: %s\ncode: [{url: %s}, {url: '%s#a'}]\n", id="brackets"),
        pytest.param(b"links:\n    paper:\n      %s", id="on a line of its own, without an end"),
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"], ids=["lines of Unix", "lines of Windows"])
def test_a_page_that_moved_for_good_is_rewritten_and_no_other_byte(fixed: Fixed, lines: bytes, end: bytes) -> None:
    text = (HEAD + lines).replace(b"\n", end)
    before = text.replace(b"%s", RYE.encode())
    assert fixed(MOVED, before) == text.replace(b"%s", MOVED.encode())


@pytest.mark.parametrize(
    "location",
    ["http://crumb.test/", "http://crumb.test/login?next=rye", "http://login.test/?next=rye", "/error/404"],
)
def test_a_page_that_moved_to_none_like_it_is_left(fixed: Fixed, location: str) -> None:
    before = HEAD + b"links:\n  paper: " + RYE.encode() + b"\n"
    assert fixed(location, before) == before


def test_a_page_that_moved_for_now_is_left(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(302, Location=MOVED), "crumb.test": says(200)}
        root = list_of(tmp_path, RYE, web=web)
        before = (root / record(0)).read_bytes()
        assert mend(root, settings_of(root), ask(root)).changes == ()
    assert (root / record(0)).read_bytes() == before


def test_an_address_of_a_vocabulary_is_rewritten_too(tmp_path: Path) -> None:
    text = (
        "OVEN:\n  name: Ovens\n  kind: journal\n  rank: 1\n  homepage: {}  # old\n  names: [{{proceedings: Ovens}}]\n"
    )
    with Web() as web:
        web.scripts = {"oven.test": says(301, Location=MOVED), "crumb.test": says(200)}
        root = list_of(tmp_path, WHEAT, web=web)
        (root / "vocabularies/venues.yaml").write_text(text.format(RYE))
        mend(root, settings_of(root), ask(root))
    assert (root / "vocabularies/venues.yaml").read_text() == text.format(MOVED)


WAYBACK: Final = 'wayback = "http://archive.test/wayback/available"'
COPY: Final = b"""{"url": "http://oven.test/rye", "archived_snapshots": {"closest": {"status": "%s", "available": true,
"url": "http://web.archive.org/web/20200102/http://oven.test/rye", "timestamp": "20200102"}}}"""


@pytest.mark.parametrize(
    ("body", "copies"),
    [
        pytest.param(
            COPY % b"200", {RYE: "https://web.archive.org/web/20200102/http://oven.test/rye"}, id="a copy that opened"
        ),
        pytest.param(COPY % b"404", {}, id="a copy of an error"),
        pytest.param(b'{"url": "x", "archived_snapshots": {}}', {}, id="no copy"),
        pytest.param(b"<html>", {}, id="no JSON"),
        pytest.param(b"[]", {}, id="another form"),
    ],
)
def test_a_copy_of_what_is_broken_is_proposed_and_not_written(
    tmp_path: Path, body: bytes, copies: dict[str, str]
) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(404), "archive.test": says(200, body)}
        root = list_of(tmp_path, RYE, web=web, services=WAYBACK)
        before = (root / record(0)).read_bytes()
        mended = mend(root, settings_of(root), ask(root))
    assert (mended.changes, mended.copies) == ((), copies)
    assert (root / record(0)).read_bytes() == before
    assert web.asked[1:] == [("GET", "archive.test", "/wayback/available?url=http%3A%2F%2Foven.test%2Frye")]


def test_where_nothing_is_broken_no_copy_is_looked_for(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(500), "archive.test": says(200, COPY % b"200")}
        root = list_of(tmp_path, RYE, web=web, services=WAYBACK)
        assert mend(root, settings_of(root), ask(root)).copies == {}
    assert [host for _, host, _ in web.asked] == ["oven.test"]


def test_a_wayback_machine_that_is_silent_is_asked_once_and_said_so(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(404), "crumb.test": says(404), "archive.test": silent}
        root = list_of(tmp_path, RYE, WHEAT, web=web, services=WAYBACK, links="timeout = 0.5")
        mended = mend(root, settings_of(root), ask(root))
    assert (mended.copies, mended.silence) == ({}, "no whole answer in 0.5 seconds")
    assert [host for _, host, _ in web.asked].count("archive.test") == 1
