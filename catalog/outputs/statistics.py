"""The page of figures: charts, each beside a table with the same numbers and the links to what they count."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from catalog.derive import YearFigures, by_year_and_group, most_frequent
from catalog.edition import Edition
from catalog.outputs import addresses
from catalog.outputs.charts import PARTS, Bar, Chart, draw
from catalog.outputs.metadata import description
from catalog.outputs.pages import Heading, Page, Shelving
from catalog.outputs.templating import Html
from catalog.outputs.views import Reference

TITLE: Final = "Statistics"

_VENUES: Final = 20
"""How many venues are shown by themselves."""

_AUTHORS: Final = 20
_PAPERS_OF_AUTHOR: Final = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: what it is about, with its page if it has one, and its cells."""

    head: Reference
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its caption, the headings of its columns, its rows, and a last one that sums them up."""

    caption: str
    columns: tuple[Reference, ...]
    rows: tuple[Row, ...]
    total: Row | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A colour of parts of bars, and what it stands for."""

    number: int
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with what its parts mean and what it shows in words, and its table; a wide one stands below it."""

    heading: Heading
    remark: str
    legend: tuple[Kind, ...]
    chart: Html
    table: Table
    is_wide: bool = False


_CODE: Final = (Kind(1, "Authors' own code"), Kind(3, "Code by others"), Kind(PARTS, "No code"))
"""What a paper may have; the palest part is what is missing."""

_ALONE: Final = (2,)
"""The colour of bars of a single part."""


@dataclass(frozen=True, slots=True)
class _Series:
    """A kind of parts of the bars of years: a group of families, or all the rest."""

    page: Reference
    places: tuple[int, ...]

    def of(self, year: YearFigures) -> int:
        return sum(year.groups[place] for place in self.places)


def statistics(shelving: Shelving) -> Page:
    """Return the page of figures."""
    edition = shelving.edition
    years = by_year_and_group(edition.groups, edition.papers)
    figures = tuple(
        found
        for found in (_by_year(edition, years), _venues(edition), _code(edition, years), _authors(edition))
        if found is not None
    )
    about = description(f"Figures of {edition.settings.list.title}: papers by year and family, venues, code, authors.")
    context = {"title": TITLE, "statistics": edition.statistics, "figures": figures}
    return shelving.page(addresses.STATISTICS, TITLE, about, "statistics", context)


def _by_year(edition: Edition, years: tuple[YearFigures, ...]) -> Figure | None:
    if not years:
        return None
    series = _series(edition, years)
    legend = tuple(Kind(number, each.page.text) for number, each in enumerate(series, start=1))
    counts = [tuple(each.of(year) for each in series) for year in years]
    most = max(years, key=lambda year: year.papers)
    remark = f"From {years[0].year} to {years[-1].year}; most in {most.year}, with {_papers(most.papers)}."
    chart = Chart(
        "papers-by-year",
        "Papers by year and family",
        f"A bar for each year, in parts for {_listed(legend)}. {remark}",
        _numbers(legend),
        tuple(Bar(str(year.year), parts, str(year.papers)) for year, parts in zip(years, counts, strict=True)),
    )
    table = Table(
        "Papers by year and group of families",
        (Reference("Year", ""), *(each.page for each in series), Reference("All", "")),
        tuple(
            Row(_year(edition, year), (*map(str, parts), str(year.papers)))
            for year, parts in zip(years, counts, strict=True)
        ),
        Row(Reference("All years", ""), (*(str(sum(each)) for each in zip(*counts, strict=True)), _all(years))),
    )
    return Figure(Heading("years", chart.title), remark, legend, draw(chart), table, is_wide=True)


def _series(edition: Edition, years: tuple[YearFigures, ...]) -> tuple[_Series, ...]:
    """Return the groups that have papers; of too many for a chart, the largest, and one for all others together."""
    sizes = [sum(year.groups[place] for year in years) for place in range(len(edition.groups))]
    places = [place for place, size in enumerate(sizes) if size]
    rest: tuple[int, ...] = ()
    if len(places) > PARTS:
        largest = sorted(places, key=lambda place: (-sizes[place], place))
        places, rest = sorted(largest[: PARTS - 1]), tuple(sorted(largest[PARTS - 1 :]))
    heads = [edition.groups[place].head for place in places]
    found = [
        _Series(Reference(head.value.name, addresses.family(head.id)), (place,))
        for head, place in zip(heads, places, strict=True)
    ]
    return (*found, *([_Series(Reference(f"{len(rest)} others", addresses.FAMILIES), rest)] if rest else ()))


def _venues(edition: Edition) -> Figure | None:
    found = [(key, len(papers)) for key, (_, papers) in edition.venues.items()]
    if not found:
        return None
    found.sort(key=lambda venue: -venue[1])  # of equal ones, the rank decides as before
    shown, others = found[:_VENUES], found[_VENUES:]
    counts = [(Reference(key, addresses.venue(key)), papers) for key, papers in shown]
    if others:
        name = "1 other" if len(others) == 1 else f"{len(others)} others"
        counts.append((Reference(name, addresses.VENUES), sum(papers for _, papers in others)))
    remark = f"Where the papers appeared: most at {shown[0][0]}, with {_papers(shown[0][1])}."
    return _counted(("venues", "Venues", "Papers by venue", "Venue"), remark, counts)


def _authors(edition: Edition) -> Figure | None:
    authors = most_frequent(edition.authors, at_most=_AUTHORS, at_least=_PAPERS_OF_AUTHOR)
    if not authors:
        return None
    counts = [
        (Reference(author.person.display, addresses.author(author.slug)), len(author.papers)) for author in authors
    ]
    remark = (
        f"Those with at least {_papers(_PAPERS_OF_AUTHOR)}, at most {_AUTHORS} of them; "
        "of equal numbers, in the order of their names."
    )
    return _counted(("authors", "Most frequent authors", "Papers by author", "Author"), remark, counts)


def _counted(words: tuple[str, str, str, str], remark: str, counts: list[tuple[Reference, int]]) -> Figure:
    name, title, caption, column = words
    bars = tuple(Bar(page.text, (papers,), str(papers)) for page, papers in counts)
    table = Table(
        caption,
        (Reference(column, ""), Reference("Papers", "")),
        tuple(Row(page, (str(papers),)) for page, papers in counts),
    )
    chart = draw(Chart(f"papers-by-{name}", title, f"A bar for each row of the table. {remark}", _ALONE, bars))
    return Figure(Heading(name, title), remark, (), chart, table)


def _code(edition: Edition, years: tuple[YearFigures, ...]) -> Figure | None:
    if not years:
        return None
    figures = edition.statistics
    remark = (
        f"{figures.with_code} of {_papers(figures.papers)} have code ({_share(figures.with_code, figures.papers)}), "
        f"{figures.with_official_code} of them the authors' own."
    )
    bars = tuple(
        Bar(
            str(year.year),
            (year.with_official_code, year.with_code - year.with_official_code, year.papers - year.with_code),
            _share(year.with_code, year.papers),
        )
        for year in years
    )
    chart = Chart(
        "papers-with-code",
        "Code by year",
        f"A bar for each year, all of one length, in parts for {_listed(_CODE)}. {remark}",
        _numbers(_CODE),
        bars,
        of_shares=True,
    )
    rows = tuple(Row(_year(edition, year), _code_cells(bar)) for year, bar in zip(years, bars, strict=True))
    sums = tuple(map(sum, zip(*(bar.parts for bar in bars), strict=True)))
    total = Bar("", sums, _share(figures.with_code, figures.papers))
    columns = ("Year", "Own", "Others'", "None", "All", "With code")
    table = Table(
        "Papers with code by year",
        tuple(Reference(column, "") for column in columns),
        rows,
        Row(Reference("All years", ""), _code_cells(total)),
    )
    return Figure(Heading("code", chart.title), remark, _CODE, draw(chart), table)


def _code_cells(bar: Bar) -> tuple[str, ...]:
    return (*map(str, bar.parts), str(sum(bar.parts)), bar.end)


def _year(edition: Edition, year: YearFigures) -> Reference:
    return Reference(str(year.year), addresses.year(year.year) if year.year in edition.years else "")


def _all(years: Iterable[YearFigures]) -> str:
    return str(sum(year.papers for year in years))


def _share(some: int, of: int) -> str:
    """Return a share in percent, halves rounded up; of nothing there is none."""
    return f"{(200 * some + of) // (2 * of)}%" if of else "none"


def _papers(number: int) -> str:
    return "1 paper" if number == 1 else f"{number} papers"


def _listed(legend: tuple[Kind, ...]) -> str:
    return "; ".join(kind.name for kind in legend)


def _numbers(legend: tuple[Kind, ...]) -> tuple[int, ...]:
    return tuple(kind.number for kind in legend)
