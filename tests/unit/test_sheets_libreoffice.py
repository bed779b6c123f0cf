"""LibreOffice ouvre nos classeurs, recalcule les mêmes valeurs et les rend lisibles."""

from pathlib import Path

import pytest
from office import Convert

from kit.documents.workbook import Cell, CellStyle, Row, Sheet, Workbook
from kit.knowledge.catalogue import load_grid
from kit.products.dossier.blank import build_dossier_workbook
from kit.reading.tables import read_tables
from kit.writers.sheet import WRITERS

pytestmark = pytest.mark.libreoffice
VALUES = {
    "alliance": [
        {"name": "=Alliance & cie", "territory_names": "Vincennes", "purpose": "Une cause\nsur deux lignes"}
    ],
    "partners": [{"name": "Lycée", "kind": "association", "brings": "- un lieu\n- du temps"}],
    "actions": [{"number": "01", "title": "Se voir", "budget": 12_500.5, "odd": "4 ; 17"}],
    "answers": [{"criterion": "Q1-1", "level": "B", "evidence": "Un compte rendu"}],
}


def list_values(file: Path) -> dict[str, list[dict[str, object]]]:
    """Les valeurs lues, sans les cases vides."""
    return {
        key: [
            {name: c.value for name, c in record.cells.items() if c.value is not None}
            for record in table.records
        ]
        for key, table in read_tables(file).tables.items()
    }


@pytest.mark.parametrize(("written", "saved"), [(".xlsx", ".ods"), (".ods", ".xlsx")])
def test_le_dossier_repasse_par_libreoffice_sans_changer(
    tmp_path: Path, libreoffice: Convert, written: str, saved: str
) -> None:
    """Écrit par nous, réenregistré par LibreOffice, relu : les mêmes réponses, sans problème."""
    file = tmp_path / f"dossier{written}"
    file.write_bytes(WRITERS[written](build_dossier_workbook(VALUES, grid=load_grid())))
    (again,) = libreoffice([file], saved[1:], tmp_path)
    assert list_values(again) == list_values(file)
    assert read_tables(again).problems == ()


@pytest.mark.parametrize(("written", "saved"), [(".ods", ".xlsx"), (".xlsx", ".ods")])
def test_libreoffice_recalcule_les_memes_valeurs(
    tmp_path: Path, libreoffice: Convert, written: str, saved: str
) -> None:
    """Les valeurs calculées en Python sont celles que LibreOffice trouve."""
    from python_calamine import CalamineWorkbook

    formulas = {
        "=SUM(A1:A3)": 6,
        "=ROUND(AVERAGE(A1:A3)/3,2)": 0.67,
        '=COUNTIF(A1:A3,">=2")': 2,
        '=IF(COUNTA(A1:A3)=3,"complet","à finir")': "complet",
        "=IFERROR(1/0,-1)": -1,
        "='Autre feuille'!A1*2": 14,
    }
    rows = [Row(cells=(Cell(value=number),)) for number in (1, 2, 3)]
    rows += [
        Row(cells=(Cell(value=value, formula=text, style=CellStyle.DECIMAL),))
        for text, value in formulas.items()
    ]
    other = Sheet(title="Autre feuille", widths=(10,), rows=(Row(cells=(Cell(value=7),)),))
    book = Workbook(title="Essai", sheets=(Sheet(title="Calcul", widths=(20,), rows=tuple(rows)), other))
    file = tmp_path / f"calcul{written}"
    file.write_bytes(WRITERS[written](book))
    (saved_again,) = libreoffice([file], saved[1:], tmp_path)
    again = CalamineWorkbook.from_path(saved_again).get_sheet_by_name("Calcul").to_python()
    assert [row[0] for row in again[3:]] == list(formulas.values())
