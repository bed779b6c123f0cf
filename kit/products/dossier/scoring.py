"""Les scores d'une grille : comptes par situation et indice par dimension.

« Non concerné » sort des deux sommes, pondérées par le poids des critères (1 sauf mention contraire) ;
sous 60 % de réponses, aucun indice n'est donné ; une dimension sans réponse est « non
évaluée », jamais zéro. Aucun total : la structure de la grille « Qualité de l'alliance » n'en donne pas,
et la discussion compte plus que la note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kit.domain.values import Answer, Criterion, Dimension, Grid

MIN_ANSWERED: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionScore:
    """Le résultat d'une dimension.

    ``counts`` : (clé du niveau, nombre de réponses), dans l'ordre de l'échelle.
    ``index`` : part des points obtenus, de 0 à 1 ; ``None`` si trop peu de réponses.
    """

    dimension: Dimension
    counts: tuple[tuple[str, int], ...]
    answered: int
    total: int
    index: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GridScore:
    """Le résultat d'une grille remplie, dimension par dimension, sans total."""

    dimensions: tuple[DimensionScore, ...]
    low_criteria: tuple[Criterion, ...]

    @property
    def answered(self) -> int:
        """Le nombre de critères qui ont reçu une réponse, « non concerné » compris."""
        return sum(score.answered for score in self.dimensions)

    @property
    def total(self) -> int:
        """Le nombre de critères de la grille."""
        return sum(score.total for score in self.dimensions)

    @property
    def is_readable(self) -> bool:
        """Vrai si au moins 60 % des critères ont une réponse."""
        return self.answered >= MIN_ANSWERED * self.total


def score_grid(grid: Grid, answers: Iterable[Answer]) -> GridScore:
    """Le résultat de ces réponses ; les critères bas sont rangés du plus bas au moins bas, puis par clé."""
    levels = {answer.criterion: answer.level for answer in answers if answer.level is not None}
    scores = tuple(_score_dimension(grid, dimension, levels) for dimension in grid.dimensions)
    return GridScore(dimensions=scores, low_criteria=_list_low(grid, levels))


def _score_dimension(grid: Grid, dimension: Dimension, levels: dict[str, str]) -> DimensionScore:
    values = {level.key: level.value for level in grid.levels}
    given = [levels[criterion.key] for criterion in dimension.criteria if criterion.key in levels]
    counts = Counter(given)
    rated = [
        (criterion.weight, value)
        for criterion in dimension.criteria
        if criterion.key in levels and (value := values[levels[criterion.key]]) is not None
    ]
    weights = sum(weight for weight, _ in rated)
    best = max(value for value in values.values() if value is not None)
    is_enough = weights > 0 and len(given) >= MIN_ANSWERED * len(dimension.criteria)
    return DimensionScore(
        dimension=dimension,
        counts=tuple((level.key, counts[level.key]) for level in grid.levels),
        answered=len(given),
        total=len(dimension.criteria),
        index=sum(weight * value for weight, value in rated) / (best * weights) if is_enough else None,
    )


def _list_low(grid: Grid, levels: dict[str, str]) -> tuple[Criterion, ...]:
    values = {level.key: level.value for level in grid.levels}
    best = max(value for value in values.values() if value is not None)
    ranked = [
        (value, criterion.key, criterion)
        for dimension in grid.dimensions
        for criterion in dimension.criteria
        if criterion.key in levels and (value := values[levels[criterion.key]]) is not None and value < best
    ]
    return tuple(criterion for _, _, criterion in sorted(ranked, key=lambda item: item[:2]))
