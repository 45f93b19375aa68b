"""Names of hosts to addresses that may be asked: each name is looked up once, and every address of it is vetted."""

import socket
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Final, NamedTuple, TypeAlias

from catalog.net.deadline import Deadline
from catalog.net.guard import forbidden
from catalog.web import Failure, Trouble


class Endpoint(NamedTuple):
    """Where a connection goes: the family of the socket, and what it connects to."""

    family: socket.AddressFamily
    address: tuple[str, int] | tuple[str, int, int, int]


LookUp: TypeAlias = Callable[[str, int], list[Endpoint]]
"""Returns the endpoints of a name and a port; raises socket.gaierror."""

# What the resolver of the system says of a name that does not exist, or has no address.
_NO_NAME: Final = frozenset(
    code for name in ("EAI_NONAME", "EAI_NODATA") if (code := getattr(socket, name, None)) is not None
)


def look_up(host: str, port: int) -> list[Endpoint]:
    """Ask the resolver of the system."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    return list(dict.fromkeys(Endpoint(family, address) for family, _, _, _, address in found))  # type: ignore[arg-type]  # of a stream over IP


class NameFault(Exception):  # noqa: N818  # an answer on its way, not an error of the program
    """A name leads nowhere that may be asked; carries the failure."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


@dataclass(slots=True)
class Names:
    """The names that a run has looked up; `fixed` has addresses `host:port` for hosts that are not looked up."""

    fixed: Mapping[str, str]
    allow_private: bool
    canaries: Collection[str] = ()
    """Hosts that exist if any does, such as those of the services that a list asks."""
    look_up: LookUp = look_up
    _found: dict[tuple[str, int], "Future[list[Endpoint]]"] = field(default_factory=dict)
    _failed: set[tuple[str, int]] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def endpoints(self, host: str, port: int, deadline: Deadline, *, may_be_private: bool = False) -> list[Endpoint]:
        """Return where connections to a host may go; `may_be_private` spares its addresses the vetting.

        Raises:
            NameFault: the name does not exist, cannot be looked up in time, or leads to a private address.
        """
        asked = (host, port)
        with self._lock:
            future = self._found.get(asked)
            if future is None:
                future = self._found[asked] = Future()
                # A thread of its own, for nothing ends a look-up that hangs; as a daemon it holds up no exit.
                Thread(target=self._fill, args=(asked, future), name=f"name of {host}", daemon=True).start()
        try:
            found = future.result(deadline.seconds)
        except NotYet:
            raise NameFault(Failure(Trouble.TIMEOUT, f"no name server answered for `{host}` in time")) from None
        except (OSError, UnicodeError, ValueError) as error:
            failure = _failure(host, error)
            if failure.trouble is Trouble.NAME_SERVER:
                self._forget_once(asked)
            raise NameFault(failure) from error
        if not (self.allow_private or may_be_private):
            for endpoint in found:
                kind = forbidden(endpoint.address[0])
                if kind is not None:
                    detail = f"`{host}` leads to {endpoint.address[0]}, which is {kind}"
                    raise NameFault(Failure(Trouble.FORBIDDEN, detail))
        return found

    def _forget_once(self, asked: tuple[str, int]) -> None:
        """Have a name looked up once more that a name server failed to find; a second failure stands for all."""
        with self._lock:
            if asked not in self._failed:
                self._failed.add(asked)
                del self._found[asked]

    def are_served(self, deadline: Deadline) -> bool:
        """Tell whether a name server knows one of the canaries: then other names that it does not know do not exist."""
        for host in self.canaries:
            try:
                self.endpoints(host, 443, deadline)
            except NameFault as fault:
                if fault.failure.trouble is not Trouble.FORBIDDEN:  # which a name must be known to be
                    continue
            return True
        return False

    def _fill(self, asked: tuple[str, int], future: "Future[list[Endpoint]]") -> None:
        host, port = asked
        try:
            fixed = self.fixed.get(host)
            if fixed is not None:
                host, _, fixed_port = fixed.rpartition(":")
                host, port = host.strip("[]"), int(fixed_port)
            future.set_result(self.look_up(host, port))
        except BaseException as error:  # noqa: BLE001  # it is raised where it is waited for
            future.set_exception(error)


def _failure(host: str, error: Exception) -> Failure:
    if not isinstance(error, socket.gaierror):
        return Failure(Trouble.NAME_SERVER, f"`{host}` could not be looked up: {error}")
    if error.errno in _NO_NAME:
        return Failure(Trouble.NO_NAME, f"there is no host `{host}`")
    return Failure(Trouble.NAME_SERVER, f"no name server knows of `{host}` now: {str(error.strerror).lower()}")
