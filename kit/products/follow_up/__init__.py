"""Le suivi : ce qui a changé d'une version du plan à la suivante, et d'une évaluation à l'autre.

Rien n'est noté : chaque changement est dit pour ce qu'il est, avec ses deux valeurs.
"""

from __future__ import annotations

from kit.products.follow_up.answers import CriterionChange, DimensionChange, LevelMove, compare_answers
from kit.products.follow_up.plans import (
    ActionChange,
    Decision,
    DecisionKind,
    MatchKind,
    PlanChanges,
    compare_plans,
    is_same_alliance,
    share_title_words,
)

__all__ = [
    "ActionChange",
    "CriterionChange",
    "Decision",
    "DecisionKind",
    "DimensionChange",
    "LevelMove",
    "MatchKind",
    "PlanChanges",
    "compare_answers",
    "compare_plans",
    "is_same_alliance",
    "share_title_words",
]
