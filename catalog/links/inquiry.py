"""The asking of one address, from the first request to the verdict: redirects, other methods, and asking again.

It is told what came of each request and says which comes next; who sends them is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Final
from urllib.parse import SplitResult

from catalog.links import judging
from catalog.links.quirks import Quirk
from catalog.links.verdict import State, Verdict
from catalog.urls import as_sent, fault_of, resolved
from catalog.web import Answer, Exchange, Failure, Request

_RANGE: Final = {"range": "bytes=0-1023"}
"""The beginning is enough for the signature of a PDF and the words of a page that bars robots."""

_PERMANENT: Final = frozenset({301, 308})
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_NEVER_BELIEVED: Final = frozenset({400, 401, 403, 404, 405, 406, 410, 429, 501, 503, 999})
"""Statuses that a host may give to HEAD alone; GET decides."""

_UNWILLING_TO_SPLIT: Final = frozenset({400, 416})
"""Statuses with which a host may refuse a part of a page; it is asked for the whole one."""

_UNAVAILABLE: Final = 503

_LONGEST_LOCATION: Final = 65_536
"""Characters of an address that is redirected to; those of logins are longer than a record may have."""


@dataclass(slots=True)
class Budget:
    """How often the inquiries of a run may ask again, all together."""

    left: int
    _lock: Lock = field(default_factory=Lock)

    def spend(self) -> bool:
        """Tell whether one more is left, and take it."""
        with self._lock:
            self.left -= 1
            return self.left >= 0


@dataclass(frozen=True, slots=True)
class Policy:
    """How far an inquiry goes."""

    retries: int
    max_redirects: int
    longest_wait: float = 60.0
    """Seconds over which a host that asks for patience is not waited for in the same run."""


@dataclass(slots=True)
class Inquiry:
    """One address being asked; `verdict` is there when it is done."""

    url: str
    wants_pdf: bool
    policy: Policy
    budget: Budget
    quirk_of: "Mapping[str, Quirk]"
    verdict: Verdict | None = None
    current: str = ""
    """The address that the next request asks, in ASCII."""
    host: str = ""
    """The host of that address, with its port."""
    method: str = "GET"
    is_whole: bool = False
    is_permanent: bool = True
    wants_cookies: bool = False
    trail: list[str] = field(default_factory=list)
    tries: int = 0
    wait: float = 0.0
    park: float = 0.0

    def __post_init__(self) -> None:
        self._go_to(as_sent(self.url))

    def request(self) -> Request:
        """Return the next request."""
        headers = {} if self.is_whole or self.method == "HEAD" else _RANGE
        return Request(self.current, self.method, headers)

    def hear(self, exchange: Exchange, now: float) -> None:
        """Take what came of the request, at `now` seconds since 1970, and decide what follows."""
        self.wait = self.park = 0.0
        if isinstance(exchange, Failure):
            self._conclude(judging.of_failure(exchange))
        elif exchange.status in _REDIRECTS and "location" in exchange.headers:
            self._follow(exchange)
        elif self.method == "HEAD" and exchange.status in _NEVER_BELIEVED:
            self.method = "GET"
        elif exchange.status in _UNWILLING_TO_SPLIT and not self.is_whole and self.method == "GET":
            self.is_whole = True
        else:
            self._conclude(judging.of_answer(exchange, wants_pdf=self.wants_pdf, now=now))

    @property
    def concluded(self) -> Verdict:
        """Return the verdict of an inquiry that is done."""
        if self.verdict is None:
            msg = f"the inquiry of {self.url} is not done"
            raise ValueError(msg)
        return self.verdict

    def give_up(self, reason: str) -> None:
        """End the inquiry without asking."""
        self.verdict = Verdict(State.TRANSIENT, reason)

    def _follow(self, answer: Answer) -> None:
        self.wants_cookies |= "set-cookie" in answer.headers
        target = resolved(self.current, answer.headers["location"])
        fault = fault_of(target, longest=_LONGEST_LOCATION)
        if fault is not None:
            what = fault.partition(";")[0]  # the remedy is for those who can write the address
            self.verdict = self._elsewhere(State.INVALID, f"redirects to an address that {what}", answer.status)
        elif (parts := as_sent(target)).geturl() in self.trail:
            self.verdict = self._circle(answer)
        elif len(self.trail) > self.policy.max_redirects:
            reason = f"redirects more than {self.policy.max_redirects} times"
            self.verdict = self._elsewhere(State.BROKEN, reason, answer.status)
        else:
            self.is_permanent &= answer.status in _PERMANENT
            self._go_to(parts)

    def _circle(self, answer: Answer) -> Verdict:
        if self.wants_cookies:
            return self._elsewhere(State.BLOCKED, "redirects in a circle to those who keep no cookies", answer.status)
        return self._elsewhere(State.BROKEN, "redirects in a circle", answer.status)

    def _go_to(self, parts: SplitResult) -> None:
        self.current = parts.geturl()
        self.host = parts.netloc
        self.trail.append(self.current)
        quirk = self.quirk_of.get(parts.hostname or "")
        self.method = "HEAD" if quirk is not None and quirk.honest_head and not self.wants_pdf else "GET"
        self.is_whole = False

    def _conclude(self, found: Verdict) -> None:
        wait = found.retry_after
        if wait is not None and self.tries < self.policy.retries:
            wait = max(wait, 2.0**self.tries)
            if wait <= self.policy.longest_wait and self.budget.spend():
                self.tries += 1
                self.wait = wait
                # A host that asks for patience means all of its pages.
                self.park = wait if found.state is State.BLOCKED or found.status == _UNAVAILABLE else 0.0
                return
        moved = len(self.trail) > 1
        if found.state is State.OK and moved and self.is_permanent:
            reason = f"has moved for good to {self.current}"
            self.verdict = self._elsewhere(State.REDIRECTED, reason, found.status)
        elif moved:
            self.verdict = self._elsewhere(found.state, f"{found.reason}, at {self.current}", found.status)
        else:
            self.verdict = Verdict(found.state, found.reason, found.status)

    def _elsewhere(self, state: State, reason: str, status: int | None) -> Verdict:
        return Verdict(state, reason, status, self.current if len(self.trail) > 1 else None)
