"""`links`: asks every address of a list whether it lives, and remembers the answers."""

import time
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Final, TypeAlias

from catalog.catalog import Catalog, read
from catalog.commands.agent import user_agent
from catalog.derive import Address, addresses
from catalog.diagnostics import CatalogError, Diagnostic
from catalog.links.findings import Result
from catalog.links.inquiry import Budget, Inquiry, Policy
from catalog.links.quirks import QUIRKS
from catalog.links.services import Batch, batches
from catalog.links.targets import Rules, Target, below, new, of_shard, targets
from catalog.links.verdict import State, Verdict
from catalog.net.client import client
from catalog.net.crawl import Next, crawl
from catalog.net.exchange import Exchanges
from catalog.net.store import Remembered, Store, opened
from catalog.records.folder import PAPERS, VOCABULARIES
from catalog.revisions import changed_since
from catalog.settings import LinkSettings, ServiceSettings, Settings
from catalog.web import Answer, Exchange, Request, Trouble, retry_after

_JITTER: Final = 0.1
"""Share of a time to live by which addresses differ, so that those of one day are not all asked again on one day."""

_FEWEST_RETRIES: Final = 20
_TARGETS_A_RETRY: Final = 5
"""The retries of a run: one for so many targets, all together, but not fewer than the number above."""

_SILENT: Final = "its host left other addresses unanswered, so it was not asked"
_NO_NETWORK: Final = (
    "no host could be reached, nor a name looked up; there seems to be no network, so nothing was recorded: "
    "try again with one, or look at what is known with `--report`"
)


class NoNetworkError(CatalogError):
    """Not one host could be reached, so nothing was learned of any address."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What became of the addresses, in the order of the catalog, and what could not be read."""

    results: tuple[Result, ...]
    findings: tuple[Diagnostic, ...]
    asked: int
    """How many were asked now."""
    unknown: int = 0
    """How many have never been asked, so that there is nothing to say of them."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which of a list's addresses are meant; by default all."""

    paths: frozenset[PurePosixPath] = frozenset()
    """Files and folders below the root in which they stand."""
    since: str | None = None
    """The revision of git since which they came in."""
    shard: tuple[int, int] = (1, 1)
    """Which part of how many, counted from 1; hosts are dealt out whole."""

    def of(self, root: Path, catalog: Catalog) -> tuple[Target, ...]:
        """Return the targets that are meant.

        Raises:
            RevisionError: there is no such revision.
        """
        found: Iterable[Address] = addresses(catalog)
        if self.paths:
            found = below(found, self.paths)
        if self.since is not None:
            found = new(found, dict(changed_since(root, self.since, (PAPERS, VOCABULARIES))))
        return tuple(of_shard(targets(found), *self.shard))


Job: TypeAlias = Inquiry | Batch
"""What is done for addresses: one is asked itself, or several through a service."""

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many addresses are done, of how many."""


def links(root: Path, settings: Settings, choice: Choice, progress: Progress, *, token: str | None) -> Linked:
    """Ask the addresses that are meant, but those that the store knows to open, and remember what comes back.

    `token` opens GitHub's API; without one, repositories are asked by their pages.

    Raises:
        NoNetworkError: no host could be reached; nothing is remembered.
        CatalogError: the store or the certificates cannot be used.
    """
    reading = read(root)
    found = choice.of(root, reading.catalog)
    policy = settings.links
    with opened(root / policy.store) as store:
        known = store.all()
        verdicts = _decided(found, policy, known, partial(is_trusted, policy=policy, now=time.time()))
        unknown = [target for target in found if target.url not in verdicts]
        progress(len(verdicts), len(found))
        if unknown:
            with client_of(root, settings) as exchanges:
                asking = _Asking(policy, settings.services, token, exchanges, store, known)
                with closing(asking.of(unknown)) as answers:
                    for url, verdict in answers:
                        verdicts[url] = verdict
                        progress(len(verdicts), len(found))
    return Linked(tuple(Result(target, verdicts[target.url]) for target in found), reading.findings, len(unknown))


def report(root: Path, settings: Settings, choice: Choice) -> Linked:
    """Return what the store knows of the addresses that are meant, without asking any.

    Raises:
        CatalogError: the store cannot be used.
    """
    reading = read(root)
    known: dict[str, Remembered] = {}
    path = root / settings.links.store
    if path.exists():  # to look is no reason to make one
        with opened(path) as store:
            known = store.all()
    found = choice.of(root, reading.catalog)
    verdicts = _decided(found, settings.links, known, lambda _answer: True)
    results = tuple(Result(target, verdicts[target.url]) for target in found if target.url in verdicts)
    return Linked(results, reading.findings, 0, len(found) - len(results))


def client_of(root: Path, settings: Settings) -> AbstractContextManager[Exchanges]:
    """Provide what a list asks with."""
    policy = settings.links
    return client(
        timeout=policy.timeout,
        max_bytes=policy.max_bytes,
        user_agent=user_agent(settings),
        fixed=policy.resolve,
        allow_private=policy.allow_private,
        ca_bundle=None if policy.ca_bundle is None else root / policy.ca_bundle,
        canaries=settings.services.hosts,
    )


def _decided(
    found: Iterable[Target],
    policy: LinkSettings,
    known: Mapping[str, Remembered],
    is_believed: Callable[[Remembered], bool],
) -> dict[str, Verdict]:
    """Return what is known without asking, by address: the list's policy decides, or an answer that is believed."""
    rules = Rules(policy.skip)
    verdicts: dict[str, Verdict] = {}
    for target in found:
        answer = known.get(target.url)
        if answer is not None and is_believed(answer):
            # It was asked, so there is no fault in its form to look for, which takes longer than all the rest.
            verdict: Verdict | None = rules.skipped(target) or _as_remembered(answer)
        else:
            verdict = rules.decided(target)
        if verdict is not None:
            verdicts[target.url] = verdict
    return verdicts


def is_trusted(answer: Remembered, policy: LinkSettings, now: float) -> bool:
    """Tell whether an answer is young enough to be believed; a failure never is."""
    seconds: float = getattr(policy.ttl, answer.state, 0.0)
    digest = blake2b(answer.url.encode(errors="surrogatepass"), digest_size=2).digest()
    part = int.from_bytes(digest) / 0xFFFF
    return 0 <= now - answer.asked < seconds * (1 - _JITTER * part)


def _as_remembered(answer: Remembered) -> Verdict:
    return Verdict(State(answer.state), answer.reason, answer.status, answer.final_url)


_PATIENCE: Final = frozenset({403, 429, 503})
"""Statuses with which a service says that it has been asked too often."""

_LONGEST_PATIENCE: Final = 60.0
"""Seconds for which a service is left alone at most; what it does not answer for is asked by its page meanwhile."""

_UNREACHED: Final = frozenset(
    {Trouble.NO_NAME, Trouble.NAME_SERVER, Trouble.FORBIDDEN, Trouble.UNREACHABLE, Trouble.TIMEOUT}
)
"""Troubles that look the same where there is no network at all."""


@dataclass(slots=True)
class _Asking:
    """The asking of one run."""

    policy: LinkSettings
    services: ServiceSettings
    token: str | None
    exchanges: Exchanges
    store: Store
    known: Mapping[str, Remembered]
    is_network_there: bool = False
    _targets: dict[str, Target] = field(default_factory=dict)
    _budget: Budget = field(default_factory=lambda: Budget(0))
    _held: list[Remembered] = field(default_factory=list)
    _unserved: list[str] = field(default_factory=list)

    def of(self, found: Collection[Target]) -> Generator[tuple[str, Verdict], None, None]:
        """Yield addresses with their verdicts as they come, each saved; none is until there is a network for sure."""
        self._targets = {target.url: target for target in found}
        self._budget = Budget(max(_FEWEST_RETRIES, len(found) // _TARGETS_A_RETRY))
        listed = tuple(batches(self._targets, self.services, self.token))
        served = {url for batch in listed for url in batch.names}
        alone = (self._inquiry(url) for url in self._targets if url not in served)
        delays = {batch.host: batch.service.delay for batch in listed}
        yield from self._crawled(chain[Job](listed, alone), delays)
        # A service that left one batch unanswered is not asked about the others.
        if self._unserved:
            yield from self._crawled(map(self._inquiry, self._unserved), {})
        if self._held:
            # What may not be asked needs no network to be so.
            is_sure = all(answer.state == State.INVALID for answer in self._held)
            if not is_sure and not self.exchanges.has_network():
                raise NoNetworkError(_NO_NETWORK)
            yield from self._saved()

    def _crawled(self, jobs: Iterable[Job], delays: Mapping[str, float]) -> Iterator[tuple[str, Verdict]]:
        crawled = crawl(
            ((job.host, job) for job in jobs),
            self._step,
            self._give_up,
            self.exchanges.interrupt,
            threads=self.policy.threads,
            per_host=self.policy.per_host,
            delay=self.policy.delay,
            delays=delays,
        )
        with closing(crawled):
            for ended in crawled:
                for job in ended:
                    if isinstance(job, Batch):
                        self._held += (self._remembered(url, verdict) for url, verdict in job.found.items())
                    else:
                        self._held.append(self._remembered(job.url, job.concluded))
                if self.is_network_there:
                    yield from self._saved()

    def _inquiry(self, url: str) -> Inquiry:
        limits = Policy(self.policy.retries, self.policy.max_redirects)
        return Inquiry(url, self._targets[url].wants_pdf, limits, self._budget, QUIRKS)

    def _give_up(self, job: Job) -> None:
        if isinstance(job, Inquiry):
            job.give_up(_SILENT)
        else:
            self._unserved += job.names

    def _step(self, job: Job) -> Next[Job]:
        return self._ask_service(job) if isinstance(job, Batch) else self._ask_page(job)

    def _ask_service(self, batch: Batch) -> Next[Job]:
        exchange = self._exchange(batch.request)
        park = 0.0
        if isinstance(exchange, Answer):
            batch.found = batch.verdicts(exchange)
            # A service that asks for patience gets it; its addresses need not wait.
            wanted = retry_after(exchange, time.time()) if exchange.status in _PATIENCE else 0.0
            park = min(wanted, _LONGEST_PATIENCE)
        others = (self._inquiry(url) for url in batch.names if url not in batch.found)
        more = [(inquiry.host, inquiry) for inquiry in others]
        return Next(answered=_answered(exchange), park=park, more=more)

    def _ask_page(self, inquiry: Inquiry) -> Next[Job]:
        exchange = self._exchange(inquiry.request())
        inquiry.hear(exchange, time.time())
        host = None if inquiry.verdict is not None else inquiry.host
        return Next(host, inquiry.wait, _answered(exchange), inquiry.park)

    def _exchange(self, request: Request) -> Exchange:
        exchange = self.exchanges.exchange(request)
        if isinstance(exchange, Answer) or exchange.reached or exchange.trouble not in _UNREACHED:
            self.is_network_there = True
        return exchange

    def _remembered(self, url: str, verdict: Verdict) -> Remembered:
        """Return an answer as it is saved; what has not opened in too many runs in a row is broken."""
        state, reason, failures = verdict.state, verdict.reason, 0
        if state is State.TRANSIENT:
            before = self.known.get(url)
            failures = 1 if before is None else before.failures + 1
            if failures >= self.policy.fail_after:
                state, reason = State.BROKEN, f"did not open in {failures} runs in a row: {reason}"
        return Remembered(url, time.time(), state, verdict.status, verdict.final_url, reason, failures)

    def _saved(self) -> Iterator[tuple[str, Verdict]]:
        self.store.save(self._held)
        for answer in self._held:
            yield answer.url, _as_remembered(answer)
        self._held = []


def _answered(exchange: Exchange) -> bool | None:
    """Tell whether a host answered; None where that says nothing of the host."""
    if isinstance(exchange, Answer):
        return True
    return False if exchange.trouble in {Trouble.TIMEOUT, Trouble.UNREACHABLE} else None
