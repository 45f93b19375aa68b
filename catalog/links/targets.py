"""Which addresses are asked: each one of the catalog once, with every place where it stands."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath
from typing import Final
from urllib.parse import urlsplit

from catalog.derive import Address
from catalog.links.verdict import State, Verdict
from catalog.records.folder import is_below
from catalog.settings import Skip
from catalog.urls import fault_of

_PDF_FIELD: Final = "pdf"
_END: Final = r"(?=[\"']|[,\]}]*(?:\s|\Z))"
"""What follows an address where it ends in YAML."""


@dataclass(frozen=True, slots=True)
class Target:
    """An address with the places where it stands; what follows `#` is not sent, so it makes no other target."""

    url: str
    places: tuple[Address, ...]

    @property
    def wants_pdf(self) -> bool:
        """Tell whether a record says that it is a PDF."""
        return any(place.loc[-1] == _PDF_FIELD for place in self.places)

    @property
    def host(self) -> str:
        """Return the host, with its port."""
        return host_of(self.url)


def host_of(url: str) -> str:
    """Return the host of an address, with its port; nothing if it has none."""
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def targets(addresses: Iterable[Address]) -> tuple[Target, ...]:
    """Return the targets of addresses, in the order in which each first stands."""
    places: dict[str, list[Address]] = {}
    for address in addresses:
        sent, _, _ = address.url.partition("#")
        places.setdefault(sent, []).append(address)
    return tuple(Target(url, tuple(found)) for url, found in places.items())


def below(found: Iterable[Address], paths: frozenset[PurePosixPath]) -> Iterator[Address]:
    """Yield the addresses that stand in one of the files and folders `paths`."""
    for address in found:
        if is_below(address.record.path, paths):
            yield address


def new(found: Iterable[Address], before: Mapping[str, str]) -> Iterator[Address]:
    """Yield the addresses of changed files that did not stand there before; `before` has the earlier texts by path."""
    for address in found:
        earlier = before.get(address.record.path)
        if earlier is not None and re.search(re.escape(address.url) + _END, earlier) is None:
            yield address


def of_shard(found: Iterable[Target], index: int, count: int) -> Iterator[Target]:
    """Yield the targets of shard `index`, counted from 1, of `count`: the hosts are dealt out, each to one shard."""
    if count == 1:
        yield from found  # which most runs want; to look at hosts would take a while
        return
    for target in found:
        digest = blake2b(target.host.encode(errors="surrogatepass"), digest_size=8).digest()
        if int.from_bytes(digest) % count == index - 1:
            yield target


@dataclass(frozen=True, slots=True)
class Rules:
    """The list's own policy: which addresses are left out, and why."""

    skips: Sequence[Skip]

    def decided(self, target: Target) -> Verdict | None:
        """Return what is known of a target without asking: that it is skipped, or no address that may be asked."""
        fault = fault_of(target.url)
        return self.skipped(target) if fault is None else Verdict(State.INVALID, fault)

    def skipped(self, target: Target) -> Verdict | None:
        """Return that a target is skipped, and by which rule, if it is."""
        for skip in self.skips:
            if _pattern(skip.pattern).fullmatch(target.url) is not None:
                return Verdict(State.SKIPPED, f"`{skip.pattern}`: {skip.reason}")
        return None


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split("*"))), re.DOTALL)
