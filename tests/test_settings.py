"""catalog.toml is read as a value, or every mistake in it has its place and remedy."""

import os
from pathlib import Path

import pytest

from catalog.diagnostics import ReadError, RootNotFoundError
from catalog.settings import (
    FILE,
    ListSettings,
    ReadmeSettings,
    Settings,
    SettingsReading,
    find_root,
    for_site,
    is_reserved,
    read_settings,
)

LIST = """\
[list]
title = "Awesome Sourdough"
description = "Papers on bread."
url = "https://sourdough.example/"
repository = "https://git.sourdough.example/bread"
"""

SETTINGS = Settings(
    list=ListSettings(
        title="Awesome Sourdough",
        description="Papers on bread.",
        url="https://sourdough.example/",
        repository="https://git.sourdough.example/bread",
    )
)


def read(root: Path, text: str | bytes) -> SettingsReading:
    (root / FILE).write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_settings(root)


def said(reading: SettingsReading) -> list[str]:
    return [str(finding) for finding in reading.findings]


@pytest.mark.parametrize(
    ("text", "readme"),
    [
        pytest.param("", ReadmeSettings(), id="what is left out has its usual value"),
        pytest.param(
            '[readme]\nsurveys = "survey"\nsurveys_heading = "Reviews"\npapers_heading = "All"\n',
            ReadmeSettings(surveys="survey", surveys_heading="Reviews", papers_heading="All"),
            id="words",
        ),
        pytest.param("[readme]\nearlier = 2018\n", ReadmeSettings(earlier=2018), id="a year"),
        pytest.param('[readme]\nearlier = "2018"\n', ReadmeSettings(earlier=2018), id="a year in quotes"),
        pytest.param("[readme]\nsplit = true\n", ReadmeSettings(split=True), id="a truth value"),
        pytest.param("[readme]\r\nsplit = true\r\n", ReadmeSettings(split=True), id="lines of Windows"),
    ],
)
def test_settings_are_what_the_file_says(tmp_path: Path, text: str, readme: ReadmeSettings) -> None:
    reading = read(tmp_path, LIST + text)
    assert reading.findings == ()
    assert reading.settings == SETTINGS.model_copy(update={"readme": readme})


def test_the_usual_values_are_those_of_a_short_list() -> None:
    usual = ReadmeSettings()
    assert (usual.surveys, usual.surveys_heading, usual.papers_heading) == (None, "Survey", "Papers")
    assert (usual.earlier, usual.split, SETTINGS.list.branch) == (None, False, "main")


NO_SITE = "is no address of a site; write `https://host/folder/` [invalid-value]"
NO_YEAR = "is no year; write four digits from 1600 to 2100, as in `2020` [invalid-value]"

BAD = [
    pytest.param("", ["1:1: error: no `list`; add it [missing-field]"], id="nothing"),
    pytest.param(
        LIST.replace("title", "titel"),
        [
            "1:1: error: no `list.title`; add it [missing-field]",
            "2:9: error: no field `list.titel`; did you mean `title`? [unknown-field]",
        ],
        id="a misspelt key",
    ),
    pytest.param(
        LIST + "[extra]\nrye = 1\n",
        ["6:1: error: no field `extra`; known are `list`, `readme`, `links`, `refresh`, `services` [unknown-field]"],
        id="a table that nobody knows",
    ),
    pytest.param(
        LIST + "[readme]\nsurveys = ''\n",
        ["7:11: error: `readme.surveys` is empty; fill it in, or remove the line [invalid-value]"],
        id="an empty text",
    ),
    pytest.param(
        LIST + "[readme]\nsplit = 'yes'\n",
        ["7:9: error: `readme.split` is neither `true` nor `false`; write one of the two [invalid-value]"],
        id="a word for a truth value",
    ),
    *(
        pytest.param(
            LIST + f"[readme]\nearlier = {year}\n", [f"7:11: error: `readme.earlier` {NO_YEAR}"], id=f"no year: {year}"
        )
        for year in ("12", "1599", "2101", "2018.0", "true", "'18'", "-2018")
    ),
    *(
        pytest.param(
            LIST.replace("https://sourdough.example/", url), [f"4:7: error: `list.url` {NO_SITE}"], id=f"no site: {url}"
        )
        for url in (
            "sourdough.example",
            "ftp://sourdough.example/",
            "https:///bread",
            "https://sourdough.example/?a=1",
            "https://sourdough.example/?",
            "https://sourdough.example/#top",
            "https://sourdough.example/#",
            "https://sourdough.example:99999/",
            "https://[sourdough.example/",
            "https://sourdough.example/a b",
            "https://sourdough.example/<b>",
        )
    ),
]


@pytest.mark.parametrize(("text", "findings"), BAD)
def test_each_mistake_has_its_place_and_remedy(tmp_path: Path, text: str, findings: list[str]) -> None:
    reading = read(tmp_path, text)
    assert said(reading) == [f"{FILE}:{finding}" for finding in findings]
    assert reading.settings is None


def test_at_most_a_hundred_mistakes_are_said(tmp_path: Path) -> None:
    keys = "".join(f"k{number} = 1\n" for number in range(200))
    assert len(read(tmp_path, LIST + keys).findings) == 100


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("[readme]\nsplit = 'x'\n", "7:9", id="a key"),
        pytest.param("[readme]\n  split='x'\n", "7:9", id="indented"),
        pytest.param("[readme]\n\"split\" = 'x'\n", "7:11", id="in double quotes"),
        pytest.param("[readme]\n'split' = 'x'\n", "7:11", id="in single quotes"),
        pytest.param("[ 'readme' ]  # why\n# split = 1\nsplit = 'x'\n", "8:9", id="below a comment"),
        pytest.param("[readme]\nearlier = 2018\n[readme.split]\n", "8:1", id="a table in a table"),
    ],
)
def test_a_mistake_has_the_place_of_its_value(tmp_path: Path, text: str, place: str) -> None:
    assert [str(finding.location) for finding in read(tmp_path, LIST + text).findings] == [f"{FILE}:{place}"]


def test_a_key_called_like_another_table_is_not_that_table(tmp_path: Path) -> None:
    found = read(tmp_path, LIST + "readme = 'x'\n[readme]\nsplit = 'x'\n").findings
    assert [str(finding.location) for finding in found] == [f"{FILE}:6:10", f"{FILE}:8:9"]


@pytest.mark.parametrize(
    ("text", "place"),
    [("readme = { split = 'x' }\n", "1:10"), ("readme = 3\n", "1:10"), ("readme.split = 'x'\n", "1:16")],
    ids=["a table in braces", "no table", "a dotted key"],
)
def test_a_mistake_without_a_line_of_its_own_has_the_next_place_above(tmp_path: Path, text: str, place: str) -> None:
    assert [str(finding.location) for finding in read(tmp_path, text + LIST).findings] == [f"{FILE}:{place}"]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        pytest.param(
            "x",
            "1:1: error: is no TOML: expected '=' after a key in a key/value pair; "
            "check quotes and brackets around here [toml-syntax]",
            id="at the end",
        ),
        pytest.param(
            LIST + "url = 1\n",
            "6:8: error: is no TOML: cannot overwrite a value; check quotes and brackets around here [toml-syntax]",
            id="in a line",
        ),
        pytest.param(
            b"title = '\xff'\n",
            "1:10: error: the byte 0xFF is not UTF-8; save the file as UTF-8 [encoding]",
            id="another encoding",
        ),
    ],
)
def test_what_is_no_toml_is_one_finding(tmp_path: Path, text: str | bytes, finding: str) -> None:
    assert said(read(tmp_path, text)) == [f"{FILE}:{finding}"]


def test_a_value_that_is_right_has_a_place_too(tmp_path: Path) -> None:
    reading = read(tmp_path, LIST + '[readme]\nsurveys = "survey"\n')
    assert str(reading.at("readme", "surveys")) == f"{FILE}:7:11"


def test_a_file_that_cannot_be_read_is_an_error_of_reading(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(ReadError, match=r"^catalog\.toml cannot be read: is a directory$"):
        read_settings(tmp_path)


@pytest.mark.parametrize("start", [".", "papers", "papers/2020"])
def test_the_root_is_the_nearest_folder_with_settings(toy: Path, start: str) -> None:
    assert find_root(toy / start) == toy


def test_a_folder_called_as_the_settings_is_no_root(toy: Path) -> None:
    (toy / "papers" / FILE).mkdir()
    assert find_root(toy / "papers/2020") == toy


def test_the_root_is_sought_above_a_link_not_above_its_target(toy: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (toy / "drafts").symlink_to(outside)
    assert find_root(toy / "drafts") == toy


def test_a_start_may_be_relative(toy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(toy / "papers")
    assert find_root(Path()) == Path(os.path.normpath(toy))


def test_without_settings_above_there_is_no_root(tmp_path: Path) -> None:
    with pytest.raises(RootNotFoundError, match=r"^no catalog\.toml in .* or above it; run inside a list, or name"):
        find_root(tmp_path)


@pytest.mark.parametrize(
    ("environment", "url", "repository"),
    [
        pytest.param({}, SETTINGS.list.url, SETTINGS.list.repository, id="neither"),
        pytest.param({"SITE_URL": "https://bread.test/"}, "https://bread.test/", SETTINGS.list.repository, id="site"),
        pytest.param({"REPOSITORY_URL": "http://git.test/"}, SETTINGS.list.url, "http://git.test/", id="repository"),
        pytest.param({"SITE_URL": "", "HOME": "/"}, SETTINGS.list.url, SETTINGS.list.repository, id="an empty one"),
    ],
)
def test_the_environment_overrides_the_addresses_of_a_site(
    environment: dict[str, str], url: str, repository: str
) -> None:
    found = for_site(SETTINGS, environment)
    assert found.list.model_dump() == SETTINGS.list.model_dump() | {"url": url, "repository": repository}
    assert found == SETTINGS.model_copy(update={"list": found.list})


def test_a_reserved_repository_is_public_where_the_environment_names_it() -> None:
    assert SETTINGS.list.public_repository == ""
    told = for_site(SETTINGS, {"REPOSITORY_URL": "https://forge.example/list"}).list
    assert told.public_repository == "https://forge.example/list"


@pytest.mark.parametrize("name", ["SITE_URL", "REPOSITORY_URL"])
def test_an_override_that_is_no_address_is_an_error_that_names_it(name: str) -> None:
    with pytest.raises(ReadError, match=f"^{name} in the environment: .* is no address of a site; write"):
        for_site(SETTINGS, {name: "rye"})


@pytest.mark.parametrize(
    "url",
    [
        "https://example/",
        "https://sourdough.example/list/",
        "http://example.com",
        "https://www.EXAMPLE.org/",
        "https://oven.test./",
        "http://localhost:8000/",
        "https://bread.invalid/",
    ],
)
def test_an_address_under_a_reserved_name_is_known_as_one(url: str) -> None:
    assert is_reserved(url)


@pytest.mark.parametrize(
    "url",
    [
        "https://sourdough.org/",
        "https://notexample.com/",
        "https://example.com.bread.org/",
        "https://sourdough.org/example/",
        "https://contest/",
        "https://example.de/",
    ],
)
def test_an_address_that_can_be_opened_is_not_reserved(url: str) -> None:
    assert not is_reserved(url)
