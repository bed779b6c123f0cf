"""Choisir les preuves qui parlent à un public, sur un territoire : des points comptés, une raison dite.

Une page remise n'en imprime qu'une, et seulement si trois choses vont à la cause (``match_fact``) : le sujet
du fait s'y lit, ce public est de ceux à qui le catalogue le destine, et son territoire est celui du dossier
ou de même nature. Sinon aucune : mieux vaut rien qu'un fait vague. Le classement, lui, sert à chercher.

Cinq points pour un fait du même territoire, trois pour un fait d'un territoire de même nature, trois si ce
guide le recommande à ce public, un par sujet commun avec le dossier, deux au plus. À égalité : l'ordre
recommandé, puis celui du catalogue. Jamais deux faits d'une même série tant qu'il en reste d'une autre.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kit.domain.typography import fold, join_list
from kit.domain.values import Audience, Dossier, Territory
from kit.knowledge.catalogue import Argument, Fact

SAME_TERRITORY: Final = 5
SAME_KIND: Final = 3
RECOMMENDED: Final = 3
MAX_THEMES: Final = 2
_SERIES: Final = re.compile(r"[A-Z]+")
# Les thèmes du catalogue qui sont un sujet, et les débuts de mots repliés où il se lit dans une cause ; les
# autres nomment un acteur ou une méthode : ils iraient à toutes les causes.
SUBJECTS: Final = {
    "jeunesse": ("jeune", "eleve", "lycee", "college", "etudiant", "apprenti"),
    "emploi": ("emploi", "recrut", "metier", "chomage", "embauche", "travailler"),
    "numérique": ("numerique", "internet"),
    "lien urbain-rural": ("metropole", "urbain", "reciprocite"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenFact:
    """Un fait retenu comme preuve, ses points, et pourquoi lui."""

    fact: Fact
    points: int
    reason: str


def choose_proofs(
    dossier: Dossier, argument: Argument, facts: Sequence[Fact], *, limit: int = 3
) -> tuple[ChosenFact, ...]:
    """Les ``limit`` faits qui conviennent le mieux au public de l'argumentaire et au territoire du dossier.

    Sont candidats les faits que l'argumentaire cite et ceux que le catalogue destine à ce public.
    """
    themes = list_themes(dossier, facts)
    known = {key: rank for rank, key in enumerate(argument.proofs)}
    scored = [
        _weigh(fact, dossier.territory, themes, is_recommended=fact.key in known)
        for fact in facts
        if fact.key in known or argument.audience in fact.audiences
    ]
    # Le tri est stable : à égalité de points et de recommandation, l'ordre du catalogue.
    ranked = sorted(scored, key=lambda chosen: (-chosen.points, known.get(chosen.fact.key, len(known))))
    return _vary(ranked, limit)


def match_fact(dossier: Dossier, audience: Audience, facts: Sequence[Fact]) -> ChosenFact | None:
    """Le fait dont le sujet, le public et le territoire vont à la cause, et pourquoi ; sinon rien."""
    subjects = list_subjects(dossier.alliance.purpose)
    matched = [
        ChosenFact(fact=fact, points=points, reason=f"{reason} et sa cause touche {join_list(shared)}")
        for fact in facts
        if audience in fact.audiences
        and (shared := [theme for theme in fact.themes if theme in subjects])
        and (place := _find_place(fact, dossier.territory))
        for points, reason in (place,)
    ]
    return max(matched, key=lambda chosen: chosen.points, default=None)


def list_subjects(purpose: str) -> tuple[str, ...]:
    """Les sujets du catalogue que la cause commune nomme.

    >>> list_subjects("Que chaque élève rencontre un métier")
    ('jeunesse', 'emploi')
    """
    words = f" {fold(purpose)}"
    return tuple(theme for theme, roots in SUBJECTS.items() if any(f" {root}" in words for root in roots))


def _find_place(fact: Fact, territory: Territory) -> tuple[int, str] | None:
    """Les points et la raison d'un fait qui vient d'ici ou d'un territoire semblable ; d'ailleurs, rien."""
    if fact.case is None:
        return None
    if fold(fact.case.territory) in _list_names(territory):
        return SAME_TERRITORY, "il vient de votre territoire"
    if fact.case.kind is territory.kind:
        return SAME_KIND, f"il vient d’un territoire de même nature ({territory.kind.value})"
    return None


def list_themes(dossier: Dossier, facts: Iterable[Fact]) -> tuple[str, ...]:
    """Les sujets du catalogue dont les mots se lisent dans la cause commune ou un titre d'action."""
    text = " ".join((dossier.alliance.purpose, *(action.title for action in dossier.actions)))
    words = _list_roots(text)
    known = dict.fromkeys(theme for fact in facts for theme in fact.themes)
    return tuple(theme for theme in known if _list_roots(theme) <= words)


def _list_roots(text: str) -> set[str]:
    """Les mots repliés, sans leur pluriel."""
    return {word.rstrip("s") for word in fold(text).split()}


def _weigh(fact: Fact, territory: Territory, themes: tuple[str, ...], *, is_recommended: bool) -> ChosenFact:
    shared = tuple(theme for theme in fact.themes if theme in themes)[:MAX_THEMES]
    is_same = fact.case is not None and fold(fact.case.territory) in _list_names(territory)
    is_alike = not is_same and fact.case is not None and fact.case.kind is territory.kind
    points = SAME_TERRITORY * is_same + SAME_KIND * is_alike + RECOMMENDED * is_recommended + len(shared)
    reasons = []
    if is_same:
        reasons.append("il vient de votre territoire")
    if is_alike:
        reasons.append(f"il vient d’un territoire de même nature ({territory.kind.value})")
    if shared:
        reasons.append(f"il touche vos sujets ({join_list(shared)})")
    if is_recommended:
        reasons.append("ce guide le recommande à ce public")
    return ChosenFact(fact=fact, points=points, reason=join_list(reasons) or "il s’adresse à ce public")


def _list_names(territory: Territory) -> set[str]:
    return {fold(territory.name), *(fold(name) for _, name in territory.members)}


def _vary(ranked: Sequence[ChosenFact], limit: int) -> tuple[ChosenFact, ...]:
    """Les premiers, un par série d'abord, puis ce qui reste s'il en manque ; dans l'ordre des points."""
    first: dict[str, ChosenFact] = {}
    for chosen in ranked:
        first.setdefault(_find_series(chosen.fact), chosen)
    picked = list(first.values())[:limit]
    rest = (chosen for chosen in ranked if chosen not in picked)
    picked += [chosen for chosen, _ in zip(rest, range(limit - len(picked)), strict=False)]
    return tuple(sorted(picked, key=ranked.index))


def _find_series(fact: Fact) -> str:
    """Les lettres qui ouvrent la clé : PEM2 et PEM3 sont de la même série."""
    match = _SERIES.match(fact.key)
    return match[0] if match else fact.key
