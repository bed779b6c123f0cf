"""La porte des carnets : ouvrir, regarder, produire ; tout ce qu'elle rend se montre seul.

Et :func:`run_notebook`, qui exécute un carnet sur un dossier avec papermill.
"""

from __future__ import annotations

from kit.notebooks.catalogue import open_family, open_survey, show_table
from kit.notebooks.dossiers import OpenDossier, open_dossier
from kit.notebooks.grids import OpenGrids, open_grids
from kit.notebooks.plans import OpenProgress, open_progress
from kit.notebooks.running import run_notebook
from kit.notebooks.studies import OpenStudy, open_fragility, open_questionnaires
from kit.notebooks.views import HtmlView, build_file_view, build_problem_view

__all__ = [
    "HtmlView",
    "OpenDossier",
    "OpenGrids",
    "OpenProgress",
    "OpenStudy",
    "build_file_view",
    "build_problem_view",
    "open_dossier",
    "open_family",
    "open_fragility",
    "open_grids",
    "open_progress",
    "open_questionnaires",
    "open_survey",
    "run_notebook",
    "show_table",
]
