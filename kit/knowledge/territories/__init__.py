"""Les territoires de 2026 : les trouver, les réunir, dire leur évolution.

Un seul sens : le fichier (``tables``), l'index, les noms, la recherche, la réponse (``lookup``).
"""

from __future__ import annotations

from kit.knowledge.territories.groups import (
    Overlap,
    Trend,
    build_group,
    cover_communes,
    describe_trend,
    list_overlaps,
)
from kit.knowledge.territories.index import TerritoryIndex, load_territories
from kit.knowledge.territories.lookup import (
    Match,
    Resolution,
    build_territory_problem,
    describe_territory,
    find_territories,
    list_named,
    resolve_territory,
)
from kit.knowledge.territories.named_groups import is_group_name, split_group_name

__all__ = [
    "Match",
    "Overlap",
    "Resolution",
    "TerritoryIndex",
    "Trend",
    "build_group",
    "build_territory_problem",
    "cover_communes",
    "describe_territory",
    "describe_trend",
    "find_territories",
    "is_group_name",
    "list_named",
    "list_overlaps",
    "load_territories",
    "resolve_territory",
    "split_group_name",
]
