"""Deux réunions de la même grille, à deux dates : ce qui a bougé, critère par critère."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kit.products.grids.merging import CriterionResult, MergedGrids


class Move(StrEnum):
    """Le sens d'un changement ; la valeur s'imprime."""

    UP = "monte"
    SAME = "ne bouge pas"
    DOWN = "descend"
    UNKNOWN = "ne se compare pas"


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionChange:
    """La médiane et la dispersion d'un critère aux deux dates ; ``before`` manque si le critère est neuf."""

    before: CriterionResult | None
    after: CriterionResult
    move: Move

    @property
    def before_label(self) -> str:
        """La médiane d'avant, en mots."""
        return self.before.median_label if self.before else "—"


def compare_merged(before: MergedGrids, after: MergedGrids) -> tuple[CriterionChange, ...]:
    """Le changement de chaque critère de ``after``, dans l'ordre de la grille."""
    known = {result.criterion.key: result for result in before.criteria}
    return tuple(
        CriterionChange(
            before=known.get(result.criterion.key),
            after=result,
            move=_compare(known.get(result.criterion.key), result),
        )
        for result in after.criteria
    )


def _compare(before: CriterionResult | None, after: CriterionResult) -> Move:
    if before is None or before.value is None or after.value is None:
        return Move.UNKNOWN
    if after.value == before.value:
        return Move.SAME
    return Move.UP if after.value > before.value else Move.DOWN
