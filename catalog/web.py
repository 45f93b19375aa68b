"""What is asked of the web and what comes back, as values; nothing here opens a connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TypeAlias


class Trouble(Enum):
    """Why an exchange brought no answer."""

    NO_NAME = auto()
    """The name of the host does not exist."""
    NAME_SERVER = auto()
    """The name could not be looked up."""
    FORBIDDEN = auto()
    """The name leads to an address that may not be asked."""
    REFUSED = auto()
    """The host accepts no connection on the port."""
    UNREACHABLE = auto()
    """No way leads to the host."""
    TIMEOUT = auto()
    """The time for the whole exchange was over."""
    RESET = auto()
    """The connection ended before the answer did."""
    CERTIFICATE = auto()
    """The certificate is not valid for the host, or not now."""
    TLS = auto()
    """No encrypted connection came about for another reason."""
    GARBAGE = auto()
    """What came back is not HTTP."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request: a whole URL, whose host is ASCII, the method, headers besides the usual ones, and a body.

    `is_whole` tells whether all of the answer's body is wanted, not only its beginning.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host answered: the status, the headers by lower-case name, and the body or its beginning, decompressed."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why there is no answer, in words for people; `reached` tells whether the host was there at all."""

    trouble: Trouble
    detail: str
    reached: bool = False


Exchange: TypeAlias = Answer | Failure
"""What came of a request."""
