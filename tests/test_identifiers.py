"""Identifiers are told from what only looks like them, and come back from the addresses that they become."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.identifiers import (
    ARXIV_ID,
    arxiv_in_url,
    arxiv_url,
    doi_in_url,
    doi_url,
    fold_doi,
    is_arxiv_id,
    is_doi,
    is_key,
    is_record_id,
)

Test = Callable[[str], bool]

GOOD: list[tuple[Test, str, str]] = [
    (is_arxiv_id, "0704.0001", "the first of the new form"),
    (is_arxiv_id, "1412.9999", "the last of four digits"),
    (is_arxiv_id, "2101.00001", "five digits"),
    (is_arxiv_id, "hep-th/9901001", "the old form"),
    (is_arxiv_id, "math.GT/0309136", "the old form with a class"),
    (is_arxiv_id, "cs/0112017", "the old form without"),
    (is_doi, "10.1000/rye", "the least"),
    (is_doi, "10.1000.10/123", "a prefix of two parts"),
    (is_doi, "10.1002/(SICI)1097-0258(1998)17:15/16<1661::AID-SIM968>3.0.CO;2-2", "signs in the suffix"),
    (is_doi, "10.123456789/x", "the longest registrant"),
    (is_doi, "10.1000/面包", "other letters in the suffix"),
    (is_record_id, "zhang2021proof", "name, year, word"),
    (is_record_id, "o-neil2020bake", "a hyphen in the name"),
    (is_record_id, "li2020fold-2", "a hyphen at the end"),
    (is_record_id, "li20200", "a year and a digit"),
    (is_key, "OVEN", "capitals"),
    (is_key, "sour-dough", "a hyphen"),
    (is_key, "3", "a digit"),
]

BAD: list[tuple[Test, str, str]] = [
    (is_arxiv_id, "", "nothing"),
    (is_arxiv_id, "2101.00001v2", "a version"),
    (is_arxiv_id, "arXiv:2101.00001", "a scheme"),
    (is_arxiv_id, "2113.00001", "a thirteenth month"),
    (is_arxiv_id, "2100.00001", "no month"),
    (is_arxiv_id, "2101.001", "three digits"),
    (is_arxiv_id, "2101.000001", "six digits"),
    (is_arxiv_id, "210１.00001", "a digit of another script"),
    (is_arxiv_id, "2101.00001\n", "a line break"),
    (is_arxiv_id, "CS/0112017", "an archive in capitals"),
    (is_arxiv_id, "cs/01120170", "eight digits"),
    (is_doi, "", "nothing"),
    (is_doi, "https://doi.org/10.1000/rye", "an address"),
    (is_doi, "doi:10.1000/rye", "a scheme"),
    (is_doi, "10.1000", "no suffix"),
    (is_doi, "10.1000/", "an empty suffix"),
    (is_doi, "10.100/rye", "a registrant of three digits"),
    (is_doi, "10.1234567890/rye", "a registrant of ten"),
    (is_doi, "11.1000/rye", "another prefix"),
    (is_doi, "10.1000/rye bread", "a space"),
    (is_doi, "10.1000/rye\x00", "a control character"),
    (is_doi, "10.１２３４/rye", "digits of another script"),
    (is_record_id, "", "nothing"),
    (is_record_id, "Zhang2021proof", "a capital"),
    (is_record_id, "2021proof", "no name"),
    (is_record_id, "zhang21proof", "a short year"),
    (is_record_id, "zhang2021", "no word"),
    (is_record_id, "zhang2021proof-", "a hyphen that joins nothing"),
    (is_record_id, "zhang2021/proof", "a slash"),
    (is_record_id, "ångström2021rye", "an accent"),
    (is_key, "", "nothing"),
    (is_key, "-rye", "a hyphen first"),
    (is_key, "rye-", "a hyphen last"),
    (is_key, "rye--bread", "two hyphens"),
    (is_key, "rye bread", "a space"),
    (is_key, "rye/bread", "a slash"),
    (is_key, "røst", "an accent"),
]


def cases(table: list[tuple[Test, str, str]]) -> list[object]:
    return [pytest.param(test, text, id=f"{test.__name__}: {why}") for test, text, why in table]


@pytest.mark.parametrize(("test", "text"), cases(GOOD))
def test_an_identifier_is_known_as_one(test: Test, text: str) -> None:
    assert test(text)


@pytest.mark.parametrize(("test", "text"), cases(BAD))
def test_what_only_looks_like_an_identifier_is_none(test: Test, text: str) -> None:
    assert not test(text)


@pytest.mark.parametrize(
    ("doi", "url"),
    [
        ("10.1000/rye", "https://doi.org/10.1000/rye"),
        ("10.1000/rye_(2021)<1>#x", "https://doi.org/10.1000/rye_(2021)%3C1%3E%23x"),
        ("10.1000/a%20b?c", "https://doi.org/10.1000/a%2520b%3Fc"),
        ("10.1000/crème", "https://doi.org/10.1000/cr%C3%A8me"),
    ],
)
def test_a_doi_becomes_an_address_and_comes_back(doi: str, url: str) -> None:
    assert doi_url(doi) == url
    assert doi_in_url(url) == doi


dois = st.builds(
    "10.{}/{}".format,
    st.integers(1000, 999_999_999),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1),
).filter(is_doi)


@given(dois.filter(lambda doi: not doi.endswith("/")))
def test_any_doi_comes_back_from_its_address(doi: str) -> None:
    assert doi_in_url(doi_url(doi)) == doi


@given(dois)
def test_the_address_of_a_doi_is_ascii_and_a_path(doi: str) -> None:
    parts = urlsplit(doi_url(doi))
    assert parts.path.isascii()
    assert (parts.hostname, parts.query, parts.fragment) == ("doi.org", "", "")


@given(st.from_regex(ARXIV_ID, fullmatch=True))
def test_any_arxiv_id_comes_back_from_its_address(arxiv: str) -> None:
    assert arxiv_in_url(arxiv_url(arxiv)) == arxiv


@pytest.mark.parametrize(
    ("url", "arxiv"),
    [
        ("https://arxiv.org/abs/2101.00001", "2101.00001"),
        ("http://www.arxiv.org/abs/2101.00001v3", "2101.00001"),
        ("https://ARXIV.org/abs/2101.00001?context=cs#top", "2101.00001"),
        ("https://arxiv.org/pdf/2101.00001v12.pdf", "2101.00001"),
        ("https://arxiv.org/pdf/cs/0112017", "cs/0112017"),
        ("https://arxiv.org/html/2101.00001v1", "2101.00001"),
        ("https://export.arxiv.org/format/2101.00001", "2101.00001"),
        ("https://ar5iv.labs.arxiv.org/html/2101.00001", "2101.00001"),
    ],
)
def test_an_address_of_arxiv_names_an_id_without_version(url: str, arxiv: str) -> None:
    assert arxiv_in_url(url) == arxiv


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://arxiv.org/list/cs.CV/recent", id="no paper"),
        pytest.param("https://arxiv.org/abs/", id="no id"),
        pytest.param("https://arxiv.org/abs/2113.00001", id="a wrong id"),
        pytest.param("https://arxiv.org.bread.test/abs/2101.00001", id="another host"),
        pytest.param("https://oven.test/arxiv.org/abs/2101.00001", id="a host in the path"),
        pytest.param("https://[arxiv.org/abs/2101.00001", id="a malformed host"),
        pytest.param("2101.00001", id="no address"),
    ],
)
def test_an_address_that_names_no_arxiv_id_has_none(url: str) -> None:
    assert arxiv_in_url(url) is None


@pytest.mark.parametrize(
    ("url", "doi"),
    [
        ("http://dx.doi.org/10.1000/Rye", "10.1000/Rye"),
        ("https://www.doi.org/10.1000/rye?x=1", "10.1000/rye"),
        ("https://DOI.org/10.1000%2Frye", "10.1000/rye"),
        ("https://doi.org/", None),
        ("https://doi.org/handbook", None),
        ("https://doi.org/10.1000/rye%20bread", None),
        ("https://oven.test/10.1000/rye", None),
        ("https://[doi.org/10.1000/rye", None),
    ],
)
def test_only_the_resolver_names_a_doi(url: str, doi: str | None) -> None:
    assert doi_in_url(url) == doi


def test_dois_are_compared_without_case() -> None:
    assert fold_doi("10.1000/RYE") == fold_doi("10.1000/rye")
