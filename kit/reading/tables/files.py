"""Du fichier de la personne aux lignes brutes : .ods, .xlsx, .yaml ou dossier de .csv."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.values import Place, Problem
from kit.reading.forms import FORMS
from kit.reading.tables.csv_rows import decode_text, read_csv
from kit.reading.tables.raw import RawDossier, RawSheet
from kit.reading.tables.sheet_rows import build_tables, count_known_titles, find_form
from kit.reading.tables.workbook_rows import read_workbook
from kit.reading.tables.yaml_rows import read_yaml

MAX_BYTES: Final = 20_000_000
_WORKBOOKS: Final = frozenset({".ods", ".xlsx"})
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
    if suffix not in _WORKBOOKS | _TEXTS:
        raise InputError([build_problem("format-inconnu", where, suffix=suffix or path.name)])
    content = read_content(path, where)
    if suffix in _TEXTS:
        tables, problems = read_yaml(decode_text(content, where), where)
    else:
        tables, problems = build_tables(read_workbook(content, where))
    return RawDossier(file=path.name, tables=tables, problems=problems)


def read_content(path: Path, where: Place) -> bytes:
    """Les octets du fichier.

    :raises InputError: s'il est absent, illisible, vide ou trop gros.
    """
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            values = {"size": size // 1_000_000, "limit": MAX_BYTES // 1_000_000}
            raise InputError([build_problem("fichier-trop-gros", where, **values)])
        content = path.read_bytes()
    except OSError as error:
        raise InputError([build_problem("fichier-absent", where, file=path.name)]) from error
    if not content:
        raise InputError([build_problem("fichier-vide", where)])
    return content


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
    """La feuille d'un .csv, ou rien s'il n'a pas le nom d'un formulaire.

    :raises InputError: si le fichier ne se lit pas, ou porte un nom inconnu.
    """
    form = find_form(file.stem)
    if form is None:
        hint = suggest(file.stem, [one.name for one in FORMS])
        raise InputError([build_problem("feuille-inconnue", where, found=file.stem, suggestion=hint)])
    content = read_content(file, where)
    return [read_csv(content, where, title=file.stem, count_known=partial(count_known_titles, form))]
