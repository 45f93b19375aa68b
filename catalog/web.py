"""What is asked of the web and what comes back, as values; nothing here opens a connection."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import Enum, auto
from typing import Final, TypeAlias

_MOST_SECONDS: Final = 3600.0


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

    `is_whole` tells whether all of the answer's body is wanted, not only its beginning; `is_owners` whether the owner
    of the list wrote the address into catalog.toml, so that it may lead into a private network.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    is_whole: bool = False
    is_owners: bool = False


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


def retry_after(answer: Answer, now: float) -> float:
    """Return the seconds that `Retry-After` asks for (RFC 9110, section 10.2.3), or one."""
    given = answer.headers.get("retry-after", "").strip()
    if given.isascii() and given.isdecimal():
        return min(float(given[:9]), _MOST_SECONDS)
    try:
        when = parsedate_to_datetime(given)
    except (ValueError, TypeError):
        return 1.0
    if when.tzinfo is None:
        when = when.replace(tzinfo=UTC)
    return min(max((when - datetime.fromtimestamp(now, UTC)).total_seconds(), 0.0), _MOST_SECONDS)
