"""Every job of a crawl ends, no host is pressed, none waits behind another's silence, and no error is swallowed."""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import pytest

from catalog.net.crawl import Next, Step, crawl
from catalog.net.store import opened
from tests.links.lists import ask, list_of, said, says
from tests.links.server import Script, Visit, Web, silent

HOSTS: Final = ("oven.test", "crumb.test", "rye.test")


@dataclass(slots=True)
class Job:
    """A job of so many steps."""

    name: str
    steps: int = 1
    is_given_up: bool = False


def give_up(job: Job) -> None:
    job.is_given_up = True


def run(  # noqa: PLR0913  # what a crawl is given
    jobs: list[tuple[str, Job]],
    step: Step[Job],
    *,
    threads: int = 4,
    per_host: int = 2,
    delay: float = 0.0,
    delays: dict[str, float] | None = None,
    interrupt: Callable[[], None] = lambda: None,
) -> Iterator[Job]:
    pace = {"threads": threads, "per_host": per_host}
    with closing(crawl(jobs, step, give_up, interrupt, **pace, delay=delay, delays=delays or {})) as crawled:
        for gathered in crawled:
            yield from gathered


def done(_: Job) -> Next[Job]:
    return Next(answered=True)


def asking() -> list[str]:
    """Return the names of the threads that crawls have running."""
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("asking")]


def test_every_job_comes_back_once() -> None:
    jobs = [(HOSTS[number % 3], Job(str(number))) for number in range(100)]
    assert Counter(job.name for job in run(jobs, done)) == Counter(map(str, range(100)))


def test_without_jobs_there_are_no_results() -> None:
    assert list(run([], done)) == []
    assert asking() == []


def test_a_job_of_several_steps_goes_from_host_to_host_and_comes_back_once() -> None:
    seen: list[int] = []

    def step(job: Job) -> Next[Job]:
        seen.append(job.steps)
        job.steps -= 1
        return Next("crumb.test" if job.steps else None, answered=True)

    assert [job.name for job in run([("oven.test", Job("rye", 3))], step)] == ["rye"]
    assert seen == [3, 2, 1]


def test_a_step_can_wait_without_a_thread() -> None:
    moments: list[float] = []

    def step(job: Job) -> Next[Job]:
        if job.name == "other":
            return Next(answered=True)
        moments.append(time.monotonic())
        job.steps -= 1
        return Next("oven.test", wait=0.3, answered=True) if job.steps else Next(answered=True)

    names = [job.name for job in run([("oven.test", Job("slow", 2)), ("crumb.test", Job("other"))], step, threads=1)]
    assert names == ["other", "slow"]
    assert 0.3 <= moments[1] - moments[0] < 1.0


def test_a_parked_host_is_left_alone() -> None:
    moments: list[float] = []

    def step(_: Job) -> Next[Job]:
        moments.append(time.monotonic())
        return Next(answered=True, park=0.3 if len(moments) == 1 else 0.0)

    assert len(list(run([("oven.test", Job(str(number))) for number in range(3)], step))) == 3
    assert moments[1] - moments[0] >= 0.3


@pytest.mark.parametrize(
    ("delay", "delays"), [(0.1, {}), (0.0, {"oven.test": 0.1})], ids=["of all hosts", "of this host"]
)
def test_requests_to_a_host_begin_a_delay_apart(delay: float, delays: dict[str, float]) -> None:
    moments: list[float] = []

    def step(_: Job) -> Next[Job]:
        moments.append(time.monotonic())
        return Next(answered=True)

    jobs = [("oven.test", Job(str(number))) for number in range(4)]
    assert len(list(run(jobs, step, delay=delay, delays=delays))) == 4
    assert all(later - earlier >= 0.099 for earlier, later in pairwise(moments))


def test_a_step_can_bring_further_jobs() -> None:
    def step(job: Job) -> Next[Job]:
        more = [("crumb.test", Job(f"{job.name}{number}")) for number in range(3)] if job.name == "batch" else []
        return Next(answered=True, more=more)

    found = {job.name for job in run([("oven.test", Job("batch"))], step)}
    assert found == {"batch", "batch0", "batch1", "batch2"}


def test_the_jobs_of_a_silent_host_are_given_up_and_come_back() -> None:
    asked: list[str] = []

    def step(job: Job) -> Next[Job]:
        asked.append(job.name)
        return Next(answered=False)

    found = list(run([("oven.test", Job(str(number))) for number in range(5)], step))
    assert Counter(job.name for job in found) == Counter(map(str, range(5)))
    assert {job.name for job in found if job.is_given_up} == set(map(str, range(5))) - set(asked)
    assert len(asked) == 1


def test_a_defect_of_a_step_is_raised_where_the_results_are_read() -> None:
    def step(job: Job) -> Next[Job]:
        if job.name == "7":
            msg = "the dough fell"
            raise RuntimeError(msg)
        return Next(answered=True)

    with pytest.raises(RuntimeError, match="the dough fell"):
        list(run([(HOSTS[number % 3], Job(str(number))) for number in range(20)], step))
    assert asking() == []


def test_who_reads_no_further_stops_the_threads() -> None:
    began: list[str] = []

    def step(job: Job) -> Next[Job]:
        began.append(job.name)
        time.sleep(0.01)
        return Next(answered=True)

    results = run([("oven.test", Job(str(number))) for number in range(500)], step)
    next(results)
    assert asking() != []
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert asking() == []
    assert len(began) < 100


def test_who_reads_no_further_interrupts_the_steps_that_run() -> None:
    end = threading.Event()

    def step(job: Job) -> Next[Job]:
        if job.name == "hangs":
            end.wait(50.0)
        return Next(answered=True)

    began = time.monotonic()
    results = run([("oven.test", Job("hangs")), ("crumb.test", Job("rye"))], step, interrupt=end.set)
    assert next(results).name == "rye"
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert asking() == []
    assert time.monotonic() - began < 20


def test_a_step_that_nothing_can_end_is_left_behind() -> None:
    end = threading.Event()

    def step(job: Job) -> Next[Job]:
        if job.name == "hangs":
            end.wait(50.0)
        return Next(answered=True)

    began = time.monotonic()
    results = run([("oven.test", Job("hangs")), ("crumb.test", Job("rye"))], step)
    assert next(results).name == "rye"
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert time.monotonic() - began < 20
    [left] = [thread for thread in threading.enumerate() if thread.name in asking()]
    end.set()
    left.join()


@pytest.mark.parametrize("per_host", [1, 3])
def test_a_host_never_gets_more_requests_at_a_time_than_it_may(tmp_path: Path, per_host: int) -> None:
    def slow(visit: Visit) -> None:
        time.sleep(0.03)
        visit.answer(200)

    urls = [f"http://{host}/{number}" for host in HOSTS for number in range(12)]
    with Web() as web:
        web.scripts = dict.fromkeys(HOSTS, slow)
        root = list_of(tmp_path, *urls, web=web, links=f"threads = 16\nper_host = {per_host}")
        assert {state for state, _ in said(ask(root)).values()} == {"ok"}
    assert web.most_active == dict.fromkeys(HOSTS, per_host)


def test_hosts_that_hang_do_not_hold_up_those_that_answer(tmp_path: Path) -> None:
    hanging = [f"hang{number}.test" for number in range(5)]
    good = [f"http://oven{number % 10}.test/{number}" for number in range(50)]
    with Web() as web:
        answers: Script = lambda visit: visit.answer(200)  # noqa: E731  # of a line
        web.scripts = dict.fromkeys(hanging, silent) | {f"oven{number}.test": answers for number in range(10)}
        urls = [*(f"http://{host}/{page}" for host in hanging for page in range(4)), *good]
        root = list_of(tmp_path, *urls, web=web, links="threads = 8\ntimeout = 3.0")
        found = said(ask(root))
    assert {url for url, (state, _) in found.items() if state == "ok"} == set(good)
    assert {state for state, _ in found.values()} == {"ok", "transient"}
    with opened(root / "build/links.sqlite") as store:
        known = store.all()
    last_good = max(known[url].asked for url in good)
    assert last_good < min(answer.asked for answer in known.values() if answer.state == "transient")


def test_the_other_addresses_of_a_host_that_hangs_are_not_asked(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts["oven.test"] = silent
        root = list_of(
            tmp_path, *(f"http://oven.test/{number}" for number in range(20)), web=web, links="timeout = 1.0"
        )
        found = said(ask(root))
    assert len(web.asked) == 1
    reasons = Counter(found.values())
    assert reasons[("transient", "its host left other addresses unanswered, so it was not asked")] == 19


def test_a_host_that_answers_one_address_is_not_given_up_for_a_slow_one(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts["oven.test"] = lambda visit: silent(visit) if visit.path == "/1" else says(200)(visit)
        urls = [f"http://oven.test/{number}" for number in range(8)]
        found = said(ask(list_of(tmp_path, *urls, web=web, links="timeout = 1.0")))
    assert [state for state, _ in found.values()] == ["ok", "transient", *["ok"] * 6]
