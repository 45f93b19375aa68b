"""Lets Lighthouse judge pages of this repository's site, and prints a table of its scores; needs npm.

Performance is judged as on a slow phone, which Lighthouse simulates from what it saw on this machine. Of several runs,
as its authors advise, the one with the median of these scores counts.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import sync_playwright

from bench.run import PROGRAM, REPOSITORY, arguments, show
from bench.serving import served
from catalog.outputs import addresses
from tests.browser.fixtures import QUIET, program

MARK: Final = "<!-- the table of `python -m bench.lighthouse` -->\n"
LIGHTHOUSE: Final = "lighthouse@13.5.0"
TOOLS: Final = REPOSITORY / "build" / "lighthouse"
CATEGORIES: Final = ("performance", "accessibility", "best-practices", "seo")
PLACES: Final = {
    "home": addresses.HOME,
    "paper": addresses.paper("deng2019arcface"),
    "family": addresses.family("proxy-based"),
    "browse": addresses.BROWSE,
    "statistics": addresses.STATISTICS,
}


def judged(tool: Path, url: str, chromium: str) -> dict[str, Any]:
    """Return the report of Lighthouse about a page."""
    flags = " ".join(("--headless=new", *QUIET))
    command = [str(tool), url, "--quiet", "--output=json", f"--chrome-flags={flags}"]
    command.append(f"--only-categories={','.join(CATEGORIES)}")
    environment = os.environ | {"CHROME_PATH": chromium, "LIGHTHOUSE_SKIP_ERROR_REPORTING": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    report: dict[str, Any] = json.loads(done.stdout)
    return report


def faults(report: dict[str, Any]) -> list[str]:
    """Return which audits a page does not pass wholly, among those that count."""
    counted = {one["id"] for kind in CATEGORIES for one in report["categories"][kind]["auditRefs"] if one["weight"] > 0}
    audits = report["audits"]
    return [f"{name} {audits[name]['score']:.2f}" for name in sorted(counted) if (audits[name]["score"] or 0) < 1]


def _performance(report: dict[str, Any]) -> float:
    return float(report["categories"]["performance"]["score"])


def rows(runs: int, *, verbose: bool) -> list[str]:
    """Return the lines of the table."""
    TOOLS.mkdir(parents=True, exist_ok=True)
    npm = ["npm", "install", "--silent", "--no-fund", "--no-audit", "--prefix", str(TOOLS), LIGHTHOUSE]
    subprocess.run(npm, check=True)
    lines = ["| page | performance | accessibility | best practices | SEO |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as out:
        command = [PROGRAM, "--root", str(REPOSITORY), "build", "--only", "site", "--into", out]
        # With an address, as a published site has one.
        environment = os.environ | {"SITE_URL": "http://127.0.0.1/"}
        subprocess.run(command, check=True, env=environment, stderr=subprocess.DEVNULL)
        with sync_playwright() as playwright:
            chromium = program() or playwright.chromium.executable_path
        (index,) = Path(out).rglob("pagefind")
        with served(index.parent) as address:
            for name, place in PLACES.items():
                tool = TOOLS / "node_modules" / ".bin" / "lighthouse"
                reports = [judged(tool, f"{address}{place}", chromium) for _ in range(runs)]
                report = sorted(reports, key=_performance)[runs // 2]
                scores = (f"{report['categories'][kind]['score'] * 100:.0f}" for kind in CATEGORIES)
                lines.append(f"| {name} | {' | '.join(scores)} |")
                if verbose:
                    sys.stderr.write(f"{name}: {', '.join(faults(report)) or 'nothing'}\n")
    return lines


def main() -> None:
    """Judge, print, and with `--write` keep the table."""
    parser = arguments(__doc__, runs=3)
    parser.add_argument("--verbose", action="store_true", help="say which audits are not passed wholly")
    options = parser.parse_args()
    if shutil.which("npm") is None:
        sys.exit("there is no npm for Lighthouse; on Debian: apt-get install npm")
    show(MARK, rows(options.runs, verbose=options.verbose), keep=options.write)


if __name__ == "__main__":
    main()
