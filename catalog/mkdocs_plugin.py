"""The plugin that puts the catalog's pages into a MkDocs site, and the build of that site; nothing else knows MkDocs.

MkDocs lays out few pages: the hand-written ones, the indexes, and a shell for each kind of generated page, out of
which all pages of the kind are made when it has finished. A shell itself leaves no trace.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from markupsafe import escape
from mkdocs.commands.build import build
from mkdocs.commands.serve import serve
from mkdocs.config import base, load_config
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as LaidOut
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from catalog.catalog import InvalidCatalogError
from catalog.commands.check import check
from catalog.diagnostics import CatalogError
from catalog.edition import Edition
from catalog.outputs.indexes import indexes
from catalog.outputs.pages import Page, pages
from catalog.outputs.shells import Shell, Slots, search_entry, sitemap
from catalog.outputs.templating import TemplateFaultError
from catalog.settings import ListSettings, for_site, is_reserved

CONFIG: Final = "mkdocs.yml"
NAME: Final = "catalog"
WATCHED: Final = ("papers", "vocabularies", "templates", "catalog.toml")
"""What a preview is built again for, besides what MkDocs watches."""

_LAST: Final = -100
_SEARCH_INDEX: Final = "search/search_index.json"


class SiteError(CatalogError):
    """MkDocs did not build the site, or warned where mkdocs.yml is strict; the message is what it said."""


class Options(base.Config):
    """The plugin's options in mkdocs.yml."""

    root = c.Type(str, default=".")
    """The folder of catalog.toml, seen from mkdocs.yml."""


class CatalogPlugin(BasePlugin[Options]):
    """Adds the pages of the catalog to a site: they stand in search and sitemap, not in the navigation."""

    edition: Edition | None = None
    """The edition to build; without one the records are read."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the catalog, and take from catalog.toml what the site is called and where it lives."""
        self._root = Path(config.config_file_path).parent / self.config.root
        try:
            edition = self.edition or _read(self._root)
            listed = for_site(edition.settings, os.environ).list
            self._pages = tuple(pages(edition))
            self._indexes = {_source(page): page for page in indexes(edition)}
        except CatalogError as error:
            raise PluginError(str(error)) from error
        self._slots = Slots.unlike(repr(listed))
        self._shells: dict[str, Shell] = {}
        self._edit = "" if is_reserved(listed.repository) else _edit_address(listed)
        self._home = config.site_url or f"{listed.url.removesuffix('/')}/"
        _configure(config, listed)
        if self._edit:
            config.edit_uri = f"{self._edit}{quote(os.path.relpath(config.docs_dir, self._root))}/"
        return config

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: object) -> LiveReloadServer:
        """Build the preview again when a record changes."""
        del config, builder
        for name in WATCHED:
            if (self._root / name).exists():
                server.watch(str(self._root / name))
        return server

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the indexes and the shells to what MkDocs lays out."""
        for source, page in self._indexes.items():
            if files.get_file_from_path(source) is None:
                files.append(File.generated(config, source, content=_front_matter(page.title, page.description)))
        self._origins = {_kind(page): page.origin is not None for page in self._pages}
        for kind in self._origins:
            content = _front_matter(self._slots["title"], self._slots["description"])
            source = f"{kind}/{self._slots['name']}.md"
            files.append(File.generated(config, source, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
        self._files = files
        return files

    def on_page_content(self, html: str, *, page: LaidOut, config: MkDocsConfig, files: Files) -> str:
        """Put the body's slot where the catalog's part of a page belongs."""
        del config, files
        index = self._indexes.get(page.file.src_uri)
        if index is not None:
            page.toc = _contents(page.toc, index)
            page.edit_url = page.edit_url or self._pencil(index)
        elif self._is_shell(page):
            # The theme's link past its header goes to the first heading that it knows.
            page.toc = TableOfContents([AnchorLink("", "title", 1)])
            page.edit_url = self._slots["edit"] if self._edit and self._origins[_folder(page)] else None
        else:
            return html
        return html + self._slots.body

    def on_page_context(
        self,
        context: TemplateContext,
        *,
        page: LaidOut,
        config: MkDocsConfig,
        nav: Navigation,
    ) -> TemplateContext:
        """Mark the index of a kind of pages as the place in the navigation where their shell stands."""
        del config, nav
        if self._is_shell(page):
            self._place(page).active = True
        return context

    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: LaidOut, config: MkDocsConfig) -> str:
        """Fill the slot of an index, and keep a shell for later; MkDocs writes no page that is empty."""
        del config
        if self._is_shell(page):
            self._place(page).active = False
            self._shells[_folder(page)] = self._slots.cut(output)
            return ""
        index = self._indexes.get(page.file.src_uri)
        return output if index is None else self._slots.cut(output).filled(index, "")

    @event_priority(_LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages, and add them to what the search plugin has written, and to the sitemap."""
        site = Path(config.site_dir)
        for page in self._pages:
            html = self._shells[_kind(page)].filled(page, self._pencil(page))
            _write(site / unquote(page.address) / "index.html", html)
        self._add_to_search(site / _SEARCH_INDEX)
        written = (file.page for file in self._files.documentation_pages() if file.page is not None)
        found = {*(page.url for page in written if not self._is_shell(page)), *(page.address for page in self._pages)}
        _write(site / "sitemap.xml", sitemap(f"{self._home}{address}" for address in sorted(found)))

    def _add_to_search(self, path: Path) -> None:
        if not path.exists():
            return
        index = json.loads(path.read_bytes())
        listed = (page for page in self._indexes.values() if page.address)
        index["docs"] += [search_entry(page) for page in (*self._pages, *listed)]
        _write(path, json.dumps(index, separators=(",", ":")))

    def _pencil(self, page: Page) -> str:
        return f"{self._edit}{quote(page.origin)}" if self._edit and page.origin is not None else ""

    def _is_shell(self, page: LaidOut) -> bool:
        return page.file.name == self._slots["name"]

    def _place(self, page: LaidOut) -> LaidOut:
        """Return the page of the navigation under which a kind of pages belongs; papers belong to the home page."""
        folder = _folder(page)
        source = f"{folder}/index.md" if f"{folder}/index.md" in self._indexes else "index.md"
        file = self._files.get_file_from_path(source)
        return page if file is None or file.page is None else file.page


def build_site(root: Path, edition: Edition, staging: Path) -> None:
    """Build the site of an edition into the folder `staging`; warnings go to stderr, and nothing else.

    Raises:
        TemplateFaultError: a template of the list cannot be rendered.
        SiteError: mkdocs.yml or a page has a fault, MkDocs warned in strict mode, or a file cannot be written.
    """
    heard = _Heard()
    with _listening(heard, logging.WARNING):
        try:
            config = load_config(str(root / CONFIG), site_dir=str(staging))
            plugin = config.plugins.get(NAME)
            if not isinstance(plugin, CatalogPlugin):
                msg = f"{CONFIG} has no plugin `{NAME}`; add it below `plugins`"
                raise SiteError(msg)
            plugin.edition = edition
            config.plugins.on_startup(command="build", dirty=False)
            build(config)
            config.plugins.on_shutdown()
        except MkDocsException as error:
            fault = _template_fault(error)
            if fault is not None:
                raise fault from error
            raise SiteError("\n".join(heard.messages() or [str(error)])) from error
        except OSError as error:
            msg = f"{error.filename} cannot be written: {(error.strerror or str(error)).lower()}"
            raise SiteError(msg) from error
    heard.pass_on()


def _template_fault(error: BaseException | None) -> TemplateFaultError | None:
    """Return the finding about a template that made MkDocs stop, if there is one."""
    while error is not None:
        if isinstance(error, TemplateFaultError):
            return error
        error = error.__cause__ or error.__context__
    return None


def serve_site(root: Path, address: str) -> None:
    """Serve a preview of the site of the list at `root`, built again when a file changes, until it is interrupted.

    `address` is `host:port`. What MkDocs says goes to stderr.

    Raises:
        SiteError: the address cannot be used, or the first build failed.
    """
    shown = logging.StreamHandler()
    shown.addFilter(_is_news)
    with _listening(shown, logging.INFO):
        try:
            serve(str(root / CONFIG), dev_addr=address)
        except MkDocsException as error:  # what led to it is shown already
            raise SiteError(str(error)) from error
        except (OSError, OverflowError) as error:
            msg = f"{address} cannot be served: {(getattr(error, 'strerror', None) or str(error)).lower()}"
            raise SiteError(msg) from error


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether people should read what MkDocs says; that a shell leaves no page is meant to be so."""
    return not record.getMessage().startswith("Page skipped")


@contextmanager
def _listening(handler: logging.Handler, level: int) -> Iterator[None]:
    """Let `handler` alone hear what MkDocs says from `level` on."""
    logger = logging.getLogger("mkdocs")
    before = (logger.level, logger.propagate)
    handler.setLevel(level)
    logger.addHandler(handler)
    logger.setLevel(level)
    logger.propagate = False
    try:
        yield
    finally:
        logger.level, logger.propagate = before
        logger.removeHandler(handler)


class _Heard(logging.Handler):
    """Keeps what MkDocs says when something is wrong."""

    def __init__(self) -> None:
        super().__init__()
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def messages(self) -> list[str]:
        return [record.getMessage() for record in self.records]

    def pass_on(self) -> None:
        if logging.lastResort is not None:
            for record in self.records:
                logging.lastResort.handle(record)


def _read(root: Path) -> Edition:
    checked = check(root)
    if checked.has_errors:
        raise InvalidCatalogError(checked.findings)
    return checked.edition()


def _configure(config: MkDocsConfig, listed: ListSettings) -> None:
    """Set what catalog.toml says; an address that nobody can open is not printed."""
    # The theme prints these as they are.
    config.site_name = escape(listed.title)
    config.site_description = escape(listed.description)
    if config.site_url is None and not is_reserved(listed.url):
        config.site_url = f"{listed.url.removesuffix('/')}/"
    if not is_reserved(listed.repository):
        parts = urlsplit(listed.repository)
        config.repo_url = listed.repository
        config.repo_name = escape(parts.path.strip("/") or parts.netloc)
    # Ours names every page, and no day on which it was built.
    config.theme.static_templates.discard("sitemap.xml")


def _edit_address(listed: ListSettings) -> str:
    return f"{listed.repository.removesuffix('/')}/edit/{quote(listed.branch)}/"


def _source(page: Page) -> str:
    return f"{page.address}index.md"


def _kind(page: Page) -> str:
    return page.address.partition("/")[0]


def _folder(page: LaidOut) -> str:
    return page.file.src_uri.partition("/")[0]


def _front_matter(title: str, description: str) -> str:
    # JSON is YAML. Search is told of the pages by ourselves.
    meta = {"title": title, "description": description, "search": {"exclude": True}, "hide": ["navigation", "toc"]}
    return f"---\n{json.dumps(meta)}\n---\n"


def _contents(written: TableOfContents, page: Page) -> TableOfContents:
    """Return the table of contents of a page with the headings of the catalog's part below its title."""
    items = list(written)
    added = [AnchorLink(escape(heading.text), heading.id, 2) for heading in page.headings]
    if items and items[0].level == 1:
        items[0].children += added
        return TableOfContents(items)
    return TableOfContents([*items, *added])


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(errors="xmlcharrefreplace"))
