"""The site of this repository in a real browser."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from catalog.edition import Edition
from catalog.outputs import addresses
from catalog.outputs.formats import CITATIONS
from tests.browser.conftest import Visit
from tests.browser.fixtures import PLACE
from tests.html_reading import dead_links, read_folder

PROXY_ANCHOR: Final = "kim2020proxy"
PROXY_ANCHOR_TITLE: Final = "Proxy Anchor Loss for Deep Metric Learning"
TABLES: Final = (
    addresses.venue("NeurIPS"),
    "reference/commands/",
    "reference/checks/",
    "reference/fields/",
    "reference/queries/",
    "reference/exports/",
    "reference/catalog-json/",
    "contribute/architecture/",
    "contribute/links/",
    "guides/losses/",
    "guides/benchmarks/",
)
"""Pages with tables."""

PLACES: Final = (
    "",
    addresses.paper(PROXY_ANCHOR),
    addresses.paper("wang2019ranked"),
    addresses.paper("bellet2013survey"),
    addresses.family("tuplet-structured"),
    addresses.family("loss-functions"),
    addresses.family("software"),
    addresses.author("suha-kwak"),
    addresses.year(2020),
    addresses.topic("image-retrieval"),
    addresses.FAMILIES,
    addresses.VENUES,
    addresses.AUTHORS,
    addresses.YEARS,
    addresses.TOPICS,
    addresses.STATISTICS,
    addresses.EXPORT,
    "reference/python/",
    "contribute/adding/",
    *TABLES,
)
"""Pages of all kinds."""


def test_home_shows_what_there_is_and_what_is_new(visit: Visit, list_edition: Edition) -> None:
    page = visit.open("")
    assert len(list_edition.papers) >= 214
    expect(page.locator(".figures")).to_contain_text(f"{len(list_edition.papers)} papers")
    expect(page.locator(".cards").first.get_by_role("link").first).to_be_visible()
    newest = page.locator("li.paper")
    assert 0 < newest.count() < 20
    for name in ("Browse and filter", "Take citations"):
        expect(page.get_by_role("link", name=name)).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_open_without_a_fault_and_without_sideways_scrolling(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 740})
    visit = Visit(context, address)
    for place in PLACES:
        page = visit.open(place)
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, place
    context.close()
    assert not visit.faults


def test_a_script_of_a_page_is_not_run(visit: Visit) -> None:
    """The policy of a page forbids what any data could smuggle in: scripts and handlers that stand in it."""
    page = visit.open(addresses.paper(PROXY_ANCHOR))
    page.evaluate(
        """() => {
          const script = document.body.appendChild(document.createElement("script"))
          script.textContent = "document.title = 'script'"
          document.body.insertAdjacentHTML("beforeend", `<button onclick="document.title = 1">x</button>`)
          document.body.lastElementChild.click()
        }"""
    )
    assert page.title().startswith(PROXY_ANCHOR_TITLE)
    assert len(visit.faults) == 2
    assert all("Content Security Policy" in fault for fault in visit.faults)
    visit.faults.clear()


def test_way_from_the_list_to_a_paper_and_its_kin(visit: Visit) -> None:
    page = visit.open("")
    page.get_by_role("link", name="Proxy-based losses").first.click()
    page.get_by_role("link", name=PROXY_ANCHOR_TITLE).first.click()
    page.get_by_role("link", name="Suha Kwak").click()
    expect(page.locator("h1")).to_have_text("Suha Kwak")
    page.get_by_role("link", name="CVPR 2020").first.click()
    expect(page.locator("h1")).to_contain_text("Computer Vision and Pattern Recognition")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Venues").click()
    expect(page.locator("h1")).to_have_text("Venues")


@pytest.mark.parametrize("key", [PROXY_ANCHOR, "kaya2019deep", "bellet2013survey"])
@pytest.mark.parametrize("by", ["click", "key"])
def test_copied_citation_is_the_text_of_its_file(visit: Visit, host: Path, key: str, by: str) -> None:
    page = visit.open(addresses.paper(key))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    for form in CITATIONS.values():
        button = page.get_by_role("button", name=f"Copy {form.label}", exact=True)
        if not button.is_visible():
            page.locator("summary", has_text=re.compile(f"^{form.label}$")).click()
        if by == "click":
            button.click()
        else:
            button.press("Enter")
        expect(page.get_by_role("status")).to_have_text("Copied to the clipboard")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert f"{copied}\n" == (host / PLACE / f"papers/{key}{form.suffix}").read_text()
    assert len(CITATIONS) == 4


def test_citation_is_selected_where_the_clipboard_is_forbidden(visit: Visit, host: Path) -> None:
    page = visit.open(addresses.paper(PROXY_ANCHOR))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error()) }")
    page.get_by_role("button", name="Copy BibTeX").click()
    expect(page.get_by_role("status")).to_contain_text("Ctrl+C")
    selected = page.evaluate("getSelection().toString()")
    assert f"{selected}\n" == (host / PLACE / f"papers/{PROXY_ANCHOR}.bib").read_text()


def expect_scheme(page: Page, scheme: str) -> None:
    """Expect a page to be light or dark."""
    expect(page.locator("body")).to_have_css("color-scheme", scheme)


@pytest.fixture
def dark(browser: Browser) -> Iterator[BrowserContext]:
    """Return what a browser keeps together, of a reader who asks for dark."""
    context = browser.new_context(color_scheme="dark")
    yield context
    context.close()


def test_colours_follow_the_reader_until_a_choice_is_made(dark: BrowserContext, address: str) -> None:
    page, other = dark.new_page(), dark.new_page()
    for one in (page, other):
        one.goto(address)
        expect_scheme(one, "dark")
    page.emulate_media(color_scheme="light")
    expect_scheme(page, "light")
    page.emulate_media(color_scheme="dark")
    page.get_by_role("button", name="Switch to light").click()
    expect_scheme(page, "light")
    # In another tab at once, on other pages, and against what is asked for later.
    expect(other.get_by_role("button", name="Switch to dark")).to_be_visible()
    expect_scheme(other, "light")
    page.goto(f"{address}{addresses.paper(PROXY_ANCHOR)}")
    expect_scheme(page, "light")
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Switch to dark").press("Enter")
    expect_scheme(page, "dark")


def test_colours_are_right_before_anything_is_painted(dark: BrowserContext, address: str) -> None:
    page = dark.new_page()
    # What comes after the script at the start of the body has not been read when it has run.
    page.add_init_script(
        """new MutationObserver(() => {
          if (document.querySelector(".md-header")) {
            window.atFirst ??= document.body.dataset.mdColorScheme
          }
        }).observe(document, {childList: true, subtree: true})"""
    )
    page.goto(address)
    assert page.evaluate("window.atFirst") == "slate"


def test_colours_can_be_chosen_where_storage_is_forbidden(dark: BrowserContext, address: str) -> None:
    dark.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }})"
    )
    page = dark.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(address)
    page.get_by_role("button", name="Switch to light").click()
    expect_scheme(page, "light")
    page.reload()
    expect_scheme(page, "dark")
    assert not faults


def test_print_leaves_out_what_is_for_screens(visit: Visit) -> None:
    page = visit.open(addresses.paper(PROXY_ANCHOR))
    page.emulate_media(media="print")
    for gone in (page.locator(".md-header"), page.locator("footer"), page.get_by_role("button", name="Copy BibTeX")):
        expect(gone).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_text("@inproceedings{kim2020proxy,").first).to_be_visible()


def test_site_works_without_scripts(visit_without_scripts: Visit) -> None:
    page = visit_without_scripts.open("")
    page.get_by_role("link", name="Proxy-based losses").first.click()
    expect(page.locator("math").first).to_be_visible()
    page.get_by_role("link", name=PROXY_ANCHOR_TITLE).first.click()
    expect(page.locator("h1")).to_have_text(PROXY_ANCHOR_TITLE)
    expect(page.get_by_text("@inproceedings{kim2020proxy,").first).to_be_visible()
    with page.expect_download() as file:
        page.get_by_role("link", name="kim2020proxy.bib", exact=True).click()
    assert file.value.suggested_filename == "kim2020proxy.bib"
    # The search is a link then, and nothing is shown that does nothing.
    expect(page.get_by_role("link", name="Search", exact=True)).to_have_attribute("href", "../../browse/")
    expect(page.locator("kbd")).to_be_hidden()
    assert page.get_by_role("button").count() == 0


COLOURS: Final = """
names => {
  const probe = document.body.appendChild(document.createElement("i"))
  return Object.fromEntries(names.map(name => {
    probe.style.cssText = `color: var(${name}); box-shadow: var(${name})`
    const style = getComputedStyle(probe)
    return [name, [style.color, style.boxShadow, getComputedStyle(document.body).colorScheme]]
  }))
}
"""
"""What the tokens of a page come to."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_colours_without_scripts_are_those_that_the_theme_chooses_with_them(
    browser: Browser, address: str, host: Path, scheme: Literal["light", "dark"]
) -> None:
    sheets = [path.read_text() for path in (host / PLACE).rglob("*.css")]
    tokens = {name for sheet in sheets for name in re.findall(r"--(?:md|catalog|figures)-[\w-]+(?=\s*:)", sheet)}
    # No highlighter is at work, so that its colours show nowhere.
    names = sorted(name for name in tokens if "-code-hl-" not in name)
    assert len(names) > 40
    found = []
    for scripts in (True, False):
        context = browser.new_context(color_scheme=scheme, java_script_enabled=scripts)
        page = context.new_page()
        page.goto(address)
        found.append(page.evaluate(COLOURS, names))
        context.close()
    assert found[0] == found[1]
    assert found[0]["--md-default-bg-color"][2] == scheme


def test_every_internal_link_of_the_list_leads_somewhere(host: Path) -> None:
    assert not list(dead_links(host / PLACE, read_folder(host / PLACE)))


def test_tables_fit_a_phone(phone: Visit) -> None:
    for place in TABLES:
        page = phone.open(place)
        boxes = page.evaluate(
            "[...document.querySelectorAll('table')].map(table => table.getBoundingClientRect().right)"
        )
        assert boxes, place
        assert max(boxes) <= 360, place


STOP: Final = """
() => {
  const found = document.activeElement
  const box = found.getBoundingClientRect()
  const style = getComputedStyle(found)
  return {
    name: `${found.className} ${found.textContent.trim()}`,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && found.checkVisibility({checkVisibilityCSS: true}),
    marked: style.outlineStyle !== "none",
  }
}
"""
"""Where the keyboard is."""


@pytest.mark.parametrize("place", ["", addresses.paper(PROXY_ANCHOR), addresses.FAMILIES, "reference/commands/"])
def test_every_stop_of_the_tab_key_is_seen_and_marked(visit: Visit, place: str) -> None:
    page = visit.open(place)
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    names = [stop["name"].strip() for stop in stops]
    assert names[0] == "md-skip Skip to content"
    assert names.index("site-search Search /") < names.index("site-scheme") < names.index("Families")
    assert not [stop for stop in stops if not (stop["seen"] and stop["marked"])]


def test_long_formula_is_scrolled_by_keyboard(phone: Visit) -> None:
    page = phone.open(addresses.family("proxy-based"))
    box = page.get_by_role("group", name="Proxy-Anchor")
    box.focus()
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    box.evaluate("box => box.addEventListener('scroll', () => box.setAttribute('data-at', box.scrollLeft))")
    page.keyboard.press("ArrowRight")
    expect(box).to_have_attribute("data-at", re.compile("[1-9]"))


def test_map_of_the_families_is_scrolled_to_what_the_keyboard_reaches(phone: Visit) -> None:
    page = phone.open(addresses.FAMILIES)
    box = page.locator(".map-scroll")
    page.locator(".map a", has_text="Proxy-based losses").focus()
    assert box.evaluate("box => box.scrollLeft") > 0
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Proxy-based losses")


def test_keyboard_reaches_the_content_past_the_header(visit: Visit) -> None:
    page = visit.open(addresses.paper(PROXY_ANCHOR))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_class(re.compile("md-skip"))
    skip.press("Enter")
    page.wait_for_url("**/#content")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('article').contains(document.activeElement)")


CUT: Final = """
() => [...document.querySelectorAll('svg.chart')].map(chart => {
  const edges = document.querySelector('article').getBoundingClientRect()
  return [...chart.querySelectorAll('text')]
    .map(text => [text.textContent, text.getBoundingClientRect(), parseFloat(getComputedStyle(text).fontSize)])
    .filter(([, box, size]) => box.left < edges.left || box.right > edges.right || box.width < 4 || size < 12)
    .map(([words]) => words)
})
"""
"""What of each chart is outside of the page's column, or set in small letters."""


def test_charts_fit_a_phone_without_small_letters(phone: Visit) -> None:
    page = phone.open("statistics/")
    found = page.evaluate(CUT)
    assert len(found) == 4
    assert found == [[]] * 4


def test_charts_are_pictures_with_names(visit: Visit) -> None:
    page = visit.open("statistics/")
    for name in ("Papers by year and family", "Venues", "Code by year", "Most frequent authors"):
        expect(page.get_by_role("img", name=name)).to_be_visible()
    venues = page.get_by_role("table", name="Papers by venue")
    expect(venues.get_by_role("link", name="CVPR", exact=True)).to_be_visible()
