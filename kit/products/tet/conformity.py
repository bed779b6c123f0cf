"""Les règles de l'import de Territoires en Transitions, recopiées de son code public du 7 août 2026.

La plateforme arrête tout au premier défaut ; ici, tous se disent. Les lignes et les colonnes se comptent
comme elle les compte : titres à la ligne 2, données à partir de la ligne 4, colonnes A à AB.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kit.documents.workbook import CellValue
from kit.domain.errors import build_problem
from kit.domain.values import Place, Priority, Problem
from kit.products.tet.export import AXES, COLUMNS, FIRST_DATA_LINE, MAX_TITLE, STATUSES
from kit.reading.tables.titles import cell_at, is_filled

READ_ON: Final = dt.date(2026, 8, 7)
"""Le jour du code dont ces règles sont la copie."""
_HEADING_LINE: Final = 2
# Au-delà de la colonne AB, rien n'est lu.
_READ: Final = COLUMNS[:28]
_AMOUNTS: Final = ("amount_1", "amount_2", "amount_3")
_DATES: Final = ("start", "end")
_ANY_TEXT: Final = (*AXES, "status", "priority", "participation")
_MAX_BUDGET: Final = 999_999_999_999
_NUMBER: Final = re.compile(r"\s*(?:\d+(?:\.\d+)?)?\s*")
_DAY: Final = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{4}|\d{4}-\d{1,2}-\d{1,2}")
_LISTS: Final = {
    "status": (*STATUSES.values(), "À discuter"),
    "priority": tuple(priority.value for priority in Priority),
    "participation": (
        "Pas de participation citoyenne",
        "Information",
        "Consultation",
        "Concertation",
        "Co-construction",
    ),
}

Table = Sequence[Sequence[CellValue]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """Une ligne de données : ses cases par clé de colonne, et son endroit."""

    cells: dict[str, CellValue]
    where: Place

    @property
    def title(self) -> str:
        return _write(self.cells["title"])

    @property
    def step(self) -> str:
        return _write(self.cells["sub_title"])

    @property
    def path(self) -> tuple[str, ...]:
        """L'axe et ses niveaux, que la plateforme compare sans rien en ôter."""
        return tuple(str(value) for key in AXES if (value := self.cells[key]))


def list_refusals(rows: Table, *, file: str = "", sheet: str = "Fichier dimport") -> tuple[Problem, ...]:
    """Tout ce qui ferait refuser cette feuille, et les valeurs qu'elle y perdrait.

    ``rows`` : ses lignes, cases telles que le fichier les porte.
    """
    where = Place(file=file, sheet=sheet)
    if len(rows) < _HEADING_LINE or cell_at(rows[1], 0) != COLUMNS[0].heading:
        return (build_problem("tet-feuille", where, expected=COLUMNS[0].heading),)
    headings = tuple(_check_headings(rows[1], where))
    if headings:
        return headings
    lines = [
        _Line(
            cells={column.key: cell_at(row, at) for at, column in enumerate(_READ)},
            where=Place(file=file, sheet=sheet, line=at),
        )
        for at, row in enumerate(rows[FIRST_DATA_LINE - 1 :], start=FIRST_DATA_LINE)
        if any(map(is_filled, row))
    ]
    return tuple(problem for line in lines for problem in _check_line(line)) + tuple(_check_plan(lines))


def _write(value: CellValue) -> str:
    return "" if value is None else str(value).strip()


def _check_headings(row: Sequence[CellValue], where: Place) -> Iterator[Problem]:
    for at, column in enumerate(_READ):
        found = _write(cell_at(row, at))
        if found != column.heading:
            place = Place(file=where.file, sheet=where.sheet, line=_HEADING_LINE, column=found)
            yield build_problem("tet-colonne", place, found=found, expected=column.heading)


def _check_line(line: _Line) -> Iterator[Problem]:
    if not line.title:
        yield build_problem("tet-sans-titre", line.where)
    for key in ("title", "sub_title"):
        if len(_write(line.cells[key])) > MAX_TITLE:
            yield _report("tet-titre-long", line, key, limit=MAX_TITLE)
    for key in _ANY_TEXT:
        if line.cells[key] is not None and not isinstance(line.cells[key], str):
            yield _report("tet-texte", line, key)
    for key, known in _LISTS.items():
        value = line.cells[key]
        if isinstance(value, str) and value.strip() and value.strip() not in known:
            yield _report("tet-valeur-perdue", line, key, expected=", ".join(known))
    for key in _AMOUNTS:
        if line.cells[key] is not None and not _is_number(line.cells[key]):
            yield _report("tet-nombre", line, key)
    yield from _check_budget(line)
    yield from _check_dates(line)


def _report(code: str, line: _Line, key: str, **values: object) -> Problem:
    heading = next(column.heading for column in _READ if column.key == key)
    where = Place(file=line.where.file, sheet=line.where.sheet, line=line.where.line, column=heading)
    return build_problem(code, where, found=_write(line.cells[key])[:80], title=line.title, **values)


def _is_number(value: CellValue) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _check_budget(line: _Line) -> Iterator[Problem]:
    value = line.cells["budget"]
    if value is None or isinstance(value, dt.date):
        return
    if not _is_number(value) and not (isinstance(value, str) and _NUMBER.fullmatch(value)):
        yield _report("tet-nombre", line, "budget")
    elif not 0 <= float(value or 0) <= _MAX_BUDGET:
        yield _report("tet-budget", line, "budget")


def _check_dates(line: _Line) -> Iterator[Problem]:
    for key in _DATES:
        value = line.cells[key]
        is_day = isinstance(value, dt.date) or (isinstance(value, str) and _DAY.fullmatch(value.strip()))
        if value is not None and not is_day:
            yield _report("tet-date", line, key)
    start, end = (line.cells[key] for key in _DATES)
    if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
        yield _report("tet-dates", line, "end")


def _check_plan(lines: Sequence[_Line]) -> Iterator[Problem]:
    """Ce que seul l'ensemble montre : une sous-action sans son action, deux actions de même titre."""
    parents: dict[tuple[str, tuple[str, ...]], _Line] = {}
    for line in lines:
        if line.step:
            continue
        key = (line.title, line.path)
        if line.title and key in parents:
            axis = " > ".join(line.path) or "sans axe"
            first = parents[key].where.line
            yield build_problem("tet-doublon", line.where, title=line.title, axis=axis, first=first)
        parents.setdefault(key, line)
    for line in lines:
        if line.step and (line.title, line.path) not in parents:
            yield build_problem("tet-sans-parent", line.where, found=line.step, title=line.title)
