"""Whatever a source answers, or does not, a run ends with words and nothing half written."""

import socket
import time
from collections.abc import Callable
from typing import Any, Final

import pytest

from catalog.importers.lookup import LARGEST
from tests.importers.test_add import ARXIV, DOI, run, settings_of
from tests.importers.world import ERROR, World, as_csl, as_work, entry, feed, work
from tests.links.server import Script, Visit, silent

HUGE: Final = 200 * 1024 * 1024

BOMB: Final = b"""<?xml version="1.0"?>
<!DOCTYPE feed [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>http://arxiv.org/abs/2003.13911</id><title>&c;</title></entry></feed>
"""


def says(status: int, body: bytes = b"", **headers: str) -> Script:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda visit: visit.answer(status, named, body)


def endless(visit: Visit) -> None:
    """Send as much as is taken, and never all that was announced."""
    visit.send(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % HUGE)
    block = b'{"message": "' + b"x" * 65_536
    for _ in range(HUGE // len(block)):
        visit.send(block)


def cut(body: bytes) -> Script:
    """Announce a body, and end within it."""

    def script(visit: Visit) -> None:
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body) + body[: len(body) // 2])
        visit.connection.shutdown(socket.SHUT_RDWR)

    return script


HTML: Final = says(200, b"<!DOCTYPE html><html><body>Please log in</body></html>", Content_Type="text/html")

FAULTS: list[tuple[str, str, Script, str]] = [
    ("arXiv asks for an hour", "arxiv", says(429, Retry_After="3600"), "asks for 3,600 seconds of patience"),
    ("arXiv refuses for an hour", "arxiv", says(503, Retry_After="3600"), "asks for 3,600 seconds of patience"),
    ("arXiv is silent", "arxiv", silent, "no whole answer in 2 seconds"),
    ("arXiv hangs up", "arxiv", lambda visit: visit.connection.shutdown(socket.SHUT_RDWR), "the connection ended"),
    ("XML that is cut off", "arxiv", says(200, feed(entry(ARXIV))[:-40]), "cut off or malformed, no XML"),
    ("a body that is cut off", "arxiv", cut(feed(entry(ARXIV))), "the connection ended"),
    ("HTML instead of XML", "arxiv", HTML, "no feed of Atom|no XML|declares a document type"),
    ("nothing instead of XML", "arxiv", says(200), "the answer is empty, no XML"),
    ("JSON instead of XML", "arxiv", says(200, b"{}"), "no XML"),
    ("another XML", "arxiv", says(200, b"<rss/>"), "no feed of Atom: it begins with `rss`"),
    ("a bomb of entities", "arxiv", says(200, BOMB), "bomb of entities"),
    ("XML without end", "arxiv", says(200, b"<a>" * 100_000), "deeper than 64 levels"),
    (
        "a redirect to a private address",
        "arxiv",
        says(302, Location="http://127.0.0.1:1/x"),
        "is loopback, and may not",
    ),
    (
        "a redirect to where it was",
        "arxiv",
        says(302, Location="/arxiv/api/query"),
        "is loopback, and may not be asked",
    ),
    ("a redirect to no address", "arxiv", says(302, Location="file:///etc/passwd"), "redirects to an address that"),
    ("what is no HTTP", "arxiv", lambda visit: visit.send(b"SSH-2.0-OpenSSH_9.6\r\n"), "is not HTTP"),
    ("a status that says nothing", "arxiv", says(418), "it answered 418"),
]


@pytest.mark.parametrize(("service", "script", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_service_that_fails_is_named_with_what_it_was_asked_and_nothing_is_written(
    world: World, service: str, script: Script, words: str
) -> None:
    world.faults[service] = script
    before = sorted(world.root.rglob("*"))
    added = run(world, ARXIV)
    assert (added.records, added.findings) == ((), ())
    (said,) = added.silences
    assert said.startswith(f"{ARXIV}: arXiv was asked at {world.base}/arxiv/api/query?id_list={ARXIV}")
    assert any(part in said for part in words.split("|"))
    assert sorted(world.root.rglob("*")) == before


@pytest.mark.parametrize(
    "script",
    [
        pytest.param(says(200, as_work(work())[:-20]), id="JSON that is cut off"),
        pytest.param(HTML, id="HTML instead of JSON"),
        pytest.param(says(200, b"[" * 100_000), id="JSON without end"),
        pytest.param(says(200, b'{"status": "ok"}'), id="no message"),
        pytest.param(endless, id="a body of 200 MB"),
        pytest.param(says(302, Location="http://10.0.0.1/"), id="a redirect to a private address"),
    ],
)
def test_where_crossref_fails_the_registry_of_the_doi_is_asked(world: World, script: Script) -> None:
    world.faults["crossref"] = script
    world.csl[DOI] = as_csl(DOI=DOI)
    assert [record.id for record in run(world, DOI).records] == ["ruiz2021kneading"]
    world.faults["doi"] = script
    added = run(world, "10.1000/another")
    assert (added.records, added.findings, len(added.silences)) == ((), (), 1)


def test_of_a_body_of_200_megabytes_no_more_is_read_than_may_be(world: World) -> None:
    sent = 0

    def counting(visit: Visit) -> None:
        nonlocal sent
        visit.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % HUGE)
        while sent < HUGE:
            visit.send(b" " * 65_536)
            sent += 65_536

    world.faults |= {"crossref": counting, "doi": says(404)}
    (said,) = run(world, DOI).silences
    assert "larger than 8 MiB" in said
    assert sent < 4 * LARGEST


def after(count: int, first: Script, then: Callable[[Visit], None]) -> Script:
    """Answer so many times in one way, and from then on in another."""
    left = [count]

    def script(visit: Visit) -> None:
        left[0] -= 1
        (first if left[0] >= 0 else then)(visit)

    return script


@pytest.mark.parametrize("status", [429, 503])
def test_a_second_of_patience_is_granted(world: World, status: int) -> None:
    world.works[DOI] = work()
    answer = as_work(world.works[DOI])
    world.faults["crossref"] = after(1, says(status, Retry_After="1"), says(200, answer))
    started = time.monotonic()
    assert [record.id for record in run(world, DOI).records] == ["ruiz2020kneading"]
    assert time.monotonic() - started >= 1.0
    assert len(world.paths) == 2


def test_an_error_that_passes_is_asked_again(world: World) -> None:
    world.faults["crossref"] = after(1, says(500), says(200, as_work(work())))
    assert len(run(world, DOI).records) == 1


def test_an_error_that_stays_is_told(world: World) -> None:
    world.faults["arxiv"] = says(500)
    (said,) = run(world, ARXIV).silences
    assert "it answered 500 again and again; try again later" in said
    assert len(world.paths) == 3


def test_an_error_that_arxiv_tells_as_an_entry_is_no_paper(world: World) -> None:
    world.faults["arxiv"] = says(400, ERROR.encode())
    assert [each.code for each in run(world, ARXIV).findings] == ["not-found"]
    world.faults["arxiv"] = says(200, ERROR.encode())
    assert [each.code for each in run(world, ARXIV).findings] == ["not-found"]


def test_an_address_that_a_contributor_gives_may_not_be_private(world: World) -> None:
    (finding,) = run(world, f"{world.base}/kneading.html").findings
    assert finding.code == "unknown-reference"
    assert "which is loopback" in finding.message
    assert world.paths == []


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        (404, b"", "not-found"),
        (200, b"<html><title>Kneading</title></html>", "no-paper"),
        (200, b"%PDF-1.7", "no-paper"),
        (200, b"", "no-paper"),
        (200, b'<script type="application/ld+json">{"@type": "Person", "name": "Ana"}</script>', "no-paper"),
        (403, b"Just a moment...", "no-paper"),
        (418, b"", "no-paper"),
        (301, b"", None),
    ],
)
def test_a_page_that_shows_no_paper_is_refused(world: World, status: int, body: bytes, code: str | None) -> None:
    text = (world.root / "catalog.toml").read_text()
    (world.root / "catalog.toml").write_text(text.replace("allow_private = false", "allow_private = true"))
    world.faults["page"] = says(status, body)
    added = run(world, f"{world.base}/page")
    assert [each.code for each in added.findings] == ([code] if code else [])
    assert len(added.silences) == (code is None)


def test_what_a_service_redirects_to_is_not_told_what_was_meant_for_it(world: World) -> None:
    heard: list[dict[str, str]] = []

    def listening(visit: Visit) -> None:
        heard.append(visit.headers)
        visit.answer(404)

    text = (world.root / "catalog.toml").read_text()
    (world.root / "catalog.toml").write_text(text.replace("allow_private = false", "allow_private = true"))
    world.faults |= {"crossref": says(301, Location=f"{world.base}/elsewhere"), "elsewhere": listening}
    run(world, DOI)
    assert [each.get("authorization") for each in heard] == [None]
    assert settings_of(world.root).links.allow_private


def test_where_one_reference_is_answered_and_another_is_not_the_good_one_is_written(world: World) -> None:
    world.works[DOI] = work()
    world.faults["arxiv"] = says(429, Retry_After="3600")
    added = run(world, ARXIV, DOI)
    assert ([record.id for record in added.records], len(added.silences)) == (["ruiz2020kneading"], 1)


def test_a_service_that_is_silent_once_is_not_waited_for_again(world: World) -> None:
    world.faults |= {"crossref": silent, "doi": silent}
    added = run(world, *(f"10.1000/{number}" for number in range(30)))
    assert len(added.silences) == 30
    assert len(world.paths) == 2


def test_a_preprint_whose_published_version_cannot_be_asked_for_is_not_written_as_a_preprint(world: World) -> None:
    world.arxiv[ARXIV] = entry(ARXIV, doi=DOI)
    world.faults |= {"crossref": says(500), "doi": says(500)}
    added: Any = run(world, ARXIV)
    assert (added.records, len(added.silences)) == ((), 1)
