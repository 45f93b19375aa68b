"""Addresses of the web as text: what is wrong with the form of one, and its host in ASCII (RFC 3986, UTS 46)."""

import re
from contextlib import suppress
from functools import lru_cache
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from catalog.text import INVISIBLE, printable, quoted

LONGEST: Final = 2000
"""Characters of an address; what is longer does not open everywhere."""

_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_FORBIDDEN: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f\\<>\"`{}|^]")
_HOST: Final = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])\.?"  # a name with a dot
    r"|(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)",  # an address of IP, version 4
    re.ASCII,
)
_ORDINARY: Final = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,20}(?:/(?:[\w.~!$&'()*+,;=:@/?#-]|%[0-9A-Fa-f]{2})*)?",
    re.ASCII,
)
"""What nearly all addresses look like; they have no fault, and need not be taken apart to see it."""

_LARGEST_PORT: Final = 65535

_PORTS: Final = {"http": 80, "https": 443}
"""The ports that an address need not name."""

_SAFE: Final = "!#$%&'()*+,/:;=?@[]~"


def fault_of(url: str, *, longest: int = LONGEST) -> str | None:
    """Return what is wrong with the form of an address of at most `longest` characters, with the remedy, or None."""
    if len(url) <= longest and _ORDINARY.fullmatch(url) is not None:
        return None
    return _letters_fault(url) or _parts_fault(url, longest)


def _letters_fault(url: str) -> str | None:
    bad = _FORBIDDEN.search(url) or INVISIBLE.search(url)
    if bad is not None:
        shown = "a space" if bad[0] == " " else f"`{printable(bad[0])}`"
        return f"has {shown} in it; percent-encode or remove it"
    if _BAD_ESCAPE.search(url) is not None:
        return "has a `%` that begins no escape; write `%25` for the sign itself"
    return None


def _parts_fault(url: str, longest: int) -> str | None:
    parts = split(url)
    if parts is None:
        return "has a malformed host or port; copy it again"
    if parts.scheme not in {"http", "https"}:
        return "is neither `https://` nor `http://`; write the whole address of a page"
    if not url.startswith(("http://", "https://")):
        return "has a scheme that is not `https://` or `http://` to the letter; write that"
    if not parts.hostname:
        return "has no host; write `https://host/…`"
    return _host_fault(parts, url, longest)


@lru_cache(maxsize=8)
def split(url: str) -> SplitResult | None:
    """Return the parts of an address, or None if its host or port is malformed."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def ascii_host(host: str) -> str | None:
    """Return a host as name servers know it, or None if it cannot be one; an address of IP is one."""
    if host.isascii():
        return host.lower()
    import idna  # noqa: PLC0415  # its tables are large, and few addresses need them

    try:
        return idna.encode(host, uts46=True).decode()
    except idna.IDNAError:
        return None


def _host_fault(parts: SplitResult, url: str, longest: int) -> str | None:
    if "@" in parts.netloc:
        return "has a user name before its host; remove it"
    host = parts.hostname or ""
    if not _is_host(host):
        return f"has the malformed host {quoted(host)}; copy it again"
    if parts.port is not None and not 0 < parts.port <= _LARGEST_PORT:
        return "has an impossible port; remove it"
    if len(url) > longest:
        return f"is longer than {longest:,} characters; take the page's short address"
    return None


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            IPv6Address(host)
        except ValueError:
            return False
        return True
    return _HOST.fullmatch(ascii_host(host) or "") is not None


def as_sent(url: str) -> SplitResult:
    """Return an address as it is sent: the host in ASCII, other letters percent-encoded, nothing after `#`."""
    parts = urlsplit(url)
    host = ascii_host(parts.hostname or "") or ""
    netloc = f"[{host}]" if ":" in host else host
    port = parts.port
    if port is not None and port != _PORTS.get(parts.scheme):
        netloc = f"{netloc}:{port}"
    return SplitResult(parts.scheme, netloc, _quoted(parts.path) or "/", _quoted(parts.query), "")


def resolved(base: str, location: str) -> str:
    """Return the address that a `Location` means, which may be relative and, against the rules, in UTF-8 or Latin-1."""
    with suppress(UnicodeError):  # it is text already, or in Latin-1 indeed
        location = location.encode("latin-1").decode()
    try:
        parts = urlsplit(urljoin(base, location.strip()))
    except ValueError:
        return location
    return parts._replace(path=_quoted(parts.path), query=_quoted(parts.query), fragment="").geturl()


def _quoted(text: str) -> str:
    return quote(_BAD_ESCAPE.sub("%25", text), safe=_SAFE)
