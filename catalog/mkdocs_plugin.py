"""The plugin that puts the catalog's pages into a MkDocs site, and the build of that site; nothing else knows MkDocs.

MkDocs lays out few pages: the hand-written ones, the indexes, and a shell for each kind of generated page, out of
which all pages of the kind are made when it has finished. A shell itself leaves no trace.
"""

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from markupsafe import escape
from mkdocs.commands.build import build
from mkdocs.config import base, load_config
from mkdocs.config import config_options as c
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as LaidOut
from mkdocs.theme import Theme
from mkdocs.utils.templates import TemplateContext

from catalog.catalog import InvalidCatalogError
from catalog.commands.check import check
from catalog.diagnostics import CatalogError
from catalog.edition import Edition
from catalog.filing import Filing
from catalog.indexing import index
from catalog.outputs import addresses
from catalog.outputs.pages import Page
from catalog.outputs.shells import Shell, Slots, pencil
from catalog.outputs.site import Site
from catalog.outputs.templating import SHIPPED, TemplateFaultError
from catalog.prose import has_mentions, with_links
from catalog.settings import ListSettings, for_site

CONFIG: Final = "mkdocs.yml"
NAME: Final = "catalog"
SITEMAP: Final = "sitemap.xml"
FRAME: Final = "theme"
"""The folder of templates for the page around every page."""


_LAST: Final = -100
_UNUSED: Final = "assets/javascripts/"
"""The theme's scripts, none of which a page of ours loads."""

_STYLESHEETS: Final = "assets/stylesheets"


class SiteError(CatalogError):
    """MkDocs did not build the site, or warned where mkdocs.yml is strict; the message is what it said."""


class Options(base.Config):
    """The plugin's options in mkdocs.yml."""

    root = c.Type(str, default=".")
    """The folder of catalog.toml, seen from mkdocs.yml."""


class CatalogPlugin(BasePlugin[Options]):
    """Adds the pages and files of the catalog to a site; of its pages, the indexes alone stand in the navigation."""

    edition: Edition | None = None
    """The edition to build; without one the records are read."""

    is_preview: bool = False
    """Whether pages reload themselves, which takes a script inside of them."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Read the catalog, and take from catalog.toml what the site is called and where it lives."""
        root = Path(config.config_file_path).parent / self.config.root
        self._texts: dict[str, str] = {}
        try:
            self.show(self.edition or read_edition(root))
        except CatalogError as error:
            raise PluginError(str(error)) from error
        listed = self.site.edition.settings.list
        self._written: dict[str, tuple[str, str]] = {}
        self._slots = Slots.unlike(repr(listed))
        self._shells: dict[str, Shell] = {}
        self._edit = listed.in_repository(f"edit/{quote(listed.branch)}/")
        self._filing = Filing(config.site_dir)
        _configure(config, listed)
        _stand_behind(config.theme, SHIPPED / FRAME)
        config.theme["is_preview"] = self.is_preview
        if self._edit:
            config.edit_uri = f"{self._edit}{quote(os.path.relpath(config.docs_dir, root))}/"
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add the indexes and the shells to what MkDocs lays out."""
        for address in self.site.indexes:
            source = f"{address}index.md"
            if files.get_file_from_path(source) is None:
                content = _front_matter(self._slots["title"])
                files.append(File.generated(config, source, content=content))
        for kind in dict.fromkeys(map(_kind, self.site.pages)):
            content = _front_matter(self._slots["title"])
            source = f"{kind}/{self._slots['name']}.md"
            files.append(File.generated(config, source, content=content, inclusion=InclusionLevel.NOT_IN_NAV))
        for file in tuple(files):
            if file.src_uri.startswith(_UNUSED):
                files.remove(file)
            elif self.site.has_text(file.url):
                file.inclusion = InclusionLevel.NOT_IN_NAV
        self._files = files
        return files

    def on_page_markdown(self, markdown: str, *, page: LaidOut, config: MkDocsConfig, files: Files) -> str:
        """Make links of citations."""
        del page, config, files
        return with_links(markdown)

    def on_page_content(self, html: str, *, page: LaidOut, config: MkDocsConfig, files: Files) -> str:
        """Put the body's slot where the catalog's part of a page belongs, and keep what is a text in such a page."""
        del config, files
        if self.site.has_text(page.url):
            self._texts[page.url] = html
        if not self._is_filled(page):
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
        """Say what a page tells machines, and mark the index of a kind of pages as the place of their shell."""
        del config, nav
        if self._is_filled(page):
            page.meta["head"] = self._slots["head"]
            page.meta["pencil"] = pencil(page.edit_url) if page.edit_url else self._slots["edit"]
        else:
            about = str(page.meta.get("description", ""))
            page.meta["head"] = self.site.head(str(page.title), about, page.url)
            page.meta["pencil"] = pencil(page.edit_url or "")
        if self._is_shell(page):
            self._place(page).active = True
        return context

    @event_priority(_LAST)
    def on_post_page(self, output: str, *, page: LaidOut, config: MkDocsConfig) -> str:
        """Keep what has slots for later; MkDocs writes no page that is empty."""
        del config
        if self.site.has_text(page.url):
            return ""
        if not self._is_filled(page):
            if not has_mentions(output):
                return output
            self._written[page.file.dest_uri] = (page.url, output)
            return ""
        if self._is_shell(page):
            self._place(page).active = False
        self._shells[_folder(page) if self._is_shell(page) else page.url] = self._slots.cut(output)
        return ""

    @event_priority(_LAST)
    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the pages, the files and the index of the search."""
        try:
            index(Path(config.site_dir), self._written_pages(), str(config.theme["language"]))
        except CatalogError as error:
            raise PluginError(str(error)) from error

    def show(self, edition: Edition) -> None:
        """Take an edition for the site; the environment may say where that lives.

        Raises:
            ReadError: what it says is no address.
        """
        self.site = Site(replace(edition, settings=for_site(edition.settings, os.environ)), self._texts)

    def places(self) -> Iterator[str]:
        """Yield the paths, below the site, of all that follows from the records, or mentions some."""
        for address in (*self.site.indexes, *self.site.pages):
            yield _place(address)
        yield from self._written
        yield from self.site.files
        yield SITEMAP

    def write(self, place: str) -> bytes:
        """Write the page or file at a path that follows from the records, and return what stands in it.

        Raises:
            TemplateFaultError: a template of the list cannot be rendered.
        """
        content = self._content(place)
        data = content.encode(errors="xmlcharrefreplace") if isinstance(content, str) else content
        self._filing.write(place, data)
        return data

    def _written_pages(self) -> Iterator[tuple[str, bytes]]:
        """Write all that follows from the records; yield each page with its path, those that MkDocs has written too."""
        left = {_place(address) for address in self._addresses()}
        for place in self.places():
            data = self.write(place)
            if place in left:
                left.discard(place)
                yield place, data
        for place in sorted(left):
            path = Path(self._filing.folder, place)
            if path.is_file():  # another plugin may have left it out
                yield place, path.read_bytes()

    def _content(self, place: str) -> str | bytes:
        address = quote(place.removesuffix("index.html"))
        if address in self.site.indexes:
            filled = self._filled(self._shells[address], self.site.indexes[address]())
            return self.site.linked(filled, address)
        if address in self.site.pages:
            return self._filled(self._shells[_kind(address)], self.site.pages[address]())
        if place in self._written:
            url, html = self._written[place]
            return self.site.linked(html, url)
        if place == SITEMAP:
            return self.site.sitemap(self._addresses())
        return self.site.files[place]()

    def _addresses(self) -> set[str]:
        """Return the addresses of all pages."""
        written = (file.page for file in self._files.documentation_pages() if file.page is not None)
        own = (page.url for page in written if not self._is_filled(page))
        return {*own, *self.site.indexes, *self.site.pages}

    def _filled(self, shell: Shell, page: Page) -> str:
        edit = f"{self._edit}{quote(page.origin)}" if self._edit and page.origin is not None else ""
        return shell.filled(page, edit)

    def _is_filled(self, page: LaidOut) -> bool:
        """Tell whether a page has slots: a shell, or an index."""
        return self._is_shell(page) or page.url in self.site.indexes

    def _is_shell(self, page: LaidOut) -> bool:
        return page.file.name == self._slots["name"]

    def _place(self, page: LaidOut) -> LaidOut:
        """Return the page of the navigation under which a kind of pages belongs; papers belong to the list of all."""
        folder = _folder(page)
        source = f"{folder}/index.md" if f"{folder}/" in self.site.indexes else f"{addresses.BROWSE}index.md"
        file = self._files.get_file_from_path(source)
        return page if file is None or file.page is None else file.page


def build_site(root: Path, edition: Edition, staging: Path) -> None:
    """Build the site of an edition into the folder `staging`; warnings go to stderr, and nothing else.

    Raises:
        TemplateFaultError: a template of the list cannot be rendered.
        SiteError: mkdocs.yml or a page has a fault, MkDocs warned in strict mode, or a file cannot be written.
    """
    heard = _Heard()
    with listening(heard, logging.WARNING):
        try:
            laid_out(root, edition, staging)
        except SiteError as error:
            raise SiteError("\n".join(heard.messages() or [str(error)])) from error
    heard.pass_on()


def laid_out(root: Path, edition: Edition, folder: Path, *, is_preview: bool = False) -> CatalogPlugin:
    """Have MkDocs lay out the site of an edition in `folder`, and return the plugin that knows what stands there.

    Raises:
        TemplateFaultError: a template of the list cannot be rendered.
        SiteError: mkdocs.yml or a page has a fault, MkDocs warned in strict mode, or a file cannot be written.
    """
    try:
        config = load_config(str(root / CONFIG), site_dir=str(folder))
        plugin = config.plugins.get(NAME)
        if not isinstance(plugin, CatalogPlugin):
            msg = f"{CONFIG} has no plugin `{NAME}`; add it below `plugins`"
            raise SiteError(msg)
        plugin.edition = edition
        plugin.is_preview = is_preview
        config.plugins.on_startup(command="serve" if is_preview else "build", dirty=False)
        build(config)
        config.plugins.on_shutdown()
    except MkDocsException as error:
        fault = _template_fault(error)
        if fault is not None:
            raise fault from error
        raise SiteError(str(error)) from error
    except OSError as error:
        msg = f"{error.filename} cannot be written: {(error.strerror or str(error)).lower()}"
        raise SiteError(msg) from error
    return plugin


def _template_fault(error: BaseException | None) -> TemplateFaultError | None:
    """Return the finding about a template that made MkDocs stop, if there is one."""
    while error is not None:
        if isinstance(error, TemplateFaultError):
            return error
        error = error.__cause__ or error.__context__
    return None


@contextmanager
def listening(handler: logging.Handler, level: int) -> Iterator[None]:
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


def read_edition(root: Path) -> Edition:
    """Return the list at `root`, ready to be rendered.

    Raises:
        InvalidCatalogError: it has errors.
    """
    checked = check(root)
    if checked.has_errors:
        raise InvalidCatalogError(checked.findings)
    return checked.edition()


def _configure(config: MkDocsConfig, listed: ListSettings) -> None:
    """Set what catalog.toml says; no link leads to a repository that nobody can open."""
    # The theme prints these as they are.
    config.site_name = escape(listed.title)
    config.site_description = escape(listed.description)
    if config.site_url is None:
        config.site_url = listed.home
    if listed.public_repository:
        parts = urlsplit(listed.public_repository)
        config.repo_url = listed.public_repository
        config.repo_name = escape(parts.path.strip("/") or parts.netloc)
    # What they are called in this version of the theme.
    found = (path.name for folder in config.theme.dirs for path in Path(folder, _STYLESHEETS).glob("*.css"))
    config.theme["stylesheets"] = {name.partition(".")[0]: name for name in found}
    # Ours names every page, and no day on which it was built.
    config.theme.static_templates.discard("sitemap.xml")


def _stand_behind(theme: Theme, frame: Path) -> None:
    """Put the shipped frame behind a list's own `custom_dir`, if it has one, and before the theme."""
    if str(frame) not in theme.dirs:
        theme.dirs.insert(1 if theme.custom_dir else 0, str(frame))


def _place(address: str) -> str:
    """Return the path of the page at an address."""
    return f"{unquote(address)}index.html"


def _kind(address: str) -> str:
    return address.partition("/")[0]


def _folder(page: LaidOut) -> str:
    return page.file.src_uri.partition("/")[0]


def _front_matter(title: str) -> str:
    # JSON is YAML.
    return f"---\n{json.dumps({'title': title})}\n---\n"
