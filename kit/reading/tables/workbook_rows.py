"""Classeur .ods ou .xlsx vérifié → feuilles brutes."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold
from kit.domain.values import Place
from kit.reading.tables._precheck import check_workbook
from kit.reading.tables._traps import Range, list_traps
from kit.reading.tables.raw import RawSheet, RawValue


def read_workbook(
    content: bytes, where: Place, *, skipped: frozenset[str] = frozenset(), traps: bool = False
) -> tuple[RawSheet, ...]:
    """Les feuilles du classeur, lignes comptées depuis la première.

    ``skipped`` : titres repliés (``typography.fold``) des feuilles à ne pas lire ; ``traps`` : chercher
    aussi les formules, et les cellules fusionnées d'un .ods.

    :raises InputError: si le classeur ne peut pas être lu.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    checked = check_workbook(content, where, skipped=skipped)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(checked.content)) as workbook:
            read = [
                (name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ())
                for name in workbook.sheet_names
                if fold(name) not in skipped
                for sheet in (workbook.get_sheet_by_name(name),)
            ]
    except PasswordError as error:
        raise InputError([build_problem("classeur-protege", where)]) from error
    except (CalamineError, ValueError, OSError) as error:
        raise InputError([build_problem("classeur-illisible", where)]) from error
    found = list_traps(checked.members, [name for name, _, _ in read]) if traps else {}
    return tuple(
        RawSheet(
            title=name,
            where=Place(file=where.file, sheet=name),
            rows=tuple(tuple(_to_raw(value) for value in row) for row in grid),
            errors=checked.errors.get(name, {}),
            formulas=frozenset(found[name].formulas) if name in found else frozenset(),
            merged=(*map(_count_from_one, ranges), *(found[name].merged if name in found else ())),
        )
        for name, grid, ranges in read
    )


def _count_from_one(spots: Range) -> Range:
    (top, left), (bottom, right) = spots
    return (top + 1, left + 1), (bottom + 1, right + 1)


def _to_raw(value: Any) -> RawValue:  # noqa: ANN401 - calamine rend ce que la cellule porte
    if isinstance(value, str):
        return value or None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    raw: RawValue = value
    return raw
