"""Accents that are read without a reader of LaTeX are those that the reader reads."""

from itertools import product

import pytest

from catalog.importers.cleaning import clean_pages, clean_text, clean_title, clean_year
from catalog.latex import from_latex

FORMS = (r"{{\{0}{1}}}", r"{{\{0}{{{1}}}}}", r"\{0}{{{1}}}", r"x\{0}{1}y", r"x{{\{0}{1}}}y")


@pytest.mark.parametrize(("mark", "letter"), [*product("'`^\"~=.", "aEnoz"), ("'", r"\i"), ('"', r"\i")])
@pytest.mark.parametrize("form", FORMS)
def test_an_accent_is_what_latex_prints(mark: str, letter: str, form: str) -> None:
    if letter.startswith("\\") and form == FORMS[3]:
        return  # another command begins where a letter follows
    latex = form.format(mark, letter)
    assert clean_text(latex) == from_latex(latex)


@pytest.mark.parametrize("mark", "cvuHkrdb")
@pytest.mark.parametrize("letter", "aEsz")
def test_an_accent_that_is_a_word_is_what_latex_prints(mark: str, letter: str) -> None:
    latex = f"x\\{mark}{{{letter}}} y"
    assert clean_text(latex) == from_latex(latex)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("``Quoted'' Bread", "“Quoted” Bread"),
        ("“Only Quoted”", "Only Quoted"),
        ("costs $5 and $6", "costs $5 and $6"),
        (r"$\alpha$-Rank", "α-Rank"),
        (r"S$^3$", "S³"),
        ("$x_{12}$ and $y^n$", "x₁₂ and yⁿ"),
        ("10<sup>-3</sup> and 4<sup>th</sup>", "10⁻³ and 4th"),
        (r"50\% \& more", "50% & more"),
        ("{DNA} by {E. coli}", "DNA by E. coli"),
        ("Rye -- Wheat", "Rye -- Wheat"),
        ("<script>alert(1)</script> Bread", "<script>alert(1)</script> Bread"),
        ("A<br/>B", "A B"),
        ("<jats:title>In vivo</jats:title>", "In vivo"),
        ("Bread...", "Bread..."),
        ("Bread .", "Bread"),
        ("\ud800Bread\ufeff", "Bread"),
        ("e\u0301te\u0301", "été"),
        ("", ""),
    ],
)
def test_a_title_ends_clean(text: str, title: str) -> None:
    assert clean_title(text) == title


@pytest.mark.parametrize(
    ("text", "pages"),
    [
        ("1\N{EN DASH}9", "1-9"), ("1\N{MINUS SIGN}9", "1-9"), ("1735-42", "1735-1742"), ("pp. 1-9", "1-9"),
        ("7-7", "7"), ("e12", "e12"), ("12:1-12:20", "12:1-12:20"), ("Article 17", "17"), ("1-3, 7", None),
        ("iv-x", None),
        ("", None), ("1-", None), ("x" * 9000, None),
    ],
)  # fmt: skip
def test_pages_are_first_and_last_or_an_articles_number(text: str, pages: str | None) -> None:
    assert clean_pages(text) == pages


@pytest.mark.parametrize(
    ("value", "year"),
    [
        ("2020/06/01", 2020),
        ("June 2020", 2020),
        (2020, 2020),
        ("1599", None),
        ("20201", None),
        (True, None),
        (None, None),
    ],
)
def test_a_year_is_found_in_a_date(value: object, year: int | None) -> None:
    assert clean_year(value) == year
