"""The issue form asks what the reader of filled forms understands, and offers what the list has."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from catalog.edition import Edition
from catalog.importers.form import Form, read_form
from catalog.outputs.issue_form import OUTPUT, PATH
from catalog.questions import FIELDS, FormField
from tests.conftest import REPOSITORY


def asked(edition: Edition) -> list[dict[str, Any]]:
    """Return the questions of a list's form, as a reader of YAML sees them."""
    of_list = edition.settings.list.model_copy(update={"issue_form": True})
    settings = edition.settings.model_copy(update={"list": of_list})
    (artifact,) = OUTPUT.render(replace(edition, settings=settings))
    assert artifact.path == PATH
    return [each for each in yaml.safe_load(artifact.text)["body"] if each["type"] != "markdown"]


def filled(answers: dict[str, str]) -> str:
    """Return a form's issue as GitHub writes it."""
    return "\n\n".join(f"### {field.label}\n\n{answers.get(field.id, '_No response_')}" for field in FIELDS)


def test_a_list_has_no_form_unless_it_asks_for_one(toy_edition: Edition) -> None:
    assert list(OUTPUT.render(toy_edition)) == []


def test_the_form_of_this_repository_has_the_labels_that_are_read() -> None:
    found = yaml.safe_load((REPOSITORY / PATH).read_text())
    labels = [each["attributes"]["label"] for each in found["body"] if each["type"] != "markdown"]
    assert labels == [field.label for field in FIELDS]


def test_each_question_is_asked_as_the_table_says(toy_edition: Edition) -> None:
    assert [
        (
            each["id"],
            each["attributes"]["label"],
            each["attributes"]["description"],
            each["type"],
            each["validations"]["required"],
            each["attributes"].get("multiple", False),
        )
        for each in asked(toy_edition)
    ] == [(each.id, each.label, each.description, each.answer, each.is_required, each.takes_several) for each in FIELDS]


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.id)
def test_an_answer_to_each_question_is_read(field: FormField) -> None:
    answers = {"reference": "2003.13911"}
    nothing = read_form(filled(answers), "form.md")
    said = {"code": "https://host.example/", "year": "2020", "reference": "2104.01546"}.get(field.id, "something")
    something = read_form(filled(answers | {field.id: said}), "form.md")
    assert isinstance(nothing, Form)
    assert isinstance(something, Form)
    assert something != nothing


def test_each_family_that_is_offered_is_read_as_its_key(toy_edition: Edition) -> None:
    (options,) = [each["attributes"]["options"] for each in asked(toy_edition) if each["id"] == "family"]
    forms = [read_form(filled({"reference": "2003.13911", "family": option}), "form.md") for option in options]
    assert [form.draft.loss_family for form in forms if isinstance(form, Form)] == ["starter", "gluten", "survey"]


def test_the_topics_that_are_taken_are_read_as_their_keys(toy_edition: Edition) -> None:
    (options,) = [each["attributes"]["options"] for each in asked(toy_edition) if each["id"] == "topics"]
    form = read_form(filled({"reference": "2003.13911", "topics": ", ".join(options)}), "form.md")
    assert isinstance(form, Form)
    assert form.draft.topics == tuple(toy_edition.catalog.topics) == tuple(options)


def test_where_there_is_nothing_to_choose_the_answer_is_free(toy_edition: Edition) -> None:
    catalog = replace(toy_edition.catalog, topics=type(toy_edition.catalog.topics)({}))
    (topics,) = [each for each in asked(replace(toy_edition, catalog=catalog)) if each["id"] == "topics"]
    assert topics["type"] == "input"


def test_names_are_text_to_a_reader_of_yaml(toy_edition: Edition) -> None:
    hostile = 'a "b": #c [d] ${{ e }} \\n ü 😀'
    families = toy_edition.catalog.families
    record = families["starter"]
    changed = {
        **dict(families.items()),
        "starter": replace(record, value=record.value.model_copy(update={"name": hostile})),
    }
    edition = replace(toy_edition, catalog=replace(toy_edition.catalog, families=type(families)(changed)))
    (options,) = [each["attributes"]["options"] for each in asked(edition) if each["id"] == "family"]
    assert options[0] == f"starter: {hostile}"


def test_people_may_open_an_issue_without_the_form() -> None:
    config = yaml.safe_load((REPOSITORY / Path(PATH).with_name("config.yml")).read_text())
    assert config == {"blank_issues_enabled": True}
