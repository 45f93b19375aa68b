"""The JSON Schemas of the list's files, which each file names in its first line, so that editors complete."""

from collections.abc import Iterator
from typing import Final

from catalog.catalog import Catalog
from catalog.derive import heads
from catalog.edition import Edition
from catalog.outputs.artifact import Artifact, Output
from catalog.records.schema import FOLDER, MODELS, Keys, as_json


def keys_of(catalog: Catalog) -> Keys:
    """Return the keys that the list's records may name."""
    groups = heads(catalog)
    return {
        "venues": tuple(catalog.venues),
        "families": tuple(key for key in catalog.families if key not in groups),
        "groups": tuple(key for key in catalog.families if key in groups),
        "topics": tuple(catalog.topics),
        "libraries": tuple(catalog.libraries),
    }


def render(edition: Edition) -> Iterator[Artifact]:
    """Yield a schema for each kind of file."""
    keys = keys_of(edition.catalog)
    for name in MODELS:
        yield Artifact(FOLDER / f"{name}.json", as_json(name, keys))


OUTPUT: Final = Output("schema", "JSON Schemas of records and vocabularies, for editors", render)
