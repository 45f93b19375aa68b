"""What an answer means; the table of what hosts do has the most of it, here is what no host there does."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.links.judging import of_answer, of_failure, said
from catalog.links.verdict import State, Verdict
from catalog.web import Answer, Failure, Trouble, retry_after

NOON = datetime(2026, 1, 2, 12, tzinfo=UTC).timestamp()
HTML = {"content-type": "text/html; charset=utf-8"}


@pytest.mark.parametrize(
    ("given", "seconds"),
    [
        pytest.param("30", 30.0, id="seconds"),
        pytest.param(" 30 ", 30.0, id="with spaces"),
        pytest.param("0", 0.0, id="at once"),
        pytest.param("999999999999", 3600.0, id="for ever"),
        pytest.param("Fri, 02 Jan 2026 12:00:30 GMT", 30.0, id="a date"),
        pytest.param("Fri, 02 Jan 2026 13:00:30 +0100", 30.0, id="a date elsewhere"),
        pytest.param("Fri, 02 Jan 2026 12:00:30 -0000", 30.0, id="a date of nowhere"),
        pytest.param("Thu, 01 Jan 2026 12:00:00 GMT", 0.0, id="a date that has passed"),
        pytest.param("Fri, 31 Dec 2100 12:00:00 GMT", 3600.0, id="a date far ahead"),
        pytest.param("soon", 1.0, id="a word"),
        pytest.param("-5", 1.0, id="less than nothing"),
        pytest.param("1.5", 1.0, id="a fraction"),
        pytest.param("٣٠", 1.0, id="other digits"),
        pytest.param("", 1.0, id="nothing"),
    ],
)
def test_a_host_is_asked_again_when_it_says(given: str, seconds: float) -> None:
    assert retry_after(Answer(503, {"retry-after": given}), NOON) == seconds


def test_a_host_that_does_not_say_is_asked_again_after_a_second() -> None:
    assert retry_after(Answer(503), NOON) == 1.0


@given(
    st.text(max_size=40)
    | st.builds(
        "{}, {} {} {} {}:{}:{} {}".format,
        st.sampled_from(["Fri", "", "x"]),
        st.integers(-1, 40),
        st.sampled_from(["Jan", "Foo", ""]),
        st.integers(-1, 10**6),
        st.integers(-1, 99),
        st.integers(0, 99),
        st.integers(0, 99),
        st.sampled_from(["GMT", "+9999", "-2400", "+0000", "", "+99999999"]),
    )
)
def test_whatever_a_host_says_it_is_asked_again_within_the_hour(given: str) -> None:
    assert 0 <= retry_after(Answer(503, {"retry-after": given}), NOON) <= 3600


@given(
    status=st.integers(100, 999),
    body=st.binary(max_size=30) | st.sampled_from([b"%PDF-1.7", b"captcha"]),
    wants_pdf=st.booleans(),
)
def test_every_status_has_a_state_and_a_reason(status: int, body: bytes, wants_pdf: bool) -> None:  # noqa: FBT001  # given
    found = of_answer(Answer(status, {}, body), wants_pdf=wants_pdf, now=NOON)
    assert found.state in {State.OK, State.BLOCKED, State.TRANSIENT, State.BROKEN}
    assert found.reason
    assert found.status == status


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_state_and_keeps_its_words(trouble: Trouble) -> None:
    found = of_failure(Failure(trouble, "in these words"))
    assert found.reason == "in these words"
    assert (found.state is State.INVALID) == (trouble is Trouble.FORBIDDEN)
    assert (found.state is State.BROKEN) == (trouble in {Trouble.NO_NAME, Trouble.CERTIFICATE})


@pytest.mark.parametrize(
    "words",
    [b"Just a moment...", b"cf-chl-bypass", b"Enable JavaScript and cookies to continue", b"g-recaptcha", b"DataDome"],
)
def test_the_words_of_a_page_that_bars_robots_are_known_in_any_case(words: bytes) -> None:
    for body in (words, words.lower(), words.upper()):
        found = of_answer(Answer(403, {}, b"<html>" + body), wants_pdf=False, now=NOON)
        assert found.reason == "403: asks for a browser or a person"


@pytest.mark.parametrize("status", [200, 404, 410, 500])
def test_a_page_about_robots_is_no_page_that_bars_them(status: int) -> None:
    found = of_answer(Answer(status, HTML, b"A survey of the captcha"), wants_pdf=False, now=NOON)
    assert found.state is not State.BLOCKED


@pytest.mark.parametrize("wants_pdf", [False, True], ids=["of a page", "of a PDF"])
@pytest.mark.parametrize("status", [200, 206])
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'<script id="anubis_challenge" type="application/json">{"rules":{}}</script>', id="Anubis"),
        pytest.param(b"<link rel='stylesheet' href='/.x/go-away/cmd/go-away/assets/style.css'>", id="go-away"),
        pytest.param(
            b'<title>Wait</title><script nonce="a">(function(){window._cf_chl_opt = {cvId: "3"}}())</script>',
            id="Cloudflare",
        ),
        pytest.param(
            b'<form id="challenge-form" action="/rye?__cf_chl_f_tk=abc" method="POST">', id="Cloudflare, before"
        ),
        pytest.param(b'<script type="text/javascript">\nwindow.gokuProps = {"key": "a"};</script>', id="AWS WAF"),
        pytest.param(b'<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F">', id="SiteGround"),
        pytest.param(
            b'<iframe id="main-iframe" src="/_Incapsula_Resource?CWUDNSAI=9&incident_id=1-2&edet=12">', id="Imperva"
        ),
    ],
)
def test_a_challenge_is_known_by_its_markup_where_it_says_that_it_opens(
    body: bytes,
    status: int,
    wants_pdf: bool,  # noqa: FBT001  # a column of the table
) -> None:
    found = of_answer(Answer(status, HTML, b"<!doctype html><html>" + body), wants_pdf=wants_pdf, now=NOON)
    assert found == Verdict(State.BLOCKED, f"{status}: asks for a browser or a person", status)


@pytest.mark.parametrize("status", [200, 202, 403, 404, 405, 429, 503])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("cf-mitigated", "challenge"),
        ("x-amzn-waf-action", "challenge"),
        ("x-amzn-waf-action", "captcha"),
        ("x-vercel-mitigated", "challenge"),
    ],
)
def test_a_challenge_is_known_by_its_header_whatever_the_status(name: str, value: str, status: int) -> None:
    found = of_answer(Answer(status, {name: value}), wants_pdf=False, now=NOON)
    assert found == Verdict(State.BLOCKED, f"{status}: asks for a browser or a person", status)


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        pytest.param(HTML, b"<h1>Captcha</h1> Are you a robot? Just a moment...", id="words"),
        pytest.param(
            HTML, b'<script src="https://www.google.com/recaptcha/api.js"></script>', id="a form with a captcha"
        ),
        pytest.param(HTML, b'<div class="cf-turnstile" data-sitekey="a"></div>', id="a form with Turnstile"),
        pytest.param(
            HTML,
            b"<script>(function(){window.__CF$cv$params={r:'a'};a.src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'"
            b"})();</script>",
            id="a page that Cloudflare watches",
        ),
        pytest.param(
            HTML, b'<script src="/_Incapsula_Resource?SWJIYLWA=719d"></script>', id="a page that Imperva watches"
        ),
        pytest.param(HTML | {"x-datadome": "protected"}, b"<h1>Rye</h1>", id="a page that DataDome watches"),
        pytest.param(HTML, b'<pre>&lt;script id="anubis_challenge"&gt;</pre>', id="about Anubis"),
        pytest.param(HTML, b"<pre>window._cf_chl_opt = {}</pre>", id="about Cloudflare"),
        pytest.param(
            HTML,
            b'<script type="application/json">{"text": "window._cf_chl_opt = {}"}</script>',
            id="data about Cloudflare",
        ),
        pytest.param(HTML, b"<script>if (window._cf_chl_opt) {}</script>", id="a program about Cloudflare"),
        pytest.param({"content-type": "text/plain"}, b'<script id="anubis_challenge">', id="a text"),
        pytest.param({}, b'<script id="anubis_challenge">', id="of no type"),
        pytest.param(HTML | {"cf-mitigated": "no"}, b"", id="a header that says something else"),
    ],
)
def test_an_honest_page_that_opens_is_no_challenge(headers: dict[str, str], body: bytes) -> None:
    assert of_answer(Answer(200, headers, body), wants_pdf=False, now=NOON) == Verdict(State.OK, "200 OK", 200)


def test_a_refusal_without_a_challenge_has_a_reason_of_its_own() -> None:
    page = b"<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>"
    found = of_answer(Answer(403, {}, page), wants_pdf=False, now=NOON)
    assert found == Verdict(State.BLOCKED, "403: refuses access, maybe to robots alone", 403)


@pytest.mark.parametrize(
    ("body", "is_pdf"),
    [
        (b"%PDF-1.4", True),
        (b"\xef\xbb\xbf%PDF-1.4", True),
        (b"\r\n %PDF-1.4", True),
        (b"%!PS-Adobe", False),
        (b"<p>%PDF-1.4", False),
        (b"%pdf-1.4", False),
        (b"%PDF", False),
        (b"", False),
    ],
)
def test_a_pdf_begins_with_its_signature(body: bytes, is_pdf: bool) -> None:  # noqa: FBT001  # a column of the table
    found = of_answer(Answer(200, {}, body), wants_pdf=True, now=NOON)
    assert (found.state is State.OK) == is_pdf


@pytest.mark.parametrize(("status", "words"), [(200, "200 OK"), (404, "404 Not Found"), (799, "799")])
def test_a_status_is_told_with_its_phrase_if_it_has_one(status: int, words: str) -> None:
    assert said(status) == words
