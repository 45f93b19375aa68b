"""What the links of an entry are: by what they are called, and where that says nothing, by where they lead."""

import re
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from catalog.identifiers import arxiv_in_url, doi_in_url
from catalog.text import fold


class Role(StrEnum):
    """What a link is to a paper; the values are fields of a record's `links`, and a few that are none."""

    PAPER = "paper"
    PDF = "pdf"
    PROJECT = "project"
    VIDEO = "video"
    POSTER = "poster"
    SLIDES = "slides"
    SUPPLEMENT = "supplement"
    REVIEW = "review"
    DATA = "data"
    BLOG = "blog"
    CODE = "code"
    OTHER = "other"


IS_PAPER: Final = frozenset({Role.PAPER, Role.PDF})

_CALLED: Final[Mapping[Role, str]] = {
    Role.PAPER: "paper papers article publication publications abs abstract arxiv doi acm ieee springer elsevier cvf "
    "openaccess html proceedings pubmed openreview biorxiv medrxiv ssrn thesis manuscript 论文",
    Role.PDF: "pdf pdfs preprint fulltext",
    Role.PROJECT: "project website homepage webpage web site page pages 主页",
    Role.VIDEO: "video videos talk youtube presentation bilibili",
    Role.POSTER: "poster",
    Role.SLIDES: "slide slides ppt pptx keynote",
    Role.SUPPLEMENT: "supp suppl supplement supplemental supplementary supplements supmat appendix",
    Role.REVIEW: "review reviews",
    Role.DATA: "data dataset datasets",
    Role.BLOG: "blog blogpost medium",
    Role.CODE: "code codes github gitlab source repo repository implementation implementations star stars 代码",
    Role.OTHER: "bib bibtex cite citation citations note notes summary colab demo demos model models weights weight "
    "checkpoint checkpoints pretrained tweet twitter reddit huggingface tutorial docs documentation api news",
}
_ROLES: Final = {word: role for role, words in _CALLED.items() for word in words.split()}
_FRAMEWORKS: Final = {
    "pytorch": "PyTorch",
    "torch": "Torch",
    "tensorflow": "TensorFlow",
    "tf": "TensorFlow",
    "tf2": "TensorFlow",
    "keras": "Keras",
    "caffe": "Caffe",
    "caffe2": "Caffe2",
    "mxnet": "MXNet",
    "jax": "JAX",
    "theano": "Theano",
    "lua": "Lua",
    "matlab": "MATLAB",
    "python": "Python",
    "chainer": "Chainer",
    "paddle": "Paddle",
    "paddlepaddle": "PaddlePaddle",
    "mindspore": "MindSpore",
    "gluon": "Gluon",
    "julia": "Julia",
    "c": "C",
}
_STRANGERS: Final = frozenset({"unofficial", "community", "third", "party", "reimplementation", "re", "non"})
_WORDS_AROUND: Final = (
    "official author authors original our the link links version material materials camera ready extended journal "
    "conference full text short long main post paper's oral and of for s material materials file view hugging face "
    "open access available here download online project code review page preprint 链接"
)
_AROUND: Final = _STRANGERS | frozenset(_WORDS_AROUND.split())
_GENERIC: Final = frozenset({"", "link", "links", "here", "url", "click here", "download", "online", "access", "链接"})
_NUMBER: Final = re.compile(r"\d{1,2}$")
_MOST_WORDS: Final = 5

_HOSTS: Final[Mapping[Role, str]] = {
    Role.PAPER: "openaccess.thecvf.com cv-foundation.org papers.nips.cc papers.neurips.cc proceedings.neurips.cc "
    "nips.cc neurips.cc proceedings.mlr.press jmlr.org openreview.net aclanthology.org aclweb.org ieeexplore.ieee.org "
    "ieee.org computer.org dl.acm.org portal.acm.org link.springer.com springer.com sciencedirect.com elsevier.com "
    "aaai.org bmva.org bmvc2020-conference.com ecva.net mdpi.com nature.com science.org biorxiv.org medrxiv.org "
    "hal.science hal.inria.fr archives-ouvertes.fr semanticscholar.org roboticsproceedings.org isca-speech.org "
    "isca-archive.org ijcai.org wiley.com tandfonline.com frontiersin.org pnas.org researchgate.net ncbi.nlm.nih.gov "
    "usenix.org siam.org oup.com plos.org arxiv.org doi.org ssrn.com vldb.org worldscientific.com sagepub.com "
    "emerald.com iop.org aps.org cell.com mitpressjournals.org direct.mit.edu citeseerx.ist.psu.edu "
    "iclr.cc icml.cc jair.org lrec-conf.org interspeech2020.org ismir.net royalsocietypublishing.org hindawi.com",
    Role.CODE: "github.com gitlab.com bitbucket.org codeocean.com gitee.com codeberg.org",
    Role.PROJECT: "github.io sites.google.com gitlab.io",
    Role.VIDEO: "youtube.com youtu.be vimeo.com bilibili.com slideslive.com videolectures.net crossminds.ai",
    Role.BLOG: "medium.com towardsdatascience.com",
    Role.OTHER: "colab.research.google.com huggingface.co twitter.com x.com reddit.com kaggle.com paperswithcode.com "
    "shields.io scholar.google.com drive.google.com",
}
_BY_HOST: Final = {host: role for role, hosts in _HOSTS.items() for host in hosts.split()}


@lru_cache(maxsize=4096)
def role_of_label(label: str) -> Role | None:
    """Return what a link is by what it is called, or None if that is no name of anything.

    >>> role_of_label("[Official Code]").value
    'code'
    """
    words = _words(label)
    if not words or len(words) > _MOST_WORDS:
        return None
    known = [role for word in words if (role := _ROLES.get(word)) is not None]
    frameworks = [word for word in words if word in _FRAMEWORKS]
    if any(word not in _ROLES and word not in _FRAMEWORKS and word not in _AROUND for word in words):
        return None
    if frameworks or Role.CODE in known or (not known and _STRANGERS & set(words)):
        return Role.CODE
    if "project" in words and (len(words) == 1 or "page" in words):
        return Role.PROJECT
    return known[-1] if known else None


@lru_cache(maxsize=4096)
def is_generic(label: str) -> bool:
    """Tell whether what a link is called says nothing of what it is: nothing, "link", or an address."""
    return "://" in label or fold(label) in _GENERIC


@lru_cache(maxsize=4096)
def is_official(label: str) -> bool:
    """Tell whether code is called as that of the authors is: `code` is, the name of a framework alone is not."""
    words = set(_words(label))
    return not words & _STRANGERS and bool(words & set(_CALLED[Role.CODE].split()) or "official" in words)


@lru_cache(maxsize=4096)
def framework(label: str) -> str | None:
    """Return the framework that a link to code is named by, or None."""
    return next((_FRAMEWORKS[word] for word in _words(label) if word in _FRAMEWORKS), None)


def _words(label: str) -> list[str]:
    return [_NUMBER.sub("", word) or word for word in fold(label).split()]


def role_of_address(url: str) -> Role | None:
    """Return what a link is by where it leads, or None."""
    if arxiv_in_url(url) is not None or doi_in_url(url) is not None:
        return Role.PAPER
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    path = parts.path.lower()
    labels = host.split(".")
    for start in range(len(labels) - 1):
        role = _BY_HOST.get(".".join(labels[start:]))
        if role is not None:
            return Role.PDF if role is Role.PAPER and path.endswith(".pdf") else role
    if path.endswith(".pdf"):
        return Role.PDF
    return Role.SLIDES if path.endswith((".ppt", ".pptx")) else None
