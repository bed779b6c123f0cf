"""Des idées d'indicateurs, et où les trouver : ``kit/data/indicateurs-fragilite.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

from kit.domain.locations import DATA
from kit.domain.typography import typeset
from kit.products.fragility.table import Direction, FragilityAxis

FILE: Final = DATA / "indicateurs-fragilite.yaml"
_DIRECTIONS: Final = {"plus": Direction.MORE, "moins": Direction.LESS}


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorIdea:
    """Un indicateur proposé : son axe, son sens, qui publie ses nombres."""

    title: str
    axis: FragilityAxis
    direction: Direction
    source: str
    url: str

    @property
    def told(self) -> str:
        """Où le trouver, en une ligne."""
        return f"{self.source} ({self.url})"


@cache
def load_ideas() -> tuple[IndicatorIdea, ...]:
    """Les idées livrées, dans l'ordre du fichier.

    :raises KeyError: si une idée n'a pas tous ses champs, ou un sens inconnu.
    """
    import yaml

    records = yaml.safe_load(FILE.read_text(encoding="utf-8"))["indicateurs"]
    return tuple(
        IndicatorIdea(
            title=typeset(record["titre"]),
            axis=FragilityAxis(record["axe"]),
            direction=_DIRECTIONS[record["sens"]],
            source=typeset(record["source"]),
            url=record["adresse"],
        )
        for record in records
    )


def list_ideas(axis: FragilityAxis) -> tuple[IndicatorIdea, ...]:
    """Les idées d'un axe."""
    return tuple(one for one in load_ideas() if one.axis is axis)
