"""Les paires jugées à la main : ce qui est proposé est pertinent, et rien ne l'est où rien ne convient."""

from __future__ import annotations

import pytest

from tests.judged_aids import FOLDER, Judged, list_gaps, load_half, tally

PARTS = ("premiere-moitie", "seconde-moitie", "contre-epreuve", "voisins")


def test_au_moins_soixante_paires_sont_jugees_chacune_avec_sa_raison() -> None:
    """Une raison d'un mot n'en est pas une."""
    judged = [item for part in PARTS for item in load_half(part)]
    reasons = [reason for item in judged for reason in item.reasons.values()]
    assert len(reasons) >= 60
    assert all(len(reason.split()) >= 3 for reason in reasons)
    assert {path.stem for path in FOLDER.glob("*.yaml")} == set(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_ce_qui_est_propose_est_pertinent(part: str) -> None:
    """Quatre fois sur cinq au moins, même en comptant la marge comme une erreur."""
    judged = load_half(part)
    counted = tally(judged)
    assert counted.strict_precision >= 0.8, list(list_gaps(judged))
    assert counted.recall >= 0.8, list(list_gaps(judged))


@pytest.mark.parametrize("part", PARTS)
def test_rien_n_est_propose_quand_rien_ne_convient(part: str) -> None:
    """Une action qui ne demande pas d'argent n'en cherche pas."""
    silent: list[Judged] = [item for item in load_half(part) if not item.list_judged("pertinentes")]
    assert silent
    assert [item.key for item in silent if item.proposed] == []
