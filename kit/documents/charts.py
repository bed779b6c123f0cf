"""Les figures des documents : le radar de la grille et le calendrier des actions, en SVG accessible."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from kit.documents._gantt import GanttRow, build_gantt
from kit.documents.document import Chart
from kit.documents.drawing import (
    GREY,
    LINE,
    MAIN,
    RULE,
    SURFACE,
    WIDTH,
    build_svg,
    draw_line,
    draw_text,
    number,
    wrap,
)
from kit.domain.typography import NBSP, format_number, join_list

__all__ = ["GanttRow", "build_gantt", "build_radar"]

_RADIUS: Final = 150.0
_CENTRE_X: Final = WIDTH / 2
_LABEL_GAP: Final = 16.0
_FEWEST: Final = 3
_MOST: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class _Axis:
    """Un axe du radar : sa direction, ses lignes de texte, sa valeur."""

    angle: float
    lines: tuple[str, ...]
    value: float | None

    @property
    def anchor(self) -> str:
        """De quel côté du point l'étiquette se pose."""
        cosine = math.cos(self.angle)
        return "middle" if abs(cosine) < 0.2 else ("start" if cosine > 0 else "end")

    def place(self, centre_y: float, radius: float) -> tuple[float, float]:
        """Le point de l'axe à cette distance du centre."""
        return _CENTRE_X + radius * math.cos(self.angle), centre_y + radius * math.sin(self.angle)


def build_radar(
    labels: Sequence[str],
    values: Sequence[float | None],
    *,
    maximum: float,
    title: str,
    key: str = "radar",
) -> Chart:
    """Le radar des ``values`` (de 0 à ``maximum``, ``None`` pour « non évalué »), un axe par étiquette.

    :raises ValueError: s'il n'y a pas de 3 à 12 axes, ou si une valeur sort de l'échelle.
    """
    if not _FEWEST <= len(labels) <= _MOST or len(labels) != len(values):
        message = f"un radar demande de {_FEWEST} à {_MOST} étiquettes, et autant de valeurs"
        raise ValueError(message)
    if any(value is not None and not 0 <= value <= maximum for value in values):
        message = f"une valeur sort de l'échelle de 0 à {maximum:g}"
        raise ValueError(message)
    axes = _build_axes(labels, values)
    top = LINE * len(axes[0].lines) + 12
    centre_y = top + _LABEL_GAP + _RADIUS
    lowest = max(_bottom_of(axis, centre_y) for axis in axes)
    alternative = _describe_radar(labels, values, maximum)
    body = [
        *_draw_rings(axes, centre_y, maximum),
        *_draw_values(axes, centre_y, maximum),
        *(line for axis in axes for line in _draw_label(axis, centre_y)),
    ]
    svg = build_svg(lowest + 8, body, key=key, title=title, description=alternative)
    return Chart(key=key, title=title, alternative=alternative, drawing=svg)


def _build_axes(labels: Sequence[str], values: Sequence[float | None]) -> tuple[_Axis, ...]:
    # Une étiquette du haut ou du bas ne doit pas toucher ses voisines.
    step = 2 * math.pi / len(labels)
    centred = min(300.0, 2 * (_RADIUS + _LABEL_GAP) * math.sin(min(step, math.pi / 2)) - 14)
    axes = []
    for index, (label, value) in enumerate(zip(labels, values, strict=True)):
        angle = -math.pi / 2 + step * index
        is_centred = abs(math.cos(angle)) < 0.2
        side = WIDTH / 2 - _RADIUS * abs(math.cos(angle)) - _LABEL_GAP - 6
        room = centred if is_centred else side
        lines = (*wrap(label, room), _format_value(value))
        axes.append(_Axis(angle=angle, lines=lines, value=value))
    return tuple(axes)


def _format_value(value: float | None) -> str:
    if value is None:
        return "non évalué"
    return format_number(value, 0 if float(value).is_integer() else 1)


def _label_top(axis: _Axis, centre_y: float) -> float:
    """La ligne de base de la première ligne d'une étiquette."""
    _, y = axis.place(centre_y, _RADIUS + _LABEL_GAP)
    extra = LINE * (len(axis.lines) - 1)
    return y - extra * (1 - math.sin(axis.angle)) / 2 + 5 * (1 + math.sin(axis.angle))


def _bottom_of(axis: _Axis, centre_y: float) -> float:
    return _label_top(axis, centre_y) + LINE * (len(axis.lines) - 1)


def _draw_label(axis: _Axis, centre_y: float) -> list[str]:
    x, _ = axis.place(centre_y, _RADIUS + _LABEL_GAP)
    top = _label_top(axis, centre_y)
    drawn = [
        draw_text(x, top + LINE * index, line, anchor=axis.anchor)
        for index, line in enumerate(axis.lines[:-1])
    ]
    style = f'font-weight="bold" fill="{MAIN}"' if axis.value is not None else f'fill="{GREY}"'
    last = draw_text(x, top + LINE * (len(axis.lines) - 1), axis.lines[-1], anchor=axis.anchor, style=style)
    return [*drawn, last]


def _draw_rings(axes: Sequence[_Axis], centre_y: float, maximum: float) -> list[str]:
    """Les anneaux de l'échelle, un par unité tant qu'il y en a peu, et leurs nombres."""
    step = 1 if maximum <= 5 else maximum / 5
    levels = [step * rank for rank in range(1, round(maximum / step) + 1)]
    drawn = []
    for level in levels:
        points = [axis.place(centre_y, _RADIUS * level / maximum) for axis in axes]
        stroke = GREY if level == levels[-1] else RULE
        drawn.append(f'<polygon points="{_join(points)}" fill="none" stroke="{stroke}" stroke-width="1"/>')
    centre = (_CENTRE_X, centre_y)
    drawn += [draw_line(centre, axis.place(centre_y, _RADIUS), f'stroke="{RULE}"') for axis in axes]
    half = math.cos(math.pi / len(axes))
    for level in levels:
        y = centre_y - _RADIUS * half * level / maximum
        angle = -math.pi / 2 + math.pi / len(axes)
        x = _CENTRE_X + _RADIUS * half * level / maximum * math.cos(angle)
        y = centre_y + _RADIUS * half * level / maximum * math.sin(angle)
        halo = f'fill="{GREY}" stroke="{SURFACE}" stroke-width="4" paint-order="stroke"'
        drawn.append(draw_text(x, y + 5, f"{level:g}".replace(".", ","), anchor="middle", style=halo))
    return drawn


def _draw_values(axes: Sequence[_Axis], centre_y: float, maximum: float) -> list[str]:
    """La ligne des valeurs, interrompue là où rien n'est évalué ; un point par valeur."""
    spots = [
        None if axis.value is None else axis.place(centre_y, _RADIUS * axis.value / maximum) for axis in axes
    ]
    known = [spot for spot in spots if spot is not None]
    drawn = []
    if len(known) == len(spots):
        drawn.append(f'<polygon points="{_join(known)}" fill="{MAIN}" fill-opacity="0.16"/>')
    style = f'stroke="{MAIN}" stroke-width="2.5" stroke-linecap="round"'
    drawn += [
        draw_line(first, second, style)
        for first, second in pairwise([*spots, spots[0]])
        if first is not None and second is not None
    ]
    drawn += [
        f'<circle cx="{number(x)}" cy="{number(y)}" r="5" fill="{MAIN}" '
        f'stroke="{SURFACE}" stroke-width="1.5"/>'
        for x, y in known
    ]
    return drawn


def _join(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _describe_radar(labels: Sequence[str], values: Sequence[float | None], maximum: float) -> str:
    """Les mêmes données en phrases : chaque valeur, le plus haut, le plus bas, ce qui manque."""
    known = [(label, value) for label, value in zip(labels, values, strict=True) if value is not None]
    unknown = [label for label, value in zip(labels, values, strict=True) if value is None]
    scale = f"notés de 0 à {format_number(maximum, 0 if float(maximum).is_integer() else 1)}"
    if not known:
        return f"Radar de {len(labels)} axes, {scale} : aucun n’est encore évalué."
    detail = f"{NBSP}; ".join(f"{label}, {_format_value(value)}" for label, value in known)
    sentences = [f"Radar de {len(labels)} axes, {scale}{NBSP}: {detail}."]
    high, low = max(value for _, value in known), min(value for _, value in known)
    if high == low and len(known) > 1:
        sentences.append("Tous les axes évalués sont au même niveau.")
    elif high != low:
        sentences.append(f"Le plus haut{NBSP}: {join_list(_named(known, high))} ({_format_value(high)}).")
        sentences.append(f"Le plus bas{NBSP}: {join_list(_named(known, low))} ({_format_value(low)}).")
    if unknown:
        sentences.append(f"Non évalué{'s' if len(unknown) > 1 else ''}{NBSP}: {join_list(unknown)}.")
    return " ".join(sentences)


def _named(known: Sequence[tuple[str, float]], value: float) -> list[str]:
    return [label for label, found in known if found == value]
