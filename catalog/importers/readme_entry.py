"""One entry of a list, read: what it is called, by whom, where and when, and a sentence about it.

The title is what is set apart first: linked, bold, in quotation marks, in italics; else what stands before the venue,
the authors, or the links. What is left over is told in a remark and never put anywhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from catalog.importers.readme_draft import Entry, Link
from catalog.importers.readme_links import IS_PAPER, Role, role_of_address, role_of_label
from catalog.importers.readme_people import looks_like_names, read_people
from catalog.importers.readme_runs import Run, Runs
from catalog.importers.readme_said import Said, read_said
from catalog.importers.readme_spans import Span, Style
from catalog.importers.readme_words import RESERVED, SEPARATOR, as_title, is_title_case, parted, tidy
from catalog.importers.venues import Venues

_GROUP: Final = re.compile(r"[\[({\u3010\uff08]([^\[\](){}\u3010\u3011\ue000]{1,200})[\])}\u3011\uff09]")
_NUMBERING: Final = re.compile(
    r"^\s*(?:\[(?!(?:19|20)\d\d\])(?:\d{1,4}|[xX])\]|\((?!(?:19|20)\d\d\))\d{1,4}\)|\d{1,3}[.)])\s+"
)
_LAST_INITIAL: Final = re.compile(r"\b[A-Z]$")
_QUOTED: Final = re.compile(r"[\"\u201c\u201e]([^\"\u201c\u201d\ue000]{3,400})[\"\u201d]|``(.{3,400}?)''")
_LABEL: Final = re.compile(
    r"(?i)^(?:venue|conference|journal|published(?: in| at)?|publication|year|date|source|where|status)\s*:\s*"
)
_ABSTRACT: Final = re.compile(r"(?i)^(tl;?\s?dr|summary|in short|abstract|keywords?|tags?|notes?|topics?)\s*[:.]\s*")
_IS_SUMMARY: Final = frozenset({"tl;dr", "tldr", "tl;\u00a0dr", "summary", "in short"})
_LINES: Final = re.compile(r"\s*[\n\ue000]\s*")
_TRAILING_VENUE: Final = re.compile(
    r"^(.*\S)\s+((?:[A-Za-z]*[A-Z]{2}[\w+&-]*|arXiv)[\s'\u2019-]*(?:(?:19|20)\d\d|\d\d))$", re.DOTALL
)
_VENUE_NAME: Final = re.compile(
    r"\b(?:[Cc]onference|[Pp]roceedings|[Tt]ransactions|Journal|[Ss]ymposium|[Ww]orkshops?|Advances) (?:on|of|in|for)\b"
    r"[^.\n\ue000]{0,150}$"
)
_LONGEST_TITLE: Final = 400
_FEWEST_IN_PLAIN: Final = 2
_SHORT_NAME: Final = 2
_FEWEST_OF_PROSE: Final = 4
_LONGEST_SUMMARY: Final = 1000
_MOST_PARTS: Final = 60


def read_entry(spans: Sequence[Span], venues: Venues) -> Entry:
    """Return what an entry says."""
    runs = Runs.of(spans, venues)
    return _Reader(venues, runs.entry, runs.text, runs.runs).read()


@dataclass(slots=True)
class _Reader:
    venues: Venues
    entry: Entry
    text: str
    runs: Sequence[Run]

    def read(self) -> Entry:
        self._find()
        for run in self.runs:
            role = (
                role_of_address(run.url) if run.url and all(run.url != link.url for link in self.entry.links) else None
            )
            if role in IS_PAPER:
                self.entry.links.append(Link(role, "", run.url))
        return self.entry

    # What is the title

    def _find(self) -> None:
        start = _NUMBERING.match(self.text)
        begin = start.end() if start is not None else 0
        for index, run in enumerate(self.runs):
            text = self.text[run.start : run.end]
            if run.end <= begin or not self._is_title(run, text):
                continue
            before = self.text[begin : run.start]
            if not self._is_light(before):
                break
            self._styled(index, begin)
            return
        found = _QUOTED.search(self.text, begin)
        if found is not None and len((found[1] or found[2]).split()) >= _FEWEST_IN_PLAIN:
            before = self.text[begin : found.start()]
            if self._is_light(before):
                self._take(found[1] or found[2], (begin, found.start()), found.end())
                return
        self._plain(begin)

    def _is_title(self, run: Run, text: str) -> bool:
        """Tell whether a piece of text may be the title by how it is set."""
        bare = tidy(text)
        if not any(map(str.isalpha, bare)) or len(bare) > _LONGEST_TITLE:
            return False
        if run.url:
            return True
        if not run.style & (Style.STRONG | Style.EMPHASIS) or Style.CODE in run.style:
            return False
        in_brackets = self.text[: run.start].rstrip()[-1:] in {"(", "["}
        if self._is_said(bare, apart=in_brackets) or role_of_label(bare) is not None:
            return False
        if Style.STRONG in run.style:
            follows = self.text[run.end : run.end + 2]
            is_part = len(bare.split()) <= _SHORT_NAME and re.match(r"\s\w", follows) and text.rstrip()[-1].isalnum()
            return not is_part and not in_brackets
        return len(bare.split()) > _SHORT_NAME and read_people(bare, least=1) is None

    def _is_light(self, before: str) -> bool:
        """Tell whether what stands before a text leaves it open that this is the title."""
        bare = tidy(before)
        if len(bare.split()) <= _SHORT_NAME:
            return True
        rest = tidy(self._without_groups(before, dry=True))
        return len(rest.split()) <= _SHORT_NAME or self._is_said(rest) or read_people(rest, least=1) is not None

    def _is_said(self, text: str, *, apart: bool = False) -> bool:
        return read_said(text, self.venues, is_set_apart=apart) is not None

    def _styled(self, index: int, begin: int) -> None:
        run = self.runs[index]
        end = run.end
        for following in self.runs[index + 1 :]:
            if following.start != end or following.url != run.url or not (following.style & run.style or run.url):
                break
            end = following.end  # a title that is set in two ways, as with a formula in it
        text = self.text[run.start : end]
        after = self.text[end:]
        if run.url:
            role = role_of_address(run.url)
            self.entry.names_code = role is Role.CODE
            self.entry.links.append(Link(role or Role.OTHER, "", run.url))
        is_short = len(tidy(text).split()) <= _SHORT_NAME + 1
        colon = text.rstrip().endswith(":") or after[:1] == ":"
        quotation = _QUOTED.match(after.lstrip(" :-\N{EN DASH}\N{EM DASH}"))
        if is_short and quotation is not None:
            self._leave(text)
            self._take(
                quotation[1] or quotation[2],
                (begin, run.start),
                len(self.text) - len(after) + after.index(quotation[0]) + len(quotation[0]),
            )
            return
        if is_short and colon:
            self._plain(run.start, before=(begin, run.start))
            return
        if is_short and not run.url and re.match(r"\s+[-\N{EN DASH}\N{EM DASH}]\s", after) and is_title_case(after):
            self._leave(text)
            self._plain(end, before=(begin, run.start))
            return
        self._take(text, (begin, run.start), end)

    def _take(self, title: str, before: tuple[int, int], end: int) -> None:
        """Take a title that is set apart, and read what stands before and after it."""
        self.entry.title = as_title(self._without_place(title))
        self.entry.is_styled = True
        self._rest(*before, is_marked=True)
        self._rest(end, len(self.text), is_marked=True)

    def _without_place(self, title: str) -> str:
        """Return a title without place and time at its ends, where they are set with it."""
        for found in (*_GROUP.finditer(title),):
            said = None
            if not tidy(title[: found.start()]) or not tidy(title[found.end() :]):
                said = read_said(tidy(found[1]), self.venues, is_set_apart=found[0][0] == "[")
            if said is not None:
                self.entry.said = self.entry.said.joined(said)
                title = title.replace(found[0], " ", 1)
        parts = parted(title)
        said = read_said(tidy(parts[-1]), self.venues) if len(parts) > 1 else None
        if said is not None and said.is_publication and said.year is not None:
            self.entry.said = self.entry.said.joined(said)
            title = tidy("".join(parts[:-1]))
        return title

    def _plain(self, begin: int, *, before: tuple[int, int] | None = None) -> None:
        """Take the title from text that nothing sets apart."""
        text = self.text[begin:]
        lead = 0
        groups = [
            (found, said)
            for found in _GROUP.finditer(text)
            if not _VENUE_NAME.search(text[max(0, found.start() - 200) : found.start()])
            and (said := self._group(found, begin)) is not None
        ]
        for found, said in groups:
            before_it = tidy(text[lead : found.start()])
            people = read_people(before_it, least=1) if before_it and not said.is_publication else None
            if people is not None and not self.entry.people.authors:
                self.entry.people = people  # `Doe, J. (2019). Title`
            elif before_it:
                break
            self.entry.said = self.entry.said.joined(said)
            lead = found.end()
        while (place := self._leading_place(text[lead:])) > 0:
            lead += place
        stops = [found.start() for found, _ in groups if found.start() >= lead]
        stops += [at for at in (text.find(SEPARATOR, lead), text.find("\n", lead)) if at >= 0 and tidy(text[lead:at])]
        stop = min(stops, default=len(text))
        if before is not None:
            self._rest(*before, is_marked=True)
        self._split(text[lead:stop])
        self._rest(begin + stop, len(self.text), is_marked=True)

    def _group(self, found: re.Match[str], offset: int) -> Said | None:
        """Return what brackets say of place and time, or None."""
        start, end = offset + found.start(1), offset + found.end(1)
        styles = {run.style & ~Style.STRUCK for run in self.runs if run.start < end and run.end > start}
        apart = found[0][0] == "[" or Style.PLAIN not in styles
        return read_said(tidy(found[1]), self.venues, is_set_apart=apart)

    def _leading_place(self, text: str) -> int:
        """Return where a place or date at the beginning ends: `CVPR 2019 - Title`, `2019-CVPR: Title`."""
        found = re.match(
            r"\s*([^\n\ue000]{2,40}?)(?:\s+[-|\N{EN DASH}\N{EM DASH}]+\s+|\s*:\s+|\s*\|\s*|\.\s+|,\s+)(?=\S)", text
        )
        if found is None:
            return 0
        said = read_said(tidy(found[1]), self.venues)
        if said is None or (said.year is None and not said.is_publication):
            return 0
        if not said.is_publication and not found[0].rstrip().endswith(("-", "|", "\N{EN DASH}", "\N{EM DASH}", ":")):
            return 0
        self.entry.said = self.entry.said.joined(said)
        return found.end()

    def _split(self, text: str) -> None:
        """Part title, authors and venue that stand in one text."""
        parts = parted(text)
        if len(parts) > 1 and len(parts) <= _MOST_PARTS:
            parts = self._without_tail(parts)
            parts = self._without_authors(parts)
        title = tidy("".join(parts))
        trailing = _TRAILING_VENUE.match(title)
        if trailing is not None:
            said = read_said(trailing[2], self.venues)
            if said is not None and said.is_publication and self.venues.match((said.container,)) is not None:
                self.entry.said = self.entry.said.joined(said)
                title = trailing[1]
        self.entry.title = as_title(title)

    def _without_tail(self, parts: list[str]) -> list[str]:
        """Return parts without the place and time at their end."""
        for size in range(min(6, len(parts) - 1), 0, -1):
            said = read_said(tidy("".join(parts[-size:])), self.venues)
            if said is not None:
                self.entry.said = self.entry.said.joined(said)
                return parts[:-size]
        return parts

    def _without_authors(self, parts: list[str]) -> list[str]:
        """Return parts without authors before or behind the title."""
        for at in range(1, len(parts)):
            is_sentence = parts[at - 1].rstrip().endswith((".", "?", "!"))
            people = read_people(tidy("".join(parts[at:])), least=2 if is_sentence else 3)
            if people is not None:
                self.entry.people = people
                return parts[:at]
        for at in range(len(parts) - 1, 0, -1):
            is_sentence = parts[at - 1].rstrip().endswith((".", ":"))
            people = read_people(tidy("".join(parts[:at])), least=2 if is_sentence else 4)
            if people is not None:
                self.entry.people = people
                return parts[at:]
        return parts

    # What else stands there

    def _rest(self, start: int, end: int, *, is_marked: bool) -> None:
        for line in _LINES.split(self._without_groups(self.text[start:end], start)):
            self._line(line, is_marked=is_marked)

    def _without_groups(self, text: str, offset: int = 0, *, dry: bool = False) -> str:
        """Return a text without the brackets that say place and time, which are taken note of."""

        def taken(found: re.Match[str]) -> str:
            if _VENUE_NAME.search(text[max(0, found.start() - 200) : found.start()]):
                return found[0]
            said = self._group(found, offset)
            if said is None:
                return found[0]
            if not dry:
                self.entry.said = self.entry.said.joined(said)
            return " "

        return _GROUP.sub(taken, text) if "(" in text or "[" in text or "【" in text or "{" in text else text

    def _line(self, line: str, *, is_marked: bool) -> None:
        """Read a line that is not the title: authors, place and time, or a sentence."""
        bare = _LABEL.sub("", tidy(line))
        period = "." if line.rstrip().endswith(".") else ""
        if period and _LAST_INITIAL.search(bare) is not None:
            bare, period = f"{bare}.", ""
        if not bare or not any(map(str.isalnum, bare)):
            return
        abstract = _ABSTRACT.match(bare)
        if abstract is not None:
            self._sentence(bare[abstract.end() :] + period, is_summary=abstract[1].lower() in _IS_SUMMARY)
            return
        parts = parted(bare)
        # Names before a place are the most frequent line, and to look for the whole of it is dear.
        is_mixed = len(parts) > 1 and looks_like_names(parts[0]) and not looks_like_names(bare)
        if not is_mixed and self._understands(bare, is_marked=is_marked):
            return
        if len(parts) > _MOST_PARTS:
            self._sentence(bare + period)
            return
        for size in range(len(parts) - 1, 0, -1):
            if self._understands(tidy("".join(parts[:size])), is_marked=is_marked):
                self._line("".join(parts[size:]) + period, is_marked=is_marked)
                return
        for size in range(len(parts) - 1, 0, -1):
            if self._understands(tidy("".join(parts[-size:])), is_marked=False):
                self._line("".join(parts[:-size]), is_marked=is_marked)
                return
        self._sentence(bare + period)

    def _understands(self, text: str, *, is_marked: bool) -> bool:
        """Take a text in if it is nothing but authors, or nothing but place and time."""
        return (
            self._names(text, is_marked=is_marked) or self._places(text, is_marked=is_marked)
            if looks_like_names(text)
            else self._places(text, is_marked=is_marked) or self._names(text, is_marked=is_marked)
        )

    def _places(self, text: str, *, is_marked: bool) -> bool:
        said = read_said(text, self.venues, is_set_apart=is_marked)
        if said is not None:
            self.entry.said = self.entry.said.joined(said)
        return said is not None

    def _names(self, text: str, *, is_marked: bool) -> bool:
        if self.entry.people.authors:
            return False
        people = read_people(text, least=1 if is_marked else 3)
        if people is not None:
            self.entry.people = people
        return people is not None

    def _sentence(self, text: str, *, is_summary: bool = True) -> None:
        text = RESERVED.sub(" ", text).strip()
        is_prose = len(text.split()) >= _FEWEST_OF_PROSE and len(text) <= _LONGEST_SUMMARY
        if is_summary and is_prose and self.entry.is_styled and not self.entry.summary:
            self.entry.summary = text
        elif text:
            self.entry.left.append(text)

    def _leave(self, text: str) -> None:
        self.entry.left.append(tidy(text))
