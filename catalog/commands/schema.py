"""`schema`: the JSON Schema of a record or a vocabulary."""

from pathlib import Path

from catalog.catalog import read
from catalog.outputs.schemas import keys_of
from catalog.records.schema import as_json


def schema(root: Path | None, name: str) -> str:
    """Return the JSON Schema of the kind of file that is called `name`; with the keys of the list at `root`, if any."""
    return as_json(name, None if root is None else keys_of(read(root).catalog))
