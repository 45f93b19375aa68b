"""A new address is written only where a person would write it without a second thought."""

import pytest

from catalog.links.findings import Result
from catalog.links.mending import new_address
from catalog.links.targets import Target
from catalog.links.verdict import State, Verdict


def result(old: str, new: str | None, state: State = State.REDIRECTED) -> Result:
    return Result(Target(old, ()), Verdict(state, "has moved for good", 200, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("http://oven.test/rye", "https://oven.test/rye", id="now encrypted"),
        pytest.param("https://oven.test/rye", "https://crumb.test/rye", id="another host"),
        pytest.param("http://oven.test/rye", "http://crumb.test/rye", id="never encrypted"),
        pytest.param("https://oven.test/rye", "https://oven.test/wheat/", id="another page"),
        pytest.param("https://oven.test/", "https://crumb.test/", id="a front page to a front page"),
        pytest.param("https://oven.test/rye", "https://oven.test/?page=rye", id="a page named by its query"),
        pytest.param("https://oven.test/rye", "https://oven.test/authors/rye", id="a word that begins like a login"),
        pytest.param("https://oven.test/rye", "https://oven.test/blogin/rye", id="a word that ends like one"),
        pytest.param("https://oven.test/rye", "https://oven.test/terror", id="a word that ends like an error"),
        pytest.param("https://oven.test/rye", "https://oven.test/rye/14042", id="a number that holds another"),
    ],
)
def test_a_page_that_moved_for_good_gets_its_new_address(old: str, new: str) -> None:
    assert new_address(result(old, new)) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        pytest.param("https://oven.test/rye", "https://oven.test/", id="the front page"),
        pytest.param("https://oven.test/rye", "https://crumb.test", id="another front page"),
        pytest.param("https://oven.test/rye", "http://oven.test/rye", id="no longer encrypted"),
        pytest.param("https://oven.test/rye", "https://oven.test/login", id="a login"),
        pytest.param("https://oven.test/rye", "https://oven.test/users/sign_in?next=rye", id="another login"),
        pytest.param("https://oven.test/rye", "https://oven.test/Sign-In.aspx", id="a login in capitals"),
        pytest.param("https://oven.test/rye", "https://login.oven.test/?next=rye", id="a host of logins"),
        pytest.param("https://oven.test/rye", "https://oven.test/?login=1&next=rye", id="a login in the query"),
        pytest.param("https://oven.test/rye", "https://oven.test/sso/saml", id="a login of many sites"),
        pytest.param("https://oven.test/rye", "https://oven.test/error?code=5", id="an error"),
        pytest.param("https://oven.test/rye", "https://oven.test/404.html", id="a missing page"),
        pytest.param("https://oven.test/rye", "https://oven.test/page-not-found", id="a missing page in words"),
        pytest.param("https://oven.test/rye", "https://oven.test/captcha/x", id="a captcha"),
        pytest.param("https://oven.test/rye", "https://oven/rye", id="no address"),
        pytest.param("https://oven.test/rye", None, id="nowhere"),
    ],
)
def test_a_page_that_moved_to_none_like_it_keeps_its_address(old: str, new: str | None) -> None:
    assert new_address(result(old, new)) is None


@pytest.mark.parametrize("state", [state for state in State if state is not State.REDIRECTED])
def test_only_what_has_moved_for_good_gets_a_new_address(state: State) -> None:
    assert new_address(result("https://oven.test/rye", "https://crumb.test/rye", state)) is None
