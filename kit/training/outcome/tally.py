"""Les comptes d'une session : des effectifs, jamais une note ni un classement de personnes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kit.knowledge.catalogue.courses import Course, Objective, Trace
from kit.knowledge.catalogue.entries import Question
from kit.training.exercises import Exercise
from kit.training.questionnaires import Item

# En dessous, le détail d'une évaluation sans nom pourrait désigner quelqu'un.
FEWEST: Final = 5
SHEETS: Final = {
    Trace.ALLIANCE: "Alliance",
    Trace.PARTNERS: "Partenaires",
    Trace.ACTIONS: "Actions",
    Trace.EVALUATION: "Évaluation",
}
LINES: Final = {
    Trace.ALLIANCE: "cause commune écrite, sous le nom de l'alliance",
    Trace.PARTNERS: "partenaires décrits, hors des échelons préremplis",
    Trace.ACTIONS: "actions avec une structure pilote et une échéance",
    Trace.EVALUATION: "critères renseignés, avec ce qui le montre",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """Combien de personnes ont rempli une pièce, sur combien ; sans attente, ``expected`` est nul."""

    label: str
    count: int
    expected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """Ce que des personnes répondent à une question : juste, faux, « je ne sais pas », rien."""

    right: int = 0
    wrong: int = 0
    unknown: int = 0
    silent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCount:
    """Une question du quiz, avant et après, chez les mêmes personnes.

    ``gained`` et ``lost`` : combien sont passées à une réponse juste, ou l'ont quittée.
    """

    question: Question
    before: Answered
    after: Answered
    gained: int
    lost: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuizCount:
    """Le quiz : qui a fait les deux, qui n'en a fait qu'un, les questions les moins réussies d'abord."""

    people: int
    only_before: int
    only_after: int
    questions: tuple[QuestionCount, ...]

    @property
    def asked(self) -> int:
        """Le nombre de réponses possibles à chaque quiz."""
        return self.people * len(self.questions)

    @property
    def right_before(self) -> int:
        """Les réponses justes à l'entrée."""
        return sum(one.before.right for one in self.questions)

    @property
    def right_after(self) -> int:
        """Les réponses justes à la sortie."""
        return sum(one.after.right for one in self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleCount:
    """Une question d'évaluation : combien de réponses par degré, dans l'ordre de l'échelle."""

    item: Item
    counts: tuple[int, ...]
    silent: int

    @property
    def answered(self) -> int:
        """Le nombre de réponses."""
        return sum(self.counts)

    @property
    def agreeing(self) -> int:
        """Les réponses « tout à fait » et « plutôt oui »."""
        return self.counts[0] + self.counts[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationCount:
    """Une évaluation sans nom. ``scales`` est vide s'il y a trop peu de réponses pour un détail."""

    people: int
    scales: tuple[ScaleCount, ...]
    texts: tuple[tuple[Item, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCount:
    """Une feuille du dossier : combien l'ont finie, commencée, laissée vide ; ``lines`` : l'attendu."""

    trace: Trace
    lines: int
    done: int
    begun: int
    blank: int

    @property
    def label(self) -> str:
        """Le titre de la feuille."""
        return SHEETS[self.trace]

    @property
    def returned(self) -> int:
        """Le nombre de dossiers remplis."""
        return self.done + self.begun + self.blank


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseCount:
    """Un exercice, chez ceux qui ont rendu son carnet. ``right`` : rien s'il n'y a pas de valeur attendue."""

    notebook: str
    exercise: Exercise
    returned: int
    filled: int
    right: int | None
    empty: int
    unreadable: int
    missing: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """Ce qu'une trace montre d'un objectif : ``count`` sur ``total`` ; sans total, rien n'a été rendu."""

    text: str
    count: int = 0
    total: int = 0
    is_spoken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveCount:
    """Un objectif, ce que montre chaque trace, et ce qu'en disent les stagiaires, à chaud."""

    objective: Objective
    clues: tuple[Clue, ...]
    told: ScaleCount | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Tout ce qui se compte d'une session ; rien n'y désigne une personne."""

    course: Course
    trainees: int
    erased: int
    active: int
    returned: tuple[Returned, ...]
    quiz: QuizCount
    sheets: tuple[SheetCount, ...]
    exercises: tuple[ExerciseCount, ...]
    hot: EvaluationCount
    cold: EvaluationCount
    objectives: tuple[ObjectiveCount, ...]
    set_aside: int
    doubles: int
