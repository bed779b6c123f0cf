"""Le produit « dossier » : ses trois documents, et le dossier à remplir."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kit.products.product import BlankForm, DossierDocument, Product, Reads
from kit.writers.formats import CALENDAR_FORMAT, DOCUMENT_FORMATS, TEXT_FORMATS

if TYPE_CHECKING:
    from kit.documents.document import Document
    from kit.domain.values import Problem
    from kit.products.context import Context
    from kit.products.outputs import Maker


def _build_argument_sheet(context: Context) -> Document:
    from kit.products.dossier.argument_sheet import build_argument_sheet

    return build_argument_sheet(context)


def _tell_arguments(context: Context) -> tuple[Problem, ...]:
    from kit.products.dossier.pitch import tell_choices

    return tell_choices(context, context.dossier.alliance.audiences)


def _build_action_plan(context: Context) -> Document:
    from kit.products.dossier.action_plan import build_action_plan

    return build_action_plan(context)


def _list_plan_makers(context: Context) -> Mapping[str, Maker]:
    from kit.products.dossier.workbooks import build_plan_workbook
    from kit.products.outputs import make_sheets

    return {
        **make_sheets(lambda _: build_plan_workbook(context)),
        CALENDAR_FORMAT: partial(_write_calendar, context),
    }


def _write_calendar(context: Context, _overrides: Path | None) -> bytes:
    from kit.writers.calendar import write_calendar

    return write_calendar(context.dossier.actions, name=context.dossier.alliance.name, stamp=context.dated)


def _is_long(context: Context) -> bool:
    """Un plan trop long pour être imprimé en entier est toujours accompagné de son classeur."""
    from kit.products.dossier.action_plan import is_long_plan

    return is_long_plan(context.dossier)


def _build_evaluation_grid(context: Context) -> Document:
    from kit.products.dossier.evaluation_grid import build_evaluation_grid

    return build_evaluation_grid(context)


def _list_grid_makers(context: Context) -> Mapping[str, Maker]:
    from kit.products.dossier.workbooks import build_grid_workbook
    from kit.products.outputs import make_sheets

    return make_sheets(lambda _: build_grid_workbook(context))


def _write_blank(query: str, folder: Path) -> tuple[Path, ...]:
    from kit.products.dossier.producing import write_blank

    return write_blank(query, folder, replace_files=True)


ARGUMENT_SHEET: Final = DossierDocument(
    name="fiche-argumentaire",
    title="Fiche argumentaire",
    formats=TEXT_FORMATS,
    build=_build_argument_sheet,
    tell=_tell_arguments,
    in_page=True,
)
ACTION_PLAN: Final = DossierDocument(
    name="plan-action",
    title="Plan d’action",
    formats=(*DOCUMENT_FORMATS, CALENDAR_FORMAT),
    build=_build_action_plan,
    list_makers=_list_plan_makers,
    needs_annex=_is_long,
    in_page=True,
)
EVALUATION_GRID: Final = DossierDocument(
    name="grille-evaluation",
    title="Grille d’évaluation",
    formats=DOCUMENT_FORMATS,
    build=_build_evaluation_grid,
    list_makers=_list_grid_makers,
    in_page=True,
)
DOCUMENTS: Final = (ARGUMENT_SHEET, ACTION_PLAN, EVALUATION_GRID)
PRODUCT: Final = Product(
    key="dossier",
    title="Les documents du dossier",
    reads=Reads.DOSSIER,
    documents=DOCUMENTS,
    blanks=(BlankForm(key="dossier", name="dossier-vierge", write=_write_blank),),
)
