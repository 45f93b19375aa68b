"""What sources say becomes records: field by field, once, whole or not at all."""

import datetime as dt
import os
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from catalog.commands.add import Added, add, as_documents
from catalog.commands.check import check
from catalog.commands.fmt import fmt
from catalog.diagnostics import Severity, WriteError
from catalog.importers.form import Form, read_form
from catalog.names import format_name
from catalog.settings import Settings, read_settings
from tests.importers.world import ERROR, PAGE, World, as_csl, entry, work
from tests.links.server import Visit


def settings_of(root: Path) -> Settings:
    read = read_settings(root)
    assert read.settings is not None, read.findings
    return read.settings


def run(
    world: World, *given: str, family: str | None = "gluten", form: Path | None = None, write: bool = True
) -> Added:
    return add(world.root, settings_of(world.root), given, family=family, form=form, write=write)


def only(added: Added) -> dict[str, Any]:
    """Return the one record that was made, as a reader of YAML without types sees it."""
    assert added.silences == ()
    assert [finding for finding in added.findings if finding.severity.label == "error"] == []
    (record,) = added.records
    found: dict[str, Any] = yaml.load(record.text, Loader=yaml.BaseLoader)  # it makes texts alone
    return found


ARXIV = "2003.13911"
DOI = "10.1000/oven.2020.7"
USUAL: dict[str, Any] = {
    "title": "Kneading by Numbers",
    "authors": ["Ana Ruiz", "Bo Li"],
    "year": "2020",
    "venue": "OVEN",
    "loss_family": "gluten",
    "pages": "3235-3244",
    "doi": DOI,
    "links": {"paper": f"https://doi.org/{DOI}"},
}

WORKS: list[Any] = [
    ("a paper of a conference", {}, {}),
    (
        "HTML in a title",
        {"title": ["Kneading of <i>S. cerevisiae</i> &amp; <b>Friends</b>"]},
        {"title": "Kneading of S. cerevisiae & Friends"},
    ),
    ("markup escaped twice", {"title": ["Salt &amp;amp; Water &lt;sub&gt;2&lt;/sub&gt;"]}, {"title": "Salt & Water ₂"}),
    (
        "MathML in a title",
        {"title": ["On <mml:math><mml:msup><mml:mi>L</mml:mi><mml:mn>2</mml:mn></mml:msup></mml:math> Crust"]},
        {"title": "On L² Crust"},
    ),
    (
        "MathML with an annotation",
        {"title": ["The <math><semantics><mi>k</mi><annotation encoding='TeX'>k</annotation></semantics></math>-Bun"]},
        {"title": "The k-Bun"},
    ),
    ("LaTeX in a title", {"title": [r"Na\"{\i}ve $\ell_2$ Baking"]}, {"title": "Naïve ℓ₂ Baking"}),
    ("lines in a title", {"title": ["Kneading\n            by   Numbers"]}, {}),
    ("a period at the end", {"title": ["Kneading by Numbers."]}, {}),
    ("an ellipsis at the end", {"title": ["Kneading by ..."]}, {"title": "Kneading by ..."}),
    ("a subtitle", {"title": ["Kneading"], "subtitle": ["A Survey"]}, {"title": "Kneading: A Survey"}),
    (
        "a subtitle that the title has",
        {"title": ["Kneading: A Survey"], "subtitle": ["a survey"]},
        {"title": "Kneading: A Survey"},
    ),
    ("a less-than sign", {"title": ["When k < 3 and n > 5"]}, {"title": "When k < 3 and n > 5"}),
    ("a zero-width space", {"title": ["Knead\u200bing by\u00a0Numbers"]}, {}),
    ("a percent sign", {"title": ["50% Hydration"]}, {"title": "50% Hydration"}),
    ("pages with an en dash", {"page": "3235–3244"}, {}),
    ("pages with two hyphens", {"page": "3235--3244"}, {}),
    ("pages with a short end", {"page": "3235-44"}, {}),
    ("pages with a word before", {"page": "pp. 3235 - 3244"}, {}),
    ("one page", {"page": "7"}, {"pages": "7"}),
    ("an article's number", {"page": None, "article-number": "e1234"}, {"pages": "e1234"}),
    ("pages that are none", {"page": "n/a"}, {"pages": None}),
    ("a date without a month", {"published-print": None, "issued": {"date-parts": [[2020]]}}, {}),
    ("a date without parts", {"published-print": {"date-parts": [[None]]}}, {}),
    (
        "the issue before the day online",
        {"published-print": {"date-parts": [[2021, 2]]}, "issued": {"date-parts": [[2020, 9, 1]]}},
        {"year": "2021"},
    ),
    (
        "a date online alone",
        {"published-print": None, "issued": None, "published-online": {"date-parts": [[2019, 12, 31]]}},
        {"year": "2019"},
    ),
    (
        "a name with a particle",
        {"author": [{"given": "Laurens", "family": "van der Maaten"}]},
        {"authors": ["Laurens van der Maaten"]},
    ),
    ("a particle with a capital", {"author": [{"given": "Luc", "family": "Van Gool"}]}, {"authors": ["Van Gool, Luc"]}),
    (
        "two family names",
        {"author": [{"given": "Andrew", "family": "Lloyd Webber"}]},
        {"authors": ["Lloyd Webber, Andrew"]},
    ),
    (
        "a suffix",
        {"author": [{"given": "Martin Luther", "family": "King", "suffix": "Jr."}]},
        {"authors": ["King, Jr., Martin Luther"]},
    ),
    (
        "a suffix that is none",
        {"author": [{"given": "Ana", "family": "Ruiz", "suffix": "Member, IEEE"}]},
        {"authors": ["Ana Ruiz"]},
    ),
    ("an author without a given name", {"author": [{"family": "Plato"}]}, {"authors": [{"name": "Plato"}]}),
    ("a collective", {"author": [{"name": "The Rye Consortium"}]}, {"authors": [{"name": "The Rye Consortium"}]}),
    (
        "accents as entities",
        {"author": [{"given": "Jos&eacute;", "family": "Mu&ntilde;oz"}]},
        {"authors": ["José Muñoz"]},
    ),
    (
        "a journal",
        {"type": "journal-article", "container-title": ["Journal of Crumbs"], "volume": "12", "issue": "3"},
        {"venue": "CRUMB", "volume": "12", "number": "3", "publisher": "IEEE"},
    ),
    (
        "an abbreviated journal",
        {"container-title": ["J. of Crumbs"], "short-container-title": ["Journal of Crumbs"]},
        {"venue": "CRUMB", "publisher": "IEEE"},
    ),
    ("a series before the book", {"container-title": ["Lecture Notes in Baking", "Baking – OVEN 2020"]}, {}),
    ("proceedings of a year", {"container-title": ["Proceedings of the 37th International Conference on Ovens"]}, {}),
    ("a sponsored conference", {"container-title": ["2020 IEEE/CVF International Conference on Ovens"]}, {}),
    ("an earlier short name", {"container-title": ["OVN 2015"]}, {}),
    ("an event alone", {"container-title": [], "event": {"name": "International Conference on Ovens"}}, {}),
    ("no container but an acronym", {"container-title": [], "event": {"acronym": "OVEN '20"}}, {}),
    (
        "a DOI in capitals",
        {"DOI": "10.1000/OVEN.2020.7"},
        {"doi": "10.1000/OVEN.2020.7", "links": {"paper": "https://doi.org/10.1000/OVEN.2020.7"}},
    ),
]


@pytest.mark.parametrize(("given", "expected"), [row[1:] for row in WORKS], ids=[row[0] for row in WORKS])
def test_a_work_of_crossref_becomes_a_record(world: World, given: dict[str, Any], expected: dict[str, Any]) -> None:
    world.works[DOI] = work(**given)
    found = only(run(world, DOI))
    found.pop("added")
    assert found == {key: value for key, value in (USUAL | expected).items() if value is not None}


ENTRIES: list[Any] = [
    ("a preprint", {}, {}),
    ("lines in a title", {"title": "Kneading\n  by Numbers"}, {}),
    (
        "LaTeX in title and names",
        {"title": r"Schr\"odinger's $k$-NN \& Bread", "authors": (r"J\"org M\"uller",)},
        {"title": "Schrödinger's k-NN & Bread", "authors": ["Jörg Müller"]},
    ),
    ("an author of one word", {"authors": ("Plato",)}, {"authors": [{"name": "Plato"}]}),
    (
        "a collaboration",
        {"authors": ("The Rye Collaboration", "Ana Ruiz")},
        {"authors": [{"name": "The Rye Collaboration"}, "Ana Ruiz"]},
    ),
    ("a suffix", {"authors": ("Sammy Davis Jr.",)}, {"authors": ["Davis, Jr., Sammy"]}),
    ("a later version", {"version": 4}, {}),
    (
        "code in a comment",
        {"comment": "Code is available at https://github.com/ruiz/knead."},
        {"code": [{"url": "https://github.com/ruiz/knead", "official": "true"}]},
    ),
    ("somebody's repository", {"summary": "We use https://github.com/torvalds/linux."}, {}),
    (
        "a journal reference",
        {"journal_ref": "Journal of Crumbs, vol. 12, no. 3, pp. 10-20 (2021)"},
        {"year": "2021", "venue": "CRUMB", "volume": "12", "number": "3", "pages": "10-20"},
    ),
    ("a conference with its year", {"journal_ref": "OVEN 2021"}, {"year": "2021", "venue": "OVEN"}),
    (
        "proceedings in full",
        {"journal_ref": "Proceedings of the International Conference on Ovens (OVEN), 2021, pp. 1-9"},
        {"year": "2021", "venue": "OVEN", "pages": "1-9"},
    ),
    ("a workshop", {"journal_ref": "OVEN 2021 Workshops"}, {}),
    ("a journal that the list does not know", {"journal_ref": "Journal of Ashes 3 (2021)"}, {}),
]


@pytest.mark.parametrize(("given", "expected"), [row[1:] for row in ENTRIES], ids=[row[0] for row in ENTRIES])
def test_an_entry_of_arxiv_becomes_a_record(world: World, given: dict[str, Any], expected: dict[str, Any]) -> None:
    world.arxiv[ARXIV] = entry(ARXIV, **given)
    usual = {
        "title": "Kneading by Numbers",
        "authors": ["Ana Ruiz", "Bo Li"],
        "year": "2020",
        "venue": "arXiv",
        "loss_family": "gluten",
        "arxiv": ARXIV,
        "links": {"paper": f"https://arxiv.org/abs/{ARXIV}", "pdf": f"https://arxiv.org/pdf/{ARXIV}"},
    }
    found = only(run(world, ARXIV))
    found.pop("added")
    assert found == usual | expected


@pytest.mark.parametrize(
    "given",
    [
        "2003.13911",
        "2003.13911v2",
        "arXiv:2003.13911",
        "arxiv: 2003.13911v1 [cs.CV]",
        "https://arxiv.org/abs/2003.13911",
        "http://arxiv.org/abs/2003.13911v3",
        "https://arxiv.org/pdf/2003.13911.pdf",
        "https://arxiv.org/pdf/2003.13911v2",
        "https://arxiv.org/html/2003.13911v1",
        "arxiv.org/abs/2003.13911",
        "10.48550/arXiv.2003.13911",
        "https://doi.org/10.48550/arxiv.2003.13911",
    ],
)
def test_an_arxiv_id_is_understood_in_every_form_and_asked_for_without_its_version(world: World, given: str) -> None:
    world.arxiv[ARXIV] = entry(ARXIV)
    assert only(run(world, given))["arxiv"] == ARXIV
    assert world.paths == ["/arxiv/api/query?id_list=2003.13911&max_results=1"]


def test_an_arxiv_id_of_the_old_style_is_understood(world: World) -> None:
    world.arxiv["cs/0112017"] = entry("cs/0112017", published="2001-12-12T00:00:00Z")
    found = only(run(world, "https://arxiv.org/abs/cs/0112017v1"))
    assert (found["arxiv"], found["year"], found["links"]["paper"]) == (
        "cs/0112017",
        "2001",
        "https://arxiv.org/abs/cs/0112017",
    )


@pytest.mark.parametrize(
    "given", [DOI, f"doi:{DOI}", f"https://doi.org/{DOI}", f"http://dx.doi.org/{DOI}", f"doi.org/{DOI}"]
)
def test_a_doi_is_understood_in_every_form(world: World, given: str) -> None:
    world.works[DOI] = work()
    assert only(run(world, given))["doi"] == DOI


def test_a_preprint_with_a_doi_becomes_the_published_version_and_keeps_its_arxiv_id(world: World) -> None:
    world.arxiv[ARXIV] = entry(ARXIV, published="2019-12-31T00:00:00Z", doi=DOI)
    world.works[DOI] = work()
    found = only(run(world, ARXIV))
    assert (found["venue"], found["year"], found["doi"], found["arxiv"], found["pages"]) == (
        "OVEN",
        "2020",
        DOI,
        ARXIV,
        "3235-3244",
    )
    assert found["links"]["paper"] == f"https://arxiv.org/abs/{ARXIV}"


def test_a_preprint_that_appeared_in_an_unknown_venue_stays_a_preprint_and_says_so(world: World) -> None:
    world.arxiv[ARXIV] = entry(ARXIV, doi=DOI)
    world.works[DOI] = work(**{"container-title": ["Journal of Ashes"]})
    added = run(world, ARXIV)
    assert only(added)["venue"] == "arXiv"
    assert [(str(each.severity.label), each.code) for each in added.findings] == [("warning", "unknown-venue")]


def test_a_doi_that_crossref_does_not_know_is_asked_for_at_its_registry(world: World) -> None:
    world.csl["10.5281/zenodo.7"] = as_csl()
    found = only(run(world, "10.5281/zenodo.7"))
    assert (found["venue"], found["year"], found["doi"]) == ("CRUMB", "2021", "10.5281/zenodo.7")


def test_a_page_says_what_its_paper_is(world: World) -> None:
    world.pages["/kneading.html"] = PAGE.encode()
    (world.root / "catalog.toml").write_text(
        (world.root / "catalog.toml").read_text().replace("allow_private = false", "allow_private = true")
    )
    url = f"{world.base}/kneading.html"
    found = only(run(world, f"{url}?utm_source=feed#top"))
    assert (found["title"], found["authors"], found["venue"], found["pages"]) == (
        "Kneading by Numbers",
        ["Ana Ruiz", "Bo Li"],
        "OVEN",
        "3235-3244",
    )
    assert found["links"] == {"paper": url, "pdf": f"{world.base}/papers/kneading.pdf"}


@pytest.mark.parametrize("others", [{"family": "et al."}, {"name": "and others"}, {"literal": "Et al"}])
def test_authors_that_a_work_does_not_name_are_said_to_be_missing(world: World, others: dict[str, str]) -> None:
    world.works[DOI] = work(author=[{"given": "Ana", "family": "Ruiz"}, others])
    added = run(world, DOI)
    (record,) = added.records
    assert yaml.load(record.text, Loader=yaml.BaseLoader)["authors"] == ["Ana Ruiz"]
    assert [(each.severity, each.code) for each in added.findings] == [(Severity.WARNING, "incomplete-source")]


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ({"container-title": ["Conference on Ovns"]}, "unknown-venue", "did you mean `OVEN`?"),
        ({"container-title": ["Annals of Ash"]}, "unknown-venue", "add it to vocabularies/venues.yaml"),
        ({"author": []}, "incomplete-source", "names no authors"),
        ({"author": None, "editor": [{"given": "Ed", "family": "Itor"}]}, "incomplete-source", "names no authors"),
        ({"title": []}, "not-found", "no registry knows"),
        ({"title": ["Stretch and Fold"]}, "duplicate-title", "papers/2020/li2020fold.yaml"),
        ({"title": ["stretch AND <i>Fold</i>!"]}, "duplicate-title", "papers/2020/li2020fold.yaml"),
        ({"title": ["RETRACTED: Kneading"]}, "withdrawn-paper", "retracted"),
        ({"updated-by": [{"type": "retraction", "DOI": "10.1000/x"}]}, "withdrawn-paper", "retracted"),
    ],
)
def test_what_makes_no_record_is_refused_and_nothing_is_written(
    world: World, given: dict[str, Any], code: str, words: str
) -> None:
    world.works[DOI] = work(**given)
    before = sorted(world.root.rglob("*"))
    added = run(world, DOI)
    assert (added.records, added.silences) == ((), ())
    (finding,) = added.findings
    assert (finding.code, finding.location.path) == (code, DOI)
    assert words in finding.message
    assert sorted(world.root.rglob("*")) == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"comment": "This paper has been withdrawn by the author due to an error in equation 3"}, "withdrawn-paper"),
        ({"summary": "This paper was withdrawn."}, "withdrawn-paper"),
        ({"comment": "Withdrawn"}, "withdrawn-paper"),
        ({"authors": ()}, "incomplete-source"),
    ],
)
def test_an_entry_of_arxiv_that_makes_no_record_is_refused(world: World, given: dict[str, Any], code: str) -> None:
    world.arxiv[ARXIV] = entry(ARXIV, **given)
    added = run(world, ARXIV)
    assert ([each.code for each in added.findings], added.records) == ([code], ())


def test_a_paper_in_the_list_is_named_by_its_arxiv_id_in_any_version(world: World) -> None:
    world.arxiv["1901.00001"] = entry("1901.00001", "Another Title", version=3)
    (finding,) = run(world, "1901.00001v3").findings
    assert (finding.code, "papers/2019/dupont2019levain.yaml" in finding.message) == ("duplicate-arxiv", True)


def test_one_paper_that_is_named_twice_gets_one_record(world: World) -> None:
    world.arxiv[ARXIV] = entry(ARXIV, doi=DOI)
    world.works[DOI] = work()
    added = run(world, ARXIV, DOI)
    assert len(added.records) == 1
    assert [each.code for each in added.findings] == ["duplicate-doi"]


def test_of_several_references_the_good_are_written_and_the_others_reported(world: World) -> None:
    world.works[DOI] = work()
    world.arxiv[ARXIV] = entry(ARXIV, "Proofing", ("Cy Young",))
    added = run(world, DOI, "2101.00001", ARXIV, "nonsense")
    assert [record.path for record in added.records] == [
        "papers/2020/ruiz2020kneading.yaml",
        "papers/2020/young2020proofing.yaml",
    ]
    assert [(each.location.path, each.code) for each in added.findings] == [
        ("2101.00001", "not-found"),
        ("nonsense", "unknown-reference"),
    ]
    assert all((world.root / record.path).read_text() == record.text for record in added.records)


def test_many_ids_of_arxiv_are_asked_for_at_once_beyond_its_default_of_ten(world: World) -> None:
    ids = [f"2102.{number:05d}" for number in range(1, 61)]
    world.arxiv = {
        each: entry(each, f"Loaf Number {each}", (f"Ana B{'a' * number}",)) for number, each in enumerate(ids)
    }
    assert len(run(world, *ids).records) == 60
    assert len(world.paths) == 2


def test_where_arxiv_refuses_a_whole_batch_each_is_asked_for_alone(world: World) -> None:
    world.arxiv[ARXIV] = entry(ARXIV)
    answer = world.answer

    def picky(visit: Visit) -> None:
        if "," in visit.path:
            visit.answer(400, {}, ERROR.encode())
        else:
            world.faults.clear()
            answer(visit)
            world.faults["arxiv"] = picky

    world.faults["arxiv"] = picky
    added = run(world, ARXIV, "2101.00001")
    assert ([record.id for record in added.records], [each.code for each in added.findings]) == (
        ["ruiz2020kneading"],
        ["not-found"],
    )


def test_a_new_record_is_in_canonical_form_and_passes_all_checks(world: World) -> None:
    world.works[DOI] = work()
    (record,) = run(world, DOI).records
    assert fmt(world.root, [PurePosixPath(record.path)], write=False).changes == ()
    assert [each for each in check(world.root).findings if each.location.path == record.path] == []
    assert f"added: {dt.datetime.now(dt.UTC).date()}\n" in record.text


def test_a_family_that_nobody_names_is_a_gap_that_check_names_with_its_place(world: World) -> None:
    world.works[DOI] = work()
    (record,) = run(world, DOI, family=None).records
    assert "\nloss_family:\n" in record.text
    found = [str(each) for each in check(world.root).findings if each.location.path == record.path]
    assert found == [
        f"{record.path}:8:1: error: `loss_family` is empty; fill it in, or remove the line [invalid-value]"
    ]


@pytest.mark.parametrize(("family", "code"), [("glutn", "unknown-family"), ("dough", "family-is-group")])
def test_a_family_that_does_not_exist_is_said_before_anybody_is_asked(world: World, family: str, code: str) -> None:
    (finding,) = run(world, DOI, family=family).findings
    assert (finding.code, world.paths) == (code, [])


def test_an_id_that_is_taken_gives_way_to_the_next_word_and_then_to_a_number(world: World) -> None:
    titles = ("Kneading Loaves", "Kneading of Loaves", "Kneading the Loaves", "On Kneading, Loaves")
    ids = []
    for number, title in enumerate(titles):
        world.works[f"10.1000/{number}"] = work(DOI=f"10.1000/{number}", title=[title])
        ids += [record.id for record in run(world, f"10.1000/{number}").records]
    assert ids == ["ruiz2020kneading", "ruiz2020loaves", "ruiz2020kneading-2", "ruiz2020kneading-3"]


def test_a_file_that_is_there_is_never_overwritten(world: World) -> None:
    world.works[DOI] = work()
    path = world.root / "papers/2020/ruiz2020kneading.yaml"
    path.write_text("not: [a record\n")
    (record,) = run(world, DOI).records
    assert record.id == "ruiz2020numbers"
    assert path.read_text() == "not: [a record\n"


def test_a_file_that_came_meanwhile_is_left_as_it_is(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.works[DOI] = work()
    link = os.link

    def late(source: Path, target: Path) -> None:
        target.write_text("mine")
        link(source, target)

    monkeypatch.setattr(os, "link", late)
    with pytest.raises(WriteError, match="is there already"):
        run(world, DOI)
    assert (world.root / "papers/2020/ruiz2020kneading.yaml").read_text() == "mine"
    assert list((world.root / "papers/2020").glob(".catalog*")) == []


def test_a_dry_run_writes_nothing_and_gives_documents_of_yaml(world: World) -> None:
    world.works[DOI] = work()
    world.arxiv[ARXIV] = entry(ARXIV, "Proofing", ("Cy Young",))
    before = sorted(world.root.rglob("*"))
    added = run(world, DOI, ARXIV, write=False)
    documents = list(yaml.safe_load_all(as_documents(added.records)))
    assert [each["title"] for each in documents] == ["Kneading by Numbers", "Proofing"]
    assert sorted(world.root.rglob("*")) == before


BIB = r"""
@string{oven = "International Conference on " # {Ovens}}
@comment{nothing}
@inproceedings{ruiz2020bake,
  author = {Ruiz, Ana and {The Rye Consortium} and M{\"u}ller, J{\"o}rg and others},
  title = {{Baking} of {DNA} \& Salt},
  booktitle = "Proceedings of the " # oven,
  year = 2020, pages = {1--9}, month = jun,
}
@article{No Key, title={x}
@misc{LI21, author={Li, Bo}, title={Levain}, year={2021}, eprint={2101.00002}, archiveprefix={arXiv}}
@article{dup, author={Li, Bo}, title={Stretch and Fold}, year={2020}, journal={Journal of Crumbs}}
"""


def test_a_bib_file_brings_every_entry_and_its_keys_as_ids_where_they_are_ids(world: World, tmp_path: Path) -> None:
    path = tmp_path / "some.bib"
    path.write_text(BIB)
    added = run(world, str(path))
    assert [record.path for record in added.records] == [
        "papers/2020/ruiz2020bake.yaml",
        "papers/2021/li2021levain.yaml",
    ]
    found = yaml.load(added.records[0].text, Loader=yaml.BaseLoader)  # it makes texts alone
    assert (found["title"], found["authors"], found["venue"], found["pages"]) == (
        "Baking of DNA & Salt",
        ["Ana Ruiz", {"name": "The Rye Consortium"}, "Jörg Müller"],
        "OVEN",
        "1-9",
    )
    shown = {(each.location.line, each.code) for each in added.findings}
    assert shown == {(4, "incomplete-source"), (10, "unread-entry"), (12, "duplicate-title")}


@pytest.mark.parametrize("text", ["", "% nothing yet\n", "<html></html>\n", "@comment{x}\n"])
def test_a_bib_file_without_entries_is_a_finding(text: str, world: World, tmp_path: Path) -> None:
    (tmp_path / "some.bib").write_text(text)
    added = run(world, str(tmp_path / "some.bib"))
    assert [(each.code, each.message.partition(";")[0]) for each in added.findings] == [
        ("unread-entry", "no paper is found in it")
    ]


def test_a_byte_order_mark_before_a_bib_file_is_no_fault(world: World, tmp_path: Path) -> None:
    (tmp_path / "some.bib").write_text(BIB, encoding="utf-8-sig")
    assert [record.path for record in run(world, str(tmp_path / "some.bib")).records] == [
        "papers/2020/ruiz2020bake.yaml",
        "papers/2021/li2021levain.yaml",
    ]


def test_a_bib_file_that_is_not_there_is_a_finding(world: World) -> None:
    (finding,) = run(world, "nowhere.bib").findings
    assert (finding.code, "no such file" in finding.message) == ("unread-entry", True)


FORM = """### Reference

{reference}

### Family

starter

### Topics

rye, wheat

### Code

https://github.com/ruiz/knead

### Summary

It kneads.

### Title

_No response_

### I have read the rules

- [X] yes
"""


def test_a_filled_form_adds_what_a_person_knows(world: World, tmp_path: Path) -> None:
    world.works[DOI] = work()
    form = tmp_path / "body.md"
    form.write_text(FORM.format(reference=f"https://doi.org/{DOI}").replace("\n", "\r\n"))
    found = only(run(world, family=None, form=form))
    assert (found["loss_family"], found["topics"], found["summary"]) == ("starter", ["rye", "wheat"], "It kneads.")
    assert found["code"] == [{"url": "https://github.com/ruiz/knead", "official": "true"}]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("", "unread-entry", 1),
        ("### Reference\n\n_No response_\n", "unread-entry", 1),
        ("### Reference\n\nnonsense\n", "unknown-reference", 3),
        (f"### Reference\n\n{DOI}\n\n### Family\n\nglutn\n", "unknown-family", 3),
        *(
            (f"### Reference\n\n{DOI}\n\n### Family\n\ngluten\n\n### Authors\n\n{names}\n", "unread-entry", 1)
            for names in (
                "Ana Ruiz, Bo Li, Cy Marsh",
                "Ana Ruiz and Bo Li",
                "Ana Ruiz, Bo Li and Cy Marsh",
                "Ruiz, Ana and Li, Bo",
                "Ruiz, A., Li, B.",
                "Ana Ruiz et al.",
                "Bo Li\nAna Ruiz, Cy Marsh",
            )
        ),
        (f"### Reference\n\n{DOI}\n\n### Topics\n\nryee\n", "unknown-topic", 3),
        (f"### Reference\n\n{DOI}\n\n### Code\n\njavascript:alert(1)\n", "unread-entry", 1),
        ("### Reference\n\n$(touch /tmp/x).bib\n", "unknown-reference", 3),
    ],
)
def test_a_form_that_makes_no_record_says_why_and_where(
    world: World, tmp_path: Path, text: str, code: str, line: int
) -> None:
    world.works[DOI] = work()
    form = tmp_path / "body.md"
    form.write_text(text)
    added = run(world, family=None, form=form)
    assert added.records == ()
    assert [(each.code, each.location.line) for each in added.findings] == [(code, line)]


def authors_of(name: str) -> list[str] | str:
    """Return the authors of a form with one line of them, or why it is refused."""
    read = read_form(f"### Reference\n\n{DOI}\n\n### Authors\n\n{name}\n", "body.md")
    return [format_name(author) for author in read.draft.authors] if isinstance(read, Form) else read.message


@pytest.mark.parametrize(
    "name",
    [
        "Jane Doe, John Smith",
        "Jane Doe,John Smith",
        "Jane A. Doe, J. Smith",
        "J. Doe, M. Smith",
        "J. Doe, Mary",
        "Vincent van Gogh, Theo van Gogh",
        "De Cheng, Yi Gong",
        "Kim Sung, Kwak Suha",
        "García Márquez, Gabriel José",
        "王伟, 李娜",
        "김민수, 이영희",
    ],
)
def test_a_line_that_may_name_two_people_is_refused_with_both_ways_to_write_it(name: str) -> None:
    family, given = re.split(r", ?", name)
    assert authors_of(name) == (
        f"`{name}` under `### Authors` may be two people; write one a line, or if it is one, `{{{family}}}, {given}`"
    )
    assert len(authors_of(f"{family}\n{given}")) == 2
    assert len(authors_of(f"{{{family}}}, {given}")) == 1


@pytest.mark.parametrize(
    ("name", "author"),
    [
        ("Doe, Jane Mary", "Jane Mary Doe"),
        ("Lloyd Webber, Andrew", "Lloyd Webber, Andrew"),
        ("Lloyd Webber, Andrew J.", "Lloyd Webber, Andrew J."),
        ("van der Berg, Jan Peter", "Jan Peter van der Berg"),
        ("Van der Berg, Jan Peter", "Van der Berg, Jan Peter"),
        ("De la Cruz, Juan Carlos", "De la Cruz, Juan Carlos"),
        ("Silva Santos, Maria de", "Silva Santos, Maria de"),
        ("King, Jr., Martin Luther", "King, Jr., Martin Luther"),
        ("Martin Luther King, Jr.", "King, Jr., Martin Luther"),
        ("{García Márquez}, Gabriel José", "García Márquez, Gabriel José"),
        ("王, 伟", "伟 王"),
    ],
)
def test_a_line_with_a_comma_that_names_one_person_is_read(name: str, author: str) -> None:
    assert authors_of(name) == [author]


def test_where_a_page_says_nothing_the_words_of_a_form_make_the_record(world: World, tmp_path: Path) -> None:
    text = (world.root / "catalog.toml").read_text()
    (world.root / "catalog.toml").write_text(text.replace("allow_private = false", "allow_private = true"))
    world.pages["/mute"] = b"<html><title>Bread</title></html>"
    form = tmp_path / "body.md"
    form.write_text(
        f"### Reference\n\n{world.base}/mute\n\n### Family\n\ngluten\n\n### Title\n\nCost of $5 & Co\n\n"
        "### Authors\n\n1. Ana Ruiz\n- Li, Bo\n\n### Year\n\n2020\n\n### Venue\n\nOVEN 2020\n"
    )
    found = only(run(world, family=None, form=form))
    assert (found["title"], found["authors"], found["venue"]) == ("Cost of $5 & Co", ["Ana Ruiz", "Bo Li"], "OVEN")
    assert found["links"] == {"paper": f"{world.base}/mute"}


def test_an_answer_that_is_no_type_of_what_is_documented_makes_no_record_and_no_fault(world: World) -> None:
    world.works[DOI] = {"title": 7, "author": "x", "issued": [], "container-title": {"a": 1}, "DOI": None, "page": []}
    added = run(world, DOI)
    assert [each.code for each in added.findings] == ["incomplete-source"]


def test_no_address_of_a_service_gets_into_a_record(world: World) -> None:
    world.works[DOI] = work(URL=f"{world.base}/doi/{DOI}")
    world.arxiv[ARXIV] = entry(ARXIV, "Proofing", ("Cy Young",))
    assert world.web.place not in as_documents(run(world, DOI, ARXIV).records)
