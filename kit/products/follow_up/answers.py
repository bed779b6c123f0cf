"""Une grille à deux dates : ce qui a changé, critère par critère, sans aucune note d'ensemble."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kit.domain.values import Answer, Criterion, Dimension, Grid


class LevelMove(StrEnum):
    """Le sens d'un changement de situation, critère par critère."""

    RAISED = "plus haut"
    LOWERED = "plus bas"
    SAME = "inchangé"
    ANSWERED = "nouvelle réponse"
    WITHDRAWN = "réponse retirée"
    SCOPE = "entrée ou sortie de « non concerné »"
    UNANSWERED = "sans réponse aux deux dates"


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """Un critère aux deux dates ; un niveau ``None`` est une absence de réponse."""

    criterion: Criterion
    before: str | None
    after: str | None
    move: LevelMove


@dataclass(frozen=True, slots=True, kw_only=True)
class DimensionChange:
    """Les critères d'une dimension aux deux dates ; des comptes, jamais une note d'ensemble."""

    dimension: Dimension
    criteria: tuple[AnswerChange, ...]

    def count(self, move: LevelMove) -> int:
        """Le nombre de critères qui ont fait ce mouvement."""
        return sum(change.move is move for change in self.criteria)

    @property
    def moved(self) -> tuple[AnswerChange, ...]:
        """Les critères dont la réponse a changé."""
        return tuple(change for change in self.criteria if change.before != change.after)


def compare_answers(
    grid: Grid, before: Iterable[Answer], after: Iterable[Answer]
) -> tuple[DimensionChange, ...]:
    """Ce qui a changé dans la grille, dimension par dimension, dans l'ordre de la grille."""
    first, second = _index(before), _index(after)
    values = {level.key: level.value for level in grid.levels}
    return tuple(
        DimensionChange(
            dimension=dimension,
            criteria=tuple(
                _compare_level(criterion, first.get(criterion.key), second.get(criterion.key), values)
                for criterion in dimension.criteria
            ),
        )
        for dimension in grid.dimensions
    )


def _index(answers: Iterable[Answer]) -> dict[str, str]:
    return {answer.criterion: answer.level for answer in answers if answer.level is not None}


def _compare_level(
    criterion: Criterion, before: str | None, after: str | None, values: dict[str, int | None]
) -> AnswerChange:
    return AnswerChange(
        criterion=criterion, before=before, after=after, move=_find_move(before, after, values)
    )


def _find_move(before: str | None, after: str | None, values: dict[str, int | None]) -> LevelMove:
    if before is None or after is None:
        if before == after:
            return LevelMove.UNANSWERED
        return LevelMove.WITHDRAWN if after is None else LevelMove.ANSWERED
    first, second = values[before], values[after]
    if before == after:
        return LevelMove.SAME
    if first is None or second is None:
        return LevelMove.SCOPE
    return LevelMove.RAISED if second > first else LevelMove.LOWERED
