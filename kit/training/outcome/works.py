"""Les travaux rendus : ce qu'est un fichier, à quel repère il est, et lequel compte s'il y en a plusieurs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from kit.domain.values import Problem
from kit.reading.dossier import Reading
from kit.training.exercises import ExerciseAnswer


class WorkKind(StrEnum):
    """Ce qu'un stagiaire rend ; la valeur est le mot qui s'imprime."""

    DOSSIER = "dossier"
    BEFORE = "quiz d'entrée"
    AFTER = "quiz de sortie"
    HOT = "évaluation à chaud"
    COLD = "évaluation à froid"
    NOTEBOOK = "carnet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Un travail lu. ``weight`` : combien de réponses il porte ; ``notebook`` : le nom du carnet, sinon vide.

    ``digest`` : ce qui distingue deux évaluations, qui n'ont pas de repère : où chacune est rangée,
    ou l'empreinte (sha256) de son contenu. Rien ne l'imprime.

    ``answers`` : les réponses d'un questionnaire par repère de question, chacune en tuple de réponses
    connues, ou d'un texte ; ``dossier`` et ``exercises`` n'existent que pour leur sorte.
    """

    path: Path
    piece: WorkKind
    mark: str
    weight: int
    modified: float
    notebook: str = ""
    digest: str = ""
    answers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    dossier: Reading | None = None
    exercises: tuple[ExerciseAnswer, ...] = ()

    @property
    def slot(self) -> tuple[str, WorkKind, str]:
        """Ce qui fait que deux fichiers sont deux versions du même travail."""
        return self.mark, self.piece, self.notebook or self.digest


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceivedWork:
    """Un fichier reçu : le travail qu'il porte, s'il en porte un, et ses défauts.

    ``mark`` : à qui est le fichier, même s'il n'a pas pu être lu ; vide si rien ne le dit.
    """

    path: Path
    mark: str = ""
    work: Work | None = None
    problems: tuple[Problem, ...] = ()


def choose_versions(works: Iterable[Work]) -> tuple[dict[tuple[str, WorkKind, str], Work], tuple[Work, ...]]:
    """Le travail qui compte à chaque place, et les autres versions remplies, laissées où elles sont.

    La version la plus remplie compte ; à égalité, la plus récente, puis la première par son chemin.
    """
    kept: dict[tuple[str, WorkKind, str], Work] = {}
    others: list[Work] = []
    ordered = sorted(works, key=lambda work: (-work.weight, -work.modified, str(work.path)))
    for work in ordered:
        if work.slot in kept:
            others.append(work)
        else:
            kept[work.slot] = work
    return kept, tuple(work for work in others if work.weight)
