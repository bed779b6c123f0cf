"""Les aides à étudier : par action, des candidates et leurs raisons, et un tableau de financement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP, format_short_date
from kit.products.aids.aid import Aid, AidSet
from kit.products.aids.matching import DUPLICATES, RULE, AidMatch, Need, Selection
from kit.products.aids.perimeters import Verdict
from kit.products.aids.product import AIDS
from kit.products.context import Context

SHOWN = 5
MAX_DEADLINES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Une aide, prête à imprimer."""

    name: str
    operators: str
    url: str
    opening: str
    amounts: str
    fits: tuple[str, ...]
    fails: tuple[str, ...]
    unknown: tuple[str, ...]
    is_before_start: bool
    others: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionAids:
    """Une action, ses premières candidates, et le compte des autres."""

    need: Need
    candidates: tuple[Candidate, ...]
    first: str
    total: int
    closed: int
    history: int
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """Une clôture à venir, pour une aide et des actions ; ``early`` : les actions qui commencent après."""

    day: dt.date
    name: str
    numbers: tuple[str, ...]
    early: tuple[str, ...]


def build_aid_sheet(context: Context, aids: AidSet, selections: Sequence[Selection]) -> Document:
    """Le document des aides de ces actions."""
    dossier = context.dossier
    history = {match.aid.key: match.aid for item in selections for match in item.history}
    deadlines = list_deadlines(selections)
    values = {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "aids": aids,
        "actions": tuple(build_action_aids(selection) for selection in selections),
        "deadlines": deadlines[:MAX_DEADLINES],
        "more_deadlines": max(0, len(deadlines) - MAX_DEADLINES),
        "history": tuple(describe_history(aid) for aid in history.values()),
        "rule": RULE,
        "duplicates": DUPLICATES,
        "shown": SHOWN,
        "today": context.today,
    }
    return Document(
        name=AIDS.name,
        title=f"{dossier.alliance.name}{NBSP}: aides à étudier",
        subtitle=dossier.territory.name,
        subject="Des aides possibles pour chaque action, avec ce qui convient et ce qui reste à vérifier",
        markdown=fill_template("aides.md.j2", values, overrides=context.overrides),
        landscape=True,
    )


def build_action_aids(selection: Selection, limit: int = SHOWN) -> ActionAids:
    """Les premières candidates d'une action."""
    return ActionAids(
        need=selection.need,
        candidates=tuple(build_candidate(match) for match in selection.candidates[:limit]),
        first=describe_first(selection),
        total=len(selection.candidates),
        closed=len(selection.closed),
        history=len(selection.history),
        rejected=len(selection.rejected),
    )


def describe_first(selection: Selection) -> str:
    """Les trois premières aides et leurs montants annoncés, en une ligne."""
    listed = (f"{match.aid.name} ({describe_amounts(match.aid)})" for match in selection.candidates[:3])
    return " ; ".join(listed)


def build_candidate(match: AidMatch) -> Candidate:
    """L'aide et ses raisons, en mots."""
    aid = match.aid
    return Candidate(
        name=aid.name,
        operators=", ".join(aid.operators),
        url=aid.url,
        opening=match.opening.value,
        amounts=describe_amounts(aid),
        fits=match.list_reasons(Verdict.FITS),
        fails=match.list_reasons(Verdict.FAILS),
        unknown=match.list_reasons(Verdict.UNKNOWN),
        is_before_start=match.is_before_start,
        others=len(match.others),
    )


def describe_amounts(aid: Aid) -> str:
    """Les montants tels que la source les dit ; un accompagnement n'en a pas besoin."""
    stated = " ; ".join(aid.amounts)
    if stated:
        return stated
    return "accompagnement, sans montant à attendre" if aid.is_engineering else "montant non dit"


def describe_history(aid: Aid) -> tuple[str, str]:
    """Un programme passé : son nom, et ce que l'on sait de son statut."""
    from kit.products.aids.opening import format_partial

    return aid.name, f"statut : {aid.status}, preuve : {format_partial(aid.status_on)}"


def list_deadlines(selections: Sequence[Selection]) -> tuple[Deadline, ...]:
    """Les clôtures à venir des candidates, la plus proche d'abord."""
    found: dict[tuple[dt.date, str, str], list[tuple[str, bool]]] = {}
    for selection in selections:
        for match in selection.candidates:
            day = match.aid.deadline
            if day and day >= selection.need.day:
                place = (day, match.aid.name, match.aid.key)
                found.setdefault(place, []).append((selection.need.number, match.is_before_start))
    return tuple(
        Deadline(
            day=day,
            name=name,
            numbers=tuple(number for number, _ in actions),
            early=tuple(number for number, is_early in actions if is_early),
        )
        for (day, name, _), actions in sorted(found.items())
    )


def describe_source(aids: AidSet) -> str:
    """D'où viennent les aides, de quand, sous quelle licence."""
    day = format_short_date(aids.extracted_on) if aids.extracted_on else "date inconnue"
    return f"Source : {aids.origin}, {day} ({aids.extraction_note}) ; licence : {aids.licence}."
