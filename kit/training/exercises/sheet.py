"""La feuille d'exercices d'un carnet, à imprimer pour qui n'a pas de carnet, et son corrigé."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from kit.documents.document import Document
from kit.documents.templates import Markdown, fill_template
from kit.domain.typography import format_number, typeset
from kit.training.exercises import Exercise, Value

EXERCISES: Final = "exercices"
ANSWER_KEY: Final = "corrige"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedExercise:
    """Un exercice tel que le modèle l'imprime : les textes du carnet sont déjà du Markdown sûr.

    ``is_text`` : vrai si l'on répond en écrivant, et non par une valeur. Le code d'une solution ne sert
    qu'à vérifier sa valeur : sur le papier, seule la valeur compte.
    """

    title: Markdown
    statement: Markdown
    criterion: Markdown
    solutions: tuple[Markdown, ...]
    expected: str | None
    is_text: bool


def build_exercise_sheet(title: str, exercises: Iterable[Exercise], *, has_solutions: bool) -> Document:
    """La feuille des exercices de ce carnet, ou leur corrigé."""
    values = {"exercises": tuple(map(_print, exercises)), "has_solutions": has_solutions}
    return Document(
        name=ANSWER_KEY if has_solutions else EXERCISES,
        title=typeset(title),
        subtitle="Corrigé" if has_solutions else "Exercices",
        subject="Jouer collectif en territoire",
        markdown=fill_template(f"{EXERCISES}.md.j2", values),
    )


def _print(exercise: Exercise) -> PrintedExercise:
    return PrintedExercise(
        title=Markdown(typeset(f"{exercise.title[:1].upper()}{exercise.title[1:]}")),
        statement=Markdown(typeset(exercise.statement)),
        criterion=Markdown(typeset(exercise.criterion)),
        solutions=tuple(
            Markdown(typeset(solution.source)) for solution in exercise.solved if not solution.is_code
        ),
        expected=None if exercise.expected is None else _write_value(exercise.expected),
        is_text=not exercise.variable,
    )


def _write_value(value: Value) -> str:
    """La valeur en français : une virgule décimale, des mots pour vrai et faux."""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, int | float):
        return format_number(value, 0 if float(value).is_integer() else 1)
    return ", ".join(map(_write_value, value)) if isinstance(value, tuple) else value
