"""Ce que le plan d'action montre en plus des actions : axes, budgets par année, sous-actions, rôles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from kit.domain.typography import format_euros
from kit.domain.values import Action, Budget, BudgetKind, Dossier, RaciRole, Role

_NATURES: Final[tuple[tuple[BudgetKind | None, str], ...]] = (
    (BudgetKind.OPERATING, "Fonctionnement"),
    (BudgetKind.CAPITAL, "Investissement"),
    (None, "Nature non précisée"),
)


NO_AXIS: Final = "Sans axe"


class _Linked(Protocol):
    @property
    def action(self) -> str: ...


_Part = TypeVar("_Part", bound=_Linked)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAxis:
    """Un axe et ses actions ; ``budget`` et ``funding`` sont les sommes de ce qui est dit, en euros HT."""

    name: str
    actions: tuple[Action, ...]

    @property
    def listed(self) -> str:
        """Les actions, numéro et titre, en une ligne."""
        return " ; ".join(f"{action.number} {action.title}" for action in self.actions)

    @property
    def budget(self) -> float:
        """La somme des budgets dits."""
        return sum(action.budget or 0.0 for action in self.actions)

    @property
    def funding(self) -> float | None:
        """La somme des financements acquis ; ``None`` si aucun n'est dit."""
        return sum_funding(self.actions)


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


def sum_funding(actions: Sequence[Action]) -> float | None:
    """Les financements acquis, additionnés ; ``None`` si aucune action ne dit le sien."""
    told = [action.funding for action in actions if action.funding is not None]
    return sum(told) if told else None


def group_by_axis(actions: Sequence[Action]) -> tuple[PlanAxis, ...]:
    """Les actions par axe, dans l'ordre où les axes apparaissent ; celles sans axe à la fin."""
    names = dict.fromkeys(action.axis for action in actions)
    ordered = sorted(names, key=lambda name: not name)
    return tuple(
        PlanAxis(name=name or NO_AXIS, actions=tuple(action for action in actions if action.axis == name))
        for name in ordered
    )


def count_decimals(dossier: Dossier) -> int:
    """Deux décimales partout dès qu'un montant a des centimes, sinon aucune : un total se relit ainsi."""
    amounts = [amount for action in dossier.actions for amount in (action.budget, action.funding)]
    amounts += [budget.amount for budget in dossier.budgets]
    return 2 if any(amount is not None and amount != int(amount) for amount in amounts) else 0


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


def describe_years(budgets: Sequence[Budget], *, decimals: int | None = None) -> str:
    """Le budget d'une action, année par année, en une ligne.

    >>> describe_years([]) == ""
    True
    """
    return ", ".join(
        f"{budget.year} : {format_euros(budget.amount, decimals)}"
        + (f" ({budget.kind.value})" if budget.kind else "")
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
