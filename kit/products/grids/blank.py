"""La grille qu'une personne remplit seule : mode d'emploi, qui répond, critères, résultats vivants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from kit.documents.workbook import (
    Cell,
    CellStyle,
    CellValue,
    Row,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import NBSP, format_number, join_list, typeset
from kit.domain.values import Answer, Grid, Level
from kit.products.dossier.blank import LISTS_TITLE, Record, build_form_sheet, build_grid_sheet
from kit.products.dossier.readme import (
    HEADINGS,
    README_TITLE,
    WIDTHS,
    build_field_row,
    build_section,
)
from kit.products.dossier.scoring import MIN_ANSWERED, DimensionScore, score_grid
from kit.products.dossier.workbooks import RESULTS_TITLE
from kit.products.grids._forms import WEIGHT_TITLE
from kit.products.grids.filled import Respondent, name_version
from kit.reading.forms import EVALUATION, RESPONDENT, RESPONDENT_FORMS

_FIRST_LINE: Final = 5
_LEVEL_COLUMN: Final = len(EVALUATION.shown) + 2
_WEIGHT_COLUMN: Final = _LEVEL_COLUMN + 2
# Un alinéa par ligne ; une barre oblique inverse continue l'alinéa à la ligne suivante.
_HOW: Final = """\
1. Remplissez cette grille seul, sans vous concerter : vingt minutes suffisent. Les réponses se comparent \
ensuite, ensemble.
2. Feuille « {person} » : dites de quel collège vous parlez. Un nom ou un pseudonyme est facultatif ; il \
évite seulement de compter deux fois la même personne.
3. Feuille « {answers} » : pour chaque critère, choisissez dans la liste la situation la plus proche de la \
vôtre aujourd'hui. « NC » : le critère ne vous concerne pas. Laissez vide ce que vous ne savez pas.
4. Colonne « Ce qui le montre » : un fait, une date, un document. Le groupe la lira sans votre nom ; n'y \
nommez personne.
5. Feuille « {results} » : elle se calcule seule. Ce n'est pas une note, et personne n'est comparé à personne.
Les cases à remplir sont bordées sur fond clair ; le reste est protégé, sans mot de passe. Ne déplacez ni \
les feuilles, ni les colonnes, et ne fusionnez pas de cellules."""
_LEVELS: Final = """\
Chaque critère décrit une situation par niveau : {levels}."""
_WEIGHTS: Final = """\
Chaque critère a un poids, montré dans la colonne « {title} » : {weights}. La part des points d'une \
dimension est la somme des points pondérés, divisée par leur maximum. « NC » sort des deux sommes ; sous \
60 % de réponses, aucune part n'est donnée."""
_SEND: Final = """\
Enregistrez en .ods ou .xlsx, sans mot de passe, et remettez le fichier à la personne qui réunit les \
grilles. Une alliance qui n'a qu'une personne dans un collège reconnaîtra ses réponses : parlez-en avant."""


def build_respondent_workbook(
    grid: Grid, respondent: Respondent | None = None, answers: Sequence[Answer] = ()
) -> Workbook:
    """La grille à remplir par une personne ; ``respondent`` et ``answers`` la remplissent d'avance.

    La clé et la version inscrites sont toujours celles de ``grid``.
    """
    person = replace(respondent or Respondent(), grid=grid.key, version=name_version(grid))
    sources = _list_sources(grid)
    sheets = (
        _build_readme(grid),
        build_form_sheet(RESPONDENT, (_write_person(person),), sources, protected=True),
        _build_answers(grid, answers, sources),
        _build_results(grid, answers),
        _build_lists(grid),
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


def _build_readme(grid: Grid) -> Sheet:
    levels = join_list(f"{level.key}, {level.label.lower()}" for level in grid.levels)
    how = _HOW.format(person=RESPONDENT.title, answers=EVALUATION.title, results=RESULTS_TITLE)
    notes = "\n".join((grid.purpose, *grid.notes))
    rows = [Row(cells=(Cell(value=typeset(grid.title), style=CellStyle.TITLE),))]
    for title, text in (
        ("À quoi sert cette grille", notes),
        ("Comment la remplir", how),
        ("L'échelle", _LEVELS.format(levels=levels)),
        ("Les poids", _WEIGHTS.format(title=WEIGHT_TITLE, weights=_describe_weights(grid))),
        ("Comment la rendre", _SEND),
        ("D'où elle vient", _describe_source(grid)),
        ("Tous les champs", ""),
    ):
        rows += build_section(title, text)
    rows.append(Row(cells=tuple(Cell(value=title, style=CellStyle.HEADING) for title in HEADINGS)))
    heading = len(rows)
    rows += [build_field_row(form, field) for form in RESPONDENT_FORMS for field in form.fields]
    return Sheet(
        title=README_TITLE,
        widths=WIDTHS,
        rows=tuple(rows),
        header_rows=(heading, heading),
        protected=True,
    )


def _describe_source(grid: Grid) -> str:
    url = f", {grid.source.url}" if grid.source.url else ""
    return (
        f"Structure : {grid.source.title}{url}. Les critères et les situations sont ceux de ce guide. "
        f"Clé : {grid.key} ; version : {name_version(grid)}."
    )


def _describe_weights(grid: Grid) -> str:
    other = [
        f"{criterion.key} : {format_number(criterion.weight, 0 if criterion.weight.is_integer() else 1)}"
        for dimension in grid.dimensions
        for criterion in dimension.criteria
        if criterion.weight != 1
    ]
    return f"1, sauf {join_list(other)}" if other else "1 pour tous"


# --- Les listes -----------------------------------------------------------------------------


def _list_choices(grid: Grid) -> dict[tuple[str, str], tuple[str, ...]]:
    choices = {
        (form.key, field.key): field.choices
        for form in RESPONDENT_FORMS
        for field in form.fields
        if field.choices
    }
    return choices | {(EVALUATION.key, "level"): tuple(level.key for level in grid.levels)}


def _list_sources(grid: Grid) -> dict[tuple[str, str], str]:
    sources = {}
    for column, (key, choices) in enumerate(_list_choices(grid).items(), start=1):
        letter = column_letter(column)
        sources[key] = f"{LISTS_TITLE}!${letter}$2:${letter}${len(choices) + 1}"
    return sources


def _build_lists(grid: Grid) -> Sheet:
    choices = _list_choices(grid)
    labels = {
        (form.key, field.key): f"{form.title} : {field.label}"
        for form in RESPONDENT_FORMS
        for field in form.fields
    }
    rows = [Row(cells=tuple(Cell(value=typeset(labels[key]), style=CellStyle.HEADING) for key in choices))]
    rows += [Row(cells=tuple(Cell(value=text) for text in line)) for line in zip_longest(*choices.values())]
    return Sheet(
        title=LISTS_TITLE, widths=(34.0,) * len(choices), rows=tuple(rows), protected=True, hidden=True
    )


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
    titles = ("Dimension", *(level.key for level in grid.levels), "Répondus", "Critères", "Part des points")
    intro = (
        "Ces nombres se recalculent quand vous répondez. Ce n'est pas une note : la part des points est "
        "indicative et ne s'additionne pas."
    )
    rows = [
        Row(cells=(Cell(value=RESULTS_TITLE, style=CellStyle.TITLE),)),
        Row(cells=(Cell(value=typeset(intro), style=CellStyle.INTRO),)),
        Row(cells=tuple(Cell(value=title, style=CellStyle.HEADING) for title in titles)),
    ]
    at = _FIRST_LINE
    for score in scores:
        first, last = at + 1, at + score.total
        at = last + 1
        rows.append(_build_result_row(grid, score, line=len(rows) + 1, span=(first, last)))
    widths = (46.0, *(8.0 for _ in grid.levels), 12.0, 12.0, 18.0)
    return Sheet(title=RESULTS_TITLE, widths=widths, rows=tuple(rows), protected=True)


def _build_result_row(grid: Grid, score: DimensionScore, *, line: int, span: tuple[int, int]) -> Row:
    answers = f"'{EVALUATION.title}'!{build_range(_LEVEL_COLUMN, *span)}"
    answered, total = (column_letter(len(grid.levels) + extra) for extra in (2, 3))
    return Row(
        cells=(
            Cell(value=typeset(score.dimension.label), style=CellStyle.LABEL),
            *(
                Cell(value=count, style=CellStyle.NUMBER, formula=f'=COUNTIF({answers},"{key}")')
                for key, count in score.counts
            ),
            Cell(value=score.answered, style=CellStyle.NUMBER, formula=f"=COUNTA({answers})"),
            Cell(value=score.total, style=CellStyle.NUMBER),
            Cell(
                value="non évaluée" if score.index is None else score.index,
                style=CellStyle.PERCENT,
                formula=_write_index(grid, answers, f"{answered}{line}", f"{total}{line}", span),
            ),
        )
    )


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
