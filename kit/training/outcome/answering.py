"""Les réponses d'un questionnaire rempli, cherchées par leur repère, où que la ligne ait été déplacée."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from kit.domain.errors import build_problem
from kit.domain.typography import fold
from kit.domain.values import Problem
from kit.reading.fields import Field, Form, Layout
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.sheet_rows import read_form
from kit.reading.values.choices import split_choices
from kit.training.layout import MARK as MARK_PATTERN
from kit.training.questionnaires import ANSWER, COURSE, ITEM, MARK, MOMENT, UNKNOWN, Item, ItemKind, Moment

_LETTER: Final = re.compile(r"^([a-z])(?:[.) ].*)?$")
# Les faits d'en-tête tiennent dans les premières lignes ; au-delà, ce sont des questions.
_HEAD: Final = 12
_HEADING: Final = Form(
    key="heading",
    name="entete",
    title="En-tête",
    intro="Ce que le questionnaire dit de lui-même.",
    layout=Layout.SHEET,
    fields=tuple(
        Field(key=key, name=fold(label), label=label, help="")
        for key, label in (("moment", MOMENT), ("course", COURSE), ("mark", MARK))
    ),
    is_open=True,
)

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
        moment = moments.get(fold(facts.get("moment", "")))
        if moment is not None:
            mark = facts.get("mark", "").lower()
            known = mark if MARK_PATTERN.fullmatch(mark) else ""
            return sheet, Heading(moment=moment, course=facts.get("course", ""), mark=known)
    return None


def _read_facts(sheet: RawSheet) -> dict[str, str]:
    records = read_form(_HEADING, replace(sheet, rows=sheet.rows[:_HEAD])).table.records
    return {key: write_plain(cell.value) for record in records for key, cell in record.cells.items()}


def read_items(sheet: RawSheet, items: Sequence[Item]) -> tuple[Answers, list[Problem]]:
    """Les réponses par repère de question, et ce qui ne se comprend pas, à sa ligne.

    Une réponse à choix est rendue sous sa forme connue (« A », « je ne sais pas », « plutôt oui ») ; une
    question sans réponse est absente ; une réponse incomprise est laissée et nommée.
    """
    form = _build_form(items)
    reading = read_form(form, sheet)
    by_key = {item.key: item for item in items}
    answers: Answers = {}
    problems = list(reading.problems)
    for key, cell in (pair for record in reading.table.records for pair in record.cells.items()):
        item, given = by_key[key], write_plain(cell.value)
        problems += cell.problems
        understood = _understand(item, given) if given else ()
        if understood:
            answers[key] = understood
        elif given:
            expected = ", ".join(item.answers)
            problems.append(build_problem("reponse-incomprise", cell.where, found=given, expected=expected))
    return answers, problems


def _build_form(items: Sequence[Item]) -> Form:
    """Le questionnaire de ces questions : un repère par ligne, les autres lignes sont laissées."""
    return Form(
        key="items",
        name="questions",
        title="Questions",
        intro="",
        layout=Layout.QUESTIONS,
        fields=tuple(Field(key=item.key, name=item.key, label=item.key, help="") for item in items),
        heads=(ITEM, ANSWER),
        is_open=True,
    )


def _understand(item: Item, given: str) -> tuple[str, ...]:
    """Les réponses connues que ce texte désigne ; aucune si une part seulement se comprend."""
    if item.kind is ItemKind.TEXT:
        return (given,)
    known = {fold(answer): answer for answer in item.answers} | _list_labels(item)
    found = {_match(part, known) for part in split_choices(given, lambda text: known.get(fold(text)))}
    if not all(found) or (item.kind is ItemKind.CHOICE and len(found) > 1):
        return ()
    return tuple(answer for answer in sorted(found) if answer != UNKNOWN or len(found) == 1)


def _list_labels(item: Item) -> dict[str, str]:
    """Qui a recopié l'énoncé d'une réponse, ou toute sa ligne, plutôt que sa lettre est compris aussi."""
    texts = (*zip(item.labels, item.answers, strict=False), *zip(item.lines, item.answers, strict=False))
    return {fold(text): answer for text, answer in texts}


def _match(given: str, known: Mapping[str, str]) -> str:
    folded = fold(given)
    if folded in known:
        return known[folded]
    letter = _LETTER.match(given.strip().lower())
    return known.get(letter[1], "") if letter else ""
