"""README.md keeps the look of the first list, and shows any title as it is."""

import re
from collections.abc import Callable

import pypandoc
import pytest

from catalog.edition import Edition
from catalog.outputs import readme
from catalog.outputs.templating import markdown


def text_of(edition: Edition) -> str:
    (artifact,) = readme.OUTPUT.render(edition)
    return artifact.text


def test_the_toy_list_matches_its_golden_file(toy_edition: Edition, golden: Callable[[str, str], None]) -> None:
    golden("readme/README.md", text_of(toy_edition))


def test_every_paper_has_one_entry(list_edition: Edition) -> None:
    entries = re.findall(r"(?m)^\* .* \(\*\*[^*]+\*\*\) \\\[\[paper\]\(", text_of(list_edition))
    assert len(entries) == len(list_edition.papers) == 64


def test_the_headings_are_those_of_the_first_list(list_edition: Edition) -> None:
    found = re.findall(r"(?m)^##+ (.*)$", text_of(list_edition))
    years = ["2021", "2020", "2019", "2018", "2017", "2016", "Earlier"]
    assert found == ["Contents", "Survey", "Papers", *years, "Contributing"]


def test_an_entry_without_a_heading_for_its_year_has_it(list_edition: Edition) -> None:
    earlier = text_of(list_edition).partition("### Earlier")[2]
    assert len(re.findall(r"\(\*\*\S+ \d{4}\*\*\)", earlier)) == 5


def test_no_address_under_a_reserved_name_is_printed(list_edition: Edition) -> None:
    assert ".example" not in text_of(list_edition)


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "$x^2$ and $y$",
        "{{ 7*7 }}",
        "1. First",
        "- not a list",
        "# no heading",
        "a_b_c *d* `e` ~~f~~ | g",
        "R&D &amp; &copy;",
        "back\\slash",
        "https://a.test www.b.test c@d.test",
        "![image](x)",
    ],
)
def test_a_title_shows_as_itself_in_markdown(title: str) -> None:
    shown = pypandoc.convert_text(f"* {markdown(title)}\n", "plain", format="gfm", extra_args=["--wrap=none"])
    assert shown.strip().removeprefix("-").strip() == title
