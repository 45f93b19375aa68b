"""Lists of a few addresses, asked on a web of this machine."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from catalog.commands.links import Choice, Linked, links
from catalog.net.store import opened
from catalog.settings import Settings, read_settings
from tests.conftest import REPOSITORY, TOY
from tests.links.server import Script, Web

PROGRAM: Final = [sys.executable, "-c", "from catalog.cli import main; main()", "links"]
"""The whole command, in a process of its own."""

ENVIRONMENT: Final = {**os.environ, "PYTHONPATH": str(REPOSITORY)}

RECORD: Final = """\
title: Bake {number}
authors: [Ana Ruiz]
year: 2020
venue: OVEN
loss_family: gluten
links:
  paper: {url}
added: 2026-01-02
"""


def says(status: int, body: bytes = b"bread", **headers: str) -> Script:
    """Return a script that always gives one answer; `_` in the name of a header stands for `-`."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda visit: visit.answer(status, named, body)


def pages(answers: Mapping[str, Script]) -> Script:
    """Return a script that has one for each path; other pages there are none."""
    return lambda visit: answers.get(visit.path, says(404))(visit)


def record(number: int) -> str:
    """Return the path of a record below the root."""
    return f"papers/2020/ruiz2020w{number}.yaml"


def list_of(
    folder: Path,
    *urls: str,
    web: Web | None = None,
    links: str = "",
    services: str = "",
    resolve: Mapping[str, str] | None = None,
) -> Path:
    """Return the root of a list with a record for each address; the hosts are found on `web`, if there is one."""
    for name in ("venues", "families", "topics", "libraries"):
        path = folder / f"vocabularies/{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}\n")
    for number, url in enumerate(urls):
        path = folder / record(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RECORD.format(number=number, url=url))
    hosts = () if web is None else web.scripts
    places = {**{host: web.place for host in hosts if web is not None}, **(resolve or {})}
    set_links(folder, links, services, places)
    return folder


def set_links(folder: Path, links: str, services: str, places: Mapping[str, str]) -> None:
    """Write the settings of a list, anew."""
    policy = {"timeout": "1.0", "retries": "0", "allow_private": "true", "threads": "8"}
    given = {line.partition("=")[0].strip() for line in links.splitlines()}
    listed = "".join(f"{key} = {value}\n" for key, value in policy.items() if key not in given)
    found = "".join(f'"{host}" = "{place}"\n' for host, place in places.items())
    text = f"\n[links]\n{listed}{links}\n[links.resolve]\n{found}\n[services]\n{services}\n"
    (folder / "catalog.toml").write_text((TOY / "catalog.toml").read_text() + text)


def settings_of(root: Path) -> Settings:
    """Return the settings of a list, which has no mistake in them."""
    read = read_settings(root)
    assert read.settings is not None, read.findings
    return read.settings


def ask(root: Path, choice: Choice | None = None, *, token: str | None = None) -> Linked:
    """Return what became of a list's addresses."""
    linked = links(root, settings_of(root), choice or Choice(), lambda _done, _all: None, token=token)
    assert linked.findings == ()
    return linked


def said(linked: Linked) -> dict[str, tuple[str, str]]:
    """Return state and reason of each address."""
    return {result.target.url: (result.verdict.state, result.verdict.reason) for result in linked.results}


def saved(root: Path, number: int) -> set[str]:
    """Return the addresses in a list's store, once there are so many or time is up."""
    ends = time.monotonic() + 20
    path = root / "build/links.sqlite"
    found: set[str] = set()
    while len(found) < number and time.monotonic() < ends:
        time.sleep(0.02)
        if path.exists():
            with opened(path) as store:
                found = set(store.all())
    return found
