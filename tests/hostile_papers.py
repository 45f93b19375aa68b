"""Papers whose titles, names and numbers are as odd as records allow; what reads a citation must survive them."""

from dataclasses import replace
from types import MappingProxyType
from typing import Final

from catalog.edition import Edition
from catalog.model import Paper
from catalog.names import Person, parse

TITLES: Final = (
    "<script>alert(1)</script>",
    "p < 0.05 > q | r",
    "On $x^2$ and ${y}_i$",
    "{{ 7*7 }}",
    r"\input{x} \\ \end{document}",
    "Trailing \\",
    "An {unbalanced brace",
    "An }unbalanced{ pair",
    "@article{evil, title = {x}}",
    "Recall@K and @ICML and @Économie",
    'He said "no", twice: "no"',
    "It's ''double'' and -- dashed --- twice",
    "A `code` and a ``quote`` of grave accents`",
    "50% & more: #1_a~b^c",
    "Mixing – and — with - and --– runs",
    "“Curly” ‘quotes’ and an ellipsis…",
    "Émile, Øre, Łódź, Straße, Œuvre, ıİ, Ångström, Đorđe, ế",
    "度量学习 и метрики \N{SLIGHTLY SMILING FACE}",
    "% a comment, or not",
    "Braces {around} {GAN}s",
    "= , ; # in fields",
)

PEOPLE: Final = (
    (Person("OpenAI", literal=True),),
    (Person("Barnes and Noble, Inc.", literal=True), parse("Ada Lovelace")),
    (parse("Ludwig van Beethoven"), parse("Juan de La Cruz"), parse("King, Jr., Martin Luther")),
    (parse("'t Hooft, Gerard"), parse("Lloyd Webber, Andrew"), parse("Metin And"), parse("Smith, And")),
    (parse("Đinh Nguyễn, Đức"), parse("李 张伟"), parse("Ørsted, Ée"), parse("Siobhán O’Neil")),
    (parse("Li, X."), parse("Foo de Bar, Ana")),
    tuple(parse(f"Person Number{index}x") for index in range(1500)),
)

NUMBERS: Final = (
    ("OVEN", {"volume": "12", "number": "3"}),
    ("OVEN", {"number": "3"}),
    ("OVEN", {"volume": "E101-D", "number": "3", "pages": "e17"}),
    ("CRUMB", {"number": "3", "pages": "1-2"}),
    ("CRUMB", {"volume": "E101-D", "number": "3"}),
    ("CRUMB", {"volume": "4", "number": "S1_a"}),
    ("arXiv", {"volume": "4", "number": "2", "pages": "1-2", "publisher": "Crust & Co"}),
)

ADDRESSES: Final = (
    "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-SIM968>3.0.CO;2-2",
    "10.1000/a_b%20c#d&e~f$g^h",
    '10.1000/"quoted"@x=y,z',
)
"""DOIs; the address of the paper is made from each."""


def hostile(edition: Edition) -> Edition:
    """Return the toy edition with hostile papers in place of its own."""
    sample = edition.catalog["zhang2021proof"]
    bare: dict[str, object] = {"pages": None, "volume": None, "number": None}
    changes: list[dict[str, object]] = []
    changes += [bare | {"title": title, "venue": "OVEN"} for title in TITLES]
    changes += [bare | {"authors": people} for people in PEOPLE]
    changes += [bare | {"venue": venue} | numbers for venue, numbers in NUMBERS]
    for doi in ADDRESSES:
        links = sample.value.links.model_copy(update={"paper": f"https://test.example.org/{doi}"})
        changes.append(bare | {"doi": doi, "links": links, "arxiv": "cs/0112017"})
    papers = {}
    for index, change in enumerate(changes):
        # The style alpha has 26 letters to tell papers of one year and one author's initials apart.
        author = parse(f"Ada {chr(ord('A') + index % 26)}y")
        paper: Paper = sample.value.model_copy(update={"authors": (author,)} | change)
        papers[f"hostile2021x{index:03}"] = replace(sample, id=f"hostile2021x{index:03}", value=paper)
    return replace(edition, catalog=replace(edition.catalog, papers=MappingProxyType(papers)))
