"""The map of the families as inline SVG: a band for each group, a column for each step away from where an idea began.

Arrows lead from a family to those that extend it, dashed lines join those that stand in contrast. All lines run between
columns and rows, so that none passes behind a family. Places follow from the vocabulary's order alone; colours are the
business of the style sheet.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias
from xml.etree import ElementTree as ET

from catalog.derive import Relations
from catalog.outputs.charts import letters, shortened
from catalog.outputs.templating import Html

_NODE: Final = (168, 42)
"""Width and height of a family, in pixels."""

_GAP: Final = (52, 14)
"""Pixels between two families, across and down."""

_MARGIN: Final = 10
_HEADING: Final = 24
_BETWEEN: Final = 14

_LINE: Final = 25
"""Letters of a line of a family's name."""

_LINES: Final = 2
_LINE_HEIGHT: Final = 15

_LANES: Final = 5
"""How many lines have a place of their own between two columns; further ones share these."""

_LANE: Final = 7
_CORNER: Final = 6
_APART: Final = 7
"""Pixels above and below the middle of a family's side at which arrows and dashed lines end."""


@dataclass(frozen=True, slots=True)
class Node:
    """A family: its key, its name and the address of its page."""

    key: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Band:
    """A group of families; without a name where the list has no groups."""

    name: str
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Map:
    """A map: `id` begins the ids of its parts, `title` and `description` say what it shows."""

    id: str
    title: str
    description: str
    bands: tuple[Band, ...]
    relations: Mapping[str, Relations]


Place: TypeAlias = tuple[int, int]


def draw(shown: Map) -> Html:
    """Return a map as SVG in which each family is a link."""
    depths = _depths(shown.relations)
    places: dict[str, Place] = {}
    bands = ET.Element("g")
    top = 0
    columns = 1
    for band in shown.bands:
        cells = _cells(band, depths, shown.relations)
        columns = max(columns, *(column + 1 for column, _ in cells.values()))
        heading = _HEADING if band.name else 0
        height = heading + (1 + max(row for _, row in cells.values())) * (_NODE[1] + _GAP[1]) + _MARGIN - _GAP[1]
        bands.append(ET.Element("rect", _box(0, top, None, height + _MARGIN) | {"class": "map-band", "rx": "6"}))
        if band.name:
            bands.append(_text(shortened(band.name, 3 * _LINE), "map-group", _MARGIN, top + 18))
        for key, (column, row) in cells.items():
            x = _MARGIN + column * (_NODE[0] + _GAP[0])
            places[key] = (x, top + max(heading, _MARGIN) + row * (_NODE[1] + _GAP[1]))
        top += height + _MARGIN + _BETWEEN
    width = 2 * _MARGIN + columns * _NODE[0] + (columns - 1) * _GAP[0] + _GAP[0] // 2
    svg = _frame(shown, width, max(top - _BETWEEN, 1))
    for part in bands:
        if part.tag == "rect":
            part.set("width", str(width))
            svg.append(part)
    svg.extend(_lines(shown, places))
    svg.extend(part for part in bands if part.tag == "text")
    svg.extend(_drawn(node, places[node.key]) for band in shown.bands for node in band.nodes)
    return Html(ET.tostring(svg, encoding="unicode"))


def _depths(relations: Mapping[str, Relations]) -> Mapping[str, int]:
    """Return how many steps at most lead to each family from one that extends none."""
    depths = dict.fromkeys(relations, 0)
    open_ends = {key: len(set(found.extends)) for key, found in relations.items()}
    ready = [key for key, number in open_ends.items() if not number]
    while ready:
        key = ready.pop()
        for other in relations[key].extended_by:
            depths[other] = max(depths[other], depths[key] + 1)
            open_ends[other] -= 1
            if not open_ends[other]:
                ready.append(other)
    return depths


def _cells(band: Band, depths: Mapping[str, int], relations: Mapping[str, Relations]) -> Mapping[str, Place]:
    """Return the column and row of each family of a band; those without a line of descent fill what is left free."""
    found: dict[str, Place] = {}
    rows: dict[int, int] = {}
    alone = []
    for node in band.nodes:
        if relations[node.key].extends or relations[node.key].extended_by:
            column = depths[node.key]
            found[node.key] = (column, rows.get(column, 0))
            rows[column] = rows.get(column, 0) + 1
        else:
            alone.append(node.key)
    taken = set(found.values())
    widest = max(depths.values(), default=0) + 1
    cells = ((column, row) for row in range(len(band.nodes)) for column in range(widest))
    free = (cell for cell in cells if cell not in taken)
    return found | dict(zip(alone, free, strict=False))


def _frame(shown: Map, width: int, height: int) -> ET.Element:
    names = {kind: f"{shown.id}-{kind}" for kind in ("title", "desc")}
    size = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
    svg = ET.Element("svg", {"class": "map", "role": "group", "aria-labelledby": " ".join(names.values()), **size})
    ET.SubElement(svg, "title", {"id": names["title"]}).text = shown.title
    ET.SubElement(svg, "desc", {"id": names["desc"]}).text = shown.description
    arrow = {"markerWidth": "8", "markerHeight": "8", "refX": "7", "refY": "4", "orient": "auto"}
    marker = ET.SubElement(ET.SubElement(svg, "defs"), "marker", {"id": f"{shown.id}-arrow", **arrow})
    ET.SubElement(marker, "path", {"class": "map-arrow", "d": "M0 0 8 4 0 8z"})
    return svg


def _lines(shown: Map, places: Mapping[str, Place]) -> Iterator[ET.Element]:
    """Yield the lines between families, each once."""
    lanes: dict[int, list[tuple[str, str]]] = {}

    def line(kind: str, start: str, end: str) -> ET.Element:
        def lane(left: int) -> int:
            taken = lanes.setdefault(left, [])
            if (kind, start) not in taken:
                taken.append((kind, start))
            return left + _LANE * (1 + taken.index((kind, start)) % _LANES)

        at = _NODE[1] // 2 + (_APART if kind == "contrast" else -_APART)
        return ET.Element("path", {"class": f"map-{kind}", "d": _way(places[start], places[end], at, lane)})

    for key, found in shown.relations.items():
        for other in found.extended_by:
            path = line("extends", key, other)
            path.set("marker-end", f"url(#{shown.id}-arrow)")
            yield path
    seen = set()
    for key, found in shown.relations.items():
        seen.add(key)
        for other in found.contrast:
            if other not in seen:
                yield line("contrast", *sorted((key, other), key=lambda end: (places[end], end)))


def _way(start: Place, end: Place, at: int, lane: Callable[[int], int]) -> str:
    """Return the line from the right side of a family to the left side of another; in one column, to the right one.

    `at` says how far down the side, `lane` where a line runs between two columns, of which the left one ends there.
    """
    x, y, to_y = start[0] + _NODE[0], start[1] + at, end[1] + at
    points = [(x, y), (lane(x), y)]
    if end[0] <= start[0]:
        points += [(lane(x), to_y), (x, to_y)]
    elif end[0] == x + _GAP[0]:
        points += [(lane(x), to_y), (end[0], to_y)]
    else:
        below, last = end[1] + _NODE[1] + _GAP[1] // 2, lane(end[0] - _GAP[0])
        points += [(points[-1][0], below), (last, below), (last, to_y), (end[0], to_y)]
    return _rounded(points)


def _rounded(points: Sequence[Place]) -> str:
    """Return the path along points, which lie beside or above each other by turns, with round corners."""
    path = [f"M{points[0][0]} {points[0][1]}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        for toward, command in ((before, "L"), (after, f"Q{corner[0]} {corner[1]} ")):
            room = min(_CORNER, max(abs(toward[0] - corner[0]), abs(toward[1] - corner[1])) // 2)
            x, y = (corner[axis] + room * _sign(toward[axis] - corner[axis]) for axis in (0, 1))
            path.append(f"{command}{x} {y}")
    return "".join((*path, f"L{points[-1][0]} {points[-1][1]}"))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)


def _drawn(node: Node, place: Place) -> ET.Element:
    link = ET.Element("a", {"href": node.address})
    link.append(ET.Element("rect", _box(*place, *_NODE) | {"rx": "4"}))
    lines = _wrapped(node.name)
    top = place[1] + _NODE[1] // 2 - (len(lines) - 1) * _LINE_HEIGHT // 2 + 4
    text = ET.SubElement(link, "text", {"text-anchor": "middle"})
    for index, line in enumerate(lines):
        at = {"x": str(place[0] + _NODE[0] // 2), "y": str(top + index * _LINE_HEIGHT)}
        # The space keeps the words of two lines apart for those who hear them.
        ET.SubElement(text, "tspan", at).text = line if index == len(lines) - 1 else f"{line} "
    return link


def _wrapped(name: str) -> Sequence[str]:
    """Return a name on as many lines as fit, the last shortened."""
    lines = [""]
    for word in name.split():
        longer = f"{lines[-1]} {word}".strip()
        if letters(longer) <= _LINE or not lines[-1] or len(lines) == _LINES:
            lines[-1] = longer
        else:
            lines.append(word)
    return [shortened(line, _LINE) for line in lines]


def _box(x: int, y: int, width: int | None, height: int) -> dict[str, str]:
    sides = {"x": str(x), "y": str(y), "height": str(height)}
    return sides if width is None else sides | {"width": str(width)}


def _text(text: str, kind: str, x: int, y: int) -> ET.Element:
    element = ET.Element("text", {"class": kind, "x": str(x), "y": str(y)})
    element.text = text
    return element
