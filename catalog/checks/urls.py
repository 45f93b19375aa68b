"""Checks of addresses: their form, and what should not be part of them."""

import re
from collections.abc import Iterator
from typing import Final

from catalog.catalog import Catalog
from catalog.checks.rule import Problem
from catalog.derive import Address, addresses
from catalog.text import quoted
from catalog.urls import fault_of

_FRAGMENT: Final = ":~:"
TRACKING: Final = re.compile(
    r"(?i)[?&;#](utm_[a-z]+|fbclid|gclid|dclid|msclkid|mc_[ce]id|igshid|yclid|_hs(?:enc|mi)|ref_src|ref_url|spm|share_id)=",
)
"""A parameter that says where a reader comes from, with the sign before it."""


def malformed_url(catalog: Catalog) -> Iterator[Problem]:
    """An address is `http` or `https`, with a host, and without user name, spaces, control characters and backslashes.

    Copy the address from the browser's bar again. Characters that an address may not have are written
    percent-encoded: a space is `%20`.
    """
    for address in addresses(catalog):
        fault = fault_of(address.url)
        if fault is not None:
            yield address.location, f"the address {quoted(address.url)} {fault}"


def known_https(catalog: Catalog) -> Iterator[Problem]:
    """An address is `https` where another one of the catalog on the same host is.

    Write `https://`; if the page is served without encryption only, leave it: a warning fails a run with `--strict`
    only.
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
            found = TRACKING.search(address.url)
            if found is not None:
                yield address.location, f"the address has the tracking parameter `{found[1]}`; remove it"
