"""L'épreuve des poids : quelles communes changent de groupe si l'on compte autrement."""

from __future__ import annotations

from dataclasses import dataclass

from kit.domain.values import Territory
from kit.products.fragility.index import Assessment, Group, Weights, score_table
from kit.products.fragility.table import FragilityAxis


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Une commune qui change de groupe."""

    commune: Territory
    before: Group
    after: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Une autre façon de compter, et les communes que cela déplace."""

    label: str
    changes: tuple[Change, ...]


def vary_weights(assessment: Assessment) -> tuple[Scenario, ...]:
    """Chaque axe retiré, puis son poids diminué et augmenté de moitié ; rien s'il n'y a qu'un axe."""
    used = [axis for axis in FragilityAxis if axis not in assessment.empty_axes and assessment.weights[axis]]
    if len(used) < 2:
        return ()
    return tuple(
        _build_scenario(assessment, f"{label} « {axis.value} »", axis, factor)
        for label, factor in (("sans l’axe", 0.0), ("moitié moins de", 0.5), ("moitié plus de", 1.5))
        for axis in used
    )


def _build_scenario(assessment: Assessment, label: str, axis: FragilityAxis, factor: float) -> Scenario:
    weights: Weights = {**assessment.weights, axis: assessment.weights[axis] * factor}
    scores = score_table(assessment.table, weights)
    pairs = zip(assessment.scores, scores, strict=True)
    return Scenario(
        label=label,
        changes=tuple(
            Change(commune=old.commune, before=old.group, after=new.group)
            for old, new in pairs
            if old.group is not new.group
        ),
    )
