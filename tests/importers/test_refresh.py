"""What services know and records do not say is told, and filled in; what a curator wrote stays, to the byte."""

import shutil
import sqlite3
from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path, PurePosixPath
from typing import Any

import pytest

from catalog.commands import refresh as refreshing
from catalog.commands.check import check
from catalog.commands.refresh import Refreshed, refresh
from tests.importers.test_add import settings_of
from tests.importers.test_faults import HTML, says
from tests.importers.world import World, as_dblp, as_openalex, as_works, entry, hit, openalex_work, work
from tests.links.server import Script, silent

ARXIV = "2003.13911"
DOI = "10.1000/oven.2020.7"
PREPRINT = """\
# how it began
title: Kneading by Numbers
authors:
  - Ana Ruiz  # the first
  - Bo Li
  # and nobody else
year: 2019   # of the preprint
venue: 'arXiv'
loss_family: gluten
arxiv: "2003.13911"

# where to read it
links: {paper: "https://arxiv.org/abs/2003.13911"}
added: 2026-01-02
"""
PUBLISHED = """\
title: Kneading by Numbers
authors: [Ana Ruiz, Bo Li]
year: 2020
venue: OVEN
loss_family: gluten
links:
    paper: https://oven.test.example.org/knead   # keep
# the day
added: 2026-01-02
"""


def put(world: World, text: str, path: str = "papers/2020/ruiz2020kneading.yaml") -> str:
    for other in (world.root / "papers").rglob("*.yaml"):
        other.unlink()
    shutil.rmtree(world.root / "site", ignore_errors=True)  # its pages cite the papers
    target = world.root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(text.encode())
    return path


def run(world: World, *paths: str, fix: bool = False, again: bool = False, token: str | None = None) -> Refreshed:
    return refresh(
        world.root,
        settings_of(world.root),
        [PurePosixPath(path) for path in paths],
        fix=fix,
        token=token,
        progress=lambda _done, _all: None,
        again=again,
    )


def added_lines(before: str, root: Path, path: str) -> Sequence[str]:
    """Return the lines that a file has gained; none may be gone."""
    after = (root / path).read_bytes().decode()
    changed = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    assert [line for line in changed if line.startswith("-")] == []
    return [line[1:] for line in changed if line.startswith("+")]


def codes(done: Refreshed) -> list[str]:
    return [finding.code for finding in done.findings]


PREPRINT_PATH = "papers/2019/ruiz2019kneading.yaml"

WAYS: list[Any] = [
    pytest.param({"arxiv": entry(ARXIV, doi=DOI), "work": work()}, "Crossref", id="arXiv has its DOI"),
    pytest.param(
        {"arxiv": entry(ARXIV, journal_ref="OVEN 2020, pp. 3235-3244"), "work": None},
        "arXiv",
        id="arXiv has its reference",
    ),
    pytest.param({"arxiv": entry(ARXIV), "dblp": as_dblp(hit())}, "DBLP", id="DBLP finds its title"),
    pytest.param({"arxiv": entry(ARXIV), "search": as_works(work())}, "Crossref", id="Crossref finds its title"),
    pytest.param(
        {"arxiv": entry(ARXIV), "openalex": as_openalex(openalex_work())}, "OpenAlex", id="OpenAlex finds its title"
    ),
]


def learn(world: World, known: dict[str, Any]) -> None:
    world.arxiv[ARXIV] = known.get("arxiv", entry(ARXIV))
    if known.get("work") is not None:
        world.works[DOI] = known["work"]
    world.dblp = known.get("dblp", world.dblp)
    world.search = known.get("search", world.search)
    world.openalex = known.get("openalex", world.openalex)


@pytest.mark.parametrize(("known", "source"), WAYS)
def test_a_preprint_that_has_been_published_is_told(world: World, known: dict[str, Any], source: str) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    learn(world, known)
    done = run(world)
    (finding,) = done.findings
    assert (finding.code, str(finding.location)) == ("published-since", f"{PREPRINT_PATH}:8:8")
    assert "has been published since: OVEN 2020" in finding.message
    assert f"says {source}" in finding.message
    assert (done.changes, (world.root / PREPRINT_PATH).read_text()) == ((), PREPRINT)


@pytest.mark.parametrize(("known", "source"), WAYS)
def test_a_preprint_that_has_been_published_becomes_that_in_the_folder_of_its_year(
    world: World, known: dict[str, Any], source: str
) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    learn(world, known)
    run(world, fix=True)
    assert not (world.root / PREPRINT_PATH).exists()
    expected = PREPRINT.replace("2019   #", "2020   #").replace("'arXiv'", "'OVEN'")
    pages = "loss_family: gluten\npages: 3235-3244\n"
    doi = "" if source == "arXiv" else f"doi: {DOI}\n"
    expected = expected.replace("loss_family: gluten\n", pages + doi)
    assert (world.root / "papers/2020/ruiz2019kneading.yaml").read_text() == expected
    assert [each for each in check(world.root).findings if each.severity.label == "error"] == []
    assert codes(run(world)) in ([], ["open-field"])


@pytest.mark.parametrize(
    "known",
    [
        pytest.param(
            {"dblp": as_dblp(hit(authors={"author": [{"text": "Cy Young"}, {"text": "Di Ox"}]}))}, id="other authors"
        ),
        pytest.param({"dblp": as_dblp(hit(authors={"author": {"text": "Xu Ruiz"}}))}, id="another given name"),
        pytest.param({"dblp": as_dblp(hit(year="2031"))}, id="years later"),
        pytest.param({"dblp": as_dblp(hit(year="2003"))}, id="years before"),
        pytest.param({"dblp": as_dblp(hit(title="Kneading by Hand."))}, id="another title"),
        pytest.param(
            {"dblp": as_dblp(hit(venue="CoRR", type="Informal and Other Publications", doi=None))},
            id="the preprint itself",
        ),
        pytest.param(
            {"search": as_works(work(author=[{"given": "Cy", "family": "Young"}]))}, id="other authors at Crossref"
        ),
        pytest.param({"search": as_works(work(title=["RETRACTED: Kneading by Numbers"]))}, id="retracted"),
        pytest.param({"openalex": as_openalex(openalex_work(is_retracted=True))}, id="retracted at OpenAlex"),
        pytest.param({"arxiv": entry(ARXIV, journal_ref="OVEN 2020 Workshops")}, id="a workshop"),
        pytest.param({}, id="nothing"),
    ],
)
def test_what_is_not_the_paper_is_not_taken_for_it(world: World, known: dict[str, Any]) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    learn(world, known)
    done = run(world, fix=True)
    assert (done.findings, done.changes) == ((), ())
    assert (world.root / PREPRINT_PATH).read_text() == PREPRINT


@pytest.mark.parametrize(
    ("fix", "end"), [(False, "; `catalog refresh --fix` writes it"), (True, "; this is written now")]
)
def test_what_is_told_says_whether_it_is_written(world: World, fix: bool, end: str) -> None:  # noqa: FBT001  # a case
    put(world, PREPRINT, PREPRINT_PATH)
    learn(world, {"dblp": as_dblp(hit())})
    (found,) = run(world, fix=fix).findings
    assert found.message.endswith(end)


def test_a_venue_that_the_list_does_not_know_is_told_and_nothing_is_written(world: World) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    learn(world, {"dblp": as_dblp(hit(venue="ASHES"))})
    done = run(world, fix=True)
    assert (codes(done), done.changes) == (["published-since"], ())
    assert "`ASHES`; add that to vocabularies/venues.yaml first" in done.findings[0].message


@pytest.mark.parametrize(
    ("known", "lines"),
    [
        pytest.param({"dblp": as_dblp(hit())}, ["pages: 3235-3244", f"doi: {DOI}"], id="DBLP"),
        pytest.param({"search": as_works(work())}, ["pages: 3235-3244", f"doi: {DOI}"], id="Crossref"),
        pytest.param({"openalex": as_openalex(openalex_work())}, ["pages: 3235-3244", f"doi: {DOI}"], id="OpenAlex"),
        pytest.param(
            {"dblp": as_dblp(hit(doi=None)), "search": as_works(work(page=None))},
            ["pages: 3235-3244", f"doi: {DOI}"],
            id="two together",
        ),
        pytest.param(
            {"dblp": as_dblp(hit(authors={"author": [{"text": "Cy Young"}, {"text": "Di Ox"}]}))}, [], id="a namesake"
        ),
        pytest.param({"dblp": as_dblp(hit(venue="Journal of Crumbs"))}, [], id="the journal's version"),
        pytest.param({"dblp": as_dblp(hit(year="2022"))}, [], id="another year"),
    ],
)
def test_gaps_are_filled_and_no_other_byte_changes(world: World, known: dict[str, Any], lines: list[str]) -> None:
    path = put(world, PUBLISHED)
    learn(world, known)
    assert codes(run(world)) == ["open-field"] * len(lines)
    run(world, fix=True)
    assert list(added_lines(PUBLISHED, world.root, path)) == lines
    assert [each for each in check(world.root).findings if each.severity.label == "error"] == []


def test_what_a_curator_wrote_stays_and_a_disagreement_is_told(world: World) -> None:
    text = PUBLISHED.replace("links:", "pages: 1-2\nlinks:")
    path = put(world, text)
    learn(world, {"dblp": as_dblp(hit())})
    done = run(world, fix=True)
    assert codes(done) == ["open-field", "other-value"]
    assert str(done.findings[1]) == (
        f"{path}:6:8: note: `pages` is `1-2` here and `3235-3244` at DBLP; look which is right [other-value]"
    )
    assert list(added_lines(text, world.root, path)) == [f"doi: {DOI}"]


def test_the_doi_of_a_record_brings_its_pages_and_is_not_looked_for(world: World) -> None:
    text = PUBLISHED.replace("links:", f"doi: {DOI}\nlinks:")
    path = put(world, text)
    world.works[DOI] = work()
    run(world, fix=True)
    assert list(added_lines(text, world.root, path)) == ["pages: 3235-3244"]
    assert world.paths == [f"/crossref/works/{DOI}"]


def test_a_record_with_nothing_open_is_not_asked_about(world: World) -> None:
    put(world, PUBLISHED.replace("links:", f"pages: 1-2\ndoi: {DOI}\nlinks:"))
    done = run(world)
    assert (done.asked, world.paths, done.findings, done.is_deaf) == (0, [], (), False)


@pytest.mark.parametrize(
    ("known", "lines"),
    [(True, ["code:", "  - url: https://github.com/ruiz/kneading", "    official: true"]), (False, [])],
)
def test_code_that_the_authors_name_is_filled_in_where_it_is_today(
    world: World, *, known: bool, lines: list[str]
) -> None:
    text = PUBLISHED.replace("links:", f"pages: 1-2\ndoi: {DOI}\narxiv: '{ARXIV}'\nlinks:")
    path = put(world, text)
    world.arxiv[ARXIV] = entry(ARXIV, comment="Our code is at https://github.com/ruiz/knead")
    world.github = {"ruiz/knead": {"html_url": "https://github.com/ruiz/kneading", "private": False}} if known else {}
    run(world, fix=True)
    assert list(added_lines(text, world.root, path)) == lines


@pytest.mark.parametrize(
    "text",
    [
        PUBLISHED,
        PUBLISHED.replace("\n", "\r\n"),
        PUBLISHED.removesuffix("\n"),
        PUBLISHED.replace("added: 2026-01-02\n", "").replace("title:", "added: 2026-01-02\ntitle:"),
        PUBLISHED.replace("loss_family: gluten\n", "").replace("# the day", "loss_family: gluten  # last\n# the day"),
        PUBLISHED.replace("authors: [Ana Ruiz, Bo Li]", "authors:\n- Ana Ruiz\n- Bo Li\n  # within"),
        "---\n" + PUBLISHED,
        PUBLISHED + "note: |\n  Two\n\n  lines\n",
        PUBLISHED.replace("loss_family: gluten", "loss_family: gluten\ntopics:\n    - rye\n\n"),
    ],
    ids=[
        "usual",
        "Windows",
        "no end",
        "added first",
        "another order",
        "a list",
        "a document",
        "a text last",
        "empty lines",
    ],
)
def test_gaps_are_filled_however_a_record_is_written(world: World, text: str) -> None:
    path = put(world, text)
    learn(world, {"dblp": as_dblp(hit())})
    run(world, fix=True)
    lines = added_lines(text, world.root, path)
    assert list(lines) == ["pages: 3235-3244", f"doi: {DOI}"]
    assert ("\r\n" in text) == ("doi: 10.1000/oven.2020.7\r\n" in (world.root / path).read_bytes().decode())
    assert [each for each in check(world.root).findings if each.severity.label == "error"] == []


BRACES = """\
{title: Kneading by Numbers, authors: [Ana Ruiz, Bo Li], year: 2020, venue: OVEN, loss_family: gluten, # why
 links: {paper: 'https://oven.test.example.org/knead'}, added: 2026-01-02}
"""


@pytest.mark.parametrize(
    "text",
    [
        BRACES,
        f"---\n{BRACES}...\n",
        BRACES.replace(", ", ",\n  ").replace("02}", "02,\n}"),
        BRACES.replace("title: Kneading by Numbers", '"title": "Kneading by Numbers"').replace(
            ": gluten", ": 'gluten'"
        ),
        BRACES.replace("loss_family: gluten", "loss_family:\n   gluten"),
    ],
    ids=["a line", "a document", "a field a line", "quotes", "a value below its key"],
)
def test_gaps_of_a_record_in_braces_are_filled_within_them(world: World, text: str) -> None:
    path = put(world, text)
    learn(world, {"dblp": as_dblp(hit())})
    world.arxiv[ARXIV] = entry(ARXIV)
    run(world, fix=True)
    new = (world.root / path).read_text()
    assert new.replace(f", pages: 3235-3244, doi: {DOI}", "", 1) == text
    assert [each for each in check(world.root).findings if each.severity.label == "error"] == []


def test_code_is_filled_into_braces(world: World) -> None:
    path = put(world, BRACES.replace(" links", f" pages: 1-2, doi: {DOI}, arxiv: '{ARXIV}', links"))
    world.arxiv[ARXIV] = entry(ARXIV, comment="Our code is at https://github.com/ruiz/knead")
    world.github = {"ruiz/knead": {"html_url": "https://github.com/ruiz/knead", "private": False}}
    run(world, fix=True)
    assert "}, code: [{url: https://github.com/ruiz/knead, official: true}], added" in (world.root / path).read_text()


def test_a_preprint_in_braces_becomes_what_it_was_published_as(world: World) -> None:
    put(world, BRACES.replace("2020", "2019", 1).replace("OVEN", "arXiv, arxiv: '2003.13911'"), PREPRINT_PATH)
    learn(world, {"dblp": as_dblp(hit())})
    run(world, fix=True)
    new = (world.root / "papers/2020/ruiz2019kneading.yaml").read_text()
    assert "year: 2020, venue: OVEN, arxiv: '2003.13911', loss_family: gluten, pages: 3235-3244, doi" in new


def test_what_cannot_be_put_into_a_file_is_said_with_the_remedy(world: World) -> None:
    text = PREPRINT.replace("venue: 'arXiv'", "venue: >-\n  arXiv")
    put(world, text, PREPRINT_PATH)
    learn(world, {"dblp": as_dblp(hit())})
    done = run(world, fix=True)
    assert (done.changes, (world.root / PREPRINT_PATH).read_text()) == ((), text)
    assert "`venue`, `year` cannot be written into a file of this form; run `catalog fmt` on it" in "".join(
        finding.message for finding in done.findings
    )


def test_only_the_records_that_are_named_are_asked_about(world: World) -> None:
    put(world, PUBLISHED)
    learn(world, {"dblp": as_dblp(hit())})
    assert run(world, "papers/2019").asked == 0
    assert run(world, "papers/2020").asked == 1


@pytest.mark.parametrize(
    "script", [says(500), says(429, Retry_After="3600"), HTML, silent], ids=["500", "429", "HTML", "silent"]
)
def test_where_all_services_are_down_nothing_is_learned_and_that_is_told(world: World, script: Script) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    world.faults = dict.fromkeys(("arxiv", "crossref", "doi", "dblp", "openalex"), script)
    done = run(world, fix=True)
    assert (done.is_deaf, done.findings, done.changes) == (True, (), ())
    assert [line.partition(" ")[0] for line in done.silences] == ["arXiv", "DBLP", "Crossref", "OpenAlex"]


def test_where_one_service_is_down_the_others_are_asked_and_it_is_named(world: World) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    learn(world, {"search": as_works(work())})
    world.faults = {"dblp": says(429, Retry_After="3600")}
    done = run(world)
    assert (codes(done), done.is_deaf) == (["published-since"], False)
    assert [line.partition(" ")[0] for line in done.silences] == ["DBLP"]


def services_asked(world: World) -> int:
    found = len(world.paths)
    world.web.asked.clear()
    return found


def test_what_was_said_is_told_again_without_asking(world: World) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    learn(world, {"dblp": as_dblp(hit())})
    first = run(world)
    assert (services_asked(world) > 0, first.asked, first.known) == (True, 1, 0)
    second = run(world)
    assert (services_asked(world), second.asked, second.known) == (0, 0, 1)
    assert (second.findings, codes(second)) == (first.findings, ["published-since"])


def test_gaps_are_filled_with_what_was_said_before(world: World) -> None:
    path = put(world, PUBLISHED)
    learn(world, {"dblp": as_dblp(hit())})
    run(world)
    services_asked(world)
    run(world, fix=True)
    assert services_asked(world) == 0
    assert list(added_lines(PUBLISHED, world.root, path)) == ["pages: 3235-3244", f"doi: {DOI}"]


def test_a_paper_of_which_no_service_knows_more_is_not_asked_about_each_time(world: World) -> None:
    put(world, PUBLISHED)
    assert (run(world).findings, services_asked(world) > 0) == ((), True)
    assert (run(world).findings, services_asked(world)) == ((), 0)


def test_all_are_asked_about_where_that_is_wanted(world: World) -> None:
    put(world, PUBLISHED)
    run(world)
    learn(world, {"dblp": as_dblp(hit())})
    assert codes(run(world)) == []
    assert codes(run(world, again=True)) == ["open-field"] * 2
    assert codes(run(world)) == ["open-field"] * 2


@pytest.mark.parametrize(
    ("old", "new"),
    [("title: Kneading", "title: More Kneading"), ("- Bo Li", "- Bo Lee"), ("2019   #", "2020   #")],
    ids=["title", "author", "year"],
)
def test_a_record_that_has_changed_is_asked_about_again(world: World, old: str, new: str) -> None:
    put(world, PREPRINT, "papers/2020/ruiz2019kneading.yaml" if "year" in new else PREPRINT_PATH)
    run(world)
    path = PREPRINT_PATH.replace("2019/", "2020/") if "2020" in new else PREPRINT_PATH
    put(world, PREPRINT.replace(old, new), path)
    assert run(world).asked == 1


def test_a_service_that_was_silent_is_asked_again(world: World) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    learn(world, {"openalex": as_openalex(openalex_work())})
    world.faults = {"openalex": says(500)}
    assert codes(run(world)) == []
    world.faults = {}
    assert codes(run(world)) == ["published-since"]


def test_a_venue_that_the_list_lacked_is_looked_for_again(world: World) -> None:
    put(world, PREPRINT, PREPRINT_PATH)
    elsewhere = work(**{"container-title": ["Journal of Mixing"], "type": "journal-article"})
    learn(world, {"arxiv": entry(ARXIV, doi=DOI), "work": elsewhere})
    assert "add that to vocabularies/venues.yaml first" in run(world).findings[0].message
    venues = world.root / "vocabularies/venues.yaml"
    more = "MIX:\n  name: Mixing\n  kind: journal\n  rank: 9\n  names:\n    - proceedings: Journal of Mixing\n"
    venues.write_text(f"{venues.read_text()}\n{more}")
    assert "has been published since: MIX 2020" in run(world).findings[0].message


@pytest.mark.parametrize(
    ("setting", "asked"), [("ttl = 0", 1), ("ttl = 86400", 0), ("", 0)], ids=["never believed", "a day", "usual"]
)
def test_for_how_long_an_answer_is_believed_is_a_setting(world: World, setting: str, asked: int) -> None:
    toml = world.root / "catalog.toml"
    toml.write_text(f"{toml.read_text()}\n[refresh]\n{setting}\n")
    put(world, PUBLISHED)
    run(world)
    assert run(world).asked == asked


def test_what_another_version_remembers_is_asked_again(world: World) -> None:
    put(world, PUBLISHED)
    run(world)
    with sqlite3.connect(world.root / "build/refresh.sqlite") as connection:
        connection.execute("UPDATE heard SET said = '{\"said\": 7}'")
    connection.close()
    assert run(world).asked == 1


def test_a_run_ends_with_its_time_and_the_next_begins_with_what_it_left(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(world, PUBLISHED)
    for name in ("adams2020rye", "young2020rye"):
        path = world.root / "papers/2020" / f"{name}.yaml"
        path.write_text(PUBLISHED.replace("Kneading by Numbers", f"Kneading {name[:5]}"))
    monkeypatch.setattr(refreshing, "_BATCH", 1)
    toml = world.root / "catalog.toml"
    usual = toml.read_text()
    toml.write_text(f"{usual}\n[refresh]\nseconds = 0.000001\n")
    done = run(world)
    assert (done.asked, done.left, services_asked(world)) == (0, 3, 0)
    toml.write_text(usual)
    done = run(world)
    assert (done.asked, done.left) == (3, 0)


@pytest.mark.parametrize("again", [False, True])
def test_those_that_wait_the_longest_are_asked_about_first(world: World, *, again: bool) -> None:
    put(world, PUBLISHED)
    for name in ("adams2020rye", "young2020rye"):
        path = world.root / "papers/2020" / f"{name}.yaml"
        path.write_text(PUBLISHED.replace("Kneading by Numbers", f"Kneading {name[:5]}"))
    run(world)
    with sqlite3.connect(world.root / "build/refresh.sqlite") as connection:
        connection.execute("UPDATE heard SET said = '', asked = asked - 900 WHERE key = 'young2020rye'")
        connection.execute("UPDATE heard SET said = '', asked = asked - 500 WHERE key = 'adams2020rye'")
        connection.execute("DELETE FROM heard WHERE key = 'ruiz2020kneading'")
    connection.close()
    expected = ("ruiz2020kneading", "young2020rye", "adams2020rye")
    assert run(world, again=again).asked_about == expected
