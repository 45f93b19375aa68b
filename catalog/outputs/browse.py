"""What the browser is given to answer queries: the facets of every paper, and what the values of fields are called."""

import json
from dataclasses import fields
from typing import Final

from catalog import facets
from catalog.edition import Edition
from catalog.query import Facets

_FIELDS: Final = tuple(field.name for field in fields(Facets))


def papers_json(edition: Edition) -> str:
    """Return the text of `browse/papers.json`: an object of `known`, names by field, and `papers` in reading order."""
    known = {field: list(names.items()) for field, names in facets.known(edition.catalog).items()}
    papers = [{name: getattr(paper, name) for name in _FIELDS} for _, paper in facets.facets(edition)]
    return json.dumps({"known": known, "papers": papers}, ensure_ascii=False, separators=(",", ":")) + "\n"
