"""Le fichier hors ligne, ouvert par un double clic : tout se fait, et aucune requête ne part."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from atelier.conftest import PATIENCE, ROOT, Play

from kit.documents.palette import load_palette, write_css_variables
from kit.sphinxext.downloads.workshop_page import STATIC

pytestmark = pytest.mark.navigateur

GRIDS = sorted((ROOT / "exemples" / "grilles").glob("*.ods"))


@pytest.fixture(scope="module")
def offline(site: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """L'adresse ``file:`` de l'édition légère."""
    target = tmp_path_factory.mktemp("cle-usb") / "atelier.html"
    command = [sys.executable, str(ROOT / "tools" / "build_offline.py"), str(site / "moteur"), str(target)]
    built = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert built.returncode == 0, built.stderr[-2000:]
    return target.as_uri()


@pytest.mark.parametrize("browser", ["chromium", "firefox"])
def test_le_parcours_entier_se_fait_sans_une_requete(
    play: Play, offline: str, tmp_path: Path, browser: str
) -> None:
    """Remplir, produire, enregistrer, rouvrir et réunir, depuis un fichier, sans rien demander au réseau."""
    grids = [str(one) for one in GRIDS]
    told: dict[str, Any] = play(
        "parcours", "parcours", address=offline, browser=browser, folder=str(tmp_path), grids=grids
    )
    away = [one for one in told["requests"] if not one.startswith((offline, "blob:", "data:", "about:"))]
    assert away == []
    # Pyodide essaie un module « data: » pour connaître le navigateur ; refusé, il s'en passe.
    assert [one for one in told["errors"] if "data:text/javascript" not in one] == []
    assert set(told["files"]) >= {"fiche-argumentaire.html", "plan-action.xlsx", "plan-action.ics"}
    assert told["reopened"]["values"]["cause"] == "=1+1 agir ensemble"
    assert told["merged"]["shown"]["charts"] >= 1


def test_le_fichier_declare_toutes_les_variables_qu_il_emploie() -> None:
    """Il est seul : la palette et les siennes suffisent à l'atelier."""
    styles = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("page.css", "offline.html"))
    declared = set(re.findall(r"(--[a-z-]+):", styles + write_css_variables(load_palette())))
    assert set(re.findall(r"var\((--[a-z-]+)", styles)) - declared == set()
