"""Le statut d'une action : une forme et un mot, les mêmes partout ; la couleur ne fait que répéter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kit.documents.drawing import ACCENT, BLOCKED, DISCUSS, DONE, GREY, MAIN, SURFACE, draw_text, number
from kit.documents.palette import TINT, use_color

__all__ = ["STATUS_PAINTS", "StatusPaint", "draw_status_key", "draw_status_shape", "measure_status_key"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusPaint:
    """Les couleurs d'un statut : le trait, le fond de ce qui reste à faire.

    ``is_started`` : ce qui est écoulé se peint plein ; ``is_dashed`` : rien n'est commencé.
    """

    stroke: str
    tint: str
    is_started: bool = False
    is_dashed: bool = False


_SAND: Final = use_color("sand")
STATUS_PAINTS: Final[Mapping[str, StatusPaint]] = MappingProxyType(
    {
        "À venir": StatusPaint(stroke=GREY, tint=_SAND, is_dashed=True),
        "En cours": StatusPaint(stroke=MAIN, tint=use_color(f"main-{TINT}"), is_started=True),
        "Réalisé": StatusPaint(stroke=DONE, tint=DONE, is_started=True),
        "En pause": StatusPaint(stroke=GREY, tint=_SAND),
        "Abandonné": StatusPaint(stroke=GREY, tint=SURFACE, is_dashed=True),
        "Bloqué": StatusPaint(stroke=BLOCKED, tint=use_color(f"blocked-{TINT}")),
        "En retard": StatusPaint(stroke=ACCENT, tint=use_color(f"accent-{TINT}"), is_started=True),
        "À discuter": StatusPaint(stroke=DISCUSS, tint=use_color(f"discuss-{TINT}"), is_dashed=True),
    }
)


_DISC: Final = '<circle r="8.5" '
_HOLLOW: Final = f'fill="{SURFACE}"/>'
_BRIGHT: Final = f'stroke="{SURFACE}"/>'
_RING: Final = f'{_DISC}stroke="{{color}}" {_HOLLOW}'
_BOX: Final = '<rect x="-9" y="-9" width="18" height="18" fill="{color}"/>'
# Dans un carré de vingt unités, centré.
_SHAPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "À venir": _RING,
        "En cours": f'{_RING}<path d="M0,-8.5 a8.5,8.5 0 0 0 0,17 z" fill="{{color}}"/>',
        "Réalisé": f'{_DISC}fill="{{color}}"/><path d="M-4,0 l3,3.5 l5,-6.5" fill="none" {_BRIGHT}',
        "En pause": '<path d="M-5,-10 v20 M5,-10 v20" stroke="{color}" stroke-width="6"/>',
        "Abandonné": '<path d="M-9,-9 L9,9 M-9,9 L9,-9" stroke="{color}"/>',
        "Bloqué": f'{_BOX}<path d="M-5,0 h10" {_BRIGHT}',
        "En retard": '<path d="M0,-10 L10,9 H-10 z" fill="{color}"/>',
        "À discuter": f'<path d="M0,-10 L10,0 L0,10 L-10,0 z" stroke="{{color}}" {_HOLLOW}',
    }
)


def draw_status_shape(status: str, x: float, y: float, radius: float) -> str:
    """La forme du statut, centrée là ; vide pour une action sans statut."""
    if status not in STATUS_PAINTS:
        return ""
    marks = _SHAPES[status].format(color=STATUS_PAINTS[status].stroke)
    place = f"translate({number(x)} {number(y)}) scale({radius / 10:.2f})"
    return f'<g transform="{place}" stroke-width="3">{marks}</g>'


def draw_status_key(statuses: Sequence[str], *, y: float, size: float, width: float) -> tuple[str, ...]:
    """La légende, en autant de lignes qu'il en faut : chaque forme et son mot ; ``y`` : la première."""
    drawn = []
    for status, x, line in _place_key(statuses, size, width):
        base = y + size * 1.5 * line
        style = f'font-size="{number(size)}" font-weight="600" fill="{STATUS_PAINTS[status].stroke}"'
        drawn.append(draw_status_shape(status, x + size * 0.45, base - size * 0.35, size * 0.42))
        drawn.append(draw_text(x + size * 1.2, base, status, style=style))
    return tuple(drawn)


def measure_status_key(statuses: Sequence[str], *, size: float, width: float) -> float:
    """La hauteur de la légende ; rien si aucun statut n'est dit."""
    return size * 1.5 * (1 + max((line for _, _, line in _place_key(statuses, size, width)), default=-1))


def _place_key(statuses: Sequence[str], size: float, width: float) -> Iterator[tuple[str, float, int]]:
    x, line = 0.0, 0
    for status in statuses:
        step = size * (2.4 + 0.6 * len(status))
        if x and x + step > width:
            x, line = 0.0, line + 1
        yield status, x, line
        x += step
