"""Où se montre chaque problème d'un classeur, et ce qui peut tenir lieu de la case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from kit.domain.typography import format_number, format_short_date
from kit.domain.values import NOWHERE, Problem
from kit.reading.findings import FINDING_FIELDS
from kit.reading.forms import FORMS, Field, FieldKind
from kit.reading.parsing import parse_value
from kit.reading.tables.corrections import read_noted
from kit.reading.tables.raw import RawCell, RawDossier, RawRecord, RawSheet, write_plain
from kit.reading.tables.titles import cell_at
from kit.reading.values.choices import index_choices, split_choices

SEPARATOR: Final = " ; "
_AS_WRITTEN: Final = frozenset({FieldKind.TEXT, FieldKind.LONG_TEXT, FieldKind.NAMES})

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Ce qu'il y a à dire d'une case : ce qui y est écrit, les problèmes, et ce qui peut en tenir lieu.

    ``spot`` manque pour ce qui concerne une feuille ou tout le classeur ; ``is_whole_line`` : la case montre
    sa ligne, et une correction n'a pas à la remplacer.
    """

    sheet: str
    spot: Spot | None
    problems: tuple[Problem, ...]
    written: str = ""
    proposals: tuple[str, ...] = ()
    is_whole_line: bool = False

    @property
    def is_blocking(self) -> bool:
        """Vrai si la case est à corriger, faux si elle n'est qu'à regarder."""
        return any(problem.blocking for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """La case que désigne un problème, et le champ qu'elle porte si elle en porte un.

    ``is_whole_line`` : la case n'est là que pour montrer sa ligne.
    """

    spot: Spot
    field: Field | None = None
    is_whole_line: bool = False


def list_notes(problems: Sequence[Problem], raw: RawDossier, sheets: Sequence[RawSheet]) -> tuple[Note, ...]:
    """Une note par case, ce qui est à corriger d'abord, puis dans l'ordre du classeur."""
    by_title = {sheet.title: sheet for sheet in sheets}
    ranks = {title: rank for rank, title in enumerate(by_title)}
    index = _Index(raw)
    grouped: dict[tuple[str, _Target | None, str], list[Problem]] = {}
    for problem in problems:
        title = problem.where.sheet
        target = index.find(problem, by_title[title]) if title in by_title else None
        grouped.setdefault((title, target, "" if target else problem.message), []).append(problem)
    notes = [
        _build_note(by_title[title], target, found)
        if target
        else Note(sheet=title, spot=None, problems=tuple(found))
        for (title, target, _), found in grouped.items()
    ]
    notes.sort(key=lambda note: (not note.is_blocking, ranks.get(note.sheet, -1), note.spot or (0, 0)))
    return tuple(notes)


def _build_note(sheet: RawSheet, target: _Target, problems: Sequence[Problem]) -> Note:
    place: dict[str, Any] = {"sheet": sheet.title, "spot": target.spot, "problems": tuple(problems)}
    if target.is_whole_line:
        return Note(**place, is_whole_line=True)
    written = read_noted(sheet, target.spot)
    proposals = _list_proposals(written, problems, target.field)
    kept = tuple(one for one in dict.fromkeys(proposals) if one and one != written)
    return Note(**place, written=written, proposals=kept)


class _Index:
    """Les cases d'un classeur : par endroit, et par ligne."""

    def __init__(self, raw: RawDossier) -> None:
        self.cells: dict[tuple[str, int | None, str], _Target] = {}
        self.lines: dict[tuple[str, int | None], list[tuple[Field, RawCell]]] = {}
        for form in FORMS:
            table = raw.tables.get(form.key)
            fields = {field.key: field for field in form.fields}
            for record in table.records if table else ():
                self._note_record(fields, record)

    def _note_record(self, fields: Mapping[str, Field], record: RawRecord) -> None:
        cells = [(fields[key], cell) for key, cell in record.cells.items() if cell.spot]
        self.lines.setdefault((record.where.sheet, record.where.line), cells)
        for field, cell in cells:
            where = cell.where
            if cell.spot:
                target = _Target(spot=cell.spot, field=field)
                self.cells.setdefault((where.sheet, where.line, where.column), target)

    def find(self, problem: Problem, sheet: RawSheet) -> _Target | None:
        """La case à montrer : celle que le problème nomme, sinon celle que sa ligne laisse deviner."""
        where = problem.where
        exact = self.cells.get((where.sheet, where.line, where.column))
        if exact or where.line is None:
            return exact
        cells = self.lines.get((where.sheet, where.line), [])
        name = FINDING_FIELDS.get(problem.code)
        named = [cell.spot for field, cell in cells if field.name == name and cell.spot]
        if named:
            field = next(field for field, _ in cells if field.name == name)
            return _Target(spot=named[0], field=field)
        return _find_text(sheet, where.line, where.column or problem.found)


def _find_text(sheet: RawSheet, line: int, text: str) -> _Target | None:
    """La case de cette ligne qui porte ce texte, sinon la première qui soit remplie."""
    row = sheet.rows[line - 1] if line <= len(sheet.rows) else ()
    filled = [at for at, value in enumerate(row, start=1) if value is not None]
    same = [at for at in filled if write_plain(cell_at(row, at - 1)) == text]
    if same:
        return _Target(spot=(line, same[0]))
    return _Target(spot=(line, filled[0]), is_whole_line=True) if filled else None


def _list_proposals(written: str, problems: Sequence[Problem], field: Field | None) -> Iterator[str]:
    """Ce qui peut tenir lieu de la case, et se lit sans plus rien demander."""
    for text in _list_candidates(written, problems, field):
        if field is None or field.repeats or field.kind in _AS_WRITTEN:
            yield text
        else:
            value, found = parse_value(field, text, problems[0].where)
            if value is not None and not found:
                yield text


def _list_candidates(written: str, problems: Sequence[Problem], field: Field | None) -> Iterator[str]:
    choices = [problem for problem in problems if len(problem.proposals) > 1 and problem.found]
    if choices:
        yield from (written.replace(choices[0].found, one) for one in choices[0].proposals)
        return
    is_read = field is not None and field.kind not in _AS_WRITTEN
    text = written
    if field is not None and is_read and not any(problem.blocking for problem in problems):
        text = _settle(written, field) or written
    for problem in problems:
        is_told = is_read and problem.code == "lu-comme"
        if problem.found and problem.proposals and not is_told:
            text = text.replace(problem.found, problem.proposals[0])
    yield text


def _settle(written: str, field: Field) -> str:
    """La case, telle que le formulaire l'attend."""
    if field.repeats:
        return SEPARATOR.join(split_choices(written, index_choices(field.choices).find))
    return _show(parse_value(field, written, NOWHERE)[0])


def _show(value: Any) -> str:  # noqa: ANN401 - ce qu'un champ rend dépend de son type
    match value:
        case tuple():
            return SEPARATOR.join(map(str, value))
        case date():
            return format_short_date(value)
        case int() | float() if not isinstance(value, bool):
            return format_number(value, 0 if float(value).is_integer() else 2)
        case _:
            return str(value or "")
