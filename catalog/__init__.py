"""Curated lists of scientific papers: records in, README, site and citations out.

>>> import catalog
>>> papers = catalog.load(".")
>>> references = papers.find("venue:CVPR has:code year:2020..").render("bibtex")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.listing import Catalog as Catalog
    from catalog.listing import InvalidCatalogError as InvalidCatalogError
    from catalog.listing import QueryError as QueryError
    from catalog.listing import Record as Record
    from catalog.listing import load as load

__all__ = ["Catalog", "InvalidCatalogError", "QueryError", "Record", "load"]


def __getattr__(name: str) -> object:
    # The schema takes a quarter of a second to import, which `catalog --version` need not wait for.
    if name in __all__:
        from catalog import listing  # noqa: PLC0415

        return getattr(listing, name)
    msg = f"module 'catalog' has no attribute {name!r}"
    raise AttributeError(msg)
