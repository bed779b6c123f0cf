"""Préparer une session : secondes, mémoire et fichiers, avec un pandoc par lot ou un pandoc par pièce.

Usage : python benchmarks/formation.py [nombre de stagiaires] [fiche]
Chaque mesure tourne dans son processus, importations comprises, sur autant de communes différentes que de
stagiaires. « un par un » est la même préparation, des lots d'une seule pièce et un seul fil.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNT = 30
COURSE = "catalyseurs-deux-jours"
SESSION = """\
session:
  formation: {course}
  organisme: Organisme imaginé
  jours: {days}
  lieu: Salle d'essai
  formateurs: [Personne Imaginée]
  contact: formation@exemple.example
  liste: liste.csv
"""


def write_session(folder: Path, count: int, course: str) -> Path:
    """Une session et sa liste : une personne par commune, toutes imaginées."""
    from kit.domain.values import TerritoryKind
    from kit.knowledge.catalogue import load_course
    from kit.knowledge.territories import load_territories

    index = load_territories()
    codes = index.list_communes((TerritoryKind.DEPARTMENT, "94")) | index.list_communes(
        (TerritoryKind.DEPARTMENT, "59")
    )
    rows = [f"Personne {rank};agent;{code}" for rank, code in enumerate(sorted(codes)[:count])]
    (folder / "liste.csv").write_text("\n".join(("Nom;Fonction;Territoire", *rows)), encoding="utf-8")
    days = ["11/03/2027", "15/04/2027"][: load_course(course).days]
    path = folder / "session.yaml"
    path.write_text(SESSION.format(course=course, days=days), encoding="utf-8")
    return path


def run(job: str, folder: Path) -> str:
    """La préparation demandée ; ce qu'elle a écrit."""
    from kit.training import printing
    from kit.training.preparing import prepare

    if job == "un-par-un":
        printing.BATCH, printing.WORKERS = 1, 1  # type: ignore[misc]
    done = prepare(folder / "session.yaml", folder / job)
    size = sum(path.stat().st_size for path in done.files) / 1e6
    return f"{done.newcomers} dossiers, {len(done.files)} fichiers, {size:.0f} Mo"


def measure(job: str, folder: Path) -> float:
    """Une mesure dans un processus neuf."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--travail", job, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    print(f"{job:<10} {seconds:7.1f} s  {done.stdout.strip()}")
    return seconds


def main() -> None:
    """Les deux mesures, puis une relance sans rien de neuf."""
    if sys.argv[1:2] == ["--travail"]:
        said = run(sys.argv[2], Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{said} ; {peak:.0f} Mo de mémoire au plus")
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    course = sys.argv[2] if len(sys.argv) > 2 else COURSE
    with tempfile.TemporaryDirectory(prefix="kit-mesure-") as name:
        folder = Path(name)
        write_session(folder, count, course)
        fast = measure("lots", folder)
        measure("lots", folder)
        if count <= 100:
            slow = measure("un-par-un", folder)
            print(f"un par un : {slow / fast:.1f} fois plus long")


if __name__ == "__main__":
    main()
