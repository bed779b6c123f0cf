"""Le fichier d'import de Territoires en Transitions : ses 33 colonnes, ses règles, et ce qui reste."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from pathlib import Path

import pytest

from kit.cli import main
from kit.domain.values import (
    Action,
    Alliance,
    Budget,
    Dossier,
    Priority,
    RaciRole,
    Role,
    Status,
    SubAction,
    Territory,
    TerritoryKind,
)
from kit.products.tet.export import COLUMNS, TitleHeading, build_tet
from kit.writers.sheet import write_xlsx

ACTION = Action(
    number="A1",
    title="Ouvrir un lieu",
    lead="Direction économie-emploi / jeunesse",
    axis="Se connaître",
    description="=2+2",
    lead_person="Prénom NOM-ESSAI",
    elected_referent="Prénom NOM",
    partners=("Lycée", "Club, section Est"),
    status=Status.TO_DISCUSS,
    priority=Priority.HIGH,
    start=dt.date(2026, 9, 1),
    end=dt.date(2027, 6, 30),
    budget=12500.5,
    funders=("Région",),
    funding=8000.0,
    indicator="Visites",
    target="250",
    odd=(4, 17),
)
DOSSIER = Dossier(
    alliance=Alliance(name="Essai", territory_names=("Les Mureaux",), purpose="Essayer."),
    territory=Territory(kind=TerritoryKind.COMMUNE, code="78440", name="Les Mureaux"),
    actions=(ACTION,),
    sub_actions=(SubAction(action="A1", title="Trouver un local"),),
    budgets=(Budget(action="A1", year=2026, amount=12500.5),),
    roles=(Role(action="A1", partner="Lycée", role=RaciRole.RESPONSIBLE),),
)


def read_rows(dossier: Dossier = DOSSIER, **options: object) -> list[list[object]]:
    """Les lignes de la feuille à importer, lues dans le fichier écrit."""
    from python_calamine import CalamineWorkbook

    content = write_xlsx(build_tet(dossier, **options).workbook)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return workbook.get_sheet_by_name("Fichier dimport").to_python()


def read_line(action: Action = ACTION, **options: object) -> dict[str, object]:
    """La première action, par clé de colonne."""
    line = read_rows(replace(DOSSIER, actions=(action,)), **options)[3]
    return {column.key: value for column, value in zip(COLUMNS, line, strict=True)}


def list_left(dossier: Dossier = DOSSIER, **options: object) -> dict[str, str]:
    return {one.field: one.value for one in build_tet(dossier, **options).leftovers}


def test_les_33_colonnes_vont_de_a_a_ag_dans_l_ordre_du_modele() -> None:
    """Les titres sont à la ligne 2, et A2 dit « Axe (x) » : c'est ainsi que la feuille est trouvée."""
    headings = read_rows()[1]
    assert len(headings) == 33
    assert headings[:6] == [
        "Axe (x)",
        "Sous-axe (x.x)",
        "Sous-sous axe (x.x.x)",
        "Titre de la fiche action",
        "Titre de la sous-action",
        "Descriptif",
    ]
    assert headings[23:29] == [
        "Budget prévisionnel total € HT",
        "Statut",
        "Niveau de priorité",
        "Date de début",
        "Date de fin",
        "Action en amélioration continue",
    ]
    assert headings[-1] == "Documents et liens"


def test_le_titre_de_la_colonne_d_suit_la_version_de_la_plateforme() -> None:
    """Il a changé : on peut demander l'un ou l'autre."""
    assert read_rows(heading=TitleHeading.ACTION)[1][3] == "Titre de l'action"


def test_les_donnees_commencent_a_la_ligne_4() -> None:
    """Les trois premières lignes ne sont pas des données ; il n'y a pas de ligne d'exemple."""
    rows = read_rows()
    assert rows[3][3] == "Ouvrir un lieu"
    assert len(rows) == 4


def test_dates_montants_et_oui_non_sont_de_vraies_valeurs() -> None:
    """Une date, des entiers, FAUX : rien n'est du texte."""
    line = read_line()
    assert (line["start"], line["end"]) == (dt.date(2026, 9, 1), dt.date(2027, 6, 30))
    assert (line["amount_1"], line["budget"]) == (8000, 12500)
    assert line["continuous"] is False


def test_un_texte_qui_ressemble_a_une_formule_reste_un_texte() -> None:
    """Le descriptif « =2+2 » n'est pas calculé."""
    assert read_line()["description"] == "=2+2"


def test_statut_et_priorite_sont_dans_les_listes_de_la_plateforme() -> None:
    """« À discuter » s'y écrit sans accent."""
    line = read_line()
    assert (line["status"], line["priority"]) == ("A discuter", "Élevé")


def test_les_signes_refuses_sont_remplaces_et_signales() -> None:
    """Structure pilote : sans - ni / ; partenaires : sans virgule dans un nom."""
    line = read_line()
    assert line["lead"] == "Direction économie emploi jeunesse"
    assert line["partners"] == "Lycée, Club section Est"
    left = list_left()
    assert left["Structure pilote"] == "Direction économie-emploi / jeunesse"
    assert left["Partenaires"] == "Club, section Est"


def test_les_personnes_ne_sortent_pas_sans_demande() -> None:
    """Leur nom n'est écrit nulle part dans le fichier, feuille « À reprendre » comprise."""
    cells = [
        cell.value
        for sheet in build_tet(DOSSIER).workbook.sheets
        for row in sheet.rows
        for cell in row.cells
        if isinstance(cell.value, str)
    ]
    assert not any("NOM-ESSAI" in value for value in cells)
    assert list_left()["Personne pilote"] == ""


def test_les_personnes_sortent_sur_demande() -> None:
    """Avec la règle des signes pour la personne pilote."""
    line = read_line(people=True)
    assert (line["lead_person"], line["elected_referent"]) == ("Prénom NOM ESSAI", "Prénom NOM")


def test_trois_financeurs_au_plus_et_aucun_montant_invente() -> None:
    """À plusieurs, le dossier ne dit pas la part de chacun : tout est dit en texte et signalé."""
    action = replace(ACTION, funders=("Région", "État", "Ville", "Fondation"))
    line = read_line(action)
    assert [line[f"funder_{rank}"] for rank in (1, 2, 3)] == ["Région", "État", "Ville"]
    assert [line[f"amount_{rank}"] for rank in (1, 2, 3)] == ["", "", ""]
    assert "Fondation" in line["funding_text"]
    left = list_left(replace(DOSSIER, actions=(action,)))
    assert left["Autres financeurs"] == "Fondation"
    assert left["Montant par financeur"] == "Région, État, Ville et Fondation"


def test_un_titre_de_plus_de_300_caracteres_est_coupe_et_signale() -> None:
    """La plateforme n'en prend pas plus."""
    action = replace(ACTION, title="a" * 301)
    assert len(read_line(action)["title"]) == 300
    assert list_left(replace(DOSSIER, actions=(action,)))["Titre de l'action"] == "a" * 301


def test_ce_que_l_import_ne_prend_pas_est_dit_et_ses_colonnes_restent_vides() -> None:
    """Sous-actions, indicateur, budget par année, rôles, ODD : à reprendre à la main."""
    line = read_line()
    empty = ("sub_title", "indicators", "measures", "linked_actions", "notes", "documents")
    assert {line[key] for key in empty} == {""}
    assert {"Sous-actions", "Indicateur", "Budget par année", "Rôles (RACI)", "ODD", "Budget"} <= set(
        list_left()
    )


def test_la_commande_ecrit_le_fichier_et_dit_ce_qui_manque(
    sound_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Le rapport est dans le terminal et dans le fichier."""
    assert main(["exporter-tet", str(sound_file), "--dans", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert (tmp_path / "dossier" / "plan-tet.xlsx").exists()
    assert "Indicateur" in said
    assert "n’a pas pu être essayé" in said
