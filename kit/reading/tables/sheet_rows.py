"""Feuilles brutes → lignes d'un formulaire : la seule lecture des tableaux et des fiches que les gens font.

Une case qui ne se lit pas garde son problème avec elle ; le reste de la ligne et les autres se lisent.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold, join_list, remove_controls
from kit.domain.values import Place, Problem
from kit.reading.fields import Field, FieldKind, Form, Layout
from kit.reading.forms import FORMS
from kit.reading.tables.raw import RawCell, RawRecord, RawSheet, RawTable, RawValue, write_plain
from kit.reading.tables.titles import (
    HEADER_SEARCH,
    Header,
    Row,
    cell_at,
    check_header,
    find_header,
    find_heads,
    index_titles,
    is_filled,
    title_of,
)

# Les feuilles que le kit écrit pour aider ; la lecture les laisse de côté.
IGNORED_SHEETS: Final = frozenset({"lisez moi", "listes", "synthese", "resultats"})
# Deux titres font une ligne de titres dans une feuille qui porte le nom de son formulaire.
_LEAST: Final = 2
# Une fiche couchée se reconnaît à trois titres sur une ligne.
_HORIZONTAL: Final = 3
# Sans ligne de titres, une rubrique se cherche dans les premières colonnes.
_LABEL_SEARCH: Final = 3
_SPREADSHEET_ERROR: Final = re.compile(
    r"#(?:REF|DIV/0|NAME|NOM|VALUE|VALEUR|NUM|NOMBRE|NULL|NUL|SPILL|CALC)[!?]|#N/[AD]|Err:\d{3}",
    re.IGNORECASE,
)
_TOTAL: Final = re.compile(r"(?:sous )?(?:total|totaux|cumul)\b")
_SEPARATOR: Final = re.compile(r"[-–—=_*•.#~]{2,}")
_ERROR_STARTS: Final = ("#", "E", "e", " ")

Tables = dict[str, RawTable]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormReading:
    """Ce qu'une feuille porte d'un formulaire. ``problems`` : ceux de la feuille, hors des cases."""

    table: RawTable
    header: Header | None = None
    problems: tuple[Problem, ...] = ()


def build_tables(sheets: Iterable[RawSheet]) -> tuple[Tables, tuple[Problem, ...]]:
    """Les lignes de chaque formulaire d'un dossier, et tous les défauts de forme."""
    listed = [sheet for sheet in sheets if not _is_help_sheet(sheet)]
    forms, problems = _name_sheets(listed)
    tables: Tables = {}
    for sheet, form in zip(listed, forms, strict=True):
        if form is None:
            hint = suggest(sheet.title, [one.title for one in FORMS])
            values = {"found": sheet.title, "suggestion": hint}
            problems.append(build_problem("feuille-inconnue", sheet.where, **values))
        elif form.key in tables:
            problems.append(build_problem("feuille-double", sheet.where, found=sheet.title))
        else:
            reading = read_form(form, sheet, least=_LEAST)
            tables[form.key] = reading.table
            problems += reading.problems
    return tables, tuple(problems)


def _is_help_sheet(sheet: RawSheet) -> bool:
    is_named = find_form(sheet.title) is not None
    return not is_named and (_is_empty(sheet) or fold(sheet.title) in IGNORED_SHEETS)


def _name_sheets(sheets: Sequence[RawSheet]) -> tuple[list[Form | None], list[Problem]]:
    """Le formulaire de chaque feuille : d'après son nom, sinon d'après ses titres, et cela se dit."""
    named = [find_form(sheet.title) for sheet in sheets]
    taken = {form.key for form in named if form}
    problems: list[Problem] = []
    for at, sheet in enumerate(sheets):
        form = None if named[at] else _recognise(sheet, taken)
        if form is not None:
            named[at] = form
            taken.add(form.key)
            values = {"found": sheet.title, "expected": form.title}
            problems.append(build_problem("feuille-reconnue", sheet.where, **values))
    return named, problems


def _recognise(sheet: RawSheet, taken: Collection[str]) -> Form | None:
    """Le formulaire encore absent dont cette feuille a tous les titres obligatoires, et le plus de titres."""
    ranks = {}
    for form in FORMS:
        known = index_titles(form)
        seen = {
            known[title].key
            for row in sheet.rows[: HEADER_SEARCH if form.layout is Layout.TABLE else None]
            for title in map(title_of, row[: None if form.layout is Layout.TABLE else _LABEL_SEARCH])
            if title in known
        }
        required = {field.key for field in form.required_fields}
        if form.key not in taken and required <= seen and len(seen) > _LEAST:
            ranks[form.key] = (len(seen), form)
    return max(ranks.values(), key=lambda pair: pair[0])[1] if ranks else None


def find_form(title: str) -> Form | None:
    """Le formulaire de cette feuille, d'après son titre ou son nom de fichier."""
    folded = fold(title)
    return next((form for form in FORMS if folded in {fold(form.title), fold(form.name)}), None)


def _is_empty(sheet: RawSheet) -> bool:
    return not any(cell is not None for row in sheet.rows for cell in row)


def read_form(form: Form, sheet: RawSheet, *, least: int = 1) -> FormReading:
    """Les lignes de ce formulaire dans cette feuille, chaque case avec son endroit et ses problèmes.

    ``least`` : combien de titres font une ligne de titres.
    """
    if form.layout is Layout.QUESTIONS:
        return _read_fiche(form, sheet)
    header = find_header(form, sheet, least=least)
    if form.layout is Layout.SHEET and (header is None or len(header.columns) < _HORIZONTAL):
        return _read_fiche(form, sheet)
    if header is None:
        return _report_headless(form, sheet)
    records, left = read_records(form, sheet, header)
    problems = () if form.is_open else check_header(form, sheet, header)
    return FormReading(
        table=RawTable(
            form_key=form.key,
            where=sheet.where,
            records=records[:1] if form.layout is Layout.SHEET else records,
        ),
        header=header,
        problems=(*problems, *left),
    )


def _report_headless(form: Form, sheet: RawSheet) -> FormReading:
    titles = (
        form.heads
        if form.layout is Layout.QUESTIONS
        else tuple(field.label for field in form.required_fields)
    )
    expected = join_list([f"« {title} »" for title in titles])
    problem = build_problem("entete-absent", sheet.where, expected=expected)
    return FormReading(
        table=RawTable(form_key=form.key, where=sheet.where, records=()),
        problems=() if _is_empty(sheet) else (problem,),
    )


# --- Un tableau : une colonne par champ -----------------------------------------------------


def read_records(
    form: Form, sheet: RawSheet, header: Header
) -> tuple[tuple[RawRecord, ...], tuple[Problem, ...]]:
    """Les lignes remplies sous ces titres, et celles qui sont laissées parce qu'elles n'en sont pas.

    La ligne qui répète l'aide ou les titres des colonnes est sautée.
    """
    records: list[RawRecord] = []
    left: list[Problem] = []
    for at in range(header.line + 1, len(sheet.rows)):
        row = sheet.rows[at]
        if at == header.line + 1 and _is_help(row, header.columns):
            continue
        cells = {
            field.key: _read_cell(field, sheet, (at, column), field.label)
            for column, field in header.columns.items()
        }
        filled = [key for key, cell in cells.items() if cell.value is not None or cell.problems]
        if not filled or _is_heading(row, header.columns):
            continue
        where = replace(sheet.where, line=at + 1)
        if _is_left(form, cells, filled):
            found = write_plain(cells[filled[0]].value)
            left.append(build_problem("ligne-laissee", where, found=found))
        else:
            records.append(RawRecord(where=where, cells=cells))
    return tuple(records), tuple(left)


def _is_heading(row: Row, columns: Mapping[int, Field]) -> bool:
    """Vrai pour des titres répétés plus bas, après un saut de page par exemple."""
    count = 0
    for at, field in columns.items():
        title = title_of(cell_at(row, at))
        if title and title not in (fold(field.label), fold(field.name)):
            return False
        count += bool(title)
    return count > 1


def _is_left(form: Form, cells: Mapping[str, RawCell], filled: Sequence[str]) -> bool:
    """Vrai pour un total, ou pour un trait ou un intitulé qui sépare des lignes."""
    first = cells[filled[0]].value
    if not isinstance(first, str):
        return False
    required = [field for field in form.required_fields if field.key in cells]
    is_whole = bool(required) and all(field.key in filled for field in required)
    if not is_whole and _TOTAL.match(fold(first)):
        return True
    return len(filled) == 1 and len(required) > 1 and _SEPARATOR.match(first.strip()) is not None


def _is_help(row: Row, columns: Mapping[int, Field]) -> bool:
    """Vrai si la plupart des cases remplies répètent l'aide de leur colonne."""
    filled = [
        (fold(cell), field)
        for at, field in columns.items()
        if field.help and isinstance(cell := cell_at(row, at), str)
    ]
    same = sum(1 for text, field in filled if text.startswith(fold(field.help)))
    return same > 0 and same * 2 >= len(filled)


def _read_cell(field: Field, sheet: RawSheet, spot: tuple[int, int], column: str) -> RawCell:
    at, rank = spot
    return replace(_read_content(field, sheet, spot, column), spot=(at + 1, rank + 1))


def _read_content(field: Field, sheet: RawSheet, spot: tuple[int, int], column: str) -> RawCell:
    at, rank = spot
    where = Place(file=sheet.where.file, sheet=sheet.where.sheet, line=at + 1, column=column)
    if not sheet.errors and not sheet.formulas:
        return build_cell(field, cell_at(sheet.rows[at], rank), where)
    place = (at + 1, rank + 1)
    if place in sheet.errors:
        return _refuse_error(field, sheet.errors[place], where)
    cell = build_cell(field, cell_at(sheet.rows[at], rank), where)
    if place not in sheet.formulas:
        return cell
    problem = build_problem("formule-lue", where, found=name_cell(place))
    return replace(cell, problems=(*cell.problems, problem))


def build_cell(field: Field, value: RawValue, where: Place) -> RawCell:
    """La case nettoyée : ni caractère invisible, ni erreur de tableur, ni « 2,0 » pour « 2 »."""
    if isinstance(value, float) and value.is_integer() and field.kind is not FieldKind.AMOUNT:
        value = str(int(value))
    elif isinstance(value, int) and not isinstance(value, bool) and field.kind is not FieldKind.AMOUNT:
        value = str(value)
    if not isinstance(value, str):
        return RawCell(value=value, where=where)
    if value.isprintable() and not value.startswith(_ERROR_STARTS):
        return RawCell(value=value if value.strip() else None, where=where)
    if _SPREADSHEET_ERROR.fullmatch(value.strip()):
        return _refuse_error(field, value, where)
    clean = remove_controls(value)
    count = len(value.replace("\r\n", "\n")) - len(clean)
    problems = (build_problem("caracteres-retires", where, field=field.label, count=count),) if count else ()
    return RawCell(value=clean if clean.strip() else None, where=where, problems=problems)


def _refuse_error(field: Field, found: str, where: Place) -> RawCell:
    problem = build_problem("erreur-de-tableur", where, field=field.label, found=found.strip())
    return RawCell(value=None, where=where, problems=(problem,))


def name_cell(place: tuple[int, int]) -> str:
    """Le nom d'une cellule, ligne et colonne comptées à partir de 1.

    >>> name_cell((7, 5)), name_cell((2, 28))
    ('E7', 'AB2')
    """
    line, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"


# --- Une fiche : une ligne par rubrique -----------------------------------------------------


def _read_fiche(form: Form, sheet: RawSheet) -> FormReading:
    heads = find_heads(form, sheet.rows)
    if heads is None and form.layout is Layout.QUESTIONS:
        return _report_headless(form, sheet)
    known = index_titles(form)
    cells: dict[str, RawCell] = {}
    problems: list[Problem] = []
    for at in range(heads[0] + 1 if heads else 0, len(sheet.rows)):
        label_at, answer_at = heads[1:] if heads else _find_label(sheet.rows[at], known)
        label = cell_at(sheet.rows[at], label_at)
        field = known.get(title_of(label))
        if field is None:
            answer = sheet.errors.get((at + 1, answer_at + 1)) or cell_at(sheet.rows[at], answer_at)
            if not form.is_open and is_filled(label) and is_filled(answer):
                problems.append(_report_unknown_label(form, label, replace(sheet.where, line=at + 1)))
            continue
        cell = _read_cell(field, sheet, (at, answer_at), _name_column(form, field))
        if field.key not in cells or cells[field.key].value is None:
            cells[field.key] = cell
        elif cell.value is not None:
            problems.append(build_problem("rubrique-double", cell.where, found=label))
    if not cells:
        return _report_headless(form, sheet)
    for field in form.fields:
        where = replace(sheet.where, column=_name_column(form, field))
        cells.setdefault(field.key, RawCell(value=None, where=where))
    record = RawRecord(where=sheet.where, cells=cells)
    table = RawTable(form_key=form.key, where=sheet.where, records=(record,))
    return FormReading(table=table, problems=tuple(problems))


def _find_label(row: Row, known: Mapping[str, Field]) -> tuple[int, int]:
    """Où sont la rubrique et sa réponse, sur une ligne d'une fiche sans titres de colonnes."""
    at = next((at for at, cell in enumerate(row[:_LABEL_SEARCH]) if title_of(cell) in known), 0)
    return at, at + 1


def _name_column(form: Form, field: Field) -> str:
    return form.heads[1] if form.layout is Layout.QUESTIONS else field.label


def _report_unknown_label(form: Form, label: RawValue, where: Place) -> Problem:
    column = form.heads[1] if form.layout is Layout.QUESTIONS else str(label)
    hint = suggest(str(label), [field.label for field in form.fields])
    return build_problem("rubrique-inconnue", replace(where, column=column), found=label, suggestion=hint)
