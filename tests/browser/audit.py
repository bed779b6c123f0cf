"""Ouvre des pages dans Chromium par le script ``audit_pages.mjs`` et rend ce qu'il y a vu."""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCRIPT = Path(__file__).with_name("audit_pages.mjs")
WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageReport:
    """Ce qu'une page a montré à une largeur et dans un mode.

    ``overflow`` est ce qui dépasse de l'écran, en pixels ; ``hidden_focus``, les arrêts de
    tabulation sans contour visible ; ``violations``, les règles d'axe enfreintes.
    """

    address: str
    width: int
    scheme: str
    requests: tuple[str, ...]
    errors: tuple[str, ...]
    violations: tuple[str, ...]
    words: tuple[str, ...]
    text: str
    overflow: int
    hidden_focus: tuple[str, ...]


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Ne dit rien : la sortie des contrôles reste lisible."""


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Sert un dossier sur cette machine, le temps du contrôle ; rend l'adresse."""
    handler = functools.partial(_QuietHandler, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def audit_pages(
    pages: Sequence[str], *, widths: Sequence[int] = WIDTHS, schemes: Sequence[str] = SCHEMES, stops: int = 0
) -> tuple[PageReport, ...]:
    """Les rapports de ces adresses, à chaque largeur et dans chaque mode."""
    order = {"pages": list(pages), "widths": list(widths), "schemes": list(schemes), "stops": stops}
    done = subprocess.run(
        ["node", str(SCRIPT)],
        input=json.dumps(order),
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"le navigateur n'a pas répondu : {done.stderr[-2000:]}"
    return tuple(_read_report(raw) for raw in json.loads(done.stdout))


def audit_folder(folder: Path, **options: Any) -> tuple[PageReport, ...]:
    """Les rapports de toutes les pages HTML d'un dossier, ouvertes comme par un double clic."""
    pages = [path.resolve().as_uri() for path in sorted(folder.rglob("*.html"))]
    assert pages, f"aucune page HTML dans {folder}"
    return audit_pages(pages, **options)


def _read_report(raw: dict[str, Any]) -> PageReport:
    violations = tuple(
        f"{fault['id']} ({fault['impact']}) : {', '.join(fault['targets'][:3])}"
        for fault in raw["violations"]
    )
    return PageReport(
        address=raw["address"],
        width=raw["width"],
        scheme=raw["colorScheme"],
        requests=tuple(raw["requests"]),
        errors=tuple(raw["errors"]),
        violations=violations,
        words=tuple(raw["words"]),
        text=raw["text"],
        overflow=raw["overflow"],
        hidden_focus=tuple(raw["hiddenFocus"]),
    )
