"""Hosts take turns: never too many at one host, none waits behind another's silence, and every job ends."""

from collections import Counter
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from catalog.net.schedule import Schedule

HOSTS = st.sampled_from([f"h{number}" for number in range(6)])
JOBS = st.lists(st.tuples(HOSTS, st.integers(1, 20)), max_size=60)


@given(
    jobs=JOBS,
    threads=st.integers(1, 8),
    per_host=st.integers(1, 3),
    delay=st.sampled_from([0.0, 1.0, 7.0]),
    silent=st.sets(HOSTS),
    parked=st.sets(HOSTS),
)
def test_every_job_ends_and_no_host_is_asked_too_much(  # noqa: PLR0913  # what a schedule is made of
    jobs: list[tuple[str, int]],
    threads: int,
    per_host: int,
    delay: float,
    silent: set[str],
    parked: set[str],
) -> None:
    schedule: Schedule[int] = Schedule(threads, per_host, delay)
    for number, (host, _) in enumerate(jobs):
        schedule.add(host, number)
    now = 0.0
    running: list[tuple[float, str, int]] = []
    started: dict[str, list[float]] = {}
    ended: Counter[int] = Counter()
    while not schedule.is_done:
        while len(running) < threads and (turn := schedule.take(now)) is not None:
            started.setdefault(turn.host, []).append(now)
            running.append((now + jobs[turn.job][1], turn.host, turn.job))
            assert Counter(host for _, host, _ in running)[turn.host] <= per_host
        moments = [at for at, _, _ in running]
        if len(running) < threads and (at := schedule.next_at()) is not None:
            moments.append(at)
        assert moments, "nothing runs and nothing will"
        now = max(now, min(moments))
        for end, host, job in sorted(running):
            if end <= now:
                running.remove((end, host, job))
                if host in parked:
                    schedule.park(host, now + 30)
                given_up = schedule.done(host, now, answered=host not in silent)
                assert given_up == [] or host in silent
                ended.update([job, *given_up])
    assert ended == Counter(range(len(jobs)))
    for moments in started.values():
        assert all(later - earlier >= delay for earlier, later in pairwise(moments))
    for host in parked & started.keys():
        assert all(
            later - earlier >= 30 for earlier, later in zip(started[host], started[host][per_host:], strict=False)
        )


@given(silent=st.integers(1, 40), threads=st.integers(2, 16))
def test_no_host_that_answers_waits_behind_the_silence_of_others(silent: int, threads: int) -> None:
    """Half of the threads at most wait for hosts that have not answered, while one that has answered has work."""
    schedule: Schedule[str] = Schedule(threads, per_host=2)
    schedule.add("good", "first")
    first = schedule.take(0.0)
    assert first is not None
    for number in range(silent):
        for _ in range(3):
            schedule.add(f"silent{number}", "never")
    schedule.add("good", "second")
    schedule.done("good", 0.0, answered=True)
    taken = [schedule.take(0.0) for _ in range(threads)]
    assert "good" in {turn.host for turn in taken if turn is not None}
    assert sum(turn is not None and turn.host != "good" for turn in taken) <= max(threads // 2, threads - 1)


def test_a_host_gets_one_job_until_it_has_answered() -> None:
    schedule: Schedule[int] = Schedule(8, per_host=2)
    for number in range(4):
        schedule.add("h", number)
    assert [schedule.take(0.0) is not None for _ in range(3)] == [True, False, False]
    schedule.done("h", 0.0, answered=True)
    assert [schedule.take(0.0) is not None for _ in range(3)] == [True, True, False]


def test_the_jobs_of_a_host_that_never_answers_are_given_up_after_one() -> None:
    schedule: Schedule[int] = Schedule(8, per_host=2)
    for number in range(4):
        schedule.add("h", number)
    schedule.take(0.0)
    assert schedule.done("h", 15.0, answered=False) == [1, 2, 3]
    assert schedule.is_done


def test_a_host_that_has_answered_may_be_silent_twice() -> None:
    schedule: Schedule[int] = Schedule(8, per_host=1)
    for number in range(6):
        schedule.add("h", number)
    given_up = []
    for answered in (True, False, False, False):
        assert schedule.take(0.0) is not None
        given_up.append(schedule.done("h", 0.0, answered=answered))
    assert given_up == [[], [], [], [4, 5]]


def test_a_job_may_wait_without_its_host() -> None:
    schedule: Schedule[str] = Schedule(8, per_host=1)
    schedule.add("h", "later", at=5.0)
    schedule.add("h", "now")
    turn = schedule.take(0.0)
    assert turn is not None
    assert turn.job == "now"
    schedule.done("h", 1.0, answered=True)
    assert schedule.take(1.0) is None
    assert schedule.next_at() == 5.0
    assert schedule.take(5.0) is not None


def test_a_parked_host_takes_no_thread() -> None:
    schedule: Schedule[str] = Schedule(8, per_host=2)
    schedule.add("h", "a")
    schedule.add("h", "b")
    schedule.take(0.0)
    schedule.park("h", 60.0)
    schedule.done("h", 0.0, answered=True)
    assert schedule.take(59.0) is None
    assert schedule.next_at() == 60.0
    assert schedule.take(60.0) is not None
