"""Measures `catalog links` against lychee on one web of this machine, and prints a table.

The hosts are addresses of the loopback network, so that both programs see as many hosts as there are.
"""

import asyncio
import shutil
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import trustme

from bench.run import PROGRAM, REPOSITORY, arguments, measure, median, show

MARK = "<!-- the table of `python -m bench.links` -->\n"
LYCHEE = shutil.which("lychee") or str(Path(sys.executable).parent / "lychee")

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n<p>hello</p>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 12\r\n\r\n"


async def _talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pause: float) -> None:
    try:
        while head := await reader.readuntil(b"\r\n\r\n"):
            if b"/hang" in head[:64]:
                await asyncio.sleep(3600)
            await asyncio.sleep(pause)
            writer.write(HEAD if head.startswith(b"HEAD") else ANSWER)
    except (asyncio.IncompleteReadError, OSError):
        pass
    finally:
        writer.close()


async def _serve(pause: float, certificate: str | None) -> None:
    context = None
    if certificate is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
    server = await asyncio.start_server(
        lambda reader, writer: _talk(reader, writer, pause),
        "0.0.0.0",  # noqa: S104  # all of loopback
        0,
        backlog=4096,
        ssl=context,
    )
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


@contextmanager
def web(pause: float, certificate: Path | None = None) -> Iterator[int]:
    """Provide the port of a web of this machine, in a process of its own, that answers after `pause` seconds."""
    command = [sys.executable, "-m", "bench.links", "--serve", str(pause)]
    if certificate is not None:
        command += ["--certificate", str(certificate)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=REPOSITORY) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.terminate()


def host(number: int) -> str:
    """Return an address of the loopback network."""
    return f"127.0.{1 + number // 250}.{1 + number % 250}"


A_RECORD = 20
"""Addresses in each record; what is measured is their asking, not the reading of records."""

RECORD = """\
title: Paper {number}
authors: [Given Family]
year: 2020
venue: V
loss_family: f
links: {{paper: "{url}"}}
code:
{code}added: 2020-01-01
"""
SETTINGS = """\
[list]
title = "T"
description = "D"
url = "https://list.example/"
repository = "https://git.example/list"
[links]
allow_private = true
threads = 160
"""
"""A quarter more than lychee's default of 128: a thread that is woken is late by what Python takes."""


def make(root: Path, urls: Sequence[str], settings: str = "") -> None:
    """Write a list with the addresses, and the same addresses for lychee."""
    (root / "papers/2020").mkdir(parents=True)
    (root / "vocabularies").mkdir()
    for name in ("venues", "families", "topics", "libraries"):
        (root / f"vocabularies/{name}.yaml").write_text("{}\n")
    (root / "catalog.toml").write_text(SETTINGS + settings)
    for number in range(0, len(urls), A_RECORD):
        first, *others = urls[number : number + A_RECORD]
        code = "".join(f"  - url: {url}\n" for url in others)
        (root / f"papers/2020/family2020w{number}.yaml").write_text(RECORD.format(number=number, url=first, code=code))
    (root / "links.txt").write_text("".join(f"{url}\n" for url in urls))


class Work(NamedTuple):
    """What both programs have to do."""

    name: str
    urls: tuple[str, ...]
    pause: float
    is_encrypted: bool = False


def works(links: int) -> Iterator[Work]:
    """Yield the three tasks; `{port}` stands for the port."""
    hosts = [host(number) for number in range(200)]
    many = tuple(f"http://{hosts[number % 200]}:{{port}}/{number}" for number in range(links))
    yield Work(f"{links:,} links, 200 hosts, 50 ms each", many, 0.05)
    good = tuple(f"http://{hosts[number % 50]}:{{port}}/{number}" for number in range(1000))
    hanging = tuple(f"http://{hosts[100 + number]}:{{port}}/hang" for number in range(40))
    yield Work("1,000 good, 40 hanging", good + hanging, 0.01)
    encrypted = tuple(f"https://{hosts[number % 20]}:{{port}}/{number}" for number in range(1000))
    yield Work("1,000 encrypted, 20 hosts", encrypted, 0.0, is_encrypted=True)


def rows(links: int, runs: int) -> list[str]:
    """Return the lines of the table."""
    lines = [
        "| work | lychee, wall s | `catalog links`, wall s | of lychee | CPU ms a link | peak MiB | again, wall s |",
        "|---|---|---|---|---|---|---|",
    ]
    for work in works(links):
        with tempfile.TemporaryDirectory() as folder:
            authority = trustme.CA()
            names = [host(number) for number in range(200)]
            certificate, trusted = Path(folder, "server.pem"), Path(folder, "authority.pem")
            authority.issue_cert(*names).private_key_and_cert_chain_pem.write_to_path(str(certificate))
            authority.cert_pem.write_to_path(str(trusted))
            with web(work.pause, certificate if work.is_encrypted else None) as port:
                root = Path(folder, "list")
                settings = f'ca_bundle = "{trusted}"\n' if work.is_encrypted else ""
                make(root, [url.format(port=port) for url in work.urls], settings)
                ours, again, theirs = [], [], []
                for _ in range(runs):
                    shutil.rmtree(root / "build", ignore_errors=True)
                    command = [PROGRAM, "--root", str(root), "links"]
                    ours.append(measure(command))
                    again.append(measure(command))
                    insecure = ["--insecure"] if work.is_encrypted else []
                    theirs.append(measure([LYCHEE, "--no-progress", *insecure, str(root / "links.txt")], fails=True))
        us, lychee = median(ours), median(theirs)
        lines.append(
            f"| {work.name} | {lychee.wall:.1f} | {us.wall:.1f} | {us.wall / lychee.wall:.2f} | "
            f"{us.cpu / len(work.urls) * 1000:.2f} | {us.memory:.0f} | {median(again).wall:.1f} |"
        )
    return lines


def main() -> None:
    """Measure, print, and with `--write` keep the table."""
    parser = arguments(__doc__, runs=3)
    parser.add_argument("--links", type=int, default=10_000)
    parser.add_argument("--serve", type=float, help="serve, and answer after so many seconds")
    parser.add_argument("--certificate")
    options = parser.parse_args()
    if options.serve is not None:
        asyncio.run(_serve(options.serve, options.certificate))
        return
    show(MARK, rows(options.links, options.runs), keep=options.write)


if __name__ == "__main__":
    main()
