"""Every variant of a venue's name is its key, and what is held beside a conference is not the conference."""

import pytest

from catalog.catalog import read
from catalog.importers.venues import Venues
from tests.conftest import REPOSITORY, TOY

VENUES = Venues(read(REPOSITORY).catalog.venues)

VARIANTS = [
    ("CVPR", "CVPR"),
    ("cvpr", "CVPR"),
    ("CVPR 2020", "CVPR"),
    ("CVPR'20", "CVPR"),
    ("CVPR (2)", "CVPR"),
    ("Proc. CVPR", "CVPR"),
    ("In CVPR, 2020", "CVPR"),
    ("2020 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)", "CVPR"),
    ("Proceedings of the IEEE/CVF Conference on Computer Vision and Pattern Recognition", "CVPR"),
    ("2006 IEEE Computer Society Conference on Computer Vision and Pattern Recognition - Volume 2 (CVPR'06)", "CVPR"),
    ("IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2018, Salt Lake City, USA, June 18-22", "CVPR"),
    ("2019 IEEE/CVF International Conference on Computer Vision (ICCV)", "ICCV"),
    ("Computer Vision – ECCV 2018", "ECCV"),
    ("Computer Vision - ECCV 2020 - 16th European Conference, Glasgow, UK, Proceedings, Part IX", "ECCV"),
    ("Proceedings of the European Conference on Computer Vision (ECCV)", "ECCV"),
    ("Advances in Neural Information Processing Systems 33", "NeurIPS"),
    ("Advances in Neural Information Processing Systems 33: Annual Conference on Neural ..., NeurIPS 2020", "NeurIPS"),
    ("Thirty-fourth Conference on Neural Information Processing Systems", "NeurIPS"),
    ("Proceedings of the 33rd International Conference on Neural Information Processing Systems", "NeurIPS"),
    ("Neural Information Processing Systems", "NeurIPS"),
    ("Computer Vision and Pattern Recognition", "CVPR"),
    ("Uncertainty in Artificial Intelligence", "UAI"),
    ("NIPS", "NeurIPS"),
    ("IEEE Transactions on Pattern Analysis and Machine Intelligence", "TPAMI"),
    ("IEEE Transactions on Pattern Analysis and Machine Intelligence, vol. 42, no. 2, 2020", "TPAMI"),
    ("IEEE Trans. Pattern Anal. Mach. Intell.", "TPAMI"),
    ("J. Mach. Learn. Res.", "JMLR"),
    ("Proceedings of the 37th International Conference on Machine Learning", "ICML"),
    ("Thirty-Second AAAI Conference on Artificial Intelligence", "AAAI"),
    ("Procedings of the British Machine Vision Conference 2016", "BMVC"),
    ("Similarity-Based Pattern Recognition", "SIMBAD"),
    ("Similarity-Based Pattern Recognition - Third International Workshop, SIMBAD 2015", "SIMBAD"),
    # Workshops that are a venue of their own are meant by their names, and by none else's.
    ("2020 IEEE/CVF Conference on Computer Vision and Pattern Recognition Workshops (CVPRW)", "CVPRW"),
    ("CVPRW", "CVPRW"),
    ("CVPRW 2022", "CVPRW"),
    ("Proceedings of the 25th ACM International Conference on Multimedia", "ACM-MM"),
    ("ACM MM", "ACM-MM"),
    ("Found. Trends Mach. Learn.", "FnT-ML"),
    ("IEEE Signal Process. Lett.", "IEEE-SPL"),
    ("Proceedings of the 2021 Conference on Empirical Methods in Natural Language Processing", "EMNLP"),
    ("Symmetry", "Symmetry"),
    ("arXiv preprint arXiv:1903.12345", "arXiv"),
    ("CoRR", "arXiv"),
]

STRANGERS = [
    "",
    "()",
    "Lecture Notes in Computer Science",
    "CVPR Workshops",
    "ECCVW",
    "Neural Information Processing Systems Workshop",
    "Computer Vision",
    "Machine Learning",
    "Asian Conference on Computer Vision",
    "Pattern Recognition",
    "Computer Vision – ECCV 2018 (ECCVW)",
    "Computer Vision – ECCV 2018 Workshops",
    "2019 IEEE/CVF International Conference on Computer Vision Workshop (ICCVW)",
    "NIPS 2016 Workshop on Ovens",
    "Findings of the Association: CVPR 2020",
    "International Conference on Machine Learning and Cybernetics",
    "International Conference on Music Linguistics (ICML)",
    "Asian Conference on Computer Vision",
    "Computer Vision - ACCV 2018",
    "Journal of Symmetry",
    "Conference on Lattice, Symmetry, 2020",
    "Proceedings of Machine Learning Research",
    "Accepted to some conference",
]


@pytest.mark.parametrize(("container", "key"), VARIANTS)
def test_a_variant_of_a_venue_is_its_key(container: str, key: str) -> None:
    assert VENUES.match([container]) == key


@pytest.mark.parametrize("container", STRANGERS)
def test_what_is_another_venue_is_none_of_the_list(container: str) -> None:
    assert VENUES.match([container]) is None


def test_the_first_container_that_means_a_venue_decides() -> None:
    assert VENUES.match(["Lecture Notes in Computer Science", "Computer Vision – ECCV 2018", "CVPR"]) == "ECCV"


@pytest.mark.parametrize(("container", "key"), [("CVRP", "CVPR"), ("Conference on Ovens", None)])
def test_the_nearest_venue_is_suggested(container: str, key: str | None) -> None:
    assert VENUES.nearest([container]) == key


def test_every_name_of_a_venue_is_its_key_in_another_list_too() -> None:
    venues = read(TOY).catalog.venues
    found = Venues(venues)
    names = [(key, name) for key, record in venues.items() for name in (key, record.value.name)]
    names += [(key, item.proceedings) for key, record in venues.items() for item in record.value.names]
    assert {name: found.match([name]) for _, name in names} == {name: key for key, name in names}
