"""Faire le bilan d'une session : secondes, mémoire, part de la lecture et de la mise en page.

Usage : python benchmarks/bilan_formation.py [nombre de stagiaires]
Une session remplie est écrite une fois ; chaque mesure tourne dans son processus, importations
comprises : la lecture seule avec un processus puis un par cœur, et le bilan entier avec tous ses retours.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kit.documents.workbook import Workbook
    from kit.knowledge.catalogue.courses import Course

COUNT = 30
COURSE = "agents-une-journee"
DAY = dt.date(2027, 3, 15)


def write_filled(root: Path, count: int) -> None:
    """Une session de tant de communes, où chacun a rendu ses quiz, son avis, son dossier et ses carnets."""
    from kit.domain.values import TerritoryKind
    from kit.knowledge.catalogue import load_course, load_grid
    from kit.knowledge.territories import load_territories
    from kit.products.dossier.blank import build_dossier_workbook
    from kit.training.carnets import build_trainee_notebooks
    from kit.training.layout import (
        DOSSIER,
        HOT,
        MANIFEST,
        QUIZ_AFTER,
        QUIZ_BEFORE,
        Manifest,
        Seat,
        build_folder,
        build_mark,
        write_manifest,
    )
    from kit.writers.sheet import WRITERS

    index, course, write = load_territories(), load_course(COURSE), WRITERS[".ods"]
    codes = index.list_communes((TerritoryKind.DEPARTMENT, "94")) | index.list_communes(
        (TerritoryKind.DEPARTMENT, "59")
    )
    seats = []
    for rank, code in enumerate(sorted(codes)[:count], start=1):
        mark = build_mark(rank)
        folder = build_folder(mark, code)
        seat = Seat(mark=mark, folder=folder, territory_code=code, territory_name=code, ready=True)
        seats.append(seat)
        asked = zip((QUIZ_BEFORE, QUIZ_AFTER, HOT), list_questionnaires(course, mark, rank), strict=True)
        dossier = build_dossier_workbook(list_dossier_values(code, rank), grid=load_grid())
        for piece, workbook in (*asked, (DOSSIER, dossier)):
            save(root / seat.file(piece, "ods"), write(workbook))
        for name, content in build_trainee_notebooks(course, seat).items():
            save(root / name, fill_notebook(content))
    values = {"course": COURSE, "days": (DAY,), "place": "Salle", "formats": ("ods",), "pieces": {}}
    save(root / MANIFEST, write_manifest(Manifest(**values, seats=tuple(seats))))  # type: ignore[arg-type]


def save(path: Path, content: bytes) -> None:
    """Le fichier, son dossier fait au besoin."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def list_questionnaires(course: Course, mark: str, rank: int) -> list[Workbook]:
    """Les trois questionnaires remplis d'une personne."""
    from dataclasses import replace

    from kit.training.questionnaires import Moment, build_hot_items, build_questionnaire, build_quiz

    quiz, hot = build_quiz(course), build_hot_items(course)
    filled = []
    for moment, items in ((Moment.BEFORE, quiz), (Moment.AFTER, quiz), (Moment.HOT, hot)):
        workbook = build_questionnaire(course, moment, items, mark=mark)
        answers = {item.key: item.answers[rank % len(item.answers)] for item in items if item.answers}
        rows = []
        for row in workbook.sheets[0].rows:
            told = answers.get(str(row.cells[0].value)) if row.cells else None
            cells = (*row.cells[:-1], replace(row.cells[-1], value=told)) if told else row.cells
            rows.append(replace(row, cells=cells))
        filled.append(replace(workbook, sheets=(replace(workbook.sheets[0], rows=tuple(rows)),)))
    return filled


def list_dossier_values(code: str, rank: int) -> dict[str, list[dict[str, str]]]:
    """Un dossier à moitié rempli, différent d'une personne à l'autre."""
    partners = [{"name": f"Structure {one}", "kind": "association"} for one in range(rank % 6)]
    actions = [{"number": f"A{one}", "title": "Se voir", "lead": "Structure 1"} for one in range(rank % 4)]
    alliance = [{"territory_names": code, "name": f"Alliance {rank}", "purpose": "Une cause."}]
    return {"alliance": alliance, "partners": partners, "actions": actions}


def fill_notebook(content: bytes) -> bytes:
    """Une réponse de texte dans chaque cellule de réponse."""
    notebook = json.loads(content)
    for cell in notebook["cells"]:
        if "reponse" in cell["metadata"].get("tags", ()) and cell["cell_type"] == "markdown":
            cell["source"] = ["Une réponse."]
    return json.dumps(notebook).encode()


def run(job: str, root: Path) -> str:
    """Le travail demandé ; ce qu'il a lu ou écrit."""
    from kit.training.outcome.gathering import gather_works
    from kit.training.outcome.running import OutcomeOptions, write_outcome

    if job == "bilan":
        done = write_outcome(root, OutcomeOptions(today=DAY))
        return f"{done.tally.active} personnes, {len(done.files)} fichiers écrits"
    workers = {"lecture-1": 1, "lecture-n": os.cpu_count() or 1}[job]
    gathered = gather_works(root, today=DAY, workers=workers)
    return f"{gathered.files} fichiers lus"


def measure(job: str, root: Path) -> float:
    """Une mesure dans un processus neuf."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--travail", job, str(root)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds = time.perf_counter() - start
    print(f"{job:<10} {seconds:7.1f} s  {done.stdout.strip()}", flush=True)
    return seconds


def main() -> None:
    """La lecture à un processus, à un par cœur, puis le bilan entier."""
    if sys.argv[1:2] == ["--travail"]:
        said = run(sys.argv[2], Path(sys.argv[3]))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{said} ; {peak:.0f} Mo de mémoire au plus")
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else COUNT
    with tempfile.TemporaryDirectory(prefix="kit-mesure-") as name:
        root = Path(name) / "pret"
        write_filled(root, count)
        print(f"{count} stagiaires, {os.cpu_count()} cœurs", flush=True)
        alone, together = measure("lecture-1", root), measure("lecture-n", root)
        print(f"un processus par cœur : {alone / together:.1f} fois plus vite")
        whole = measure("bilan", root)
        print(f"la lecture fait {together / whole:.0%} du bilan entier")


if __name__ == "__main__":
    main()
