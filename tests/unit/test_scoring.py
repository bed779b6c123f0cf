"""Les scores d'une grille, calculés à la main dans chaque contrôle."""

from __future__ import annotations

from kit.domain.values import Answer, Criterion, Dimension, Grid, Level, Source
from kit.products.dossier.scoring import score_grid

LEVELS = (
    Level(key="A", label="acquis", value=2),
    Level(key="B", label="en chemin", value=1),
    Level(key="C", label="à faire", value=0),
    Level(key="NC", label="non concerné", value=None),
)


def build_grid(*sizes: int) -> Grid:
    dimensions = tuple(
        Dimension(
            key=f"D{number}",
            label=f"Dimension {number}",
            criteria=tuple(
                Criterion(key=f"D{number}-{rank}", label=f"Critère {rank}", situations=())
                for rank in range(1, size + 1)
            ),
        )
        for number, size in enumerate(sizes, start=1)
    )
    return Grid(
        key="g", title="G", purpose="", levels=LEVELS, dimensions=dimensions, source=Source(title="nous")
    )


def answer(**levels: str) -> tuple[Answer, ...]:
    return tuple(Answer(criterion=key.replace("_", "-"), level=level) for key, level in levels.items())


def test_l_indice_est_la_part_des_points() -> None:
    """A, B, C : 2 + 1 + 0 sur 6, soit la moitié."""
    score = score_grid(build_grid(3), answer(D1_1="A", D1_2="B", D1_3="C"))
    assert score.dimensions[0].index == 0.5
    assert dict(score.dimensions[0].counts) == {"A": 1, "B": 1, "C": 1, "NC": 0}


def test_non_concerne_sort_des_deux_sommes() -> None:
    """Un A et deux « non concerné » : tous les points possibles sont obtenus."""
    assert score_grid(build_grid(3), answer(D1_1="A", D1_2="NC", D1_3="NC")).dimensions[0].index == 1


def test_une_dimension_toute_non_concernee_n_est_pas_evaluee() -> None:
    """Ni zéro, ni division par zéro."""
    score = score_grid(build_grid(2), answer(D1_1="NC", D1_2="NC"))
    assert score.dimensions[0].index is None
    assert score.dimensions[0].answered == 2


def test_sous_soixante_pour_cent_de_reponses_pas_d_indice() -> None:
    """Une réponse sur deux ne suffit pas ; deux sur trois suffisent."""
    score = score_grid(build_grid(2, 3), answer(D1_1="A", D2_1="A", D2_2="C"))
    assert [part.index for part in score.dimensions] == [None, 0.5]


def test_la_grille_est_lisible_a_partir_de_soixante_pour_cent() -> None:
    """Trois réponses sur cinq, juste le seuil."""
    assert score_grid(build_grid(5), answer(D1_1="A", D1_2="A", D1_3="A")).is_readable
    assert not score_grid(build_grid(5), answer(D1_1="A", D1_2="A")).is_readable


def test_les_criteres_bas_vont_du_plus_bas_au_moins_bas_puis_par_cle() -> None:
    """Les ex æquo suivent l'ordre des clés, quel que soit celui des réponses."""
    score = score_grid(build_grid(4), answer(D1_4="C", D1_3="B", D1_1="C", D1_2="A"))
    assert [criterion.key for criterion in score.low_criteria] == ["D1-1", "D1-4", "D1-3"]


def test_une_grille_vide_ne_dit_rien() -> None:
    """Sans réponse, aucun indice et aucun critère bas."""
    score = score_grid(build_grid(3), ())
    assert (score.answered, score.low_criteria, score.dimensions[0].index) == (0, (), None)
