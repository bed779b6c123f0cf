"""Les douze questions de l'observatoire, déclarées une fois pour tout ce qui s’en sert."""

from __future__ import annotations

from typing import Final

from kit.reading.fields import Field, FieldKind, Form, Layout
from kit.reading.form_exports import Asked

RISING: Final = "en hausse"
FALLING: Final = "en baisse"
DOMAIN: Final = "domaine"
EVOLUTION: Final = "evolution"
NEEDS: Final = "besoins"
BRAKES: Final = "freins"

QUESTIONS: Final = (
    Field(
        key=DOMAIN,
        name=DOMAIN,
        label="Domaine d’activité principal",
        kind=FieldKind.CHOICE,
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
    Field(
        key="anciennete",
        name="anciennete",
        label="Ancienneté de l’association",
        kind=FieldKind.CHOICE,
        choices=("moins de 2 ans", "de 2 à 9 ans", "de 10 à 29 ans", "30 ans et plus"),
        help="Depuis la déclaration.",
    ),
    Field(
        key="adherents",
        name="adherents",
        label="Nombre d’adhérents",
        kind=FieldKind.COUNT,
        example="12",
        help="À jour de cotisation, au dernier exercice.",
    ),
    Field(
        key="benevoles",
        name="benevoles",
        label="Nombre de bénévoles actifs",
        kind=FieldKind.COUNT,
        example="12",
        help="Ceux qui ont donné du temps dans l’année, même peu.",
    ),
    Field(
        key="salaries",
        name="salaries",
        label="Nombre de salariés",
        kind=FieldKind.COUNT,
        example="12",
        help="En personnes. Zéro si vous n’en avez pas.",
    ),
    Field(
        key="budget",
        name="budget",
        label="Budget annuel",
        kind=FieldKind.CHOICE,
        choices=(
            "moins de 1 000 €",
            "de 1 000 à 9 999 €",
            "de 10 000 à 49 999 €",
            "de 50 000 à 199 999 €",
            "200 000 € et plus",
        ),
        help="Le total des dépenses du dernier exercice.",
    ),
    Field(
        key=EVOLUTION,
        name=EVOLUTION,
        label="Activité depuis un an",
        kind=FieldKind.CHOICE,
        choices=(RISING, "stable", FALLING),
        help="Votre appréciation d’ensemble.",
    ),
    Field(
        key="locaux",
        name="locaux",
        label="Locaux",
        kind=FieldKind.CHOICE,
        choices=("à nous", "loués", "prêtés par la collectivité", "partagés", "aucun local"),
        help="Le lieu principal de l’activité.",
    ),
    Field(
        key=NEEDS,
        name=NEEDS,
        label="Besoins principaux",
        kind=FieldKind.CHOICES,
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
    Field(
        key="cooperations",
        name="cooperations",
        label="Coopérations en cours",
        kind=FieldKind.CHOICES,
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
    Field(
        key=BRAKES,
        name=BRAKES,
        label="Freins à la coopération",
        kind=FieldKind.CHOICES,
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
    Field(
        key="attentes",
        name="attentes",
        label="Attentes envers la collectivité",
        kind=FieldKind.LONG_TEXT,
        max_length=2_000,
        help="En une phrase ou deux. N’y nommez personne : ce texte sera lu par d’autres.",
    ),
)


QUESTIONNAIRE: Final = Form(
    key="questionnaire",
    name="questionnaire",
    title="Questionnaire",
    intro="Laissez vide ce que vous ne savez pas. Plusieurs choix se séparent par des points-virgules.",
    layout=Layout.QUESTIONS,
    fields=QUESTIONS,
    heads=("Question", "Votre réponse"),
)


def find_question(key: str) -> Field:
    """La question de cette clé.

    >>> find_question("salaries").label
    'Nombre de salariés'
    """
    return next(one for one in QUESTIONS if one.key == key)


ASKED: Final = tuple(
    Asked(code=f"O{rank}", label=one.label, choices=one.choices if one.kind is FieldKind.CHOICES else ())
    for rank, one in enumerate(QUESTIONS, start=1)
)
"""Les questions d'un formulaire en ligne, dans l'ordre de ``QUESTIONS``."""
