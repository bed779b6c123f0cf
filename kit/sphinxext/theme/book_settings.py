"""Les réglages du livre que Sphinx ne garde pas, relus dans ``_config.yml``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from sphinx.application import Sphinx


def read_settings(app: Sphinx) -> dict[str, Any]:
    """Tout ``_config.yml``."""
    path = Path(app.srcdir).parent / "_config.yml"
    settings: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return settings


def read_repository(app: Sphinx) -> str:
    """L'adresse du dépôt, vide tant qu'elle n'est pas réglée."""
    return str((read_settings(app).get("repository") or {}).get("url") or "")
