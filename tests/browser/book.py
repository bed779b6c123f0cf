"""Le livre dans Chromium : l'audit de toutes ses pages, et le parcours d'une personne au clavier."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
# La plus petite largeur que WCAG 2.1 demande (1.4.10).
NARROW = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class PageAudit:
    """Une page à une largeur ; ``overflow`` en pixels par largeur, ``weights`` en octets par adresse."""

    address: str
    width: int
    requests: tuple[str, ...]
    errors: tuple[str, ...]
    weights: dict[str, int]
    overflow: dict[str, int]
    violations: dict[str, list[str]]
    stored: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookAudit:
    """Toutes les pages, le nombre de règles passées et les cookies reçus."""

    rules: int
    cookies: tuple[str, ...]
    pages: tuple[PageAudit, ...]


def audit_book(addresses: Sequence[str], *, widths: Sequence[int]) -> BookAudit:
    """L'audit de ces adresses, en clair et en sombre, dans un seul navigateur."""
    raw = _run("audit_book.mjs", {"pages": list(addresses), "widths": list(widths), "narrow": NARROW})
    pages = tuple(
        PageAudit(**{key: tuple(value) if isinstance(value, list) else value for key, value in page.items()})
        for page in raw["reports"]
    )
    return BookAudit(rules=raw["rules"], cookies=tuple(raw["cookies"]), pages=pages)


def walk_book(order: dict[str, Any]) -> dict[str, Any]:
    """Ce qu'une personne trouve en suivant ces liens et en cherchant ces mots, au clavier seul."""
    return _run("parcours.mjs", order)


def _run(script: str, order: dict[str, Any]) -> dict[str, Any]:
    done = subprocess.run(
        ["node", str(FOLDER / script)],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        timeout=1800,
    )
    assert done.returncode == 0, f"le navigateur n'a pas répondu : {done.stderr[-2000:]}"
    result: dict[str, Any] = json.loads(done.stdout)
    return result
