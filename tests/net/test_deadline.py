"""A deadline ends whatever waits for its socket, and nothing before its time."""

import socket
import time
from collections.abc import Iterator

import pytest

from catalog.net.deadline import Watch


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Return two sockets that are connected."""
    here, there = socket.socketpair()
    with here, there:
        yield here, there


Pair = tuple[socket.socket, socket.socket]


def test_who_waits_for_a_socket_is_woken_when_the_time_is_over(pair: Pair) -> None:
    with Watch() as watch:
        deadline = watch.within(0.2)
        deadline.watch(pair[0])
        began = time.monotonic()
        assert pair[0].recv(1) == b""
    assert deadline.is_over
    assert 0.15 < time.monotonic() - began < 20


def test_a_socket_that_is_watched_too_late_is_shut_at_once(pair: Pair) -> None:
    with Watch() as watch:
        deadline = watch.within(0.0)
        while not deadline.is_over:
            time.sleep(0.01)
        deadline.watch(pair[0])
        assert pair[0].recv(1) == b""


def test_a_socket_that_is_no_longer_watched_is_left_alone(pair: Pair) -> None:
    with Watch() as watch:
        deadline = watch.within(0.1)
        deadline.watch(pair[0])
        deadline.watch(None)
        while not deadline.is_over:
            time.sleep(0.01)
        pair[1].sendall(b"x")
        assert pair[0].recv(1) == b"x"


def test_a_socket_that_is_closed_already_is_no_failure(pair: Pair) -> None:
    with Watch() as watch:
        deadline = watch.within(10.0)
        pair[0].close()
        deadline.watch(pair[0])
        deadline.expire()
    assert deadline.is_over


def test_a_deadline_that_comes_later_but_ends_sooner_ends_first(pair: Pair) -> None:
    with Watch() as watch:
        later, sooner = watch.within(30.0), watch.within(0.1)
        sooner.watch(pair[0])
        assert pair[0].recv(1) == b""
        assert (later.is_over, sooner.is_over) == (False, True)


def test_the_end_of_the_watch_ends_what_still_runs(pair: Pair) -> None:
    with Watch() as watch:
        deadline = watch.within(3600.0)
        deadline.watch(pair[0])
    assert pair[0].recv(1) == b""
    assert deadline.is_over


def test_where_the_watch_has_ended_nothing_begins(pair: Pair) -> None:
    with Watch() as watch:
        running = watch.within(3600.0)
        running.watch(pair[0])
        watch.end()
        assert pair[0].recv(1) == b""
        later = watch.within(3600.0)
        assert (running.is_over, later.is_over) == (True, True)
        assert later.seconds < 1


def test_what_is_left_of_the_time_is_never_nothing() -> None:
    """A socket takes a time-out of zero as a wish not to wait."""
    with Watch() as watch:
        assert 9.0 < watch.within(10.0).seconds <= 10.0
        assert watch.within(-5.0).seconds > 0
