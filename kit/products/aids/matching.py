"""Comparer des aides à une action : critère par critère, ce qui convient, ne convient pas, reste inconnu.

Une valeur inconnue n'écarte jamais une aide. Il n'y a pas de note : le rang se lit dans les critères.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kit.domain.typography import fold, join_list
from kit.knowledge.catalogue.search import list_stems
from kit.products.aids.aid import Aid
from kit.products.aids.needs import Need, build_needs, list_words
from kit.products.aids.opening import Opening, judge_opening
from kit.products.aids.perimeters import Verdict, judge_perimeter

__all__ = [
    "DUPLICATES",
    "RULE",
    "AidMatch",
    "Finding",
    "MatchCriterion",
    "Need",
    "Selection",
    "build_needs",
    "list_words",
    "match_aid",
    "match_aids",
    "merge_duplicates",
    "rank_match",
    "sort_matches",
]
RULE: Final = (
    "Les aides sont rangées par nombre de critères qui conviennent ; à égalité, celles qui en contredisent "
    "le moins d’abord, puis les ouvertes, puis par nom. Seuls le public, le périmètre et la dépense "
    "écartent une aide. Un critère inconnu n’écarte jamais rien."
)
DUPLICATES: Final = (
    "Une aide nationale et ses déclinaisons locales ne sont montrées qu’une fois : la déclinaison dont le "
    "périmètre contient votre territoire, si elle n’est pas fermée ; sinon l’aide nationale. Deux fiches de "
    "même nom, de même porteur et de même périmètre ne font qu’une."
)


class MatchCriterion(StrEnum):
    """Ce que l'on compare."""

    AUDIENCE = "public"
    PERIMETER = "périmètre"
    EXPENSE = "dépense"
    STEP = "moment du projet"
    SUBJECT = "sujet"
    OPENING = "ouverture"


ELIMINATING: Final = frozenset({MatchCriterion.AUDIENCE, MatchCriterion.PERIMETER, MatchCriterion.EXPENSE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Ce que dit un critère, et pourquoi, en une phrase."""

    criterion: MatchCriterion
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AidMatch:
    """Une aide comparée à une action ; ``others`` : les fiches de la même aide, non montrées.

    ``folded`` est le nom de l'aide replié, pour ranger sans le recalculer.
    """

    aid: Aid
    findings: tuple[Finding, ...]
    opening: Opening
    folded: str
    is_before_start: bool = False
    others: tuple[Aid, ...] = ()

    def list_reasons(self, verdict: Verdict) -> tuple[str, ...]:
        """Les raisons des critères qui ont ce verdict."""
        return tuple(finding.reason for finding in self.findings if finding.verdict is verdict)

    def count(self, verdict: Verdict) -> int:
        """Le nombre de critères qui ont ce verdict."""
        return sum(finding.verdict is verdict for finding in self.findings)

    @property
    def is_rejected(self) -> bool:
        """Vrai si un critère qui écarte ne convient pas."""
        return any(
            finding.verdict is Verdict.FAILS and finding.criterion in ELIMINATING for finding in self.findings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Les aides d'une action : à étudier, fermées, historiques, écartées ; chacune dans une seule liste."""

    need: Need
    candidates: tuple[AidMatch, ...]
    closed: tuple[AidMatch, ...]
    history: tuple[AidMatch, ...]
    rejected: tuple[AidMatch, ...]

    @property
    def everything(self) -> tuple[AidMatch, ...]:
        """Toutes, dans cet ordre."""
        return (*self.candidates, *self.closed, *self.history, *self.rejected)


# --- La comparaison -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Ce qui, d'une aide, vaut pour toutes les actions d'un dossier."""

    opening: Opening
    opened: Finding
    inside: Finding
    folded: str
    title_stems: frozenset[str]
    text_stems: frozenset[str]


def match_aid(aid: Aid, need: Need) -> AidMatch:
    """L'aide comparée à l'action, critère par critère."""
    return _match(aid, need, _prepare(aid, need))


def match_aids(aids: Iterable[Aid], needs: Sequence[Need]) -> tuple[Selection, ...]:
    """Toutes les aides comparées à chaque action, rangées, doublons réunis."""
    found: list[list[AidMatch]] = [[] for _ in needs]
    for aid in aids:
        known: dict[tuple[int, dt.date], _Known] = {}
        for need, matches in zip(needs, found, strict=True):
            key = (id(need.reach), need.day)
            if key not in known:
                known[key] = _prepare(aid, need)
            matches.append(_match(aid, need, known[key]))
    return tuple(sort_matches(need, matches) for need, matches in zip(needs, found, strict=True))


def _prepare(aid: Aid, need: Need) -> _Known:
    opening, verdict, reason = judge_opening(aid, need.day)
    inside, where = judge_perimeter(aid.perimeter, need.reach)
    return _Known(
        opening=opening,
        opened=Finding(criterion=MatchCriterion.OPENING, verdict=verdict, reason=reason),
        inside=Finding(criterion=MatchCriterion.PERIMETER, verdict=inside, reason=where),
        folded=fold(aid.name),
        title_stems=frozenset(list_stems(" ".join((aid.name, *aid.themes)))),
        text_stems=frozenset(list_stems(aid.description)),
    )


def _match(aid: Aid, need: Need, known: _Known) -> AidMatch:
    is_before = bool(aid.deadline and need.start and need.day <= aid.deadline < need.start)
    findings = (
        _judge_audience(aid, need),
        known.inside,
        _judge_expense(aid, need),
        _judge_step(aid, need),
        _judge_subject(need, known),
        known.opened,
    )
    return AidMatch(
        aid=aid,
        findings=findings,
        opening=known.opening,
        folded=known.folded,
        is_before_start=is_before,
    )


def _judge_audience(aid: Aid, need: Need) -> Finding:
    shared = [audience.label for audience in aid.audiences if audience in need.audiences]
    listed = join_list(audience.label for audience in aid.audiences)
    wanted = join_list((audience.label for audience in need.audiences), "ou")
    if shared:
        verdict, reason = Verdict.FITS, f"ouverte aux {join_list(shared)}"
    elif not need.audiences:
        verdict, reason = Verdict.UNKNOWN, f"public à vérifier ; {need.origin}"
    elif not aid.audiences or "targeted_audiences" in aid.unread:
        verdict, reason = Verdict.UNKNOWN, "public visé non dit, ou mal compris"
    else:
        verdict, reason = Verdict.FAILS, f"réservée aux {listed} ; recherché : {wanted}"
    return Finding(criterion=MatchCriterion.AUDIENCE, verdict=verdict, reason=reason)


def _judge_expense(aid: Aid, need: Need) -> Finding:
    listed = join_list(item.label for item in aid.destinations)
    if not need.destinations:
        reason = (
            f"dépense prise en charge : {listed}, à comparer à votre besoin" if listed else "dépense non dite"
        )
        verdict = Verdict.UNKNOWN
    elif any(item in need.destinations for item in aid.destinations):
        verdict, reason = Verdict.FITS, f"dépense prise en charge : {listed}"
    elif not aid.destinations or "destinations" in aid.unread:
        verdict, reason = Verdict.UNKNOWN, "dépense prise en charge non dite"
    else:
        verdict, reason = Verdict.FAILS, f"dépense prise en charge : {listed} seulement"
    return Finding(criterion=MatchCriterion.EXPENSE, verdict=verdict, reason=reason)


def _judge_step(aid: Aid, need: Need) -> Finding:
    listed = ", ".join(step.label for step in aid.steps)
    if need.step is None:
        said = f"statut « {need.status} »" if need.status else "sans statut"
        verdict, reason = Verdict.UNKNOWN, f"moment de l’action inconnu ({said})"
    elif need.step in aid.steps:
        verdict, reason = Verdict.FITS, f"au bon moment : {need.step.label}"
    elif not aid.steps or "mobilization_steps" in aid.unread:
        verdict, reason = Verdict.UNKNOWN, "moment du projet non dit"
    else:
        verdict, reason = Verdict.FAILS, f"à un autre moment : {listed} (action : {need.step.label})"
    return Finding(criterion=MatchCriterion.STEP, verdict=verdict, reason=reason)


def _judge_subject(need: Need, known: _Known) -> Finding:
    title = [word for stem, word in need.words if stem in known.title_stems]
    text = [word for stem, word in need.words if stem in known.text_stems and word not in title]
    if title or len(text) > 1:
        reason = f"mots en commun : {join_list([*title, *text][:5])}"
        return Finding(criterion=MatchCriterion.SUBJECT, verdict=Verdict.FITS, reason=reason)
    reason = "sujet à lire : peu de mots en commun"
    return Finding(criterion=MatchCriterion.SUBJECT, verdict=Verdict.UNKNOWN, reason=reason)


# --- Le rang --------------------------------------------------------------------------------

_OPENINGS: Final = tuple(Opening)
_Rank = tuple[int, int, int, str, str]


def sort_matches(need: Need, matches: Iterable[AidMatch]) -> Selection:
    """Les aides de l'action, doublons réunis, chacune à sa place."""
    kept = sorted(merge_duplicates(matches), key=rank_match)
    taken = [match for match in kept if not match.is_rejected]
    return Selection(
        need=need,
        candidates=tuple(m for m in taken if m.opening in {Opening.OPEN, Opening.UNKNOWN}),
        closed=tuple(match for match in taken if match.opening is Opening.CLOSED),
        history=tuple(match for match in taken if match.opening is Opening.HISTORY),
        rejected=tuple(match for match in kept if match.is_rejected),
    )


def rank_match(match: AidMatch) -> _Rank:
    """La place d'une aide : voir :data:`RULE`."""
    return (
        -match.count(Verdict.FITS),
        match.count(Verdict.FAILS),
        _OPENINGS.index(match.opening),
        match.folded,
        match.aid.key,
    )


def merge_duplicates(matches: Iterable[AidMatch]) -> tuple[AidMatch, ...]:
    """Une seule fiche par aide : voir :data:`DUPLICATES`."""
    listed = list(matches)
    families = {match.aid.generic for match in listed if match.aid.generic}
    groups: dict[object, list[AidMatch]] = {}
    for match in listed:
        aid = match.aid
        family = aid.generic or (aid.key if aid.key in families else "")
        groups.setdefault(family or (match.folded, aid.perimeter, aid.operators), []).append(match)
    return tuple(_merge(group) for group in groups.values())


def _merge(group: list[AidMatch]) -> AidMatch:
    if len(group) == 1:
        return group[0]
    best = min(group, key=_prefer)
    others = tuple(match.aid for match in group if match is not best)
    return replace(best, others=others)


def _prefer(match: AidMatch) -> tuple[bool, int, bool, _Rank]:
    """Non écartée d'abord, puis ni fermée ni historique, puis la déclinaison locale."""
    shut = int(match.opening in {Opening.CLOSED, Opening.HISTORY})
    inside = next(item.verdict for item in match.findings if item.criterion is MatchCriterion.PERIMETER)
    is_local = bool(match.aid.generic) and inside is Verdict.FITS
    return (match.is_rejected, shut, not is_local, rank_match(match))
