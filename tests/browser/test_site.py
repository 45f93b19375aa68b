"""The site of this repository in a real browser."""

import re
from pathlib import Path
from typing import Final, Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from catalog.edition import Edition
from catalog.outputs import addresses, bibtex
from tests.browser.conftest import Visit
from tests.browser.fixtures import PLACE, REPOSITORY
from tests.html_reading import dead_links, read_folder

PROXY_ANCHOR = "kim2020proxy"
TABLES: Final = (
    addresses.venue("NeurIPS"),
    "reference/commands/",
    "reference/checks/",
    "reference/fields/",
    "reference/queries/",
    "contribute/architecture/",
    "contribute/links/",
)
"""Pages with tables."""

PLACES = (
    "",
    addresses.paper(PROXY_ANCHOR),
    addresses.family("tuplet-structured"),
    addresses.venue("NeurIPS"),
    addresses.author("suha-kwak"),
    addresses.year(2020),
    addresses.topic("image-retrieval"),
    "families/",
    "venues/",
    "authors/",
    "statistics/",
    *TABLES,
)
"""Pages of all kinds."""


def search(page: Page, words: str) -> None:
    """Type words into the search; it listens to keys, which `fill` presses none of."""
    field = page.get_by_role("textbox", name="Search")
    field.fill(words)
    field.press("End")


def test_home_lists_every_paper(visit: Visit, list_edition: Edition) -> None:
    page = visit.open("")
    assert len(list_edition.papers) >= 64
    expect(page.locator("li.paper")).to_have_count(len(list_edition.papers))


@pytest.mark.parametrize(
    "words",
    [
        "Proxy Anchor Loss for Deep Metric Learning",
        "Suha Kwak Minsu Cho proxy anchor",
        "proxy-based losses proxy anchor",
        "CVPR 2020 proxy anchor",
        "2003.13911",
        "arXiv 2003.13911",
        "kim2020proxy",
    ],
    ids=["title", "author", "family", "venue", "arXiv id", "arXiv id with its name", "citation key"],
)
def test_search_finds_a_paper(visit: Visit, words: str) -> None:
    page = visit.open("")
    search(page, words)
    found = page.locator(f".md-search-result__link[href*='{addresses.paper(PROXY_ANCHOR)}']")
    expect(found.first).to_be_visible()
    found.first.click()
    page.wait_for_url(f"**/{addresses.paper(PROXY_ANCHOR)}**")
    expect(page.locator("h1")).to_have_text("Proxy Anchor Loss for Deep Metric Learning")


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("Suha Kwak", addresses.author("suha-kwak")),
        ("Hasan Sakir Bilge", addresses.author("hasan-sakir-bilge")),
        ("CVPR", addresses.venue("CVPR")),
        ("N-pair", addresses.paper("sohn2016improved")),
        ("NIPS", addresses.venue("NeurIPS")),
        ("Proxy-based losses", addresses.family("proxy-based")),
        ("xyzzyxyzzy", None),
    ],
)
def test_search_finds_other_pages_too(visit: Visit, words: str, place: str | None) -> None:
    page = visit.open("papers/kim2020proxy/")
    search(page, words)
    if place is None:
        expect(page.locator(".md-search-result__meta")).to_have_text("No matching documents")
    else:
        expect(page.locator(f".md-search-result__link[href*='{place}']").first).to_be_visible()


def test_pages_open_without_an_error_and_fit_a_phone(phone: Visit) -> None:
    for place in PLACES:
        page = phone.open(place)
        expect(page.locator("h1")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, place


def test_way_from_the_list_to_a_paper_and_its_kin(visit: Visit) -> None:
    page = visit.open("")
    page.get_by_role("link", name="Proxy Anchor Loss for Deep Metric Learning").click()
    page.get_by_role("link", name="Suha Kwak").click()
    expect(page.locator("h1")).to_have_text("Suha Kwak")
    page.get_by_role("link", name="CVPR 2020").first.click()
    expect(page.locator("h1")).to_contain_text("Computer Vision and Pattern Recognition")
    page.get_by_role("navigation", name="Breadcrumb").get_by_role("link", name="Venues").click()
    expect(page.locator("h1")).to_have_text("Venues")


@pytest.mark.parametrize("key", [PROXY_ANCHOR, "kaya2019deep", "bellet2013survey"])
@pytest.mark.parametrize("by", ["click", "key"])
def test_copied_citation_is_the_entry_of_references_bib(visit: Visit, list_edition: Edition, key: str, by: str) -> None:
    page = visit.open(addresses.paper(key))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button = page.locator(".highlight:has(code.language-bibtex)").get_by_role("button")
    if by == "click":
        button.click()
    else:
        button.press("Enter")
    expect(page.locator(".md-dialog--active")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == bibtex.entry(list_edition, list_edition.catalog[key]).rstrip("\n")
    assert f"{copied}\n" in (REPOSITORY / "references.bib").read_text()


def test_light_and_dark_follow_the_reader_and_the_button(phone: Visit) -> None:
    page = phone.open("")
    scheme = page.locator("body").get_attribute("data-md-color-scheme")
    page.locator("label[for^='__palette']:visible").click()
    expect(page.locator("body")).not_to_have_attribute("data-md-color-scheme", str(scheme))


def test_site_works_without_scripts(visit_without_scripts: Visit, list_edition: Edition) -> None:
    page = visit_without_scripts.open("")
    expect(page.locator("li.paper")).to_have_count(len(list_edition.papers))
    page.get_by_role("link", name="Proxy Anchor Loss for Deep Metric Learning").click()
    expect(page.locator("h1")).to_have_text("Proxy Anchor Loss for Deep Metric Learning")
    expect(page.locator("code.language-bibtex")).to_contain_text("kim2020proxy")
    page.get_by_role("link", name="Proxy-based losses").first.click()
    expect(page.locator("math").first).to_be_visible()


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
        expect(page.locator(".md-typeset__scrollwrap").first).to_be_visible()
        wide = (
            "[...document.querySelectorAll('.md-typeset__scrollwrap')].filter(box => box.scrollWidth > box.clientWidth)"
        )
        assert page.evaluate(f"{wide}.length") == 0, place


@pytest.mark.parametrize("key", ["/", "s", "f"])
def test_key_opens_the_search_and_escape_closes_it(visit: Visit, key: str) -> None:
    page = visit.open(addresses.paper(PROXY_ANCHOR))
    page.keyboard.press(key)
    expect(page.get_by_role("textbox", name="Search")).to_be_focused()
    page.keyboard.type("triplet")
    expect(page.locator(".md-search-result__link").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".md-search-result__link").first).to_be_hidden()


STOP: Final = """
() => {
  const found = document.activeElement
  const shown = found.matches(".md-option") ? found.nextElementSibling : found
  const box = shown.getBoundingClientRect()
  const style = getComputedStyle(shown)
  return {
    name: `${found.className} ${found.textContent.trim()}`,
    seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight && shown.checkVisibility({checkVisibilityCSS: true}),
    marked: style.outlineStyle !== "none" || found.matches("input[type=text]"),
  }
}
"""
"""Where the keyboard is."""


def test_every_stop_of_the_tab_key_is_seen_and_marked(visit: Visit) -> None:
    page = visit.open(addresses.paper(PROXY_ANCHOR))
    stops = []
    for _ in range(30):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(STOP))
    assert "Suha Kwak" in " ".join(stop["name"] for stop in stops)
    assert not [stop for stop in stops if not (stop["seen"] and stop["marked"])]


def test_long_formula_is_scrolled_by_keyboard(phone: Visit) -> None:
    page = phone.open(addresses.family("proxy-based"))
    box = page.get_by_role("group", name="Proxy-Anchor")
    box.focus()
    assert box.evaluate("box => box.scrollWidth > box.clientWidth")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


def test_keyboard_reaches_the_content_past_the_header(visit: Visit) -> None:
    page = visit.open(addresses.paper(PROXY_ANCHOR))
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    expect(skip).to_have_class(re.compile("md-skip"))
    skip.press("Enter")
    page.wait_for_url("**/#title")


CUT: Final = """
() => [...document.querySelectorAll('svg.chart')].map(chart => {
  const edges = document.querySelector('.md-content__inner').getBoundingClientRect()
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
    expect(page.get_by_role("table", name="Papers by venue").get_by_role("link", name="CVPR")).to_be_visible()
