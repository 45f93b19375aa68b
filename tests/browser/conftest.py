"""What browser tests share: a browser that asks no other host, and the list's site on a host of this machine."""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from catalog.edition import Edition
from catalog.mkdocs_plugin import build_site

REPOSITORY: Final = Path(__file__).parent.parent.parent
PLACE: Final = "some/folder"
"""Where the site stands on its host."""

PROGRAMS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
QUIET: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)

# A machine that runs other tests at the same time is slow, not wrong.
expect.set_options(timeout=20_000)


def program() -> str | None:
    """Return the browser that CATALOG_CHROMIUM names, or one that is installed; None is Playwright's own."""
    named = os.environ.get("CATALOG_CHROMIUM")
    return named or next(filter(None, map(shutil.which, PROGRAMS)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium."""
    with sync_playwright() as playwright:
        path = program() or playwright.chromium.executable_path
        if not Path(path).is_file():
            pytest.fail(
                "no browser: install Chromium (`apt-get install chromium`, or `.venv/bin/playwright install "
                "--with-deps chromium`), or name one in CATALOG_CHROMIUM",
                pytrace=False,
            )
        running = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield running
        running.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the standard library's name
        """Print nothing."""


@pytest.fixture(scope="session")
def host(list_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a host; this repository's site stands in a folder of it, as on project pages."""
    host = tmp_path_factory.mktemp("host")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("SITE_URL", raising=False)
        patch.delenv("REPOSITORY_URL", raising=False)
        build_site(REPOSITORY, list_edition, host / PLACE)
    return host


@pytest.fixture(scope="session")
def address(host: Path) -> Iterator[str]:
    """Return the address of this repository's site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(host))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{PLACE}/"
        server.shutdown()
        thread.join()


class Visit:
    """A window on the site, and what went wrong in it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.address = address
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on(
            "console", lambda said: self.faults.append(said.text) if said.type in {"error", "warning"} else None
        )
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on("dialog", self._refuse)
        context.on("request", lambda request: self._note(request.url))
        context.on("response", lambda response: self._answer(response.status, response.url))

    def _refuse(self, dialog: object) -> None:
        self.faults.append(f"a dialog opened: {dialog}")

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.faults.append(f"asked for {url}")

    def _answer(self, status: int, url: str) -> None:
        if status >= 400:
            self.faults.append(f"{status} for {url}")

    def open(self, place: str) -> Page:
        """Open a page of the site."""
        self.page.goto(f"{self.address}{place}")
        return self.page


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Return a fresh window; a console error, a script's error or a request to another host fails the test."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context, address)
    yield visit
    context.close()
    assert not visit.faults


@pytest.fixture
def visit_without_scripts(browser: Browser, address: str) -> Iterator[Visit]:
    """Return a fresh window that runs no scripts."""
    context = browser.new_context(java_script_enabled=False)
    visit = Visit(context, address)
    yield visit
    context.close()
    assert not visit.faults


@pytest.fixture(params=["light", "dark"])
def phone(request: pytest.FixtureRequest, browser: Browser, address: str) -> Iterator[Visit]:
    """Return a fresh window of a phone's width, in the light and in the dark."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=request.param)
    visit = Visit(context, address)
    yield visit
    context.close()
    assert not visit.faults
