"""What somebody gives as a reference, and what is none."""

import pytest

from catalog.importers.outcome import Refusal
from catalog.importers.references import Kind, Reference, read_reference


@pytest.mark.parametrize(
    ("given", "kind", "value"),
    [
        ("2003.13911", Kind.ARXIV, "2003.13911"),
        (" <https://arxiv.org/abs/2003.13911v2> ", Kind.ARXIV, "2003.13911"),
        ("https://export.arxiv.org/abs/cs/0112017v1", Kind.ARXIV, "cs/0112017"),
        ("hep-th/9901001v3", Kind.ARXIV, "hep-th/9901001"),
        ("math.GT/0309136", Kind.ARXIV, "math.GT/0309136"),
        ("https://ar5iv.labs.arxiv.org/html/2003.13911", Kind.ARXIV, "2003.13911"),
        ("ARXIV:2003.13911", Kind.ARXIV, "2003.13911"),
        ("10.48550/ARXIV.2003.13911".replace("ARXIV", "arXiv"), Kind.ARXIV, "2003.13911"),
        ("doi: 10.1109/CVPR42600.2020.00330", Kind.DOI, "10.1109/CVPR42600.2020.00330"),
        ("info:doi/10.1000/x", Kind.DOI, "10.1000/x"),
        ("https://doi.org/10.1002/(SICI)1097%3A1%3C2%3A%3A3.0", Kind.DOI, "10.1002/(SICI)1097:1<2::3.0"),
        ("HTTPS://oven.org/a", Kind.PAGE, "https://oven.org/a"),
        ("https://oven.org/papers.bib", Kind.PAGE, "https://oven.org/papers.bib"),
        ("some/papers.bib", Kind.BIBTEX, "some/papers.bib"),
        ("PAPERS.BIB", Kind.BIBTEX, "PAPERS.BIB"),
    ],
)
def test_a_reference_is_understood(given: str, kind: Kind, value: str) -> None:
    assert read_reference(given) == Reference(kind, value, given)


@pytest.mark.parametrize(
    "given",
    ["", "  ", "kim2020proxy", "2003.139", "10.1/x", "10.1000/", "javascript:alert(1)",
     "file:///etc/passwd", "https://", "https://user:pass@oven.org/", "http://localhost/",
     "https://oven.org/a b", "--help", "../../etc/passwd"],
)  # fmt: skip
def test_what_is_no_reference_is_refused_with_a_remedy(given: str) -> None:
    found = read_reference(given)
    assert isinstance(found, Refusal)
    assert found.code == "unknown-reference"


@pytest.mark.parametrize(
    "given",
    ["9999.99999", "2013.13911v2", "2003.1391", "arXiv:1412.00001", "https://arxiv.org/abs/9999.99999v1",
     "http://www.arxiv.org/pdf/2000.00001.pdf"],
)  # fmt: skip
def test_an_id_that_arxiv_cannot_have_is_no_paper_of_its(given: str) -> None:
    found = read_reference(given)
    assert isinstance(found, Refusal)
    assert (found.code, found.message.startswith("arXiv has no paper `")) == ("not-found", True)
