"""Chaque écran de l'atelier : règles d'accessibilité, largeurs, clavier seul."""

from __future__ import annotations

import os

import pytest
from atelier.conftest import ROOT, Play

pytestmark = pytest.mark.navigateur

# 320 points : une page de 1280 agrandie quatre fois, ce que demande le critère de redistribution.
GRIDS = sorted((ROOT / "exemples" / "grilles").glob("*.ods"))
LOOKS = [(1280, "light"), (390, "dark"), (1280, "dark"), (390, "light"), (320, "light")]


SCREENS = 17


def test_chaque_ecran_respecte_les_regles_et_tient_dans_la_page(play: Play) -> None:
    """Aucune violation WCAG 2.2 AA, aucun débordement, aucune erreur de script, clair et sombre."""
    # Pour regarder les écrans : CAPTURES=un-dossier.
    told = play(
        "audit",
        "etapes",
        looks=LOOKS,
        folder=os.environ.get("CAPTURES", ""),
        grids=[str(one) for one in GRIDS],
    )
    assert len(told["seen"]) == SCREENS * len(LOOKS)
    assert {name: one["violations"] for name, one in told["seen"].items() if one["violations"]} == {}
    assert {name: one["overflow"] for name, one in told["seen"].items() if one["overflow"] > 0} == {}
    assert told["errors"] == []


def test_tout_se_fait_au_clavier_et_le_focus_se_voit(play: Play) -> None:
    """Du bouton « Commencer » au classeur téléchargé, sans souris ; chaque arrêt a son contour."""
    told = play("audit", "clavier")
    assert told["file"].endswith(".xlsx")
    assert told["hidden"] == []
