"""Un carnet, deux éditions : celle des stagiaires, sans solution, et celle de la formation, entière.

Un exercice tient en trois cellules, reconnues à leur étiquette et liées par la métadonnée ``cle`` :
``exercice`` (l'énoncé), ``reponse`` (ce que la personne remplit) et ``solution``, une ou plusieurs.
L'étiquette ``formateur`` marque une note d'animation, retirée elle aussi de l'édition des stagiaires.

Rien n'est exécuté ici : un carnet est lu comme un texte, et une réponse comme une valeur écrite.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from kit.domain.errors import InputError, UsageError, build_problem, explain_os_error, suggest
from kit.domain.values import Place, Problem
from kit.training.exercises._assignments import Value, read_assignment
from kit.training.exercises._cells import TAGS, CellRole, NotebookCell, read_cells


class AnswerState(StrEnum):
    """Où en est une réponse."""

    MISSING = "cellule absente"
    EMPTY = "vide"
    UNREADABLE = "illisible"
    FILLED = "remplie"


CRITERION: Final = "**C’est réussi si**"
"""Ce qui ouvre le critère de réussite, dernier paragraphe d'un énoncé."""
SOLUTION_TITLE: Final = "**Solution.**"
TRAINER_TITLE: Final = "**Pour la formation.**"
_TITLE: Final = re.compile(r"^#{2,4} Exercice[ \u00a0]: (.+)$")
_KERNEL: Final = {"display_name": "Python 3", "language": "python", "name": "python3"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Solution:
    """Une cellule de solution : son texte, et s'il est du code."""

    source: str
    is_code: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """Un exercice d'un carnet.

    ``answer`` est la cellule de réponse telle que le carnet la donne, à remplir ; ``variable`` est vide
    si l'on répond par un texte. ``expected`` n'existe que si la solution est elle-même une valeur.
    """

    key: str
    title: str
    statement: str
    criterion: str
    answer: str
    variable: str
    solved: tuple[Solution, ...]
    expected: Value | None = None

    @property
    def solutions(self) -> tuple[str, ...]:
        """Le texte de chaque cellule de solution."""
        return tuple(solution.source for solution in self.solved)


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseAnswer:
    """La réponse relevée dans le carnet d'une personne ; ``value`` n'existe que pour une affectation."""

    key: str
    state: AnswerState
    text: str = ""
    value: Value | None = None


def read_exercises(path: Path) -> tuple[Exercise, ...]:
    """Les exercices du carnet, dans l'ordre.

    :raises InputError: si le carnet est illisible ou mal étiqueté ; tous les défauts à la fois.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = explain_os_error(error)
        raise InputError([build_problem("carnet-illisible", Place(file=path.name), reason=reason)]) from None
    return parse_exercises(content, name=path.name)


def parse_exercises(content: bytes, *, name: str = "") -> tuple[Exercise, ...]:
    """Les exercices d'un carnet déjà lu ; ``name`` sert aux phrases d'erreur.

    :raises InputError: comme :func:`read_exercises`.
    """
    cells = read_cells(content, name)
    problems = list(_check_cells(cells, name))
    exercises = []
    for cell in cells:
        if cell.role is CellRole.EXERCISE and cell.key:
            exercise, lacks = _build_exercise(cell, cells)
            exercises.append(exercise)
            if lacks:
                where = Place(file=name)
                missing = ", ".join(lacks)
                problems.append(
                    build_problem("carnet-exercice-incomplet", where, found=cell.key, missing=missing)
                )
    if problems:
        raise InputError(problems)
    return tuple(exercises)


def build_trainee_edition(content: bytes, *, name: str = "") -> bytes:
    """Le carnet des stagiaires : ni solution, ni note d'animation, ni résultat, ni trace de qui l'a ouvert.

    Le même carnet donne toujours les mêmes octets.

    :raises InputError: si le carnet est illisible ou mal étiqueté.
    """
    parse_exercises(content, name=name)
    kept = (
        cell for cell in read_cells(content, name) if cell.role not in (CellRole.SOLUTION, CellRole.TRAINER)
    )
    return _write(_clean(cell, cell.source) for cell in kept)


def build_trainer_edition(content: bytes, *, name: str = "") -> bytes:
    """Le carnet de la formation : tout, chaque solution et chaque note annoncées par leur titre.

    :raises InputError: si le carnet est illisible ou mal étiqueté.
    """
    parse_exercises(content, name=name)
    return _write(_clean(cell, _announce(cell)) for cell in read_cells(content, name))


def fill_parameters(content: bytes, values: Mapping[str, Value], *, name: str = "") -> bytes:
    """Le même carnet, ces valeurs écrites dans sa cellule de paramètres ; rien n'est exécuté.

    :raises UsageError: si le carnet n'a pas l'un de ces paramètres.
    :raises InputError: si ce n'est pas un carnet.
    """
    cells = read_cells(content, name)
    tagged = [cell for cell in cells if "parameters" in cell.tags]
    lines = tagged[0].source.splitlines() if tagged else []
    known = [line.partition("=")[0].strip() for line in lines]
    for wanted in values:
        if wanted not in known:
            raise UsageError(f"le carnet n’a pas de paramètre « {wanted} »{suggest(wanted, known)}")
    filled = "\n".join(
        f"{key} = {_write_value(values[key])}" if key in values else line
        for key, line in zip(known, lines, strict=True)
    )
    return _write(_clean(cell, filled if cell in tagged[:1] else cell.source) for cell in cells)


def read_parameters(content: bytes, *, name: str = "") -> dict[str, Value]:
    """Les paramètres du carnet et leurs valeurs, lus sans rien exécuter.

    :raises InputError: si ce n'est pas un carnet.
    """
    tagged = [cell for cell in read_cells(content, name) if "parameters" in cell.tags]
    lines = tagged[0].source.splitlines() if tagged else []
    return dict(pair for pair in map(read_assignment, lines) if pair)


def _write_value(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def read_answers(
    content: bytes, exercises: Iterable[Exercise], *, name: str = ""
) -> tuple[ExerciseAnswer, ...]:
    """Les réponses d'un carnet rendu, une par exercice, sans exécuter une ligne.

    Le carnet d'une personne n'est pas jugé sur ses étiquettes : une cellule effacée donne une réponse
    absente, une cellule copiée compte une fois, la dernière remplie.

    :raises InputError: si le fichier n'est pas un carnet.
    """
    cells = [cell for cell in read_cells(content, name) if cell.role is CellRole.ANSWER]
    return tuple(
        _read_answer(exercise, [cell for cell in cells if cell.key == exercise.key]) for exercise in exercises
    )


def list_answer_keys(content: bytes, *, name: str = "") -> frozenset[str]:
    """Les clés des exercices dont le carnet porte encore la cellule de réponse.

    :raises InputError: si le fichier n'est pas un carnet.
    """
    return frozenset(
        cell.key for cell in read_cells(content, name) if cell.role is CellRole.ANSWER and cell.key
    )


def is_right(answer: ExerciseAnswer, exercise: Exercise) -> bool | None:
    """Vrai ou faux si l'exercice a une valeur attendue et la réponse une valeur ; rien sinon.

    Les majuscules et les espaces du bord d'un texte ne comptent pas.
    """
    if exercise.expected is None or answer.state is not AnswerState.FILLED:
        return None
    return _fold(answer.value) == _fold(exercise.expected)


def _fold(value: Value | None) -> object:
    if isinstance(value, str):
        return value.strip().casefold()
    return tuple(_fold(item) for item in value) if isinstance(value, tuple) else value


def _check_cells(cells: Iterable[NotebookCell], name: str) -> Iterable[Problem]:
    where = Place(file=name)
    declared: list[str] = []
    answered: list[str] = []
    for cell in cells:
        number = cell.number
        for tag in cell.tags:
            if tag not in TAGS:
                known = ", ".join(TAGS)
                hint = suggest(tag, TAGS)
                yield build_problem(
                    "carnet-etiquette", where, number=number, found=tag, suggestion=hint, expected=known
                )
        roles = [tag for tag in cell.tags if tag in list(CellRole)]
        if len(roles) > 1:
            yield build_problem("carnet-plusieurs-roles", where, number=number, found=", ".join(roles))
        if cell.role in (None, CellRole.TRAINER):
            continue
        if not cell.key:
            yield build_problem("carnet-sans-cle", where, number=number, found=cell.role)
        elif cell.role is CellRole.EXERCISE:
            if cell.key in declared:
                yield build_problem("carnet-exercice-double", where, number=number, found=cell.key)
            declared.append(cell.key)
        else:
            yield from _check_follower(cell, declared, answered, where)


def _check_follower(
    cell: NotebookCell, declared: list[str], answered: list[str], where: Place
) -> Iterable[Problem]:
    """Une réponse ou une solution suit son énoncé ; une réponse est seule, et simple."""
    key, number = cell.key, cell.number
    if key not in declared:
        hint = suggest(key, declared)
        yield build_problem(
            "carnet-exercice-absent", where, number=number, field=cell.role, found=key, suggestion=hint
        )
    if cell.role is CellRole.ANSWER:
        if key in answered:
            yield build_problem("carnet-reponse-double", where, number=number, found=key)
        answered.append(key)
        if cell.is_code and read_assignment(cell.source) is None:
            yield build_problem("carnet-reponse-code", where, number=number, found=key)


def _build_exercise(
    statement: NotebookCell, cells: Iterable[NotebookCell]
) -> tuple[Exercise, tuple[str, ...]]:
    """L'exercice, et ce qui lui manque."""
    own = [cell for cell in cells if cell.key == statement.key]
    answers = [cell for cell in own if cell.role is CellRole.ANSWER]
    solutions = [cell for cell in own if cell.role is CellRole.SOLUTION]
    title, text, criterion = split_statement(statement.source)
    blank = answers[0] if answers else None
    assigned = read_assignment(blank.source) if blank and blank.is_code else None
    lacks = {
        "un titre (« ### Exercice : … »)": title,
        "un énoncé": text,
        f"un critère (« {CRITERION} … »)": criterion,
        "une cellule de réponse": answers,
        "une solution": solutions,
    }
    exercise = Exercise(
        key=statement.key,
        title=title,
        statement=text,
        criterion=criterion,
        answer=blank.source if blank else "",
        variable=assigned[0] if assigned else "",
        solved=tuple(Solution(source=cell.source, is_code=cell.is_code) for cell in solutions),
        expected=_read_expected(assigned[0], solutions) if assigned else None,
    )
    return exercise, tuple(lack for lack, found in lacks.items() if not found)


def split_statement(source: str) -> tuple[str, str, str]:
    """Le titre, l'énoncé et le critère de réussite d'une cellule d'exercice ; vides s'ils manquent.

    >>> split_statement("### Exercice : compter\\n\\nCombien ?\\n\\n**C’est réussi si** le compte y est.")
    ('compter', 'Combien ?', 'le compte y est.')
    """
    first, _, rest = source.strip().partition("\n")
    title = _TITLE.match(first)
    text, _, criterion = (rest if title else source).partition(CRITERION)
    return (title[1].strip() if title else ""), text.strip(), criterion.strip()


def _read_expected(variable: str, solutions: Iterable[NotebookCell]) -> Value | None:
    """La valeur d'une solution qui n'est qu'une affectation à la même variable."""
    for cell in solutions:
        assigned = read_assignment(cell.source) if cell.is_code else None
        if assigned and assigned[0] == variable:
            return assigned[1]
    return None


def _read_answer(exercise: Exercise, cells: list[NotebookCell]) -> ExerciseAnswer:
    read = [_judge(exercise, cell) for cell in cells]
    filled = [answer for answer in read if answer.state is AnswerState.FILLED]
    if not read:
        return ExerciseAnswer(key=exercise.key, state=AnswerState.MISSING)
    return (filled or read)[-1]


def _judge(exercise: Exercise, cell: NotebookCell) -> ExerciseAnswer:
    key, text = exercise.key, cell.source.strip()
    if text in ("", exercise.answer.strip()):
        return ExerciseAnswer(key=key, state=AnswerState.EMPTY)
    if not exercise.variable:
        return ExerciseAnswer(key=key, state=AnswerState.FILLED, text=text)
    assigned = read_assignment(cell.source)
    if assigned is None or assigned[0] != exercise.variable:
        return ExerciseAnswer(key=key, state=AnswerState.UNREADABLE, text=text)
    empty = assigned[1] in ("", ())
    state = AnswerState.EMPTY if empty else AnswerState.FILLED
    return ExerciseAnswer(key=key, state=state, text=text, value=None if empty else assigned[1])


def _announce(cell: NotebookCell) -> str:
    """Le texte de la cellule, sous son titre ; un titre déjà là n'est pas doublé."""
    if cell.role not in (CellRole.SOLUTION, CellRole.TRAINER):
        return cell.source
    title = SOLUTION_TITLE if cell.role is CellRole.SOLUTION else TRAINER_TITLE
    lead = f"# {title.strip('*.')}\n" if cell.is_code else f"{title} "
    return cell.source if cell.source.startswith(lead) else f"{lead}{cell.source}"


def _clean(cell: NotebookCell, source: str) -> Mapping[str, object]:
    """La cellule sans résultat ni métadonnée d'usage."""
    tags = [tag for tag in cell.tags if tag != "injected-parameters"]
    metadata = {**({"cle": cell.key} if cell.key else {}), **({"tags": tags} if tags else {})}
    cleaned: dict[str, object] = {
        "cell_type": cell.raw["cell_type"],
        "id": str(cell.raw.get("id") or f"cellule-{cell.number}"),
        "metadata": metadata,
        "source": source.splitlines(keepends=True),
    }
    if cell.raw.get("attachments"):
        cleaned["attachments"] = cell.raw["attachments"]
    return cleaned | ({"execution_count": None, "outputs": []} if cell.is_code else {})


def _write(cells: Iterable[Mapping[str, object]]) -> bytes:
    notebook = {
        "cells": list(cells),
        "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return f"{json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True)}\n".encode()
