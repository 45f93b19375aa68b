"""A world of services for each test that asks them, and no patience that a test would have to wait for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.commands import asking
from tests.importers.world import World, settle
from tests.links.server import Web


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """Return services on this machine, and a list that knows them."""
    monkeypatch.setattr(asking, "DELAYS", {})
    with Web() as web:
        yield settle(tmp_path, web)
