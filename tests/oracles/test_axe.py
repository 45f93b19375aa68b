"""axe-core finds no barrier on the site: https://github.com/dequelabs/axe-core."""

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.outputs import addresses
from tests.conftest import REPOSITORY

AXE: Final = REPOSITORY / "build/oracles/node_modules/axe-core/axe.min.js"
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
PLACES: Final = {
    "home": "",
    "paper": addresses.paper("wang2019ranked"),
    "paper with implementations": addresses.paper("deng2019arcface"),
    "paper with little": addresses.paper("bellet2013survey"),
    "family": addresses.family("proxy-based"),
    "family without papers": addresses.family("software"),
    "group of families": addresses.family("loss-functions"),
    "venue": addresses.venue("NeurIPS"),
    "year": addresses.year(2020),
    "author": addresses.author("suha-kwak"),
    "topic": addresses.topic("image-retrieval"),
    "families": addresses.FAMILIES,
    "guide": "guides/start/",
    "guide with tables": "guides/losses/",
    "guide with numbers": "guides/benchmarks/",
    "venues": addresses.VENUES,
    "years": addresses.YEARS,
    "topics": addresses.TOPICS,
    "libraries": addresses.LIBRARIES,
    "library": addresses.library("pytorch-metric-learning"),
    "library without methods to import": addresses.library("insightface"),
    "authors": addresses.AUTHORS,
    "statistics": addresses.STATISTICS,
    "export": addresses.EXPORT,
    "reading": "reference/reading/",
    "fields": "reference/fields/",
    "commands": "reference/commands/",
    "python": "reference/python/",
    "architecture": "contribute/architecture/",
    "adding": "contribute/adding/",
    "links": "contribute/links/",
    "your own list": "contribute/your-own-list/",
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
    """Return what axe finds."""
    return [
        f"{found['id']}: {node['target']}: {node['failureSummary']}"
        for found in page.evaluate(RUN, list(RULES))
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_axe_finds_no_barrier_on_a_page(page: Page, address: str, place: str) -> None:
    page.goto(f"{address}{place}")
    # Made by the script, so that all else that it makes is there too.
    expect(page.get_by_role("button", name="Switch to")).to_be_visible()
    page.evaluate("() => document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert not barriers(page)


def test_axe_finds_no_barrier_where_there_is_no_page(page: Page, address: str) -> None:
    # At any depth, its addresses begin at the root of the host.
    root = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}/"
    page.route(
        lambda url: not url.startswith(address),
        lambda route: route.continue_(url=f"{address}{route.request.url.removeprefix(root)}"),
    )
    page.goto(f"{address}404.html")
    expect(page.get_by_role("button", name="Switch to")).to_be_visible()
    assert not barriers(page)
    page.unroute_all()


@pytest.mark.parametrize("words", ["proxy anchor", "metric learning", "proxy zzzzz"])
def test_axe_finds_no_barrier_in_the_search(page: Page, address: str, words: str) -> None:
    page.goto(f"{address}{PLACES['paper']}")
    page.keyboard.press("/")
    dialog = page.get_by_role("dialog", name="Search")
    expect(dialog).to_be_visible()
    assert not barriers(page)
    page.keyboard.type(words)
    expect(dialog.get_by_role("status")).to_contain_text("result", ignore_case=True)
    page.keyboard.press("ArrowDown")
    assert not barriers(page)
    dialog.get_by_text("Filter and sort").click()
    expect(dialog.get_by_label("Sort")).to_be_visible()
    assert not barriers(page)


def test_axe_finds_no_barrier_among_filters_faults_and_a_selection(page: Page, address: str) -> None:
    page.goto(f"{address}{addresses.BROWSE}?has=code&family=proxi-based&q=venue:CVRP&venue=CVPR&venue=ECCV")
    expect(page.get_by_role("alert").filter(has_text="no venue")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="no family")).to_be_visible()
    page.get_by_role("checkbox", name="Select").locator("visible=true").first.check()
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.locator(".browse details").evaluate_all("all => all.forEach(found => { found.open = true })")
    # Half behind the bar that stays at the bottom, any link seems too small; whoever scrolls sees it whole.
    page.locator(".browse-take").evaluate("bar => { bar.style.position = 'static' }")
    assert not barriers(page)


def test_axe_finds_a_barrier_where_there_is_one(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("html").evaluate("document => document.removeAttribute('lang')")
    assert [found.partition(":")[0] for found in barriers(page)] == ["html-has-lang"]
