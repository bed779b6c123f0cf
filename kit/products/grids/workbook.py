"""Le classeur des grilles réunies : une ligne par critère, les réponses sans nom, et des formules vivantes.

Corriger une réponse dans la feuille « Réponses » recalcule les comptes, la médiane et la dispersion.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kit.documents.readme_sheet import build_readme
from kit.documents.table_sheet import Column, Line, TableSheet
from kit.documents.workbook import (
    Cell,
    CellStyle,
    CellValue,
    Sheet,
    Workbook,
    build_range,
    column_letter,
)
from kit.domain.typography import NBSP, typeset
from kit.products.grids.merging import CriterionResult, MergedGrids
from kit.products.grids.reading import MERGED_SHEETS
from kit.products.grids.report import MergedContext, list_quotes

BY_CRITERION, ANSWERS = MERGED_SHEETS
BY_COLLEGE: Final = "Par collège"
EVIDENCE: Final = "Ce qui le montre"
_FIRST: Final = 4
_PERSON_COLUMNS: Final = (
    Column("N°", 6.0),
    Column("Répondant", 24.0, CellStyle.LABEL),
    Column("Collège", 30.0),
)
_FIXED: Final = 3


def build_merged_workbook(context: MergedContext) -> Workbook:
    """Le classeur des grilles réunies."""
    merged = context.merged
    head = context.alliance or merged.grid.title
    return Workbook(
        title=typeset(f"{head}{NBSP}: grilles réunies"),
        subject="Jouer collectif en territoire",
        sheets=(
            _build_readme(context),
            _build_by_criterion(context),
            _build_by_college(merged),
            _build_answers(context),
            _build_evidence(context),
        ),
    )


def _build_readme(context: MergedContext) -> Sheet:
    sheets = {"criteres": BY_CRITERION, "colleges": BY_COLLEGE, "reponses": ANSWERS, "faits": EVIDENCE}
    values = {"grille": context.merged.grid, "feuilles": sheets}
    return build_readme("grilles-reunies", values, overrides=context.overrides, protected=True)


def _answers_range(merged: MergedGrids, rank: int) -> str:
    """La colonne d'un critère dans la feuille des réponses."""
    last = _FIRST + max(1, len(merged.grids)) - 1
    return f"'{ANSWERS}'!{build_range(len(_PERSON_COLUMNS) + 1 + rank, _FIRST, last)}"


def _build_by_criterion(context: MergedContext) -> Sheet:
    merged = context.merged
    levels = [level.key for level in merged.grid.levels]
    before = {change.after.criterion.key: change for change in context.changes}
    columns = [
        Column("Critère", 10.0, CellStyle.LABEL),
        Column("Question", 60.0),
        Column("Dimension", 30.0),
        *(Column(key, 7.0) for key in levels),
        Column("Vide", 8.0),
        Column("Médiane", 16.0),
        Column("Dispersion", 12.0),
        Column("Poids", 8.0, CellStyle.DECIMAL),
    ]
    columns += [Column("Médiane avant", 14.0), Column("Mouvement", 16.0)] if before else []
    lines = []
    for rank, result in enumerate(merged.criteria):
        cells = _list_criterion(merged, result, rank, line=_FIRST + rank)
        change = before.get(result.criterion.key)
        moved = (typeset(change.before_label), change.move.value) if change else ()
        lines.append((*cells, *moved))
    return TableSheet(
        title=BY_CRITERION,
        heading="Les réponses, critère par critère",
        intro="Ces nombres se recalculent quand vous corrigez la feuille Réponses.",
        columns=columns,
        lines=lines,
        protected=True,
    ).build()


def _list_criterion(
    merged: MergedGrids, result: CriterionResult, rank: int, *, line: int
) -> tuple[Cell | CellValue, ...]:
    answers = _answers_range(merged, rank)
    ordered = sorted(
        (level for level in merged.grid.levels if level.value is not None), key=lambda one: -(one.value or 0)
    )
    column = {level.key: column_letter(_FIXED + at) for at, level in enumerate(merged.grid.levels, start=1)}
    letters = [(level.key, f"{column[level.key]}{line}") for level in ordered]
    return (
        result.criterion.key,
        typeset(result.criterion.label),
        typeset(result.dimension.label),
        *(
            Cell(value=count, style=CellStyle.NUMBER, formula=f'=COUNTIF({answers},"{key}")')
            for key, count in result.counts
        ),
        Cell(value=result.missing, style=CellStyle.NUMBER, formula=f"=COUNTBLANK({answers})"),
        Cell(value=result.median_label, style=CellStyle.LABEL, formula=_write_median(letters)),
        Cell(
            value="—" if result.spread is None else float(result.spread),
            style=CellStyle.DECIMAL,
            formula=_write_spread([cell for _, cell in letters]),
        ),
        result.criterion.weight,
    )


def _write_median(letters: Sequence[tuple[str, str]]) -> str:
    """Le niveau médian en formule : le premier où la moitié est atteinte, celui où elle est dépassée."""
    total = "+".join(cell for _, cell in letters)
    reached, passed = (_write_first(letters, sign, total) for sign in (">=", ">"))
    return f'=IF(({total})=0,"—",IF({reached}={passed},{reached},"entre "&{reached}&" et "&{passed}))'


def _write_first(letters: Sequence[tuple[str, str]], sign: str, total: str) -> str:
    formula = f'"{letters[-1][0]}"'
    for rank in range(len(letters) - 2, -1, -1):
        seen = "+".join(cell for _, cell in letters[: rank + 1])
        formula = f'IF(2*({seen}){sign}({total}),"{letters[rank][0]}",{formula})'
    return formula


def _write_spread(cells: Sequence[str]) -> str:
    """La dispersion de Leik en formule."""
    total = "+".join(cells)
    steps = []
    for rank in range(1, len(cells)):
        seen = "+".join(cells[:rank])
        steps.append(f"MIN({seen},{'+'.join(cells[rank:])})")
    return f'=IF(({total})<2,"—",2*({"+".join(steps)})/({total})/{len(cells) - 1})'


def _build_by_college(merged: MergedGrids) -> Sheet:
    levels = [level.key for level in merged.grid.levels]
    lines: list[Line] = []
    last = _FIRST + max(1, len(merged.grids)) - 1
    people = f"'{ANSWERS}'!{build_range(len(_PERSON_COLUMNS), _FIRST, last)}"
    for rank, result in enumerate(merged.criteria):
        answers = _answers_range(merged, rank)
        for part in result.by_college:
            given = "+".join(f"{column_letter(3 + at)}{_FIRST + len(lines)}" for at in range(len(levels)))
            whole = f'COUNTIF({people},"{part.label}")'
            counts = (
                Cell(
                    value=count,
                    style=CellStyle.NUMBER,
                    formula=f'=COUNTIFS({people},"{part.label}",{answers},"{key}")',
                )
                for key, count in part.counts
            )
            missing = Cell(value=part.missing, style=CellStyle.NUMBER, formula=f"={whole}-({given})")
            lines.append((result.criterion.key, part.label, *counts, missing))
    return TableSheet(
        title=BY_COLLEGE,
        heading="Les réponses, collège par collège",
        intro="Un collège d'une seule personne se reconnaît : demandez-lui son accord avant de diffuser.",
        columns=(
            Column("Critère", 10.0, CellStyle.LABEL),
            Column("Collège", 34.0),
            *(Column(key, 7.0) for key in levels),
            Column("Vide", 8.0),
        ),
        lines=lines,
        frozen=2,
        landscape=False,
        protected=True,
    ).build()


def _build_answers(context: MergedContext) -> Sheet:
    merged = context.merged
    keys = [result.criterion.key for result in merged.criteria]
    lines = []
    for number, filled in enumerate(merged.grids, start=1):
        levels = {answer.criterion: answer.level for answer in filled.answers}
        college = filled.respondent.college
        name = filled.respondent.name if context.named else ""
        person = (number, name or f"Répondant {number}", college.value if college else "sans collège")
        lines.append((*person, *(levels.get(key) for key in keys)))
    return TableSheet(
        title=ANSWERS,
        heading="Les réponses, une ligne par répondant",
        intro="L'ordre des lignes ne dit rien des personnes.",
        columns=(*_PERSON_COLUMNS, *(Column(key, 7.0, CellStyle.INPUT_CHOICE) for key in keys)),
        lines=lines,
        frozen=3,
        header_columns=2,
    ).build()


def _build_evidence(context: MergedContext) -> Sheet:
    return TableSheet(
        title=EVIDENCE,
        intro="Les faits cités par les répondants.",
        columns=(
            Column("Critère", 10.0, CellStyle.LABEL),
            Column("Répondant", 52.0),
            Column("Situation", 11.0),
            Column("Ce qui le montre", 80.0),
        ),
        lines=[
            (result.criterion.key, *quote)
            for result in context.merged.criteria
            for quote in list_quotes(context, result.criterion.key)
        ],
        protected=True,
    ).build()
