"""Checks of addresses: their form, and what should not be part of them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from catalog.catalog import Catalog, Record
from catalog.checks.rule import Problem
from catalog.diagnostics import Location
from catalog.model import Links, Model, Paper
from catalog.text import INVISIBLE, printable, quoted

_FORBIDDEN: Final = re.compile(r"[\s\x00-\x20\x7f-\x9f\\<>\"`{}|^]")
_HOST: Final = re.compile(
    r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])"  # a name with a dot
    r"|\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]",  # an address of IP, version 4 or 6
)
_LARGEST_PORT: Final = 65535
_LONGEST: Final = 2000
_FRAGMENT: Final = ":~:"
_TRACKING: Final = re.compile(
    r"(?:^|&)(utm_[a-z]+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_hs(?:enc|mi)|ref_src|ref_url|spm|share_id)=",
)
_LINK_NAMES: Final = tuple(Links.model_fields)


class Address(NamedTuple):
    """An address of a record or vocabulary entry, and the way to it."""

    record: "Record[Model]"
    loc: tuple[str | int, ...]
    url: str

    @property
    def location(self) -> Location:
        """Return the place of the address."""
        return self.record.at(*self.loc)


def addresses(catalog: Catalog) -> Iterator[Address]:
    """Yield every address that the catalog holds, record by record."""
    for record in catalog:
        yield from _of_paper(record)
    for venue in catalog.venues.values():
        yield from _of_fields(venue, ("homepage",))
    for library in catalog.libraries.values():
        yield from _of_fields(library, ("homepage", "repository"))


def _of_paper(record: Record[Paper]) -> Iterator[Address]:
    paper = record.value
    yield from _of_links(record, paper.links, ("links",))
    for index, code in enumerate(paper.code):
        yield Address(record, ("code", index, "url"), code.url)
    for index, item in enumerate(paper.implementations):
        if item.docs is not None:
            yield Address(record, ("implementations", index, "docs"), item.docs)
    for index, version in enumerate(paper.other_versions):
        if version.links is not None:
            yield from _of_links(record, version.links, ("other_versions", index, "links"))


def _of_fields(record: "Record[Model]", names: tuple[str, ...]) -> Iterator[Address]:
    for name in names:
        url = getattr(record.value, name)
        if url is not None:
            yield Address(record, (name,), url)


def _of_links(record: "Record[Model]", links: Links, base: tuple[str | int, ...]) -> Iterator[Address]:
    # What was given in the record, in its order: most of the ten kinds are not.
    for name in links.model_fields_set:
        url = getattr(links, name)
        if url is not None:
            yield Address(record, (*base, name), url)


def malformed_url(catalog: Catalog) -> Iterator[Problem]:
    """An address is `http` or `https`, with a host, and without user name, spaces, control characters and backslashes.

    Copy the address from the browser's bar again. Characters that an address may not have are written
    percent-encoded: a space is `%20`.
    """
    for address in addresses(catalog):
        fault = _fault(address.url)
        if fault is not None:
            yield address.location, f"the address {quoted(address.url)} {fault}"


@lru_cache(maxsize=8)
def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _fault(url: str) -> str | None:
    """Return what is wrong with the form of an address (RFC 3986), or None."""
    bad = _FORBIDDEN.search(url) or INVISIBLE.search(url)
    if bad is not None:
        shown = "a space" if bad[0] == " " else f"`{printable(bad[0])}`"
        return f"has {shown} in it; percent-encode or remove it"
    parts = _split(url)
    if parts is None:
        return "has a malformed host or port; copy it again"
    if parts.scheme not in {"http", "https"}:
        return "is neither `https://` nor `http://`; write the whole address of a page"
    if not parts.hostname:
        return "has no host; write `https://host/…`"
    return _host_fault(parts, url)


def _host_fault(parts: SplitResult, url: str) -> str | None:
    if parts.username is not None or parts.password is not None:
        return "has a user name before its host; remove it"
    host = parts.hostname or ""
    try:
        ascii_host = host if host.isascii() else host.encode("idna").decode()
    except UnicodeError:
        ascii_host = ""
    if _HOST.fullmatch(ascii_host) is None or not url.startswith(("http://", "https://")):
        return f"has the malformed host {quoted(host)}; copy it again"
    if parts.port is not None and not 0 < parts.port <= _LARGEST_PORT:
        return "has an impossible port; remove it"
    if len(url) > _LONGEST:
        return f"is longer than {_LONGEST:,} characters; take the page's short address"
    return None


def known_https(catalog: Catalog) -> Iterator[Problem]:
    """An address is `https` where another one of the catalog on the same host is.

    Write `https://`; if the page is served without encryption only, leave it, a warning stops nothing.
    """
    encrypted: set[str] = set()
    plain: list[Address] = []
    for address in addresses(catalog):
        if address.url.startswith("https://"):
            encrypted.add(_host(address.url))
        elif address.url.startswith("http://"):
            plain.append(address)
    for address in plain:
        if _host(address.url) in encrypted:
            yield address.location, f"{quoted(_host(address.url))} is known for `https`; write `https://`"


def _host(url: str) -> str:
    return url.split("/", 3)[2].lower().removeprefix("www.")


def text_fragment(catalog: Catalog) -> Iterator[Problem]:
    """An address does not point into a page's text.

    `#:~:text=…` comes along when a browser copies a marked passage; remove it.
    """
    for address in addresses(catalog):
        if _FRAGMENT in address.url:
            short = address.url.partition("#")[0]
            yield address.location, f"the address has a text fragment; write {quoted(short)}"


def tracking_parameter(catalog: Catalog) -> Iterator[Problem]:
    """An address tells nobody where the reader comes from.

    `utm_source`, `fbclid` and the like are added by those who share it; remove them.
    """
    for address in addresses(catalog):
        if "=" in address.url:
            found = _TRACKING.search(address.url.partition("?")[2])
            if found is not None:
                yield address.location, f"the address has the tracking parameter `{found[1]}`; remove it"
