"""A web of this machine: a host for each script, which reads a request and does with the connection what it likes."""

import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self, TypeAlias

Script: TypeAlias = Callable[["Visit"], None]


@dataclass(slots=True)
class Visit:
    """One connection: the request that was read from it, and the socket."""

    connection: socket.socket
    method: str
    path: str
    headers: dict[str, str]
    body: bytes = b""

    def send(self, data: bytes) -> None:
        """Send bytes as they are."""
        self.connection.sendall(data)

    def answer(self, status: int | str, headers: dict[str, str] | None = None, body: bytes = b"") -> None:
        """Send an answer whose length is right."""
        lines = [f"HTTP/1.1 {status} Said".encode(), f"Content-Length: {len(body)}".encode()]
        lines += [f"{name}: {value}".encode("latin-1") for name, value in (headers or {}).items()]
        self.send(b"\r\n".join(lines) + b"\r\n\r\n" + (b"" if self.method == "HEAD" else body))


@dataclass(slots=True)
class Web:
    """Hosts by name, each a script, behind one port of this machine; remembers who was asked for what, and when."""

    context: ssl.SSLContext | None = None
    scripts: dict[str, Script] = field(default_factory=dict)
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    active: dict[str, int] = field(default_factory=dict)
    most_active: dict[str, int] = field(default_factory=dict)
    connections: int = 0
    _socket: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=512))
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: set[socket.socket] = field(default_factory=set)

    @property
    def port(self) -> int:
        """Return the port."""
        number: int = self._socket.getsockname()[1]
        return number

    @property
    def place(self) -> str:
        """Return address and port, as `[links.resolve]` has them."""
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        """Begin to serve."""
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End, and cut off whoever is still connected."""
        self._socket.shutdown(socket.SHUT_RDWR)  # which wakes who waits for a connection; to close it does not
        self._socket.close()
        for connection in tuple(self._open):
            connection.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        self._open.add(connection)
        try:
            if self.context is not None:
                connection = self.context.wrap_socket(connection, server_side=True)
            self._talk(connection)
        except OSError:
            return  # the other side has gone, as it may
        finally:
            self._open.discard(connection)
            connection.close()

    def _talk(self, connection: socket.socket) -> None:
        with connection.makefile("rb") as lines:
            while True:
                first = lines.readline().decode("latin-1").split()
                if len(first) < 2:
                    return
                headers: dict[str, str] = {}
                while line := lines.readline().strip():
                    name, _, value = line.decode("latin-1").partition(":")
                    # As RFC 9110 has it, so that no test overlooks what is sent twice.
                    headers[name.lower()] = ", ".join(filter(None, (headers.get(name.lower()), value.strip())))
                body = lines.read(int(headers.get("content-length", "0")))
                host = headers.get("host", "").partition(":")[0]
                self._count(host, 1)
                try:
                    self.asked.append((first[0], host, first[1]))
                    self.scripts[host](Visit(connection, first[0], first[1], headers, body))
                finally:
                    self._count(host, -1)

    def _count(self, host: str, change: int) -> None:
        with self._lock:
            self.active[host] = self.active.get(host, 0) + change
            self.most_active[host] = max(self.most_active.get(host, 0), self.active[host])


def silent(_: Visit) -> None:
    """Never answer."""
    time.sleep(3600)
