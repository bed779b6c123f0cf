"""Réunir des grilles remplies (xlsx) : secondes et mémoire, à côté de calamine seul sur les mêmes fichiers.

Usage : python benchmarks/grilles.py [nombre de grilles] [nombre de processus]
Les fichiers sont écrits une fois dans un dossier de passage ; chaque mesure tourne dans son processus.
« kit » lit, contrôle (zip, étendue, formules, fusions), trie, réunit et calcule l'accord ; « calamine » ne
fait que lire les mêmes feuilles.
"""

from __future__ import annotations

import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = 500


def write_files(folder: Path, count: int) -> None:
    """Des grilles remplies au hasard, toujours les mêmes."""
    from kit.domain.values import Answer, College
    from kit.knowledge.catalogue import load_grid
    from kit.products.grids.blank import build_respondent_workbook
    from kit.products.grids.filled import Respondent
    from kit.writers.sheet import write_xlsx

    grid, chance = load_grid(), random.Random(2026)  # noqa: S311 - des réponses d'essai
    keys = [criterion.key for part in grid.dimensions for criterion in part.criteria]
    for number in range(count):
        answers = [
            Answer(criterion=key, level=chance.choice(["A", "B", "C", "NC", None]), evidence=f"Fait {number}")
            for key in keys
        ]
        person = Respondent(
            name=f"R{number:04d}", college=chance.choice(list(College)), dated=dt.date(2026, 10, 1)
        )
        workbook = build_respondent_workbook(grid, person, answers)
        (folder / f"r{number:04d}.xlsx").write_bytes(write_xlsx(workbook))


def run_kit(folder: Path, workers: int) -> str:
    """Tout ce que fait la réunion, sans écrire le document."""
    from kit.products.grids.producing import GatherOptions, gather

    gathering = gather([folder], GatherOptions(workers=workers))
    return f"{len(gathering.merged.grids)} grilles, alpha {gathering.context.agreement.alpha:.3f}"


def run_calamine(folder: Path) -> str:
    """La lecture seule, sans contrôle."""
    from python_calamine import CalamineWorkbook

    rows = 0
    for path in sorted(folder.iterdir()):
        with CalamineWorkbook.from_path(str(path)) as workbook:
            for name in ("Répondant", "Évaluation"):
                rows += len(workbook.get_sheet_by_name(name).to_python())
    return f"{rows} lignes"


def measure(job: str, folder: Path, workers: int) -> None:
    """Une mesure dans un processus neuf, importations comprises."""
    start = time.perf_counter()
    command = [sys.executable, __file__, job, str(folder), str(workers)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    elapsed = time.perf_counter() - start
    said, own, children = done.stdout.strip().rsplit(" | ", 2)
    label = f"{job} ({workers} processus)"
    print(f"{label:24}{elapsed:8.2f} s{own:>8} Mo{children:>8} Mo   {said}")


def main() -> None:
    """Mesure le kit, puis calamine seul."""
    if len(sys.argv) > 3:
        folder, workers = Path(sys.argv[2]), int(sys.argv[3])
        said = run_kit(folder, workers) if sys.argv[1] == "kit" else run_calamine(folder)
        peaks = (
            resource.getrusage(who).ru_maxrss // 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(said, *peaks, sep=" | ")
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    most = int(sys.argv[2]) if len(sys.argv) > 2 else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, count)
        print(f"{count} grilles xlsx ; durée, mémoire au plus haut, celle du plus gros processus fils")
        for workers in sorted({1, most}):
            measure("kit", folder, workers)
        measure("calamine", folder, 1)


if __name__ == "__main__":
    main()
