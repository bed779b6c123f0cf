"""Les aides à étudier : une page à lire d'abord ; le reste est dans le classeur."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from kit.documents.document import Document
from kit.documents.templates import fill_template
from kit.domain.typography import NBSP, format_short_date
from kit.products.aids.aid import Aid, AidSet, Recurrence
from kit.products.aids.matching import RULE, AidMatch, MatchCriterion, Need, Selection
from kit.products.aids.opening import Opening
from kit.products.aids.perimeters import Verdict
from kit.products.aids.product import AIDS
from kit.products.aids.subjects import load_thesaurus
from kit.products.context import Context

# Ce qui tient sur la première page.
MAX_ROWS: Final = 8
_PER_ACTION: Final = 2
_MAX_MISSED: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Une aide à regarder, pour une ou plusieurs actions : pourquoi, pour quand, à qui parler.

    ``early`` : elle ferme avant le début de l'action. ``doubts`` : ce qui ne convient pas, ou reste à
    vérifier. Les raisons sont celles de l'action dont le sujet est le plus proche.
    """

    needs: tuple[Need, ...]
    name: str
    operators: str
    amounts: str
    reason: str
    when: str
    early: bool
    doubts: tuple[str, ...]
    contact: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Une aide du bon sujet, mais fermée ; ``comes_back`` : elle revient."""

    name: str
    reason: str
    number: str
    comes_back: bool


def build_aid_sheet(context: Context, aids: AidSet, selections: Sequence[Selection]) -> Document:
    """Le document des aides de ces actions : ce qu'il faut regarder, ou qu'il n'y a rien."""
    dossier = context.dossier
    rows = list_rows(selections, public=context.public)
    missed = list_missed(selections)
    values = {
        "alliance": dossier.alliance,
        "territory": dossier.territory,
        "aids": aids,
        "actions": selections,
        "rows": rows,
        "left": len({match.aid.key for item in selections for match in item.candidates}) - len(rows),
        "empty": tuple((item.need, name_topics(item.need)) for item in selections if not item.candidates),
        "missed": missed[:_MAX_MISSED],
        "apart": count_apart(selections),
        "history": len({match.aid.key for item in selections for match in item.history}),
        "rule": RULE,
        "today": context.today,
    }
    return Document(
        name=AIDS.name,
        title=f"{dossier.alliance.name}{NBSP}: aides à étudier",
        subtitle=dossier.territory.name,
        subject="Les aides à regarder d’abord, pour quelle action, pourquoi et pour quand",
        markdown=fill_template("aides.md.j2", values, overrides=context.overrides),
        landscape=True,
    )


def list_rows(selections: Sequence[Selection], *, public: bool = False) -> tuple[Row, ...]:
    """Les premières aides de chaque action, une par action d'abord ; la clôture la plus proche en tête."""
    best = [[(item.need, match) for match in item.candidates[:_PER_ACTION]] for item in selections]
    chosen: dict[str, list[tuple[Need, AidMatch]]] = {}
    for turn in zip_longest(*best):
        for need, match in filter(None, turn):
            if match.aid.key in chosen or len(chosen) < MAX_ROWS:
                chosen.setdefault(match.aid.key, []).append((need, match))
    ranked = sorted(chosen.values(), key=lambda pairs: pairs[0][1].aid.deadline or dt.date.max)
    return tuple(build_row(pairs, public=public) for pairs in ranked)


def build_row(pairs: Sequence[tuple[Need, AidMatch]], *, public: bool = False) -> Row:
    """L'aide en mots ; une version publique renvoie à la fiche plutôt qu'à une personne."""
    match = max((match for _, match in pairs), key=lambda one: one.weight)
    aid = match.aid
    spoken = ", ".join(aid.instructors or aid.operators)
    return Row(
        needs=tuple(sorted((need for need, _ in pairs), key=lambda need: need.number)),
        name=aid.name,
        operators=", ".join(aid.operators),
        amounts=describe_amounts(aid),
        reason=match.subject.reason,
        when=describe_when(match),
        early=any(one.is_before_start for _, one in pairs),
        doubts=list_doubts(match),
        contact=spoken if public else (aid.contact or spoken),
        url=aid.application_url or aid.url,
    )


def list_doubts(match: AidMatch) -> tuple[str, ...]:
    """Ce qui ne convient pas ou reste à vérifier, l'ouverture d'abord."""
    opening = match.find(MatchCriterion.OPENING)
    listed = (*match.list_reasons(Verdict.FAILS), *match.list_reasons(Verdict.UNKNOWN))
    return tuple(sorted(listed, key=lambda reason: reason != opening.reason))


def describe_when(match: AidMatch) -> str:
    """Pour quand, en quelques mots."""
    aid = match.aid
    if aid.deadline and match.opening is Opening.OPEN and aid.recurrence is not Recurrence.ONGOING:
        return format_short_date(aid.deadline)
    if aid.recurrence is Recurrence.ONGOING:
        return "toute l’année"
    return "date à demander"


def list_missed(selections: Sequence[Selection]) -> tuple[Missed, ...]:
    """Les aides du bon sujet qui viennent de fermer, celles qui reviennent d'abord."""
    found = [
        Missed(
            name=match.aid.name,
            reason=match.find(MatchCriterion.OPENING).reason,
            number=item.need.number,
            comes_back=match.aid.recurrence is Recurrence.RECURRING,
        )
        for item in selections
        for match in item.closed
    ]
    return tuple(sorted(found, key=lambda one: not one.comes_back))


def name_topics(need: Need, limit: int = 2) -> tuple[str, ...]:
    """Les sujets que l'action met en avant, à chercher ailleurs ; aucun si ses mots n'en disent pas."""
    topics, names = need.subject.topics, load_thesaurus().names
    ranked = sorted(need.subject.main, key=lambda key: (-topics[key].strength, key))
    return tuple(names[key] for key in ranked[:limit])


def count_apart(selections: Sequence[Selection]) -> int:
    """Combien de fiches ne sont pas des aides."""
    return len({match.aid.key for item in selections for match in item.apart})


def describe_first(selection: Selection) -> str:
    """Les trois premières aides et leurs montants annoncés, en une ligne."""
    listed = (f"{match.aid.name} ({describe_amounts(match.aid)})" for match in selection.candidates[:3])
    return " ; ".join(listed)


def describe_amounts(aid: Aid) -> str:
    """Les montants tels que la source les dit ; un accompagnement n'en a pas besoin."""
    stated = " ; ".join(aid.amounts)
    if stated:
        return stated
    return "accompagnement, sans montant à attendre" if aid.is_engineering else "montant non dit"


def describe_nothing(aids: AidSet) -> str:
    """Qu'il n'y a rien, et dans quel catalogue, de quel jour."""
    day = format_short_date(aids.extracted_on) if aids.extracted_on else "date inconnue"
    return f"Rien de pertinent dans ce catalogue, du {day}."


def describe_source(aids: AidSet) -> str:
    """D'où viennent les aides, de quand, sous quelle licence."""
    day = format_short_date(aids.extracted_on) if aids.extracted_on else "date inconnue"
    return f"Source : {aids.origin}, {day} ({aids.extraction_note}) ; licence : {aids.licence}."
