"""Le document des grilles réunies : de quoi parler d'abord, puis l'image complète, sans classer personne."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from kit.documents.charts import build_radar
from kit.documents.document import Chart, Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP
from kit.products.grids.agreement import Agreement
from kit.products.grids.comparing import CriterionChange, Move
from kit.products.grids.dot_plot import build_dot_plots
from kit.products.grids.merging import CriterionResult, MergedGrids
from kit.products.grids.product import MERGED

RADAR_CM: Final = 15.0
MAX_SUGGESTIONS: Final = 6
MAX_QUOTES: Final = 4
_AXES: Final = range(3, 13)
# Les deux seuils hauts sont ceux que Krippendorff propose ; les mots sont les nôtres, et indicatifs.
_WORDS: Final = (
    (0.8, "les répondants voient l'alliance presque de la même façon"),
    (0.667, "les répondants voient l'alliance de façon assez proche"),
    (0.2, "les répondants se rejoignent en partie"),
    (0.0, "les réponses ne se ressemblent guère plus que si elles étaient tirées au hasard"),
)
_OPPOSED: Final = "les réponses s'opposent plus que par hasard : des groupes se font face"


@dataclass(frozen=True, slots=True, kw_only=True)
class MergedContext:
    """Ce qui entoure les grilles réunies. ``named`` : vrai si les noms sont demandés.

    ``received`` et ``set_aside`` : fichiers reçus, fichiers qui ne comptent pas.
    """

    merged: MergedGrids
    agreement: Agreement
    today: dt.date
    alliance: str = ""
    named: bool = False
    received: int = 0
    set_aside: int = 0
    changes: tuple[CriterionChange, ...] = ()
    before_count: int = 0
    overrides: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Un sujet de l'ordre du jour : le critère, sa place, et ce que les répondants citent."""

    rank: int
    result: CriterionResult
    quotes: tuple[tuple[str, str, str], ...]
    more_quotes: int = 0


def build_merged_grids(context: MergedContext) -> Document:
    """Le document à lire ensemble."""
    merged = context.merged
    radar, plots = _build_radar(merged), build_dot_plots(merged)
    values = {
        "grid": merged.grid,
        "merged": merged,
        "count": len(merged.grids),
        "alliance": context.alliance,
        "topics": tuple(_build_topics(context)),
        "suggestions": merged.low_criteria[:MAX_SUGGESTIONS],
        "agreement": context.agreement,
        "agreement_words": describe_alpha(context.agreement.alpha),
        "alone": [label for label, count in merged.colleges if count == 1],
        "people": _name_people(context) if context.named else (),
        "weighted": any(result.criterion.weight != 1 for result in merged.criteria),
        "received": context.received,
        "set_aside": context.set_aside,
        "changes": context.changes,
        "moved": [change for change in context.changes if change.move in {Move.UP, Move.DOWN}],
        "before_count": context.before_count,
        "radar": radar,
        "plots": plots,
        "today": context.today,
    }
    markdown = fill_template("grilles-reunies.md.j2", values, overrides=context.overrides)
    head = context.alliance or merged.grid.title
    return Document(
        name=MERGED.name,
        title=f"{head}{NBSP}: grilles réunies",
        subtitle=merged.grid.title if context.alliance else "",
        subject="De quoi parler d’abord, et pourquoi",
        markdown=markdown,
        charts=(*radar, *plots),
    )


def describe_alpha(alpha: float | None) -> str:
    """Le coefficient en mots."""
    if alpha is None:
        return ""
    return next((words for least, words in _WORDS if alpha >= least), _OPPOSED)


def _build_radar(merged: MergedGrids) -> tuple[Chart, ...]:
    parts = merged.dimensions
    if len(parts) not in _AXES or all(part.index is None for part in parts):
        return ()
    radar = build_radar(
        [part.dimension.label for part in parts],
        [None if part.index is None else round(100 * part.index) for part in parts],
        maximum=100,
        title="La médiane du groupe, en part des points par dimension (%)",
    )
    return (replace(radar, width_cm=RADAR_CM),)


def _build_topics(context: MergedContext) -> Iterable[Topic]:
    for rank, result in enumerate(context.merged.agenda, start=1):
        quotes = list_quotes(context, result.criterion.key)
        yield Topic(
            rank=rank, result=result, quotes=quotes[:MAX_QUOTES], more_quotes=len(quotes[MAX_QUOTES:])
        )


def list_quotes(context: MergedContext, key: str) -> tuple[tuple[str, str, str], ...]:
    """Ce que les répondants citent pour un critère : qui, le niveau choisi, le fait."""
    merged = context.merged
    return tuple(
        (merged.name_respondent(filled, named=context.named), answer.level or "—", answer.evidence)
        for filled in merged.grids
        for answer in filled.answers
        if answer.criterion == key and answer.evidence
    )


def _name_people(context: MergedContext) -> tuple[str, ...]:
    merged = context.merged
    return tuple(merged.name_respondent(filled, named=True) for filled in merged.grids)
