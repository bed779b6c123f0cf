"""L'atelier dans la page : octets chargés et secondes jusqu'au premier xlsx, dans Chromium et Firefox.

Usage : python benchmarks/atelier_page.py [dossier du moteur, par défaut _build/moteur]
Une page nue, servie par cette machine ; la seconde visite reprend le même navigateur et son cache.
À côté, pour le même travail, ce que JupyterLite avait demandé sur une machine semblable : 7,8 à 10 s et
36,7 Mo chargés (48 Mo posés sur le serveur). Ces deux chiffres-là sont un relevé, pas une mesure d'ici.
Le cache de Chromium, ici en mémoire, ne garde pas un fichier de 16 Mo : pandoc y est redemandé.
"""

from __future__ import annotations

import functools
import http.server
import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SCRIPT = Path(__file__).with_name("atelier_page.mjs")
SENT: Counter[str] = Counter()


class _CountingHandler(http.server.SimpleHTTPRequestHandler):
    """Sert les fichiers et compte les octets envoyés."""

    def log_message(self, *_args: object) -> None:
        """Ne dit rien."""

    def copyfile(self, source: Any, outputfile: Any) -> None:  # noqa: ANN401 - la signature est celle d'http
        content = source.read()
        SENT["octets"] += len(content)
        outputfile.write(content)


def read_values() -> dict[str, Any]:
    """Un dossier d'exemple, en valeurs JSON."""
    import yaml

    text = (ROOT / "exemples" / "pays-de-retz.yaml").read_text(encoding="utf-8")
    values: dict[str, Any] = json.loads(json.dumps(yaml.safe_load(text), default=str))
    return values


def measure(browser: str, address: str) -> list[dict[str, float]]:
    """Les secondes de chaque étape, première puis seconde visite, avec les octets servis."""
    visits = []
    process = subprocess.Popen(
        ["node", str(SCRIPT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None  # noqa: S101 - demandé à l'ouverture
    assert process.stdout is not None  # noqa: S101 - idem
    process.stdin.write(json.dumps({"browser": browser, "address": address, "values": read_values()}) + "\n")
    process.stdin.flush()
    for line in process.stdout:
        visits.append({**json.loads(line), "octets": SENT["octets"]})
        SENT.clear()
    process.wait()
    return visits


def main() -> None:
    """Mesure les deux navigateurs, imprime un tableau."""
    engine = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "moteur"
    if not (engine / "lot.json").is_file():
        sys.exit(f"{engine} n’a pas de moteur : lancez « make moteur »")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "moteur").symlink_to(engine.resolve())
        (folder / "index.html").write_text('<!DOCTYPE html><link rel="icon" href="data:,">', encoding="utf-8")
        handler = functools.partial(_CountingHandler, directory=name)
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            address = f"http://127.0.0.1:{server.server_port}/"
            print("navigateur  visite     Mo, xlsx   1er xlsx   xlsx suivant   Mo, docx   1er docx")
            for browser in ("chromium", "firefox"):
                steps = measure(browser, address)
                for rank, (sheets, text) in enumerate(zip(steps[::2], steps[1::2], strict=True)):
                    print(
                        f"{browser:<11} {'seconde' if rank else 'première':<9} {sheets['octets'] / 1e6:9.2f}"
                        f" {sheets['xlsx']:8.2f} s {sheets['again']:12.2f} s {text['octets'] / 1e6:10.2f}"
                        f" {text['docx']:8.2f} s"
                    )
            server.shutdown()
    print("JupyterLite (relevé ailleurs, même travail) : 36,7 Mo chargés, 7,8 à 10 s")


if __name__ == "__main__":
    main()
