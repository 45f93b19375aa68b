"""Where and when a paper appeared, as entries say it: `CVPR 2019 Oral`, `In Proc. of ICML, 2020, pp. 1-9`, `2019.03`.

A text is such a saying only if every word of it is understood; anything else is part of a title, or prose.
"""

import re
from dataclasses import dataclass, replace
from typing import Final

from catalog.identifiers import is_arxiv_id
from catalog.importers.cleaning import clean_pages, clean_year
from catalog.importers.venues import Venues
from catalog.model import Presentation

_LONGEST: Final = 250
_MOST_WORDS: Final = 6
_YEAR: Final = r"(?:19[5-9]|20[0-4])\d"
_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
_ARXIV: Final = re.compile(r"(?i)\barxiv(?:\s+preprint)?\s*[:\s]\s*(?:arxiv:)?(\d{4}\.\d{4,5}|[a-z-]+/\d{7})(?:v\d+)?")
_DATE: Final = re.compile(
    rf"(?i)(?<![\d.])(?:(?:\d{{1,2}}[\s-]+)?{_MONTH}\.?(?:\s+\d{{1,2}}(?:st|nd|rd|th)?)?[\s,'\u2019.-]*(?P<y1>{_YEAR})"
    rf"|(?P<y2>{_YEAR})\s*[./-]\s*(?:0?[1-9]|1[0-2])(?:\s*[./-]\s*\d{{1,2}})?(?![\d])"
    rf"|(?P<y5>{_YEAR})[\s,-]+{_MONTH}\b\.?"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-](?P<y3>{_YEAR})"
    rf"|(?P<y4>{_YEAR}))(?!\d)"
)
_SHORT_YEAR: Final = re.compile(r"(?<=[A-Za-z)])\s?['\u2019`\u00b4\u2018-]?\s?(\d\d)(?!\w|\.\d)")
_GLUED: Final = re.compile(rf"(?<=[A-Za-z])(?={_YEAR}(?!\d))|(?<=\d{{4}})(?=[A-Z])")
_PRESENTATION: Final = re.compile(
    r"(?i)\b(oral|spotlight|highlight|poster)s?\b(?:\s+(?:presentations?|papers?|talks?)\b)?"
)
_AWARD: Final = re.compile(
    r"(?i)\b((?:best|outstanding|distinguished)\s+(?:student\s+|long\s+|short\s+)?paper"
    r"(?:\s+(?:award|prize))?(?:\s+(?:hono[u]?rable\s+mention|finalist|candidate|nomination|nominee|runner[\s-]up))?"
    r"|(?:best\s+)?(?:paper\s+)?award\s+(?:candidate|finalist|winner)|marr\s+prize|hono[u]?rable\s+mention)\b"
)
_PAGES: Final = re.compile(r"(?i)(?:\bpp?\.?|\bpages?)\s*(\d+(?:\s*[-\N{EN DASH}\N{EM DASH}]+\s*\d+)?)")
_VOLUME: Final = re.compile(
    r"(?i)\b(?:vol(?:ume)?\.?)\s*(\d+)(?:\s*[,(]?\s*(?:no\.?|issue|number)?\s*\(?(\d+)\)?)?"
    r"|(?<=\s)(\d{1,4})\s*\((\d{1,5})\)(?:\s*:\s*(\d+\s*[-\N{EN DASH}]\s*\d+))?"
)
_AROUND: Final = re.compile(
    r"(?i)^(?:(?:accepted|published|appeared|appears|presented|to appear|submitted)(?:\s+(?:by|to|at|in|as))?"
    r"|in|at|on|@)\b[\s:]*"
)
_NOISE: Final = re.compile(r"(?i)\b(?:accepted|regular|long paper|short paper|full paper|new|extended abstract)\b")
_EDGES: Final = (
    " \t.,;:|/\\-'\"()[]{}<>&*@+~`\N{EN DASH}\N{EM DASH}\N{RIGHT SINGLE QUOTATION MARK}\N{LEFT DOUBLE QUOTATION MARK}"
    "\N{RIGHT DOUBLE QUOTATION MARK}\N{MIDDLE DOT}\N{BULLET}"
    "\N{FULLWIDTH LEFT PARENTHESIS}\N{FULLWIDTH RIGHT PARENTHESIS}【】"
)
_CAPITALS: Final = re.compile(r"[A-Z]{3}")
_HINT: Final = re.compile(
    r"(?i:\d|oral|spotlight|poster|highlight|paper|award|prize|mention|conf|proc|trans|journal|j\.|symposium|workshop"
    r"|letters|review|magazine|advances|notes|preprint|tech|thesis|university|press|annals|bulletin)|[A-Z]{2}"
)
"""What a text of many words has in it if it says where or when; most have nothing of it, which is seen quickly."""

_PARTS: Final = re.compile(r"[,;:.]\s+")
_TOWN: Final = re.compile(r"(?:[A-Z][\w'.-]*\s?){1,3}")
_ACRONYM: Final = re.compile(
    r"(?:[A-Z][\w+]*[A-Z+][\w+]*|[A-Z]{2,})(?:[\s/&@-]+(?:[A-Z][\w+.]*[A-Z+]?[\w+]*|Workshops?|on|of|and|in|the|for))*"
)
_VENUE_WORDS: Final = re.compile(
    r"(?i)\b(?:conf(?:erence)?|proc(?:eedings|\.)|trans(?:actions|\.)|journal|j\.|symposium|workshops?|letters|review"
    r"|magazine|advances in|lecture notes|arxiv|preprint|tech(?:nical|\.)? rep(?:ort|\.)?"
    r"|(?:phd|ph\.d\.|master'?s?) thesis|university|press|annals|bulletin)\b"
)


@dataclass(frozen=True, slots=True)
class Said:
    """What an entry says of where and when its paper appeared; nothing where it says nothing."""

    container: str = ""
    year: int | None = None
    presentation: str | None = None
    award: str | None = None
    pages: str | None = None
    volume: str | None = None
    number: str | None = None
    arxiv: str | None = None

    @property
    def is_publication(self) -> bool:
        """Tell whether a place is named, and not only a time or an honour."""
        return bool(self.container or self.arxiv)

    def joined(self, other: "Said") -> "Said":
        """Return both together; where both speak, the first."""
        names = ("container", "year", "presentation", "award", "pages", "volume", "number", "arxiv")
        return Said(**{name: getattr(self, name) or getattr(other, name) for name in names})


def read_said(text: str, venues: Venues, *, is_set_apart: bool = False) -> Said | None:
    """Return what a text says of place and time if that is all it says, else None.

    `is_set_apart` says that brackets or another type set it apart, so that an acronym by itself is a venue.
    """
    if not text or len(text) > _LONGEST or (text.count(" ") >= _MOST_WORDS and _HINT.search(text) is None):
        return None
    found, rest = _taken(text)
    place = _AROUND.sub("", rest.strip(_EDGES)).strip(_EDGES)
    place = _AROUND.sub("", place).strip(_EDGES)
    if not place:
        return found if found != Said() else None
    if not any(map(str.isalpha, place)):
        return None
    if _is_known(place, venues) or _is_place(place, found, apart=is_set_apart):
        return replace(found, container=" ".join(place.split()))
    return None


def _is_known(place: str, venues: Venues) -> bool:
    """Tell whether a text is the name of a venue of the list, with no more than towns and countries beside it."""
    if place.count(" ") >= _MOST_WORDS and _VENUE_WORDS.search(place) is None and _CAPITALS.search(place) is None:
        return False
    if venues.match((place,)) is None:
        return False

    def is_named(part: str) -> bool:
        return venues.match((part,)) is not None or _VENUE_WORDS.search(part) is not None

    first, *others = _parts(place)
    return not others or (is_named(first) and all(is_named(part) or _TOWN.fullmatch(part) for part in others))


def _parts(place: str) -> list[str]:
    return [part for each in _PARTS.split(place) if (part := each.strip(_EDGES))]


def _taken(text: str) -> tuple[Said, str]:
    """Return what has a form of its own, and what is left of the text, the name of a venue or anything else."""
    said: dict[str, str | None] = {}
    arxiv = _ARXIV.search(text)
    if arxiv is not None and is_arxiv_id(arxiv[1]):
        said |= {"arxiv": arxiv[1], "container": "arXiv"}
        text = _cut(text, arxiv)
    shown = _PRESENTATION.search(text)
    if shown is not None:
        said["presentation"] = Presentation(shown[1].lower()).value
        text = _cut(text, shown)
    award = _AWARD.search(text)
    if award is not None:
        said["award"] = " ".join(award[0].split())
        text = _cut(text, award)
    year, text = _year(text, said)
    if year is not None:
        volume = _VOLUME.search(text)
        if volume is not None:
            said |= {"volume": volume[1] or volume[3], "number": volume[2] or volume[4]}
            said.setdefault("pages", clean_pages(volume[5] or ""))
            text = _cut(text, volume)
    return Said(**said, year=year), _NOISE.sub(" ", text)  # type: ignore[arg-type]  # all but the year are texts


def _year(text: str, said: dict[str, str | None]) -> tuple[int | None, str]:
    """Return the year that a text names, and the text without date and pages, which `said` gets."""
    if not any(map(str.isdigit, text)):
        return None, text
    pages = _PAGES.search(text)
    if pages is not None:
        said["pages"] = clean_pages(pages[1])
        text = _cut(text, pages)
    text = _GLUED.sub(" ", text)
    date = _DATE.search(text)
    if date is not None:
        return clean_year(next(filter(None, date.groups()))), _cut(text, date)
    brief = _SHORT_YEAR.search(text)
    return (None, text) if brief is None else (_century(int(brief[1])), _cut(text, brief))


def _century(short: int) -> int:
    return 2000 + short if short < 50 else 1900 + short  # noqa: PLR2004  # no list has papers from the other ends


def _cut(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} {text[found.end() :]}"


def _is_place(place: str, found: Said, *, apart: bool) -> bool:
    """Tell whether a text that the list's vocabulary does not know looks like the name of a venue."""
    words = place.split()
    has_year = found.year is not None
    if len(words) <= _MOST_WORDS and _ACRONYM.fullmatch(place) is not None:
        return has_year or (apart and sum(map(str.isupper, place)) * 2 > len(place))
    first, *others = _parts(place)
    if not has_year or not first[:1].isupper() or not all(_TOWN.fullmatch(part) for part in others):
        return False
    return _VENUE_WORDS.search(first) is not None or (found.volume is not None and len(words) <= _MOST_WORDS)
