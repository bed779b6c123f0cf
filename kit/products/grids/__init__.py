"""Les grilles remplies à plusieurs : les lire, les réunir, dire où l'on diffère, en tirer des actions."""

from __future__ import annotations

from kit.products.grids.comparing import CriterionChange, compare_merged
from kit.products.grids.filled import FilledGrid, Respondent, name_version
from kit.products.grids.merging import CriterionResult, MergedGrids, merge_grids
from kit.products.grids.reading import ReceivedGrids, list_grid_files, read_filled_grids
from kit.products.grids.screening import Screening, screen_grids

__all__ = [
    "CriterionChange",
    "CriterionResult",
    "FilledGrid",
    "MergedGrids",
    "ReceivedGrids",
    "Respondent",
    "Screening",
    "compare_merged",
    "list_grid_files",
    "merge_grids",
    "name_version",
    "read_filled_grids",
    "screen_grids",
]
