"""Où sont les fichiers livrés avec le kit : dans le paquet s'il les porte, sinon dans le dépôt."""

from __future__ import annotations

from pathlib import Path
from typing import Final

PACKAGE: Final = Path(__file__).parents[1]
REPOSITORY: Final = PACKAGE.parent
DATA: Final = PACKAGE / "data"


def find_shipped(packaged: str, folder: str) -> Path:
    """Le dossier livré : ``packaged`` dans le paquet construit, sinon ``folder`` dans le dépôt."""
    inside = PACKAGE / packaged
    return inside if inside.is_dir() else REPOSITORY / folder
