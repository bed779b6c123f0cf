"""La feuille d'une carte : placer, simplifier et tracer des lignes, poser des noms qui ne se touchent pas."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from kit.documents._map_frames import Frame, Lines, Mark
from kit.documents.drawing import ACCENT, GREY, MAIN, MAIN_TINT, SURFACE, TEXT_SIZE, draw_text
from kit.documents.palette import use_color
from kit.domain.typography import NBSP, format_number
from kit.knowledge.territories.lines import Spot, simplify

# La largeur moyenne d'un caractère d'étiquette, en unités.
_CHARACTER: Final = 7.6
_MARGIN: Final = 6.0
_DOT: Final = 5.0
AROUND: Final = f'fill="{use_color("sand")}" stroke="{use_color("border")}"'
_HALO: Final = f'stroke="{SURFACE}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
_SCALES: Final = (100, 50, 20, 10, 5, 2, 1, 0.5)
_DEGREE: Final = 111.195

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Du degré à l'unité du dessin : les longitudes sont ramenées à l'échelle des latitudes."""

    west: float
    north: float
    shrink: float
    scale: float
    left: float
    top: float

    def place(self, spot: Spot) -> Spot:
        """Le point de la feuille."""
        x = self.left + (spot[0] - self.west) * self.shrink * self.scale
        return x, self.top + (self.north - spot[1]) * self.scale


def fit(lines: Iterable[Sequence[Spot]], box: Rectangle) -> tuple[Projection, float, float]:
    """La projection qui met toutes ces lignes dans ce cadre, et la place qu'elles y prennent."""
    spots = [spot for line in lines for spot in line]
    west, east = min(x for x, _ in spots), max(x for x, _ in spots)
    south, north = min(y for _, y in spots), max(y for _, y in spots)
    shrink = math.cos(math.radians((south + north) / 2))
    left, top, width, height = box
    scale = min(width / max(1e-6, (east - west) * shrink), height / max(1e-6, north - south))
    projection = Projection(west=west, north=north, shrink=shrink, scale=scale, left=left, top=top)
    return projection, (east - west) * shrink * scale, (north - south) * scale


def trace(lines: Lines, projection: Projection, tolerance: float) -> str:
    """Le tracé SVG de ces lignes, à l'unité près, en déplacements relatifs."""
    return "".join(_trace_line([projection.place(spot) for spot in line], tolerance) for line in lines)


def _trace_line(line: Sequence[Spot], tolerance: float) -> str:
    rounded = [(round(x), round(y)) for x, y in simplify(line, tolerance)]
    is_closed = rounded[0] == rounded[-1]
    moves: list[tuple[int, int]] = []
    (x0, y0), here = rounded[0], rounded[0]
    for spot in rounded[1:]:
        if spot != here:
            moves.append((spot[0] - here[0], spot[1] - here[1]))
            here = spot
    if len(moves) < (3 if is_closed else 1):
        return ""
    if is_closed:
        moves.pop()
    told = "".join(f"{_sign(dx)}{_sign(dy)}" for dx, dy in moves).lstrip(" ")
    return f"M{x0} {y0}l{told}{'z' if is_closed else ''}"


def _sign(value: int) -> str:
    return str(value) if value < 0 else f" {value}"


# --- Les noms --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Les noms posés jusqu'ici, et le cadre d'où ils ne sortent pas."""

    box: Rectangle
    taken: list[Rectangle] = field(default_factory=list)

    def draw(self, marks: Iterable[Mark], projection: Projection) -> list[str]:
        """Les lieux et leurs noms : un nom qui en toucherait un autre n'est pas écrit, ni son point."""
        ordered = sorted(marks, key=lambda mark: not (mark.is_main or mark.is_outside))
        return [piece for mark in ordered for piece in self._draw_mark(mark, projection.place(mark.spot))]

    def _draw_mark(self, mark: Mark, spot: Spot) -> list[str]:
        x, y = spot
        width = _CHARACTER * len(mark.name)
        found = next((one for one in _list_anchors(mark, spot) if self._has_room(one, width)), None)
        if found is None:
            return _draw_dot(mark, spot) if mark.is_main else []
        at_x, at_y, anchor = found
        self.taken.append(_measure(found, width))
        if mark.has_dot:
            self.taken.append((x - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT))
        weight = ' font-weight="bold"' if mark.is_main else ""
        slant = ' font-style="italic"' if mark.is_outside else ""
        label = draw_text(at_x, at_y, mark.name, anchor=anchor, style=f"{_HALO}{weight}{slant}")
        return [*_draw_dot(mark, spot), label]

    def _has_room(self, anchor: tuple[float, float, str], width: float) -> bool:
        left, top, wide, high = _measure(anchor, width)
        x, y, all_wide, all_high = self.box
        if left < x or top < y or left + wide > x + all_wide or top + high > y + all_high:
            return False
        return not any(
            left < a + c and a < left + wide and top < b + d and b < top + high for a, b, c, d in self.taken
        )


def _measure(anchor: tuple[float, float, str], width: float) -> Rectangle:
    x, y, side = anchor
    left = x - (width if side == "end" else width / 2 if side == "middle" else 0)
    return left, y - TEXT_SIZE, width, TEXT_SIZE + 3


def _list_anchors(mark: Mark, spot: Spot) -> Iterable[tuple[float, float, str]]:
    """Où essayer le nom : à droite, à gauche, au-dessus, au-dessous ; sur place s'il n'a pas de point."""
    x, y = spot
    if not mark.has_dot:
        yield x, y + 5, "middle"
    gap = _DOT + 4
    yield x + gap, y + 5, "start"
    yield x - gap, y + 5, "end"
    yield x, y - gap, "middle"
    yield x, y + gap + 10, "middle"


def _draw_dot(mark: Mark, spot: Spot) -> list[str]:
    if not mark.has_dot:
        return []
    x, y = round(spot[0]), round(spot[1])
    ring = f'stroke="{SURFACE}" stroke-width="1.5"'
    if mark.is_main:
        return [draw_diamond(x, y)]
    return [f'<circle cx="{x}" cy="{y}" r="4" fill="{MAIN}" {ring}/>']


def draw_diamond(x: float, y: float) -> str:
    """Le losange de la commune la plus peuplée."""
    ring = f'stroke="{SURFACE}" stroke-width="1.5"'
    return f'<path d="M{x:g} {y - 8:g}l8 8-8 8-8-8z" fill="{ACCENT}" {ring}/>'


# --- Un cadre --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Comment tracer. ``tolerance`` : ce dont une ligne peut s'écarter, en unités ; ``has_thin`` : vrai si
    les limites des communes se dessinent.
    """

    key: str
    tolerance: float
    has_thin: bool


def draw_frame(frame: Frame, box: Rectangle, look: Look) -> tuple[list[str], float]:
    """Le cadre dessiné dans la largeur de ``box``, et la hauteur qu'il y prend."""
    left, top, width, height = box
    inner = (left + _MARGIN, top + _MARGIN, width - 2 * _MARGIN, height - 2 * _MARGIN)
    marked = [[mark.spot] for mark in frame.marks] if not frame.edge else []
    projection, wide, high = fit((*frame.edge, *frame.context, *frame.outside, *marked), inner)
    projection = replace(projection, left=left + (width - wide) / 2)
    labels = Labels(box=(left, top, width, high + 2 * _MARGIN))
    body = [
        *_draw_lines(frame, projection, look),
        *labels.draw(frame.marks, projection),
        *_draw_scale(projection, (left + _MARGIN, top + high + 2 * _MARGIN + 12), width),
    ]
    return body, high + 2 * _MARGIN + 20


def _draw_lines(frame: Frame, projection: Projection, look: Look) -> list[str]:
    """Du fond vers le dessus : ce qui entoure, le territoire, ses parts, son bord, ce qui est dehors."""

    def path(lines: Lines, style: str) -> str:
        return f'<path d="{trace(lines, projection, look.tolerance)}" {style}/>' if lines else ""

    edge = f"{look.key}-bord{f'-{frame.name}' if frame.name else ''}".replace(" ", "-")
    fill = MAIN if frame.is_filled else MAIN_TINT
    shape = path(frame.edge, f'id="{edge}"')
    drawn = [
        path(frame.context, f'{AROUND} fill-rule="evenodd"'),
        f"<defs>{shape}</defs>" if shape else "",
        f'<use href="#{edge}" fill="{fill}" fill-rule="evenodd"/>' if shape else "",
        path(frame.thin if look.has_thin else (), f'fill="none" stroke="{SURFACE}" stroke-width="1.6"'),
        path(frame.strong, f'fill="none" stroke="{MAIN}" stroke-width="1.2"'),
        f'<use href="#{edge}" fill="none" stroke="{MAIN}" stroke-width="3"/>' if shape else "",
        path(frame.outside, f'fill="none" stroke="{MAIN}" stroke-width="1.6" stroke-dasharray="5 4"'),
    ]
    return [f'<g stroke-linejoin="round">{"".join(drawn)}</g>']


def _draw_scale(projection: Projection, spot: Spot, width: float) -> list[str]:
    """Une barre de longueur ronde, au plus le tiers du cadre."""
    kilometre = projection.scale / _DEGREE
    found = next((size for size in _SCALES if size * kilometre <= width / 3), 0)
    if not found:
        return []
    x, y = spot
    bar = f"M{x:.0f} {y - 5:.0f}v5h{found * kilometre:.0f}v-5"
    told = f"{format_number(found, 0 if found >= 1 else 1)}{NBSP}km"
    return [
        f'<path d="{bar}" fill="none" stroke="{GREY}" stroke-width="1.5"/>',
        draw_text(x + found * kilometre + 6, y, told, style=f'fill="{GREY}"'),
    ]
