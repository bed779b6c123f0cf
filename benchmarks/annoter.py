"""Ce que coûte la copie annotée d'un classeur : seule, et à côté de la lecture qu'elle demande.

Usage : python benchmarks/annoter.py [nombre d'actions]
Chaque action a une date en toutes lettres et un montant ambigu : deux cases à marquer, trois lignes à écrire.
"""

from __future__ import annotations

import datetime as dt
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from kit.knowledge.catalogue import load_grid
from kit.products.dossier.annotating import annotate
from kit.products.dossier.blank import build_dossier_workbook
from kit.reading.checks import check_file
from kit.writers.sheet import WRITERS

SECONDS, ROUNDS = 2.0, 5
DAY = dt.date(2026, 11, 23)


def write_dossier(count: int, folder: Path, suffix: str) -> Path:
    """Un dossier de ``count`` actions, chacune avec deux cases dont il y a quelque chose à dire."""
    values = {
        "alliance": [
            {"name": "Un plan", "territory_names": "Les Mureaux (78440)", "purpose": "Mesurer le kit."}
        ],
        "partners": [{"name": "Mission locale", "kind": "association"}],
        "actions": [
            {
                "number": f"A{rank}",
                "title": f"Mener l'action numéro {rank}",
                "lead": f"Structure {rank}",
                "end": "fin 2028",
                "budget": "73.500",
                "indicator": "Personnes concernées",
            }
            for rank in range(count)
        ],
    }
    path = folder / f"plan{suffix}"
    path.write_bytes(WRITERS[suffix](build_dossier_workbook(values, grid=load_grid())))
    return path


def measure(task: Callable[[], object]) -> float:
    """La médiane des secondes, après un premier essai qui charge les modules."""
    task()
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        task()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def main() -> None:
    """Mesure et imprime, par format."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory() as name:
        for suffix in WRITERS:
            path = write_dossier(count, Path(name), suffix)
            read = measure(partial(check_file, path, today=DAY))
            made = measure(partial(annotate, path, DAY))
            print(f"{suffix}, {count} actions : {made:.2f} s (objectif : {SECONDS:.0f})")
            print(f"  soit {made / read:.1f} fois la lecture seule ({read:.3f} s)")


if __name__ == "__main__":
    main()
