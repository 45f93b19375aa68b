"""`links --fix`: new addresses into records, where the pages moved for good, and copies of pages that are gone."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urldefrag

from catalog import publish
from catalog.commands.links import Linked, client_of
from catalog.links import wayback
from catalog.links.findings import Result
from catalog.links.mending import new_address
from catalog.links.verdict import State
from catalog.publish import Change
from catalog.records.edit import replaced
from catalog.records.source import Source
from catalog.settings import Settings
from catalog.web import Failure


@dataclass(frozen=True, slots=True)
class Mended:
    """Files with new addresses, and copies in the Wayback Machine of what is broken, by address.

    `silence` says why the Wayback Machine was not asked for all of them, if it was not.
    """

    changes: tuple[Change, ...]
    copies: Mapping[str, str]
    silence: str | None = None


def mend(root: Path, settings: Settings, linked: Linked) -> Mended:
    """Write the new addresses of pages that moved for good, and look for copies of pages that are gone.

    Raises:
        CatalogError: a file cannot be written.
    """
    changes = tuple(_rewritten(linked.results))
    publish.write(root, changes)
    broken = [result.target.url for result in linked.results if result.verdict.state is State.BROKEN]
    return Mended(changes, *_copies(settings, root, broken))


def _copies(settings: Settings, root: Path, urls: Collection[str]) -> tuple[Mapping[str, str], str | None]:
    """Return the copies by address, and the trouble in which looking for them ended."""
    copies: dict[str, str] = {}
    if not urls:
        return copies, None
    with client_of(root, settings) as exchanges:
        for url in urls:
            exchange = exchanges.exchange(wayback.request(settings.services.wayback, url))
            if isinstance(exchange, Failure):
                return copies, exchange.detail  # what is silent once would be so for each of them
            copy = wayback.copy(exchange)
            if copy is not None:
                copies[url] = copy
    return copies, None


def _rewritten(results: Iterable[Result]) -> Iterator[Change]:
    """Yield the files in which addresses change."""
    sources: dict[str, Source] = {}
    texts: dict[str, str] = {}
    for result in results:
        new_url = new_address(result)
        if new_url is None:
            continue
        for place in result.target.places:
            source = sources.setdefault(place.record.path, place.record.source)
            before = texts.get(source.path, source.text)
            fragment = urldefrag(place.url).fragment
            url = f"{new_url}#{fragment}" if fragment else new_url
            texts[source.path] = replaced(before, (*place.record.base, *place.loc), url) or before
    for path, source in sources.items():
        if texts[path] != source.text:
            yield Change(PurePosixPath(path), source.text.encode(), texts[path].encode())
