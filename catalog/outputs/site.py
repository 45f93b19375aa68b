"""The whole site, whatever lays it out: every page and file that follows from the records, each made when it is wanted.

A build wants all of them, a preview those that somebody opens.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from catalog.edition import Edition
from catalog.outputs import addresses
from catalog.outputs.browse import papers_json
from catalog.outputs.downloads import Content, downloads
from catalog.outputs.feed import feed
from catalog.outputs.indexes import indexes
from catalog.outputs.metadata import head_of_page
from catalog.outputs.pages import Layout, Shelving, pages
from catalog.outputs.shells import sitemap
from catalog.outputs.templating import Html


@dataclass(frozen=True)
class Site:
    """The site of an edition; its settings say where it lives."""

    edition: Edition
    texts: Mapping[str, str] = field(default_factory=dict)
    """The HTML of hand-written texts, by the addresses of the pages in which they stand."""

    @cached_property
    def _shelving(self) -> Shelving:
        return Shelving(self.edition, self.texts)

    @cached_property
    def indexes(self) -> Mapping[str, Layout]:
        """The home page and the indexes, by their addresses."""
        return indexes(self._shelving)

    @cached_property
    def pages(self) -> Mapping[str, Layout]:
        """All other pages, by their addresses."""
        return pages(self._shelving)

    @cached_property
    def files(self) -> Mapping[str, Content]:
        """What is no page, by its address."""
        return {
            **downloads(self._shelving.citations),
            addresses.PAPERS_JSON: lambda: papers_json(self._shelving).encode(),
            addresses.FEED: lambda: feed(self.edition, self.edition.settings.list.home).encode(),
        }

    def has_text(self, address: str) -> bool:
        """Tell whether a page that is written by hand for an address is a text in the page that stands there."""
        return address in self.pages and address.startswith(addresses.FAMILIES)

    def linked(self, html: str, address: str) -> Html:
        """Return the HTML of a hand-written page with what it mentions as links."""
        return self._shelving.linked(html, address)

    def head(self, title: str, about: str, address: str) -> Html:
        """Return what the head of a hand-written page says of it to machines."""
        return head_of_page(self.edition, title, about, address, self.edition.settings.list.home)

    def sitemap(self, pages: Iterable[str]) -> str:
        """Return the sitemap of pages by their addresses."""
        home = self.edition.settings.list.home
        return sitemap(f"{home}{address}" for address in sorted(pages))
