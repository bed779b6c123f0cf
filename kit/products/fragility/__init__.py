"""La fragilité numérique, commune par commune : lire un tableau, en faire un indice, l'éprouver."""

from __future__ import annotations

from kit.products.fragility.index import (
    EQUAL_WEIGHTS,
    RULE,
    Assessment,
    Group,
    Score,
    Weights,
    assess_table,
    check_weights,
    group_scores,
    normalise_table,
    score_table,
)
from kit.products.fragility.reading import read_fragility_table
from kit.products.fragility.sensitivity import Change, Scenario, vary_weights
from kit.products.fragility.table import (
    COMMUNE,
    INDICATORS,
    MARK,
    CommuneRow,
    Direction,
    FragilityAxis,
    FragilityTable,
    Indicator,
)

__all__ = [
    "COMMUNE",
    "EQUAL_WEIGHTS",
    "INDICATORS",
    "MARK",
    "RULE",
    "Assessment",
    "Change",
    "CommuneRow",
    "Direction",
    "FragilityAxis",
    "FragilityTable",
    "Group",
    "Indicator",
    "Scenario",
    "Score",
    "Weights",
    "assess_table",
    "check_weights",
    "group_scores",
    "normalise_table",
    "read_fragility_table",
    "score_table",
    "vary_weights",
]
