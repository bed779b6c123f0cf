"""Des classeurs de personnes, à annoter : de quoi les écrire, y accepter des corrections, les regarder."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as ET

import odfdo
import openpyxl
import xlsxwriter

from kit.knowledge.catalogue import load_grid
from kit.products.dossier.annotating import annotate
from kit.products.dossier.blank import build_dossier_workbook
from kit.writers.sheet import WRITERS

DAY = dt.date(2026, 11, 27)
FAULTY = {
    "alliance": [
        {
            "name": "Jeunes et entreprises",
            "territory_names": "Paris Est Marne et Bois",
            "purpose": "Que chaque élève rencontre le monde du travail.",
            "dated": "20 novembre 2026",
        }
    ],
    "partners": [
        {"name": "Lycée du parc", "kind": "enseignement et recherche", "commitment": "engagé"},
        {"name": "Mission locale", "kind": "association", "commitment": "engagé"},
    ],
    "actions": [
        {
            "number": "1",
            "title": "Se voir",
            "lead": "Mission locale",
            "partners": "Lycée du parcs",
            "status": "À venir",
            "start": "printemps 2027",
            "end": "fin 2028",
            "budget": "73.500",
            "indicator": "Élèves",
        }
    ],
    "roles": [
        {"action": "1", "partner": "Mission locale", "role": "R/A"},
    ],
}
Answers = Mapping[str, tuple[str, str]]
# Un point rouge, pour une image.
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8cfc0000003010100"
    "c9fe92ef0000000049454e44ae426082"
)


def write_faulty(folder: Path, suffix: str) -> Path:
    """Un dossier dont des cases sont à corriger ou à regarder."""
    path = folder / f"dossier{suffix}"
    path.write_bytes(WRITERS[suffix](build_dossier_workbook(FAULTY, grid=load_grid())))
    return path


def annotate_to(path: Path) -> Path:
    """La copie annotée de ce fichier, écrite à côté."""
    copy = annotate(path, DAY)
    assert copy is not None
    target = path.parent / copy.name
    target.write_bytes(copy.content)
    return target


def list_corrections(path: Path) -> list[dict[str, str]]:
    """Les lignes de la feuille « Corrections », par titre de colonne."""
    from python_calamine import CalamineWorkbook

    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Corrections").to_python()
    heading = next(at for at, row in enumerate(rows) if row[0] == "Feuille")
    return [dict(zip(rows[heading], map(str, row), strict=True)) for row in rows[heading + 1 :]]


def answer(path: Path, answers: Callable[[dict[str, str]], tuple[str, str]]) -> None:
    """Remplit « Accepter » et « Autre valeur » de chaque ligne, comme le ferait un tableur."""
    filled = [answers(row) for row in list_corrections(path)]
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        page = book["Corrections"]
        for line, (accept, other) in enumerate(filled, start=6):
            page.cell(line, 5).value, page.cell(line, 6).value = accept or None, other or None
        book.save(path)
        return
    document = odfdo.Document(path)
    table = document.body.get_table(name="Corrections")
    for line, (accept, other) in enumerate(filled, start=6):
        for letter, value in (("E", accept), ("F", other)):
            if value:
                table.set_value(f"{letter}{line}", value)
    document.save(path)


def write_rich_xlsx(path: Path) -> Path:
    """Un classeur comme on en fait : graphique, image, forme, bouton, listes, couleurs, formules, notes."""
    with xlsxwriter.Workbook(path) as book:
        bold = book.add_format({"num_format": "#,##0.00 €", "bold": True, "bg_color": "#00FF00", "border": 1})
        card = book.add_worksheet("Alliance")
        for line, pair in enumerate(
            (
                ("Rubrique", "Votre réponse"),
                ("Nom de l’alliance", "Jeunes"),
                ("Territoire", "Paris Est Marne et Bois"),
                ("Cause commune", "Que chacun travaille."),
            )
        ):
            card.write_row(line, 0, pair)
        page = book.add_worksheet("Actions")
        page.write_row(0, 0, ["N°", "Titre de l'action", "Statut", "Fin", "Budget € HT", "Notes de Claire"])
        page.write_row(1, 0, ["A1", "Se voir", "A venir", "fin 2027", "73.500"], bold)
        page.write_formula("F2", "=SUM(E3,2)", bold, 1502.5)
        page.write_row(2, 0, ["A2", "Se revoir", "En cours", "31/12/2027", 1500.5])
        page.write_formula("F3", "=E3*2", None, 3001)
        page.write_comment("D2", "à vérifier")
        page.write_comment("A9", "une note ailleurs")
        page.data_validation("C2:C9", {"validate": "list", "source": ["À venir", "En cours"]})
        page.conditional_format("E2:E9", {"type": "data_bar", "data_bar_2010": True})
        page.conditional_format("F2:F9", {"type": "cell", "criteria": ">", "value": 9, "format": bold})
        page.merge_range("H5:I6", "fusionné", bold)
        page.set_column("B:B", 44)
        page.set_row(1, 31)
        page.freeze_panes(1, 1)
        page.add_sparkline("G2", {"range": "E2:E3"})
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Actions!$E$2:$E$3"})
        page.insert_chart("K2", chart)
        page.insert_image("K20", "point.png", {"image_data": io.BytesIO(DOT)})
        page.insert_textbox("K30", "une forme")
        page.insert_button("K40", {"caption": "Calculer"})
        page.write_rich_string("G9", "un ", bold, "mot", " gras")
        page.write_url("G10", "https://exemple.example")
        book.define_name("montants", "=Actions!$E$2:$E$3")
        hidden = book.add_worksheet("Mes calculs")
        hidden.add_table("A1:B3", {"columns": [{"header": "x"}, {"header": "y"}]})
        hidden.hide()
    add_member(path, "customXml/item1.xml", b"<DataMashup>requete</DataMashup>")
    return path


def add_member(path: Path, name: str, content: bytes) -> None:
    """Ajoute une partie que les bibliothèques ne connaissent pas."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(name, content)


def read_members(path: Path) -> dict[str, bytes]:
    """Les parties d'un classeur."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


def list_ods_cells(content: bytes) -> dict[tuple[str, int, int], tuple[str, bytes]]:
    """Chaque cellule d'un .ods qui porte quelque chose, répétitions dépliées : son style, et son XML nu."""
    found = {}
    for table in ET.fromstring(content).iter(f"{TABLE}table"):  # noqa: S314 - ce que nous venons d'écrire
        line = 0
        for row in table.iter(f"{TABLE}table-row"):
            times = int(row.get(f"{TABLE}number-rows-repeated", "1"))
            for at, cell in _list_cells(row):
                for shift in range(times if times < 100 else 0):
                    found[table.get(f"{TABLE}name", ""), line + shift + 1, at] = cell
            line += times
    return found


def _list_cells(row: ET.Element) -> Iterator[tuple[int, tuple[str, bytes]]]:
    column = 0
    for cell in row:
        times = int(cell.attrib.pop(f"{TABLE}number-columns-repeated", "1"))
        style = cell.attrib.pop(f"{TABLE}style-name", "")
        for note in cell.findall(f"{OFFICE}annotation"):
            cell.remove(note)
        cell.tail = ""
        for shift in range(times if times < 100 else 0):
            yield column + shift + 1, (style, ET.tostring(cell))
        column += times
