"""Des lignes brisées : les simplifier sans bouger leurs bouts, les mettre bout à bout."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

Spot = tuple[float, float]


def simplify(points: Sequence[Spot], tolerance: float, *, shrink: float = 1.0) -> list[Spot]:
    """La ligne de Douglas et Peucker : aucun point ôté ne s'en écartait de plus de ``tolerance``.

    Les bouts restent ; un tour complet garde au moins trois sommets. ``shrink`` : ce que vaut un pas
    d'abscisse en pas d'ordonnée.

    >>> simplify([(0, 0), (1, 0.1), (2, 0), (2, 2)], 0.5)
    [(0, 0), (2, 0), (2, 2)]
    """
    if len(points) < 3 or points[0] != points[-1]:
        return _thin(points, tolerance, shrink)
    far = max(range(len(points)), key=lambda rank: (math.dist(points[0], points[rank]), -rank))
    halves = points[: far + 1], points[far:]
    kept = [_thin(half, tolerance, shrink) for half in halves]
    if len(kept[0]) + len(kept[1]) < 5:
        kept = [_thin(half, 0, shrink) for half in halves]
    return [*kept[0], *kept[1][1:]]


def _thin(points: Sequence[Spot], tolerance: float, shrink: float) -> list[Spot]:
    kept = {0, len(points) - 1}
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        rank, gap = _find_widest(points, first, last, shrink)
        if gap > tolerance:
            kept.add(rank)
            spans += [(first, rank), (rank, last)]
    return [points[rank] for rank in sorted(kept)]


def _find_widest(points: Sequence[Spot], first: int, last: int, shrink: float) -> tuple[int, float]:
    """Le point intermédiaire le plus loin du segment, et son écart."""
    (x0, y0), (x1, y1) = points[first], points[last]
    dx, dy = (x1 - x0) * shrink, y1 - y0
    square = dx * dx + dy * dy
    widest, found = -1.0, first + 1
    for rank in range(first + 1, last):
        px, py = (points[rank][0] - x0) * shrink, points[rank][1] - y0
        along = min(1.0, max(0.0, (px * dx + py * dy) / square)) if square else 0.0
        gap = (px - along * dx) ** 2 + (py - along * dy) ** 2
        if gap > widest:
            widest, found = gap, rank
    return found, math.sqrt(widest)


def chain_rings(lines: Iterable[Sequence[Spot]]) -> list[list[Spot]]:
    """Les lignes mises bout à bout en anneaux fermés ; une ligne sans suite reste ouverte.

    >>> chain_rings([[(0, 0), (1, 0)], [(0, 0), (1, 1), (1, 0)]])
    [[(0, 0), (1, 0), (1, 1), (0, 0)]]
    """
    waiting = [list(line) for line in lines]
    by_end: defaultdict[Spot, list[int]] = defaultdict(list)
    for rank, line in enumerate(waiting):
        by_end[line[0]].append(rank)
        by_end[line[-1]].append(rank)
    used: set[int] = set()
    rings = []
    for rank, line in enumerate(waiting):
        if rank in used:
            continue
        used.add(rank)
        ring = list(line)
        while ring[-1] != ring[0]:
            following = next((other for other in by_end[ring[-1]] if other not in used), None)
            if following is None:
                break
            used.add(following)
            more = waiting[following]
            ring += more[1:] if more[0] == ring[-1] else more[-2::-1]
        rings.append(ring)
    return rings


def find_centre(rings: Iterable[Sequence[Spot]]) -> Spot:
    """Le centre de gravité du plus grand anneau.

    >>> find_centre([[(0, 0), (2, 0), (2, 2), (0, 2), (0, 0)]])
    (1.0, 1.0)
    """
    weighed = [_weigh(ring) for ring in rings]
    area, x, y = max(weighed, key=lambda item: abs(item[0]))
    return x / area, y / area


def _weigh(ring: Sequence[Spot]) -> tuple[float, float, float]:
    """La surface orientée d'un anneau, et ses moments ; un trait sans surface pèse un rien."""
    (x0, y0), area, mx, my = ring[0], 0.0, 0.0, 0.0
    for (x1, y1), (x2, y2) in pairwise(ring):
        cross = (x1 - x0) * (y2 - y0) - (x2 - x0) * (y1 - y0)
        area += cross / 2
        mx += cross * (x1 + x2 + x0) / 6
        my += cross * (y1 + y2 + y0) / 6
    return (area, mx, my) if area else (1e-12, x0 * 1e-12, y0 * 1e-12)
