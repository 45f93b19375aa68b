"""LaTeX to MathML: that formulas are shown, and that nothing in them becomes markup or a link."""

import pytest

from catalog.edition import Edition
from catalog.outputs.mathml import formula, prose


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\frac{1}{2}", "<mfrac>"),
        (r"\mathcal L", "<mi>ℒ</mi>"),
        (r"\mathbb{R}", "<mi>ℝ</mi>"),
        (r"\mathbf{x}", "<mi>𝐱</mi>"),
        (r"\mathcal{1}", ">1</m"),
        (r"\bigl\{x\bigr\}", ">{</mo>"),
        (r"\max_{i} x", "<munder><mo>max</mo>"),
        (r"a < b", "<mo>&lt;</mo>"),
        (r"\text{a&b}", "<mtext>a&amp;b</mtext>"),
    ],
)
def test_formula_is_mathml(latex: str, shown: str) -> None:
    converted = formula(latex)
    assert converted.startswith("<math ")
    assert shown in converted


MINUS = '<mo form="prefix">\N{MINUS SIGN}</mo>'
INFIX = "<mo>\N{MINUS SIGN}</mo>"
THIN = '<mspace width="0.167em" />'


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        ("-x", f"<mrow>{MINUS}<mi>x</mi>"),
        ("f(-x)", f">(</mo>{MINUS}<mi>x</mi>"),
        ("a=-b", f"<mo>=</mo>{MINUS}<mi>b</mi>"),
        ("e^{-x}", f"<mrow>{MINUS}<mi>x</mi></mrow>"),
        ("|-x|", f">|</mo>{MINUS}<mi>x</mi>"),
        ("a-b", f"<mi>a</mi>{INFIX}<mi>b</mi>"),
        ("f(x)-b", f">)</mo>{INFIX}<mi>b</mi>"),
        ("|x|-b", f">|</mo>{INFIX}<mi>b</mi>"),
        ("x^2-b", f"</msup>{INFIX}<mi>b</mi>"),
        ("x^{+}", "<mrow><mo>+</mo></mrow>"),
    ],
)
def test_sign_stands_close_to_what_it_negates(latex: str, shown: str) -> None:
    assert shown in formula(latex)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\log\frac12", f"<mi>log</mi>{THIN}<mfrac>"),
        (r"s\cos\theta", f"<mi>s</mi>{THIN}<mi>cos</mi>{THIN}<mi>θ</mi>"),
        (r"\exp(x)", '<mi>exp</mi><mo stretchy="false">(</mo>'),
        (r"a+\log b", f"<mo>+</mo><mi>log</mi>{THIN}"),
        (r"\sum_i\log b", f"</munder><mi>log</mi>{THIN}"),
    ],
)
def test_function_stands_apart_from_its_argument(latex: str, shown: str) -> None:
    assert shown in formula(latex)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [
        (r"\lVert x\rVert", '<mo stretchy="false">‖</mo><mi>x</mi><mo stretchy="false">‖</mo>'),
        (r"\left\|\frac12\right\|", '<mo stretchy="true" fence="true" form="prefix">‖</mo>'),
    ],
)
def test_norm_is_stretched_only_where_it_says_so(latex: str, shown: str) -> None:
    assert shown in formula(latex)


@pytest.mark.parametrize(
    ("latex", "shown"),
    [(r"x\sim p", "<mo>\N{TILDE OPERATOR}</mo>"), (r"M\succeq 0", "<mo>⪰</mo>"), ("n:m", "<mo>:</mo>")],
)
def test_relation_is_an_operator(latex: str, shown: str) -> None:
    assert shown in formula(latex)


@pytest.mark.parametrize(
    "latex",
    [
        "x_",
        "}{",
        r"\left( x",
        r"\begin{matrix} a",
        r"\nosuchcommand{x}",
        "{" * 5000,
        r"\frac",
        r"\sqrt",
        "^^",
        "&",
        r"\\",
    ],
    ids=lambda latex: latex[:12],
)
def test_what_is_no_formula_is_shown_as_written_or_not_at_all(latex: str) -> None:
    converted = formula(latex)
    assert converted.startswith(("<math ", "<pre><code>"))


@pytest.mark.parametrize(
    "latex",
    [
        r"\text{<script>alert(1)</script>}",
        r"\text{&lt;script&gt;}",
        r"\href{javascript:alert(1)}{x}",
        r"\class{a}{x}",
        r"\style{background:url(//evil.test)}{x}",
        r"x_ <script>",
    ],
)
def test_formula_is_neither_markup_nor_link(latex: str) -> None:
    converted = formula(latex)
    for hostile in ("<script", "href=", "style=", "class="):
        assert hostile not in converted


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("m < n & o", "m &lt; n &amp; o"),
        ("costs 5$", "costs 5$"),
        (r"$\nosuch$, <b>", "<code>\\nosuch</code>\u2060, &lt;b&gt;"),
    ],
)
def test_prose(text: str, html: str) -> None:
    assert prose(text) == html


def test_prose_has_formulas_between_dollar_signs() -> None:
    assert prose("$m$ margin").startswith('<math xmlns="http://www.w3.org/1998/Math/MathML" display="inline">')
    assert prose("$m$ margin").endswith("</math> margin")


def test_every_formula_of_the_list_is_converted(list_edition: Edition) -> None:
    for family in list_edition.catalog.families.values():
        for item in family.value.formulas:
            assert formula(item.latex).startswith("<math "), item.latex
            assert "<code>" not in prose(item.symbols or ""), item.symbols
