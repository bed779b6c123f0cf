"""Les couleurs du livre : chaque texte se lit sur chaque fond où il se pose, en clair et en sombre."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest

CSS = (Path(__file__).parents[2] / "kit" / "sphinxext" / "theme" / "static" / "livre.css").read_text(
    encoding="utf-8"
)
GROUNDS = ("fond", "surface", "surface-2")
ENHANCED = 7.0
GRAPHICAL = 3.0


def read_palette(selector: str) -> dict[str, str]:
    """Les couleurs d'un bloc de la feuille."""
    block = CSS.split(f"{selector} {{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block))


def luminance(color: str) -> float:
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(text: str, ground: str) -> float:
    """Le rapport de contraste de WCAG."""
    low, high = sorted((luminance(text), luminance(ground)))
    return (high + 0.05) / (low + 0.05)


PALETTES = {
    "clair": read_palette('html[data-theme="light"]'),
    "sombre": read_palette('html[data-theme="dark"]'),
}
palettes = pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
TEXTS = [
    *itertools.product(("encre", "encre-2", "lien", "lien-survol"), GROUNDS),
    *((name, f"voile-{name}") for name in ("petrole", "brique", "feuille", "ocre", "rouge")),
    *itertools.product(
        ("encre", "lien"),
        [f"voile-{name}" for name in ("petrole", "brique", "feuille", "ocre", "rouge")],
    ),
    *((f"code-{name}", "code-fond") for name in ("mot", "texte", "nombre", "nom", "note")),
    ("encre", "marque"),
    ("fond", "lien"),
    *itertools.product(("petrole", "feuille"), ("surface", "fond")),
]


def test_le_calcul_du_contraste_est_celui_de_la_norme() -> None:
    """Noir sur blanc : 21 ; gris #767676 sur blanc : 4,54."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@palettes
def test_chaque_texte_est_tres_contraste(palette: dict[str, str]) -> None:
    """Sept pour un au moins : le niveau AAA."""
    weak = {
        f"{text} sur {ground}": round(contrast(palette[text], palette[ground]), 2)
        for text, ground in TEXTS
        if contrast(palette[text], palette[ground]) < ENHANCED
    }
    assert weak == {}


@palettes
def test_chaque_bord_utile_se_voit(palette: dict[str, str]) -> None:
    """Trois pour un au moins : le contour du focus et le bord d'un champ."""
    weak = {
        f"{edge} sur {ground}": round(contrast(palette[edge], palette[ground]), 2)
        for edge, ground in itertools.product(("accent", "trait-fort"), GROUNDS)
        if contrast(palette[edge], palette[ground]) < GRAPHICAL
    }
    assert weak == {}


def test_la_page_sans_script_a_les_memes_couleurs_sombres() -> None:
    """La palette est écrite deux fois ; elle ne diverge pas."""
    assert read_palette(":root:not([data-theme])") == PALETTES["sombre"]
