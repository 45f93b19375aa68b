"""A browser that asks no other host, and the list's site on a host of this machine; oracles use them too."""

import os
import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

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


class Quiet(SimpleHTTPRequestHandler):
    """Sends files, and prints nothing of it."""

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
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(host))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/{PLACE}/"
        server.shutdown()
        thread.join()
