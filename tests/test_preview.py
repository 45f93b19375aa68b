"""The live preview: what is seen after a change of a record, or of the frame; and what cannot be served."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.request import urlopen

import pytest

from catalog.catalog import InvalidCatalogError
from catalog.mkdocs_plugin import SiteError
from catalog.preview import Preview, serve_site
from tests.conftest import lay_site

REPOSITORY: Final = Path(__file__).parent.parent
FULL: Final = "angstrom2021rye"
PAPER: Final = f"papers/{FULL}/"
RECORD: Final = f"papers/2021/{FULL}.yaml"

SPELT: Final = """\
title: Spelt
authors: [Ada Baker]
year: 2021
venue: OVEN
loss_family: gluten
links: {paper: https://oven.test.example.org/2021/spelt}
added: 2026-01-02
"""


@pytest.fixture(autouse=True)
def _no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the addresses of a Pages workflow out of these tests."""
    for name in ("SITE_URL", "REPOSITORY_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(toy: Path) -> Path:
    """Return a copy of the toy list with the site's configuration, to change."""
    lay_site(toy)
    return toy


@pytest.fixture
def preview(root: Path, tmp_path: Path) -> Preview:
    """Return a preview that shows the toy list."""
    found = Preview(root, tmp_path / "seen")
    found.refresh()
    return found


def seen(preview: Preview, address: str) -> str:
    """Return the page at an address as somebody sees it who opens it."""
    preview.want(f"/{address}")
    return (preview.folder / address / "index.html").read_text()


def rewrite(path: Path, old: str, new: str) -> None:
    """Write a file anew with a text replaced."""
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_changed_record_is_seen_on_its_page_and_in_lists(preview: Preview) -> None:
    rewrite(preview.root / RECORD, "Best Crust", "Best Crumb")
    preview.refresh()
    assert "Best Crumb" in seen(preview, PAPER)
    assert "Best Crumb" in seen(preview, "venues/OVEN/")


def test_a_page_is_written_when_it_is_opened_and_not_before(preview: Preview) -> None:
    written = preview.folder / PAPER / "index.html"
    rewrite(preview.root / RECORD, "Best Crust", "Best Crumb")
    preview.refresh()
    assert "Best Crumb" not in written.read_text()
    preview.want(f"/{PAPER}")
    assert "Best Crumb" in written.read_text()


def test_home_and_files_are_brought_up_to_date_too(preview: Preview) -> None:
    (preview.root / "papers/2021/baker2021spelt.yaml").write_text(SPELT)
    preview.refresh()
    assert "papers/baker2021spelt/" in seen(preview, "browse/")
    preview.want("/sitemap.xml")
    assert "/papers/baker2021spelt/" in (preview.folder / "sitemap.xml").read_text()


def test_a_citation_is_brought_up_to_date_too(preview: Preview) -> None:
    assert "Ruiz 2019" in seen(preview, "guides/start/")
    record = preview.root / "papers/2019/ruiz2019survey.yaml"
    record.write_text(re.sub(r"(?m)^authors:\n(?:[ -].*\n)+", "authors:\n  - Rosa Rye\n", record.read_text()))
    preview.refresh()
    assert "Rye 2019" in seen(preview, "guides/start/")


def test_a_changed_text_about_a_family_is_seen(preview: Preview) -> None:
    rewrite(preview.root / "site/families/starter.md", "A levain is flour", "A levain [@li2020fold] is flour")
    preview.refresh()
    assert 'href="../../papers/li2020fold/"' in seen(preview, "families/starter/")


def test_a_text_that_cites_nothing_that_is_there_leaves_what_was_there(preview: Preview) -> None:
    before = seen(preview, "families/starter/")
    rewrite(preview.root / "site/families/starter.md", "dupont2019levain", "dupond2019levain")
    with pytest.raises(InvalidCatalogError, match="no paper `dupond2019levain`; did you mean `dupont2019levain`"):
        preview.refresh()
    assert seen(preview, "families/starter/") == before


def test_a_removed_record_is_seen_no_more(preview: Preview) -> None:
    (preview.root / "papers/2020/li2020fold.yaml").unlink()
    preview.refresh()
    assert not (preview.folder / "papers/li2020fold/index.html").exists()


def test_a_changed_template_lays_everything_out_again(preview: Preview) -> None:
    rewrite(preview.root / "templates/site/paper.html.j2", "Related papers", "Kindred papers")
    preview.refresh()
    assert "Kindred papers" in (preview.folder / PAPER / "index.html").read_text()


def test_a_broken_record_leaves_what_was_there(preview: Preview) -> None:
    before = seen(preview, PAPER)
    rewrite(preview.root / RECORD, "venue: OVEN", "venue: OVNE")
    with pytest.raises(InvalidCatalogError, match="no venue `OVNE`"):
        preview.refresh()
    assert seen(preview, PAPER) == before


def test_search_knows_what_there_was_when_the_preview_began(preview: Preview) -> None:
    assert (preview.folder / "pagefind" / "pagefind-entry.json").is_file()


def test_pages_may_reload_themselves_in_a_preview(preview: Preview) -> None:
    assert re.search("script-src[^;]* 'unsafe-inline'", seen(preview, PAPER))


def test_a_site_in_a_folder_of_its_host_is_served_there(preview: Preview, monkeypatch: pytest.MonkeyPatch) -> None:
    assert preview.mount == "/"
    monkeypatch.setenv("SITE_URL", "https://site.catalog-test.org/list/")
    preview.refresh()
    assert preview.mount == "/list/"
    rewrite(preview.root / RECORD, "Best Crust", "Best Crumb")
    preview.refresh()
    preview.want(f"/list/{PAPER}")
    assert "Best Crumb" in (preview.folder / PAPER / "index.html").read_text()


def test_what_is_not_there_has_a_page(preview: Preview) -> None:
    assert b"No such page" in (preview.missing(404) or b"")
    assert preview.missing(500) is None


@pytest.fixture
def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


def fetched(url: str, wanted: str) -> str:
    """Return a page of a preview when it says something; it may not be there yet."""
    end = time.monotonic() + 60
    page = ""
    while time.monotonic() < end and wanted not in page:
        try:
            with urlopen(url) as answer:
                page = answer.read().decode()
        except OSError:
            time.sleep(0.1)
    return page


@contextmanager
def serving(root: Path, port: int, said: list[str]) -> Iterator[None]:
    """Serve a preview; when it has been interrupted, `said` has what it said."""
    program: Iterable[str] = [sys.executable, "-c", "from catalog.cli import main; main()"]
    with subprocess.Popen(
        [*program, "serve", "--address", f"127.0.0.1:{port}"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.PIPE,
    ) as process:
        yield
        process.send_signal(signal.SIGINT)
        said.append(process.communicate(timeout=60)[1].decode())
    assert process.returncode == 0


def test_preview_follows_a_change_until_it_is_interrupted(root: Path, free_port: int) -> None:
    said: list[str] = []
    with serving(root, free_port, said):
        url = f"http://127.0.0.1:{free_port}/{PAPER}"
        assert FULL in fetched(url, FULL)
        rewrite(root / RECORD, "venue: OVEN", "venue: OVNE")
        time.sleep(1)
        rewrite(root / RECORD, "venue: OVNE", "venue: OVEN")
        rewrite(root / RECORD, "Best Crust", "Best Crumb")
        assert "Best Crumb" in fetched(url, "Best Crumb")
    assert f"Serving on http://127.0.0.1:{free_port}/" in said[0]
    assert "Page skipped" not in said[0]
    assert "Traceback" not in said[0]


@pytest.mark.parametrize("address", ["127.0.0.1:99999", "127.0.0.1", "127.0.0.1:port"])
def test_preview_at_an_impossible_address_cannot_run(root: Path, address: str) -> None:
    with pytest.raises(SiteError, match=rf"^{re.escape(address)} cannot be served: "):
        serve_site(root, address)


def test_preview_of_a_broken_list_cannot_run_and_says_why(root: Path, free_port: int) -> None:
    (root / RECORD).write_text("title: [\n")
    done = subprocess.run(
        [sys.executable, "-c", "from catalog.cli import main; main()", "serve", "--address", f"127.0.0.1:{free_port}"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(REPOSITORY)},
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert f"{RECORD}:" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
