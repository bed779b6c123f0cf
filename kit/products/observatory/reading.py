"""D'un questionnaire rempli à ses réponses ; tous les défauts d'un fichier sont nommés d'un coup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kit.domain.errors import InputError, build_problem
from kit.domain.values import Place, Problem
from kit.products.observatory.questions import QUESTIONNAIRE
from kit.reading.parsing import parse_record
from kit.reading.tables.files import open_sheets
from kit.reading.tables.raw import RawSheet
from kit.reading.tables.sheet_rows import read_form
from kit.reading.tables.titles import find_sheet

QUESTION, ANSWER = QUESTIONNAIRE.heads
Value = int | str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Les réponses d'une association, par clé de question ; une question sans réponse n'y est pas."""

    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedQuestionnaire:
    """Un fichier reçu : ses réponses, s'il compte, et ses défauts. ``digest`` repère deux copies."""

    file: str
    answers: Answers | None = None
    problems: tuple[Problem, ...] = ()
    digest: str = ""


def read_questionnaire(path: Path) -> ReceivedQuestionnaire:
    """Ce que porte un fichier ; une réponse qui ne se lit pas est laissée, un fichier sans réponse écarté."""
    try:
        opened = open_sheets(path, QUESTIONNAIRE, refusal="tableau-format")
    except InputError as error:
        return ReceivedQuestionnaire(file=path.name, problems=error.problems)
    sheet = find_sheet(QUESTIONNAIRE, opened.sheets)
    if sheet is None:
        problem = build_problem("colonne-absente", Place(file=path.name), expected=ANSWER)
        return ReceivedQuestionnaire(file=path.name, problems=(problem,))
    values, problems = _read_answers(sheet)
    return ReceivedQuestionnaire(
        file=path.name,
        answers=Answers(values=values) if values else None,
        problems=problems,
        digest=opened.digest,
    )


def _read_answers(sheet: RawSheet) -> tuple[dict[str, Value], tuple[Problem, ...]]:
    reading = read_form(QUESTIONNAIRE, sheet)
    values: dict[str, Value] = {}
    problems = reading.problems
    for record in reading.table.records:
        values, found = parse_record(QUESTIONNAIRE, record)
        problems += found
    if not values and not problems:
        help_text = "répondez à une question au moins"
        problems = (build_problem("champ-vide", sheet.where, field=ANSWER, help=help_text),)
    return {key: _join_lines(value) for key, value in values.items() if value != ()}, problems


def _join_lines(value: Value) -> Value:
    return " ".join(value.split()) if isinstance(value, str) else value
