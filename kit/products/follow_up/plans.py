"""Deux versions d'un plan : ce qui est ajouté, retiré, avancé, glissé, bloqué, financé."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kit.domain.typography import fold
from kit.domain.values import Action, Dossier, Status, SubAction

# Part de mots communs : au-dessous, le même numéro désigne peut-être autre chose ; au-dessus, sous un autre
# numéro, c'est la même action renumérotée.
SAME_NUMBER: Final = 0.5
SAME_TITLE: Final = 0.75


class MatchKind(StrEnum):
    """Ce qui a fait reconnaître une action d'une version à l'autre."""

    NUMBER = "même numéro"
    TITLE = "même titre, autre numéro"
    NUMBER_ONLY = "même numéro, titre réécrit"


class DecisionKind(StrEnum):
    """Ce que le plan demande de décider."""

    UNLOCK = "débloquer"
    RESCHEDULE = "redonner une échéance ou arrêter"
    SETTLE = "trancher"
    RESUME = "reprendre ou abandonner"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionChange:
    """Une action présente dans les deux versions."""

    before: Action
    after: Action
    match: MatchKind = MatchKind.NUMBER

    @property
    def has_moved(self) -> bool:
        """Vrai si le statut a changé."""
        return self.before.status is not self.after.status

    @property
    def slip_days(self) -> int:
        """De combien de jours l'échéance a glissé ; négatif si elle a été avancée, 0 si l'une manque."""
        if self.before.end is None or self.after.end is None:
            return 0
        return (self.after.end - self.before.end).days

    @property
    def has_deadline_toggled(self) -> bool:
        """Vrai si une échéance a été donnée ou retirée."""
        return (self.before.end is None) is not (self.after.end is None)

    @property
    def budget_change(self) -> float:
        """La variation du budget, en euros hors taxes ; un montant absent compte pour zéro."""
        return (self.after.budget or 0) - (self.before.budget or 0)

    @property
    def funding_change(self) -> float:
        """La variation du financement acquis, en euros hors taxes ; un montant absent compte pour zéro."""
        return (self.after.funding or 0) - (self.before.funding or 0)

    @property
    def is_newly_blocked(self) -> bool:
        """Vrai si l'action s'est bloquée entre les deux dates."""
        return self.has_moved and self.after.status is Status.BLOCKED

    @property
    def is_unblocked(self) -> bool:
        """Vrai si l'action n'est plus bloquée et n'a pas été abandonnée."""
        is_freed = self.before.status is Status.BLOCKED and self.has_moved
        return is_freed and self.after.status is not Status.DROPPED

    @property
    def is_changed(self) -> bool:
        """Vrai si l'un des champs suivis a changé."""
        return (
            self.has_moved
            or self.slip_days != 0
            or self.has_deadline_toggled
            or self.budget_change != 0
            or self.funding_change != 0
            or self.match is not MatchKind.NUMBER
            or fold(self.before.lead) != fold(self.after.lead)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Une décision attendue, et l'action qui l'attend."""

    kind: DecisionKind
    action: Action


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChanges:
    """Tout ce qui sépare deux versions d'un plan, jugé le jour ``today``.

    ``steps_done`` : les sous-actions réalisées depuis la première version.
    """

    today: dt.date
    kept: tuple[ActionChange, ...] = ()
    added: tuple[Action, ...] = ()
    removed: tuple[Action, ...] = ()
    steps_done: tuple[SubAction, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        """Les actions de la seconde version : celles que l'on retrouve, puis les nouvelles."""
        return (*(change.after for change in self.kept), *self.added)

    @property
    def changed(self) -> tuple[ActionChange, ...]:
        """Les actions dont un champ suivi a changé."""
        return self._keep(lambda change: change.is_changed)

    @property
    def moved(self) -> tuple[ActionChange, ...]:
        """Les actions dont le statut a changé."""
        return self._keep(lambda change: change.has_moved)

    @property
    def slipped(self) -> tuple[ActionChange, ...]:
        """Les actions encore ouvertes dont l'échéance a glissé, du plus long glissement au plus court."""
        found = self._keep(lambda change: change.slip_days > 0 and not change.after.is_closed)
        return tuple(sorted(found, key=lambda change: -change.slip_days))

    @property
    def reworded(self) -> tuple[ActionChange, ...]:
        """Les actions renumérotées, ou dont le titre a été réécrit : à confirmer par qui connaît le plan."""
        return self._keep(lambda change: change.match is not MatchKind.NUMBER)

    @property
    def refunded(self) -> tuple[ActionChange, ...]:
        """Les actions dont le budget ou le financement a changé."""
        return self._keep(lambda change: bool(change.budget_change or change.funding_change))

    @property
    def newly_blocked(self) -> tuple[ActionChange, ...]:
        """Les actions bloquées depuis la première version."""
        return self._keep(lambda change: change.is_newly_blocked)

    @property
    def unblocked(self) -> tuple[ActionChange, ...]:
        """Les actions débloquées depuis la première version."""
        return self._keep(lambda change: change.is_unblocked)

    @property
    def done_since(self) -> tuple[Action, ...]:
        """Les actions réalisées depuis la première version, nouvelles comprises."""
        done = (change.after for change in self.moved if change.after.status is Status.DONE)
        return (*done, *(action for action in self.added if action.status is Status.DONE))

    @property
    def blocked(self) -> tuple[Action, ...]:
        """Les actions bloquées aujourd'hui."""
        return tuple(action for action in self.actions if action.status is Status.BLOCKED)

    @property
    def late(self) -> tuple[Action, ...]:
        """Les actions en retard aujourd'hui : échéance passée et toujours ouverte, ou statut qui le dit."""
        return tuple(action for action in self.actions if action.is_late(self.today))

    @property
    def is_empty(self) -> bool:
        """Vrai si rien de suivi n'a changé."""
        return not (self.added or self.removed or self.changed or self.steps_done)

    def list_decisions(self) -> tuple[Decision, ...]:
        """Ce qu'il faut décider, au plus une fois par action, dans l'ordre de :class:`DecisionKind`."""
        ranked = sorted(self._find_decisions(), key=lambda decision: _DECISION_ORDER[decision.kind])
        return tuple(ranked)

    def _find_decisions(self) -> Iterator[Decision]:
        for action in self.actions:
            kind = self._find_decision(action)
            if kind is not None:
                yield Decision(kind=kind, action=action)

    def _find_decision(self, action: Action) -> DecisionKind | None:
        if action.status is Status.BLOCKED:
            return DecisionKind.UNLOCK
        if action.is_late(self.today):
            return DecisionKind.RESCHEDULE
        if action.status is Status.TO_DISCUSS:
            return DecisionKind.SETTLE
        is_due = action.reminder is not None and action.reminder <= self.today
        return DecisionKind.RESUME if action.status is Status.PAUSED and is_due else None

    def _keep(self, test: Callable[[ActionChange], bool]) -> tuple[ActionChange, ...]:
        return tuple(change for change in self.kept if test(change))


_DECISION_ORDER: Final = {kind: rank for rank, kind in enumerate(DecisionKind)}


def is_same_alliance(before: Dossier, after: Dossier) -> bool:
    """Vrai si les deux dossiers portent le même nom d'alliance, sur le même territoire."""
    places = [
        (dossier.territory.kind, dossier.territory.code or fold(dossier.territory.name))
        for dossier in (before, after)
    ]
    return fold(before.alliance.name) == fold(after.alliance.name) and places[0] == places[1]


def compare_plans(before: Dossier, after: Dossier, today: dt.date) -> PlanChanges:
    """Ce qui a changé dans les actions, de ``before`` à ``after``, jugé le jour ``today``.

    Une action se reconnaît à son numéro et à son titre ; sinon à son titre, à quelques mots près ; sinon à
    son seul numéro. Les deux derniers cas sont signalés.
    """
    pairs = _match_actions(before.actions, after.actions)
    found = {id(change.before) for change in pairs}, {id(change.after) for change in pairs}
    order = {id(action): rank for rank, action in enumerate(after.actions)}
    return PlanChanges(
        today=today,
        kept=tuple(sorted(pairs, key=lambda change: order[id(change.after)])),
        added=tuple(action for action in after.actions if id(action) not in found[1]),
        removed=tuple(action for action in before.actions if id(action) not in found[0]),
        steps_done=_list_steps_done(before, after, pairs),
    )


def _list_steps_done(before: Dossier, after: Dossier, pairs: Iterable[ActionChange]) -> tuple[SubAction, ...]:
    """Les sous-actions réalisées aujourd'hui qui ne l'étaient pas ; leur action a pu changer de numéro."""
    renamed = {fold(change.after.number): fold(change.before.number) for change in pairs}
    known = {
        (fold(step.action), fold(step.title)) for step in before.sub_actions if step.status is Status.DONE
    }
    return tuple(
        step
        for step in after.sub_actions
        if step.status is Status.DONE and (renamed.get(fold(step.action), ""), fold(step.title)) not in known
    )


def _match_actions(before: Iterable[Action], after: Iterable[Action]) -> list[ActionChange]:
    old, new = list(before), list(after)
    pairs = _take(old, new, _is_same_action, MatchKind.NUMBER)
    pairs += _take_by_title(old, new)
    pairs += _take(old, new, _has_same_number, MatchKind.NUMBER_ONLY)
    return pairs


def _take(
    old: list[Action], new: list[Action], test: Callable[[Action, Action], bool], kind: MatchKind
) -> list[ActionChange]:
    """Les couples de même numéro qui passent l'épreuve, ôtés des deux listes."""
    by_number = {fold(action.number): action for action in old}
    pairs = [
        ActionChange(before=by_number[fold(action.number)], after=action, match=kind)
        for action in new
        if fold(action.number) in by_number and test(by_number[fold(action.number)], action)
    ]
    _remove(old, new, pairs)
    return pairs


def _take_by_title(old: list[Action], new: list[Action]) -> list[ActionChange]:
    """Les couples de titres voisins, les plus ressemblants d'abord, ôtés des deux listes."""
    old_words = [_split(action.title) for action in old]
    new_words = [_split(action.title) for action in new]
    scored = sorted(
        (-share, rank, other)
        for rank, words in enumerate(new_words)
        for other, known in enumerate(old_words)
        if (share := _share_words(known, words)) >= SAME_TITLE
    )
    taken: tuple[set[int], set[int]] = (set(), set())
    pairs = []
    for _, rank, other in scored:
        if rank not in taken[0] and other not in taken[1]:
            taken[0].add(rank)
            taken[1].add(other)
            pairs.append(ActionChange(before=old[other], after=new[rank], match=MatchKind.TITLE))
    _remove(old, new, pairs)
    return pairs


def _remove(old: list[Action], new: list[Action], pairs: list[ActionChange]) -> None:
    used = {id(change.before) for change in pairs} | {id(change.after) for change in pairs}
    old[:] = [action for action in old if id(action) not in used]
    new[:] = [action for action in new if id(action) not in used]


def _is_same_action(before: Action, after: Action) -> bool:
    return share_title_words(before.title, after.title) >= SAME_NUMBER


def _has_same_number(before: Action, after: Action) -> bool:
    return fold(before.number) == fold(after.number)


def share_title_words(first: str, second: str) -> float:
    """La part de mots communs, comptée sur le plus long des deux titres.

    >>> share_title_words("Ouvrir quarante immersions par an", "Ouvrir vingt immersions par an")
    0.8
    """
    return _share_words(_split(first), _split(second))


def _split(title: str) -> frozenset[str]:
    return frozenset(fold(title).split())


def _share_words(first: frozenset[str], second: frozenset[str]) -> float:
    longest = max(len(first), len(second))
    return len(first & second) / longest if longest else 0.0
