"""De quoi appeler le kit comme la page le fait."""

from __future__ import annotations

import json
from typing import Any

import pytest
from web.samples import NAMES, TODAY, Ask, RefusedError

from kit.web.api import call


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
