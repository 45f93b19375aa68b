"""Measures `catalog add` against services of this machine that take their time, and `catalog import`; prints tables."""

import http.server
import json
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from bench.run import FLOOR, PROGRAM, REPOSITORY, arguments, interleaved, measure, median, show
from bench.synthetic import make, word

MARK = "<!-- the table of `python -m bench.importers` -->\n"
PAUSE = 0.2
"""Seconds that each answer takes."""

FEED = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">{}</feed>'
ENTRY = """<entry><id>http://arxiv.org/abs/{id}v1</id><title>Kneading, Part {id}</title>
<published>2021-01-01T00:00:00Z</published><summary>{summary}</summary><author><name>Ana Ruiz</name></author></entry>"""


class Services(http.server.BaseHTTPRequestHandler):
    """arXiv and Crossref, which know every paper."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer after a while."""
        time.sleep(PAUSE)
        parts = urlsplit(self.path)
        if parts.path.startswith("/arxiv"):
            ids = parse_qs(parts.query)["id_list"][0].split(",")
            body = FEED.format("".join(ENTRY.format(id=each, summary="We knead. " * 100) for each in ids))
        else:
            body = json.dumps({"status": "ok", "message": _work(unquote(parts.path.rpartition("/works/")[2]))})
        data = body.encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's signature
        """Say nothing."""


def _work(doi: str) -> dict[str, object]:
    return {
        "DOI": doi,
        "type": "proceedings-article",
        "title": [f"Kneading, Part {doi}"],
        "author": [{"given": "Ana", "family": "Ruiz"}],
        "container-title": ["2020 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)"],
        "issued": {"date-parts": [[2020, 6]]},
        "page": "1-9",
        "reference": [{"key": str(number), "unstructured": "A. Ruiz, Bread, 2019"} for number in range(60)],
    }


@contextmanager
def services() -> Iterator[str]:
    """Provide the address of services."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Services)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def rows(runs: int) -> list[str]:
    """Return the lines of the table."""
    arxiv = [f"2101.{number:05d}" for number in range(1, 11)]
    dois = [f"10.1000/{number}" for number in range(1, 11)]
    tasks: dict[str, tuple[Sequence[str], float]] = {
        "one DOI": (dois[:1], PAUSE),
        "ten ids of arXiv, asked for at once": (arxiv, PAUSE),
        # The first is waited for; then four at a time.
        "ten DOIs": (dois, PAUSE * 4),
    }
    lines = ["| `catalog add`, answers after 200 ms | wall s | of which answers | CPU s |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder, services() as base:
        root = Path(folder, "list")
        root.mkdir()
        for name in ("vocabularies", "papers"):
            shutil.copytree(REPOSITORY / name, root / name)
        asked = f'[services]\narxiv = "{base}/arxiv"\ncrossref = "{base}/crossref"\ndoi = "{base}/doi"\n'
        (root / "catalog.toml").write_text(f"{(REPOSITORY / 'catalog.toml').read_text()}\n{asked}")
        for name, (references, answers) in tasks.items():
            command = [PROGRAM, "--root", str(root), "add", *references, "--family", "survey", "--dry-run"]
            cost = median([measure(command) for _ in range(runs)])
            lines.append(f"| {name} | {cost.wall:.2f} | {answers:.1f} | {cost.cpu:.2f} |")
    return lines


def import_rows(size: int, runs: int) -> list[str]:
    """Return the lines of the table for a README and a .bib file of so many papers."""
    lines = [f"| `catalog import --dry-run`, {size:,} papers | CPU s | wall s | peak MiB |", "|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as folder:
        root, full = Path(folder, "list"), Path(folder, "full")
        make(root, 0, seed=1)
        make(full, size, seed=1)
        readme, bibliography = Path(folder, "ten.md"), Path(folder, "ten.bib")
        readme.write_text(readme_of(size))
        with bibliography.open("w") as file:
            subprocess.run([PROGRAM, "--root", str(full), "export", "bibtex"], stdout=file, check=True)
        commands = {
            "a README": [PROGRAM, "--root", str(root), "import", str(readme), "--dry-run"],
            "floor: `yaml.load(…, CBaseLoader)` of as many records": [sys.executable, "-c", FLOOR, str(full)],
            "a .bib file": [PROGRAM, "--root", str(root), "import", str(bibliography), "--dry-run"],
            "reading the .bib file alone": [sys.executable, "-c", OURS, str(bibliography)],
            "floor: bibtexparser's own parse": [sys.executable, "-c", THEIRS, str(bibliography)],
        }
        costs = interleaved(commands, runs)
    return [
        *lines,
        *(f"| {name} | {cost.cpu:.1f} | {cost.wall:.1f} | {cost.memory:.0f} |" for name, cost in costs.items()),
    ]


OURS = "import sys; from catalog.importers.bibtex import parse; list(parse(open(sys.argv[1]).read(), 'x'))"
THEIRS = "import sys, bibtexparser; bibtexparser.parse_file(sys.argv[1])"


def readme_of(size: int) -> str:
    """Return a list of so many papers in the style that most lists have."""
    random_ = random.Random(size)  # noqa: S311  # a list, no secret
    lines: list[str] = []
    for number in range(size):
        if number % 500 == 0:
            lines.append(f"\n## {2000 + number // 500}\n\n")
        title = " ".join(word(random_).title() for _ in range(8))
        people = ", ".join(f"{word(random_).title()} {word(random_).title()}" for _ in range(3))
        links = f"[[pdf](https://papers.bench.org/{number}.pdf)] [[code](https://github.com/bench/{number})]"
        lines.append(f"- **{title} {number}.** *{people}.* CVPR. {links}\n")
    return "".join(lines)


def main() -> None:
    """Measure, print, and with `--write` keep the tables."""
    parser = arguments(__doc__, runs=5)
    parser.add_argument("--size", type=int, default=10_000)
    options = parser.parse_args()
    imported = import_rows(options.size, max(1, options.runs // 2))
    show(MARK, rows(options.runs), imported, keep=options.write)


if __name__ == "__main__":
    main()
