"""Les feuilles de style du livre : chaque règle se ferme avant que la suivante ne s'ouvre."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

THEME = Path(__file__).parents[2] / "kit" / "sphinxext" / "theme" / "static"
SHEETS = sorted(THEME.glob("*.css"))
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
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
