"""De quoi appeler le kit comme la page le fait."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from web.samples import NAMES, TODAY, Ask, RefusedError

from kit.web.api import call

# Les outils du dépôt ne sont pas un paquet.
sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))


@pytest.fixture
def ask() -> Ask:
    """Un appel de la page : la valeur et les fichiers, ou ``RefusedError``."""

    def _ask(name: str, /, *contents: bytes, **arguments: object) -> tuple[Any, list[tuple[str, bytes]]]:
        text, made = call(name, json.dumps({"today": TODAY, **arguments}), contents)
        reply = json.loads(text)
        if not reply["ok"]:
            raise RefusedError(reply)
        return reply["value"], [
            (file["name"], content) for file, content in zip(reply["files"], made, strict=True)
        ]

    return _ask


@pytest.fixture(params=NAMES)
def example(request: pytest.FixtureRequest) -> str:
    """Le nom d'un dossier d'exemple."""
    return str(request.param)
