"""The live preview: the site on a host of this machine, each page laid out when it is opened, and again after a change.

After a change of records, what MkDocs laid out before is kept: the records are read again, and the pages that are
looked at are filled anew. The search keeps what it knew when the preview began.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer

from catalog.diagnostics import CatalogError
from catalog.mkdocs_plugin import CONFIG, CatalogPlugin, SiteError, laid_out, listening, read_edition

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

RECORDS: Final = ("papers", "vocabularies")
"""Folders that may change without anything being laid out again."""

FRAME: Final = ("catalog.toml", "site", "templates", CONFIG)
"""What everything is laid out again for."""


@dataclass
class Preview:
    """The site of the list at `root`, in a folder of its own."""

    root: Path
    folder: Path
    _plugin: CatalogPlugin | None = None
    _frame: tuple[tuple[str, int], ...] = ()
    _stale: set[str] = field(default_factory=set)
    _lock: Lock = field(default_factory=Lock)

    def refresh(self) -> None:
        """Take up what has changed.

        Raises:
            CatalogError: the list has errors, or its site cannot be laid out; what was there stays.
        """
        frame = tuple(_stamps(self.root, FRAME))
        edition = read_edition(self.root)
        with self._lock:
            if self._plugin is None or frame != self._frame:
                self._plugin = laid_out(self.root, edition, self.folder, is_preview=True)
                self._frame = frame
                self._stale.clear()
            else:
                before = set(self._plugin.places())
                self._plugin.show(edition)
                self._stale = set(self._plugin.places())
                for place in before - self._stale:
                    (self.folder / place).unlink(missing_ok=True)

    @property
    def mount(self) -> str:
        """Return the path of the home page on its host."""
        home = "" if self._plugin is None else self._plugin.site.edition.settings.list.home
        return urlsplit(home).path or "/"

    def want(self, path: str) -> None:
        """See to it that what stands at the path of an address is as the records say."""
        place = path.removeprefix(self.mount)
        if not place or place.endswith("/"):
            place += "index.html"
        with self._lock:
            if self._plugin is not None and place in self._stale:
                self._plugin.write(place)
                self._stale.discard(place)

    def missing(self, status: int) -> bytes | None:
        """Return the page for what is not there."""
        page = self.folder / "404.html"
        return page.read_bytes() if status == HTTPStatus.NOT_FOUND and page.is_file() else None

    def before(self, serve: "WSGIApplication") -> "WSGIApplication":
        """Return a server that answers as `serve` does when what is asked for has been brought up to date."""

        def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            self.want(environ["PATH_INFO"].encode("latin-1").decode(errors="replace"))
            return serve(environ, start_response)

        return answer


def serve_site(root: Path, address: str) -> None:
    """Serve a preview of the site of the list at `root`, brought up to date when a file changes, until interrupted.

    `address` is `host:port`. What MkDocs says goes to stderr.

    Raises:
        SiteError: the address cannot be used, or the site cannot be laid out.
    """
    shown = logging.StreamHandler()
    shown.addFilter(_is_news)
    host, _, port = address.rpartition(":")
    with listening(shown, logging.INFO), TemporaryDirectory(prefix="catalog-") as folder:
        preview = Preview(root, Path(folder))

        def refresh() -> None:
            try:
                preview.refresh()
            except CatalogError as error:
                raise Abort(str(error)) from error  # which the server shows without a traceback

        try:
            preview.refresh()
            server = LiveReloadServer(
                refresh, host.strip("[]"), int(port), folder, preview.mount, polling_interval=_LOOKING
            )
            server.error_handler = preview.missing
            server.set_app(preview.before(server.serve_request))
            for name in (*RECORDS, *FRAME):
                if (root / name).exists():
                    server.watch(str(root / name))
            try:
                server.serve()
            finally:
                server.shutdown()
        except KeyboardInterrupt:
            return
        except (OSError, OverflowError, ValueError) as error:
            msg = f"{address} cannot be served: {(getattr(error, 'strerror', None) or str(error)).lower()}"
            raise SiteError(msg) from error


_LOOKING: Final = 0.25
"""Seconds between two looks at the files."""


def _stamps(root: Path, names: Iterable[str]) -> Iterable[tuple[str, int]]:
    """Yield the files below `root` with the times of their last changes."""
    for name in names:
        found = [root / name, *sorted((root / name).rglob("*"))] if (root / name).is_dir() else [root / name]
        for path in found:
            if path.is_file():
                yield str(path), path.stat().st_mtime_ns


def _is_news(record: logging.LogRecord) -> bool:
    """Tell whether people should read what MkDocs says; that a shell leaves no page is meant to be so."""
    return not record.getMessage().startswith("Page skipped")
