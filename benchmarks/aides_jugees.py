"""La justesse des aides proposées, sur des paires action et aide jugées à la main.

Une exécution : ``python benchmarks/aides_jugees.py``. Les paires sont dans ``tests/data/aides-jugees`` ;
l'en-tête de chaque fichier dit ce que donnait le premier passage, à l'aveugle. « Stricte » : la précision si
une aide à la marge compte comme une erreur.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.judged_aids import list_gaps, load_half, tally

PARTS = ("premiere-moitie", "seconde-moitie", "contre-epreuve", "voisins")


def main() -> None:
    """Mesure et imprime."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(f"{'partie':18}{'paires':>7}{'précision':>11}{'stricte':>9}{'rappel':>8}{'silences':>10}")
    for part in PARTS:
        judged = load_half(part)
        counted = tally(judged)
        silences = f"{counted.silent}/{counted.should_be_silent}"
        shares = f"{counted.precision:>11.2f}{counted.strict_precision:>9.2f}{counted.recall:>8.2f}"
        print(f"{part:18}{counted.pairs:>7}{shares}{silences:>10}")
        for gap in list_gaps(judged):
            print(f"  {gap}")


if __name__ == "__main__":
    main()
