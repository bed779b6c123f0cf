"""Le retour à chaque stagiaire : ce qui est là, ce qui manque et quoi faire, la suite. Une page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kit.documents.document import Document
from kit.documents.templates import Markdown, fill_template
from kit.domain.errors import end_sentence, format_place
from kit.domain.typography import count_noun, join_list, typeset
from kit.domain.values import Place, Problem
from kit.knowledge.catalogue.courses import Course, Trace
from kit.training.exercises import AnswerState
from kit.training.layout import DOSSIER, QUIZ_AFTER, QUIZ_BEFORE
from kit.training.outcome.counting import count_lines, judge_answer, list_traced_sheets
from kit.training.outcome.finding import read_shipped
from kit.training.outcome.gathering import Participant
from kit.training.outcome.tally import LINES, SHEETS
from kit.training.outcome.works import Work, WorkKind
from kit.training.questionnaires import list_questions

# Ce qui tient sur une page ; le reste est compté, et « kit verifier » le dit.
MAX_GAPS: Final = 7
MAX_TOPICS: Final = 3
# Ce que le compte des feuilles a déjà dit.
_TOLD: Final = frozenset({"aucune-action", "aucun-partenaire", "grille-incomplete"})
_STATED: Final = {
    AnswerState.EMPTY: "vide",
    AnswerState.MISSING: "cellule effacée",
    AnswerState.UNREADABLE: "illisible",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Ce qui manque : où, quoi, que faire."""

    where: str
    what: str
    remedy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """Ce que l'on dit à une personne. ``topics`` : les questions du quiz à relire."""

    mark: str
    territory: str
    present: tuple[str, ...]
    gaps: tuple[Gap, ...]
    more: int
    topics: tuple[str, ...]
    quiz: str


def write_feedback(course: Course, one: Participant) -> Feedback:
    """Le retour de cette personne, fait de ce qu'elle a rendu et de rien d'autre."""
    gaps = [*_list_unread(one), *_list_missing_pieces(one), *_list_sheet_gaps(course, one)]
    gaps += [*_list_dossier_gaps(one), *_list_notebook_gaps(course, one)]
    return Feedback(
        mark=one.seat.mark,
        territory=one.seat.territory_name,
        present=tuple(_list_present(course, one)),
        gaps=tuple(gaps[:MAX_GAPS]),
        more=len(gaps[MAX_GAPS:]),
        topics=tuple(_list_topics(course, one)),
        quiz=_describe_quiz(course, one),
    )


def _list_present(course: Course, one: Participant) -> Iterator[str]:
    dossier = one.find(WorkKind.DOSSIER)
    if dossier and dossier.dossier:
        for trace in list_traced_sheets(course):
            count, _ = count_lines(dossier.dossier, trace)
            if count:
                yield f"Feuille « {SHEETS[trace]} » : {_count(trace, count)}."
    done = [piece.value for piece in (WorkKind.BEFORE, WorkKind.AFTER) if one.find(piece)]
    if done:
        yield f"{join_list(done)[:1].upper()}{join_list(done)[1:]} : bien reçu."
    for name in course.notebooks:
        work = one.find(WorkKind.NOTEBOOK, name)
        if work:
            filled = count_noun(_count_filled(work), "réponse")
            yield f"Carnet « {name} » : {filled} sur {len(work.exercises)}."


def _count(trace: Trace, count: int) -> str:
    return "cause commune et nom de l'alliance" if trace is Trace.ALLIANCE else f"{count} {LINES[trace]}"


def _count_filled(work: Work) -> int:
    return sum(1 for answer in work.exercises if answer.state is AnswerState.FILLED)


def _list_unread(one: Participant) -> Iterator[Gap]:
    """Les fichiers de cette personne qui n'ont pas pu être comptés, ou mal."""
    return (_build_gap(problem) for problem in one.problems)


def _build_gap(problem: Problem) -> Gap:
    where = format_place(problem.where)
    return Gap(
        where=f"{where[:1].upper()}{where[1:]}",
        what=end_sentence(f"{problem.message[:1].upper()}{problem.message[1:]}"),
        remedy=end_sentence(f"{problem.remedy[:1].upper()}{problem.remedy[1:]}"),
    )


def _list_missing_pieces(one: Participant) -> Iterator[Gap]:
    asked = (
        (WorkKind.DOSSIER, DOSSIER, "remplissez d'abord la cause commune, en une phrase"),
        (WorkKind.BEFORE, QUIZ_BEFORE, "rien à rattraper : sans lui, on ne peut pas dire d'où vous partiez"),
        (WorkKind.AFTER, QUIZ_AFTER, "dix minutes suffisent ; « je ne sais pas » est une bonne réponse"),
    )
    for piece, name, remedy in asked:
        if not one.find(piece):
            what = f"Je n'ai pas trouvé de {piece.value} rempli."
            yield Gap(where=f"{name}-{one.seat.mark}", what=what, remedy=end_sentence(_capital(remedy)))


def _capital(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def _list_sheet_gaps(course: Course, one: Participant) -> Iterator[Gap]:
    work = one.find(WorkKind.DOSSIER)
    if work is None or work.dossier is None:
        return
    for trace, lines in list_traced_sheets(course).items():
        count, _ = count_lines(work.dossier, trace)
        # Le nom et la cause sont obligatoires : les problèmes du dossier les réclament déjà.
        if count < lines and trace is not Trace.ALLIANCE:
            told = f"{_capital(LINES[trace])} : {count} sur {lines}."
            yield Gap(where=f"Feuille « {SHEETS[trace]} »", what=told, remedy=_REMEDIES[trace])


_REMEDIES: Final = {
    Trace.PARTNERS: "Une ligne par structure : ce qu'elle apporte, ce qu'elle attend.",
    Trace.ACTIONS: "Pour chaque action, nommez la structure pilote et donnez une date de fin.",
    Trace.EVALUATION: "Choisissez la situation la plus proche, et notez le fait qui le montre.",
}


def _list_dossier_gaps(one: Participant) -> Iterator[Gap]:
    """Les problèmes du dossier, ceux qui bloquent d'abord."""
    work = one.find(WorkKind.DOSSIER)
    if work is None or work.dossier is None:
        return
    told = [problem for problem in work.dossier.problems if problem.code not in _TOLD]
    for problem in sorted(told, key=lambda found: not found.blocking):
        where = problem.where
        yield _build_gap(
            Problem(
                code=problem.code,
                where=Place(sheet=where.sheet, line=where.line, column=where.column, path=where.path),
                message=problem.message,
                remedy=problem.remedy,
                blocking=problem.blocking,
            )
        )


def _list_notebook_gaps(course: Course, one: Participant) -> Iterator[Gap]:
    for name in course.notebooks:
        work = one.find(WorkKind.NOTEBOOK, name)
        if work is None:
            continue
        titles = {exercise.key: exercise.title for exercise in read_shipped(name)}
        for answer in work.exercises:
            state = _STATED.get(answer.state)
            if state:
                remedy = "Reprenez la cellule sous l'énoncé : une seule réponse, sans autre code."
                what = f"Exercice « {titles[answer.key]} » : {state}."
                yield Gap(where=f"Carnet « {name} »", what=what, remedy=remedy)


def _describe_quiz(course: Course, one: Participant) -> str:
    """Les réponses justes, avant et après : à la personne seule."""
    told = []
    # Sans quiz de sortie, un score d'entrée n'apprend rien à personne.
    for piece in (WorkKind.BEFORE, WorkKind.AFTER) if one.find(WorkKind.AFTER) else ():
        work = one.find(piece)
        if work:
            questions = list_questions(course)
            right = sum(1 for question in questions if judge_answer(question, work) == "right")
            count = count_noun(right, "réponse juste", "réponses justes")
            told.append(f"{count} sur {len(questions)} au {piece.value}")
    return join_list(told)


def _list_topics(course: Course, one: Participant) -> Iterator[str]:
    work = one.find(WorkKind.AFTER)
    if work is None:
        return
    missed = [one.title for one in list_questions(course) if judge_answer(one, work) != "right"]
    yield from missed[:MAX_TOPICS]


def build_feedback(course: Course, feedback: Feedback, *, cold: dt.date, overrides: Path | None) -> Document:
    """La page remise à cette personne ; son titre porte le repère, jamais le nom."""
    values = {
        "feedback": feedback,
        "course": course,
        "cold": cold,
        "dossier": Markdown(f"{DOSSIER}-{feedback.mark}"),
    }
    return Document(
        name="retour",
        title=typeset(f"Retour {feedback.mark}"),
        subtitle=f"{course.title}, {feedback.territory}",
        subject="Jouer collectif en territoire",
        markdown=fill_template("formation/retour.md.j2", values, overrides=overrides),
        dense=True,
    )
