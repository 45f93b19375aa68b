"""Charts as inline SVG: horizontal bars of one or several parts, with the numbers at them.

A chart fits any width without shrinking its letters: along a bar, places are percentages of the width, and across it
they are pixels. Colours are the business of the style sheet, which knows classes alone; parts are told apart by their
order, their lightness and the numbers in them too. What a chart shows stands in a table beside it, with the links.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final
from unicodedata import east_asian_width
from xml.etree import ElementTree as ET

from catalog.outputs.templating import Html

PARTS: Final = 7
"""How many kinds of parts the style sheet has colours for."""

_WIDTH: Final = 300
"""Pixels of the narrowest chart; what fits there fits anywhere."""

_LETTER: Final = 8.5
"""Pixels of a letter or digit on average, rather too many than too few."""

_BESIDE: Final = 18
"""Letters of the longest label that stands beside its bar; longer ones stand above theirs."""

_LONGEST: Final = 40
"""Letters of a label that are shown; its row in the table has them all."""

_GAP: Final = 8

_THINNEST: Final = 0.3
"""Percent of the width that a part has at least, so that one paper among thousands is seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is called, how much each of its parts is, and what is said at its end."""

    label: str
    parts: tuple[int, ...]
    end: str


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: `id` begins the ids of its parts, `kinds` are the colours of a bar's parts, from 1 to PARTS.

    In a chart of shares, all bars are of one length.
    """

    id: str
    title: str
    description: str
    kinds: tuple[int, ...]
    bars: tuple[Bar, ...]
    of_shares: bool = False


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand: pixels across, and the percentage of the width that the longest bar takes."""

    column: int
    row: int
    bar: int
    above: int
    room: float


def draw(chart: Chart) -> Html:
    """Return a chart as SVG, whose title and description say to those who cannot see it what it shows."""
    layout = _layout(chart)
    height = layout.row * len(chart.bars)
    names = {kind: f"{chart.id}-{kind}" for kind in ("title", "desc")}
    svg = ET.Element(
        "svg",
        {
            "class": "chart",
            "role": "img",
            "aria-labelledby": " ".join(names.values()),
            "width": "100%",
            "height": str(max(height, 1)),
        },
    )
    ET.SubElement(svg, "title", {"id": names["title"]}).text = chart.title
    ET.SubElement(svg, "desc", {"id": names["desc"]}).text = chart.description
    for index, bar in enumerate(chart.bars):
        svg.append(_label(bar.label, index * layout.row, layout))
    # A picture of its own, so that percentages begin where the bars do.
    area = ET.SubElement(svg, "svg", {"x": str(layout.column), "overflow": "visible"})
    longest = max((sum(bar.parts) for bar in chart.bars), default=0)
    for index, bar in enumerate(chart.bars):
        whole = sum(bar.parts) if chart.of_shares else longest
        area.extend(_drawn(bar, chart.kinds, whole, index * layout.row + layout.above, layout))
    if layout.column:
        ET.SubElement(area, "line", {"class": "chart-axis", "x1": "0", "x2": "0", "y1": "0", "y2": str(height)})
    return Html(ET.tostring(svg, encoding="unicode"))


def _layout(chart: Chart) -> _Layout:
    label = max((letters(bar.label) for bar in chart.bars), default=0)
    end = max((letters(bar.end) for bar in chart.bars), default=0)
    column = round(label * _LETTER) + _GAP if label <= _BESIDE else 0
    room = max(20.0, 100 * (_WIDTH - column - end * _LETTER - 2 * _GAP) / _WIDTH)
    return _Layout(column, 24, 18, 3, room) if column else _Layout(0, 42, 14, 20, room)


def _label(text: str, top: int, layout: _Layout) -> ET.Element:
    beside = layout.column > 0
    place = {"x": str(layout.column - _GAP if beside else 0), "y": str(top + (17 if beside else 14))}
    return _text(
        shortened(text, _LONGEST), {"class": "chart-label", **place, **({"text-anchor": "end"} if beside else {})}
    )


def _drawn(bar: Bar, kinds: tuple[int, ...], whole: int, top: int, layout: _Layout) -> Iterator[ET.Element]:
    """Yield the parts of a bar, the numbers in those that have room for theirs, and what stands at its end."""
    y = {"y": str(top + layout.bar // 2 + 5)}
    start = 0.0
    for kind, number in zip(kinds, bar.parts, strict=True):
        if not number:
            continue
        width = max(_THINNEST, layout.room * number / whole)
        place = {"x": _percent(start), "width": _percent(width), "y": str(top), "height": str(layout.bar)}
        yield ET.Element("rect", {"class": f"part part-{kind}", **place})
        if len(kinds) > 1 and width * _WIDTH / 100 >= len(str(number)) * _LETTER + 4:
            middle = {"x": _percent(start + width / 2), "text-anchor": "middle"}
            yield _text(str(number), {"class": f"part-number part-{kind}", **middle, **y})
        start += width
    yield _text(bar.end, {"class": "chart-end" if start else "chart-none", "x": _percent(start), "dx": "6", **y})


def _text(text: str, attributes: dict[str, str]) -> ET.Element:
    element = ET.Element("text", attributes)
    element.text = text
    return element


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def letters(text: str) -> int:
    """Return the width of a text in letters; those of East Asia are as wide as two."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def shortened(text: str, longest: int) -> str:
    """Return as much of a text as is no wider than so many letters."""
    if letters(text) <= longest:
        return text
    shown = text[:longest]
    while letters(shown) >= longest:
        shown = shown[:-1]
    return f"{shown}…"
