"""What tests share: the toy list, the list of this repository, copies to break, golden files, and no network."""

import shutil
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from catalog.commands.check import check
from catalog.commands.new import new
from catalog.edition import Edition

pytest_plugins = ["tests.browser.fixtures", "tests.links.fixtures"]

REPOSITORY = Path(__file__).parent.parent
TOY = Path(__file__).parent / "toy"
GOLDEN = Path(__file__).parent / "golden"

# A machine that is busy with something else is no failure of ours.
settings.register_profile("patient", settings.default, deadline=None)
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that rewrites golden files."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files from what is rendered")


@pytest.fixture(autouse=True)
def _only_loopback(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test reach a host other than this one."""
    connect = socket.socket.connect

    def local(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "localhost"
        if host not in {"localhost", "127.0.0.1", "::1"}:
            pytest.fail(f"a test connects to {host}")
        connect(self, address)  # type: ignore[arg-type]  # typeshed knows the forms that an address may have

    monkeypatch.setattr(socket.socket, "connect", local)
    look_up = socket.getaddrinfo

    def numeric(host: str | None, *arguments: Any, **options: Any) -> object:  # noqa: ANN401  # whatever it takes
        if host is not None and host != "localhost" and not host.replace(".", "").isdecimal() and ":" not in host:
            pytest.fail(f"a test looks up {host}")
        return look_up(host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", numeric)


def lay_site(root: Path) -> None:
    """Give a copy of the toy list what a site needs of this repository's, but for the pages about other papers."""
    shutil.copy(REPOSITORY / "mkdocs.yml", root)
    shutil.copytree(REPOSITORY / "templates", root / "templates")
    others = shutil.ignore_patterns("families", "guides")
    shutil.copytree(REPOSITORY / "site", root / "site", ignore=others, dirs_exist_ok=True)


@pytest.fixture(scope="session")
def toy_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of a copy of the toy list of which a site can be built."""
    root = tmp_path_factory.mktemp("toy") / "list"
    shutil.copytree(TOY, root)
    lay_site(root)
    return root


@pytest.fixture
def toy(tmp_path: Path) -> Path:
    """Return the root of a copy of the toy list, to break."""
    root = tmp_path / "toy"
    shutil.copytree(TOY, root)
    return root


@pytest.fixture(scope="session")
def toy_edition() -> Edition:
    """Return the toy list, ready to be rendered."""
    return check(TOY).edition()


@pytest.fixture(scope="session")
def list_edition() -> Edition:
    """Return the list of this repository, ready to be rendered."""
    return check(REPOSITORY).edition()


@pytest.fixture(scope="session")
def new_list(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the root of a list as `catalog new` makes it."""
    return new(tmp_path_factory.mktemp("new") / "awesome-papers").folder


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a function that compares a text with the golden file of a name."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        assert text == path.read_text()

    return compare
