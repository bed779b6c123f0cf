"""Des signes rangés par ligne, un par chose comptée : combien il y en a, de quelle sorte, et où.

La forme du signe dit la sorte, la couleur ne fait que la répéter ; le compte est écrit au bout de la ligne.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from kit.documents.document import Chart
from kit.documents.drawing import INK, LINE, MAIN, RULE, build_svg, loosen, number, protect, wrap
from kit.domain.typography import NBSP

__all__ = ["SHAPES", "SymbolRow", "build_symbol_rows"]

_STEP: Final = 24.0
_PER_LINE: Final = 13
_HALF: Final = 8.0
_GAP: Final = 12.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SymbolRow:
    """Une ligne : son nom, et la forme de chaque signe (une clé de :data:`SHAPES`)."""

    label: str
    shapes: tuple[str, ...]


def _draw_polygon(points: Sequence[tuple[float, float]], style: str) -> str:
    joined = " ".join(f"{number(x)},{number(y)}" for x, y in points)
    return f'<polygon points="{joined}" {style}/>'


def _draw_disc(x: float, y: float, style: str) -> str:
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(_HALF - 1)}" {style}/>'


def _draw_square(x: float, y: float, style: str) -> str:
    half = _HALF - 1
    return _draw_polygon(
        [(x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)], style
    )


def _draw_diamond(x: float, y: float, style: str) -> str:
    return _draw_polygon([(x, y - _HALF), (x + _HALF, y), (x, y + _HALF), (x - _HALF, y)], style)


def _draw_triangle(x: float, y: float, style: str) -> str:
    return _draw_polygon([(x, y - _HALF), (x + _HALF, y + _HALF - 1), (x - _HALF, y + _HALF - 1)], style)


def _draw_ring(x: float, y: float, _style: str) -> str:
    hollow = f'class="signe-creux" fill="none" stroke="{MAIN}" stroke-width="3"'
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(_HALF - 2)}" {hollow}/>'


SHAPES: Final[Mapping[str, Callable[[float, float, str], str]]] = MappingProxyType(
    {
        "disque": _draw_disc,
        "carré": _draw_square,
        "losange": _draw_diamond,
        "triangle": _draw_triangle,
        "anneau": _draw_ring,
    }
)


def build_symbol_rows(
    rows: Sequence[SymbolRow], legend: Mapping[str, str], *, title: str, key: str, is_fluid: bool = False
) -> Chart:
    """Le dessin des lignes ; ``legend`` dit ce que chaque forme représente.

    :raises ValueError: s'il n'y a pas de ligne, ou si une forme n'a pas de légende.
    """
    if not rows or any(shape not in legend for row in rows for shape in row.shapes):
        message = "il faut au moins une ligne, et une légende pour chaque forme employée"
        raise ValueError(message)
    body, y = _draw_legend(legend)
    for row in rows:
        drawn, y = _draw_row(row, y)
        body += drawn
    alternative = _describe(rows, legend)
    svg = build_svg(y - _GAP, body, key=key, title=title, description=alternative)
    return Chart(key=key, title=title, alternative=alternative, drawing=loosen(svg) if is_fluid else svg)


def _draw_legend(legend: Mapping[str, str]) -> tuple[list[str], float]:
    drawn = []
    y = LINE
    for shape, name in legend.items():
        drawn += [_draw_symbol(shape, 10, y - 5), _draw_words(28, y, name)]
        y += LINE + 5
    return drawn, y + 14


def _draw_row(row: SymbolRow, y: float) -> tuple[list[str], float]:
    """Une ligne : son nom et son compte, puis ses signes, treize au plus par rang."""
    lines = wrap(f"{row.label}{NBSP}: {len(row.shapes)}", 330)
    drawn = [_draw_words(0, y + LINE * rank, line, 'font-weight="bold"') for rank, line in enumerate(lines)]
    y += LINE * (len(lines) - 1) + LINE
    for rank, shape in enumerate(row.shapes):
        x = 10 + _STEP * (rank % _PER_LINE)
        drawn.append(_draw_symbol(shape, x, y + _STEP * (rank // _PER_LINE)))
    y += _STEP * ((len(row.shapes) - 1) // _PER_LINE) + LINE
    drawn.append(f'<line class="regle" x1="0" y1="{number(y)}" x2="330" y2="{number(y)}" stroke="{RULE}"/>')
    return drawn, y + LINE + 6


def _draw_symbol(shape: str, x: float, y: float) -> str:
    return SHAPES[shape](x, y, f'class="signe" fill="{MAIN}"')


def _draw_words(x: float, y: float, text: str, style: str = "") -> str:
    extra = f" {style}" if style else ""
    return f'<text class="mots" x="{number(x)}" y="{number(y)}" fill="{INK}"{extra}>{protect(text)}</text>'


def _describe(rows: Sequence[SymbolRow], legend: Mapping[str, str]) -> str:
    """Les mêmes comptes en une phrase."""
    told = []
    for row in rows:
        kinds = (f"{row.shapes.count(shape)} {name}" for shape, name in legend.items() if shape in row.shapes)
        told.append(f"{row.label}, {len(row.shapes)} ({', '.join(kinds)})")
    return f"Comptes par ligne{NBSP}: {f'{NBSP}; '.join(told)}."
