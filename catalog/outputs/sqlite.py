"""The catalog as a database of SQLite: tables that refer to each other, and a search over the words of the papers.

It is made in memory, so that the same papers give the same bytes; another release of SQLite may give others.
"""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from itertools import chain
from typing import Final, TypeAlias

from catalog import derive
from catalog.catalog import Record
from catalog.derive import PaperRecord, Papers, author_slug
from catalog.edition import Edition
from catalog.model import Links, Model
from catalog.outputs import addresses
from catalog.outputs.citation import citation
from catalog.outputs.format import DataFormat

VERSION: Final = 1
"""What `PRAGMA user_version` says; it grows when a table or column goes or means something else."""

Values: TypeAlias = tuple[str | int | None, ...]
Rows: TypeAlias = Iterator[tuple[str, Values]]

SCHEMA: Final = """
CREATE TABLE families (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  group_id TEXT REFERENCES families DEFERRABLE INITIALLY DEFERRED,
  definition TEXT NOT NULL
) STRICT;
CREATE TABLE family_aliases (
  family TEXT NOT NULL REFERENCES families,
  position INTEGER NOT NULL,
  alias TEXT NOT NULL,
  PRIMARY KEY (family, position)
) STRICT;
CREATE TABLE family_relations (
  family TEXT NOT NULL REFERENCES families DEFERRABLE INITIALLY DEFERRED,
  kind TEXT NOT NULL CHECK (kind IN ('extends', 'contrast_with')),
  other TEXT NOT NULL REFERENCES families DEFERRABLE INITIALLY DEFERRED,
  PRIMARY KEY (family, kind, other)
) STRICT;
CREATE TABLE topics (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  definition TEXT NOT NULL
) STRICT;
CREATE TABLE venues (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL,
  rank INTEGER NOT NULL,
  homepage TEXT
) STRICT;
CREATE TABLE libraries (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  module TEXT,
  install TEXT,
  homepage TEXT,
  repository TEXT,
  note TEXT
) STRICT;
CREATE TABLE people (
  id TEXT PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  given TEXT,
  particle TEXT,
  family TEXT NOT NULL,
  suffix TEXT
) STRICT;
CREATE TABLE papers (
  id TEXT PRIMARY KEY NOT NULL,
  title TEXT NOT NULL,
  year INTEGER NOT NULL,
  venue TEXT NOT NULL REFERENCES venues,
  venue_name TEXT NOT NULL,
  published_in TEXT NOT NULL,
  series TEXT,
  volume TEXT,
  number TEXT,
  pages TEXT,
  publisher TEXT,
  presentation TEXT,
  award TEXT,
  loss_family TEXT NOT NULL REFERENCES families,
  doi TEXT,
  arxiv TEXT,
  summary TEXT,
  note TEXT,
  added TEXT NOT NULL,
  page TEXT NOT NULL
) STRICT;
CREATE TABLE authorship (
  paper TEXT NOT NULL REFERENCES papers,
  position INTEGER NOT NULL,
  person TEXT NOT NULL REFERENCES people,
  printed TEXT NOT NULL,
  PRIMARY KEY (paper, position)
) STRICT;
CREATE TABLE paper_families (
  paper TEXT NOT NULL REFERENCES papers,
  position INTEGER NOT NULL,
  family TEXT NOT NULL REFERENCES families,
  PRIMARY KEY (paper, position)
) STRICT;
CREATE TABLE paper_topics (
  paper TEXT NOT NULL REFERENCES papers,
  position INTEGER NOT NULL,
  topic TEXT NOT NULL REFERENCES topics,
  PRIMARY KEY (paper, position)
) STRICT;
CREATE TABLE links (
  paper TEXT NOT NULL REFERENCES papers,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (paper, kind)
) STRICT;
CREATE TABLE code (
  paper TEXT NOT NULL REFERENCES papers,
  position INTEGER NOT NULL,
  url TEXT NOT NULL,
  official INTEGER NOT NULL,
  note TEXT,
  PRIMARY KEY (paper, position)
) STRICT;
CREATE TABLE implementations (
  paper TEXT NOT NULL REFERENCES papers,
  position INTEGER NOT NULL,
  library TEXT NOT NULL REFERENCES libraries,
  name TEXT NOT NULL,
  kind TEXT,
  docs TEXT,
  note TEXT,
  PRIMARY KEY (paper, position)
) STRICT;
CREATE TABLE other_versions (
  paper TEXT NOT NULL REFERENCES papers,
  position INTEGER NOT NULL,
  title TEXT,
  authors TEXT,
  year INTEGER,
  venue TEXT NOT NULL REFERENCES venues,
  published_in TEXT NOT NULL,
  volume TEXT,
  number TEXT,
  pages TEXT,
  doi TEXT,
  arxiv TEXT,
  PRIMARY KEY (paper, position)
) STRICT;
CREATE TABLE version_links (
  paper TEXT NOT NULL,
  position INTEGER NOT NULL,
  kind TEXT NOT NULL,
  url TEXT NOT NULL,
  PRIMARY KEY (paper, position, kind),
  FOREIGN KEY (paper, position) REFERENCES other_versions
) STRICT;
CREATE INDEX authorship_by_person ON authorship (person);
CREATE INDEX paper_families_by_family ON paper_families (family);
CREATE INDEX paper_topics_by_topic ON paper_topics (topic);
CREATE INDEX papers_by_venue ON papers (venue, year);
CREATE VIRTUAL TABLE search USING fts5 (
  paper UNINDEXED, title, authors, venue, families, topics, implementations, summary,
  tokenize = "unicode61 remove_diacritics 2"
);
CREATE VIEW listing AS
SELECT
  papers.id,
  papers.title,
  (SELECT group_concat(printed, '; ') FROM (
    SELECT printed FROM authorship WHERE authorship.paper = papers.id ORDER BY position
  )) AS authors,
  papers.year,
  papers.venue_name AS venue,
  families.name AS family,
  (SELECT url FROM links WHERE links.paper = papers.id AND kind = 'paper') AS paper,
  (SELECT url FROM code WHERE code.paper = papers.id AND official ORDER BY position LIMIT 1) AS code
FROM papers JOIN families ON families.id = papers.loss_family;
"""


_KNOWS_STRICT: Final = (3, 37)


def make(edition: Edition, papers: Papers) -> bytes:
    """Return papers as the bytes of a database."""
    schema = SCHEMA if sqlite3.sqlite_version_info >= _KNOWS_STRICT else SCHEMA.replace(" STRICT;", ";")
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as database:
        database.executescript(f"PRAGMA foreign_keys = ON; PRAGMA user_version = {VERSION}; BEGIN; {schema}")
        tables: dict[str, list[Values]] = {}
        for table, values in chain(
            _vocabularies(edition), _people(papers), *(_paper(edition, each) for each in papers)
        ):
            tables.setdefault(table, []).append(values)
        for table, rows in tables.items():
            database.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)  # noqa: S608  # a table of ours
        for statement in ("INSERT INTO search (search) VALUES ('optimize')", "COMMIT", "VACUUM"):
            database.execute(statement)
        return database.serialize()


def _vocabularies(edition: Edition) -> Rows:
    """Yield the entries of all vocabularies, in the columns' order."""
    catalog = edition.catalog
    for key, family in catalog.families.items():
        yield "families", (key, family.value.name, family.value.group, family.value.definition)
        yield from (("family_aliases", (key, at, alias)) for at, alias in enumerate(family.value.aliases, 1))
        yield from (("family_relations", (key, "extends", other)) for other in family.value.extends)
        yield from (("family_relations", (key, "contrast_with", other)) for other in family.value.contrast_with)
    yield from _entries("topics", catalog.topics, ("name", "kind", "definition"))
    yield from _entries("venues", catalog.venues, ("name", "kind", "rank", "homepage"))
    yield from _entries("libraries", catalog.libraries, ("name", "module", "install", "homepage", "repository", "note"))


def _entries(table: str, vocabulary: Mapping[str, Record[Model]], columns: Iterable[str]) -> Rows:
    for key, record in vocabulary.items():
        yield table, (key, *(getattr(record.value, column) for column in columns))


def _people(papers: Papers) -> Rows:
    for slug, author in derive.by_author(papers).items():
        who = author.person
        optional = (who.given or None, who.particle or None, who.family, who.suffix or None)
        yield "people", (slug, who.display, *optional)


def _paper(edition: Edition, record: PaperRecord) -> Rows:
    """Yield the rows of a paper, those first that others refer to."""
    key, paper, catalog = record.id, record.value, edition.catalog
    cited = citation(edition, record)
    venue = edition.venue_name(paper.venue, paper.year)
    where = (cited.published_in, cited.series, cited.volume, cited.number, cited.pages, cited.publisher)
    about = (paper.presentation, paper.award, paper.loss_family, paper.doi, paper.arxiv, paper.summary, paper.note)
    page = addresses.paper(key)
    yield "papers", (key, paper.title, paper.year, paper.venue, venue, *where, *about, paper.added.isoformat(), page)
    for at, person in enumerate(paper.authors, 1):
        yield "authorship", (key, at, author_slug(person), person.display)
    families = tuple(dict.fromkeys((paper.loss_family, *paper.also_families)))
    yield from (("paper_families", (key, at, family)) for at, family in enumerate(families, 1))
    yield from (("paper_topics", (key, at, topic)) for at, topic in enumerate(dict.fromkeys(paper.topics), 1))
    yield from (("links", (key, *link)) for link in _links(paper.links))
    for at, code in enumerate(paper.code, 1):
        yield "code", (key, at, code.url, code.official, code.note)
    for at, item in enumerate(paper.implementations, 1):
        yield "implementations", (key, at, item.library, item.name, item.kind, item.docs, item.note)
    yield from _versions(edition, record)
    words = (
        (person.display for person in paper.authors),
        (venue, catalog.venues[paper.venue].value.name),
        chain.from_iterable(
            (catalog.families[each].value.name, *catalog.families[each].value.aliases) for each in families
        ),
        (catalog.topics[topic].value.name for topic in paper.topics),
        (item.name for item in paper.implementations),
    )
    yield "search", (key, paper.title, *("; ".join(each) for each in words), paper.summary)


def _versions(edition: Edition, record: PaperRecord) -> Rows:
    for at, other in enumerate(record.value.other_versions, 1):
        authors = "; ".join(person.display for person in other.authors) or None
        names = edition.catalog.venues[other.venue].value.names_in(other.year)
        where = (other.venue, names.proceedings, other.volume, other.number, other.pages, other.doi, other.arxiv)
        yield "other_versions", (record.id, at, other.title, authors, other.year, *where)
        if other.links is not None:
            yield from (("version_links", (record.id, at, *link)) for link in _links(other.links))


def _links(links: Links) -> Iterator[tuple[str, str]]:
    for kind in type(links).model_fields:
        url = getattr(links, kind)
        if url is not None:
            yield kind, url


FORMAT: Final = DataFormat(
    name="sqlite",
    label="SQLite",
    stem="catalog",
    suffix=".sqlite",
    media_type="application/vnd.sqlite3",
    description="for queries: a database with tables, foreign keys and full-text search",
    make=make,
    is_text=False,
)
