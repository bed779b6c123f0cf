"""Un plan qui existe déjà, repris dans la page : ce que « kit importer » en lit, colonne par colonne."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kit.domain.errors import InputError, end_sentence, format_problem
from kit.domain.typography import fold, typeset
from kit.domain.values import Problem
from kit.products.importing.plan import ImportChoices, ImportedPlan, import_plan, list_plans, open_plan
from kit.products.importing.sheets import PlanSheet
from kit.products.importing.targets import index_targets, list_targets
from kit.products.importing.workbook import tell_missing
from kit.reading.tables.raw import RawSheet
from kit.web._checking import show_values
from kit.web._files import name_file
from kit.web._values import Json

_UNDECIDED: Final = frozenset(("import-deux-plans", "import-sans-plan"))


def show_import(
    name: str, content: bytes, today: dt.date, chosen: tuple[Sequence[str], Iterable[Mapping[str, Any]]]
) -> Json:
    """Ce plan, en valeurs de dossier, et tout ce qui en est dit ; ``chosen`` : les feuilles, les colonnes.

    :raises InputError: si rien ne peut être lu, ou si une colonne est mal dite.
    """
    with tempfile.TemporaryDirectory(prefix="kit-") as folder:
        path = Path(folder) / name_file(name, "plan")
        path.write_bytes(content)
        sheets = open_plan(path)
    names, columns = chosen
    choices = ImportChoices(
        sheets=tuple(names),
        columns={
            (fold(str(one["sheet"])), str(one["letter"])): index_targets().get(str(one["target"]))
            for one in columns
        },
        today=today,
    )
    try:
        plan = import_plan(sheets, choices, file=path.name)
    except InputError as error:
        if {one.code for one in error.problems} <= _UNDECIDED:
            return _show_undecided(sheets, error.problems)
        raise
    return _show_plan(plan)


def _show_undecided(sheets: Sequence[RawSheet], problems: Sequence[Problem]) -> Json:
    """Ce qu'il faut dire avant d'aller plus loin : la feuille, ou où va chaque colonne."""
    plans = list_plans(sheets)
    is_twice = problems[0].code == "import-deux-plans"
    return {
        **_show_columns(() if is_twice else plans),
        "ask": [one.sheet.title for one in plans if one.is_plan] if is_twice else [],
        "values": None,
        "asked": [_say(one.message) for one in problems],
        "told": [],
        "left": [],
        "missing": [],
        "counts": {},
    }


def _show_plan(plan: ImportedPlan) -> Json:
    draft = plan.reading.draft
    return {
        **_show_columns(plan.plans),
        "ask": [],
        "values": show_values(plan.raw),
        "asked": [typeset(format_problem(one)) for one in plan.problems if one.blocking],
        "told": list(dict.fromkeys(_say(one.message) for one in plan.problems if not one.blocking)),
        "left": [
            {"action": f"{one.number} {one.action}".strip(), "column": one.column, "value": one.value}
            for one in plan.left
        ],
        "missing": [typeset(tell_missing(one)) for one in plan.missing],
        "counts": {
            "actions": len(draft.actions),
            "steps": len(draft.sub_actions),
            "axes": len({one.axis for one in draft.actions if one.axis}),
        },
    }


def _show_columns(plans: Iterable[PlanSheet]) -> Json:
    return {
        "columns": [
            {
                "sheet": plan.sheet.title,
                "letter": one.letter,
                "title": one.title,
                "example": "" if one.is_personal else one.example,
                "target": one.target.key if one.target else "",
            }
            for plan in plans
            for one in plan.columns
        ],
        "targets": [{"key": one.key, "label": typeset(one.label)} for one in list_targets()],
    }


def _say(text: str) -> str:
    return typeset(end_sentence(f"{text[:1].upper()}{text[1:]}"))
