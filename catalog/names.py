"""A person's name: given name, particle, family name and suffix, read and written as BibTeX reads them."""

from dataclasses import dataclass, field
from functools import lru_cache

from catalog.text import unaccent

_MOST_PARTS = 3


class UnclearNameError(ValueError):
    """A text is not a person's name; the message says how to write it."""


@dataclass(frozen=True, slots=True)
class Person:
    """An author: either `family` with the parts around it, or a mononym or collective that is `family` alone."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""
    literal: bool = False
    display: str = field(init=False, repr=False, compare=False)
    """The name as it is read aloud: given name, particle, family name, suffix."""

    def __post_init__(self) -> None:
        parts = (self.given, self.particle, self.family, self.suffix)
        object.__setattr__(self, "display", " ".join(filter(None, parts)))

    @property
    def surname(self) -> str:
        """Return the family name with its particle."""
        return f"{self.particle} {self.family}" if self.particle else self.family

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """Return what an index of authors is ordered by: family name, given name, the rest; accents weigh last."""
        return (
            unaccent(self.family).casefold(),
            unaccent(self.given).casefold(),
            f"{self.particle} {self.suffix} {self.family} {self.given}",
        )


@lru_cache(maxsize=65536)
def parse(text: str) -> Person:
    """Read "Given particle Family", "particle Family, Given" or "particle Family, Suffix, Given".

    A particle ("von", "de la") is a run of words that begin with a lower-case letter, as BibTeX decides it
    (Oren Patashnik, BibTeXing, 1988, section 4).

    Raises:
        UnclearNameError: a part is missing, there are too many commas, or a single word leaves it open what it is.
    """
    parts = [" ".join(part.split()) for part in text.split(",")]
    if len(parts) == 1:
        return _parse_in_order(parts[0].split())
    if len(parts) > _MOST_PARTS:
        msg = "has more than two commas; write one person an item, as `Family, Given` or `Family, Jr., Given`"
        raise UnclearNameError(msg)
    if not all(parts):
        msg = "has an empty part beside a comma; write `Family, Given`"
        raise UnclearNameError(msg)
    particle, family = _split_particle(parts[0].split())
    return Person(family, parts[-1], particle, parts[1] if len(parts) == _MOST_PARTS else "")


def _parse_in_order(words: list[str]) -> Person:
    if not words:
        msg = "is empty; write `Given Family`"
        raise UnclearNameError(msg)
    if len(words) == 1:
        msg = f"is a single word; write `Given Family`, or `{{name: {words[0]}}}` for a mononym or a collective"
        raise UnclearNameError(msg)
    for start in range(len(words) - 1):
        if words[start][:1].islower():
            particle, family = _split_particle(words[start:])
            return Person(family, " ".join(words[:start]), particle)
    return Person(words[-1], " ".join(words[:-1]))


def _split_particle(words: list[str]) -> tuple[str, str]:
    """Return particle and family name: the particle ends with the last lower-case word before the last word."""
    end = 0
    for index, word in enumerate(words[:-1]):
        if word[:1].islower():
            end = index + 1
    if not words[0][:1].islower():
        return "", " ".join(words)
    return " ".join(words[:end]), " ".join(words[end:])


def format_name(person: Person) -> str:
    """Return the shortest text that `parse` reads as the same person; a literal is its name.

    >>> format_name(Person("Beethoven", "Ludwig", "van"))
    'Ludwig van Beethoven'
    >>> format_name(Person("Lloyd Webber", "Andrew"))
    'Lloyd Webber, Andrew'
    """
    if person.literal:
        return person.family
    if person.suffix:
        return f"{person.surname}, {person.suffix}, {person.given}"
    inverted = f"{person.surname}, {person.given}"
    if not person.given:
        return person.surname
    in_order = f"{person.given} {person.surname}"
    return in_order if parse(in_order) == person else inverted
