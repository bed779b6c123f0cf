"""Une feuille à un tableau : ce qu'on déclare, et ce qui s'écrit."""

from __future__ import annotations

import datetime as dt

from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import Cell, CellStyle, Row

COLUMNS = (Column("Nom", 20.0, CellStyle.LABEL, "Le nom"), Column("Combien ?", 10.0))


def test_le_titre_le_chapeau_les_colonnes_puis_les_lignes() -> None:
    sheet = TableSheet(title="Essai", intro="Deux lignes.", columns=COLUMNS, lines=[("un", 1)]).build()
    values = [[cell.value for cell in row.cells] for row in sheet.rows]
    assert values == [["Essai"], ["Deux lignes."], ["Nom", "Combien\u202f?"], ["Le nom", ""], ["un", 1]]
    assert sheet.widths == (20.0, 10.0)
    assert sheet.frozen == (4, 1)
    assert sheet.header_rows == (3, 3)


def test_le_style_est_celui_de_la_colonne_sinon_celui_de_la_valeur() -> None:
    values = ("texte", 3, 2.5, dt.date(2026, 11, 23), None, Cell(value=1, style=CellStyle.PERCENT))
    columns = (Column("Nom", 9.0, CellStyle.LABEL), *(Column("x", 9.0) for _ in values))
    (row,) = TableSheet(title="Essai", columns=columns, lines=[("a", *values)]).build().rows[2:]
    assert [cell.style for cell in row.cells] == [
        CellStyle.LABEL,
        CellStyle.PLAIN,
        CellStyle.NUMBER,
        CellStyle.DECIMAL,
        CellStyle.DATE,
        CellStyle.PLAIN,
        CellStyle.PERCENT,
    ]


def test_rien_n_est_fige_si_on_ne_le_veut_pas() -> None:
    high = Row(cells=(Cell(value="haute"),), height=40.0)
    sheet = TableSheet(title="Essai", columns=COLUMNS, lines=[high], frozen=None).build()
    assert (sheet.frozen, sheet.header_rows) == ((0, 0), None)
    assert sheet.rows[-1] is high
