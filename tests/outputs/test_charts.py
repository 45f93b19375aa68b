"""A chart is a picture with a name, shows every number once, and stays within its width whatever it is given."""

import re
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from catalog.outputs.charts import PARTS, Bar, Chart, draw
from tests.conftest import REPOSITORY

ROOM = 300
"""Pixels of the content of the narrowest phone."""

CHARTS = {
    "nothing": Chart("c", "T", "D", (1,), ()),
    "one paper": Chart("c", "T", "D", (1,), (Bar("2020", (1,), "1"),)),
    "one huge year": Chart("c", "T", "D", (1, 2), (Bar("2019", (0, 1), "1"), Bar("2020", (90_000, 9_999), "99999"))),
    "sixty years": Chart("c", "T", "D", (1, 3), tuple(Bar(str(1960 + at), (at, at % 7), str(at)) for at in range(60))),
    "years of nothing": Chart("c", "T", "D", (1, 2), (Bar("2019", (0, 0), "0"), Bar("2020", (0, 0), "0"))),
    "long names": Chart("c", "T", "D", (2,), (Bar("Long Name " * 30, (3,), "3"), Bar("度量学习" * 40, (1,), "1"))),
    "shares": Chart("c", "T", "D", (1, 7), (Bar("2019", (1, 3), "25%"), Bar("2020", (0, 0), "none")), of_shares=True),
}


def parsed(chart: Chart) -> ET.Element:
    return ET.fromstring(draw(chart))


def percent(element: ET.Element, name: str) -> float:
    return float(element.attrib[name].removesuffix("%"))


def lengths(svg: ET.Element) -> list[float]:
    """Return how long each bar is, from the places of its parts."""
    rows: dict[str, float] = {}
    for part in svg.iter("rect"):
        rows[part.attrib["y"]] = percent(part, "x") + percent(part, "width")
    return list(rows.values())


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_chart_is_a_picture_named_by_its_title_and_description(chart: Chart) -> None:
    svg = parsed(chart)
    assert svg.attrib["role"] == "img"
    named = {element.attrib["id"]: element.text for element in svg if element.tag in {"title", "desc"}}
    assert [named[key] for key in svg.attrib["aria-labelledby"].split()] == ["T", "D"]


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_nothing_stands_outside_of_a_phones_width(chart: Chart) -> None:
    svg = parsed(chart)
    area = svg.find("svg")
    assert area is not None
    column = float(area.attrib["x"])
    for part in svg.iter("rect"):
        assert 0 < percent(part, "width") <= 100
        assert column + (percent(part, "x") + percent(part, "width")) * ROOM / 100 < ROOM
    for end in svg.iter("text"):
        if end.attrib["class"] in {"chart-end", "chart-none"}:
            assert column + percent(end, "x") * ROOM / 100 + 6 + 7 * len(end.text or "") < ROOM
        elif end.attrib["class"] == "chart-label" and end.attrib.get("text-anchor") == "end":
            assert 7 * len(end.text or "") <= float(end.attrib["x"])
    bottom = max((float(part.attrib["y"]) + float(part.attrib["height"]) for part in svg.iter("rect")), default=0)
    assert bottom <= float(svg.attrib["height"])


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_each_bar_has_its_label_and_what_is_said_at_its_end(chart: Chart) -> None:
    svg = parsed(chart)
    labels = [text.text or "" for text in svg.iter("text") if text.attrib["class"] == "chart-label"]
    ends = [text.text for text in svg.iter("text") if text.attrib["class"] in {"chart-end", "chart-none"}]
    assert ends == [bar.end for bar in chart.bars]
    assert len(labels) == len(chart.bars)
    for label, bar in zip(labels, chart.bars, strict=True):
        assert bar.label.startswith(label.removesuffix("…"))


def test_labels_are_cut_where_they_would_not_fit() -> None:
    long, wide = (
        text.text or "" for text in parsed(CHARTS["long names"]).iter("text") if "label" in text.attrib["class"]
    )
    assert (len(long), len(wide)) == (40, 20)
    assert long.endswith("…")
    assert wide.endswith("…")


def test_lengths_are_in_proportion_to_the_numbers() -> None:
    one, three = lengths(parsed(Chart("c", "T", "D", (1, 2), (Bar("a", (1, 0), "1"), Bar("b", (1, 2), "3")))))
    assert three == pytest.approx(3 * one, abs=0.02)


def test_shares_are_of_one_length() -> None:
    bars = (Bar("a", (1, 0), "100%"), Bar("b", (50, 150), "25%"))
    one, other = lengths(parsed(Chart("c", "T", "D", (1, 7), bars, of_shares=True)))
    assert one == pytest.approx(other, abs=0.02)


def test_parts_lie_side_by_side_in_their_order_without_those_of_nothing() -> None:
    svg = parsed(Chart("c", "T", "D", (1, 2, 3), (Bar("a", (2, 0, 4), "6"),)))
    first, second = svg.iter("rect")
    assert (first.attrib["class"], second.attrib["class"]) == ("part part-1", "part part-3")
    assert percent(second, "x") == pytest.approx(percent(first, "width"), abs=0.02)


def test_a_part_has_its_number_where_there_is_room() -> None:
    svg = parsed(Chart("c", "T", "D", (1, 2), (Bar("a", (1, 500), "501"),)))
    assert [text.text for text in svg.iter("text") if "part-number" in text.attrib["class"]] == ["500"]


def test_a_bar_of_one_part_says_its_number_once() -> None:
    svg = parsed(Chart("c", "T", "D", (2,), (Bar("a", (12,), "12"),)))
    assert [text.text for text in svg.iter("text")] == ["a", "12"]


def test_whatever_a_chart_says_is_text() -> None:
    hostile = '</title><script>alert(1)</script> & "x" <b>'
    svg = parsed(Chart("c", hostile, hostile, (1,), (Bar(hostile[:18], (1,), hostile),)))
    assert {element.tag for element in svg.iter()} == {"svg", "title", "desc", "text", "rect", "line"}
    assert svg.findtext("title") == svg.findtext("desc") == hostile


@pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS)
def test_colours_are_the_style_sheets(chart: Chart) -> None:
    svg = draw(chart)
    assert not re.search(r'\b(style|fill|stroke|color|on\w+)="', svg)
    assert draw(chart) == svg


def test_style_sheet_has_a_colour_for_each_kind_of_part() -> None:
    css = (REPOSITORY / "templates/theme/stylesheets/figures.css").read_text()
    for kind in range(1, PARTS + 1):
        assert f".part-{kind} {{" in css
        assert css.count(f"  --figures-{kind}:") == css.count(f"  --figures-on-{kind}:") == 3


def tokens(css: str, scheme: str) -> dict[str, str]:
    block = css.partition(scheme)[2].partition("}")[0]
    return dict(re.findall(r"--figures-([\w-]+): (#\w+);", block))


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("scheme", [":root {", '[data-md-color-scheme="slate"] {'])
def test_numbers_can_be_read_and_parts_differ_without_their_hue(scheme: str) -> None:
    found = tokens((REPOSITORY / "templates/theme/stylesheets/figures.css").read_text(), scheme)
    light = [luminance(found[str(kind)]) for kind in range(1, PARTS + 1)]
    assert light == sorted(light, reverse=light[0] > light[-1])
    for one, other in pairwise(light):
        assert (max(one, other) + 0.05) / (min(one, other) + 0.05) > 1.15
    for kind, back in enumerate(light, start=1):
        front = luminance(found[f"on-{kind}"])
        assert (max(front, back) + 0.05) / (min(front, back) + 0.05) >= 4.5
