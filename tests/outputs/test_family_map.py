"""The map of the families shows each as a link and each relation as a line that runs behind none of them."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.commands.check import check
from catalog.derive import Relations
from catalog.edition import Edition
from catalog.outputs import addresses
from catalog.outputs.family_map import Band, Map, Node, draw
from catalog.outputs.indexes import indexes
from catalog.outputs.pages import Shelving
from tests.html_reading import read_html

HOSTILE = '</svg><script>alert(1)</script> & "x" \u202e'


def shown(groups: list[list[str]], extends: list[tuple[str, str]], contrasts: list[tuple[str, str]] = []) -> Map:  # noqa: B006  # not written to
    """Return a map of families that are named by their keys; each pair has the younger one first."""
    keys = [key for group in groups for key in group]
    relations = {
        key: Relations(
            tuple(elder for younger, elder in extends if younger == key),
            tuple(younger for younger, elder in extends if elder == key),
            tuple(other for pair in contrasts if key in pair for other in pair if other != key),
        )
        for key in keys
    }
    bands = tuple(
        Band(f"Band {at}", tuple(Node(key, key, f"{key}/") for key in group)) for at, group in enumerate(groups)
    )
    return Map("m", "T", "D", bands, relations)


def parsed(found: Map) -> ET.Element:
    return ET.fromstring(draw(found))


def boxes(svg: ET.Element) -> dict[str, tuple[int, int, int, int]]:
    """Return left, top, right and bottom of each family, by its address."""
    found = {}
    for link in svg.iter("a"):
        box = link.find("rect")
        assert box is not None
        x, y, width, height = (int(box.attrib[name]) for name in ("x", "y", "width", "height"))
        found[link.attrib["href"]] = (x, y, x + width, y + height)
    return found


def ways(svg: ET.Element, kind: str) -> list[list[tuple[int, int]]]:
    """Return the points along which each line of a kind runs, those of its corners included."""
    return [
        [(int(x), int(y)) for x, y in re.findall(r"(\d+) (\d+)", path.attrib["d"])]
        for path in svg.iter("path")
        if path.attrib["class"] == f"map-{kind}"
    ]


@st.composite
def maps(draw_: st.DrawFn) -> Map:
    """Return maps of up to twelve families in up to three groups, in which the later ones extend the earlier."""
    number = draw_(st.integers(2, 12))
    keys = [f"f{index}" for index in range(number)]
    groups: dict[int, list[str]] = {}
    for key in keys:
        groups.setdefault(draw_(st.integers(0, 2)), []).append(key)
    pair = st.tuples(st.integers(0, number - 1), st.integers(0, number - 1)).filter(lambda ends: ends[0] > ends[1])
    pairs = draw_(st.lists(pair, max_size=12, unique=True))
    lines = [(keys[younger], keys[elder]) for younger, elder in pairs]
    split = draw_(st.integers(0, len(lines)))
    return shown(list(groups.values()), lines[:split], lines[split:])


@given(maps())
def test_each_family_is_a_link_in_a_place_of_its_own(found: Map) -> None:
    svg = parsed(found)
    places = boxes(svg)
    assert set(places) == {node.address for band in found.bands for node in band.nodes}
    assert len(list(svg.iter("a"))) == len(places)
    for one, box in places.items():
        assert 0 <= box[0] < box[2] <= int(svg.attrib["width"])
        assert 0 <= box[1] < box[3] <= int(svg.attrib["height"])
        for other, its in places.items():
            assert one == other or box[2] <= its[0] or its[2] <= box[0] or box[3] <= its[1] or its[3] <= box[1]


@given(maps())
def test_each_relation_is_one_line_between_its_families(found: Map) -> None:
    svg = parsed(found)
    places = boxes(svg)
    wanted = [(f"{key}/", f"{other}/") for key, its in found.relations.items() for other in its.extended_by]
    joined = []
    for way in ways(svg, "extends"):
        start = [address for address, box in places.items() if box[2] == way[0][0] and box[1] < way[0][1] < box[3]]
        end = [address for address, box in places.items() if box[0] == way[-1][0] and box[1] < way[-1][1] < box[3]]
        joined.append((*start, *end))
    assert joined == wanted
    assert len(ways(svg, "contrast")) == sum(len(its.contrast) for its in found.relations.values()) / 2


@given(maps())
def test_no_line_runs_behind_a_family_or_out_of_the_map(found: Map) -> None:
    svg = parsed(found)
    for way in (*ways(svg, "extends"), *ways(svg, "contrast")):
        for (x, y), (to_x, to_y) in pairwise(way):
            assert 0 <= x <= int(svg.attrib["width"])
            assert 0 <= y <= int(svg.attrib["height"])
            for left, top, right, bottom in boxes(svg).values():
                beside = max(x, to_x) <= left or right <= min(x, to_x)
                assert beside or max(y, to_y) <= top or bottom <= min(y, to_y)


@given(maps())
def test_a_family_stands_right_of_those_that_it_extends(found: Map) -> None:
    places = boxes(parsed(found))
    for key, its in found.relations.items():
        assert all(places[f"{elder}/"][0] < places[f"{key}/"][0] for elder in its.extends)


def test_the_map_is_a_group_named_by_its_title_and_description() -> None:
    svg = parsed(shown([["a", "b"]], [("b", "a")]))
    assert svg.attrib["role"] == "group"
    named = {element.attrib["id"]: element.text for element in svg if element.tag in {"title", "desc"}}
    assert [named[key] for key in svg.attrib["aria-labelledby"].split()] == ["T", "D"]


def test_arrows_have_a_head_and_dashed_lines_none() -> None:
    svg = parsed(shown([["a", "b"]], [("b", "a")], [("b", "a")]))
    heads = {path.attrib["class"]: path.get("marker-end") for path in svg.iter("path")}
    assert heads == {"map-arrow": None, "map-extends": "url(#m-arrow)", "map-contrast": None}
    assert [marker.attrib["id"] for marker in svg.iter("marker")] == ["m-arrow"]


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Gluten", ["Gluten"]),
        ("Kernel, local and boosted classical methods", ["Kernel, local and boosted ", "classical methods"]),
        ("one " * 20, ["one one one one one one ", "one one one one one one …"]),
        ("x" * 99, [f"{'x' * 24}…"]),
        ("面" * 30, [f"{'面' * 12}…"]),
        ("", [""]),
    ],
    ids=["short", "two lines", "too long", "one word", "wide letters", "none"],
)
def test_a_name_stands_on_two_lines_at_most(name: str, read: list[str]) -> None:
    band = Band("", (Node("a", name, "a/"),))
    svg = parsed(Map("m", "T", "D", (band,), {"a": Relations((), (), ())}))
    assert [line.text or "" for line in svg.iter("tspan")] == read


def test_what_names_say_is_text() -> None:
    band = Band(HOSTILE, (Node("a", HOSTILE, "a/"),))
    html = draw(Map("m", HOSTILE, HOSTILE, (band,), {"a": Relations((), (), ())}))
    assert {tag for tag, _ in read_html(html).elements} == {
        *("svg", "title", "desc", "defs", "marker", "path", "rect", "text", "a", "tspan")
    }


def test_the_index_of_families_has_the_map_and_the_same_as_a_list(toy_edition: Edition) -> None:
    page = read_html(indexes(Shelving(toy_edition))[addresses.FAMILIES]().body)
    assert page.links[:3] == [f"../{addresses.family(key)}" for key in ("starter", "gluten", "survey")]
    told = page.text[page.text.index("The map as a list") :]
    assert told.startswith(
        "The map as a list Starters & levains Extends: Gluten Contrast with: Surveys Gluten Extended"
    )


def test_families_without_relations_have_no_map(toy: Path) -> None:
    path = toy / "vocabularies/families.yaml"
    path.write_text(re.sub("(?m)^  (?:extends|contrast_with).*\\n", "", path.read_text()))
    page = read_html(indexes(Shelving(check(toy).edition()))[addresses.FAMILIES]().body)
    assert "svg" not in {tag for tag, _ in page.elements}
    assert "The map as a list" not in page.text
