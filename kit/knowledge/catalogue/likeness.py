"""Proposer les cas qui ressemblent à un territoire, en disant pourquoi."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from typing import Final

from kit.domain.typography import format_number, join_list
from kit.domain.values import PartnerKind, Territory, TerritoryKind
from kit.knowledge.catalogue.entries import CaseStudy
from kit.knowledge.catalogue.loading import load_catalogue
from kit.knowledge.territories import load_territories
from kit.knowledge.territories.index import Reference
from kit.knowledge.territories.likeness import Ruler, build_ruler

# Bornes hautes, en habitants ; la dernière tranche n'en a pas.
BANDS: Final = (3_500, 20_000, 100_000, 500_000)
_SAME_TERRITORY: Final = 6
_SAME_KIND: Final = 3
_SAME_BAND: Final = 2
_MAX_ACTORS: Final = 3

Reasoned = tuple[CaseStudy, str]


def propose_cases(
    territory: Territory,
    limit: int = 3,
    *,
    actors: Collection[PartnerKind] = (),
    cases: Iterable[CaseStudy] | None = None,
) -> tuple[Reasoned, ...]:
    """Les cas les plus proches du territoire, chacun avec la raison, en une phrase.

    Comptent : le même territoire, la même nature, une population du même ordre quand celle du cas est
    connue, et les familles d'acteurs que le cas partage avec ``actors``. Un cas sans rien de commun
    n'est pas proposé ; à égalité, celui dont le territoire ressemble le plus au vôtre, par ses quatre
    mesures, passe devant.
    """
    known = load_catalogue().list_typed(CaseStudy) if cases is None else tuple(cases)
    scored = [(_score(case, territory, actors), case) for case in known]
    kept = [pair for pair in scored if pair[0] > 0]
    ruler = build_ruler(territory) if kept else None
    # Le tri est stable : sans mesure, l'ordre du catalogue.
    ranked = sorted(kept, key=lambda pair: (-pair[0], _measure_gap(pair[1], ruler)))
    return tuple((case, explain_likeness(case, territory, actors)) for _, case in ranked[:limit])


def find_band(population: int) -> int:
    """Le rang de la tranche de population.

    >>> find_band(1_200), find_band(45_000), find_band(510_000)
    (0, 2, 4)
    """
    return sum(population >= bound for bound in BANDS)


def describe_band(rank: int) -> str:
    """La tranche en clair.

    >>> describe_band(0).replace("\\u202f", "_"), describe_band(4).replace("\\u202f", "_")
    ('moins de 3_500 habitants', '500_000 habitants ou plus')
    """
    if rank == 0:
        return f"moins de {format_number(BANDS[0])} habitants"
    if rank == len(BANDS):
        return f"{format_number(BANDS[-1])} habitants ou plus"
    return f"de {format_number(BANDS[rank - 1])} à {format_number(BANDS[rank])} habitants"


def explain_likeness(case: CaseStudy, territory: Territory, actors: Collection[PartnerKind]) -> str:
    """Ce que le cas a de commun avec le territoire, en une phrase."""
    reasons = []
    if _is_same(case, territory):
        reasons.append("il se passe sur votre territoire")
    elif case.kind == territory.kind.value:
        reasons.append(f"il porte sur le même genre de territoire ({case.kind})")
    band = _find_shared_band(case, territory)
    if band is not None and not _is_same(case, territory):
        reasons.append(f"sa population est du même ordre ({describe_band(band)})")
    shared = _list_shared(case, actors)
    if shared:
        names = join_list(kind.value for kind in shared)
        reasons.append(f"il réunit des acteurs que vous avez aussi ({names})")
    text = join_list(reasons)
    return f"{text[:1].upper()}{text[1:]}."


def _score(case: CaseStudy, territory: Territory, actors: Collection[PartnerKind]) -> int:
    return (
        _SAME_TERRITORY * _is_same(case, territory)
        + _SAME_KIND * (case.kind == territory.kind.value)
        + _SAME_BAND * (_find_shared_band(case, territory) is not None)
        + min(_MAX_ACTORS, len(_list_shared(case, actors)))
    )


def _is_same(case: CaseStudy, territory: Territory) -> bool:
    codes = {territory.code, *(code for code, _ in territory.members)}
    is_group = territory.kind is TerritoryKind.GROUP
    return bool(case.code) and case.code in (codes if is_group else {territory.code})


def _find_shared_band(case: CaseStudy, territory: Territory) -> int | None:
    population = _find_population(case)
    if population is None or territory.population is None:
        return None
    band = find_band(population)
    return band if band == find_band(territory.population) else None


def _find_population(case: CaseStudy) -> int | None:
    place = _find_place(case)
    return load_territories().territory(place).population if place else None


def _find_place(case: CaseStudy) -> Reference | None:
    """Le territoire du cas, s'il a un code."""
    index = load_territories()
    places = [(kind, case.code) for kind in TerritoryKind if case.code and index.has((kind, case.code))]
    named = [place for place in places if place[0].value == case.kind] or places
    return named[0] if named else None


def _measure_gap(case: CaseStudy, ruler: Ruler | None) -> float:
    """L'écart entre les deux territoires ; infini s'il ne se mesure pas."""
    place = _find_place(case)
    measured = ruler.compare(place) if ruler and place else None
    return measured.distance if measured else math.inf


def _list_shared(case: CaseStudy, actors: Collection[PartnerKind]) -> tuple[PartnerKind, ...]:
    return tuple(kind for kind in case.facets.actors if kind in actors)
