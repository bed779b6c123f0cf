"""Ce que coûtent la lecture de tout le catalogue et une recherche, chacune dans un processus neuf.

Usage : python benchmarks/catalogue.py [nombre de passages]
Les temps bougent d'une machine à l'autre : on donne la médiane et le plus long.
"""

from __future__ import annotations

import statistics
import subprocess
import sys

CASES = {
    "lire tout le catalogue": "catalogue.load_catalogue()",
    "le relire, modules déjà chargés": "catalogue.read_catalogue(locations.DATA)",
    "chercher « élus locaux », lecture comprise": "catalogue.search_catalogue('élus locaux')",
}
CODE = """
import time
from kit.domain import locations
from kit.knowledge import catalogue
if {warm}:
    catalogue.load_catalogue()
start = time.perf_counter()
{statement}
print(1000 * (time.perf_counter() - start))
"""


def measure(statement: str, *, warm: bool) -> float:
    """La durée d'une instruction, en millisecondes, hors démarrage de Python."""
    code = CODE.format(statement=statement, warm=warm)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> None:
    """Mesure et imprime."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    for name, statement in CASES.items():
        times = [measure(statement, warm="relire" in name) for _ in range(runs)]
        print(f"{name} : {statistics.median(times):.0f} ms (au plus {max(times):.0f})")


if __name__ == "__main__":
    main()
