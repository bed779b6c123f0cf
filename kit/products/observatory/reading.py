"""D'un questionnaire rempli à ses réponses ; tous les défauts d'un fichier sont nommés d'un coup."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kit.domain.errors import InputError, build_problem
from kit.domain.typography import join_list
from kit.domain.values import Place, Problem
from kit.products.observatory.questions import ASKED, QUESTIONNAIRE, QUESTIONS
from kit.reading.form_exports import FormExport, is_tool_export, list_titles, read_form_export
from kit.reading.form_files import EXPORT_FILES, OpenedExport, open_export
from kit.reading.parsing import parse_record, parse_value
from kit.reading.tables.files import WORKBOOK_FILES, open_sheets
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
    """Un fichier reçu : les réponses de chacun, s'il compte, et ses défauts. ``digest`` repère deux copies.

    Un questionnaire du kit porte une association ; l'export d'un formulaire en ligne, une par ligne.
    """

    file: str
    answers: tuple[Answers, ...] = ()
    problems: tuple[Problem, ...] = ()
    digest: str = ""


def read_questionnaire(path: Path) -> ReceivedQuestionnaire:
    """Ce que porte un fichier ; une réponse qui ne se lit pas est laissée, un fichier sans réponse écarté."""
    try:
        if path.suffix.lower() in EXPORT_FILES - WORKBOOK_FILES:
            return _read_export(path, open_export(path, ASKED))
        opened = open_sheets(path, QUESTIONNAIRE, refusal="tableau-format")
    except InputError as error:
        return ReceivedQuestionnaire(file=path.name, problems=error.problems)
    sheet = find_sheet(QUESTIONNAIRE, opened.sheets)
    if sheet is None:
        received = _read_export(path, OpenedExport(sheets=opened.sheets, digest=opened.digest))
        if received.answers or is_tool_export(opened.sheets):
            return received
        problem = build_problem("colonne-absente", Place(file=path.name), expected=ANSWER)
        return ReceivedQuestionnaire(file=path.name, problems=(problem,))
    values, problems = _read_answers(sheet)
    return ReceivedQuestionnaire(
        file=path.name,
        answers=(Answers(values=values),) if values else (),
        problems=problems,
        digest=opened.digest,
    )


def _read_export(path: Path, opened: OpenedExport) -> ReceivedQuestionnaire:
    """Les réponses d'un formulaire en ligne, une association par ligne."""
    export = read_form_export(opened.sheets, ASKED)
    if export is None:
        found = join_list([f"« {title} »" for title in list_titles(opened.sheets[0])]) or "aucun"
        where = opened.sheets[0].where
        problem = build_problem("export-sans-question", where, found=found, example=ASKED[0].code)
        return ReceivedQuestionnaire(file=path.name, problems=(*opened.problems, problem))
    problems = [*opened.problems, *export.problems]
    if missing := [one.code for one in ASKED if one.code not in export.codes]:
        where = Place(file=path.name)
        problems.append(build_problem("export-colonnes-absentes", where, missing=join_list(missing)))
    people, found_problems = _read_associations(export)
    problems += found_problems
    return ReceivedQuestionnaire(
        file=path.name, answers=people, problems=tuple(problems), digest=opened.digest
    )


def _read_associations(export: FormExport) -> tuple[tuple[Answers, ...], list[Problem]]:
    problems: list[Problem] = []
    people: list[Answers] = []
    for response in export.responses:
        values: dict[str, Value] = {}
        for asked, question in zip(ASKED, QUESTIONS, strict=True):
            given = response.given.get(asked.code)
            if given is None:
                continue
            value, found = parse_value(question, given.value, given.where)
            problems += found
            if value not in (None, ()):
                values[question.key] = _join_lines(value)
        if values:
            people.append(Answers(values=values))
        else:
            problems.append(
                build_problem("export-ligne-vide", response.where, count=1, lines=response.where.line)
            )
    return tuple(people), problems


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
