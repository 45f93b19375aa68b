"""The site as MkDocs builds it, from the toy list: files, links, search, sitemap, addresses, and what fails."""

import gzip
import json
import logging
import os
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import quote, urljoin
from xml.etree import ElementTree as ET

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from catalog import indexing
from catalog.edition import Edition
from catalog.mkdocs_plugin import SiteError, build_site
from catalog.outputs import addresses
from catalog.outputs.site import Site
from catalog.outputs.templating import TemplateFaultError
from catalog.text import slug
from tests.conftest import lay_site
from tests.html_reading import Read, dead_links, file_of, read_folder, read_html

REPOSITORY: Final = Path(__file__).parent.parent
FULL: Final = "angstrom2021rye"
SITE: Final = "https://site.catalog-test.org/list/"
SECTIONS: Final = ("browse", "families", "venues", "years", "topics", "libraries", "authors")
FORGE: Final = "https://forge.catalog-test.org/people/list"


@pytest.fixture(autouse=True)
def _no_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the addresses of a Pages workflow out of these tests."""
    for name in ("SITE_URL", "REPOSITORY_URL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def built(toy_site: Path, toy_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the toy list's site."""
    folder = tmp_path_factory.mktemp("site")
    build_site(toy_site, toy_edition, folder)
    return folder


@pytest.fixture(scope="module")
def read(built: Path) -> dict[str, Read]:
    """Return what each page of the toy list's site says, by its address."""
    return read_folder(built)


@pytest.fixture
def root(toy: Path) -> Path:
    """Return a copy of the toy list with the site's configuration, to break."""
    lay_site(toy)
    return toy


def test_every_page_is_written(toy_edition: Edition, read: dict[str, Read]) -> None:
    for address in (*Site(toy_edition).pages, *Site(toy_edition).indexes):
        assert file_of(address) in read


def test_every_internal_link_leads_somewhere(built: Path, read: dict[str, Read]) -> None:
    assert sum(len(page.links) for page in read.values()) > 1000
    assert not list(dead_links(built, read))


@pytest.mark.parametrize("link", ["../../../x/", "/", "papers/", "#nowhere", "families/#nowhere", "families/index.htm"])
def test_link_that_leads_nowhere_is_found(built: Path, read: dict[str, Read], link: str) -> None:
    assert list(dead_links(built, {**read, "index.html": Read(links=[link])})) == [f"index.html -> {link}"]


def test_hand_written_pages_cite_papers_and_link_pages(read: dict[str, Read]) -> None:
    page = read["guides/start/index.html"]
    assert "A survey (Ruiz 2019)." in page.text
    for link in ("papers/ruiz2019survey/", "families/starter/#papers", "venues/OVEN/", "topics/wheat/"):
        assert f"../../{link}" in page.links


def test_text_about_a_family_stands_in_its_page_below_the_definition(read: dict[str, Read]) -> None:
    page = read["families/starter/index.html"]
    definition, text = "keep something alive in a jar.", "A levain is flour and water"
    assert page.text.index(definition) < page.text.index(text) < page.text.index("hydration")
    assert "(Dupont 2019; Ångström et al. 2021, section 2)" in page.text
    assert {"../../families/gluten/", "../../papers/munoz2013crumb/"} <= set(page.links)
    assert page.texts_of("h1") == ["Starters & levains"]


def test_code_in_hand_written_pages_is_no_citation(read: dict[str, Read]) -> None:
    assert "[@nobody2019nothing]" in read["families/starter/index.html"].texts_of("code")
    assert "[@nobody2019nothing]" in read["guides/start/index.html"].text


def test_links_are_relative_so_that_the_site_may_stand_in_a_folder(read: dict[str, Read]) -> None:
    for name, page in read.items():
        rooted = [link for link in (*page.links, *page.loads) if link.startswith("/")]
        assert name == "404.html" or not rooted


def test_nothing_is_loaded_from_another_host(built: Path, read: dict[str, Read]) -> None:
    for name, page in read.items():
        assert not [load for load in page.loads if "//" in load], name
    for path in built.rglob("*.css"):
        assert not re.findall(r"(?:url\(|@import)\s*[\"']?(?:https?:)?//[^)]*", path.read_text()), path


def test_theme_asks_the_forge_for_nothing(read: dict[str, Read]) -> None:
    for page in read.values():
        assert not [given for _, given in page.elements if given.get("data-md-component") == "source"]


def test_shells_leave_no_trace(built: Path) -> None:
    for path in built.rglob("*"):
        assert "slot" not in path.name
        if path.suffix in {".html", ".json", ".xml"}:
            assert not re.search(r"slot[0-9a-f]{24}", path.read_text()), path


def test_titles_and_descriptions_show_as_they_are(toy_edition: Edition, built: Path, read: dict[str, Read]) -> None:
    listed = toy_edition.settings.list
    for record in toy_edition.papers:
        path = file_of(addresses.paper(record.id))
        assert f"{record.value.title} - {listed.title}" == read_html((built / path).read_text()).text_of("title")
        assert read[path].text_of("h1") == record.value.title
    head = [given["content"] for _, given in read["index.html"].elements if given.get("name") == "description"]
    assert head == [listed.description]


def test_data_runs_no_script(read: dict[str, Read]) -> None:
    for name, page in read.items():
        scripts = [given for tag, given in page.elements if tag == "script"]
        assert all("src" in given or given["type"] == "application/ld+json" for given in scripts), name
        assert "<" not in page.text_of("script"), name
        assert not [link for link in page.links if link.startswith("javascript:alert")], name


def test_generated_pages_stand_under_their_index_in_the_navigation(read: dict[str, Read], toy_edition: Edition) -> None:
    for name, href in (
        (file_of(addresses.paper(FULL)), "../../browse/"),
        (file_of(addresses.venue("OVEN")), "../"),
        (file_of(addresses.year(2021)), "../"),
    ):
        page = read[name]
        active = [given["href"] for tag, given in page.elements if tag == "a" and "aria-current" in given]
        assert [urljoin("a/b/c/", link) for link in active] == [urljoin("a/b/c/", href)]


def test_pages_have_one_main_heading_to_skip_to(read: dict[str, Read]) -> None:
    for name, page in read.items():
        assert [tag for tag, _ in page.elements].count("h1") == 1, name
        assert page.links[0] == "#content"
        assert "content" in page.ids


def test_header_leads_to_every_section(read: dict[str, Read]) -> None:
    for name, page in read.items():
        after = page.elements[[given.get("class") for _, given in page.elements].index("site-tabs") :]
        linked = [urljoin(f"/{name}", given["href"]) for tag, given in after if tag == "a"]
        assert linked[: 2 + len(SECTIONS)] == ["/", "/guides/start/", *(f"/{name}/" for name in SECTIONS)], name


def test_page_of_missing_pages_leads_home(read: dict[str, Read]) -> None:
    assert read["404.html"].text_of("h1") == "No such page"
    elements = read["404.html"].elements
    after = elements[[tag for tag, _ in elements].index("h1") :]
    assert [given["href"] for tag, given in after if tag == "a"][:2] == ["/browse/", "/."]


def test_home_is_called_as_the_list(read: dict[str, Read], toy_edition: Edition) -> None:
    assert read["index.html"].text_of("title") == toy_edition.settings.list.title


def test_search_knows_every_page_once(toy_edition: Edition, built: Path) -> None:
    known = json.loads((built / indexing.FOLDER / "pagefind-entry.json").read_text())["languages"]
    written = [path for path in built.rglob("*.html") if "data-pagefind-body" in path.read_text()]
    assert len(written) > len(list(Site(toy_edition).pages))
    assert {language: found["page_count"] for language, found in known.items()} == {"en": len(written)}


def test_pages_load_nothing_of_the_search_before_it_is_used(read: dict[str, Read]) -> None:
    for name, page in read.items():
        assert not [load for load in page.loads if "search" in load or indexing.FOLDER in load], name


@pytest.mark.parametrize(
    ("program", "said"),
    [("/nowhere/pagefind", "pagefind cannot be run: no such file"), ("false", "pagefind ended with 1")],
)
def test_search_that_cannot_be_indexed_is_a_failure(  # noqa: PLR0913  # fixtures and a case
    toy_site: Path, toy_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, said: str
) -> None:
    monkeypatch.setattr(indexing, "get_executable", lambda: Path(program))
    with pytest.raises(SiteError, match=said):
        build_site(toy_site, toy_edition, tmp_path / "site")


def test_search_without_its_program_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        msg = "Could not find any of []"
        raise FileNotFoundError(msg)

    monkeypatch.setattr(indexing, "get_executable", nowhere)
    with pytest.raises(indexing.IndexingError, match="pagefind cannot be run: could not find any of"):
        indexing.index(tmp_path / "site", (), "en")


def test_sitemap_has_every_page_and_no_date(built: Path, read: dict[str, Read], toy_edition: Edition) -> None:
    tree = ET.parse(built / "sitemap.xml")
    places = [place.text or "" for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    url = toy_edition.settings.list.url
    assert {file_of(place.removeprefix(url)) for place in places} == set(read) - {"404.html"}
    assert places == sorted(places)
    assert "lastmod" not in (built / "sitemap.xml").read_text()
    assert not (built / "sitemap.xml.gz").exists()


def links_to_elsewhere(page: Read) -> list[str]:
    """Return the addresses in a page's head and pencil."""
    return [given["href"] for _, given in page.elements if given.get("rel") in {"canonical", "edit"}]


def test_a_reserved_address_is_said_to_machines_and_leads_nobody_anywhere(read: dict[str, Read]) -> None:
    for name, page in read.items():
        home = [] if name == "404.html" else [f"https://sourdough.example/{quote(name.removesuffix('index.html'))}"]
        assert links_to_elsewhere(page) == home, name
        assert not [link for link in page.links if "sourdough.example" in link], name


def test_who_builds_the_site_knows_where_the_repository_is(
    toy_site: Path, toy_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPOSITORY_URL", "https://forge.example/list")
    build_site(toy_site, toy_edition, tmp_path / "site")
    page = read_html((tmp_path / "site" / file_of(addresses.paper(FULL))).read_text())
    assert f"https://forge.example/list/blob/main/papers/2021/{FULL}.yaml" in page.links


@pytest.fixture(scope="module")
def published(toy_site: Path, toy_edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the toy list's site with public addresses."""
    folder = tmp_path_factory.mktemp("published")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SITE_URL", SITE)
        patch.setenv("REPOSITORY_URL", FORGE)
        build_site(toy_site, toy_edition, folder)
    return folder  # when the environment is as it was, for other sites are built while this one is looked at


@pytest.mark.parametrize(
    ("address", "source"),
    [
        (addresses.paper(FULL), f"papers/2021/{FULL}.yaml"),
        (addresses.venue("OVEN"), "vocabularies/venues.yaml"),
        (addresses.family("dough"), "vocabularies/families.yaml"),
        (addresses.family("starter"), "site/families/starter.md"),
        ("topics/", "vocabularies/topics.yaml"),
        ("libraries/", "vocabularies/libraries.yaml"),
        (addresses.library("breadlib"), "vocabularies/libraries.yaml"),
        ("", "site/index.md"),
        ("contribute/adding/", "site/contribute/adding.md"),
        ("authors/", None),
        (addresses.year(2021), None),
        (addresses.author("asa-angstrom"), None),
    ],
)
def test_public_addresses_are_printed(published: Path, address: str, source: str | None) -> None:
    page = read_html((published / file_of(address)).read_text())
    wanted = [f"{SITE}{address}"] + ([] if source is None else [f"{FORGE}/edit/main/{source}"])
    assert links_to_elsewhere(page) == wanted
    assert FORGE in page.links


def test_public_address_is_that_of_the_sitemap(published: Path) -> None:
    assert f"<loc>{SITE}{addresses.paper(FULL)}</loc>" in (published / "sitemap.xml").read_text()


def test_malformed_address_in_the_environment_is_a_failure(
    toy_site: Path, toy_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", "nowhere")
    with pytest.raises(SiteError, match="SITE_URL in the environment"):
        build_site(toy_site, toy_edition, tmp_path / "site")


BUILD: Final = """
import sys
from pathlib import Path
from catalog.commands.check import check
from catalog.mkdocs_plugin import build_site
build_site(Path(sys.argv[1]), check(Path(sys.argv[2])).edition(), Path(sys.argv[3]))
"""


def test_same_records_give_the_same_bytes(toy_site: Path, built: Path, tmp_path: Path) -> None:
    environment = os.environ | {
        "PYTHONHASHSEED": "4711",
        "SOURCE_DATE_EPOCH": "86400",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
    }
    again = tmp_path / "again"
    command = [sys.executable, "-c", BUILD, str(toy_site), str(Path(__file__).parent / "toy"), str(again)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, env=environment, cwd=REPOSITORY)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert files(built) == files(again)


def files(folder: Path) -> dict[str, bytes]:
    """Return the bytes of all files below a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_slug_of_other_scripts_is_written_as_its_letters(built: Path) -> None:
    assert (built / "authors" / slug("张伟 李") / "index.html").is_file()


def test_warning_of_mkdocs_fails_a_strict_build(root: Path, toy_edition: Edition, tmp_path: Path) -> None:
    (root / "site" / "index.md").write_text("# Home\n\n[x](nowhere.md)\n")
    with pytest.raises(SiteError, match=re.escape("nowhere.md")):
        build_site(root, toy_edition, tmp_path / "site")


def test_warning_of_mkdocs_is_passed_on_otherwise(
    root: Path, toy_edition: Edition, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    configuration = root / "mkdocs.yml"
    configuration.write_text(configuration.read_text().replace("strict: true", "strict: false"))
    (root / "site" / "index.md").write_text("# Home\n\n[x](nowhere.md)\n")
    build_site(root, toy_edition, tmp_path / "site")
    assert "nowhere.md" in capfd.readouterr().err


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("docs_dir: site\n", "`catalog`"),
        ("docs_dir: [\n", "mkdocs.yml"),
        ("docs_dir: site\nplugins: [no-such-plugin]\n", "no-such-plugin"),
        ("docs_dir: site\nplugins: [{catalog: {rot: x}}]\nstrict: true\n", "rot"),
    ],
)
def test_fault_in_the_configuration_is_a_failure(
    root: Path, toy_edition: Edition, tmp_path: Path, text: str, message: str
) -> None:
    (root / "mkdocs.yml").write_text(f"site_name: x\n{text}")
    with pytest.raises(SiteError, match=re.escape(message)):
        build_site(root, toy_edition, tmp_path / "site")


def test_site_without_configuration_is_a_failure(toy: Path, toy_edition: Edition, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=re.escape("mkdocs.yml")):
        build_site(toy, toy_edition, tmp_path / "site")


def test_file_that_cannot_be_written_is_a_failure(toy_site: Path, toy_edition: Edition, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file where the folder should be")
    with pytest.raises(SiteError, match="cannot be written"):
        build_site(toy_site, toy_edition, tmp_path / "site")


def test_a_section_in_a_section_of_the_navigation_leads_to_its_first_page(
    root: Path, toy_edition: Edition, tmp_path: Path
) -> None:
    (root / "site/guides").mkdir(exist_ok=True)
    for name in ("deep", "flat"):
        (root / f"site/guides/{name}.md").write_text(f"# {name}\n")
    configuration = root / "mkdocs.yml"
    written, _, _ = configuration.read_text().partition("nav:\n")
    inner = "      - Inner:\n          - Deep: guides/deep.md\n"
    nav = f"nav:\n  - Home: index.md\n  - Guides:\n{inner}      - Flat: guides/flat.md\n"
    configuration.write_text(f"{written}{nav}")
    build_site(root, toy_edition, tmp_path / "site")
    page = (tmp_path / "site/guides/flat/index.html").read_text()
    assert '<a href="../deep/" aria-current="true">Guides</a>' in page
    assert '<a href="../deep/">Inner</a>' in page


def test_a_list_without_layouts_has_the_shipped_frame(
    root: Path, toy_edition: Edition, built: Path, tmp_path: Path
) -> None:
    shutil.rmtree(root / "templates")
    configuration = root / "mkdocs.yml"
    configuration.write_text(re.sub(r" *custom_dir:.*\n", "", configuration.read_text()))
    build_site(root, toy_edition, tmp_path / "site")
    assert files(tmp_path / "site") == files(built)


def test_a_list_may_change_one_part_of_the_frame(root: Path, toy_edition: Edition, built: Path, tmp_path: Path) -> None:
    frame = root / "templates" / "theme"
    shutil.rmtree(frame)
    (frame / "partials").mkdir(parents=True)
    (frame / "partials" / "copyright.html").write_text("<p>All of it is ours</p>\n")
    build_site(root, toy_edition, tmp_path / "site")
    pages = files(tmp_path / "site")
    assert b"<p>All of it is ours</p>" in pages["index.html"]
    assert pages["stylesheets/catalog.css"] == files(built)["stylesheets/catalog.css"]
    assert b'class="site-top"' in pages["index.html"]


def test_a_picture_of_the_list_takes_the_place_of_the_shipped(root: Path, toy_edition: Edition, tmp_path: Path) -> None:
    (root / "site/assets/favicon.svg").write_text("<svg>ours</svg>")
    (root / "site/assets/social-card.png").unlink()
    build_site(root, toy_edition, tmp_path / "site")
    assert (tmp_path / "site/assets/favicon.svg").read_text() == "<svg>ours</svg>"
    shipped = REPOSITORY / "templates/theme/assets/social-card.png"
    assert (tmp_path / "site/assets/social-card.png").read_bytes() == shipped.read_bytes()


def test_build_leaves_the_log_as_it_was(built: Path) -> None:
    logger = logging.getLogger("mkdocs")
    assert logger.propagate
    assert not [handler for handler in logger.handlers if type(handler).__module__.startswith("catalog")]


def test_mkdocs_alone_reads_the_records(root: Path, built: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    build(load_config(str(root / "mkdocs.yml"), site_dir=str(site)))
    assert files(site) == files(built)


def test_mkdocs_alone_stops_at_a_broken_record(root: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    record = root / "papers" / "2021" / f"{FULL}.yaml"
    record.write_text(record.read_text().replace("venue: OVEN", "venue: OVNE"))
    with pytest.raises(Abort):
        build(load_config(str(root / "mkdocs.yml"), site_dir=str(tmp_path / "site")))
    assert f"papers/2021/{FULL}.yaml:" in caplog.text
    assert "no venue `OVNE`" in caplog.text


def test_template_that_cannot_be_rendered_is_a_finding(root: Path, toy_edition: Edition, tmp_path: Path) -> None:
    (root / "templates/site/year.html.j2").write_text("{{ year.crust }}")
    edition = replace(toy_edition, templates=root / "templates")
    with pytest.raises(TemplateFaultError, match=r"^templates/site/year\.html\.j2:1:1: error: "):
        build_site(root, edition, tmp_path / "site")


def test_nothing_is_compressed_with_a_clock(built: Path) -> None:
    for path in built.rglob("*.gz"):
        with gzip.open(path) as packed:
            packed.read(1)
            assert packed.mtime == 0, path


def test_the_environment_gives_a_site_its_address(
    toy_edition: Edition, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SITE_URL", SITE)
    build_site(REPOSITORY, toy_edition, tmp_path)
    assert f'<link rel="canonical" href="{SITE}papers/{FULL}/">' in (tmp_path / f"papers/{FULL}/index.html").read_text()
