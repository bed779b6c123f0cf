"""Le compte anonyme des réponses, et les trois questions à débattre que des règles en tirent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from kit.domain.typography import fold, join_list
from kit.products.observatory.questions import (
    BRAKES,
    DOMAIN,
    EVOLUTION,
    FALLING,
    NEEDS,
    QUESTIONS,
    RISING,
)
from kit.products.observatory.reading import Answers
from kit.reading.fields import Field, FieldKind

# En dessous, parler d'un domaine reviendrait à parler d'une association.
MIN_GROUP: Final = 3
RULES: Final = (
    "Le besoin à débattre est le plus cité ; à égalité, tous sont nommés.",
    "Le frein à débattre est le plus cité, « aucun frein » mis à part ; à égalité, tous sont nommés.",
    (
        f"L’évolution à débattre est celle du domaine, d’au moins {MIN_GROUP} réponses, où hausses et "
        "baisses sont ensemble les plus nombreuses (le plus petit des deux nombres compte) ; si aucun "
        "domaine ne se partage, celle de l’ensemble."
    ),
)
_NO_BRAKE: Final = "aucun frein"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSummary:
    """Le compte d'une question. ``low`` et ``high`` : la plus petite et la plus grande des valeurs."""

    question: Field
    answered: int
    missing: int
    counts: tuple[tuple[str, int], ...] = ()
    median: float | None = None
    low: int | None = None
    high: int | None = None
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Debate:
    """Une question à débattre, et le nombre dont elle vient."""

    question: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """L'observatoire : combien d'associations, le compte de chaque question, ce qui est à débattre."""

    count: int
    questions: tuple[QuestionSummary, ...]
    debates: tuple[Debate, ...]


def summarise(answers: Sequence[Answers]) -> Summary:
    """Le compte de ces questionnaires ; l'ordre des fichiers n'y change rien."""
    return Summary(
        count=len(answers),
        questions=tuple(_summarise_question(question, answers) for question in QUESTIONS),
        debates=tuple(
            debate
            for debate in (
                _debate_most_cited(answers, NEEDS, "Comment répondre ensemble à ce besoin : {found} ?"),
                _debate_most_cited(answers, BRAKES, "Que faire de ce frein à la coopération : {found} ?"),
                _debate_evolution(answers),
            )
            if debate is not None
        ),
    )


def _summarise_question(question: Field, answers: Sequence[Answers]) -> QuestionSummary:
    values = [one.values[question.key] for one in answers if question.key in one.values]
    missing = len(answers) - len(values)
    numbers = sorted(value for value in values if isinstance(value, int))
    counted = _count(values) if question.choices else Counter[str]()
    is_text = question.kind is FieldKind.LONG_TEXT
    return QuestionSummary(
        question=question,
        answered=len(values),
        missing=missing,
        counts=tuple((choice, counted[choice]) for choice in question.choices),
        median=float(median(numbers)) if numbers else None,
        low=numbers[0] if numbers else None,
        high=numbers[-1] if numbers else None,
        texts=tuple(sorted((str(value) for value in values), key=lambda one: (fold(one), one)))
        if is_text
        else (),
    )


def _count(values: Sequence[int | str | tuple[str, ...]]) -> Counter[str]:
    counted: Counter[str] = Counter()
    for value in values:
        counted.update(value if isinstance(value, tuple) else (str(value),))
    return counted


def _debate_most_cited(answers: Sequence[Answers], key: str, text: str) -> Debate | None:
    values = [one.values[key] for one in answers if key in one.values]
    counted = _count(values)
    counted.pop(_NO_BRAKE, None)
    if not counted:
        return None
    top = max(counted.values())
    found = join_list(sorted((f"« {one} »" for one, count in counted.items() if count == top), key=fold))
    return Debate(question=text.format(found=found), reason=f"cité {top} fois sur {len(values)} réponses")


def _debate_evolution(answers: Sequence[Answers]) -> Debate | None:
    by_domain: dict[str, Counter[str]] = {}
    whole: Counter[str] = Counter()
    for one in answers:
        if EVOLUTION not in one.values:
            continue
        evolution = str(one.values[EVOLUTION])
        whole[evolution] += 1
        if DOMAIN in one.values:
            by_domain.setdefault(str(one.values[DOMAIN]), Counter())[evolution] += 1
    if not whole:
        return None
    wide = {name: counts for name, counts in by_domain.items() if counts.total() >= MIN_GROUP}
    ranked = sorted(wide, key=lambda name: (-_split(wide[name]), fold(name)))
    if ranked and _split(wide[ranked[0]]):
        name, counts = f"dans le domaine « {ranked[0]} »", wide[ranked[0]]
    else:
        name, counts = "dans l’ensemble", whole
    return Debate(
        question=f"Pourquoi l’activité évolue-t-elle ainsi {name}, et que peut-on y faire ?",
        reason=f"{counts[RISING]} en hausse, {counts[FALLING]} en baisse, sur {counts.total()} réponses",
    )


def _split(counts: Counter[str]) -> int:
    """À quel point les avis se partagent : le plus petit des deux nombres, hausses et baisses."""
    return min(counts[RISING], counts[FALLING])
