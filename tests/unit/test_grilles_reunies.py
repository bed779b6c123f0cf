"""Réunir des grilles : le cas travaillé à la main, l'accord, deux dates, les actions proposées."""

from __future__ import annotations

import dataclasses
import datetime as dt
from fractions import Fraction

import pytest
from filled_grids import GRID, KEYS, build_people

from kit.domain.values import (
    Action,
    Alliance,
    Answer,
    Criterion,
    Dimension,
    Dossier,
    Grid,
    Level,
    Source,
    Status,
    Territory,
    TerritoryKind,
)
from kit.products.grids.agreement import AgreementState, measure_agreement
from kit.products.grids.comparing import compare_merged
from kit.products.grids.filled import FilledGrid, Respondent
from kit.products.grids.merging import MergedGrids, find_median, measure_spread, merge_grids
from kit.products.grids.proposing import add_actions, propose_actions

DAY = dt.date(2026, 11, 23)
MERGED = merge_grids(GRID, build_people())
BY_KEY = {result.criterion.key: result for result in MERGED.criteria}


def merge_levels(*levels: str | None, key: str = "Q1-1") -> MergedGrids:
    """Des grilles qui ne répondent qu'à un critère."""
    grids = [
        FilledGrid(respondent=Respondent(name=f"P{rank}"), answers=(Answer(criterion=key, level=level),))
        for rank, level in enumerate(levels)
    ]
    return merge_grids(GRID, grids)


def test_l_ordre_du_jour_est_celui_qu_un_lecteur_attentif_trouve_a_la_main() -> None:
    """Dispersion de Leik, trois niveaux : (min(A, B+C) + min(A+B, C)) / réponses sur l'échelle.

    Q2-1 : 6 A, 0 B, 6 C          -> (6 + 6) / 12 = 1      deux moitiés face à face
    Q5-3 : 4 A, 0 B, 4 C (4 NC)   -> (4 + 4) / 8  = 1      même dispersion : Q2-1 passe avant par son code
    Q1-2 : 5 A, 2 B, 5 C          -> (5 + 5) / 12 = 5/6
    Q5-1 : 5 A, 2 B, 5 C          -> (5 + 5) / 12 = 5/6    à égalité avec Q1-2, après lui par son code
    Q5-2 : 6 A, 4 B, 2 C          -> (6 + 2) / 12 = 2/3
    Q4-1 : 3 A, 3 B, 2 C (2 NC, 2 vides) -> (3 + 2) / 8 = 5/8
    """
    assert [(result.criterion.key, result.spread) for result in MERGED.agenda] == [
        ("Q2-1", Fraction(1)),
        ("Q5-3", Fraction(1)),
        ("Q1-2", Fraction(5, 6)),
        ("Q5-1", Fraction(5, 6)),
        ("Q5-2", Fraction(2, 3)),
        ("Q4-1", Fraction(5, 8)),
    ]


def test_les_desaccords_plus_faibles_viennent_apres_dans_le_meme_ordre() -> None:
    """Q6-2 : 3 A, 3 B -> 3/6. Q2-3 : 5 A, 7 B -> 5/12. Q3-1 : 2 B, 10 C -> 2/12. Q1-3 et Q6-1 : 1/12."""
    rest = MERGED.disagreements[6:]
    assert [(result.criterion.key, result.spread) for result in rest] == [
        ("Q6-2", Fraction(1, 2)),
        ("Q2-3", Fraction(5, 12)),
        ("Q3-1", Fraction(1, 6)),
        ("Q1-3", Fraction(1, 12)),
        ("Q6-1", Fraction(1, 12)),
    ]
    assert MERGED.tied_out == 0


def test_le_niveau_median_est_celui_de_la_personne_du_milieu() -> None:
    """Douze réponses : entre la 6e et la 7e. Q2-1 : A puis C. Q5-2 : A puis B. Q1-2 : 5 A, donc B et B."""
    labels = {key: BY_KEY[key].median_label for key in ("Q1-1", "Q1-2", "Q2-1", "Q5-2", "Q3-2", "Q3-3")}
    assert labels == {
        "Q1-1": "A",
        "Q1-2": "B",
        "Q2-1": "entre A et C",
        "Q5-2": "entre A et B",
        "Q3-2": "A",
        "Q3-3": "—",
    }


def test_les_reponses_par_college_se_comptent() -> None:
    """Q2-1 : les trois associations répondent C, les trois collectivités A, les autres se partagent."""
    counts = {part.label: dict(part.counts) for part in BY_KEY["Q2-1"].by_college}
    assert counts["collectivité"] == {"A": 3, "B": 0, "C": 0, "NC": 0}
    assert counts["association"] == {"A": 0, "B": 0, "C": 3, "NC": 0}
    assert counts["habitants"] == {"A": 1, "B": 0, "C": 1, "NC": 0}
    assert [part.label for part in BY_KEY["Q2-1"].by_college] == [label for label, _ in MERGED.colleges]


def test_sans_reponse_et_non_concerne_ne_se_confondent_pas() -> None:
    """Q4-1 : deux vides et deux « NC » ; Q3-3 : douze vides ; aucun des deux n'entre dans la dispersion."""
    assert (BY_KEY["Q4-1"].missing, dict(BY_KEY["Q4-1"].counts)["NC"]) == (2, 2)
    assert (BY_KEY["Q3-3"].missing, BY_KEY["Q3-3"].spread) == (12, None)
    assert BY_KEY["Q3-2"].spread is None


def test_on_est_d_accord_quand_toutes_les_reponses_sont_au_meme_niveau() -> None:
    """Cinq critères sont unanimes ; une réponse seule (Q3-2) n'est pas un accord."""
    assert [result.criterion.key for result in MERGED.shared] == ["Q1-1", "Q2-2", "Q4-2", "Q4-3", "Q6-3"]


def test_la_part_des_points_d_une_dimension_vient_des_medianes() -> None:
    """Q3 : C (0) et A (2), Q3-3 sans médiane -> 2 sur 4. Q6 : 1 + 1,5 + 1 sur 6. 24 réponses sur 36 en Q3."""
    by_key = {part.dimension.key: part for part in MERGED.dimensions}
    assert (by_key["Q3"].index, by_key["Q3"].answered, by_key["Q3"].expected) == (0.5, 24, 36)
    assert by_key["Q6"].index == pytest.approx(3.5 / 6)


def test_sous_soixante_pour_cent_de_reponses_pas_de_part_des_points() -> None:
    """Une dimension de trois critères, un seul répondu : un tiers."""
    assert merge_levels("A", "B").dimensions[0].index is None


def test_les_poids_comptent_dans_la_part_des_points() -> None:
    """A de poids 3 et C de poids 1 : (3 × 2 + 1 × 0) sur 2 × 4, soit trois quarts."""
    heavy, light = (
        Criterion(key=f"W1-{rank}", label="?", situations=(), weight=weight)
        for rank, weight in ((1, 3.0), (2, 1.0))
    )
    grid = dataclasses.replace(GRID, dimensions=(Dimension(key="W1", label="W", criteria=(heavy, light)),))
    answers = (Answer(criterion="W1-1", level="A"), Answer(criterion="W1-2", level="C"))
    merged = merge_grids(grid, [FilledGrid(respondent=Respondent(), answers=answers)])
    assert merged.dimensions[0].index == 0.75


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((4, 0, 4), Fraction(1)),
        ((0, 9, 0), Fraction(0)),
        ((2, 2, 2), Fraction(2, 3)),
        ((1, 0, 0), None),
        ((0, 0, 0), None),
        ((1, 1, 1, 1), Fraction(2, 3)),
    ],
)
def test_la_dispersion_va_de_zero_a_un(counts: tuple[int, ...], expected: Fraction | None) -> None:
    """Quatre niveaux, une réponse chacun : (1 + 2 + 1) / 4, rapporté à 3 / 2."""
    assert measure_spread(counts) == expected


def test_la_mediane_saute_un_niveau_vide() -> None:
    """Deux en haut, deux en bas, personne au milieu : les deux bouts."""
    levels = [level for level in GRID.levels if level.value is not None]
    assert [level.key for level in find_median(levels, (2, 0, 2))] == ["A", "C"]
    assert find_median(levels, (0, 0, 0)) == ()


def test_a_dispersion_egale_les_codes_se_lisent_comme_des_nombres() -> None:
    """Q2-1 passe avant Q10-1."""
    criteria = tuple(Criterion(key=key, label="?", situations=()) for key in ("Q10-1", "Q2-1"))
    grid = dataclasses.replace(GRID, dimensions=(Dimension(key="Q", label="Q", criteria=criteria),))
    people = [
        FilledGrid(
            respondent=Respondent(), answers=tuple(Answer(criterion=c.key, level=level) for c in criteria)
        )
        for level in ("A", "C")
    ]
    assert [result.criterion.key for result in merge_grids(grid, people).agenda] == ["Q2-1", "Q10-1"]


# --- L'accord -----------------------------------------------------------------------------


def build_krippendorff() -> list[FilledGrid]:
    """Les quatre observateurs et douze unités que Krippendorff donne en exemple (2011)."""
    rows = ("1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .")
    rows += ("1 2 3 3 2 4 4 1 2 5 1 .",)
    return [
        FilledGrid(
            respondent=Respondent(),
            answers=tuple(
                Answer(criterion=f"U1-{unit}", level=None if value == "." else value)
                for unit, value in enumerate(row.split(), start=1)
            ),
        )
        for row in rows
    ]


def test_l_alpha_ordinal_est_celui_que_krippendorff_publie() -> None:
    """0,815 pour son exemple à quatre observateurs."""
    criteria = tuple(Criterion(key=f"U1-{unit}", label="?", situations=()) for unit in range(1, 13))
    grid = Grid(
        key="k",
        title="K",
        purpose="",
        levels=tuple(Level(key=str(rank), label="", value=rank) for rank in range(1, 6)),
        dimensions=(Dimension(key="U1", label="U", criteria=criteria),),
        source=Source(title="K"),
    )
    agreement = measure_agreement(merge_grids(grid, build_krippendorff()))
    assert agreement.state is AgreementState.MEASURED
    assert agreement.alpha == pytest.approx(0.815, abs=0.0005)


def test_sous_trois_repondants_l_accord_n_est_pas_donne() -> None:
    """Deux personnes ne font pas un coefficient."""
    merged = merge_grids(GRID, build_people()[:2])
    assert measure_agreement(merged).state is AgreementState.TOO_FEW


def test_quand_tout_est_au_meme_niveau_l_accord_est_indefini() -> None:
    """Le coefficient compare des différences ; sans différence, il n'existe pas."""
    same = [
        FilledGrid(respondent=Respondent(), answers=tuple(Answer(criterion=key, level="A") for key in KEYS))
        for _ in range(4)
    ]
    agreement = measure_agreement(merge_grids(GRID, same))
    assert (agreement.state, agreement.alpha) == (AgreementState.UNDEFINED, None)


# --- Deux dates ---------------------------------------------------------------------------


def test_deux_dates_se_comparent_critere_par_critere() -> None:
    """Q1-1 descend de A à B ; Q1-2 monte de C à A ; Q1-3 ne se compare pas."""
    before = merge_levels("A", "A"), merge_levels("C", "C", key="Q1-2")
    after = merge_levels("B", "B"), merge_levels("A", "A", key="Q1-2")
    moves = [
        next(change.move.value for change in compare_merged(old, new) if change.after.criterion.key == key)
        for old, new, key in zip(before, after, ("Q1-1", "Q1-2"), strict=True)
    ]
    assert moves == ["descend", "monte"]
    assert compare_merged(before[0], after[0])[2].move.value == "ne se compare pas"
    assert {change.move.value for change in compare_merged(MERGED, MERGED)} == {
        "ne bouge pas",
        "ne se compare pas",
    }


# --- Des critères bas aux actions -----------------------------------------------------------


def build_dossier(*actions: Action) -> Dossier:
    return Dossier(
        alliance=Alliance(name="Essai", territory_names=("Les Mureaux",), purpose="Essayer."),
        territory=Territory(kind=TerritoryKind.COMMUNE, code="78440", name="Les Mureaux"),
        actions=actions,
    )


def test_le_critere_le_plus_bas_devient_la_premiere_action() -> None:
    """Q3-1 (médiane C) d'abord, puis les médianes B par code ; origine gardée, statut à discuter."""
    actions = propose_actions(build_dossier(), MERGED, today=DAY)
    assert [action.origin for action in actions[:2]] == [
        "Critère Q3-1 de la grille (réunie le 23/11/2026)",
        "Critère Q1-2 de la grille (réunie le 23/11/2026)",
    ]
    assert [action.number for action in actions] == ["A1", "A2", "A3", "A4", "A5", "A6"]
    assert {action.status for action in actions} == {Status.TO_DISCUSS}
    assert actions[0].title == BY_KEY["Q3-1"].criterion.suggestion.removesuffix(".")
    assert "2 B et 10 C" in actions[0].description


def test_une_action_qui_cite_deja_le_critere_n_est_pas_doublee() -> None:
    """Proposer deux fois n'ajoute rien ; Q3-11 n'est pas Q3-1 ; les numéros continuent ceux du plan."""
    dossier = build_dossier(
        Action(number="B7", title="Déjà là", origin="Réunion d'avril, critère q3-1"),
        Action(number="B2", title="Autre", origin="Critère Q1-22 d'une autre grille"),
    )
    first = propose_actions(dossier, MERGED, today=DAY, limit=50)
    assert first[0].number == "B8"
    assert "Q1-2 " in first[0].origin
    assert not any("Q3-1 " in action.origin for action in first)
    assert propose_actions(add_actions(dossier, first), MERGED, today=DAY, limit=50) == ()


def test_le_numero_d_un_repondant_ne_suit_ni_le_nom_ni_le_fichier() -> None:
    """Le nom imprimé est un rang et un collège ; le vrai nom ne sort que sur demande."""
    person = MERGED.grids[3]
    assert MERGED.name_respondent(person) == "Répondant 4 (association)"
    assert MERGED.name_respondent(person, named=True) == "P03 (association)"
