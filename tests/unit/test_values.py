"""D'une case brute à une valeur typée."""

from __future__ import annotations

import datetime as dt

import pytest

from kit.domain.values import Place
from kit.reading.forms import ACTIONS, ALLIANCE, Field
from kit.reading.parsing import parse_value

HERE = Place(file="d.ods", sheet="Actions", line=5, column="X")
BY_KEY = {field.key: field for field in (*ALLIANCE.fields, *ACTIONS.fields)}


def field(key: str) -> Field:
    return BY_KEY[key]


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        (12500, 12500.0),
        (0, 0.0),
        ("12 500", 12500.0),
        ("12 500,50 €", 12500.5),
        ("12\u202f500\u00a0€ HT", 12500.0),
        ("1250,5", 1250.5),
        ("8000.25", 8000.25),
    ],
)
def test_un_montant_francais_se_lit(raw: str | int, amount: float) -> None:
    """Espaces, virgule, signe de l'euro et HT sont compris."""
    assert parse_value(field("budget"), raw, HERE) == (amount, ())


@pytest.mark.parametrize("raw", [10**400, "12 %", "9" * 400])
def test_un_nombre_sans_fin_ou_une_part_n_est_pas_un_montant(raw: str | int) -> None:
    """Trop grand pour être compté, ou portant « % » : une phrase, jamais une erreur du programme."""
    value, problems = parse_value(field("budget"), raw, HERE)
    assert value is None
    assert [problem.code for problem in problems] == ["nombre-attendu"]


@pytest.mark.parametrize("raw", ["12 000 à 15 000", "1e9999", "deux ou trois", "1,2,3", True])
def test_un_montant_douteux_est_refuse(raw: str) -> None:
    """Ce qui n'est pas un nombre seul est signalé, jamais deviné."""
    value, problems = parse_value(field("budget"), raw, HERE)
    assert value is None
    assert [problem.code for problem in problems] == ["nombre-attendu"]


def test_un_montant_negatif_est_hors_bornes() -> None:
    """Un budget ne peut pas être négatif."""
    assert parse_value(field("budget"), -5, HERE)[1][0].code == "nombre-hors-bornes"


@pytest.mark.parametrize("raw", ["01/09/2026", "1/9/2026", "2026-09-01", "01.09.2026", dt.date(2026, 9, 1)])
def test_une_date_se_lit_sous_ses_formes_courantes(raw: str | dt.date) -> None:
    """JJ/MM/AAAA d'abord ; la forme ISO et les dates du tableur aussi."""
    assert parse_value(field("start"), raw, HERE) == (dt.date(2026, 9, 1), ())


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        ("31/02/2026", "date-attendue"),
        ("2026-2027", "date-plage"),
        ("27 mars", "date-vague"),
        ("mars 27", "date-attendue"),
        (12, "date-attendue"),
        ("01/09/0026", "date-attendue"),
    ],
)
def test_une_date_douteuse_est_refusee(raw: str | int, code: str) -> None:
    """Une date impossible ou incomplète est demandée, avec sa raison."""
    value, problems = parse_value(field("start"), raw, HERE)
    assert value is None
    assert problems[0].code == code
    assert problems[0].where == HERE


@pytest.mark.parametrize("raw", ["En cours", "en cours", " EN COURS ", "En cours\n"])
def test_un_choix_pardonne_la_casse_et_les_espaces(raw: str) -> None:
    """La valeur rendue est celle de la liste."""
    assert parse_value(field("status"), raw, HERE) == ("En cours", ())


def test_un_choix_presque_juste_est_suggere() -> None:
    """« Vouliez-vous dire » nomme le choix le plus proche."""
    _, problems = parse_value(field("status"), "En court", HERE)
    assert "vouliez-vous dire « En cours »" in problems[0].message


def test_plusieurs_choix_dont_un_faux_donnent_les_justes_et_un_probleme() -> None:
    """Ce qui peut être lu est lu, le reste est nommé."""
    value, problems = parse_value(field("audiences"), "élu ; patron ; agent", HERE)
    assert value == ("élu", "agent")
    assert "patron" in problems[0].message


def test_des_choix_se_separent_par_une_virgule_ou_et() -> None:
    """Seulement si les morceaux sont de la liste."""
    assert parse_value(field("audiences"), "Élu, agent et habitant", HERE) == (
        ("élu", "agent", "habitant"),
        (),
    )
    assert "« chefs et cheffes »" in parse_value(field("audiences"), "chefs et cheffes", HERE)[1][0].message


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("4 ; 8 ; 17", (4, 8, 17)),
        ("ODD 17, ODD 4", (4, 17)),
        (17, (17,)),
        (4.0, (4,)),
        ("4 et 17", (4, 17)),
        ("3 – Bonne santé et bien-être ; 8 – Travail", (3, 8)),
    ],
)
def test_des_numeros_d_odd_se_lisent(raw: str | float, numbers: tuple[int, ...]) -> None:
    """Triés, sans double."""
    assert parse_value(field("odd"), raw, HERE) == (numbers, ())


@pytest.mark.parametrize("raw", ["0", "18", "4,8,x", 4.8, "-1"])
def test_un_numero_d_odd_hors_de_1_a_17_est_refuse(raw: str | float) -> None:
    """« 4,8 » devenu 4.8 dans un tableur n'est pas pris pour deux numéros."""
    assert "nombre-hors-bornes" in [problem.code for problem in parse_value(field("odd"), raw, HERE)[1]]


def test_un_texte_trop_long_est_signale_avec_sa_longueur() -> None:
    """La limite et la longueur trouvée sont dites."""
    _, problems = parse_value(field("title"), "x" * 301, HERE)
    assert "301" in problems[0].message
    assert "300" in problems[0].message


def test_une_case_vide_ne_donne_ni_valeur_ni_probleme() -> None:
    """L'absence n'est pas une faute de saisie."""
    assert parse_value(field("budget"), "   ", HERE) == (None, ())
