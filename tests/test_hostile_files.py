"""Hostile files: each gets its finding with a place and exit status 1, within bounds, and makes nothing written."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest
from click.testing import CliRunner, Result

from catalog.cli import main
from catalog.model import Paper
from tests.conftest import REPOSITORY

Finding: TypeAlias = tuple[str, int, str]
"""Path, line and code."""

Make: TypeAlias = Callable[[Path], object]
"""Puts something hostile into the list at a root."""

RECORD = """\
title: A Bitter Crust
authors:
  - Min Kim
year: 2020
venue: OVEN
loss_family: gluten
links:
  paper: https://oven.test.example.org/2020/crust
added: 2026-01-02
"""
PLACE = "papers/2020/kim2020crust.yaml"
BOMB = "a: &a [x]\n" + "".join(
    f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)


def snapshot(root: Path) -> dict[str, tuple[int, int, int, int]]:
    found = {}
    for folder, folders, files in os.walk(root):
        for name in (*folders, *files):
            path = os.path.join(folder, name)  # noqa: PTH118  # names here are hostile
            status = os.lstat(path)
            found[path] = (status.st_mode, status.st_ino, status.st_size, status.st_mtime_ns)
    return found


def invoke(root: Path, *arguments: str) -> Result:
    result = CliRunner().invoke(main, ["--root", str(root), "check", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    return result


def errors_in(output: str) -> list[Finding]:
    return [(row["path"], row["line"], row["code"]) for row in json.loads(output) if row["severity"] == "error"]


def errors(root: Path) -> list[Finding]:
    """Return the errors of a list, and prove on the way that it is one run with exit status 1 that writes nothing."""
    before = snapshot(root)
    result = invoke(root, "--format", "json")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert snapshot(root) == before
    return errors_in(result.stdout)


def put(root: Path, path: str, data: str | bytes) -> Path:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def with_field(name: str, value: str, text: str = RECORD) -> str:
    """Return a record in which a field, with all that is below it, is replaced or added."""
    lines: list[str] = []
    is_below = False
    for line in text.splitlines():
        is_below = line.startswith(f"{name}:") or (is_below and line.startswith(" "))
        if not is_below:
            lines.append(line)
    return "".join(f"{line}\n" for line in (*lines, f"{name}: {value}".rstrip()))


def without_field(name: str) -> str:
    return with_field(name, "").removesuffix(f"{name}:\n")


def line_of(text: str, start: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if line.startswith(start))


def test_the_record_that_the_tables_break_is_sound(toy: Path) -> None:
    put(toy, PLACE, RECORD)
    assert invoke(toy, "--strict").exit_code == 0


YAML = [
    pytest.param(f"{RECORD}note: &x y\n", "yaml-anchor", 10, id="an anchor"),
    pytest.param("title: &x A\nvenue: *x\n", "yaml-anchor", 1, id="an alias"),
    pytest.param(f"{RECORD}note: *x\n", "yaml-alias", 10, id="an alias of nothing"),
    pytest.param("a: &a [*a]\n", "yaml-anchor", 1, id="an alias of what it stands in"),
    pytest.param(f"<<: {{note: x}}\n{RECORD}", "yaml-merge-key", 1, id="a merge key"),
    pytest.param(f"{RECORD}note: !!python/object/apply:os.system [id]\n", "yaml-tag", 10, id="a tag of Python"),
    pytest.param(f"{RECORD}note: !!python/object/new:type {{}}\n", "yaml-tag", 10, id="a tag on a mapping"),
    pytest.param(f"{RECORD}note: !!binary aGVsbG8=\n", "yaml-tag", 10, id="a binary value"),
    pytest.param(f"{RECORD}note: !!set {{a, b}}\n", "yaml-tag", 10, id="a set"),
    pytest.param(f"{RECORD}note: !!str x\n", "yaml-tag", 10, id="a tag of YAML's own"),
    pytest.param(f"{RECORD}note: !include /etc/passwd\n", "yaml-tag", 10, id="an include"),
    pytest.param(f"{RECORD}note: !<tag:x,2020:y> z\n", "yaml-tag", 10, id="a verbatim tag"),
    pytest.param(f"!!map\n{RECORD}", "yaml-tag", 1, id="a tag on the whole"),
    pytest.param(f"{RECORD}---\n{RECORD}", "yaml-documents", 10, id="two documents"),
    pytest.param(f"{RECORD}...\n---\n", "yaml-documents", 11, id="a second document that is empty"),
    pytest.param(f"%YAML 1.1\n---\n{RECORD}", "yaml-directive", 1, id="a directive"),
    pytest.param(f"%TAG ! tag:x,2020:\n---\n{RECORD}", "yaml-directive", 1, id="a directive of tags"),
    pytest.param(f"%YAML 9.9\n---\n{RECORD}", "yaml-syntax", 1, id="a version that is not"),
    pytest.param(f"{RECORD}title: B\n", "yaml-duplicate-key", 10, id="a field twice"),
    pytest.param(f"{RECORD}'title': B\n", "yaml-duplicate-key", 10, id="a field twice, once in quotes"),
    pytest.param(f"{RECORD}? [a, b]\n: c\n", "yaml-key", 10, id="a list as a key"),
    pytest.param(f"{RECORD}? {{a: b}}\n: c\n", "yaml-key", 10, id="a mapping as a key"),
    pytest.param(f"{RECORD}note:\n\tx: y\n", "yaml-syntax", 11, id="a tab that indents"),
    pytest.param(f"{RECORD}note: 'x\n", "yaml-syntax", 10, id="an open quote"),
    pytest.param(f'{RECORD}note: "x\n', "yaml-syntax", 10, id="an open double quote"),
    pytest.param(f"{RECORD}topics: [a\n", "yaml-syntax", 11, id="an open bracket"),
    pytest.param(f"{RECORD}topics: [a}}\n", "yaml-syntax", 10, id="the wrong bracket"),
    pytest.param(f'{RECORD}note: "\\q"\n', "yaml-syntax", 10, id="an escape that is not"),
    pytest.param(f"{RECORD}note: a: b\n", "yaml-syntax", 10, id="a colon in a value"),
    pytest.param(f"{RECORD}note: @x\n", "yaml-syntax", 10, id="a value that begins with an at sign"),
    pytest.param(f"{RECORD}  note: x\n", "yaml-syntax", 10, id="a wrong indentation"),
    pytest.param("- title: A\n", "yaml-syntax", 1, id="a list"),
    pytest.param("A Bitter Crust\n", "yaml-syntax", 1, id="a text"),
    pytest.param("", "yaml-syntax", 1, id="nothing"),
    pytest.param("\n \n", "yaml-syntax", 1, id="blank lines"),
    pytest.param("# A\n# B\n", "yaml-syntax", 1, id="comments"),
    pytest.param("---\n", "yaml-syntax", 1, id="a document's start"),
    pytest.param('{"title": "A"', "yaml-syntax", 1, id="half of a JSON object"),
    pytest.param(f"{RECORD}note: {'[' * 17}{']' * 17}\n", "yaml-depth", 10, id="a level too many"),
]

BYTES = [
    pytest.param(RECORD.encode() + b"note: \x00\n", "control-character", 10, id="NUL"),
    pytest.param(b"\0" * 4096, "control-character", 1, id="nothing but NUL"),
    pytest.param(RECORD.encode("utf-16"), "encoding", 1, id="UTF-16"),
    pytest.param(RECORD.encode("utf-16-le"), "control-character", 1, id="UTF-16 LE without mark"),
    pytest.param(b"\xfe\xff" + RECORD.encode("utf-16-be"), "encoding", 1, id="UTF-16 BE"),
    pytest.param(RECORD.encode("utf-16-be"), "control-character", 1, id="UTF-16 BE without mark"),
    pytest.param(RECORD.encode("utf-32"), "encoding", 1, id="UTF-32"),
    pytest.param(b"\0\0\xfe\xff" + RECORD.encode("utf-32-be"), "encoding", 1, id="UTF-32 BE"),
    pytest.param(RECORD.encode("utf-8-sig"), "encoding", 1, id="a byte-order mark"),
    pytest.param(RECORD.encode() + "note: \ufeffx\n".encode(), "control-character", 10, id="a mark in the middle"),
    pytest.param(RECORD.encode() + "note: é\n".encode("latin-1"), "encoding", 10, id="Latin-1"),
    pytest.param(RECORD.encode() + b"note: \xc0\xaf\n", "encoding", 10, id="overlong UTF-8"),
    pytest.param(RECORD.encode() + b"note: \xed\xa0\x80\n", "encoding", 10, id="a surrogate"),
    pytest.param(RECORD.encode() + b"note: \xf4\x90\x80\x80\n", "encoding", 10, id="beyond Unicode"),
    pytest.param(RECORD.encode() + b"note: \xe2\x82", "encoding", 10, id="half a character"),
    pytest.param(RECORD.encode() + b"note: \x1b[31mred\n", "control-character", 10, id="an escape sequence"),
    pytest.param(RECORD.encode() + b"note: a\x07\n", "control-character", 10, id="a bell"),
    pytest.param(RECORD.encode() + b"note: a\x7f\n", "control-character", 10, id="a delete"),
    pytest.param(RECORD.encode() + "note: \u009bm\n".encode(), "control-character", 10, id="a C1 control"),
    pytest.param(RECORD.encode() + "note: \u0085x\n".encode(), "control-character", 10, id="a next line"),
    pytest.param(RECORD.encode() + "note: \uffff\n".encode(), "control-character", 10, id="a character that is none"),
    pytest.param(RECORD.encode() + b"note: a\rb\n", "control-character", 10, id="a lone carriage return"),
    pytest.param(RECORD.encode() + b'note: "\\0"\n', "control-character", 10, id="an escaped NUL"),
    pytest.param(RECORD.encode() + b'note: "\\e[31m"\n', "control-character", 10, id="an escaped escape"),
    pytest.param(RECORD.encode() + b'note: "\\x9b"\n', "control-character", 10, id="an escaped C1 control"),
    pytest.param(RECORD.encode() + b'"a\\x07": b\n', "control-character", 10, id="an escape in a key"),
]

FIELDS = [
    pytest.param(f"{RECORD}colour: brown\n", "unknown-field", 10, id="an unknown field"),
    pytest.param(f"{RECORD}'': x\n", "unknown-field", 10, id="a field without a name"),
    pytest.param(f"{RECORD}__class__: x\n", "unknown-field", 10, id="a field as Python names its own"),
    pytest.param(with_field("year", "20"), "invalid-value", 9, id="a year of two digits"),
    pytest.param(with_field("year", "9" * 5000), "invalid-value", 9, id="a year of 5,000 digits"),
    pytest.param(with_field("year", "0x7E4"), "invalid-value", 9, id="a hexadecimal year"),
    pytest.param(with_field("year", "2021"), "year-in-folder", 9, id="the folder of another year"),
    pytest.param(with_field("added", "2026-02-30"), "invalid-value", 9, id="a day that is not"),
    pytest.param(with_field("added", "yesterday"), "invalid-value", 9, id="a day in words"),
    pytest.param(with_field("authors", "[]"), "invalid-value", 8, id="no author"),
    pytest.param(with_field("authors", "[Cher]"), "invalid-value", 8, id="a single word as an author"),
    pytest.param(with_field("authors", '["a, b, c, d"]'), "invalid-value", 8, id="authors run together"),
    pytest.param(with_field("authors", "[{name: [x]}]"), "invalid-value", 8, id="a collective of a list"),
    pytest.param(with_field("authors", "[{nom: x}]"), "invalid-value", 8, id="a collective without a name"),
    pytest.param(with_field("authors", "[{name: ''}]"), "invalid-value", 8, id="a collective that is empty"),
    pytest.param(with_field("code", "[{url: [x]}]"), "invalid-value", 10, id="a repository of a list"),
    pytest.param(with_field("code", "[{official: true}]"), "missing-field", 10, id="a repository without address"),
    pytest.param(
        with_field("code", "[{url: 'https://a.example.org/', official: maybe}]"), "invalid-value", 10, id="no flag"
    ),
    pytest.param(with_field("implementations", "[{name: x}]"), "missing-field", 10, id="no library"),
    pytest.param(with_field("other_versions", "[{}]"), "missing-field", 10, id="a version without venue"),
    pytest.param(with_field("doi", "https://doi.org/10.1/x"), "invalid-value", 10, id="a DOI with address"),
    pytest.param(with_field("arxiv", "2001.00001v2"), "invalid-value", 10, id="an arXiv id with version"),
    pytest.param(with_field("pages", "1--2"), "invalid-value", 10, id="pages as LaTeX writes them"),
    pytest.param(with_field("venue", "OVNE"), "unknown-venue", 9, id="an unknown venue"),
    pytest.param(with_field("venue", "../../etc"), "unknown-venue", 9, id="a venue that leads elsewhere"),
    pytest.param(with_field("topics", "[x]"), "unknown-topic", 10, id="an unknown topic"),
    pytest.param(with_field("title", '"a\\nb"'), "invalid-value", 9, id="a title of two lines"),
    pytest.param(with_field("title", '"abc \\u202e def"'), "invisible-character", 9, id="a title that runs backwards"),
    pytest.param(with_field("title", "a\u2066b\u2069c"), "invisible-character", 9, id="a title with an isolate"),
    pytest.param(with_field("title", "a\u200bb"), "invisible-character", 9, id="a title with a zero-width space"),
    pytest.param(with_field("title", "a\u00adb"), "invisible-character", 9, id="a title with a soft hyphen"),
]

URLS = [
    pytest.param("javascript:alert(1)", id="a script"),
    pytest.param("JavaScript://example.org/%0aalert(1)", id="a script with a host"),
    pytest.param("data:text/html,<script>", id="data"),
    pytest.param("vbscript:x", id="another script"),
    pytest.param("file:///etc/passwd", id="a file"),
    pytest.param("ftp://example.org/x", id="another protocol"),
    pytest.param("//example.org/x", id="no scheme"),
    pytest.param("example.org/x", id="a host alone"),
    pytest.param("https:///x", id="no host"),
    pytest.param("https://", id="nothing behind the scheme"),
    pytest.param("https://bank.example.org@evil.example.org/", id="a user name"),
    pytest.param("https://user:word@example.org/", id="a password"),
    pytest.param("https://example.org\\\\@evil.example.org/", id="a backslash"),
    pytest.param("https://example.org/a b", id="a space"),
    pytest.param(" https://example.org/", id="a space before"),
    pytest.param("https://example.org/a\\tb", id="a tab"),
    pytest.param("https://example.org/\\u202e", id="a bidi control"),
    pytest.param("https://example.org/<script>", id="an angle bracket"),
    pytest.param('https://example.org/\\"onclick=', id="a quotation mark"),
    pytest.param("https://example.org:99999/", id="a port too large"),
    pytest.param("https://example.org:port/", id="a port in words"),
    pytest.param("https://[::1/", id="half an address of IP"),
    pytest.param("https://localhost/", id="this machine"),
    pytest.param("https://exam_ple..org/", id="an empty label"),
    pytest.param(f"https://example.org/{'a' * 3000}", id="an address without end"),
]


@pytest.mark.parametrize(("data", "codes", "line"), [*YAML, *BYTES, *FIELDS])
def test_a_hostile_record_gets_its_finding(toy: Path, data: str | bytes, codes: str, line: int) -> None:
    put(toy, PLACE, data)
    found = errors(toy)
    assert {code for _, _, code in found} == set(codes.split())
    assert {path for path, _, _ in found} == {PLACE}
    assert found[0][1] == line


def test_an_empty_vocabulary_is_not_told_to_write_a_title(toy: Path) -> None:
    (toy / VENUES).write_text("")
    assert f"{VENUES}:1:1: error: is empty; write lines of the form `key: value`, or `{{}}`" in invoke(toy).stdout


@pytest.mark.parametrize("url", URLS)
def test_a_hostile_address_gets_its_finding(toy: Path, url: str) -> None:
    put(toy, PLACE, with_field("links", f'{{paper: "{url}"}}'))
    assert errors(toy) == [(PLACE, 8, "malformed-url")]


def test_an_address_of_two_lines_gets_its_finding(toy: Path) -> None:
    put(toy, PLACE, with_field("links", '{paper: "https://example.org/\\nx"}'))
    assert errors(toy) == [(PLACE, 8, "invalid-value")]


@pytest.mark.parametrize("value", ["[[x]]", "{a: b}", ""], ids=["a list of lists", "a mapping", "nothing"])
@pytest.mark.parametrize("field", Paper.model_fields)
def test_a_field_of_another_type_gets_its_finding(toy: Path, field: str, value: str) -> None:
    text = with_field(field, value)
    put(toy, PLACE, text)
    codes = ("missing-field", "unknown-field") if (field, value) == ("links", "{a: b}") else ("invalid-value",)
    assert set(errors(toy)) == {(PLACE, line_of(text, f"{field}:"), code) for code in codes}


@pytest.mark.parametrize("field", [name for name, field in Paper.model_fields.items() if field.is_required()])
def test_a_required_field_that_is_missing_gets_its_finding(toy: Path, field: str) -> None:
    put(toy, PLACE, without_field(field))
    assert errors(toy) == [(PLACE, 1, "missing-field")]


NAMES = [
    pytest.param("kim2020crust.yml", "file-name", id="another suffix"),
    pytest.param("kim2020crust.YAML", "file-name", id="a suffix in capitals"),
    pytest.param("kim2020crust.yaml.yaml", "file-name", id="a suffix twice"),
    pytest.param("Kim2020crust.yaml", "file-name", id="capitals"),
    pytest.param("kim.yaml", "file-name", id="no year"),
    pytest.param("kim2020.yaml", "file-name", id="no word"),
    pytest.param("-kim2020crust.yaml", "file-name", id="a hyphen in front"),
    pytest.param("--root=kim2020crust.yaml", "file-name", id="an option"),
    pytest.param("kim 2020 crust.yaml", "file-name", id="spaces"),
    pytest.param("%2e%2e.yaml", "file-name", id="escaped dots"),
    pytest.param("kim2020%2fcrust.yaml", "file-name", id="an escaped slash"),
    pytest.param("kim2020\\..\\crust.yaml", "file-name", id="backslashes"),
    pytest.param("kim2020\ncrust.yaml", "file-name", id="a line feed"),
    pytest.param("kim2020\x1b[31mcrust.yaml", "file-name", id="an escape sequence"),
    pytest.param("kim2020\u202ecrust.yaml", "file-name", id="a bidi control"),
    pytest.param("kím2020crust.yaml", "file-name", id="an accent"),
    pytest.param("kim２０２０crust.yaml", "file-name", id="other digits"),
    pytest.param(os.fsdecode(b"kim2020\xff\xfecrust.yaml"), "file-name", id="bytes that are no UTF-8"),
    pytest.param("kim2020<script>.yaml", "file-name", id="markup"),
    pytest.param("$(id)2020x.yaml", "file-name", id="a command"),
    pytest.param("kim2020crust", "misplaced-file", id="no suffix"),
    pytest.param("README.md", "misplaced-file", id="another kind of file"),
    pytest.param("kim2020crust.yaml~", "misplaced-file", id="a leftover of an editor"),
]


@pytest.mark.parametrize(("name", "code"), NAMES)
def test_a_hostile_name_gets_its_finding(toy: Path, name: str, code: str) -> None:
    path = f"papers/2020/{name}"
    put(toy, path, RECORD)
    assert errors(toy) == [(path, 1, code)]


def test_the_longest_name_that_a_disk_holds_is_a_name_like_any_other(toy: Path) -> None:
    put(toy, f"papers/2020/kim2020{'a' * 243}.yaml", RECORD)
    assert invoke(toy, "--strict").exit_code == 0


@pytest.mark.parametrize("name", ["..yaml", ".kim2020crust.yaml", "...", ".git", ".kim2020crust.yaml.swp"])
def test_a_hidden_file_is_left_alone(toy: Path, name: str) -> None:
    put(toy, f"papers/2020/{name}", b"\0")
    assert invoke(toy, "--strict").exit_code == 0


def _case_only(root: Path) -> None:
    put(root, "papers/2020/Li2020fold.yaml", RECORD)


def _same_id(root: Path) -> None:
    text = with_field("year", "2021").replace("2020/crust", "2021/crust")
    put(root, "papers/2021/li2020fold.yaml", text)


def _link_to(target: str | Path, path: str = PLACE) -> Make:
    return lambda root: (root / path).symlink_to(target)


def _link_to_record(root: Path) -> None:
    (root / PLACE).symlink_to(put(root, "elsewhere.yaml", RECORD))


def _loop(root: Path) -> None:
    (root / PLACE).symlink_to(root / PLACE)


def _moved(path: str) -> Make:
    def make(root: Path) -> None:
        (root / path).rename(root / "moved")
        (root / path).symlink_to(root / "moved")

    return make


def _fifo(path: str) -> Make:
    def make(root: Path) -> None:
        (root / path).unlink(missing_ok=True)
        os.mkfifo(root / path)

    return make


def _socket(root: Path) -> None:
    # The address of a socket is short, so it is bound from its own folder.
    before = Path.cwd()
    os.chdir(root / "papers/2020")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("kim2020crust.yaml")
    os.chdir(before)


def _folder(path: str) -> Make:
    return lambda root: (root / path).mkdir(parents=True)


def _file(path: str, data: str | bytes = RECORD) -> Make:
    return lambda root: put(root, path, data)


def _without(path: str) -> Make:
    return lambda root: (root / path).unlink()


def _no_papers(root: Path) -> None:
    (root / "papers").rename(root / "gone")


def _papers_is_a_file(root: Path) -> None:
    _no_papers(root)
    put(root, "papers", RECORD)


def _vocabulary_is_a_folder(root: Path) -> None:
    (root / VENUES).unlink()
    (root / VENUES).mkdir()


VENUES = "vocabularies/venues.yaml"
LI = "papers/2020/li2020fold.yaml"

KINDS = [
    pytest.param(_case_only, {("papers/2020/Li2020fold.yaml", "file-name"), (LI, "duplicate-id")}, id="case alone"),
    pytest.param(_same_id, {("papers/2021/li2020fold.yaml", "duplicate-id")}, id="an id in two folders"),
    pytest.param(_link_to_record, {(PLACE, "not-a-file")}, id="a link to a record"),
    pytest.param(_link_to("li2020fold.yaml"), {(PLACE, "not-a-file")}, id="a link to a neighbour"),
    pytest.param(_link_to("nowhere"), {(PLACE, "not-a-file")}, id="a link to nothing"),
    pytest.param(_loop, {(PLACE, "not-a-file")}, id="a link to itself"),
    pytest.param(_link_to("/dev/zero"), {(PLACE, "not-a-file")}, id="a link to zeros without end"),
    pytest.param(_link_to("/dev/tty"), {(PLACE, "not-a-file")}, id="a link to a terminal"),
    pytest.param(_link_to("/etc/passwd"), {(PLACE, "not-a-file")}, id="a link out of the list"),
    pytest.param(_link_to("2020", "papers/2022"), {("papers/2022", "not-a-file")}, id="a link to a year"),
    pytest.param(_link_to("..", "papers/2022"), {("papers/2022", "not-a-file")}, id="a link upwards"),
    pytest.param(_link_to("/", "papers/2020/root"), {("papers/2020/root", "not-a-file")}, id="a link to all"),
    pytest.param(_moved("papers"), {("papers", "not-a-file")}, id="the papers behind a link"),
    pytest.param(_papers_is_a_file, {("papers", "not-a-file")}, id="papers that are a file"),
    pytest.param(_fifo(PLACE), {(PLACE, "not-a-file")}, id="a pipe"),
    pytest.param(_fifo("papers/2022"), {("papers/2022", "not-a-file")}, id="a pipe as a year"),
    pytest.param(_socket, {(PLACE, "not-a-file")}, id="a socket"),
    pytest.param(_folder(PLACE), {(PLACE, "misplaced-file")}, id="a folder with a record's name"),
    pytest.param(_file(f"{PLACE}/x.yaml"), {(PLACE, "misplaced-file")}, id="a record in such a folder"),
    pytest.param(_file("papers/2020/a/b/c.yaml"), {("papers/2020/a", "misplaced-file")}, id="folders in a year"),
    pytest.param(_file("papers/kim2020crust.yaml"), {("papers/kim2020crust.yaml", "misplaced-file")}, id="no year"),
    pytest.param(_file("papers/notes.txt"), {("papers/notes.txt", "misplaced-file")}, id="a stray file"),
    pytest.param(_folder("papers/20"), {("papers/20", "misplaced-file")}, id="a folder that is no year"),
    pytest.param(_folder("papers/٢٠٢٠"), {("papers/٢٠٢٠", "misplaced-file")}, id="a year in other digits"),
    pytest.param(_folder("papers/20\n20"), {("papers/20\n20", "misplaced-file")}, id="a year with a line feed"),
    pytest.param(
        _file("papers/2022/kim2020crust.yaml"), {("papers/2022/kim2020crust.yaml", "year-in-folder")}, id="wrong year"
    ),
    pytest.param(_without(VENUES), {(VENUES, "missing-file")}, id="no venues"),
    pytest.param(_moved(VENUES), {(VENUES, "not-a-file")}, id="venues behind a link"),
    pytest.param(_moved("vocabularies"), {("vocabularies", "not-a-file")}, id="vocabularies behind a link"),
    pytest.param(_fifo(VENUES), {(VENUES, "not-a-file")}, id="venues that are a pipe"),
    pytest.param(_vocabulary_is_a_folder, {(VENUES, "not-a-file")}, id="venues that are a folder"),
    pytest.param(_file(VENUES, "a: [\n"), {(VENUES, "yaml-syntax")}, id="venues that are no YAML"),
    pytest.param(_file(VENUES, "- a\n"), {(VENUES, "yaml-syntax")}, id="venues that are a list"),
    pytest.param(_file(VENUES, b"\xff"), {(VENUES, "encoding")}, id="venues that are no UTF-8"),
    pytest.param(_file(VENUES, ""), {(VENUES, "yaml-syntax")}, id="venues that are empty"),
]


@pytest.mark.parametrize(("make", "expected"), KINDS)
def test_a_hostile_thing_gets_its_finding(toy: Path, make: Make, expected: set[tuple[str, str]]) -> None:
    make(toy)
    found = errors(toy)
    assert {(path, code) for path, _, code in found} == expected
    assert len(found) == len(expected)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        pytest.param("OVEN: x\n", "invalid-value", id="an entry that is a word"),
        pytest.param("OVEN: {}\n", "missing-field", id="an entry without fields"),
        pytest.param("OVEN: [a]\n", "invalid-value", id="an entry that is a list"),
    ],
)
def test_a_broken_entry_of_a_vocabulary_is_no_finding_of_the_records_that_need_it(
    toy: Path, text: str, codes: str
) -> None:
    venues = (toy / VENUES).read_text()
    start = venues.index("CRUMB:")
    put(toy, VENUES, text + venues[start:])
    assert {(path, code) for path, _, code in errors(toy)} == {(VENUES, codes)}


@pytest.mark.parametrize("key", ["a b", "../x", "ä", "-a", '"a\\nb"', "a/b", "oven"])
def test_a_hostile_key_of_a_vocabulary_gets_its_finding(toy: Path, key: str) -> None:
    entry = "{name: N, kind: journal, rank: 1, names: [{proceedings: P}]}"
    text = (toy / VENUES).read_text()
    put(toy, VENUES, f"{text}{key}: {entry}\n")
    assert errors(toy) == [(VENUES, len(text.splitlines()) + 1, "vocabulary-key")]


LIST = '[list]\ntitle = "T"\ndescription = "D"\nurl = "https://a.example/"\nrepository = "https://b.example/c"\n'


@pytest.mark.parametrize(
    ("data", "code", "line"),
    [
        pytest.param("[list\n", "toml-syntax", 1, id="an open bracket"),
        pytest.param(f"{LIST}title = 'U'\n", "toml-syntax", 6, id="a key twice"),
        pytest.param(LIST.replace('"T"', '"T'), "toml-syntax", 2, id="an open quote"),
        pytest.param(f"{LIST}[readme]\nearlier = {'1' * 5000}\n", "toml-syntax", 8, id="a number of 5,000 digits"),
        pytest.param(f"{LIST}x = {'[' * 100_000}\n", "toml-syntax", 7, id="100,000 levels"),
        pytest.param(f"{LIST}\0".encode(), "control-character", 6, id="NUL"),
        pytest.param(LIST.replace('"T"', '"T\\u001b[31m"'), "invalid-value", 2, id="an escaped control character"),
        pytest.param(f"{LIST}#{'x' * 1_048_576}", "file-size", 1, id="more than a mebibyte"),
        pytest.param(LIST.encode("utf-16"), "encoding", 1, id="UTF-16"),
        pytest.param(LIST.encode("utf-8-sig"), "encoding", 1, id="a byte-order mark"),
        pytest.param(b"\xff", "encoding", 1, id="no UTF-8"),
        pytest.param("", "missing-field", 1, id="nothing"),
        pytest.param(LIST.replace("title", "titel"), "missing-field unknown-field", 1, id="a misspelling"),
        pytest.param(f"{LIST}[build]\n", "unknown-field", 6, id="an unknown table"),
        pytest.param("list = 3\n", "invalid-value", 1, id="no table"),
        pytest.param(LIST.replace('"T"', "[]"), "invalid-value", 2, id="a list as the title"),
        pytest.param(LIST.replace('"T"', '""'), "invalid-value", 2, id="an empty title"),
        pytest.param(LIST.replace("https://a", "javascript://a"), "invalid-value", 4, id="a script as the address"),
        pytest.param(f"{LIST}[readme]\nearlier = 'x'\n", "invalid-value", 7, id="no year"),
        pytest.param(f"{LIST}[readme]\nearlier = 20200\n", "invalid-value", 7, id="a year beyond all"),
        pytest.param(f"{LIST}[readme]\nearlier = true\n", "invalid-value", 7, id="a truth value as a year"),
        pytest.param(f"{LIST}[readme]\nsplit = 'perhaps'\n", "invalid-value", 7, id="no flag"),
        pytest.param(f"{LIST}[readme]\nsurveys = 'nothing'\n", "unknown-family", 7, id="an unknown family"),
    ],
)
def test_hostile_settings_get_their_finding(toy: Path, data: str | bytes, code: str, line: int) -> None:
    put(toy, "catalog.toml", data)
    found = errors(toy)
    assert {(path, item) for path, _, item in found} == {("catalog.toml", item) for item in code.split()}
    assert found[0][1] == line


def test_one_broken_file_hides_nothing_in_another(toy: Path) -> None:
    put(toy, "papers/2021/zhang2021proof.yaml", "title: [\n")
    put(toy, "papers/2013/bell2013starter.yaml", b"\xff")
    put(toy, PLACE, without_field("venue"))
    put(toy, "vocabularies/topics.yaml", "rye: &x {}\n")
    put(toy, "catalog.toml", "[list\n")
    assert errors(toy) == [
        ("catalog.toml", 1, "toml-syntax"),
        ("papers/2013/bell2013starter.yaml", 1, "encoding"),
        (PLACE, 1, "missing-field"),
        ("papers/2021/zhang2021proof.yaml", 2, "yaml-syntax"),
        ("vocabularies/topics.yaml", 1, "yaml-anchor"),
    ]


def test_one_broken_field_hides_no_other(toy: Path) -> None:
    put(toy, PLACE, with_field("colour", "brown", with_field("year", "x", without_field("venue"))))
    assert {code for _, _, code in errors(toy)} == {"invalid-value", "missing-field", "unknown-field"}


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
from catalog.cli import main
main(sys.argv[1:])
"""

# What root may read, nobody may not: everything is imported first, for nobody may not read the interpreter either.
AS_NOBODY = """
import os, sys
from click.testing import CliRunner
from catalog.cli import main
CliRunner().invoke(main, sys.argv[1:])
if os.geteuid() == 0:
    os.setgroups([])
    os.setresgid(65534, 65534, 65534)
    os.setresuid(65534, 65534, 65534)
main(sys.argv[1:])
"""


def run(script: str, toy: Path) -> list[Finding]:
    before = snapshot(toy)
    done = subprocess.run(
        [sys.executable, "-c", script, "--root", ".", "check", "--format", "json"],
        cwd=toy,
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    assert done.returncode == 1
    assert snapshot(toy) == before
    return errors_in(done.stdout)


def _many(line: str, size: int = 1 << 20) -> str:
    """Return as many numbered lines as stay below the largest size of a file."""
    return "".join(f"{line.format(number)}\n" for number in range(size // (len(line) + 6)))


WORST = [
    pytest.param(BOMB, {"yaml-anchor"}, id="an alias bomb"),
    pytest.param("a: " + "[" * 100_000, {"yaml-depth"}, id="100,000 lists in brackets"),
    pytest.param("{a: " * 100_000, {"yaml-depth"}, id="100,000 mappings in braces"),
    pytest.param("a:\n  " + "- " * 100_000 + "b", {"yaml-depth"}, id="100,000 lists on one line"),
    pytest.param("? " * 100_000 + "b", {"yaml-depth"}, id="100,000 complex keys"),
    pytest.param("".join(f"{' ' * n}a:\n" for n in range(1400)), {"yaml-depth"}, id="1,400 mappings one in another"),
    pytest.param("a: b\n" * 10_000_000, {"file-size"}, id="50 MB"),
    pytest.param("a: " * 349_000, {"yaml-syntax"}, id="a line of a mebibyte"),
    pytest.param(f"title: {'x' * 1_040_000}", {"value-size"}, id="a title of a mebibyte"),
    pytest.param(_many("k{0}: v"), {"unknown-field", "more-findings"}, id="unknown keys without end"),
    pytest.param("a: b\n" * 200_000, {"yaml-duplicate-key", "more-findings"}, id="one key without end"),
    pytest.param("a: &a b\nc:\n" + _many("- *a"), {"yaml-anchor", "value-size"}, id="many aliases"),
    pytest.param(_many("k{0}: &a{0} !!x v"), {"yaml-anchor", "yaml-tag", "more-findings"}, id="many anchors"),
    pytest.param("a: b\n---\n" * 110_000, {"yaml-documents"}, id="documents without end"),
    pytest.param("%TAG !a! tag:x\n---\na: b\n...\n" * 30_000, {"yaml-directive", "yaml-documents"}, id="directives"),
    pytest.param(f"{'k' * 1_000_000}: v", {"yaml-syntax", "value-size"}, id="a key of a mebibyte"),
    pytest.param(with_field("authors", f"[{'A B, ' * 170_000}]"), {"value-size"}, id="one author without end"),
    pytest.param(with_field("authors", f"[{'A B, ' * 9_000}]"), {"author-twice", "more-findings"}, id="9,000 authors"),
    pytest.param(with_field("topics", f"[{'a, ' * 300_000}]"), {"value-size"}, id="topics without end"),
    pytest.param(
        with_field("topics", f"[{'a, ' * 9_000}]"),
        {"named-twice", "unknown-topic", "more-findings"},
        id="9,000 topics",
    ),
    pytest.param(with_field("title", f'"{"a " * 500_000}"'), {"value-size"}, id="a title of 500,000 words"),
    pytest.param(with_field("title", f'"{"a " * 9_000}"'), {"title-spacing"}, id="a title of 9,000 words"),
    pytest.param(with_field("pages", f"1{':1' * 9_000}x"), {"invalid-value"}, id="pages without end"),
    pytest.param(with_field("arxiv", f"{'a' * 19_000}/1"), {"invalid-value"}, id="an arXiv id without end"),
    pytest.param(with_field("links", f"{{paper: 'https://{'a-' * 9_000}'}}"), {"malformed-url"}, id="a long host"),
]


@pytest.mark.parametrize(("text", "codes"), WORST)
def test_what_would_take_forever_takes_seconds_and_less_than_a_gibibyte(toy: Path, text: str, codes: set[str]) -> None:
    put(toy, PLACE, text)
    found = run(LIMITED, toy)
    assert {(path, code) for path, _, code in found} - {(PLACE, "missing-field")} == {
        (PLACE, code) for code in codes if code != "missing-field"
    }
    assert len(found) <= 101


def _locked(path: str) -> Make:
    return lambda root: (root / path).chmod(0)


@pytest.fixture
def open_toy(toy: Path) -> Iterator[Path]:
    """Provide a list that anybody may read, whatever the umask, and make what a test locks removable again."""
    for path in (toy, *toy.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    yield toy
    for locked in ("papers", "papers/2020", "vocabularies"):
        (toy / locked).chmod(0o755)


@pytest.mark.parametrize(
    ("path", "code"),
    [
        pytest.param(LI, "unreadable", id="a record"),
        pytest.param("papers/2020", "unreadable", id="a year"),
        pytest.param("papers", "unreadable", id="all papers"),
        pytest.param(VENUES, "unreadable", id="a vocabulary"),
    ],
)
def test_what_nobody_may_read_gets_its_finding(open_toy: Path, path: str, code: str) -> None:
    _locked(path)(open_toy)
    assert run(AS_NOBODY, open_toy) == [(path, 1, code)]


def test_findings_of_hostile_names_stay_on_their_line(toy: Path) -> None:
    put(toy, "papers/2020/kim2020\n\x1b[31m\u202ecrust.yaml", RECORD)
    put(toy, os.fsdecode(b"papers/2020/kim2020\xffcrust.yaml"), with_field("title", "x")[:30])
    for style in ("text", "github", "json"):
        result = invoke(toy, "--format", style)
        assert result.exit_code == 1
        assert not set("\x1b\u202e\r") & set(result.output)
        if style != "json":
            assert all("papers/2020/kim2020" in line for line in result.stdout.splitlines())
