"""La carte d'un territoire : son bord, ses communes, sa place en France, et la même chose en phrases.

Les contours sont généralisés : la carte situe, elle ne mesure pas.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kit.documents._map_frames import Frame, Plan, build_plan
from kit.documents._map_sheet import AROUND, Look, draw_diamond, draw_frame, fit, trace
from kit.documents.document import Chart
from kit.documents.drawing import (
    ACCENT,
    GREY,
    LINE,
    MAIN,
    MAIN_TINT,
    WIDTH,
    build_svg,
    draw_text,
    wrap,
)
from kit.domain.typography import NBSP, count_noun, join_list
from kit.domain.values import Territory, TerritoryKind
from kit.knowledge.territories.contours import has_contours, load_contours
from kit.knowledge.territories.lines import chain_rings

__all__ = ["TerritoryMap", "build_territory_map"]

MOST_BYTES: Final = 15_000
_CREDIT: Final = "Contours : IGN, ADMIN EXPRESS COG, Licence Ouverte 2.0"
_MOST_NAMED: Final = 60
_MAIN_WIDTH: Final = 440.0
_MAIN_HEIGHT: Final = 400.0
_SIDE: Final = 456.0
_SIDE_WIDTH: Final = WIDTH - _SIDE
_FRANCE_HEIGHT: Final = 150.0
_NARROW: Final = 300.0
_NARROW_CM: Final = 6.0
_INSET: Final = (200.0, 130.0)
_SYMBOL: Final = 26.0
# Du plus fin au plus gros, jusqu'à ce que le dessin tienne.
_LOOKS: Final = ((0.6, True), (1.2, True), (2.0, True), (3.0, True), (1.2, False), (3.0, False), (6.0, False))


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoryMap:
    """La carte et son jumeau en phrases. ``chart`` manque si la source ne dessine rien de ce territoire.

    ``dashed_line`` : parmi ces phrases, celle des communes citées hors du territoire.
    """

    chart: Chart | None
    lines: tuple[str, ...]
    dashed_line: str = ""

    @property
    def charts(self) -> tuple[Chart, ...]:
        """La carte, ou rien."""
        return (self.chart,) if self.chart else ()


def build_territory_map(
    territory: Territory, outside: Sequence[str] = (), *, key: str = "carte", narrow: bool = False
) -> TerritoryMap | None:
    """La carte du territoire ; ``outside`` : les codes des communes citées hors de lui, tracées en tireté.

    ``narrow`` : pour une colonne, sans légende ni carte de France ; les phrases les disent.
    ``None`` si les contours ne sont pas là : dans la page, ils ne viennent qu'au besoin.
    """
    if not has_contours():
        return None
    plan = build_plan(territory, outside)
    lines = tuple(_tell(territory, plan))
    if not plan.frames:
        return TerritoryMap(chart=None, lines=lines)
    title = f"Carte{NBSP}: {territory.name}"
    alternative = " ".join(
        (f"Carte de situation{NBSP}: {_tell_place(territory, with_names=False)}", *lines[1:-1])
    )
    sheets = (_Sheet(plan=plan, key=key, tolerance=one, has_thin=two) for one, two in _LOOKS)
    width = _NARROW if narrow else WIDTH
    drawings = (
        build_svg(height, body, key=key, title=title, description=alternative, width=width)
        for body, height in (sheet.draw_narrow() if narrow else sheet.draw() for sheet in sheets)
    )
    svg = _keep_light(drawings)
    wide = _NARROW_CM if narrow else 13.0
    chart = Chart(key=key, title=title, alternative=alternative, drawing=svg, width_cm=wide)
    return TerritoryMap(chart=chart, lines=lines, dashed_line=_tell_dashed(plan))


def _keep_light(drawings: Iterable[str]) -> str:
    """Le premier dessin assez léger, sinon le dernier."""
    found = ""
    for found in drawings:
        if len(found.encode()) <= MOST_BYTES:
            break
    return found


# --- Les phrases -----------------------------------------------------------------------------


def _tell(territory: Territory, plan: Plan) -> Iterable[str]:
    """Ce que la carte montre, en phrases ; la dernière dit d'où viennent les contours."""
    yield _tell_place(territory)
    if plan.main:
        yield f"La commune la plus peuplée, {plan.main}, porte un losange."
    if plan.dashed:
        yield _tell_dashed(plan)
    if plan.far:
        yield f"{_cite(plan.far)} par l’alliance, trop loin de ce territoire pour la carte."
    if plan.merged:
        names = join_list([name for name, _ in plan.merged])
        has = "n’a pas encore son contour" if len(plan.merged) == 1 else "n’ont pas encore leur contour"
        holders = join_list(list(dict.fromkeys(holder for _, holder in plan.merged)))
        yield f"Dans la source, {names} {has}{NBSP}: il est compris dans celui de {holders}."
    if plan.undrawn:
        yield f"Sans contour dans la source{NBSP}: {join_list(plan.undrawn)}."
    yield f"{load_contours().credit}."


def _tell_dashed(plan: Plan) -> str:
    return f"En tireté, {_cite(plan.dashed)} par l’alliance hors de ce territoire." if plan.dashed else ""


def _cite(names: Sequence[str]) -> str:
    return f"{join_list(names)} {'est citée' if len(names) == 1 else 'sont citées'}"


def _tell_place(territory: Territory, *, with_names: bool = True) -> str:
    """Où il est, et ses communes quand leur liste se lit."""
    departments = _list_parents(territory, TerritoryKind.DEPARTMENT)
    regions = [name for name in _list_parents(territory, TerritoryKind.REGION) if name not in departments]
    where = join_list(departments or regions)
    if departments and regions:
        where = f"{where} ({join_list(regions)})"
    told = f"{territory.name}{f', {where}' if where else ''}"
    if not territory.members:
        return f"{told}."
    noun = "territoire" if territory.kind is TerritoryKind.GROUP else "commune"
    count = count_noun(len(territory.members), noun)
    if len(territory.members) > _MOST_NAMED or not with_names:
        return f"{told}{NBSP}: {count}."
    return f"{told}{NBSP}: {count}, {join_list([name for _, name in territory.members])}."


def _list_parents(territory: Territory, wanted: TerritoryKind) -> list[str]:
    return [name for kind, _, name in territory.parents if kind is wanted and name != territory.name]


# --- La feuille ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """La carte à une finesse donnée : un grand cadre, la légende à droite, les autres cadres dessous."""

    plan: Plan
    key: str
    tolerance: float
    has_thin: bool

    def draw(self) -> tuple[list[str], float]:
        """Le corps du dessin et sa hauteur."""
        first, *others = self.plan.frames
        look = Look(key=self.key, tolerance=self.tolerance, has_thin=self.has_thin)
        body, bottom = draw_frame(first, (0, 0, _MAIN_WIDTH, _MAIN_HEIGHT), look)
        side, side_bottom = self._draw_side(first)
        bottom = max(bottom, side_bottom)
        body += side
        left = 0.0
        row = bottom
        for frame in others:
            if left + _INSET[0] > WIDTH:
                left, row = 0.0, bottom
            body.append(draw_text(left + 6, row + LINE, frame.name, style='font-weight="bold"'))
            drawn, height = draw_frame(frame, (left, row + LINE + 4, *_INSET), look)
            body += drawn
            bottom = max(bottom, row + LINE + 4 + height)
            left += _INSET[0] + 12
        style = f'font-size="12" fill="{GREY}"'
        body.append(draw_text(6, bottom + LINE, _CREDIT, style=style))
        return body, bottom + LINE + 6

    def draw_narrow(self) -> tuple[list[str], float]:
        """Les mêmes cadres l'un sous l'autre, à la largeur d'une colonne."""
        look = Look(key=self.key, tolerance=self.tolerance, has_thin=self.has_thin)
        body: list[str] = []
        y = 0.0
        for rank, frame in enumerate(self.plan.frames):
            if frame.name:
                body.append(draw_text(6, y + LINE - 4, frame.name, style='font-weight="bold"'))
                y += LINE
            drawn, height = draw_frame(frame, (0, y, _NARROW, 140 if rank else 250), look)
            body += drawn
            y += height
        return body, y + 6

    def _draw_side(self, first: Frame) -> tuple[list[str], float]:
        """La place en France, puis la légende."""
        body, y = [], 0.0
        if first.name:
            body.append(draw_text(_SIDE, LINE, first.name, style='font-weight="bold"'))
            y = LINE + 8
        else:
            body, y = _draw_france(first)
        for symbol, text in self._list_legend():
            lines = wrap(text, _SIDE_WIDTH - _SYMBOL)
            body.append(f'<g transform="translate({_SIDE:g} {y + LINE - 5:g})">{symbol}</g>')
            for line in lines:
                y += LINE
                body.append(draw_text(_SIDE + _SYMBOL, y, line))
            y += 6
        return body, y

    def _list_legend(self) -> Iterable[tuple[str, str]]:
        if any(frame.is_filled for frame in self.plan.frames):
            yield f'<path d="M2-6h14v12h-14z" fill="{MAIN}"/>', "la commune"
        else:
            yield f'<path d="M0 0h18" stroke="{MAIN}" stroke-width="3"/>', "limite du territoire"
        if any(frame.context for frame in self.plan.frames):
            yield f'<path d="M2-6h14v12h-14z" {AROUND}/>', "le reste du département"
        if any(frame.strong for frame in self.plan.frames):
            yield f'<path d="M0 0h18" stroke="{MAIN}" stroke-width="1.2"/>', f"limites des {self.plan.parts}s"
        if self.plan.main and any(mark.is_main for one in self.plan.frames for mark in one.marks):
            yield f'<g transform="translate(9 0)">{draw_diamond(0, 0)}</g>', "la commune la plus peuplée"
        if self.plan.dashed:
            dash = f'<path d="M0 0h18" stroke="{MAIN}" stroke-width="1.6" stroke-dasharray="5 4"/>'
            yield dash, f"hors du territoire{NBSP}: {join_list(self.plan.dashed)}"


def _draw_france(frame: Frame) -> tuple[list[str], float]:
    """La métropole et, dans un cercle, la place du cadre."""
    rings = tuple(chain_rings(one.points for one in load_contours().list_outline()))
    projection, _, high = fit(rings, (_SIDE + 12, 16, _SIDE_WIDTH - 40, _FRANCE_HEIGHT))
    spots = [spot for line in frame.edge for spot in line] or [mark.spot for mark in frame.marks]
    corners = [projection.place(spot) for spot in spots]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    x, y = (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
    radius = max(9.0, max(max(xs) - min(xs), max(ys) - min(ys)) / 2 + 4)
    ground = f'fill="{MAIN_TINT}" stroke="{MAIN}"'
    ring = f'fill="none" stroke="{ACCENT}" stroke-width="2.5"'
    return [
        f'<path d="{trace(rings, projection, 0.5)}" {ground}/>',
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" {ring}/>',
    ], high + 34
