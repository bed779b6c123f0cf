"""Des territoires qui ressemblent à un autre, par quatre mesures, le calcul montré.

Chaque mesure est comparée en écarts-types de la liste où l'on cherche, pour que des habitants, des
communes et des pourcentages se comparent ; les nombres qui vont de un à mille le sont par leur
logarithme. L'écart entre deux territoires est la racine de la somme des quatre écarts au carré.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from kit.domain.typography import NBSP, format_number, format_percent
from kit.domain.values import Territory, TerritoryKind
from kit.knowledge.territories.contours import has_contours, load_contours
from kit.knowledge.territories.groups import cover_communes
from kit.knowledge.territories.index import Reference, TerritoryIndex, load_territories
from kit.knowledge.territories.tables import Block

_COMMUNE: Final = TerritoryKind.COMMUNE
_BETWEEN: Final = (TerritoryKind.EPCI, TerritoryKind.EPT)
_LABELS: Final = ("habitants", "habitants au km²", "communes", "part de la plus peuplée")
_COMMUNE_LABELS: Final = (
    "habitants",
    "habitants au km²",
    "évolution par an",
    "part de leur intercommunalité",
)
# Une commune se compare, dans sa région, à celles qui ont de la moitié au double de ses habitants ; dans
# la France entière, à celles qui en ont au plus un quart de plus ou de moins.
_WINDOW: Final = 2.0
_NARROW: Final = 1.25
_FEWEST: Final = 12
_CITY: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Les quatre mesures d'un territoire : habitants, densité, puis deux qui dépendent de sa nature."""

    reference: Reference
    measures: tuple[float, float, float, float]

    @property
    def scaled(self) -> tuple[float, ...]:
        """Les mesures telles qu'on les compare : les grandeurs par leur logarithme."""
        people, density, third, fourth = self.measures
        count = third if self.reference[0] is _COMMUNE else math.log(third)
        return math.log(people), math.log(density), count, fourth


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Une mesure comparée : chez nous, chez eux, et l'écart en écarts-types."""

    label: str
    ours: str
    theirs: str
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """Un territoire qui ressemble, ses quatre écarts, et leur total."""

    territory: Territory
    gaps: tuple[Gap, ...]

    @property
    def distance(self) -> float:
        """La racine de la somme des écarts au carré."""
        return math.hypot(*(gap.value for gap in self.gaps))

    @property
    def line(self) -> str:
        """Le calcul en une phrase, d'abord ce qui ressemble le plus."""
        ordered = sorted(self.gaps, key=lambda gap: gap.value)
        told = (
            f"{gap.label} {gap.theirs} contre {gap.ours} ({format_number(gap.value, 2)})" for gap in ordered
        )
        total = format_number(self.distance, 2)
        return f"{self.territory.name}, écart {total}{NBSP}: {f'{NBSP}; '.join(told)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Les territoires qui ressemblent, et parmi lesquels on a cherché."""

    pool: str
    found: tuple[Likeness, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruler:
    """De quoi comparer un territoire à d'autres : ses mesures, et la liste où l'on cherche."""

    ours: Profile
    pool: str
    profiles: tuple[Profile, ...]
    spreads: tuple[float, ...]

    def rank(self, own: Collection[str], limit: int) -> tuple[Likeness, ...]:
        """Les plus proches de la liste, sauf ceux de ``own``."""
        others = (one for one in self.profiles if one.reference[1] not in own)
        ranked = sorted(others, key=lambda one: (self._measure(one), one.reference[1]))
        return tuple(self._compare(other) for other in ranked[:limit])

    def compare(self, reference: Reference) -> Likeness | None:
        """La comparaison avec ce territoire-là ; ``None`` s'ils ne se mesurent pas de la même façon."""
        theirs = _find_profile(reference)
        if theirs is None or (self.ours.reference[0] is _COMMUNE) is not (reference[0] is _COMMUNE):
            return None
        return self._compare(theirs)

    def _measure(self, theirs: Profile) -> float:
        pairs = zip(self.ours.scaled, theirs.scaled, self.spreads, strict=True)
        return sum(((a - b) / spread) ** 2 for a, b, spread in pairs)

    def _compare(self, theirs: Profile) -> Likeness:
        labels = _COMMUNE_LABELS if self.ours.reference[0] is _COMMUNE else _LABELS
        told = zip(labels, _tell(self.ours), _tell(theirs), strict=True)
        values = zip(self.ours.scaled, theirs.scaled, self.spreads, strict=True)
        gaps = tuple(
            Gap(label=label, ours=mine, theirs=other, value=abs(a - b) / spread)
            for (label, mine, other), (a, b, spread) in zip(told, values, strict=True)
        )
        return Likeness(territory=load_territories().territory(theirs.reference), gaps=gaps)


def build_ruler(territory: Territory) -> Ruler | None:
    """De quoi comparer ce territoire ; ``None`` pour une région, ou quand une mesure manque."""
    ours = build_profile(territory)
    if ours is None:
        return None
    label, profiles = _find_pool(territory, ours)
    columns = zip(*(profile.scaled for profile in profiles), strict=True)
    # Une mesure qui ne varie pas se compare telle quelle.
    spreads = tuple(statistics.pstdev(column) or 1.0 for column in columns)
    return Ruler(ours=ours, pool=label, profiles=tuple(profiles), spreads=spreads)


def find_alike(territory: Territory, limit: int = 3) -> Comparison | None:
    """Les territoires de même nature qui ressemblent le plus, le plus proche d'abord.

    Une commune est comparée à des communes, un groupe aux intercommunalités. ``None`` pour une région, ou
    quand une mesure manque.
    """
    ruler = build_ruler(territory)
    own = {territory.code, *(code for code, _ in territory.members)}
    return Comparison(pool=ruler.pool, found=ruler.rank(own, limit)) if ruler else None


# --- Les mesures -----------------------------------------------------------------------------


def build_profile(territory: Territory) -> Profile | None:
    """Les mesures de ce territoire ; ``None`` s'il en manque une, ou si les contours ne sont pas là."""
    if not has_contours() or not territory.population or territory.kind is TerritoryKind.REGION:
        return None
    if territory.kind is not TerritoryKind.GROUP:
        return _find_profile((territory.kind, territory.code))
    index, areas = load_territories(), load_contours().areas
    codes = cover_communes(territory)
    surface = sum(areas.get(code, 0.0) for code in codes)
    if not surface:
        return None
    largest = max(index.latest_population((_COMMUNE, code)) for code in codes)
    people = territory.population
    measures = float(people), people / surface, float(len(codes)), largest / people
    return Profile(reference=(territory.kind, ""), measures=measures)


def _find_profile(reference: Reference) -> Profile | None:
    kind, code = reference
    if not has_contours():
        return None
    if kind is _COMMUNE:
        index = load_territories()
        block = index.block_by_department.get(code[:3] if code.startswith(("97", "98")) else code[:2])
        rank = block.positions.get(code) if block else None
        if block is None or rank is None or code not in load_contours().areas:
            return None
        return _build_commune_profile(index, block, rank)
    return _load_profiles(kind).get(code)


@cache
def _load_profiles(kind: TerritoryKind) -> dict[str, Profile]:
    """Les profils livrés de cette nature, par code."""
    index = load_territories()
    found = {}
    for code, text in load_contours().about["profils"].get(kind.value, {}).items():
        surface, count, share = map(int, text.split())
        people = index.latest_population((kind, code))
        if people and surface:
            measures = float(people), 100 * people / surface, float(count), share / 1000
            found[code] = Profile(reference=(kind, code), measures=measures)
    return found


def _build_commune_profile(index: TerritoryIndex, block: Block, rank: int) -> Profile | None:
    """Les mesures d'une commune ; sans intercommunalité, elle y pèse tout."""
    words = [word for word in block.series[rank].split() if word != "x"]
    code = block.codes[rank]
    surface = load_contours().areas.get(code)
    if not words or not surface or int(words[0]) < 1:
        return None
    people, first = int(words[0]), sum(map(int, words))
    years = len(words) - 1
    trend = (people / first) ** (1 / years) - 1 if years and first > 0 else 0.0
    groups = [index.groupings[number] for number in block.groups[rank]]
    whole = min((index.latest_population((item.kind, item.code)) for item in groups), default=people)
    measures = float(people), people / surface, trend, min(1.0, people / whole) if whole else 1.0
    return Profile(reference=(_COMMUNE, code), measures=measures)


# --- Comparer --------------------------------------------------------------------------------


def _find_pool(territory: Territory, ours: Profile) -> tuple[str, list[Profile]]:
    """Où l'on cherche, en mots puis en profils, le nôtre compris s'il en est."""
    if territory.kind is _COMMUNE:
        return _find_communes(territory, ours)
    if territory.kind is TerritoryKind.DEPARTMENT:
        return "les départements", list(_load_profiles(territory.kind).values())
    everyone = [profile for kind in _BETWEEN for profile in _load_profiles(kind).values()]
    return "les intercommunalités de France", everyone


def _find_communes(territory: Territory, ours: Profile) -> tuple[str, list[Profile]]:
    """Les communes de la région de taille voisine ; trop peu, celles de France ; sinon les plus peuplées."""
    index = load_territories()
    regions = {code: name for kind, code, name in territory.parents if kind is TerritoryKind.REGION}
    inside = [block for block in index.blocks if index.departments[block.department][1] in regions]
    people = ours.measures[0]
    region = f"les communes de la région {next(iter(regions.values()), '')}"
    choices = (
        (f"{region} qui ont de la moitié au double de vos habitants", inside, _WINDOW),
        ("les communes de France d’une taille voisine", index.blocks, _NARROW),
    )
    for label, blocks, window in choices:
        near = [
            (block, rank)
            for block in blocks
            for rank, other in _list_people(block)
            if other <= window * people and people <= window * other
        ]
        if len(near) >= _FEWEST:
            return label, _build_communes(near)
    ranked = sorted(
        (-other, block.codes[rank], block, rank)
        for block in index.blocks
        for rank, other in _list_people(block)
        if other >= _CITY
    )
    return "les communes les plus peuplées", _build_communes([item[2:] for item in ranked])


def _build_communes(places: Iterable[tuple[Block, int]]) -> list[Profile]:
    index = load_territories()
    built = (_build_commune_profile(index, block, rank) for block, rank in places)
    return [profile for profile in built if profile is not None]


def _list_people(block: Block) -> Iterator[tuple[int, int]]:
    for rank, series in enumerate(block.series):
        word = series.partition(" ")[0]
        if word != "x":
            yield rank, int(word)


def _tell(profile: Profile) -> tuple[str, str, str, str]:
    people, density, third, fourth = profile.measures
    is_commune = profile.reference[0] is _COMMUNE
    return (
        format_number(people, 0),
        format_number(density, 0 if density >= 10 else 1),
        format_percent(third, 1) if is_commune else format_number(third, 0),
        format_percent(fourth, 0),
    )
