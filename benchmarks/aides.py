"""Le temps de comparer 3 000 aides à 20 actions, à côté de la seule lecture du fichier.

Une exécution : ``python benchmarks/aides.py``. Les aides sont fabriquées ; le dossier est celui de
l'exemple Paris Est Marne et Bois, ses actions répétées.
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from kit.products.aids.matching import build_needs, match_aids
from kit.products.aids.reading import read_aids
from kit.reading.checks import check_file

ROOT = Path(__file__).parents[1]
DAY = dt.date(2026, 11, 23)
AIDS = 3_000
ACTIONS = 20
RUNS = 3
REGIONS = ("Île-de-France", "Bretagne", "Occitanie", "Normandie", "Corse", "La Réunion")


def build_export(count: int) -> dict[str, object]:
    """Un export fabriqué, à partir des aides inventées des contrôles."""
    content = json.loads((ROOT / "tests" / "data" / "aides-exemple.json").read_text(encoding="utf-8"))
    models = content["results"]
    padding = "<p>Texte inventé, de la longueur d'une vraie fiche.</p>" * 40
    results = [
        {
            **models[rank % len(models)],
            "id": rank,
            "name": f"{models[rank % len(models)]['name']} {rank}",
            "generic_aid": None,
            "description": models[rank % len(models)]["description"] + padding,
            "perimeter": REGIONS[rank % len(REGIONS)] if rank % 3 else "France",
            "perimeter_scale": "Région" if rank % 3 else "Pays",
        }
        for rank in range(count)
    ]
    return {**content, "count": count, "results": results}


def measure(run: Callable[[], object]) -> float:
    """La médiane des temps, en secondes."""
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Mesure et imprime."""
    reading = check_file(ROOT / "exemples" / "paris-est-marne-et-bois.yaml", today=DAY)
    actions = reading.dossier.actions
    repeated = tuple(replace(actions[rank % len(actions)], number=f"A{rank}") for rank in range(ACTIONS))
    dossier = replace(reading.dossier, actions=repeated)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "aides.json"
        path.write_text(json.dumps(build_export(AIDS), ensure_ascii=False), encoding="utf-8")
        size = path.stat().st_size / 1e6
        plain = measure(lambda: json.loads(path.read_bytes()))
        read = measure(lambda: read_aids(path))
        aids, _ = read_aids(path)
    matched = measure(lambda: match_aids(aids.aids, build_needs(dossier, day=DAY)))
    pairs = len(aids.aids) * ACTIONS
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"Export : {AIDS} aides, {size:.1f} Mo")
    print(f"{'json seul':34}{plain:>8.2f} s")
    print(f"{'lire (HTML ôté, contrôles)':34}{read:>8.2f} s{read / plain:>8.1f}×")
    print(f"{f'comparer à {ACTIONS} actions':34}{matched:>8.2f} s{matched / pairs * 1e6:>8.1f} µs par couple")
    print(f"{'pic de mémoire':34}{peak:>8.0f} Mo")


if __name__ == "__main__":
    main()
