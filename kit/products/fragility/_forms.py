"""Ce que porte un tableau de communes : la commune, des colonnes de repère, et ce que disent les autres."""

from __future__ import annotations

from typing import Final

from kit.domain.typography import fold
from kit.products.fragility.table import COMMUNE, COMMUNES, INDICATORS, POPULATION, REMARKS
from kit.reading.fields import Field, FieldKind, Form, Layout

# Dans cet ordre : un code INSEE l'emporte sur un nom.
_TITLES: Final = ("Code INSEE", "INSEE", "Code commune", "codgeo", COMMUNE, "Nom commune")
_RANKS: Final = {fold(title): rank for rank, title in enumerate(_TITLES)}

# Chaque autre colonne est un indicateur, que la personne déclare : le formulaire est ouvert.
TABLE: Final = Form(
    key="communes",
    name="communes",
    title=COMMUNES,
    intro="Une ligne par commune, une colonne par indicateur.",
    layout=Layout.TABLE,
    fields=(Field(key="commune", name="commune", label=COMMUNE, help="", aliases=_TITLES),),
    shown=(POPULATION, REMARKS, "Communes"),
    is_open=True,
)
DECLARATIONS: Final = Form(
    key="indicators",
    name="indicateurs",
    title=INDICATORS,
    intro="Ce que dit chaque colonne de nombres.",
    layout=Layout.TABLE,
    fields=(
        Field(key="title", name="titre", label="Titre de la colonne", help="", required=True),
        Field(key="axis", name="axe", label="Axe", help="", required=True),
        Field(key="direction", name="sens", label="Sens", help="", required=True),
        Field(key="weight", name="poids", label="Poids", help=""),
    ),
    is_open=True,
)


def rank_title(title: str) -> int:
    """Le rang d'un titre de commune : le plus petit désigne le mieux."""
    return _RANKS.get(title, len(_TITLES))


def build_indicator_field(key: str, title: str) -> Field:
    """Le champ d'une colonne de nombres."""
    return Field(key=key, name=key, label=title, help="", kind=FieldKind.AMOUNT)
