"""D'une feuille « Évaluation » aux réponses : une ligne par critère, tous les défauts nommés à leur case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from kit.domain.errors import build_problem
from kit.domain.values import Answer, Place, Problem
from kit.products.grids._forms import PERSON, PERSON_KEYS
from kit.products.grids.filled import Respondent
from kit.reading.forms import EVALUATION
from kit.reading.parsing import parse_record
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.sheet_rows import FormReading, name_cell, read_form
from kit.reading.tables.titles import Header
from kit.reading.values.raw_value import RawValue

_MAX_CODE: Final = next(field.max_length for field in EVALUATION.fields if field.key == "criterion")
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


def read_person(sheet: RawSheet) -> tuple[Values, tuple[Problem, ...]]:
    """Les rubriques de la fiche « Répondant »."""
    records = read_form(PERSON, sheet).table.records
    return parse_record(PERSON, records[0]) if records else ({}, ())


def read_people(sheet: RawSheet, reading: FormReading, known: Values) -> tuple[list[Person], list[Problem]]:
    """Les personnes d'une feuille : une seule (``known``), ou une par identité si les lignes la portent."""
    people: dict[Identity, Person] = {}
    problems: list[Problem] = []
    for record in reading.table.records:
        code = write_plain(record.cells["criterion"].value)
        if not code or len(code) > _MAX_CODE:
            continue
        identity = tuple((key, cell.value) for key, cell in record.cells.items() if key in PERSON_KEYS)
        if identity not in people:
            values, found = parse_record(PERSON, record) if identity else (known, ())
            problems += found
            where = replace(record.where, line=record.where.line if identity else None)
            people[identity] = Person(values, [], set(), where)
        values, found = parse_record(EVALUATION, record)
        problems += found
        people[identity].criteria.add(code)
        people[identity].answers.append(Answer(**values, where=record.where))
    if reading.header is not None:
        problems += _report_merges(sheet, reading.header)
    return list(people.values()), problems


def _report_merges(sheet: RawSheet, header: Header) -> Iterator[Problem]:
    """Les plages fusionnées qui recouvrent des réponses."""
    level = header.find("level") or 0
    for (top, left), (bottom, right) in sheet.merged:
        if bottom > header.line + 1 and left <= level + 1 <= right:
            place = replace(sheet.where, line=max(top, header.line + 2))
            names = f"{name_cell((top, left))}:{name_cell((bottom, right))}"
            yield build_problem("cellules-fusionnees", place, found=names)


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
