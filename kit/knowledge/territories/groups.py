"""Réunir des territoires : ce qu'ils couvrent, ce qui se recouvre, leur groupe, son évolution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kit.domain.values import Population, Territory, TerritoryKind
from kit.knowledge.territories.index import load_territories


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Deux territoires d'un groupe qui ont des communes en commun."""

    first: Territory
    second: Territory
    communes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """L'évolution entre la première et la dernière année connues.

    ``annual_rate`` est le taux annuel moyen (0,01 pour 1 %) :
    (dernière / première) puissance (1 / nombre d'années), moins 1.
    """

    first: Population
    last: Population
    annual_rate: float


def list_overlaps(territories: Sequence[Territory]) -> tuple[Overlap, ...]:
    """Les couples de territoires qui se recouvrent, pour le dire à la personne."""
    covers = [cover_communes(territory) for territory in territories]
    pairs = [(left, right) for right in range(len(covers)) for left in range(right)]
    return tuple(
        Overlap(first=territories[left], second=territories[right], communes=len(shared))
        for left, right in pairs
        if (shared := covers[left] & covers[right])
    )


def build_group(name: str, territories: Sequence[Territory]) -> Territory:
    """Le groupe de ces territoires ; aucune commune n'y est comptée deux fois.

    Un territoire contenu dans les autres n'est pas gardé comme membre. Une année n'est donnée que
    si tout le monde l'a. Des territoires qui se recouvrent en partie sont additionnés commune par commune.
    """
    flat = [item for territory in territories for item in _expand(territory)]
    kept = _list_distinct(flat)
    communes = frozenset[str]().union(*(cover_communes(item) for item in kept))
    parts = kept
    if sum(len(cover_communes(item)) for item in kept) > len(communes):
        index = load_territories()
        parts = [index.territory((TerritoryKind.COMMUNE, code)) for code in sorted(communes)]
    return Territory(
        kind=TerritoryKind.GROUP,
        code="",
        name=name,
        populations=_sum_populations(parts),
        parents=load_territories().list_wider(communes),
        members=tuple((item.code, item.name) for item in kept),
    )


def _expand(territory: Territory) -> Iterator[Territory]:
    """Les territoires réels d'un groupe ; un territoire réel se rend lui-même."""
    if territory.kind is not TerritoryKind.GROUP:
        yield territory
        return
    index = load_territories()
    for code, name in territory.members:
        places = [(kind, code) for kind in TerritoryKind if index.has((kind, code))]
        yield from (item for place in places if (item := index.territory(place)).name == name)


def _list_distinct(territories: Sequence[Territory]) -> list[Territory]:
    """Les territoires qui apportent au moins une commune, dans l'ordre donné."""
    largest = sorted(territories, key=lambda item: -len(cover_communes(item)))
    kept, seen = [], set[str]()
    for territory in largest:
        if not cover_communes(territory) <= seen:
            kept.append(territory)
            seen |= cover_communes(territory)
    return [item for item in dict.fromkeys(territories) if item in kept]


def cover_communes(territory: Territory) -> frozenset[str]:
    """Les codes des communes d'un territoire réel ou d'un groupe."""
    index = load_territories()
    return frozenset[str]().union(
        *(index.list_communes((item.kind, item.code)) for item in _expand(territory))
    )


def _sum_populations(parts: Sequence[Territory]) -> tuple[Population, ...]:
    series = [{item.year: item.inhabitants for item in part.populations} for part in parts]
    if not parts:
        return ()
    years = [year for year in load_territories().years if all(year in known for known in series)]
    return tuple(Population(year=year, inhabitants=sum(known[year] for known in series)) for year in years)


def describe_trend(territory: Territory) -> Trend | None:
    """L'évolution de la population ; ``None`` s'il y a moins de deux années, ou personne au départ."""
    if len(territory.populations) < 2 or territory.populations[0].inhabitants == 0:
        return None
    first, last = territory.populations[0], territory.populations[-1]
    growth = last.inhabitants / first.inhabitants
    return Trend(first=first, last=last, annual_rate=growth ** (1 / (last.year - first.year)) - 1)
