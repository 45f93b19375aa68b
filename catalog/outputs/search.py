"""What a search finds a page by besides its title."""

from catalog.derive import PaperRecord
from catalog.outputs.views import Views
from catalog.text import unaccent


def words_of_paper(views: Views, record: PaperRecord) -> str:
    """Return what people know of a paper: who, where, when, of which family, and its identifiers."""
    paper = record.value
    names = ", ".join(person.display for person in paper.authors)
    return joined(
        names,
        f"{views.edition.venue_name(paper.venue, paper.year)} {paper.year}",
        views.edition.catalog.venues[paper.venue].value.name,
        ", ".join(views.family(key).text for key in (paper.loss_family, *paper.also_families)),
        ", ".join(views.topic(key).text for key in paper.topics),
        f"arXiv {paper.arxiv}" if paper.arxiv else "",
        f"DOI {paper.doi}" if paper.doi else "",
        paper.award or "",
        record.id,
        paper.summary or "",
        without_accents(names),
    )


def without_accents(name: str) -> str:
    """Return a name as people type it who lack its letters; nothing if that is how it is written."""
    typed = unaccent(name)
    return "" if typed == name else typed


def joined(*parts: str) -> str:
    """Return words for search, as the result of a search shows them."""
    return " · ".join(part for part in parts if part)
