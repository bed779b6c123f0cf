"""Les carnets d'une session : ceux des stagiaires, réglés sur leur dossier, et ceux de la formation.

Aucun carnet n'est exécuté : trente stagiaires se préparent sans démarrer un seul noyau.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.domain.locations import find_shipped
from kit.knowledge.catalogue.courses import Course
from kit.products.dossier.examples import find_example_folder
from kit.training.exercises import (
    build_trainee_edition,
    build_trainer_edition,
    fill_parameters,
    parse_exercises,
    read_parameters,
)
from kit.training.exercises.sheet import build_exercise_sheet
from kit.training.layout import DOSSIER, GRIDS, SOLUTIONS, Seat

EXERCISES: Final = "formateur/exercices"
_GRID_NOTEBOOKS: Final = frozenset({"grilles-reunies", "analyser-les-grilles"})
_PATH: Final = "chemin"
_EXAMPLE: Final = "les-mureaux.ods"
_EXAMPLE_GRIDS: Final = "grilles"


def find_notebook_folder() -> Path:
    """Le dossier des carnets livrés : dans le paquet s'il y est, sinon dans le livre."""
    return find_shipped("_carnets", "book/carnets")


@cache
def _read_notebook(name: str) -> bytes:
    return (find_notebook_folder() / f"{name}.ipynb").read_bytes()


@cache
def _read_trainee_edition(name: str) -> bytes:
    return build_trainee_edition(_read_notebook(name), name=f"{name}.ipynb")


def build_trainee_notebooks(course: Course, seat: Seat) -> dict[str, bytes]:
    """Les carnets d'un stagiaire par chemin, sans solution, réglés sur son dossier."""
    return {
        seat.notebook(name): _point_to(
            name, _read_trainee_edition(name), f"../{DOSSIER}-{seat.mark}.ods", f"../{GRIDS}"
        )
        for name in course.notebooks
    }


def _point_to(name: str, content: bytes, dossier: str, grids: str) -> bytes:
    """Le carnet réglé sur ce dossier, ou sur ces grilles ; un carnet sans chemin reste tel quel."""
    if _PATH not in read_parameters(content):
        return content
    path = grids if name in _GRID_NOTEBOOKS else dossier
    return fill_parameters(content, {_PATH: path}, name=f"{name}.ipynb")


def build_solutions(course: Course) -> dict[str, bytes]:
    """Les carnets de la formation, solutions comprises, et l'exemple rempli sur lequel ils s'ouvrent."""
    files = {
        f"{SOLUTIONS}/{name}.ipynb": _point_to(
            name,
            build_trainer_edition(_read_notebook(name), name=f"{name}.ipynb"),
            _EXAMPLE,
            _EXAMPLE_GRIDS,
        )
        for name in course.notebooks
    }
    return files | dict(_list_examples(course))


def _list_examples(course: Course) -> Iterator[tuple[str, bytes]]:
    folder = find_example_folder()
    if course.notebooks:
        yield f"{SOLUTIONS}/{_EXAMPLE}", (folder / _EXAMPLE).read_bytes()
    if _GRID_NOTEBOOKS.intersection(course.notebooks):
        for path in sorted((folder / _EXAMPLE_GRIDS).glob("*.ods")):
            yield f"{SOLUTIONS}/{_EXAMPLE_GRIDS}/{path.name}", path.read_bytes()


def build_exercise_sheets(course: Course) -> dict[str, Document]:
    """Les exercices à faire sans ordinateur, et leurs corrigés, par chemin sans extension."""
    sheets: dict[str, Document] = {}
    for name in course.notebooks:
        content = _read_notebook(name)
        exercises = parse_exercises(content, name=f"{name}.ipynb")
        title = f"Exercices : {name.replace('-', ' ')}"
        sheets[f"{EXERCISES}/{name}"] = build_exercise_sheet(title, exercises, has_solutions=False)
        sheets[f"{SOLUTIONS}/{name}-corrige"] = build_exercise_sheet(title, exercises, has_solutions=True)
    return sheets
