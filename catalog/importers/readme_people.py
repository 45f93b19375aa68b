"""Names of authors in running text: whether a text is nothing but names, and whose."""

import re
from typing import Final, NamedTuple

from catalog.importers.cleaning import person
from catalog.names import Person

_LONGEST: Final = 4000
_OTHERS: Final = re.compile(r"(?i)[\s,]*(?:\b(?:and\s+)?et\.?\s*al\b\.?|\band\s+others\b|\.\.\.|…)[\s,.]*$")
_PREFIX: Final = re.compile(r"(?i)^\s*(?:authors?|by)\s*[:\s]\s*")
_BETWEEN: Final = re.compile(r"\s*(?:,\s*(?:and|&)|;|,|、|\uff0c|\band\b|&|·|\s/\s)\s*")
_INITIALS: Final = re.compile(r"(?:[A-Z]\.?[\s-]?){1,4}")
_NO_NAMES: Final = re.compile(r"\d|[A-Z]{2}|\b[a-z]{4,}")
_INITIAL: Final = re.compile(r"\b[A-Z]\.")
_WORD: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|['\u2019.-])*")
_PARTICLE_WORDS: Final = "van von de der den del della di da do dos la le ten ter zu zur af al el bin ibn du des y e"
_PARTICLES: Final = frozenset(_PARTICLE_WORDS.split())
_TITLE_WORDS: Final = (
    "a an and are as at by for from in into is it its no not of on or the to toward towards under via what when "
    "where which why with without your you we our i abstract adaptive adversarial algorithm algorithms analysis "
    "approach approaches attention based benchmark beyond class classification clustering code comparison computer "
    "convolutional data dataset deep detection distance distributed domain dynamic efficient embedding "
    "embeddings estimation evaluation face fast feature features few framework general generation generative "
    "geometry global graph hard hierarchical human identification image images improved improving information "
    "kernel knowledge label language large learning linear local loss losses machine margin matching memory method "
    "methods mining model modeling models multi nearest negative network networks neural object online "
    "optimal optimization paper pattern person prediction preprint proceedings ranking re real recognition "
    "reinforcement relation report representation representations retrieval review robust sampling scalable scale "
    "search segmentation self semantic semi sequence shot similarity simple softmax space spaces sparse structured "
    "student study supervised supervision survey system systems target task tasks temporal theory time toolbox "
    "towards training transfer transformer transformers understanding unified unsupervised using video view "
    "vision visual weakly zero conference journal transactions international workshop symposium arxiv ieee acm "
    "springer university institute oral spotlight poster best award tensorflow pytorch keras official paper new see "
    "also note notes more slides project"
)
_NOT_NAMES: Final = frozenset(_TITLE_WORDS.split())
_MOST_WORDS: Final = 5


class People(NamedTuple):
    """Authors, and whether the text says that there are others."""

    authors: tuple[Person, ...]
    has_others: bool


def read_people(text: str, *, least: int = 3) -> People | None:
    """Return the people that a text names if it names nothing else, else None.

    `least` is how many names in full it takes to be sure that they are names, which depends on where the text stands;
    initials and "et al." are sure signs anywhere.
    """
    if len(text) > _LONGEST:
        return None
    text, labels = _PREFIX.subn("", text)
    text = _without_places(text)
    bare = _OTHERS.sub("", text).strip(" .,;:|-\N{EN DASH}\N{EM DASH}()")
    has_others = _OTHERS.search(text) is not None
    parts = [part for part in _BETWEEN.split(bare) if part]
    if parts and len(parts) > 1 and parts[-1][-1].isupper() and _INITIAL.search(text):
        parts[-1] += "."  # the period of the last initial was taken for that of a sentence
    names = _paired(parts)
    if not names or not all(map(_is_name, names)):
        return None
    is_sure = bool(labels) or has_others or any(map(_INITIAL.search, names) if len(names) > 1 or least == 1 else ())
    is_full = all(len(name.split()) > 1 for name in names)
    if not is_sure and (len(names) < least or not (is_full or least == 1)):
        return None
    if len(names) == 1 and len(names[0].split()) == 1 and not (has_others or labels):
        return None
    found = tuple(each for name in names if (each := person(name, latex=False)) is not None)
    return People(found, has_others) if found else None


def looks_like_names(text: str) -> bool:
    """Tell at a glance whether a text is rather names than a place: commas, and neither digits nor acronyms."""
    return "," in text and _NO_NAMES.search(text) is None


def _without_places(text: str) -> str:
    """Return a text without what stands in brackets behind names: universities, as a rule."""
    return re.sub(r"\s*\([^()]{0,200}\)", "", text)


def _paired(parts: list[str]) -> list[str]:
    """Return names in one piece where family name and initials were parted: `Doe, J., Roe, A.`."""
    inverted = len(parts) > 1 and len(parts) % 2 == 0 and all(_INITIALS.fullmatch(part) for part in parts[1::2])
    if not inverted:
        return parts
    return [f"{family}, {initials}" for family, initials in zip(parts[::2], parts[1::2], strict=True)]


def _is_name(text: str) -> bool:
    words = text.replace(",", " ").split()
    if not 1 <= len(words) <= _MOST_WORDS:
        return False
    for index, word in enumerate(words):
        bare = word.strip("*†‡§¶0123456789")
        if index and len(bare) == 1 and bare.isupper():
            continue  # an initial
        if _WORD.fullmatch(bare) is None or bare.casefold() in _NOT_NAMES:
            return False
        if not (bare[0].isupper() or not bare[0].islower() or bare.casefold() in _PARTICLES):
            return False
    return any(word[0].isupper() or not word.isascii() for word in words)
