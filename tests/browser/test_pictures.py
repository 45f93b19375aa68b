"""The site's pictures are there in the sizes that browsers and previews ask for, small, and can be drawn again."""

import struct
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Browser

from tests.browser.pictures import PICTURES, draw
from tests.conftest import REPOSITORY

LIMIT = 60_000
"""Bytes."""


@pytest.mark.parametrize("name", PICTURES)
def test_picture_has_its_size(name: str) -> None:
    data = (REPOSITORY / name).read_bytes()
    assert data.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", data[16:24]) == PICTURES[name][1:]
    assert len(data) <= LIMIT


@pytest.mark.parametrize("name", PICTURES)
def test_picture_can_be_drawn_again_from_its_source(browser: Browser, name: str) -> None:
    # Letters differ from one system to the next, so that bytes are not compared.
    assert struct.unpack(">II", draw(browser, name)[16:24]) == PICTURES[name][1:]


SOURCES = {Path(name).with_name(source).as_posix() for name, (source, _, _) in PICTURES.items()}


@pytest.mark.parametrize("source", sorted(SOURCES))
def test_source_has_a_title_and_loads_nothing(source: str) -> None:
    root = ET.parse(REPOSITORY / source).getroot()
    assert root.findtext("{http://www.w3.org/2000/svg}title")
    for element in root.iter():
        assert not [name for name in element.attrib if name.endswith(("href", "src", "style"))]
        assert element.tag.rpartition("}")[2] not in {"image", "script", "style", "use", "foreignObject"}
