"""What browser tests share: windows on the site, and what goes wrong in them."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page


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
