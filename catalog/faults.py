"""What pydantic says of a value that does not fit a model, told as sentences with the remedy.

Knows neither files nor places; who read the value knows those.
"""

from typing import Final, NamedTuple, TypeAlias, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from catalog.text import did_you_mean, quoted

Loc: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys of mappings and indices of lists."""


class Fault(NamedTuple):
    """What is wrong with the value at `loc`, or with the key that ends it; the message has the remedy."""

    loc: Loc
    is_key: bool
    code: str
    message: str


def faults_of(model: type[BaseModel], error: ValidationError, limit: int) -> list[Fault]:
    """Return the first `limit` faults that `error` has found against `model`."""
    details = error.errors(include_url=False, include_context=True)
    # A list whose only items are faulty counts as too short; that is no fault of its own.
    lists = {detail["loc"][:-1] for detail in details}
    own = [detail for detail in details if detail["type"] != "too_short" or detail["loc"] not in lists]
    return [_fault(model, detail) for detail in own[:limit]]


def _fault(model: type[BaseModel], detail: ErrorDetails) -> Fault:
    loc: Loc = detail["loc"]
    name = quoted(spelled(loc)) if loc else "the entry"
    kind = detail["type"]
    if kind == "missing":
        return Fault(loc, False, "missing-field", f"no {name}; add it")  # noqa: FBT003  # a named tuple's field
    if kind == "extra_forbidden":
        known = fields_at(model, loc[:-1])
        hint = did_you_mean(str(loc[-1]), known) or "; known are " + ", ".join(f"`{field}`" for field in known)
        return Fault(loc, True, "unknown-field", f"no field {name}{hint}")  # noqa: FBT003  # likewise
    return Fault(loc, False, "invalid-value", f"{name} {_sentence(detail)}")  # noqa: FBT003  # likewise


def spelled(loc: Loc) -> str:
    """Return the way to a value as people write it: `links.paper`, `authors[2]`, counted from 1."""
    parts: list[str] = []
    for step in loc:
        parts.append(f"[{step + 1}]" if isinstance(step, int) else f".{step}" if parts else step)
    return "".join(parts)


def fields_at(model: type[BaseModel], loc: Loc) -> tuple[str, ...]:
    """Return the fields that the model at `loc` below `model` knows."""
    current: type[BaseModel] = model
    for step in loc:
        if isinstance(step, str):
            current = model_in(current.model_fields[step].annotation) or current
    return tuple(current.model_fields)


def model_in(annotation: object) -> type[BaseModel] | None:
    """Return the model that an annotation has in it, alone, in a list, or beside None."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := model_in(part)) is not None), None)


def parts_of(annotation: object) -> set[object]:
    """Return the types and marks that an annotation is made of."""
    parts = get_args(annotation)
    return set().union(*map(parts_of, parts)) if parts else {annotation}


def _sentence(detail: ErrorDetails) -> str:
    given = detail["input"]
    kind = detail["type"]
    if kind == "catalog":
        return detail["msg"]
    if given == "" or given is None:
        return "is empty; fill it in, or remove the line"
    if kind in {"too_short", "string_too_short"}:
        return "is empty; it needs at least one"
    if kind == "enum":
        expected = str(detail["ctx"]["expected"]).replace("'", "`")
        return f"cannot be {quoted(str(given))}; write {expected}"
    if kind == "greater_than_equal":
        return f"is {_described(given)}; write {detail['ctx']['ge']:g} or more"
    return f"is {_described(given)}; {_WANTED.get(kind, 'see the reference of fields')}"


def _described(given: object) -> str:
    if isinstance(given, list):
        return "a list"
    if isinstance(given, dict):
        return "a mapping"
    return f"the value {quoted(str(given))}"


_WANTED: Final = {
    "string_type": "write one text, with quotes if it has `: ` in it or begins with a bracket",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "finite_number": "write a number",
    "greater_than": "write a number above 0",
    "bool_type": "write `true` or `false`",
    "date_type": "write a date, as in `2026-11-23`",
    "tuple_type": "write a list: each item on a line of its own after `- `",
    "model_type": "write its fields below it, indented: `field: value`",
    "model_attributes_type": "write its fields below it, indented: `field: value`",
    "dict_type": "write its fields below it, indented: `field: value`",
}
