"""An exchange keeps its connection for the next one, sends what it is told, and reads no more than it is to."""

import gzip
import os
import socket
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from catalog.commands.links import client_of
from catalog.net.exchange import BEGINNING, Exchanges
from catalog.net.names import Endpoint, Names
from catalog.web import Answer, Exchange, Failure, Request, Trouble
from tests.links.lists import list_of, says, settings_of
from tests.links.server import Script, Visit, Web, silent

URL: Final = "http://oven.test/rye"


@contextmanager
def oven(folder: Path, script: Script, links: str = "") -> Iterator[tuple[Web, Exchanges]]:
    """Provide a web of one host, and what asks it."""
    with Web() as web:
        web.scripts["oven.test"] = script
        root = list_of(folder, web=web, links=links)
        with client_of(root, settings_of(root)) as exchanges:
            yield web, exchanges


def answer(exchange: Exchange) -> Answer:
    assert isinstance(exchange, Answer), exchange
    return exchange


def trouble(exchange: Exchange) -> Trouble:
    assert isinstance(exchange, Failure), exchange
    return exchange.trouble


def test_requests_to_one_host_share_a_connection(tmp_path: Path) -> None:
    with oven(tmp_path, says(200)) as (web, exchanges):
        for number in range(5):
            assert answer(exchanges.exchange(Request(f"http://oven.test/{number}"))).status == 200
    assert (len(web.asked), web.connections) == (5, 1)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_answer_without_a_body_leaves_the_connection_fit(tmp_path: Path, method: str) -> None:
    with oven(tmp_path, says(404)) as (web, exchanges):
        assert [answer(exchanges.exchange(Request(URL, method))).status for _ in range(2)] == [404, 404]
    assert web.connections == 1


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(says(200, Connection="close"), id="the host says so"),
        pytest.param(lambda visit: visit.send(b"HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n"), id="HTTP 1.0"),
        pytest.param(says(200, b"x" * 200_000), id="a body that is not read to its end"),
    ],
)
def test_a_connection_that_is_not_fit_is_not_used_again(tmp_path: Path, script: Script) -> None:
    with oven(tmp_path, script) as (web, exchanges):
        assert [answer(exchanges.exchange(Request(URL))).status for _ in range(2)] == [200, 200]
    assert web.connections == 2


def test_a_kept_connection_that_its_other_end_closed_is_made_again(tmp_path: Path) -> None:
    def answers_and_leaves(visit: Visit) -> None:
        visit.answer(200)
        os.close(visit.connection.detach())

    with oven(tmp_path, answers_and_leaves) as (web, exchanges):
        for _ in range(3):
            assert answer(exchanges.exchange(Request(URL))).status == 200
            time.sleep(0.05)
    assert web.connections == 3


def test_a_host_that_leaves_without_an_answer_is_asked_once(tmp_path: Path) -> None:
    with oven(tmp_path, lambda visit: os.close(visit.connection.detach())) as (web, exchanges):
        assert trouble(exchanges.exchange(Request(URL))) is Trouble.RESET
    assert len(web.asked) == 1


def test_what_a_host_says_before_the_answer_is_passed_over(tmp_path: Path) -> None:
    """103 Early Hints (RFC 8297) is no answer, and what follows it is not the answer to the next request."""

    def hints(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 103 Early Hints\r\nLink: </bread.css>; rel=preload\r\n\r\n")
        visit.answer(404 if visit.path == "/gone" else 200)

    with oven(tmp_path, hints) as (_, exchanges):
        asked = ("/gone", "/rye", "/gone")
        assert [answer(exchanges.exchange(Request(f"http://oven.test{path}"))).status for path in asked] == [
            404,
            200,
            404,
        ]


def test_a_body_is_sent_with_its_length_and_headers(tmp_path: Path) -> None:
    seen: list[tuple[str, str, bytes]] = []

    def reads(visit: Visit) -> None:
        seen.append((visit.method, visit.headers["x-oven"], visit.body))
        visit.answer(200)

    with oven(tmp_path, reads) as (web, exchanges):
        for _ in range(2):
            answer(exchanges.exchange(Request(URL, "POST", {"x-oven": "hot"}, b"dough")))
    assert seen == [("POST", "hot", b"dough")] * 2
    assert web.connections == 1


def test_every_request_says_who_asks_and_what_is_taken(tmp_path: Path) -> None:
    seen: dict[str, str] = {}

    def reads(visit: Visit) -> None:
        seen.update(visit.headers)
        visit.answer(200)

    with oven(tmp_path, reads, 'user_agent = "baker/1"') as (_, exchanges):
        exchanges.exchange(Request(URL))
    assert seen == {"host": "oven.test", "user-agent": "baker/1", "accept": "*/*", "accept-encoding": "identity"}


def test_what_a_request_says_itself_is_not_said_twice(tmp_path: Path) -> None:
    seen: list[str] = []

    def reads(visit: Visit) -> None:
        seen.append(visit.headers["accept"])
        visit.answer(200)

    with oven(tmp_path, reads) as (_, exchanges):
        exchanges.exchange(Request(URL, headers={"accept": "application/vnd.citationstyles.csl+json"}))
        exchanges.exchange(Request(URL))
    assert seen == ["application/vnd.citationstyles.csl+json", "*/*"]


@pytest.mark.parametrize(
    ("is_whole", "most", "length"),
    [
        pytest.param(False, 1_000_000, BEGINNING, id="the beginning is enough"),
        pytest.param(True, 1_000_000, 200_000, id="all of it is wanted"),
        pytest.param(True, 50_000, 50_000, id="all of it is more than may be read"),
        pytest.param(False, 100, 100, id="the beginning is more than may be read"),
    ],
)
def test_no_more_of_a_body_is_kept_than_is_wanted_and_allowed(
    tmp_path: Path,
    is_whole: bool,  # noqa: FBT001  # a column of the table
    most: int,
    length: int,
) -> None:
    with oven(tmp_path, says(200, b"x" * 200_000), f"max_bytes = {most}") as (_, exchanges):
        assert len(answer(exchanges.exchange(Request(URL, is_whole=is_whole))).body) == length


@pytest.mark.parametrize(
    ("encoding", "data"),
    [
        ("gzip", gzip.compress(b"\0" * 30_000_000)),
        ("x-gzip", gzip.compress(b"\0" * 30_000_000)),
        ("DEFLATE", zlib.compress(b"\0" * 30_000_000)),
    ],
)
def test_what_is_compressed_grows_no_further_than_it_may(tmp_path: Path, encoding: str, data: bytes) -> None:
    with oven(tmp_path, says(200, data, Content_Encoding=encoding), "max_bytes = 60000") as (_, exchanges):
        assert answer(exchanges.exchange(Request(URL, is_whole=True))).body == b"\0" * 60_000


@pytest.mark.parametrize(
    ("encoding", "data", "body"),
    [
        pytest.param("gzip", gzip.compress(b"bread"), b"bread", id="gzip"),
        pytest.param("deflate", zlib.compress(b"bread"), b"bread", id="deflate"),
        pytest.param("gzip", b"bread", b"bread", id="not compressed after all"),
        pytest.param("br", b"bread", b"bread", id="in a form that was not asked for"),
        pytest.param("identity", b"bread", b"bread", id="not compressed"),
    ],
)
def test_a_compressed_body_is_read_as_far_as_it_can_be(tmp_path: Path, encoding: str, data: bytes, body: bytes) -> None:
    with oven(tmp_path, says(200, data, Content_Encoding=encoding)) as (_, exchanges):
        assert answer(exchanges.exchange(Request(URL))).body == body


def test_a_host_that_refuses_connections_was_reached(tmp_path: Path) -> None:
    with Web() as web:
        place = web.place
    root = list_of(tmp_path, resolve={"oven.test": place})
    with client_of(root, settings_of(root)) as exchanges:
        found = exchanges.exchange(Request(URL))
    assert found == Failure(Trouble.REFUSED, "the host refuses connections", reached=True)


def closed(family: socket.AddressFamily, host: str) -> Endpoint:
    """Return an endpoint that refuses connections."""
    with socket.create_server((host, 0), family=family) as listening:
        return Endpoint(family, listening.getsockname())


def asked_at(folder: Path, *endpoints: Endpoint, timeout: float = 1.0) -> Exchange:
    """Return what comes of a request to a host with these endpoints."""
    root = list_of(folder, links=f"timeout = {timeout}")
    with client_of(root, settings_of(root)) as exchanges:
        exchanges.names = Names({}, allow_private=True, look_up=lambda _host, _port: list(endpoints))
        return exchanges.exchange(Request(URL))


def test_where_version_6_leads_nowhere_version_4_is_taken(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts["oven.test"] = says(200)
        sixth = closed(socket.AF_INET6, "::1")
        assert answer(asked_at(tmp_path, sixth, Endpoint(socket.AF_INET, ("127.0.0.1", web.port)))).status == 200
    assert web.connections == 1


def test_an_address_that_stays_silent_leaves_the_next_its_share_of_the_time(
    tmp_path: Path, full: socket.socket
) -> None:
    hanging = Endpoint(socket.AF_INET, full.getsockname())
    with Web() as web:
        web.scripts["oven.test"] = says(200)
        assert answer(asked_at(tmp_path, hanging, Endpoint(socket.AF_INET, ("127.0.0.1", web.port)))).status == 200


def test_where_every_address_stays_silent_the_deadline_ends_it(tmp_path: Path, full: socket.socket) -> None:
    hanging = Endpoint(socket.AF_INET, full.getsockname())
    found = asked_at(tmp_path, *[hanging] * 3, timeout=0.3)
    assert found == Failure(Trouble.TIMEOUT, "no connection in 0.3 seconds", reached=False)


def test_where_every_address_refuses_the_host_does(tmp_path: Path) -> None:
    both = closed(socket.AF_INET6, "::1"), closed(socket.AF_INET, "127.0.0.1")
    assert trouble(asked_at(tmp_path, *both)) is Trouble.REFUSED


def test_a_kept_connection_has_the_whole_time_again(tmp_path: Path) -> None:
    """The first exchange spends half of it on the name, and the second is answered after more than the rest."""

    def answers_late(visit: Visit) -> None:
        time.sleep(1.4 if visit.path == "/late" else 0.0)
        visit.answer(200)

    def looked_up(host: str, port: int) -> list[Endpoint]:
        time.sleep(1.0)
        return [Endpoint(socket.AF_INET, ("127.0.0.1", web.port))]

    with oven(tmp_path, answers_late, "timeout = 2.0") as (web, exchanges):
        exchanges.names = Names({}, allow_private=True, look_up=looked_up)
        assert answer(exchanges.exchange(Request(URL))).status == 200
        assert answer(exchanges.exchange(Request("http://oven.test/late"))).status == 200
    assert web.connections == 1


def test_a_silent_host_was_reached(tmp_path: Path) -> None:
    with oven(tmp_path, silent, "timeout = 0.2") as (_, exchanges):
        assert exchanges.exchange(Request(URL)) == Failure(
            Trouble.TIMEOUT, "no whole answer in 0.2 seconds", reached=True
        )


@pytest.mark.parametrize(
    "unsendable",
    [Request("http://oven.test/a b"), Request("http://oven.test/a\r\nx: y"), Request(URL, headers={"x": "a\r\ny: b"})],
    ids=["a space", "a line break", "a line break in a header"],
)
def test_what_would_say_more_than_was_meant_is_not_sent(tmp_path: Path, unsendable: Request) -> None:
    with oven(tmp_path, says(200)) as (web, exchanges):
        assert isinstance(exchanges.exchange(unsendable), Failure)
    assert web.asked == []


@pytest.mark.parametrize("url", ["http://oven.test:99999/", "http://[::1/"], ids=["port", "host"])
def test_a_malformed_address_is_a_failure_not_an_error(tmp_path: Path, url: str) -> None:
    with oven(tmp_path, says(200)) as (_, exchanges):
        assert isinstance(exchanges.exchange(Request(url)), Failure)
