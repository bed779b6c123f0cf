"""Ce qu'il faut savoir d'un .ods avant de le lire : ce qu'il demande, et ce que ses valeurs ne disent pas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from kit.reading.tables._stream import Budget, SheetFacts, SuspectError, walk

_TEXTS: Final = frozenset({"text:p", "text:h"})
_CELLS: Final = frozenset({"table:table-cell", "table:covered-table-cell"})
# Un nombre de répétitions au-delà duquel aucun tableur n'a de lignes.
_MOST: Final = 100_000_000


def scan_ods(content: bytes, budget: Budget) -> tuple[dict[str, SheetFacts], bool]:
    """Les pièges de chaque feuille, par titre, et si le fichier est mis en page, balise par ligne.

    ``budget`` reçoit ce que le classeur demande.

    :raises SuspectError: si le classeur demande trop.
    """
    sheets = _SheetsWalk(budget)
    walk(content, sheets.start, end=sheets.end, characters=sheets.add)
    return sheets.found, sheets.is_indented


def compact(content: bytes) -> bytes:
    """Le même fichier sans les blancs entre ses balises, que le lecteur de classeurs ne supporte pas."""
    parts = ['<?xml version="1.0" encoding="UTF-8"?>']
    depth = 0

    def start(name: str, attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += name in _TEXTS
        said = "".join(f" {key}={quoteattr(value)}" for key, value in attributes.items())
        parts.append(f"<{name}{said}>")

    def end(name: str) -> None:
        nonlocal depth
        depth -= name in _TEXTS
        parts.append(f"</{name}>")

    def add(part: str) -> None:
        if depth or not part.isspace():
            parts.append(escape(part))

    walk(content, start, end=end, characters=add)
    return "".join(parts).encode()


class _SheetsWalk:
    """Parcourt les feuilles : rien n'est gardé que des comptes et des places."""

    def __init__(self, budget: Budget) -> None:
        self.budget = budget
        self.found: dict[str, SheetFacts] = {}
        self.facts = SheetFacts()
        self.depth = self.row = self.column = self.last_row = self.last_column = 0
        self.row_repeats = self.column_repeats = 1
        self.row_text = self.cell_text = 0
        self.attributes: Mapping[str, str] | None = None
        self.is_filled = self.is_indented = False
        self.texts = 0
        self.parts: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self.budget.add_elements(1)
        self.texts += name in _TEXTS
        if name == "table:table":
            self._enter_sheet(attributes)
        elif self.depth != 1:
            return
        elif name == "table:table-row":
            self.row += self.row_repeats
            self.row_repeats, self.column, self.column_repeats = _count(attributes, "rows-repeated"), 1, 0
            self.row_text = 0
        elif name in _CELLS and self.attributes is None:
            self._enter_cell(attributes)
        elif self.attributes is not None:
            self.is_filled = True
            if name == "text:s":
                self.cell_text += _read(attributes.get("text:c", "1"))

    def _enter_sheet(self, attributes: Mapping[str, str]) -> None:
        self.depth += 1
        if self.depth == 1:
            self.facts = SheetFacts()
            self.found[attributes.get("table:name", "")] = self.facts
            self.row, self.row_repeats, self.last_row, self.last_column = 0, 1, 0, 0

    def _enter_cell(self, attributes: Mapping[str, str]) -> None:
        self.column += self.column_repeats
        self.column_repeats = _count(attributes, "columns-repeated")
        self.attributes = attributes
        self.is_filled = "office:value-type" in attributes or "calcext:value-type" in attributes
        self.cell_text, self.parts = len(attributes.get("office:string-value", "")), []

    def add(self, part: str) -> None:
        if not self.texts and part.isspace():
            self.is_indented = True
        if self.attributes is not None and self.depth == 1 and not part.isspace():
            self.cell_text += len(part)
            if len(self.parts) < 4:
                self.parts.append(part)

    def end(self, name: str) -> None:
        self.texts -= name in _TEXTS
        if name == "table:table":
            self.depth -= 1
            if not self.depth:
                self.budget.add_area(self.last_row * self.last_column)
        elif self.depth != 1:
            return
        elif name == "table:table-row":
            self.budget.add_text(self.row_text * self.row_repeats)
        elif name in _CELLS and self.attributes is not None:
            self._leave_cell(self.attributes)
            self.attributes = None

    def _leave_cell(self, attributes: Mapping[str, str]) -> None:
        spot, text = (self.row, self.column), "".join(self.parts).strip()
        self.row_text += self.cell_text * self.column_repeats
        if self.is_filled:
            self.last_row = max(self.last_row, self.row + self.row_repeats - 1)
            self.last_column = max(self.last_column, self.column + self.column_repeats - 1)
        if "error" in (attributes.get("calcext:value-type"), attributes.get("office:value-type")):
            self.facts.errors[spot] = text or "erreur"
        if "table:formula" in attributes:
            self.facts.formulas.add(spot)
            if "office:value-type" not in attributes and not text:
                self.facts.unsaved[spot] = attributes["table:formula"]
        if "table:number-rows-spanned" in attributes or "table:number-columns-spanned" in attributes:
            rows, columns = _count(attributes, "rows-spanned"), _count(attributes, "columns-spanned")
            if rows * columns > 1:
                self.facts.merged.append((spot, (spot[0] + rows - 1, spot[1] + columns - 1)))


def _count(attributes: Mapping[str, str], what: str) -> int:
    return _read(attributes.get(f"table:number-{what}", "1"))


def _read(text: str) -> int:
    """Un nombre de répétitions.

    :raises SuspectError: si aucun tableur ne l'écrit.
    """
    digits = text.strip()
    if not digits.isdecimal() or len(digits) > 12:
        raise SuspectError("une répétition y est démesurée")
    return min(int(digits), _MOST) or 1
