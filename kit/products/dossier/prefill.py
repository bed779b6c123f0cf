"""Ce que l'on sait déjà d'un territoire, pour que personne n'ait à le retaper."""

from __future__ import annotations

import datetime as dt
from typing import Final

from kit.documents.workbook import CellValue
from kit.domain.values import Commitment, PartnerKind, Territory, TerritoryKind
from kit.products.dossier.choice_lists import PROPOSALS

_FAMILIES: Final = {
    TerritoryKind.EPCI: PartnerKind.INTERCOMMUNAL,
    TerritoryKind.EPT: PartnerKind.INTERCOMMUNAL,
    TerritoryKind.DEPARTMENT: PartnerKind.COUNTY_OR_REGION,
    TerritoryKind.REGION: PartnerKind.COUNTY_OR_REGION,
}
_TITLES: Final = {TerritoryKind.DEPARTMENT: "Département ({})", TerritoryKind.REGION: "Région ({})"}

Values = dict[str, list[dict[str, CellValue]]]


def build_blank_values(territory: Territory, *, query: str, today: dt.date) -> Values:
    """Les valeurs d'un dossier vierge : le territoire, la date, et les échelons publics, à proposer.

    Les échelons ne sont pas inscrits parmi les partenaires : c'est au groupe d'en décider.
    ``query`` : ce que la personne a écrit, gardé pour un groupe ; sinon le code, que rien ne rend ambigu.
    """
    is_group = territory.kind is TerritoryKind.GROUP
    alliance: dict[str, CellValue] = {
        "territory_names": query if is_group else f"{territory.name} ({territory.code})",
        "dated": today,
    }
    if is_group:
        alliance["group_name"] = territory.name
    return {"alliance": [alliance], PROPOSALS: list_public_levels(territory)}


def list_public_levels(territory: Territory) -> list[dict[str, CellValue]]:
    """Les échelons publics du territoire, tels que la feuille Partenaires les écrirait."""
    return [
        {
            "name": _TITLES.get(kind, "{}").format(name),
            "kind": _FAMILIES[kind].value,
            "commitment": Commitment.TO_CONTACT.value,
        }
        for kind, _, name in territory.parents
        if kind in _FAMILIES
    ]
