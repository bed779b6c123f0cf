"""Feuilles brutes → lignes d'un formulaire : la seule lecture des tableaux et des fiches que les gens font.

Une case qui ne se lit pas garde son problème avec elle ; le reste de la ligne et les autres se lisent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import count_noun, fold, join_list, remove_controls
from kit.domain.values import Place, Problem
from kit.reading.fields import Field, FieldKind, Form, Layout
from kit.reading.tables.lines import find_continued, find_spans, is_heading, is_help, is_left, list_untitled
from kit.reading.tables.naming import find_form, is_empty, name_sheets
from kit.reading.tables.raw import RawCell, RawRecord, RawSheet, RawTable, write_plain
from kit.reading.tables.titles import (
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
from kit.reading.values.raw_value import RawValue

# Les feuilles que le kit écrit pour aider ; la lecture les laisse de côté.
IGNORED_SHEETS: Final = frozenset(
    {"lisez moi", "listes", "synthese", "resultats", "a completer", "non repris"}
)
# Aucun dossier n'a autant de lignes dans une feuille.
MAX_LINES: Final = 5_000
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
# Les champs dont plusieurs valeurs se mettent bout à bout.
_JOINED: Final = frozenset({FieldKind.NAMES, FieldKind.CHOICES, FieldKind.ODD, FieldKind.LONG_TEXT})
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
    forms, problems = name_sheets(listed)
    tables: Tables = {}
    for sheet, form in zip(listed, forms, strict=True):
        if form is None:
            continue
        if form.key in tables:
            problems.append(build_problem("feuille-double", sheet.where, found=sheet.title))
        else:
            reading = read_form(form, sheet, least=_LEAST)
            table = reading.table
            if len(table.records) > MAX_LINES:
                problem = build_problem("trop-de-lignes", sheet.where, found=sheet.title, limit=MAX_LINES)
                problems.append(replace(problem, stops=True))
                table = replace(table, records=table.records[:MAX_LINES])
            tables[form.key] = table
            problems += (*reading.problems, *_list_left(sheet, reading))
    return tables, tuple(problems)


def list_added(sheets: Iterable[RawSheet]) -> tuple[RawSheet, ...]:
    """Les feuilles remplies qui ne sont à aucun formulaire : celles que la personne a ajoutées."""
    listed = [sheet for sheet in sheets if not _is_help_sheet(sheet)]
    return tuple(sheet for sheet, form in zip(listed, name_sheets(listed)[0], strict=True) if form is None)


def _is_help_sheet(sheet: RawSheet) -> bool:
    is_named = find_form(sheet.title) is not None
    return not is_named and (is_empty(sheet) or fold(sheet.title) in IGNORED_SHEETS)


def read_form(form: Form, sheet: RawSheet, *, least: int = 1) -> FormReading:
    """Les lignes de ce formulaire dans cette feuille, chaque case avec son endroit et ses problèmes.

    ``least`` : combien de titres font une ligne de titres.
    """
    reading = _read_form(form, sheet, least)
    return replace(reading, problems=(*sheet.problems, *reading.problems))


def _read_form(form: Form, sheet: RawSheet, least: int) -> FormReading:
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


def _list_left(sheet: RawSheet, reading: FormReading) -> Iterator[Problem]:
    """Les colonnes sans titre où des lignes lues portent des valeurs."""
    if reading.header is None:
        return
    lines = [record.where.line - 1 for record in reading.table.records if record.where.line]
    for column, filled in list_untitled(sheet, reading.header, lines):
        name = name_cell((1, column + 1))[:-1]
        where = replace(sheet.where, line=filled[0] + 1)
        yield build_problem("colonne-laissee", where, found=name, count=count_noun(len(filled), "valeur"))


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
        problems=() if is_empty(sheet) else (problem,),
    )


# --- Un tableau : une colonne par champ -----------------------------------------------------


def read_records(
    form: Form, sheet: RawSheet, header: Header
) -> tuple[tuple[RawRecord, ...], tuple[Problem, ...]]:
    """Les lignes remplies sous ces titres, et ce qui est laissé ou fusionné.

    La ligne qui répète l'aide des colonnes est sautée ; une case recouverte par une fusion verticale a la
    valeur de celle-ci ; une ligne dont toutes les cases obligatoires sont recouvertes prolonge la première.
    """
    reader = _TableReader(form, sheet, header)
    for at in range(header.line + 1, len(sheet.rows)):
        if at > header.line + 1 or not is_help(sheet.rows[at], header.columns):
            reader.read_line(at)
    return tuple(reader.records.values()), tuple(reader.problems)


class _TableReader:
    """Parcourt les lignes d'un tableau ; amasse les lignes lues, par rang, et ce qui est à dire."""

    def __init__(self, form: Form, sheet: RawSheet, header: Header) -> None:
        self.form, self.sheet, self.header = form, sheet, header
        self.spans = find_spans(form, sheet, header)
        self.records: dict[int, RawRecord] = {}
        self.problems: list[Problem] = []
        self.told: set[tuple[int, int]] = set()

    def read_line(self, at: int) -> None:
        columns = self.header.columns
        cells = {
            field.key: _read_cell(field, self.sheet, (at, column), field.label)
            for column, field in columns.items()
        }
        filled = {key: cell.value for key, cell in cells.items() if cell.value is not None or cell.problems}
        if not filled:
            return
        where = replace(self.sheet.where, line=at + 1)
        continued = find_continued(self.form, self.header, at, self.spans) if self.spans.tops else None
        if continued in self.records:
            self.join_line(continued, cells)
            return
        first = next(column for column, field in columns.items() if field.key in filled)
        is_wide = (at, first) in self.spans.wide
        if is_heading(self.sheet.rows[at], columns) or is_left(self.form, filled, is_wide=is_wide):
            found = write_plain(next(iter(filled.values())))
            self.problems.append(build_problem("ligne-laissee", where, found=found))
            return
        if self.spans.tops:
            cells = {field.key: self.fill_cell(cells[field.key], (at, one)) for one, field in columns.items()}
        row = self.sheet.rows[at]
        added = {title: cell_at(row, column) for column, title in self.header.unknown.items()}
        extra = {title: value for title, value in added.items() if is_filled(value)}
        self.records[at] = RawRecord(where=where, cells=cells, extra=extra)

    def fill_cell(self, cell: RawCell, spot: tuple[int, int]) -> RawCell:
        """La case, ou celle de la fusion qui la recouvre ; la fusion est dite une fois."""
        span = self.spans.tops.get(spot)
        if span is None or cell.value is not None or cell.problems:
            return cell
        field = self.header.columns[spot[1]]
        top = _read_cell(field, self.sheet, (span[0], spot[1]), field.label)
        if top.value is not None and (span[0], spot[1]) not in self.told:
            self.told.add((span[0], spot[1]))
            lines = {"first": span[0] + 1, "last": span[1] + 1}
            values = {"field": field.label, "found": write_plain(top.value), **lines}
            self.problems.append(build_problem("cellule-fusionnee", top.where, **values))
        return replace(cell, value=top.value)

    def join_line(self, top: int, cells: Mapping[str, RawCell]) -> None:
        """Ajoute à la ligne fusionnée les noms et les textes de celle qui la prolonge ; le reste est dit."""
        record = self.records[top]
        joined = dict(record.cells)
        for field in self.header.columns.values():
            cell, first = cells[field.key], joined[field.key]
            if cell.value is None:
                continue
            if first.value is None:
                joined[field.key] = cell
            elif field.kind in _JOINED:
                joined[field.key] = replace(first, value=f"{write_plain(first.value)} ; {cell.value}")
            else:
                values = {"found": write_plain(cell.value), "line": top + 1}
                self.problems.append(build_problem("suite-laissee", cell.where, **values))
        self.problems.append(build_problem("ligne-jointe", self._place(cells), line=top + 1))
        self.records[top] = replace(record, cells=joined)

    def _place(self, cells: Mapping[str, RawCell]) -> Place:
        return replace(next(iter(cells.values())).where, column="")


def _read_cell(field: Field, sheet: RawSheet, spot: tuple[int, int], column: str) -> RawCell:
    at, rank = spot
    return replace(_read_content(field, sheet, spot, column), spot=(at + 1, rank + 1))


def _read_content(field: Field, sheet: RawSheet, spot: tuple[int, int], column: str) -> RawCell:
    at, rank = spot
    where = Place(file=sheet.where.file, sheet=sheet.where.sheet, line=at + 1, column=column)
    if not sheet.errors and not sheet.formulas and not sheet.unsaved:
        return build_cell(field, cell_at(sheet.rows[at], rank), where)
    place = (at + 1, rank + 1)
    if place in sheet.errors:
        return _refuse_error(field, sheet.errors[place], where)
    if place in sheet.unsaved:
        problem = build_problem("formule-sans-valeur", where, field=field.label, found=name_cell(place))
        return RawCell(value=None, where=where, problems=(problem,))
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
