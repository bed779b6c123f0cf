"""Exécuter un carnet sur un dossier, avec papermill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from kit.domain.errors import KitError, UsageError, suggest


def run_notebook(source: Path, target: Path, parameters: Mapping[str, object]) -> Path:
    """Le carnet exécuté avec ces paramètres, écrit dans ``target``.

    Les valeurs doivent tenir en ASCII (un chemin, un identifiant) : papermill les garde dans le
    carnet, et aucune donnée personnelle ne doit s'y trouver.

    :raises UsageError: si un paramètre est inconnu du carnet ou n'est pas en ASCII.
    :raises KitError: si papermill n'est pas installé.
    """
    try:
        import papermill
    except ImportError:
        hint = 'installez l’extra : pip install "jouer-collectif[carnets]"'
        raise KitError(f"papermill n’est pas installé ; {hint}") from None
    known = list(papermill.inspect_notebook(str(source)))
    for name, value in parameters.items():
        if name not in known:
            raise UsageError(f"le carnet n’a pas de paramètre « {name} »{suggest(name, known)}")
        if not re.fullmatch(r"[\x20-\x7e]*", str(value)) or "{" in str(value):
            raise UsageError(
                f"le paramètre « {name} » doit tenir en caractères simples, sans accent ni accolade"
            )
    target.parent.mkdir(parents=True, exist_ok=True)
    papermill.execute_notebook(
        str(source), str(target), parameters=dict(parameters), cwd=str(source.parent), progress_bar=False
    )
    return target
