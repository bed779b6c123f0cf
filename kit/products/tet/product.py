"""Le produit « Territoires en Transitions » : le plan, au format d'import de la plateforme."""

from __future__ import annotations

from typing import Final

from kit.products.product import MadeDocument, Product, Reads

PLAN: Final = MadeDocument(
    name="plan-tet", title="Plan à importer dans Territoires en Transitions", formats=("xlsx",)
)
PRODUCT: Final = Product(
    key="tet", title="L’export vers Territoires en Transitions", reads=Reads.DOSSIER, documents=(PLAN,)
)
