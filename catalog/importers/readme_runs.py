"""The spans of an entry as one text with runs of type, links that are understood taken out and taken note of."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from catalog.importers.readme_draft import Entry, Link
from catalog.importers.readme_links import IS_PAPER, Role, is_generic, role_of_address, role_of_label
from catalog.importers.readme_said import read_said
from catalog.importers.readme_spans import Kind, Span, Style
from catalog.importers.readme_words import EMOJI, RESERVED, SEPARATOR, tidy
from catalog.importers.venues import Venues

_BRACKETED: Final = re.compile(
    r"(?=[\[({<\uff08\u3010|\s\ue000])"  # nearly everywhere none of them is, which is seen at once
    r"[\[({<\uff08\u3010|]*\s*\ue000\s*[\])}>\uff09\u3011|]*"
)
_EMPTY: Final = re.compile(r"\(\s*[,;/|]*\s*\)|\[\s*[,;/|]*\s*\]")
_NAMED_BEFORE: Final = re.compile(r"(?<![:\w])([^\W\d_][\w '/+()-]{1,40}?)\s*[:\N{FULLWIDTH COLON}]\s*$")


class Run(NamedTuple):
    """A piece of text that is set in one way: where it begins and ends, how it is set, and where it leads."""

    start: int
    end: int
    style: Style
    url: str


@dataclass(slots=True)
class Runs:
    """The text of an entry, each link that is understood a separator in it, and how its parts are set."""

    venues: Venues
    entry: Entry = field(default_factory=Entry)
    text: str = ""
    runs: list[Run] = field(default_factory=list)

    @classmethod
    def of(cls, spans: Sequence[Span], venues: Venues) -> "Runs":
        """Return the runs of spans; their links are in `entry`."""
        found = cls(venues)
        found._collect(spans)
        found._strip_brackets()
        return found

    def _collect(self, spans: Sequence[Span]) -> None:
        """Put the text together, with a separator for each link that is understood."""
        for index, span in enumerate(spans):
            if span.kind is Kind.BREAK:
                self._append("\n")
            elif span.kind is Kind.TEXT:
                self._append(span.text if span.text.isascii() else RESERVED.sub(" ", span.text), span.style)
            elif span.kind is Kind.LINK:
                self._link(span, spans[index + 1] if index + 1 < len(spans) else None)

    def _append(self, text: str, style: Style = Style.PLAIN, url: str = "") -> None:
        if text:
            self.runs.append(Run(len(self.text), len(self.text) + len(text), style, url))
            self.text += text

    def _link(self, span: Span, following: Span | None) -> None:
        is_plain = span.text.isascii() and ":" not in span.text
        label = span.text.strip() if is_plain else EMOJI.sub("", RESERVED.sub(" ", span.text)).strip()
        if span.url.startswith("#"):
            self.entry.leads_inside = self.entry.leads_inside or not tidy(self.text)
            self._append(label, span.style)
            return
        if Style.PICTURE in span.style:
            shown = role_of_label(label) or role_of_address(span.url) or Role.OTHER
            self._understood(Link(shown, label, span.url), None)
            return
        if is_generic(label):
            before = self._named_before()
            role = (role_of_label(before) if before else None) or role_of_address(span.url)
            if role is not None:
                self._understood(Link(role, before or label, span.url), following)
                return
        role = role_of_label(label)
        if role is not None:
            self._understood(Link(role, label, span.url), following)
            return
        said = read_said(label, self.venues)
        if said is not None:
            self.entry.said = self.entry.said.joined(said)
            self._understood(Link(role_of_address(span.url) or Role.PAPER, label, span.url), following)
            return
        name = self._named_before()
        named = role_of_label(name)
        if named is not None and named not in IS_PAPER:
            self._understood(Link(named, name, span.url), following)
            return
        self._append(label or span.url, span.style, span.url)

    def _named_before(self) -> str:
        """Return what stands with a colon before a link and says what it is, and take it out of the text."""
        found = _NAMED_BEFORE.search(self.text[-60:])
        if found is None or role_of_label(found[1]) is None:
            return ""
        cut = max(0, len(self.text) - 60) + found.start()
        self.text = self.text[:cut]
        self.runs = [run._replace(end=min(run.end, cut)) for run in self.runs if run.start < cut]
        return found[1]

    def _understood(self, link: Link, following: Span | None) -> None:
        self.entry.links.append(link)
        words = self.text.split()
        after = following.text if following is not None and following.kind is Kind.TEXT else ""
        if (
            len(words) > 1
            and self.text[-1:].isspace()
            and words[-1][-1].isalnum()
            and re.match(r"\s[a-z]{2,}\s", after)
        ):
            self.entry.is_prose = True
        self._append(SEPARATOR)

    def _strip_brackets(self) -> None:
        """Blank the brackets around what is understood, in place, so that runs stay where they are."""

        def blank(found: re.Match[str]) -> str:
            return SEPARATOR.ljust(len(found[0]), SEPARATOR)

        if SEPARATOR in self.text:
            self.text = _BRACKETED.sub(blank, self.text)
        if "(" in self.text or "[" in self.text:
            self.text = _EMPTY.sub(blank, self.text)
