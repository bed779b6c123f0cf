"""Les produits du kit, dans l'ordre où on les propose ; chacun se déclare dans son ``product.py``."""

from __future__ import annotations

from typing import Final

from kit.products.agenda.product import PRODUCT as AGENDA
from kit.products.agreements.product import PRODUCT as AGREEMENTS
from kit.products.aids.product import PRODUCT as AIDS
from kit.products.arguments.product import PRODUCT as ARGUMENTS
from kit.products.dossier.product import PRODUCT as DOSSIER
from kit.products.follow_up.product import PRODUCT as FOLLOW_UP
from kit.products.fragility.product import PRODUCT as FRAGILITY
from kit.products.grids.product import PRODUCT as GRIDS
from kit.products.importing.product import PRODUCT as IMPORTING
from kit.products.observatory.product import PRODUCT as OBSERVATORY
from kit.products.open_data.product import PRODUCT as OPEN_DATA
from kit.products.product import Product
from kit.products.tet.product import PRODUCT as TET

PRODUCTS: Final[tuple[Product, ...]] = (
    DOSSIER,
    ARGUMENTS,
    AIDS,
    AGREEMENTS,
    TET,
    IMPORTING,
    GRIDS,
    FOLLOW_UP,
    FRAGILITY,
    OBSERVATORY,
    AGENDA,
    OPEN_DATA,
)
BLANKS: Final = tuple(blank for product in PRODUCTS for blank in product.blanks)
"""Tout ce que le kit donne à remplir."""
