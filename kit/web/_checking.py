"""Le contrôle d'un dossier en cours de saisie : les problèmes de la commande."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from kit.domain.errors import InputError
from kit.reading.checks import check_rows
from kit.reading.dossier import Reading
from kit.reading.forms import FORMS, Form, Layout
from kit.reading.tables import RawDossier, read_values
from kit.reading.tables.raw import write_plain
from kit.reading.unread import stop_all
from kit.web._values import Json, show_problem


def read_reading(values: object, today: dt.date) -> Reading:
    """Le dossier de ces valeurs, et tous ses problèmes.

    :raises InputError: si les valeurs n'ont pas la forme d'un dossier.
    """
    return check_rows(read_values(values), today=today)


def check_values(values: object, today: dt.date) -> Json:
    """Les problèmes de ce dossier, même de valeurs qui n'en ont pas la forme."""
    try:
        problems = read_reading(values, today).problems
    except InputError as error:
        problems = stop_all(error.problems)
    return {"problems": [show_problem(problem) for problem in problems]}


def show_values(raw: RawDossier) -> Json:
    """Les valeurs lues, dans la forme du fichier YAML, même celles qu'il faudra corriger."""
    values: dict[str, Any] = {}
    for form in FORMS:
        table = raw.tables.get(form.key)
        records = [_show_record(form, record.cells) for record in table.records] if table else []
        values[form.name] = (records or [{}])[0] if form.layout is Layout.SHEET else records
    return values


def _show_record(form: Form, cells: Mapping[str, Any]) -> Json:
    found = {field.name: cells[field.key].value for field in form.fields if field.key in cells}
    return {name: write_plain(value) for name, value in found.items() if value not in (None, "")}
