"""Les règles de cohérence d'un dossier lu : chacune rend les problèmes qu'elle trouve."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kit.errors import build_problem, suggest
from kit.model import Action, Dossier, Grid, Partner, Place, Problem, Status
from kit.typography import count_noun, fold, format_euros, format_short_date

MAX_LED: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """Ce que les règles regardent : le dossier, la grille et la date du jour."""

    dossier: Dossier
    grid: Grid
    today: dt.date


Rule = Callable[[CheckContext], Iterator[Problem]]


def check_dossier(dossier: Dossier, grid: Grid, today: dt.date) -> tuple[Problem, ...]:
    """Tous les problèmes de cohérence, dans l'ordre des règles puis des lignes."""
    context = CheckContext(dossier=dossier, grid=grid, today=today)
    return tuple(problem for rule in RULES for problem in rule(context))


def _check_partners(context: CheckContext) -> Iterator[Problem]:
    partners = context.dossier.partners
    if not partners:
        yield build_problem("aucun-partenaire", Place(sheet="Partenaires"))
        return
    yield from _check_double_partners(partners)
    families = {partner.kind for partner in partners}
    if len(families) == 1 and len(partners) > 1:
        yield build_problem("un-seul-monde", partners[0].where, family=partners[0].kind.value)


def _check_double_partners(partners: tuple[Partner, ...]) -> Iterator[Problem]:
    seen: set[str] = set()
    for partner in partners:
        key = fold(partner.name)
        if key in seen:
            yield build_problem("partenaire-double", partner.where, found=partner.name)
        seen.add(key)


def _check_numbers(context: CheckContext) -> Iterator[Problem]:
    actions = context.dossier.actions
    if not actions:
        yield build_problem("aucune-action", Place(sheet="Actions"))
    seen: set[str] = set()
    for action in actions:
        if action.number.casefold() in seen:
            yield build_problem("numero-double", action.where, found=action.number)
        seen.add(action.number.casefold())


def _check_each_action(context: CheckContext) -> Iterator[Problem]:
    for action in context.dossier.actions:
        yield from _check_dates(action, context.today)
        yield from _check_content(action)


def _check_dates(action: Action, today: dt.date) -> Iterator[Problem]:
    is_closed = action.status is not None and action.status.is_closed
    if action.end is None:
        if not is_closed:
            yield build_problem("sans-echeance", action.where, number=action.number)
        return
    end = format_short_date(action.end)
    if action.start is not None and action.end < action.start:
        start = format_short_date(action.start)
        yield build_problem("dates-inversees", action.where, number=action.number, end=end, start=start)
    elif action.end < today and not is_closed:
        yield build_problem("echeance-passee", action.where, number=action.number, end=end)


def _check_content(action: Action) -> Iterator[Problem]:
    if action.status is Status.DROPPED:
        return
    if not action.lead:
        yield build_problem("sans-pilote", action.where, number=action.number)
    if not action.indicator:
        yield build_problem("sans-indicateur", action.where, number=action.number)
    if action.status is Status.BLOCKED and not action.unlock_condition:
        yield build_problem("bloque-sans-condition", action.where, number=action.number)
    if action.funding is not None and action.budget is not None and action.funding > action.budget:
        yield build_problem(
            "financement-excessif",
            action.where,
            number=action.number,
            funding=format_euros(action.funding),
            budget=format_euros(action.budget),
        )


def _check_named_partners(context: CheckContext) -> Iterator[Problem]:
    names = {fold(partner.name): partner.name for partner in context.dossier.partners}
    if not names:
        return
    for action in context.dossier.actions:
        for name in action.partners:
            if fold(name) not in names:
                yield build_problem(
                    "partenaire-hors-liste",
                    action.where,
                    found=name,
                    number=action.number,
                    suggestion=suggest(name, names.values()),
                )


def _check_leads(context: CheckContext) -> Iterator[Problem]:
    still_open = [
        action
        for action in context.dossier.actions
        if action.lead and not (action.status and action.status.is_closed)
    ]
    for lead, count in Counter(action.lead for action in still_open).items():
        if count > MAX_LED:
            where = next(action.where for action in still_open if action.lead == lead)
            yield build_problem("pilote-surcharge", where, lead=lead, count=count)


def _check_answers(context: CheckContext) -> Iterator[Problem]:
    answered = sum(answer.level is not None for answer in context.dossier.answers)
    total = sum(len(dimension.criteria) for dimension in context.grid.dimensions)
    if 0 < answered < total:
        missing = count_noun(total - answered, "critère")
        yield build_problem("grille-incomplete", Place(sheet="Évaluation"), missing=missing, total=total)


RULES: Final[tuple[Rule, ...]] = (
    _check_partners,
    _check_numbers,
    _check_each_action,
    _check_named_partners,
    _check_leads,
    _check_answers,
)
