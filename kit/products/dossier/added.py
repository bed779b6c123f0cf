"""Les colonnes et les feuilles que la personne a ajoutées : récrites telles quelles, dans aucun document."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kit.documents.workbook import Cell, CellValue, Row, Sheet, Workbook
from kit.reading.tables.raw import RawSheet

# La clé d'une colonne ajoutée, devant son titre : aucun champ n'en a une pareille.
ADDED: Final = "+"
_WIDTH: Final = 18.0


def list_added(records: Sequence[Mapping[str, CellValue]]) -> tuple[str, ...]:
    """Les clés des colonnes ajoutées de ces lignes, dans leur ordre."""
    return tuple(dict.fromkeys(key for record in records for key in record if key.startswith(ADDED)))


def as_written(value: CellValue) -> CellValue:
    """La valeur telle que la personne l'a tapée : un tableur rend 3,0 pour 3."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def add_sheets(workbook: Workbook, sheets: Iterable[RawSheet]) -> Workbook:
    """Le classeur, et les feuilles que la personne avait ajoutées, telles quelles."""
    taken = {sheet.title.casefold() for sheet in workbook.sheets}
    kept = [sheet for sheet in sheets if sheet.title.casefold() not in taken]
    return replace(workbook, sheets=(*workbook.sheets, *map(_copy_sheet, kept)))


def _copy_sheet(sheet: RawSheet) -> Sheet:
    width = max(map(len, sheet.rows), default=1)
    rows = tuple(Row(cells=tuple(Cell(value=as_written(value)) for value in row)) for row in sheet.rows)
    return Sheet(title=sheet.title[:31], widths=(_WIDTH,) * width, rows=rows)
