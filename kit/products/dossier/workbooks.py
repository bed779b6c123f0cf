"""Les classeurs de travail : le plan et la grille à manipuler, avec des résultats qui se recalculent.

Chacun garde les feuilles du dossier qui le concernent : il se relit donc comme un dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kit.documents.workbook import Cell, CellStyle, Row, Sheet, Workbook, build_range, column_letter
from kit.domain.typography import NBSP, typeset
from kit.domain.values import Grid, Level, Status
from kit.products.context import Context
from kit.products.dossier.action_plan import count_statuses
from kit.products.dossier.blank import build_dossier_workbook, dossier_values
from kit.products.dossier.scoring import MIN_ANSWERED, DimensionScore, score_grid
from kit.reading.forms import ACTIONS, ALLIANCE, BUDGETS, EVALUATION, PARTNERS, ROLES, SUB_ACTIONS, Form

SUMMARY_TITLE: Final = "Synthèse"
RESULTS_TITLE: Final = "Résultats"
_FIRST_LINE: Final = 5
_PLAN: Final = (ALLIANCE, PARTNERS, ACTIONS, SUB_ACTIONS, BUDGETS, ROLES)
_GRID: Final = (ALLIANCE, EVALUATION)


def build_plan_workbook(context: Context) -> Workbook:
    """Le classeur de travail du plan."""
    return _build(context, "plan d’action", _PLAN, _build_plan_summary)


def build_grid_workbook(context: Context) -> Workbook:
    """Le classeur de travail de la grille."""
    return _build(context, "grille d’évaluation", _GRID, _build_results)


def _build(
    context: Context,
    label: str,
    forms: Sequence[Form],
    summarise: Callable[[Context, dict[str, Sheet]], Sheet],
) -> Workbook:
    """Les feuilles du dossier que ces formulaires décrivent, précédées de leur résumé."""
    whole = build_dossier_workbook(dossier_values(context.dossier), grid=context.grid)
    kept = {*(form.title for form in forms), "Listes"}
    sheets = {sheet.title: sheet for sheet in whole.sheets if sheet.title in kept}
    title = f"{context.dossier.alliance.name}{NBSP}: {label}"
    return replace(whole, title=title, sheets=(summarise(context, sheets), *sheets.values()))


def _build_plan_summary(context: Context, sheets: dict[str, Sheet]) -> Sheet:
    actions = context.dossier.actions
    last = len(sheets[ACTIONS.title].rows)
    counts = dict(count_statuses(actions))
    rows = _build_heading(
        SUMMARY_TITLE,
        "Ces nombres se recalculent quand vous modifiez la feuille Actions.",
        ("Mesure", "Valeur"),
    )
    rows += [
        _build_line(
            status.value,
            f'=COUNTIF({_actions_range("status", last)},"{status.value}")',
            counts.get(status.value, 0),
        )
        for status in Status
    ]
    rows.append(_build_line("Toutes les actions", f"=COUNTA({_actions_range('number', last)})", len(actions)))
    budget = float(sum(action.budget or 0 for action in actions))
    funding = float(sum(action.funding or 0 for action in actions))
    money, secured = (f"=SUM({_actions_range(key, last)})" for key in ("budget", "funding"))
    at = len(rows) + 1
    share = f"=IF(B{at}=0,0,B{at + 1}/B{at})"
    rows += [
        _build_line("Budget prévu, € HT", money, budget, CellStyle.DECIMAL),
        _build_line("Financement acquis, € HT", secured, funding, CellStyle.DECIMAL),
        _build_line("Part financée", share, funding / budget if budget else 0.0, CellStyle.PERCENT),
    ]
    return Sheet(title=SUMMARY_TITLE, widths=(42.0, 18.0), rows=tuple(rows), landscape=False, protected=True)


def _build_results(context: Context, sheets: dict[str, Sheet]) -> Sheet:
    del sheets
    grid = context.grid
    scores = score_grid(grid, context.dossier.answers).dimensions
    titles = ("Dimension", *(level.key for level in grid.levels), "Répondus", "Critères", "Part des points")
    intro = (
        "Ces nombres se recalculent quand vous modifiez la feuille Évaluation. La part des points est "
        "indicative ; elle ne s'additionne pas."
    )
    rows = _build_heading(RESULTS_TITLE, intro, titles)
    at = _FIRST_LINE
    for score in scores:
        first = at + 1
        at += len(score.dimension.criteria) + 1
        rows.append(_build_result_row(grid, score, line=len(rows) + 1, first=first))
    widths = (46.0, *(8.0 for _ in grid.levels), 12.0, 12.0, 18.0)
    return Sheet(title=RESULTS_TITLE, widths=widths, rows=tuple(rows), protected=True)


def _build_result_row(grid: Grid, score: DimensionScore, *, line: int, first: int) -> Row:
    column = len(EVALUATION.shown) + 2
    answers = f"'{EVALUATION.title}'!{build_range(column, first, first + score.total - 1)}"
    counts = [
        Cell(value=count, style=CellStyle.NUMBER, formula=f'=COUNTIF({answers},"{key}")')
        for key, count in score.counts
    ]
    letters = {level.key: column_letter(rank) for rank, level in enumerate(grid.levels, start=2)}
    answered = column_letter(len(grid.levels) + 2)
    total = column_letter(len(grid.levels) + 3)
    valued = [level for level in grid.levels if level.value is not None]
    rated = "+".join(f"{letters[level.key]}{line}" for level in valued)
    points = "+".join(f"{level.value}*{letters[level.key]}{line}" for level in valued)
    weights = [criterion.weight for criterion in score.dimension.criteria]
    if any(weight != 1 for weight in weights):
        cells = [f"'{EVALUATION.title}'!{column_letter(column)}{first + at}" for at in range(score.total)]
        rated, points = weigh_answers(valued, cells, weights)
    best = max(level.value or 0 for level in valued)
    index = (
        f"=IF(OR({answered}{line}<{MIN_ANSWERED}*{total}{line},({rated})=0),"
        f'"non évaluée",({points})/({best}*({rated})))'
    )
    return Row(
        cells=(
            Cell(value=typeset(score.dimension.label), style=CellStyle.LABEL),
            *counts,
            Cell(value=score.answered, style=CellStyle.NUMBER, formula=f"=COUNTA({answers})"),
            Cell(value=score.total, style=CellStyle.NUMBER),
            Cell(
                value="non évaluée" if score.index is None else score.index,
                style=CellStyle.PERCENT,
                formula=index,
            ),
        )
    )


def weigh_answers(levels: Sequence[Level], cells: Sequence[str], weights: Sequence[float]) -> tuple[str, str]:
    """Les deux sommes d'une part des points : poids répondus, points pondérés ; une case par critère."""
    terms = [
        (level.value, f'{weight!r}*COUNTIF({cell},"{level.key}")')
        for cell, weight in zip(cells, weights, strict=True)
        for level in levels
    ]
    return "+".join(term for _, term in terms), "+".join(f"{value}*{term}" for value, term in terms)


def _actions_range(key: str, last: int) -> str:
    return f"{ACTIONS.title}!{build_range(_find_column(ACTIONS, key), _FIRST_LINE, last)}"


def _find_column(form: Form, key: str) -> int:
    return [field.key for field in form.fields].index(key) + 1


def _build_heading(title: str, intro: str, headings: Sequence[str]) -> list[Row]:
    return [
        Row(cells=(Cell(value=typeset(title), style=CellStyle.TITLE),)),
        Row(cells=(Cell(value=typeset(intro), style=CellStyle.INTRO),)),
        Row(cells=tuple(Cell(value=typeset(text), style=CellStyle.HEADING) for text in headings)),
    ]


def _build_line(label: str, formula: str, value: float, style: CellStyle = CellStyle.NUMBER) -> Row:
    return Row(
        cells=(
            Cell(value=typeset(label), style=CellStyle.LABEL),
            Cell(value=value, style=style, formula=formula),
        )
    )
