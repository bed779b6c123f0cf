"""Compter ce qu'un groupe a rendu, du travail de chacun aux effectifs du groupe."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from kit.knowledge.catalogue.courses import Course, Objective, Trace
from kit.knowledge.catalogue.entries import Question
from kit.reading.dossier import Reading
from kit.training.exercises import AnswerState, Exercise, is_right
from kit.training.outcome.finding import is_described, read_shipped
from kit.training.outcome.gathering import Gathered, Participant
from kit.training.outcome.tally import (
    FEWEST,
    SHEETS,
    Answered,
    Clue,
    EvaluationCount,
    ExerciseCount,
    ObjectiveCount,
    QuestionCount,
    QuizCount,
    Returned,
    ScaleCount,
    SheetCount,
    Tally,
)
from kit.training.outcome.works import Work, WorkKind
from kit.training.questionnaires import (
    SCALE,
    UNKNOWN,
    Item,
    ItemKind,
    build_cold_items,
    build_hot_items,
    list_questions,
    list_right_answers,
)

# Ce qui écarte un fichier du compte ; les autres problèmes ne font que le signaler.
_COUNTED: Final = frozenset({"reponse-incomprise", "travail-repere-double", "travail-deux-versions"})


def count_works(gathered: Gathered) -> Tally:
    """Le compte de ces travaux."""
    course, people = gathered.course, gathered.participants
    quiz = count_quiz(course, people)
    sheets = tuple(_count_sheets(course, people))
    exercises = tuple(_count_exercises(course, people))
    hot = count_evaluation(build_hot_items(course), gathered.list_works(WorkKind.HOT))
    return Tally(
        course=course,
        trainees=len(people),
        erased=sum(1 for seat in gathered.manifest.seats if seat.erased),
        active=sum(1 for one in people if one.works),
        returned=tuple(_count_returned(gathered)),
        quiz=quiz,
        sheets=sheets,
        exercises=exercises,
        hot=hot,
        cold=count_evaluation(build_cold_items(course), gathered.list_works(WorkKind.COLD)),
        objectives=tuple(_cover(one, quiz, sheets, exercises, hot) for one in course.objectives),
        set_aside=len({problem.where.file for problem in gathered.problems if problem.code not in _COUNTED}),
        doubles=len(gathered.others),
    )


# --- Qui a rendu quoi -----------------------------------------------------------------------


def _count_returned(gathered: Gathered) -> Iterable[Returned]:
    people = gathered.participants
    for piece in (WorkKind.DOSSIER, WorkKind.BEFORE, WorkKind.AFTER, WorkKind.HOT, WorkKind.COLD):
        yield Returned(label=piece.value, count=len(gathered.list_works(piece)), expected=len(people))
    for name in gathered.course.notebooks:
        count = sum(1 for one in people if one.find(WorkKind.NOTEBOOK, name))
        yield Returned(label=f"carnet « {name} »", count=count, expected=len(people))


# --- Le quiz --------------------------------------------------------------------------------


def count_quiz(course: Course, people: Sequence[Participant]) -> QuizCount:
    """Le quiz chez ceux qui ont rempli celui d'entrée et celui de sortie ; les autres sont comptés à part."""
    pairs = [(one.find(WorkKind.BEFORE), one.find(WorkKind.AFTER)) for one in people]
    both = [(before, after) for before, after in pairs if before and after]
    counts = [_count_question(question, both) for question in list_questions(course)]
    return QuizCount(
        people=len(both),
        only_before=sum(1 for before, after in pairs if before and not after),
        only_after=sum(1 for before, after in pairs if after and not before),
        questions=tuple(sorted(counts, key=lambda one: (one.after.right, one.before.right))),
    )


def _count_question(question: Question, pairs: Sequence[tuple[Work, Work]]) -> QuestionCount:
    judged = [(judge_answer(question, one), judge_answer(question, two)) for one, two in pairs]
    return QuestionCount(
        question=question,
        before=_count_answers(first for first, _ in judged),
        after=_count_answers(second for _, second in judged),
        gained=sum(1 for first, second in judged if first != "right" and second == "right"),
        lost=sum(1 for first, second in judged if first == "right" and second != "right"),
    )


def judge_answer(question: Question, work: Work) -> str:
    """« right », « wrong », « unknown » ou « silent » : ce que vaut la réponse de ce quiz."""
    given = work.answers.get(question.key, ())
    if not given:
        return "silent"
    if given == (UNKNOWN,):
        return "unknown"
    return "right" if set(given) == set(list_right_answers(question)) else "wrong"


def _count_answers(judged: Iterable[str]) -> Answered:
    counts = Counter(judged)
    return Answered(**{key: counts[key] for key in ("right", "wrong", "unknown", "silent")})


# --- Les évaluations ------------------------------------------------------------------------


def count_evaluation(items: Sequence[Item], works: Sequence[Work]) -> EvaluationCount:
    """Les réponses d'une évaluation, comptées ensemble ; les textes par ordre alphabétique, sans repère."""
    texts = tuple(
        (item, tuple(sorted(text for work in works for text in work.answers.get(item.key, ()))))
        for item in items
        if item.kind is ItemKind.TEXT
    )
    scales = tuple(_count_scale(item, works) for item in items if item.kind is ItemKind.CHOICE)
    return EvaluationCount(people=len(works), scales=scales if len(works) >= FEWEST else (), texts=texts)


def _count_scale(item: Item, works: Sequence[Work]) -> ScaleCount:
    given = Counter(answer for work in works for answer in work.answers.get(item.key, ()))
    counts = tuple(given[degree] for degree in SCALE)
    return ScaleCount(item=item, counts=counts, silent=len(works) - sum(counts))


# --- Les dossiers ---------------------------------------------------------------------------


def list_traced_sheets(course: Course) -> dict[Trace, int]:
    """Les feuilles que la fiche demande, et combien de lignes dans chacune."""
    wanted: dict[Trace, int] = {}
    for objective in course.objectives:
        for trace in objective.traces:
            if trace in SHEETS:
                lines = 1 if trace is Trace.ALLIANCE else objective.lines
                wanted[trace] = max(wanted.get(trace, 0), lines)
    return {trace: wanted[trace] for trace in SHEETS if trace in wanted}


def count_lines(reading: Reading, trace: Trace) -> tuple[int, bool]:
    """Combien de lignes de cette feuille sont faites (:data:`LINES`), et si elle est commencée."""
    draft = reading.draft
    if trace is Trace.ALLIANCE:
        alliance = draft.alliance
        is_begun = bool(alliance.name or alliance.purpose or alliance.situation or alliance.ask)
        return int(bool(alliance.name and alliance.purpose)), is_begun
    if trace is Trace.PARTNERS:
        count = sum(map(is_described, draft.partners))
        return count, bool(count)
    if trace is Trace.ACTIONS:
        return sum(1 for one in draft.actions if one.lead and one.end), bool(draft.actions)
    answers = [one for one in draft.answers if one.level is not None]
    return sum(1 for one in answers if one.evidence), bool(answers)


def _count_sheets(course: Course, people: Sequence[Participant]) -> Iterable[SheetCount]:
    readings = [work.dossier for one in people if (work := one.find(WorkKind.DOSSIER)) and work.dossier]
    for trace, lines in list_traced_sheets(course).items():
        found = [count_lines(reading, trace) for reading in readings]
        done = sum(1 for count, _ in found if count >= lines)
        begun = sum(1 for count, is_begun in found if is_begun and count < lines)
        yield SheetCount(trace=trace, lines=lines, done=done, begun=begun, blank=len(found) - done - begun)


# --- Les carnets ----------------------------------------------------------------------------


def _count_exercises(course: Course, people: Sequence[Participant]) -> Iterable[ExerciseCount]:
    for name in course.notebooks:
        works = [work for one in people if (work := one.find(WorkKind.NOTEBOOK, name))]
        for exercise in read_shipped(name):
            yield _count_exercise(name, exercise, works)


def _count_exercise(name: str, exercise: Exercise, works: Sequence[Work]) -> ExerciseCount:
    answers = [answer for work in works for answer in work.exercises if answer.key == exercise.key]
    states = Counter(answer.state for answer in answers)
    right = sum(1 for answer in answers if is_right(answer, exercise))
    return ExerciseCount(
        notebook=name,
        exercise=exercise,
        returned=len(works),
        filled=states[AnswerState.FILLED],
        right=None if exercise.expected is None else right,
        empty=states[AnswerState.EMPTY],
        unreadable=states[AnswerState.UNREADABLE],
        missing=states[AnswerState.MISSING],
    )


# --- Les objectifs --------------------------------------------------------------------------


def _cover(
    objective: Objective,
    quiz: QuizCount,
    sheets: Sequence[SheetCount],
    exercises: Sequence[ExerciseCount],
    hot: EvaluationCount,
) -> ObjectiveCount:
    clues: dict[Trace, Clue] = {
        one.trace: Clue(text=f"feuilles « {one.label} » finies", count=one.done, total=one.returned)
        for one in sheets
    }
    asked = [one for one in quiz.questions if one.question.key in objective.questions]
    clues[Trace.QUIZ] = Clue(
        text="réponses justes au quiz de sortie",
        count=sum(one.after.right for one in asked),
        total=quiz.people * len(asked),
    )
    clues[Trace.NOTEBOOKS] = Clue(
        text="réponses remplies dans les carnets",
        count=sum(one.filled for one in exercises),
        total=sum(one.returned for one in exercises),
    )
    clues[Trace.SPOKEN] = Clue(text="à l'oral : à vous de le dire", is_spoken=True)
    told = next((one for one in hot.scales if one.item.key == objective.key), None)
    return ObjectiveCount(
        objective=objective, clues=tuple(clues[trace] for trace in objective.traces), told=told
    )
