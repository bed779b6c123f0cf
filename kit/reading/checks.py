"""Les règles de cohérence d'un dossier lu : chacune rend les problèmes qu'elle trouve."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import count_noun, fold, format_euros, format_short_date
from kit.domain.values import (
    Action,
    Budget,
    Dossier,
    Grid,
    Partner,
    Place,
    Problem,
    RaciRole,
    Role,
    Status,
    SubAction,
)
from kit.knowledge.catalogue import load_grid
from kit.reading.dossier import Reading, parse_dossier
from kit.reading.forms import ACTIONS, BUDGETS, PARTNERS, ROLES
from kit.reading.places import list_outside_places
from kit.reading.tables import RawDossier, read_tables
from kit.reading.unread import Unread

MAX_LED: Final = 4
_CENT: Final = 0.005
_ACTION_FIELDS: Final = {one.key: one for one in ACTIONS.fields}


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """Ce que les règles regardent : le dossier, la grille, la date du jour, et ce qui n'a pas pu être lu.

    Ce qui est déjà dit illisible ne fait pas dire en plus qu'il manque.
    """

    dossier: Dossier
    grid: Grid
    today: dt.date
    unread: Unread = field(default_factory=Unread)

    def lacks(self, action: Action, key: str) -> bool:
        """Vrai si ce champ de l'action est vide, et l'était déjà dans le fichier."""
        return not getattr(action, key) and not self.unread.has_cell(action.where, _ACTION_FIELDS[key])

    @property
    def partner_names(self) -> dict[str, str]:
        """Les partenaires par nom replié, ceux des lignes mises de côté compris."""
        aside = dict.fromkeys(self.unread.aside.get(PARTNERS.key, ()), "")
        return aside | {fold(partner.name): partner.name for partner in self.dossier.partners}


Rule = Callable[[CheckContext], Iterator[Problem]]


def check_dossier(
    dossier: Dossier, grid: Grid, today: dt.date, unread: Unread | None = None
) -> tuple[Problem, ...]:
    """Tous les problèmes de cohérence, dans l'ordre des règles puis des lignes."""
    context = CheckContext(dossier=dossier, grid=grid, today=today, unread=unread or Unread())
    return tuple(problem for rule in RULES for problem in rule(context))


def check_file(source: Path, *, today: dt.date | None = None) -> Reading:
    """Le dossier lu et tous ses problèmes, de lecture et de cohérence.

    :raises InputError: si rien ne peut être lu.
    """
    return check_rows(read_tables(source), today=today)


def check_rows(raw: RawDossier, *, today: dt.date | None = None) -> Reading:
    """Le dossier de lignes déjà lues et tous ses problèmes, de lecture et de cohérence."""
    grid = load_grid()
    reading = parse_dossier(raw, grid)
    found = check_dossier(reading.draft, grid, today or dt.date.today(), reading.unread)
    named = (replace(problem, where=replace(problem.where, file=raw.file)) for problem in found)
    return replace(reading, findings=tuple(named))


def _check_partners(context: CheckContext) -> Iterator[Problem]:
    partners = context.dossier.partners
    if not partners and not context.unread.aside.get(PARTNERS.key):
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
    if not actions and not context.unread.aside.get(ACTIONS.key):
        yield build_problem("aucune-action", Place(sheet="Actions"))
    seen: set[str] = set()
    for action in actions:
        if action.number.casefold() in seen:
            yield build_problem("numero-double", action.where, found=action.number)
        seen.add(action.number.casefold())


def _check_each_action(context: CheckContext) -> Iterator[Problem]:
    for action in context.dossier.actions:
        yield from _check_dates(action, context)
        yield from _check_start(action, context.today)
        yield from _check_reminder(action, context.today)
        yield from _check_content(action, context)


def _check_dates(action: Action, context: CheckContext) -> Iterator[Problem]:
    today, is_closed = context.today, action.status is not None and action.status.is_closed
    if action.end is None:
        if not is_closed and context.lacks(action, "end"):
            yield build_problem("sans-echeance", action.where, number=action.number)
        return
    end = format_short_date(action.end)
    if action.start is not None and action.end < action.start:
        start = format_short_date(action.start)
        yield build_problem("dates-inversees", action.where, number=action.number, end=end, start=start)
    elif action.end < today and not is_closed:
        yield build_problem("echeance-passee", action.where, number=action.number, end=end)
    elif action.end > today and action.status is Status.DONE:
        yield build_problem("realisee-trop-tot", action.where, number=action.number, end=end)


def _check_start(action: Action, today: dt.date) -> Iterator[Problem]:
    """Le statut et la date de début se contredisent-ils ?"""
    if action.start is None:
        return
    start = format_short_date(action.start)
    if action.start > today and action.status is Status.ONGOING:
        yield build_problem("en-cours-trop-tot", action.where, number=action.number, start=start)
    elif action.start < today and action.status is Status.UPCOMING:
        yield build_problem("a-venir-commencee", action.where, number=action.number, start=start)


def _check_reminder(action: Action, today: dt.date) -> Iterator[Problem]:
    is_closed = action.status is not None and action.status.is_closed
    if action.reminder is None or action.reminder >= today or is_closed:
        return
    code = "bloque-rappel-passe" if action.status is Status.BLOCKED else "rappel-passe"
    day = format_short_date(action.reminder)
    yield build_problem(code, action.where, number=action.number, end=day)


def _check_content(action: Action, context: CheckContext) -> Iterator[Problem]:
    if action.status is Status.DROPPED:
        return
    if context.lacks(action, "lead"):
        yield build_problem("sans-pilote", action.where, number=action.number)
    if context.lacks(action, "indicator"):
        yield build_problem("sans-indicateur", action.where, number=action.number)
    if action.status is Status.BLOCKED and context.lacks(action, "unlock_condition"):
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
    names = context.partner_names
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


# --- Les sous-actions, les budgets, les rôles -----------------------------------------------


def _check_links(context: CheckContext) -> Iterator[Problem]:
    """Une ligne qui ne mène à aucune action serait perdue : elle est refusée."""
    dossier = context.dossier
    numbers = {action.number.casefold(): action.number for action in dossier.actions}
    lines: Iterable[SubAction | Budget | Role] = (*dossier.sub_actions, *dossier.budgets, *dossier.roles)
    for line in lines:
        is_aside = context.unread.has_line(ACTIONS, line.action)
        if line.action.casefold() not in numbers and not is_aside:
            hint = suggest(line.action, numbers.values())
            yield build_problem("action-inconnue", line.where, found=line.action, suggestion=hint)


def _check_sub_actions(context: CheckContext) -> Iterator[Problem]:
    actions = {action.number.casefold(): action for action in context.dossier.actions}
    for part in context.dossier.sub_actions:
        action = actions.get(part.action.casefold())
        if action is not None:
            yield from _check_sub_action(part, action, context.today)


def _check_sub_action(part: SubAction, action: Action, today: dt.date) -> Iterator[Problem]:
    values = {"found": part.title, "number": action.number}
    is_open = part.status is None or not part.status.is_closed
    if part.end is not None and action.end is not None and part.end > action.end:
        part_end, end = format_short_date(part.end), format_short_date(action.end)
        yield build_problem("sous-action-tardive", part.where, first=part_end, second=end, **values)
    if part.end is not None and part.end < today and is_open:
        yield build_problem("sous-action-passee", part.where, end=format_short_date(part.end), **values)
    if is_open and action.status is Status.DONE:
        yield build_problem("sous-action-ouverte", part.where, **values)


def _check_budgets(context: CheckContext) -> Iterator[Problem]:
    by_action: dict[str, list[Budget]] = defaultdict(list)
    for budget in context.dossier.budgets:
        by_action[budget.action.casefold()].append(budget)
    for action in context.dossier.actions:
        lines = by_action.get(action.number.casefold(), [])
        if lines:
            # Le total d'une action dont une ligne n'a pas pu être lue n'est pas connu.
            if not context.unread.has_line(BUDGETS, action.number):
                yield from _check_total(action, lines, context)
            yield from _check_years(action, lines)


def _check_total(action: Action, lines: list[Budget], context: CheckContext) -> Iterator[Problem]:
    total = sum(line.amount for line in lines)
    values = {"number": action.number, "total": format_euros(total)}
    if action.budget is None:
        if not context.unread.has_cell(action.where, _ACTION_FIELDS["budget"]):
            yield build_problem("budget-sans-total", lines[0].where, **values)
    elif abs(total - action.budget) > _CENT:
        budget = format_euros(action.budget)
        yield build_problem("budget-annees-different", lines[0].where, budget=budget, **values)


def _check_years(action: Action, lines: list[Budget]) -> Iterator[Problem]:
    seen: set[tuple[int, object]] = set()
    for line in lines:
        if (line.year, line.kind) in seen:
            yield build_problem("budget-double", line.where, number=action.number, found=line.year)
        seen.add((line.year, line.kind))
        is_before = action.start is not None and line.year < action.start.year
        is_after = action.end is not None and line.year > action.end.year
        if is_before or is_after:
            yield build_problem("budget-hors-dates", line.where, number=action.number, found=line.year)


def _check_roles(context: CheckContext) -> Iterator[Problem]:
    actions = {action.number.casefold(): action for action in context.dossier.actions}
    names = context.partner_names
    by_action: dict[str, list[Role]] = defaultdict(list)
    for role in context.dossier.roles:
        by_action[role.action.casefold()].append(role)
    for key, roles in by_action.items():
        action = actions.get(key)
        if action is not None:
            if not context.unread.has_line(ROLES, action.number):
                yield from _check_raci(action, roles)
            yield from _check_holders(action, roles, names)


def _check_raci(action: Action, roles: list[Role]) -> Iterator[Problem]:
    counts = Counter(role.role for role in roles)
    accountable = counts[RaciRole.ACCOUNTABLE]
    where, number = roles[0].where, action.number
    if accountable == 0:
        yield build_problem("raci-sans-responsable", where, number=number)
    elif accountable > 1:
        last = [role for role in roles if role.role is RaciRole.ACCOUNTABLE][1]
        yield build_problem("raci-plusieurs-responsables", last.where, number=number, count=accountable)
    if not counts[RaciRole.RESPONSIBLE]:
        yield build_problem("raci-sans-realisateur", where, number=number)


def _check_holders(action: Action, roles: list[Role], names: dict[str, str]) -> Iterator[Problem]:
    known = names | ({fold(action.lead): action.lead} if action.lead else {})
    seen: set[tuple[str, RaciRole]] = set()
    for role in roles:
        key = fold(role.partner)
        if key not in known:
            hint = suggest(role.partner, known.values())
            values = {"found": role.partner, "number": action.number, "suggestion": hint}
            yield build_problem("role-hors-liste", role.where, **values)
        if (key, role.role) in seen:
            yield build_problem("role-double", role.where, found=role.partner, number=action.number)
        seen.add((key, role.role))


def _check_answers(context: CheckContext) -> Iterator[Problem]:
    answered = sum(answer.level is not None for answer in context.dossier.answers)
    total = sum(len(dimension.criteria) for dimension in context.grid.dimensions)
    if 0 < answered < total:
        missing = count_noun(total - answered, "critère")
        yield build_problem("grille-incomplete", Place(sheet="Évaluation"), missing=missing, total=total)


def _check_outside_places(context: CheckContext) -> Iterator[Problem]:
    for place in list_outside_places(context.dossier):
        yield build_problem("lieu-hors-territoire", place.where, found=place.name, cited_by=place.cited_by)


RULES: Final[tuple[Rule, ...]] = (
    _check_partners,
    _check_numbers,
    _check_each_action,
    _check_named_partners,
    _check_leads,
    _check_links,
    _check_sub_actions,
    _check_budgets,
    _check_roles,
    _check_answers,
    _check_outside_places,
)
