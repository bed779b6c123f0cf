"""Ce que coûtent les commandes, en temps et en mémoire, rapporté à un Python qui ne fait rien.

Une exécution : ``python benchmarks/commandes.py``. Rien n'est affirmé ici ; les objectifs sont
imprimés à côté des mesures.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 5


def measure(command: list[str], runs: int = RUNS) -> tuple[float, float]:
    """La médiane des temps (s) et le pic de mémoire du processus (Mo)."""
    times, peaks = [], []
    for _ in range(runs):
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT) as process:
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        times.append(time.perf_counter() - start)
        peaks.append(usage.ru_maxrss / 1024)
    return statistics.median(times), max(peaks)


def main() -> None:
    """Mesure et imprime un tableau."""
    kit = [sys.executable, "-m", "kit"]
    example = str(ROOT / "exemples" / "paris-est-marne-et-bois.ods")
    with tempfile.TemporaryDirectory() as folder:
        jobs = (
            ("Python seul", [sys.executable, "-c", "pass"], ""),
            ("import kit", [sys.executable, "-c", "import kit"], "< 0,1 s de plus que Python seul"),
            ("kit --help", [*kit, "--help"], "< 0,3 s"),
            ("kit territoire « saint denis »", [*kit, "territoire", "saint denis"], "< 0,3 s"),
            ("kit verifier", [*kit, "verifier", example], ""),
            ("kit produire, tout", [*kit, "produire", example, "--dans", folder], "< 3 s et < 500 Mo"),
        )
        base = 0.0
        print(f"{'commande':34}{'médiane':>10}{'rapport':>9}{'pic':>10}  objectif")
        for name, command, target in jobs:
            seconds, peak = measure(command)
            base = base or seconds
            print(f"{name:34}{seconds * 1000:>7.0f} ms{seconds / base:>8.1f}×{peak:>7.0f} Mo  {target}")


if __name__ == "__main__":
    main()
