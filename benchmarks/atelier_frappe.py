"""L'atelier dans la page : ce que coûte chaque signe tapé, avec 8, 200 puis 2 000 actions, dans Chromium.

Usage : python benchmarks/atelier_frappe.py [livre construit, par défaut _build/html]
Le travail est le temps pris par la page pour un signe ; l'image, le temps jusqu'à ce qu'il se voie.
"""

from __future__ import annotations

import functools
import http.server
import json
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SCRIPT = Path(__file__).with_suffix(".mjs")
COUNTS = (8, 200, 2_000)
PAGE = "atelier-dans-la-page/index.html"


class _QuietHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Ne dit rien."""


def write_dossiers(folder: Path) -> dict[int, str]:
    """Un dossier par nombre d'actions, sur le modèle de l'exemple."""
    import yaml

    values = yaml.safe_load((ROOT / "exemples" / "pays-de-retz.yaml").read_text(encoding="utf-8"))
    models = values["actions"]
    paths = {}
    for count in COUNTS:
        actions = [{**models[rank % len(models)], "numero": f"A{rank + 1}"} for rank in range(count)]
        path = folder / f"{count}.yaml"
        path.write_text(json.dumps({**values, "actions": actions}, default=str), encoding="utf-8")
        paths[count] = str(path)
    return paths


def measure(book: Path) -> dict[str, dict[str, Any]]:
    """Les millisecondes relevées, par nombre d'actions."""
    handler = functools.partial(_QuietHandler, directory=str(book))
    with (
        tempfile.TemporaryDirectory() as name,
        http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server,
    ):
        threading.Thread(target=server.serve_forever, daemon=True).start()
        order = {
            "address": f"http://127.0.0.1:{server.server_port}/{PAGE}",
            "paths": write_dossiers(Path(name)),
        }
        done = subprocess.run(
            ["node", str(SCRIPT)], input=json.dumps(order), capture_output=True, text=True, check=True
        )
        server.shutdown()
    found: dict[str, dict[str, Any]] = json.loads(done.stdout)
    return found


def main() -> None:
    """Mesure, imprime un tableau et le rapport entre le plus grand et le plus petit dossier."""
    book = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "_build" / "html"
    if not (book / "_static" / "atelier" / "moteur" / "lot.json").is_file():
        sys.exit(f"{book} n’a pas d’atelier : lancez « make livre »")
    found = measure(book)
    print("actions   un signe, travail (médiane, pire)   image (médiane, pire)   étape     ligne")
    for count, one in found.items():
        work, frame = one["work"], one["frame"]
        print(
            f"{count:>7} {statistics.median(work):14.2f} ms {max(work):10.2f} ms"
            f" {statistics.median(frame):15.1f} ms {max(frame):6.1f} ms"
            f" {one['step']:6d} ms {one['row']:6d} ms"
        )
    least, most = (statistics.median(found[str(count)]["work"]) for count in (COUNTS[0], COUNTS[-1]))
    print(f"travail par signe, {COUNTS[-1]} actions contre {COUNTS[0]} : {most / max(least, 0.01):.1f} fois")


if __name__ == "__main__":
    main()
