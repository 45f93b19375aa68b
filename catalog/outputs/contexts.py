"""The templates of all outputs, and the names that each is given; so `check` knows them without what renders them."""

from collections.abc import Mapping
from typing import Final

_LIST: Final = frozenset(
    {
        "description",
        "issue_form",
        "new_issue",
        "papers_anchor",
        "papers_heading",
        "repository",
        "sections",
        "site",
        "split",
        "statistics",
        "surveys",
        "surveys_anchor",
        "surveys_heading",
        "title",
    },
)

CONTEXTS: Final[Mapping[str, frozenset[str]]] = {
    "README.md.j2": _LIST,
    "section.md.j2": _LIST | {"section"},
    "entries.md.j2": frozenset({"entries"}),
    "site/author.html.j2": frozenset({"base", "name", "papers", "coauthors", "words"}),
    "site/browse.html.j2": frozenset({"base", "title", "total", "entries", "facets", "years", "formats"}),
    "site/entry.html.j2": frozenset({"base", "entry"}),
    "site/family.html.j2": frozenset(
        {
            "base",
            "family",
            "text",
            "relations",
            "group",
            "formulas",
            "members",
            "sections",
            "also",
            "libraries",
            "neighbours",
            "files",
            "words",
        }
    ),
    "site/export.html.j2": frozenset({"base", "formats", "kinds"}),
    "site/home.html.j2": frozenset({"base", "statistics", "families", "newest", "years"}),
    "site/index.html.j2": frozenset({"base", "name", "title", "lead", "parts"}),
    "site/library.html.j2": frozenset({"base", "library", "words"}),
    "site/map.html.j2": frozenset({"base", "map", "related"}),
    "site/paper.html.j2": frozenset({"base", "paper", "libraries", "citations", "words", "source"}),
    "site/parts.html.j2": frozenset(),
    "site/statistics.html.j2": frozenset({"base", "title", "statistics", "figures"}),
    "site/topic.html.j2": frozenset({"base", "topic", "papers"}),
    "site/venue.html.j2": frozenset({"base", "key", "venue", "homepage", "sections", "versions", "files", "words"}),
    "site/year.html.j2": frozenset({"base", "year", "older", "newer", "papers", "files"}),
}
"""Template → names."""
