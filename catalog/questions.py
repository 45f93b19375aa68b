"""What the issue form asks of those who add a paper: one table for the form and for the reader of what comes back."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Answer(StrEnum):
    """How a question is answered, by GitHub's name for it."""

    LINE = "input"
    LINES = "textarea"
    CHOICE = "dropdown"


@dataclass(frozen=True, slots=True)
class FormField:
    """A question of the form: its id, its label, what it asks for, how, and whether it must be answered."""

    id: str
    label: str
    description: str
    is_required: bool = False
    answer: Answer = Answer.LINE
    takes_several: bool = False
    """Whether several of the choices may be taken."""


FIELDS: Final = (
    FormField("reference", "Reference", "The paper's arXiv id, DOI, or the address of its page.", is_required=True),
    FormField("family", "Family", "What the paper contributes.", is_required=True, answer=Answer.CHOICE),
    FormField("topics", "Topics", "What it is about; none or several.", answer=Answer.CHOICE, takes_several=True),
    FormField("code", "Code", "The address of the authors' own repository."),
    FormField("summary", "Summary", "What the paper does, in one sentence of your own."),
    FormField("title", "Title", "Only if no service knows the paper: its title."),
    FormField(
        "authors", "Authors", "Only if no service knows the paper: its authors, one a line.", answer=Answer.LINES
    ),
    FormField("year", "Year", "Only if no service knows the paper: the year of publication."),
    FormField("venue", "Venue", "Only if no service knows the paper: where it was published."),
)
"""The questions, in the order of the form."""

SEPARATOR: Final = ": "
"""What stands between a key and its name where both are shown as a choice; no key has it."""
