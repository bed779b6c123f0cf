"""D'une feuille « Évaluation » aux réponses : une ligne par critère, tous les défauts nommés à leur case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from kit.domain.errors import build_problem
from kit.domain.typography import remove_controls
from kit.domain.values import Answer, College, Place, Problem
from kit.products.grids._layout import ANSWER_FIELDS, PERSON_FIELDS, Layout, cell_at, list_person_cells
from kit.products.grids.filled import Respondent
from kit.reading.forms import Field
from kit.reading.parsing import parse_value, write_plain
from kit.reading.tables.raw import RawSheet, RawValue

LEVELS: Final = frozenset(ANSWER_FIELDS["level"].choices)
# Un fichier peut compter dix mille lignes : au-delà, les défauts de même sorte ne sont plus que comptés.
_SHOWN_ALIKE: Final = 5

Values = dict[str, Any]
Identity = tuple[tuple[str, RawValue], ...]


@dataclass(slots=True)
class Person:
    """Une personne en cours de lecture : ses rubriques, puis ses réponses."""

    values: Values
    answers: list[Answer]
    criteria: set[str]
    where: Place

    @property
    def respondent(self) -> Respondent:
        """La personne telle qu'elle se dit."""
        return Respondent(**self.values)


def read_person(sheet: RawSheet) -> tuple[Values, list[Problem]]:
    """Les rubriques de la fiche « Répondant »."""
    values: Values = {}
    problems: list[Problem] = []
    for field, value, where in list_person_cells(sheet):
        if value is None or field.key in values:
            continue
        parsed, found = _parse(field, value, where)
        problems += found
        if parsed is not None:
            values[field.key] = parsed
        if where.line is not None and sheet.formulas:
            problems += _report_formula(sheet, (where.line, 2), where)
    return values, problems


def read_answers(sheet: RawSheet, layout: Layout, known: Values) -> tuple[list[Person], list[Problem]]:
    """Les personnes d'une feuille : une seule (``known``), ou une par identité si les lignes la portent."""
    people: dict[Identity, Person] = {}
    problems: list[Problem] = []
    columns = {field.key: at for at, field in layout.columns.items()}
    own = {key: at for key, at in columns.items() if key in PERSON_FIELDS}
    for at in range(layout.header + 1, len(sheet.rows)):
        row = sheet.rows[at]
        code = write_plain(cell_at(row, columns["criterion"]))
        if not code or len(code) > ANSWER_FIELDS["criterion"].max_length:
            continue
        identity = tuple((key, cell_at(row, column)) for key, column in own.items())
        if identity not in people:
            values, found = _read_identity(sheet, identity, at + 1) if own else (known, [])
            problems += found
            people[identity] = Person(values, [], set(), replace(sheet.where, line=at + 1 if own else None))
        answer, found = _read_answer(sheet, columns, at, code)
        problems += found
        people[identity].criteria.add(answer.criterion)
        people[identity].answers.append(answer)
    problems += _report_merges(sheet, layout, columns["level"])
    return list(people.values()), problems


def _read_identity(sheet: RawSheet, identity: Identity, line: int) -> tuple[Values, list[Problem]]:
    values: Values = {}
    problems: list[Problem] = []
    for key, value in identity:
        field = PERSON_FIELDS[key]
        parsed, found = _parse(field, value, replace(sheet.where, line=line, column=field.label))
        problems += found
        if parsed is not None:
            values[key] = parsed
    return values, problems


def _read_answer(
    sheet: RawSheet, columns: Mapping[str, int], at: int, code: str
) -> tuple[Answer, list[Problem]]:
    values: Values = {"criterion": code}
    problems: list[Problem] = []
    row, line = sheet.rows[at], at + 1
    where = Place(file=sheet.where.file, sheet=sheet.where.sheet, line=line)
    for key in ("level", "evidence"):
        column = columns.get(key)
        if column is None:
            continue
        value: RawValue = sheet.errors.get((line, column + 1)) or cell_at(row, column)
        place = Place(file=where.file, sheet=where.sheet, line=line, column=ANSWER_FIELDS[key].label)
        if value is not None:
            values[key], found = _parse(ANSWER_FIELDS[key], value, place)
            problems += found
        if (line, column + 1) in sheet.formulas:
            problems += _report_formula(sheet, (line, column + 1), place)
    values["evidence"] = values.get("evidence") or ""
    return Answer(**values, where=where), problems


def _parse(field: Field, value: RawValue, where: Place) -> tuple[Any, Iterable[Problem]]:
    if isinstance(value, str):
        value = remove_controls(value)
        if field.key == "level" and value in LEVELS:
            return value, ()
    if isinstance(value, str) and value.startswith("#") and field.choices:
        return None, (build_problem("erreur-de-tableur", where, field=field.label, found=value.strip()),)
    parsed, found = parse_value(field, value, where)
    if field.key == "college" and parsed is not None:
        parsed = College(parsed)
    return parsed, found


def _report_formula(sheet: RawSheet, spot: tuple[int, int], where: Place) -> Iterator[Problem]:
    if spot in sheet.formulas:
        yield build_problem("formule-lue", where, found=name_cell(spot))


def _report_merges(sheet: RawSheet, layout: Layout, level: int) -> Iterator[Problem]:
    """Les plages fusionnées qui recouvrent des réponses."""
    for (top, left), (bottom, right) in sheet.merged:
        if bottom > layout.header + 1 and left <= level + 1 <= right:
            place = replace(sheet.where, line=max(top, layout.header + 2))
            names = f"{name_cell((top, left))}:{name_cell((bottom, right))}"
            yield build_problem("cellules-fusionnees", place, found=names)


def name_cell(spot: tuple[int, int]) -> str:
    """Le nom d'une cellule.

    >>> name_cell((7, 5)), name_cell((2, 28))
    ('E7', 'AB2')
    """
    line, column = spot
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"


def fold_problems(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Les défauts d'un fichier ; au-delà de cinq de même sorte, un seul compte le reste."""
    kept: list[Problem] = []
    alike: dict[str, list[Problem]] = {}
    for problem in problems:
        alike.setdefault(problem.code, []).append(problem)
    for found in alike.values():
        kept += found[:_SHOWN_ALIKE]
        if len(found) > _SHOWN_ALIKE:
            last = found[-1]
            kept.append(build_problem("defauts-semblables", last.where, count=len(found) - _SHOWN_ALIKE))
    return tuple(kept)
