"""Whatever a file says, it is read: into drafts that make records, or into findings, and nothing is raised."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.catalog import read
from catalog.commands.importing import import_file
from catalog.importers import readme_list
from catalog.importers.draft import Draft
from catalog.importers.outcome import Unread
from catalog.importers.readme_spans import scan
from catalog.importers.venues import Venues
from catalog.plaintext import FORBIDDEN
from tests.conftest import REPOSITORY, TOY
from tests.importers.lists import empty_list

OURS = read(REPOSITORY).catalog
VENUES = Venues(OURS.venues)

PIECES = st.sampled_from(
    [
        *(
            "\n",
            "\n\n",
            "- ",
            "* ",
            "1. ",
            "  - ",
            "# ",
            "## 2020\n",
            "### CVPR 2019\n",
            "| a | Title |\n|-|-|\n|",
            "|",
        ),
        *(
            "[",
            "]",
            "(",
            ")",
            "![",
            "[[",
            "]]",
            "](https://arxiv.org/abs/2001.00001)",
            "](#x)",
            "][1]",
            "[1]: http://a.b/c",
        ),
        *(
            "**",
            "*",
            "_",
            "__",
            "~~",
            "`",
            "```\n",
            "\\",
            "\\[",
            "<b>",
            "</b>",
            "<a href='https://x.org/p.pdf'>",
            "</a>",
        ),
        *(
            "<table><tr><td>",
            "</td></tr></table>",
            "<ul><li>",
            "<br>",
            "<details>",
            "<!--",
            "-->",
            "&amp;",
            "&#0;",
            "$x$",
        ),
        *("CVPR 2019", "(CVPR)", "ICML'20", "arXiv 2019.03", "Oral", "Best Paper Award", "pp. 1-2", "vol. 3", "et al."),
        *(
            "Jane Doe, ",
            "J. Doe",
            "Title",
            "Crumbs of Bread",
            ": ",
            " - ",
            '"',
            "\u201c",
            "\u201d",
            "🔥",
            ":star:",
            "\ue000",
        ),
        *(
            "https://github.com/a/b",
            "http://",
            "[paper](https://x.org/%)",
            "[code](https://[::1)",
            "[pdf](javascript:x)",
        ),
        *("\u200b", "\u2028", "\x85", "\ufeff", "\U0010ffff", "度量", "{", "}", "@misc{a2020b, title={x}, year=2020}"),
    ]
)
LISTS = st.lists(PIECES | st.text(max_size=6), max_size=60).map("".join)


@given(LISTS)
@settings(deadline=None, max_examples=400)
def test_any_text_is_read_as_a_list_or_reported(text: str) -> None:
    lines = text.count("\n") + 2
    for item in readme_list.parse(text, "x.md", OURS, VENUES):
        assert isinstance(item, Draft | Unread)
        assert 1 <= item.place.line <= lines


@given(st.text())
@settings(deadline=None)
def test_any_text_is_scanned_and_keeps_its_words(text: str) -> None:
    spans = scan(f"- {text}", {})
    assert all(isinstance(span.text, str) for span in spans)


@given(text=LISTS, name=st.sampled_from(["x.md", "x.bib", "x"]))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_makes_records_that_check_reads_or_findings(text: str, name: str, root: Path) -> None:
    file = root / name
    file.write_bytes(_allowed(text).encode())
    imported = import_file(root, file, write=False)
    assert imported.records or imported.findings


def _allowed(text: str) -> str:
    """Return a text without what no file of text may hold, which is refused before it is read."""
    return FORBIDDEN.sub("", text).lstrip("\ufeff").encode(errors="ignore").decode()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return empty_list(tmp_path, TOY)


HOSTILE = {
    "brackets": "[" * 50_000,
    "links that never end": "[a](" * 20_000,
    "stars": "*a " * 50_000,
    "ticks": " ".join("`" * size for size in range(1, 300)),
    "tags that never end": "<a " * 50_000,
    "elements in each other": f"- {'<b>' * 6_000}x{'</b>' * 6_000}",
    "quotations in each other": "> " * 20_000,
    "items in each other": "\n".join(f"{'  ' * depth}- a" for depth in range(500)),
    "a long table": f"|a|b|\n|-|-|\n{'|x|y|' * 1}\n" + "|x|y|\n" * 2_000,
    "names without end": f"- {'Ab Cd and ' * 2_000}[paper](https://arxiv.org/abs/1901.00001)",
    "parts without end": f"- {'a. ' * 6_000}[paper](https://arxiv.org/abs/1901.00001)",
    "places without end": f"- {'(CVPR 2019) ' * 1_600}",
    "separators without end": f"- {'2019 | ' * 2_500}x [paper](https://arxiv.org/abs/1901.00001)",
    "comments that never end": "<!--" * 20_000,
    "spaces": f"- {' ' * 50_000}a [paper](https://arxiv.org/abs/1901.00001)",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_by_its_size_is_read(text: str) -> None:
    assert all(isinstance(item, Draft | Unread) for item in readme_list.parse(text, "x.md", OURS, VENUES))
