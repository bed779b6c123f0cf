"""Les écritures des gens : ce qui est lu à la lettre, ce qui est lu et redit, ce qui est demandé."""

from __future__ import annotations

import csv
import datetime as dt
from itertools import combinations
from pathlib import Path

import pytest

from kit.domain.values import Place
from kit.products.observatory.questions import QUESTIONS
from kit.reading.dossier import resolve_all
from kit.reading.fields import FieldKind
from kit.reading.forms import FORMS, RESPONDENT, Field
from kit.reading.parsing import parse_value
from kit.reading.tables.yaml_rows import read_yaml
from kit.reading.values.choices import index_choices
from kit.reading.values.writings import fold_agreed, load_writings

HERE = Place(file="d.ods", sheet="Actions", line=5, column="X")
BY_KEY = {(form.key, field.key): field for form in (*FORMS, RESPONDENT) for field in form.fields}
TOLD, ASKED, LITERAL, BLANK = "lu-comme", "demandé", "", "laisse-vide"


def find_field(form: str, key: str) -> Field:
    return BY_KEY[form, key]


def read(field: Field, raw: object) -> tuple[object, list[str]]:
    value, problems = parse_value(field, raw, HERE)
    return value, [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("raw", "day", "code"),
    [
        ("01/03/2027", "2027-03-01", LITERAL),
        ("1/3/2027", "2027-03-01", LITERAL),
        ("01.03.2027", "2027-03-01", LITERAL),
        ("01-03-2027", "2027-03-01", LITERAL),
        ("2027-03-01", "2027-03-01", LITERAL),
        ("2027-03-01T08:30:00Z", "2027-03-01", LITERAL),
        ("01/03/27", "2027-03-01", TOLD),
        ("2027/03/01", "2027-03-01", TOLD),
        ("1er mars 2027", "2027-03-01", TOLD),
        ("1 mars 2027", "2027-03-01", TOLD),
        ("le 1er mars 2027", "2027-03-01", TOLD),
        ("15 janv. 2027", "2027-01-15", TOLD),
        ("15 janvier 27", "2027-01-15", TOLD),
        ("2 décembre 2026", "2026-12-02", TOLD),
        ("2 DECEMBRE 2026", "2026-12-02", TOLD),
        ("15 août 2027", "2027-08-15", TOLD),
        ("15 févr. 2027", "2027-02-15", TOLD),
        ("lundi 1er mars 2027", "2027-03-01", TOLD),
        ("jeudi 21 janvier 2027 à 18h30", "2027-01-21", TOLD),
        ("jeudi 21 janvier 2027, 18 h 30", "2027-01-21", TOLD),
        ("01/03/2027 18:30", "2027-03-01", TOLD),
        ("mars 2027", "2027-03-31", TOLD),
        ("février 2028", "2028-02-29", TOLD),
        ("sept. 2028", "2028-09-30", TOLD),
        ("Juin 2028", "2028-06-30", TOLD),
        ("03/2027", "2027-03-31", TOLD),
        ("2027-03", "2027-03-31", TOLD),
        ("fin mars 2027", "2027-03-31", TOLD),
        ("T1 2027", "2027-03-31", TOLD),
        ("2027 T3", "2027-09-30", TOLD),
        ("1er trimestre 2027", "2027-03-31", TOLD),
        ("trimestre 4 2027", "2027-12-31", TOLD),
        ("S1 2027", "2027-06-30", TOLD),
        ("second semestre 2027", "2027-12-31", TOLD),
        ("fin 2027", "2027-12-31", TOLD),
        ("d'ici fin 2027", "2027-12-31", TOLD),
        ("courant 2027", "2027-12-31", TOLD),
        ("2027", "2027-12-31", TOLD),
        ("printemps 2027", None, ASKED),
        ("Rentrée 2027", None, ASKED),
        ("début 2027", None, ASKED),
        ("mi-mars 2027", None, ASKED),
        ("lundi 2 mars 2027", None, ASKED),
        ("27 mars", None, ASKED),
        ("mars 27", None, ASKED),
        ("2026-2027", None, ASKED),
        ("31/02/2027", None, ASKED),
        ("13/2027", None, ASKED),
        ("T5 2027", None, ASKED),
        ("S3 2027", None, ASKED),
        ("à définir", None, BLANK),
        ("?", None, BLANK),
    ],
)
def test_une_date_se_lit_ou_se_demande(raw: str, day: str | None, code: str) -> None:
    """Une période est datée de son dernier jour ; ce qui n'est pas sûr n'est pas deviné."""
    value, codes = read(find_field("actions", "end"), raw)
    assert value == (dt.date.fromisoformat(day) if day else None)
    check_codes(codes, code)


TABLE = Path(__file__).parents[1] / "data" / "ecritures.csv"


def list_written() -> list[tuple[str, str, str, str]]:
    """Le tableau des écritures : le champ, ce qui est écrit, ce qui est lu, ce qui est dit ou demandé."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    return [(row[0], row[1], row[2], row[3]) for row in rows[1:]]


def show(value: object) -> str:
    if isinstance(value, tuple):
        return " | ".join(map(str, value))
    return f"{value:.10g}" if isinstance(value, float) else str(value) if value is not None else ""


@pytest.mark.parametrize(("field", "raw", "value", "said"), list_written())
def test_une_ecriture_du_tableau_se_lit_se_redit_ou_se_demande(
    field: str, raw: str, value: str, said: str
) -> None:
    """Chaque ligne de ``tests/data/ecritures.csv`` ; le champ « territoire » y désigne des codes."""
    if field == "territoire":
        names = tuple(part.strip() for part in raw.split(";"))
        territory, problems = resolve_all(names, "", HERE)
        found = territory.code or " | ".join(code for code, _ in territory.members)
    else:
        parsed, problems = parse_value(find_field(*field.split(".")), raw, HERE)
        found = show(parsed)
    assert (found, ",".join(dict.fromkeys(problem.code for problem in problems))) == (value, said)


def test_le_tableau_des_ecritures_a_au_moins_cent_vingt_lignes_distinctes() -> None:
    """Chacune une seule fois, et de plus d'une sorte."""
    written = [(field, raw) for field, raw, _, _ in list_written()]
    assert len(set(written)) == len(written) >= 120
    assert len({field for field, _ in written}) > 8


def check_codes(codes: list[str], code: str) -> None:
    if code == ASKED:
        assert codes
        assert not {TOLD, BLANK} & set(codes)
    else:
        assert codes == ([code] if code else [])


@pytest.mark.parametrize(
    ("raw", "amount", "code"),
    [
        (12.5, 12.5, LITERAL),
        ("12 500", 12500, LITERAL),
        ("12\u202f500\u00a0€", 12500, LITERAL),
        ("12 500,50 € HT", 12500.5, LITERAL),
        ("1250,5", 1250.5, LITERAL),
        ("0,125", 0.125, LITERAL),
        ("12 500.500", 12500.5, LITERAL),
        ("60 k€", 60000, TOLD),
        ("60k", 60000, TOLD),
        ("12.5 K€", 12500, TOLD),
        ("1,2 M€", 1200000, TOLD),
        ("2 millions d’euros", 2000000, TOLD),
        ("3 milliers d'euros", 3000, TOLD),
        ("12’500", 12500, TOLD),
        ("12'500", 12500, TOLD),
        ("12.500,00 €", 12500, TOLD),
        ("12,500.00", 12500, TOLD),
        ("1.234.567", 1234567, TOLD),
        ("12 500 € TTC", 12500, TOLD),
        ("128 000,00 € T.T.C.", 128000, TOLD),
        ("3 200 EUR", 3200, TOLD),
        ("1 250 H.T.", 1250, TOLD),
        ("env. 12 000", 12000, TOLD),
        ("environ 12 000 €", 12000, TOLD),
        ("~ 12 000", 12000, TOLD),
        ("à peu près 40 k€", 40000, TOLD),
        ("zéro", 0, TOLD),
        ("gratuit", 0, TOLD),
        ("12.500", None, ASKED),
        ("1,250", None, ASKED),
        ("12.500 €", None, ASKED),
        ("1,250 k€", None, ASKED),
        ("12 000 à 15 000", None, ASKED),
        ("24 500 €/an", None, ASKED),
        ("12 %", None, ASKED),
        ("douze personnes", None, ASKED),
        ("beaucoup", None, ASKED),
        ("à préciser", None, BLANK),
    ],
)
def test_un_montant_se_lit_ou_se_demande(raw: str | float, amount: float | None, code: str) -> None:
    """« 12.500 » se lit de deux façons : il est demandé."""
    value, codes = read(find_field("actions", "budget"), raw)
    assert value == amount
    check_codes(codes, code)


def test_une_ecriture_ambigue_dit_ses_deux_lectures() -> None:
    """La question donne les deux réponses ; TTC est dit."""
    (problem,) = parse_value(find_field("actions", "budget"), "12.500", HERE)[1]
    assert "12\u202f500 ou 12,50" in problem.message
    (told,) = parse_value(find_field("actions", "budget"), "12 500 € TTC", HERE)[1]
    assert "TTC" in told.message


def test_un_montant_de_yaml_avec_un_point_est_demande_aussi() -> None:
    """YAML y voit un nombre à virgule ; la personne, peut-être, des milliers."""
    tables, _ = read_yaml("actions:\n- numero: A1\n  budget: 12.500\n- numero: A2\n  budget: 12500.5\n", HERE)
    first, second = (record.cells["budget"].value for record in tables["actions"].records)
    assert read(find_field("actions", "budget"), first) == (None, ["nombre-ambigu"])
    assert read(find_field("actions", "budget"), second) == (12500.5, [])


@pytest.mark.parametrize(
    ("raw", "count", "code"),
    [
        ("86", 86, LITERAL),
        (86.0, 86, LITERAL),
        ("1 250", 1250, LITERAL),
        ("1.250", 1250, TOLD),
        ("environ 120", 120, TOLD),
        ("86 adhérents", 86, TOLD),
        ("une dizaine", 10, TOLD),
        ("zéro", 0, TOLD),
        ("aucun", 0, TOLD),
        ("1,5 ETP", None, ASKED),
        ("12 dont 3 salariés", None, ASKED),
        ("-3", None, ASKED),
        ("NSP", None, BLANK),
    ],
)
def test_un_compte_se_lit_ou_se_demande(raw: str | float, count: int | None, code: str) -> None:
    """Un nombre entier, ce qu'il compte écrit derrière ou non."""
    field = next(one for one in QUESTIONS if one.kind is FieldKind.COUNT)
    value, codes = read(field, raw)
    assert value == count
    check_codes(codes, code)


CHOICES = (
    *(
        ("actions", "status", raw, "Réalisé")
        for raw in ("Fait", "Terminée", "Réalisées", "achevé", "Clôturé")
    ),
    *(("actions", "status", raw, "À venir") for raw in ("à faire", "Non commencée", "Prévue", "planifié")),
    *(("actions", "status", raw, "En cours") for raw in ("Commencée", "démarré", "Lancées")),
    *(("actions", "status", raw, "En pause") for raw in ("suspendue", "En attente")),
    *(("actions", "status", raw, "Abandonné") for raw in ("Annulée", "abandonnés")),
    *(
        ("actions", "priority", raw, "Élevé")
        for raw in ("Haute", "Forte", "élevée", "P1", "Urgent", "Prioritaire")
    ),
    *(("actions", "priority", raw, "Moyen") for raw in ("Moyenne", "normale", "P2")),
    *(("actions", "priority", raw, "Bas") for raw in ("Basse", "faible", "P3", "Secondaire")),
    *(
        ("partners", "commitment", raw, "engagé")
        for raw in ("Engagée", "engagés", "Engagé·e·s", "engagé(e)", "Signé")
    ),
    *(("partners", "kind", raw, "intercommunalité") for raw in ("Communauté de communes", "EPCI", "agglo")),
    *(("partners", "kind", raw, "État et opérateurs") for raw in ("Préfecture", "protection sociale", "CAF")),
    *(("partners", "kind", raw, "département ou région") for raw in ("Département", "Conseil régional")),
    *(("partners", "kind", raw, "entreprise") for raw in ("Entreprises", "PME", "commerçants")),
    *(("partners", "role", raw, "finance") for raw in ("financeur", "Cofinanceurs")),
    *(("answers", "level", raw, "B") for raw in ("B – consultés", "B.  parfois", "B: un peu")),
    ("answers", "level", "non concerné", "NC"),
    ("roles", "role", "informée", "I"),
    ("roles", "role", "informé", "I"),
    ("actions", "priority", "1", None),
    ("actions", "status", "peut-être", None),
    ("partners", "kind", "divers", None),
)


@pytest.mark.parametrize(("form", "key", "raw", "choice"), CHOICES)
def test_un_choix_se_lit_sous_ses_autres_mots(form: str, key: str, raw: str, choice: str | None) -> None:
    """Accords, synonymes, lettre suivie d'un mot ; lu et redit, ou demandé."""
    value, codes = read(find_field(form, key), raw)
    assert value == choice
    check_codes(codes, TOLD if choice else ASKED)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("élus, financeurs et habitants", ("élu", "financeur", "habitant")),
        ("Élu·e·s / agents", ("élu", "agent")),
        ("élu ; entreprise", ("élu", "entreprise")),
        ("DGS et élus", ("direction générale", "élu")),
        ("associations\nentreprises", ("association", "entreprise")),
    ],
)
def test_une_liste_se_lit_avec_des_virgules_ou_et(raw: str, expected: tuple[str, ...]) -> None:
    """Chaque mot reconnu, dans l'ordre."""
    assert read(find_field("alliance", "audiences"), raw)[0] == expected


def test_aucune_ecriture_admise_ne_designe_deux_choix_de_la_meme_liste() -> None:
    """Sans quoi elle serait refusée en silence ; et aucune ne répète un choix."""
    words = load_writings().choices
    lists = {field.choices for field in (*BY_KEY.values(), *QUESTIONS) if field.choices}
    for choices in lists:
        known = {choice: {fold_agreed(word) for word in words.get(choice, ())} for choice in choices}
        for first, second in combinations(choices, 2):
            assert not known[first] & known[second], (first, second)
        assert all(index_choices(choices).find(choice) == choice for choice in choices)


def test_chaque_choix_de_la_table_est_celui_d_une_liste() -> None:
    """Une faute de frappe dans la table se voit ici."""
    listed = {choice for field in (*BY_KEY.values(), *QUESTIONS) for choice in field.choices}
    assert sorted(set(load_writings().choices) - {str(choice) for choice in listed}) == []
