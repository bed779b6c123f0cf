"""Les cellules d'un carnet Jupyter, lues comme un texte."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place


class CellRole(StrEnum):
    """Ce qu'une cellule est dans un exercice."""

    EXERCISE = "exercice"
    ANSWER = "reponse"
    SOLUTION = "solution"
    TRAINER = "formateur"


TAGS: Final = (
    *(role.value for role in CellRole),
    # Celles que Jupyter, papermill et le livre connaissent.
    *("parameters", "injected-parameters", "hide-input", "hide-output", "hide-cell", "remove-cell"),
)

_KEY: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class NotebookCell:
    """Une cellule lue : sa place, ce qu'elle est, et de quel exercice."""

    number: int
    raw: dict[str, Any]
    source: str
    tags: tuple[str, ...]
    key: str

    @property
    def is_code(self) -> bool:
        """Vrai pour une cellule de code."""
        return bool(self.raw["cell_type"] == "code")

    @property
    def role(self) -> CellRole | None:
        """Ce qu'elle est dans un exercice, s'il y a lieu."""
        roles = [CellRole(tag) for tag in self.tags if tag in list(CellRole)]
        return roles[0] if roles else None


def read_cells(content: bytes, name: str) -> tuple[NotebookCell, ...]:
    """Les cellules d'un carnet au format 4 ; ``name`` sert à la phrase d'erreur.

    :raises InputError: si ce n'est pas un carnet.
    """
    try:
        return _parse_cells(content)
    except ValueError as error:
        where = Place(file=name)
        raise InputError([build_problem("carnet-illisible", where, reason=str(error))]) from None


def _parse_cells(content: bytes) -> tuple[NotebookCell, ...]:
    try:
        notebook = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("le fichier est abîmé") from None
    raws = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(raws, list) or notebook.get("nbformat") != 4:
        raise ValueError("pas de cellules, ou un format ancien")
    return tuple(_parse_cell(number, raw) for number, raw in enumerate(raws, start=1))


def _parse_cell(number: int, raw: object) -> NotebookCell:
    fault = f"la cellule {number} est mal formée"
    if not isinstance(raw, dict) or raw.get("cell_type") not in ("code", "markdown", "raw"):
        raise ValueError(fault)
    source, metadata = raw.get("source", ""), raw.get("metadata", {})
    lines = source if isinstance(source, list) else [source]
    if not all(isinstance(line, str) for line in lines) or not isinstance(metadata, dict):
        raise ValueError(fault)
    tags = metadata.get("tags", [])
    key = metadata.get("cle", "")
    return NotebookCell(
        number=number,
        raw=raw,
        source="".join(lines),
        tags=tuple(str(tag) for tag in tags) if isinstance(tags, list) else (),
        key=key if isinstance(key, str) and _KEY.fullmatch(key) else "",
    )
