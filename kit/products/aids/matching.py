"""Comparer des aides à une action : critère par critère, ce qui convient, ne convient pas, reste inconnu.

Une valeur inconnue n'écarte jamais une aide ; un sujet sans rapport l'écarte : mieux vaut rien que du
remplissage.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from kit.domain.typography import fold, format_number, join_list
from kit.products.aids.aid import Aid
from kit.products.aids.likeness import THRESHOLD, Rarity, build_rarity, compare_subjects, read_aid
from kit.products.aids.needs import Need, build_needs
from kit.products.aids.opening import Opening, judge_opening
from kit.products.aids.perimeters import Verdict, judge_perimeter
from kit.products.aids.subjects import Subject

__all__ = [
    "DUPLICATES",
    "RULE",
    "AidMatch",
    "Finding",
    "MatchCriterion",
    "Need",
    "Selection",
    "build_needs",
    "match_aid",
    "match_aids",
    "merge_duplicates",
    "rank_match",
    "sort_matches",
]
RULE: Final = (
    "Une aide n’est proposée que si elle parle du même sujet que l’action : ses mots sont comparés à ceux "
    f"de l’action, et leur poids doit atteindre {format_number(THRESHOLD, 2)} (un mot précis dans les deux "
    "titres vaut 1). Le public, le périmètre et la dépense demandée écartent aussi ; un critère inconnu "
    "n’écarte rien. Les sujets les plus proches viennent d’abord ; à égalité, ce qui contredit le moins "
    "l’action, puis la clôture la plus proche, le périmètre le plus local, et le nom."
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
# L'action dit une dépense et l'aide une autre : le sujet doit être d'autant plus proche.
_OTHER_EXPENSE: Final = 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Ce que dit un critère, et pourquoi, en une phrase."""

    criterion: MatchCriterion
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AidMatch:
    """Une aide comparée à une action ; ``others`` : les fiches de la même aide, non montrées.

    ``folded`` est le nom de l'aide replié, pour ranger sans le recalculer ; ``weight``, celui de leur sujet.
    """

    aid: Aid
    findings: tuple[Finding, ...]
    opening: Opening
    folded: str
    weight: float = 0.0
    is_before_start: bool = False
    others: tuple[Aid, ...] = ()

    def list_reasons(self, verdict: Verdict) -> tuple[str, ...]:
        """Les raisons des critères qui ont ce verdict."""
        return tuple(finding.reason for finding in self.findings if finding.verdict is verdict)

    def count(self, verdict: Verdict) -> int:
        """Le nombre de critères qui ont ce verdict."""
        return sum(finding.verdict is verdict for finding in self.findings)

    def find(self, criterion: MatchCriterion) -> Finding:
        """Ce que dit ce critère."""
        return next(item for item in self.findings if item.criterion is criterion)

    @property
    def subject(self) -> Finding:
        """Ce que dit le sujet."""
        return self.find(MatchCriterion.SUBJECT)

    @property
    def is_related(self) -> bool:
        """Vrai si l'aide parle du sujet de l'action."""
        return self.subject.verdict is Verdict.FITS

    @property
    def is_rejected(self) -> bool:
        """Vrai si un critère qui écarte ne convient pas."""
        return any(
            finding.verdict is Verdict.FAILS and finding.criterion in ELIMINATING for finding in self.findings
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Les aides d'une action, chacune dans une seule liste.

    ``candidates`` : à étudier. ``closed`` et ``history`` : du sujet, mais fermées ou passées. ``rejected`` :
    du sujet, mais pour un autre public, un autre lieu, une autre dépense. ``unrelated`` : d'un autre sujet.
    ``apart`` : ce qui n'est pas une aide.
    """

    need: Need
    candidates: tuple[AidMatch, ...]
    closed: tuple[AidMatch, ...]
    history: tuple[AidMatch, ...]
    rejected: tuple[AidMatch, ...]
    unrelated: tuple[AidMatch, ...] = ()
    apart: tuple[AidMatch, ...] = ()

    @property
    def everything(self) -> tuple[AidMatch, ...]:
        """Toutes, dans cet ordre."""
        kept = (*self.candidates, *self.closed, *self.history, *self.rejected)
        return (*kept, *self.unrelated, *self.apart)


# --- La comparaison -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """Ce qui, d'une aide, vaut pour toutes les actions d'un dossier."""

    opening: Opening
    opened: Finding
    inside: Finding
    folded: str
    subject: Subject


def match_aid(aid: Aid, need: Need) -> AidMatch:
    """L'aide comparée à l'action, critère par critère."""
    subject = read_aid(aid)
    return _match(aid, need, _prepare(aid, need, subject), build_rarity((subject,)))


def match_aids(aids: Iterable[Aid], needs: Sequence[Need]) -> tuple[Selection, ...]:
    """Toutes les aides comparées à chaque action, rangées, doublons réunis."""
    found: list[list[AidMatch]] = [[] for _ in needs]
    read = [(aid, read_aid(aid)) for aid in aids]
    rarity = build_rarity(subject for _, subject in read)
    for aid, subject in read:
        known: dict[tuple[int, dt.date], _Known] = {}
        for need, matches in zip(needs, found, strict=True):
            key = (id(need.reach), need.day)
            if key not in known:
                known[key] = _prepare(aid, need, subject)
            matches.append(_match(aid, need, known[key], rarity))
    return tuple(sort_matches(need, matches) for need, matches in zip(needs, found, strict=True))


def _prepare(aid: Aid, need: Need, subject: Subject) -> _Known:
    opening, verdict, reason = judge_opening(aid, need.day)
    inside, where = judge_perimeter(aid.perimeter, need.reach)
    return _Known(
        opening=opening,
        opened=Finding(criterion=MatchCriterion.OPENING, verdict=verdict, reason=reason),
        inside=Finding(criterion=MatchCriterion.PERIMETER, verdict=inside, reason=where),
        folded=fold(aid.name),
        subject=subject,
    )


def _match(aid: Aid, need: Need, known: _Known, rarity: Rarity) -> AidMatch:
    likeness = compare_subjects(need.subject, known.subject, rarity)
    weight = likeness.weight * (_OTHER_EXPENSE if _spends_otherwise(aid, need) else 1.0)
    is_before = bool(aid.deadline and need.start and need.day <= aid.deadline < need.start)
    findings = (
        _judge_audience(aid, need),
        known.inside,
        _judge_expense(aid, need),
        _judge_step(aid, need),
        _judge_subject(weight, likeness.reason),
        known.opened,
    )
    return AidMatch(
        aid=aid,
        findings=findings,
        opening=known.opening,
        folded=known.folded,
        weight=weight,
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
        verdict, reason = _judge_guessed_expense(aid, need, listed)
    elif any(item in need.destinations for item in aid.destinations):
        verdict, reason = Verdict.FITS, f"dépense prise en charge : {listed}"
    elif not aid.destinations or "destinations" in aid.unread:
        verdict, reason = Verdict.UNKNOWN, "dépense prise en charge non dite"
    else:
        verdict, reason = Verdict.FAILS, f"dépense prise en charge : {listed} seulement"
    return Finding(criterion=MatchCriterion.EXPENSE, verdict=verdict, reason=reason)


def _judge_guessed_expense(aid: Aid, need: Need, listed: str) -> tuple[Verdict, str]:
    """Rien n'est demandé : les mots de l'action donnent un indice, qui n'écarte pas."""
    if not listed:
        return Verdict.UNKNOWN, "dépense non dite"
    if need.spending is None:
        return Verdict.UNKNOWN, f"dépense prise en charge : {listed}, à comparer à votre besoin"
    said = f"dépense prise en charge : {listed} (« {need.spending_word} » dans l’action)"
    return (Verdict.UNKNOWN if _spends_otherwise(aid, need) else Verdict.FITS), said


def _spends_otherwise(aid: Aid, need: Need) -> bool:
    is_guessed = need.spending is not None and not need.destinations
    return is_guessed and bool(aid.destinations) and need.spending not in aid.destinations


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


def _judge_subject(weight: float, shared: str) -> Finding:
    if weight >= THRESHOLD:
        verdict, reason = Verdict.FITS, f"même sujet : {shared}"
    else:
        reason = (
            f"autre sujet ; en commun, seulement : {shared}" if shared else "autre sujet, aucun mot en commun"
        )
        verdict = Verdict.FAILS
    return Finding(criterion=MatchCriterion.SUBJECT, verdict=verdict, reason=reason)


# --- Le rang --------------------------------------------------------------------------------

_Rank = tuple[int, int, dt.date, int, str, str]
_STUDIED: Final = frozenset({Opening.OPEN, Opening.UNKNOWN})
_LEVELS: Final = 3
_FARTHEST: Final = 99


def sort_matches(need: Need, matches: Iterable[AidMatch]) -> Selection:
    """Les aides de l'action, doublons réunis, chacune à sa place."""
    kept = sorted(merge_duplicates(matches), key=rank_match)
    real = [match for match in kept if not match.aid.apart]
    related = [match for match in real if match.is_related]
    taken = [match for match in related if not match.is_rejected]
    return Selection(
        need=need,
        candidates=tuple(match for match in taken if match.opening in _STUDIED),
        closed=tuple(match for match in taken if match.opening is Opening.CLOSED),
        history=tuple(match for match in taken if match.opening is Opening.HISTORY),
        rejected=tuple(match for match in related if match.is_rejected),
        unrelated=tuple(match for match in real if not match.is_related),
        apart=tuple(match for match in kept if match.aid.apart),
    )


def rank_match(match: AidMatch) -> _Rank:
    """La place d'une aide : voir :data:`RULE`."""
    perimeter = match.aid.perimeter
    scale = perimeter.scale if perimeter else None
    return (
        -min(_LEVELS, int(match.weight / THRESHOLD)),
        match.count(Verdict.FAILS),
        match.aid.deadline or dt.date.max,
        scale.value if scale else _FARTHEST,
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
    inside = match.find(MatchCriterion.PERIMETER).verdict
    is_local = bool(match.aid.generic) and inside is Verdict.FITS
    return (match.is_rejected, shut, not is_local, rank_match(match))
