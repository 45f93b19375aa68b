"""Text comes back from the LaTeX that it became, and LaTeX of others is read too."""

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.latex import from_latex, to_latex
from tests.conftest import TOY

SPELLINGS = [
    pytest.param("Deep Metric Learning: A-B (c), 'd'?", "Deep Metric Learning: A-B (c), 'd'?", id="plain text stays"),
    pytest.param("50% #1 R&D a_b $5", r"50\% \#1 R\&D a\_b \$5", id="signs that LaTeX reads get a backslash"),
    pytest.param("a\\b~c", r"a{\textbackslash}b{\textasciitilde}c", id="signs without one get a command"),
    pytest.param(
        "<i>|x^2",
        r"{\ttfamily<}i{\ttfamily>}{\ttfamily|}x{\ttfamily\string^}2",
        id="signs that fonts lack come from one",
    ),
    pytest.param("{{ 7*7 }}", r"\{\{ 7*7 \}\}", id="braces that match"),
    pytest.param(
        "a } b { c", r"a {\vphantom{\{}\}} b {\{\vphantom{\}}} c", id="braces without partner bring one along"
    ),
    pytest.param('"a" it\'s', '"a" it\'s', id="straight quotes stay"),
    pytest.param("a--b ''c'' ,,d", "a-{}-b '{}'c'{}' ,{},d", id="ligatures are kept apart"),
    pytest.param("1–2—3", "1--2---3", id="dashes are ligatures"),
    pytest.param("-–", "-{}--", id="but not with a hyphen beside"),
    pytest.param(
        "“a” ‘b’…",
        r"{\textquotedblleft}a{\textquotedblright} {\textquoteleft}b{\textquoteright}{\ldots}",
        id="curved quotes",
    ),
    pytest.param("Gödel, Šćiran, Łukasiewicz", r"G{\"o}del, {\v{S}}{\'c}iran, {\L}ukasiewicz", id="accents"),
    pytest.param("Erdős", r"Erd{\H{o}}s", id="the double acute, which pylatexenc writes as a single one"),
    pytest.param("ế ǿ í", r"{\'{\^e}} {\'{\o}} {\'i}", id="accents on accents and on letters of their own"),
    pytest.param(
        "α-divergence ≤ ℓ",
        r"{\ensuremath{\alpha}}-divergence {\ensuremath{\leq}} {\ensuremath{\ell}}",
        id="mathematics",
    ),
    pytest.param("λόγος", "λόγος", id="a word in Greek is no mathematics"),
    pytest.param("度量 метрика đ 🙂", "度量 метрика đ 🙂", id="what has no spelling stays"),
    pytest.param("\N{KELVIN SIGN}", "\N{KELVIN SIGN}", id="what only looks like a letter stays"),
]


@pytest.mark.parametrize(("text", "latex"), SPELLINGS)
def test_a_text_has_one_spelling(text: str, latex: str) -> None:
    assert to_latex(text) == latex


@pytest.mark.parametrize(("text", "latex"), SPELLINGS)
def test_a_spelling_is_read_as_its_text(text: str, latex: str) -> None:
    assert from_latex(latex) == text


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Kr{\"{a}}henb{\"u}hl", "Krähenbühl"),
        (r"\'{E}cole \& {\textless}b{\textgreater}", "École & <b>"),
        (r"x\textasciicircum{}2 {\textbraceleft}y{\textbraceright}", "x^2 {y}"),
        (r"a\textbar b", "a|b"),
        ("``a'' -- b", "“a” – b"),
        (r"$\alpha$-divergence", "α-divergence"),
        ("{NormFace}: {A} Loss", "NormFace: A Loss"),
        ("an {open brace", "an open brace"),
    ],
)
def test_the_latex_of_others_is_read(latex: str, text: str) -> None:
    assert from_latex(latex) == text


texts = st.text(
    st.one_of(
        st.sampled_from("aZ {}\\$%&#_^~`'\"-–—,<>|@“”‘’éőαβ×!?ł[]*\u0301"),
        st.characters(exclude_categories=["Cs", "Cc"]),
    )
).map(lambda text: unicodedata.normalize("NFC", text))


@given(texts)
def test_every_text_comes_back(text: str) -> None:
    assert from_latex(to_latex(text)) == text


@given(texts)
def test_braces_always_match(text: str) -> None:
    depth = 0
    for char in to_latex(text):
        depth += (char == "{") - (char == "}")
        assert depth >= 0
    assert depth == 0


def test_every_letter_of_latin_scripts_comes_back() -> None:
    letters = [chr(code) for code in (*range(0xA0, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isalpha()]
    assert [letter for letter in letters if from_latex(to_latex(letter)) != letter] == []


def test_a_combining_mark_becomes_an_accent() -> None:
    assert to_latex("e\u0301A\u030a\u0301\u0416\u0301") == r"{\'e}{\'{\r{A}}}" + "\u0416\u0301"


def test_a_letter_that_marks_make_is_spelled_as_itself() -> None:
    assert to_latex("A\u030a") == to_latex("\u00c5") == r"{\AA}"


def test_checking_a_list_loads_no_tables() -> None:
    code = f"""
import sys
from pathlib import Path
from catalog.commands.check import check
check(Path({str(TOY)!r}))
sys.exit("pylatexenc" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_accents_need_no_tables() -> None:
    code = """
import sys
from catalog.latex import to_latex
to_latex("Erdős, Şakir & Krähenbühl <ế>")
sys.exit("pylatexenc" in sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
