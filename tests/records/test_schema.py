"""An editor that validates against the JSON Schema says of a record's structure what `check` says."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError, validators
from pydantic import BaseModel

from catalog import derive
from catalog.catalog import Catalog, Record, Vocabulary
from catalog.faults import model_in
from catalog.model import Paper
from catalog.plaintext import MAX_CHARACTERS, MAX_ITEMS, TextFault
from catalog.records.decode import DecodeFault, decode
from catalog.records.encode import encode, quote
from catalog.records.schema import MODELS, RECORD, as_json, schema
from catalog.records.source import Source
from catalog.records.syntax import parse
from catalog.urls import fault_of
from tests.conftest import REPOSITORY, TOY

Tree = str | list["Tree"] | dict[str, "Tree"]
"""YAML with its scalars as they are written: `2020` is a number to an editor, `"2020"` a text."""

VERSION: Tree = {
    "venue": "JMLR",
    "year": "2021",
    "title": "Another Title",
    "authors": ["Ada Lovelace"],
    "volume": "3",
    "number": "4",
    "pages": "12-15",
    "doi": "10.1000/x",
    "arxiv": "2003.13911",
    "links": {"paper": "https://a.example/", "pdf": "https://a.example/a.pdf"},
}
LINKS: Tree = {
    name: f"https://a.example/{name}"
    for name in ("paper", "pdf", "project", "video", "poster", "slides", "supplement", "review", "data", "blog")
}
FULL: dict[str, Tree] = {
    RECORD: {
        "title": "A Title",
        "authors": ["Ada Lovelace", '"Beethoven, Ludwig"', {"name": "Bread"}],
        "year": "2020",
        "venue": "CVPR",
        "presentation": "oral",
        "award": "Best Paper",
        "loss_family": "survey",
        "also_families": ["theory"],
        "topics": ["retrieval"],
        "volume": "3",
        "number": "4",
        "pages": "12-15",
        "publisher": "Springer",
        "doi": "10.1000/x",
        "arxiv": '"2003.13911"',
        "links": LINKS,
        "code": [{"url": "https://a.example/", "official": "true", "note": "a fork"}],
        "implementations": [
            {"library": "a", "name": "b", "kind": "loss", "docs": "https://a.example/", "note": "differs"}
        ],
        "other_versions": [VERSION],
        "summary": "One sentence.",
        "note": "A remark.",
        "added": "2026-11-23",
    },
    "venues": {
        "name": "A Conference",
        "kind": "conference",
        "rank": "10",
        "homepage": "https://a.example/",
        "entry_type": "article",
        "names": [
            {"short": "AC", "proceedings": "Proceedings"},
            {"since": "2018", "proceedings": "P", "series": "S", "volume": "1", "publisher": "P"},
        ],
    },
    "families": {
        "name": "A",
        "group": "b",
        "definition": "What belongs to it.",
        "extends": ["c"],
        "contrast_with": ["d"],
        "aliases": ["B"],
        "formulas": [{"name": "f", "latex": "x", "symbols": "$x$"}],
    },
    "topics": {"name": "A", "kind": "domain", "definition": "What belongs to it."},
    "libraries": {
        "name": "A",
        "module": "a",
        "install": "pip install a",
        "homepage": "https://a.example/",
        "repository": "https://a.example/",
        "note": "kept",
    },
}
VALUES = [
    *("", '""', '" "', '"\\t"', "[]", "{}", "[x]", "{a: b}", "{name: Bread}", "{name: }", "[[x]]", "[{name: Bread}]"),
    *("x", "A Title", "Ada Lovelace", '"Lovelace, Ada"', '"King, Jr., Martin"', '"a, b, c, d"', '", b"', '"a,"'),
    *("2020", '"2020"', "1599", "1600", "2100", "2101", '"2101"', "20201", '"202"', "0", "7", '"-1"', "999999999"),
    *("1000000000", "1.5", "3.25", "true", "false", '"true"', '"True"', "yes", "No", "on", "~x"),
    *("12-15", "12:30", "e12-e15", "12--15", "12\u201315", "15-", '"12.5"', "A12", "ABCD12"),
    *("10.1000/x", "10.1000/x.", "10.1/x", "https://doi.org/10.1000/x", '"10.1000/a b"', '"10.1000/a\\u200bb"'),
    *('"2003.13911"', "2003.13911", '"2003.10"', '"2003.13911v2"', "cs/0112017", "cs.LG/0112017", '"1412.66220"'),
    *("https://a.example/", '"http://a.example/x?y#z"', "ftp://a.example/", '"https://a.example/ x"', "//a.example"),
    *("oral", "Oral", "conference", "journal", "article", "misc", "poster"),
    *("2026-11-23", '"2026-11-23"', "2026-02-29", "2024-02-29", "2026-11-31", "1989-12-31", "2026-1-2", "2101-01-01"),
    *('"a\\nb"', '"a\\r\\nb"', '"a\\rb"', '"a\\u0007b"', '"a\\x85b"', '"a\\u2028b"', '"a\\u200bb"'),
    *("\N{BREAD}", "李 明", "\u00c5sa \u00c5ngstr\u00f6m"),
]  # fmt: skip  # a table


class Core(yaml.CSafeLoader):
    """Types scalars as YAML 1.2 does, with which editors read."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012  # PyYAML's own


def number(text: str) -> float:
    prefixed = {"0o": 8, "0x": 16}.get(text[:2])
    if prefixed is not None:
        return int(text[2:], prefixed)
    return int(text) if re.fullmatch(r"[-+]?[0-9]+", text) else float(text)


for tag, pattern in (
    ("null", r"~|null|Null|NULL|"),
    ("bool", r"true|True|TRUE|false|False|FALSE"),
    ("float", r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+|[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(f"(?:{pattern})$"), None)
Core.add_constructor("tag:yaml.org,2002:float", lambda _, node: number(node.value))


def ecmascript(_: object, pattern: str, instance: object, __: object) -> Iterator[ValidationError]:
    """Match as JSON Schema wants it: in JavaScript, `$` is the very end, and Python has `\\Z` for that."""
    if isinstance(instance, str) and re.search(re.sub(r"(?<!\\)\$", r"\\Z", pattern), instance) is None:
        yield ValidationError(f"{instance!r} does not match {pattern!r}")


Validator = validators.extend(Draft202012Validator, {"pattern": ecmascript})
VALIDATORS = {name: Validator(schema(name, {})) for name in MODELS}


def flow(tree: Tree) -> str:
    if isinstance(tree, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in tree.items()) + "}"
    # An item of a list in brackets cannot be left out.
    return "[" + ", ".join(flow(item) or '""' for item in tree) + "]" if isinstance(tree, list) else tree


def written(name: str, tree: Tree) -> str:
    return flow(tree if name == RECORD else {"entry": tree}) + "\n"


def accepted_by_an_editor(name: str, text: str) -> bool:
    return bool(VALIDATORS[name].is_valid(yaml.load(text, Core)))


def accepted_by_check(name: str, text: str) -> bool:
    try:
        value = parse(text)
        source = Source("papers/2020/a2020b.yaml", text)
        if name == RECORD:
            empty: Vocabulary[Any] = Vocabulary({})
            record = Record("a2020b", decode(Paper, value, source), source)
            catalog = Catalog({record.id: record}, empty, empty, empty, empty)
            return all(fault_of(address.url) is None for address in derive.addresses(catalog))
        entries = [decode(MODELS[name], entry, source, (key,)) for key, entry in value.items()]
    except (TextFault, DecodeFault):
        return False
    urls = [getattr(entry, field, None) for entry in entries for field in ("homepage", "repository")]
    return all(fault_of(url) is None for url in urls if url is not None)


def places(tree: Tree, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the way to every value in a tree."""
    if way:
        yield way
    for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ():
        yield from places(value, (*way, step))


def changed(tree: Tree, way: tuple[str | int, ...], value: Tree | None) -> Tree:
    """Return a tree with another value at `way`, or without what is there."""
    if not way:
        assert value is not None
        return value
    step, *rest = way
    if isinstance(tree, dict):
        if value is None and not rest:
            return {key: each for key, each in tree.items() if key != step}
        return {key: changed(each, tuple(rest), value) if key == step else each for key, each in tree.items()}
    assert isinstance(tree, list)
    if value is None and not rest:
        return [each for index, each in enumerate(tree) if index != step]
    return [changed(each, tuple(rest), value) if index == step else each for index, each in enumerate(tree)]


def at(tree: Tree, way: tuple[str | int, ...]) -> Tree:
    for step in way:
        tree = tree[step]  # type: ignore[index]  # a way of this tree
    return tree


def reduced(name: str, way: tuple[str | int, ...]) -> Tree:
    """Return a tree with what is required and what `way` leads into."""
    tree = FULL[name]
    assert isinstance(tree, dict)
    fields = MODELS[name].model_fields
    return {key: value for key, value in tree.items() if key == way[0] or fields[key].is_required()}


WAYS = [(name, way) for name, tree in FULL.items() for way in places(tree)]


@pytest.mark.parametrize("name", MODELS)
def test_a_schema_is_one_of_the_dialect_it_names(name: str) -> None:
    found = json.loads(as_json(name))
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(found)


@pytest.mark.parametrize("name", MODELS)
def test_what_fills_every_field_is_accepted_by_both(name: str) -> None:
    text = written(name, FULL[name])
    assert accepted_by_check(name, text)
    assert accepted_by_an_editor(name, text)


def test_every_field_of_every_model_is_tried() -> None:
    def fields(model: type[BaseModel], way: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        for name, field in model.model_fields.items():
            yield (*way, name)
            below = model_in(field.annotation)
            if below is not None:
                yield from fields(below, (*way, name))

    tried = {(name, *(step for step in way if isinstance(step, str))) for name, way in WAYS}
    known = {found for name, model in MODELS.items() for found in fields(model, (name,))}
    of_version = {found for found in known if found[:3] == (RECORD, "other_versions", "links")}
    assert known - of_version <= tried


@pytest.mark.parametrize(("name", "way"), WAYS, ids=str)
def test_both_agree_on_every_value_of_every_field(name: str, way: tuple[str | int, ...]) -> None:
    differing = []
    for value in VALUES:
        text = written(name, changed(reduced(name, way), way, value))
        verdicts = accepted_by_check(name, text), accepted_by_an_editor(name, text)
        if len(set(verdicts)) > 1:
            differing.append((value[:40], verdicts))
    assert differing == []


IN_ORDER = ("venues", ("names", 1, "since"))
"""That names come in the order of their years is for `check`; editors' validators lack the words for it."""


@pytest.mark.parametrize(("name", "way"), [each for each in WAYS if each != IN_ORDER], ids=str)
def test_both_agree_on_what_is_missing(name: str, way: tuple[str | int, ...]) -> None:
    text = written(name, changed(reduced(name, way), way, None))
    assert accepted_by_check(name, text) is accepted_by_an_editor(name, text)


@pytest.mark.parametrize(
    ("name", "way"), [(name, way) for name, way in WAYS if isinstance(at(FULL[name], way), dict)], ids=str
)
@pytest.mark.parametrize("key", ["titel", "Title", "name_", '"1"', "x-note"])
def test_both_refuse_an_unknown_field(name: str, way: tuple[str | int, ...], key: str) -> None:
    inner = at(FULL[name], way)
    assert isinstance(inner, dict)
    text = written(name, changed(FULL[name], way, {**inner, key: "x"}))
    assert not accepted_by_check(name, text)
    assert not accepted_by_an_editor(name, text)


@pytest.mark.parametrize("size", [MAX_ITEMS, MAX_ITEMS + 1])
def test_both_count_the_items_of_a_list(size: int) -> None:
    text = written(RECORD, changed(FULL[RECORD], ("topics",), ["a"] * size))
    assert accepted_by_check(RECORD, text) is accepted_by_an_editor(RECORD, text) is (size == MAX_ITEMS)


def test_both_know_the_calendar() -> None:
    (pattern,) = [json.loads(as_json(RECORD))["properties"]["added"]["pattern"]]
    days = [f"{year}-{month:02}-{day:02}" for year in range(1988, 2103) for month in range(14) for day in range(33)]

    def is_day(text: str) -> bool:
        try:
            return 1990 <= dt.date.fromisoformat(text).year <= 2100
        except ValueError:
            return False

    assert [day for day in days if is_day(day) is (re.search(pattern, day) is None)] == []


@pytest.mark.parametrize("size", [MAX_CHARACTERS, MAX_CHARACTERS + 1])
@pytest.mark.parametrize("way", [("title",), ("note",), ("authors", 0), ("authors", 2, "name"), ("doi",)], ids=str)
def test_both_count_the_characters_of_a_text(way: tuple[str | int, ...], size: int) -> None:
    text = written(RECORD, changed(FULL[RECORD], way, f"10.1000/x, {'a' * (size - 11)}".replace("/x, ", "/x" * 2)))
    assert accepted_by_check(RECORD, text) is accepted_by_an_editor(RECORD, text)


@settings(max_examples=500)
@given(
    st.sampled_from(WAYS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.from_regex(r"[0-9a-z.,/ -]{0,12}"),
)
def test_both_agree_on_any_text(place: tuple[str, tuple[str | int, ...]], text: str) -> None:
    name, way = place
    whole = written(name, changed(reduced(name, way), way, quote(text)))
    if "https" in str(at(FULL[name], way)):  # of an address, the schema knows only how it begins
        assert accepted_by_check(name, whole) <= accepted_by_an_editor(name, whole)
    else:
        assert accepted_by_check(name, whole) is accepted_by_an_editor(name, whole)


LOSES = [
    pytest.param("title", "null", True, False, id="null is nothing to an editor"),
    pytest.param("volume", "~", True, False, id="so is a tilde"),
    pytest.param("year", "2020.0", False, True, id="a fraction of zero is whole"),
    pytest.param("year", "0x7e4", False, True, id="a number of another base"),
    pytest.param("year", "02020", False, True, id="a zero before a number"),
    pytest.param("pages", "1e3", False, True, id="a number with an exponent"),
    pytest.param("arxiv", "2003.10", False, True, id="an id's digits"),
    pytest.param("arxiv", "1412.66220", False, True, id="a zero behind a number"),
]


@pytest.mark.parametrize(("field", "value", "by_check", "by_editor"), LOSES)
def test_where_an_editors_types_lose_what_is_written_the_two_may_differ(
    field: str,
    value: str,
    by_check: bool,  # noqa: FBT001  # a column of the table
    by_editor: bool,  # noqa: FBT001  # likewise
) -> None:
    text = written(RECORD, changed(FULL[RECORD], (field,), value))
    assert accepted_by_check(RECORD, text) is by_check
    assert accepted_by_an_editor(RECORD, text) is by_editor


@pytest.mark.parametrize(("field", "value"), [row.values[:2] for row in LOSES if row.values[0] != "year"])
def test_in_canonical_form_they_agree_all_the_same(field: str, value: str) -> None:
    text = encode(written(RECORD, changed(FULL[RECORD], (field,), value)), Paper, is_vocabulary=False)
    assert accepted_by_check(RECORD, text) is accepted_by_an_editor(RECORD, text)


@pytest.mark.parametrize("root", [TOY, REPOSITORY], ids=["toy", "list"])
def test_both_accept_the_lists_here(root: Path) -> None:
    for path in sorted(root.glob("papers/*/*.yaml")):
        text = path.read_text()
        assert accepted_by_check(RECORD, text), path
        VALIDATORS[RECORD].validate(yaml.load(text, Core))
    for name in FULL.keys() - {RECORD}:
        VALIDATORS[name].validate(yaml.load((root / f"vocabularies/{name}.yaml").read_text(), Core))


@pytest.mark.parametrize("key", ["a b", "a--b", "-a", "\u00e9", '""'])
def test_both_refuse_a_key_that_is_no_part_of_an_address(key: str) -> None:
    text = flow({key: FULL["topics"]})
    assert not accepted_by_an_editor("topics", text)


def test_the_lists_own_keys_are_offered_and_not_insisted_on() -> None:
    keys = {"venues": ["OVEN"], "families": ["gluten"], "groups": ["dough"], "topics": ["rye"], "libraries": ["b"]}
    found = schema(RECORD, keys)["properties"]
    assert [found[name]["examples"] for name in ("venue", "loss_family")] == [["OVEN"], ["gluten"]]
    assert [found[name]["items"]["examples"] for name in ("also_families", "topics")] == [["gluten"], ["rye"]]
    definitions = schema(RECORD, keys)["$defs"]
    assert definitions["OtherVersion"]["properties"]["venue"]["examples"] == ["OVEN"]
    assert definitions["Implementation"]["properties"]["library"]["examples"] == ["b"]
    assert schema("families", keys)["$defs"]["Family"]["properties"]["group"]["examples"] == ["dough"]
    assert Validator(schema(RECORD, keys)).is_valid(yaml.load(written(RECORD, FULL[RECORD]), Core))
