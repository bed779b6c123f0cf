"""Du fichier de la personne aux lignes brutes : .ods, .xlsx, .yaml ou dossier de .csv."""

from __future__ import annotations

from kit.reading.tables._value_rows import read_values
from kit.reading.tables.files import MAX_BYTES, read_content, read_tables
from kit.reading.tables.raw import RawCell, RawDossier, RawRecord, RawTable
from kit.reading.values.raw_value import RawValue

__all__ = [
    "MAX_BYTES",
    "RawCell",
    "RawDossier",
    "RawRecord",
    "RawTable",
    "RawValue",
    "read_content",
    "read_tables",
    "read_values",
]
