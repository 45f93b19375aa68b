"""What is not of the public internet gets not one connection, by whatever way an address leads there."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.links.fixtures import NameServer, connections, place
from tests.links.lists import ask, list_of, said, says
from tests.links.server import Web

PUBLIC_ONLY: Final = "allow_private = false"
# The hosts of services, which exist: so there is a network, and other names that are unknown do not exist.
SERVICES: Final = {"export.arxiv.org": "93.184.216.34"}


@pytest.fixture
def inside() -> socket.socket:
    """Return a socket inside, on every address of this machine, that ought to get no connection."""
    return socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True, backlog=64)


HOSTS: Final = {
    "loopback": ("127.0.0.1", "`127.0.0.1` leads to 127.0.0.1, which is loopback"),
    "another loopback": ("127.1.2.3", "which is loopback"),
    "of no one": ("0.0.0.0", "which is unspecified"),
    "private": ("10.0.0.1", "which is private"),
    "shared": ("100.64.0.1", "which is private"),
    "metadata": ("169.254.169.254", "which is link-local"),
    "broadcast": ("255.255.255.255", "which is private"),
    "loopback of version 6": ("[::1]", "`::1` leads to ::1, which is loopback"),
    "loopback of version 6, in full": ("[0:0:0:0:0:0:0:1]", "which is loopback"),
    "mapped": ("[::ffff:127.0.0.1]", "which is loopback"),
    "mapped, in hexadecimal": ("[::ffff:7f00:1]", "which is loopback"),
    "mapped metadata": ("[::ffff:169.254.169.254]", "which is link-local"),
    "translated": ("[64:ff9b::7f00:1]", "which is loopback"),
    "unique local": ("[fd00:ec2::254]", "which is private"),
    "decimal": ("2130706433", "has the malformed host"),
    "hexadecimal": ("0x7f000001", "has the malformed host"),
    "octal": ("0177.0.0.1", "has the malformed host"),
    "hexadecimal parts": ("0x7f.0.0.1", "has the malformed host"),
    "fewer parts": ("127.1", "has the malformed host"),
    "octal that looks decimal": ("012.0.0.1", "012.0.0.1"),
    "a name of this machine": ("localhost", "has the malformed host"),
    "a user before it": ("oven.test@127.0.0.1", "has a user name before its host"),
    "wide digits": ("１２７.0.0.1", ""),
    "ideographic stops": ("127。0。0。1", ""),
}


@pytest.mark.parametrize("name", HOSTS)
def test_a_host_inside_is_invalid_and_gets_no_connection(
    tmp_path: Path, name: str, inside: socket.socket, name_server: NameServer
) -> None:
    name_server(SERVICES)
    host, reason = HOSTS[name]
    with inside:
        root = list_of(tmp_path, f"'http://{host}:{inside.getsockname()[1]}/rye'", links=PUBLIC_ONLY)
        [(state, why)] = said(ask(root)).values()
        assert (state, connections(inside)) == ("invalid", 0)
    assert reason in why


@pytest.mark.parametrize("found", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "0.0.0.0", "::"])
def test_a_name_that_leads_inside_is_invalid_and_gets_no_connection(
    tmp_path: Path, found: str, inside: socket.socket, name_server: NameServer
) -> None:
    name_server({**SERVICES, "oven.test": found})
    with inside:
        root = list_of(tmp_path, f"http://oven.test:{inside.getsockname()[1]}/rye", links=PUBLIC_ONLY)
        [(state, why)] = said(ask(root)).values()
        assert (state, connections(inside)) == ("invalid", 0)
    assert why.startswith(f"`oven.test` leads to {found}, which is ")


def test_a_place_in_the_settings_is_no_way_around(
    tmp_path: Path, inside: socket.socket, name_server: NameServer
) -> None:
    name_server(SERVICES)
    with inside:
        resolve = {"oven.test": f"127.0.0.1:{inside.getsockname()[1]}"}
        root = list_of(tmp_path, "http://oven.test/rye", links=PUBLIC_ONLY, resolve=resolve)
        assert said(ask(root)) == {
            "http://oven.test/rye": ("invalid", "`oven.test` leads to 127.0.0.1, which is loopback")
        }
        assert connections(inside) == 0


@pytest.fixture
def only_this_web_is_public(monkeypatch: pytest.MonkeyPatch) -> Callable[[Web], None]:
    """Return a function that has every connection to a public address arrive at a web of this machine."""
    connect = socket.socket.connect

    def arrange(web: Web) -> None:
        def connected(self: socket.socket, address: tuple[str, int]) -> None:
            connect(self, ("127.0.0.1", web.port) if address[0] == "93.184.216.34" else address)

        monkeypatch.setattr(socket.socket, "connect", connected)

    return arrange


MALFORMED: Final = "redirects to an address that has the malformed host"

REDIRECTS: Final = {
    "loopback": ("http://127.0.0.1:{port}/", "leads to 127.0.0.1, which is loopback, at http://127.0.0.1:"),
    "loopback of version 6": ("http://[::1]:{port}/", "which is loopback"),
    "of no one": ("http://0.0.0.0:{port}/", "which is unspecified"),
    "mapped": ("http://[::ffff:127.0.0.1]:{port}/", "which is loopback"),
    "compatible": ("http://[::127.0.0.1]:{port}/", "which is loopback"),
    "translated": ("http://[64:ff9b::7f00:1]:{port}/", "which is loopback"),
    "metadata": ("http://169.254.169.254/latest/meta-data/", "which is link-local"),
    "a name inside": ("http://cellar.test:{port}/", "`cellar.test` leads to 127.0.0.1, which is loopback"),
    "without a scheme": ("//127.0.0.1:{port}/", "which is loopback"),
    "with a scheme in capitals": ("HTTP://127.0.0.1:{port}/", "which is loopback"),
    "wide digits": ("http://１２７.0.0.1:{port}/", "which is loopback"),
    "ideographic stops": ("http://127。0。0。1:{port}/", "which is loopback"),
    "wide digits, percent-encoded": ("http://%EF%BC%91%EF%BC%92%EF%BC%97.0.0.1:{port}/", MALFORMED),
    "decimal": ("http://2130706433:{port}/", f"{MALFORMED} `2130706433`"),
    "hexadecimal": ("http://0x7f000001:{port}/", f"{MALFORMED} `0x7f000001`"),
    "octal": ("http://0177.0.0.1:{port}/", f"{MALFORMED} `0177.0.0.1`"),
    "octal in one number": ("http://017700000001:{port}/", f"{MALFORMED} `017700000001`"),
    "octal that looks decimal": ("http://012.0.0.1:{port}/", "012.0.0.1"),
    "hexadecimal parts": ("http://0x7f.0.0.1:{port}/", f"{MALFORMED} `0x7f.0.0.1`"),
    "fewer parts": ("http://127.1:{port}/", f"{MALFORMED} `127.1`"),
    "a name of this machine": ("http://localhost:{port}/", f"{MALFORMED} `localhost`"),
    "half a host": ("http://[::1:{port}/", "has a malformed host or port"),
    "a user before it": ("http://oven.test@127.0.0.1:{port}/", "has a user name before its host"),
    "a host after a backslash": ("http://oven.test\\@127.0.0.1:{port}/", "redirects to an address that has"),
    "a file": ("file:///etc/passwd", "is neither `https://` nor `http://`"),
    "another protocol": ("gopher://127.0.0.1:{port}/", "is neither `https://` nor `http://`"),
}


@pytest.mark.parametrize("name", REDIRECTS)
def test_a_redirect_from_a_public_host_inside_is_invalid_and_leads_to_no_connection(
    tmp_path: Path,
    name: str,
    inside: socket.socket,
    name_server: NameServer,
    only_this_web_is_public: Callable[[Web], None],
) -> None:
    name_server({**SERVICES, "oven.test": "93.184.216.34", "cellar.test": "127.0.0.1"})
    location, reason = REDIRECTS[name]
    with inside, Web() as web:
        port = inside.getsockname()[1]
        only_this_web_is_public(web)
        web.scripts["oven.test"] = says(302, Location=location.format(port=port).encode().decode("latin-1"))
        root = list_of(tmp_path, "http://oven.test/rye", links=PUBLIC_ONLY)
        [(state, why)] = said(ask(root)).values()
        assert web.asked == [("GET", "oven.test", "/rye")]
        assert (state, connections(inside)) == ("invalid", 0)
    assert reason in why


def test_who_allows_it_reaches_hosts_inside(tmp_path: Path, deaf: socket.socket) -> None:
    """The tests above see no connection because none is made, not because none could be seen."""
    root = list_of(tmp_path, f"http://{place(deaf)}/rye", links="allow_private = true\ntimeout = 0.2")
    ask(root)
    assert connections(deaf) == 1
