"""Ce qu'une carte montre d'un territoire : un cadre pour la métropole, un par département d'outre-mer.

Une limite est au bord du territoire, entre deux de ses intercommunalités, ou entre deux de ses communes,
selon ce qu'elle a de chaque côté ; aucune surface n'est calculée. Un territoire fait de départements
entiers ne montre que leurs limites, une seule commune se voit dans son département.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kit.domain.values import Territory, TerritoryKind
from kit.knowledge.territories import TerritoryIndex, cover_communes, load_territories
from kit.knowledge.territories.contours import Contours, Limit, find_department, load_contours
from kit.knowledge.territories.lines import Spot, chain_rings, find_centre

Lines = tuple[Sequence[Spot], ...]

# Au-delà, les limites des communes se touchent et ne disent plus rien.
_MOST_COMMUNES: Final = 200
_MOST_MARKS: Final = 6
# Une commune citée se dessine si elle est à moins de la moitié du territoire de son bord.
_REACH: Final = 0.5
_COMMUNE: Final = TerritoryKind.COMMUNE
_BETWEEN: Final = (TerritoryKind.EPCI, TerritoryKind.EPT)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Un lieu nommé sur la carte ; ``is_main`` : la commune la plus peuplée. ``has_dot`` : avec son point."""

    name: str
    spot: Spot
    is_main: bool = False
    has_dot: bool = True
    is_outside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """Un cadre : ses lignes, par sorte, en degrés, et ses lieux du plus au moins important.

    ``edge`` borde le territoire, ``strong`` sépare ses grandes parts, ``thin`` ses communes ; ``context``
    l'entoure, ``outside`` sont les communes citées hors de lui. ``is_filled`` : une commune seule, pleine.
    """

    name: str
    edge: Lines
    strong: Lines = ()
    thin: Lines = ()
    context: Lines = ()
    outside: Lines = ()
    marks: tuple[Mark, ...] = ()
    is_filled: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Tous les cadres d'un territoire, et ce que l'on sait de ses communes.

    ``parts`` nomme ce que séparent les limites fortes. ``merged`` : les communes dessinées dans une autre, et
    laquelle ; ``undrawn`` : celles que la source ne dessine pas ; ``far`` : celles citées hors du territoire
    et trop loin pour la carte.
    """

    frames: tuple[Frame, ...]
    parts: str
    main: str
    merged: tuple[tuple[str, str], ...]
    undrawn: tuple[str, ...]
    far: tuple[str, ...]

    @property
    def dashed(self) -> tuple[str, ...]:
        """Les communes citées hors du territoire, et tracées."""
        return tuple(mark.name for frame in self.frames for mark in frame.marks if mark.is_outside)


def build_plan(territory: Territory, outside: Sequence[str]) -> Plan:
    """Les cadres de ce territoire, les communes de ``outside`` en tireté."""
    contours, index = load_contours(), load_territories()
    codes = cover_communes(territory)
    ranked = sorted(codes, key=lambda code: (-index.latest_population((_COMMUNE, code)), code))
    drawn = [code for code in ranked if code not in contours.missing]
    groups, parts = _list_groups(territory, index)
    places: dict[str, list[str]] = {}
    for code in drawn:
        department = find_department(code)
        places.setdefault(department if len(department) > 2 else "", []).append(code)
    maker = _Maker(contours=contours, index=index, groups=groups, is_alone=len(codes) == 1)
    seen = [code for code in outside if contours.has(code)]
    frames = tuple(
        maker.build(place, places[place], [one for one in seen if _find_place(one) == place])
        for place in sorted(places)
    )
    shown = {mark.name for frame in frames for mark in frame.marks if mark.is_outside}
    return Plan(
        frames=frames,
        parts="département" if any(maker.is_wide(inside) for inside in places.values()) else parts,
        main=_name(index, ranked[0]) if ranked and len(ranked) > 1 else "",
        merged=tuple(
            (_name(index, code), _name(index, contours.inside[code]))
            for code in sorted(codes & contours.inside.keys())
        ),
        undrawn=tuple(_name(index, code) for code in sorted(codes & contours.missing)),
        far=tuple(name for code in outside if (name := _name(index, code)) not in shown),
    )


def _find_place(code: str) -> str:
    department = find_department(code)
    return department if len(department) > 2 else ""


def _name(index: TerritoryIndex, code: str) -> str:
    return index.territory((_COMMUNE, code)).name


def _list_groups(territory: Territory, index: TerritoryIndex) -> tuple[dict[str, str], str]:
    """La grande part de chaque commune, et le nom de ces parts ; rien pour une seule intercommunalité."""
    members: list[tuple[TerritoryKind, str]] = []
    if territory.kind is TerritoryKind.GROUP:
        members = [(kind, code) for code, _ in territory.members for kind in _BETWEEN]
    elif territory.kind in {TerritoryKind.DEPARTMENT, TerritoryKind.REGION}:
        covered = {find_department(code) for code in cover_communes(territory)}
        rows = index.groupings if len(covered) == 1 else ()
        members = [(item.kind, item.code) for item in rows if covered & set(item.departments)]
    found = {
        code: owner
        for kind, owner in members
        if index.has((kind, owner))
        for code in index.list_communes((kind, owner))
    }
    return found, "intercommunalité" if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """De quoi faire chaque cadre."""

    contours: Contours
    index: TerritoryIndex
    groups: Mapping[str, str]
    is_alone: bool

    def build(self, place: str, codes: Sequence[str], outside: Sequence[str]) -> Frame:
        """Le cadre de ces communes, de la plus à la moins peuplée."""
        if self.is_wide(codes):
            return self._build_wide(codes)
        inside = {self.contours.inside.get(code, code) for code in codes}
        limits = self.contours.list_limits({*inside, *outside})
        edge = _keep_edge(limits, inside)
        near = [code for code in outside if _is_near(_keep_edge(limits, {code}), edge)]
        is_pointed = self.is_alone and codes[0] in self.contours.inside
        strong, thin = self._list_inner(limits, inside)
        return Frame(
            name=self._name_place(place),
            edge=() if is_pointed else edge,
            strong=strong,
            thin=thin if len(codes) <= _MOST_COMMUNES else (),
            context=self._list_context(place, codes),
            outside=tuple(ring for code in near for ring in _keep_edge(limits, {code})),
            marks=(*self._mark(codes, limits), *self._mark_outside(near, limits)),
            is_filled=self.is_alone,
        )

    def is_wide(self, codes: Sequence[str]) -> bool:
        """Vrai si ces communes font au moins deux départements entiers de la métropole."""
        departments = {find_department(code) for code in codes}
        sizes = [self.index.block_by_department[name].count for name in departments]
        return len(departments) > 1 and sum(sizes) == len(codes)

    def _build_wide(self, codes: Sequence[str]) -> Frame:
        departments = {find_department(code) for code in codes}
        limits = self.contours.list_departments(departments)
        inner = [one.points for one in limits if one.first in departments and one.second in departments]
        marks = (
            Mark(
                name=self.index.departments[name][0],
                spot=find_centre(_keep_edge(limits, {name})),
                has_dot=False,
            )
            for name in sorted(departments)
        )
        return Frame(name="", edge=_keep_edge(limits, departments), strong=tuple(inner), marks=tuple(marks))

    def _list_context(self, place: str, codes: Sequence[str]) -> Lines:
        """Ce qui entoure : l'île, ou le département d'une commune seule."""
        if not place and not self.is_alone:
            return ()
        around = frozenset(self.index.list_communes((TerritoryKind.DEPARTMENT, find_department(codes[0]))))
        return _keep_edge(self.contours.list_limits(around), around) if len(around) > len(codes) else ()

    def _list_inner(self, limits: Iterable[Limit], inside: Collection[str]) -> tuple[Lines, Lines]:
        strong: list[Sequence[Spot]] = []
        thin: list[Sequence[Spot]] = []
        for one in limits:
            if one.first in inside and one.second in inside:
                parted = self.groups.get(one.first) != self.groups.get(one.second)
                (strong if parted else thin).append(one.points)
        return tuple(strong), tuple(thin)

    def _mark(self, codes: Sequence[str], limits: Sequence[Limit]) -> tuple[Mark, ...]:
        return tuple(
            Mark(
                name=_name(self.index, code),
                spot=find_centre(_keep_edge(limits, {self.contours.inside.get(code, code)})),
                is_main=rank == 0,
            )
            for rank, code in enumerate(codes[:_MOST_MARKS])
        )

    def _mark_outside(self, codes: Sequence[str], limits: Sequence[Limit]) -> tuple[Mark, ...]:
        return tuple(
            Mark(
                name=_name(self.index, code),
                spot=find_centre(_keep_edge(limits, {code})),
                has_dot=False,
                is_outside=True,
            )
            for code in codes
        )

    def _name_place(self, place: str) -> str:
        return self.index.departments[place][0] if place else ""


def _keep_edge(limits: Iterable[Limit], codes: Collection[str]) -> Lines:
    """Le bord de ces communes, en anneaux : les limites dont un seul côté est à elles."""
    return tuple(
        tuple(ring)
        for ring in chain_rings(
            one.points for one in limits if (one.first in codes) is not (one.second in codes)
        )
    )


def _is_near(rings: Lines, edge: Lines) -> bool:
    """Vrai si montrer aussi ces anneaux ne rapetisse pas trop le territoire."""
    if not rings:
        return False
    xs, ys = ([spot[axis] for ring in edge for spot in ring] for axis in (0, 1))
    x, y = find_centre(rings)
    reach = _REACH * max(max(xs) - min(xs), max(ys) - min(ys))
    is_beside = min(xs) - reach <= x <= max(xs) + reach
    return is_beside and min(ys) - reach <= y <= max(ys) + reach
