"""An end for a whole exchange: when its time is over, the socket that it waits for is shut down."""

import heapq
import socket
import time
from collections.abc import Callable
from itertools import count
from threading import Condition, Thread
from types import TracebackType
from typing import Final, Self

_NO_TIME: Final = 0.001
_FOREVER: Final = 3600.0
"""Seconds that the watch sleeps where there is nothing to watch."""


class Deadline:
    """A moment at which an exchange ends, and the socket that it uses right now."""

    __slots__ = ("_socket", "ends", "has_reached", "is_over")

    def __init__(self, ends: float) -> None:
        self.ends = ends
        self.is_over = False
        self.has_reached = False
        """Whether a connection came about."""
        self._socket: socket.socket | None = None

    @property
    def seconds(self) -> float:
        """Return what is left, in seconds; never nothing, for a socket takes that as a wish not to wait."""
        return _NO_TIME if self.is_over else max(self.ends - time.monotonic(), _NO_TIME)

    def watch(self, used: socket.socket | None) -> None:
        """Have `used` shut down when the time is over; None ends that."""
        self._socket = used
        if self.is_over and used is not None:
            self._shut(used)

    def expire(self) -> None:
        """End the exchange now."""
        self.is_over = True
        used = self._socket
        if used is not None:
            self._shut(used)

    @staticmethod
    def _shut(used: socket.socket) -> None:
        try:
            # Not the method of an encrypted socket, which would take the encryption from under the one who reads.
            socket.socket.shutdown(used, socket.SHUT_RDWR)
        except OSError:
            return  # not connected yet, or closed already


class Watch:
    """One thread that ends exchanges in time."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._numbers = count()
        self._due: list[tuple[float, int, Deadline]] = []
        self._changed = Condition()
        self._is_open = True
        self._thread = Thread(target=self._run, name="deadlines", daemon=True)

    def __enter__(self) -> Self:
        """Start watching."""
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop watching, and end what still runs."""
        self.end()
        self._thread.join()

    def end(self) -> None:
        """End what still runs now, and whatever begins from now on at once."""
        with self._changed:
            self._is_open = False
            self._changed.notify()
        for _, _, deadline in self._due:
            deadline.expire()

    def within(self, seconds: float) -> Deadline:
        """Return a deadline that ends so many seconds from now."""
        deadline = Deadline(self._clock() + seconds)
        with self._changed:
            if not self._is_open:
                deadline.expire()
                return deadline
            is_next = not self._due or deadline.ends < self._due[0][0]
            heapq.heappush(self._due, (deadline.ends, next(self._numbers), deadline))
            if is_next:
                self._changed.notify()
        return deadline

    def _run(self) -> None:
        while True:
            over: list[Deadline] = []
            with self._changed:
                if not self._is_open:
                    return
                now = self._clock()
                while self._due and self._due[0][0] <= now:
                    over.append(heapq.heappop(self._due)[2])
                if not over:
                    self._changed.wait(self._due[0][0] - now if self._due else _FOREVER)
            for deadline in over:
                deadline.expire()
