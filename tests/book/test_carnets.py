"""La forme des carnets : courts, sans programmation, sans trace de la machine."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

BOOK = Path(__file__).parents[2] / "book"
NOTEBOOKS = sorted((BOOK / "carnets").glob("*.ipynb"))
ALLOWED = {"kit", "pathlib", "pandas"}
REFUSED = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.While,
    ast.comprehension,
)
notebooks = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read_cells(path: Path, kind: str) -> list[dict[str, Any]]:
    return [
        cell for cell in json.loads(path.read_text(encoding="utf-8"))["cells"] if cell["cell_type"] == kind
    ]


def source_of(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def test_il_y_a_un_carnet_par_document() -> None:
    """Trois documents, trois carnets."""
    assert {"fiche-argumentaire", "grille-evaluation", "plan-action"} <= {path.stem for path in NOTEBOOKS}


@notebooks
def test_un_carnet_commence_par_son_titre_et_son_utilite(path: Path) -> None:
    """La première cellule est un titre suivi d'une phrase."""
    first = source_of(read_cells(path, "markdown")[0])
    assert re.match(r"# .+\n\n.{20,}", first)


@notebooks
def test_un_carnet_a_une_seule_cellule_de_parametres(path: Path) -> None:
    """Elle tient en un chemin relatif, qui mène à un dossier d'exemple présent."""
    tagged = [cell for cell in read_cells(path, "code") if "parameters" in cell["metadata"].get("tags", [])]
    assert len(tagged) == 1
    assigned = ast.parse(source_of(tagged[0])).body
    assert len(assigned) == 1
    name, value = assigned[0].targets[0].id, ast.literal_eval(assigned[0].value)
    assert name == "chemin"
    assert (path.parent / value).exists()


@notebooks
def test_un_carnet_tient_en_cinq_cellules_de_six_lignes(path: Path) -> None:
    """Un carnet se lit en une minute."""
    cells = read_cells(path, "code")
    assert len(cells) <= 5
    assert max(len(source_of(cell).splitlines()) for cell in cells) <= 6


@notebooks
def test_un_carnet_ne_programme_pas(path: Path) -> None:
    """Ni fonction, ni classe, ni boucle."""
    code = "\n".join(source_of(cell) for cell in read_cells(path, "code"))
    assert [type(node).__name__ for node in ast.walk(ast.parse(code)) if isinstance(node, REFUSED)] == []


@notebooks
def test_un_carnet_n_importe_que_le_kit_pathlib_et_pandas(path: Path) -> None:
    """Ce qu'il montre s'écrit avec le kit."""
    tree = ast.parse("\n".join(source_of(cell) for cell in read_cells(path, "code")))
    found = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    found |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in found} <= ALLOWED


@notebooks
def test_un_carnet_ne_garde_ni_resultat_ni_trace_de_la_machine(path: Path) -> None:
    """Le fichier versionné est vide de sorties, de compteurs et de chemins absolus."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert all(
        not cell["outputs"] and cell["execution_count"] is None
        for cell in raw["cells"]
        if cell["cell_type"] == "code"
    )
    assert set(raw["metadata"]) == {"kernelspec", "language_info"}
    assert raw["metadata"]["kernelspec"]["name"] == "python3"
    assert re.search(r'"(/|[A-Z]:\\\\|~|file:)', path.read_text(encoding="utf-8")) is None
