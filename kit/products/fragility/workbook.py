"""Le classeur de la fragilité : données, valeurs ramenées de 0 à 100, résultat, tous en formules vivantes.

Corriger une donnée, un sens ou un poids recalcule l'indice et les groupes. L'épreuve des poids, elle,
est calculée une fois.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kit.documents.workbook import (
    Cell,
    CellStyle,
    CellValue,
    ChoiceList,
    Row,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import NBSP, typeset
from kit.products.dossier.readme import README_TITLE, WIDTHS, build_section
from kit.products.fragility import (
    COMMUNE,
    INDICATORS,
    RULE,
    Assessment,
    Direction,
    FragilityAxis,
    Group,
    Scenario,
)
from kit.products.fragility.table import COMMUNES

RESULT: Final = "Groupes"
NORMAL: Final = "De 0 à 100"
TRIALS: Final = "Épreuve des poids"
_FIRST: Final = 6
_AXIS_COLUMN: Final = 2
_INDEX_COLUMN: Final = _AXIS_COLUMN + len(FragilityAxis)
_WHAT: Final = """\
Un indice de fragilité numérique calculé sur vos propres nombres, commune par commune. Ce n'est ni l'indice \
de fragilité numérique publié, ni une statistique officielle. Les communes sont rangées par ordre \
alphabétique, dans trois groupes ; il n'y a pas de classement.
Une commune n'est pas ses habitants : une commune peu fragile en moyenne en compte qui le sont beaucoup."""
_SHEETS: Final = """\
« Groupes » : les quatre axes, l'indice et le groupe de chaque commune.
« De 0 à 100 » : chaque indicateur, ramené sur la même échelle.
« Communes » et « Indicateurs » : ce que vous avez donné. Corrigez-y un nombre, un sens ou un poids, ou le \
poids d'un axe en haut de « Groupes » : tout se recalcule.
« Épreuve des poids » : les communes qui changent de groupe si l'on compte autrement ; calculée une fois, \
elle ne se recalcule pas. Relancez kit fragilite sur ce classeur après une correction ; les poids \
des axes se redonnent alors par l'option --poids."""


def build_fragility_workbook(assessment: Assessment, scenarios: Sequence[Scenario]) -> Workbook:
    """Le classeur de ce tableau évalué ; on peut le corriger, et le relire comme un tableau."""
    return Workbook(
        title=typeset("Fragilités numériques, commune par commune"),
        subject="Jouer collectif en territoire",
        sheets=(
            _build_readme(),
            _build_result(assessment),
            _build_normal(assessment),
            _build_data(assessment),
            _build_indicators(assessment),
            _build_trials(scenarios),
        ),
    )


def _build_readme() -> Sheet:
    rows = [Row(cells=(Cell(value="Fragilités numériques", style=CellStyle.TITLE),))]
    for title, text in (
        ("Ce que contient ce classeur", _WHAT),
        ("Les feuilles", _SHEETS),
        ("La règle", RULE),
    ):
        rows += build_section(title, text)
    return Sheet(title=README_TITLE, widths=WIDTHS, rows=tuple(rows))


def _build_head(title: str, intro: str, extra: Sequence[Row], headings: Sequence[str]) -> list[Row]:
    """Quatre lignes, puis les titres en cinquième : les communes commencent à la sixième, partout."""
    lines = [Row(cells=(Cell(value=typeset(text), style=style),)) for text, style in _titles(title, intro)]
    rows = [*lines, *extra]
    rows += [Row()] * (_FIRST - 2 - len(rows))
    cells = tuple(Cell(value=typeset(text), style=CellStyle.HEADING) for text in headings)
    return [*rows, Row(cells=cells, height=32.0)]


def _titles(title: str, intro: str) -> tuple[tuple[str, CellStyle], ...]:
    return (title, CellStyle.TITLE), (intro, CellStyle.INTRO)


def _number(value: float | None, formula: str) -> Cell:
    return Cell(value="" if value is None else value, formula=formula, style=CellStyle.DECIMAL)


# --- Les données -------------------------------------------------------------------------------


def _build_data(assessment: Assessment) -> Sheet:
    table = assessment.table
    titles = [one.title for one in table.indicators]
    rows = _build_head(COMMUNES, "Ce que vous avez donné ; vide : manquant.", (), (COMMUNE, *titles))
    for row in table.rows:
        name = Cell(value=f"{row.commune.name} ({row.commune.code})", style=CellStyle.LABEL)
        values = (Cell(value=value, style=CellStyle.INPUT_AMOUNT) for value in row.values)
        rows.append(Row(cells=(name, *values)))
    return _build_wide(COMMUNES, rows, len(titles))


def _build_wide(title: str, rows: Sequence[Row], count: int) -> Sheet:
    return Sheet(
        title=title,
        widths=(34.0, *(15.0 for _ in range(count))),
        rows=tuple(rows),
        frozen=(_FIRST - 1, 1),
        header_rows=(_FIRST - 1, _FIRST - 1),
        header_columns=1,
        pages_wide=max(1, -(-count // 6)),
    )


def _build_indicators(assessment: Assessment) -> Sheet:
    headings = ("Titre de la colonne", "Axe", "Sens", "Poids", "Compté")
    rows = _build_head(INDICATORS, "Le poids d'un indicateur vaut dans son axe.", (), headings)
    for one, kept in zip(assessment.table.indicators, assessment.kept, strict=True):
        texts = (one.title, one.axis.value)
        rows.append(
            Row(
                cells=(
                    *(Cell(value=text, style=CellStyle.PLAIN) for text in texts),
                    Cell(value=one.direction.value, style=CellStyle.INPUT_CHOICE),
                    Cell(value=one.weight, style=CellStyle.INPUT_AMOUNT),
                    Cell(value="oui" if kept else typeset("non : la même valeur partout")),
                )
            )
        )
    last = len(rows)
    directions = tuple(direction.value for direction in Direction)
    return Sheet(
        title=INDICATORS,
        widths=(44.0, 28.0, 24.0, 9.0, 30.0),
        rows=tuple(rows),
        choice_lists=(ChoiceList(cells=build_range(3, _FIRST, last), choices=directions),),
    )


# --- De 0 à 100 --------------------------------------------------------------------------------


def _build_normal(assessment: Assessment) -> Sheet:
    table = assessment.table
    count = len(table.indicators)
    weights, kept = [_label("Poids")], [_label(typeset("Compté : 1, sinon 0"))]
    for rank, one in enumerate(table.indicators):
        spread = f"MAX({_column(COMMUNES, rank, assessment)})=MIN({_column(COMMUNES, rank, assessment)})"
        weights.append(_number(one.weight, f"={INDICATORS}!$D${_FIRST + rank}"))
        is_kept = 1 if assessment.kept[rank] else 0
        kept.append(Cell(value=is_kept, formula=f"=IF({spread},0,1)", style=CellStyle.NUMBER))
    rows = _build_head(
        NORMAL,
        "0 : la commune la moins fragile du tableau ; 100 : la plus fragile ; vide : valeur manquante.",
        (Row(cells=tuple(weights)), Row(cells=tuple(kept))),
        (COMMUNE, *(one.title for one in table.indicators)),
    )
    for at, score in enumerate(assessment.scores):
        cells = [_label(score.commune.name)]
        for rank, value in enumerate(score.values):
            cells.append(_number(value, _normalise(assessment, rank, _FIRST + at)))
        rows.append(Row(cells=tuple(cells)))
    return _build_wide(NORMAL, rows, count)


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
    headings = (
        COMMUNE,
        *(f"{axis.value[:1].upper()}{axis.value[1:]}" for axis in FragilityAxis),
        "Indice",
        "Groupe",
    )
    rows = _build_head(
        "Les communes, par ordre alphabétique",
        "De 0 à 100 ; une grande valeur dit plus de fragilité dans ce tableau. Ce n'est pas un classement.",
        (Row(cells=weights),),
        headings,
    )
    for at, score in enumerate(assessment.scores):
        line = _FIRST + at
        cells = [_label(score.commune.name)]
        cells += [
            _number(value, _score_axis(assessment, axis, line))
            for axis, value in zip(FragilityAxis, score.axes, strict=True)
        ]
        cells.append(_number(score.index, _score_index(assessment, line)))
        cells.append(Cell(value=score.group.value, formula=_find_group(assessment, line)))
        rows.append(Row(cells=tuple(cells)))
    return Sheet(
        title=RESULT,
        widths=(34.0, *(17.0 for _ in FragilityAxis), 12.0, 32.0),
        rows=tuple(rows),
        frozen=(_FIRST - 1, 1),
        header_rows=(_FIRST - 1, _FIRST - 1),
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
    headings = ("Si l'on compte autrement", COMMUNE, "Groupe d'abord", "Groupe alors")
    intro = "Les communes qui changent de groupe ; ces valeurs ne se recalculent pas."
    rows = _build_head(TRIALS, intro, (), headings)
    for scenario in scenarios:
        lines: list[tuple[CellValue, ...]] = [
            (scenario.label, change.commune.name, change.before.value, change.after.value)
            for change in scenario.changes
        ]
        for line in lines or [(scenario.label, "aucune", "", "")]:
            rows.append(Row(cells=tuple(Cell(value=value) for value in line)))
    if not scenarios:
        rows.append(Row(cells=(Cell(value=typeset(f"Un seul axe est renseigné{NBSP}: rien à éprouver.")),)))
    return Sheet(title=TRIALS, widths=(48.0, 34.0, 32.0, 32.0), rows=tuple(rows))
