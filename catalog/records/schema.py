"""The JSON Schema of records and vocabularies, from the models, so that editors complete and complain as `check` does.

Editors type what stands without quotes, this package reads text: the schema allows for both. Keys of vocabularies are
given as examples, which editors offer and never insist on.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Any, Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from catalog.faults import model_in, parts_of
from catalog.identifiers import KEY
from catalog.model import Family, KeyOf, Library, Model, Paper, Topic, Venue
from catalog.plaintext import MAX_ITEMS

RECORD: Final = "record"
MODELS: Final[Mapping[str, type[Model]]] = MappingProxyType(
    {RECORD: Paper, "venues": Venue, "families": Family, "topics": Topic, "libraries": Library}
)
"""Every kind of file by the name of its schema, with the model of what stands in it."""

FOLDER: Final = PurePosixPath("schemas")
"""Where the schemas lie below the root of a list."""

Keys = Mapping[str, Sequence[str]]
"""The keys that there are, by the name of their vocabulary; `groups` has those of the families that head others."""

MODELINE: Final = "# yaml-language-server:"
"""What begins the comment that names the schema to editors; they look for it in the first line."""


def modeline(model: type[Model]) -> str:
    """Return the first line of a file with `model` in it: the way from there to its schema."""
    return _MODELINES[model]


_MODELINES: Final = {
    model: f"{MODELINE} $schema={'../..' if name == RECORD else '..'}/{FOLDER}/{name}.json"
    for name, model in MODELS.items()
}


def as_json(name: str, keys: Keys | None = None) -> str:
    """Return the JSON Schema of the kind of file that is called `name`, as text."""
    return json.dumps(schema(name, keys or {}), indent=2) + "\n"


def schema(name: str, keys: Keys) -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of the kind of file that is called `name`."""
    model = MODELS[name]
    found: dict[str, Any] = model.model_json_schema(schema_generator=_Generator)
    for each, properties in _properties(model, found):
        _name_keys(each, properties, keys)
    dialect = {"$schema": GenerateJsonSchema.schema_dialect}
    if name == RECORD:
        return dialect | found
    definitions = found.pop("$defs", {})
    definitions[model.__name__] = found
    return dialect | {
        "title": name.capitalize(),
        "description": f"The content of vocabularies/{name}.yaml: entries by their keys.",
        "type": "object",
        "propertyNames": {"pattern": f"^(?:{KEY.pattern})$"},
        "additionalProperties": {"$ref": f"#/$defs/{model.__name__}"},
        "$defs": dict(sorted(definitions.items())),
    }


def _properties(model: type[BaseModel], found: dict[str, Any]) -> Iterator[tuple[type[BaseModel], dict[str, Any]]]:
    """Yield `model` and the models in it with the properties of each."""
    yield model, found["properties"]
    for field in model.model_fields.values():
        below = model_in(field.annotation)
        if below is not None:
            yield from _properties(below, {**found["$defs"][below.__name__], "$defs": found["$defs"]})


def _name_keys(model: type[BaseModel], properties: dict[str, Any], keys: Keys) -> None:
    """Give the fields that hold a key of a vocabulary its keys as examples."""
    for name, field in model.model_fields.items():
        vocabulary = _vocabulary(field)
        if vocabulary is None or not keys.get(vocabulary):
            continue
        described = properties[name]
        described.pop("examples", None)
        described.get("items", described)["examples"] = list(keys[vocabulary])


def _vocabulary(field: FieldInfo) -> str | None:
    """Return the vocabulary of which a field holds a key."""
    parts = {*parts_of(field.annotation), *field.metadata}
    return next((part.vocabulary for part in parts if isinstance(part, KeyOf)), None)


class _Generator(GenerateJsonSchema):
    """pydantic's generator, without titles and defaults, and without the null that no YAML value of ours is."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002  # the base's signature
        return False

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def tuple_schema(self, schema: core_schema.TupleSchema) -> JsonSchemaValue:
        return {**super().tuple_schema(schema), "maxItems": MAX_ITEMS}
