"""A page as tests read it: its words, where its links lead, what it loads, and which places can be linked to."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urldefrag, urljoin

VOID: Final = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass
class Read:
    """What a parser has seen of a page."""

    links: list[str] = field(default_factory=list)
    loads: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return the words of the page on one line, without scripts and styles."""
        return " ".join("".join(text for tag, text in self.texts if tag not in {"script", "style"}).split())

    def texts_of(self, tag: str) -> list[str]:
        """Return the text directly inside each element of a name, in their order."""
        return [text.strip() for name, text in self.texts if name == tag]

    def text_of(self, tag: str) -> str:
        """Return the text directly inside the elements of a name."""
        return "".join(text for name, text in self.texts if name == tag).strip()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.read = Read()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.read.elements.append((tag, given))
        if tag not in VOID:
            self.open.append(tag)
        if "id" in given:
            self.read.ids.add(given["id"])
        if tag in {"a", "area"} and "href" in given:
            self.read.links.append(given["href"])
        elif tag == "link" and given.get("rel") in {"canonical", "prev", "next", "edit"}:
            pass
        else:
            self.read.loads += (given[name] for name in ("href", "src", "srcset", "data") if name in given)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.read.texts.append((self.open[-1] if self.open else "", data))


def read_html(html: str) -> Read:
    """Return what a page says, as a browser takes it."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.read


HOST: Final = "https://host.test/"
FOLDER: Final = f"{HOST}some/folder/"


def file_of(address: str) -> str:
    """Return the file that a static host sends for an address."""
    return unquote(f"{address}index.html" if address.endswith("/") or not address else address)


def read_folder(folder: Path) -> dict[str, Read]:
    """Return what each page below a folder says, by its path."""
    return {path.relative_to(folder).as_posix(): read_html(path.read_text()) for path in sorted(folder.rglob("*.html"))}


def dead_links(folder: Path, read: dict[str, Read]) -> Iterator[str]:
    """Yield the links of a site in a folder of its host that lead out of the folder or to nothing in it."""
    for name, page in read.items():
        # The page of missing pages is shown at any depth, so that its links begin at the root.
        home = HOST if name == "404.html" else FOLDER
        for link in (*page.links, *page.loads):
            target, fragment = urldefrag(urljoin(f"{home}{name}", link))
            path = file_of(target.removeprefix(home).partition("?")[0])
            if target.startswith(HOST) and not (
                target.startswith(home)
                and (folder / path).is_file()
                and (not fragment or path not in read or fragment in read[path].ids)
            ):
                yield f"{name} -> {link}"
