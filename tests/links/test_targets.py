"""Every address is asked once; shards share the hosts out; and what is asked can be narrowed."""

from collections import Counter
from pathlib import PurePosixPath
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.catalog import Record, read
from catalog.derive import Address, addresses
from catalog.links.targets import Rules, Target, below, host_of, new, of_shard, targets
from catalog.links.verdict import State
from catalog.records.source import Source
from catalog.settings import Skip
from tests.conftest import TOY
from tests.editions import paper

RECORD: Final = "title: Bread\nlinks:\n  paper: https://oven.test/rye\n"
HOSTS: Final = st.sampled_from([f"oven{number}.test" for number in range(20)] + ["Oven1.test", "oven1.test:8080"])
URLS: Final = st.lists(st.builds("https://{}/{}".format, HOSTS, st.integers(0, 9)), max_size=60)


def address(url: str, path: str = "papers/2020/a.yaml", field: str = "paper") -> Address:
    return Address(Record("a", paper(), Source(path, RECORD)), ("links", field), url)


def urls(found: tuple[Target, ...]) -> list[str]:
    return [target.url for target in found]


def test_an_address_that_stands_twice_is_one_target_with_both_places() -> None:
    places = [address("https://oven.test/rye"), address("https://oven.test/rye", "papers/2020/b.yaml")]
    assert targets(places) == (Target("https://oven.test/rye", tuple(places)),)


def test_addresses_that_differ_after_the_fragment_sign_are_one_target() -> None:
    places = [
        address("https://oven.test/rye#crust"),
        address("https://oven.test/rye"),
        address("https://oven.test/rye#"),
    ]
    [target] = targets(places)
    assert (target.url, target.places) == ("https://oven.test/rye", tuple(places))


@pytest.mark.parametrize("other", ["https://oven.test/rye/", "http://oven.test/rye", "https://oven.test/rye?a=1"])
def test_addresses_that_differ_before_it_are_two(other: str) -> None:
    assert len(targets([address("https://oven.test/rye"), address(other)])) == 2


def test_targets_stand_in_the_order_of_the_catalog() -> None:
    listed = ["https://oven.test/c", "https://oven.test/a", "https://oven.test/b", "https://oven.test/a"]
    assert urls(targets(map(address, listed))) == ["https://oven.test/c", "https://oven.test/a", "https://oven.test/b"]


def test_every_address_of_records_and_vocabularies_is_a_target() -> None:
    catalog = read(TOY).catalog
    written = {
        word.strip("\"'")
        for path in [*TOY.glob("papers/*/*.yaml"), *TOY.glob("vocabularies/*.yaml")]
        for word in path.read_text().split()
        if word.startswith("http")
    }
    found = targets(addresses(catalog))
    assert {place.url for target in found for place in target.places} == written
    assert Counter(urls(found)).most_common(1)[0][1] == 1


def test_a_target_is_a_pdf_if_one_of_its_places_says_so() -> None:
    one, other = address("https://oven.test/rye"), address("https://oven.test/rye", field="pdf")
    assert [target.wants_pdf for target in targets([one])] == [False]
    assert [target.wants_pdf for target in targets([one, other])] == [True]


def test_a_malformed_address_is_a_target_too() -> None:
    assert [(target.url, target.host) for target in targets([address("https://[::1")])] == [("https://[::1", "")]


@given(listed=URLS, count=st.integers(1, 7))
def test_shards_are_disjoint_and_complete(listed: list[str], count: int) -> None:
    found = targets(map(address, listed))
    shards = [list(of_shard(found, index, count)) for index in range(1, count + 1)]
    assert Counter(target.url for shard in shards for target in shard) == Counter(urls(found))


@given(listed=URLS, count=st.integers(1, 7))
def test_a_host_is_in_one_shard_only(listed: list[str], count: int) -> None:
    found = targets(map(address, listed))
    shards = [{target.host for target in of_shard(found, index, count)} for index in range(1, count + 1)]
    assert sum(map(len, shards)) == len({target.host for target in found})


def test_a_shard_is_the_same_on_every_machine() -> None:
    """Python's own hashes of texts differ from run to run."""
    found = targets(address(f"https://oven{number}.test/") for number in range(8))
    assert [host_of(target.url) for target in of_shard(found, 2, 2)] == ["oven3.test", "oven7.test"]


@pytest.mark.parametrize(
    ("paths", "found"),
    [
        ({"papers/2020/a.yaml"}, ["a"]),
        ({"papers/2020"}, ["a", "b"]),
        ({"papers"}, ["a", "b", "c"]),
        ({"."}, ["a", "b", "c", "v"]),
        ({"papers/2020/a.yaml", "papers/2021"}, ["a", "c"]),
        ({"papers/2020/a"}, []),
        ({"papers/20"}, []),
        ({"vocabularies"}, ["v"]),
    ],
)
def test_paths_narrow_what_is_asked(paths: set[str], found: list[str]) -> None:
    listed = [
        address("https://oven.test/a", "papers/2020/a.yaml"),
        address("https://oven.test/b", "papers/2020/b.yaml"),
        address("https://oven.test/c", "papers/2021/c.yaml"),
        address("https://oven.test/v", "vocabularies/venues.yaml"),
    ]
    kept = below(listed, frozenset(map(PurePosixPath, paths)))
    assert [each.url.removeprefix("https://oven.test/") for each in kept] == found


@pytest.mark.parametrize(
    ("before", "is_new"),
    [
        pytest.param({}, False, id="the file has not changed"),
        pytest.param({"papers/2020/a.yaml": ""}, True, id="the file is new"),
        pytest.param({"papers/2020/a.yaml": "paper: https://oven.test/rye\n"}, False, id="it stood there"),
        pytest.param({"papers/2020/a.yaml": 'paper: "https://oven.test/rye"\n'}, False, id="it stood in quotes"),
        pytest.param({"papers/2020/a.yaml": "{paper: https://oven.test/rye, a: b}"}, False, id="it stood in brackets"),
        pytest.param({"papers/2020/a.yaml": "paper: https://oven.test/rye2\n"}, True, id="a longer one stood there"),
        pytest.param(
            {"papers/2020/a.yaml": "paper: https://oven.test/rye,2\n"}, True, id="one with a comma stood there"
        ),
        pytest.param({"papers/2020/b.yaml": "paper: https://oven.test/rye\n"}, False, id="another file has changed"),
    ],
)
def test_only_what_has_come_into_a_changed_file_is_new(before: dict[str, str], *, is_new: bool) -> None:
    assert [each.url for each in new([address("https://oven.test/rye")], before)] == ["https://oven.test/rye"] * is_new


@pytest.mark.parametrize("url", ["https://oven.test/rye,wheat", "https://oven.test/a(b]c", "https://oven.test/o'neil"])
def test_an_address_with_marks_of_yaml_in_it_that_stood_there_is_not_new(url: str) -> None:
    before = {"papers/2020/a.yaml": f"links:\n  paper: {url}\n"}
    assert list(new([address(url)], before)) == []


@pytest.mark.parametrize(
    ("pattern", "url", "is_skipped"),
    [
        ("https://oven.test/*", "https://oven.test/rye", True),
        ("https://oven.test/*", "https://oven.test/", True),
        ("https://oven.test/rye", "https://oven.test/rye", True),
        ("https://oven.test/rye", "https://oven.test/rye2", False),
        ("https://oven.test/r.e", "https://oven.test/rye", False),
        ("*.test/rye", "https://oven.test/rye", True),
        ("https://*.test/*/rye", "https://oven.test/a/b/rye", True),
        ("https://OVEN.test/*", "https://oven.test/rye", False),
        ("oven.test", "https://oven.test/rye", False),
    ],
)
def test_a_pattern_leaves_out_what_it_matches_from_end_to_end(pattern: str, url: str, *, is_skipped: bool) -> None:
    [target] = targets([address(url)])
    found = Rules((Skip(pattern=pattern, reason="it is cold"),)).decided(target)
    assert (found is not None) == is_skipped
    if found is not None:
        assert (found.state, found.reason) == (State.SKIPPED, f"`{pattern}`: it is cold")


def test_the_first_pattern_gives_the_reason() -> None:
    [target] = targets([address("https://oven.test/rye")])
    skips = [Skip(pattern=pattern, reason=pattern) for pattern in ("https://crumb.test/*", "https://oven.*", "*")]
    found = Rules(skips).decided(target)
    assert found is not None
    assert found.reason == "`https://oven.*`: https://oven.*"


def test_what_is_no_address_is_invalid_even_if_a_pattern_would_leave_it_out() -> None:
    [target] = targets([address("https://oven/rye")])
    found = Rules((Skip(pattern="*", reason="all"),)).decided(target)
    assert found is not None
    assert found.state is State.INVALID
