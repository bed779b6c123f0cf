"""Ce que tous les contrôles partagent : où sont les choses, ce qui ne se fait qu'une fois, un dossier."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from office import Convert, convert_files
from shared import Once, keep_once

ROOT = Path(__file__).parents[1]
BOOKS = {"jupyter_book", "sphinx_book", "book"}
TODAY = dt.date(2026, 11, 23)

SOUND_DOSSIER = """\
alliance:
  nom: Jeunes et entreprises
  territoire: [Paris Est Marne et Bois]
  cause: Que chaque élève de seconde rencontre le monde du travail.
  publics: [élu, entreprise]
  odd: [4, 17]
  date: 01/10/2026
partenaires:
  - nom: Lycée du parc
    famille: enseignement et recherche
    engagement: engagé
  - nom: Club d'entreprises
    famille: réseau économique
actions:
  - numero: A1
    titre: Faire rencontrer élèves et professionnels
    structure_pilote: Direction économie-emploi
    partenaires: [Lycée du parc, Club d'entreprises]
    statut: En cours
    debut: 01/09/2026
    fin: 30/06/2027
    budget: 12500
    financement: 8000
    indicateur: Élèves rencontrés
evaluation: []
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Range les fichiers de contrôles, les plus longs d'abord : deux processus les prennent dans cet ordre.

    Un seul fichier qui lit le livre passe en tête ; quand viennent les autres, le livre est construit.
    """
    ranks: dict[Path, int] = {}
    for item in items:
        ranks[item.path] = min(_rank(item), ranks.get(item.path, 9))
    reader = next((item.path for item in items if BOOKS & _fixtures(item)), None)
    items.sort(key=lambda item: (item.path != reader, ranks[item.path]))


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def _rank(item: pytest.Item) -> int:
    if item.get_closest_marker("navigateur"):
        return 1
    if BOOKS & _fixtures(item):
        return 2
    return 3 if any(map(item.get_closest_marker, ("livre", "libreoffice"))) else 4


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Once:
    """Ce qui ne se fait qu'une fois par série de contrôles, quel que soit le nombre de processus."""
    own = tmp_path_factory.getbasetemp()
    folder = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own

    def _once(name: str, make: Callable[[], Any]) -> Any:
        return keep_once(folder, name, make)

    return _once


@pytest.fixture(scope="session")
def engine(once: Once, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Le moteur de l'atelier, fait pour ces contrôles ; à ne pas modifier."""

    def build() -> str:
        folder = tmp_path_factory.mktemp("moteur") / "moteur"
        command = [sys.executable, str(ROOT / "tools" / "build_web.py"), str(folder)]
        built = subprocess.run(command, capture_output=True, text=True, check=False, timeout=600)
        assert built.returncode == 0, f"le moteur ne se fait pas : {built.stderr[-2000:]}"
        return str(folder)

    return Path(once("moteur", build))


@pytest.fixture
def root() -> Path:
    """La racine du dépôt."""
    return ROOT


@pytest.fixture
def today() -> dt.date:
    """La date à laquelle les dossiers des contrôles sont jugés."""
    return TODAY


@pytest.fixture
def sound_file(tmp_path: Path) -> Path:
    """Un petit dossier YAML sans défaut bloquant."""
    path = tmp_path / "dossier.yaml"
    path.write_text(SOUND_DOSSIER, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def libreoffice(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """De quoi convertir des fichiers par LibreOffice."""
    profile = tmp_path_factory.mktemp("libreoffice")

    def convert(files: Sequence[Path], suffix: str, folder: Path) -> tuple[Path, ...]:
        return convert_files(files, suffix, folder, profile=profile)

    return convert
