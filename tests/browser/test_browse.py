"""The page of all papers: filters, the address, the selection and its citations, with and without scripts."""

import json
import random
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from catalog import facets
from catalog.derive import PaperRecord
from catalog.edition import Edition
from catalog.mkdocs_plugin import build_site
from catalog.outputs import addresses
from catalog.outputs.formats import CITATIONS
from catalog.query import Facets, matches, parse, parse_values
from tests.browser.conftest import Visit
from tests.browser.fixtures import REPOSITORY, Quiet
from tests.editions import edition_of, paper

TABLE: Final[dict[str, list[dict[str, Any]]]] = json.loads((Path(__file__).parent.parent / "queries.json").read_text())
STEP: Final = 100
"""How many rows the page has before a reader comes near its end."""
FIELDS: Final = ("family", "venue", "topic", "presentation", "has")

SHOWN: Final = """
() => [...document.querySelectorAll("li.paper")].filter(row => row.checkVisibility())
  .map(row => row.querySelector("a").getAttribute("href").split("/").at(-2))
"""
"""The ids of the papers that a reader sees, in their order."""

COUNTS: Final = """
() => [...document.querySelectorAll("[data-facet] input")].map(box =>
  [box.name, box.value, Number(document.getElementById(box.getAttribute("aria-describedby")).textContent), box.checked])
"""

Paper = tuple[PaperRecord, Facets]
State = Mapping[str, list[str]]


@pytest.fixture(scope="session")
def papers(list_edition: Edition) -> list[Paper]:
    """Return the papers in reading order, each with what may be asked of it."""
    return list(facets.facets(list_edition))


def lay_all(page: Page) -> None:
    """Put all rows that were found on the page, as it does by itself for who comes near its end, or prints."""
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def shown(page: Page) -> list[str]:
    lay_all(page)
    found: list[str] = page.evaluate(SHOWN)
    return found


def rows(page: Page) -> Locator:
    return page.locator("li.paper:visible")


def select_papers(page: Page, edition: Edition, keys: list[str]) -> None:
    expect(page.locator(".browse.is-ready")).to_be_attached()
    lay_all(page)
    for key in keys:
        page.get_by_role("checkbox", name=f"Select {edition.catalog[key].value.title}", exact=True).check()


def found(edition: Edition, papers: list[Paper], state: State) -> list[str]:
    """Return what Python finds for the parts of an address."""
    known = facets.known(edition.catalog)
    queries = [parse(text, known) for text in state.get("q", [])]
    queries += [parse_values(name, values, known) for name, values in state.items() if name != "q" and values]
    return [record.id for record, paper in papers if all(matches(query, paper) for query in queries)]


def states(papers: list[Paper]) -> Iterator[State]:
    """Yield addresses that ask for what some papers have."""
    random_ = random.Random(64)
    for _ in range(25):
        _, paper = random_.choice(papers)
        state: dict[str, list[str]] = {}
        for name in random_.sample(FIELDS, random_.randint(1, 3)):
            some = sorted({value for _, each in random_.sample(papers, 2) for value in getattr(each, name)})
            state[name] = sorted({*getattr(paper, name)[:2], *(some[:1] if name != "has" else ())})
        if random_.random() < 0.3:
            state["q"] = [random_.choice(("metric", "-loss", "author:kim", '"deep metric"'))]
        if random_.random() < 0.3:
            state["year"] = [f"{paper.year - 1}..{paper.year}"]
        yield state


def test_filters_find_and_count_what_python_finds(visit: Visit, list_edition: Edition, papers: list[Paper]) -> None:
    page = visit.page
    for state in states(papers):
        visit.open(f"browse/?{urlencode(state, doseq=True)}")
        expected = found(list_edition, papers, state)
        expect(page.locator("#count")).to_have_text(re.compile(rf"^({len(expected)} of )?{len(papers)} papers$"))
        expect(rows(page)).to_have_count(min(len(expected), STEP))
        assert shown(page) == expected
        for name, value, count, is_checked in page.evaluate(COUNTS):
            assert is_checked == (value in state.get(name, ()))
            others = [*state.get(name, []), value] if name == "has" else [value]
            assert count == len(found(list_edition, papers, {**state, name: others})), (state, name, value)


def test_values_are_called_as_people_read_them(visit: Visit, list_edition: Edition, papers: list[Paper]) -> None:
    page = visit.open("browse/")
    proxies = page.get_by_role("group", name="Family").get_by_role("checkbox", name="Proxy-based losses", exact=True)
    proxies.check()
    page.get_by_role("checkbox", name="has code", exact=True).check()
    expected = found(list_edition, papers, {"family": ["proxy-based"], "has": ["code"]})
    assert 0 < len(expected) < len(papers)
    expect(page.get_by_role("status").filter(has_text="papers")).to_have_text(
        f"{len(expected)} of {len(papers)} papers"
    )
    assert shown(page) == expected
    expect(proxies).to_have_accessible_description(str(len(expected)))


def test_nothing_is_loaded_before_it_is_used(visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = visit.open("browse/")
    expect(page.locator(".browse.is-ready")).to_be_attached()
    page.get_by_role("checkbox", name=re.compile("^Select ")).first.check()
    assert not [url for url in asked if url.endswith((".json", ".bib", ".ris"))]
    page.get_by_role("checkbox", name="has code", exact=True).check()
    expect(page.locator("#count")).to_contain_text(" of ")
    page.get_by_role("checkbox", name="has PDF", exact=True).check()
    assert [url.rpartition("/")[2] for url in asked].count("papers.json") == 1


def test_address_says_what_is_chosen_and_back_takes_it_back(visit: Visit) -> None:
    page = visit.open("browse/?from=elsewhere")
    page.get_by_label("has code", exact=True).check()
    expect(page).to_have_url(re.compile(r"/browse/\?has=code$"))
    page.get_by_label("CVPR", exact=True).check()
    page.get_by_label("From year").select_option("2019")
    page.get_by_role("combobox", name="Sort", exact=True).select_option("Title")
    expect(page).to_have_url(re.compile(r"/browse/\?has=code&venue=CVPR&year=2019\.\.&sort=title$"))
    before = shown(page)
    page.reload()
    expect(rows(page)).to_have_count(min(len(before), STEP))
    assert shown(page) == before
    expect(page.get_by_role("combobox", name="Sort", exact=True)).to_have_value("title")
    page.go_back()
    expect(page.get_by_role("combobox", name="Sort", exact=True)).to_have_value("newest")
    page.go_back()
    page.go_back()
    expect(page.get_by_label("CVPR", exact=True)).not_to_be_checked()
    expect(page.get_by_label("has code", exact=True)).to_be_checked()
    page.go_back()
    expect(page.get_by_label("has code", exact=True)).not_to_be_checked()
    page.go_forward()
    expect(page.get_by_label("has code", exact=True)).to_be_checked()
    expect(page.locator("#count")).to_contain_text(" of ")


def test_typing_leaves_one_step_for_the_back_button(visit: Visit) -> None:
    page = visit.open("")
    visit.open("browse/")
    page.get_by_role("searchbox", name="Query").press_sequentially("proxy -loss", delay=40)
    expect(page).to_have_url(re.compile(r"/browse/\?q=proxy\+-loss$"))
    page.go_back()
    expect(page).to_have_url(visit.address)


def test_link_with_everything_opens_what_was_shared(visit: Visit, list_edition: Edition, papers: list[Paper]) -> None:
    state = {"q": ["-xyzzy"], "family": ["proxy-based", "survey"], "year": ["2017..2021"], "has": ["arxiv"]}
    page = visit.open(f"browse/?{urlencode(state, doseq=True)}&sort=oldest&utm_source=post")
    expected = found(list_edition, papers, state)
    expect(rows(page)).to_have_count(len(expected))
    assert sorted(shown(page)) == sorted(expected)
    expect(page.get_by_role("searchbox")).to_have_value("-xyzzy")
    expect(page.get_by_label("To year")).to_have_value("2021")
    expect(page.locator("#address-fault")).to_be_empty()
    page.get_by_role("button", name="Reset").click()
    expect(rows(page)).to_have_count(STEP)
    expect(page).to_have_url(f"{visit.address}browse/")
    assert shown(page) == [record.id for record, _ in papers]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("family=proxi-based", "no family `proxi-based`; did you mean `proxy-based`?"),
        ("venue=%3Cb%3E", "no venue `<b>`; choose one of the filters"),
        ("has=cod", "`has` takes no `cod`; did you mean `code`?"),
        ("topic=zzzzzz&topic=graphs", "no topic `zzzzzz`; choose one of the filters"),
        ("year=1066", re.compile("^no year `1066`; the list has `")),
        ("year=soon", re.compile("^no year `soon`; the list has `")),
        ("year=2020..2018", "`2020..2018` ends before it begins; write `2018..2020`"),
        ("sort=size", "no order `size`; write `newest`, `oldest`, `title`, `venue`"),
    ],
)
def test_address_that_asks_in_vain_is_told_so(visit: Visit, given: str, message: str | re.Pattern[str]) -> None:
    page = visit.open(f"browse/?{given}")
    expect(page.get_by_role("alert").filter(has_text=re.compile("."))).to_have_text(message)


@pytest.mark.parametrize(
    ("given", "chosen"),
    [
        ("venue=NIPS", ["NeurIPS"]),
        ("family=Proxy-based+losses", ["proxy-based"]),
        ("family=classical", ["mahalanobis", "local-kernel"]),
    ],
)
def test_address_takes_other_names_of_a_value_too(visit: Visit, given: str, chosen: list[str]) -> None:
    page = visit.open(f"browse/?{given}")
    expect(page.locator("#count")).to_contain_text(" of ")
    assert [value for _, value, _, is_checked in page.evaluate(COUNTS) if is_checked] == chosen


def test_fault_of_a_query_is_told_and_what_was_found_stays(visit: Visit) -> None:
    page = visit.open("browse/")
    field = page.get_by_role("searchbox", name="Query")
    field.fill("venue:CVPR")
    expect(page.locator("#count")).to_contain_text(" of ")
    before = shown(page)
    field.fill("venue:CVRP")
    expect(page.get_by_role("alert").filter(has_text="no venue")).to_have_text("no venue `CVRP`; did you mean `CVPR`?")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert shown(page) == before
    page.get_by_label("has code", exact=True).check()
    expect(rows(page)).not_to_have_count(len(before))
    assert set(shown(page)) < set(before)
    field.fill("venue:ICCV")
    expect(field).to_have_attribute("aria-invalid", "false")
    expect(page.locator("#query-fault")).to_be_empty()


def test_papers_that_no_filter_finds_leave_a_sentence(visit: Visit) -> None:
    page = visit.open("browse/?q=xyzzyxyzzy")
    expect(page.get_by_text("No paper fits all of this.")).to_be_visible()
    for name in ("Copy", "Download", "Select all shown"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()


def test_orders(visit: Visit, papers: list[Paper]) -> None:
    page = visit.open("browse/")
    years = {record.id: record.value.year for record, _ in papers}
    titles = {record.id: paper.title for record, paper in papers}
    venues = {record.id: record.value.venue.lower() for record, _ in papers}
    reading = [record.id for record, _ in papers]
    for label, expected in {
        "Oldest": sorted(reading, key=years.__getitem__),
        "Title": sorted(reading, key=titles.__getitem__),
        "Venue": sorted(reading, key=venues.__getitem__),
        "Newest": reading,
    }.items():
        page.get_by_role("combobox", name="Sort", exact=True).select_option(label)
        expect(page).to_have_url(re.compile("sort=" if label != "Newest" else "/browse/$"))
        expect(page.locator("li.paper").first.get_by_role("link").first).to_have_attribute(
            "href", f"../{addresses.paper(expected[0])}"
        )
        assert shown(page) == expected


@pytest.mark.parametrize("name", CITATIONS)
@pytest.mark.parametrize("keys", [["wang2019ranked", "kim2020proxy", "bellet2013survey"], ["kim2020proxy"], []])
def test_what_is_taken_is_what_export_writes(visit: Visit, list_edition: Edition, name: str, keys: list[str]) -> None:
    page = visit.open("browse/?venue=CVPR" if not keys else "browse/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    expect(page.locator(".browse.is-ready")).to_be_attached()
    if keys:
        select_papers(page, list_edition, keys)
        expect(page.get_by_text(f"{len(keys)} selected")).to_be_visible()
    else:
        expect(page.get_by_text(re.compile(r"^\d+ of \d+ papers$"))).to_be_visible()
        keys = shown(page)
        expect(page.get_by_text(f"{len(keys)} shown")).to_be_visible()
    taken = CITATIONS[name]
    expected = taken.render(list_edition, [list_edition.catalog[key] for key in keys])
    page.get_by_role("combobox", name="Format", exact=True).select_option(taken.label)
    page.get_by_role("button", name="Copy").click()
    papers = "1 paper" if len(keys) == 1 else f"{len(keys)} papers"
    expect(page.get_by_role("status").filter(has_text="Copied")).to_have_text(f"Copied {papers} as {taken.label}")
    assert page.evaluate("navigator.clipboard.readText()").encode() == expected
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == f"{keys[0] if len(keys) == 1 else 'references'}{taken.suffix}"
    assert download.value.path().read_bytes() == expected


def test_all_papers_are_taken_as_the_file_has_them(visit: Visit, list_edition: Edition) -> None:
    page = visit.open("browse/")
    for taken in CITATIONS.values():
        page.get_by_role("combobox", name="Format", exact=True).select_option(taken.label)
        with page.expect_download() as download:
            page.get_by_role("button", name="Download").click()
        assert download.value.path().read_bytes() == taken.render(list_edition, list_edition.papers)


def test_citations_can_be_copied_by_hand_where_the_clipboard_is_forbidden(visit: Visit, list_edition: Edition) -> None:
    page = visit.page
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    visit.open("browse/")
    select_papers(page, list_edition, ["kim2020proxy"])
    page.get_by_role("button", name="Copy").click()
    field = page.get_by_role("textbox", name="Citations")
    expect(field).to_be_focused()
    expected = CITATIONS["bibtex"].render(list_edition, [list_edition.catalog["kim2020proxy"]]).decode()
    assert page.evaluate("getSelection().toString()") == expected.rstrip("\n") or field.input_value() == expected
    field.blur()
    expect(field).not_to_be_attached()


def test_selection_outlasts_filters_and_a_visit_to_a_paper(visit: Visit, list_edition: Edition) -> None:
    page = visit.open("browse/")
    select_papers(page, list_edition, ["kim2020proxy", "bellet2013survey"])
    page.get_by_label("CVPR", exact=True).check()
    expect(page.get_by_text("2 selected, 1 not shown")).to_be_visible()
    page.get_by_role("link", name="Proxy Anchor Loss for Deep Metric Learning").click()
    expect(page.locator("h1")).to_have_text("Proxy Anchor Loss for Deep Metric Learning")
    page.go_back()
    expect(page.get_by_text("2 selected, 1 not shown")).to_be_visible()
    page.reload()
    expect(page.get_by_text("2 selected, 1 not shown")).to_be_visible()
    page.get_by_role("button", name="Clear selection").click()
    expect(page.get_by_role("button", name="Clear selection")).to_be_hidden()
    expect(page.get_by_role("checkbox", name=re.compile("^Select "), checked=True)).to_have_count(0)


def test_all_shown_are_selected_and_stay_so(visit: Visit, list_edition: Edition, papers: list[Paper]) -> None:
    page = visit.open("browse/?family=proxy-based")
    expected = found(list_edition, papers, {"family": ["proxy-based"]})
    expect(rows(page)).to_have_count(len(expected))
    page.get_by_role("button", name="Select all shown").click()
    expect(page.get_by_text(f"{len(expected)} selected")).to_be_visible()
    page.get_by_role("button", name="Reset").click()
    lay_all(page)
    expect(page.get_by_role("checkbox", name=re.compile("^Select "), checked=True)).to_have_count(len(expected))


SMALL: Final = """
() => [...document.querySelector(".browse").querySelectorAll(
    ".browse-choice > label, li > label, li div a, button, select, summary, #query")]
  .filter(element => element.checkVisibility())
  .map(element => [element.textContent.trim().slice(0, 30), element.getBoundingClientRect()])
  .filter(([, box]) => box.height < 24 || box.width < 24)
  .map(([name, box]) => `${name} ${box.width}x${box.height}`)
"""


def test_filters_open_on_a_phone(phone: Visit) -> None:
    page = phone.open("browse/")
    box = page.get_by_role("checkbox", name="has code", exact=True)
    expect(rows(page).first).to_be_visible()
    expect(box).to_be_hidden()
    page.get_by_text("Filters", exact=True).click()
    box.check()
    expect(page.get_by_text("Filters (1)")).to_be_visible()
    page.get_by_role("checkbox", name=re.compile("^Select ")).first.check()
    expect(page.get_by_text("1 selected")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert page.evaluate(SMALL) == []


def test_an_award_without_spaces_does_not_widen_the_list(phone: Visit) -> None:
    page = phone.open("browse/")
    expect(rows(page).first).to_be_visible()
    rows(page).first.locator("div").evaluate(
        "facts => facts.prepend(Object.assign(document.createElement('em'), { textContent: 'x'.repeat(200) }))"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


STOP: Final = """
() => {
  const found = document.activeElement
  const [box] = found.getClientRects() // of a link on two lines, the first
  const top = document.elementFromPoint(box.x + Math.min(box.width, 8) / 2, box.y + box.height / 2)
  return {
    name: found.getAttribute("aria-label") ?? found.labels?.[0]?.textContent.trim() ?? found.textContent.trim(),
    isWithin: found.closest(".browse") !== null,
    isSeen: found === top || found.contains(top) || (found.labels ? [...found.labels].includes(top) : false),
    isMarked: getComputedStyle(found).outlineStyle !== "none",
  }
}
"""


def test_keyboard_reaches_everything_in_a_sensible_order(
    visit: Visit, list_edition: Edition, papers: list[Paper]
) -> None:
    page = visit.open("browse/?family=survey")
    surveys = len(found(list_edition, papers, {"family": ["survey"]}))
    expect(rows(page)).to_have_count(surveys)
    page.get_by_role("link", name="export", exact=True).focus()
    stops = []
    page.keyboard.press("Tab")
    while (stop := page.evaluate(STOP))["isWithin"]:
        stops.append(stop)
        page.keyboard.press("Tab")
    assert not [stop for stop in stops if not (stop["isSeen"] and stop["isMarked"])]
    names = [stop["name"] for stop in stops]
    expected = ["Query", "How to write queries", "has code", "From year", "Surveys and tutorials", "CVPR", "Reset"]
    expected += ["Select all shown", "Sort", "Format", "Copy", "Download"]
    places = [next(at for at, name in enumerate(names) if name.startswith(wanted)) for wanted in expected]
    assert places == sorted(places)
    assert [name.startswith("Select ") for name in names[places[-1] + 1 :]].count(True) == surveys


def test_keyboard_alone_filters_selects_and_takes(visit: Visit, list_edition: Edition) -> None:
    page = visit.open("browse/")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("searchbox", name="Query").focus()
    page.keyboard.type("proxy anchor / s")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("ControlOrMeta+A")
    page.keyboard.type("id:kim2020proxy")
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_count(1)
    page.get_by_role("checkbox", name=re.compile("^Select ")).locator("visible=true").focus()
    page.keyboard.press("Space")
    expect(page.get_by_text("1 selected")).to_be_visible()
    page.get_by_role("button", name="Copy").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text="Copied")).to_be_visible()
    expected = CITATIONS["bibtex"].render(list_edition, [list_edition.catalog["kim2020proxy"]])
    assert page.evaluate("navigator.clipboard.readText()").encode() == expected


def test_slash_opens_the_search_of_the_site_from_a_filter(visit: Visit) -> None:
    page = visit.open("browse/")
    page.get_by_role("checkbox", name="has code", exact=True).focus()
    page.keyboard.press("/")
    expect(page.get_by_role("dialog", name="Search")).to_be_visible()


def test_page_is_a_plain_list_without_scripts(visit_without_scripts: Visit, papers: list[Paper]) -> None:
    page = visit_without_scripts.open("browse/?has=code")
    assert len(rows(page).all()) == len(papers)
    expect(page.get_by_role("checkbox")).to_have_count(0)
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)
    ways = page.locator(".browse-ways")
    for name in ("family", "venue", "year", "topic", "author", "export"):
        expect(ways.get_by_role("link", name=name)).to_be_visible()


@contextmanager
def served(edition: Edition, folder: Path) -> Iterator[str]:
    """Build the site of an edition, serve it, and yield the address of the page of its papers."""
    build_site(REPOSITORY, edition, folder)
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/browse/"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_long_list_grows_as_a_reader_comes_near_its_end(
    browser: Browser, toy_edition: Edition, tmp_path: Path, *, has_scripts: bool
) -> None:
    papers = {f"baker2020b{number}": paper(title=f"Bread {number:03}") for number in range(250)}
    with served(edition_of(toy_edition, papers), tmp_path) as address:
        context = browser.new_context(java_script_enabled=has_scripts)
        page = context.new_page()
        page.goto(address)
        if not has_scripts:
            assert all(row.is_visible() for row in page.locator("li.paper").all())
            expect(page.locator("li.paper")).to_have_count(250)
        else:
            expect(page.locator("li.paper")).to_have_count(100)
            expect(page.locator("#count")).to_have_text("250 papers")
            for count in (200, 250):
                page.locator("li.paper").last.scroll_into_view_if_needed()
                expect(page.locator("li.paper")).to_have_count(count)
            page.get_by_role("button", name="Select all shown").click()
            expect(page.get_by_text("250 selected")).to_be_visible()
            page.get_by_role("combobox", name="Sort", exact=True).select_option("Title")
            expect(page).to_have_url(f"{address}?sort=title")
            expect(page.locator("li.paper")).to_have_count(100)
            assert page.locator("li.paper > a").all_inner_texts() == [f"Bread {number:03}" for number in range(100)]
            page.evaluate("dispatchEvent(new Event('beforeprint'))")
            expect(page.locator("li.paper")).to_have_count(250)
        context.close()


@pytest.fixture(scope="module")
def toy_page(browser: Browser, toy_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Return the page of the toy list's papers."""
    with served(toy_edition, tmp_path_factory.mktemp("toy")) as address:
        context = browser.new_context()
        page = context.new_page()
        page.goto(address)
        yield page
        context.close()


ASK: Final = """
async text => {
  const query = document.getElementById("query")
  query.value = text
  query.dispatchEvent(new Event("change", {bubbles: true}))
  await fetch("papers.json").then(answer => answer.text())
  await new Promise(resolve => setTimeout(resolve))
}
"""


@pytest.mark.parametrize("row", TABLE["found"], ids=[row["what"] for row in TABLE["found"]])
def test_page_finds_what_find_finds(toy_page: Page, row: dict[str, Any]) -> None:
    toy_page.evaluate(ASK, row["query"])
    expect(toy_page.locator("#query-fault")).to_be_empty()
    assert shown(toy_page) == row["ids"]


@pytest.mark.parametrize("row", TABLE["faulty"], ids=[row["query"] for row in TABLE["faulty"]])
def test_page_complains_as_find_does(toy_page: Page, row: dict[str, Any]) -> None:
    toy_page.evaluate(ASK, row["query"])
    expect(toy_page.locator("#query-fault")).to_have_text(row["message"])


def test_hostile_values_are_found_through_the_address(toy_page: Page, toy_edition: Edition) -> None:
    for key, (_, records) in toy_edition.venues.items():
        toy_page.goto(f"{toy_page.url.partition('?')[0]}?venue={quote(key)}")
        expect(rows(toy_page)).to_have_count(len(records))
        assert parse_qs(urlsplit(toy_page.url).query)["venue"] == [key]
