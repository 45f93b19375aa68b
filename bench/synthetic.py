"""Makes a list of any size from a seed number, with the vocabularies of this repository."""

import random
import re
import shutil
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "xu", "za")
FAMILIES = ("proxy-based", "pair-based", "triplet-based", "ranking-based", "mining-sampling")
VENUES = ("CVPR", "ICCV", "NeurIPS", "TPAMI")
OTHERS = re.compile(r"\[@[^\[\]]*\](?![(\[])|(?<=\]\()paper:")
"""What hand-written pages say of papers that this list has not."""
TOPICS = ("image-retrieval", "face-recognition", "fine-grained")


def make(root: Path, papers: int, seed: int) -> None:
    """Write a list of so many papers into `root`, which must not exist."""
    random_ = random.Random(seed)  # noqa: S311  # a catalog, no secret
    for name in ("vocabularies", "templates", "site"):
        shutil.copytree(REPOSITORY / name, root / name)
    for name in ("catalog.toml", "mkdocs.yml"):
        shutil.copy(REPOSITORY / name, root / name)
    for page in (root / "site").rglob("*.md"):
        page.write_text(OTHERS.sub("", page.read_text()))
    people = [f"{word(random_).title()} {word(random_).title()}{word(random_)}" for _ in range(papers // 2 + 10)]
    (root / "papers").mkdir()
    for number in range(papers):
        year = 2015 + number % 12
        folder = root / "papers" / str(year)
        folder.mkdir(exist_ok=True)
        key = f"author{year}{word(random_)}{number}"
        (folder / f"{key}.yaml").write_text(_record(random_, number, year, people))


def word(random_: random.Random) -> str:
    """Return a word that means nothing."""
    return "".join(random_.choice(SYLLABLES) for _ in range(random_.randint(2, 4)))


def _record(random_: random.Random, number: int, year: int, people: list[str]) -> str:
    title = " ".join(word(random_).title() for _ in range(8))
    authors = "".join(f"  - {person}\n" for person in random_.sample(people, 4))
    return f"""# yaml-language-server: $schema=../../schemas/record.json
title: {title} {number}
authors:
{authors}year: {year}
venue: {random_.choice(VENUES)}
loss_family: {random_.choice(FAMILIES)}
topics: [{random_.choice(TOPICS)}]
pages: {number + 1}-{number + 9}
doi: 10.1000/bench.{number}
arxiv: "{year % 100:02d}01.{number:05d}"
links:
  paper: https://papers.bench.org/{year}/{number}.html
  pdf: https://papers.bench.org/{year}/{number}.pdf
code:
  - url: https://code.bench.org/{number}
    official: true
added: 2026-11-23
"""
