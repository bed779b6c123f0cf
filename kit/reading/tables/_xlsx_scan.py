"""Ce qu'il faut savoir d'un .xlsx avant de le lire : son étendue, et où sont ses erreurs de tableur."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET

# Les attributs d'une balise, lus comme un lecteur XML les lit : « > » peut s'y cacher entre guillemets.
_ATTRIBUTES: Final = rb"""(?:\s(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+)?"""
_ROW: Final = re.compile(rb"<(?:\w+:)?row" + _ATTRIBUTES + rb">")
_ROW_NUMBER: Final = re.compile(rb"""\sr\s*=\s*["'](\d{1,9})""")
_CELL: Final = re.compile(rb"<(?:\w+:)?c" + _ATTRIBUTES + rb">")
_REFERENCE: Final = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]{1,8})(\d{1,9})""")
_ERROR_TYPE: Final = re.compile(rb"""\st\s*=\s*["']e["']""")
_VALUE: Final = re.compile(rb"<(?:\w+:)?v>([^<]*)<")
_VALUE_REACH: Final = 600
_KNOWN_LENGTH: Final = 65_536


def scan_xlsx(members: Mapping[str, bytes]) -> tuple[int, dict[str, dict[tuple[int, int], str]]]:
    """L'étendue de la plus grande feuille en cellules, et les erreurs par feuille, ligne et colonne.

    Tous les fichiers gardés sont mesurés : une feuille peut porter n'importe quel nom.
    """
    area = max(map(_measure, members.values()), default=0)
    found = {name: dict(_list_errors(text)) for name, text in members.items()}
    if not any(found.values()):
        return area, {}
    titles = list_titles(members)
    return area, {titles[name]: errors for name, errors in found.items() if errors and name in titles}


def _measure(text: bytes) -> int:
    return _measure_known(text) if len(text) < _KNOWN_LENGTH else _measure_text(text)


# Dans un lot, le mode d'emploi et les styles sont les mêmes d'un fichier à l'autre.
@lru_cache(maxsize=64)
def _measure_known(text: bytes) -> int:
    return _measure_text(text)


def _measure_text(text: bytes) -> int:
    numbers = (_ROW_NUMBER.search(row) for row in _ROW.findall(text))
    rows = {number[1] for number in numbers if number}
    columns: set[bytes] = set()
    unnamed = 0
    for opening in _CELL.findall(text):
        if opening.endswith(b"/>"):
            continue
        reference = _REFERENCE.search(opening)
        if reference is None:
            unnamed += 1
        else:
            columns.add(reference[1])
            rows.add(reference[2])
    last_column = max(map(column_number, columns), default=1)
    return max(map(int, rows), default=1) * max(last_column, unnamed)


@lru_cache(maxsize=1_024)
def column_number(letters: bytes) -> int:
    """Le rang d'une colonne, à partir de 1."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _list_errors(text: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    if b'"e"' not in text and b"'e'" not in text:
        return
    for cell in _CELL.finditer(text):
        reference = _REFERENCE.search(cell[0])
        if reference is None or _ERROR_TYPE.search(cell[0]) is None:
            continue
        value = _VALUE.search(text, cell.end(), cell.end() + _VALUE_REACH)
        shown = value[1].decode("utf-8", "replace") if value else "erreur"
        yield (int(reference[2]), column_number(reference[1])), shown


def list_titles(members: Mapping[str, bytes]) -> dict[str, str]:
    """Le titre de chaque feuille par nom de fichier dans le zip."""
    try:
        # Les déclarations DOCTYPE et ENTITY sont refusées avant d'arriver ici.
        relations = ET.fromstring(members.get("xl/_rels/workbook.xml.rels", b"<a/>"))  # noqa: S314 - vérifié avant
        workbook = ET.fromstring(members.get("xl/workbook.xml", b"<a/>"))  # noqa: S314 - vérifié avant
    except ET.ParseError:
        return {}
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    return {
        _name_member(targets.get(_find_relation(sheet), "")): sheet.get("name", "")
        for sheet in workbook.iterfind(".//{*}sheet")
    }


def _find_relation(sheet: ET.Element) -> str:
    """L'attribut « r:id », sous l'un ou l'autre des espaces de noms du format."""
    return next((value for name, value in sheet.attrib.items() if name.endswith("}id")), "")


def _name_member(target: str) -> str:
    path = target.removeprefix("/")
    return path if path.startswith("xl/") else f"xl/{path}"
