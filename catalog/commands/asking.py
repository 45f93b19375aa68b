"""The asking of sources for `add` and `refresh`: look-ups side by side, each source at its own pace, within a time."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Final, Generic, TypeVar

from catalog.commands.agent import user_agent
from catalog.importers.lookup import DELAYS, LARGEST, Ask, Heard, Lookup
from catalog.net.client import client
from catalog.net.crawl import Next, crawl
from catalog.net.exchange import Exchanges
from catalog.settings import Settings
from catalog.web import Answer, Exchange, Failure, Trouble

R = TypeVar("R")

TIME: Final = 90.0
"""Seconds after which nothing more is asked in a run of `add`; the exchange that runs then has its own end."""

_AT_ONCE: Final = 4
"""Requests to one source at a time."""

_LONGEST_EXCHANGE: Final = 28.0
"""Seconds of one exchange at most, so that the last one, too, ends within two minutes."""

_THREADS: Final = 16

_OVER = Failure(Trouble.TIMEOUT, "the time that a command may take was over before it was asked")
_SILENT = Failure(Trouble.TIMEOUT, "it failed before in this run, so it was not asked again")

_PATIENCE: Final = 3
"""Failures in a row after which a source is not asked again in this run."""

_FAILING: Final = frozenset({429, 500, 502, 503, 504})


@dataclass(slots=True)
class _Job(Generic[R]):
    """A look-up on its way: what it asks next, or its result."""

    number: int
    lookup: "Lookup[R]"
    ask: Ask | None = None
    results: list[R] = field(default_factory=list)
    is_given_up: bool = False

    def begin(self) -> None:
        """Go to the first request."""
        self._go(lambda: next(self.lookup))

    def hear(self, exchange: Exchange) -> None:
        """Take what came of a request, and go to the next one."""
        self._go(lambda: self.lookup.send(Heard(exchange, time.time())))

    def _go(self, step: Callable[[], Ask]) -> None:
        try:
            self.ask = step()
        except StopIteration as ended:
            self.ask = None
            self.results.append(ended.value)


@dataclass(slots=True)
class Asking:
    """What a command asks with, until its time is over."""

    exchanges: Exchanges
    ends: float
    """The moment after which nothing more is asked, by the monotonic clock."""
    silent: set[str] = field(default_factory=set)
    """Lanes that are not asked any more."""
    _failures: dict[str, int] = field(default_factory=dict)
    _free_at: dict[str, float] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def all(self, lookups: "Sequence[Lookup[R]]", told: Callable[[int], None] = lambda _done: None) -> list[R]:
        """Return what look-ups come to, in their order; `told` hears how many are done."""
        jobs = [_Job(number, lookup) for number, lookup in enumerate(lookups)]
        for job in jobs:
            job.begin()
        done = 0
        waiting = [job for job in jobs if job.ask is not None]
        while waiting:
            # Those that a silent source left hanging go on elsewhere, in another round.
            for job in self._crawled(waiting):
                done += job.ask is None
                told(done)
            waiting = [job for job in waiting if job.ask is not None]
            for job in waiting:
                job.is_given_up = False
                job.hear(_SILENT)
            waiting = [job for job in waiting if job.ask is not None]
        return [job.results[0] for job in jobs]

    def _crawled(self, jobs: "Sequence[_Job[R]]") -> "Iterator[_Job[R]]":
        begun = ((job.ask.lane, job) for job in jobs if job.ask is not None)
        for ended in crawl(
            begun,
            self._step,
            self._give_up,
            self.exchanges.interrupt,
            threads=_THREADS,
            per_host=_AT_ONCE,
            delay=0.0,
            delays={},
        ):
            yield from ended

    def _give_up(self, job: "_Job[R]") -> None:
        job.is_given_up = True

    def _step(self, job: "_Job[R]") -> "Next[_Job[R]]":
        ask = job.ask
        if ask is None:
            return Next()
        exchange = self._exchange(ask)
        job.hear(exchange)
        answered = _answered(exchange)
        self._judge(ask.lane, exchange)
        if job.ask is None:
            return Next(answered=answered)
        park = job.ask.wait if job.ask.lane == ask.lane else 0.0
        return Next(job.ask.lane, job.ask.wait, answered, park)

    def _judge(self, lane: str, exchange: Exchange) -> None:
        has_failed = isinstance(exchange, Failure) or exchange.status in _FAILING
        with self._lock:
            self._failures[lane] = self._failures.get(lane, 0) + 1 if has_failed else 0
            if self._failures[lane] >= _PATIENCE or _answered(exchange) is False:
                self.silent.add(lane)

    def _exchange(self, ask: Ask) -> Exchange:
        if ask.lane in self.silent:
            return _SILENT
        if not self._is_time(ask.lane):
            return _OVER
        return self.exchanges.exchange(ask.request)

    def _is_time(self, lane: str) -> bool:
        """Wait until a lane may be asked again, and tell whether that was before the time was over."""
        delay = DELAYS.get(lane, 0.0)
        now = time.monotonic()
        with self._lock:
            at = max(now, self._free_at.get(lane, 0.0))
            if at >= self.ends:
                return False
            self._free_at[lane] = at + delay
        time.sleep(max(at - now, 0.0))
        return True


def _answered(exchange: Exchange) -> bool | None:
    if isinstance(exchange, Answer):
        return True
    return False if exchange.trouble in {Trouble.TIMEOUT, Trouble.UNREACHABLE} else None


@contextmanager
def asking(root: Path, settings: Settings, seconds: float = TIME) -> Iterator[Asking]:
    """Provide what a command asks with, for so many seconds.

    Raises:
        ReadError: the list's certificates cannot be read.
    """
    policy = settings.links
    with client(
        timeout=min(policy.timeout, _LONGEST_EXCHANGE),
        max_bytes=LARGEST,
        user_agent=user_agent(settings),
        fixed=policy.resolve,
        allow_private=policy.allow_private,
        ca_bundle=None if policy.ca_bundle is None else root / policy.ca_bundle,
        canaries=(),
    ) as exchanges:
        yield Asking(exchanges, time.monotonic() + seconds)
