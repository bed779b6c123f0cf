"""Classeur .ods ou .xlsx vérifié → feuilles brutes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place
from kit.reading.tables._native import NativeError, open_native
from kit.reading.tables._precheck import check_workbook
from kit.reading.tables._stream import SheetFacts
from kit.reading.tables.raw import RawSheet
from kit.reading.values.raw_value import RawValue

_UNKNOWN = SheetFacts()


def read_workbook(
    content: bytes, where: Place, *, skipped: frozenset[str] = frozenset(), formulas: bool = False
) -> tuple[RawSheet, ...]:
    """Les feuilles du classeur, lignes comptées depuis la première.

    ``skipped`` : titres repliés (``typography.fold``) des feuilles à ne pas lire ; ``formulas`` : dire aussi
    où sont les formules.

    :raises InputError: si le classeur ne peut pas être lu.
    """
    checked = check_workbook(content, where, skipped=skipped)
    try:
        read = open_native(checked.content, frozenset(checked.facts))
    except NativeError as error:
        if str(error):
            raise InputError([build_problem(str(error), where)]) from error
        reason = "le lecteur de classeurs n’a pas pu l’ouvrir"
        raise InputError([build_problem("classeur-suspect", where, reason=reason)]) from error
    sheets = []
    for name, grid in read:
        facts = checked.facts.get(name, _UNKNOWN)
        sheets.append(
            RawSheet(
                title=name,
                where=Place(file=where.file, sheet=name),
                rows=tuple(tuple(map(_to_raw, row)) for row in grid),
                errors=facts.errors,
                formulas=frozenset(facts.formulas) if formulas else frozenset(),
                unsaved=facts.unsaved,
                merged=tuple(facts.merged),
            )
        )
    return tuple(sheets)


def _to_raw(value: Any) -> RawValue:  # noqa: ANN401 - calamine rend ce que la cellule porte
    if isinstance(value, str):
        return value or None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.time | dt.timedelta):
        return str(value)
    raw: RawValue = value
    return raw
