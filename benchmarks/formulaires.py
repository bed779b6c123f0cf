"""Lire et réunir l'export d'un formulaire en ligne : secondes, à côté du module csv seul sur le même fichier.

Usage : python benchmarks/formulaires.py [nombre de réponses]
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from pathlib import Path

COUNT = 300


def write_export(path: Path, count: int) -> None:
    """Des réponses au hasard, toujours les mêmes, telles que Google Forms les exporte."""
    from kit.products.grids.form_answers import list_form_questions

    questions, chance = list_form_questions("qualite-alliance"), random.Random(2026)  # noqa: S311 - des réponses d'essai
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, quoting=csv.QUOTE_ALL)
        writer.writerow(["Horodateur", *(one.title for one in questions)])
        for rank in range(count):
            answers = [chance.choice(one.choices) if one.choices else f"R{rank}" for one in questions]
            writer.writerow(["2026/09/14 9:00:24 AM UTC+2", *answers])


def main() -> None:
    """Mesure le kit, puis le module csv."""
    from kit.products.grids.producing import gather

    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "reponses.csv"
        write_export(path, count)
        start = time.perf_counter()
        with path.open(encoding="utf-8", newline="") as stream:
            rows = sum(1 for _ in csv.reader(stream))
        alone = time.perf_counter() - start
        start = time.perf_counter()
        counted = len(gather([path]).merged.grids)
        whole = time.perf_counter() - start
    print(f"{counted} grilles de {rows - 1} réponses : {whole:.3f} s ; csv seul : {alone:.4f} s")


if __name__ == "__main__":
    main()
