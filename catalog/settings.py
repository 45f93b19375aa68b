"""What a list says of itself: catalog.toml as a value, with the same messages as the records have.

Knows the root as well: the nearest folder, upwards, that holds catalog.toml.
"""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Final
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError

from catalog.diagnostics import Diagnostic, Location, ReadError, RootNotFoundError, Severity
from catalog.faults import Loc, faults_of
from catalog.model import FIRST_YEAR, LAST_YEAR, FamilyKey, Flag, Line, Model, Url, Year, fault
from catalog.plaintext import MAX_BYTES, TextFault, decode_bytes
from catalog.text import INVISIBLE
from catalog.urls import split

FILE: Final = "catalog.toml"
MAX_FINDINGS: Final = 100

# RFC 2606 and RFC 6761: names that never resolve, so that an address under them is a placeholder.
_RESERVED: Final = re.compile(r"(?:^|\.)(?:example(?:\.(?:com|net|org))?|invalid|test|localhost)\.?$")
_NOT_IN_ADDRESS: Final = re.compile(r"[?#\\<>\"\x00-\x20\x7f-\xa0]")
_ENDPOINT: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9A-Fa-f:.]+\]):\d{1,5}")
_TABLE: Final = re.compile(r"\s*\[\s*([^\]\[]+?)\s*\]")
_KEY: Final = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[^"'=#\[])+?)\s*=\s*""")
_PART: Final = re.compile(r"""\"[^\"]*\"|'[^']*'|[^.\s]+""")
_TOML_PLACE: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@lru_cache(maxsize=16)
def is_reserved(url: str) -> bool:
    """Tell whether an address stands under a name reserved for examples, so that nobody can open it."""
    return _RESERVED.search(urlsplit(url).hostname or "") is not None


def _folder_url(url: str) -> str:
    parts = split(url)
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname or _NOT_IN_ADDRESS.search(url):
        msg = "is no address of a site; write `https://host/folder/`"
        raise fault(msg)
    if parts.username is not None or parts.password is not None:
        msg = "has a user name before its host; remove it"
        raise fault(msg)
    return url


def _visible(text: str) -> str:
    if INVISIBLE.search(text) is not None:
        msg = "holds a character that is not seen; delete it"
        raise fault(msg)
    return text


Shown = Annotated[Line, AfterValidator(_visible)]
"""A text on one line that readers see."""

SiteUrl = Annotated[Url, AfterValidator(_folder_url)]
"""An http(s) address without query and fragment."""


def _whole_year(value: object) -> object:
    if isinstance(value, bool | float) or (isinstance(value, int) and not FIRST_YEAR <= value <= LAST_YEAR):
        msg = f"is no year; write four digits from {FIRST_YEAR} to {LAST_YEAR}, as in `2020`"
        raise fault(msg)
    return value


def _endpoint(value: str) -> str:
    if _ENDPOINT.fullmatch(value) is None:
        msg = "is no place of a host; write `address:port`, as in `127.0.0.1:8080` or `[::1]:8080`"
        raise fault(msg)
    return value


Endpoint = Annotated[str, AfterValidator(_endpoint)]
"""An address of IP and a port."""

Positive = Annotated[int, Field(strict=True, ge=1)]
Count = Annotated[int, Field(strict=True, ge=0)]
Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]
PositiveSeconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]


class ListSettings(Model):
    """`[list]`: what the list is called and where it lives."""

    title: Shown = Field(description="The list's title.", examples=["Awesome Topology"])
    description: Shown = Field(description="One sentence that says what the list is of.")
    url: SiteUrl = Field(description="Address of the site; `SITE_URL` in the environment overrides it.")
    repository: SiteUrl = Field(
        description="Address of the repository; `REPOSITORY_URL` in the environment overrides it."
    )
    branch: Line = Field("main", description="The branch that the site's pencil edits.")
    issue_form: Flag = Field(
        default=False,
        description="Whether `build` writes the issue form that adds a paper into .github/ISSUE_TEMPLATE/.",
    )

    @property
    def home(self) -> str:
        """Return the address of the home page, with a slash at its end."""
        return f"{self.url.removesuffix('/')}/"

    @property
    def public_repository(self) -> str:
        """Return the address of the repository; nothing if nobody can open it."""
        return "" if is_reserved(self.repository) else self.repository

    def in_repository(self, path: str) -> str:
        """Return the address of what stands at a path of the repository; nothing if nobody can open it."""
        return f"{self.public_repository.removesuffix('/')}/{path}" if self.public_repository else ""


class _OfDeployment(ListSettings):
    """`[list]` where who builds the site says where the repository is; they know whether anybody can open it."""

    @property
    def public_repository(self) -> str:
        """Return the address of the repository."""
        return self.repository


class ReadmeSettings(Model):
    """`[readme]`: the sections of README.md."""

    surveys: FamilyKey | None = Field(
        None, description="The family whose papers stand under their own heading, before the years."
    )
    surveys_heading: Shown = Field("Survey", description="That heading.")
    papers_heading: Shown = Field("Papers", description="The heading above the years.")
    earlier: Annotated[Year, BeforeValidator(_whole_year)] | None = Field(
        None, description="The last year that stands under `Earlier` instead of its own heading."
    )
    split: Flag = Field(
        default=False, description="Whether each year is a file of its own, for a list too long for one page."
    )


class Skip(Model):
    """Addresses that the list's policy leaves out of the check of links."""

    pattern: Line = Field(description="The address, with `*` for any characters.", examples=["https://host/private/*"])
    reason: Line = Field(description="Why they are left out; the report says it of each.")


class Ttl(Model):
    """`[links.ttl]`: for how many seconds an answer is trusted without asking again, by state; failures never are."""

    ok: Seconds = Field(604_800.0, description="Of an address that opens.")
    redirected: Seconds = Field(604_800.0, description="Of an address that has moved for good.")
    blocked: Seconds = Field(86_400.0, description="Of an address whose host turns robots away.")


class LinkSettings(Model):
    """`[links]`: how addresses are checked."""

    threads: Positive = Field(64, description="How many addresses are asked at the same time.")
    per_host: Positive = Field(2, description="How many of them of one host.")
    delay: Seconds = Field(0.0, description="Seconds between two requests to one host.")
    timeout: PositiveSeconds = Field(12.0, description="Seconds for a whole exchange, from the name to the body.")
    retries: Count = Field(2, description="How often an address is asked again in one run where that may help.")
    max_redirects: Count = Field(10, description="How many redirects are followed.")
    max_bytes: Positive = Field(1_048_576, description="Bytes of an answer that are read at most.")
    allow_private: Flag = Field(
        default=False, description="Whether addresses inside of a private network may be asked."
    )
    skip: tuple[Skip, ...] = Field((), description="Addresses that are not asked, each with its reason.")
    store: Line = Field("build/links.sqlite", description="The file that remembers answers, below the list's folder.")
    ttl: Ttl = Field(Ttl(), description="For how long answers are trusted.")
    fail_after: Positive = Field(
        3, description="After how many runs in a row an address that did not answer counts as broken."
    )
    user_agent: Line | None = Field(
        None, description="What hosts are told of who asks; without it, the tool and the list's repository."
    )
    resolve: Mapping[str, Endpoint] = Field(
        {}, description='Where hosts are found, `host = "address:port"`, for mirrors and tests.'
    )
    ca_bundle: Line | None = Field(
        None, description="A file of certificates, below the list's folder, that are trusted instead of the usual ones."
    )


class RefreshSettings(Model):
    """`[refresh]`: how services are asked what records do not say."""

    seconds: PositiveSeconds = Field(
        300.0, description="Seconds after which a run begins to ask about no further record; the next run does."
    )
    ttl: Seconds = Field(
        1_209_600.0, description="Seconds for which what the services said of a record is believed without asking."
    )
    store: Line = Field(
        "build/refresh.sqlite", description="The file that remembers what they said, below the list's folder."
    )


class ServiceSettings(Model):
    """`[services]`: the addresses of the services that are asked about papers and links."""

    arxiv: SiteUrl = Field("https://export.arxiv.org/api/query", description="arXiv's API.")
    crossref: SiteUrl = Field("https://api.crossref.org", description="Crossref's API, which knows most DOIs.")
    doi: SiteUrl = Field("https://doi.org", description="The resolver of DOIs, with its API of handles.")
    dblp: SiteUrl = Field("https://dblp.org", description="DBLP, with its search for publications.")
    openalex: SiteUrl = Field("https://api.openalex.org", description="OpenAlex's API.")
    github: SiteUrl = Field("https://api.github.com", description="GitHub's API; asked with the token in GITHUB_TOKEN.")
    wayback: SiteUrl = Field("https://archive.org/wayback/available", description="The Wayback Machine's API.")

    @property
    def hosts(self) -> tuple[str, ...]:
        """Return the hosts of all services."""
        return tuple(dict.fromkeys(urlsplit(getattr(self, name)).hostname or "" for name in type(self).model_fields))


class Settings(Model):
    """catalog.toml."""

    list: ListSettings
    readme: ReadmeSettings = ReadmeSettings()
    links: LinkSettings = LinkSettings()
    refresh: RefreshSettings = RefreshSettings()
    services: ServiceSettings = ServiceSettings()


@dataclass(frozen=True, slots=True)
class SettingsReading:
    """What came of reading catalog.toml: the settings, or findings about it."""

    settings: Settings | None
    findings: tuple[Diagnostic, ...]
    text: str = ""

    def at(self, *loc: str) -> Location:
        """Return the place of a key, as in `at("readme", "surveys")`."""
        return _locate(self.text, loc)


def find_root(start: Path) -> Path:
    """Return the nearest folder, from `start` upwards, that holds catalog.toml.

    Raises:
        RootNotFoundError: none does.
    """
    folder = Path(os.path.abspath(start))  # noqa: PTH100  # `resolve` would leave the folder by its links
    for candidate in (folder, *folder.parents):
        if (candidate / FILE).is_file():
            return candidate
    msg = f"no {FILE} in {folder} or above it; run inside a list, or name its folder with --root"
    raise RootNotFoundError(msg)


def require_root(folder: Path) -> Path:
    """Return `folder`, which holds catalog.toml.

    Raises:
        RootNotFoundError: it does not.
    """
    if (folder / FILE).is_file():
        return folder
    msg = f"no {FILE} in {folder}; name the folder of a list"
    raise RootNotFoundError(msg)


def read_settings(root: Path) -> SettingsReading:
    """Read catalog.toml below `root`.

    Raises:
        ReadError: the file cannot be read.
    """
    try:
        with (root / FILE).open("rb") as file:
            text = decode_bytes(file.read(MAX_BYTES + 1))
    except OSError as error:
        msg = f"{FILE} cannot be read: {(error.strerror or str(error)).lower()}"
        raise ReadError(msg) from error
    except TextFault as bad:
        position, code, message = bad.problems[0]
        return _one(Location(FILE, *position), code, message)
    try:
        tree = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a bare ValueError
        return _not_toml(text, str(error))
    try:
        return SettingsReading(Settings.model_validate(tree), (), text)
    except ValidationError as error:
        found = [
            Diagnostic(_locate(text, item.loc), Severity.ERROR, item.message, item.code)
            for item in faults_of(Settings, error, MAX_FINDINGS)
        ]
        return SettingsReading(None, tuple(found))


def for_site(settings: Settings, environment: Mapping[str, str]) -> Settings:
    """Return the settings of a site build: SITE_URL and REPOSITORY_URL in `environment` override the addresses.

    Raises:
        ReadError: one of the two is no address.
    """
    addresses = {"url": environment.get("SITE_URL"), "repository": environment.get("REPOSITORY_URL")}
    given = {key: value for key, value in addresses.items() if value}
    kind = _OfDeployment if "repository" in given else ListSettings
    try:
        listed = kind.model_validate(settings.list.model_dump() | given)
    except ValidationError as error:
        names = {"url": "SITE_URL", "repository": "REPOSITORY_URL"}
        item = faults_of(ListSettings, error, 1)[0]
        msg = f"{names.get(str(item.loc[0]), FILE)} in the environment: {item.message}"
        raise ReadError(msg) from error
    return settings.model_copy(update={"list": listed})


def _one(location: Location, code: str, message: str) -> SettingsReading:
    return SettingsReading(None, (Diagnostic(location, Severity.ERROR, message, code),))


def _not_toml(text: str, said: str) -> SettingsReading:
    place = _TOML_PLACE.search(said)
    end = Location(FILE, text.count("\n") + 1)
    location = Location(FILE, int(place[1]), int(place[2])) if place and place[1] else end
    what = _TOML_PLACE.sub("", said).rstrip(".")
    return _one(
        location, "toml-syntax", f"is no TOML: {what[:1].lower()}{what[1:]}; check quotes and brackets around here"
    )


def _locate(text: str, loc: Loc) -> Location:
    """Return the line that sets the key at `loc`, or its table's, or the first: tomllib keeps no places."""
    table: tuple[str, ...] = ()
    found = Location(FILE)
    for number, line in enumerate(text.splitlines(), start=1):
        header = _TABLE.match(line)
        if header is not None:
            table = _way(header[1])
            if loc[: len(table)] == table:
                found = Location(FILE, number)
            continue
        key = _KEY.match(line)
        if key is None:
            continue
        way = (*table, *_way(key[1]))
        if loc[: len(way)] == way:
            return Location(FILE, number, key.end() + 1)
    return found


def _way(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
