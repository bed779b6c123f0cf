"""Le classeur de la fragilité : données, valeurs ramenées de 0 à 100, résultat, tous en formules vivantes.

Corriger une donnée, un sens ou un poids recalcule l'indice et les groupes. L'épreuve des poids, elle,
est calculée une fois.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, Line, TableSheet
from kit.documents.workbook import (
    Cell,
    CellStyle,
    ChoiceList,
    Row,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import NBSP, typeset
from kit.products.fragility.index import RULE, Assessment, Group, Score
from kit.products.fragility.sensitivity import Scenario
from kit.products.fragility.table import COMMUNE, COMMUNES, INDICATORS, Direction, FragilityAxis

RESULT: Final = "Groupes"
NORMAL: Final = "De 0 à 100"
TRIALS: Final = "Épreuve des poids"
_FIRST: Final = 6
_HEIGHT: Final = 32.0
_AXIS_COLUMN: Final = 2
_INDEX_COLUMN: Final = _AXIS_COLUMN + len(FragilityAxis)


def build_fragility_workbook(
    assessment: Assessment, scenarios: Sequence[Scenario], *, overrides: Path | None = None
) -> Workbook:
    """Le classeur de ce tableau évalué ; on peut le corriger, et le relire comme un tableau."""
    return Workbook(
        title=typeset("Fragilités numériques, commune par commune"),
        subject="Jouer collectif en territoire",
        sheets=(
            build_readme("fragilite", {"regle": RULE}, overrides=overrides),
            _build_result(assessment),
            _build_normal(assessment),
            _build_data(assessment),
            _build_indicators(assessment),
            _build_trials(scenarios),
        ),
    )


def _place_lead(*rows: Row) -> tuple[Row, ...]:
    """Deux lignes entre le chapeau et les titres : les communes commencent à la sixième, partout."""
    return (*rows, *[Row()] * (2 - len(rows)))


def _number(value: float | None, formula: str) -> Cell:
    return Cell(value="" if value is None else value, formula=formula, style=CellStyle.DECIMAL)


# --- Les données -------------------------------------------------------------------------------


def _build_data(assessment: Assessment) -> Sheet:
    table = assessment.table
    titles = [one.title for one in table.indicators]
    lines = [(f"{row.commune.name} ({row.commune.code})", *row.values) for row in table.rows]
    intro = "Ce que vous avez donné ; vide : manquant."
    return _build_wide(COMMUNES, intro, _list_columns(titles, CellStyle.INPUT_AMOUNT), lines)


def _list_columns(titles: Sequence[str], style: CellStyle | None = None) -> tuple[Column, ...]:
    """La colonne des communes, puis celles des indicateurs."""
    return Column(COMMUNE, 34.0, CellStyle.LABEL), *(Column(title, 15.0, style) for title in titles)


def _build_wide(
    title: str, intro: str, columns: Sequence[Column], lines: Sequence[Line], lead: Sequence[Row] = ()
) -> Sheet:
    return TableSheet(
        title=title,
        intro=intro,
        lead=_place_lead(*lead),
        columns=columns,
        lines=lines,
        height=_HEIGHT,
        header_columns=1,
        pages_wide=max(1, -(-(len(columns) - 1) // 6)),
    ).build()


def _build_indicators(assessment: Assessment) -> Sheet:
    lines = [
        (
            one.title,
            one.axis.value,
            one.direction.value,
            one.weight,
            "oui" if kept else typeset("non : la même valeur partout"),
        )
        for one, kept in zip(assessment.table.indicators, assessment.kept, strict=True)
    ]
    directions = tuple(direction.value for direction in Direction)
    return TableSheet(
        title=INDICATORS,
        intro="Le poids d'un indicateur vaut dans son axe.",
        lead=_place_lead(),
        columns=(
            Column("Titre de la colonne", 44.0),
            Column("Axe", 28.0),
            Column("Sens", 24.0, CellStyle.INPUT_CHOICE),
            Column("Poids", 9.0, CellStyle.INPUT_AMOUNT),
            Column("Compté", 30.0),
        ),
        lines=lines,
        height=_HEIGHT,
        frozen=None,
        choice_lists=(ChoiceList(cells=build_range(3, _FIRST, _FIRST + len(lines) - 1), choices=directions),),
    ).build()


# --- De 0 à 100 --------------------------------------------------------------------------------


def _build_normal(assessment: Assessment) -> Sheet:
    table = assessment.table
    weights, kept = [_label("Poids")], [_label(typeset("Compté : 1, sinon 0"))]
    for rank, one in enumerate(table.indicators):
        spread = f"MAX({_column(COMMUNES, rank, assessment)})=MIN({_column(COMMUNES, rank, assessment)})"
        weights.append(_number(one.weight, f"={INDICATORS}!$D${_FIRST + rank}"))
        is_kept = 1 if assessment.kept[rank] else 0
        kept.append(Cell(value=is_kept, formula=f"=IF({spread},0,1)", style=CellStyle.NUMBER))
    lines: list[Line] = [
        (
            score.commune.name,
            *(
                _number(value, _normalise(assessment, rank, _FIRST + at))
                for rank, value in enumerate(score.values)
            ),
        )
        for at, score in enumerate(assessment.scores)
    ]
    return _build_wide(
        NORMAL,
        "0 : la commune la moins fragile du tableau ; 100 : la plus fragile ; vide : valeur manquante.",
        _list_columns([one.title for one in table.indicators]),
        lines,
        lead=(Row(cells=tuple(weights)), Row(cells=tuple(kept))),
    )


def _label(text: str) -> Cell:
    return Cell(value=text, style=CellStyle.LABEL)


def _column(sheet: str, rank: int, assessment: Assessment) -> str:
    """La colonne d'un indicateur, bornes fixes."""
    letter, last = column_letter(rank + 2), _FIRST + len(assessment.scores) - 1
    return f"'{sheet}'!{letter}${_FIRST}:{letter}${last}"


def _normalise(assessment: Assessment, rank: int, line: int) -> str:
    cell = f"'{COMMUNES}'!{column_letter(rank + 2)}{line}"
    column = _column(COMMUNES, rank, assessment)
    low, high = f"MIN({column})", f"MAX({column})"
    direction = f"{INDICATORS}!$C${_FIRST + rank}"
    part = f'IF({direction}="{Direction.LESS.value}",{high}-{cell},{cell}-{low})'
    return f'=IF(OR({cell}="",{high}={low}),"",{part}/({high}-{low})*100)'


# --- Les groupes -------------------------------------------------------------------------------


def _build_result(assessment: Assessment) -> Sheet:
    weights = (
        _label("Poids des axes"),
        *(Cell(value=assessment.weights[axis], style=CellStyle.INPUT_AMOUNT) for axis in FragilityAxis),
    )
    lines = [_list_scores(assessment, score, _FIRST + at) for at, score in enumerate(assessment.scores)]
    return TableSheet(
        title=RESULT,
        heading="Les communes, par ordre alphabétique",
        intro=(
            "De 0 à 100 ; une grande valeur dit plus de fragilité dans ce tableau. "
            "Ce n'est pas un classement."
        ),
        lead=_place_lead(Row(cells=weights)),
        columns=(
            Column(COMMUNE, 34.0, CellStyle.LABEL),
            *(Column(f"{axis.value[:1].upper()}{axis.value[1:]}", 17.0) for axis in FragilityAxis),
            Column("Indice", 12.0),
            Column("Groupe", 32.0),
        ),
        lines=lines,
        height=_HEIGHT,
    ).build()


def _list_scores(assessment: Assessment, score: Score, line: int) -> Line:
    return (
        score.commune.name,
        *(
            _number(value, _score_axis(assessment, axis, line))
            for axis, value in zip(FragilityAxis, score.axes, strict=True)
        ),
        _number(score.index, _score_index(assessment, line)),
        Cell(value=score.group.value, formula=_find_group(assessment, line)),
    )


def _score_axis(assessment: Assessment, axis: FragilityAxis, line: int) -> str:
    """La moyenne pondérée des colonnes de l'axe, qui se suivent ; vide sans valeur."""
    ranks = [at for at, one in enumerate(assessment.table.indicators) if one.axis is axis]
    if not ranks:
        return '=""'
    first, last = column_letter(ranks[0] + 2), column_letter(ranks[-1] + 2)
    values, weights = f"'{NORMAL}'!{first}{line}:{last}{line}", f"'{NORMAL}'!{first}$3:{last}$3"
    total = f'SUMIF({values},">=0",{weights})'
    return f'=IF({total}=0,"",ROUND(SUMPRODUCT({values},{weights})/{total},2))'


def _score_index(assessment: Assessment, line: int) -> str:
    last = column_letter(len(assessment.table.indicators) + 1)
    known, counted = f"COUNT('{NORMAL}'!B{line}:{last}{line})", f"SUM('{NORMAL}'!B$4:{last}$4)"
    first, end = column_letter(_AXIS_COLUMN), column_letter(_INDEX_COLUMN - 1)
    values, weights = f"{first}{line}:{end}{line}", f"{first}$3:{end}$3"
    total = f'SUMIF({values},">=0",{weights})'
    mean = f"ROUND(SUMPRODUCT({values},{weights})/{total},2)"
    return f'=IF(OR({known}*10<{counted}*6,{total}=0),"",{mean})'


def _find_group(assessment: Assessment, line: int) -> str:
    letter, last = column_letter(_INDEX_COLUMN), _FIRST + len(assessment.scores) - 1
    column = f"{letter}${_FIRST}:{letter}${last}"
    above = f'3*COUNTIF({column},">"&{letter}{line})'
    first, after, later, none = (f'"{group.value}"' for group in Group)
    inner = f"IF({above}<2*COUNT({column}),{after},{later})"
    return f'=IF({letter}{line}="",{none},IF({above}<COUNT({column}),{first},{inner}))'


# --- L'épreuve des poids -----------------------------------------------------------------------


def _build_trials(scenarios: Sequence[Scenario]) -> Sheet:
    lines: list[Line] = []
    for scenario in scenarios:
        changes = [
            (scenario.label, change.commune.name, change.before.value, change.after.value)
            for change in scenario.changes
        ]
        lines += changes or [(scenario.label, "aucune", "", "")]
    return TableSheet(
        title=TRIALS,
        intro="Les communes qui changent de groupe ; ces valeurs ne se recalculent pas.",
        lead=_place_lead(),
        columns=(
            Column("Si l'on compte autrement", 48.0),
            Column(COMMUNE, 34.0),
            Column("Groupe d'abord", 32.0),
            Column("Groupe alors", 32.0),
        ),
        lines=lines or [(typeset(f"Un seul axe est renseigné{NBSP}: rien à éprouver."),)],
        height=_HEIGHT,
        frozen=None,
    ).build()
