"""Reading an answer of HTTP/1 from a line: status, headers, and as much of the body as is wanted (RFC 9112).

Written for what a check of links needs, which is a third of what the parser of the standard library costs; and unlike
that, headers that are cut off are none.
"""

import re
from dataclasses import dataclass
from io import BufferedReader
from typing import Final

_STATUS: Final = re.compile(rb"HTTP/(1)\.(\d) (\d{3})(?: [^\r\n]*)?\r?\n")
_LONGEST_LINE: Final = 65_536
_MOST_HEADERS: Final = 200
_WITHOUT_BODY: Final = frozenset({204, 304})
_SIZE: Final = re.compile(rb"\s*([0-9A-Fa-f]{1,15})\s*(?:;[^\r\n]*)?\r?\n")


class NoHttpError(ValueError):
    """What came over the line is not HTTP/1."""


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of an answer: its minor version, status, and headers by lower-case name, repeated ones joined."""

    minor: int
    status: int
    headers: dict[str, str]


def read_head(line: BufferedReader) -> Head:
    """Return the head of the final answer; hints that come before it are passed over.

    Raises:
        NoHttpError: it is malformed, or longer than any head is.
        ConnectionResetError: the line ended within it.
    """
    while True:
        found = _STATUS.fullmatch(_line(line))
        if found is None:
            msg = "the first line is no status line"
            raise NoHttpError(msg)
        status = int(found[3])
        headers = _headers(line)
        if status >= 200 or status == 101:  # noqa: PLR2004  # below are hints; 101 would change the protocol
            return Head(int(found[2]), status, headers)


def _headers(line: BufferedReader) -> dict[str, str]:
    headers: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        read = _line(line)
        if read in {b"\r\n", b"\n"}:
            return headers
        name, colon, value = read.decode("latin-1").partition(":")
        key = name.strip().lower()
        if colon and key:  # a line without a name says nothing; browsers pass it over too
            said = value.strip()
            if key not in headers:
                headers[key] = said
            elif key != "location":  # of two places, browsers go to the first
                headers[key] = f"{headers[key]}, {said}"
    msg = f"there are more than {_MOST_HEADERS} headers"
    raise NoHttpError(msg)


def _line(line: BufferedReader) -> bytes:
    read = line.readline(_LONGEST_LINE + 1)
    if read.endswith(b"\n"):
        return read
    if len(read) > _LONGEST_LINE:
        msg = f"a line is longer than {_LONGEST_LINE:,} bytes"
        raise NoHttpError(msg)
    raise ConnectionResetError


def read_body(line: BufferedReader, method: str, head: Head, most: int) -> tuple[bytes, bool]:
    """Return at most `most` bytes of a body as they came, and whether the next answer begins where they end.

    Raises:
        NoHttpError: the length is malformed.
        ConnectionResetError: the line ended within the body.
    """
    is_kept = head.minor > 0 and "close" not in head.headers.get("connection", "").lower()
    if method == "HEAD" or head.status in _WITHOUT_BODY:
        return b"", is_kept
    if "chunked" in head.headers.get("transfer-encoding", "").lower():
        body, is_whole = _chunks(line, most)
        return body, is_kept and is_whole
    length = head.headers.get("content-length")
    if length is None:
        return line.read(most), False  # the end of the line is the end of the body
    # Two equal lengths are one, said twice.
    sizes = {size.strip() for size in length.split(",")}
    (size, *others) = sizes
    if others or not (size.isascii() and size.isdecimal()):
        msg = f"the length {length!r} is none"
        raise NoHttpError(msg)
    wanted = min(int(size[:18]), most)
    body = line.read(wanted)
    if len(body) < wanted:
        raise ConnectionResetError
    return body, is_kept and wanted == int(size[:18])


def _chunks(line: BufferedReader, most: int) -> tuple[bytes, bool]:
    body = bytearray()
    while True:
        found = _SIZE.fullmatch(_line(line))
        if found is None:
            msg = "a chunk has no size"
            raise NoHttpError(msg)
        size = int(found[1], 16)
        if size == 0:
            _headers(line)  # the trailers
            return bytes(body), True
        wanted = min(size, most - len(body))
        read = line.read(wanted)
        body += read
        if len(read) < wanted:
            raise ConnectionResetError
        if wanted < size or len(body) >= most:
            return bytes(body), False
        _line(line)  # the end of the chunk
