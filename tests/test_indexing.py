"""What the search is made from: of each page, what Pagefind would index of it, and nothing else."""

import shutil
from pathlib import Path
from typing import Final

import pytest

from catalog import indexing
from catalog.edition import Edition
from catalog.indexing import searched
from catalog.mkdocs_plugin import build_site

BODY: Final = b"<main data-pagefind-body>"
IGNORE: Final = b'data-pagefind-ignore="all"'


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        pytest.param(b"<html><head>x</head>%b<p>a</p></main></html>" % BODY, b"%b<p>a</p></main>" % BODY, id="body"),
        pytest.param(b"%ba<ul %b><li>b</ul>c</main>" % (BODY, IGNORE), b"%bac</main>" % BODY, id="left out"),
        pytest.param(b"%b<p %b>a</p>b<i %b>c</i></main>" % (BODY, IGNORE, IGNORE), b"%bb</main>" % BODY, id="twice"),
        pytest.param(
            b"%b<ul data-pagefind-ignore>b</ul></main>" % BODY,
            b"%b<ul data-pagefind-ignore>b</ul></main>" % BODY,
            id="ignored but for what is told inside",
        ),
    ],
)
def test_what_is_searched_of_a_page_is_kept(html: bytes, kept: bytes) -> None:
    assert searched(html) == b"<html>%b</html>" % kept


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(b"<html><body><p>a</p></body></html>", id="no body is named"),
        pytest.param(b'<html><i data-pagefind-meta="a">b</i>%b</main></html>' % BODY, id="more is told before it"),
        pytest.param(b'<html>%b</main><i data-pagefind-filter="a">b</i></html>' % BODY, id="more is told after it"),
        pytest.param(b"<html>%b<p>a" % BODY, id="it has no end"),
        pytest.param(b"<html>%b<main></main>a</main></html>" % BODY, id="another of its name is in it"),
    ],
)
def test_page_that_could_lose_something_stays_whole(html: bytes) -> None:
    assert searched(html) == html


def test_element_with_another_of_its_name_in_it_is_left_to_pagefind() -> None:
    inside = b"<div %b>a<div>b</div>c</div>" % IGNORE
    assert searched(b"%b%b<p %b>d</p></main>" % (BODY, inside, IGNORE)) == b"<html>%b%b</main></html>" % (BODY, inside)


def test_index_says_of_each_page_what_the_whole_page_says(
    toy_site: Path, toy_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    build_site(toy_site, toy_edition, site)
    found = _fragments(site)
    pages = [(str(path.relative_to(site)), path.read_bytes()) for path in site.rglob("*.html")]
    shutil.rmtree(site / indexing.FOLDER)
    monkeypatch.setattr(indexing, "searched", bytes)
    indexing.index(site, pages, "en")
    assert found
    assert found == _fragments(site)


def _fragments(site: Path) -> set[str]:
    """Return the names of the files that hold what is found of pages: hashes of what is in them."""
    return {path.name for path in (site / indexing.FOLDER / "fragment").iterdir()}
