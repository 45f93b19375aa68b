"""`catalog links` as a person meets it on a terminal: a bar that grows, and Ctrl-C, which ends it at once."""

import os
import pty
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from tests.links.fixtures import place
from tests.links.lists import ENVIRONMENT, PROGRAM, list_of, saved, says
from tests.links.server import Web

RYE: Final = "http://oven.test/rye"
WHEAT: Final = "http://crumb.test/wheat"

A_HANGING_NAME_SERVER: Final = """
import socket, time
real = socket.getaddrinfo
socket.getaddrinfo = lambda host, *more, **named: time.sleep(60) if host == "hang.test" else real(host, *more, **named)
from catalog.cli import main
main()
"""


@pytest.mark.parametrize("hanging", ["an answer", "a handshake", "a connection", "a name"])
def test_ctrl_c_ends_a_run_at_once_and_what_had_come_is_remembered(
    tmp_path: Path, hanging: str, deaf: socket.socket, full: socket.socket
) -> None:
    url = "https://hang.test/" if hanging == "a handshake" else "http://hang.test/"
    places = {"an answer": place(deaf), "a handshake": place(deaf), "a connection": place(full)}
    resolve = {"hang.test": places[hanging]} if hanging in places else {}
    command = [sys.executable, "-c", A_HANGING_NAME_SERVER, "links"] if hanging == "a name" else PROGRAM
    with Web() as web:
        web.scripts["oven.test"] = says(200)
        root = list_of(tmp_path, RYE, url, web=web, links="timeout = 60.0", resolve=resolve)
        with subprocess.Popen(
            command, cwd=root, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as run:
            assert saved(root, 1) == {RYE}
            began = time.monotonic()
            run.send_signal(signal.SIGINT)
            out, err = run.communicate(timeout=50)
        assert time.monotonic() - began < 20  # it takes less than two; the hanging would take sixty
    assert (run.returncode, out, err) == (1, b"", b"\nAborted!\n")
    assert saved(root, 1) == {RYE}


def seen_on_a_terminal(root: Path) -> tuple[int, bytes]:
    """Return the exit status of a run, and what its terminal was sent."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(PROGRAM, cwd=root, env={**ENVIRONMENT, "TERM": "xterm"}, stdout=theirs, stderr=theirs) as run:
        os.close(theirs)
        seen = b""
        try:
            while read := os.read(ours, 4096):
                seen += read
        except OSError:  # how Linux says that the other side is closed
            pass
        finally:
            os.close(ours)
    return run.returncode, seen


def test_a_bar_grows_on_a_terminal_and_the_findings_come_after_it(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {f"oven{number}.test": says(200) for number in range(4)} | {"crumb.test": says(404)}
        root = list_of(tmp_path, *(f"http://oven{number}.test/" for number in range(4)), WHEAT, web=web)
        status, seen = seen_on_a_terminal(root)
    bar, _, rest = seen.rpartition(b"100%")
    assert status == 1
    assert bar.count(b"asked  [") > 1
    assert b" is broken: 404: there is no such page" in rest
    assert rest.endswith(b"5 addresses: 4 ok, 1 broken\r\n")


def test_without_a_terminal_there_is_no_bar(tmp_path: Path) -> None:
    with Web() as web:
        web.scripts = {"oven.test": says(200)}
        root = list_of(tmp_path, RYE, web=web)
        run = subprocess.run(PROGRAM, cwd=root, env=ENVIRONMENT, capture_output=True, timeout=60, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, b"", b"1 address: 1 ok\n")
