"""What the site's script cuts out of references.json are the bytes of `catalog export csl-json`."""

import shutil
import subprocess
from typing import Final

import pytest

from catalog.edition import Edition
from catalog.outputs import csl
from catalog.outputs.templating import SHIPPED
from tests.hostile_papers import hostile

SCRIPT: Final = SHIPPED / "theme/javascripts/citations.js"
PROGRAM: Final = """
import { readFileSync } from "node:fs";
const script = readFileSync(process.argv[1], "base64");
const { citations } = await import(`data:text/javascript;base64,${script}`);
const whole = readFileSync(0, "utf8");
const ids = JSON.parse(whole).flatMap(({ id }, at) => (at % 2 === 0 ? [id] : []));
process.stdout.write(citations("csl-json", whole, new Set(ids)));
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
    command = ["node", "--input-type=module", "-e", PROGRAM, str(SCRIPT)]
    run = subprocess.run(command, input=whole, capture_output=True, check=True, timeout=60)
    assert run.stdout == csl.FORMAT.render(edition, tuple(edition.catalog)[::2])
