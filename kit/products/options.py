"""Ce que toute production demande : les formats, vos modèles, la version publique, le jour."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from kit.domain.errors import UsageError
from kit.writers.formats import CALENDAR_FORMAT, DOCUMENT_FORMATS

ALL_FORMATS: Final = (*DOCUMENT_FORMATS, CALENDAR_FORMAT)
# Les exemples se jugent à la date où ils ont été écrits, pour que leurs documents ne changent pas seuls.
EXAMPLE_DAY: Final = dt.date(2026, 11, 23)

OnStep = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Ce qu'il faut produire et comment ; par défaut, tout, à la date du jour.

    ``documents`` : le nom de ceux que l'on veut, quand un produit en fait plusieurs ; vide, tous.
    ``overrides`` : le dossier de vos modèles, rendu absolu dès ici.

    :raises UsageError: si le dossier de modèles n'existe pas.
    """

    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = ALL_FORMATS
    overrides: Path | None = None
    public: bool = False
    today: dt.date = field(default_factory=dt.date.today)

    def __post_init__(self) -> None:
        """Refuse ici un dossier de modèles absent : aucune production ne peut plus l'ignorer."""
        object.__setattr__(self, "overrides", resolve_overrides(self.overrides))


def resolve_overrides(folder: Path | None) -> Path | None:
    """Le dossier de modèles en chemin absolu : pandoc travaille ailleurs.

    :raises UsageError: s'il n'existe pas.
    """
    if folder and not folder.is_dir():
        raise UsageError(f"le dossier de modèles « {folder} » n’existe pas")
    return folder.resolve() if folder else None
