"""Fixtures of the network: a name server that knows what it is told, and hosts that take connections and are silent."""

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import TypeAlias

import pytest

NameServer: TypeAlias = Callable[[Mapping[str, str | int]], list[str]]


@pytest.fixture
def name_server(monkeypatch: pytest.MonkeyPatch) -> NameServer:
    """Return a function that has the system's resolver know the hosts of a table, and no others.

    A host has an address, or the code of the error with which it is answered. Returned is the list of the hosts that
    are asked for.
    """
    real = socket.getaddrinfo

    def serve(table: Mapping[str, str | int]) -> list[str]:
        asked: list[str] = []

        def getaddrinfo(host: str, port: int, **options: int) -> object:
            if not host.replace(".", "").isdecimal() and ":" not in host:
                asked.append(host)
                known = table.get(host, socket.EAI_NONAME)
                if isinstance(known, int):
                    raise socket.gaierror(known, "said the name server")
                host = known
            return real(host, port, **options)

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        return asked

    return serve


@pytest.fixture
def deaf() -> Iterator[socket.socket]:
    """Return a socket to which connections come about, and that never says a word nor takes one."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listening:
        yield listening


@pytest.fixture
def full() -> Iterator[socket.socket]:
    """Return a socket to which no connection comes about, because as many wait as may."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(listening.getsockname())
        yield listening


def place(listening: socket.socket) -> str:
    """Return address and port of a socket, as `[links.resolve]` has them."""
    host, port = listening.getsockname()[:2]
    return f"{host}:{port}"


def connections(listening: socket.socket) -> int:
    """Return how many connections have come to a socket that takes none; they are taken now."""
    listening.settimeout(0)
    found = 0
    try:
        while True:
            listening.accept()[0].close()
            found += 1
    except BlockingIOError:
        return found
