"""Services that know of many addresses at once, which is kinder than to ask for each; a row a service.

What a service does not know of, or does not answer for, is asked directly.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import quote, urlsplit

from catalog.identifiers import arxiv_in_url, doi_in_url, is_arxiv_id
from catalog.links.verdict import ARCHIVED, State, Verdict
from catalog.settings import ServiceSettings
from catalog.web import Answer, Request

_OK: Final = 200


@dataclass(frozen=True, slots=True)
class Service:
    """A service: how it names an address, how many it takes at once, and what its answer says of each name."""

    title: str
    name_of: Callable[[str], str | None]
    most: int
    request: Callable[[Sequence[str], ServiceSettings, str | None], Request]
    read: Callable[[bytes, Sequence[str]], Mapping[str, Verdict]]
    delay: float = 0.0
    """Seconds that it wants between two requests."""
    needs_token: bool = False


@dataclass(slots=True)
class Batch:
    """Addresses that a service is asked about in one request."""

    service: Service
    names: Mapping[str, str]
    """The name that the service has for each address."""
    request: Request
    found: dict[str, Verdict] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """Return the host that is asked."""
        return urlsplit(self.request.url).netloc

    def verdicts(self, answer: Answer) -> dict[str, Verdict]:
        """Return what the answer says of addresses; of some or all it may say nothing."""
        if answer.status != _OK:
            return {}
        try:
            found = self.service.read(answer.body, tuple(dict.fromkeys(self.names.values())))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {}  # it has another form than the service documents
        return {url: found[name] for url, name in self.names.items() if name in found}


def batches(urls: Iterable[str], services: ServiceSettings, token: str | None) -> Iterator[Batch]:
    """Yield requests to services for those of `urls` that they know; `token` is GitHub's."""
    listed = tuple(urls)
    for service in SERVICES:
        if service.needs_token and token is None:
            continue
        named = [(url, name) for url in listed if (name := service.name_of(url)) is not None]
        for start in range(0, len(named), service.most):
            names = dict(named[start : start + service.most])
            yield Batch(service, names, service.request(tuple(dict.fromkeys(names.values())), services, token))


# arXiv: https://info.arxiv.org/help/api/user-manual.html

_ENTRY: Final = re.compile(rb"<id>\s*https?://arxiv\.org/abs/([^<\s]+?)(?:v\d+)?\s*</id>")


def _ask_arxiv(names: Sequence[str], services: ServiceSettings, token: str | None) -> Request:
    del token
    listed = ",".join(quote(name, safe="/.") for name in names)
    return Request(f"{services.arxiv}?id_list={listed}&max_results={len(names)}", is_whole=True)


def _read_arxiv(body: bytes, names: Sequence[str]) -> Mapping[str, Verdict]:
    # Only whose entries are there is of interest, so the feed is not parsed, which spares its traps.
    known = {found.decode("ascii", "replace") for found in _ENTRY.findall(body)}
    return {name: Verdict(State.OK, "arXiv has it", _OK) for name in names if name in known and is_arxiv_id(name)}


# The Handle System's API, which the resolver of DOIs offers: https://www.doi.org/the-identifier/resources/factsheets

_FOUND: Final = 1


def _ask_doi(names: Sequence[str], services: ServiceSettings, token: str | None) -> Request:
    del token
    return Request(f"{services.doi.removesuffix('/')}/api/handles/{quote(names[0], safe='/')}", is_whole=True)


def _read_doi(body: bytes, names: Sequence[str]) -> Mapping[str, Verdict]:
    code = json.loads(body)["responseCode"]
    return {names[0]: Verdict(State.OK, "the DOI is registered", _OK)} if code == _FOUND else {}


# GitHub: https://docs.github.com/graphql/reference/queries#repository

_REPOSITORY: Final = re.compile(r"/([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9._-]+?)(?:\.git)?/?")


def _repository(url: str) -> str | None:
    parts = urlsplit(url)
    found = _REPOSITORY.fullmatch(parts.path)
    if parts.hostname not in {"github.com", "www.github.com"} or found is None or parts.query:
        return None
    return f"{found[1]}/{found[2]}"


def _ask_github(names: Sequence[str], services: ServiceSettings, token: str | None) -> Request:
    asked = " ".join(
        f'r{number}: repository(owner: "{owner}", name: "{name}") {{ nameWithOwner isArchived url }}'
        for number, (owner, _, name) in enumerate(name.partition("/") for name in names)
    )
    return Request(
        f"{services.github.removesuffix('/')}/graphql",
        method="POST",
        headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
        body=json.dumps({"query": f"query {{ {asked} }}"}).encode(),
        is_whole=True,
    )


def _read_github(body: bytes, names: Sequence[str]) -> Mapping[str, Verdict]:
    data = json.loads(body)["data"]
    found: dict[str, Verdict] = {}
    for number, name in enumerate(names):
        repository = data.get(f"r{number}")
        if repository is None:
            continue  # its page says whether it is gone or hidden
        if repository["nameWithOwner"].lower() != name.lower():
            moved = str(repository["url"])
            found[name] = Verdict(State.REDIRECTED, f"has moved for good to {moved}", _OK, moved)
        else:
            found[name] = Verdict(State.OK, ARCHIVED if repository["isArchived"] else "GitHub has it", _OK)
    return found


SERVICES: Final = (
    Service("arXiv", arxiv_in_url, 50, _ask_arxiv, _read_arxiv, delay=3.0),
    Service("DOI", doi_in_url, 1, _ask_doi, _read_doi),
    Service("GitHub", _repository, 50, _ask_github, _read_github, needs_token=True),
)
"""The services, the first that knows an address being asked for it."""
