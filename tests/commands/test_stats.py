"""The figures of a list are aligned lines in sections; a list with errors has none."""

from pathlib import Path

from catalog.commands.stats import as_text, stats
from catalog.derive import Count, Statistics
from tests.conftest import TOY

EMPTY = Statistics(
    papers=0,
    authors=0,
    with_code=0,
    with_official_code=0,
    with_implementation=0,
    with_arxiv=0,
    with_doi=0,
    years=(),
    venues=(),
    families=(Count("Gluten", 0),),
    topics=(),
)

TOY_FIGURES = """\
papers                      8
authors                    13
with code                   2
with official code          2
with an implementation      1
with an arXiv id            2
with a DOI                  1

years
2021                        2
2020                        2
2019                        2
2013                        2

venues
OVEN                        4
CRUMB                       3
arXiv                       1

families
Starters & levains          3
Gluten                      4
Surveys                     1

topics
Rye                         1
Wheat                       3
"""


def test_figures_are_aligned_in_sections() -> None:
    checked, figures = stats(TOY)
    assert checked.findings == ()
    assert figures is not None
    assert as_text(figures) == TOY_FIGURES


def test_what_has_no_papers_has_no_line_and_no_section() -> None:
    assert as_text(EMPTY).splitlines()[0] == "papers                      0"
    assert len(as_text(EMPTY).splitlines()) == 7


def test_a_list_with_errors_has_findings_and_no_figures(toy: Path) -> None:
    (toy / "papers/2020/li2020fold.yaml").write_text("title: [\n")
    checked, figures = stats(toy)
    assert figures is None
    assert checked.has_errors
