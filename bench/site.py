"""Measures what the site costs: CPU and memory a page, bytes of a paper's page, and a rebuild in the live preview."""

import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.request import urlopen

from bench.run import PROGRAM, REPOSITORY, Cost, arguments, measure, median, show
from bench.synthetic import make

MARK = "<!-- the table of `python -m bench.site` -->\n"
CHANGED = "Seen at Once"
MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of its own in it
ROOM = 8 * 1024**3
"""Bytes that all lists and sites have room in."""

MKDOCS = str(Path(PROGRAM).with_name("mkdocs"))


class Built(NamedTuple):
    """A built site: CPU seconds, peak MiB, pages, and the bytes of each paper's page."""

    cpu: float
    memory: float
    pages: int
    paper_bytes: tuple[int, ...]


@contextmanager
def place() -> Iterator[Path]:
    """Provide a folder for all lists and sites, in memory where there is room."""
    # ext4 takes up to six times as long to make files while thousands that were deleted are younger than half a minute,
    # so nothing is deleted before all is measured; what a build itself deletes is not felt in memory.
    in_memory = MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None
    with tempfile.TemporaryDirectory(dir=in_memory) as folder:
        yield Path(folder)


def built(root: Path, sites: Path, runs: int) -> Built:
    """Build the site of a list so many times, each below a new folder `sites`; the costs are medians."""
    command = [PROGRAM, "--root", str(root), "build", "--only", "site", "--into"]
    cost = median([measure([*command, str(sites / str(run))]) for run in range(runs)])
    site = sites / "0" / "build" / "site"
    papers = tuple(path.stat().st_size for path in site.glob("papers/*/index.html"))
    return Built(cost.cpu, cost.memory, sum(1 for _ in site.rglob("*.html")), papers)


PLAIN = """site_name: Plain
theme: mkdocs
plugins: []
nav: [index.md]
not_in_nav: papers/
"""
PLAIN_PAGE = """# Paper {number}

Some Body, Another Body, *Some Venue* 2020

| field | value |
|---|---|
| Pages | {number}-{number} |

[Paper](https://papers.example/{number}) [PDF](https://papers.example/{number}.pdf)
"""


def plain_row(folder: Path, size: int, runs: int) -> str:
    """Return the floor: what MkDocs takes for so many small pages, without search, navigation or other plugins."""
    pages = folder / "docs" / "papers"
    pages.mkdir(parents=True)
    (folder / "mkdocs.yml").write_text(PLAIN)
    pages.with_name("index.md").write_text("# Plain")

    def costs(name: str) -> Cost:
        command = [MKDOCS, "build", "--quiet", "-f", f"{folder}/mkdocs.yml", "-d"]
        return median([measure([*command, f"{folder}/{name}-{run}"]) for run in range(runs)])

    empty = costs("empty")
    for number in range(size):
        (pages / f"{number}.md").write_text(PLAIN_PAGE.format(number=number))
    cost = costs("full")
    beyond = (cost.cpu - empty.cpu) / size * 1000
    each = cost.cpu / (size + 1) * 1000
    return f"| floor: plain MkDocs | {size:,} | {cost.cpu:.2f} | {each:.2f} | {beyond:.2f} | {cost.memory:.0f} |"


def page_rows(folder: Path, sizes: Sequence[int], runs: int) -> Iterator[str]:
    """Yield what a page costs in lists of so many papers, search index included."""
    yield "| papers | pages | site, CPU s | ms a page | ms a page beyond the empty site | peak MiB |"
    yield "|---|---|---|---|---|---|"
    yield plain_row(folder / "plain", 1_000, runs)
    empty = Built(0.0, 0.0, 0, ())
    for size in (0, *sizes):
        root = folder / f"list-{size}"
        make(root, size, seed=size)
        found = built(root, folder / f"sites-{size}", runs)
        if size == 0:
            empty = found
        each = found.cpu / found.pages * 1000
        beyond = f"{(found.cpu - empty.cpu) / (found.pages - empty.pages) * 1000:.2f}" if size else ""
        yield f"| {size:,} | {found.pages:,} | {found.cpu:.2f} | {each:.2f} | {beyond} | {found.memory:.0f} |"


def size_rows(folder: Path) -> Iterator[str]:
    """Yield the bytes of the pages of this repository's papers."""
    found = built(REPOSITORY, folder / "own", 1).paper_bytes
    yield "| bytes of a paper's page | least | median | most |"
    yield "|---|---|---|---|"
    yield f"| this list | {min(found):,} | {statistics.median(found):,.0f} | {max(found):,} |"


def preview_rows(folder: Path, size: int, runs: int) -> Iterator[str]:
    """Yield the seconds from a change of one record until a browser is given its page anew."""
    root = folder / "previewed"
    make(root, size, seed=size)
    record = min((root / "papers").rglob("*.yaml"))
    text = record.read_text()
    with previewed(root) as home:
        took = []
        for run in range(runs):
            wanted = f"{CHANGED} {run}"
            start = time.perf_counter()
            record.write_text(text.replace("title: ", f"title: {wanted} ", 1))
            wait_for(f"{home}papers/{record.stem}/", wanted)
            took.append(time.perf_counter() - start)
    yield f"| one record changed in `catalog serve`, {size:,} papers | wall s, median | most |"
    yield "|---|---|---|"
    yield f"| until its page is served anew | {statistics.median(took):.2f} | {max(took):.2f} |"


@contextmanager
def previewed(root: Path) -> Iterator[str]:
    """Serve a preview of a list, and provide the address of its home page."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [PROGRAM, "--root", str(root), "serve", "--address", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ) as process:
        home = f"http://127.0.0.1:{port}/"
        wait_for(home, "<h1")
        yield home
        process.terminate()  # an interrupt is ignored where a shell runs all this in the background


def wait_for(url: str, wanted: str) -> None:
    """Ask for a page until it says something, or two minutes are over."""
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            with urlopen(url) as answer:  # noqa: S310  # our own address
                if wanted in answer.read().decode():
                    return
        except OSError:
            pass
        time.sleep(0.02)
    msg = f"{url} does not say {wanted!r}"
    raise RuntimeError(msg)


def main() -> None:
    """Measure, print, and with `--write` keep the tables."""
    parser = arguments(__doc__, runs=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--preview", type=int, default=1_000)
    options = parser.parse_args()
    with place() as folder:
        pages = page_rows(folder, options.sizes, options.runs)
        preview = preview_rows(folder, options.preview, 2 * options.runs + 1)
        show(MARK, pages, size_rows(folder), preview, keep=options.write)


if __name__ == "__main__":
    main()
