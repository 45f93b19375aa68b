"""Headings of a list: the year, the venue or the family that they give to what stands below, or that it is no paper."""

import re
from dataclasses import dataclass, field, replace
from typing import Final

from catalog.catalog import Catalog
from catalog.importers.readme_draft import Context
from catalog.importers.readme_said import read_said
from catalog.importers.venues import Venues
from catalog.text import fold

_LONGEST: Final = 120
_COUNT: Final = re.compile(r"\(\s*\d+(?:\s+\w+)?\s*\)|\[\s*\d+\s*\]")
_NUMBERING: Final = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|[IVX]{1,4}\.)\s+")
_AROUND: Final = re.compile(r"^[^\w(\[]+|[^\w)\]]+$")
_ONE_YEAR: Final = re.compile(r"(?:(?:papers?|publications?|year|in|from|of|the)\s+)*((?:19|20)\d\d)(?:\s+papers?)?")
_BACK: Final = re.compile(r"(?i)\bback to (?:top|contents?)\b|\[\W*top\W*\]")
_ASIDE_NAMES: Final = (
    "contents|table of contents|toc|content|index|outline|overview|menu|navigation|quick links|catalogue|catalog"
    "|contributing|contribution|contributions|contribute|how to contribute|contributors|contribution guidelines"
    "|license|licence|licensing|copyright|acknowledgements|acknowledgement|acknowledgments|acknowledgment|thanks"
    "|citation|citing|cite|how to cite|bibtex|reference this repo|citation format|cite us|star history|stars"
    "|stargazers|news|latest news|update|updates|latest updates|recent updates|news and updates|changelog"
    "|change log|update log|todo|to do|roadmap|contact|contact us|contacts|maintainers|maintainer|sponsors|about"
    "|installation|install|usage|getting started|quick start|quickstart|requirements|related lists"
    "|related awesome lists|other awesome lists|awesome lists|other lists|jobs|faq|disclaimer|feedback|目录|更新"
)
_ASIDE: Final = frozenset(fold(name) for name in _ASIDE_NAMES.split("|"))
"""Names of sections without papers, whatever they link to."""


@dataclass(slots=True)
class Sections:
    """The headings above the place in a list that is being read."""

    venues: Venues
    families: dict[str, str]
    stack: list[tuple[int, Context]] = field(default_factory=list)

    @classmethod
    def of(cls, catalog: Catalog, venues: Venues) -> "Sections":
        """Return the sections of a list that is to come into `catalog`."""
        groups = {record.value.group for record in catalog.families.values()}
        names: dict[str, str] = {}
        for key, record in catalog.families.items():
            if key not in groups:
                for name in (key, record.value.name, *record.value.aliases):
                    names.setdefault(_singular(name), key)
        return cls(venues, names)

    @property
    def context(self) -> Context:
        """Return what the headings say together."""
        return self.stack[-1][1] if self.stack else Context()

    def enter(self, level: int, text: str) -> None:
        """Go below a heading."""
        while self.stack and self.stack[-1][0] >= level:
            self.stack.pop()
        self.stack.append((level, self.below(self.context, text)))

    def below(self, context: Context, text: str) -> Context:
        """Return what stands below a heading that itself stands in `context`."""
        text = _BACK.sub(" ", text)
        name = _NUMBERING.sub("", _AROUND.sub("", _COUNT.sub(" ", text)))
        folded = fold(name)
        if context.is_aside or folded in _ASIDE:
            return replace(context, is_aside=True)
        if len(name) > _LONGEST or not folded:
            return context
        year = _ONE_YEAR.fullmatch(folded)
        if year is not None:
            return replace(context, year=int(year[1]))
        if _is_earlier(folded):
            return replace(context, year=None)
        place = read_said(" ".join(name.split()), self.venues)
        if place is not None and place.is_publication:
            return replace(context, container=place.container, year=place.year or context.year)
        named = _singular(name)
        family = self.families.get(named) or self.families.get(named.removesuffix(" loss"))
        return replace(context, family=family or context.family)


_LIGHT: Final = frozenset({"and", "or", "the", "of", "papers", "paper", "methods", "method"})
_PLURAL: Final = re.compile(r"(?<=ss)es$|(?<=[^s])s$")


def _is_earlier(folded: str) -> bool:
    """Tell whether a heading gathers years, so that none holds for what stands below."""
    words = set(folded.split())
    return bool(words & {"earlier", "before", "older", "prior", "pre", "previous", "classic", "until", "since"}) or (
        len(re.findall(r"\b(?:19|20)\d\d\b", folded)) > 1
    )


def _singular(name: str) -> str:
    """Return a name folded, without the words and endings in which headings differ from keys."""
    return " ".join(_PLURAL.sub("", word) for word in fold(name).split() if word not in _LIGHT)
