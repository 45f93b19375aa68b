"""A name is looked up once, all that it leads to is vetted, and what a name server says has its own trouble."""

import socket
import time
from collections.abc import Iterator
from threading import Event, Thread
from typing import Final

import pytest

from catalog.net.deadline import Deadline, Watch
from catalog.net.names import Endpoint, LookUp, NameFault, Names
from catalog.web import Trouble
from tests.links.fixtures import NameServer

PUBLIC: Final = Endpoint(socket.AF_INET, ("93.184.216.34", 443))
OTHER: Final = Endpoint(socket.AF_INET6, ("2606:4700:4700::1111", 443, 0, 0))
LOOPBACK: Final = Endpoint(socket.AF_INET, ("127.0.0.1", 443))
MAPPED: Final = Endpoint(socket.AF_INET6, ("::ffff:10.0.0.1", 443, 0, 0))


@pytest.fixture
def soon() -> Iterator[Deadline]:
    """Return a deadline that is not far."""
    with Watch() as watch:
        yield watch.within(1.0)


def names(look_up: LookUp, *canaries: str, allow_private: bool = False) -> Names:
    return Names({}, allow_private, canaries, look_up)


def fault_of(found: Names, deadline: Deadline, host: str = "oven.test") -> tuple[Trouble, str]:
    with pytest.raises(NameFault) as raised:
        found.endpoints(host, 443, deadline)
    return raised.value.failure.trouble, raised.value.failure.detail


def fails(error: BaseException) -> LookUp:
    def look_up(host: str, port: int) -> list[Endpoint]:
        raise error

    return look_up


def test_public_addresses_may_be_asked(soon: Deadline) -> None:
    assert names(lambda _host, _port: [PUBLIC, OTHER]).endpoints("oven.test", 443, soon) == [PUBLIC, OTHER]


@pytest.mark.parametrize(
    ("found", "reason"),
    [
        pytest.param([LOOPBACK], "127.0.0.1, which is loopback", id="private alone"),
        pytest.param([PUBLIC, LOOPBACK], "127.0.0.1, which is loopback", id="public first"),
        pytest.param([MAPPED, PUBLIC], "::ffff:10.0.0.1, which is private", id="private first"),
        pytest.param([PUBLIC, OTHER, MAPPED], "::ffff:10.0.0.1, which is private", id="private at the end"),
    ],
)
def test_one_private_address_among_others_bars_the_name(found: list[Endpoint], reason: str, soon: Deadline) -> None:
    assert fault_of(names(lambda _host, _port: found), soon) == (Trouble.FORBIDDEN, f"`oven.test` leads to {reason}")


def test_private_addresses_may_be_asked_where_the_owner_allows_it(soon: Deadline) -> None:
    found = names(lambda _host, _port: [PUBLIC, LOOPBACK], allow_private=True)
    assert found.endpoints("oven.test", 443, soon) == [PUBLIC, LOOPBACK]


def test_a_name_that_leads_elsewhere_the_second_time_is_not_looked_up_again(soon: Deadline) -> None:
    answers = iter([[PUBLIC], [LOOPBACK]])
    found = names(lambda _host, _port: next(answers))
    assert [found.endpoints("oven.test", 443, soon) for _ in range(3)] == [[PUBLIC]] * 3


def test_a_name_that_does_not_exist_is_not_looked_up_again(soon: Deadline) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[Endpoint]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    found = names(look_up)
    assert [fault_of(found, soon) for _ in range(2)] == [(Trouble.NO_NAME, "there is no host `oven.test`")] * 2
    assert asked == ["oven.test"]


def test_a_name_that_a_name_server_failed_to_find_is_looked_up_once_more(soon: Deadline) -> None:
    failures = [socket.gaierror(socket.EAI_AGAIN, "Temporary failure")]

    def look_up(host: str, port: int) -> list[Endpoint]:
        if failures:
            raise failures.pop()
        return [PUBLIC]

    found = names(look_up)
    assert fault_of(found, soon)[0] is Trouble.NAME_SERVER
    assert [found.endpoints("oven.test", 443, soon) for _ in range(2)] == [[PUBLIC]] * 2


def test_a_name_server_that_fails_twice_is_not_asked_for_the_name_again(soon: Deadline) -> None:
    asked: list[str] = []

    def look_up(host: str, port: int) -> list[Endpoint]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure")

    found = names(look_up)
    assert {fault_of(found, soon)[0] for _ in range(5)} == {Trouble.NAME_SERVER}
    assert asked == ["oven.test"] * 2


def test_threads_that_want_a_name_at_the_same_time_share_one_look_up(soon: Deadline) -> None:
    asked: list[str] = []
    go = Event()

    def look_up(host: str, port: int) -> list[Endpoint]:
        asked.append(host)
        go.wait(1.0)
        return [PUBLIC]

    found = names(look_up)
    threads = [Thread(target=found.endpoints, args=("oven.test", 443, soon)) for _ in range(8)]
    for thread in threads:
        thread.start()
    go.set()
    for thread in threads:
        thread.join()
    assert asked == ["oven.test"]


@pytest.mark.parametrize(
    ("error", "trouble", "detail"),
    [
        (socket.gaierror(socket.EAI_NONAME, "x"), Trouble.NO_NAME, "there is no host `oven.test`"),
        (socket.gaierror(socket.EAI_NODATA, "x"), Trouble.NO_NAME, "there is no host `oven.test`"),
        (
            socket.gaierror(socket.EAI_AGAIN, "Temporary failure"),
            Trouble.NAME_SERVER,
            "no name server knows of `oven.test` now: temporary failure",
        ),
        (socket.gaierror(socket.EAI_FAIL, "Refused"), Trouble.NAME_SERVER, "no name server knows of"),
        (OSError("broken pipe"), Trouble.NAME_SERVER, "`oven.test` could not be looked up: broken pipe"),
        (UnicodeError("label too long"), Trouble.NAME_SERVER, "could not be looked up: label too long"),
    ],
    ids=["no name", "no address", "try again", "failed", "system", "not a name"],
)
def test_what_a_name_server_says_has_its_own_trouble(
    error: BaseException, trouble: Trouble, detail: str, soon: Deadline
) -> None:
    found, why = fault_of(names(fails(error)), soon)
    assert found is trouble
    assert detail in why


def test_a_look_up_that_hangs_ends_with_the_deadline() -> None:
    go = Event()

    def look_up(host: str, port: int) -> list[Endpoint]:
        go.wait(5.0)
        return [PUBLIC]

    with Watch() as watch:
        began = time.monotonic()
        found = fault_of(names(look_up), watch.within(0.2))
    go.set()
    assert found == (Trouble.TIMEOUT, "no name server answered for `oven.test` in time")
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("place", "endpoint"),
    [
        ("127.0.0.1:8080", Endpoint(socket.AF_INET, ("127.0.0.1", 8080))),
        ("[::1]:8080", Endpoint(socket.AF_INET6, ("::1", 8080, 0, 0))),
    ],
)
def test_a_host_with_a_place_of_its_own_is_not_asked_for(
    place: str, endpoint: Endpoint, soon: Deadline, name_server: NameServer
) -> None:
    asked = name_server({})
    found = Names({"oven.test": place}, allow_private=True)
    assert found.endpoints("oven.test", 443, soon) == [endpoint]
    assert asked == []


def test_a_place_of_its_own_is_vetted_too(soon: Deadline) -> None:
    found = Names({"oven.test": "127.0.0.1:8080"}, allow_private=False)
    assert fault_of(found, soon)[0] is Trouble.FORBIDDEN


def test_names_are_served_where_one_canary_is_known(soon: Deadline) -> None:
    def look_up(host: str, port: int) -> list[Endpoint]:
        if host == "crumb.test":
            return [PUBLIC]
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert names(look_up, "oven.test", "crumb.test").are_served(soon)


def test_a_canary_that_leads_inside_shows_that_names_are_served(soon: Deadline) -> None:
    assert names(lambda _host, _port: [LOOPBACK], "oven.test").are_served(soon)


@pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_AGAIN], ids=["no name", "try again"])
def test_names_are_not_served_where_no_canary_is_known(code: int, soon: Deadline) -> None:
    assert not names(fails(socket.gaierror(code, "unknown")), "oven.test", "crumb.test").are_served(soon)
