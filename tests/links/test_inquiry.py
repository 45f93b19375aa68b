"""The asking of one address goes on after each answer as it should, and ends."""

from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.links.inquiry import Budget, Inquiry, Policy
from catalog.links.quirks import QUIRKS, Quirk
from catalog.links.verdict import State, Verdict
from catalog.web import Answer, Exchange, Failure, Request, Trouble

URL: Final = "http://oven.test/rye"
PATIENT: Final = Policy(retries=2, max_redirects=3)
HONEST: Final = {"oven.test": Quirk("oven.test", "answers HEAD as it does GET", honest_head=True)}
BEGINNING: Final = {"range": "bytes=0-1023"}


def inquiry(url: str = URL, *, wants_pdf: bool = False, budget: int = 10, honest: bool = False) -> Inquiry:
    return Inquiry(url, wants_pdf, PATIENT, Budget(budget), HONEST if honest else {})


def hear(asked: Inquiry, *exchanges: Exchange) -> Verdict | None:
    for exchange in exchanges:
        asked.hear(exchange, 0.0)
    return asked.verdict


def moved(location: str, status: int = 301) -> Answer:
    return Answer(status, {"location": location})


OK: Final = Answer(200)


def test_the_first_request_asks_for_the_beginning_of_the_page() -> None:
    assert inquiry().request() == Request(URL, "GET", BEGINNING)


def test_what_follows_the_fragment_sign_is_not_sent() -> None:
    assert inquiry("http://oven.test/rye#crust").request().url == URL


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("http://oven.test", "http://oven.test/"),
        ("http://OVEN.test:80/", "http://oven.test/"),
        ("https://oven.test:443/", "https://oven.test/"),
        ("https://oven.test:80/", "https://oven.test:80/"),
        ("http://bäckerei.test/brötchen?q=süß", "http://xn--bckerei-5wa.test/br%C3%B6tchen?q=s%C3%BC%C3%9F"),
        ("http://oven.test/%C3%A9%2F", "http://oven.test/%C3%A9%2F"),
        ("http://[::1]:8080/rye", "http://[::1]:8080/rye"),
    ],
)
def test_an_address_is_sent_in_ascii(url: str, sent: str) -> None:
    assert inquiry(url).request().url == sent


def test_the_host_is_that_of_the_next_request() -> None:
    asked = inquiry()
    assert asked.host == "oven.test"
    asked.hear(moved("http://crumb.test:8080/"), 0.0)
    assert asked.host == "crumb.test:8080"


@pytest.mark.parametrize(
    ("statuses", "state"),
    [
        ((301,), "redirected"),
        ((308,), "redirected"),
        ((301, 308, 301), "redirected"),
        ((302,), "ok"),
        ((303,), "ok"),
        ((307,), "ok"),
        ((301, 302), "ok"),
        ((302, 301), "ok"),
    ],
)
def test_a_page_has_moved_for_good_if_every_redirect_says_so(statuses: tuple[int, ...], state: str) -> None:
    hops = [moved(f"/{number}", status) for number, status in enumerate(statuses)]
    found = hear(inquiry(), *hops, OK)
    assert found is not None
    assert (found.state, found.final_url) == (state, f"http://oven.test/{len(statuses) - 1}")


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("wheat", "http://oven.test/wheat"),
        ("/wheat", "http://oven.test/wheat"),
        ("?a=1", "http://oven.test/rye?a=1"),
        ("//crumb.test/", "http://crumb.test/"),
        ("../../wheat", "http://oven.test/wheat"),
        ("/wheat#crust", "http://oven.test/wheat"),
        (" /wheat ", "http://oven.test/wheat"),
        ("/a b", "http://oven.test/a%20b"),
        ("/br\xc3\xb6t", "http://oven.test/br%C3%B6t"),
        ("/br\xf6t", "http://oven.test/br%C3%B6t"),
        ("HTTP://crumb.test/", "http://crumb.test/"),
        ("http://CRUMB.test:80", "http://crumb.test/"),
        ("http://b\xc3\xa4ckerei.test/", "http://xn--bckerei-5wa.test/"),
        ("//b\xe4ckerei.test/", "http://xn--bckerei-5wa.test/"),
        ("/100%?q=%zz%41", "http://oven.test/100%25?q=%25zz%41"),
        ('/"{rye}"', "http://oven.test/%22%7Brye%7D%22"),
        ("/?" + "x" * 4000, "http://oven.test/?" + "x" * 4000),
    ],
)
def test_a_location_is_read_as_browsers_read_it(location: str, url: str) -> None:
    asked = inquiry()
    asked.hear(moved(location), 0.0)
    assert asked.verdict is None
    assert asked.request().url == url


@given(location=st.text(st.characters(max_codepoint=255), max_size=40), status=st.sampled_from([301, 302, 303, 307]))
def test_whatever_a_location_says_the_inquiry_goes_on_or_ends(location: str, status: int) -> None:
    asked = inquiry()
    asked.hear(moved(location, status), 0.0)
    assert (asked.verdict is None) == (asked.current != URL)


@given(st.lists(st.sampled_from([200, 202, 301, 302, 308, 400, 403, 404, 405, 416, 429, 500, 503, 999]), min_size=40))
def test_every_inquiry_ends(statuses: list[int]) -> None:
    """A host that says whatever it likes gets no more requests than redirects, retries and the other ways allow."""
    asked = inquiry(honest=True)
    for number, status in enumerate(statuses):
        asked.hear(Answer(status, {"location": f"/{number}"}), 0.0)
        if asked.verdict is not None:
            break
    assert asked.verdict is not None
    assert number < 3 + 3 * PATIENT.max_redirects + 3 + PATIENT.retries


def test_a_circle_of_redirects_is_broken() -> None:
    found = hear(inquiry(), moved("/a"), moved("/b"), moved("/a"))
    assert found == Verdict(State.BROKEN, "redirects in a circle", 301, "http://oven.test/b")


@pytest.mark.parametrize("location", ["", "#crust", "/rye", "HTTP://OVEN.test:80/rye#crust"])
def test_a_page_that_leads_to_itself_however_written_is_a_circle(location: str) -> None:
    assert hear(inquiry(), moved(location)) == Verdict(State.BROKEN, "redirects in a circle", 301)


@pytest.mark.parametrize("which", [0, 1, 2], ids=["the first", "the second", "the last"])
def test_a_circle_in_which_one_redirect_sets_a_cookie_bars_robots(which: int) -> None:
    """Who keeps the cookie gets out of the circle; a person's browser does."""
    hops = [moved("/a", 302), moved("/b", 302), moved("/a", 302)]
    hops[which] = Answer(302, {**hops[which].headers, "set-cookie": "a=b"})
    found = hear(inquiry(), *hops)
    reason = "redirects in a circle to those who keep no cookies"
    assert found == Verdict(State.BLOCKED, reason, 302, "http://oven.test/b")


def test_a_cookie_on_the_way_to_a_page_that_opens_is_no_matter() -> None:
    found = hear(inquiry(), Answer(302, {"location": "/a", "set-cookie": "a=b"}), OK)
    assert found == Verdict(State.OK, "200 OK, at http://oven.test/a", 200, "http://oven.test/a")


@pytest.mark.parametrize(
    ("location", "what"),
    [
        ("http://2130706433/", "has the malformed host `2130706433`"),
        ("http://0177.0.0.1/", "has the malformed host `0177.0.0.1`"),
        ("http://ana@oven.test/", "has a user name before its host"),
        ("http://oven.test:0/", "has an impossible port"),
        ("http://oven.test:99999/", "has a malformed host or port"),
        ("http://o ven.test/", "has a space in it"),
        ("mailto:ana@oven.test", "is neither `https://` nor `http://`"),
    ],
)
def test_a_redirect_to_what_may_not_be_asked_is_invalid(location: str, what: str) -> None:
    found = hear(inquiry(), moved(location))
    assert found == Verdict(State.INVALID, f"redirects to an address that {what}", 301)


def test_as_many_redirects_are_followed_as_the_policy_says() -> None:
    hops = [moved(f"/{number}") for number in range(4)]
    assert hear(inquiry(), *hops[:3]) is None
    found = hear(inquiry(), *hops)
    assert found is not None
    assert (found.state, found.reason) == (State.BROKEN, "redirects more than 3 times")


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 406, 410, 429, 501, 503, 999])
def test_a_refusal_of_head_is_not_believed(status: int) -> None:
    asked = inquiry(honest=True)
    assert asked.request() == Request(URL, "HEAD", {})
    assert hear(asked, Answer(status)) is None
    assert asked.request().method == "GET"
    assert hear(asked, OK) == Verdict(State.OK, "200 OK", 200)


def test_head_is_believed_where_it_opens() -> None:
    assert hear(inquiry(honest=True), OK) == Verdict(State.OK, "200 OK", 200)


def test_a_pdf_is_never_asked_for_by_head() -> None:
    assert inquiry(wants_pdf=True, honest=True).request().method == "GET"


def test_head_is_not_carried_to_a_host_of_which_nothing_is_known() -> None:
    asked = inquiry(honest=True)
    asked.hear(moved("http://crumb.test/"), 0.0)
    assert asked.request().method == "GET"


@pytest.mark.parametrize("status", [400, 416])
def test_a_host_that_splits_no_page_is_asked_for_the_whole_one(status: int) -> None:
    asked = inquiry()
    assert hear(asked, Answer(status)) is None
    assert asked.request() == Request(URL, "GET", {})
    assert hear(asked, OK) == Verdict(State.OK, "200 OK", 200)


def test_a_bad_request_that_stays_one_is_broken() -> None:
    found = hear(inquiry(), Answer(400), Answer(400))
    assert found == Verdict(State.BROKEN, "400: takes the address for malformed", 400)


def test_a_busy_host_is_asked_again_later_and_later_and_left_alone_meanwhile() -> None:
    asked = inquiry()
    waits = []
    for _ in range(3):
        asked.hear(Answer(503), 0.0)
        waits.append((asked.wait, asked.park, asked.verdict is None))
    assert waits == [(1.0, 1.0, True), (2.0, 2.0, True), (0.0, 0.0, False)]


def test_a_host_with_an_error_is_asked_again_without_sparing_its_other_pages() -> None:
    asked = inquiry()
    asked.hear(Answer(500), 0.0)
    assert (asked.wait, asked.park) == (1.0, 0.0)


def test_a_host_says_for_how_long_it_wants_to_be_left_alone() -> None:
    asked = inquiry()
    asked.hear(Answer(429, {"retry-after": "30"}), 0.0)
    assert (asked.wait, asked.park) == (30.0, 30.0)


def test_a_host_that_wants_to_be_left_alone_for_too_long_is_blocked() -> None:
    found = hear(inquiry(), Answer(429, {"retry-after": "61"}))
    assert found == Verdict(State.BLOCKED, "429: has been asked too often", 429)


@pytest.mark.parametrize(
    ("trouble", "again"),
    [
        (Trouble.NO_NAME, False),
        (Trouble.CERTIFICATE, False),
        (Trouble.FORBIDDEN, False),
        (Trouble.TIMEOUT, False),
        (Trouble.UNREACHABLE, False),
        (Trouble.GARBAGE, False),
        (Trouble.NAME_SERVER, True),
        (Trouble.RESET, True),
        (Trouble.REFUSED, True),
        (Trouble.TLS, True),
    ],
)
def test_a_trouble_is_met_by_asking_again_where_that_may_help(trouble: Trouble, again: bool) -> None:  # noqa: FBT001  # a column of the table
    asked = inquiry()
    asked.hear(Failure(trouble, "why"), 0.0)
    assert (asked.verdict is None) == again


def test_the_retries_of_all_inquiries_together_are_bounded() -> None:
    budget = Budget(3)
    asked = [Inquiry(URL, wants_pdf=False, policy=PATIENT, budget=budget, quirk_of={}) for _ in range(10)]
    for each in asked:
        each.hear(Answer(500), 0.0)
    assert sum(each.verdict is None for each in asked) == 3


def test_a_redirect_to_where_it_fails_says_where() -> None:
    found = hear(inquiry(), moved("http://crumb.test/"), Failure(Trouble.NO_NAME, "there is no host `crumb.test`"))
    assert found == Verdict(
        State.BROKEN, "there is no host `crumb.test`, at http://crumb.test/", None, "http://crumb.test/"
    )


def test_an_inquiry_that_is_given_up_may_have_better_luck_another_time() -> None:
    asked = inquiry()
    asked.give_up("its host is silent")
    assert asked.concluded == Verdict(State.TRANSIENT, "its host is silent")


def test_an_inquiry_that_is_not_done_has_no_verdict() -> None:
    with pytest.raises(ValueError, match=r"http://oven\.test/rye is not done"):
        _ = inquiry().concluded


@pytest.mark.parametrize("host", QUIRKS)
def test_a_quirk_stands_under_its_host_in_ascii(host: str) -> None:
    assert QUIRKS[host].host == host == host.lower()
    assert QUIRKS[host].note
