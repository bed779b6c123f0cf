"""Le paquet construit fonctionne hors du dépôt, sans le livre."""

from __future__ import annotations

import subprocess
import sys
from email import message_from_string
from pathlib import Path

import pytest

pytestmark = pytest.mark.lent

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Un dossier où le paquet construit est installé, seul."""
    folder = tmp_path_factory.mktemp("paquet")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    target = folder / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    subprocess.run([*install, str(wheel)], check=True, capture_output=True)
    return target


def run_kit(site: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    code = f"import sys; sys.path.insert(0, {str(site)!r}); from kit.cli import main; sys.exit(main())"
    return subprocess.run(
        [sys.executable, "-c", code, *words], cwd=folder, capture_output=True, text=True, check=False
    )


def test_le_paquet_prepare_une_session_hors_du_depot(site: Path, tmp_path: Path) -> None:
    """Les fiches de formation, leurs gabarits et les carnets sont dans le paquet."""
    assert run_kit(site, tmp_path, "exemples", "--dans", "x").returncode == 0
    done = run_kit(site, tmp_path, "formation", "preparer", "x/formation/session.yaml", "--dans", "pret")
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "pret").glob("stagiaires/s0*/carnets/plan-action.ipynb"))) == 6


def test_le_paquet_produit_un_exemple_hors_du_depot(site: Path, tmp_path: Path) -> None:
    """Les modèles, l'aspect, les données et les exemples sont dans le paquet."""
    assert run_kit(site, tmp_path, "exemples", "--dans", "mes-exemples").returncode == 0
    done = run_kit(site, tmp_path, "produire", "mes-exemples/les-mureaux.ods", "--dans", "sortie")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "sortie" / "les-mureaux" / "plan-action.pdf").read_bytes().startswith(b"%PDF")
    assert str(site) in run_kit(site, tmp_path, "--version").args[2]


def test_le_paquet_dit_la_licence_de_tout_ce_qu_il_porte(site: Path) -> None:
    """Polices, données publiques, phrases et code : la licence de chacun, et son texte."""
    (found,) = site.glob("jouer_collectif-*.dist-info")
    metadata = message_from_string((found / "METADATA").read_text(encoding="utf-8"))
    said = set(metadata["License-Expression"].split(" AND "))
    carried = {"MIT", "CC-BY-4.0"}
    carried |= {"OFL-1.1"} if any(site.rglob("*.ttf")) or any(site.rglob("*.woff2")) else set()
    carried |= {"etalab-2.0"} if any(site.rglob("contours.zip")) else set()
    assert said == carried
    texts = "".join(path.read_text(encoding="utf-8") for path in (found / "licenses").rglob("*.*"))
    for words in ("MIT License", "Attribution 4.0 International", "SIL OPEN FONT LICENSE", "LICENCE OUVERTE"):
        assert words in texts + (found / "licenses" / "LICENSE").read_text(encoding="utf-8")
