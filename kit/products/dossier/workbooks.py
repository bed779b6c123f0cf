"""Les classeurs de travail : le plan et la grille à manipuler, avec des résultats qui se recalculent.

Chacun garde les feuilles du dossier qui le concernent : il se relit donc comme un dossier.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from kit.documents.table_sheet import Column, Line, TableSheet
from kit.documents.workbook import Cell, CellStyle, Sheet, Workbook, build_range, column_letter
from kit.domain.typography import NBSP, typeset
from kit.domain.values import Grid, Level, Status
from kit.products.context import Context
from kit.products.dossier.action_plan import count_statuses
from kit.products.dossier.blank import arrange_fields, build_dossier_workbook, dossier_values
from kit.products.dossier.choice_lists import LISTS_TITLE
from kit.products.dossier.scoring import MIN_ANSWERED, DimensionScore, score_grid
from kit.reading.forms import ACTIONS, ALLIANCE, BUDGETS, EVALUATION, PARTNERS, ROLES, SUB_ACTIONS, Form

SUMMARY_TITLE: Final = "Synthèse"
RESULTS_TITLE: Final = "Résultats"
# La première ligne d'une feuille de résultats, puis celle des feuilles du dossier.
_FIRST_ROW: Final = 4
_FIRST_LINE: Final = 5
_PLAN: Final = (ALLIANCE, PARTNERS, ACTIONS, SUB_ACTIONS, BUDGETS, ROLES)
_PARTS: Final = (SUB_ACTIONS, BUDGETS, ROLES)
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
    values = dossier_values(context.dossier)
    whole = build_dossier_workbook(values, grid=context.grid)
    # Une feuille facultative où rien n'est écrit n'aurait rien à montrer.
    kept = {form.title for form in forms if form not in _PARTS or values[form.key]} | {LISTS_TITLE}
    sheets = {sheet.title: sheet for sheet in whole.sheets if sheet.title in kept}
    title = f"{context.dossier.alliance.name}{NBSP}: {label}"
    return replace(whole, title=title, sheets=(summarise(context, sheets), *sheets.values()))


def _build_plan_summary(context: Context, sheets: dict[str, Sheet]) -> Sheet:
    actions = context.dossier.actions
    last = len(sheets[ACTIONS.title].rows)
    counts = dict(count_statuses(actions))
    lines = [
        _build_line(
            status.value,
            f'=COUNTIF({_actions_range("status", last)},"{status.value}")',
            counts.get(status.value, 0),
        )
        for status in Status
    ]
    lines.append(
        _build_line("Toutes les actions", f"=COUNTA({_actions_range('number', last)})", len(actions))
    )
    budget = float(sum(action.budget or 0 for action in actions))
    funding = float(sum(action.funding or 0 for action in actions))
    money, secured = (f"=SUM({_actions_range(key, last)})" for key in ("budget", "funding"))
    at = _FIRST_ROW + len(lines)
    share = f"=IF(B{at}=0,0,B{at + 1}/B{at})"
    lines += [
        _build_line("Budget prévu, € HT", money, budget, CellStyle.DECIMAL),
        _build_line("Financement acquis, € HT", secured, funding, CellStyle.DECIMAL),
        _build_line("Part financée", share, funding / budget if budget else 0.0, CellStyle.PERCENT),
    ]
    return TableSheet(
        title=SUMMARY_TITLE,
        intro="Ces nombres se recalculent quand vous modifiez la feuille Actions.",
        columns=(Column("Mesure", 42.0, CellStyle.LABEL), Column("Valeur", 18.0)),
        lines=lines,
        frozen=None,
        landscape=False,
        protected=True,
    ).build()


def _build_results(context: Context, sheets: dict[str, Sheet]) -> Sheet:
    del sheets
    grid = context.grid
    scores = score_grid(grid, context.dossier.answers).dimensions
    intro = (
        "Ces nombres se recalculent quand vous modifiez la feuille Évaluation. La part des points est "
        "indicative ; elle ne s'additionne pas."
    )
    lines: list[Line] = []
    at = _FIRST_LINE
    for score in scores:
        first = at + 1
        at += len(score.dimension.criteria) + 1
        lines.append(_list_result(grid, score, line=_FIRST_ROW + len(lines), first=first))
    return build_results_sheet(grid, intro, lines)


def build_results_sheet(grid: Grid, intro: str, lines: Sequence[Line]) -> Sheet:
    """La feuille des résultats d'une grille : une ligne par dimension, une colonne par niveau."""
    columns = (
        Column("Dimension", 46.0, CellStyle.LABEL),
        *(Column(level.key, 8.0) for level in grid.levels),
        Column("Répondus", 12.0),
        Column("Critères", 12.0),
        Column("Part des points", 18.0),
    )
    return TableSheet(
        title=RESULTS_TITLE, intro=intro, columns=columns, lines=lines, frozen=None, protected=True
    ).build()


def _list_result(grid: Grid, score: DimensionScore, *, line: int, first: int) -> Line:
    column = len(EVALUATION.shown) + 2
    answers = f"'{EVALUATION.title}'!{build_range(column, first, first + score.total - 1)}"
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
    return list_score_cells(score, answers, index)


def list_score_cells(score: DimensionScore, answers: str, index: str) -> Line:
    """Une ligne de résultats, comptée sur la plage ``answers`` ; ``index`` : la formule de la part."""
    return (
        typeset(score.dimension.label),
        *(
            Cell(value=count, style=CellStyle.NUMBER, formula=f'=COUNTIF({answers},"{key}")')
            for key, count in score.counts
        ),
        Cell(value=score.answered, style=CellStyle.NUMBER, formula=f"=COUNTA({answers})"),
        score.total,
        Cell(
            value="non évaluée" if score.index is None else score.index,
            style=CellStyle.PERCENT,
            formula=index,
        ),
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
    return [field.key for field in arrange_fields(form)].index(key) + 1


def _build_line(label: str, formula: str, value: float, style: CellStyle = CellStyle.NUMBER) -> Line:
    return typeset(label), Cell(value=value, style=style, formula=formula)
