"""Which templates of a list are the shipped ones to the byte: those have no faults, as a test shows.

So a check need not parse them, nor import what would: for a small list that would take most of its time.
"""

import json
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Final

SUFFIX: Final = ".j2"
DIGESTS: Final = Path(__file__).with_name("shipped.json")
"""The digest of every shipped template; `pytest --update-golden tests/outputs/test_shipped.py` writes it."""


def digest(data: bytes) -> str:
    """Return the digest of a template."""
    return blake2b(data, digest_size=16).hexdigest()


def edited(folder: Path) -> Iterator[Path]:
    """Yield what has a template's name in `folder` and is not the shipped template of that name."""
    known = json.loads(DIGESTS.read_bytes())
    for path in sorted(folder.rglob(f"*{SUFFIX}")):
        wanted = known.get(path.relative_to(folder).as_posix())
        if wanted is None or not path.is_file() or digest(path.read_bytes()) != wanted:
            yield path
