"""Ce qui s'ajoute à un classeur : des cellules marquées, et une feuille."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kit.documents.palette import Palette
from kit.documents.workbook import Sheet

Spot = tuple[int, int]
"""Une ligne et une colonne, comptées à partir de 1."""

AUTHOR: Final = "Jouer collectif"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Une cellule à montrer : sa feuille, son endroit, et ce que dit son commentaire.

    ``is_blocking`` : à corriger, sinon à regarder ; la couleur le montre, le commentaire l'écrit.
    """

    sheet: str
    spot: Spot
    text: str
    is_blocking: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """Les cellules marquées, la feuille ajoutée à la fin, et le jour des commentaires."""

    marks: tuple[Mark, ...]
    sheet: Sheet
    day: dt.date


def find_anchor(spot: Spot, merged: Iterable[tuple[Spot, Spot]]) -> Spot:
    """La cellule qui se voit : la première de la plage fusionnée, s'il y en a une."""
    for start, end in merged:
        if start[0] <= spot[0] <= end[0] and start[1] <= spot[1] <= end[1]:
            return start
    return spot


def join_marks(marks: list[Mark], spot: Spot) -> Mark:
    """Une seule marque à cet endroit : une cellule fusionnée peut en recevoir plusieurs."""
    return Mark(
        sheet=marks[0].sheet,
        spot=spot,
        text="\n\n".join(dict.fromkeys(mark.text for mark in marks)),
        is_blocking=any(mark.is_blocking for mark in marks),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlight:
    """Ce qui fait voir une cellule : son fond, et un cadre plein ou en tirets ; couleurs en « #rrggbb »."""

    fill: str
    line: str
    is_dashed: bool


def choose_highlight(palette: Palette, *, is_blocking: bool) -> Highlight:
    """Le cadre d'une cellule à corriger est plein, celui d'une cellule à regarder en tirets."""
    role = "blocked" if is_blocking else "discuss"
    colors = palette.list_colors()
    return Highlight(fill=colors[f"{role}-tint"], line=colors[role], is_dashed=not is_blocking)
