"""Ce qu'il faut savoir d'un .ods avant de le lire : son étendue, et où sont ses erreurs de tableur."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import Final

# Une balise, ses attributs lus comme un lecteur XML les lit : « > » peut s'y cacher entre guillemets.
TAG: Final = re.compile(
    rb"""<table:(?:table|table-row|table-cell|covered-table-cell)(?:\s(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)?/?>"""
)
NAME: Final = re.compile(rb"""\stable:name\s*=\s*["']([^"']*)""")
ROWS: Final = re.compile(rb"""\stable:number-rows-repeated\s*=\s*["'](\d{1,12})""")
COLUMNS: Final = re.compile(rb"""\stable:number-columns-repeated\s*=\s*["'](\d{1,12})""")
_TEXT: Final = re.compile(rb"\s*<text:p[^>]*>([^<]*)<")

Places = dict[tuple[int, int], str]


@dataclass(slots=True)
class _SheetWalk:
    """Où l'on en est dans la feuille : rien n'est gardé que des comptes."""

    title: str = ""
    row: int = 0
    repeated: int = 1
    column: int = 0
    last_row: int = 0
    last_column: int = 0
    area: int = 0
    errors: dict[str, Places] = field(default_factory=dict)

    def enter_sheet(self, tag: bytes) -> None:
        name = NAME.search(tag)
        self.title = html.unescape(name[1].decode("utf-8", "replace")) if name else ""
        self.row, self.repeated, self.last_row, self.last_column = 0, 1, 0, 0

    def enter_row(self, tag: bytes) -> None:
        self.row += self.repeated if self.row else 1
        self.repeated, self.column = _count(ROWS, tag), 0

    def enter_cell(self, tag: bytes, following: bytes) -> None:
        repeated = _count(COLUMNS, tag)
        if b"value-type=" in tag or not tag.endswith(b"/>"):
            self.last_row = max(self.last_row, self.row + self.repeated - 1)
            self.last_column = max(self.last_column, self.column + repeated)
            self.area = max(self.area, self.last_row * self.last_column)
        if b'"error"' in tag:
            text = _TEXT.match(following)
            shown = html.unescape(text[1].decode("utf-8", "replace")) if text else ""
            self.errors.setdefault(self.title, {})[self.row, self.column + 1] = shown
        self.column += repeated


def scan_ods(content: bytes) -> tuple[int, dict[str, Places]]:
    """L'étendue de la plus grande feuille en cellules, et les erreurs par feuille, ligne et colonne."""
    walk = _SheetWalk()
    for match in TAG.finditer(content):
        tag = match[0]
        if tag.startswith(b"<table:table-row"):
            walk.enter_row(tag)
        elif not tag.startswith((b"<table:table-cell", b"<table:covered")):
            walk.enter_sheet(tag)
        else:
            walk.enter_cell(tag, content[match.end() : match.end() + 200])
    return walk.area, walk.errors


def _count(pattern: re.Pattern[bytes], tag: bytes) -> int:
    found = pattern.search(tag)
    return int(found[1]) if found else 1
