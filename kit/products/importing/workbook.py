"""Le classeur du plan repris : le dossier, ce qui reste à compléter, ce qui n'est pas repris."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import CellStyle, Sheet, Workbook
from kit.domain.errors import end_sentence
from kit.domain.typography import join_list, typeset
from kit.domain.values import Place
from kit.knowledge.catalogue import load_grid
from kit.products.dossier.blank import build_dossier_workbook
from kit.products.importing.plan import ImportedPlan, Missing

TODO_TITLE: Final = "À compléter"
LEFT_TITLE: Final = "Non repris"
_FILL, _MEND, _READ = "À remplir", "À corriger", "Lu ainsi"


def build_import_workbook(plan: ImportedPlan, overrides: Path | None = None) -> Workbook:
    """Le dossier à compléter. La première feuille, « À compléter », n'est pas relue."""
    whole = build_dossier_workbook(plan.values, grid=load_grid(), overrides=overrides)
    readme, *forms, lists = whole.sheets
    left = [_build_left(plan)] if plan.left else []
    return replace(whole, sheets=(_build_todo(plan), readme, *forms, *left, lists))


def _build_todo(plan: ImportedPlan) -> Sheet:
    intro = (
        "Ce que votre plan ne dit pas, ce qui ne s'y lit pas, puis ce qui y a été lu autrement qu'à la "
        "lettre. Complétez dans les autres feuilles ; celle-ci n'est pas relue, vous pouvez la supprimer."
    )
    return TableSheet(
        title=TODO_TITLE,
        intro=intro,
        columns=(
            Column("Quoi", 13.0, CellStyle.LABEL),
            Column("Où", 42.0),
            Column("Constat", 62.0),
            Column("Que faire", 56.0),
        ),
        lines=list(_list_todo(plan)),
        frozen=0,
    ).build()


def _list_todo(plan: ImportedPlan) -> Iterator[tuple[str, str, str, str]]:
    for missing in plan.missing:
        spot = f"feuille {missing.form}, « {missing.field.label} »"
        yield _FILL, typeset(spot), typeset(tell_missing(missing)), typeset(missing.field.help)
    for mark, is_wanted in ((_MEND, True), (_READ, False)):
        for problem in plan.problems:
            if problem.blocking is is_wanted:
                yield mark, tell_place(problem.where), _say(problem.message), _say(problem.remedy)


def _say(text: str) -> str:
    return typeset(end_sentence(f"{text[:1].upper()}{text[1:]}"))


def tell_missing(missing: Missing) -> str:
    """Ce qui manque, en une phrase."""
    if missing.stops:
        return f"« {missing.field.label} » est vide : aucun document ne se fait sans."
    return f"« {missing.field.label} » est vide : {join_list(missing.lines)}."


def tell_place(where: Place) -> str:
    """L'endroit dans le plan de la personne."""
    parts = (
        f"feuille « {where.sheet} »" if where.sheet else "",
        f"ligne {where.line}" if where.line else "",
        f"colonne « {where.column} »" if where.column else "",
    )
    return typeset(", ".join(part for part in parts if part) or where.file)


def _build_left(plan: ImportedPlan) -> Sheet:
    intro = (
        "Les cases de votre plan que le dossier n'a pas reprises, action par action. Rien n'est perdu : "
        "recopiez ce qui compte, ou refaites l'import en disant où va la colonne. Cette feuille n'est pas "
        "relue."
    )
    return TableSheet(
        title=LEFT_TITLE,
        intro=intro,
        columns=(
            Column("N°", 9.0),
            Column("Action", 44.0),
            Column("Votre colonne", 30.0),
            Column("Ce qu'elle dit", 70.0),
            Column("Où", 34.0),
        ),
        lines=[
            (one.number or None, one.action or None, typeset(one.column), one.value, tell_place(one.where))
            for one in plan.left
        ],
        frozen=0,
    ).build()
