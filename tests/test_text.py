"""Words fold to what their spellings share, and nothing that a terminal obeys gets through."""

import re
import unicodedata
from urllib.parse import quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.text import INVISIBLE, did_you_mean, fold, nearest, printable, quoted, similarity, slug, unaccent

anything = st.text(st.characters(exclude_categories=()))

FOLDED = [
    pytest.param("Crumb and Crust", "crumb and crust", id="case"),
    pytest.param("Pâte Brisée", "pate brisee", id="accents"),
    pytest.param("Bread: A Survey!", "bread a survey", id="punctuation"),
    pytest.param("  Bread \t  Crumb\n", "bread crumb", id="space"),
    pytest.param("rye_bread", "rye bread", id="underscores"),
    pytest.param("Weißbrot Œuvre Smørrebrød Łódź þorn", "weissbrot oeuvre smorrebrod lodz thorn", id="letters of two"),
    pytest.param("Ekmek kadayıfı", "ekmek kadayifi", id="the dotless i"),
    pytest.param("STRAẞE", "strasse", id="the capital sharp s"),
    pytest.param("ǣ Ǿ ǽ", "ae o ae", id="an accent on a letter that has no base of its own"),
    pytest.param("ế", "e", id="two accents"),
    pytest.param("ﬂour x²", "flour x2", id="ligatures and raised digits"),
    pytest.param("хлеб Хлеб", "хлеб хлеб", id="letters of other scripts stay"),
    pytest.param("김치", "김치", id="syllables stay whole"),
    pytest.param("रोटी", "रोटी", id="vowel signs stay with their letters"),
    pytest.param("ขนมปัง", "ขนมปัง", id="so do those above and below"),
    pytest.param("パン", "パン", id="a sound mark makes another letter"),
    pytest.param("Bread ❤\ufe0f Butter", "bread butter", id="a mark on no letter is no word"),
    pytest.param("!?", "", id="nothing but signs"),
]


@pytest.mark.parametrize(("text", "folded"), FOLDED)
def test_spellings_of_the_same_words_fold_to_what_they_share(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other"),
    [("राम", "रीम"), ("パン", "ハン"), ("กา", "กี"), ("ข้าว", "ขาว")],
    ids=["a vowel of Devanagari", "a sound mark", "a vowel of Thai", "a tone"],
)
def test_words_that_differ_in_a_vowel_a_sound_or_a_tone_do_not_fold_together(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(anything)
def test_what_is_folded_folds_to_itself(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_case_and_composition_do_not_change_what_a_text_folds_to(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@pytest.mark.parametrize(("text", "base"), [("Müsli", "Musli"), ("Bread!", "Bread!"), ("Ærø", "AEro"), ("빵", "빵")])
def test_a_letter_loses_its_accent_and_nothing_else_changes(text: str, base: str) -> None:
    assert unaccent(text) == base


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Åsa Ångström", "asa-angstrom"),
        ("Siobhán O'Neil", "siobhan-o-neil"),
        ("../../etc/passwd?x=1#y", "etc-passwd-x-1-y"),
        ("张伟 李", "张伟-李"),
        ("--rye--", "rye"),
    ],
)
def test_a_slug_is_folded_words_joined_by_hyphens(text: str, part: str) -> None:
    assert slug(text) == part


@given(anything)
def test_a_slug_is_one_part_of_a_path_and_nothing_more(text: str) -> None:
    part = slug(text)
    parts = urlsplit(f"https://sourdough.test/authors/{quote(part, errors='replace')}/")
    assert parts.path.count("/") == 3
    assert (parts.query, parts.fragment) == ("", "")
    assert re.search(r"[\s/?#%.\\:]|--|^-|-$", part) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("Brötchen 面包 \N{BREAD}", "Brötchen 面包 \N{BREAD}", id="letters and pictures stay"),
        pytest.param("a\nb\tc\r", r"a\nb\tc\r", id="breaks"),
        pytest.param("\x1b[31mred", r"\x1b[31mred", id="the escape"),
        pytest.param("\x9b31m", r"\x9b31m", id="its one-byte form"),
        pytest.param("a\u202eb\u2066", r"a\u202eb\u2066", id="bidi controls"),
        pytest.param("a\u200bb\ufeff", r"a\u200bb\ufeff", id="zero width"),
        pytest.param("a\u00adb\u3164", r"a\xadb\u3164", id="soft hyphen and filler"),
        pytest.param("a\u2028b\u0085", r"a\u2028b\x85", id="breaks of Unicode"),
        pytest.param("\ud800", r"\ud800", id="half a pair"),
        pytest.param("\N{TAG LATIN SMALL LETTER A}", r"\U000e0061", id="tags"),
    ],
)
def test_a_character_that_a_terminal_obeys_or_hides_is_shown_as_an_escape(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(anything)
def test_no_control_character_gets_through(text: str) -> None:
    shown = printable(text)
    assert not {unicodedata.category(char) for char in shown} & {"Cc", "Cs", "Zl", "Zp"}
    assert INVISIBLE.search(shown) is None
    assert len(shown.splitlines()) <= 1


@given(anything)
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)


@pytest.mark.parametrize(
    ("word", "known"),
    [
        pytest.param("OVNE", "OVEN", id="swapped letters"),
        pytest.param("oven", "OVEN", id="another case"),
        pytest.param("Crémé", "creme", id="accents"),
        pytest.param("strater", "starter", id="a slip"),
        pytest.param("sourdough_bread", "sourdough-bread", id="punctuation"),
    ],
)
def test_the_nearest_word_is_the_one_that_was_meant(word: str, known: str) -> None:
    assert nearest(word, ["CRUMB", "gluten", known, "wheat"]) == known


@pytest.mark.parametrize("word", ["", "zzz", "!", "o" * 1_000_000], ids=["nothing", "far off", "a sign", "a megabyte"])
def test_a_word_that_is_near_none_has_no_nearest(word: str) -> None:
    assert nearest(word, ["OVEN", "CRUMB"]) is None


def test_of_a_long_word_the_beginning_counts() -> None:
    assert nearest("sourdough-" * 8 + "x" * 1_000, ["sourdough-" * 8]) == "sourdough-" * 8


@pytest.mark.parametrize("order", [1, -1], ids=["forwards", "backwards"])
def test_of_two_equally_near_words_the_order_of_the_known_chooses_none(order: int) -> None:
    assert nearest("rye", ["RYE", "Rye"][::order]) == "RYE"


def test_a_suggestion_is_the_end_of_a_message() -> None:
    assert did_you_mean("OVNE", ["OVEN"]) == "; did you mean `OVEN`?"


def test_without_a_near_word_nothing_is_suggested() -> None:
    assert did_you_mean("zzz", ["OVEN"]) == ""


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        pytest.param("rye", "rye", 1.0, id="the same"),
        pytest.param("rye", "oat", 0.0, id="nothing shared"),
        pytest.param("rye " * 200 + "bun", "rye " * 200 + "oats", 1.0, id="the ends of long texts do not count"),
        pytest.param("rye bun", "rye bin", 6 / 7, id="one letter in seven"),
        pytest.param("a" + "dough " * 50, "b" + "dough " * 50, 300 / 301, id="letters that come often count too"),
    ],
)
def test_similarity_is_the_share_of_what_two_texts_have_in_common(one: str, other: str, ratio: float) -> None:
    assert similarity(one, other) == pytest.approx(ratio)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("rye", "`rye`", id="short"),
        pytest.param("", "``", id="empty"),
        pytest.param("a\nb", r"`a\nb`", id="on one line"),
        pytest.param("x" * 80, f"`{'x' * 80}`", id="as long as may be"),
        pytest.param("x" * 81, f"`{'x' * 79}…`", id="longer"),
        pytest.param("\x1b" * 40, "`" + r"\x1b" * 19 + r"\x1…`", id="longer once escaped"),
    ],
)
def test_a_text_is_quoted_on_one_line_and_cut_where_it_is_long(text: str, shown: str) -> None:
    assert quoted(text) == shown


def test_a_quotation_can_be_cut_shorter() -> None:
    assert quoted("sourdough", limit=5) == "`sour…`"
