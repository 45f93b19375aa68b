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
from catalog.web import Answer


@dataclass(frozen=True, slots=True)
class Mended:
    """Files with new addresses, and copies in the Wayback Machine of what is broken, by address."""

    changes: tuple[Change, ...]
    copies: Mapping[str, str]


def mend(root: Path, settings: Settings, linked: Linked) -> Mended:
    """Write the new addresses of pages that moved for good, and look for copies of pages that are gone.

    Raises:
        CatalogError: a file cannot be written.
    """
    changes = tuple(_rewritten(linked.results))
    publish.write(root, changes)
    broken = [result.target.url for result in linked.results if result.verdict.state is State.BROKEN]
    return Mended(changes, _copies(settings, root, broken))


def _copies(settings: Settings, root: Path, urls: Collection[str]) -> Mapping[str, str]:
    if not urls:
        return {}
    with client_of(root, settings) as exchanges:
        answers = {url: exchanges.exchange(wayback.request(settings.services.wayback, url)) for url in urls}
    found = {url: wayback.copy(answer) for url, answer in answers.items() if isinstance(answer, Answer)}
    return {url: copy for url, copy in found.items() if copy is not None}


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
