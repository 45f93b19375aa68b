"""The feed of the newest papers, as Atom (RFC 4287): when a record was added is when its entry was published."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree as ET

from catalog.derive import PaperRecord, newest
from catalog.edition import Edition
from catalog.outputs import addresses
from catalog.outputs.views import link

AT_MOST: Final = 50
"""How many entries the feed has."""

_ATOM: Final = "http://www.w3.org/2005/Atom"
_DAWN: Final = dt.date(1970, 1, 1)
"""When a feed without entries was updated: it must say something, and a clock would not say the same twice."""

_NOT_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no document may hold, not even as a reference (XML 1.0, section 2.2); U+FFFE and U+FFFF are among it."""


def feed(edition: Edition, home: str) -> str:
    """Return the feed of a site at `home`, an absolute address that ends in a slash: the newest papers first."""
    settings = edition.settings.list
    entries = newest(edition.papers)[:AT_MOST]
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": "en"})
    _add(root, "id", f"{home}{addresses.FEED}")
    _add(root, "title", settings.title)
    _add(root, "subtitle", settings.description)
    _add(root, "updated", _moment(entries[0].value.added if entries else _DAWN))
    _add(root, "link", rel="self", type="application/atom+xml", href=f"{home}{addresses.FEED}")
    _add(root, "link", rel="alternate", type="text/html", href=home)
    # Whoever made an entry is named in it; this is for a feed that has none.
    _add(_add(root, "author"), "name", settings.title)
    for record in entries:
        root.append(_entry(edition, record, home))
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _entry(edition: Edition, record: PaperRecord, home: str) -> ET.Element:
    paper = record.value
    address = f"{home}{addresses.paper(record.id)}"
    names = [person.display for person in paper.authors]
    published = f"{', '.join(names)}. {edition.venue_name(paper.venue, paper.year)} {paper.year}."
    entry = ET.Element("entry")
    _add(entry, "id", address)
    _add(entry, "title", paper.title)
    _add(entry, "published", _moment(paper.added))
    _add(entry, "updated", _moment(paper.added))
    _add(entry, "link", rel="alternate", type="text/html", href=address)
    for found in link("Paper", paper.links.paper):
        _add(entry, "link", rel="related", href=found.url)
    for name in names:
        _add(_add(entry, "author"), "name", name)
    for scheme, vocabulary, keys in (
        (addresses.FAMILIES, edition.catalog.families, (paper.loss_family, *paper.also_families)),
        (addresses.TOPICS, edition.catalog.topics, paper.topics),
    ):
        labels: Mapping[str, str] = {key: vocabulary[key].value.name for key in keys}
        for key, label in labels.items():
            _add(entry, "category", scheme=f"{home}{scheme}", term=key, label=label)
    _add(entry, "summary", paper.summary or published)
    return entry


def _add(parent: ET.Element, tag: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, tag, {name: _legal(value) for name, value in attributes.items()})
    child.text = None if text is None else _legal(text)
    return child


def _legal(text: str) -> str:
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def _moment(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
