"""Le produit « données ouvertes » : le catalogue en tableaux, décrits par un Data Package."""

from __future__ import annotations

from typing import Final

from kit.products.product import MadeDocument, Product, Reads
from kit.writers.formats import DATA_FORMATS

PRODUCT: Final = Product(
    key="open_data",
    title="Le catalogue en données ouvertes",
    reads=Reads.CATALOGUE,
    documents=(MadeDocument(name="datapackage", title="Data Package du catalogue", formats=DATA_FORMATS),),
)
