"""Les couleurs du livre : chaque texte se lit sur chaque fond où il se pose, en clair et en sombre."""

from __future__ import annotations

import itertools
import re

import pytest

from kit.documents.palette import compute_contrast
from kit.sphinxext.theme.stylesheets import list_colors, write_colors

GROUNDS = ("paper", "surface", "sand")
TONES = ("main", "accent", "done", "discuss", "blocked")
ENHANCED = 7.0
GRAPHICAL = 3.0


PALETTES = {"clair": list_colors(), "sombre": list_colors(dark=True)}
palettes = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
TEXTS = [
    *itertools.product(("ink", "grey", "main", "link-hover"), GROUNDS),
    *((name, f"{name}-tint") for name in ("main", "done", "discuss", "blocked")),
    ("accent-ink", "accent-tint"),
    *itertools.product(("ink", "main"), [f"{name}-tint" for name in TONES]),
    *((name, "sand") for name in ("done", "accent-ink", "code-word")),
    ("ink", "mark"),
    ("paper", "main"),
    *itertools.product(("main", "done"), ("surface", "paper")),
]


@palettes
def test_chaque_texte_est_tres_contraste(palette: dict[str, str]) -> None:
    """Sept pour un au moins : le niveau AAA."""
    weak = {
        f"{text} sur {ground}": round(compute_contrast(palette[text], palette[ground]), 2)
        for text, ground in TEXTS
        if compute_contrast(palette[text], palette[ground]) < ENHANCED
    }
    assert weak == {}


@palettes
def test_chaque_bord_utile_se_voit(palette: dict[str, str]) -> None:
    """Trois pour un au moins : le contour du focus et le bord d'un champ."""
    weak = {
        f"{edge} sur {ground}": round(compute_contrast(palette[edge], palette[ground]), 2)
        for edge, ground in itertools.product(("accent", "border"), GROUNDS)
        if compute_contrast(palette[edge], palette[ground]) < GRAPHICAL
    }
    assert weak == {}


def test_l_ecran_et_le_bouton_donnent_le_meme_sombre() -> None:
    """La palette n'est écrite qu'une fois : les deux règles portent les mêmes variables."""
    forced, asked = re.findall(r"\{ color-scheme: dark; (.*?) \}", write_colors())
    assert forced == asked
    assert "--ink: #f1ebe1;" in forced
