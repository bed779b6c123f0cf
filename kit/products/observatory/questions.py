"""Les douze questions de l'observatoire, déclarées une fois pour tout ce qui s’en sert."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class QuestionKind(StrEnum):
    """Ce qu'une réponse peut être."""

    CHOICE = "un choix"
    CHOICES = "un ou plusieurs choix"
    NUMBER = "un nombre"
    TEXT = "un texte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Une question : sa clé, son intitulé, sa sorte et, pour un choix, ses réponses possibles."""

    key: str
    label: str
    kind: QuestionKind
    choices: tuple[str, ...] = ()
    help: str = ""


RISING: Final = "en hausse"
FALLING: Final = "en baisse"
DOMAIN: Final = "domaine"
EVOLUTION: Final = "evolution"
NEEDS: Final = "besoins"
BRAKES: Final = "freins"

QUESTIONS: Final = (
    Question(
        key=DOMAIN,
        label="Domaine d’activité principal",
        kind=QuestionKind.CHOICE,
        choices=(
            "action sociale et santé",
            "culture",
            "éducation et jeunesse",
            "environnement",
            "insertion et économie",
            "loisirs et vie locale",
            "sport",
            "autre domaine",
        ),
        help="Celui qui prend le plus de votre temps.",
    ),
    Question(
        key="anciennete",
        label="Ancienneté de l’association",
        kind=QuestionKind.CHOICE,
        choices=("moins de 2 ans", "de 2 à 9 ans", "de 10 à 29 ans", "30 ans et plus"),
        help="Depuis la déclaration.",
    ),
    Question(
        key="adherents",
        label="Nombre d’adhérents",
        kind=QuestionKind.NUMBER,
        help="À jour de cotisation, au dernier exercice.",
    ),
    Question(
        key="benevoles",
        label="Nombre de bénévoles actifs",
        kind=QuestionKind.NUMBER,
        help="Ceux qui ont donné du temps dans l’année, même peu.",
    ),
    Question(
        key="salaries",
        label="Nombre de salariés",
        kind=QuestionKind.NUMBER,
        help="En personnes. Zéro si vous n’en avez pas.",
    ),
    Question(
        key="budget",
        label="Budget annuel",
        kind=QuestionKind.CHOICE,
        choices=(
            "moins de 1 000 €",
            "de 1 000 à 9 999 €",
            "de 10 000 à 49 999 €",
            "de 50 000 à 199 999 €",
            "200 000 € et plus",
        ),
        help="Le total des dépenses du dernier exercice.",
    ),
    Question(
        key=EVOLUTION,
        label="Activité depuis un an",
        kind=QuestionKind.CHOICE,
        choices=(RISING, "stable", FALLING),
        help="Votre appréciation d’ensemble.",
    ),
    Question(
        key="locaux",
        label="Locaux",
        kind=QuestionKind.CHOICE,
        choices=("à nous", "loués", "prêtés par la collectivité", "partagés", "aucun local"),
        help="Le lieu principal de l’activité.",
    ),
    Question(
        key=NEEDS,
        label="Besoins principaux",
        kind=QuestionKind.CHOICES,
        choices=(
            "bénévoles",
            "locaux",
            "financements",
            "formation",
            "matériel",
            "communication",
            "accompagnement administratif",
            "accompagnement numérique",
        ),
        help="Trois au plus, de préférence.",
    ),
    Question(
        key="cooperations",
        label="Coopérations en cours",
        kind=QuestionKind.CHOICES,
        choices=(
            "autres associations",
            "commune",
            "intercommunalité",
            "département ou région",
            "entreprises",
            "établissements scolaires",
            "services de l’État",
            "aucune coopération",
        ),
        help="Avec qui vous faites quelque chose ensemble.",
    ),
    Question(
        key=BRAKES,
        label="Freins à la coopération",
        kind=QuestionKind.CHOICES,
        choices=(
            "manque de temps",
            "manque d’argent",
            "méconnaissance des autres",
            "concurrence",
            "démarches trop lourdes",
            "éloignement",
            "aucun frein",
        ),
        help="Ce qui vous empêche d’agir avec d’autres.",
    ),
    Question(
        key="attentes",
        label="Attentes envers la collectivité",
        kind=QuestionKind.TEXT,
        help="En une phrase ou deux. N’y nommez personne : ce texte sera lu par d’autres.",
    ),
)


def find_question(key: str) -> Question:
    """La question de cette clé.

    >>> find_question("salaries").label
    'Nombre de salariés'
    """
    return next(one for one in QUESTIONS if one.key == key)
