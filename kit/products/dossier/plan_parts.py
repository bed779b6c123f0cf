"""Ce que le plan d'action montre en plus des actions : budgets par année, sous-actions, rôles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from kit.domain.typography import format_euros
from kit.domain.values import Action, Budget, BudgetKind, RaciRole, Role

_NATURES: Final[tuple[tuple[BudgetKind | None, str], ...]] = (
    (BudgetKind.OPERATING, "Fonctionnement"),
    (BudgetKind.CAPITAL, "Investissement"),
    (None, "Nature non précisée"),
)


class _Linked(Protocol):
    @property
    def action(self) -> str: ...


_Part = TypeVar("_Part", bound=_Linked)


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTable:
    """Le budget par année : une ligne par année (titre, montants, total), puis le total de chaque colonne.

    ``detailed`` est le nombre d'actions que l'on a réparties par année.
    """

    natures: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...], float], ...]
    totals: tuple[float, ...]
    total: float
    detailed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RaciRow:
    """Qui réalise, répond, est consulté, est informé, dans une action."""

    action: Action
    responsible: tuple[str, ...]
    accountable: tuple[str, ...]
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


def group_by_action(actions: Sequence[Action], parts: Iterable[_Part]) -> dict[str, tuple[_Part, ...]]:
    """Les lignes de chaque action, par numéro d'action ; la casse du numéro ne compte pas."""
    found: dict[str, list[_Part]] = defaultdict(list)
    for part in parts:
        found[part.action.casefold()].append(part)
    return {action.number: tuple(found.get(action.number.casefold(), ())) for action in actions}


def build_budget_table(budgets: Sequence[Budget]) -> BudgetTable | None:
    """Les montants par année et par nature ; ``None`` sans budget par année.

    >>> table = build_budget_table([Budget(action="A1", year=2027, amount=10.0)])
    >>> table.natures, table.rows, table.total
    (('Nature non précisée',), (('2027', (10.0,), 10.0),), 10.0)
    """
    if not budgets:
        return None
    used = {budget.kind for budget in budgets}
    kinds = [(kind, label) for kind, label in _NATURES if kind in used]
    amounts: dict[tuple[int, BudgetKind | None], float] = defaultdict(float)
    for budget in budgets:
        amounts[budget.year, budget.kind] += budget.amount
    years = sorted({budget.year for budget in budgets})
    return BudgetTable(
        natures=tuple(label for _, label in kinds),
        rows=tuple(
            (
                str(year),
                tuple(amounts[year, kind] for kind, _ in kinds),
                sum(amounts[year, kind] for kind, _ in kinds),
            )
            for year in years
        ),
        totals=tuple(sum(amounts[year, kind] for year in years) for kind, _ in kinds),
        total=sum(budget.amount for budget in budgets),
        detailed=len({budget.action.casefold() for budget in budgets}),
    )


def describe_years(budgets: Sequence[Budget]) -> str:
    """Le budget d'une action, année par année, en une ligne.

    >>> describe_years([]) == ""
    True
    """
    return ", ".join(
        f"{budget.year} : {format_euros(budget.amount)}" + (f" ({budget.kind.value})" if budget.kind else "")
        for budget in sorted(budgets, key=lambda one: one.year)
    )


def build_raci(actions: Sequence[Action], roles: Sequence[Role]) -> tuple[RaciRow, ...]:
    """Une ligne par action dont les rôles sont donnés."""
    grouped = group_by_action(actions, roles)
    return tuple(
        RaciRow(
            action=action,
            responsible=_name_holders(found, RaciRole.RESPONSIBLE),
            accountable=_name_holders(found, RaciRole.ACCOUNTABLE),
            consulted=_name_holders(found, RaciRole.CONSULTED),
            informed=_name_holders(found, RaciRole.INFORMED),
        )
        for action in actions
        if (found := grouped[action.number])
    )


def _name_holders(roles: Iterable[Role], wanted: RaciRole) -> tuple[str, ...]:
    return tuple(role.partner for role in roles if role.role is wanted)
