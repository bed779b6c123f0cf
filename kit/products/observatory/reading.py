"""D'un questionnaire rempli à ses réponses ; tous les défauts d'un fichier sont nommés d'un coup."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, build_problem, suggest
from kit.domain.typography import fold, format_number
from kit.domain.values import Place, Problem
from kit.products.observatory.questions import QUESTIONS, Question, QuestionKind
from kit.reading.tables import RawValue, read_content
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.workbook_rows import read_workbook
from kit.reading.values.choices import index_choices, refuse_choice, split_choices
from kit.reading.values.numbers import read_whole

QUESTION: Final = "Question"
ANSWER: Final = "Votre réponse"
MAX_NUMBER: Final = 1_000_000
MAX_TEXT: Final = 2_000
_HEADER_SEARCH: Final = 20
_WORKBOOKS: Final = frozenset({".ods", ".xlsx"})
Value = int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Les réponses d'une association, par clé de question ; une question sans réponse n'y est pas."""

    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Un fichier reçu : ses réponses, s'il compte, et ses défauts. ``digest`` repère deux copies."""

    file: str
    answers: Answers | None = None
    problems: tuple[Problem, ...] = ()
    digest: str = ""


def read_questionnaire(path: Path) -> Intake:
    """Ce que porte un fichier ; un défaut bloquant l'écarte, sans arrêter les autres."""
    where = Place(file=path.name)
    try:
        content = _read_bytes(path, where)
        sheet, header, columns = _find_table(read_workbook(content, where), where)
    except InputError as error:
        return Intake(file=path.name, problems=error.problems)
    values, problems = _read_answers(sheet, header, columns)
    if not values and not problems:
        problems.append(
            build_problem("champ-vide", sheet.where, field=ANSWER, help="répondez à une question au moins")
        )
    counted = values and not any(problem.blocking for problem in problems)
    return Intake(
        file=path.name,
        answers=Answers(values=values) if counted else None,
        problems=tuple(problems),
        digest=hashlib.sha256(content).hexdigest(),
    )


def _read_bytes(path: Path, where: Place) -> bytes:
    suffix = path.suffix.lower()
    if suffix == ".xls":
        raise InputError([build_problem("format-xls", where)])
    if suffix not in _WORKBOOKS:
        raise InputError([build_problem("tableau-format", where, suffix=suffix or path.name)])
    return read_content(path, where)


def _find_table(sheets: Sequence[RawSheet], where: Place) -> tuple[RawSheet, int, tuple[int, int]]:
    """La feuille, le rang de ses titres, et les colonnes « Question » et « Votre réponse »."""
    for sheet in sheets:
        for at, row in enumerate(sheet.rows[:_HEADER_SEARCH]):
            titles = [fold(cell) if isinstance(cell, str) else "" for cell in row]
            if fold(QUESTION) in titles and fold(ANSWER) in titles:
                return sheet, at, (titles.index(fold(QUESTION)), titles.index(fold(ANSWER)))
    raise InputError([build_problem("colonne-absente", where, expected=ANSWER)])


def _read_answers(
    sheet: RawSheet, header: int, columns: tuple[int, int]
) -> tuple[dict[str, Value], list[Problem]]:
    known = {fold(one.label): one for one in QUESTIONS}
    values: dict[str, Value] = {}
    problems: list[Problem] = []
    seen: set[str] = set()
    for at in range(header + 1, len(sheet.rows)):
        label, raw = (_at(sheet.rows[at], column) for column in columns)
        if label is None or not str(label).strip():
            continue
        where = replace(sheet.where, line=at + 1, column=ANSWER)
        question = known.get(fold(str(label)))
        if question is None:
            hint = suggest(str(label), [one.label for one in QUESTIONS])
            problems.append(build_problem("rubrique-inconnue", where, found=label, suggestion=hint))
            continue
        if question.key in seen:
            problems.append(build_problem("rubrique-double", where, found=question.label))
            continue
        seen.add(question.key)
        raw = sheet.errors.get((at + 1, columns[1] + 1), "") or raw
        value, found = _parse(question, raw, where)
        problems += found
        if value is not None:
            values[question.key] = value
    return values, problems


def _at(row: Sequence[RawValue], column: int) -> RawValue:
    return row[column] if column < len(row) else None


def _parse(question: Question, raw: RawValue, where: Place) -> tuple[Value | None, list[Problem]]:
    if raw is None or not str(raw).strip():
        return None, []
    if question.kind is QuestionKind.NUMBER:
        return _parse_number(question, raw, where)
    text = " ".join(str(raw).split())
    if question.kind is QuestionKind.TEXT:
        if len(text) > MAX_TEXT:
            values = {"field": question.label, "limit": MAX_TEXT, "length": len(text)}
            return None, [build_problem("texte-trop-long", where, **values)]
        return text, []
    several = question.kind is QuestionKind.CHOICES
    return _parse_choices(
        question, list(split_choices(text, index_choices(question.choices))) if several else [text], where
    )


def _parse_choices(
    question: Question, parts: Sequence[str], where: Place
) -> tuple[Value | None, list[Problem]]:
    known = index_choices(question.choices)
    problems = [
        refuse_choice(part, question.label, question.choices, where, " ; ".join(question.choices))
        for part in parts
        if fold(part) not in known
    ]
    if problems or not parts:
        return None, problems
    chosen = tuple(dict.fromkeys(known[fold(part)] for part in parts))
    return (chosen if question.kind is QuestionKind.CHOICES else chosen[0]), []


def _parse_number(question: Question, raw: RawValue, where: Place) -> tuple[int | None, list[Problem]]:
    number = read_whole(raw)
    if number is None:
        values = {"found": raw, "field": question.label, "example": "12"}
        return None, [build_problem("nombre-attendu", where, **values)]
    if not 0 <= number <= MAX_NUMBER:
        bounds = {"low": "0", "high": format_number(MAX_NUMBER)}
        found = format_number(number)
        return None, [build_problem("nombre-hors-bornes", where, found=found, field=question.label, **bounds)]
    return number, []
