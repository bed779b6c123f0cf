"""Le produit « reprise » : un plan qui existe, en dossier à compléter."""

from __future__ import annotations

from typing import Final

from kit.products.product import MadeDocument, Product, Reads
from kit.writers.formats import DOSSIER_FORMATS

IMPORTED: Final = MadeDocument(
    name="dossier-repris", title="Dossier tiré d’un plan qui existe", formats=DOSSIER_FORMATS
)
PRODUCT: Final = Product(
    key="importing", title="La reprise d’un plan qui existe", reads=Reads.PLAN, documents=(IMPORTED,)
)
