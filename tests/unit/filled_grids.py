"""Des grilles remplies pour les contrôles : le cas travaillé à la main, et de quoi l'écrire en fichiers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from kit.domain.values import Answer, College
from kit.knowledge.catalogue import load_grid
from kit.products.grids.blank import build_respondent_workbook
from kit.products.grids.filled import FilledGrid, Respondent
from kit.writers.sheet import WRITERS

GRID = load_grid()
KEYS = [criterion.key for dimension in GRID.dimensions for criterion in dimension.criteria]
DAY = dt.date(2026, 10, 1)
# Douze personnes de cinq collèges, dans l'ordre des colonnes ci-dessous.
COLLEGES = (
    *(College.LOCAL_AUTHORITY,) * 3,
    *(College.ASSOCIATION,) * 3,
    *(College.COMPANY,) * 2,
    *(College.EDUCATION,) * 2,
    *(College.RESIDENTS,) * 2,
)
# Une lettre par personne ; « N » : non concerné ; « . » : sans réponse.
WORKED = {
    "Q1-1": "AAA AAA AA AA AA",
    "Q1-2": "AAA CCC AA BB CC",
    "Q1-3": "AAA AAA AA AA AB",
    "Q2-1": "AAA CCC AC AC AC",
    "Q2-2": "BBB BBB BB BB BB",
    "Q2-3": "AAA BBB AA BB BB",
    "Q3-1": "CCC CCC BB CC CC",
    "Q3-2": "NNN NNN NN NN NA",
    "Q3-3": "... ... .. .. ..",
    "Q4-1": "AAA BBB CC .. NN",
    "Q4-2": "AAA AAA AA AA AA",
    "Q4-3": "BBB BBB BB BB BB",
    "Q5-1": "CCC AAA CC AA BB",
    "Q5-2": "AAA AAA BB BB CC",
    "Q5-3": "AAA ACC CC NN NN",
    "Q6-1": "BBB BBB BB BB BC",
    "Q6-2": "AAA BBB .. .. ..",
    "Q6-3": "BBB BBB BB BB BB",
}
_LETTERS = {"N": "NC", ".": None}


def build_answers(rank: int, table: dict[str, str] = WORKED) -> tuple[Answer, ...]:
    """Les réponses de la personne de ce rang, compté à partir de 0."""
    letters = {key: text.replace(" ", "")[rank] for key, text in table.items()}
    return tuple(Answer(criterion=key, level=_LETTERS.get(one, one)) for key, one in letters.items())


def build_people() -> tuple[FilledGrid, ...]:
    """Les douze grilles du cas travaillé."""
    return tuple(
        FilledGrid(
            respondent=Respondent(name=f"P{rank:02d}", college=college, dated=DAY),
            answers=build_answers(rank),
            criteria=frozenset(KEYS),
        )
        for rank, college in enumerate(COLLEGES)
    )


def save_grid(
    path: Path, answers: tuple[Answer, ...] = (), *, name: str = "", college: College | None = None
) -> Path:
    """Une grille remplie, dans le format que dit le nom du fichier."""
    person = Respondent(name=name, college=college, dated=DAY, alliance="Essai")
    path.write_bytes(WRITERS[path.suffix](build_respondent_workbook(GRID, person, answers)))
    return path


def save_people(folder: Path) -> list[Path]:
    """Les douze grilles du cas travaillé, en fichiers ods et xlsx."""
    return [
        save_grid(
            folder / f"grille-{rank:02d}.{'ods' if rank % 2 else 'xlsx'}",
            build_answers(rank),
            name=f"P{rank:02d}",
            college=college,
        )
        for rank, college in enumerate(COLLEGES)
    ]
