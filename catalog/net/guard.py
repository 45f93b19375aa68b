"""Which addresses of the network may be asked: public ones alone, unless the owner of a list allows others.

An address of IP version 6 can carry one of version 4, which a translator on the way would ask; both must be public.
"""

from collections.abc import Callable, Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Final

_TRANSLATED: Final = IPv6Network("64:ff9b::/96")  # RFC 6052
_LOCALLY_TRANSLATED: Final = IPv6Network("64:ff9b:1::/48")  # RFC 8215
_SITE_LOCAL: Final = IPv6Network("fec0::/10")  # RFC 3879
_COMPATIBLE: Final = IPv6Network("::/96")  # RFC 4291, section 2.5.5.1
_LAST_BITS: Final = 0xFFFF_FFFF


def forbidden(address: str) -> str | None:
    """Return in a word what an address is, if it is none of the public internet.

    >>> forbidden("::ffff:127.0.0.1")
    'loopback'
    """
    try:
        given = ip_address(address.partition("%")[0])  # without the interface of a link-local address
    except ValueError:
        return "malformed"
    return next((word for each in (given, *_carried(given)) if (word := _kind(each)) is not None), None)


def _carried(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """Yield the addresses of version 4 that one of version 6 stands for."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    if address.sixtofour is not None:
        yield address.sixtofour
    if address.teredo is not None:
        yield from address.teredo
    if address in _TRANSLATED or (address in _COMPATIBLE and int(address) > 1):
        yield IPv4Address(int(address) & _LAST_BITS)


def _kind(address: IPv4Address | IPv6Address) -> str | None:
    found = next((word for word, is_one in _KINDS if is_one(address)), None)
    if found is not None or _is_carrier(address):
        return found  # what a carrier carries decides
    return None if address.is_global else "private"


def _is_local(address: IPv4Address | IPv6Address) -> bool:
    return isinstance(address, IPv6Address) and (address in _SITE_LOCAL or address in _LOCALLY_TRANSLATED)


def _is_carrier(address: IPv4Address | IPv6Address) -> bool:
    return isinstance(address, IPv6Address) and (address.ipv4_mapped is not None or address in _TRANSLATED)


_KINDS: Final[tuple[tuple[str, Callable[[IPv4Address | IPv6Address], bool]], ...]] = (
    ("unspecified", lambda address: address.is_unspecified),
    ("loopback", lambda address: address.is_loopback),
    ("link-local", lambda address: address.is_link_local),
    ("multicast", lambda address: address.is_multicast),
    ("private", _is_local),
)
