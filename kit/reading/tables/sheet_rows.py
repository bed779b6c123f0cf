"""Feuilles brutes → lignes par formulaire : titres reconnus, lignes d'aide et lignes vides sautées."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold, join_list, remove_controls
from kit.domain.values import Place, Problem
from kit.reading.forms import FORMS, Field, FieldKind, Form, Layout
from kit.reading.tables.raw import RawCell, RawRecord, RawSheet, RawTable, RawValue

# Les feuilles que le kit écrit pour aider ; la lecture les laisse de côté.
IGNORED_SHEETS: Final = frozenset({"lisez moi", "listes", "synthese", "resultats"})
_HEADER_SEARCH: Final = 15
_LABEL_TITLE: Final = "rubrique"
_ANSWER_TITLE: Final = "votre reponse"
_HORIZONTAL: Final = 3
_SPREADSHEET_ERROR: Final = re.compile(
    r"#(?:REF|DIV/0|NAME|NOM|VALUE|VALEUR|NUM|NOMBRE|NULL|NUL|SPILL|CALC)[!?]|#N/[AD]|Err:\d{3}",
    re.IGNORECASE,
)
_REQUIRED_MARK: Final = re.compile(r"\s*(?:\(obligatoire\)|\*)\s*$", re.IGNORECASE)

Tables = dict[str, RawTable]


def build_tables(sheets: Iterable[RawSheet]) -> tuple[Tables, tuple[Problem, ...]]:
    """Les lignes de chaque formulaire trouvé, et tous les défauts de forme."""
    tables: Tables = {}
    problems: list[Problem] = []
    for sheet in sheets:
        form = find_form(sheet.title)
        if form is None:
            problems += _report_unknown_sheet(sheet)
        elif form.key in tables:
            problems.append(build_problem("feuille-double", sheet.where, found=sheet.title))
        else:
            tables[form.key], found = _build_table(form, sheet)
            problems += found
    return tables, tuple(problems)


def find_form(title: str) -> Form | None:
    """Le formulaire de cette feuille, d'après son titre ou son nom de fichier."""
    folded = fold(title)
    return next((form for form in FORMS if folded in {fold(form.title), fold(form.name)}), None)


def count_known_titles(form: Form, rows: Sequence[Sequence[RawValue]]) -> int:
    """Combien de titres de ce formulaire la meilleure ligne (ou la meilleure colonne) fait apparaître."""
    known = _fields_by_title(form)
    across = max((_count_matches(row, known) for row in rows[:_HEADER_SEARCH]), default=0)
    down = sum(1 for row in rows if len(row) > 1 and _title_of(row[0]) in known)
    return max(across, down)


def _report_unknown_sheet(sheet: RawSheet) -> list[Problem]:
    is_empty = not any(cell is not None for row in sheet.rows for cell in row)
    if is_empty or fold(sheet.title) in IGNORED_SHEETS:
        return []
    hint = suggest(sheet.title, [form.title for form in FORMS])
    return [build_problem("feuille-inconnue", sheet.where, found=sheet.title, suggestion=hint)]


def _build_table(form: Form, sheet: RawSheet) -> tuple[RawTable, list[Problem]]:
    known = _fields_by_title(form)
    counts = [_count_matches(row, known) for row in sheet.rows[:_HEADER_SEARCH]]
    header = counts.index(max(counts)) if counts and max(counts) >= 2 else None
    if form.layout is Layout.SHEET and (header is None or counts[header] < _HORIZONTAL):
        return _build_vertical(form, sheet)
    if header is None:
        return _build_headless(form, sheet)
    columns, problems = _match_columns(form, sheet, header)
    records: list[RawRecord] = []
    for at in range(header + 1, len(sheet.rows)):
        if at == header + 1 and _is_help(sheet.rows[at], columns):
            continue
        record, found = _build_record(sheet, at, columns)
        problems += found
        if record is not None:
            records.append(record)
    if form.layout is Layout.SHEET:
        records = records[:1]
    return RawTable(form_key=form.key, where=sheet.where, records=tuple(records)), problems


def _build_headless(form: Form, sheet: RawSheet) -> tuple[RawTable, list[Problem]]:
    problems = []
    if any(cell is not None for row in sheet.rows for cell in row):
        expected = join_list([f"« {field.label} »" for field in form.required_fields])
        problems.append(build_problem("entete-absent", sheet.where, expected=expected))
    return RawTable(form_key=form.key, where=sheet.where, records=()), problems


def _fields_by_title(form: Form) -> dict[str, Field]:
    by_name = {fold(field.name): field for field in form.fields}
    return by_name | {fold(field.label): field for field in form.fields}


def _title_of(value: RawValue) -> str:
    return fold(_REQUIRED_MARK.sub("", value)) if isinstance(value, str) else ""


def _count_matches(row: Sequence[RawValue], known: Mapping[str, Field]) -> int:
    return len({_title_of(cell) for cell in row} & known.keys())


def _match_columns(form: Form, sheet: RawSheet, header: int) -> tuple[dict[int, Field], list[Problem]]:
    """Le champ de chaque colonne ; les titres affichés pour aider sont laissés de côté."""
    known, shown = _fields_by_title(form), {fold(title) for title in form.shown}
    columns: dict[int, Field] = {}
    problems = []
    for at, cell in enumerate(sheet.rows[header]):
        title = _title_of(cell)
        if not title or (title in shown and title not in known):
            continue
        where = replace(sheet.where, line=header + 1, column=str(cell))
        field = known.get(title)
        if field is None:
            hint = suggest(str(cell), [one.label for one in form.fields])
            problems.append(build_problem("colonne-inconnue", where, found=cell, suggestion=hint))
        elif field in columns.values():
            problems.append(build_problem("colonne-double", where, found=cell))
        else:
            columns[at] = field
    place = replace(sheet.where, line=header + 1)
    problems += [
        build_problem("colonne-absente", place, expected=field.label)
        for field in form.required_fields
        if field not in columns.values()
    ]
    return columns, problems


def _is_help(row: Sequence[RawValue], columns: Mapping[int, Field]) -> bool:
    """Vrai si la plupart des cases remplies répètent l'aide de leur colonne."""
    filled = [(fold(cell), field) for at, field in columns.items() if isinstance(cell := _at(row, at), str)]
    same = sum(1 for text, field in filled if text.startswith(fold(field.help)))
    return same > 0 and same * 2 >= len(filled)


def _at(row: Sequence[RawValue], column: int) -> RawValue:
    return row[column] if column < len(row) else None


def _build_record(
    sheet: RawSheet, at: int, columns: Mapping[int, Field]
) -> tuple[RawRecord | None, list[Problem]]:
    cells: dict[str, RawCell] = {}
    problems: list[Problem] = []
    for column, field in columns.items():
        where = replace(sheet.where, line=at + 1, column=field.label)
        error = sheet.errors.get((at + 1, column + 1), "")
        cells[field.key], found = build_cell(field, error or _at(sheet.rows[at], column), where)
        problems += found
    if all(cell.value is None for cell in cells.values()) and not problems:
        return None, []
    return RawRecord(where=replace(sheet.where, line=at + 1), cells=cells), problems


def build_cell(field: Field, value: RawValue, where: Place) -> tuple[RawCell, list[Problem]]:
    """La case nettoyée : ni caractère invisible, ni erreur de tableur, ni « 2,0 » pour « 2 »."""
    if isinstance(value, float) and value.is_integer() and field.kind is not FieldKind.AMOUNT:
        value = str(int(value))
    elif isinstance(value, int) and not isinstance(value, bool) and field.kind is not FieldKind.AMOUNT:
        value = str(value)
    if not isinstance(value, str):
        return RawCell(value=value, where=where), []
    if _SPREADSHEET_ERROR.fullmatch(value.strip()):
        problem = build_problem("erreur-de-tableur", where, field=field.label, found=value.strip())
        return RawCell(value=None, where=where), [problem]
    clean = remove_controls(value)
    count = len(value.replace("\r\n", "\n")) - len(clean)
    problems = []
    if count:
        problems.append(build_problem("caracteres-retires", where, field=field.label, count=count))
    return RawCell(value=clean if clean.strip() else None, where=where), problems


# --- Une fiche : une ligne par rubrique -----------------------------------------------------


def _build_vertical(form: Form, sheet: RawSheet) -> tuple[RawTable, list[Problem]]:
    first, label_column, answer_column = _find_columns(sheet.rows)
    known = _fields_by_title(form)
    cells: dict[str, RawCell] = {}
    problems: list[Problem] = []
    for at in range(first, len(sheet.rows)):
        row = sheet.rows[at]
        label, answer = _at(row, label_column), _at(row, answer_column)
        error = sheet.errors.get((at + 1, answer_column + 1), "")
        field = known.get(_title_of(label))
        where = replace(sheet.where, line=at + 1, column=str(label or ""))
        if field is None:
            problems += _report_unknown_label(form, label, error or answer, where)
        elif field.key in cells:
            problems.append(build_problem("rubrique-double", where, found=label))
        else:
            cells[field.key], found = build_cell(field, error or answer, replace(where, column=field.label))
            problems += found
    if not cells:
        return _build_headless(form, sheet)
    for field in form.fields:
        cells.setdefault(field.key, RawCell(value=None, where=replace(sheet.where, column=field.label)))
    record = RawRecord(where=sheet.where, cells=cells)
    return RawTable(form_key=form.key, where=sheet.where, records=(record,)), problems


def _find_columns(rows: Sequence[Sequence[RawValue]]) -> tuple[int, int, int]:
    """La première ligne utile, la colonne des rubriques et celle des réponses."""
    for at, row in enumerate(rows[:_HEADER_SEARCH]):
        titles = [_title_of(cell) for cell in row]
        if _LABEL_TITLE in titles:
            label = titles.index(_LABEL_TITLE)
            answer = titles.index(_ANSWER_TITLE) if _ANSWER_TITLE in titles else label + 1
            return at + 1, label, answer
    return 0, 0, 1


def _report_unknown_label(form: Form, label: RawValue, answer: RawValue, where: Place) -> list[Problem]:
    if label is None or answer is None:
        return []
    hint = suggest(str(label), [field.label for field in form.fields])
    return [build_problem("rubrique-inconnue", where, found=label, suggestion=hint)]
