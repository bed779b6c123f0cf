"""Les vides de la source : la part d'une commune nouvelle récente, qu'elle ne dessine pas encore.

Quand une commune vient d'en absorber une autre, la source garde parfois le contour de la première et
oublie la seconde : il reste un vide, bordé par la commune agrandie. Il lui est rendu quand elle est la
seule, autour de lui, dans ce cas. Une île habitée par plusieurs communes n'est pas un vide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from _contour_topology import Arc, Point, compute_area

from kit.knowledge.territories.lines import chain_rings

# En deçà, ce n'est qu'une fente entre deux contours : en km².
_CRACK: Final = 0.1
# Ce dont on s'écarte d'un côté pour savoir qui est derrière : en part de ce côté.
_STEP: Final = 1e-3

Gap = tuple[list[Point], frozenset[str]]


def fill_gaps(arcs: Sequence[Arc], enlarged: Collection[str]) -> tuple[list[Arc], dict[str, float]]:
    """Les arcs sans leurs vides, et la surface rendue à chaque commune, en km².

    ``enlarged`` : les communes qui en ont absorbé une que la source ne dessine pas.
    """
    gaps = _list_gaps(arcs)
    owners = _choose_owners(gaps, enlarged)
    given: defaultdict[str, float] = defaultdict(float)
    at: dict[Point, list[int]] = defaultdict(list)
    for rank, (ring, _) in enumerate(gaps):
        if rank in owners:
            given[owners[rank]] += compute_area(ring)
            for point in ring:
                at[point].append(rank)
    kept = []
    for arc in arcs:
        around = [rank for rank in at.get(arc.points[1], ()) if rank in at.get(arc.points[0], ())]
        if len(arc.owners) > 1 or not around:
            kept.append(arc)
        elif (owner := owners[around[0]]) != arc.owners[0]:
            kept.append(replace(arc, owners=tuple(sorted((*arc.owners, owner)))))
    return sorted(kept, key=lambda arc: (arc.owners, arc.points)), dict(given)


def _list_gaps(arcs: Sequence[Arc]) -> list[Gap]:
    """Les tours faits de limites à un seul côté, sans personne dedans, et les communes qui les bordent."""
    alone = [arc for arc in arcs if len(arc.owners) == 1]
    beside: dict[frozenset[Point], str] = {}
    for arc in alone:
        beside |= {frozenset(edge): arc.owners[0] for edge in pairwise(arc.points)}
    shores: defaultdict[str, list[Sequence[Point]]] = defaultdict(list)
    for arc in arcs:
        for code in arc.owners:
            shores[code].append(arc.points)
    gaps = []
    for ring in chain_rings(arc.points for arc in alone):
        codes = frozenset(beside[frozenset(edge)] for edge in pairwise(ring))
        spot = _step_inside(ring)
        if not _is_inside(spot, shores[beside[frozenset(ring[:2])]]):
            gaps.append((ring, codes))
    return gaps


def _step_inside(ring: Sequence[Point]) -> Point:
    """Un point du dedans, tout près du milieu du premier côté."""
    (x1, y1), (x2, y2) = ring[0], ring[1]
    dx, dy = (y1 - y2) * _STEP, (x2 - x1) * _STEP
    spot = (x1 + x2) / 2 + dx, (y1 + y2) / 2 + dy
    return spot if _is_inside(spot, [ring]) else (spot[0] - 2 * dx, spot[1] - 2 * dy)


def _is_inside(spot: Point, lines: Iterable[Sequence[Point]]) -> bool:
    """Vrai si ce point est dans la surface que bordent ces lignes."""
    x, y = spot
    crossings = sum(
        (y1 > y) is not (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for line in lines
        for (x1, y1), (x2, y2) in pairwise(line)
    )
    return crossings % 2 == 1


def _choose_owners(gaps: Sequence[Gap], enlarged: Collection[str]) -> dict[int, str]:
    """La commune à qui rendre chaque vide : la seule possible, une fois servies celles qui n'ont que lui."""
    chosen: dict[int, str] = {}
    waiting: dict[int, set[str]] = {}
    for rank, (ring, codes) in enumerate(gaps):
        area = compute_area(ring)
        if area < _CRACK or len(codes) == 1:
            chosen[rank] = min(codes)
        else:
            waiting[rank] = {code for code in codes if code in enlarged}
    for rank, possible in waiting.items():
        if len(possible) == 1:
            chosen[rank] = min(possible)
    served = set(chosen.values())
    for rank, possible in waiting.items():
        left = possible - served
        if rank not in chosen and len(left) == 1:
            chosen[rank] = min(left)
    return chosen
