"""Many pages out of one: HTML with slots, filled for each page; and the list of them for search engines.

A theme takes milliseconds to lay out a page, and a slot a microsecond to fill.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from html import escape
from typing import Final, Self

from catalog.outputs.pages import Page

SLOTS: Final = ("title", "head", "name", "edit", "body")
"""What differs between pages of one shell; `name` is the last part of the address."""


_SPARE: Final = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Slots:
    """The words that stand for a slot until it is filled: they begin with a hash of what else the shell says."""

    prefix: str

    @classmethod
    def unlike(cls, text: str) -> Self:
        """Return slots whose words do not occur in `text`."""
        return cls(f"slot{blake2b(text.encode(errors='surrogatepass'), digest_size=12).hexdigest()}")

    def __getitem__(self, name: str) -> str:
        """Return the word of a slot."""
        return f"{self.prefix}{name}"

    @property
    def body(self) -> str:
        """Return the HTML that stands for the body; a theme that finds `<h1` in it adds no heading of its own."""
        return f"<!--<h1 {self['body']}-->"

    def cut(self, html: str) -> "Shell":
        """Return the shell that `html` is."""
        names = "|".join(SLOTS)
        spare = _SPARE.sub("\n", html)  # a template's indents and empty lines would be in thousands of pages
        return Shell(tuple(re.split(rf"(?:<!--<h1 )?{self.prefix}({names})(?:-->)?", spare)))


@dataclass(frozen=True, slots=True)
class Shell:
    """The HTML of a page around its slots: text, the name of a slot, text, and so on."""

    parts: tuple[str, ...]

    def filled(self, page: Page, edit: str) -> str:
        """Return the HTML of a page; what is put into a slot is not read again, so that no data can open another."""
        slots: Mapping[str, str] = {
            "title": escape(page.title),
            "head": page.head,
            "name": page.address.rstrip("/").rpartition("/")[2],
            "edit": pencil(edit),
            "body": page.body,
        }
        return "".join(slots[part] if index % 2 else part for index, part in enumerate(self.parts))


def pencil(edit: str) -> str:
    """Return the link that opens the file of a page for editing; nothing where there is none."""
    return f'<a href="{escape(edit)}" class="pencil" rel="edit">Edit</a>' if edit else ""


def sitemap(urls: Iterable[str]) -> str:
    """Return the sitemap of addresses (https://www.sitemaps.org/protocol.html); its dates would be a clock's."""
    lines = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in urls)
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return f"{start}{lines}</urlset>\n"
