"""Jobs of many hosts, done by threads in the order of a schedule; results come as they are there."""

import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Condition, Thread
from typing import Final, Generic, TypeAlias, TypeVar

from catalog.net.schedule import Schedule, Turn

J = TypeVar("J")


@dataclass(frozen=True, slots=True)
class Next(Generic[J]):
    """What follows a step of a job: another step at a host, so many seconds from now, or nothing if it is done.

    `answered` tells whether the host that was asked answered, None if it says nothing of it. `park` has the seconds for
    which that host wants to be left alone; `more` are further jobs, each with the host that it begins at.
    """

    host: str | None = None
    wait: float = 0.0
    answered: bool | None = None
    park: float = 0.0
    more: Sequence[tuple[str, J]] = ()


Step: TypeAlias = Callable[[J], Next[J]]
"""Does one step of a job; it must not raise."""

_GATHERING: Final = 0.02
"""Seconds for which results are gathered before they are handed on."""

_LONGEST_WAIT: Final = 60.0
"""Seconds after which a thread looks again, whatever it waits for."""

_FAREWELL: Final = 1.0
"""Seconds for which threads are waited for, all together, where they are interrupted: a look-up of a name cannot be."""


def crawl(  # noqa: PLR0913  # three of them are the pace
    jobs: Iterable[tuple[str, J]],
    step: "Step[J]",
    give_up: Callable[[J], None],
    interrupt: Callable[[], None],
    *,
    threads: int,
    per_host: int,
    delay: float,
    delays: Mapping[str, float],
) -> Generator[list[J], None, None]:
    """Yield `jobs`, each of which stands beside the host that it begins at, when all their steps are done.

    `give_up` is told of a job whose host stays silent; the job is yielded too. What a step raises is raised here. Then,
    and where the iterator is closed or Ctrl-C is pressed, no further step begins, and `interrupt` has to end those that
    run.
    """
    schedule: Schedule[J] = Schedule(threads, per_host, delay, delays)
    for host, job in jobs:
        schedule.add(host, job)
    work = _Work(schedule, step, give_up, Condition(), SimpleQueue())
    work.running = threads
    running = [Thread(target=work.run, name=f"asking {number}", daemon=True) for number in range(threads)]
    for thread in running:
        thread.start()
    try:
        while done := work.gathered():
            yield done
    except BaseException:
        work.stop()
        interrupt()
        ends = time.monotonic() + _FAREWELL
        for thread in running:
            thread.join(max(ends - time.monotonic(), 0.0))
        raise
    for thread in running:
        thread.join()


@dataclass(frozen=True, slots=True)
class _Done(Generic[J]):
    job: J


@dataclass(frozen=True, slots=True)
class _Crash:
    error: BaseException


@dataclass(slots=True)
class _Work(Generic[J]):
    schedule: Schedule[J]
    step: "Step[J]"
    give_up: Callable[[J], None]
    changed: Condition
    ended: "SimpleQueue[_Done[J] | _Crash | None]"
    running: int = 0
    is_stopped: bool = False

    def gathered(self) -> list[J]:
        """Return jobs that have ended, at least one; none where none is left."""
        jobs: list[J] = []
        while self.running and (not jobs or not self.ended.empty()):
            ended = self.ended.get()
            if ended is None:
                self.running -= 1
            elif isinstance(ended, _Crash):
                raise ended.error
            else:
                if not jobs:
                    time.sleep(_GATHERING)  # what is done with a few of them at once costs little more than with one
                jobs.append(ended.job)
        return jobs

    def stop(self) -> None:
        with self.changed:
            self.is_stopped = True
            self.changed.notify_all()

    def run(self) -> None:
        """Take turns until there are none left."""
        try:
            while (turn := self._turn()) is not None:
                self._finish(turn.host, turn.job, self.step(turn.job))
        except BaseException as error:  # noqa: BLE001  # a defect of a step, raised where the results are read
            self.ended.put(_Crash(error))
        self.ended.put(None)

    def _turn(self) -> Turn[J] | None:
        with self.changed:
            while True:
                if self.is_stopped or self.schedule.is_done:
                    self.changed.notify_all()
                    return None
                now = time.monotonic()
                turn = self.schedule.take(now)
                if turn is not None:
                    if self.schedule.ready:
                        self.changed.notify()  # who is woken takes a turn, and wakes the next
                    return turn
                at = self.schedule.next_at()
                self.changed.wait(_LONGEST_WAIT if at is None else min(max(at - now, 0.0), _LONGEST_WAIT))

    def _finish(self, host: str, job: J, following: "Next[J]") -> None:
        with self.changed:
            now = time.monotonic()
            if following.park:
                self.schedule.park(host, now + following.park)
            if following.host is not None:
                self.schedule.add(following.host, job, now + following.wait if following.wait else 0.0)
            for other_host, other in following.more:
                self.schedule.add(other_host, other)
            given_up = self.schedule.done(host, now, answered=following.answered)
            if self.schedule.is_done:
                self.changed.notify_all()
        if following.host is None:
            self.ended.put(_Done(job))
        for other in given_up:
            self.give_up(other)
            self.ended.put(_Done(other))
