"""One request and its answer over a connection that is kept for the next one; no redirect is followed here.

The deadline covers everything: name, connection, encryption, headers and body. Of a body only the beginning is read.
"""

import re
import socket
import ssl
import time
import zlib
from dataclasses import dataclass, field
from io import BufferedReader
from itertools import chain
from threading import Lock
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from catalog.net.deadline import Deadline, Watch
from catalog.net.names import NameFault, Names
from catalog.net.response import NoHttpError, read_body, read_head
from catalog.web import Answer, Exchange, Failure, Request, Trouble

BEGINNING: Final = 16_384
"""Bytes of a body that are kept: enough for the signature of a PDF and the words of a page that bars robots."""

_KEPT_OPEN: Final = 65_536
"""Bytes of a body up to which reading it to its end costs less than a new connection."""

_MOST_KEPT: Final = 256
"""Connections that are kept at most, for a process may open only so many."""

_UNSENDABLE: Final = re.compile(r"[^\x21-\x7e]")

_LINE_BREAK: Final = re.compile(r"[\r\n]")

_PORTS: Final = {"http": 80, "https": 443}

Address: TypeAlias = tuple[str, str, int, bool]
"""Scheme, host, port, and whether it may be private: connections between the same are as good as each other."""


class Connection:
    """A connection of urllib3 that goes only where the names allow, and that a deadline ends."""

    def __init__(self, address: Address, names: Names, context: ssl.SSLContext | None) -> None:
        scheme, host, port, _ = address
        self.address = address
        self._names = names
        self._deadline: Deadline | None = None
        self._line: BufferedReader | None = None
        self._urllib3: HTTPConnection = (
            HTTPSConnection(host, port, ssl_context=context) if scheme == "https" else HTTPConnection(host, port)
        )
        # urllib3 asks this for its socket, before it encrypts: https://github.com/urllib3/urllib3, connection.py.
        self._urllib3._new_conn = self._dial  # type: ignore[method-assign]  # noqa: SLF001  # the one seam that it has

    @property
    def is_fresh(self) -> bool:
        """Tell whether nothing has been sent over it yet."""
        return self._line is None

    def ask(self, request: Request, headers: str, deadline: Deadline) -> BufferedReader:
        """Send a request and return the line on which the answer comes.

        `headers` are lines that go along unless the request has its own. The bytes are put together here: the layers of
        urllib3 above its connection take longer than all the rest of an exchange.
        """
        self._deadline = deadline
        if self._line is None:
            self._urllib3.timeout = deadline.seconds
            self._urllib3.connect()
            self._line = self._urllib3.sock.makefile("rb")
        else:
            self._urllib3.sock.settimeout(deadline.seconds)
        deadline.has_reached = True
        deadline.watch(self._urllib3.sock)
        self._urllib3.sock.sendall(_bytes(request, headers))
        return self._line

    def close(self) -> None:
        """End the connection."""
        if self._line is not None:
            self._line.close()
        self._urllib3.close()

    def _dial(self) -> socket.socket:
        deadline = self._deadline
        if deadline is None:
            msg = "a connection without a deadline"
            raise ValueError(msg)
        _, host, port, may_be_private = self.address
        last: OSError = OSError("no address")
        endpoints = self._names.endpoints(host, port, deadline, may_be_private=may_be_private)
        for number, endpoint in enumerate(endpoints):
            dialled = socket.socket(endpoint.family, socket.SOCK_STREAM)
            try:
                # One that stays silent, as those of version 6 do in some networks, leaves the others their share.
                dialled.settimeout(deadline.seconds / (len(endpoints) - number))
                dialled.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                deadline.watch(dialled)
                dialled.connect(endpoint.address)
            except OSError as error:
                deadline.watch(None)
                dialled.close()
                last = error
                if deadline.is_over:
                    break
            else:
                dialled.settimeout(deadline.seconds)
                deadline.has_reached = True
                return dialled
        raise last


def _bytes(request: Request, headers: str) -> bytes:
    """Return a request as it goes over the line (RFC 9112).

    Raises:
        ValueError: the address or a header would end its line, and say something that nobody meant.
    """
    parts = urlsplit(request.url)
    target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    own = "".join(f"{name}: {value}\r\n" for name, value in request.headers.items())
    if own:  # a header that is there twice is read by the first alone, or as a list
        usual = headers.splitlines(keepends=True)
        headers = "".join(line for line in usual if line.split(":")[0] not in request.headers)
    length = f"content-length: {len(request.body)}\r\n" if request.body is not None else ""
    head = f"{request.method} {target} HTTP/1.1\r\nhost: {parts.netloc}\r\n{headers}{own}{length}\r\n"
    if _UNSENDABLE.search(f"{parts.netloc}{target}") or any(map(_LINE_BREAK.search, request.headers.values())):
        msg = "an address with a space or a header with a line break in it"
        raise ValueError(msg)
    return head.encode("latin-1", "replace") + (request.body or b"")


@dataclass(slots=True)
class Exchanges:
    """Makes requests over kept connections, from any number of threads at once."""

    names: Names
    watch: Watch
    context: ssl.SSLContext
    timeout: float
    """Seconds for a whole exchange."""
    headers: str
    """Lines that every request says, such as who asks."""
    max_bytes: int
    """Bytes of a body, over the wire and decompressed, that are read at most."""
    _idle: dict[Address, list[Connection]] = field(default_factory=dict)
    _kept: int = 0
    _lock: Lock = field(default_factory=Lock)

    def exchange(self, request: Request) -> Exchange:
        """Make a request and return what came of it; nothing is raised."""
        deadline = self.watch.within(self.timeout)
        try:
            address = _address(request)
            while True:
                connection = self._taken(address)
                was_fresh = connection.is_fresh
                try:
                    return self._over(connection, request, deadline)
                except (OSError, HTTPError):
                    # A kept connection may have been closed by its other end meanwhile; a fresh one tells the truth.
                    if was_fresh or deadline.is_over:
                        raise
        except NameFault as fault:
            return fault.failure
        except (OSError, ValueError, HTTPError) as error:
            return self._failure(error, deadline)
        finally:
            deadline.watch(None)

    def has_network(self) -> bool:
        """Tell whether there is a network at all, by names that exist if any does."""
        return self.names.are_served(self.watch.within(self.timeout))

    def interrupt(self) -> None:
        """End the exchanges that run now, and whichever begin from now on at once."""
        self.watch.end()

    def close(self) -> None:
        """Close the connections that are kept."""
        with self._lock:
            idle = tuple(chain.from_iterable(self._idle.values()))
            self._idle.clear()
        for connection in idle:
            connection.close()

    def _over(self, connection: Connection, request: Request, deadline: Deadline) -> Answer:
        is_kept = False
        try:
            line = connection.ask(request, self.headers, deadline)
            head = read_head(line)
            most = self.max_bytes if request.is_whole else min(_KEPT_OPEN, self.max_bytes)
            wanted = self.max_bytes if request.is_whole else BEGINNING
            body, is_kept = read_body(line, request.method, head, most)
            encoding = head.headers.get("content-encoding", "").strip().lower()
            return Answer(head.status, head.headers, _inflated(body, encoding, wanted)[:wanted])
        finally:
            deadline.watch(None)
            if is_kept:
                self._keep(connection)
            else:
                connection.close()

    def _keep(self, connection: Connection) -> None:
        surplus: Connection | None = None
        with self._lock:
            self._idle.setdefault(connection.address, []).append(connection)
            self._kept += 1
            if self._kept > _MOST_KEPT:
                oldest = next(iter(self._idle))
                surplus = self._pop(oldest)
        if surplus is not None:
            surplus.close()

    def _taken(self, address: Address) -> Connection:
        with self._lock:
            if address in self._idle:
                return self._pop(address)
        return Connection(address, self.names, self.context)

    def _pop(self, address: Address) -> Connection:
        idle = self._idle[address]
        connection = idle.pop()
        if not idle:
            del self._idle[address]
        self._kept -= 1
        return connection

    def _failure(self, error: Exception, deadline: Deadline) -> Failure:
        if deadline.is_over or isinstance(error, TimeoutError) or time.monotonic() >= deadline.ends:
            what = "no whole answer" if deadline.has_reached else "no connection"
            return Failure(Trouble.TIMEOUT, f"{what} in {self.timeout:g} seconds", reached=deadline.has_reached)
        return failure(error)


def _address(request: Request) -> Address:
    parts = urlsplit(request.url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS[parts.scheme], request.is_owners


def _inflated(data: bytes, encoding: str, most: int) -> bytes:
    """Return the beginning of what is compressed in `data`; of what is in another form, `data` itself."""
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        return data
    try:
        return zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(data, most)
    except zlib.error:
        return data


def failure(error: Exception) -> Failure:
    """Return what an error of the connection says of the host."""
    cause: BaseException | None = error
    while cause is not None:
        found = _known(cause)
        if found is not None:
            return found
        cause = cause.__cause__ or cause.__context__
    return Failure(Trouble.GARBAGE, f"what came back is not HTTP: {_words(error)}", reached=True)


def _known(error: BaseException) -> Failure | None:
    for kinds, trouble, words in _ERRORS:
        if isinstance(error, kinds):
            return Failure(trouble, words.format(_words(error)), reached=trouble is not Trouble.UNREACHABLE)
    return None


def _words(error: BaseException) -> str:
    named = (getattr(error, name, None) for name in ("verify_message", "reason", "strerror"))
    return str(next(filter(None, named), None) or error or type(error).__name__)


_ERRORS: Final[tuple[tuple[type[BaseException] | tuple[type[BaseException], ...], Trouble, str], ...]] = (
    (ssl.SSLCertVerificationError, Trouble.CERTIFICATE, "the certificate is not valid: {}"),
    (ssl.SSLError, Trouble.TLS, "no encrypted connection: {}"),
    (ConnectionRefusedError, Trouble.REFUSED, "the host refuses connections"),
    (ConnectionError, Trouble.RESET, "the connection ended before the answer did"),
    (NoHttpError, Trouble.GARBAGE, "what came back is not HTTP: {}"),
    (OSError, Trouble.UNREACHABLE, "no way to the host: {}"),
)
"""What errors of a connection mean, the more special first; urllib3's own are no errors of the system."""
