"""Le fichier exporté d'un formulaire en ligne, ouvert : un texte, un classeur, ou l'archive d'un .csv."""

from __future__ import annotations

import csv
import hashlib
import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place, Problem
from kit.reading.fields import Form, Layout
from kit.reading.form_exports import Asked, rate_heading
from kit.reading.tables.csv_rows import read_csv
from kit.reading.tables.encodings import decode
from kit.reading.tables.files import MAX_BYTES, WORKBOOK_FILES, OpenedFile, open_sheets, read_content
from kit.reading.tables.raw import RawSheet

TEXT_EXPORTS: Final = frozenset({".csv", ".tsv", ".txt"})
EXPORT_FILES: Final = frozenset({*TEXT_EXPORTS, *WORKBOOK_FILES, ".zip"})
_MOST_CUTS: Final = 5
_DELIMITERS: Final = (";", ",", "\t", "|")
_SAMPLE: Final = 6
# Le découpage est annoncé : aucun formulaire du kit n'a à le dire.
_NO_FORM: Final = Form(key="export", name="export", title="export", intro="", layout=Layout.TABLE, fields=())


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedExport(OpenedFile):
    """Un fichier ouvert ; ``problems`` : les lignes d'un texte coupé qu'il a fallu laisser."""

    problems: tuple[Problem, ...] = ()


def open_export(path: Path, asked: Sequence[Asked]) -> OpenedExport:
    """Les feuilles d'un export ; un texte se découpe là où le plus de ces questions apparaissent.

    Une ligne au guillemet non refermé est laissée et nommée, les autres sont lues.

    :raises InputError: si rien ne peut être lu.
    """
    if path.suffix.lower() in WORKBOOK_FILES:
        opened = open_sheets(path, _NO_FORM, refusal="format-inconnu")
        return OpenedExport(sheets=opened.sheets, digest=opened.digest)
    where, suffix = Place(file=path.name), path.suffix.lower()
    if suffix not in EXPORT_FILES:
        raise InputError([build_problem("format-inconnu", where, suffix=suffix or path.name)])
    content = read_content(path, where)
    if suffix == ".zip":
        content = _unzip(content, where)
    text, misread = decode(content, where)
    sheet, problems = _read_lines(_announce(text, asked), where)
    digest = hashlib.sha256(content).hexdigest()
    return OpenedExport(sheets=(sheet,), digest=digest, problems=(*misread, *problems))


def _announce(text: str, asked: Sequence[Asked]) -> str:
    """Le texte, précédé du séparateur qui le découpe le mieux, comme le tableur sait l'annoncer."""
    if text[:4].lower() == "sep=":
        return text
    best = max(_DELIMITERS, key=lambda one: rate_heading(_sample(text, one), asked))
    return f"sep={best}\n{text}"


def _sample(text: str, delimiter: str) -> list[list[str]]:
    rows: list[list[str]] = []
    with suppress(csv.Error):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            rows.append(row)
            if len(rows) == _SAMPLE:
                break
    return rows


def _unzip(content: bytes, where: Place) -> bytes:
    """Le seul .csv d'une archive, comme Google Forms en télécharge.

    :raises InputError: s'il n'y en a pas un et un seul, ou s'il est trop gros.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
            if len(members) == 1 and members[0].file_size <= MAX_BYTES:
                return archive.read(members[0])
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, ValueError) as error:
        raise InputError([build_problem("format-inconnu", where, suffix=".zip")]) from error
    raise InputError([build_problem("format-inconnu", where, suffix=".zip")])


def _read_lines(text: str, where: Place) -> tuple[RawSheet, tuple[Problem, ...]]:
    problems: list[Problem] = []
    while True:
        try:
            return read_csv(text.encode(), where, _NO_FORM), tuple(problems)
        except InputError:
            lines = text.splitlines(keepends=True)
            cut = _find_cut(lines)
            if cut is None or not cut or len(problems) == _MOST_CUTS:
                raise
            line = cut + len(problems)
            problems.append(build_problem("export-ligne-coupee", Place(file=where.file, line=line)))
            text = "".join(lines[:cut] + lines[cut + 1 :])


def _find_cut(lines: list[str]) -> int | None:
    """La ligne après laquelle les guillemets ne se referment plus."""
    is_open, last = False, None
    for at, line in enumerate(lines):
        if not is_open:
            last = at
        if line.count('"') % 2:
            is_open = not is_open
    return last if is_open else None
