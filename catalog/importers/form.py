"""A filled issue form: the body that GitHub makes of it, `### Label` before each answer, to a reference and a draft.

The labels are those of `questions`, from which the template of the form is made too.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from catalog.diagnostics import Location
from catalog.importers.cleaning import clean_text, clean_title, clean_url, clean_year, people, person
from catalog.importers.draft import Draft
from catalog.importers.outcome import Refusal
from catalog.importers.readme_people import read_people
from catalog.model import Code
from catalog.questions import FIELDS, SEPARATOR
from catalog.text import fold, quoted

_HEADING: Final = re.compile(r"^###[ \t]+(\S.*?)[ \t]*$")
_NO_ANSWER: Final = frozenset({"_no response_", "none", "n a", "n/a", "-"})
_LONGEST: Final = 4000
_INITIALS: Final = re.compile(r"[^\W\d_]|(?:[^\W\d_]\.-?)+")
_WITHOUT_SPACES: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}")
"""A name in a script that sets given and family name together."""

_CAPITAL_PARTICLES: Final = frozenset({"De", "Del", "Van", "Von"})
"""Particles as some write them at the start, before a further one; alone, each could be a given name."""


@dataclass(frozen=True, slots=True)
class Form:
    """A filled form: the reference, where it is given, and what a person said besides."""

    reference: str
    draft: Draft
    place: Location


def read_form(text: str, path: str) -> Form | Refusal:
    """Return what a filled form says; headings that the table does not have are passed over."""
    answers, lines = _answers(text)
    if not answers.get("reference"):
        return Refusal("unread-entry", "the form has no answer under `### Reference`; fill it in")
    code = clean_text(answers.get("code", ""), latex=False)
    url = clean_url(code)
    if code and url is None:
        return Refusal("unread-entry", f"{quoted(code)} under `### Code` is no address; write `https://…`")
    year = clean_text(answers.get("year", ""))
    if year and clean_year(year) is None:
        return Refusal("unread-entry", f"{quoted(year)} under `### Year` is no year; write four digits")
    venue = clean_text(answers.get("venue", ""))
    names = [name for name in map(_listed, re.split(r"[\n;]", answers.get("authors", ""))) if name]
    for name in names:
        if _names_several(name):
            return Refusal(
                "unread-entry", f"{quoted(name)} under `### Authors` is no single name; write all, one a line"
            )
        if _may_be_two(name):
            family, _, given = name.partition(",")
            one = quoted(f"{{{family.strip()}}}, {given.strip()}")
            return Refusal(
                "unread-entry",
                f"{quoted(name)} under `### Authors` may be two people; write one a line, or if it is one, {one}",
            )
    draft = Draft(
        title=clean_title(answers.get("title", ""), latex=False),
        authors=people(map(person, names)),
        year=clean_year(year),
        containers=(venue,) if venue else (),
        loss_family=clean_text(answers.get("family", "").partition(SEPARATOR)[0]) or None,
        topics=tuple(key for key in map(clean_text, re.split(r"[,\n;]", answers.get("topics", ""))) if key),
        code=(Code(url=url, official=True),) if url is not None else (),
        summary=clean_text(answers.get("summary", ""), latex=False) or None,
        place=Location(path, lines.get("reference", 1)),
    )
    return Form(_listed(answers["reference"].splitlines()[0]), draft, draft.place)


def _may_be_two(name: str) -> bool:
    """Tell whether a comma may part two people: several words are on either side, and none shows that it is one."""
    family, _, given = (part.split() for part in name.partition(","))
    if not family or not given or name.count(",") != 1 or "{" in name:
        return False
    if _is_initials(family[0]) or all(map(_WITHOUT_SPACES.fullmatch, (family[0], given[0]))):
        return True
    has_particle = family[0][0].islower() or (family[0] in _CAPITAL_PARTICLES and family[1:] and family[1][0].islower())
    ends_short = given[-1][0].islower() or _is_initials(given[-1])
    return len(family) > 1 and len(given) > 1 and not has_particle and not ends_short


def _is_initials(word: str) -> bool:
    return word.isupper() and _INITIALS.fullmatch(word) is not None


def _names_several(name: str) -> bool:
    """Tell whether a name is surely more than one; of two with a comma between, the first may be a family name."""
    _, *others = name.split(",")
    if len(others) > 1 and " " in others[0].strip():  # what stands between two commas of one name is `Jr.` or the like
        return True
    read = read_people(name, least=2)
    return read is not None and (read.has_others or len(read.authors) > (2 if len(others) == 1 else 1))


def _listed(text: str) -> str:
    """Return an item without the mark of a list before it, and without a link's or code's marks around it."""
    return re.sub(r"^\s*(?:[-*+]|\d{1,3}[.)])\s+", "", text).strip().strip("`<>").strip()


def _answers(text: str) -> tuple[Mapping[str, str], Mapping[str, int]]:
    """Return the answers by the ids of their fields, and the lines where they begin."""
    ids = {fold(field.label): field.id for field in FIELDS}
    answers: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    current: str | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        heading = _HEADING.match(line)
        if heading is not None:
            current = ids.get(fold(heading[1]))
        elif current is not None and line.strip():
            lines.setdefault(current, number)
            answers.setdefault(current, []).append(line.strip())
    said = {name: "\n".join(found)[:_LONGEST] for name, found in answers.items()}
    return {name: answer for name, answer in said.items() if answer.strip().lower() not in _NO_ANSWER}, lines
