"""Le produit « agenda » : les rendez-vous publics du guide, à suivre dans son agenda."""

from __future__ import annotations

from typing import Final

from kit.products.product import MadeDocument, Product, Reads
from kit.writers.formats import CALENDAR_FORMAT

PRODUCT: Final = Product(
    key="agenda",
    title="L’agenda public",
    reads=Reads.CATALOGUE,
    documents=(MadeDocument(name="agenda", title="Agenda public", formats=(CALENDAR_FORMAT,)),),
)
