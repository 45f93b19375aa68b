"""The order in which hosts are asked: hosts take turns, not addresses, so that none waits behind another's silence.

A plain value that is told the time; threads and locks are the affair of who uses it.
"""

import heapq
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final, Generic, NamedTuple, TypeVar

J = TypeVar("J")

SILENCES: Final = 3
"""Exchanges in a row that a host may leave unanswered before the others that wait for it are given up.

A host that has never answered has one.
"""


class Turn(NamedTuple, Generic[J]):
    """A job that may be done now, and the host that it asks."""

    host: str
    job: J


@dataclass(slots=True)
class _Lane(Generic[J]):
    """The jobs of one host."""

    queue: deque[J] = field(default_factory=deque)
    active: int = 0
    not_before: float = 0.0
    has_answered: bool = False
    silences: int = 0
    is_listed: bool = False


@dataclass(slots=True)
class Schedule(Generic[J]):
    """Jobs by host. A host gets one job until it has answered once, then `per_host` at a time.

    Two begin at least `delay` seconds apart, or as many as `delays` has for the host, if that is more.

    While hosts that answer have work, hosts that have not answered yet get at most half of the `threads`: however many
    of them hang, the rest goes on.
    """

    threads: int
    per_host: int
    delay: float = 0.0
    delays: Mapping[str, float] = field(default_factory=dict)
    _lanes: dict[str, _Lane[J]] = field(default_factory=dict)
    _answering: deque[str] = field(default_factory=deque)
    _unknown: deque[str] = field(default_factory=deque)
    _parked: list[tuple[float, int, str]] = field(default_factory=list)
    _later: list[tuple[float, int, Turn[J]]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    _asking_unknown: int = 0
    _left: int = 0

    @property
    def is_done(self) -> bool:
        """Tell whether no job waits or runs."""
        return self._left == 0

    @property
    def ready(self) -> int:
        """Return how many hosts can be asked now, or nearly so many: one that is parked meanwhile counts too."""
        return len(self._answering) + len(self._unknown)

    def add(self, host: str, job: J, at: float = 0.0) -> None:
        """Add a job, which is not done before the moment `at`."""
        self._left += 1
        if at > 0:
            heapq.heappush(self._later, (at, next(self._numbers), Turn(host, job)))
        else:
            self._queue(host, job)

    def take(self, now: float) -> Turn[J] | None:
        """Return the next job that may be done at the moment `now`, or None."""
        self._wake(now)
        while (host := self._next_host()) is not None:
            lane = self._lanes[host]
            lane.is_listed = False
            if lane.not_before <= now:
                return self._turn(host, lane, now)
            self._list(host, now)  # it was parked while it was listed
        return None

    def _next_host(self) -> str | None:
        may_ask_unknown = self._asking_unknown < max(1, self.threads // 2)
        if self._unknown and (may_ask_unknown or not self._answering):
            return self._unknown.popleft()
        return self._answering.popleft() if self._answering else None

    def _turn(self, host: str, lane: _Lane[J], now: float) -> Turn[J]:
        lane.active += 1
        self._asking_unknown += not lane.has_answered
        lane.not_before = max(lane.not_before, now + max(self.delay, self.delays.get(host, 0.0)))
        job = lane.queue.popleft()
        self._list(host, now)
        return Turn(host, job)

    def next_at(self) -> float | None:
        """Return the moment at which a job can be taken that cannot be now, or None if no time will bring one."""
        times = [heap[0][0] for heap in (self._parked, self._later) if heap]
        return min(times, default=None)

    def done(self, host: str, now: float, *, answered: bool | None) -> list[J]:
        """Take note that a job of a host is over, and return jobs that are given up because the host stays silent.

        `answered` is None where the job says nothing of the host.
        """
        lane = self._lanes[host]
        lane.active -= 1
        self._left -= 1
        self._asking_unknown -= not lane.has_answered
        if answered is not None:
            lane.has_answered |= answered
            lane.silences = 0 if answered else lane.silences + 1
        given_up: list[J] = []
        if lane.silences >= (SILENCES if lane.has_answered else 1):
            given_up = list(lane.queue)
            lane.queue.clear()
            self._left -= len(given_up)
        self._list(host, now)
        return given_up

    def park(self, host: str, until: float) -> None:
        """Leave a host alone until a moment; no thread waits for it."""
        lane = self._lanes[host]
        lane.not_before = max(lane.not_before, until)

    def _queue(self, host: str, job: J) -> None:
        lane = self._lanes.setdefault(host, _Lane())
        lane.queue.append(job)
        self._list(host, 0.0)

    def _wake(self, now: float) -> None:
        while self._later and self._later[0][0] <= now:
            self._queue(*heapq.heappop(self._later)[2])
        while self._parked and self._parked[0][0] <= now:
            host = heapq.heappop(self._parked)[2]
            self._lanes[host].is_listed = False
            self._list(host, now)

    def _list(self, host: str, now: float) -> None:
        """Put a host where it can be taken from, if it has a job and a place for it."""
        lane = self._lanes[host]
        most = self.per_host if lane.has_answered else 1
        if lane.is_listed or not lane.queue or lane.active >= most:
            return
        lane.is_listed = True
        if lane.not_before > now:
            heapq.heappush(self._parked, (lane.not_before, next(self._numbers), host))
        elif lane.has_answered:
            self._answering.append(host)
        else:
            self._unknown.append(host)
