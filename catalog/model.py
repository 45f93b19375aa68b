"""What a record and a vocabulary entry may say: the one schema of validation, JSON Schema and reference page.

Models know fields and nothing else: no rendering, no file, no other record.
"""

import datetime as dt
import re
from enum import StrEnum
from typing import Annotated, Final, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from catalog import identifiers, names
from catalog.names import Person, UnclearNameError
from catalog.plaintext import FORBIDDEN, MAX_CHARACTERS
from catalog.text import INVISIBLE

FIRST_YEAR: Final = 1600
LAST_YEAR: Final = 2100
FIRST_ADDED: Final = 1990
_MOST_DIGITS: Final = 9  # fits any 32-bit reader
_YEAR: Final = re.compile(r"[0-9]{4}")
_YEARS: Final = r"^(?:1[6-9][0-9]{2}|20[0-9]{2}|2100)$"
_DAYS: Final = (
    r"^(?:(?:199[0-9]|20[0-9]{2}|2100)-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])"
    r"|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))"
    r"|(?:199[26]|20(?:[02468][048]|[13579][26]))-02-29)$"
)
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
PAGES: Final = re.compile(r"[A-Za-z]{0,3}[0-9]+(?:[:.][0-9]+)*(?:-[A-Za-z]{0,3}[0-9]+(?:[:.][0-9]+)*)?")
"""First and last page, or an article number."""

# What JSON Schema says of texts: a part of JavaScript's patterns that Python's are equal to.
_CONTROL: Final = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff]|\r(?!\n)"
_ON_LINES: Final = rf"^(?![\s\S]*(?:{_CONTROL}))\s*\S"
_ON_ONE_LINE: Final = rf"^(?![\s\S]*(?:{_CONTROL}|\n))\s*\S"
_NAME: Final = (
    rf"^(?![\s\S]*(?:{_CONTROL}))"
    r"\s*(?:[^\s,]+(?:\s+[^\s,]+)+\s*|[^\s,][^,]*(?:,\s*[^\s,][^,]*){1,2})$"
)
_SCALAR: Final = ["string", "number", "boolean"]
"""What an editor takes an unquoted text for; this package reads each as the text that stands there."""


def fault(message: str) -> PydanticCustomError:
    """Return what a validator raises: a sentence for people that names the remedy."""
    # pydantic would read braces in the message as its own placeholders.
    return PydanticCustomError("catalog", "{message}", {"message": message})


class Model(BaseModel):
    """What all models share: values that do not change, and no field that is not declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=False)


def _one_line(text: object) -> object:
    if isinstance(text, str):
        _some(text)
        if "\n" in text:
            msg = "has a line break; write it on one line"
            raise fault(msg)
        if not text.isprintable() and FORBIDDEN.search(text) is not None:
            msg = "holds an escaped control character; remove it"
            raise fault(msg)
    return text


def _some(text: object) -> object:
    if isinstance(text, str) and (not text or text.isspace()):
        msg = "is empty; fill it in, or remove the line"
        raise fault(msg)
    return text


def _year(text: object) -> object:
    if not isinstance(text, str):
        return text
    if _YEAR.fullmatch(text) is None or not FIRST_YEAR <= int(text) <= LAST_YEAR:
        msg = f"is no year; write four digits from {FIRST_YEAR} to {LAST_YEAR}, as in `2020`"
        raise fault(msg)
    return int(text)


def _date(text: object) -> object:
    if not isinstance(text, str):
        return text
    if _DATE.fullmatch(text) is None:
        msg = "is no date; write year-month-day, as in `2026-11-23`"
        raise fault(msg)
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        msg = "is a day that no calendar has; write year-month-day, as in `2026-11-23`"
        raise fault(msg) from None
    if not FIRST_ADDED <= day.year <= LAST_YEAR:
        msg = "is a day on which no record was added; write the day of today, as in `2026-11-23`"
        raise fault(msg)
    return day


def _flag(text: object) -> object:
    if not isinstance(text, str):
        return text
    if text not in {"true", "false"}:
        msg = "is neither `true` nor `false`; write one of the two"
        raise fault(msg)
    return text == "true"


def _number(text: object) -> object:
    if not isinstance(text, str):
        return text
    if not text.isascii() or not text.isdecimal() or len(text) > _MOST_DIGITS:
        msg = "is no whole number; write at most nine digits, and nothing else"
        raise fault(msg)
    return int(text)


def _pages(text: str) -> str:
    if PAGES.fullmatch(text) is None:
        msg = "are no pages; write `first-last` with one hyphen, as in `3235-3244`, or an article number"
        raise fault(msg)
    return text


def _arxiv(text: str) -> str:
    if not identifiers.is_arxiv_id(text):
        msg = "is no arXiv id; write it without address and version, as in `1706.03762` or `cs/0112017`"
        raise fault(msg)
    return text


def _doi(text: str) -> str:
    if not identifiers.is_doi(text):
        msg = "is no DOI; write it without address, as in `10.1002/j.1538-7305.1948.tb01338.x`"
        raise fault(msg)
    return text


def _person(value: object) -> object:
    if isinstance(value, str):
        try:
            return names.parse(value)
        except UnclearNameError as error:
            raise fault(str(error)) from error
    if (
        isinstance(value, dict)
        and value.keys() == {"name"}
        and isinstance(value["name"], str)
        and value["name"].strip()
    ):
        return Person(str(_one_line(value["name"])), literal=True)
    if isinstance(value, Person):
        return value
    msg = "is no name; write `Given Family`, `Family, Given`, or `{name: …}` for a mononym or a collective"
    raise fault(msg)


Line = Annotated[
    str,
    BeforeValidator(_one_line),
    WithJsonSchema({"type": _SCALAR, "pattern": _ON_ONE_LINE, "maxLength": MAX_CHARACTERS}),
]
"""A text on one line."""

WRAPPED: Final = "wrapped"
"""What marks the type of a text that is wrapped in its file."""

Text = Annotated[
    str,
    BeforeValidator(_some),
    WRAPPED,
    WithJsonSchema({"type": _SCALAR, "pattern": _ON_LINES, "maxLength": MAX_CHARACTERS}),
]
"""A text of a sentence or more, wrapped over several lines of YAML."""


class KeyOf(NamedTuple):
    """What marks the type of a field that holds a key of a vocabulary, or of the `groups` among the families."""

    vocabulary: str


# That the entry exists is a check, for it needs the vocabularies.
VenueKey = Annotated[Line, KeyOf("venues")]
FamilyKey = Annotated[Line, KeyOf("families")]
GroupKey = Annotated[Line, KeyOf("groups")]
TopicKey = Annotated[Line, KeyOf("topics")]
LibraryKey = Annotated[Line, KeyOf("libraries")]

Url = Annotated[
    str,
    BeforeValidator(_one_line),
    WithJsonSchema({"type": "string", "pattern": r"^https?://\S+$", "maxLength": MAX_CHARACTERS}),
]
"""An http(s) address; its form is a check, so that all that is wrong with it is said at once."""

Year = Annotated[
    int,
    BeforeValidator(_year),
    WithJsonSchema({"type": ["integer", "string"], "minimum": FIRST_YEAR, "maximum": LAST_YEAR, "pattern": _YEARS}),
]
Date = Annotated[
    dt.date, BeforeValidator(_date), WithJsonSchema({"type": "string", "format": "date", "pattern": _DAYS})
]
Flag = Annotated[
    bool, BeforeValidator(_flag), WithJsonSchema({"type": ["boolean", "string"], "pattern": "^(?:true|false)$"})
]
Number = Annotated[
    int,
    BeforeValidator(_number),
    WithJsonSchema(
        {
            "type": ["integer", "string"],
            "minimum": 0,
            "exclusiveMaximum": 10**_MOST_DIGITS,
            "pattern": f"^[0-9]{{1,{_MOST_DIGITS}}}$",
        }
    ),
]
Pages = Annotated[
    Line,
    AfterValidator(_pages),
    WithJsonSchema({"type": ["string", "number"], "minimum": 0, "pattern": f"^(?:{PAGES.pattern})$"}),
]
# An id without quotes is a number to an editor, of which it cannot tell how many digits it was written with.
Arxiv = Annotated[
    Line,
    AfterValidator(_arxiv),
    WithJsonSchema(
        {
            "type": ["string", "number"],
            "not": {"type": "integer"},
            "minimum": 704,
            "exclusiveMaximum": 9913,
            "pattern": f"^(?:{identifiers.ARXIV_ID.pattern})$",
        }
    ),
]
Doi = Annotated[
    Line,
    AfterValidator(_doi),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^(?!.*{INVISIBLE.pattern})(?:{identifiers.DOI.pattern})$",
            "maxLength": MAX_CHARACTERS,
        }
    ),
]
Author = Annotated[
    Person,
    BeforeValidator(_person),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": _NAME, "maxLength": MAX_CHARACTERS},
                {
                    "type": "object",
                    "properties": {
                        "name": {"type": _SCALAR, "pattern": _ON_ONE_LINE, "maxLength": MAX_CHARACTERS},
                    },
                    "required": ["name"],
                    "additionalProperties": False,
                },
            ],
        },
    ),
]


class Presentation(StrEnum):
    """How a conference showed the paper."""

    ORAL = "oral"
    SPOTLIGHT = "spotlight"
    HIGHLIGHT = "highlight"
    POSTER = "poster"


class VenueKind(StrEnum):
    """What sort of place a paper was published in."""

    CONFERENCE = "conference"
    JOURNAL = "journal"
    WORKSHOP = "workshop"
    PREPRINT = "preprint"


class EntryType(StrEnum):
    """The BibTeX entry type of a venue's papers."""

    INPROCEEDINGS = "inproceedings"
    ARTICLE = "article"
    MISC = "misc"


class Links(Model):
    """Where the paper and what belongs to it can be opened."""

    paper: Url = Field(description="The paper's page, preferably that of the proceedings; README's [paper] opens it.")
    pdf: Url | None = Field(None, description="The paper as PDF.")
    project: Url | None = Field(None, description="The authors' page about the work.")
    video: Url | None = Field(None, description="A recorded talk.")
    poster: Url | None = Field(None, description="The poster.")
    slides: Url | None = Field(None, description="The slides of a talk.")
    supplement: Url | None = Field(None, description="Supplementary material.")
    review: Url | None = Field(None, description="Public reviews.")
    data: Url | None = Field(None, description="A data set that the paper publishes.")
    blog: Url | None = Field(None, description="An article about the work by its authors.")


class VersionLinks(Links):
    """Where another version can be opened; none of the addresses is required."""

    paper: Url | None = Field(None, description="The page of this version.")  # type: ignore[assignment]  # wider on purpose: a version may be known by its venue alone


class Code(Model):
    """A repository with the paper's method."""

    url: Url = Field(description="Address of the repository.", examples=["https://github.com/owner/repository"])
    official: Flag = Field(
        default=False,
        description="Whether an author published it; the first official one is README's [code].",
    )
    note: Line | None = Field(None, description="What a reader should know before opening it.")


class Implementation(Model):
    """A class or function of a library that implements the paper."""

    library: LibraryKey = Field(description="A key of vocabularies/libraries.yaml.", examples=["scikit-learn"])
    name: Line = Field(description="Its name below the library's module.", examples=["neighbors.KNeighborsClassifier"])
    kind: Line | None = Field(None, description="What it is: function, class, estimator …")
    docs: Url | None = Field(None, description="Address of its documentation.")
    note: Line | None = Field(None, description="Where it differs from the paper.")


class OtherVersion(Model):
    """The same work published elsewhere: a journal version, a preprint."""

    venue: VenueKey = Field(description="A key of vocabularies/venues.yaml.")
    year: Year | None = Field(None, description="Year of this version.")
    title: Line | None = Field(None, description="Its title where it differs.")
    authors: tuple[Author, ...] = Field((), description="Its authors where they differ.")
    volume: Line | None = Field(None, description="Volume of the journal.")
    number: Line | None = Field(None, description="Issue of the journal.")
    pages: Pages | None = Field(None, description="Pages of this version.")
    doi: Doi | None = Field(None, description="DOI of this version.")
    arxiv: Arxiv | None = Field(None, description="arXiv id of this version.")
    links: VersionLinks | None = Field(None, description="Where this version can be opened.")


class Paper(Model):
    """One paper of the catalog: the content of `papers/<year>/<id>.yaml`."""

    title: Line = Field(
        description="The title as printed, without a final period.",
        examples=["Computing Machinery and Intelligence"],
    )
    authors: tuple[Author, ...] = Field(
        min_length=1,
        description="The authors in their order, each `Given Family`, or `Family, Given` where that is ambiguous.",
        examples=[["Ada Lovelace", "van Beethoven, Ludwig"]],
    )
    year: Year = Field(description="Year of publication; the folder's name.", examples=[2020])
    venue: VenueKey = Field(description="Where it was published: a key of vocabularies/venues.yaml.", examples=["STOC"])
    presentation: Presentation | None = Field(None, description="How the conference showed it.", examples=["oral"])
    award: Line | None = Field(
        None, description="An award, as the venue words it.", examples=["Best Paper Honorable Mention"]
    )
    loss_family: FamilyKey = Field(
        description="Its main contribution: a key of vocabularies/families.yaml.", examples=["survey"]
    )
    also_families: tuple[FamilyKey, ...] = Field(
        (), description="Further families a reader would look under.", examples=[["theory"]]
    )
    topics: tuple[TopicKey, ...] = Field(
        (), description="Keys of vocabularies/topics.yaml.", examples=[["open-problems"]]
    )
    volume: Line | None = Field(None, description="Volume of the journal or series.", examples=["33"])
    number: Line | None = Field(None, description="Issue of the journal.", examples=["7"])
    pages: Pages | None = Field(None, description="First and last page, or the article number.", examples=["379-423"])
    publisher: Line | None = Field(
        None, description="Publisher, where the venue's entry does not name it.", examples=["Springer"]
    )
    doi: Doi | None = Field(
        None, description="DOI without an address.", examples=["10.1002/j.1538-7305.1948.tb01338.x"]
    )
    arxiv: Arxiv | None = Field(None, description="arXiv id without a version.", examples=["math/0211159"])
    links: Links = Field(description="Addresses of the paper and what belongs to it; `paper` is required.")
    code: tuple[Code, ...] = Field((), description="Repositories with the method, the authors' own first.")
    implementations: tuple[Implementation, ...] = Field((), description="Where it can be imported from today.")
    other_versions: tuple[OtherVersion, ...] = Field((), description="The same work published elsewhere.")
    summary: Text | None = Field(None, description="One sentence in the curator's own words.")
    note: Text | None = Field(None, description="A curator's remark, shown on the paper's page.")
    added: Date = Field(description="Day on which the record came into the catalog.", examples=["2026-11-23"])

    @property
    def official_code(self) -> Code | None:
        """Return the first repository of the authors, if there is one."""
        return next((code for code in self.code if code.official), None)


class VenueNames(Model):
    """What a venue and its proceedings are called from a year on."""

    since: Year | None = Field(None, description="First year of these names; the first item may leave it out.")
    short: Line | None = Field(None, description="The short name, where it differs from the key.", examples=["NIPS"])
    proceedings: Line = Field(
        description="Title of the proceedings or journal, as a citation prints it.",
        examples=["Advances in Neural Information Processing Systems"],
    )
    series: Line | None = Field(None, description="Series in which the proceedings appear.")
    volume: Line | None = Field(None, description="Volume of that series, where all papers share it.")
    publisher: Line | None = Field(None, description="Publisher of the proceedings.")


class Venue(Model):
    """Where papers are published: an entry of vocabularies/venues.yaml."""

    name: Line = Field(description="The full name.", examples=["Symposium on Theory of Computing"])
    kind: VenueKind = Field(description="What sort of place it is.", examples=["conference"])
    rank: Number = Field(description="Place in a year's list: smaller numbers come first.", examples=[10])
    homepage: Url | None = Field(None, description="Address of the venue.")
    entry_type: EntryType | None = Field(
        None, description="BibTeX entry type, where it is not the usual one of the kind."
    )
    names: tuple[VenueNames, ...] = Field(min_length=1, description="Names by year, the oldest first.")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        years = [item.since for item in self.names]
        if any(year is None for year in years[1:]):
            msg = "leaves open from when its later names hold; give each item of `names` after the first its `since`"
            raise fault(msg)
        known = [year for year in years if year is not None]
        if known != sorted(set(known)):
            msg = "has `names` out of order; write the oldest first and each `since` once"
            raise fault(msg)
        return self

    def names_in(self, year: int | None) -> VenueNames:
        """Return the names that held in `year`: the newest not younger than it, or the oldest known."""
        found = self.names[0]
        for item in self.names:
            if year is None or item.since is None or item.since <= year:
                found = item
        return found


class Formula(Model):
    """A formula of a family."""

    name: Line = Field(description="What the formula is called.", examples=["cross entropy"])
    latex: Line = Field(description="The formula in LaTeX's mathematics.")
    symbols: Line | None = Field(None, description="What the symbols stand for; mathematics between dollar signs.")


class Family(Model):
    """A family of papers, or a group that only heads families: an entry of vocabularies/families.yaml."""

    name: Line = Field(description="The name readers see.", examples=["Surveys"])
    group: GroupKey | None = Field(
        None, description="The entry that heads this one; an entry that heads others is only a group."
    )
    definition: Text = Field(description="What belongs to it.")
    extends: tuple[FamilyKey, ...] = Field(
        (), description="Families from whose idea it starts; a map of the families is drawn from that."
    )
    contrast_with: tuple[FamilyKey, ...] = Field(
        (), description="Families that a reader weighs against it; to name one of two is enough."
    )
    aliases: tuple[Line, ...] = Field((), description="Other names under which readers look for it.")
    formulas: tuple[Formula, ...] = Field((), description="Its defining formulas.")


class Topic(Model):
    """A subject that cuts across families: an entry of vocabularies/topics.yaml."""

    name: Line = Field(description="The name readers see.", examples=["Open problems"])
    kind: Line = Field(description="What sort of subject it is; topics are shown by kind.", examples=["domain"])
    definition: Text = Field(description="What belongs to it.")


class Library(Model):
    """Software that implements papers: an entry of vocabularies/libraries.yaml."""

    name: Line = Field(description="The name readers see.", examples=["scikit-learn"])
    module: Line | None = Field(None, description="The module that is imported; none where nothing can be.")
    install: Line | None = Field(
        None, description="The command that installs it.", examples=["pip install scikit-learn"]
    )
    homepage: Url | None = Field(None, description="Address of its documentation or site.")
    repository: Url | None = Field(None, description="Address of its source.")
    note: Line | None = Field(None, description="What a reader should know, such as that it is no longer kept.")
