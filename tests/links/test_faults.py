"""Whatever a host does, its address has a state and a reason; a table of what hosts do, on a web of this machine."""

import os
import socket
import struct
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from catalog.commands.links import Choice, links
from catalog.links.findings import Result
from catalog.links.verdict import State
from catalog.settings import read_settings
from tests.conftest import TOY
from tests.links.server import Script, Visit, Web, silent

OK, REDIRECTED, BLOCKED, TRANSIENT, BROKEN, INVALID = (
    State.OK,
    State.REDIRECTED,
    State.BLOCKED,
    State.TRANSIENT,
    State.BROKEN,
    State.INVALID,
)
TIMEOUT: Final = 1.5
"""Seconds that a whole exchange may take here."""


def says(status: int | str, body: bytes = b"hello", **headers: str) -> Script:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda visit: visit.answer(status, named, body)


def goes(status: int, location: str, then: Script = lambda visit: visit.answer(200, body=b"there")) -> Script:
    """Redirect from everywhere but `/there`."""
    return lambda visit: then(visit) if visit.path == "/there" else visit.answer(status, {"Location": location})


def raw(*parts: bytes, pause: float = 0.0) -> Script:
    def script(visit: Visit) -> None:
        for part in parts:
            visit.send(part)
            time.sleep(pause)
        visit.connection.shutdown(socket.SHUT_RDWR)

    return script


def by_method(head: Script, get: Script) -> Script:
    return lambda visit: head(visit) if visit.method == "HEAD" else get(visit)


def only_whole(status: int) -> Script:
    return lambda visit: visit.answer(status) if "range" in visit.headers else visit.answer(200, body=b"whole")


def reset(visit: Visit) -> None:
    visit.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(visit.connection.detach())


def second_time(first: Script, then: Script) -> Script:
    seen: list[str] = []

    def script(visit: Visit) -> None:
        seen.append(visit.path)
        (first if len(seen) == 1 else then)(visit)

    return script


def drip(head: bytes) -> Script:
    """Send a byte of the answer every tenth of a second, which no time-out of a read notices."""

    def script(visit: Visit) -> None:
        visit.send(head)
        while True:
            visit.send(b"x")
            time.sleep(0.1)

    return script


def flood(visit: Visit) -> None:
    """Send two gigabytes, unless the other side has enough."""
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: 2147483648\r\n\r\n")
    for _ in range(2048):
        visit.send(b"x" * 1_048_576)


def redirect_with_a_flood(visit: Visit) -> None:
    if visit.path == "/there":
        visit.answer(200)
        return
    visit.send(b"HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 2147483648\r\n\r\n")
    for _ in range(2048):
        visit.send(b"x" * 1_048_576)


BOMB: Final = zlib.compress(b"\0" * 50_000_000)
PDF: Final = b"%PDF-1.7 and so on"
CHALLENGE: Final = b"<title>Just a moment...</title><script src='/cdn-cgi/challenge-platform/x'></script>"


@dataclass(frozen=True, slots=True)
class Case:
    """What a host does, and what is to be said of its address."""

    script: Script
    state: State
    reason: str
    field: str = "paper"
    path: str = "/page"


CASES: Final[dict[str, Case]] = {
    "a page": Case(says(200), OK, "200 OK"),
    "a page without a length": Case(raw(b"HTTP/1.1 200 OK\r\n\r\nhello"), OK, "200 OK"),
    "a page in chunks": Case(
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"), OK, "200 OK"
    ),
    "a page of HTTP 1.0": Case(raw(b"HTTP/1.0 200 OK\r\n\r\nhello"), OK, "200 OK"),
    "an empty page": Case(says(200, b""), OK, "200 OK"),
    "no content": Case(raw(b"HTTP/1.1 204 No Content\r\n\r\n"), OK, "204 No Content"),
    "a part of a page": Case(says(206), OK, "206 Partial Content"),
    "hints before the page": Case(
        raw(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"), OK, "200 OK"
    ),
    "accepted": Case(says(202, b"in a moment"), OK, "202 Accepted"),
    "accepted, with a challenge": Case(says(202, CHALLENGE), BLOCKED, "202: asks for a browser or a person"),
    "several choices": Case(says(300), OK, "300 Multiple Choices"),
    "not modified, unasked": Case(raw(b"HTTP/1.1 304 Not Modified\r\n\r\n"), OK, "304 Not Modified"),
    "no part of it": Case(only_whole(416), OK, "200 OK"),
    "no part of it, said as a bad request": Case(only_whole(400), OK, "200 OK"),
    "moved for good": Case(goes(301, "/there"), REDIRECTED, "has moved for good to http://"),
    "moved for good, as it says by 308": Case(goes(308, "/there"), REDIRECTED, "has moved for good to http://"),
    "moved for now": Case(goes(302, "/there"), OK, "200 OK, at http://"),
    "moved for now, as it says by 307": Case(goes(307, "/there"), OK, "200 OK, at http://"),
    "see another": Case(goes(303, "/there"), OK, "200 OK, at http://"),
    "moved, relative to the page": Case(goes(301, "there"), REDIRECTED, "/there"),
    "moved, with a fragment": Case(goes(301, "/there#part"), REDIRECTED, "/there"),
    "moved to other letters": Case(
        lambda visit: visit.answer(200) if visit.path == "/%C3%A9" else visit.answer(301, {"Location": "/\xc3\xa9"}),
        REDIRECTED,
        "/%C3%A9",
    ),
    "moved to other letters of an old page": Case(
        lambda visit: visit.answer(200) if visit.path == "/%C3%A9" else visit.answer(301, {"Location": "/\xe9"}),
        REDIRECTED,
        "/%C3%A9",
    ),
    "moved, said twice": Case(
        lambda visit: (
            visit.answer(200)
            if visit.path == "/there"
            else visit.send(b"HTTP/1.1 301 Moved\r\nLocation: /there\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n")
        ),
        REDIRECTED,
        "/there",
    ),
    "moved to nowhere": Case(raw(b"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n"), BROKEN, "without saying where"),
    "moved to nothing": Case(goes(301, ""), BROKEN, "redirects in a circle"),
    "moved to itself": Case(goes(302, "/page"), BROKEN, "redirects in a circle"),
    "moved in a circle": Case(
        lambda visit: visit.answer(302, {"Location": "/b" if visit.path == "/page" else "/page"}),
        BROKEN,
        "redirects in a circle",
    ),
    "moved in a circle, with a cookie": Case(
        lambda visit: visit.answer(302, {"Location": "/page", "Set-Cookie": "a=b"}),
        BLOCKED,
        "redirects in a circle to those who keep no cookies",
    ),
    "moved without end": Case(
        lambda visit: visit.answer(302, {"Location": f"{visit.path}x"}), BROKEN, "redirects more than 10 times"
    ),
    "moved to a script": Case(goes(302, "javascript:alert(1)"), INVALID, "is neither `https://` nor `http://`"),
    "moved to a file": Case(goes(302, "file:///etc/passwd"), INVALID, "is neither `https://` nor `http://`"),
    "moved to a malformed address": Case(goes(302, "http://[::1"), INVALID, "malformed"),
    "moved to a long address": Case(
        lambda visit: visit.answer(200) if "?" in visit.path else visit.answer(302, {"Location": "?" + "x" * 5000}),
        OK,
        "200 OK, at",
    ),
    "moved to a sign that begins no escape": Case(
        lambda visit: visit.answer(200) if "%" in visit.path else visit.answer(301, {"Location": "/100%"}),
        REDIRECTED,
        "/100%25",
    ),
    "moved to where it is gone": Case(goes(301, "/there", says(404)), BROKEN, "404: there is no such page, at http://"),
    "moved to where robots are barred": Case(
        goes(301, "/there", says(403)), BLOCKED, "403: refuses access, maybe to robots alone, at"
    ),
    "moved with two gigabytes": Case(redirect_with_a_flood, OK, "200 OK, at"),
    "use a proxy": Case(says(305), BROKEN, "305: redirects without saying where"),
    "a bad request": Case(says(400), BROKEN, "400: takes the address for malformed"),
    "a login": Case(says(401), BLOCKED, "401: wants a login"),
    "a fee": Case(says(402), BLOCKED, "402: wants to be paid"),
    "forbidden": Case(says(403), BLOCKED, "403: refuses access, maybe to robots alone"),
    "forbidden, with a challenge": Case(says(403, CHALLENGE), BLOCKED, "403: asks for a browser or a person"),
    "forbidden, with a header": Case(
        says(403, cf_mitigated="challenge"), BLOCKED, "403: asks for a browser or a person"
    ),
    "a challenge that says that it is the page": Case(
        says(200, b"<script id='anubis_challenge'>", Content_Type="text/html"),
        BLOCKED,
        "200: asks for a browser or a person",
    ),
    "a challenge for a PDF": Case(
        says(200, b"<script id='anubis_challenge'>", Content_Type="text/html"),
        BLOCKED,
        "200: asks for a browser or a person",
        "pdf",
    ),
    "a challenge without a page": Case(
        says(405, b"", x_amzn_waf_action="captcha"), BLOCKED, "405: asks for a browser or a person"
    ),
    "no such page": Case(says(404), BROKEN, "404: there is no such page"),
    "no such method": Case(says(405), BLOCKED, "405: refuses the method"),
    "gone": Case(says(410), BROKEN, "410: the page is gone"),
    "a teapot": Case(says(418), BLOCKED, "418: refuses robots"),
    "too many requests": Case(says(429, Retry_After="3600"), BLOCKED, "429: has been asked too often"),
    "too many requests once": Case(second_time(says(429, Retry_After="0"), says(200)), OK, "200 OK"),
    "barred by law": Case(says(451), BLOCKED, "451: may not be shown here by law"),
    "a status of robots alone": Case(says(999), BLOCKED, "999: refuses robots"),
    "a status of nobody": Case(says(499), BLOCKED, "499: refuses the request"),
    "a server's error": Case(says(500), TRANSIENT, "500: the host has an error"),
    "a server's error once": Case(second_time(says(500), says(200)), OK, "200 OK"),
    "a bad gateway": Case(says(502), TRANSIENT, "502: the host has an error"),
    "no service": Case(says(503), TRANSIENT, "503: the host has an error"),
    "no service, with a challenge": Case(says(503, CHALLENGE), BLOCKED, "503: asks for a browser or a person"),
    "no service till a date": Case(
        says(503, Retry_After="Fri, 31 Dec 2100 23:59:59 GMT"), TRANSIENT, "503: the host has an error"
    ),
    "no service till nobody knows": Case(second_time(says(503, Retry_After="soon"), says(200)), OK, "200 OK"),
    "a gateway's silence": Case(says(504), TRANSIENT, "504: the host has an error"),
    "a status of Cloudflare": Case(says(522), TRANSIENT, "522: the host has an error"),
    "silence": Case(silent, TRANSIENT, "no whole answer in 1.5 seconds"),
    "headers by the byte": Case(drip(b"HTTP/1.1 200 OK\r\nX: "), TRANSIENT, "no whole answer in 1.5 seconds"),
    "a body by the byte": Case(
        drip(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n"), TRANSIENT, "no whole answer in 1.5 seconds"
    ),
    "two gigabytes": Case(flood, OK, "200 OK"),
    "two gigabytes for a PDF": Case(flood, BROKEN, "is no PDF", "pdf"),
    "a bomb": Case(says(200, BOMB, Content_Encoding="gzip"), OK, "200 OK"),
    "the end before the answer": Case(raw(), TRANSIENT, "the connection ended before the answer did"),
    "a reset": Case(reset, TRANSIENT, "the connection ended before the answer did"),
    "a reset once": Case(second_time(reset, says(200)), OK, "200 OK"),
    "the end within the body": Case(
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello"), TRANSIENT, "the connection ended"
    ),
    "the end within a chunk": Case(
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nhello"), TRANSIENT, "the connection ended"
    ),
    "no HTTP": Case(raw(b"SSH-2.0-OpenSSH_9.6\r\n"), TRANSIENT, "what came back is not HTTP"),
    "a garbled status": Case(raw(b"HTTP/1.1 abc OK\r\n\r\n"), TRANSIENT, "what came back is not HTTP"),
    "a garbled chunk": Case(
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"), TRANSIENT, "what came back is not HTTP"
    ),
    "a header of a megabyte": Case(
        raw(b"HTTP/1.1 200 OK\r\nX: " + b"x" * 1_048_576 + b"\r\n\r\n"), TRANSIENT, "what came back is not HTTP"
    ),
    "headers that are cut off": Case(raw(b"HTTP/1.1 200 OK\r\nX: y"), TRANSIENT, "the connection ended"),
    "headers by the thousand": Case(
        raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 1000 + b"\r\n"), TRANSIENT, "what came back is not HTTP"
    ),
    "headers without a name": Case(raw(b"HTTP/1.1 200 OK\r\n: x\r\nContent-Length: 0\r\n\r\n"), OK, "200 OK"),
    "a PDF": Case(says(200, PDF), OK, "200 OK", "pdf"),
    "a part of a PDF": Case(says(206, PDF), OK, "206 Partial Content", "pdf"),
    "a PDF after a line break": Case(says(200, b"\r\n" + PDF), OK, "200 OK", "pdf"),
    "a PDF that is compressed": Case(says(200, zlib.compress(PDF), Content_Encoding="deflate"), OK, "200 OK", "pdf"),
    "a page for a PDF": Case(says(200, b"<html>"), BROKEN, "is no PDF", "pdf"),
    "nothing for a PDF": Case(says(200, b""), BROKEN, "is no PDF", "pdf"),
    "a login for a PDF": Case(goes(302, "/there", says(200, b"<html>log in")), BROKEN, "is no PDF", "pdf"),
}


def root_of(folder: Path, addresses: dict[str, tuple[str, str]], settings: str) -> Path:
    """Return a list with a record for each of the addresses, which stand beside their fields."""
    record = "title: Bake {0}\nauthors: [Ana Ruiz]\nyear: 2020\nvenue: OVEN\nloss_family: gluten\n"
    for path in ("vocabularies/venues.yaml", "vocabularies/families.yaml", "vocabularies/topics.yaml"):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("{}\n")
    (folder / "vocabularies/libraries.yaml").write_text("{}\n")
    (folder / "catalog.toml").write_text((TOY / "catalog.toml").read_text() + settings)
    (folder / "papers/2020").mkdir(parents=True)
    for number, (field, url) in enumerate(addresses.values()):
        lines = (
            "links:\n" + ("" if field == "paper" else "  paper: 'https://skipped.test/'\n") + f"  {field}: '{url}'\n"
        )
        text = f"{record.format(number)}{lines}added: 2026-01-02\n"
        (folder / f"papers/2020/ruiz2020w{number}.yaml").write_text(text)
    return folder


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Result]]:
    """Return what is said of each address, after one run over all."""
    with Web() as web:
        hosts = {name: f"h{number}.test" for number, name in enumerate(CASES)}
        for name, host in hosts.items():
            web.scripts[host] = CASES[name].script
        urls = {name: (CASES[name].field, f"http://{host}{CASES[name].path}") for name, host in hosts.items()}
        resolve = "".join(f'"{host}" = "{web.place}"\n' for host in hosts.values())
        settings = (
            f"[links]\ntimeout = {TIMEOUT}\nretries = 1\nallow_private = true\nthreads = 32\n"
            'skip = [{pattern = "https://skipped.test/*", reason = "test"}]\n'
            f"[links.resolve]\n{resolve}"
        )
        root = root_of(tmp_path_factory.mktemp("list"), urls, settings)
        read = read_settings(root)
        assert read.settings is not None, read.findings
        linked = links(root, read.settings, Choice(), lambda _done, _all: None, token=None)
        assert linked.findings == ()
        by_url = {result.target.url: result for result in linked.results}
        yield {name: by_url[url] for name, (_, url) in urls.items()}


@pytest.mark.parametrize("name", CASES)
def test_what_a_host_does_has_a_state_and_a_reason(results: dict[str, Result], name: str) -> None:
    verdict = results[name].verdict
    assert (verdict.state, verdict.reason) == (CASES[name].state, verdict.reason)
    assert CASES[name].reason in verdict.reason
