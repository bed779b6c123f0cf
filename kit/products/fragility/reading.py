"""Du fichier de la personne au tableau d'indicateurs ; tous les défauts sont nommés d'un coup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold, format_number
from kit.domain.values import Place, Problem
from kit.products.fragility._cells import find_commune, parse_number
from kit.products.fragility._declarations import Declared, choose_commune, match_columns, read_declarations
from kit.products.fragility._forms import TABLE, build_indicator_field
from kit.products.fragility.table import COMMUNE, INDICATORS, CommuneRow, FragilityTable, Indicator
from kit.reading.tables.files import open_sheets
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.sheet_rows import name_cell, read_records
from kit.reading.tables.titles import Header, find_header, find_rival, find_sheet, is_filled
from kit.reading.values.numbers import Number

MIN_COMMUNES: Final = 3
_CITED: Final = re.compile(r"Indicateurs['\"]?[!.]\$?(A)\$?(\d{1,4})")
# Un nombre, la case telle qu'elle est écrite, son endroit.
_Written = tuple[Number, str, Place]


def read_fragility_table(path: Path) -> FragilityTable:
    """Le tableau d'un fichier .ods, .xlsx ou .csv.

    :raises InputError: si un défaut empêche de calculer, avec tous les défauts trouvés.
    """
    sheets = open_sheets(path, TABLE, refusal="tableau-format").sheets
    declarations, problems = _read_indicator_sheet(sheets)
    sheet, header, found = _find_table(sheets, Place(file=path.name))
    problems += (*sheet.problems, *found)
    declared, found = match_columns(sheet, header, declarations)
    problems += found
    rows, found = _read_rows(sheet, header, declared)
    problems += found
    if not declared and not any(problem.blocking for problem in problems):
        problems.append(build_problem("tableau-sans-indicateur", sheet.where))
    if len(rows) < MIN_COMMUNES and not any(problem.blocking for problem in problems):
        problems.append(build_problem("trop-peu-de-communes", sheet.where, count=len(rows)))
    if any(problem.blocking for problem in problems):
        raise InputError([problem for problem in problems if problem.blocking])
    return FragilityTable(
        file=path.name,
        indicators=tuple(indicator for _, indicator in declared),
        rows=tuple(sorted(rows, key=lambda row: (fold(row.commune.name), row.commune.code))),
        problems=tuple(problems),
    )


def _read_indicator_sheet(sheets: Sequence[RawSheet]) -> tuple[dict[str, Indicator], list[Problem]]:
    sheet = next((one for one in sheets if fold(one.title) == fold(INDICATORS)), None)
    return read_declarations(sheet) if sheet is not None else ({}, [])


def _find_table(sheets: Sequence[RawSheet], where: Place) -> tuple[RawSheet, Header, list[Problem]]:
    """La feuille des communes, ses titres, et ceux qu'il a fallu retrouver.

    :raises InputError: si aucune feuille n'en porte, ou si deux en portent autant.
    """
    candidates = [one for one in sheets if fold(one.title) != fold(INDICATORS)]
    sheet = find_sheet(TABLE, candidates)
    rival = find_rival(TABLE, candidates, sheet) if sheet is not None else None
    if sheet is not None and rival is not None:
        values = {"first": sheet.title, "second": rival.title, "expected": TABLE.title}
        raise InputError([build_problem("feuille-ambigue", where, **values)])
    problems: list[Problem] = []
    if sheet is not None and sheet.unsaved:
        sheet, problems = _restore_titles(sheet, sheets)
    header = find_header(TABLE, sheet) if sheet is not None else None
    # Un intitulé « Commune » seul sur sa ligne n'est pas une ligne de titres.
    if sheet is None or header is None or sum(map(is_filled, sheet.rows[header.line])) < 2:
        raise InputError([build_problem("colonne-absente", where, expected=COMMUNE)])
    return sheet, choose_commune(sheet, header), problems


def _restore_titles(sheet: RawSheet, sheets: Sequence[RawSheet]) -> tuple[RawSheet, list[Problem]]:
    """Les titres que des formules sans valeur vont chercher dans « Indicateurs », relus là."""
    header = find_header(TABLE, sheet)
    source = next((one for one in sheets if fold(one.title) == fold(INDICATORS)), None)
    if header is None or source is None:
        return sheet, []
    line = header.line + 1
    titles = list(sheet.rows[header.line])
    problems: list[Problem] = []
    for (row, column), formula in sheet.unsaved.items():
        # « =IF(Indicateurs!$A$4="";"Colonne 1";Indicateurs!$A$4) » ne va chercher qu'une cellule.
        spots = {(int(number), letter) for letter, number in _CITED.findall(formula)}
        if row != line or len(spots) != 1:
            continue
        number, _ = spots.pop()
        cells = source.rows[number - 1] if number <= len(source.rows) else ()
        found = write_plain(cells[0]) if cells else ""
        titles += [None] * (column - len(titles))
        titles[column - 1] = found or None
        if found:
            where = replace(sheet.where, line=line, column=found)
            problems.append(build_problem("titre-retrouve", where, found=name_cell((row, column))))
    rows = (*sheet.rows[: header.line], tuple(titles), *sheet.rows[line:])
    return replace(sheet, rows=rows), problems


def _read_rows(
    sheet: RawSheet, header: Header, declared: Sequence[Declared]
) -> tuple[list[CommuneRow], list[Problem]]:
    fields = {at: build_indicator_field(str(at), indicator.title) for at, indicator in declared}
    records, left = read_records(TABLE, sheet, replace(header, columns={**header.columns, **fields}))
    rows: list[CommuneRow] = []
    problems: list[Problem] = [*left]
    lines: dict[str, int | None] = {}
    written: dict[str, list[_Written]] = {field.key: [] for field in fields.values()}
    for record in records:
        commune = record.cells["commune"]
        is_told = commune.value is None and commune.problems
        territory, found = (None, []) if is_told else find_commune(commune.value, commune.where)
        problems += (*commune.problems, *found)
        values = []
        for field in fields.values():
            cell = record.cells[field.key]
            number, wrong = parse_number(cell.value, field.label, cell.where)
            # Une case dont la formule n'a pas de valeur est manquante ; le reste se calcule.
            problems += (*(replace(one, blocking=False) for one in cell.problems), *wrong)
            values.append(number.value if number else None)
            if number is not None:
                written[field.key].append((number, write_plain(cell.value), cell.where))
        if territory is None:
            continue
        if territory.code in lines:
            known = f"{territory.name} (ligne {lines[territory.code]})"
            problems.append(build_problem("commune-double", record.where, found=known))
            continue
        lines[territory.code] = record.where.line
        rows.append(CommuneRow(commune=territory, values=tuple(values)))
    return rows, [*problems, *(problem for column in written.values() for problem in _list_mixed(column))]


def _list_mixed(column: Sequence[_Written]) -> Iterator[Problem]:
    """Ce qui cacherait un facteur cent ou mille : des « % » mêlés, « 12.500 » que rien n'éclaire."""
    shares = [(number.unit == "%", where) for number, _, where in column]
    odd = [where for is_share, where in shares if is_share != shares[0][0]]
    # « 4,9 % » à côté de 8,6 se compte de la même façon ; à côté de 0,086, on ne sait pas.
    plain = [number.value for number, _, _ in column if number.unit != "%"]
    if odd and max(map(abs, plain), default=0) <= 1:
        yield build_problem("pourcentage-mele", odd[0], field=odd[0].column)
    unsure = [(number, text, where) for number, text, where in column if number.other is not None]
    # Une autre valeur à virgule dans la colonne dit que le signe en est une.
    is_clear = any(number.other is None and not number.value.is_integer() for number, _, _ in column)
    if unsure and not is_clear:
        number, text, where = unsure[0]
        first, second = format_number(number.other or 0), f"{number.value:.10g}".replace(".", ",")
        values = {"found": text, "field": where.column, "first": first, "second": second}
        yield build_problem("nombre-ambigu", where, **values)
