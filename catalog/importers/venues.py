"""What sources call a venue, in all its variants, to the key of the list's vocabulary.

A venue is known by its key, its name, and the names of its proceedings and their short forms in any year. Years,
ordinals, numbers of volumes, "Proceedings of the", places, dates and an acronym in brackets are no part of a name; of
conferences neither are their sponsors, nor "International Conference on" before a subject that is told in some words.
Abbreviations with periods are matched word by word. What is held beside a conference, a workshop or "findings", is not
the conference.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from catalog.catalog import Vocabulary
from catalog.model import Venue, VenueKind
from catalog.text import fold, nearest

_BESIDE: Final = frozenset(
    [
        "workshop",
        "workshops",
        "findings",
        "companion",
        "adjunct",
        "satellite",
        "tutorial",
        "tutorials",
        "challenge",
        "challenges",
        "demo",
        "demos",
        "demonstration",
        "demonstrations",
        "doctoral",
        "student",
        "abstracts",
        "posters",
    ]
)
"""Words of what is held beside a conference; a venue whose own name has one of them is meant by it."""

_LONGEST: Final = 400
_FEWEST_ABBREVIATED: Final = 3
_FEWEST_WORDS_LATER: Final = 3
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SEGMENTS: Final = re.compile(r"[,;:.]\s+|\s+[-\N{EN DASH}\N{EM DASH}]+\s+|\s*[\N{EN DASH}\N{EM DASH}]\s*")
_ORDINAL: Final = re.compile(
    r"\d+(?:st|nd|rd|th)|(?:(?:twenty|thirty|forty|fourty|fifty|sixty|seventy|eighty|ninety) ?)?"
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth"
    r"|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|sixtieth"
)
_NOISE: Final = re.compile(
    rf"\b(?:{_ORDINAL.pattern}|\d+|annual|(?:vol|volume|volumes|part|no|issue|nr)(?= |$)|s(?= |$))\b"
)
_START: Final = re.compile(r"^(?:(?:in|the|proceedings|procedings|proc|procs|conference record|of|annual|papers) )+")
_SPONSORS: Final = re.compile(r"\b(?:ieee|cvf|acm|springer|computer society|computer vision foundation)\b")
_SHORT_WITH_YEAR: Final = re.compile(
    r"([A-Za-z][\w+&/-]{1,30}?)\s*(?:[-'\N{RIGHT SINGLE QUOTATION MARK} ]\s*)?(?:\d{4}|\d{2})"
)
_PREPRINT: Final = re.compile(r"(?i)(?:arxiv|corr)\b")
_CONFERENCE_ON: Final = re.compile(r"^(?:international )?conference on ")
_FEWEST_WORDS_OF_SUBJECT: Final = 4
"""Words that tell of which conference a subject is; computer vision or machine learning alone is that of several."""
_LIGHT: Final = frozenset({"a", "an", "and", "for", "in", "of", "on", "the"})
_WORKSHOPS: Final = re.compile(r"\b[A-Z]{3,}W(?:S|s)?\b")
"""An acronym of workshops, such as `CVPRW`."""
_MEETINGS: Final = frozenset({VenueKind.CONFERENCE, VenueKind.WORKSHOP})


@dataclass(frozen=True, slots=True)
class Venues:
    """The venues of a list by all that they are called."""

    vocabulary: Vocabulary[Venue]
    _exact: dict[str, str | None] = field(default_factory=dict)
    _bare: dict[str, str | None] = field(default_factory=dict)
    _subjects: dict[str, str | None] = field(default_factory=dict)
    _words: dict[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    _found: dict[str, str | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Gather the names."""
        for key, record in self.vocabulary.items():
            venue = record.value
            names = tuple(_names(key, venue))
            for name in names:
                _claim(self._exact, _folded(name), key)
                if venue.kind in _MEETINGS:
                    bare = _without_sponsors(_folded(name))
                    _claim(self._bare, bare, key)
                    _claim(self._subjects, _subject(bare), key)
            self._words[key] = tuple({_weighty(_folded(name).split()) for name in names})

    @property
    def preprint(self) -> str | None:
        """Return the venue that stands for arXiv, if the list has one."""
        found = self._exact.get("arxiv")
        return found if found is not None and self.vocabulary[found].value.kind is VenueKind.PREPRINT else None

    def is_preprint(self, key: str) -> bool:
        """Tell whether a venue is where papers stand before they are published."""
        return key in self.vocabulary and self.vocabulary[key].value.kind is VenueKind.PREPRINT

    def match(self, containers: Iterable[str]) -> str | None:
        """Return the venue that the first of `containers` means that means any."""
        return next((key for text in containers if (key := self._remembered(text[:_LONGEST])) is not None), None)

    def nearest(self, containers: Iterable[str]) -> str | None:
        """Return the venue whose name is the most like one of `containers`, if one is."""
        keys = {name: key for key, record in self.vocabulary.items() for name in _names(key, record.value)}
        found = (nearest(_BRACKETS.sub(" ", text), keys) for text in containers)
        name = next((name for name in found if name is not None), None)
        return keys[name] if name is not None else None

    def _remembered(self, text: str) -> str | None:
        if text not in self._found:
            self._found[text] = self._match(text)
        return self._found[text]

    def _match(self, text: str) -> str | None:
        if _PREPRINT.match(text) is not None:
            return self.preprint
        for number, segment in enumerate(_segments(text)):
            key = self._of_segment(segment, is_first=number < _WHOLE)
            if key is not None:
                return None if self._is_beside(text, key) else key
        return None

    def _of_segment(self, segment: str, *, is_first: bool) -> str | None:
        folded = _folded(segment)
        bare = _without_sponsors(folded)
        found = self._exact.get(folded) or self._bare.get(folded) or self._bare.get(bare)
        found = found or self._subjects.get(_subject(bare))
        if found is None and "." in segment:
            found = self._abbreviated(segment)
        if found is None or is_first or len(folded.split()) >= _FEWEST_WORDS_LATER:
            return found
        # Further on, where places and dates stand, a single word is a venue only as an acronym or with its year.
        is_short = sum(map(str.isupper, segment)) > 1 and _SHORT_WITH_YEAR.fullmatch(segment.strip()) is not None
        return found if is_short else None

    def _abbreviated(self, text: str) -> str | None:
        words = _weighty(_START.sub("", _ascii_words(text)).split())
        if len(words) < _FEWEST_ABBREVIATED:
            return None
        found = {key for key, names in self._words.items() for name in names if _abbreviates(words, name)}
        return found.pop() if len(found) == 1 else None

    def _is_beside(self, text: str, key: str) -> bool:
        """Tell whether a text speaks of something beside a venue; what its own names say is no sign of that."""
        own = {word for name in _names(key, self.vocabulary[key].value) for word in fold(name).split()}
        signs = _BESIDE & set(fold(text).split()) | set(map(fold, _WORKSHOPS.findall(text)))
        return not signs <= own


_WHOLE: Final = 2
"""Of the segments of a name, those that are all of it: as it stands, and without what is in brackets."""


def _names(key: str, venue: Venue) -> Iterator[str]:
    yield key
    yield venue.name
    for names in venue.names:
        yield names.proceedings
        if names.short is not None:
            yield names.short


def _claim(table: dict[str, str | None], name: str, key: str) -> None:
    """Note that a venue is called so; a name that two have is nobody's."""
    if name:
        table[name] = key if table.setdefault(name, key) == key else None


def _folded(text: str) -> str:
    """Return a name of a venue without all that changes from year to year."""
    plain = fold(_BRACKETS.sub(" ", text).replace("/", " "))
    return _squeezed(_START.sub("", _squeezed(_NOISE.sub(" ", plain))))


def _without_sponsors(folded: str) -> str:
    return _squeezed(_START.sub("", _squeezed(_SPONSORS.sub(" ", folded))))


def _subject(bare: str) -> str:
    """Return what a conference is on, or nothing if that is told in few words."""
    subject = _CONFERENCE_ON.sub("", bare)
    return subject if len(subject.split()) >= _FEWEST_WORDS_OF_SUBJECT else ""


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _segments(text: str) -> Iterator[str]:
    """Yield the whole name, the name without brackets, and then the parts between commas, colons and dashes."""
    yield text
    plain = _BRACKETS.sub(" ", text)
    yield plain
    yield from (part for part in _SEGMENTS.split(plain) if part)


def _ascii_words(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+\.?", _NOISE.sub(" ", _BRACKETS.sub(" ", text).lower())))


def _weighty(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _LIGHT)


def _abbreviates(words: tuple[str, ...], name: tuple[str, ...]) -> bool:
    """Tell whether words, of which some end in a period, are those of a name in their order."""
    return len(words) == len(name) and all(
        full.startswith(word[:-1]) if word.endswith(".") else word == full
        for word, full in zip(words, name, strict=True)
    )
