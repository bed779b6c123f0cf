"""La plus petite unité échoue seule : la case, la ligne, la feuille ; elle est dite, le reste se fait."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from kit.domain.errors import InputError
from kit.products.dossier.producing import convert, produce
from kit.products.options import Options
from kit.reading.checks import check_file
from kit.reading.dossier import Reading

TODAY = dt.date(2026, 11, 27)
ALLIANCE = (
    ("Rubrique", "Votre réponse"),
    ("Nom de l'alliance", "Bouriane Santé"),
    ("Territoire", "Quercy – Bouriane (244600482)"),
    ("Cause commune", "Un médecin à moins de trente minutes."),
)
PARTNERS = (("Partenaire", "Famille d'acteur"), ("Mairie", "commune"), ("Lycée Ferré", "enseignement"))
COLUMNS = {
    "number": "N°",
    "title": "Titre de l'action",
    "lead": "Structure pilote",
    "indicator": "Indicateur",
    "partners": "Partenaires",
    "start": "Début",
    "end": "Fin",
    "budget": "Budget € HT",
}
ACTIONS = tuple(COLUMNS.values())


def build_action(**changes: object) -> tuple[object, ...]:
    """Une ligne sans défaut, à ces cases près."""
    sound = ("1", "Ouvrir un cabinet", "Mairie", "Visites", "Mairie", "01/01/2027", "31/12/2027", 1000)
    return tuple({**dict(zip(COLUMNS, sound, strict=True)), **changes}.values())


def write_book(folder: Path, **sheets: tuple[tuple[object, ...], ...]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in {"Alliance": ALLIANCE, "Partenaires": PARTNERS, **sheets}.items():
        sheet = book.create_sheet(title.replace("_", " "))
        for row in rows:
            sheet.append(row)
    path = folder / "dossier.xlsx"
    book.save(path)
    return path


def read(folder: Path, **sheets: tuple[tuple[object, ...], ...]) -> Reading:
    return check_file(write_book(folder, **sheets), today=TODAY)


def codes(reading: Reading) -> list[tuple[str, int | None]]:
    return [
        (problem.code, problem.where.line)
        for problem in reading.problems
        if problem.code not in {"lu-comme", "grille-incomplete"}
    ]


def test_une_case_illisible_est_vide_et_les_documents_se_font(tmp_path: Path) -> None:
    """« printemps 2027 » et « 12.500 » sont demandés ; le plan est écrit."""
    action = build_action(end="printemps 2027", budget="12.500")
    path = write_book(tmp_path, Actions=(ACTIONS, action))
    reading = check_file(path, today=TODAY)
    assert (reading.dossier.actions[0].end, reading.dossier.actions[0].budget) == (None, None)
    assert codes(reading) == [("date-vague", 2), ("nombre-ambigu", 2)]
    production = produce(path, tmp_path / "s", options=Options(today=TODAY, formats=("html",)))
    assert len(production.files) == 3
    assert {"date-vague", "nombre-ambigu"} <= {problem.code for problem in production.problems}


@pytest.mark.parametrize("missing", ["Nom de l'alliance", "Territoire", "Cause commune"])
def test_sans_nom_territoire_ou_cause_rien_ne_se_fait(tmp_path: Path, missing: str) -> None:
    """Ce sont les trois seules réponses dont un document ne peut pas se passer."""
    rows = tuple(row for row in ALLIANCE if row[0] != missing)
    path = write_book(tmp_path, Alliance=rows)
    with pytest.raises(InputError) as stop:
        produce(path, tmp_path / "s", options=Options(today=TODAY, formats=("html",)))
    assert "champ-vide" in {problem.code for problem in stop.value.problems}
    assert not (tmp_path / "s").exists()


def test_un_territoire_inconnu_arrete(tmp_path: Path) -> None:
    """Un document sur le mauvais territoire ne vaut rien."""
    rows = (*ALLIANCE[:2], ("Territoire", "Nulle-Part-sur-Rien"), ALLIANCE[3])
    assert read(tmp_path, Alliance=rows).is_blocked


def test_une_ligne_sans_famille_est_mise_de_cote_sans_rien_entrainer(tmp_path: Path) -> None:
    """Le partenaire de famille illisible n'est pas dit, en plus, absent de la liste."""
    partners = (*PARTNERS, ("MSA", "mutuelle"))
    reading = read(tmp_path, Partenaires=partners, Actions=(ACTIONS, build_action(partners="MSA")))
    assert [partner.name for partner in reading.dossier.partners] == ["Mairie", "Lycée Ferré"]
    assert codes(reading) == [("choix-inconnu", 4)]


def test_une_annee_illisible_ne_fausse_pas_le_total(tmp_path: Path) -> None:
    """« 2029-2030 » est demandé ; le budget n'est pas dit différent de la somme des années lues."""
    budgets = (
        ("N° de l'action", "Année", "Montant € HT"),
        ("1", 2027, 400),
        ("1", "2029-2030", 600),
    )
    reading = read(tmp_path, Actions=(ACTIONS, build_action()), Budgets=budgets)
    assert codes(reading) == [("annees-plage", 3)]


def test_une_action_mise_de_cote_n_accuse_pas_ses_sous_actions(tmp_path: Path) -> None:
    """Son titre manque ; la sous-action qui la cite n'est pas dite orpheline."""
    parts = (("N° de l'action", "Titre de la sous-action"), ("2", "Écrire"))
    reading = read(
        tmp_path,
        Actions=(ACTIONS, build_action(), build_action(number="2", title=None)),
        **{"Sous-actions": parts},
    )
    assert codes(reading) == [("champ-vide", 3)]


def test_deux_roles_dans_une_case_font_deux_lignes(tmp_path: Path) -> None:
    """« R/A » : la structure réalise et répond du résultat, et cela se dit."""
    roles = (("N° de l'action", "Partenaire", "Rôle dans l'action"), ("1", "Mairie", "R/A"))
    reading = read(tmp_path, Actions=(ACTIONS, build_action()), Rôles=roles)
    assert [role.role.value for role in reading.dossier.roles] == ["R", "A"]
    assert codes(reading) == []
    (told,) = [
        problem for problem in reading.problems if problem.code == "lu-comme" and "R/A" in problem.message
    ]
    assert "R et A" in told.message


def test_des_partenaires_joints_par_des_virgules_sont_ceux_de_la_liste(tmp_path: Path) -> None:
    """« Mairie, Lycée Ferré » : deux partenaires connus, et cela se dit."""
    reading = read(tmp_path, Actions=(ACTIONS, build_action(partners="Mairie, Lycée Ferré")))
    assert reading.dossier.actions[0].partners == ("Mairie", "Lycée Ferré")
    assert codes(reading) == []


def test_une_feuille_renommee_se_reconnait_a_ses_titres(tmp_path: Path) -> None:
    """« Actions 2027 » n'est pas un plan vide."""
    reading = read(tmp_path, Actions_2027=(ACTIONS, build_action()))
    assert len(reading.dossier.actions) == 1
    assert codes(reading) == [("feuille-reconnue", None)]


def test_un_total_et_un_trait_ne_sont_pas_des_actions(tmp_path: Path) -> None:
    """Ni les titres répétés après un saut de page ; un partenaire « Total » rempli en est un."""
    rows = (ACTIONS, build_action(), ("--- En attente ---",), ACTIONS, ("TOTAL", *[None] * 6, 1000))
    partners = (*PARTNERS, ("Total Énergies", "entreprise"))
    reading = read(tmp_path, Partenaires=partners, Actions=rows)
    assert [action.number for action in reading.dossier.actions] == ["1"]
    assert [partner.name for partner in reading.dossier.partners][-1] == "Total Énergies"
    assert codes(reading) == [("ligne-laissee", 3), ("ligne-laissee", 4), ("ligne-laissee", 5)]


def test_convertir_refuse_ce_qui_se_perdrait(tmp_path: Path) -> None:
    """Un document se fait sans la case ; récrire le dossier la perdrait."""
    path = write_book(tmp_path, Actions=(ACTIONS, build_action(end="bientôt")))
    with pytest.raises(InputError) as stop:
        convert(path, tmp_path, formats=("yaml",))
    assert [problem.code for problem in stop.value.problems] == ["date-attendue"]


def test_une_remarque_sur_le_fichier_n_est_dans_aucun_document(tmp_path: Path) -> None:
    """Un titre de colonne personnel est dit à qui produit, et nulle part ailleurs."""
    titles = (*ACTIONS, "Tél. perso de Claude 06 00 00 00 00")
    path = write_book(tmp_path, Actions=(titles, (*build_action(), "x")))
    options = Options(today=TODAY, formats=("html",), public=True)
    production = produce(path, tmp_path / "s", options=options)
    assert "colonne-inconnue" in {problem.code for problem in production.problems}
    assert not any(
        "06 00" in file.read_text(encoding="utf-8").replace("\u00a0", " ") for file in production.files
    )


def test_des_fautes_de_coherence_n_empechent_pas_les_documents(tmp_path: Path) -> None:
    """Deux numéros égaux, des dates à l'envers, une sous-action orpheline : dits, et tout s'écrit."""
    rows = (
        ACTIONS,
        build_action(),
        build_action(),
        build_action(number="3", start="31/12/2027", end="01/01/2027"),
    )
    parts = (("N° de l'action", "Titre de la sous-action"), ("9", "Écrire"))
    path = write_book(tmp_path, Actions=rows, **{"Sous-actions": parts})
    production = produce(path, tmp_path / "s", options=Options(today=TODAY))
    assert {"numero-double", "dates-inversees", "action-inconnue"} <= {
        one.code for one in production.problems
    }
    assert len(production.files) == 17
