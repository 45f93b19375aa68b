"""All checks, in the order in which `explain` and the documentation list them."""

from collections.abc import Iterator
from typing import Final

from catalog.catalog import Catalog
from catalog.checks import families, identity, pages, people, references, urls, wording
from catalog.checks.rule import Check
from catalog.diagnostics import Diagnostic, Severity

CHECKS: Final = (
    Check(references.unknown_venue),
    Check(references.unknown_family),
    Check(references.unknown_topic),
    Check(references.unknown_library),
    Check(references.family_is_group),
    Check(references.nested_group),
    Check(references.named_twice),
    Check(references.impossible_presentation),
    Check(references.unused_entry, Severity.NOTE),
    Check(families.circular_family),
    Check(families.relation_twice),
    Check(families.text_of_no_family),
    Check(pages.dead_reference),
    Check(identity.year_in_folder),
    Check(identity.id_year),
    Check(identity.duplicate_doi),
    Check(identity.duplicate_arxiv),
    Check(identity.duplicate_address),
    Check(identity.duplicate_title),
    Check(identity.similar_title, Severity.WARNING),
    Check(identity.arxiv_link),
    Check(identity.doi_link),
    Check(identity.impossible_date),
    Check(people.author_twice),
    Check(people.author_capitals, Severity.WARNING),
    Check(people.author_address),
    Check(people.several_authors),
    Check(wording.final_period),
    Check(wording.title_spacing),
    Check(wording.title_capitals, Severity.WARNING),
    Check(wording.invisible_character),
    Check(wording.reversed_pages),
    Check(urls.malformed_url),
    Check(urls.known_https, Severity.WARNING),
    Check(urls.text_fragment),
    Check(urls.tracking_parameter),
)
"""Every check with its severity."""


def run(catalog: Catalog, least: Severity = Severity.NOTE) -> Iterator[Diagnostic]:
    """Yield what the checks find whose findings weigh at least so much."""
    for check in CHECKS:
        if check.severity >= least:
            yield from check.run(catalog)
