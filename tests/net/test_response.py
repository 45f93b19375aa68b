"""Answers of HTTP/1 are read as far as they are wanted, and what is malformed is told from what is cut off."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.net.response import Head, NoHttpError, read_body, read_head


def line(data: bytes) -> io.BufferedReader:
    return io.BufferedReader(io.BytesIO(data))


@pytest.mark.parametrize(
    ("data", "head"),
    [
        (b"HTTP/1.1 200 OK\r\nServer: Oven\r\n\r\n", Head(1, 200, {"server": "Oven"})),
        (b"HTTP/1.0 404 Not Found\r\n\r\n", Head(0, 404, {})),
        (b"HTTP/1.1 200\r\n\r\n", Head(1, 200, {})),
        (b"HTTP/1.1 200 OK\nA: b\n\n", Head(1, 200, {"a": "b"})),
        (b"HTTP/1.1 200 OK\r\nA:b\r\nA:  c \r\n\r\n", Head(1, 200, {"a": "b, c"})),
        (b"HTTP/1.1 301 Moved\r\nLOCATION: /br\xf6t\r\n\r\n", Head(1, 301, {"location": "/br\xf6t"})),
        (b"HTTP/1.1 200 OK\r\nno colon\r\n: no name\r\nA: b\r\n\r\n", Head(1, 200, {"a": "b"})),
        (b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", Head(1, 200, {})),
        (b"HTTP/1.1 100 \r\n\r\nHTTP/1.1 102 \r\n\r\nHTTP/1.1 404 No\r\n\r\n", Head(1, 404, {})),
        (b"HTTP/1.1 101 Switching\r\n\r\nwhatever", Head(1, 101, {})),
    ],
)
def test_a_head_is_read(data: bytes, head: Head) -> None:
    assert read_head(line(data)) == head


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", ConnectionResetError),
        (b"HTTP/1.1 200", ConnectionResetError),
        (b"HTTP/1.1 200 OK\r\n", ConnectionResetError),
        (b"HTTP/1.1 200 OK\r\nA: b", ConnectionResetError),
        (b"HTTP/1.1 100 Continue\r\n\r\n", ConnectionResetError),
        (b"HTTP/2 200\r\n\r\n", NoHttpError),
        (b"HTTP/1.1 20 OK\r\n\r\n", NoHttpError),
        (b"HTTP/1.1 2000 OK\r\n\r\n", NoHttpError),
        (b"SSH-2.0-OpenSSH_9.6\r\n", NoHttpError),
        (b"<html>\n", NoHttpError),
        (b"\r\n\r\n", NoHttpError),
        (b"HTTP/1.1 200 " + b"x" * 70_000 + b"\r\n\r\n", NoHttpError),
        (b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70_000 + b"\r\n\r\n", NoHttpError),
        (b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 201 + b"\r\n", NoHttpError),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else repr(value[:30]),
)
def test_a_head_that_is_cut_off_is_told_from_one_that_is_none(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        read_head(line(data))


LENGTH = {"content-length": "5"}
CHUNKED = {"transfer-encoding": "chunked"}


@pytest.mark.parametrize(
    ("head", "data", "most", "found"),
    [
        pytest.param(Head(1, 200, LENGTH), b"breadHTTP", 100, (b"bread", True), id="a length"),
        pytest.param(Head(0, 200, LENGTH), b"bread", 100, (b"bread", False), id="HTTP 1.0"),
        pytest.param(Head(1, 200, {**LENGTH, "connection": "Close"}), b"bread", 9, (b"bread", False), id="it closes"),
        pytest.param(Head(1, 200, {"content-length": "5, 5"}), b"bread", 9, (b"bread", True), id="a length twice"),
        pytest.param(Head(1, 200, LENGTH), b"bread", 3, (b"bre", False), id="more than may be read"),
        pytest.param(Head(1, 200, LENGTH), b"bread", 5, (b"bread", True), id="as much as may be read"),
        pytest.param(Head(1, 200, {}), b"bread", 100, (b"bread", False), id="no length"),
        pytest.param(Head(1, 204, LENGTH), b"HTTP", 100, (b"", True), id="no content"),
        pytest.param(Head(1, 304, LENGTH), b"HTTP", 100, (b"", True), id="not modified"),
        pytest.param(Head(1, 200, {"content-length": "9" * 30}), b"bread", 3, (b"bre", False), id="a length for ever"),
        pytest.param(
            Head(1, 200, CHUNKED), b"3\r\nbre\r\n2;x=y\r\nad\r\n0\r\n\r\nHTTP", 9, (b"bread", True), id="chunks"
        ),
        pytest.param(Head(1, 200, CHUNKED), b"5\r\nbread\r\n0\r\nA: b\r\n\r\n", 9, (b"bread", True), id="a trailer"),
        pytest.param(Head(1, 200, CHUNKED | LENGTH), b"2\r\nab\r\n0\r\n\r\n", 9, (b"ab", True), id="chunks and length"),
        pytest.param(Head(1, 200, CHUNKED), b"5\r\nbread\r\n", 3, (b"bre", False), id="more chunks than may be read"),
    ],
)
def test_a_body_is_read_to_where_the_next_answer_begins_or_the_line_is_not_kept(
    head: Head, data: bytes, most: int, found: tuple[bytes, bool]
) -> None:
    assert read_body(line(data), "GET", head, most) == found


def test_an_answer_to_head_has_no_body() -> None:
    assert read_body(line(b"HTTP"), "HEAD", Head(1, 200, LENGTH), 100) == (b"", True)


@pytest.mark.parametrize(
    ("headers", "data", "error"),
    [
        (LENGTH, b"bre", ConnectionResetError),
        (CHUNKED, b"5\r\nbre", ConnectionResetError),
        (CHUNKED, b"5\r\nbread\r\n", ConnectionResetError),
        (CHUNKED, b"", ConnectionResetError),
        (CHUNKED, b"zz\r\n", NoHttpError),
        (CHUNKED, b"-1\r\n", NoHttpError),
        ({"content-length": "five"}, b"bread", NoHttpError),
        ({"content-length": "-5"}, b"bread", NoHttpError),
        ({"content-length": "5, 6"}, b"bread", NoHttpError),
        ({"content-length": ""}, b"bread", NoHttpError),
    ],
)
def test_a_body_that_is_cut_off_is_told_from_one_that_is_none(
    headers: dict[str, str], data: bytes, error: type[Exception]
) -> None:
    with pytest.raises(error):
        read_body(line(data), "GET", Head(1, 200, headers), 100)


@given(data=st.binary(max_size=80), most=st.integers(1, 50))
def test_whatever_comes_is_an_answer_or_one_of_two_errors(data: bytes, most: int) -> None:
    for prefix in (b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"):
        read = line(prefix + data)
        try:
            body, _ = read_body(read, "GET", read_head(read), most)
        except (NoHttpError, ConnectionResetError):
            continue
        assert len(body) <= most
