"""La grille qu'une personne remplit seule : mode d'emploi, qui répond, critères, résultats vivants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Line
from kit.documents.workbook import (
    Cell,
    CellStyle,
    CellValue,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import NBSP, format_number, join_list, typeset
from kit.domain.values import Answer, Grid, Level
from kit.products.dossier.blank import Record, build_form_sheet, build_grid_sheet
from kit.products.dossier.choice_lists import build_lists_sheet, list_choice_columns, list_sources
from kit.products.dossier.readme import build_field_rows
from kit.products.dossier.scoring import MIN_ANSWERED, DimensionScore, score_grid
from kit.products.dossier.workbooks import RESULTS_TITLE, build_results_sheet, list_score_cells
from kit.products.grids._forms import WEIGHT_TITLE
from kit.products.grids.filled import Respondent, name_version
from kit.reading.forms import EVALUATION, RESPONDENT, RESPONDENT_FORMS

_FIRST_ROW: Final = 4
_FIRST_LINE: Final = 5
_LEVEL_COLUMN: Final = len(EVALUATION.shown) + 2
_WEIGHT_COLUMN: Final = _LEVEL_COLUMN + 2


def build_respondent_workbook(
    grid: Grid,
    respondent: Respondent | None = None,
    answers: Sequence[Answer] = (),
    *,
    overrides: Path | None = None,
) -> Workbook:
    """La grille à remplir par une personne ; ``respondent`` et ``answers`` la remplissent d'avance.

    La clé et la version inscrites sont toujours celles de ``grid``. ``overrides`` : les modèles de la
    personne, dont les phrases de « Lisez-moi ».
    """
    person = replace(respondent or Respondent(), grid=grid.key, version=name_version(grid))
    columns = list_choice_columns(RESPONDENT_FORMS, grid)
    sources = list_sources(columns)
    sheets = (
        _build_readme(grid, overrides),
        build_form_sheet(RESPONDENT, (_write_person(person),), sources, protected=True),
        _build_answers(grid, answers, sources),
        _build_results(grid, answers),
        build_lists_sheet(columns, width=34.0),
    )
    title = f"{grid.title}{NBSP}: la grille d’une personne"
    return Workbook(title=typeset(title), subject="Jouer collectif en territoire", sheets=sheets)


def _write_person(person: Respondent) -> Record:
    values: dict[str, CellValue] = {
        "name": person.name or None,
        "college": person.college.value if person.college else None,
        "dated": person.dated,
        "alliance": person.alliance or None,
        "grid": person.grid,
        "version": person.version,
    }
    return values


def _build_readme(grid: Grid, overrides: Path | None) -> Sheet:
    values = {
        "grille": grid,
        "version": name_version(grid),
        "feuilles": {
            "personne": RESPONDENT.title,
            "reponses": EVALUATION.title,
            "resultats": RESULTS_TITLE,
        },
        "niveaux": join_list(f"{level.key}, {level.label.lower()}" for level in grid.levels),
        "titre_poids": WEIGHT_TITLE,
        "poids": _describe_weights(grid),
    }
    return build_readme(
        "grille-repondant",
        values,
        overrides=overrides,
        fields=build_field_rows(RESPONDENT_FORMS),
        protected=True,
    )


def _describe_weights(grid: Grid) -> str:
    other = [
        f"{criterion.key} : {format_number(criterion.weight, 0 if criterion.weight.is_integer() else 1)}"
        for dimension in grid.dimensions
        for criterion in dimension.criteria
        if criterion.weight != 1
    ]
    return f"1, sauf {join_list(other)}" if other else "1 pour tous"


# --- Les réponses et leurs résultats ----------------------------------------------------------


def _build_answers(grid: Grid, answers: Sequence[Answer], sources: Mapping[tuple[str, str], str]) -> Sheet:
    """La feuille Évaluation du dossier, le poids de chaque critère montré en plus."""
    records: list[Record] = [
        {"criterion": one.criterion, "level": one.level, "evidence": one.evidence or None} for one in answers
    ]
    sheet = build_grid_sheet(grid, records, sources, protected=True)
    weights = {c.key: c.weight for dimension in grid.dimensions for c in dimension.criteria}
    rows = []
    for row in sheet.rows:
        first = row.cells[0].value if row.cells else None
        if first == EVALUATION.fields[0].label:
            cell = Cell(value=WEIGHT_TITLE, style=CellStyle.HEADING)
        elif first in weights:
            cell = Cell(value=weights[str(first)], style=CellStyle.NUMBER)
        else:
            rows.append(row)
            continue
        rows.append(replace(row, cells=(*row.cells, cell)))
    return replace(sheet, rows=tuple(rows), widths=(*sheet.widths, 8.0))


def _build_results(grid: Grid, answers: Sequence[Answer]) -> Sheet:
    scores = score_grid(grid, answers).dimensions
    intro = (
        "Ces nombres se recalculent quand vous répondez. Ce n'est pas une note : la part des points est "
        "indicative et ne s'additionne pas."
    )
    lines: list[Line] = []
    at = _FIRST_LINE
    for score in scores:
        first, last = at + 1, at + score.total
        at = last + 1
        lines.append(_list_result(grid, score, line=_FIRST_ROW + len(lines), span=(first, last)))
    return build_results_sheet(grid, intro, lines)


def _list_result(grid: Grid, score: DimensionScore, *, line: int, span: tuple[int, int]) -> Line:
    answers = f"'{EVALUATION.title}'!{build_range(_LEVEL_COLUMN, *span)}"
    answered, total = (column_letter(len(grid.levels) + extra) for extra in (2, 3))
    index = _write_index(grid, answers, f"{answered}{line}", f"{total}{line}", span)
    return list_score_cells(score, answers, index)


def _write_index(grid: Grid, answers: str, answered: str, total: str, span: tuple[int, int]) -> str:
    """La part des points pondérés, en formule."""
    weights = f"'{EVALUATION.title}'!{build_range(_WEIGHT_COLUMN, *span)}"
    valued = [level for level in grid.levels if level.value is not None]
    rated = "+".join(_weigh(level, answers, weights) for level in valued)
    points = "+".join(f"{level.value}*{_weigh(level, answers, weights)}" for level in valued)
    best = max(level.value or 0 for level in valued)
    return (
        f'=IF(OR({answered}<{MIN_ANSWERED}*{total},({rated})=0),"non évaluée",({points})/({best}*({rated})))'
    )


def _weigh(level: Level, answers: str, weights: str) -> str:
    return f'SUMPRODUCT(({answers}="{level.key}")*{weights})'
