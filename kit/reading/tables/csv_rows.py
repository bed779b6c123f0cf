"""Fichier .csv → feuille brute ; tout y est texte, pour qu'un SIREN garde ses zéros."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place
from kit.reading.tables.raw import RawSheet

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DELIMITERS: Final = (";", ",", "\t")
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)

Rows = tuple[tuple[str | None, ...], ...]


def decode_text(content: bytes, where: Place) -> str:
    """Le texte : marque d'ordre, sinon UTF-8, sinon l'encodage d'Excel français.

    :raises InputError: si aucun ne convient.
    """
    if not content.strip():
        raise InputError([build_problem("fichier-vide", where)])
    encodings = next(((name,) for bom, name in _BOMS if content.startswith(bom)), ("utf-8", "cp1252"))
    for encoding in encodings:
        try:
            return content.decode(encoding).removeprefix("\ufeff")
        except UnicodeDecodeError:
            continue
    raise InputError([build_problem("texte-illisible", where)])


def read_csv(content: bytes, where: Place, *, title: str, count_known: Callable[[Rows], int]) -> RawSheet:
    """La feuille d'un .csv ; ``count_known`` dit combien de titres connus un découpage fait apparaître.

    :raises InputError: si le fichier ne se décode pas, ou si ses guillemets sont mal fermés.
    """
    text = decode_text(content, where)
    announced = _SEPARATOR_LINE.match(text)
    if announced is not None:
        rows, error = _split(text[announced.end() :], announced[1], where)
    else:
        attempts = [_split(text, delimiter, where) for delimiter in _DELIMITERS]
        rows, error = max(attempts, key=lambda attempt: (count_known(attempt[0]), _count_cells(attempt[0])))
    if error is not None:
        raise error
    return RawSheet(title=title, where=where, rows=rows)


def _count_cells(rows: Rows) -> int:
    return max((len(row) for row in rows), default=0)


def _split(text: str, delimiter: str, where: Place) -> tuple[Rows, InputError | None]:
    """Les lignes, et l'erreur qui a arrêté le découpage s'il y en a une."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[str | None, ...]] = []
    try:
        rows.extend(tuple(cell or None for cell in row) for row in reader)
    except csv.Error:
        place = Place(file=where.file, line=reader.line_num)
        reason = "un guillemet n’est pas à sa place ou n’est pas refermé"
        return tuple(rows), InputError([build_problem("csv-illisible", place, reason=reason)])
    return tuple(rows), None
