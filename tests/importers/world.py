"""A world of services on this machine, in the shapes that the real ones have, and a list that asks them."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from shutil import copytree
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

from tests.conftest import TOY
from tests.links.server import Script, Visit, Web

LOCAL: Final = "127.0.0.1"

FEED: Final = """<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom" \
xmlns="http://www.w3.org/2005/Atom">
  <id>https://arxiv.org/api/cHxbiOdZaP56ODnBPIenZhzg5f8</id>
  <title>arXiv Query: search_query=&amp;id_list={ids}&amp;start=0&amp;max_results=10</title>
  <updated>2026-03-01T00:00:00Z</updated>
  <opensearch:totalResults>{count}</opensearch:totalResults>
{entries}</feed>
"""

ENTRY: Final = """  <entry>
    <id>http://arxiv.org/abs/{id}v{version}</id>
    <title>{title}</title>
    <updated>2021-09-10T15:15:00Z</updated>
    <link href="https://arxiv.org/abs/{id}v{version}" rel="alternate" type="text/html"/>
    <summary>{summary}</summary>
    <category term="cs.CV" scheme="http://arxiv.org/schemas/atom"/>
    <published>{published}</published>
{more}{authors}  </entry>
"""

ERROR: Final = """<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: search_query=&amp;id_list=1234.12345&amp;start=0&amp;max_results=10</title>
  <entry>
    <id>http://arxiv.org/api/errors#incorrect_id_format_for_1234.12345</id>
    <title>Error</title>
    <summary>incorrect id format for 1234.12345</summary>
    <link href="http://arxiv.org/api/errors#incorrect_id_format_for_1234.12345" rel="alternate" type="text/html"/>
    <author><name>arXiv api core</name></author>
  </entry>
</feed>
"""


def entry(  # noqa: PLR0913  # what an entry is made of
    id_: str,
    title: str = "Kneading by Numbers",
    authors: tuple[str, ...] = ("Ana Ruiz", "Bo Li"),
    *,
    published: str = "2020-03-31T00:00:00Z",
    summary: str = "We knead.",
    comment: str = "",
    journal_ref: str = "",
    doi: str = "",
    version: int = 1,
) -> str:
    """Return an entry of arXiv's feed; the texts are as they stand, without markup of their own."""
    named = {"comment": comment, "journal_ref": journal_ref, "doi": doi}
    more = "".join(f"    <arxiv:{name}>{escape(value)}</arxiv:{name}>\n" for name, value in named.items() if value)
    people = "".join(f"    <author>\n      <name>{escape(name)}</name>\n    </author>\n" for name in authors)
    return ENTRY.format(
        id=id_,
        version=version,
        title=escape(title),
        summary=escape(summary),
        published=published,
        more=more,
        authors=people,
    )


def feed(*entries: str, ids: str = "") -> bytes:
    """Return a feed of entries."""
    return FEED.format(entries="".join(entries), ids=ids, count=len(entries)).encode()


def work(**fields: object) -> dict[str, object]:
    """Return a work as Crossref has it, with fields in place of the usual ones; None leaves one out."""
    usual: dict[str, object] = {
        "DOI": "10.1000/oven.2020.7",
        "type": "proceedings-article",
        "title": ["Kneading by Numbers"],
        "author": [
            {"given": "Ana", "family": "Ruiz", "sequence": "first", "affiliation": []},
            {"given": "Bo", "family": "Li", "sequence": "additional", "affiliation": []},
        ],
        "container-title": ["2020 International Conference on Ovens (OVEN)"],
        "published-print": {"date-parts": [[2020, 6]]},
        "issued": {"date-parts": [[2020, 6]]},
        "page": "3235-3244",
        "publisher": "IEEE",
        "reference-count": 0,
        "URL": "https://doi.org/10.1000/oven.2020.7",
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def as_work(message: Mapping[str, object]) -> bytes:
    """Return what Crossref answers for one work."""
    return json.dumps({"status": "ok", "message-type": "work", "message-version": "1.0.0", "message": message}).encode()


def as_works(*found: Mapping[str, object]) -> bytes:
    """Return what Crossref answers to a search."""
    message = {"facets": {}, "total-results": len(found), "items": found, "items-per-page": 5}
    return json.dumps({"status": "ok", "message-type": "work-list", "message": message}).encode()


def as_csl(**fields: object) -> bytes:
    """Return a work as doi.org gives it: one title, one container, dates of one part."""
    usual: dict[str, object] = {
        "type": "article-journal",
        "DOI": "10.5281/zenodo.7",
        "title": "Kneading by Numbers",
        "author": [{"given": "Ana", "family": "Ruiz"}, {"given": "Bo", "family": "Li"}],
        "container-title": "Journal of Crumbs",
        "issued": {"date-parts": [["2021", "3"]]},
        "publisher": "Crumb House",
    }
    return json.dumps({key: value for key, value in (usual | fields).items() if value is not None}).encode()


def as_dblp(*hits: Mapping[str, object]) -> bytes:
    """Return what DBLP answers to a search."""
    found = [{"@score": "9", "@id": str(number), "info": info} for number, info in enumerate(hits)]
    status = {"@code": "200", "text": "OK"}
    counted = {"@total": str(len(found)), "@sent": str(len(found)), "hit": found} if found else {"@total": "0"}
    return json.dumps({"result": {"query": "x", "status": status, "hits": counted}}).encode()


def hit(**fields: object) -> dict[str, object]:
    """Return a publication as DBLP has it."""
    usual: dict[str, object] = {
        "authors": {"author": [{"@pid": "1/2", "text": "Ana Ruiz"}, {"@pid": "3/4", "text": "Bo Li 0001"}]},
        "title": "Kneading by Numbers.",
        "venue": "OVEN",
        "pages": "3235-3244",
        "year": "2020",
        "type": "Conference and Workshop Papers",
        "access": "closed",
        "key": "conf/oven/RuizL20",
        "doi": "10.1000/oven.2020.7",
        "ee": "https://doi.org/10.1000/oven.2020.7",
        "url": "https://dblp.org/rec/conf/oven/RuizL20",
    }
    return {key: value for key, value in (usual | fields).items() if value is not None}


def as_openalex(*works: Mapping[str, object]) -> bytes:
    """Return what OpenAlex answers to a search."""
    return json.dumps({"meta": {"count": len(works), "page": 1}, "results": works, "group_by": []}).encode()


def openalex_work(**fields: object) -> dict[str, object]:
    """Return a work as OpenAlex has it."""
    usual: dict[str, object] = {
        "id": "https://openalex.org/W3035193214",
        "doi": "https://doi.org/10.1000/oven.2020.7",
        "title": "Kneading by Numbers",
        "display_name": "Kneading by Numbers",
        "publication_year": 2020,
        "type": "article",
        "authorships": [
            {"author_position": "first", "author": {"display_name": "Ana Ruiz"}, "raw_author_name": "Ana Ruiz"},
            {"author_position": "last", "author": {"display_name": "Bo Li"}, "raw_author_name": "Bo Li"},
        ],
        "primary_location": {
            "source": {"display_name": "International Conference on Ovens"},
            "version": "publishedVersion",
        },
        "locations": [{"landing_page_url": "http://arxiv.org/abs/2003.13911", "source": {"display_name": "arXiv"}}],
        "biblio": {"volume": None, "issue": None, "first_page": "3235", "last_page": "3244"},
        "is_retracted": False,
    }
    return usual | fields


PAGE: Final = """<!DOCTYPE html>
<html lang="en"><head>
<meta charset="utf-8">
<title>CVF Open Access</title>
<meta name="citation_title" content="Kneading by Numbers">
<meta name="citation_author" content="Ruiz, Ana">
<meta name="citation_author" content="Li, Bo">
<meta name="citation_publication_date" content="2020/06">
<meta name="citation_conference_title" content="Proceedings of the International Conference on Ovens">
<meta name="citation_firstpage" content="3235">
<meta name="citation_lastpage" content="3244">
<meta name="citation_pdf_url" content="/papers/kneading.pdf">
</head><body><h1>Kneading by Numbers</h1></body></html>
"""


@dataclass(slots=True)
class World:
    """The services and pages by their paths, behind one port; `root` is a copy of the toy list that asks them."""

    web: Web
    root: Path
    arxiv: dict[str, str] = field(default_factory=dict)
    works: dict[str, Mapping[str, object]] = field(default_factory=dict)
    csl: dict[str, bytes] = field(default_factory=dict)
    dblp: bytes = as_dblp()
    search: bytes = as_works()
    openalex: bytes = as_openalex()
    github: dict[str, Mapping[str, object]] = field(default_factory=dict)
    pages: dict[str, bytes] = field(default_factory=dict)
    faults: dict[str, Script] = field(default_factory=dict)
    """What happens instead, by the first part of the path."""

    def answer(self, visit: Visit) -> None:
        """Answer as the service would."""
        parts = urlsplit(visit.path)
        first, _, rest = parts.path.strip("/").partition("/")
        if first in self.faults:
            self.faults[first](visit)
            return
        _ROUTES.get(first, _page)(self, visit, unquote(rest), parse_qs(parts.query))

    @property
    def paths(self) -> list[str]:
        """Return what was asked for."""
        return [path for _, _, path in self.web.asked]

    @property
    def base(self) -> str:
        """Return the address of the world."""
        return f"http://{self.web.place}"


def _arxiv(world: World, visit: Visit, _rest: str, query: Mapping[str, list[str]]) -> None:
    ids = query["id_list"][0].split(",")
    most = int(query.get("max_results", ["10"])[0])
    entries = [world.arxiv[each] for each in ids if each in world.arxiv][:most]
    visit.answer(200, {"Content-Type": "application/atom+xml; charset=utf-8"}, feed(*entries))


def _crossref(world: World, visit: Visit, rest: str, query: Mapping[str, list[str]]) -> None:
    if query:
        _json(visit, world.search)
    elif (doi := rest.removeprefix("works/")) in world.works:
        _json(visit, as_work(world.works[doi]))
    else:
        visit.answer(404, {"Content-Type": "text/plain"}, b"Resource not found.")


def _doi(world: World, visit: Visit, rest: str, _query: Mapping[str, list[str]]) -> None:
    if rest in world.csl and "citationstyles" in visit.headers.get("accept", ""):
        visit.answer(200, {"Content-Type": "application/vnd.citationstyles.csl+json"}, world.csl[rest])
    else:
        visit.answer(404, {"Content-Type": "text/html"}, b"<html>DOI Not Found</html>")


def _github(world: World, visit: Visit, rest: str, _query: Mapping[str, list[str]]) -> None:
    found = world.github.get(rest.removeprefix("repos/"))
    if found is None:
        visit.answer(404, {}, b'{"message": "Not Found", "status": "404"}')
    else:
        _json(visit, json.dumps(found).encode())


def _page(world: World, visit: Visit, _rest: str, _query: Mapping[str, list[str]]) -> None:
    body = world.pages.get(urlsplit(visit.path).path)
    visit.answer(404 if body is None else 200, {"Content-Type": "text/html"}, body or b"<html>none</html>")


def _json(visit: Visit, body: bytes) -> None:
    visit.answer(200, {"Content-Type": "application/json"}, body)


Route = Callable[[World, Visit, str, Mapping[str, list[str]]], None]

_ROUTES: Final[Mapping[str, Route]] = {
    "arxiv": _arxiv,
    "crossref": _crossref,
    "doi": _doi,
    "dblp": lambda world, visit, _rest, _query: _json(visit, world.dblp),
    "openalex": lambda world, visit, _rest, _query: _json(visit, world.openalex),
    "github": _github,
}


def settle(folder: Path, web: Web, *, allow_private: bool = False) -> World:
    """Return a world behind a web, and a list whose services it has."""
    root = folder / "list"
    copytree(TOY, root)
    services = {name: f"http://{web.place}/{name}" for name in _ROUTES} | {
        "arxiv": f"http://{web.place}/arxiv/api/query"
    }
    lines = "".join(f'{name} = "{url}"\n' for name, url in services.items())
    policy = f"timeout = 2.0\nallow_private = {str(allow_private).lower()}\n"
    (root / "catalog.toml").write_text(f"{(TOY / 'catalog.toml').read_text()}\n[links]\n{policy}\n[services]\n{lines}")
    world = World(web, root)
    web.scripts = {LOCAL: world.answer}
    return world
