"""Les réponses d'un questionnaire rempli, cherchées par leur repère, où que la ligne ait été déplacée."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import fold, remove_controls
from kit.domain.values import Problem
from kit.reading.tables.raw import RawSheet, RawValue
from kit.training.layout import MARK as MARK_PATTERN
from kit.training.questionnaires import ANSWER, COURSE, ITEM, MARK, MOMENT, UNKNOWN, Item, ItemKind, Moment

_SEPARATORS: Final = re.compile(r"[;,/\n]| et ")
_LETTER: Final = re.compile(r"^([a-z])(?:[.) ].*)?$")
# Les faits d'en-tête tiennent dans les premières lignes ; au-delà, ce sont des questions.
_HEAD: Final = 12

Answers = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """L'en-tête d'un questionnaire : le moment, la formation et le repère qu'il dit ; vide s'il se tait."""

    moment: Moment
    course: str
    mark: str


def find_questionnaire(sheets: Iterable[RawSheet]) -> tuple[RawSheet, Heading] | None:
    """La feuille qui se dit un questionnaire de ce kit, et son en-tête ; rien s'il n'y en a pas."""
    moments = {fold(moment.value): moment for moment in Moment}
    for sheet in sheets:
        facts = _read_facts(sheet)
        moment = moments.get(fold(facts.get(fold(MOMENT), "")))
        if moment is not None:
            mark = facts.get(fold(MARK), "").strip().lower()
            known = mark if MARK_PATTERN.fullmatch(mark) else ""
            return sheet, Heading(moment=moment, course=facts.get(fold(COURSE), ""), mark=known)
    return None


def _read_facts(sheet: RawSheet) -> dict[str, str]:
    pairs = (row for row in sheet.rows[:_HEAD] if len(row) > 1)
    return {fold(str(row[0])): str(row[1]) for row in pairs if row[0] is not None and row[1] is not None}


def read_items(sheet: RawSheet, items: Sequence[Item]) -> tuple[Answers, list[Problem]]:
    """Les réponses par repère de question, et ce qui ne se comprend pas, à sa ligne.

    Une réponse à choix est rendue sous sa forme connue (« A », « je ne sais pas », « plutôt oui ») ; une
    question sans réponse est absente ; une réponse incomprise est laissée et nommée.
    """
    header = _find_header(sheet)
    if header is None:
        where = sheet.where
        return {}, [build_problem("entete-absent", where, expected=f"« {ITEM} » et « {ANSWER} »")]
    line, key_column, answer_column = header
    by_key = {fold(item.key): item for item in items}
    answers: Answers = {}
    problems: list[Problem] = []
    for at in range(line + 1, len(sheet.rows)):
        row = sheet.rows[at]
        item = by_key.get(fold(_text(row, key_column)))
        given = _text(row, answer_column)
        if item is None or not given:
            continue
        understood = tuple(_understand(item, given))
        if understood:
            answers[item.key] = understood
        else:
            where = replace(sheet.where, line=at + 1, column=ANSWER)
            expected = ", ".join(item.answers)
            problems.append(build_problem("reponse-incomprise", where, found=given, expected=expected))
    return answers, problems


def _find_header(sheet: RawSheet) -> tuple[int, int, int] | None:
    for at, row in enumerate(sheet.rows):
        titles = [fold(str(cell)) if cell is not None else "" for cell in row]
        if fold(ITEM) in titles and fold(ANSWER) in titles:
            return at, titles.index(fold(ITEM)), titles.index(fold(ANSWER))
    return None


def _text(row: Sequence[RawValue], column: int) -> str:
    value = row[column] if column < len(row) else None
    return "" if value is None else remove_controls(str(value)).strip()


def _understand(item: Item, given: str) -> Iterator[str]:
    """Les réponses connues que ce texte désigne ; aucune si une part seulement se comprend."""
    if item.kind is ItemKind.TEXT:
        yield given
        return
    known = {fold(answer): answer for answer in item.answers} | _list_labels(item)
    whole = _match(given, known)
    parts = [given] if whole else [part for part in _SEPARATORS.split(given) if part.strip()]
    found = list(dict.fromkeys(_match(part, known) for part in parts))
    if not all(found) or (item.kind is ItemKind.CHOICE and len(found) > 1):
        return
    yield from (answer for answer in sorted(found) if answer != UNKNOWN or len(found) == 1)


def _list_labels(item: Item) -> dict[str, str]:
    """Qui a recopié l'énoncé d'une réponse plutôt que sa lettre est compris aussi."""
    return {fold(label): answer for answer, label in zip(item.answers, item.labels, strict=False)}


def _match(given: str, known: Mapping[str, str]) -> str:
    folded = fold(given)
    if folded in known:
        return known[folded]
    letter = _LETTER.match(given.strip().lower())
    return known.get(letter[1], "") if letter else ""
