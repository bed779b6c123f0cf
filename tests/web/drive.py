"""Le moteur de l'atelier dans un vrai navigateur, par le script ``drive_engine.mjs``."""

from __future__ import annotations

import base64
import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("drive_engine.mjs")
# Une page nue, sous la politique de sécurité de l'atelier : le moteur doit s'en contenter.
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' blob:; worker-src 'self' blob:; "
    "connect-src 'self'; img-src 'self' data: blob:; style-src 'self'; form-action 'none'; base-uri 'none'"
)
PAGE = (
    '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>'
    f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    '<link rel="icon" href="data:,"></head><body><p>Essai.</p></body></html>'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Ce que le moteur a répondu, étape par étape, et ce que la page a demandé au réseau."""

    steps: tuple[dict[str, Any], ...]
    requests: tuple[str, ...]
    errors: tuple[str, ...]
    phases: tuple[str, ...]

    def value(self, rank: int) -> Any:
        """La valeur d'une étape réussie."""
        assert self.steps[rank]["ok"], self.steps[rank]["error"]
        return self.steps[rank]["value"]

    def content(self, rank: int) -> bytes:
        """Les octets du fichier d'une étape réussie."""
        assert self.steps[rank]["ok"], self.steps[rank]["error"]
        return base64.b64decode(self.steps[rank]["files"][0]["b64"])

    def refusal(self, rank: int) -> tuple[str, str]:
        """La sorte et la phrase d'une étape refusée."""
        error = self.steps[rank]["error"]
        return error["kind"], error["message"]


def give(name: str, content: bytes) -> dict[str, str]:
    """Un fichier donné à la page."""
    return {"name": name, "b64": base64.b64encode(content).decode()}


def drive(browser: str, url: str, steps: Sequence[dict[str, Any]], *, engine: str | None = None) -> Visit:
    """Les réponses du moteur à ces étapes."""
    order = {"browser": browser, "url": url, "engine": engine, "steps": list(steps)}
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, f"le navigateur n'a pas répondu : {done.stderr[-2000:]}"
    raw = json.loads(done.stdout)
    return Visit(
        steps=tuple(raw["steps"]),
        requests=tuple(raw["requests"]),
        errors=tuple(raw["errors"]),
        phases=tuple(raw["phases"]),
    )
