"""Les lignes d'un plan reconnu, lues par la lecture commune : chaque case, son endroit, ses défauts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import fold
from kit.domain.values import Place, Problem
from kit.products.importing.sheets import PlanSheet
from kit.reading.fields import Field, FieldKind, Form, Layout
from kit.reading.tables.raw import RawCell, RawSheet, write_plain
from kit.reading.tables.sheet_rows import read_records
from kit.reading.tables.titles import Header, cell_at, is_filled
from kit.reading.values.raw_value import RawValue

# Une cellule fusionnée sur trois colonnes ou plus est un intitulé.
_WIDE: Final = 3
_TOTAL: Final = re.compile(r"(?:sous )?(?:total|totaux|cumul)(?: general| generaux)?\b")
_LINE: Final = re.compile(r"[-–—=_*•.#~\s]{2,}")
# Ce qu'une ligne de total ne dit pas.
_DETAILS: Final = frozenset(
    ("structure_pilote", "personne_pilote", "debut", "fin", "statut", "descriptif", "partenaires", "objectif")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """Une ligne remplie : ses cases par colonne (comptées de 0), et si c'est un intitulé d'un seul tenant."""

    where: Place
    cells: Mapping[int, RawCell]
    is_wide: bool = False


def read_lines(plan: PlanSheet) -> tuple[tuple[PlanLine, ...], tuple[Problem, ...]]:
    """Les lignes sous les titres, cellules fusionnées comprises ; et ce qui est laissé, total ou trait."""
    fields = {one.at: _build_field(plan, one.at) for one in plan.columns}
    form = Form(
        key="plan",
        name="plan",
        title="Plan",
        intro="",
        layout=Layout.TABLE,
        fields=tuple(fields.values()),
        is_open=True,
    )
    sheet = _spread(plan)
    records, left = read_records(form, sheet, Header(line=plan.line, columns=fields))
    keys = {field.key: at for at, field in fields.items()}
    wide = set(_list_wide(plan.sheet))
    lines: list[PlanLine] = []
    problems = list(left)
    for record in records:
        cells = {keys[key]: _settle_formula(cell) for key, cell in record.cells.items()}
        filled = {at: cell for at, cell in cells.items() if _has_content(cell)}
        line = PlanLine(where=record.where, cells=filled, is_wide=record.where.line in wide)
        if _is_total(plan, line):
            found = next((write_plain(cell.value) for cell in filled.values() if cell.value), "")
            problems.append(build_problem("ligne-laissee", record.where, found=found))
        else:
            lines.append(line)
    return tuple(lines), tuple(problems)


def _build_field(plan: PlanSheet, at: int) -> Field:
    column = next(one for one in plan.columns if one.at == at)
    kind = column.target.kind if column.target else FieldKind.TEXT
    is_title = column.target is not None and column.target.key == "titre"
    return Field(key=f"c{at}", name=f"c{at}", label=column.title, help="", kind=kind, required=is_title)


def _has_content(cell: RawCell) -> bool:
    return cell.value is not None or bool(cell.problems)


def _settle_formula(cell: RawCell) -> RawCell:
    """Une formule vaut le résultat que la personne voit ; sans résultat enregistré, la case est demandée."""
    if not any(one.code == "formule-lue" for one in cell.problems):
        return cell
    problems = tuple(one for one in cell.problems if one.code != "formule-lue")
    if cell.value is None:
        problems = (*problems, build_problem("import-formule", cell.where))
    return replace(cell, problems=problems)


def _spread(plan: PlanSheet) -> RawSheet:
    """La feuille où une cellule fusionnée de haut en bas remplit chacune de ses lignes.

    Le titre d'une action n'est répété que si des sous-actions sont à côté : sinon, ce seraient deux actions.
    """
    title = plan.find("titre")
    kept_once = {title.at} if title and plan.find("sous_action") is None else set()
    rows = [list(row) for row in plan.sheet.rows]
    for (top, left), (bottom, _right) in plan.sheet.merged:
        if top - 1 <= plan.line or bottom == top or left - 1 in kept_once:
            continue
        value = cell_at(rows[top - 1], left - 1)
        for at in range(top, min(bottom, len(rows))):
            _put(rows[at], left - 1, value)
    return replace(plan.sheet, rows=tuple(map(tuple, rows)), merged=())


def _put(row: list[RawValue], at: int, value: RawValue) -> None:
    row.extend([None] * (at + 1 - len(row)))
    if not is_filled(row[at]):
        row[at] = value


def _list_wide(sheet: RawSheet) -> Iterator[int]:
    for (top, left), (bottom, right) in sheet.merged:
        if top == bottom and right - left + 1 >= _WIDE:
            yield top


def _is_total(plan: PlanSheet, line: PlanLine) -> bool:
    texts = [cell.value for cell in line.cells.values() if isinstance(cell.value, str)]
    if len(line.cells) == 1 and texts and _LINE.fullmatch(texts[0]):
        return True
    if not texts or not _TOTAL.match(fold(texts[0])):
        return False
    targets = {one.at: one.target.key for one in plan.columns if one.target}
    return not _DETAILS & {targets.get(at, "") for at in line.cells}
