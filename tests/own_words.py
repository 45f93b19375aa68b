"""Tells which words in a row the list's own texts share with abstracts and other texts, which are not kept here.

    python -m tests.own_words ABSTRACTS.json

The file is an object of objects with an `abstract`, by the ids of papers. Printed are the longest runs, and where not
exactly the papers of the file have a summary; the exit status is 1 then, and where eight words in a row are the same.
"""

import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Final

from catalog.commands.check import check

MOST: Final = 7
"""Words in a row that may be the same."""

REPOSITORY: Final = Path(__file__).parent.parent


def words(text: str) -> list[str]:
    """Return the words of a text, without case and marks; a hyphen joins nothing."""
    return re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text).casefold())


def shared_run(one: Sequence[str], other: Sequence[str]) -> Sequence[str]:
    """Return the longest run of words that two texts have in common."""
    found = SequenceMatcher(None, one, other, autojunk=False).find_longest_match()
    return one[found.a : found.a + found.size]


def own_texts(root: Path) -> Iterator[tuple[str, str]]:
    """Yield the list's own texts with where they stand: summaries, and hand-written pages."""
    for record in check(root).edition().papers:
        if record.value.summary is not None:
            yield record.id, record.value.summary
    for path in sorted(root.glob("site/**/*.md")):
        yield str(path.relative_to(root)), path.read_text()


def abstracts(path: Path) -> dict[str, str]:
    """Read the abstracts of a file by the ids of their papers."""
    return {key: about["abstract"] for key, about in json.loads(path.read_text()).items()}


def main(texts: Mapping[str, str], root: Path) -> int:
    """Print the longest runs, and return the exit status."""
    others = {key: words(text) for key, text in texts.items()}
    of_papers = {record.id for record in check(root).edition().papers if record.value.summary is not None}
    runs = []
    for place, text in own_texts(root):
        compared = others if place not in others else {place: others[place]}
        run, key = max(((shared_run(words(text), other), key) for key, other in compared.items()), key=_length)
        runs.append((len(run), place, key, " ".join(run)))
    for length, place, key, run in sorted(runs, reverse=True)[:20]:
        sys.stdout.write(f"{length} words: {place} and the text of {key}: {run}\n")
    for key in sorted(of_papers ^ others.keys()):
        sys.stdout.write(f"{key}: {'a summary without a text' if key in of_papers else 'a text without a summary'}\n")
    return int(of_papers != others.keys() or max(runs)[0] > MOST)


def _length(found: tuple[Sequence[str], str]) -> int:
    return len(found[0])


if __name__ == "__main__":
    sys.exit(main(abstracts(Path(sys.argv[1])), REPOSITORY))
