"""Curated lists of scientific papers: records in, README, site and citations out.

>>> import catalog
>>> papers = catalog.load(".")
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog.catalog import Catalog as Catalog
    from catalog.catalog import InvalidCatalogError as InvalidCatalogError
    from catalog.catalog import Record as Record
    from catalog.catalog import load as load

__all__ = ["Catalog", "InvalidCatalogError", "Record", "load"]


def __getattr__(name: str) -> object:
    # The schema takes a quarter of a second to import, which `catalog --version` need not wait for.
    if name in __all__:
        from catalog import catalog  # noqa: PLC0415

        return getattr(catalog, name)
    msg = f"module 'catalog' has no attribute {name!r}"
    raise AttributeError(msg)
