"""Quelles feuilles sont le plan : une seule, ou une par axe ; deux versions du même plan se demandent."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.typography import count_noun, fold, join_list
from kit.domain.values import Place, Problem
from kit.products.importing.sheets import PlanSheet, recognise
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.titles import cell_at, is_filled

MAX_LINES: Final = 2_000
_SAME: Final = 1 / 3
_YEAR: Final = re.compile(r"20\d\d|v(?:ersion)? ?\d+|copie|ancien|brouillon|final")
_SHOWN: Final = 8


def choose_sheets(
    sheets: Sequence[RawSheet], wanted: Sequence[str], where: Place
) -> tuple[tuple[PlanSheet, ...], tuple[Problem, ...]]:
    """Les feuilles du plan, et ce qui en est dit.

    :raises InputError: si aucune feuille n'est un plan, si deux peuvent l'être, ou si elle est démesurée.
    """
    found = {sheet.title: plan for sheet in sheets if (plan := recognise(sheet)) is not None}
    plans = [plan for plan in found.values() if plan.is_plan]
    kept = _pick(plans, list(found.values()), wanted, where) if wanted else plans
    if not kept or any(plan.find("titre") is None for plan in kept):
        raise InputError([build_problem("import-sans-plan", where, seen=_tell_seen(list(found.values())))])
    if len(kept) > 1 and not wanted:
        _refuse_versions(kept, where)
    for plan in kept:
        if plan.count > MAX_LINES:
            raise InputError(
                [build_problem("import-trop-long", plan.sheet.where, count=plan.count, limit=MAX_LINES)]
            )
    return tuple(kept), tuple(_tell_choice(kept, sheets, where))


def _pick(
    plans: Sequence[PlanSheet], known: Sequence[PlanSheet], wanted: Sequence[str], where: Place
) -> list[PlanSheet]:
    kept = []
    for title in wanted:
        plan = next((one for one in known if fold(one.sheet.title) == fold(title)), None)
        if plan is None:
            names = [one.sheet.title for one in plans]
            values = {"found": title, "suggestion": suggest(title, names), "expected": _list_names(plans)}
            raise InputError([build_problem("import-feuille", where, **values)])
        kept.append(plan)
    return kept


def _list_names(plans: Sequence[PlanSheet]) -> str:
    return join_list(f"« {plan.sheet.title} »" for plan in plans) or "aucune"


def _tell_seen(plans: Sequence[PlanSheet]) -> str:
    """Ce qui a été compris de la feuille la plus proche."""
    if not plans:
        return "aucune ligne de titres n’a été reconnue"
    best = max(plans, key=lambda plan: sum(one.target is not None for one in plan.columns))
    titles = [one.title for one in best.columns][:_SHOWN]
    return f"titres lus, feuille « {best.sheet.title} », ligne {best.line + 1} : {', '.join(titles)}"


def _refuse_versions(plans: Sequence[PlanSheet], where: Place) -> None:
    """Arrête si deux feuilles portent les mêmes actions, ou le même nom à une année ou une version près."""
    for first, second in combinations(plans, 2):
        titles, others = _list_titles(first), _list_titles(second)
        shared = len(titles & others)
        bare = {_YEAR.sub("", fold(one.sheet.title)).strip() for one in (first, second)}
        dated = any(_YEAR.search(fold(one.sheet.title)) for one in (first, second))
        if shared > _SAME * min(len(titles), len(others)) or (dated and len(bare) == 1):
            choices = [
                f"« {one.sheet.title} » ({count_noun(one.count, 'ligne')}, dont « {_first_title(one)} »)"
                for one in plans
            ]
            raise InputError([build_problem("import-deux-plans", where, choices=join_list(choices))])


def _list_titles(plan: PlanSheet) -> set[str]:
    column = plan.find("titre")
    rows = plan.sheet.rows[plan.line + 1 :] if column else ()
    return {fold(write_plain(cell)) for row in rows if column and is_filled(cell := cell_at(row, column.at))}


def _first_title(plan: PlanSheet) -> str:
    column = plan.find("titre")
    return column.example if column else ""


def _tell_choice(kept: Sequence[PlanSheet], sheets: Sequence[RawSheet], where: Place) -> Iterator[Problem]:
    if len(kept) > 1:
        yield build_problem("import-par-axe", where, count=len(kept), found=_list_names(kept))
    names = {plan.sheet.title for plan in kept}
    for sheet in sheets:
        if sheet.title not in names and any(is_filled(cell) for row in sheet.rows for cell in row):
            yield build_problem("import-feuille-laissee", sheet.where, found=sheet.title)
