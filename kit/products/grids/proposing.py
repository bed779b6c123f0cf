"""Des critères bas aux actions : une proposition par critère, son origine gardée, jamais deux fois."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from kit.domain.typography import count_noun, format_short_date, join_list
from kit.domain.values import Action, Dossier, Status
from kit.products.grids.merging import CriterionResult, MergedGrids

MAX_PROPOSALS: Final = 6
_TITLE_LIMIT: Final = 300
_NUMBERED: Final = re.compile(r"(?P<prefix>\D*)(?P<rank>\d+)")


def propose_actions(
    dossier: Dossier, merged: MergedGrids, *, today: dt.date, limit: int = MAX_PROPOSALS
) -> tuple[Action, ...]:
    """Les actions à ajouter : une par critère bas qu'aucune action du dossier ne cite déjà."""
    wanted = [
        result
        for result in merged.low_criteria
        if result.criterion.suggestion
        and not any(_names(action.origin, result.criterion.key) for action in dossier.actions)
    ]
    numbers = _list_free_numbers(dossier.actions)
    return tuple(
        _build_action(result, number, today) for result, number in zip(wanted[:limit], numbers, strict=False)
    )


def add_actions(dossier: Dossier, actions: Iterable[Action]) -> Dossier:
    """Le même dossier, ces actions à la suite des siennes."""
    return replace(dossier, actions=(*dossier.actions, *actions))


def _names(origin: str, key: str) -> bool:
    """Vrai si l'origine cite ce critère : « Q3-2 », non « Q3-21 »."""
    return re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", origin, re.IGNORECASE) is not None


def _list_free_numbers(actions: Iterable[Action]) -> Iterator[str]:
    """Les numéros libres, dans la suite de ceux du dossier : « A7 » après « A6 »."""
    taken = {action.number.casefold() for action in actions}
    found = [match for number in taken if (match := _NUMBERED.fullmatch(number))]
    prefixes = Counter(match["prefix"].upper() for match in found)
    prefix = min(prefixes, key=lambda one: (-prefixes[one], one)) if prefixes else "A"
    rank = max((int(match["rank"]) for match in found if match["prefix"].upper() == prefix), default=0)
    while True:
        rank += 1
        if f"{prefix}{rank}".casefold() not in taken:
            yield f"{prefix}{rank}"


def _build_action(result: CriterionResult, number: str, today: dt.date) -> Action:
    criterion = result.criterion
    answers = join_list(f"{count} {key}" for key, count in result.counts if count)
    missing = f", {count_noun(result.missing, 'personne')} sans réponse" if result.missing else ""
    return Action(
        number=number,
        title=_shorten(criterion.suggestion),
        description=f"{criterion.label} Réponses du groupe : {answers}{missing}.",
        status=Status.TO_DISCUSS,
        origin=f"Critère {criterion.key} de la grille (réunie le {format_short_date(today)})",
    )


def _shorten(text: str) -> str:
    """Le titre : la suggestion sans son point final, coupée entre deux mots si elle est trop longue."""
    title = text.strip().removesuffix(".")
    if len(title) <= _TITLE_LIMIT:
        return title
    return f"{title[: _TITLE_LIMIT - 1].rsplit(' ', 1)[0]}…"
