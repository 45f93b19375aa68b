"""Measures `catalog add` against services of this machine that take their time, and prints a table."""

import argparse
import http.server
import json
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from bench.run import PROGRAM, REPOSITORY, keep, measure, median

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


def main() -> None:
    """Measure, print, and with `--write` keep the table in README.md."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="keep the table in bench/README.md")
    options = parser.parse_args()
    table = "\n".join(rows(options.runs)) + "\n"
    sys.stdout.write(table)
    if options.write:
        keep(MARK, table)


if __name__ == "__main__":
    main()
