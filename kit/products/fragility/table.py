"""Un tableau d'indicateurs par commune, et ce que chaque colonne veut dire."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kit.domain.values import Problem, Territory

COMMUNE: Final = "Commune"
POPULATION: Final = "Population"
REMARKS: Final = "Remarques"
INDICATORS: Final = "Indicateurs"
COMMUNES: Final = "Communes"
# Dans un titre de colonne : « titre | axe | sens | poids ».
MARK: Final = "|"


class FragilityAxis(StrEnum):
    """Un axe de la fragilité numérique ; les titres sont ceux des fiches IFN1 à IFN4 du catalogue."""

    INFORMATION = "accès à l’information"
    ACCESS = "accès au numérique"
    DIGITAL_SKILLS = "compétences numériques"
    PAPERWORK_SKILLS = "compétences administratives"

    @property
    def fact(self) -> str:
        """La clé de la fiche du catalogue qui cite la source de l'axe."""
        return f"IFN{list(FragilityAxis).index(self) + 1}"


class Direction(StrEnum):
    """Ce que dit une grande valeur."""

    MORE = "plus = plus fragile"
    LESS = "moins = plus fragile"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """Une colonne de nombres : son titre, son axe, son sens, son poids dans l'axe."""

    title: str
    axis: FragilityAxis
    direction: Direction
    weight: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class CommuneRow:
    """Une commune et ses valeurs, dans l'ordre des indicateurs ; ``None`` : valeur manquante."""

    commune: Territory
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FragilityTable:
    """Le tableau lu : indicateurs rangés par axe, communes par nom ; ``problems`` n'arrêtent rien."""

    file: str
    indicators: tuple[Indicator, ...]
    rows: tuple[CommuneRow, ...]
    problems: tuple[Problem, ...] = ()
