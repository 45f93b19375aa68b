"""Many small files in one folder: written below folders as they are needed, and removed again."""

from pathlib import Path

from catalog.filing import Filing


def test_files_are_written_below_new_folders(tmp_path: Path) -> None:
    filing = Filing(str(tmp_path))
    filing.write("papers/shannon1948/index.html", b"<p>")
    filing.write("feed.xml", b"<feed/>")
    assert (tmp_path / "papers/shannon1948/index.html").read_bytes() == b"<p>"
    assert (tmp_path / "feed.xml").read_bytes() == b"<feed/>"


def test_shorter_file_replaces_a_longer_one(tmp_path: Path) -> None:
    filing = Filing(str(tmp_path))
    filing.write("a", b"long")
    filing.write("a", b"")
    assert (tmp_path / "a").read_bytes() == b""


def test_clearing_leaves_what_others_have_put_there(tmp_path: Path) -> None:
    filing = Filing(str(tmp_path))
    for place in ("a/b/mine", "a/mine", "c/mine", "mine"):
        filing.write(place, b"")
    (tmp_path / "a/other").touch()
    filing.clear()
    assert {path.name for path in tmp_path.rglob("*") if path.is_file()} == {"other"}
    assert not (tmp_path / "c").exists()
