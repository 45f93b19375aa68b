"""What services know of addresses is asked in few requests; what they do not know is asked at its page."""

import json
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest

from catalog.commands.links import Linked
from catalog.links.services import batches
from catalog.links.verdict import ARCHIVED
from catalog.settings import ServiceSettings
from catalog.web import Request
from tests.links.lists import ask, list_of, said, says
from tests.links.server import Script, Visit, Web, silent

SERVICES: Final = (
    'arxiv = "http://export.arxiv.test/api/query"\n'
    'doi = "http://handles.test"\n'
    'github = "http://api.github.test"\n'
    'wayback = "http://archive.test/wayback/available"\n'
)
RYE: Final = "http://arxiv.org/abs/1901.00001"
OLD: Final = "http://arxiv.org/pdf/cs/0112017.pdf"
DOI: Final = "http://doi.org/10.1000/rye"
REPOSITORY: Final = "http://github.com/ruiz/bake"


def feed(*ids: str) -> bytes:
    """Return what arXiv's API answers, shortened to a few of the fields of an entry."""
    entries = "".join(
        f"  <entry>\n    <id>http://arxiv.org/abs/{each}</id>\n    <updated>2020-01-02T03:04:05Z</updated>\n"
        f"    <published>2020-01-02T03:04:05Z</published>\n    <title>Rye</title>\n"
        "    <summary>On &lt;id&gt;http://arxiv.org/abs/1901.99999v1&lt;/id&gt;.</summary>\n"
        f'    <author>\n      <name>Ana Ruiz</name>\n    </author>\n    <link href="http://arxiv.org/abs/{each}" '
        'rel="alternate" type="text/html"/>\n  </entry>\n'
        for each in ids
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        '  <link href="http://arxiv.org/api/query?search_query=&amp;id_list=1901.00001" rel="self"/>\n'
        '  <title type="html">ArXiv Query</title>\n  <id>http://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>\n'
        f"{entries}</feed>\n"
    ).encode()


def handle(code: int, name: str = "10.1000/rye") -> bytes:
    """Return what the API of handles answers."""
    value = {"index": 1, "type": "URL", "data": {"format": "string", "value": "https://oven.test/"}, "ttl": 86400}
    found = {"values": [{**value, "timestamp": "2020-01-02T03:04:05Z"}]} if code == 1 else {}
    return json.dumps({"responseCode": code, "handle": name, **found}).encode()


def repositories(*rows: Mapping[str, object] | None) -> bytes:
    """Return what GitHub's API answers: null for what it does not know, with an error beside it."""
    errors = [
        {"type": "NOT_FOUND", "path": [f"r{number}"], "message": "Could not resolve to a Repository"}
        for number, row in enumerate(rows)
        if row is None
    ]
    data = {f"r{number}": row for number, row in enumerate(rows)}
    return json.dumps({"data": data, **({"errors": errors} if errors else {})}).encode()


def row(name: str = "ruiz/bake", *, archived: bool = False) -> Mapping[str, object]:
    return {"nameWithOwner": name, "isArchived": archived, "url": f"https://github.com/{name}"}


@pytest.fixture
def asked_of(tmp_path: Path) -> Callable[..., tuple[Linked, Web]]:
    """Return a function that asks addresses on a web where every page opens, but the hosts of some scripts."""

    def run(*urls: str, token: str | None = None, **scripts: Script) -> tuple[Linked, Web]:
        pages = dict.fromkeys(("arxiv.org", "doi.org", "github.com"), says(200))
        named = {
            "export.arxiv.test": scripts.get("arxiv", says(500)),
            "handles.test": scripts.get("doi", says(500)),
            "api.github.test": scripts.get("github", says(500)),
        }
        with Web() as web:
            web.scripts = {**pages, **named}
            root = list_of(tmp_path, *urls, web=web, services=SERVICES, links="timeout = 1.0")
            return ask(root, token=token), web

    return run


Asked = Callable[..., tuple[Linked, Web]]


def test_papers_of_arxiv_are_asked_in_one_request(asked_of: Asked) -> None:
    linked, web = asked_of(RYE, OLD, arxiv=says(200, feed("1901.00001v2", "cs/0112017v1")))
    assert said(linked) == {RYE: ("ok", "arXiv has it"), OLD: ("ok", "arXiv has it")}
    [(method, host, path)] = web.asked
    assert (method, host, urlsplit(path).path) == ("GET", "export.arxiv.test", "/api/query")
    assert parse_qs(urlsplit(path).query) == {"id_list": ["1901.00001,cs/0112017"], "max_results": ["2"]}


def test_a_paper_that_arxiv_does_not_know_is_asked_at_its_page(asked_of: Asked) -> None:
    linked, web = asked_of(RYE, "http://arxiv.org/abs/1901.99999", arxiv=says(200, feed("1901.00001v1")))
    assert said(linked) == {RYE: ("ok", "arXiv has it"), "http://arxiv.org/abs/1901.99999": ("ok", "200 OK")}
    assert web.asked[1:] == [("HEAD", "arxiv.org", "/abs/1901.99999")]


def test_one_paper_at_two_addresses_is_asked_for_once(asked_of: Asked) -> None:
    other = "http://arxiv.org/pdf/1901.00001v3"
    linked, web = asked_of(RYE, other, arxiv=says(200, feed("1901.00001v3")))
    assert {state for state, _ in said(linked).values()} == {"ok"}
    assert [path for _, _, path in web.asked] == ["/api/query?id_list=1901.00001&max_results=1"]


def test_a_doi_that_is_registered_opens(asked_of: Asked) -> None:
    linked, web = asked_of(DOI, doi=says(200, handle(1)))
    assert said(linked) == {DOI: ("ok", "the DOI is registered")}
    assert web.asked == [("GET", "handles.test", "/api/handles/10.1000/rye")]


@pytest.mark.parametrize(("status", "code"), [(404, 100), (200, 200), (200, 2)])
def test_a_doi_that_is_not_registered_is_asked_at_its_page(asked_of: Asked, status: int, code: int) -> None:
    linked, web = asked_of(DOI, doi=says(status, handle(code)))
    assert said(linked) == {DOI: ("ok", "200 OK")}
    assert web.asked[-1] == ("HEAD", "doi.org", "/10.1000/rye")


def test_a_doi_with_strange_letters_is_named_as_a_path(asked_of: Asked) -> None:
    _, web = asked_of("http://doi.org/10.1000/rye_(2021)%3C1%3E%23x", doi=says(200, handle(1)))
    assert [path for _, _, path in web.asked] == ["/api/handles/10.1000/rye_%282021%29%3C1%3E%23x"]


def test_repositories_are_asked_in_one_request_where_there_is_a_token(asked_of: Asked) -> None:
    other = "http://github.com/li/fold.git"
    linked, web = asked_of(REPOSITORY, other, token="t", github=says(200, repositories(row(), row("Li/Fold"))))
    assert said(linked) == {REPOSITORY: ("ok", "GitHub has it"), other: ("ok", "GitHub has it")}
    assert web.asked == [("POST", "api.github.test", "/graphql")]


def test_without_a_token_repositories_are_asked_by_their_pages(asked_of: Asked) -> None:
    linked, web = asked_of(REPOSITORY, github=says(200, repositories(row())))
    assert said(linked) == {REPOSITORY: ("ok", "200 OK")}
    assert web.asked == [("HEAD", "github.com", "/ruiz/bake")]


def test_a_repository_that_moved_is_redirected(asked_of: Asked) -> None:
    linked, _ = asked_of(REPOSITORY, token="t", github=says(200, repositories(row("ruiz/oven"))))
    verdict = linked.results[0].verdict
    assert (verdict.state, verdict.final_url) == ("redirected", "https://github.com/ruiz/oven")
    assert verdict.reason == "has moved for good to https://github.com/ruiz/oven"


def test_a_repository_that_is_archived_is_noted(asked_of: Asked) -> None:
    linked, _ = asked_of(REPOSITORY, token="t", github=says(200, repositories(row(archived=True))))
    assert said(linked) == {REPOSITORY: ("ok", ARCHIVED)}


def test_a_repository_that_github_does_not_know_is_asked_at_its_page(asked_of: Asked) -> None:
    other = "http://github.com/li/fold"
    linked, web = asked_of(REPOSITORY, other, token="t", github=says(200, repositories(None, row("li/fold"))))
    assert said(linked) == {REPOSITORY: ("ok", "200 OK"), other: ("ok", "GitHub has it")}
    assert web.asked[1:] == [("HEAD", "github.com", "/ruiz/bake")]


MALFORMED: Final = {
    "an error": says(500),
    "no answer": silent,
    "a login": says(401, b'{"message": "Bad credentials"}'),
    "nothing": says(200, b""),
    "no JSON": says(200, b"<html>"),
    "not UTF-8": says(200, b"\xff\xfe\xff"),
    "null": says(200, b"null"),
    "a list": says(200, b"[]"),
    "a number": says(200, b"1"),
    "an empty object": says(200, b"{}"),
    "no data": says(200, b'{"data": null, "errors": [{"message": "Something went wrong"}]}'),
    "data of another form": says(200, b'{"data": {"r0": 1}, "responseCode": "1"}'),
    "a repository without its name": says(200, b'{"data": {"r0": {"isArchived": true}}}'),
    "a name that is none": says(200, b'{"data": {"r0": {"nameWithOwner": 1}}}'),
    "without end": says(200, b"[" * 100_000),
    "an entity": says(200, b'<!DOCTYPE x [<!ENTITY a "&a;&a;">]><feed>&a;</feed>'),
    "a redirect": says(302, Location="http://github.com/"),
}


@pytest.mark.parametrize("name", MALFORMED)
def test_where_a_service_gives_no_answer_of_its_form_pages_are_asked(asked_of: Asked, name: str) -> None:
    script = MALFORMED[name]
    linked, _ = asked_of(RYE, DOI, REPOSITORY, token="t", arxiv=script, doi=script, github=script)
    assert said(linked) == dict.fromkeys((RYE, DOI, REPOSITORY), ("ok", "200 OK"))


def test_where_a_service_is_silent_the_pages_of_all_its_batches_are_asked(asked_of: Asked) -> None:
    """The second batch is not sent to a host that left the first unanswered; its addresses are asked all the same."""
    urls = [f"http://arxiv.org/abs/1901.{number:05}" for number in range(1, 61)]
    linked, web = asked_of(*urls, arxiv=silent)
    assert said(linked) == dict.fromkeys(urls, ("ok", "200 OK"))
    assert [host for _, host, _ in web.asked].count("export.arxiv.test") == 1


def test_a_service_that_asks_for_patience_gets_it_while_pages_are_asked(asked_of: Asked) -> None:
    moments: list[float] = []

    def busy(visit: Visit) -> None:
        moments.append(time.monotonic())
        visit.answer(429, {"Retry-After": "1"})

    linked, _ = asked_of("http://doi.org/10.1000/rye", "http://doi.org/10.1000/wheat", doi=busy)
    assert {state for state, _ in said(linked).values()} == {"ok"}
    first, second = moments
    assert second - first >= 1.0


def test_the_token_is_sent_to_github_alone(asked_of: Asked) -> None:
    seen: dict[str, str | None] = {}

    def noting(script: Script) -> Script:
        def noted(visit: Visit) -> None:
            seen[visit.headers["host"]] = visit.headers.get("authorization")
            script(visit)

        return noted

    asked_of(
        RYE,
        DOI,
        REPOSITORY,
        token="secret",
        arxiv=noting(says(200, feed())),
        doi=noting(says(404)),
        github=noting(says(302, Location="http://handles.test/")),
    )
    assert seen == {"export.arxiv.test": None, "handles.test": None, "api.github.test": "Bearer secret"}


def requests(*urls: str) -> list[Request]:
    return [batch.request for batch in batches(urls, ServiceSettings(), "t")]


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/ruiz",
        "https://github.com/ruiz/bake/tree/main",
        "https://github.com/ruiz/bake/issues",
        "https://github.com/ruiz/bake?tab=readme",
        "https://gist.github.com/ruiz/1234",
        "https://github.com/ruiz/a%22b",
        "https://arxiv.org/list/cs.CV/recent",
        "https://arxiv.org/",
        "https://oven.test/10.1000/rye",
        "https://doi.org/",
    ],
)
def test_what_is_no_paper_or_repository_is_no_matter_of_services(url: str) -> None:
    assert requests(url) == []


def test_services_are_asked_about_no_more_at_once_than_they_take() -> None:
    papers = [f"https://arxiv.org/abs/1901.{number:05}" for number in range(1, 121)]
    assert [request.url.count(",") + 1 for request in requests(*papers)] == [50, 50, 20]


def test_a_repository_is_asked_for_by_owner_and_name() -> None:
    [request] = requests("https://github.com/ruiz/bake.bread")
    assert request.method == "POST"
    assert json.loads(request.body or b"") == {
        "query": 'query { r0: repository(owner: "ruiz", name: "bake.bread") { nameWithOwner isArchived url } }'
    }
