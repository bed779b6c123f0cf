"""Des barres horizontales en SVG : le libellé au-dessus, la valeur au bout, les parts nommées dessous.

Deux largeurs pour un même dessin. « Souple », il suit la largeur de l'écran sans rapetisser ses textes ;
sinon il garde celle des autres figures, pour le papier. Chaque trait porte une couleur et une classe : la
feuille de style d'une page peut ainsi le repeindre en clair comme en sombre.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from kit.documents.document import Chart
from kit.documents.drawing import (
    INK,
    LINE,
    MAIN,
    RULE,
    WIDTH,
    build_svg,
    loosen,
    number,
    protect,
    wrap,
)
from kit.domain.typography import NBSP

__all__ = ["Bar", "BarPlan", "build_bars"]

_MOST_PARTS: Final = 2
_THICKNESS: Final = 18.0
_GAP: Final = 14.0
# La place d'un libellé sur le plus petit écran, une fois la valeur posée au bout de la ligne.
_LABEL_WIDTH: Final = 270.0
_CLASSES: Final = ("barre-pleine", "barre-hachuree", "barre-entiere")
_UNDIVIDED: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """Une barre : ``parts`` se suivent ; ``told`` est la valeur imprimée, ``detail`` ce qui la compose.

    Sans part, rien n'est dessiné : ``told`` dit alors pourquoi. ``is_undivided`` : la seule part est un
    ensemble dont on ne sait pas ce qui le compose, et ne porte donc la couleur d'aucune série.
    """

    label: str
    parts: tuple[float, ...]
    told: str
    detail: str = ""
    is_undivided: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BarPlan:
    """Des barres sur une échelle de 0 à ``maximum`` ; ``series`` nomme les parts, s'il y en a deux."""

    bars: tuple[Bar, ...]
    maximum: float
    series: tuple[str, ...] = ()


def build_bars(plan: BarPlan, *, title: str, key: str, is_fluid: bool = False) -> Chart:
    """Le dessin des barres.

    :raises ValueError: s'il n'y a pas de barre, si l'échelle est nulle, si une barre a plus de deux parts ou
        dépasse l'échelle.
    """
    _check(plan)
    sheet = _Sheet(maximum=plan.maximum, key=key, is_fluid=is_fluid)
    body, y = sheet.draw_legend(plan.series)
    for bar in plan.bars:
        drawn, y = sheet.draw_bar(bar, y)
        body += drawn
    alternative = _describe(plan.bars)
    svg = build_svg(y - _GAP + 2, body, key=key, title=title, description=alternative)
    return Chart(key=key, title=title, alternative=alternative, drawing=loosen(svg) if is_fluid else svg)


def _check(plan: BarPlan) -> None:
    if not plan.bars or plan.maximum <= 0:
        message = "un graphique en barres demande au moins une barre, et une échelle"
        raise ValueError(message)
    if any(len(bar.parts) > _MOST_PARTS or sum(bar.parts) > plan.maximum for bar in plan.bars):
        message = f"une barre a plus de {_MOST_PARTS} parts, ou dépasse l'échelle de 0 à {plan.maximum:g}"
        raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """La feuille : son échelle, et la façon d'y placer un point."""

    maximum: float
    key: str
    is_fluid: bool

    def place(self, share: float) -> str:
        """Une abscisse ou une largeur, en part de la feuille."""
        return f"{number(100 * share)}%" if self.is_fluid else number(WIDTH * share)

    def draw_legend(self, series: Sequence[str]) -> tuple[list[str], float]:
        """Une ligne par part, son motif devant ; puis le motif lui-même."""
        if len(series) < _MOST_PARTS:
            return [], LINE
        drawn = [self._draw_pattern()]
        y = LINE
        for rank, name in enumerate(series):
            drawn.append(self._draw_box('x="1" width="20"', y - 12, 14, rank))
            drawn.append(_draw_words("28", y, name))
            y += LINE + 4
        return drawn, y + 14

    def draw_bar(self, bar: Bar, y: float) -> tuple[list[str], float]:
        """Une barre et ses textes ; ``y`` est la ligne de base du premier, puis du suivant."""
        drawn = []
        lines = wrap(bar.label, _LABEL_WIDTH if self.is_fluid else WIDTH - 110)
        for rank, line in enumerate(lines):
            drawn.append(_draw_words("0", y + LINE * rank, line))
        y += LINE * (len(lines) - 1)
        drawn.append(_draw_words(self.place(1), y, bar.told, 'text-anchor="end" font-weight="bold"'))
        y += 7
        if bar.parts:
            drawn += self._draw_track(bar, y)
            y += _THICKNESS
        for line in wrap(bar.detail, 340 if self.is_fluid else WIDTH) if bar.detail else ():
            y += LINE
            drawn.append(_draw_words("0", y, line))
        return drawn, y + _GAP + LINE

    def _draw_track(self, bar: Bar, y: float) -> list[str]:
        track = f'x="0" width="{self.place(1)}" y="{number(y)}" height="{number(_THICKNESS)}"'
        drawn = [f'<rect class="barre-fond" {track} fill="none" stroke="{RULE}"/>']
        start = 0.0
        for rank, part in enumerate(bar.parts):
            if part:
                where = f'x="{self.place(start / self.maximum)}" width="{self.place(part / self.maximum)}"'
                style = _UNDIVIDED if bar.is_undivided else rank
                drawn.append(self._draw_box(where, y, _THICKNESS, style))
            start += part
        return drawn

    def _draw_box(self, where: str, y: float, height: float, style: int) -> str:
        fill = (MAIN, f"url(#{self.key}-hachures)", "none")[style]
        return (
            f'<rect class="{_CLASSES[style]}" {where} y="{number(y)}" height="{number(height)}" '
            f'fill="{fill}" stroke="{MAIN}" stroke-width="1.5"/>'
        )

    def _draw_pattern(self) -> str:
        return (
            f'<defs><pattern id="{self.key}-hachures" width="7" height="7" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><line class="hachure" x1="0" y1="0" x2="0" y2="7" '
            f'stroke="{MAIN}" stroke-width="5"/></pattern></defs>'
        )


def _draw_words(x: str, y: float, text: str, style: str = "") -> str:
    extra = f" {style}" if style else ""
    return f'<text class="mots" x="{x}" y="{number(y)}" fill="{INK}"{extra}>{protect(text)}</text>'


def _describe(bars: Sequence[Bar]) -> str:
    """Les mêmes valeurs en une phrase."""
    told = (f"{bar.label}, {bar.told}{f' ({bar.detail})' if bar.detail else ''}" for bar in bars)
    return f"Barres{NBSP}: {f'{NBSP}; '.join(told)}."
