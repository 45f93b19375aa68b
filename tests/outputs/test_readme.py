"""README.md keeps the look of the first list, and shows any title as it is."""

import re
from collections.abc import Callable
from dataclasses import replace

import pypandoc
import pytest

from catalog.edition import Edition
from catalog.model import Paper
from catalog.outputs import readme
from catalog.outputs.templating import markdown
from tests.editions import edition_of, paper


def text_of(edition: Edition) -> str:
    (artifact,) = readme.OUTPUT.render(edition)
    return artifact.text


def test_the_toy_list_matches_its_golden_file(toy_edition: Edition, golden: Callable[[str, str], None]) -> None:
    golden("readme/README.md", text_of(toy_edition))


@pytest.mark.parametrize(
    ("repository", "words"),
    [
        ("https://git.sourdough.example/list", "Without git, open a new issue and choose **Add a paper**: "),
        (
            "https://github.com/bakers/list/",
            "Without git, [fill in the form](https://github.com/bakers/list/issues/new?template=add-a-paper.yml): ",
        ),
    ],
    ids=["reserved", "public"],
)
def test_the_issue_form_is_named_and_linked_where_there_is_one(
    toy_edition: Edition, repository: str, words: str
) -> None:
    assert "Without git" not in text_of(toy_edition)
    listed = toy_edition.settings.list.model_copy(update={"issue_form": True, "repository": repository})
    edition = replace(toy_edition, settings=toy_edition.settings.model_copy(update={"list": listed}))
    assert words in text_of(edition)


def test_every_paper_has_one_entry(list_edition: Edition) -> None:
    entries = re.findall(r"(?m)^\* .* \(\*\*[^*]+\*\*\) \\\[\[paper\]\(", text_of(list_edition))
    assert len(entries) == len(list_edition.papers)


def test_the_headings_are_those_of_the_first_list(list_edition: Edition) -> None:
    found = re.findall(r"(?m)^##+ (.*)$", text_of(list_edition))
    years = map(str, range(2025, 2015, -1))
    assert found == ["Contents", "Survey", "Papers", *years, "Earlier", "Contributing"]


def test_an_entry_without_a_heading_for_its_year_has_it(list_edition: Edition) -> None:
    earlier = text_of(list_edition).partition("### Earlier")[2]
    old = [one for one in list_edition.papers if one.value.year < 2016 and one.value.loss_family != "survey"]
    assert len(re.findall(r"\(\*\*[^*]+ \d{4}\*\*\)", earlier)) == len(old)


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


def papers_of(edition: Edition) -> dict[str, Paper]:
    return {record.id: record.value for record in edition.catalog}


def files(edition: Edition) -> dict[str, str]:
    return {str(artifact.path): artifact.text for artifact in readme.OUTPUT.render(edition)}


def listed(edition: Edition) -> dict[str, list[str]]:
    """Return the sections, each with its entries as title and label."""
    return {
        section.heading: [f"{entry.title} ({entry.label})" for entry in section.entries]
        for section in readme.sections(edition)
    }


@pytest.mark.parametrize(
    ("fields", "with_year", "label"),
    [
        pytest.param({}, False, "OVEN", id="a venue"),
        pytest.param({"year": "2018"}, False, "OVN", id="as it was called then"),
        pytest.param({"year": "2018"}, True, "OVN 2018", id="with the year"),
        pytest.param({"presentation": "oral"}, False, "OVEN Oral", id="a talk"),
        pytest.param({"presentation": "spotlight"}, False, "OVEN Spotlight", id="a short talk"),
        pytest.param({"presentation": "highlight"}, True, "OVEN 2020 Highlight", id="a highlight"),
        pytest.param({"presentation": "poster"}, False, "OVEN", id="a poster is no news"),
    ],
)
def test_a_label_names_venue_year_and_presentation(
    toy_edition: Edition,
    fields: dict[str, object],
    with_year: bool,  # noqa: FBT001  # a column of the table
    label: str,
) -> None:
    edition = edition_of(toy_edition, {"a": paper(**fields)})
    assert readme.entry(edition, edition.papers[0], with_year=with_year).label == label


@pytest.mark.parametrize(
    ("code", "links"),
    [
        pytest.param([], ["paper"], id="none"),
        pytest.param([("a", False)], ["paper"], id="of others"),
        pytest.param([("a", False), ("b", True), ("c", True)], ["paper", "code https://b.test/"], id="the first"),
    ],
)
def test_code_is_linked_where_it_is_official(
    toy_edition: Edition, code: list[tuple[str, bool]], links: list[str]
) -> None:
    given = [{"url": f"https://{host}.test/", "official": str(official).lower()} for host, official in code]
    edition = edition_of(toy_edition, {"a": paper(code=given)})
    found = readme.entry(edition, edition.papers[0], with_year=False).links
    assert [link.name if link.name == "paper" else f"{link.name} {link.url}" for link in found] == links


def test_years_are_headings_until_the_earlier_ones(toy_edition: Edition) -> None:
    papers = {f"p{year}": paper(year=str(year), title=f"Bread {year}") for year in (2021, 2019, 2018, 2017)}
    assert listed(edition_of(toy_edition, papers, earlier=2018)) == {
        "2021": ["Bread 2021 (OVEN)"],
        "2019": ["Bread 2019 (OVEN)"],
        "Earlier": ["Bread 2018 (OVN 2018)", "Bread 2017 (OVN 2017)"],
    }


def test_without_earlier_years_each_year_is_a_heading(toy_edition: Edition) -> None:
    papers = {f"p{year}": paper(year=str(year)) for year in (2021, 1999)}
    assert listed(edition_of(toy_edition, papers, earlier=None)) == {"2021": ["Bread (OVEN)"], "1999": ["Bread (OVN)"]}


def test_without_papers_before_it_there_is_no_earlier_heading(toy_edition: Edition) -> None:
    assert list(listed(edition_of(toy_edition, {"a": paper()}, earlier=2018))) == ["2020"]


def test_entries_are_ordered_by_rank_and_then_by_title(toy_edition: Edition) -> None:
    titles = {"c": ("Apple Bread", "arXiv"), "b": ("Butter Bread", "OVEN"), "a": ("Äpple Bread", "OVEN")}
    papers = {key: paper(title=title, venue=venue) for key, (title, venue) in titles.items()}
    assert listed(edition_of(toy_edition, papers)) == {
        "2020": ["Äpple Bread (OVEN)", "Butter Bread (OVEN)", "Apple Bread (arXiv)"]
    }


def test_surveys_stand_alone_by_rank_and_then_by_title(toy_edition: Edition) -> None:
    rows = [("Ash", "arXiv", 2021), ("Crumb", "OVEN", 2021), ("Bun", "OVEN", 2010), ("Dough", "CRUMB", 2020)]
    papers = {
        title.lower(): paper(title=title, venue=venue, year=str(year), loss_family="survey")
        for title, venue, year in rows
    }
    edition = edition_of(toy_edition, papers | {"a": paper()})
    assert [f"{entry.title} ({entry.label})" for entry in readme.surveys(edition)] == [
        "Bun (OVN 2010)",
        "Crumb (OVEN 2021)",
        "Dough (CRUMB 2020)",
        "Ash (arXiv 2021)",
    ]
    assert listed(edition) == {"2020": ["Bread (OVEN)"]}


def test_a_year_of_surveys_alone_has_no_heading(toy_edition: Edition) -> None:
    edition = edition_of(toy_edition, {"a": paper(loss_family="survey"), "b": paper(year="2021")})
    assert list(listed(edition)) == ["2021"]


def test_a_list_without_a_family_of_surveys_has_no_section_of_them(toy_edition: Edition) -> None:
    edition = edition_of(toy_edition, {"a": paper(loss_family="survey")}, surveys=None)
    assert readme.surveys(edition) == ()
    assert listed(edition) == {"2020": ["Bread (OVEN)"]}
    assert "Survey" not in text_of(edition)


def test_headings_are_those_of_the_settings(toy_edition: Edition) -> None:
    found = re.findall(
        r"(?m)^## (.*)$", text_of(edition_of(toy_edition, papers_of(toy_edition), surveys_heading="Reviews"))
    )
    assert found == ["Contents", "Reviews", "Papers", "Contributing"]


def test_a_split_list_has_a_file_for_each_year_and_the_readme_leads_to_them(toy_edition: Edition) -> None:
    found = files(edition_of(toy_edition, papers_of(toy_edition), split=True))
    assert list(found) == ["README.md", "lists/2021.md", "lists/2020.md", "lists/2019.md", "lists/earlier.md"]
    for path in list(found)[1:]:
        assert f"]({path})" in found["README.md"]
        assert "](../README.md)" in found[path]


def test_a_split_list_has_the_entries_of_the_whole_one(toy_edition: Edition) -> None:
    papers = papers_of(toy_edition)
    split, whole = (
        sorted(
            line
            for text in files(edition_of(toy_edition, papers, split=split)).values()
            for line in text.splitlines()
            if line.startswith("* ") and r"\[[paper](" in line
        )
        for split in (True, False)
    )
    assert split == whole
    assert len(whole) == len(papers)


def test_the_address_of_a_site_is_printed_where_it_can_be_opened(toy_edition: Edition) -> None:
    listed = toy_edition.settings.list.model_copy(update={"url": "https://bread.org/(list)/"})
    edition = replace(toy_edition, settings=toy_edition.settings.model_copy(update={"list": listed}))
    assert r"The [site](https://bread.org/\(list\)/) has search" in text_of(edition)


def test_a_readme_is_warned_about_before_github_cuts_it() -> None:
    assert readme.OUTPUT.warn_bytes is not None
    assert readme.OUTPUT.warn_bytes < readme.GITHUB_CUTS_AT == 512_000
