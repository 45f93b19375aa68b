"""The asking of sources, step by step: what is asked, what follows an answer, and what it all comes to.

Each look-up is a generator that yields what it asks and is sent what came of it; who sends requests is not known here.
A service's own address is the owner's word and may be private; what it redirects to is anybody's, and so is a page.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar
from urllib.parse import urlsplit

from catalog.importers import arxiv, indexes, page, works
from catalog.importers.draft import Draft
from catalog.importers.outcome import Outcome, Refusal, RefusedError, Silence, UnreadableError
from catalog.settings import ServiceSettings
from catalog.urls import as_sent, fault_of, resolved
from catalog.web import Answer, Exchange, Failure, Request, Trouble, retry_after

R = TypeVar("R")
T = TypeVar("T")

LARGEST: Final = 8 << 20
"""Bytes of an answer over which it is no longer read; a work with ten thousand references stays below."""

_TRIES: Final = 3
_LONGEST_WAIT: Final = 20.0
"""Seconds over which a source that asks for patience is not waited for."""

_MOST_REDIRECTS: Final = 8
_LONGEST_LOCATION: Final = 65_536
_OK: Final = 200
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_BUSY: Final = frozenset({429, 503})
_LATER: Final = frozenset({408, 425, 500, 502, 504, *_BUSY})
_UNKNOWN: Final = frozenset({400, 404, 410})
_MAY_PASS: Final = frozenset({Trouble.NAME_SERVER, Trouble.RESET, Trouble.TLS})
_TRY_LATER: Final = "try again later"


@dataclass(frozen=True, slots=True)
class Ask:
    """A request that a look-up makes, in the lane of one source, after so many seconds."""

    lane: str
    request: Request
    wait: float = 0.0


class Heard(NamedTuple):
    """What came of a request, and when, in seconds since 1970."""

    exchange: Exchange
    now: float


Lookup: TypeAlias = Generator[Ask, Heard, R]
"""Yields what it asks, is sent what came of it, and returns what it comes to."""


@dataclass(frozen=True, slots=True)
class Service(Generic[T]):
    """A service, as two pure functions: the address that tells of something, and what its answer says."""

    name: str
    """The key below `[services]`."""
    title: str
    url: Callable[..., str]
    parse: Callable[[bytes], T]
    accept: str = "application/json"
    delay: float = 0.0
    """Seconds that it wants between two requests."""

    def ask(
        self, services: ServiceSettings, *about: object, headers: Mapping[str, str] | None = None
    ) -> "Lookup[T | Refusal | Silence]":
        """Ask about something, and return what the service says of it."""
        request = Request(
            self.url(getattr(services, self.name), *about),
            headers={"accept": self.accept, **(headers or {})},
            is_whole=True,
            is_owners=True,
        )
        answer = yield from fetched(self.name, self.title, request)
        if isinstance(answer, Silence):
            return answer
        if answer.answer.status in _UNKNOWN:
            return Refusal("not-found", f"{self.title} does not know it; check it, or open {request.url}")
        return _read(self.title, request.url, answer.answer, self.parse)


ARXIV: Final = Service("arxiv", "arXiv", arxiv.url, arxiv.parse, "application/atom+xml", delay=3.0)
CROSSREF: Final = Service("crossref", "Crossref", works.crossref_url, works.read_crossref)
CROSSREF_SEARCH: Final = Service("crossref", "Crossref", works.crossref_search_url, works.read_crossref_search)
DOI: Final = Service("doi", "doi.org", works.doi_url, works.read_csl, works.CSL_JSON)
DBLP: Final = Service("dblp", "DBLP", indexes.dblp_url, indexes.read_dblp)
OPENALEX: Final = Service("openalex", "OpenAlex", indexes.openalex_url, indexes.read_openalex)
GITHUB: Final = Service("github", "GitHub", indexes.github_url, indexes.read_github, "application/vnd.github+json")

DELAYS: Final[Mapping[str, float]] = {ARXIV.name: ARXIV.delay}
"""Seconds that services want between two requests, by lane."""


class Arrived(NamedTuple):
    """An answer, and the address that it came from after all redirects."""

    answer: Answer
    url: str


def fetched(lane: str, title: str, request: Request) -> "Lookup[Arrived | Silence]":
    """Make a request, follow redirects, and ask again where a host says that this helps."""
    origin = request.url
    trail = [request.url]
    wait, tries = 0.0, 0
    while True:
        heard = yield Ask(lane, request, wait)
        wait, tries = 0.0, tries + 1
        exchange = heard.exchange
        if isinstance(exchange, Failure):
            if exchange.trouble not in _MAY_PASS or tries >= _TRIES:
                return Silence(title, origin, _why(exchange))
            wait = 1.0
        elif exchange.status in _LATER:
            wait = retry_after(exchange, heard.now) if "retry-after" in exchange.headers else 2.0 ** (tries - 1)
            if tries >= _TRIES or wait > _LONGEST_WAIT:
                return Silence(title, origin, _busy(exchange, wait))
        elif exchange.status in _REDIRECTS and "location" in exchange.headers:
            target = resolved(request.url, exchange.headers["location"])
            fault = fault_of(target, longest=_LONGEST_LOCATION)
            if fault is not None or len(trail) > _MOST_REDIRECTS or as_sent(target).geturl() in trail:
                what = f"redirects to an address that {fault.partition(';')[0]}" if fault else "redirects without end"
                return Silence(title, origin, f"it {what}; {_TRY_LATER}, or mend its address in catalog.toml")
            parts = as_sent(target)
            # What the request says besides what it takes is meant for the first host alone.
            headers = {"accept": request.headers["accept"]} if "accept" in request.headers else {}
            request = Request(parts.geturl(), headers=headers, is_whole=True)
            lane = lane if parts.netloc == urlsplit(trail[-1]).netloc else parts.netloc
            trail.append(request.url)
            tries = 0
        else:
            return Arrived(exchange, request.url)


def _why(failure: Failure) -> str:
    if failure.trouble is Trouble.FORBIDDEN:
        return f"{failure.detail}, and may not be asked; `allow_private` under `[links]` in catalog.toml would allow it"
    return f"{failure.detail}; check the network and the address, or {_TRY_LATER}"


def _busy(answer: Answer, wait: float) -> str:
    if "retry-after" in answer.headers:
        return f"it answered {answer.status} and asks for {wait:,.0f} seconds of patience; try again after them"
    return f"it answered {answer.status} again and again; {_TRY_LATER}"


def _read(title: str, url: str, answer: Answer, parse: Callable[[bytes], T]) -> T | Refusal | Silence:
    if answer.status != _OK:
        return Silence(title, url, f"it answered {answer.status}; {_TRY_LATER}")
    if len(answer.body) >= LARGEST:
        return Silence(title, url, f"the answer is larger than {LARGEST >> 20} MiB; {_TRY_LATER}")
    try:
        return parse(answer.body)
    except RefusedError as refused:
        return refused.refusal
    except UnreadableError as error:
        return Silence(title, url, f"{error}; {_TRY_LATER}")


def look_up_arxiv(services: ServiceSettings, ids: Sequence[str]) -> "Lookup[Mapping[str, Outcome]]":
    """Return what arXiv says of papers, by their ids; where one spoils the answer for all, each is asked for alone."""
    found = yield from ARXIV.ask(services, ids)
    if isinstance(found, Silence):
        return dict.fromkeys(ids, found)
    known: Mapping[str, Draft | RefusedError] = {} if isinstance(found, Refusal) else found
    outcomes: dict[str, Outcome] = {}
    for each in ids:
        outcome = known.get(each)
        if outcome is None and not known and len(ids) > 1:
            outcomes |= yield from look_up_arxiv(services, (each,))
        elif outcome is None:
            outcomes[each] = Refusal("not-found", f"arXiv has no paper `{each}`; check its digits")
        else:
            outcomes[each] = outcome.refusal if isinstance(outcome, RefusedError) else outcome
    return outcomes


def look_up_doi(services: ServiceSettings, doi: str) -> "Lookup[Outcome]":
    """Return what Crossref says of a DOI, or else the registry that doi.org leads to, which may be another one."""
    first = yield from CROSSREF.ask(services, doi)
    if isinstance(first, Draft) and first.title:
        return first
    if isinstance(first, Refusal) and first.code != "not-found":
        return first
    second = yield from DOI.ask(services, doi)
    if isinstance(second, Draft) and second.title:
        return second
    if isinstance(second, Refusal) and second.code != "not-found":
        return second
    if isinstance(first, Silence) or isinstance(second, Silence):
        return first if isinstance(first, Silence) else second
    return Refusal("not-found", f"no registry knows the DOI `{doi}`; check it")


_ROBOTS: Final = frozenset({401, 402, 403, 405, 406, 418, 451, 999})


def look_up_page(url: str) -> "Lookup[Outcome]":
    """Return what the page at an address says of its paper."""
    sent = as_sent(url)
    request = Request(sent.geturl(), headers={"accept": "text/html, application/xhtml+xml;q=0.9"}, is_whole=True)
    arrived = yield from fetched(sent.netloc, "the page", request)
    if isinstance(arrived, Silence):
        if "may not be asked" in arrived.why:
            return Refusal("unknown-reference", arrived.why)
        return arrived
    return _of_page(arrived, url)


def _of_page(arrived: Arrived, url: str) -> Outcome:
    answer = arrived.answer
    if answer.status in _UNKNOWN:
        return Refusal("not-found", f"{answer.status}: there is no such page; check the address")
    if answer.status in _ROBOTS:
        return Refusal("no-paper", f"it answered {answer.status} and keeps programs out; give a DOI or arXiv id")
    if answer.status != _OK:
        return Silence("the page", url, f"it answered {answer.status}; give a DOI or arXiv id, or {_TRY_LATER}")
    try:
        return page.parse(answer.body, url, answer.headers.get("content-type", ""))
    except RefusedError as refused:
        return refused.refusal


def search(services: ServiceSettings, title: str, author: str) -> "Lookup[tuple[Sequence[Draft], tuple[Silence, ...]]]":
    """Return the works that DBLP, Crossref and OpenAlex find for a title, and which of them are silent."""
    found: list[Draft] = []
    silent: list[Silence] = []
    for service, about in ((DBLP, (title,)), (CROSSREF_SEARCH, (title, author)), (OPENALEX, (title,))):
        works_ = yield from service.ask(services, *about)
        if isinstance(works_, Silence):
            silent.append(works_)
        elif not isinstance(works_, Refusal):
            found += works_
    return found, tuple(silent)
