"""Bytes to text: every file that people write is UTF-8, small, and without control characters."""

import re
from typing import Final, NamedTuple

MAX_BYTES: Final = 1 << 20
"""Size over which a file is refused, in bytes: a hundred times the largest record, ten times a large vocabulary."""

MAX_CHARACTERS: Final = 20_000
"""Characters over which a text in a file is refused; the longest note is a page."""

MAX_ITEMS: Final = 10_000
"""Items over which a list in a file is refused; the longest list of authors of any paper has half of them."""

FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]|\r(?!\n)")
"""What no text may hold: control characters but line feed, tab, and the carriage return before a line feed."""

_BYTE_ORDER_MARKS: Final = (
    (b"\xef\xbb\xbf", "UTF-8"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


class Position(NamedTuple):
    """A place in a text: line and column, both counted from 1."""

    line: int
    column: int


class Problem(NamedTuple):
    """Something in a text that may not be there: where, the code of the finding, what and the remedy."""

    position: Position
    code: str
    message: str


class TextFault(Exception):  # noqa: N818  # findings on their way, not an error of the program
    """A text cannot be read; carries every problem found before reading had to stop."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(problems)
        self.problems = problems


def decode_bytes(data: bytes) -> str:
    """Return the text of a file.

    Raises:
        TextFault: the bytes are too many, in another encoding, or hold what no text should.
    """
    if len(data) > MAX_BYTES:
        raise _fault(Position(1, 1), "file-size", f"the file is larger than {MAX_BYTES:,} bytes; something strayed in")
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            message = f"begins with a byte-order mark of {encoding}; save it as plain UTF-8"
            raise _fault(Position(1, 1), "encoding", message)
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        position = end_of(data[: error.start].decode())
        message = f"the byte 0x{data[error.start]:02X} is not UTF-8; save the file as UTF-8"
        raise _fault(position, "encoding", message) from error
    bad = FORBIDDEN.search(text)
    if bad is not None:
        what = "a carriage return without line feed" if bad[0] == "\r" else f"the control character U+{ord(bad[0]):04X}"
        raise _fault(end_of(text[: bad.start()]), "control-character", f"holds {what}; remove it")
    return text


def end_of(text: str) -> Position:
    """Return the place right after `text`."""
    return Position(text.count("\n") + 1, len(text) - (text.rfind("\n") + 1) + 1)


def _fault(position: Position, code: str, message: str) -> TextFault:
    return TextFault([Problem(position, code, message)])
