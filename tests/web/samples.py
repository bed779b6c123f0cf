"""Les exemples, en valeurs telles que la page les envoie, et une réponse refusée."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

EXAMPLES = Path(__file__).parents[2] / "exemples"
TODAY = "2026-11-23"
NAMES = ("les-mureaux", "paris-est-marne-et-bois", "pays-de-retz")

Ask = Callable[..., tuple[Any, list[tuple[str, bytes]]]]


def load_example(name: str) -> dict[str, Any]:
    """Le dossier d'exemple en valeurs JSON."""
    values = yaml.safe_load((EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return found


class RefusedError(Exception):
    """La réponse refusée, avec ses problèmes."""

    def __init__(self, reply: dict[str, Any]) -> None:
        super().__init__(reply["message"])
        self.problems = reply["problems"]
