"""Une seule lecture pour tous les tableaux : les titres où qu'ils soient, chaque case avec ses problèmes."""

from __future__ import annotations

from pathlib import Path

from kit.domain.values import Place
from kit.reading.fields import Field, Form, Layout
from kit.reading.parsing import parse_record
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.sheet_rows import read_form
from kit.reading.tables.titles import find_sheet
from kit.reading.values.raw_value import RawValue
from kit.training.outcome.answering import read_items
from kit.training.questionnaires import Item, ItemKind
from kit.training.rosters import read_roster

FIELDS = (
    Field(key="name", name="nom", label="Nom", help="Le nom.", required=True, aliases=("Structure",)),
    Field(key="role", name="role", label="Rôle", help="Son rôle."),
)
TABLE = Form(key="t", name="t", title="Acteurs", intro="", layout=Layout.TABLE, fields=FIELDS)


def build_sheet(*rows: tuple[RawValue, ...], title: str = "Feuille 1") -> RawSheet:
    return RawSheet(title=title, where=Place(file="f.ods", sheet=title), rows=rows)


def test_les_titres_se_trouvent_sous_un_intitule_et_dans_le_desordre() -> None:
    """Une ligne de plusieurs titres l'emporte sur un intitulé seul ; chaque case a son endroit."""
    reading = read_form(
        TABLE, build_sheet(("Structure",), (), ("Rôle", None, "NOM *"), ("porte", "?", "Mairie"))
    )
    (record,) = reading.table.records
    assert parse_record(TABLE, record)[0] == {"name": "Mairie", "role": "porte"}
    assert (record.cells["name"].where.line, record.cells["name"].where.column) == (4, "Nom")


def test_une_colonne_absente_n_est_pas_redite_a_chaque_ligne() -> None:
    """Un seul problème, à la ligne des titres."""
    reading = read_form(TABLE, build_sheet(("Rôle", "Nomm"), ("porte", "x"), ("finance", "y")))
    assert [(one.code, one.where.line) for one in reading.problems] == [
        ("colonne-inconnue", 1),
        ("colonne-absente", 1),
    ]
    assert [parse_record(TABLE, record)[1] for record in reading.table.records] == [(), ()]


def test_une_case_en_erreur_garde_son_probleme_et_le_reste_se_lit() -> None:
    """« #REF! » ne fait pas dire en plus que le champ est vide."""
    reading = read_form(TABLE, build_sheet(("Nom", "Rôle"), ("#REF!", "porte")))
    values, problems = parse_record(TABLE, reading.table.records[0])
    assert values == {"role": "porte"}
    assert [one.code for one in problems] == ["erreur-de-tableur"]


def test_la_feuille_se_reconnait_a_ses_titres_si_son_nom_a_change() -> None:
    """Celle de son nom d'abord, sinon celle qui porte le plus de titres."""
    other, named = build_sheet(("Nom",)), build_sheet(("Nom", "Rôle"), title="Nos acteurs")
    assert find_sheet(TABLE, [other, named]) is named
    kept = build_sheet(("Nom",), title="ACTEURS")
    assert find_sheet(TABLE, [named, kept]) is kept
    assert find_sheet(TABLE, [build_sheet(("x", "y"))]) is None


def test_deux_colonnes_d_un_meme_champ_se_disent_sans_arreter_une_liste(tmp_path: Path) -> None:
    """« Commune » et « Code INSEE » : la première suffit."""
    path = tmp_path / "liste.csv"
    path.write_text("Nom;Commune;Code INSEE\nCamille Exemple;Les Mureaux;78440\n", encoding="utf-8")
    roster = read_roster(path)
    assert roster.trainees[0].territory.code == "78440"
    assert [one.code for one in roster.problems] == ["colonne-double"]


def test_deux_reponses_jointes_par_et_sont_deux_reponses() -> None:
    """« A et B » n'est pas lu « A » ; une ligne recopiée vaut sa lettre."""
    item = Item(
        key="QST-1",
        text="?",
        kind=ItemKind.CHOICES,
        answers=("A", "B", "C"),
        labels=("Le maire et ses adjoints", "Les agents", "Personne"),
    )
    head = ("Repère", "Question", "Réponses possibles", "Votre réponse")
    for given, expected in (
        ("A et B", ("A", "B")),
        ("A. Le maire et ses adjoints", ("A",)),
        ("A. Le maire et ses adjoints, C. Personne", ("A", "C")),
    ):
        answers, problems = read_items(build_sheet(head, ("QST-1", "?", "", given)), (item,))
        assert (answers, problems) == ({"QST-1": expected}, [])
