"""L'accord entre répondants : le coefficient alpha de Krippendorff, pour des niveaux rangés.

Le calcul est celui du paquet ``krippendorff``, facultatif (extra « grilles »).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kit.products.grids.merging import MergedGrids

MIN_RESPONDENTS: Final = 3


class AgreementState(StrEnum):
    """Pourquoi le coefficient est donné, ou ne l'est pas ; la valeur s'imprime."""

    MEASURED = "calculé"
    TOO_FEW = "il faut au moins trois répondants"
    UNDEFINED = "toutes les réponses sont au même niveau, ou trop peu de critères ont deux réponses"
    NOT_INSTALLED = "l'extra « grilles » du kit n'est pas installé"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """L'accord mesuré. ``alpha`` : 1 quand tous disent la même chose, 0 pour un tirage au hasard."""

    state: AgreementState
    alpha: float | None = None


def measure_agreement(merged: MergedGrids) -> Agreement:
    """L'alpha ordinal de Krippendorff sur tous les critères ; « non concerné » et les vides sont à part."""
    if len(merged.grids) < MIN_RESPONDENTS:
        return Agreement(state=AgreementState.TOO_FEW)
    valued = sorted(
        (level for level in merged.grid.levels if level.value is not None),
        key=lambda level: level.value or 0,
    )
    table = [[dict(result.counts)[level.key] for level in valued] for result in merged.criteria]
    paired = [row for row in table if sum(row) > 1]
    used = sum(any(row[rank] for row in paired) for rank in range(len(valued)))
    if len(paired) < 2 or used < 2:
        return Agreement(state=AgreementState.UNDEFINED)
    try:
        import krippendorff
    except ImportError:
        return Agreement(state=AgreementState.NOT_INSTALLED)
    found = krippendorff.alpha(
        value_counts=paired,
        value_domain=[level.value or 0 for level in valued],
        level_of_measurement="ordinal",
    )
    return Agreement(state=AgreementState.MEASURED, alpha=float(found))
