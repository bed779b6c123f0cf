"""Le dossier en cours : ses lignes brutes, en valeurs à récrire, même celles qui restent à corriger."""

from __future__ import annotations

import datetime as dt

from kit.documents.workbook import CellValue
from kit.products.dossier.blank import SEPARATOR, DossierValues
from kit.reading.forms import FORMS, Form
from kit.reading.parsing import parse_value
from kit.reading.tables.raw import RawCell, RawDossier, RawRecord


def draft_values(raw: RawDossier) -> DossierValues:
    """Les valeurs d'un dossier en cours : typées quand elles se lisent, sinon telles quelles."""
    return {form.key: [_draft_record(form, record) for record in _list_records(form, raw)] for form in FORMS}


def _list_records(form: Form, raw: RawDossier) -> tuple[RawRecord, ...]:
    table = raw.tables.get(form.key)
    return table.records if table else ()


def _draft_record(form: Form, record: RawRecord) -> dict[str, CellValue]:
    cells = {field: record.cells[field.key] for field in form.fields if field.key in record.cells}
    return {
        field.key: _settle(parse_value(field, cell.value, cell.where)[0], cell)
        for field, cell in cells.items()
    }


def _settle(parsed: object, cell: RawCell) -> CellValue:
    if isinstance(parsed, tuple) and parsed:
        return SEPARATOR.join(map(str, parsed))
    if isinstance(parsed, str | int | float | dt.date):
        return parsed
    return cell.value
