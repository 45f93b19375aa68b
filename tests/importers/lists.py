"""Lists without papers, for files to be imported into."""

import shutil
from pathlib import Path


def empty_list(folder: Path, like: Path) -> Path:
    """Return the root of a list in `folder` that has the vocabularies of another, and no paper."""
    root = folder / "list"
    shutil.copytree(like / "vocabularies", root / "vocabularies")
    shutil.copy(like / "catalog.toml", root / "catalog.toml")
    (root / "papers").mkdir()
    return root
