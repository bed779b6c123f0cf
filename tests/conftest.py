"""Ce que tous les contrôles partagent : où sont les choses, et un petit dossier sans défaut."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
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
