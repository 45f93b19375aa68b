"""What a run asks with: exchanges within their deadlines, and one context of encryption for all threads."""

import ssl
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import certifi

from catalog.diagnostics import ReadError
from catalog.net.deadline import Watch
from catalog.net.exchange import Exchanges
from catalog.net.names import Names


@contextmanager
def client(  # noqa: PLR0913  # what an owner can set
    *,
    timeout: float,
    max_bytes: int,
    user_agent: str,
    fixed: Mapping[str, str],
    allow_private: bool,
    ca_bundle: Path | None,
    canaries: Collection[str],
) -> Iterator[Exchanges]:
    """Provide exchanges; afterwards no connection is left.

    Raises:
        ReadError: the certificates in `ca_bundle` cannot be read.
    """
    headers = f"user-agent: {user_agent}\r\naccept: */*\r\naccept-encoding: identity\r\n"
    with Watch() as watch:
        exchanges = Exchanges(
            Names(fixed, allow_private, canaries), watch, _context(ca_bundle), timeout, headers, max_bytes
        )
        try:
            yield exchanges
        finally:
            exchanges.close()


def _context(ca_bundle: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_bundle or certifi.where()))
    except (OSError, ssl.SSLError) as error:
        name = ca_bundle.name if ca_bundle is not None else "the certificates"
        msg = f"{name} cannot be read as certificates: {str(error).lower()}; mend `ca_bundle` in catalog.toml"
        raise ReadError(msg) from error
