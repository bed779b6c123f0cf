"""Lire un classeur rempli à la main : titres approchés, lignes d'aide, lignes vides, défauts."""

import datetime as dt
import io
import zipfile

import openpyxl
import pytest

from kit.documents.workbook import Cell, CellStyle, Row, Sheet, Workbook
from kit.domain.errors import format_problem
from kit.domain.values import Place
from kit.products.dossier.blank import build_dossier_workbook
from kit.reading.tables import read_tables
from kit.writers.sheet import WRITERS


def write_book(file, sheets):
    """Un classeur fait à la main : ``{titre: lignes}``."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(file)
    return file


@pytest.fixture
def read_sheets(tmp_path):
    return lambda sheets: read_tables(write_book(tmp_path / "dossier.xlsx", sheets))


def codes(raw):
    return [problem.code for problem in (*raw.problems, *list_cell_problems(raw))]


def list_cell_problems(raw):
    records = (record for table in raw.tables.values() for record in table.records)
    return [problem for record in records for cell in record.cells.values() for problem in cell.problems]


def test_la_place_d_une_case_est_celle_du_tableur(read_sheets):
    """La première ligne est 1 ; la colonne est dite par son titre."""
    raw = read_sheets({"Actions": [["Actions"], [], ["N°", "Titre de l'action"], ["A1", "Se voir"]]})
    cell = raw.tables["actions"].records[0].cells["title"]
    place = Place(file="dossier.xlsx", sheet="Actions", line=4, column="Titre de l'action")
    assert (cell.value, cell.where) == ("Se voir", place)


def test_les_titres_se_lisent_sans_accent_ni_casse(read_sheets):
    """Feuille et colonnes retapées à la main."""
    raw = read_sheets({"EVALUATION": [["CRITERE", "situation", "Ce qui le montre "], ["Q1-1", "B", "x"]]})
    assert raw.tables["answers"].records[0].cells["level"].value == "B"
    assert raw.problems == ()


def test_les_lignes_vides_et_la_ligne_d_aide_sont_sautees(read_sheets):
    """Seules les lignes remplies comptent."""
    rows = [
        ["N°", "Titre de l'action"],
        ["Court et unique. (obligatoire)", "Commence par un verbe. (obligatoire)"],
        [None, "   "],
        ["A1", "Se voir"],
    ]
    records = read_sheets({"Actions": rows}).tables["actions"].records
    assert [record.where.line for record in records] == [4]


def test_une_feuille_mal_nommee_recoit_une_suggestion(read_sheets):
    """« Partenaire » ressemble à « Partenaires »."""
    (problem,) = read_sheets({"Partenaire": [["x"]]}).problems
    assert "vouliez-vous dire « Partenaires » ?" in format_problem(problem)


def test_tous_les_defauts_de_titres_sont_releves_ensemble(read_sheets):
    """Inconnue, double, absente : en une lecture."""
    rows = [["N°", "Statu", "Axe", "Axe"], ["A1", "En cours", "x", "y"]]
    raw = read_sheets({"Actions": rows, "actions ": [["N°", "Axe"]]})
    assert codes(raw) == ["colonne-inconnue", "colonne-double", "colonne-absente", "feuille-double"]
    assert "« Statut »" in raw.problems[0].message


def test_les_colonnes_affichees_pour_aider_sont_laissees(read_sheets):
    """Question et situations ne sont ni lues ni signalées."""
    raw = read_sheets(
        {"Évaluation": [["Critère", "Question", "Situation A", "Situation"], ["Q1-1", "q", "a", "C"]]}
    )
    assert raw.problems == ()
    assert set(raw.tables["answers"].records[0].cells) == {"criterion", "level"}


def test_les_feuilles_d_aide_et_les_feuilles_vides_sont_ignorees(read_sheets):
    """« Lisez-moi », « Listes » et « Feuille2 » vide ne gênent pas."""
    assert read_sheets({"Lisez-moi": [["x"]], "LISTES": [["x"]], "Feuille2": []}).problems == ()


def test_une_feuille_sans_titres_est_signalee(read_sheets):
    """La phrase rappelle les titres attendus."""
    raw = read_sheets({"Actions": [["A1", "Se voir"]]})
    assert codes(raw) == ["entete-absent"]
    assert "« N° »" in raw.problems[0].remedy


def test_un_nombre_tape_dans_un_champ_de_texte_redevient_un_texte(read_sheets):
    """2.0 n'est qu'un artefact de tableur."""
    raw = read_sheets({"Actions": [["N°", "Titre de l'action", "Cible", "ODD"], [1, "Se voir", 250.0, 4]]})
    cells = raw.tables["actions"].records[0].cells
    assert (cells["number"].value, cells["target"].value, cells["odd"].value) == ("1", "250", "4")


def test_une_date_reste_une_date_et_un_montant_un_nombre(read_sheets):
    """L'heure d'une date est laissée de côté."""
    rows = [
        ["N°", "Titre de l'action", "Début", "Budget € HT"],
        ["A1", "x", dt.datetime.fromisoformat("2026-03-01T09:00:00"), 12_500.5],
    ]
    cells = read_sheets({"Actions": rows}).tables["actions"].records[0].cells
    assert (cells["start"].value, cells["budget"].value) == (dt.date(2026, 3, 1), 12_500.5)


def test_les_rubriques_se_lisent_une_par_ligne(read_sheets):
    """Les rubriques manquantes sont des cases vides ; les inconnues et les doubles, signalées."""
    rows = [
        ["Rubrique", "Votre réponse"],
        ["Cause commune", "Ensemble"],
        ["Teritoire", "Vincennes"],
        ["Cause commune", "x"],
    ]
    raw = read_sheets({"Alliance": rows})
    cells = raw.tables["alliance"].records[0].cells
    assert (cells["purpose"].value, cells["name"].value) == ("Ensemble", None)
    assert codes(raw) == ["rubrique-inconnue", "rubrique-double"]
    assert "« Territoire »" in raw.problems[0].message


def test_les_caracteres_invisibles_sont_retires_et_comptes(read_sheets):
    """Les espaces insécables, elles, restent."""
    raw = read_sheets({"Alliance": [["Nom de l'alliance", "Les\u0085 amis\u00a0!"]]})
    assert raw.tables["alliance"].records[0].cells["name"].value == "Les amis\u00a0!"
    (problem,) = list_cell_problems(raw)
    assert "1 caractère" in problem.message


def test_une_erreur_de_tableur_xlsx_est_signalee(tmp_path):
    """Une formule cassée ne passe pas pour une case vide."""
    file = write_book(
        tmp_path / "d.xlsx", {"Actions": [["N°", "Titre de l'action", "Budget € HT"], ["A1", "x", "#REF!"]]}
    )
    book = openpyxl.load_workbook(file)
    book["Actions"]["C2"].data_type = "e"
    book.save(file)
    (problem,) = list_cell_problems(read_tables(file))
    assert (problem.code, problem.where.line, problem.where.column) == ("erreur-de-tableur", 2, "Budget € HT")


def test_une_erreur_de_tableur_ods_est_signalee(tmp_path):
    """LibreOffice écrit un zéro à côté de l'erreur : il ne doit pas être lu."""
    header = Row(cells=tuple(Cell(value=title) for title in ("N°", "Titre de l'action", "Budget € HT")))
    row = Row(cells=(Cell(value="A1"), Cell(value="x"), Cell(value=0.0, style=CellStyle.INPUT_AMOUNT)))
    book = Workbook(title="t", sheets=(Sheet(title="Actions", widths=(9, 9, 9), rows=(header, row)),))
    file = tmp_path / "d.ods"
    file.write_bytes(break_amount(WRITERS[".ods"](book)))
    raw = read_tables(file)
    assert codes(raw) == ["erreur-de-tableur"]
    assert raw.tables["actions"].records[0].cells["budget"].value is None


def break_amount(content):
    """Le .ods où le montant est une erreur, comme LibreOffice l'écrit."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            text = source.read(name).replace(
                b'office:value="0.0"><text:p>0,00<',
                b'office:value="0" calcext:value-type="error"><text:p>#DIV/0!<',
            )
            target.writestr(name, text)
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", WRITERS)
def test_un_dossier_vierge_se_lit_sans_defaut(tmp_path, suffix):
    """Titres, aides et lignes vides : rien à signaler."""
    file = tmp_path / f"vierge{suffix}"
    file.write_bytes(WRITERS[suffix](build_dossier_workbook()))
    raw = read_tables(file)
    assert raw.problems == ()
    assert {key: len(table.records) for key, table in raw.tables.items()} == {
        "alliance": 1,
        "partners": 0,
        "actions": 0,
        "sub_actions": 0,
        "budgets": 0,
        "roles": 0,
        "answers": 0,
    }


def test_une_colonne_en_plus_et_des_cellules_fusionnees_ne_genent_pas(tmp_path):
    """Un titre fusionné au-dessus du tableau, des notes à droite sans titre."""
    rows = [["Nos actions"], ["N°", "Titre de l'action"], ["A1", "Se voir", "note"]]
    file = write_book(tmp_path / "d.xlsx", {"Actions": rows})
    book = openpyxl.load_workbook(file)
    book["Actions"].merge_cells("A1:F1")
    book.save(file)
    raw = read_tables(file)
    assert [problem.code for problem in raw.problems] == ["colonne-laissee"]
    assert "colonne C, sans titre," in raw.problems[0].message
    assert len(raw.tables["actions"].records) == 1
