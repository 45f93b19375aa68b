"""axe-core finds no barrier on the site: https://github.com/dequelabs/axe-core."""

from collections.abc import Iterator
from typing import Final

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.outputs import addresses
from tests.conftest import REPOSITORY

AXE: Final = REPOSITORY / "build/oracles/node_modules/axe-core/axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
EXCUSED: Final = {
    (
        "aria-dialog-name",
        ".md-search",
    ): "the theme's dialog has no name; the field in it, where the focus goes, has one",
    ("landmark-unique", ".md-code__nav"): "a script of the theme puts a `nav` into each block of code",
}
"""What the theme itself does, by rule and end of the selector, and why it may stand."""

PLACES: Final = {
    "home": "",
    "paper": addresses.paper("wang2019ranked"),
    "family": addresses.family("proxy-based"),
    "group of families": addresses.family("loss-functions"),
    "venue": addresses.venue("NeurIPS"),
    "year": addresses.year(2020),
    "author": addresses.author("suha-kwak"),
    "topic": addresses.topic("image-retrieval"),
    "families": addresses.FAMILIES,
    "venues": addresses.VENUES,
    "years": addresses.YEARS,
    "topics": addresses.TOPICS,
    "authors": addresses.AUTHORS,
    "statistics": addresses.STATISTICS,
    "reading": "reference/reading/",
    "fields": "reference/fields/",
    "architecture": "contribute/architecture/",
    "adding": "contribute/adding/",
    "links": "contribute/links/",
}
RUN: Final = """
async tags => {
  await Promise.all(document.getAnimations().map(animation => animation.finished))
  return (await axe.run({runOnly: tags})).violations
}
"""


@pytest.fixture(scope="module", params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    """Return the colours that the reader asks for."""
    return str(request.param)


@pytest.fixture(scope="module", params=[1280, 360], ids=["wide", "narrow"])
def page(request: pytest.FixtureRequest, browser: Browser, scheme: str) -> Iterator[Page]:
    """Return a window of a width, which knows axe."""
    assert AXE.exists(), "axe-core is not installed; run `make oracles`, which installs it with npm"
    context = browser.new_context(
        viewport={"width": request.param, "height": 800}, color_scheme="dark" if scheme == "dark" else "light"
    )
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


def barriers(page: Page) -> list[str]:
    """Return what axe finds that is not excused."""
    return [
        f"{found['id']}: {node['target']}: {node['failureSummary']}"
        for found in page.evaluate(RUN, list(RULES))
        for node in found["nodes"]
        if not any(found["id"] == rule and str(node["target"][-1]).endswith(end) for rule, end in EXCUSED)
    ]


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_axe_finds_no_barrier_on_a_page(page: Page, address: str, place: str) -> None:
    page.goto(f"{address}{place}")
    expect(page.locator("html.js")).to_be_attached()
    assert not barriers(page)


def test_axe_finds_no_barrier_in_the_results_of_a_search(page: Page, address: str) -> None:
    page.goto(f"{address}{PLACES['paper']}")
    page.keyboard.press("/")
    page.keyboard.type("proxy anchor")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    assert not barriers(page)


def test_axe_finds_a_barrier_where_there_is_one(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("html").evaluate("document => document.removeAttribute('lang')")
    assert [found.partition(":")[0] for found in barriers(page)] == ["html-has-lang"]
