"""Les feuilles de style du livre : chaque règle se ferme avant que la suivante ne s'ouvre."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kit.domain.locations import PACKAGE
from kit.sphinxext.theme import stylesheets

SHEETS = sorted(stylesheets.SHEETS.glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOR = re.compile(r"#[0-9a-f]{3,6}\b")
TEXT = re.compile(r"\"[^\"]*\"|'[^']*'")


def measure_depths(sheet: str) -> list[int]:
    """La profondeur après chaque accolade, commentaires et textes mis de côté."""
    depth, depths = 0, []
    for brace in re.findall(r"[{}]", TEXT.sub("", COMMENT.sub("", sheet))):
        depth += 1 if brace == "{" else -1
        depths.append(depth)
    return depths


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_une_feuille_ferme_tout_ce_qu_elle_ouvre(path: Path) -> None:
    """Une accolade oubliée fait taire toutes les règles qui suivent, sans que rien ne le dise."""
    depths = measure_depths(path.read_text(encoding="utf-8"))
    assert depths
    assert min(depths) == 0
    assert depths[-1] == 0


def test_une_accolade_oubliee_se_voit() -> None:
    """Le contrôle peut échouer."""
    assert measure_depths(".a { color: red;\n.b { color: blue; }")[-1] == 1


def test_chaque_feuille_sert() -> None:
    """Réunie dans celle des pages, ou lue par le livre en PDF ou par l'EPUB ; une seule fois."""
    used = [*stylesheets.BOOK, "paper", "epub"]
    assert sorted(used) == sorted(path.stem for path in SHEETS)


def test_une_feuille_ne_nomme_que_des_variables_declarees() -> None:
    """Une variable inconnue ne dit rien à personne : la couleur manquerait sans bruit."""
    sheet = stylesheets.build_book_sheet()
    workshop = (PACKAGE / "web" / "static" / "page.css").read_text(encoding="utf-8")
    declared = set(re.findall(r"(--[a-z-]+):", sheet + workshop))
    assert set(re.findall(r"var\((--[a-z-]+)", sheet + workshop)) - declared == set()


def test_aucune_couleur_n_est_ecrite_hors_de_la_palette() -> None:
    """Sauf le blanc de ce qui s'imprime ou porte un dessin fait pour le papier."""
    written = {color for path in SHEETS for color in COLOR.findall(path.read_text(encoding="utf-8"))}
    assert written <= {"#fff", "#999"}
    assert "var(" not in stylesheets.build_paper_sheet()
