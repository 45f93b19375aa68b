"""Measures CPU seconds and memory against the floor of the same run, and prints a table."""

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.synthetic import make

README = Path(__file__).parent / "README.md"
MARK = "<!-- the table of `make bench` -->\n"
REPOSITORY = Path(__file__).parent.parent

PROGRAM = str(Path(sys.executable).parent / "catalog")
COMMITTED = ("build", "--only", "readme", "--only", "bibtex")

FLOOR = """
import sys, pathlib, yaml
for path in pathlib.Path(sys.argv[1], "papers").glob("*/*.yaml"):
    yaml.load(path.read_text(), Loader=yaml.CBaseLoader)
"""


class Cost(NamedTuple):
    """What a process took: CPU and wall seconds, and peak memory in MiB."""

    cpu: float
    wall: float
    memory: float


def measure(command: Sequence[str], *, fails: bool = False) -> Cost:
    """Run a command in a process of its own; raises RuntimeError where it fails and may not."""
    start = time.perf_counter()
    silent = [
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    ]
    process = os.posix_spawn(command[0], list(command), os.environ, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    wall = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status) != 0 and not fails:
        msg = f"{' '.join(command)} failed"
        raise RuntimeError(msg)
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(statistics.median(values) for values in zip(*costs, strict=True)))


def rows(sizes: Sequence[int], runs: int) -> list[str]:
    """Return the lines of the table for lists of so many papers."""
    lines = ["| papers | what | CPU s | of the floor | peak MiB |", "|---|---|---|---|---|"]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root, out = Path(folder, "list"), Path(folder, "out")
            make(root, size, seed=size)
            catalog = [PROGRAM, "--root", str(root)]
            commands = {
                "floor: `yaml.load(…, CBaseLoader)`": [sys.executable, "-c", FLOOR, str(root)],
                "`check`": [*catalog, "check"],
                "`fmt`, nothing to change": [*catalog, "fmt"],
                "`find`, a word and a year": [*catalog, "find", "learning", "year:2019.."],
                "README + references.bib, check included": [*catalog, *COMMITTED, "--into", str(out)],
            }
            costs = interleaved(commands, runs)
            floor = costs["floor: `yaml.load(…, CBaseLoader)`"]
            for name, cost in costs.items():
                lines.append(f"| {size:,} | {name} | {cost.cpu:.2f} | {cost.cpu / floor.cpu:.2f} | {cost.memory:.0f} |")
    return lines


def interleaved(commands: Mapping[str, Sequence[str]], runs: int) -> Mapping[str, Cost]:
    """Return the median cost of each command; they take turns, so that a busy minute weighs on all of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            costs[name].append(measure(command))
    return {name: median(found) for name, found in costs.items()}


def start_rows(runs: int) -> list[str]:
    """Return the wall seconds of what a person waits for, and of the imports that it cannot do without."""
    commands = {
        "floor: `import click, jinja2, pydantic, yaml`": [sys.executable, "-c", "import click, jinja2, pydantic, yaml"],
        "`catalog --version`": [PROGRAM, "--version"],
        "`catalog check`, this list": [PROGRAM, "--root", str(REPOSITORY), "check"],
    }
    found = interleaved(commands, runs)
    return ["| command | wall s |", "|---|---|", *(f"| {name} | {cost.wall:.2f} |" for name, cost in found.items())]


def arguments(explained: str | None, runs: int) -> argparse.ArgumentParser:
    """Return what every bench takes: how many runs, and whether to keep the tables."""
    parser = argparse.ArgumentParser(description=explained)
    parser.add_argument("--runs", type=int, default=runs)
    parser.add_argument("--write", action="store_true", help="keep the tables in bench/README.md")
    return parser


def show(mark: str, *tables: Iterable[str], keep: bool) -> None:
    """Print tables, and keep them in README.md between the two places where their mark stands."""
    text = "\n\n".join("\n".join(table) for table in tables) + "\n"
    sys.stdout.write(text)
    if keep:
        before, _, rest = README.read_text().partition(mark)
        README.write_text(f"{before}{mark}\n{text}\n{mark}{rest.partition(mark)[2]}")


def main() -> None:
    """Measure, print, and with `--write` keep the tables."""
    parser = arguments(__doc__, runs=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    options = parser.parse_args()
    show(MARK, start_rows(2 * options.runs + 1), rows(options.sizes, options.runs), keep=options.write)


if __name__ == "__main__":
    main()
