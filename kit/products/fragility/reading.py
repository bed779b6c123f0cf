"""Du fichier de la personne au tableau d'indicateurs ; tous les défauts sont nommés d'un coup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold
from kit.domain.values import Place, Problem
from kit.products.fragility._cells import find_commune, parse_number
from kit.products.fragility._declarations import Declared, match_columns, read_declarations
from kit.products.fragility.table import COMMUNE, COMMUNES, INDICATORS, FragilityTable, Indicator, TableRow
from kit.reading.tables import read_content
from kit.reading.tables.csv_rows import Rows, read_csv
from kit.reading.tables.raw import RawSheet, RawValue
from kit.reading.tables.sheet_rows import IGNORED_SHEETS
from kit.reading.tables.workbook_rows import read_workbook

MIN_COMMUNES: Final = 3
_HEADER_SEARCH: Final = 15
_TITLES: Final = ("code insee", "insee", "code commune", "codgeo", "commune", "nom commune")


def read_fragility_table(path: Path) -> FragilityTable:
    """Le tableau d'un fichier .ods, .xlsx ou .csv.

    :raises InputError: si un défaut empêche de calculer, avec tous les défauts trouvés.
    """
    sheets = _read_sheets(path)
    declarations, problems = _read_indicator_sheet(sheets)
    sheet, header = _find_table(sheets, Place(file=path.name))
    commune = _find_commune_column(sheet.rows[header])
    declared, found = match_columns(sheet, header, commune, declarations)
    problems += found
    rows, found = _read_rows(sheet, header, commune, declared)
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


def _read_sheets(path: Path) -> tuple[RawSheet, ...]:
    where, suffix = Place(file=path.name), path.suffix.lower()
    if suffix == ".xls":
        raise InputError([build_problem("format-xls", where)])
    if suffix not in {".ods", ".xlsx", ".csv"}:
        raise InputError([build_problem("tableau-format", where, suffix=suffix or path.name)])
    content = read_content(path, where)
    if suffix == ".csv":
        return (read_csv(content, where, title=path.stem, count_known=_count_known),)
    return read_workbook(content, where, skipped=IGNORED_SHEETS)


def _count_known(rows: Rows) -> int:
    """Combien de cases la ligne des titres a, si une case y est un titre de commune."""
    return max((len(row) for row in rows[:_HEADER_SEARCH] if _has_commune(row)), default=0)


def _read_indicator_sheet(sheets: Sequence[RawSheet]) -> tuple[dict[str, Indicator], list[Problem]]:
    sheet = next((one for one in sheets if fold(one.title) == fold(INDICATORS)), None)
    return read_declarations(sheet) if sheet is not None else ({}, [])


def _has_commune(row: Sequence[RawValue]) -> bool:
    """Vrai pour une ligne de titres : elle nomme la commune, et autre chose avec."""
    named = any(isinstance(cell, str) and fold(cell) in _TITLES for cell in row)
    return named and sum(_is_filled(cell) for cell in row) > 1


def _find_table(sheets: Sequence[RawSheet], where: Place) -> tuple[RawSheet, int]:
    """La feuille « Communes », sinon la première qui porte des communes, et le rang de ses titres.

    :raises InputError: si aucune n'en porte.
    """
    for sheet in sorted(sheets, key=lambda one: fold(one.title) != fold(COMMUNES)):
        if fold(sheet.title) == fold(INDICATORS):
            continue
        for at, row in enumerate(sheet.rows[:_HEADER_SEARCH]):
            if _has_commune(row):
                return sheet, at
    raise InputError([build_problem("colonne-absente", where, expected=COMMUNE)])


def _find_commune_column(row: Sequence[RawValue]) -> int:
    """La colonne des communes ; un code INSEE l'emporte sur un nom."""
    ranks = {
        at: _TITLES.index(fold(cell))
        for at, cell in enumerate(row)
        if isinstance(cell, str) and fold(cell) in _TITLES
    }
    return min(ranks, key=lambda at: ranks[at])


def _read_rows(
    sheet: RawSheet, header: int, commune: int, declared: Sequence[Declared]
) -> tuple[list[TableRow], list[Problem]]:
    rows: list[TableRow] = []
    problems: list[Problem] = []
    lines: dict[str, int] = {}
    shares: dict[int, list[tuple[bool, Place]]] = {}
    for at in range(header + 1, len(sheet.rows)):
        cells = sheet.rows[at]
        where = replace(sheet.where, line=at + 1)
        if not any(_is_filled(_at(cells, column)) for column in (commune, *(at for at, _ in declared))):
            continue
        territory, found = find_commune(_at(cells, commune), replace(where, column=COMMUNE))
        problems += found
        values = []
        for column, indicator in declared:
            place = replace(where, column=indicator.title)
            raw = sheet.errors.get((at + 1, column + 1), "") or _at(cells, column)
            value, is_share, found = parse_number(raw, indicator.title, place)
            problems += found
            values.append(value)
            if value is not None:
                shares.setdefault(column, []).append((is_share, place))
        if territory is None:
            continue
        if territory.code in lines:
            known = f"{territory.name} (ligne {lines[territory.code]})"
            problems.append(build_problem("commune-double", where, found=known))
            continue
        lines[territory.code] = at + 1
        rows.append(TableRow(commune=territory, values=tuple(values)))
    return rows, [*problems, *_list_mixed(shares.values())]


def _list_mixed(columns: Iterable[list[tuple[bool, Place]]]) -> list[Problem]:
    """Les colonnes où des valeurs portent « % » et d'autres non : un facteur cent s'y cacherait."""
    problems = []
    for column in columns:
        odd = [place for is_share, place in column if is_share != column[0][0]]
        if odd:
            problems.append(build_problem("pourcentage-mele", odd[0], field=odd[0].column))
    return problems


def _is_filled(value: RawValue) -> bool:
    return value is not None and str(value).strip() != ""


def _at(row: Sequence[RawValue], column: int) -> RawValue:
    return row[column] if column < len(row) else None
