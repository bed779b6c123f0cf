"""L'indice composite : ramener chaque indicateur de 0 à 100, faire la moyenne par axe, puis entre axes.

Rien n'est classé du premier au dernier : les communes évaluées sont rangées en trois groupes.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kit.domain.errors import InputError, UsageError, build_problem
from kit.domain.values import Place, Territory
from kit.products.fragility.reading import MIN_COMMUNES
from kit.products.fragility.table import CommuneRow, Direction, FragilityAxis, FragilityTable

RULE: Final = (
    "Chaque indicateur est ramené de 0 (la commune la moins fragile du tableau) à 100 (la plus fragile) ; "
    "un axe est la moyenne de ses indicateurs, l’indice la moyenne des axes. Une valeur manquante ne compte "
    "ni au-dessus ni au-dessous ; sous six indicateurs sur dix, la commune n’est pas évaluée."
)
Weights = Mapping[FragilityAxis, float]
EQUAL_WEIGHTS: Final[Weights] = dict.fromkeys(FragilityAxis, 1.0)
MAX_WEIGHT: Final = 1000.0


class Group(StrEnum):
    """Le tiers d'une commune ; à égalité d'indice, on est du même groupe, le plus attentif."""

    FIRST = "à regarder d’abord"
    NEXT = "à regarder ensuite"
    LATER = "moins fragile dans ce tableau"
    NONE = "non évaluée"


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Une commune : ses axes et son indice, de 0 à 100, arrondis au centième ; ``None`` : non évalué."""

    commune: Territory
    values: tuple[float | None, ...]
    axes: tuple[float | None, ...]
    index: float | None
    group: Group
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Le tableau évalué ; ``kept`` : vrai pour chaque indicateur retenu (il varie entre communes)."""

    table: FragilityTable
    weights: Weights
    kept: tuple[bool, ...]
    scores: tuple[Score, ...]

    @property
    def empty_axes(self) -> tuple[FragilityAxis, ...]:
        """Les axes sans aucun indicateur retenu : l'indice n'en dit rien."""
        used = {one.axis for one, kept in zip(self.table.indicators, self.kept, strict=True) if kept}
        return tuple(axis for axis in FragilityAxis if axis not in used)

    @property
    def constant(self) -> tuple[str, ...]:
        """Les indicateurs mis de côté, la même valeur étant partout."""
        pairs = zip(self.table.indicators, self.kept, strict=True)
        return tuple(indicator.title for indicator, kept in pairs if not kept)

    def list_group(self, group: Group) -> tuple[Score, ...]:
        """Les communes d'un groupe, par ordre alphabétique."""
        return tuple(score for score in self.scores if score.group is group)


def check_weights(values: Sequence[float]) -> Weights:
    """Les poids des quatre axes, dans leur ordre.

    :raises UsageError: s'il n'y en a pas quatre, si l'un est hors bornes, ou si tous sont nuls.
    """
    is_right = len(values) == len(FragilityAxis) and all(0 <= value <= MAX_WEIGHT for value in values)
    if not is_right or not any(values):
        raise UsageError(
            f"il faut quatre poids, de 0 à {MAX_WEIGHT:g}, un au moins non nul, dans l’ordre : "
            f"{', '.join(axis.value for axis in FragilityAxis)}"
        )
    return dict(zip(FragilityAxis, values, strict=True))


def assess_table(table: FragilityTable, weights: Weights = EQUAL_WEIGHTS) -> Assessment:
    """L'indice de chaque commune du tableau.

    :raises InputError: si aucun indicateur ne varie, ou si moins de trois communes peuvent être évaluées.
    """
    kept = normalise_table(table)[1]
    where = Place(file=table.file)
    if not any(kept):
        raise InputError([build_problem("tableau-sans-indicateur", where)])
    scores = score_table(table, weights)
    count = sum(score.index is not None for score in scores)
    if count < MIN_COMMUNES:
        raise InputError([build_problem("trop-peu-de-communes", where, count=count)])
    return Assessment(table=table, weights=weights, kept=kept, scores=scores)


def normalise_table(table: FragilityTable) -> tuple[tuple[tuple[float | None, ...], ...], tuple[bool, ...]]:
    """Les valeurs ramenées de 0 à 100, ligne par ligne, et les indicateurs retenus."""
    columns, kept = [], []
    for at, indicator in enumerate(table.indicators):
        column = [row.values[at] for row in table.rows]
        known = [value for value in column if value is not None]
        low, high = min(known, default=0.0), max(known, default=0.0)
        kept.append(high > low)
        columns.append([_normalise(value, low, high, indicator.direction) for value in column])
    return tuple(zip(*columns, strict=True)), tuple(kept)


def _normalise(value: float | None, low: float, high: float, direction: Direction) -> float | None:
    if value is None or high == low:
        return None
    part = (value - low) if direction is Direction.MORE else (high - value)
    return part / (high - low) * 100


def score_table(table: FragilityTable, weights: Weights) -> tuple[Score, ...]:
    """Les communes, leurs axes, leur indice et leur groupe, sous ces poids."""
    values, kept = normalise_table(table)
    total = sum(kept)
    found = []
    for row, normal in zip(table.rows, values, strict=True):
        axes = _score_axes(table, normal)
        known = sum(value is not None for value in normal)
        enough = known * 10 >= total * 6
        pairs = [(value, weights[axis]) for value, axis in zip(axes, FragilityAxis, strict=True)]
        index = _average(pairs) if enough else None
        found.append((row, normal, axes, index, known))
    groups = group_scores([_round(index) for _, _, _, index, _ in found])
    return tuple(
        _build_score(row, normal, axes, (index, group, known))
        for (row, normal, axes, index, known), group in zip(found, groups, strict=True)
    )


def _build_score(
    row: CommuneRow,
    normal: tuple[float | None, ...],
    axes: Sequence[float | None],
    result: tuple[float | None, Group, int],
) -> Score:
    index, group, known = result
    return Score(
        commune=row.commune,
        values=normal,
        axes=tuple(_round(axis) for axis in axes),
        index=_round(index),
        group=group,
        known=known,
    )


def _score_axes(table: FragilityTable, normal: Sequence[float | None]) -> list[float | None]:
    pairs = list(zip(table.indicators, normal, strict=True))
    return [
        _average([(value, indicator.weight) for indicator, value in pairs if indicator.axis is axis])
        for axis in FragilityAxis
    ]


def _average(pairs: Sequence[tuple[float | None, float]]) -> float | None:
    """La moyenne pondérée des valeurs connues ; ``None`` s'il n'y a ni valeur ni poids."""
    known = [(value, weight) for value, weight in pairs if value is not None]
    total = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / total if total else None


def _round(value: float | None) -> float | None:
    """Au centième, la moitié vers le haut, comme les tableurs."""
    return None if value is None else math.floor(value * 100 + 0.5 + 1e-9) / 100


def group_scores(indexes: Sequence[float | None]) -> tuple[Group, ...]:
    """Le groupe de chaque indice : selon la part des communes évaluées qui sont plus fragiles.

    >>> [group.name for group in group_scores([80.0, 80.0, 50.0, 10.0, None])]
    ['FIRST', 'FIRST', 'NEXT', 'LATER', 'NONE']
    """
    ordered = sorted((value for value in indexes if value is not None), reverse=True)
    above: dict[float, int] = {}
    for rank, value in enumerate(ordered):
        above.setdefault(value, rank)
    thirds = (Group.FIRST, Group.NEXT, Group.LATER)
    return tuple(
        Group.NONE if value is None else thirds[3 * above[value] // len(ordered)] for value in indexes
    )
