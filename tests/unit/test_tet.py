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
from kit.products.tet.conformity import list_refusals
from kit.products.tet.export import COLUMNS, build_tet
from kit.reading.checks import check_file
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

EXAMPLES = Path(__file__).parents[2] / "exemples"
TWINS = """\
alliance: {nom: Essai, territoire: Les Mureaux, cause: Essayer.}
actions:
  - {numero: A1, titre: Ouvrir un lieu, axe: Se connaître}
  - {numero: A2, titre: Ouvrir un lieu, axe: Se connaître}
"""


def read_rows(dossier: Dossier = DOSSIER, **options: object) -> list[list[object]]:
    """Les lignes de la feuille à importer, lues dans le fichier écrit."""
    from python_calamine import CalamineWorkbook

    content = write_xlsx(build_tet(dossier, **options).workbook)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return workbook.get_sheet_by_name("Fichier dimport").to_python()


def read_cells(dossier: Dossier = DOSSIER, **options: object) -> list[list[object]]:
    """Les mêmes, une case vide étant vide, comme la plateforme les lit."""
    return [[cell if cell != "" else None for cell in row] for row in read_rows(dossier, **options)]


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
        "Titre de l'action",
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


def test_une_sous_action_a_sa_ligne_sous_son_action() -> None:
    """L'axe et le titre de l'action, lettre pour lettre, puis le titre, la structure, le statut, la date."""
    part = SubAction(
        action="A1", title="Trouver un local", lead="Ville", status=Status.LATE, end=dt.date(2026, 12, 1)
    )
    action, step = read_rows(replace(DOSSIER, sub_actions=(part,)))[3:]
    assert (step[0], step[3], step[4]) == (action[0], action[3], "Trouver un local")
    assert (action[4], step[9], step[24], step[27]) == ("", "Ville", "En retard", dt.date(2026, 12, 1))
    assert "Sous-actions" not in list_left()


def test_un_axe_a_plusieurs_niveaux_prend_ses_trois_colonnes() -> None:
    """« Axe > Sous-axe » : ce que l'import a joint se sépare de nouveau."""
    line = read_line(replace(ACTION, axis="Mobilité > Vélo"))
    assert (line["axis"], line["sub_axis"], line["sub_sub_axis"]) == ("Mobilité", "Vélo", "")


def test_ce_que_l_import_a_garde_dans_le_descriptif_retrouve_sa_colonne() -> None:
    """Le titre de la colonne, deux points, le texte : rien d'autre ne bouge."""
    line = read_line(replace(ACTION, description="Un lieu.\nInstances de gouvernance : comité mensuel"))
    assert (line["description"], line["governance"]) == ("Un lieu.", "comité mensuel")


def test_les_donnees_commencent_a_la_ligne_4() -> None:
    """Les trois premières lignes ne sont pas des données ; il n'y a pas de ligne d'exemple."""
    rows = read_rows()
    assert rows[3][3] == "Ouvrir un lieu"
    assert len(read_rows(replace(DOSSIER, sub_actions=()))) == 4


def test_dates_montants_et_oui_non_sont_de_vraies_valeurs() -> None:
    """Une date, des entiers, FAUX : rien n'est du texte."""
    line = read_line()
    assert (line["start"], line["end"]) == (dt.date(2026, 9, 1), dt.date(2027, 6, 30))
    assert (line["amount_1"], line["budget"]) == (8000, 12500.5)
    assert line["continuous"] is False


def test_un_texte_qui_ressemble_a_une_formule_reste_un_texte() -> None:
    """Le descriptif « =2+2 » n'est pas calculé."""
    assert read_line()["description"] == "=2+2"


def test_statut_et_priorite_sont_dans_les_listes_de_la_plateforme() -> None:
    """« À discuter » s'y écrit sans accent."""
    line = read_line()
    assert (line["status"], line["priority"]) == ("A discuter", "Élevé")


def test_seule_une_virgule_change_et_elle_est_signalee() -> None:
    """Un tiret, une barre restent ; une virgule entre parenthèses ou guillemets aussi."""
    line = read_line(replace(ACTION, partners=("Lycée", "Club, section Est", "Deux mairies (Nord, Sud)")))
    assert line["lead"] == "Direction économie-emploi / jeunesse"
    assert line["partners"] == "Lycée, Club section Est, Deux mairies (Nord, Sud)"
    left = list_left()
    assert "Structure pilote" not in left
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
    """Tels qu'ils sont écrits : un tiret fait partie d'un nom."""
    line = read_line(people=True)
    assert (line["lead_person"], line["elected_referent"]) == ("Prénom NOM-ESSAI", "Prénom NOM")


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
    """Indicateur, budget par année, rôles, ODD : à reprendre à la main."""
    line = read_line()
    empty = ("sub_title", "indicators", "measures", "linked_actions", "notes", "documents")
    assert {line[key] for key in empty} == {""}
    assert {"Indicateur", "Budget par année", "Rôles (RACI)", "ODD"} <= set(list_left())


def test_la_commande_ecrit_le_fichier_et_dit_ce_qui_manque(
    sound_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Le rapport est dans le terminal et dans le fichier."""
    assert main(["exporter-tet", str(sound_file), "--dans", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert (tmp_path / "dossier" / "plan-tet.xlsx").exists()
    assert "Indicateur" in said
    assert "les range comme TTC" in said
    assert "serait refusé" not in said


# --- Ce que la plateforme accepte -----------------------------------------------------------


def refuse(row: int, column: str, value: object) -> set[str]:
    """Ce qui est refusé quand une seule case change. La première ligne est 1."""
    rows = read_cells()
    rows[row - 1][[one.key for one in COLUMNS].index(column)] = value
    return {one.code for one in list_refusals(rows)}


@pytest.mark.parametrize("name", ["les-mureaux", "paris-est-marne-et-bois", "pays-de-retz"])
def test_le_plan_de_chaque_exemple_suit_les_regles_de_l_import(name: str) -> None:
    """Aucun refus, et aucune valeur perdue."""
    dossier = check_file(EXAMPLES / f"{name}.yaml").dossier
    assert list_refusals(read_cells(dossier, people=True)) == ()


@pytest.mark.parametrize(
    ("row", "column", "value", "code"),
    [
        (2, "axis", "Axe", "tet-feuille"),
        (2, "title", "Titre de la fiche action", "tet-colonne"),
        (2, "governance", "Instances de Gouvernance", "tet-colonne"),
        (4, "title", " ", "tet-sans-titre"),
        (4, "title", "a" * 301, "tet-titre-long"),
        (5, "sub_title", "a" * 301, "tet-titre-long"),
        (4, "axis", 1, "tet-texte"),
        (4, "status", "Terminé", "tet-valeur-perdue"),
        (4, "amount_1", "5000", "tet-nombre"),
        (4, "budget", "12 500", "tet-nombre"),
        (4, "budget", -1, "tet-budget"),
        (4, "end", "01/09/26", "tet-date"),
        (4, "end", dt.date(2026, 8, 31), "tet-dates"),
        (5, "axis", "Se connaître ", "tet-sans-parent"),
        (5, "sub_title", None, "tet-doublon"),
    ],
)
def test_chaque_regle_de_l_import_refuse_ce_que_la_plateforme_refuse(
    row: int, column: str, value: object, code: str
) -> None:
    """Une case changée dans un fichier accepté."""
    assert refuse(1, "axis", None) == set()
    assert code in refuse(row, column, value)


def test_une_case_seule_au_dela_de_la_colonne_ab_fait_une_ligne_sans_titre() -> None:
    """La plateforme ne lit pas ces colonnes, et compte pourtant la ligne."""
    rows = [*read_cells(), [None] * 32 + ["une note"]]
    assert [one.code for one in list_refusals(rows)] == ["tet-sans-titre"]


def test_deux_actions_de_meme_titre_dans_un_axe_sont_signalees(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Le fichier s'écrit, et la commande dit qu'il serait refusé, et quoi changer."""
    path = tmp_path / "deux.yaml"
    path.write_text(TWINS, encoding="utf-8")
    assert main(["exporter-tet", str(path), "--dans", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "serait refusé" in said
    assert "Distinguez les deux titres" in said
