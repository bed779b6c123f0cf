"""Où un classeur cache des formules, et un .ods des cellules fusionnées : les valeurs ne le disent pas."""

from __future__ import annotations

import html
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from kit.reading.tables._ods_scan import COLUMNS, NAME, ROWS, TAG
from kit.reading.tables._xlsx_scan import column_number, list_titles

Spot = tuple[int, int]
Range = tuple[Spot, Spot]

_FORMULA: Final = re.compile(
    rb"""<(?:\w+:)?c\s[^<>]*?\br=["']([A-Z]{1,3})(\d{1,7})["'][^<>]*>\s*<(?:\w+:)?f[\s>/]"""
)
_ANY_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[\s>/]")
_ODS_FORMULA: Final = b"table:formula="
_SPAN_ROWS: Final = re.compile(rb"""\stable:number-rows-spanned\s*=\s*["'](\d{1,7})""")
_SPAN_COLUMNS: Final = re.compile(rb"""\stable:number-columns-spanned\s*=\s*["'](\d{1,7})""")


@dataclass(slots=True, kw_only=True)
class Traps:
    """Les formules d'une feuille, en (ligne, colonne) comptées à partir de 1, et ses plages fusionnées."""

    formulas: set[Spot] = field(default_factory=set)
    merged: list[Range] = field(default_factory=list)


def list_traps(members: Mapping[str, bytes], titles: Collection[str]) -> dict[str, Traps]:
    """Les pièges des feuilles de ces titres, dans un classeur vérifié ; les fusions, pour un .ods."""
    if "content.xml" in members:
        return _list_ods(members["content.xml"])
    sheets = {name: title for name, title in list_titles(members).items() if title in titles}
    return {
        title: Traps(formulas=set(_list_formulas(members.get(name, b"")))) for name, title in sheets.items()
    }


def _list_formulas(text: bytes) -> Iterator[Spot]:
    for match in _FORMULA.finditer(text) if _ANY_FORMULA.search(text) else ():
        yield int(match[2]), column_number(match[1])


def _list_ods(content: bytes) -> dict[str, Traps]:
    found: dict[str, Traps] = {}
    if _ODS_FORMULA not in content and b"-spanned=" not in content:
        return found
    traps, line, repeated, column = Traps(), 0, 1, 1
    for match in TAG.finditer(content):
        tag = match[0]
        if tag.startswith(b"<table:table-row"):
            line += repeated
            repeated, column = _count(ROWS, tag), 1
        elif tag.startswith((b"<table:table-cell", b"<table:covered")):
            _note_cell(traps, tag, (line, column))
            column += _count(COLUMNS, tag)
        else:
            name = NAME.search(tag)
            traps = Traps()
            found[html.unescape(name[1].decode("utf-8", "replace")) if name else ""] = traps
            line, repeated = 0, 1
    return found


def _note_cell(traps: Traps, tag: bytes, spot: Spot) -> None:
    if _ODS_FORMULA in tag:
        traps.formulas.add(spot)
    if b"-spanned=" in tag:
        end = spot[0] + _count(_SPAN_ROWS, tag) - 1, spot[1] + _count(_SPAN_COLUMNS, tag) - 1
        if end != spot:
            traps.merged.append((spot, end))


def _count(pattern: re.Pattern[bytes], tag: bytes) -> int:
    found = pattern.search(tag)
    return int(found[1]) if found else 1
