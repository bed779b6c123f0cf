"""Ce que l'on demande aux stagiaires : le quiz d'entrée et de sortie, les évaluations à chaud et à froid.

Chaque question est un :class:`Item`, dont le repère (``QST-…``, ``O1``, ``RYTHME``…) est écrit dans la
première colonne du classeur : c'est lui que la relecture cherche, où que la ligne ait été déplacée.
La bonne réponse n'est dans aucun classeur : elle reste dans le catalogue.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil
from string import ascii_uppercase
from typing import Final

from kit.documents.table_sheet import Column, TableSheet
from kit.documents.workbook import Cell, CellStyle, ChoiceList, Row, Workbook, build_range
from kit.domain.typography import typeset
from kit.knowledge.catalogue import load_catalogue
from kit.knowledge.catalogue.courses import Course
from kit.knowledge.catalogue.entries import Question

MARK: Final = "Stagiaire"
MOMENT: Final = "Questionnaire"
COURSE: Final = "Formation"
ITEM: Final = "Repère"
QUESTION: Final = "Question"
CHOICES: Final = "Réponses possibles"
ANSWER: Final = "Votre réponse"
UNKNOWN: Final = "je ne sais pas"
SCALE: Final = ("tout à fait", "plutôt oui", "plutôt non", "pas du tout")
_COLUMNS: Final = (
    Column(ITEM, 22.0, CellStyle.LABEL),
    Column(QUESTION, 52.0),
    Column(CHOICES, 56.0, CellStyle.HELP),
    Column(ANSWER, 34.0),
)
_FIRST: Final = 7
_LINE_HEIGHT: Final = 13.0
_ROW_HEIGHT: Final = 30.0
_TEXT_HEIGHT: Final = 60.0


class Moment(StrEnum):
    """Quand on répond ; la valeur est écrite dans le classeur."""

    BEFORE = "quiz d'entrée"
    AFTER = "quiz de sortie"
    HOT = "évaluation à chaud"
    COLD = "évaluation à froid"


class ItemKind(StrEnum):
    """Ce qu'une réponse peut être."""

    CHOICE = "un choix"
    CHOICES = "un ou plusieurs choix"
    TEXT = "un texte"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Une question.

    ``answers`` : ce qui s'écrit ; ``labels`` : ce que chaque réponse veut dire, dans le même ordre.
    """

    key: str
    text: str
    kind: ItemKind
    answers: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """Les réponses possibles, une par ligne : « A. Trois étapes »."""
        if not self.labels:
            return ()
        return tuple(f"{name}. {label}" for name, label in zip(self.answers, self.labels, strict=False))


_HOT_SCALES: Final = (
    ("UTILE", "Ce que j'ai appris me servira sur mon territoire."),
    ("RYTHME", "Le rythme m'a laissé le temps de faire."),
    ("ANIMATION", "L'animation a donné une place à chacun."),
    ("DOCUMENTS", "Les documents et les fichiers remis sont clairs."),
    ("ACCES", "J'ai pu suivre sans être gêné par le lieu, le matériel ou les supports."),
    ("CONSEIL", "Je conseillerais cette formation."),
)
_HOT_TEXTS: Final = (
    ("GARDER", "Ce que je garde, et que je ferai dans le mois."),
    ("CHANGER", "Ce que je changerais dans cette formation."),
    ("RESTE", "Une question qui me reste."),
)
_COLD_SCALES: Final = (
    ("EMPLOI", "Depuis la formation, j'ai rouvert mon dossier."),
    ("PARTENAIRE", "Depuis la formation, j'ai rencontré un partenaire que je ne voyais pas."),
    ("ACTION", "Une action de mon plan a commencé."),
    ("SOUTIEN", "Ma structure m'a laissé le temps de m'en servir."),
)
_COLD_TEXTS: Final = (
    ("FAIT", "Ce que je fais autrement aujourd'hui, avec un exemple daté."),
    ("OBSTACLE", "Ce qui m'en a empêché."),
)


def build_quiz(course: Course) -> tuple[Item, ...]:
    """Les questions du quiz, dans l'ordre des objectifs ; les mêmes à l'entrée et à la sortie."""
    return tuple(_build_question(question) for question in list_questions(course))


def list_questions(course: Course) -> tuple[Question, ...]:
    """Les questions du catalogue que la fiche cite."""
    catalogue = load_catalogue()
    entries = (catalogue.get_entry(key) for key in course.questions)
    return tuple(entry for entry in entries if isinstance(entry, Question))


def list_right_answers(question: Question) -> tuple[str, ...]:
    """Les lettres des réponses justes : pour le corrigé et le bilan, jamais pour un fichier de stagiaire."""
    return tuple(
        letter for letter, option in zip(ascii_uppercase, question.options, strict=False) if option.is_right
    )


def _build_question(question: Question) -> Item:
    letters = tuple(ascii_uppercase[: len(question.options)])
    return Item(
        key=question.key,
        text=question.question,
        kind=ItemKind.CHOICES if question.is_multiple else ItemKind.CHOICE,
        answers=(*letters, UNKNOWN),
        labels=tuple(option.label for option in question.options),
    )


def build_hot_items(course: Course) -> tuple[Item, ...]:
    """L'évaluation à chaud : chaque objectif, l'utilité, le rythme, l'accès, et trois réponses libres."""
    goals = _build_goals(course, "À la fin de la formation, je sais")
    return (*goals, *_build_items(_HOT_SCALES, _HOT_TEXTS))


def build_cold_items(course: Course) -> tuple[Item, ...]:
    """L'évaluation à froid : ce qui sert encore, ce qui a commencé, ce qui en a empêché."""
    goals = _build_goals(course, "Trois mois après, je sais encore")
    return (*goals, *_build_items(_COLD_SCALES, _COLD_TEXTS))


def _build_goals(course: Course, lead: str) -> tuple[Item, ...]:
    return tuple(
        Item(key=one.key, text=f"{lead} {one.statement}.", kind=ItemKind.CHOICE, answers=SCALE)
        for one in course.objectives
    )


def _build_items(scales: Sequence[tuple[str, str]], texts: Sequence[tuple[str, str]]) -> tuple[Item, ...]:
    return (
        *(Item(key=key, text=typeset(text), kind=ItemKind.CHOICE, answers=SCALE) for key, text in scales),
        *(Item(key=key, text=typeset(text), kind=ItemKind.TEXT) for key, text in texts),
    )


# --- Les classeurs --------------------------------------------------------------------------

_INTROS: Final = {
    Moment.BEFORE: (
        "Répondez seul, en dix minutes. « Je ne sais pas » est une bonne réponse : elle dit d'où l'on part. "
        "Personne ne verra vos réponses avec votre nom."
    ),
    Moment.AFTER: "Les mêmes questions qu'au début. Répondez seul, puis lisez le corrigé avec le groupe.",
    Moment.HOT: (
        "Cinq minutes, sans nom. Les réponses de tous sont comptées ensemble ; n'écrivez le nom de personne."
    ),
    Moment.COLD: (
        "Cinq minutes, trois mois après, sans nom. « Pas du tout » nous apprend autant que « tout à fait »."
    ),
}


def build_questionnaire(course: Course, moment: Moment, items: Sequence[Item], *, mark: str = "") -> Workbook:
    """Le classeur d'une feuille, à remplir ; ``mark`` est le repère du stagiaire, jamais son nom."""
    title = typeset(f"{moment.value[:1].upper()}{moment.value[1:]}")
    facts = ((MOMENT, typeset(moment.value)), (COURSE, course.key), (MARK, mark))
    lead = [
        Row(cells=(Cell(value=typeset(_INTROS[moment]), style=CellStyle.PARAGRAPH, span=len(_COLUMNS)),)),
        *(
            Row(cells=(Cell(value=label, style=CellStyle.LABEL), Cell(value=value or "sans repère")))
            for label, value in facts
        ),
    ]
    return Workbook(
        title=f"{title} : {course.title}".replace(" :", "\u00a0:"),
        subject="Jouer collectif en territoire",
        sheets=(
            TableSheet(
                title=_SHEETS[moment],
                heading=title,
                lead=lead,
                columns=_COLUMNS,
                lines=[_build_row(item) for item in items],
                choice_lists=tuple(
                    choice for at, item in enumerate(items) if (choice := _build_list(item, _FIRST + at))
                ),
                protected=True,
            ).build(),
        ),
    )


_SHEETS: Final = {
    Moment.BEFORE: "Quiz",
    Moment.AFTER: "Quiz",
    Moment.HOT: "Évaluation",
    Moment.COLD: "Évaluation",
}


def _build_row(item: Item) -> Row:
    shown = "\n".join(item.lines) or " ; ".join(item.answers) or "Quelques mots, sans nommer personne."
    if item.kind is ItemKind.CHOICES:
        shown = f"{shown}\nPlusieurs lettres, séparées par des points-virgules."
    style = CellStyle.INPUT_LONG if item.kind is ItemKind.TEXT else CellStyle.INPUT_CHOICE
    lines = max(ceil(len(item.text) / (_COLUMNS[1].width - 8)), shown.count("\n") + 1, 1)
    return Row(
        height=_TEXT_HEIGHT if item.kind is ItemKind.TEXT else max(_ROW_HEIGHT, lines * _LINE_HEIGHT + 6),
        cells=(
            Cell(value=item.key, style=CellStyle.LABEL),
            Cell(value=typeset(item.text)),
            Cell(value=typeset(shown), style=CellStyle.HELP),
            Cell(style=style),
        ),
    )


def _build_list(item: Item, line: int) -> ChoiceList | None:
    if item.kind is ItemKind.TEXT:
        return None
    several = item.kind is ItemKind.CHOICES
    return ChoiceList(
        cells=build_range(len(_COLUMNS), line, line),
        choices=item.answers,
        error=typeset("Choisissez une réponse de la liste, ou laissez vide."),
        strict=not several,
    )
