"""Un carnet, deux éditions : celle des stagiaires, sans solution, et celle de la formation, entière."""

from __future__ import annotations

from kit.training.exercises._assignments import Value
from kit.training.exercises._cells import TAGS, CellRole
from kit.training.exercises.editions import (
    CRITERION,
    SOLUTION_TITLE,
    TRAINER_TITLE,
    AnswerState,
    Exercise,
    ExerciseAnswer,
    Solution,
    build_trainee_edition,
    build_trainer_edition,
    fill_parameters,
    is_right,
    list_answer_keys,
    parse_exercises,
    read_answers,
    read_exercises,
    read_parameters,
    split_statement,
)

__all__ = [
    "CRITERION",
    "SOLUTION_TITLE",
    "TAGS",
    "TRAINER_TITLE",
    "AnswerState",
    "CellRole",
    "Exercise",
    "ExerciseAnswer",
    "Solution",
    "Value",
    "build_trainee_edition",
    "build_trainer_edition",
    "fill_parameters",
    "is_right",
    "list_answer_keys",
    "parse_exercises",
    "read_answers",
    "read_exercises",
    "read_parameters",
    "split_statement",
]
