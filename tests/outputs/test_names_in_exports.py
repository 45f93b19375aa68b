"""A person's name is right in every form of export: particles, suffixes, accents, mononyms, collectives."""

from typing import NamedTuple

import pytest

from catalog.names import Person, parse
from catalog.outputs import bib, biblatex, bibtex, csl, ris


class Written(NamedTuple):
    """A name, and how each format writes it."""

    person: Person
    bibtex: str
    biblatex: str
    ris: str
    csl: dict[str, str]


NAMES = {
    "plain": Written(
        parse("Ada Lovelace"),
        "Lovelace, Ada",
        "Lovelace, Ada",
        "Lovelace, Ada",
        {"family": "Lovelace", "given": "Ada"},
    ),
    "particle": Written(
        parse("Aäron van den Oord"),
        r"van den Oord, A{\"a}ron",
        "van den Oord, Aäron",
        "van den Oord, Aäron",
        {"family": "Oord", "given": "Aäron", "non-dropping-particle": "van den"},
    ),
    "suffix": Written(
        parse("King, Jr., Martin Luther"),
        "King, Jr., Martin Luther",
        "King, Jr., Martin Luther",
        "King, Martin Luther, Jr.",
        {"family": "King", "given": "Martin Luther", "suffix": "Jr."},
    ),
    "particle and suffix": Written(
        parse("de la Cruz, III, Juan"),
        "de la Cruz, III, Juan",
        "de la Cruz, III, Juan",
        "de la Cruz, Juan, III",
        {"family": "Cruz", "given": "Juan", "non-dropping-particle": "de la", "suffix": "III"},
    ),
    "family name of two words": Written(
        parse("Lloyd Webber, Andrew"),
        "Lloyd Webber, Andrew",
        "Lloyd Webber, Andrew",
        "Lloyd Webber, Andrew",
        {"family": "Lloyd Webber", "given": "Andrew"},
    ),
    "accents": Written(
        parse("Łukasz Đorđević"),
        r"{\textnormal{Đ}}or{\textnormal{đ}}evi{\'c}, {\L}ukasz",
        "Đorđević, Łukasz",
        "Đorđević, Łukasz",
        {"family": "Đorđević", "given": "Łukasz"},
    ),
    "another script": Written(
        parse("李, 张伟"),
        r"{\textnormal{李}}, {\textnormal{张伟}}",
        "李, 张伟",
        "李, 张伟",
        {"family": "李", "given": "张伟"},
    ),
    "the word that separates people": Written(
        parse("Metin And"), "{And}, Metin", "{And}, Metin", "And, Metin", {"family": "And", "given": "Metin"}
    ),
    "mononym": Written(Person("Plato", literal=True), "{Plato}", "{Plato}", "Plato", {"literal": "Plato"}),
    "collective": Written(
        Person("Barnes & Noble, Inc. and Sons", literal=True),
        r"{Barnes \& Noble, Inc. and Sons}",
        r"{Barnes \& Noble, Inc. and Sons}",
        "Barnes & Noble Inc. and Sons",
        {"literal": "Barnes & Noble, Inc. and Sons"},
    ),
    "particle alone": Written(
        Person("hooks", particle="bell"),
        "bell hooks",
        "bell hooks",
        "bell hooks",
        {"family": "hooks", "non-dropping-particle": "bell"},
    ),
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_name_is_written_as_each_format_reads_it(name: Written) -> None:
    assert bib.person(name.person, bibtex.SPELLING) == name.bibtex
    assert bib.person(name.person, biblatex.SPELLING) == name.biblatex
    assert ris.author(name.person) == name.ris
    assert csl.name(name.person) == name.csl
