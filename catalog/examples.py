"""For each code an example of what breaks the rule, and of what keeps it; a test holds both to what they claim."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Example(NamedTuple):
    """Lines as they break a rule, and as they keep it; of a record, where they are not said to be of another file.

    Where YAML is not what is wrong, both are words about a file.
    """

    before: str
    after: str
    path: str = ""


VENUES: Final = "vocabularies/venues.yaml"
FAMILIES: Final = "vocabularies/families.yaml"
TOPICS: Final = "vocabularies/topics.yaml"
SETTINGS: Final = "catalog.toml"

_PAPER: Final = "links:\n  paper: {}"
_ADDRESS: Final = _PAPER.format("https://journal.example.org/1950/turing")

EXAMPLES: Final[Mapping[str, Example]] = {
    "arxiv-link": Example(
        'arxiv: "1706.03762"\nlinks:\n  paper: https://arxiv.org/abs/1312.6114',
        'arxiv: "1706.03762"\nlinks:\n  paper: https://arxiv.org/abs/1706.03762',
    ),
    "author-address": Example("authors:\n  - Alan Turing†", "authors:\n  - Alan Turing"),
    "author-capitals": Example("authors:\n  - Alan TURING", "authors:\n  - Alan Turing"),
    "author-twice": Example("authors:\n  - Ada Lovelace\n  - Lovelace, Ada", "authors:\n  - Ada Lovelace"),
    "circular-family": Example(
        "theory:\n  name: Theory\n  group: foundations\n  definition: A.\n  extends: [survey]\n\n"
        "survey:\n  name: Surveys\n  definition: B.\n  extends: [theory]",
        "theory:\n  name: Theory\n  group: foundations\n  definition: A.\n\n"
        "survey:\n  name: Surveys\n  definition: B.\n  extends: [theory]",
        FAMILIES,
    ),
    "control-character": Example('title: "Machines\\u0007 and Minds"', "title: Machines and Minds"),
    "dead-reference": Example(
        "`[@turing1950machine]` in site/index.md, where the record is turing1950machines.yaml",
        "`[@turing1950machines]`",
    ),
    "doi-link": Example(
        "doi: 10.1093/mind/LIX.236.433\nlinks:\n  paper: https://doi.org/10.1000/182",
        "doi: 10.1093/mind/LIX.236.433\nlinks:\n  paper: https://doi.org/10.1093/mind/LIX.236.433",
    ),
    "duplicate-address": Example(_PAPER.format("https://journal.example.org/1936/numbers"), _ADDRESS),
    "duplicate-arxiv": Example('arxiv: "1312.6114"', 'arxiv: "1706.03762"'),
    "duplicate-doi": Example("doi: 10.1000/numbers", "doi: 10.1093/mind/LIX.236.433"),
    "duplicate-id": Example(
        "papers/1950/turing1950machines.yaml and papers/1951/turing1950machines.yaml",
        "papers/1950/turing1950machines.yaml alone",
    ),
    "duplicate-title": Example("title: On computable numbers!", "title: Machines and Minds"),
    "encoding": Example("a record saved as Latin-1", "the record saved as UTF-8"),
    "family-is-group": Example("loss_family: foundations", "loss_family: theory"),
    "file-name": Example("papers/1950/Turing1950.yml", "papers/1950/turing1950machines.yaml"),
    "file-size": Example("a record of two megabytes", "a record of a few hundred bytes"),
    "final-period": Example("title: Machines and Minds.", "title: Machines and Minds"),
    "id-year": Example("papers/1950/turing1949machines.yaml", "papers/1950/turing1950machines.yaml"),
    "impossible-date": Example("added: 2099-12-31", "added: 2026-11-23"),
    "impossible-presentation": Example("venue: JMLR\npresentation: oral", "venue: CVPR\npresentation: oral"),
    "incomplete-source": Example(
        "a page whose tags name no author",
        "the DOI of the paper, or its arXiv id",
    ),
    "invalid-value": Example("arxiv: https://arxiv.org/abs/1706.03762v2", 'arxiv: "1706.03762"'),
    "invisible-character": Example('title: "Mach\\u00ADines and Minds"', "title: Machines and Minds"),
    "known-https": Example(_PAPER.format("http://journal.example.org/1950/turing"), _ADDRESS),
    "left-out": Example(
        "`* A Paper (CVPR 2020) [paper](…) [homework](…)` in a README",
        "the record, with what `homework` leads to in the field that fits",
    ),
    "link-archived": Example("a repository whose owner made it read-only", "a repository that is worked on"),
    "link-blocked": Example("an address that answers a program with 403", "an address that answers it with 200"),
    "link-broken": Example("an address that answers 404", "an address that answers 200"),
    "link-invalid": Example("an address whose host is on a private network", "an address of a public host"),
    "link-redirected": Example("an address that answers 301 with another", "that other address"),
    "link-skipped": Example("an address that a pattern under `[[links.skip]]` leaves out", "an address that none does"),
    "link-transient": Example("an address that answers 503", "an address that answers 200"),
    "long-page": Example("a README.md of 600,000 bytes", "`split = true` under `[readme]` in catalog.toml"),
    "malformed-url": Example(_PAPER.format("journal.example.org/1950/turing"), _ADDRESS),
    "misplaced-file": Example("papers/turing1950machines.yaml", "papers/1950/turing1950machines.yaml"),
    "missing-field": Example("links:\n  pdf: https://journal.example.org/1950/turing.pdf", _ADDRESS),
    "missing-file": Example("no vocabularies/topics.yaml", "vocabularies/topics.yaml with `{}` in it"),
    "more-findings": Example("a record with 150 fields that there are not", "the record without them"),
    "named-twice": Example("topics: [vision, logic, vision]", "topics: [vision, logic]"),
    "nested-group": Example(
        "foundations:\n  name: Foundations\n  group: theory\n  definition: What others rest on.",
        "foundations:\n  name: Foundations\n  definition: What others rest on.",
        FAMILIES,
    ),
    "no-paper": Example(
        "the address of a page without `citation_…` tags and JSON-LD",
        "the DOI of the paper, or its arXiv id",
    ),
    "not-a-file": Example("papers/1950/turing1950machines.yaml, a symbolic link", "the file itself in that place"),
    "not-found": Example(
        "catalog add 2003.99999",
        "catalog add 1706.03762",
    ),
    "open-field": Example(
        "a record without `doi`, of a paper that Crossref knows",
        "the record with it, as `catalog refresh --fix` writes it",
    ),
    "other-value": Example(
        "`pages: 1-10` where Crossref says 1-11",
        "`pages: 1-11`, if that is what the proceedings say",
    ),
    "published-since": Example(
        "a record of a preprint that CVPR has since published",
        "the record with `venue: CVPR`, as `catalog refresh --fix` writes it",
    ),
    "relation-twice": Example(
        "theory:\n  name: Theory\n  group: foundations\n  definition: A.\n  contrast_with: [survey]\n\n"
        "survey:\n  name: Surveys\n  definition: B.\n  contrast_with: [theory]",
        "theory:\n  name: Theory\n  group: foundations\n  definition: A.\n  contrast_with: [survey]\n\n"
        "survey:\n  name: Surveys\n  definition: B.",
        FAMILIES,
    ),
    "reversed-pages": Example("pages: 433-60", "pages: 433-460"),
    "several-authors": Example(
        "authors:\n  - Ada Lovelace and Alan Turing", "authors:\n  - Ada Lovelace\n  - Alan Turing"
    ),
    "similar-title": Example("title: On Computable Number", "title: Machines and Minds"),
    "template": Example(
        "templates/README.md.j2 with `{{ papers_count }}`", "the template with a name that it is given"
    ),
    "text-fragment": Example(_PAPER.format("https://journal.example.org/1950/turing#:~:text=games"), _ADDRESS),
    "text-of-no-family": Example("site/families/theorie.md", "site/families/theory.md"),
    "title-capitals": Example("title: MACHINES AND MINDS", "title: Machines and Minds"),
    "title-spacing": Example("title: Machines  and Minds", "title: Machines and Minds"),
    "toml-syntax": Example('[list\ntitle = "A List"', '[list]\ntitle = "A List"', SETTINGS),
    "tracking-parameter": Example(_PAPER.format("https://journal.example.org/1950/turing?utm_source=feed"), _ADDRESS),
    "unknown-family": Example("loss_family: theroy", "loss_family: theory"),
    "unknown-field": Example("titel: Machines and Minds\ntitle: Machines and Minds", "title: Machines and Minds"),
    "unknown-library": Example(
        "implementations:\n  - library: scikit-lern\n    name: metrics.pairwise",
        "implementations:\n  - library: scikit-learn\n    name: metrics.pairwise",
    ),
    "unknown-reference": Example(
        "catalog add CVPR-2020-337",
        "catalog add 10.1002/j.1538-7305.1948.tb01338.x",
    ),
    "unknown-topic": Example("topics: [vison]", "topics: [vision]"),
    "unknown-venue": Example("venue: CVRP", "venue: CVPR"),
    "unread-entry": Example(
        "`@article{turing1950, title = {Machines` in a .bib file, without its end",
        "the entry with both braces closed",
    ),
    "unreadable": Example("a record that its owner alone may read", "the record with permissions for all"),
    "unused-entry": Example(
        "vision:\n  name: Vision\n  kind: domain\n  definition: What is seen.\n\n"
        "smell:\n  name: Smell\n  kind: domain\n  definition: What is smelt.",
        "vision:\n  name: Vision\n  kind: domain\n  definition: What is seen.",
        TOPICS,
    ),
    "value-size": Example("a note of 20,001 characters", "a note of a page at most"),
    "vocabulary-key": Example(
        "computer vision:\n  name: Vision\n  kind: domain\n  definition: What is seen.",
        "vision:\n  name: Vision\n  kind: domain\n  definition: What is seen.",
        TOPICS,
    ),
    "withdrawn-paper": Example(
        "catalog add, with the arXiv id of a paper that was withdrawn",
        "papers/2020/author2020word.yaml, written by hand, with a `note` that says so",
    ),
    "yaml-alias": Example("note: *same", "note: The same."),
    "yaml-anchor": Example("venue: &there CVPR", "venue: CVPR"),
    "yaml-depth": Example("topics: [[[[[[[[[[[[[[[[[vision]]]]]]]]]]]]]]]]]", "topics: [vision]"),
    "yaml-directive": Example("%YAML 1.2\n---\ntitle: Machines and Minds", "title: Machines and Minds"),
    "yaml-documents": Example(
        "title: Machines and Minds\n---\ntitle: On Computable Numbers", "title: Machines and Minds"
    ),
    "yaml-duplicate-key": Example("year: 1950\nyear: 1951", "year: 1950"),
    "yaml-key": Example("[topics]: vision", "topics: [vision]"),
    "yaml-merge-key": Example("<<: {topics: [vision]}", "topics: [vision]"),
    "yaml-syntax": Example("title: Machines: Their Minds", 'title: "Machines: Their Minds"'),
    "yaml-tag": Example("title: !!str Machines and Minds", "title: Machines and Minds"),
    "year-in-folder": Example(
        "papers/1949/turing1950machines.yaml, with `year: 1950`", "papers/1950/turing1950machines.yaml"
    ),
}
