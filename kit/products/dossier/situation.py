"""La carte d'un dossier : son territoire, et en tireté les communes que l'alliance cite hors de lui."""

from __future__ import annotations

from kit.documents.territory_map import TerritoryMap, build_territory_map
from kit.domain.values import Dossier
from kit.reading.places import list_outside_places


def build_dossier_map(dossier: Dossier, *, narrow: bool = False) -> TerritoryMap | None:
    """La carte du dossier et son jumeau en phrases ; ``None`` si les contours ne sont pas là.

    ``narrow`` : à la largeur d'une colonne.
    """
    outside = tuple(place.code for place in list_outside_places(dossier))
    return build_territory_map(dossier.territory, outside, narrow=narrow)
