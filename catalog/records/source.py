"""A file that was read: its path, its text, and the way from a value in it to line and column."""

from dataclasses import dataclass
from functools import lru_cache

from catalog.diagnostics import Location
from catalog.faults import Loc
from catalog.records.syntax import Places


@dataclass(frozen=True, slots=True)
class Source:
    """The text of one file and its path below the root, with `/` between the parts."""

    path: str
    text: str

    def at(self, loc: Loc) -> Location:
        """Return the place of the deepest value that `loc` reaches; composes the text, so only findings ask."""
        return Location(self.path, *_places(self.text).of_value(loc))

    def at_key(self, loc: Loc) -> Location:
        """Return the place of the deepest key that `loc` reaches."""
        return Location(self.path, *_places(self.text).of_key(loc))


@lru_cache(maxsize=8)
def _places(text: str) -> Places:
    return Places(text)
