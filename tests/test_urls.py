"""What is wrong with the form of an address is told with the remedy; what browsers open has no fault."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.urls import LONGEST, ascii_host, fault_of, split


@pytest.mark.parametrize(
    "url",
    [
        "https://oven.test/",
        "http://oven.test",
        "https://oven.test:8080/rye?a=1&b=2#crust",
        "https://OVEN.test/Rye",
        "https://a-b.oven.test./",
        "https://bäckerei.test/brötchen",
        "https://xn--bckerei-5wa.test/",
        "https://烤箱.test/",
        "https://93.184.216.34/",
        "https://[2606:4700:4700::1111]:443/",
        "https://oven.test/%C3%A9",
        "https://oven.test/rye_(2021)~x!$&'*+,;=:@",
        "https://_dmarc.oven.test/",
        f"https://oven.test/{'a' * (LONGEST - len('https://oven.test/'))}",
    ],
)
def test_an_address_that_opens_has_no_fault(url: str) -> None:
    assert fault_of(url) is None


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        ("", "is neither `https://` nor `http://`; write the whole address of a page"),
        ("oven.test/rye", "is neither `https://` nor `http://`; write the whole address of a page"),
        ("ftp://oven.test/", "is neither `https://` nor `http://`; write the whole address of a page"),
        ("javascript:alert(1)", "is neither `https://` nor `http://`; write the whole address of a page"),
        ("HTTPS://oven.test/", "has a scheme that is not `https://` or `http://` to the letter; write that"),
        ("https:/oven.test/", "has a scheme that is not `https://` or `http://` to the letter; write that"),
        ("https://", "has no host; write `https://host/…`"),
        ("https:///rye", "has no host; write `https://host/…`"),
        ("https://oven.test/a b", "has a space in it; percent-encode or remove it"),
        ("https://oven.test/<a>", "has `<` in it; percent-encode or remove it"),
        ("https://oven.test\\rye", "has `\\` in it; percent-encode or remove it"),
        ("https://oven.test/100%", "has a `%` that begins no escape; write `%25` for the sign itself"),
        ("https://oven.test/%zz", "has a `%` that begins no escape; write `%25` for the sign itself"),
        ("https://oven.test:99999/", "has a malformed host or port; copy it again"),
        ("https://oven.test:0/", "has an impossible port; remove it"),
        ("https://oven.test:x/", "has a malformed host or port; copy it again"),
        ("https://[::1/", "has a malformed host or port; copy it again"),
        ("https://ana@oven.test/", "has a user name before its host; remove it"),
        ("https://ana:secret@oven.test/", "has a user name before its host; remove it"),
        ("https://oven/", "has the malformed host `oven`; copy it again"),
        ("https://localhost/", "has the malformed host `localhost`; copy it again"),
        ("https://oven..test/", "has the malformed host `oven..test`; copy it again"),
        ("https://-oven.test/", "has the malformed host `-oven.test`; copy it again"),
        ("https://oven-.test/", "has the malformed host `oven-.test`; copy it again"),
        ("https://256.1.1.1/", "has the malformed host `256.1.1.1`; copy it again"),
        ("https://127.1/", "has the malformed host `127.1`; copy it again"),
        ("https://2130706433/", "has the malformed host `2130706433`; copy it again"),
        (f"https://{'a' * 64}.test/", f"has the malformed host `{'a' * 64}.test`; copy it again"),
    ],
)
def test_a_fault_is_told_with_its_remedy(url: str, fault: str) -> None:
    assert fault_of(url) == fault


@pytest.mark.parametrize("char", ["\t", "\n", "\r", "\0", "\x7f", "\x85", "\u200b", "\u202e", "\ufeff"])
def test_a_character_that_is_not_seen_is_a_fault(char: str) -> None:
    fault = fault_of(f"https://oven.test/a{char}b")
    assert fault is not None
    assert fault.endswith(" in it; percent-encode or remove it")
    assert char not in fault


def test_an_address_that_is_too_long_is_a_fault() -> None:
    fault = fault_of(f"https://oven.test/{'a' * LONGEST}")
    assert fault == "is longer than 2,000 characters; take the page's short address"


@pytest.mark.parametrize(
    ("host", "known"),
    [
        ("OVEN.test", "oven.test"),
        ("bäckerei.test", "xn--bckerei-5wa.test"),
        ("BÄCKEREI.test", "xn--bckerei-5wa.test"),
        ("straße.test", "xn--strae-oqa.test"),
        ("烤箱。test", "xn--crx83u.test"),
        ("127.0.0.1", "127.0.0.1"),
        ("::1", "::1"),
        ("a\u200db.test", None),
        ("☃️.test", None),
    ],
)
def test_a_host_is_known_by_its_ascii(host: str, known: str | None) -> None:
    assert ascii_host(host) == known


@given(st.text(max_size=30).map(lambda text: f"https://{text}") | st.text(max_size=30))
def test_whatever_is_written_has_a_fault_or_parts(url: str) -> None:
    if fault_of(url) is None:
        parts = split(url)
        assert parts is not None
        assert ascii_host(parts.hostname or "")


@given(
    st.text("a0-.", min_size=1, max_size=12).map(lambda host: f"{host}a") | st.just("oven.test"),
    st.text("a0/?#%:@[]_~! ", max_size=12).map(lambda path: f"/{path}") | st.sampled_from(("", ":1", "?a", "@b")),
)
def test_the_case_of_a_host_makes_no_difference(host: str, path: str) -> None:
    assert fault_of(f"https://{host}{path}") == fault_of(f"https://{host.upper()}{path}")
