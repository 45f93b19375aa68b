"""The search of the site in a real browser: what it finds first, by which keys, and what it asks of the host."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from catalog.edition import Edition
from catalog.mkdocs_plugin import build_site
from catalog.outputs import addresses
from tests.browser.conftest import Visit
from tests.browser.fixtures import REPOSITORY, Quiet
from tests.hostile_papers import TITLES, hostile

PROXY_ANCHOR: Final = addresses.paper("kim2020proxy")
N_PAIR: Final = addresses.paper("sohn2016improved")

PROBES: Final = (
    # Accents, left out and typed.
    ("Sakir Bilge", addresses.author("hasan-sakir-bilge"), 1),
    ("Şakir Bilge", addresses.author("hasan-sakir-bilge"), 1),
    ("Krahenbuhl", addresses.author("philipp-krahenbuhl"), 1),
    ("Krähenbühl", addresses.author("philipp-krahenbuhl"), 1),
    # Compounds, however they are joined. The family of pairs has all three words, and its name has two of them.
    ("npair", N_PAIR, 1),
    ("N-pair", N_PAIR, 1),
    ("n pair loss", N_PAIR, 2),
    ("softtriple", addresses.paper("qian2019softtriple"), 1),
    # Identifiers, and addresses that are pasted whole.
    ("2003.13911", PROXY_ANCHOR, 1),
    ("arXiv:2003.13911", PROXY_ANCHOR, 1),
    ("https://arxiv.org/abs/2003.13911", PROXY_ANCHOR, 1),
    ("10.1109/CVPR42600.2020.00330", PROXY_ANCHOR, 1),
    ("https://doi.org/10.1109/CVPR42600.2020.00330", PROXY_ANCHOR, 1),
    ("kim2020proxy", PROXY_ANCHOR, 1),
    # Classes of libraries, and what methods are called.
    ("ProxyAnchorLoss", PROXY_ANCHOR, 1),
    ("MultiSimilarityLoss", addresses.paper("wang2019multi"), 1),
    ("losses.CircleLoss", addresses.paper("sun2020circle"), 1),
    ("fastap", addresses.paper("cakir2019deep"), 1),
    ("lmnn", addresses.paper("weinberger2005distance"), 1),
    ("xbm", addresses.paper("wang2020cross"), 1),
    ("ArcFace", addresses.paper("deng2019arcface"), 1),
    ("supcon", addresses.paper("khosla2020supervised"), 1),
    ("SupConLoss", addresses.paper("khosla2020supervised"), 1),
    ("moco", addresses.paper("he2020momentum"), 1),
    ("Recall@k surrogate", addresses.paper("patel2022recall"), 1),
    ("partialfc", addresses.paper("an2022killing"), 1),
    ("facenet", addresses.paper("schroff2015facenet"), 1),
    # A slip of the finger, and a word that is not typed to its end.
    ("triplett", addresses.family("triplet-based"), 3),
    ("ensembl", addresses.family("ensemble-attention"), 3),
    # Phrases, and the words of a title in another order.
    ('"ranked list loss"', addresses.paper("wang2019ranked"), 1),
    ('"proxy anchor"', PROXY_ANCHOR, 1),
    ('"metric learning reality check"', addresses.paper("musgrave2020metric"), 1),
    ('"lifted structure"', addresses.paper("song2016deep"), 1),
    # A phrase in the titles of three papers, and in what the family is called.
    ('"learning to rank"', addresses.family("ranking-based"), 4),
    ("anchor proxy metric deep loss", PROXY_ANCHOR, 1),
    ("cross batch memory", addresses.paper("wang2020cross"), 1),
    ("facenet triplet", addresses.paper("schroff2015facenet"), 1),
    # Families by their names, their keys and what else they are called.
    ("Mahalanobis", addresses.family("mahalanobis"), 1),
    ("hyperbolic", addresses.family("hyperbolic"), 1),
    ("proxy-based losses", addresses.family("proxy-based"), 1),
    ("contrastive loss", addresses.family("pair-based"), 1),
    ("triplet loss", addresses.family("triplet-based"), 1),
    ("infonce", addresses.family("tuplet-structured"), 1),
    ("semi-hard mining", addresses.family("mining-sampling"), 1),
    # Libraries, and what they are imported as.
    ("scikit-learn", addresses.library("scikit-learn"), 1),
    ("pytorch_metric_learning", addresses.library("pytorch-metric-learning"), 1),
    # Venues by all their names, topics, people, years. FaceNet has both words of the topic in its title.
    ("NIPS", addresses.venue("NeurIPS"), 1),
    ("NeurIPS", addresses.venue("NeurIPS"), 1),
    ("CVPR", addresses.venue("CVPR"), 1),
    ("Computer Vision and Pattern Recognition", addresses.venue("CVPR"), 1),
    ("image retrieval", addresses.topic("image-retrieval"), 1),
    ("face recognition", addresses.topic("face-recognition"), 2),
    ("Suha Kwak", addresses.author("suha-kwak"), 1),
    ("kim sungyeon", addresses.author("sungyeon-kim"), 1),
    ("2020", addresses.year(2020), 1),
    # Pages about the list.
    ("how to cite", addresses.EXPORT, 1),
    ("export", addresses.EXPORT, 2),
    ("queries", "reference/queries/", 1),
    ("csl-json", "reference/exports/", 3),
    ("add a paper", "contribute/adding/", 3),
)
"""What is typed, which page a reader means by it, and within how many results it must come."""


def field(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Search")


def options(page: Page) -> Locator:
    return page.get_by_role("listbox", name="Results").get_by_role("option")


def active(page: Page) -> Locator:
    return page.locator("[role=option][aria-selected=true]")


def ask(page: Page, words: str) -> None:
    """Open the search, type words and wait for what they find."""
    page.keyboard.press("/")
    field(page).fill(words)
    expect(options(page).first).to_be_visible()


@pytest.fixture(scope="module")
def window(browser: Browser, address: str) -> Iterator[Page]:
    """Return a window for questions that leave it as it was."""
    page = browser.new_page()
    page.goto(address)
    page.keyboard.press("/")
    yield page
    page.close()


@pytest.mark.parametrize(("words", "place", "within"), PROBES, ids=[words for words, _, _ in PROBES])
def test_search_finds_what_is_meant_first(window: Page, address: str, words: str, place: str, within: int) -> None:
    field(window).fill("")
    expect(options(window)).to_have_count(0)
    field(window).fill(words)
    expect(options(window).first).to_be_visible()
    # Groups are in the order of their best results: the first option is the best of all, and later ones are ranked
    # by the order in which they came.
    found = {str(one["id"]): str(one["href"]) for one in window.evaluate(OPTIONS)}
    ranked = [found[f"search-option-{rank}"].removeprefix(address) for rank in range(min(within, len(found)))]
    assert place in ranked
    assert within > 1 or options(window).first.get_attribute("id") == "search-option-0"


OPTIONS: Final = "[...document.querySelectorAll('[role=option]')].map(({id, href}) => ({id, href}))"


@pytest.mark.parametrize("words", ["proxy", "triplet", "mining", "deep metric learning"])
def test_pages_about_the_list_do_not_come_before_papers(window: Page, words: str) -> None:
    field(window).fill("")
    expect(options(window)).to_have_count(0)
    field(window).fill(words)
    expect(options(window).first).to_be_visible()
    groups = window.locator(".search-kind").all_text_contents()
    assert "Papers" in groups
    assert "Pages" not in groups[: groups.index("Papers")]


@pytest.mark.parametrize("way", ["/", "s", "click"])
def test_search_opens_and_escape_gives_the_focus_back(visit: Visit, way: str) -> None:
    page = visit.open(PROXY_ANCHOR)
    link = page.get_by_role("link", name="Search", exact=True)
    if way == "click":
        link.click()
    else:
        page.get_by_role("link", name="Suha Kwak").focus()
        page.keyboard.press(way)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("")
    page.keyboard.type("triplet")
    expect(options(page).first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(link if way == "click" else page.get_by_role("link", name="Suha Kwak")).to_be_focused()
    # What was asked is there again, ready to be typed over.
    page.keyboard.press("/")
    expect(field(page)).to_have_value("triplet")
    page.keyboard.type("proxy")
    expect(field(page)).to_have_value("proxy")


def test_what_is_typed_before_the_search_is_there_is_not_lost(visit: Visit) -> None:
    page = visit.open("")
    page.evaluate(
        """() => {
          for (const key of "/proxy anchor") {
            document.body.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))
          }
        }"""
    )
    expect(field(page)).to_have_value("proxy anchor")
    expect(options(page).first).to_contain_text("Proxy Anchor")


@pytest.mark.parametrize("key", ["Control+/", "Control+s", "Alt+s"])
def test_keys_of_the_browser_stay_its_own(visit: Visit, key: str) -> None:
    page = visit.open("")
    page.keyboard.press(key)
    page.keyboard.press("/")  # opens it, so that there was time enough for the other
    expect(field(page)).to_have_value("")
    assert page.get_by_role("dialog").count() == 1


def test_link_of_the_search_opens_a_window_of_its_own_for_those_who_ask_so(visit: Visit) -> None:
    page = visit.open("")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Search", exact=True).click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url("**/browse/")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_arrows_go_round_through_the_field(visit: Visit) -> None:
    page = visit.open("")
    ask(page, "ranked list")
    last = options(page).count() - 1
    assert last > 0
    expect(active(page)).to_have_count(0)
    for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", None), ("ArrowUp", last)):
        page.keyboard.press(key)
        if place is None:
            expect(active(page)).to_have_count(0)
            assert field(page).get_attribute("aria-activedescendant") is None
        else:
            expect(options(page).nth(place)).to_have_attribute("aria-selected", "true")
            name = options(page).nth(place).get_attribute("id")
            expect(field(page)).to_have_attribute("aria-activedescendant", str(name))
        expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(active(page)).to_have_count(0)


def test_home_and_end_move_in_what_is_typed(visit: Visit) -> None:
    page = visit.open("")
    ask(page, "ranked list")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    expect(active(page)).to_have_count(0)
    assert field(page).evaluate("field => field.selectionStart") == 0
    page.keyboard.press("End")
    assert field(page).evaluate("field => field.selectionStart") == len("ranked list")


@pytest.mark.parametrize(("steps", "opened"), [(0, 0), (1, 0), (2, 1)])
def test_enter_opens_the_active_result_or_the_first(visit: Visit, steps: int, opened: int) -> None:
    page = visit.open("")
    ask(page, "proxy anchor")
    places = [str(option["href"]) for option in page.evaluate(OPTIONS)]
    assert places[0] != places[1]
    for _ in range(steps):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(places[opened])


def test_enter_waits_for_the_answer_to_what_was_typed_last(visit: Visit) -> None:
    page = visit.open("")
    ask(page, "facenet")
    # Faster than any answer: all keys in one go.
    field(page).evaluate(
        """field => {
          field.value = "kim2020proxy"
          field.dispatchEvent(new InputEvent("input"))
          field.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", cancelable: true, bubbles: true}))
        }"""
    )
    page.wait_for_url(f"**/{PROXY_ANCHOR}")


def test_a_result_can_be_opened_beside_the_page(visit: Visit) -> None:
    page = visit.open("")
    ask(page, "proxy anchor")
    with page.context.expect_page() as opened:
        options(page).first.click(modifiers=["ControlOrMeta"])
    opened.value.wait_for_url(f"**/{PROXY_ANCHOR}")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_results_are_grouped_with_authors_and_venue(visit: Visit) -> None:
    page = visit.open("")
    ask(page, "proxy anchor")
    found = page.get_by_role("group", name="Papers").get_by_role("option").first
    expect(found).to_contain_text("Proxy Anchor Loss for Deep Metric Learning")
    expect(found).to_contain_text("Sungyeon Kim, Dongwon Kim, Minsu Cho, Suha Kwak")
    expect(found).to_contain_text("CVPR 2020")
    expect(page.get_by_role("group", name="Families").locator("mark").first).to_contain_text("roxy")


def test_more_results_follow_and_the_first_of_them_is_active(visit: Visit) -> None:
    page = visit.open("")
    ask(page, "metric learning")
    before = options(page).count()
    page.get_by_role("button", name="More results").click()
    expect(field(page)).to_be_focused()
    expect(active(page)).to_have_id(f"search-option-{before}")
    assert options(page).count() > before


def test_filters_and_order_narrow_what_is_found(visit: Visit, list_edition: Edition) -> None:
    page = visit.open("")
    ask(page, "metric learning")
    page.get_by_text("Filter and sort").click()
    page.get_by_label("Venue").select_option("ICCV")
    page.get_by_label("Code").select_option("has code")
    expect(page.get_by_text("Filter and sort (2)")).to_be_visible()
    expect(page.locator(".search-kind")).to_have_text(["Papers"])
    expect(options(page).first).to_contain_text("ICCV")
    page.get_by_label("Sort").select_option("Oldest first")
    expect(options(page).first).to_contain_text("ICCV 2017")
    # Without words, the filters alone say what is wanted.
    field(page).fill("")
    wanted = [one for one in list_edition.papers if one.value.venue == "ICCV" and one.value.code]
    expect(page.get_by_role("status")).to_contain_text(f"{len(wanted)} results")


def test_numbers_beside_values_are_those_of_the_results(visit: Visit) -> None:
    page = visit.open("")
    ask(page, "triplet")
    page.get_by_text("Filter and sort").click()
    choice = page.get_by_label("Venue").locator("option", has_text="CVPR (")
    expect(choice).to_have_count(1)
    count = str(choice.text_content()).removeprefix("CVPR (").removesuffix(")")
    page.get_by_label("Venue").select_option("CVPR")
    expect(page.get_by_role("status")).to_have_text(f"{count} results")


def test_controls_stay_in_their_places_on_a_phone(phone: Visit) -> None:
    page = phone.open("")
    ask(page, "metric learning")
    page.get_by_text("Filter and sort").click()
    expect(page.get_by_label("Sort")).to_be_visible()
    boxes = [one.bounding_box() for one in page.locator(".search select").all()]
    assert len(boxes) >= 6
    for index, one in enumerate(boxes):
        assert one is not None
        assert one["x"] >= 0
        assert one["x"] + one["width"] <= 360
        for other in boxes[:index]:
            assert other is not None
            assert one["y"] >= other["y"] + other["height"] or one["x"] >= other["x"] + other["width"]


def test_link_to_the_browse_page_carries_the_words(visit: Visit) -> None:
    page = visit.open(PROXY_ANCHOR)
    ask(page, 'proxy & "anchor"')
    link = page.get_by_role("link", name="Filter and select on the browse page")
    assert link.evaluate("link => new URL(link.href).searchParams.get('q')") == 'proxy & "anchor"'
    link.click()
    page.wait_for_url("**/browse/?q=*")


def test_words_without_results_say_so(visit: Visit) -> None:
    page = visit.open("")
    page.keyboard.press("/")
    page.keyboard.type("xyzzyx plugh")
    expect(page.get_by_role("status")).to_contain_text("No results")
    expect(field(page)).to_have_attribute("aria-expanded", "false")


def test_nothing_of_the_search_is_loaded_before_it_is_wanted(browser: Browser, address: str) -> None:
    asked: list[str] = []
    page = browser.new_page()
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(address)
    page.get_by_role("link", name="Search", exact=True).hover()
    page.wait_for_load_state("networkidle")
    assert "javascripts/site.js" in asked
    assert not [name for name in asked if "search" in name or "pagefind" in name]
    ask(page, "proxy")
    assert "javascripts/search.js" in asked
    assert "pagefind/pagefind.js" in asked
    # The index comes in parts, and a page's own words when it is shown.
    assert sum("pagefind/fragment/" in name for name in asked) <= 12
    page.close()


def test_a_search_that_cannot_be_loaded_says_so_and_tries_again(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(address)
    page.keyboard.press("/")
    page.keyboard.type("proxy")
    expect(page.get_by_role("status")).to_contain_text("could not be loaded")
    expect(page.get_by_role("link", name="Filter and select on the browse page")).to_be_visible()
    page.unroute("**/pagefind/**")
    page.keyboard.type(" anchor")
    expect(options(page).first).to_contain_text("Proxy Anchor")
    page.close()


def test_without_the_script_of_the_search_the_browse_page_opens(browser: Browser, address: str) -> None:
    page = browser.new_page()
    page.route("**/search.js", lambda route: route.abort())
    page.goto(address)
    page.keyboard.press("/")
    page.wait_for_url("**/browse/")
    page.close()


def test_a_result_shows_what_its_paper_proposes(
    browser: Browser, toy_site: Path, toy_edition: Edition, tmp_path: Path
) -> None:
    build_site(toy_site, toy_edition, tmp_path)
    with served(tmp_path) as address:
        page = browser.new_page()
        page.goto(address)
        ask(page, "angstrom2021rye")
        shown = options(page).first.locator(".search-excerpt")
        expect(shown).to_have_text("Rye needs *more* water than [you](javascript:alert(1)) think.")
        page.close()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder and yield its address."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def hostile_address(toy_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a site whose records try to be more than text."""
    folder = tmp_path_factory.mktemp("hostile")
    build_site(REPOSITORY, hostile(toy_edition), folder)
    with served(folder) as address:
        yield address


@pytest.mark.parametrize("index", range(len(TITLES)), ids=TITLES)
def test_titles_that_look_like_code_are_found_and_shown_as_text(
    browser: Browser, hostile_address: str, index: int
) -> None:
    context = browser.new_context()
    visit = Visit(context, hostile_address)
    page = visit.open("")
    ask(page, f"hostile2021x{index:03}")
    assert page.locator(".search-title").first.text_content() == " ".join(TITLES[index].split())
    # Of all that a dialog of ours is made of, nothing came from the index.
    assert set(page.evaluate("[...document.querySelectorAll('.search *')].map(one => one.localName)")) <= {
        *("div", "input", "button", "details", "summary", "p", "a", "span", "mark"),
    }
    context.close()
    assert not visit.faults
