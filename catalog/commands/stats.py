"""`stats`: the figures of a list."""

from pathlib import Path

from catalog.commands.check import Checked, check
from catalog.derive import Statistics, in_reading_order, statistics


def stats(root: Path) -> tuple[Checked, Statistics | None]:
    """Return the list after all checks, and its figures if it has no errors."""
    checked = check(root)
    if checked.has_errors:
        return checked, None
    return checked, statistics(checked.catalog, in_reading_order(checked.catalog))


def as_text(figures: Statistics) -> str:
    """Return figures as lines of name and number, in sections."""
    whole = (
        ("papers", figures.papers),
        ("authors", figures.authors),
        ("with code", figures.with_code),
        ("with official code", figures.with_official_code),
        ("with an implementation", figures.with_implementation),
        ("with an arXiv id", figures.with_arxiv),
        ("with a DOI", figures.with_doi),
    )
    sections: list[tuple[str, tuple[tuple[str, int], ...]]] = [("", whole)]
    for heading in ("years", "venues", "families", "topics"):
        counts = tuple((count.name, count.papers) for count in getattr(figures, heading) if count.papers)
        sections.append((heading, counts))
    width = max(len(name) for _, rows in sections for name, _ in rows)
    return "\n".join(_section(heading, rows, width) for heading, rows in sections if rows)


def _section(heading: str, rows: tuple[tuple[str, int], ...], width: int) -> str:
    lines = [f"{name:<{width}}  {number:>5}\n" for name, number in rows]
    return f"{heading}\n{''.join(lines)}" if heading else "".join(lines)
