"""La table de contrôle des sources, recopiée à la main : le catalogue dit exactement ces nombres.

Les valeurs viennent de la relecture des Actes, page par page ; elles ne sont lues dans aucun fichier du
kit, pour qu'une faute de frappe dans les données ne puisse pas se valider elle-même.
"""

from __future__ import annotations

import pytest

from kit.knowledge.catalogue import Quiz, Survey, load_catalogue

CATALOGUE = load_catalogue()


def list_values(key: str) -> list[float]:
    """Les chiffres d'une fiche, dans l'ordre."""
    return [figure.value for figure in CATALOGUE.get_entry(key).figures]


def read_rows(key: str) -> dict[str, tuple[float | None, ...]]:
    """Les lignes du tableau d'une enquête, par libellé."""
    survey = CATALOGUE.get_entry(key)
    assert isinstance(survey, Survey)
    assert survey.table
    return {row.label: row.values for row in survey.table.rows}


def read_shares(key: str) -> list[float | None]:
    """Les parts des réponses d'une question, dans l'ordre."""
    quiz = CATALOGUE.get_entry(key)
    assert isinstance(quiz, Quiz)
    return [choice.share for choice in quiz.choices]


# --- Les enquêtes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("SUR01", 81),
        ("SUR02", 29),
        ("SUR03", 21),
        ("SUR05", 84),
        ("SUR06", 36),
        ("SUR07", 76),
        ("SUR08", 46),
        ("SUR10", 6),
        ("CJD-N", 107),
        ("CJD-A", 95),
    ],
)
def test_le_premier_chiffre_d_une_enquete_est_celui_des_actes(key: str, value: float) -> None:
    """Français, maires, dirigeants, étude du CJD."""
    assert list_values(key)[0] == value


@pytest.mark.parametrize(
    ("key", "totals"),
    [
        ("CJD-TAB-B", [91, 90, 92]),
        ("CJD-TAB-D", [92, 90, 90, 87, 82, 81]),
        ("SUR-TAB-UTILE", [81, 84]),
    ],
)
def test_les_totaux_d_un_tableau_sont_ceux_des_actes(key: str, totals: list[float]) -> None:
    """Dans l'ordre du graphique."""
    assert [values[-1] for values in read_rows(key).values()] == totals


@pytest.mark.parametrize("key", ["CJD-TAB-B", "CJD-TAB-D", "SUR-TAB-UTILE"])
def test_incontournable_et_utile_font_le_total_de_chaque_ligne(key: str) -> None:
    """La somme tient sur toutes les lignes, aucune valeur ne manque."""
    for label, (vital, useful, total) in read_rows(key).items():
        assert vital is not None, label
        assert useful is not None, label
        assert vital + useful == total, label


def test_les_marches_publics_gardent_le_chiffre_du_texte() -> None:
    """56 % d'après le texte, et non 36 % comme le graphique se lit ; 31 % par différence."""
    (row,) = [values for label, values in read_rows("CJD-TAB-D").items() if "marchés publics" in label]
    assert row == (56, 31, 87)


def test_les_profils_de_partenaires_laissent_vide_ce_qui_est_illisible() -> None:
    """Le premier rang est perdu ; les huit autres totaux sont lus ; seuls les totaux s'impriment."""
    rows = list(read_rows("CJD-TAB-C").values())
    assert rows == [(None,), (78,), (65,), (64,), (58,), (54,), (51,), (43,), (40,)]


def test_l_utilite_vue_par_le_cjd_fait_cent() -> None:
    """95 utile ou incontournable, 5 secondaire, 0 inutile, 0 contre-productif."""
    assert [values[0] for values in read_rows("CJD-TAB-A").values()] == [95, 5, 0, 0]


@pytest.mark.parametrize("key", ["CJD-TAB-A", "CJD-TAB-B", "CJD-TAB-C", "CJD-TAB-D"])
def test_chaque_tableau_du_cjd_dit_sa_base(key: str) -> None:
    """107 entreprises."""
    survey = CATALOGUE.get_entry(key)
    assert isinstance(survey, Survey)
    assert survey.table
    assert survey.table.base == 107


# --- Les questions posées aux participants ------------------------------------------------


@pytest.mark.parametrize(
    ("key", "shares"),
    [
        ("QZ2", [93, 4, 3, 0]),
        ("QZ3-B", [89, 11]),
        ("QZ3-C", [22, 78]),
        ("QZ3-D", [73, 27]),
        ("QZ4", [34, 33, 33, 0, 0]),
    ],
)
def test_les_reponses_des_participants_font_cent(key: str, shares: list[float]) -> None:
    """Les parts des Actes, dont la somme est 100."""
    assert read_shares(key) == shares
    assert sum(shares) == 100


def test_une_part_illisible_n_est_pas_inventee() -> None:
    """La part des participants qui ont répondu juste à la première question ne se lit pas."""
    assert read_shares("QZ3-A") == [None, None]


@pytest.mark.parametrize(
    ("key", "right"), [("QZ3-A", "Vrai"), ("QZ3-B", "Vrai"), ("QZ3-C", "Faux"), ("QZ3-D", "Faux")]
)
def test_la_bonne_reponse_est_celle_des_actes(key: str, right: str) -> None:
    """Une seule bonne réponse par question."""
    quiz = CATALOGUE.get_entry(key)
    assert isinstance(quiz, Quiz)
    assert [choice.label for choice in quiz.choices if choice.is_right] == [right]


@pytest.mark.parametrize("key", ["QZ1", "QZ2", "QZ4"])
def test_une_opinion_n_a_pas_de_bonne_reponse(key: str) -> None:
    """Ni vrai ni faux pour un avis."""
    quiz = CATALOGUE.get_entry(key)
    assert isinstance(quiz, Quiz)
    assert {choice.is_right for choice in quiz.choices} == {None}


# --- Les comptes --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("family", "count"),
    [
        ("programme-rencontre", 10),
        ("themes-leviers", 7),
        ("metiers", 4),
        ("ingenieries", 3),
        ("besoins", 4),
        ("profils", 5),
        ("echelons", 4),
        ("ateliers", 4),
        ("etapes-fonda", 3),
        ("global-compact", 6),
        ("portes", 4),
        ("outils-covid", 3),
        ("volets-covid", 2),
        ("prismes", 3),
        ("indice-fragilite", 4),
        ("quiz", 7),
        ("odd", 17),
        ("cibles", 19),
        ("programmes", 33),
    ],
)
def test_une_famille_a_le_nombre_de_fiches_des_sources(family: str, count: int) -> None:
    """Ni une de plus, ni une de moins."""
    assert len(CATALOGUE.list_entries(family)) == count


@pytest.mark.parametrize(
    ("family", "counts"),
    [
        ("themes-leviers", [3, 4, 3, 3, 2, 3, 4]),
        ("metiers", [4, 4, 4, 4]),
        ("etapes-fonda", [2, 2, 6]),
        ("volets-covid", [3, 3]),
        ("ateliers", [6, 6, 4, 13]),
    ],
)
def test_les_elements_d_une_famille_sont_tous_la(family: str, counts: list[int]) -> None:
    """22 questions ; 16 tâches ; 2 + 2 + 6 sous-étapes ; 6 volets ; 28 demandes et une lue sur une image."""
    assert [len(entry.details) for entry in CATALOGUE.list_entries(family)] == counts


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("RTE1", 4),  # trois niveaux, et un quatrième émergent
        ("RTE2-LECONS", 3),
        ("PRO4-PROFIL", 4),  # quatre collèges
        ("COA2", 3),
        ("MVT2", 3),
        ("BDT2", 4),
        ("ANC2", 3),
        ("C21-1", 4),
        ("C21-5", 4),  # quatre chapitres du guide
        ("ING3", 2),
        ("ANP-CONTRAT", 4),  # quatre thèmes du contrat de réciprocité
    ],
)
def test_une_fiche_a_le_nombre_d_elements_des_sources(key: str, count: int) -> None:
    """Niveaux, enseignements, collèges, axes, enjeux, modalités, chapitres."""
    assert len(CATALOGUE.get_entry(key).details) == count


def test_les_trois_mots_de_la_conclusion_sont_la() -> None:
    """Humilité, pragmatisme, bienveillance."""
    titles = [CATALOGUE.get_entry(key).title for key in ("CON2", "CON3", "CON4")]
    assert titles == ["Humilité", "Pragmatisme", "Bienveillance"]


def test_les_vingt_quatre_contradictions_sont_dites() -> None:
    """C01 à C24, toutes parmi les incertitudes."""
    assert [CATALOGUE.get_entry(f"C{rank:02d}").family for rank in range(1, 25)] == ["incertitudes"] * 24


def test_les_cibles_vont_de_un_a_dix_neuf() -> None:
    """17.1 à 17.19, dans l'ordre."""
    keys = [entry.key for entry in CATALOGUE.list_entries("cibles")]
    assert keys == [f"CIB-17-{rank}" for rank in range(1, 20)]


def test_les_programmes_vont_de_un_a_trente_trois() -> None:
    """A01 à A33, dans l'ordre."""
    assert [entry.key for entry in CATALOGUE.list_entries("programmes")] == [
        f"A{rank:02d}" for rank in range(1, 34)
    ]


def test_le_bilan_des_mesures_en_compte_vingt_et_une() -> None:
    """12 + 7 + 2 = 21."""
    assert list_values("BIL21") == [12, 7, 2]


@pytest.mark.parametrize(
    ("family", "least", "most"),
    [("cas", 20, 40), ("leviers", 40, 77), ("methodes", 10, 40), ("questions", 24, 120)],
)
def test_une_famille_de_ce_guide_tient_ce_qu_elle_annonce(family: str, least: int, most: int) -> None:
    """Les cas de l'inventaire ; 40 leviers au moins, jamais la liste des 77 ; dix méthodes, 24 questions."""
    assert least <= len(CATALOGUE.list_entries(family)) <= most
