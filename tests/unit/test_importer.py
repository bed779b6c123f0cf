"""Reprendre un plan que quelqu'un tient déjà : titres, axes, sous-actions, et ce qui n'a pas de place."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from kit.cli import main
from kit.domain.errors import InputError
from kit.domain.values import Action, Dossier, Status
from kit.products.importing.columns_file import read_columns, write_columns
from kit.products.importing.plan import ImportChoices, ImportedPlan, import_plan, open_plan
from kit.products.importing.producing import ImportWriting, produce_import
from kit.products.tet.export import build_tet
from kit.reading.checks import check_file
from kit.reading.dossier import resolve_names
from kit.writers.sheet import write_ods, write_xlsx

ROOT = Path(__file__).parents[2]
TODAY = dt.date(2026, 11, 27)
HEADINGS = ("N°", "Action", "Pilote", "Échéance", "Budget", "État d'avancement")

Rows = Sequence[Sequence[Any]]


def save(path: Path, sheets: dict[str, Rows], *, merged: Sequence[str] = ()) -> Path:
    """Un classeur Excel, comme un agent l'enregistre ; ``merged`` : plages de la première feuille."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    for cells in merged:
        book.worksheets[0].merge_cells(cells)
    book.save(path)
    return path


def read(path: Path, **choices: Any) -> ImportedPlan:
    return import_plan(open_plan(path), ImportChoices(today=TODAY, **choices), file=path.name)


def read_rows(tmp_path: Path, rows: Rows, *, merged: Sequence[str] = (), **choices: Any) -> ImportedPlan:
    return read(save(tmp_path / "plan.xlsx", {"Feuil1": rows}, merged=merged), **choices)


def list_actions(plan: ImportedPlan) -> list[tuple[str, str]]:
    """L'axe et le titre de chaque action."""
    return [(one.axis, one.title) for one in plan.reading.draft.actions]


def list_codes(plan: ImportedPlan) -> set[str]:
    return {one.code for one in plan.problems}


# --- Le tableau d'un agent ------------------------------------------------------------------


def test_un_plan_simple_sous_un_titre_se_reprend(tmp_path: Path) -> None:
    """Un titre au-dessus, « fin 2027 », « 12 500 € », « à faire » : lus, et redits s'il le faut."""
    plan = read_rows(
        tmp_path,
        [
            ["PLAN D'ACTIONS - Ma commune"],
            [],
            HEADINGS,
            [1, "Ouvrir un tiers-lieu", "DGS", dt.date(2026, 12, 31), "12 500 €", "en cours"],
            [2, "Former les agents", "DRH", "fin 2027", 4000, "à faire"],
        ],
    )
    first, second = plan.reading.draft.actions
    assert (first.number, first.title, first.lead) == ("1", "Ouvrir un tiers-lieu", "DGS")
    assert (first.end, first.budget, first.status) == (dt.date(2026, 12, 31), 12500, Status.ONGOING)
    assert (second.end, second.budget, second.status) == (dt.date(2027, 12, 31), 4000, Status.UPCOMING)
    assert plan.left == ()
    said = [one.message for one in plan.problems]
    assert any("« fin 2027 » est lu comme 31/12/2027" in one for one in said)


def test_des_titres_sur_deux_lignes_et_une_colonne_vide(tmp_path: Path) -> None:
    """Un titre de groupe fusionné ; les milliers d'euros sont comptés, et cela se dit une fois."""
    plan = read_rows(
        tmp_path,
        [
            ["", "Intitulé de l'action", "", "Pilote / référent", "Calendrier", "", "Coût prévisionnel (k€)"],
            ["", "", "", "", "Début", "Fin", ""],
            ["", "Repeindre la salle", "", "Mairie / CC", "mars 2027", "juin 2027", 12.5],
        ],
        merged=["E1:F1", "B1:B2", "D1:D2", "G1:G2"],
    )
    (action,) = plan.reading.draft.actions
    assert (action.title, action.lead) == ("Repeindre la salle", "Mairie / CC")
    assert action.start is not None
    assert (action.start.month, action.end, action.budget) == (3, dt.date(2027, 6, 30), 12500)
    assert {"import-milliers", "import-deux-pilotes"} <= list_codes(plan)


def test_environ_sous_des_milliers_compte_par_mille(tmp_path: Path) -> None:
    """« env. 80 », sous « k€ », est 80 000 € ; « 12 k€ » ne se multiplie pas deux fois."""
    rows = [["Action", "Coût (k€)"], ["Un", "env. 80"], ["Deux", "12 k€"], ["Trois", "1 200"]]
    plan = read_rows(tmp_path, rows)
    assert [one.budget for one in plan.reading.draft.actions] == [80000, 12000, 1200000]


def test_un_montant_hors_taxes_passe_avant_un_montant_ttc(tmp_path: Path) -> None:
    """L'autre colonne est gardée à part. Seule, elle est prise, et c'est dit."""
    rows = [["Action", "Montant TTC", "Montant HT"], ["Un", 1200, 1000]]
    plan = read_rows(tmp_path, rows)
    assert plan.reading.draft.actions[0].budget == 1000
    assert [one.value for one in plan.left] == ["1200"]
    alone = read_rows(tmp_path, [row[:2] for row in rows])
    assert alone.reading.draft.actions[0].budget == 1200
    assert "import-ttc" in list_codes(alone)


def test_l_aide_du_modele_de_la_plateforme_n_est_pas_une_action(tmp_path: Path) -> None:
    """Deux lignes disent ce que chaque colonne attend ; les actions viennent ensuite."""
    titles = [
        "Axe (x)",
        "Titre de l'action",
        "Budget prévisionnel total € HT",
        "Statut",
        "Date de début",
        "Date de fin",
    ]
    hints = ["Texte", "Texte", "Nombre", "Liste", "Date", "Date"]
    helps = ["Écrire l'axe", "Écrire le titre", "Sans espace", "Choisir", "Jour de début", "Jour de fin"]
    line = ["Mobilité", "Tracer une piste", 5000, "En cours", dt.date(2026, 9, 1), dt.date(2027, 6, 30)]
    plan = read_rows(tmp_path, [["Présentation"], titles, hints, helps, line])
    assert list_actions(plan) == [("Mobilité", "Tracer une piste")]


def test_un_axe_fusionne_remplit_ses_lignes(tmp_path: Path) -> None:
    """Deux axes sur deux et une lignes ; la ligne de total est laissée, et le dit."""
    plan = read_rows(
        tmp_path,
        [
            ["Axe", "Action", "Pilote", "Budget"],
            ["Mobilité", "Tracer une piste", "CC", "60 k€"],
            [None, "Prêter des vélos", "CC", "5 000"],
            ["Santé", "Ouvrir une maison", "MSA", "12 k€ TTC"],
            [None, "TOTAL", None, 77000],
        ],
        merged=["A2:A3"],
    )
    assert list_actions(plan) == [
        ("Mobilité", "Tracer une piste"),
        ("Mobilité", "Prêter des vélos"),
        ("Santé", "Ouvrir une maison"),
    ]
    assert [one.budget for one in plan.reading.draft.actions] == [60000, 5000, 12000]
    assert "ligne-laissee" in list_codes(plan)


def test_un_axe_seulement_sur_sa_premiere_ligne_vaut_pour_les_suivantes(tmp_path: Path) -> None:
    """Dans un .csv, rien ne dit la fusion : l'axe du dessus est repris, et c'est dit."""
    path = tmp_path / "plan.csv"
    text = "Orientation;Action;Pilote;Échéance\r\nMobilité;Une piste;CC;2027\r\n;Des vélos;CC;2028\r\n"
    path.write_bytes(text.encode("cp1252"))
    plan = read(path)
    assert [axis for axis, _ in list_actions(plan)] == ["Mobilité", "Mobilité"]
    assert "import-axe" in list_codes(plan)


def test_un_axe_en_ligne_d_intitule(tmp_path: Path) -> None:
    """« AXE 1 – … » sur toute la largeur, puis une ligne en capitales seule."""
    plan = read_rows(
        tmp_path,
        [
            HEADINGS,
            ["AXE 1 – Mobilité", None, None, None, None, None],
            ["1", "Tracer une piste", "CC", "2027", "5 000", "En cours"],
            [None, "SANTÉ", None, None, None, None],
            ["2", "Ouvrir une maison", "MSA", "2028", "6 000", "En cours"],
        ],
        merged=["A2:F2"],
    )
    assert list_actions(plan) == [("AXE 1 – Mobilité", "Tracer une piste"), ("SANTÉ", "Ouvrir une maison")]


def test_une_feuille_par_axe_donne_un_seul_plan(tmp_path: Path) -> None:
    """Chaque feuille devient l'axe de ses actions ; une feuille d'adresses est laissée, et nommée."""
    path = save(
        tmp_path / "plan.xlsx",
        {
            "Mobilité": [HEADINGS, [1, "Tracer une piste", "CC", "2027", 5000, "En cours"]],
            "Santé": [HEADINGS, [1, "Ouvrir une maison", "MSA", "2028", 6000, "En cours"]],
            "Contacts": [["Nom", "Structure"], ["Prénom NOM", "MSA"]],
        },
    )
    plan = read(path)
    assert list_actions(plan) == [("Mobilité", "Tracer une piste"), ("Santé", "Ouvrir une maison")]
    assert [one.number for one in plan.reading.draft.actions] == ["A1", "A2"]
    assert {"import-par-axe", "import-feuille-laissee", "import-numeros"} <= list_codes(plan)


def test_des_numeros_disent_l_axe_l_action_et_la_sous_action(tmp_path: Path) -> None:
    """« 1 », « 1.1 », « 1.1.a » : même quand le tableur a fait un nombre de « 1.1 »."""
    plan = read_rows(
        tmp_path,
        [
            HEADINGS,
            [1, "Mobilité", None, None, None, None],
            [1.1, "Tracer une piste", "CC", "2027", 5000, "En cours"],
            ["1.1.a", "Acheter la peinture", "Régie", "mars 2027", None, "Fait"],
            [1.2, "Prêter des vélos", "CC", "2028", 6000, "À venir"],
        ],
    )
    draft = plan.reading.draft
    assert list_actions(plan) == [("1 Mobilité", "Tracer une piste"), ("1 Mobilité", "Prêter des vélos")]
    assert [one.number for one in draft.actions] == ["1.1", "1.2"]
    (step,) = draft.sub_actions
    assert (step.action, step.title, step.lead) == ("1.1", "Acheter la peinture", "Régie")
    assert (step.status, step.end) == (Status.DONE, dt.date(2027, 3, 31))


def test_le_sous_total_d_un_axe_n_en_fait_pas_une_action(tmp_path: Path) -> None:
    """« 1 | Mobilité | 11 000 » au-dessus de 1.1 et 1.2 : un axe, et son sous-total est gardé à part."""
    plan = read_rows(
        tmp_path,
        [
            HEADINGS,
            ["1", "Mobilité", None, None, 11000, None],
            ["1.1", "Tracer une piste", "CC", "2027", 5000, "En cours"],
            ["1.2", "Prêter des vélos", "CC", "2028", 6000, "À venir"],
        ],
    )
    assert list_actions(plan) == [("1 Mobilité", "Tracer une piste"), ("1 Mobilité", "Prêter des vélos")]
    assert plan.reading.draft.sub_actions == ()
    assert [(one.number, one.column, one.value) for one in plan.left] == [("", "Budget", "11000")]


def test_un_numero_dans_le_titre_en_sort(tmp_path: Path) -> None:
    """« Action 1.1 : … » : le numéro et le titre se séparent."""
    plan = read_rows(
        tmp_path,
        [
            ["Action", "Responsable", "Échéance"],
            ["Action 1.1 : Tracer une piste", "CC", "2027"],
            ["Action 1.2 : Prêter des vélos", "CC", "2028"],
        ],
    )
    assert [(one.number, one.title) for one in plan.reading.draft.actions] == [
        ("1.1", "Tracer une piste"),
        ("1.2", "Prêter des vélos"),
    ]


def test_une_puce_ou_un_retrait_fait_une_sous_action(tmp_path: Path) -> None:
    """Sous son action ; ce que la sous-action n'a pas dans le dossier est rendu à part."""
    plan = read_rows(
        tmp_path,
        [
            ["Action", "Pilote", "Échéance", "Budget"],
            ["Tracer une piste", "CC", "2027", 5000],
            ["- acheter la peinture", "Régie", "mars 2027", 800],
            ["    poser les panneaux", "Régie", "avril 2027", None],
        ],
    )
    assert [one.title for one in plan.reading.draft.sub_actions] == [
        "acheter la peinture",
        "poser les panneaux",
    ]
    assert [(one.number, one.column, one.value) for one in plan.left] == [("A1", "Budget", "800")]


def test_une_colonne_d_etapes_donne_des_sous_actions(tmp_path: Path) -> None:
    """Le titre de l'action sur sa première ligne seulement ; ou toutes les étapes dans une case."""
    rows = [
        ["Action", "Étapes", "Pilote", "Échéance"],
        ["Tracer une piste", "Acheter la peinture", "CC", "mars 2027"],
        [None, "Poser les panneaux", "CC", "avril 2027"],
        ["Prêter des vélos", "1. Acheter\n2. Ouvrir", "CC", "2028"],
    ]
    plan = read_rows(tmp_path, rows)
    draft = plan.reading.draft
    assert {one.title for one in draft.actions} == {"Tracer une piste", "Prêter des vélos"}
    assert {one.title for one in draft.sub_actions} == {
        "Acheter la peinture",
        "Poser les panneaux",
        "Acheter",
        "Ouvrir",
    }
    first = next(one for one in draft.actions if one.title == "Tracer une piste")
    assert (first.lead, first.end) == ("CC", None)


def test_un_budget_par_annee_va_dans_la_feuille_budgets(tmp_path: Path) -> None:
    """Des colonnes « 2027 » et « 2028 » sous « Budget »."""
    plan = read_rows(
        tmp_path,
        [
            ["Action", "Pilote", "Budget", None],
            [None, None, 2027, 2028],
            ["Tracer une piste", "CC", 5000, 6000],
            ["Prêter des vélos", "CC", None, 700],
        ],
        merged=["C1:D1"],
    )
    assert [(one.action, one.year, one.amount) for one in plan.reading.draft.budgets] == [
        ("A1", 2027, 5000),
        ("A1", 2028, 6000),
        ("A2", 2028, 700),
    ]


def test_un_avancement_en_pourcentage_dit_un_statut_et_reste_a_part(tmp_path: Path) -> None:
    """0 %, 60 %, 100 % : lus, redits ; le pourcentage est gardé dans « Non repris »."""
    plan = read_rows(
        tmp_path,
        [
            ["Action", "Pilote", "% d'avancement"],
            ["Un", "CC", "0 %"],
            ["Deux", "CC", 0.6],
            ["Trois", "CC", "100 %"],
        ],
    )
    assert [one.status for one in plan.reading.draft.actions] == [
        Status.UPCOMING,
        Status.ONGOING,
        Status.DONE,
    ]
    assert [one.value for one in plan.left] == ["0 %", "60 %", "100 %"]


def test_une_colonne_de_personnes_devient_la_personne_pilote(tmp_path: Path) -> None:
    """« Mme … » sous « Pilote » n'est pas une structure ; un téléphone n'est recopié nulle part."""
    plan = read_rows(
        tmp_path,
        [["Action", "Pilote", "Échéance", "Téléphone"], ["Un", "Mme NOM", "2027", "05 00 00 00 00"]],
    )
    (action,) = plan.reading.draft.actions
    assert (action.lead, action.lead_person) == ("", "Mme NOM")
    assert plan.left == ()
    assert "import-personnel" in list_codes(plan)


def test_une_personne_parmi_des_structures_n_est_pas_une_structure(tmp_path: Path) -> None:
    """Elle va dans « Personne pilote », hors des documents publics et des partenaires, et c'est dit."""
    plan = read_rows(tmp_path, [["Action", "Pilote"], ["Un", "CC"], ["Deux", "Mme NOM"], ["Trois", "MSA"]])
    second = plan.reading.draft.actions[1]
    assert (second.lead, second.lead_person) == ("", "Mme NOM")
    assert [row["name"] for row in plan.values["partners"]] == ["CC", "MSA"]
    assert "import-personne" in list_codes(plan)


def test_des_annees_cochees_ou_une_periode_datent_l_action(tmp_path: Path) -> None:
    """Des croix sous « 2026 » et « 2027 », ou « 2026-2028 » : le premier jour, le dernier, et c'est redit."""
    ticks = [
        ["Action", "Pilote", 2026, 2027, 2028],
        ["Un", "CC", "X", "x", None],
        ["Deux", "CC", None, None, "X"],
    ]
    first, second = read_rows(tmp_path, ticks).reading.draft.actions
    assert (first.start, first.end) == (dt.date(2026, 1, 1), dt.date(2027, 12, 31))
    assert (second.start, second.end) == (dt.date(2028, 1, 1), dt.date(2028, 12, 31))
    plan = read_rows(tmp_path, [["Action", "Calendrier"], ["Un", "2026-2028"]])
    assert plan.reading.draft.actions[0].start == dt.date(2026, 1, 1)
    assert "lu-comme" in list_codes(plan)


def test_ce_qui_est_ambigu_est_demande_et_reste_ecrit(tmp_path: Path) -> None:
    """« 12.500 » n'est ni 12 500 ni 12,50 : la case du dossier le garde, et la question est posée."""
    plan = read_rows(tmp_path, [["Action", "Budget", "Échéance"], ["Un", "12.500", "printemps 2027"]])
    assert {"nombre-ambigu", "date-vague"} <= list_codes(plan)
    assert plan.values["actions"][0]["budget"] == "12.500"
    assert plan.values["actions"][0]["end"] == "printemps 2027"


def test_une_colonne_sans_champ_est_gardee_et_nommee(tmp_path: Path) -> None:
    """« Commentaires » : ses cases sont rendues, action par action."""
    plan = read_rows(tmp_path, [["Action", "Pilote", "Commentaires"], ["Un", "CC", "Voir le devis."]])
    assert [(one.number, one.column, one.value) for one in plan.left] == [
        ("A1", "Commentaires", "Voir le devis.")
    ]


def test_une_ligne_sans_titre_continue_l_action_du_dessus(tmp_path: Path) -> None:
    """Un deuxième partenaire sur la ligne d'après."""
    plan = read_rows(
        tmp_path,
        [["Action", "Pilote", "Partenaires"], ["Un", "CC", "Mairie"], [None, None, "CAF, MSA"]],
    )
    (action,) = plan.reading.draft.actions
    assert action.partners == ("Mairie", "CAF", "MSA")


def test_le_meme_plan_se_lit_dans_un_classeur_libreoffice(tmp_path: Path) -> None:
    """Le dossier repris d'un .ods est celui d'un .xlsx."""
    dossier = check_file(ROOT / "exemples" / "les-mureaux.yaml").dossier
    workbook = build_tet(dossier).workbook
    (tmp_path / "a.ods").write_bytes(write_ods(workbook))
    (tmp_path / "b.xlsx").write_bytes(write_xlsx(workbook))
    first, second = (read(tmp_path / name).values["actions"] for name in ("a.ods", "b.xlsx"))
    assert first == second


# --- Le territoire --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plan d'actions de la ville de Gourdon (46) 2026-2028", "Gourdon"),
        ("Plan d’action – Communauté de communes Quercy-Bouriane", "Quercy – Bouriane"),
        ("Commune : Les Mureaux", "Les Mureaux"),
    ],
)
def test_le_territoire_du_titre_est_lu_et_redit(tmp_path: Path, text: str, expected: str) -> None:
    """Il est écrit avec son code ; un nom que rien n'amène n'est pas pris."""
    rows = [[text], [], HEADINGS, [1, "Un", "DGS", "2027", 1, "En cours"]]
    plan = read_rows(tmp_path, rows)
    assert expected in plan.reading.draft.territory.name
    assert "import-territoire" in list_codes(plan)
    silent = read_rows(tmp_path, [["Plan de Paris"], *rows[1:]])
    assert silent.reading.draft.territory.name == ""


def test_le_territoire_donne_l_emporte(tmp_path: Path) -> None:
    """« --territoire » passe avant ce que le fichier dit."""
    rows = [["Ville de Gourdon (46)"], HEADINGS, [1, "Un", "DGS", "2027", 1, "En cours"]]
    plan = read_rows(tmp_path, rows, territory=resolve_names("Les Mureaux"), query="Les Mureaux")
    assert plan.reading.draft.territory.name == "Les Mureaux"
    assert [one.field.key for one in plan.missing if one.stops] == ["name", "purpose"]


# --- Territoires en Transitions, aller et retour --------------------------------------------


def strip(action: Action, numbers: dict[str, str]) -> Action:
    """L'action sans ce que la plateforme n'a pas."""
    return replace(
        action,
        number=numbers[action.number],
        indicator="",
        baseline="",
        target="",
        odd=(),
        lever_theme="",
        unlock_condition="",
        reminder=None,
        origin="",
    )


def renumber(dossier: Dossier) -> Dossier:
    """Les mêmes actions, numérotées de A1 à An."""
    numbers = {one.number: f"A{rank}" for rank, one in enumerate(dossier.actions, start=1)}
    return replace(
        dossier,
        actions=tuple(strip(one, numbers) for one in dossier.actions),
        sub_actions=tuple(replace(one, action=numbers[one.action]) for one in dossier.sub_actions),
    )


@pytest.mark.parametrize("name", ["les-mureaux", "paris-est-marne-et-bois", "pays-de-retz"])
def test_un_plan_passe_par_la_plateforme_et_revient_entier(tmp_path: Path, name: str) -> None:
    """Dossier → plateforme → dossier : rien de ce que les deux portent ne change."""
    dossier = renumber(check_file(ROOT / "exemples" / f"{name}.yaml").dossier)
    path = tmp_path / "tet.xlsx"
    path.write_bytes(write_xlsx(build_tet(dossier, people=True).workbook))
    draft = read(path).reading.draft
    assert draft.actions == dossier.actions
    assert draft.sub_actions == dossier.sub_actions


def test_un_fichier_de_la_plateforme_revient_case_pour_case(tmp_path: Path) -> None:
    """Plateforme → dossier → plateforme, colonnes que le dossier n'a pas comprises."""
    action = {
        "Axe (x)": "Mobilité",
        "Sous-axe (x.x)": "Vélo",
        "Titre de l'action": "Tracer une piste",
        "Descriptif": "Deux kilomètres.",
        "Instances de gouvernance": "Comité mensuel",
        "Objectifs": "Rouler sans danger.",
        "Structure pilote": "Anne-Marie & Co, Ville",
        "Personne pilote": "Prénom A, Prénom B",
        "Moyens humains et techniques": "0,2 ETP",
        "Partenaires": "Région / Département, Club (Nord, Sud)",
        "Direction ou service pilote": "Voirie",
        "Participation Citoyenne": "Consultation",
        "Financements": "Dossier en cours",
        "Financeur 1": "Région",
        "Budget prévisionnel total € HT": 12500.5,
        "Statut": "A discuter",
        "Niveau de priorité": "Élevé",
        "Date de début": dt.date(2026, 9, 1),
        "Date de fin": dt.date(2027, 6, 30),
    }
    dossier = check_file(ROOT / "exemples" / "les-mureaux.yaml").dossier
    template = [[cell.value for cell in row.cells] for row in build_tet(dossier).workbook.sheets[0].rows[:3]]
    titles = template[1]
    line = [action.get(title) for title in titles]
    line[18] = 8000
    step = [line[at] if at in {0, 1, 3} else None for at in range(len(titles))]
    step[4], step[24] = "Acheter la peinture", "En cours"
    path = save(tmp_path / "tet.xlsx", {"Fichier dimport": [*template, line, step]})
    produce_import(path, tmp_path, choices=ImportChoices(today=TODAY), writing=ImportWriting())
    for name in ("tet-dossier.ods", "tet-dossier.xlsx"):
        draft = check_file(tmp_path / name).draft
        sheet = build_tet(draft, people=True).workbook.sheets[0]
        rows = [[cell.value for cell in row.cells] for row in sheet.rows[3:]]
        funding = titles.index("Financements")
        assert "Dossier en cours" in rows[0][funding]
        for at in range(28):
            if at != funding:
                assert (titles[at], rows[0][at] or None) == (titles[at], line[at])
                assert (titles[at], rows[1][at] or None) == (titles[at], step[at])


def test_un_export_de_la_plateforme_se_lit_a_la_ligne_3(tmp_path: Path) -> None:
    """Groupes, titres, puis les actions ; dates en texte, listes à la ligne, noms de personnes laissés."""
    titles = [
        "Axe (x)",
        "Sous-sous-axe (x.x.x)",
        "Titre de l'action",
        "Thématique principale",
        "Statut",
        "Date de fin",
        "Partenaires",
        "Cibles",
        "2025",
        "Financeur 1",
        "Montant (TTC)",
        "Créé par",
    ]
    groups = ["Présentation de l'action", *[None] * 7, "Notes", None, None, "Données de création"]
    line = [
        "Mobilité",
        "Vélo",
        "Tracer une piste",
        "Transports",
        "En retard",
        "30/06/2027",
        "Mairie\nClub",
        "Habitants",
        "Réunion faite",
        "Région",
        8000,
        "Prénom NOM",
    ]
    plan = read(save(tmp_path / "Export.xlsx", {"Plan": [groups, titles, line]}))
    (action,) = plan.reading.draft.actions
    assert (action.axis, action.title, action.status) == ("Mobilité > Vélo", "Tracer une piste", Status.LATE)
    assert (action.end, action.partners) == (dt.date(2027, 6, 30), ("Mairie", "Club"))
    assert (action.funders, action.funding, action.target) == (("Région",), 8000, "")
    assert [one.value for one in plan.left] == ["Transports", "Habitants", "Réunion faite"]
    assert "Prénom NOM" not in str(plan.values)


# --- Le fichier des colonnes ----------------------------------------------------------------


def test_le_fichier_des_colonnes_se_corrige_et_se_rend(tmp_path: Path) -> None:
    """« Commentaires » va au descriptif, « Pilote » n'est plus pris."""
    path = save(
        tmp_path / "plan.xlsx", {"Feuil1": [["Action", "Pilote", "Commentaires"], ["Un", "CC", "À voir."]]}
    )
    text = write_columns(read(path).plans).decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith(
        "Feuille;Colonne;Titre de la colonne;Un exemple;Champ du dossier;Champs possibles"
    )
    lines[2] = lines[2].replace(";Structure pilote;", ";;", 1)
    lines[3] = lines[3].replace(";À voir.;;", ";À voir.;Descriptif;", 1)
    columns = tmp_path / "colonnes.csv"
    columns.write_bytes("\r\n".join(lines).encode("cp1252", "replace"))
    plan = read(path, columns=read_columns(columns))
    (action,) = plan.reading.draft.actions
    assert (action.lead, action.description) == ("", "À voir.")
    assert [one.value for one in plan.left] == ["CC"]


def test_un_nom_de_feuille_pris_pour_une_formule_se_retrouve(tmp_path: Path) -> None:
    """« -2026- » est écrit sans que le tableur le calcule, et relu tel quel."""
    path = save(tmp_path / "plan.xlsx", {"-2026-": [["Action", "Pilote"], ["Un", "=CC"]]})
    columns = tmp_path / "colonnes.csv"
    columns.write_bytes(write_columns(read(path).plans))
    assert read(path, columns=read_columns(columns)).reading.draft.actions[0].title == "Un"


def test_un_champ_inconnu_du_fichier_des_colonnes_se_dit(tmp_path: Path) -> None:
    """Avec sa ligne, et le champ le plus proche."""
    columns = tmp_path / "colonnes.csv"
    columns.write_text("Feuille;Colonne;Champ du dossier\nFeuil1;A;Structure pilot\n", encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_columns(columns)
    (problem,) = refused.value.problems
    assert (problem.code, problem.where.line) == ("import-colonnes", 2)
    assert "Structure pilote" in problem.message


# --- Ce qui ne se reprend pas ---------------------------------------------------------------


def refuse(path: Path, **choices: Any) -> str:
    with pytest.raises(InputError) as refused:
        read(path, **choices)
    return refused.value.problems[0].code


def test_deux_versions_du_meme_plan_se_demandent(tmp_path: Path) -> None:
    """Mêmes actions, ou même nom à l'année près ; « --feuille » répond."""
    row = [1, "Tracer une piste", "CC", "2027", 5000, "En cours"]
    path = save(
        tmp_path / "plan.xlsx", {"Plan 2025": [HEADINGS, row], "Plan 2026": [HEADINGS, [*row[:5], "Fait"]]}
    )
    assert refuse(path) == "import-deux-plans"
    assert read(path, sheets=("plan 2026",)).reading.draft.actions[0].status is Status.DONE
    assert refuse(path, sheets=("plan 2027",)) == "import-feuille"


def test_un_fichier_demesure_ou_deja_a_nous_est_refuse(tmp_path: Path) -> None:
    """Une phrase, et rien d'écrit."""
    many = save(
        tmp_path / "long.xlsx", {"F": [HEADINGS, *([at, "Un", "CC", 2027, 1, "Fait"] for at in range(2500))]}
    )
    assert refuse(many) == "import-trop-long"
    assert refuse(ROOT / "exemples" / "les-mureaux.yaml") == "import-deja-dossier"
    assert refuse(ROOT / "exemples" / "pays-de-retz.ods") == "import-deja-dossier"
    (tmp_path / "plan.docx").write_bytes(b"PK")
    assert refuse(tmp_path / "plan.docx") == "import-format"
    cut = tmp_path / "coupe.xlsx"
    cut.write_bytes(many.read_bytes()[:5000])
    assert refuse(cut) == "classeur-illisible"


def test_une_formule_vaut_son_resultat_et_sans_lui_se_demande(tmp_path: Path) -> None:
    """Enregistrée par un outil qui ne calcule pas, elle n'a rien à lire : ce n'est pas une case vide."""
    plan = read_rows(tmp_path, [["Action", "Pilote", "Budget"], ["Un", "CC", "=2*3"], ["Deux", "CC", 5]])
    (problem,) = [one for one in plan.problems if one.blocking]
    assert "formule" in problem.message
    assert (problem.where.line, problem.where.column) == (2, "Budget")


def test_des_titres_sans_action_dessous_sont_refuses(tmp_path: Path) -> None:
    """Jamais un dossier vide."""
    assert refuse(save(tmp_path / "titres.xlsx", {"Plan": [HEADINGS]})) == "import-sans-action"


def test_un_titre_fusionne_ne_repete_pas_ce_qui_l_est_aussi(tmp_path: Path) -> None:
    """Le pilote fusionné avec le titre n'est pas une suite ; le deuxième partenaire en est une."""
    rows = [["Action", "Pilote", "Partenaires"], ["Un", "CC", "Mairie"], [None, None, "CAF"]]
    plan = read_rows(tmp_path, rows, merged=["A2:A3", "B2:B3"])
    (action,) = plan.reading.draft.actions
    assert (action.lead, action.partners) == ("CC", ("Mairie", "CAF"))
    assert sum(one.code == "import-suite" for one in plan.problems) == 1


def test_un_csv_coupe_au_milieu_se_remarque(tmp_path: Path) -> None:
    """Sa dernière ligne a moins de cases que les autres."""
    path = tmp_path / "plan.csv"
    lines = ["Action;Pilote;Échéance", *(f"Action {at};CC;2027" for at in range(5)), "Action 6;C"]
    path.write_text("\n".join(lines), encoding="utf-8")
    plan = read(path)
    (problem,) = [one for one in plan.problems if one.code == "import-coupe"]
    assert problem.where.line == 7


def test_sans_titre_reconnu_le_fichier_des_colonnes_s_ecrit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """La phrase dit ce qui a été lu ; le fichier, une fois rempli, suffit."""
    path = save(tmp_path / "plan.xlsx", {"F": [["Libre", "Autre"], ["Tracer une piste", "CC"]]})
    assert main(["importer", str(path), "--dans", str(tmp_path)]) == 1
    assert "Libre, Autre" in capsys.readouterr().err
    columns = tmp_path / "plan (colonnes).csv"
    text = columns.read_text(encoding="utf-8-sig")
    text = text.replace(";Tracer une piste;;", ";Tracer une piste;Titre de l'action;").replace(
        ";CC;;", ";CC;Structure pilote;"
    )
    columns.write_text(text, encoding="utf-8-sig")
    options = ["--dans", str(tmp_path), "--formats", "yaml", "--colonnes", str(columns)]
    assert main(["importer", str(path), *options]) == 0
    assert "Tracer une piste" in (tmp_path / "plan-dossier.yaml").read_text(encoding="utf-8")


# --- Le dossier écrit -----------------------------------------------------------------------


def test_le_dossier_ecrit_dit_ce_qui_manque_et_se_relit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Deux feuilles de plus, que la lecture laisse ; complété, il donne ses documents."""
    rows = [["Action", "Pilote", "Budget", "Commentaires"], ["Tracer une piste", "CC", "12.500", "À voir."]]
    path = save(tmp_path / "plan.xlsx", {"Feuil1": rows})
    before = path.read_bytes()
    assert main(["importer", str(path), "--dans", str(tmp_path), "--territoire", "Les Mureaux"]) == 0
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "À remplir avant tout document" in said
    assert "« Commentaires » (1 case)" in said
    assert path.read_bytes() == before
    book = openpyxl.load_workbook(io.BytesIO((tmp_path / "plan-dossier.xlsx").read_bytes()))
    assert {"À compléter", "Non repris"} <= set(book.sheetnames)
    todo = [[cell.value for cell in row] for row in book["À compléter"]]
    assert any(row[0] == "À corriger" and "12.500" in str(row[2]) for row in todo)
    reading = check_file(tmp_path / "plan-dossier.ods", today=TODAY)
    assert reading.draft.actions[0].title == "Tracer une piste"
    assert not any(one.code.startswith("feuille") for one in reading.problems)
    assert {one.code for one in reading.problems if one.stops} == {"champ-vide"}


def test_rien_n_est_ecrase_sans_le_dire(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Un dossier déjà complété, un fichier de colonnes déjà corrigé restent."""
    path = save(tmp_path / "plan.xlsx", {"Feuil1": [["Action", "Pilote"], ["Un", "CC"]]})
    produce_import(path, tmp_path, choices=ImportChoices(), writing=ImportWriting(formats=("yaml",)))
    kept = tmp_path / "plan-dossier.yaml"
    kept.write_text("complété", encoding="utf-8")
    assert main(["importer", str(path), "--dans", str(tmp_path), "--formats", "yaml"]) == 2
    assert "existe déjà" in capsys.readouterr().err
    assert kept.read_text(encoding="utf-8") == "complété"
