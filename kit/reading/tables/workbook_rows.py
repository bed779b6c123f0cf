"""Classeur .ods ou .xlsx vérifié → feuilles brutes."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import fold
from kit.domain.values import Place
from kit.reading.tables._precheck import check_workbook
from kit.reading.tables._traps import list_traps
from kit.reading.tables.raw import RawSheet, RawValue


def read_workbook(
    content: bytes, where: Place, *, skipped: frozenset[str] = frozenset(), traps: bool = False
) -> tuple[RawSheet, ...]:
    """Les feuilles du classeur, lignes comptées depuis la première.

    ``skipped`` : titres repliés (``typography.fold``) des feuilles à ne pas lire ; ``traps`` : chercher
    aussi les formules et les cellules fusionnées.

    :raises InputError: si le classeur ne peut pas être lu.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    checked = check_workbook(content, where)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(checked.content)) as workbook:
            grids = [
                (name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in workbook.sheet_names
                if not skipped or fold(name) not in skipped
            ]
    except PasswordError as error:
        raise InputError([build_problem("classeur-protege", where)]) from error
    except (CalamineError, ValueError, OSError) as error:
        raise InputError([build_problem("classeur-illisible", where)]) from error
    found = list_traps(checked.members, [name for name, _ in grids]) if traps else {}
    return tuple(
        RawSheet(
            title=name,
            where=Place(file=where.file, sheet=name),
            rows=tuple(tuple(_to_raw(value) for value in row) for row in grid),
            errors=checked.errors.get(name, {}),
            formulas=frozenset(found[name].formulas) if name in found else frozenset(),
            merged=tuple(found[name].merged) if name in found else (),
        )
        for name, grid in grids
    )


def _to_raw(value: Any) -> RawValue:  # noqa: ANN401 - calamine rend ce que la cellule porte
    if isinstance(value, str):
        return value or None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    raw: RawValue = value
    return raw
