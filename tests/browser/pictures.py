"""Draws the site's pictures from their SVG sources, in a browser: `python -m tests.browser.pictures`."""

from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, sync_playwright

from tests.browser.fixtures import QUIET, REPOSITORY, program

PICTURES: Final = {
    "site/assets/favicon.png": ("favicon.svg", 32, 32),
    "site/assets/apple-touch-icon.png": ("favicon.svg", 180, 180),
    "site/assets/social-card.png": ("social-card.svg", 1200, 630),
    # Those of every list that has none of its own.
    "templates/theme/assets/social-card.png": ("social-card.svg", 1200, 630),
}
"""Picture → its source beside it, and its size in pixels."""

_SQUARE: Final = frozenset({"site/assets/apple-touch-icon.png"})
"""Pictures whose corners the system rounds by itself, and fills where they are empty."""


def draw(browser: Browser, name: str) -> bytes:
    """Return a picture as PNG."""
    source, width, height = PICTURES[name]
    svg = (REPOSITORY / name).with_name(source).read_text()
    if name in _SQUARE:
        svg = svg.replace(' rx="7"', "")
    page = browser.new_page(viewport={"width": width, "height": height})
    page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block; width: {width}px }}</style>{svg}")
    picture = page.screenshot(omit_background=True)
    page.close()
    return picture


def main() -> None:
    """Write every picture."""
    with sync_playwright() as playwright:
        path = program() or Path(playwright.chromium.executable_path)
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        for name in PICTURES:
            (REPOSITORY / name).write_bytes(draw(browser, name))
        browser.close()


if __name__ == "__main__":
    main()
