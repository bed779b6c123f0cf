"""Des polygones qui se touchent aux arcs qu'ils partagent : chaque limite n'est gardée qu'une fois.

Un sommet est un nœud quand il s'y rencontre autre chose que deux bouts d'une même limite ; un arc va d'un
nœud à l'autre, et connaît la commune de chaque côté. Simplifier un arc ne bouge pas ses bouts : deux
communes voisines gardent donc exactement la même limite.
"""

from __future__ import annotations

import math
import struct
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

Point = tuple[float, float]
Edge = tuple[Point, Point]
Owners = tuple[str, ...]
_POLYGON: Final = 3
_MULTIPOLYGON: Final = 6
_SRID: Final = 0x20000000
# Le côté d'un degré de latitude, en kilomètres.
DEGREE: Final = 111.195


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """Une limite : ses points, et les communes qu'elle borde, une ou deux."""

    owners: Owners
    points: tuple[Point, ...]

    @property
    def is_closed(self) -> bool:
        """Vrai pour un tour complet : une île, ou une commune entière dans une autre."""
        return self.points[0] == self.points[-1]


def read_rings(hexadecimal: str) -> list[list[Point]]:
    """Les anneaux d'une géométrie WKB en hexadécimal, polygone ou multipolygone.

    :raises ValueError: si la géométrie est d'une autre sorte.
    """
    rings, _ = _read_geometry(bytes.fromhex(hexadecimal), 0)
    return rings


def _read_geometry(raw: bytes, at: int) -> tuple[list[list[Point]], int]:
    order = "<" if raw[at] == 1 else ">"
    (kind,) = struct.unpack_from(f"{order}I", raw, at + 1)
    at += 9 if kind & _SRID else 5
    (count,) = struct.unpack_from(f"{order}I", raw, at)
    at += 4
    rings: list[list[Point]] = []
    for _ in range(count):
        if kind & 0xFF == _MULTIPOLYGON:
            inner, at = _read_geometry(raw, at)
            rings += inner
        elif kind & 0xFF == _POLYGON:
            (size,) = struct.unpack_from(f"{order}I", raw, at)
            flat = struct.unpack_from(f"{order}{2 * size}d", raw, at + 4)
            rings.append(list(zip(flat[::2], flat[1::2], strict=True)))
            at += 4 + 16 * size
        else:
            message = f"géométrie de sorte {kind & 0xFF}, ni polygone ni multipolygone"
            raise ValueError(message)
    return rings, at


def compute_area(ring: Sequence[Point]) -> float:
    """La surface d'un anneau fermé, en km², sur une sphère ; l'erreur est sous 0,5 %."""
    if len(ring) < 4:
        return 0.0
    shrink = math.cos(math.radians(sum(y for _, y in ring) / len(ring)))
    origin = ring[0]
    flat = [((x - origin[0]) * shrink, y - origin[1]) for x, y in ring]
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise(flat))) / 2 * DEGREE**2


# --- Les arcs --------------------------------------------------------------------------------


def list_arcs(shapes: Mapping[str, Iterable[Sequence[Point]]]) -> list[Arc]:
    """Les arcs de ces formes, dans un ordre stable ; une limite intérieure à une même forme disparaît."""
    sides: defaultdict[Edge, list[str]] = defaultdict(list)
    for code, rings in shapes.items():
        for ring in rings:
            for first, second in pairwise(ring):
                if first != second:
                    sides[_sort(first, second)].append(code)
    return _join(sides)


def merge_arcs(arcs: Iterable[Arc], name: Callable[[str], str]) -> list[Arc]:
    """Les arcs de plus grandes formes : chaque commune y prend le nom que lui donne ``name``."""
    sides: defaultdict[Edge, list[str]] = defaultdict(list)
    for arc in arcs:
        for first, second in pairwise(arc.points):
            sides[_sort(first, second)].extend(name(code) for code in arc.owners)
    return _join(sides)


def _join(sides: Mapping[Edge, Sequence[str]]) -> list[Arc]:
    owners = {edge: tuple(sorted(set(codes))) for edge, codes in sides.items() if _is_limit(codes)}
    return sorted(_walk_all(owners), key=lambda arc: (arc.owners, arc.points))


def _sort(first: Point, second: Point) -> Edge:
    return (first, second) if first < second else (second, first)


def _is_limit(codes: Sequence[str]) -> bool:
    return len(codes) == 1 or len(set(codes)) > 1


def _walk_all(owners: Mapping[Edge, Owners]) -> Iterator[Arc]:
    """Chaque arc une fois : d'abord ceux qui partent d'un nœud, puis les tours complets."""
    around: defaultdict[Point, list[Point]] = defaultdict(list)
    for first, second in sorted(owners):
        around[first].append(second)
        around[second].append(first)
    nodes = frozenset(
        point
        for point, others in around.items()
        if len(others) != 2 or len({owners[_sort(point, other)] for other in others}) > 1
    )
    seen: set[Edge] = set()
    for start in (*sorted(nodes), *sorted(around)):
        for following in around[start]:
            if _sort(start, following) not in seen:
                yield _walk([start, following], around, nodes, seen, owners)


def _walk(
    points: list[Point],
    around: Mapping[Point, Sequence[Point]],
    nodes: frozenset[Point],
    seen: set[Edge],
    owners: Mapping[Edge, Owners],
) -> Arc:
    """L'arc qui commence par ces deux points, jusqu'au prochain nœud ou au retour."""
    seen.add(_sort(*points))
    while points[-1] not in nodes and points[-1] != points[0]:
        here = points[-1]
        after = next(other for other in around[here] if other != points[-2])
        seen.add(_sort(here, after))
        points.append(after)
    return Arc(owners=owners[_sort(points[0], points[1])], points=tuple(points))
