"""Les feuilles comme les gens les font : renommées, fusionnées, à intitulés, à formules non recalculées."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from kit.domain.errors import InputError
from kit.products.dossier.producing import convert, list_kept
from kit.products.fragility.reading import read_fragility_table
from kit.reading.checks import check_file
from kit.reading.dossier import Reading
from kit.reading.tables.raw import write_plain
from kit.training.rosters import read_roster
from tests.unit.hostile_books import cell, line, ods, pack

ALLIANCE = [
    ["Rubrique", "Votre réponse"],
    ["Nom de l'alliance", "Essai"],
    ["Territoire", "Vincennes"],
    ["Cause commune", "Se voir"],
]
TITLES = ["N°", "Titre de l'action", "Axe", "Partenaires", "Budget € HT", "Début", "Fin"]


def action(number: object, title: str | None = "Se voir", *more: object) -> list[object]:
    return [number, title, *more]


def write(path: Path, merges: dict[str, tuple[str, ...]] | None = None, **sheets: list[list[object]]) -> Path:
    """Un classeur de ces feuilles ; ``Actions_2027`` se nomme « Actions 2027 »."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {"Alliance": ALLIANCE, **sheets}.items():
        page = book.create_sheet(name.replace("_", " "))
        for row in rows:
            page.append(row)
        for span in (merges or {}).get(name, ()):
            page.merge_cells(span)
    book.save(path)
    return path


def codes(reading: Reading, *wanted: str) -> list[tuple[str, int | None]]:
    return [(one.code, one.where.line) for one in reading.problems if one.code in wanted]


def test_un_axe_fusionne_vaut_pour_les_lignes_qu_il_recouvre(tmp_path: Path) -> None:
    """Et cela se dit une fois, avec les lignes."""
    rows = [TITLES, action("1", "Un", "Se connaître"), action("2", "Deux"), action("3", "Trois", "Agir")]
    reading = check_file(write(tmp_path / "d.xlsx", {"Actions": ("C2:C3",)}, Actions=rows))
    assert [one.axis for one in reading.dossier.actions] == ["Se connaître", "Se connaître", "Agir"]
    (said,) = [one for one in reading.problems if one.code == "cellule-fusionnee"]
    assert "lignes 2 à 3" in said.message


def test_un_axe_fusionne_d_un_ods_vaut_aussi(tmp_path: Path) -> None:
    """LibreOffice l'écrit par des cases recouvertes."""
    spanned = cell("Se connaître", more='table:number-rows-spanned="2"')
    rows = (
        [cell(title) for title in TITLES[:3]],
        [cell("1"), cell("Un"), spanned],
        [cell("2"), cell("Deux"), "<table:covered-table-cell/>"],
    )
    alliance = "".join(line("".join(map(cell, row))) for row in ALLIANCE)
    path = tmp_path / "d.ods"
    path.write_bytes(ods(alliance, "".join(line("".join(row)) for row in rows)))
    reading = check_file(path)
    assert [one.axis for one in reading.dossier.actions] == ["Se connaître", "Se connaître"]


def test_une_action_sur_deux_lignes_fusionnees_n_en_fait_qu_une(tmp_path: Path) -> None:
    """Ses partenaires, un par ligne, sont réunis ; une seconde valeur ailleurs est demandée."""
    rows = [
        TITLES,
        action("1", "Un", "Agir", "Mairie", 100),
        action(None, None, None, "Lycée", 200),
        action("2", "Deux"),
    ]
    reading = check_file(write(tmp_path / "d.xlsx", {"Actions": ("A2:A3", "B2:B3", "C2:C3")}, Actions=rows))
    assert [one.number for one in reading.dossier.actions] == ["1", "2"]
    assert reading.dossier.actions[0].partners == ("Mairie", "Lycée")
    assert codes(reading, "ligne-jointe", "suite-laissee") == [("suite-laissee", 3), ("ligne-jointe", 3)]


@pytest.mark.parametrize("heading", ["AXE 1", "Axe 2 : agir", "Volet A", "---", "*** En attente ***"])
def test_un_intitule_seul_sur_sa_ligne_n_est_pas_une_action(tmp_path: Path, heading: str) -> None:
    """Il est dit, avec sa ligne."""
    rows = [TITLES, [heading], action("1", "Un")]
    reading = check_file(write(tmp_path / "d.xlsx", Actions=rows))
    assert [one.number for one in reading.dossier.actions] == ["1"]
    assert codes(reading, "ligne-laissee", "champ-vide") == [("ligne-laissee", 2)]


def test_un_intitule_fusionne_sur_la_largeur_n_est_pas_une_action(tmp_path: Path) -> None:
    """Quels que soient ses mots."""
    rows = [TITLES, ["Apprendre à se connaître"], action("1", "Un")]
    reading = check_file(write(tmp_path / "d.xlsx", {"Actions": ("A2:G2",)}, Actions=rows))
    assert codes(reading, "ligne-laissee", "champ-vide") == [("ligne-laissee", 2)]


@pytest.mark.parametrize("total", ["TOTAL", "Sous-total axe 1", "Total général", "Montant total", "S/total"])
def test_un_total_n_est_pas_une_action(tmp_path: Path, total: str) -> None:
    """Sa ligne est dite."""
    rows = [TITLES, action("1", "Un", None, None, 100), [total, None, None, None, 100]]
    reading = check_file(write(tmp_path / "d.xlsx", Actions=rows))
    assert codes(reading, "ligne-laissee", "champ-vide") == [("ligne-laissee", 3)]


def test_deux_feuilles_qui_pourraient_etre_les_actions_se_demandent(tmp_path: Path) -> None:
    """Aucune n'est prise au hasard, et aucun plan vide ne sort."""
    rows = [TITLES, action("1", "Un")]
    reading = check_file(write(tmp_path / "d.xlsx", Actions_2026=rows, Actions_2027=rows))
    (asked,) = [one for one in reading.problems if one.code == "feuille-ambigue"]
    assert "« Actions 2026 » et « Actions 2027 »" in asked.message
    assert reading.is_blocked


def test_une_feuille_d_actions_meconnaissable_est_refusee(tmp_path: Path) -> None:
    """Jamais un plan vide en silence."""
    rows = [["Quoi", "Qui", "Quand"], ["Un", "Nous", "2027"], ["Deux", "Eux", "2028"]]
    reading = check_file(write(tmp_path / "d.xlsx", Plan=rows))
    assert "actions-introuvables" in {one.code for one in reading.problems}
    with pytest.raises(InputError):
        _ = reading.dossier


def test_une_colonne_obligatoire_au_titre_change_ne_cache_pas_la_feuille(tmp_path: Path) -> None:
    """Reconnue à ses autres titres, elle dit ce qui lui manque."""
    rows = [["Réf.", *TITLES[1:]], action("1", "Un")]
    reading = check_file(write(tmp_path / "d.xlsx", Plan_2027=rows))
    assert {"feuille-reconnue", "colonne-absente"} <= {one.code for one in reading.problems}


def test_une_formule_sans_resultat_est_nommee_et_le_reste_lu(tmp_path: Path) -> None:
    """La cellule, et ce qu'il faut faire."""
    rows = [TITLES, action("1", "Un", None, None, "=2*50"), action("2", "Deux", None, None, 100)]
    reading = check_file(write(tmp_path / "d.xlsx", Actions=rows))
    (said,) = [one for one in reading.problems if one.code == "formule-sans-valeur"]
    assert "E2" in said.message
    assert "recalculez" in said.remedy
    assert [one.budget for one in reading.dossier.actions] == [None, 100]


def test_un_numero_pris_pour_un_nombre_ou_une_date_est_relu(tmp_path: Path) -> None:
    """« 1.1 » devenu 1,1, ou le 1er février ; et cela se dit."""
    book = openpyxl.load_workbook(
        write(tmp_path / "d.xlsx", Actions=[TITLES, action(1.1, "Un"), action("2.1", "Deux")])
    )
    book["Actions"]["A3"].value = 46024
    book["Actions"]["A3"].number_format = "dd/mm/yyyy"
    book.save(tmp_path / "d.xlsx")
    reading = check_file(tmp_path / "d.xlsx")
    assert [one.number for one in reading.dossier.actions] == ["1.1", "2.1"]
    assert codes(reading, "numero-nombre", "numero-date") == [("numero-nombre", 2), ("numero-date", 3)]


def test_un_nombre_pour_une_date_se_lit_et_une_date_pour_un_nombre_se_demande(tmp_path: Path) -> None:
    """46000 est un jour ; un budget au format Date est à remettre en nombre, qui est donné."""
    book = openpyxl.load_workbook(
        write(tmp_path / "d.xlsx", Actions=[TITLES, action("1", "Un", None, None, 12500, 46000)])
    )
    book["Actions"]["E2"].number_format = "dd/mm/yyyy"
    book.save(tmp_path / "d.xlsx")
    reading = check_file(tmp_path / "d.xlsx")
    assert str(reading.dossier.actions[0].start) == "2025-12-09"
    (asked,) = [one for one in reading.problems if one.code == "date-pour-nombre"]
    assert "12 500" in asked.remedy.replace("\u202f", " ").replace("\xa0", " ")


def test_un_tableau_de_fragilite_non_recalcule_se_lit(tmp_path: Path) -> None:
    """Les titres que des formules vont chercher sont relus dans « Indicateurs », le total est laissé."""
    indicators = [
        ["Titre de la colonne", "Axe", "Sens"],
        ["Part", "accès au numérique", "plus = plus fragile"],
    ]
    communes = [
        ["Commune", '=IF(Indicateurs!$A$2="","Colonne 1",Indicateurs!$A$2)'],
        *(
            [name, value]
            for name, value in (("94080", 1.5), ("94052", "env. 2"), ("94058", "=1+1"), ("94067", 4))
        ),
        ["Total", "=SUM(B2:B5)"],
    ]
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in (("Indicateurs", indicators), ("Communes", communes)):
        page = book.create_sheet(title)
        for row in rows:
            page.append(row)
    book.save(tmp_path / "t.xlsx")
    table = read_fragility_table(tmp_path / "t.xlsx")
    assert [one.title for one in table.indicators] == ["Part"]
    values = {row.commune.code: row.values[0] for row in table.rows}
    assert values == {"94080": 1.5, "94052": 2.0, "94058": None, "94067": 4.0}
    assert {one.code for one in table.problems} == {
        "titre-retrouve",
        "formule-sans-valeur",
        "ligne-laissee",
        "lu-comme",
    }


def test_un_ods_mis_en_page_se_lit_comme_l_autre(tmp_path: Path) -> None:
    """Une balise par ligne ; les espaces d'un texte restent les siennes."""
    text = "Se <text:span>voir</text:span> <text:span>mieux</text:span>"
    alliance = "".join(line("".join(map(cell, row))) for row in ALLIANCE)
    plain = ods(alliance, line("".join(map(cell, TITLES[:3]))) + line(cell("1") + cell(text)))
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    for mark in (b"table:table", b"table:table-row", b"table:table-cell", b"office:body", b"text:p"):
        members["content.xml"] = members["content.xml"].replace(b"<" + mark + b" ", b"\n    <" + mark + b" ")
        members["content.xml"] = members["content.xml"].replace(b"</" + mark + b">", b"</" + mark + b">\n  ")
    path = tmp_path / "d.ods"
    path.write_bytes(pack(members))
    assert [one.title for one in check_file(path).dossier.actions] == ["Se voir mieux"]


@pytest.mark.parametrize("name", ["ods", "xlsx", "yaml"])
def test_convertir_garde_les_colonnes_et_les_feuilles_ajoutees(tmp_path: Path, name: str) -> None:
    """Elles se relisent de l'autre côté ; un yaml ne porte pas les feuilles, et cela se dit."""
    rows = [[*TITLES[:2], "Avis de Claude"], action("1", "Un", "à revoir"), action("2", "Deux", 3)]
    path = write(tmp_path / "d.xlsx", Actions=rows, Notes=[["Salle", "B12"]])
    (made,) = convert(path, tmp_path / "s", formats=(name,))
    reading = check_file(made)
    assert {write_plain(cells["Avis de Claude"]) for cells in reading.extra.values()} == {"à revoir", "3"}
    assert [sheet.title for sheet in reading.extra_sheets] == ([] if name == "yaml" else ["Notes"])
    assert len(list_kept(path, (name,))) == (3 if name == "yaml" else 2)


def test_convertir_en_public_ne_garde_rien_de_ce_qui_est_ajoute(tmp_path: Path) -> None:
    """Une colonne ajoutée peut désigner quelqu'un."""
    rows = [[*TITLES[:2], "Tél. de Claude"], action("1", "Un", "06")]
    path = write(tmp_path / "d.xlsx", Actions=rows, Notes=[["Salle", "B12"]])
    for made in convert(path, tmp_path / "s", formats=("ods", "yaml"), public=True):
        reading = check_file(made)
        assert not reading.extra
        assert not reading.extra_sheets


def test_deux_listes_de_stagiaires_possibles_se_demandent(tmp_path: Path) -> None:
    """Deux sessions dans un même classeur : laquelle ?"""
    rows = [["Nom", "Territoire"], ["Camille Exemple", "Vincennes"]]
    path = write(tmp_path / "d.xlsx", Mars=rows, Juin=rows)
    with pytest.raises(InputError, match="« Mars » et « Juin »"):
        read_roster(path)
