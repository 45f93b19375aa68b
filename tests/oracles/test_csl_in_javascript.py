"""A browser that writes some items of references.json writes the bytes of `catalog export csl-json`."""

import shutil
import subprocess

import pytest

from catalog.edition import Edition
from catalog.outputs import csl
from tests.hostile_papers import hostile

PROGRAM = """
const items = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(items.filter((_, at) => at % 2 === 0), null, 2) + "\\n");
"""


@pytest.fixture(params=["list", "toy", "hostile"])
def edition(request: pytest.FixtureRequest, toy_edition: Edition) -> Edition:
    if request.param == "hostile":
        return hostile(toy_edition)
    found: Edition = request.getfixturevalue(f"{request.param}_edition")
    return found


def test_every_other_item_is_written_as_we_write_it(edition: Edition) -> None:
    assert shutil.which("node"), "node is not installed; on Debian: apt-get install nodejs"
    whole = csl.FORMAT.render(edition, edition.catalog)
    run = subprocess.run(["node", "-e", PROGRAM], input=whole, capture_output=True, check=True, timeout=60)
    assert run.stdout == csl.FORMAT.render(edition, tuple(edition.catalog)[::2])
