"""La forme de ``kit/data/contours.zip`` : un index, puis un bloc de limites par département.

Chaque membre de l'archive est comprimé à part : on ne lit que les départements voulus.

``index.json`` : la source, les communes de chaque département (écarts entre numéros), leurs surfaces en
hectares, les communes sans contour, les profils des territoires, et l'unité : tant d'unités par degré.

Un bloc, petit-boutiste : ``<HHIHii`` (codes étrangers, limites, points, pas en unités, longitude et
latitude d'origine en pas) ; les codes étrangers, cinq lettres chacun ; puis cinq colonnes de nombres à
16 bits, chacune en deux plans, tous les octets faibles puis tous les forts :

1. la première commune de chaque limite, en écart avec celle de la limite d'avant ;
2. la seconde : les rangs vont aux communes du bloc, puis aux codes étrangers, puis au dehors ;
3. le nombre de points de la limite ;
4. et 5. longitudes et latitudes, en pas, d'un point au suivant, d'une limite à l'autre aussi ; le signe
   est dans le bit faible (« zigzag »).

Une limite entre deux départements est dans les deux blocs, identique.
"""

from __future__ import annotations

import json
import math
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from struct import pack
from typing import Any, Final

from _contour_topology import DEGREE, Arc, Point, compute_area, merge_arcs

from kit.knowledge.territories.lines import simplify

UNITS: Final = 4000
OVERVIEW: Final = "departements"
OUTLINE: Final = "france"
# Le pas d'une commune : la plus grande puissance de deux sous 7 % de son côté ; 16 unités, 440 m, au plus.
_STEP_SHARE: Final = 0.07
_LARGEST_STEP: Final = 16
_TOLERANCE: Final = 0.9
_SMALLEST_ISLAND: Final = 0.03
_OVERVIEW: Final = (4, 0.006, 8.0)
_OUTLINE: Final = (64, 0.05, 400.0)
_DATE: Final = (2026, 1, 1, 0, 0, 0)

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Une limite ramenée à la grille."""

    owners: tuple[str, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Un membre de l'archive : ses limites, les codes qui sont à lui, et le pas de ses points en unités."""

    name: str
    codes: tuple[str, ...]
    step: int = 1
    lines: tuple[Line, ...] = field(default=())


def find_department(code: str) -> str:
    """Le département d'une commune, d'après son code."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def build_blocks(arcs: Sequence[Arc], areas: Mapping[str, float]) -> Iterator[Block]:
    """Les blocs des départements, chaque limite arrondie au pas de ses communes."""
    steps = {code: _find_step(area) for code, area in areas.items()}
    reach = [min(steps[code] for code in arc.owners) for arc in arcs]
    nodes: dict[Point, int] = {}
    for arc, step in zip(arcs, reach, strict=True):
        for end in (arc.points[0], arc.points[-1]):
            nodes[end] = min(nodes.get(end, step), step)
    lines: defaultdict[str, list[Line]] = defaultdict(list)
    for arc, step in zip(arcs, reach, strict=True):
        points = _simplify(arc, _TOLERANCE * step / UNITS)
        line = _snap(arc.owners, points, step, nodes)
        if len(line.places) > 1 and not _is_speck(arc, _SMALLEST_ISLAND):
            for department in sorted({find_department(code) for code in arc.owners}):
                lines[department].append(line)
    for department, kept in sorted(lines.items()):
        codes = tuple(sorted(code for code in areas if find_department(code) == department))
        yield Block(name=department, codes=codes, lines=tuple(kept))


def build_overview(arcs: Iterable[Arc]) -> Iterator[Block]:
    """Les départements de la métropole, pour une région ; puis son seul contour, pour s'y situer."""
    mainland = [arc for arc in arcs if len(find_department(arc.owners[0])) == 2]
    departments = merge_arcs(mainland, find_department)
    yield _build_layer(OVERVIEW, departments, _OVERVIEW)
    yield _build_layer(OUTLINE, merge_arcs(departments, lambda _: "FR"), _OUTLINE)


def _build_layer(name: str, arcs: Iterable[Arc], look: tuple[int, float, float]) -> Block:
    step, tolerance, smallest = look
    seen = [arc for arc in arcs if not _is_speck(arc, smallest)]
    lines = [_snap(arc.owners, _simplify(arc, tolerance), step, {}) for arc in seen]
    kept = tuple(line for line in lines if len(line.places) > 1)
    codes = sorted({code for arc in seen for code in arc.owners})
    return Block(name=name, codes=tuple(codes), step=step, lines=kept)


def _find_step(area: float) -> int:
    wanted = _STEP_SHARE * math.sqrt(area) / DEGREE * UNITS
    return min(_LARGEST_STEP, 1 << max(0, math.floor(math.log2(wanted))))


def _simplify(arc: Arc, tolerance: float) -> list[Point]:
    return simplify(arc.points, tolerance, shrink=math.cos(math.radians(arc.points[0][1])))


def _is_speck(arc: Arc, smallest: float) -> bool:
    """Vrai pour un îlot trop petit pour se voir."""
    return arc.is_closed and len(arc.owners) == 1 and compute_area(arc.points) < smallest


def _snap(owners: tuple[str, ...], points: Sequence[Point], step: int, nodes: Mapping[Point, int]) -> Line:
    """La ligne sur la grille ; un bout prend le pas le plus fin de ce qui s'y rencontre."""
    places: list[Place] = []
    for rank, (x, y) in enumerate(points):
        is_end = rank in {0, len(points) - 1}
        size = nodes.get((x, y), step) if is_end else step
        place = (round(x * UNITS / size) * size, round(y * UNITS / size) * size)
        if not places or places[-1] != place:
            places.append(place)
    return Line(owners=owners, places=tuple(places))


# --- Écrire ----------------------------------------------------------------------------------


def write_archive(
    target: Path, blocks: Iterable[Block], areas: Mapping[str, float], about: Mapping[str, Any]
) -> None:
    """L'archive entière, dont les octets ne dépendent ni du jour ni de la machine."""
    members: dict[str, bytes] = {}
    departments: dict[str, dict[str, str]] = {}
    for block in blocks:
        members[f"{block.name}.bin"] = encode_block(block)
        if block.name not in {OVERVIEW, OUTLINE}:
            surfaces = " ".join(str(max(1, round(100 * areas[code]))) for code in block.codes)
            departments[block.name] = {"communes": _encode_codes(block), "surfaces": surfaces}
        else:
            departments[block.name] = {"codes": " ".join(block.codes)}
    index = {**about, "unites_par_degre": UNITS, "blocs": departments}
    text = json.dumps(index, ensure_ascii=False, separators=(",", ":"))
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, raw in {"index.json": text.encode(), **members}.items():
            entry = zipfile.ZipInfo(name, date_time=_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, raw, compresslevel=9)


def _encode_codes(block: Block) -> str:
    numbers = [int(code[len(block.name) :]) for code in block.codes]
    return " ".join(str(after - before) for before, after in pairwise([0, *numbers]))


def encode_block(block: Block) -> bytes:
    """Les octets d'un bloc."""
    foreign = sorted({code for line in block.lines for code in line.owners} - set(block.codes))
    ranks = {code: rank for rank, code in enumerate((*block.codes, *foreign))}
    ordered = _order(block.lines, ranks)
    step = block.step
    origin = ordered[0][2][0]
    firsts, seconds, counts = [], [], []
    xs, ys = [], []
    last_rank, here = 0, origin
    for first, second, places in ordered:
        firsts.append(first - last_rank)
        seconds.append(second)
        counts.append(len(places))
        last_rank = first
        for place in places:
            xs.append(_zigzag((place[0] - here[0]) // step))
            ys.append(_zigzag((place[1] - here[1]) // step))
            here = place
    head = pack("<HHIHii", len(foreign), len(ordered), len(xs), step, origin[0] // step, origin[1] // step)
    columns = (_split(column) for column in (firsts, seconds, counts, xs, ys))
    return b"".join([head, "".join(foreign).encode(), *columns])


def _order(lines: Sequence[Line], ranks: Mapping[str, int]) -> list[tuple[int, int, tuple[Place, ...]]]:
    """Les limites, commune par commune, chacune commençant si possible où finit la précédente."""
    outside = len(ranks)
    waiting: defaultdict[int, list[tuple[int, tuple[Place, ...]]]] = defaultdict(list)
    for line in lines:
        first, *rest = sorted(ranks[code] for code in line.owners)
        waiting[first].append((rest[0] if rest else outside, line.places))
    ordered: list[tuple[int, int, tuple[Place, ...]]] = []
    here = lines[0].places[0]
    for first, group in sorted(waiting.items()):
        while group:
            nearest = min(range(len(group)), key=lambda rank: _reach(here, group[rank][1]))
            second, places = group.pop(nearest)
            if _gap(here, places[-1]) < _gap(here, places[0]):
                places = places[::-1]
            ordered.append((first, second, places))
            here = places[-1]
    return ordered


def _reach(here: Place, places: tuple[Place, ...]) -> tuple[int, tuple[Place, ...]]:
    return min(_gap(here, places[0]), _gap(here, places[-1])), places


def _gap(first: Place, second: Place) -> int:
    return abs(first[0] - second[0]) + abs(first[1] - second[1])


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _split(column: Sequence[int]) -> bytes:
    """Les deux plans d'une colonne.

    :raises ValueError: si un nombre ne tient pas sur 16 bits.
    """
    return bytes(value & 0xFF for value in column) + bytes(value >> 8 for value in column)
