"""Une feuille à un tableau, déclarée une fois : un titre, un chapeau, des colonnes, des lignes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kit.documents.workbook import (
    Cell,
    CellStyle,
    CellValue,
    ChoiceList,
    ColumnGroup,
    Row,
    Sheet,
)
from kit.domain.typography import typeset

Line = Row | Sequence[Cell | CellValue]
"""Une ligne : ses valeurs dans l'ordre des colonnes, ou la ligne déjà faite si elle a sa hauteur."""


@dataclass(frozen=True, slots=True)
class Column:
    """Une colonne : son titre, sa largeur en caractères, le style de ses cellules, son aide.

    Le titre est une cellule quand il se calcule. Sans ``style``, la valeur le dit : un texte, un entier,
    un nombre à virgule, une date.
    """

    title: str | Cell
    width: float
    style: CellStyle | None = None
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSheet:
    """Ce que dit une feuille à un tableau ; ``build`` la met en lignes et en cellules.

    ``heading`` : le titre imprimé, s'il n'est pas celui de l'onglet. ``lead`` : des lignes entre le chapeau
    et les titres de colonnes. ``frozen`` : le nombre de colonnes figées ; ``None`` : rien n'est figé, ni
    répété à l'impression. Les autres champs sont ceux de :class:`kit.documents.workbook.Sheet`.
    """

    title: str
    columns: Sequence[Column]
    lines: Iterable[Line]
    heading: str = ""
    intro: str = ""
    lead: Sequence[Row] = ()
    height: float | None = None
    frozen: int | None = 1
    choice_lists: tuple[ChoiceList, ...] = ()
    header_columns: int = 0
    pages_wide: int = 1
    landscape: bool = True
    protected: bool = False
    groups: tuple[ColumnGroup, ...] = ()
    has_grid: bool = False

    def build(self) -> Sheet:
        """La feuille ; ses titres de colonnes et leurs aides restent en vue."""
        has_help = any(column.help for column in self.columns)
        rows = [
            _build_text(self.heading or self.title, CellStyle.TITLE),
            *([_build_text(self.intro, CellStyle.INTRO)] if self.intro else []),
            *self.lead,
            _build_titles((column.title for column in self.columns), CellStyle.HEADING, height=self.height),
        ]
        heading = len(rows)
        if has_help:
            rows.append(_build_titles((column.help for column in self.columns), CellStyle.HELP))
        is_frozen = self.frozen is not None
        return Sheet(
            title=self.title,
            widths=tuple(column.width for column in self.columns),
            rows=(*rows, *(self._build_line(line) for line in self.lines)),
            choice_lists=self.choice_lists,
            frozen=(len(rows), self.frozen or 0) if is_frozen else (0, 0),
            header_rows=(heading, heading) if is_frozen else None,
            header_columns=self.header_columns,
            pages_wide=self.pages_wide,
            landscape=self.landscape,
            protected=self.protected,
            groups=self.groups,
            has_grid=self.has_grid,
        )

    def _build_line(self, line: Line) -> Row:
        if isinstance(line, Row):
            return line
        return Row(
            cells=tuple(_build_cell(value, column) for value, column in zip(line, self.columns, strict=False))
        )


def _build_text(text: str, style: CellStyle) -> Row:
    return Row(cells=(Cell(value=typeset(text), style=style),))


def _build_titles(texts: Iterable[str | Cell], style: CellStyle, *, height: float | None = None) -> Row:
    cells = (text if isinstance(text, Cell) else Cell(value=typeset(text), style=style) for text in texts)
    return Row(cells=tuple(cells), height=height)


def _build_cell(value: Cell | CellValue, column: Column) -> Cell:
    if isinstance(value, Cell):
        return value
    return Cell(value=value, style=column.style or _guess_style(value))


def _guess_style(value: CellValue) -> CellStyle:
    match value:
        case None | str() | bool():
            return CellStyle.PLAIN
        case int():
            return CellStyle.NUMBER
        case float():
            return CellStyle.DECIMAL
        case dt.date():
            return CellStyle.DATE
