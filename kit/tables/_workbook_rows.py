"""Classeur .ods ou .xlsx vérifié → feuilles brutes."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from kit.errors import InputError, build_problem
from kit.model import Place
from kit.tables._precheck import check_workbook
from kit.tables._raw import RawSheet, RawValue


def read_workbook(content: bytes, where: Place) -> tuple[RawSheet, ...]:
    """Les feuilles du classeur, lignes comptées depuis la première.

    :raises InputError: si le classeur ne peut pas être lu.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    checked = check_workbook(content, where)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(checked.content)) as workbook:
            grids = [
                (name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in workbook.sheet_names
            ]
    except PasswordError as error:
        raise InputError([build_problem("classeur-protege", where)]) from error
    except (CalamineError, ValueError, OSError) as error:
        raise InputError([build_problem("classeur-illisible", where)]) from error
    return tuple(
        RawSheet(
            title=name,
            where=Place(file=where.file, sheet=name),
            rows=tuple(tuple(_to_raw(value) for value in row) for row in grid),
            errors=checked.errors.get(name, {}),
        )
        for name, grid in grids
    )


def _to_raw(value: Any) -> RawValue:  # noqa: ANN401 - calamine rend ce que la cellule porte
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    if value == "" and isinstance(value, str):
        return None
    raw: RawValue = value
    return raw
