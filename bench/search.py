"""Measures the search of a large list, in Chromium with an empty cache: when a first result is shown, and for what.

The words are typed at once, so that nothing is loaded while somebody thinks; the clock runs from the key that opens the
search.
"""

import statistics
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from playwright.sync_api import Browser, Request, sync_playwright

from bench.run import PROGRAM, arguments, show
from bench.serving import served
from bench.synthetic import make
from tests.browser.fixtures import QUIET, program

MARK: Final = "<!-- the table of `python -m bench.search` -->\n"
WATCH: Final = """
() => {
  window.times = {}
  addEventListener("keydown", () => { times.first ??= performance.now() }, true)
  new MutationObserver(() => {
    if (document.querySelector("[role=option]")) {
      requestAnimationFrame(() => { times.shown ??= performance.now() })
    }
  }).observe(document, {childList: true, subtree: true})
}
"""


class Run(NamedTuple):
    """Milliseconds from the key that opens the search to the first result, and bytes until all results are there."""

    wait: float
    size: float


def run(browser: Browser, address: str, words: str) -> Run:
    """Search once, in a window that has no cache."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    asked: list[Request] = []
    page.on("requestfinished", lambda request: asked.append(request))  # noqa: PLW0108  # no method of a list
    page.evaluate(WATCH)
    page.keyboard.press("/")
    page.keyboard.type(words)
    page.get_by_role("option").first.wait_for()
    page.wait_for_timeout(1_000)
    times = page.evaluate("times")
    size = sum(request.sizes()["responseBodySize"] + request.sizes()["responseHeadersSize"] for request in asked)
    context.close()
    return Run(times["shown"] - times["first"], size)


def rows(papers: int, runs: int) -> list[str]:
    """Return the lines of the table."""
    lines = ["| papers | typed | first result, ms | of the fastest run | kB |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        root, out = Path(folder, "list"), Path(folder, "out")
        make(root, papers, seed=papers)
        subprocess.run([PROGRAM, "--root", str(root), "build", "--only", "site", "--into", str(out)], check=True)
        path = program() or playwright.chromium.executable_path
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        (site,) = out.rglob("pagefind")
        with served(site.parent) as address:
            for words in ("proxy", *_words(root)):
                found = [run(browser, address, words) for _ in range(runs)]
                wait, size = (statistics.median(values) for values in zip(*found, strict=True))
                lines.append(f"| {papers:,} | `{words}` | {wait:.0f} | {min(found).wait:.0f} | {size / 1000:.0f} |")
        browser.close()
    return lines


def _words(root: Path) -> Iterator[str]:
    """Yield what readers type of some paper: two words of its title, and an author."""
    _, *lines = min(root.glob("papers/*/*.yaml")).read_text().splitlines()  # the first names the schema
    yield " ".join(lines[0].split()[1:3]).lower()
    yield lines[2].removeprefix("  - ")


def main() -> None:
    """Measure, print, and with `--write` keep the table."""
    parser = arguments(__doc__, runs=7)
    parser.add_argument("--papers", type=int, default=5_000)
    options = parser.parse_args()
    show(MARK, rows(options.papers, options.runs), keep=options.write)


if __name__ == "__main__":
    main()
