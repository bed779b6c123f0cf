"""Du fichier de la personne aux lignes brutes : .ods, .xlsx, .yaml ou dossier de .csv."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem, explain_os_error
from kit.domain.values import Place, Problem
from kit.reading.forms import FORMS, Form, Layout
from kit.reading.tables.corrections import Corrected, apply_corrections
from kit.reading.tables.csv_rows import read_csv
from kit.reading.tables.encodings import decode
from kit.reading.tables.naming import find_form
from kit.reading.tables.raw import RawDossier, RawSheet
from kit.reading.tables.sheet_rows import IGNORED_SHEETS, build_tables, list_added
from kit.reading.tables.titles import count_titles
from kit.reading.tables.workbook_rows import read_workbook
from kit.reading.tables.yaml_rows import read_yaml

MAX_BYTES: Final = 20_000_000
_IRREGULAR: Final = "ce n’est pas un fichier ordinaire"
WORKBOOK_FILES: Final = frozenset({".ods", ".xlsx"})
TABLE_FILES: Final = frozenset({*WORKBOOK_FILES, ".csv"})
_TEXTS: Final = frozenset({".yaml", ".yml"})


def read_tables(path: Path) -> RawDossier:
    """Les lignes brutes du dossier, chaque case avec son endroit, et tous les défauts de forme.

    :raises InputError: si rien ne peut être lu.
    """
    if path.is_dir():
        return _read_folder(path)
    suffix = path.suffix.lower()
    where = Place(file=path.name)
    if suffix == ".xls":
        raise InputError([build_problem("format-xls", where)])
    if suffix not in WORKBOOK_FILES | _TEXTS:
        raise InputError([build_problem("format-inconnu", where, suffix=suffix or path.name)])
    content = read_content(path, where)
    if suffix in _TEXTS:
        text, noted = decode(content, where)
        tables, problems = read_yaml(text, where)
        return RawDossier(file=path.name, tables=tables, problems=(*noted, *problems))
    return build_dossier(apply_corrections(read_workbook(content, where)), path.name)


def build_dossier(corrected: Corrected, file: str) -> RawDossier:
    """Les lignes brutes d'un classeur, corrections acceptées comprises."""
    tables, problems = build_tables(corrected.sheets)
    return RawDossier(
        file=file,
        tables=tables,
        problems=(*corrected.problems, *problems),
        extra_sheets=list_added(corrected.sheets),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFile:
    """Les feuilles brutes d'un fichier, et son empreinte (sha256), qui repère deux copies.

    ``problems`` : ce que dit la feuille « Corrections » d'une copie annotée.
    """

    sheets: tuple[RawSheet, ...]
    digest: str
    problems: tuple[Problem, ...] = ()


def open_sheets(
    path: Path, form: Form, *, refusal: str, name: str = "", formulas: bool = False
) -> OpenedFile:
    """Les feuilles d'un classeur ou d'un .csv, sans celles que le kit écrit pour aider.

    ``form`` : le formulaire dont un .csv porte les titres. ``refusal`` : le code du problème d'un fichier
    d'une autre sorte. ``name`` : le nom à montrer. ``formulas`` : dire aussi où sont les
    formules.

    :raises InputError: si rien ne peut être lu.
    """
    where, suffix = Place(file=name or path.name), path.suffix.lower()
    if suffix == ".xls":
        raise InputError([build_problem("format-xls", where)])
    if suffix not in TABLE_FILES or (suffix == ".csv" and form.layout is Layout.QUESTIONS):
        raise InputError([build_problem(refusal, where, suffix=suffix or path.name)])
    content = read_content(path, where)
    problems: tuple[Problem, ...] = ()
    if suffix == ".csv":
        sheets: tuple[RawSheet, ...] = (read_csv(content, where, form, title=path.stem),)
    else:
        read = apply_corrections(read_workbook(content, where, skipped=IGNORED_SHEETS, formulas=formulas))
        sheets, problems = read.sheets, read.problems
    return OpenedFile(sheets=sheets, digest=hashlib.sha256(content).hexdigest(), problems=problems)


def read_content(path: Path, where: Place) -> bytes:
    """Les octets du fichier.

    :raises InputError: s'il est absent, illisible, vide, trop gros, ou si ce n'est pas un fichier ordinaire.
    """
    try:
        status = path.stat()
        # Un tube ou un périphérique ne finit jamais.
        if not stat.S_ISREG(status.st_mode):
            raise _refuse_reading(path, where, _IRREGULAR)
        if status.st_size > MAX_BYTES:
            values = {"size": status.st_size // 1_000_000, "limit": MAX_BYTES // 1_000_000}
            raise InputError([build_problem("fichier-trop-gros", where, **values)])
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise InputError([build_problem("fichier-absent", where, file=path.name)]) from error
    except OSError as error:
        raise _refuse_reading(path, where, explain_os_error(error)) from error
    except ValueError as error:
        raise _refuse_reading(path, where, "son nom contient un signe interdit") from error
    if not content:
        raise InputError([build_problem("fichier-vide", where)])
    return content


def _refuse_reading(path: Path, where: Place, reason: str) -> InputError:
    return InputError([build_problem("fichier-non-lu", where, file=path.name, reason=reason)])


def _read_folder(path: Path) -> RawDossier:
    files = sorted(file for file in path.iterdir() if file.suffix.lower() == ".csv" and file.is_file())
    if not any(find_form(file.stem) for file in files):
        expected = ", ".join(f"{form.name}.csv" for form in FORMS)
        raise InputError([build_problem("dossier-sans-tableau", Place(file=path.name), expected=expected)])
    sheets: list[RawSheet] = []
    problems: list[Problem] = []
    for file in files:
        try:
            sheets += _read_csv_file(file, Place(file=f"{path.name}/{file.name}"))
        except InputError as error:
            problems += error.problems
    tables, found = build_tables(sheets)
    return RawDossier(file=path.name, tables=tables, problems=(*problems, *found))


def _read_csv_file(file: Path, where: Place) -> list[RawSheet]:
    """La feuille d'un .csv ; sous un autre nom, découpée d'après le formulaire dont elle a le plus de titres.

    :raises InputError: si le fichier ne se lit pas.
    """
    form, content = find_form(file.stem), read_content(file, where)
    tried = [read_csv(content, where, one, title=file.stem) for one in ([form] if form else FORMS)]
    return [max(tried, key=lambda sheet: max(count_titles(one, sheet.rows) for one in FORMS))]
