"""Les trois actions d'une page : lesquelles, et ce que chacune dit en quelques mots.

La règle se recompte à la main : jamais une action abandonnée ; la priorité d'abord (élevée, moyenne, basse,
puis sans priorité) ; à priorité égale, la première date, de début sinon de fin ; puis l'ordre de la feuille.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kit.domain.values import Action, Priority, Status

MOST_CARDS: Final = 3
_RANKS: Final = {priority: rank for rank, priority in enumerate(Priority)}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionCard:
    """Une action en carte ; ``share`` est la part acquise de son budget, de 0 à 1, ou ``None`` sans elle."""

    action: Action
    status: Status | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Les sommes de toutes les actions : prévu, acquis ; ``None`` si aucune action ne le dit."""

    count: int
    budget: float | None
    funding: float | None


def choose_actions(actions: Sequence[Action], *, limit: int = MOST_CARDS) -> tuple[Action, ...]:
    """Les actions à montrer, dans l'ordre de la règle."""
    kept = [action for action in actions if action.status is not Status.DROPPED]
    return tuple(sorted(kept, key=_rank))[:limit]


def _rank(action: Action) -> tuple[int, dt.date]:
    priority = len(_RANKS) if action.priority is None else _RANKS[action.priority]
    return priority, action.start or action.end or dt.date.max


def build_cards(actions: Sequence[Action], today: dt.date) -> tuple[ActionCard, ...]:
    """Les cartes ; une action dont l'échéance est passée y est dite en retard."""
    return tuple(
        ActionCard(
            action=action,
            status=Status.LATE if action.is_late(today) else action.status,
            share=_find_share(action),
        )
        for action in choose_actions(actions)
    )


def _find_share(action: Action) -> float | None:
    if not action.budget or action.funding is None:
        return None
    return min(1.0, action.funding / action.budget)


def add_up(actions: Sequence[Action]) -> Totals:
    """Les sommes du plan ; ce qu'aucune action ne dit reste inconnu."""
    budgets = [action.budget for action in actions if action.budget is not None]
    funded = [action.funding for action in actions if action.funding is not None]
    return Totals(
        count=len(actions),
        budget=sum(budgets) if budgets else None,
        funding=sum(funded) if funded else None,
    )
