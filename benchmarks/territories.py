"""Ce que coûtent les territoires : processus entier, lecture, recherches.

Usage : ``python benchmarks/territories.py``. Les durées dépendent de la machine ; les rapports au
démarrage nu de Python, bien moins.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from kit.knowledge.territories import find_territories, resolve_territory
from kit.knowledge.territories.index import build_index
from kit.knowledge.territories.tables import DATA_FILE, read_territory_file

QUERIES = ("Les Mureaux", "Saint-Denis (93)", "44000", "217804400", "CC Grand Lieu", "les muraux")


def measure(action: Callable[[], object], rounds: int = 7) -> float:
    """La médiane, en millisecondes."""
    spent = []
    for _ in range(rounds):
        start = time.perf_counter()
        action()
        spent.append((time.perf_counter() - start) * 1000)
    return statistics.median(spent)


def run_python(code: str) -> None:
    """Un processus neuf."""
    subprocess.run([sys.executable, "-c", code], check=True)


def main() -> None:
    """Imprime les mesures."""
    bare = measure(lambda: run_python("pass"))
    search = "from kit.knowledge.territories import resolve_territory as r; r('Les Mureaux')"
    whole = measure(lambda: run_python(search))
    near = measure(lambda: run_python(search.replace("Mureaux", "Muraux")))
    print(f"fichier : {DATA_FILE.stat().st_size / 1000:.0f} ko")
    print(f"Python nu : {bare:.0f} ms")
    print(f"processus + lecture + un nom : {whole:.0f} ms ({whole / bare:.1f} fois Python nu)")
    print(f"processus + lecture + un nom mal écrit : {near:.0f} ms ({near / bare:.1f} fois Python nu)")
    print(f"lecture seule : {measure(lambda: build_index(read_territory_file())):.0f} ms")
    for query in QUERIES:
        print(f"désigner « {query} » : {measure(lambda q=query: resolve_territory(q)):.1f} ms")  # type: ignore[misc]  # mypy ne type pas le défaut d'un lambda
    print(f"proposer pour « saint » : {measure(lambda: find_territories('saint')):.1f} ms")


if __name__ == "__main__":
    main()
