"""The index that the site's search asks: Pagefind, a program that comes as a wheel, makes it from the written pages.

It is given of each page what it would index, for most of its time goes into reading what it does not.
"""

import gzip
import json
import subprocess
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import cbor2
from pagefind_bin import get_executable

from catalog.diagnostics import CatalogError
from catalog.filing import Filing

FOLDER: Final = "pagefind"
"""Where the index stands in a site."""

_UNUSED: Final = (
    "pagefind-*ui*",
    "pagefind-highlight.js",
    "wasm.unknown.pagefind",
    "pagefind-modular*",
    "pagefind-worker.js",
)
"""What Pagefind writes for pages that have no search of their own, that name no language, or that wait for a worker."""


_NO_WORDS: Final = ".headerlink, .crumbs, .jump, .buttons, .facts dt, .index-authors h2, [id^='in-'], .figure, time"
"""What no reader would search: signs, ways, hosts, letters that lead elsewhere, labels, figures, days."""


class IndexingError(CatalogError):
    """Pagefind did not make the index; the message is what it said."""


def index(site: Path, pages: Iterable[tuple[str, bytes]], language: str) -> None:
    """Write the index of `pages`, each a path below `site` and its HTML; the words are those of `language` (BCP 47).

    Raises:
        IndexingError: Pagefind cannot be run, or found a fault.
    """
    with TemporaryDirectory(prefix="searched-", dir=site.parent) as folder:
        filing = Filing(folder)
        for page, html in pages:
            filing.write(page, searched(html))
        _run(
            *("--site", folder, "--output-path", str(site / FOLDER)),
            *("--force-language", language, "--exclude-selectors", _NO_WORDS, "--silent"),
        )
        filing.clear()
    for pattern in _UNUSED:
        for path in (site / FOLDER).glob(pattern):
            path.unlink()
    _settle(site / FOLDER)


def _run(*options: str) -> None:
    try:
        command = (str(get_executable()), *options)
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # a program of the lock, our paths
    except OSError as error:
        msg = f"the search cannot be indexed: pagefind cannot be run: {(error.strerror or str(error)).lower()}"
        raise IndexingError(msg) from error
    if done.returncode != 0:
        said = (done.stderr or done.stdout).decode(errors="replace").strip()
        msg = f"the search cannot be indexed: {said or f'pagefind ended with {done.returncode}'}"
        raise IndexingError(msg)


def searched(html: bytes) -> bytes:
    """Return what Pagefind indexes of a page: its body without what is to be left out; of a page without one, all.

    What Pagefind is told outside of the body stays, and so does an element that has others of its name in it.
    """
    found = _element(html, _BODY, 0)
    if found is None:
        return html
    start, end = found
    if _TOLD in html[:start] or _TOLD in html[end:]:
        return html
    parts = [b"<html>"]  # without which Pagefind takes a file for no page
    while (left_out := _element(html, _LEFT_OUT, start)) is not None:
        parts.append(html[start : left_out[0]])
        start = left_out[1]
    return b"".join((*parts, html[start:end], b"</html>"))


_TOLD: Final = b" data-pagefind-"
_BODY: Final = _TOLD + b"body"
_LEFT_OUT: Final = _TOLD + b'ignore="all"'


def _element(html: bytes, attribute: bytes, start: int) -> tuple[int, int] | None:
    """Return where the first element that has an attribute, and none of its own name in it, begins and ends."""
    while (place := html.find(attribute, start)) >= 0:
        begin = html.rfind(b"<", start, place)
        name = html[begin + 1 : place].split(maxsplit=1)[0]
        closing = b"</%b>" % name
        end = html.find(closing, place)
        if end >= 0 and html.find(b"<" + name, place, end) < 0:
            return begin, end + len(closing)
        start = place + len(attribute)
    return None


def _settle(folder: Path) -> None:
    """Give an index the same bytes each time: Pagefind writes filters in the order of a hash table, which differs.

    Files are named by hashes of what is in them. The list of files of a language is an array in CBOR, gzipped, whose
    fourth item has the filters: name and file. The file of a filter has its name, then its values with their pages.
    """
    entry = json.loads((folder / _ENTRY).read_bytes())
    for language, about in entry["languages"].items():
        listed = folder / f"pagefind.{about['hash']}.pf_meta"
        meta = _unpacked(listed)
        filters = []
        for name, key in sorted(meta[_FILTERS]):
            path = folder / "filter" / f"{key}.pf_filter"
            packed = _packed([name, sorted(_unpacked(path)[1])])
            path.unlink()
            named = f"{language}_{blake2b(packed).hexdigest()[:_OF_FILTER]}"
            (folder / "filter" / f"{named}.pf_filter").write_bytes(packed)
            filters.append([name, named])
        meta[_FILTERS] = filters
        meta[_SORTS] = sorted(meta[_SORTS])
        packed = _packed(meta)
        listed.unlink()
        about["hash"] = f"{language}_{blake2b(packed).hexdigest()[:_OF_LANGUAGE]}"
        (folder / f"pagefind.{about['hash']}.pf_meta").write_bytes(packed)
    (folder / _ENTRY).write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":")))


_ENTRY: Final = "pagefind-entry.json"
_FILTERS, _SORTS = 3, 4
_OF_FILTER, _OF_LANGUAGE = 7, 10
_MARK: Final = b"pagefind_dcd"
"""What each file begins with when it is inflated."""


def _unpacked(path: Path) -> list[Any]:
    found: list[Any] = cbor2.loads(gzip.decompress(path.read_bytes()).removeprefix(_MARK))
    return found


def _packed(value: list[Any]) -> bytes:
    return gzip.compress(_MARK + cbor2.dumps(value), mtime=0)
