"""Fichier .csv → feuille brute ; tout y est texte, pour qu'un SIREN garde ses zéros."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place
from kit.reading.fields import Form
from kit.reading.tables.encodings import decode
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.titles import count_titles

_DELIMITERS: Final = (";", ",", "\t")
_SEPARATOR_LINE: Final = re.compile(r'"?sep=(.)"?\r?\n?', re.IGNORECASE)
# Le découpage se juge sur les premières lignes : les titres y sont.
_SAMPLE: Final = 60
_MAX_CELL: Final = 1_000_000
MAX_LINES: Final = 200_000
MAX_CELLS: Final = 4_000_000


def read_csv(content: bytes, where: Place, form: Form, *, title: str = "") -> RawSheet:
    """La feuille d'un .csv ; le découpage est celui qui fait apparaître le plus de titres de ``form``.

    :raises InputError: si le fichier ne se décode pas, est démesuré, ou a des guillemets mal fermés.
    """
    text, problems = decode(content, where)
    lines = max(text.count("\n"), text.count("\r"))
    if lines > MAX_LINES or lines + sum(map(text.count, _DELIMITERS)) > MAX_CELLS:
        reason = "il compte trop de lignes ou de colonnes"
        raise InputError([build_problem("csv-illisible", where, reason=reason)])
    announced = _SEPARATOR_LINE.match(text)
    if announced is not None:
        text, delimiter = text[announced.end() :], announced[1]
    else:
        delimiter = max(_DELIMITERS, key=lambda one: _rate(list(_sample(text, one)), form))
    csv.field_size_limit(_MAX_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = tuple(tuple(cell or None for cell in row) for row in reader)
    except csv.Error as error:
        place = Place(file=where.file, line=reader.line_num)
        reason = "un guillemet n’est pas à sa place ou n’est pas refermé"
        raise InputError([build_problem("csv-illisible", place, reason=reason)]) from error
    return RawSheet(title=title, where=where, rows=rows, problems=problems)


def _sample(text: str, delimiter: str) -> Iterator[list[str]]:
    """Les premières lignes selon ce découpage, jusqu'à la première qui ne se lit pas."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    with suppress(csv.Error):
        yield from islice(reader, _SAMPLE)


def _rate(rows: Sequence[Sequence[str]], form: Form) -> tuple[int, int]:
    return count_titles(form, rows), max((len(row) for row in rows), default=0)
