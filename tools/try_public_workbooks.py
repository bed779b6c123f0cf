"""Passer un dossier de classeurs de toute provenance par les portes de lecture, et compter ce qui arrive.

Usage : python tools/try_public_workbooks.py DOSSIER
Chaque .xlsx et .ods trouvé, à toute profondeur, est lu comme un dossier (« kit verifier ») et comme une
grille (« kit grilles reunir »). Le tableau dit combien ont été lus, refusés et pourquoi, les plus lents et
les plus gros.
Sortie 1 si une lecture s'arrête autrement que par une phrase.
"""

from __future__ import annotations

import resource
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from kit.domain.errors import InputError
from kit.products.grids.reading import read_filled_file
from kit.reading.checks import check_file

SHOWN = 5
KINDS = frozenset({".xlsx", ".ods"})


def check(path: Path) -> str:
    """Comme « kit verifier » : le code du refus, ou « lu »."""
    try:
        check_file(path)
    except InputError as error:
        return error.problems[0].code
    return "lu"


def gather(path: Path) -> str:
    """Comme « kit grilles reunir » : le code du premier défaut bloquant, ou « lu »."""
    problems = [problem for problem in read_filled_file(path).problems if problem.blocking]
    return problems[0].code if problems else "lu"


def main() -> int:
    """Lit tout, puis dit les comptes."""
    paths = sorted(path for path in Path(sys.argv[1]).rglob("*") if path.suffix.lower() in KINDS)
    doors: tuple[tuple[str, Callable[[Path], str]], ...] = (("verifier", check), ("reunir", gather))
    failed = 0
    for name, door in doors:
        counts: Counter[str] = Counter()
        suspects: list[Path] = []
        slowest: list[tuple[float, Path]] = []
        for path in paths:
            start = time.perf_counter()
            try:
                outcome = door(path)
            except Exception:  # noqa: BLE001 - c'est ce que l'on cherche
                outcome = "arrêt"
                print(path, traceback.format_exc())
            slowest.append((time.perf_counter() - start, path))
            counts[outcome] += 1
            if outcome == "classeur-suspect":
                suspects.append(path)
        failed += counts["arrêt"]
        print(f"{name} : {len(paths)} classeurs", dict(counts.most_common()))
        for path in suspects:
            print("  suspect :", path)
        for elapsed, path in sorted(slowest, reverse=True)[:SHOWN]:
            print(f"  {elapsed:6.2f} s  {path.stat().st_size / 1024:8.0f} Ko  {path}")
    for path in sorted(paths, key=lambda one: one.stat().st_size, reverse=True)[:SHOWN]:
        print(f"  le plus gros : {path.stat().st_size / 1024:8.0f} Ko  {path}")
    peaks = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    print("  mémoire au plus haut (Mo), ici et dans le lecteur :", end=" ")
    print(*(resource.getrusage(one).ru_maxrss // 1024 for one in peaks))
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
