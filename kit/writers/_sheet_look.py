"""L'apparence des classeurs, la même en xlsx et en ods : sobre, contrastée, imprimable.

Le sens ne tient jamais à la couleur seule : les cellules à remplir sont aussi bordées, les titres
gras, les aides en italique, l'obligation écrite en toutes lettres.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kit.documents.workbook import Cell, CellStyle, Row
from kit.domain.typography import remove_controls

FONT: Final = "Arial"


class NumberFormat(StrEnum):
    """Les formats de nombre ; la valeur est le code d'Excel."""

    GENERAL = "General"
    TEXT = "@"
    DATE = "dd/mm/yyyy"
    AMOUNT = "#,##0.00"
    INTEGER = "#,##0"
    DECIMAL = "0.00"
    PERCENT = "0\u00a0%"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """L'apparence d'une cellule ; couleurs par leur rôle, vides pour aucune ; taille en points."""

    size: int = 10
    bold: bool = False
    italic: bool = False
    color: str = "ink"
    background: str = ""
    border: str = ""
    wrap: bool = True
    number: NumberFormat = NumberFormat.GENERAL
    right: bool = False
    centered: bool = False


_PLAIN: Final = Look(border="line")
_INPUT: Final = Look(background="paper", border="border", number=NumberFormat.TEXT)
_COMPUTED: Final = replace(_PLAIN, background="main-tint", right=True)

LOOKS: Final[dict[CellStyle, Look]] = {
    CellStyle.TITLE: Look(size=16, bold=True, color="main", wrap=False),
    CellStyle.INTRO: Look(color="grey", wrap=False),
    CellStyle.SECTION: Look(size=12, bold=True, color="main", wrap=False),
    CellStyle.HEADING: Look(bold=True, color="surface", background="main", border="main"),
    CellStyle.HELP: replace(_PLAIN, size=9, italic=True, color="grey", background="sand"),
    CellStyle.LABEL: replace(_PLAIN, bold=True, background="main-tint"),
    CellStyle.PARAGRAPH: Look(),
    CellStyle.PLAIN: _PLAIN,
    CellStyle.INPUT_TEXT: _INPUT,
    CellStyle.INPUT_LONG: _INPUT,
    CellStyle.INPUT_DATE: replace(_INPUT, number=NumberFormat.DATE, centered=True),
    CellStyle.INPUT_AMOUNT: replace(_INPUT, number=NumberFormat.AMOUNT, right=True),
    CellStyle.INPUT_CHOICE: _INPUT,
    CellStyle.NUMBER: replace(_COMPUTED, number=NumberFormat.INTEGER),
    CellStyle.DECIMAL: replace(_COMPUTED, number=NumberFormat.DECIMAL),
    CellStyle.PERCENT: replace(_COMPUTED, number=NumberFormat.PERCENT),
    CellStyle.DATE: replace(_COMPUTED, number=NumberFormat.DATE),
}
# Une ligne en réserve : la même case, ouverte, sans rien qui s'imprime.
SPARE_LOOKS: Final[dict[CellStyle, Look]] = {
    style: replace(look, background="", border="") for style, look in LOOKS.items() if style.is_input
}
MARGIN_CM: Final = 1.5
_BLANK_HEIGHT: Final = 8.0
_MAX_HEIGHT: Final = 400.0


def clean_cell_text(text: str) -> str:
    """Le texte qu'une cellule peut porter : sans caractère de commande, tabulations changées en espaces.

    LibreOffice efface les tabulations des cellules, ce qui collerait deux mots.

    >>> clean_cell_text("a\\tb\\r\\nc\\x0b")
    'a b\\nc'
    """
    return remove_controls(text).replace("\t", " ")


def width_pixels(characters: float) -> int:
    """La largeur d'une colonne en pixels, à la manière d'Excel."""
    return int(characters * 7 + 5)


def estimate_height(row: Row, widths: tuple[float, ...]) -> float:
    """La hauteur d'une ligne en points, assez grande pour que tout son texte se voie."""
    height, column = 0.0, 0
    for cell in row.cells:
        height = max(height, _estimate_cell(cell, sum(widths[column : column + cell.span])))
        column += cell.span
    return height or _BLANK_HEIGHT


def _estimate_cell(cell: Cell, width: float) -> float:
    look = LOOKS[cell.style]
    lines = 1
    if look.wrap and isinstance(cell.value, str):
        room = max(1.0, width * 10 / look.size * (0.92 if look.bold else 1.0))
        lines = sum(math.ceil(max(1, len(line)) * 1.08 / room) for line in cell.value.split("\n"))
    return min(round(lines * look.size * 1.25 + 4, 1), _MAX_HEIGHT)
