"""Encrypted hosts: whose certificate is not valid is broken, with the reason; what hangs or is no TLS may pass."""

import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import TypeAlias

import pytest
import trustme

from catalog.diagnostics import ReadError
from tests.links.fixtures import place
from tests.links.lists import ask, list_of, said, says
from tests.links.server import Web

Cadata: TypeAlias = str | bytes | None
Certificate: TypeAlias = Callable[[trustme.CA], trustme.LeafCert]
URL = "https://oven.test/rye"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    """Return an authority that the lists of this module trust."""
    return trustme.CA()


@contextmanager
def encrypted(certificate: trustme.LeafCert) -> Iterator[Web]:
    """Provide a web that encrypts with a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    with Web(context) as web:
        web.scripts["oven.test"] = says(200)
        yield web


def trusting(folder: Path, authority: trustme.CA, *urls: str, web: Web) -> Path:
    """Return a list that trusts an authority and no other."""
    authority.cert_pem.write_to_path(folder / "trusted.pem")
    return list_of(folder, *urls, web=web, links='ca_bundle = "trusted.pem"')


def test_a_host_with_a_valid_certificate_is_asked(tmp_path: Path, authority: trustme.CA) -> None:
    with encrypted(authority.issue_cert("oven.test")) as web:
        assert said(ask(trusting(tmp_path, authority, URL, web=web))) == {URL: ("ok", "200 OK")}


@pytest.mark.parametrize(
    ("certificate", "reason"),
    [
        pytest.param(lambda ca: ca.issue_cert("crumb.test"), "not valid for 'oven.test'", id="another name"),
        pytest.param(
            lambda ca: ca.issue_cert("oven.test", not_after=LONG_AGO + timedelta(days=1), not_before=LONG_AGO),
            "certificate has expired",
            id="expired",
        ),
        pytest.param(
            lambda ca: ca.issue_cert("oven.test", not_before=datetime.now(UTC) + timedelta(days=2)),
            "certificate is not yet valid",
            id="not yet valid",
        ),
        pytest.param(
            lambda _: trustme.CA().issue_cert("oven.test"), "unable to get local issuer certificate", id="unknown"
        ),
    ],
)
def test_a_certificate_that_is_not_valid_breaks_the_address(
    tmp_path: Path, authority: trustme.CA, certificate: Certificate, reason: str
) -> None:
    with encrypted(certificate(authority)) as web:
        [(state, why)] = said(ask(trusting(tmp_path, authority, URL, web=web))).values()
    assert state == "broken"
    assert why.startswith("the certificate is not valid: ")
    assert reason in why
    assert web.asked == []


def test_a_host_that_hangs_in_the_handshake_is_transient_within_the_deadline(
    tmp_path: Path, authority: trustme.CA, deaf: socket.socket
) -> None:
    authority.cert_pem.write_to_path(tmp_path / "trusted.pem")
    root = list_of(tmp_path, URL, links='ca_bundle = "trusted.pem"', resolve={"oven.test": place(deaf)})
    began = time.monotonic()
    assert said(ask(root)) == {URL: ("transient", "no whole answer in 1 seconds")}
    assert 0.9 < time.monotonic() - began < 20


def test_a_host_that_does_not_encrypt_is_transient(tmp_path: Path, authority: trustme.CA, deaf: socket.socket) -> None:
    def answer() -> None:
        connection, _ = deaf.accept()
        with connection:
            connection.recv(4096)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")

    authority.cert_pem.write_to_path(tmp_path / "trusted.pem")
    root = list_of(tmp_path, URL, links='ca_bundle = "trusted.pem"', resolve={"oven.test": place(deaf)})
    plain = Thread(target=answer)
    plain.start()
    [(state, why)] = said(ask(root)).values()
    plain.join()
    assert state == "transient"
    assert why.startswith("no encrypted connection: ")


def test_the_certificates_of_authorities_are_read_once(
    tmp_path: Path, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To read them takes longer than a request."""
    hosts = [f"oven{number}.test" for number in range(4)]
    read: list[object] = []
    load = ssl.SSLContext.load_verify_locations

    def counted(
        self: ssl.SSLContext, cafile: str | None = None, capath: str | None = None, cadata: Cadata = None
    ) -> None:
        read.append(cafile)
        load(self, cafile, capath, cadata)

    with encrypted(authority.issue_cert(*hosts)) as web:
        web.scripts = dict.fromkeys(hosts, says(200))
        root = trusting(tmp_path, authority, *(f"https://{host}/" for host in hosts), web=web)
        monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", counted)
        assert {state for state, _ in said(ask(root)).values()} == {"ok"}
    assert read == [str(tmp_path / "trusted.pem")]


@pytest.mark.parametrize("text", [None, "no certificate\n"], ids=["no file", "no certificate"])
def test_a_bundle_that_cannot_be_read_is_a_failure_with_its_remedy(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "trusted.pem").write_text(text)
    root = list_of(tmp_path, URL, links='ca_bundle = "trusted.pem"')
    with pytest.raises(ReadError, match=r"trusted\.pem cannot be read as certificates: .*; mend `ca_bundle`"):
        ask(root)
