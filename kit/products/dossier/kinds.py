"""De quel document il s'agit : une fonction pour chacun."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from kit.documents.document import Document, DocumentKind
from kit.products.dossier.action_plan import build_action_plan
from kit.products.dossier.argument_sheet import build_argument_sheet
from kit.products.dossier.context import Context
from kit.products.dossier.evaluation_grid import build_evaluation_grid

_BUILDERS: Final[dict[DocumentKind, Callable[[Context], Document]]] = {
    DocumentKind.ARGUMENT_SHEET: build_argument_sheet,
    DocumentKind.ACTION_PLAN: build_action_plan,
    DocumentKind.EVALUATION_GRID: build_evaluation_grid,
}


def build_document(kind: DocumentKind, context: Context) -> Document:
    """Le document de cette sorte."""
    return _BUILDERS[kind](context)
