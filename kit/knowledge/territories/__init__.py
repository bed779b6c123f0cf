"""Les territoires de 2026 : les trouver, les réunir, dire leur évolution."""

from __future__ import annotations

from kit.knowledge.territories.lookup import (
    Match,
    Overlap,
    Resolution,
    Trend,
    build_group,
    build_territory_problem,
    cover_communes,
    describe_trend,
    find_territories,
    list_named,
    list_overlaps,
    load_territories,
    resolve_territory,
)
from kit.knowledge.territories.tables import TerritoryIndex

__all__ = [
    "Match",
    "Overlap",
    "Resolution",
    "TerritoryIndex",
    "Trend",
    "build_group",
    "build_territory_problem",
    "cover_communes",
    "describe_trend",
    "find_territories",
    "list_named",
    "list_overlaps",
    "load_territories",
    "resolve_territory",
]
