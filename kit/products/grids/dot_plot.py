"""Les réponses à chaque critère, une pastille par réponse : on voit d'un coup d'œil où l'on diffère."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from kit.documents.document import Chart
from kit.documents.drawing import (
    GREY,
    INK,
    LINE,
    MAIN,
    MAIN_TINT,
    RULE,
    WIDTH,
    build_svg,
    draw_line,
    draw_text,
    number,
    wrap,
)
from kit.domain.typography import NBSP, count_noun
from kit.products.grids.merging import CriterionResult, MergedGrids

_LEFT: Final = 92.0
_TOP: Final = 44.0
_ROW: Final = 34.0
_HEAD: Final = 26.0
_TALLEST: Final = 820.0
_RADIUS: Final = 5.0
_STEP: Final = 14.0
_PER_LINE: Final = 6
_MOST_DOTS: Final = 12
_MISSING: Final = "sans réponse"


def build_dot_plots(merged: MergedGrids, *, key: str = "reponses") -> tuple[Chart, ...]:
    """Les pastilles de tous les critères, en autant de figures que de pages."""
    columns = (*(level.key for level in merged.grid.levels), _MISSING)
    ranks = {result.criterion.key: rank for rank, result in enumerate(merged.agenda, start=1)}
    pages = _split(merged)
    charts = []
    for index, page in enumerate(pages):
        name = key if index == 0 else f"{key}-{index + 1}"
        title = "Les réponses, critère par critère"
        title = title if len(pages) == 1 else f"{title} ({index + 1}/{len(pages)})"
        body = [*_draw_columns(columns, _height_of(page)), *_draw_page(page, columns, ranks)]
        alternative = _describe(page)
        svg = build_svg(_height_of(page), body, key=name, title=title, description=alternative)
        charts.append(Chart(key=name, title=title, alternative=alternative, drawing=svg))
    return tuple(charts)


Page = list[tuple[str, list[CriterionResult]]]


def _split(merged: MergedGrids) -> list[Page]:
    """Les dimensions, réparties entre les pages sans en couper aucune."""
    pages: list[Page] = [[]]
    for part in merged.grid.dimensions:
        results = [result for result in merged.criteria if result.dimension == part]
        group = (part.label, results)
        if pages[-1] and _height_of([*pages[-1], group]) > _TALLEST:
            pages.append([])
        pages[-1].append(group)
    return pages


def _height_of(page: Page) -> float:
    return _TOP + sum(_HEAD + _ROW * len(results) for _, results in page) + 8


def _place(columns: Sequence[str], column: int) -> float:
    width = (WIDTH - _LEFT - 8) / len(columns)
    return _LEFT + width * (column + 0.5)


def _draw_columns(columns: Sequence[str], height: float) -> list[str]:
    drawn = []
    for column, title in enumerate(columns):
        style = f'font-weight="bold" fill="{INK if len(title) == 1 else GREY}"'
        drawn.append(draw_text(_place(columns, column), 18, title, anchor="middle", style=style))
    half = (WIDTH - _LEFT - 8) / len(columns) / 2
    drawn += [
        draw_line(
            (_place(columns, column) - half, 26),
            (_place(columns, column) - half, height - 6),
            f'stroke="{RULE}" stroke-width="1"',
        )
        for column in range(len(columns))
    ]
    return drawn


def _draw_page(page: Page, columns: Sequence[str], ranks: dict[str, int]) -> list[str]:
    drawn: list[str] = []
    y = _TOP
    for label, results in page:
        title = wrap(label, WIDTH - 20)[0]
        drawn.append(f'<rect x="0" y="{number(y - 14)}" width="{WIDTH}" height="24" fill="{MAIN_TINT}"/>')
        drawn.append(draw_text(4, y + 4, title, style=f'font-weight="bold" fill="{MAIN}"'))
        y += _HEAD
        for result in results:
            drawn += _draw_row(result, columns, y, ranks.get(result.criterion.key))
            y += _ROW
    return drawn


def _draw_row(result: CriterionResult, columns: Sequence[str], y: float, rank: int | None) -> list[str]:
    style = 'font-weight="bold"' if rank else ""
    drawn = [draw_text(4, y + 2, result.criterion.key, style=style)]
    if rank:
        small = f'fill="{GREY}" font-size="12"'
        drawn.append(draw_text(4, y + 2 + LINE * 0.8, f"sujet {rank}", style=small))
    middle = {level.key for level in result.median}
    counts = (*result.counts, (_MISSING, result.missing))
    for column, (key, count) in enumerate(counts):
        x = _place(columns, column)
        if key in middle:
            drawn.append(
                f'<rect x="{number(x - 46)}" y="{number(y - 14)}" width="92" height="{number(_ROW - 4)}" '
                f'rx="5" fill="{MAIN}" fill-opacity="0.12" stroke="{MAIN}" stroke-width="1"/>'
            )
        drawn += _draw_dots(count, x, y + 1, "none" if key in {_MISSING, "NC"} else MAIN)
    return drawn


def _draw_dots(count: int, x: float, y: float, fill: str) -> list[str]:
    """Une pastille par réponse ; au-delà de douze, leur nombre."""
    if count > _MOST_DOTS:
        return [draw_text(x, y + 5, f"{count}", anchor="middle", style='font-weight="bold"')]
    lines = [min(_PER_LINE, count - at) for at in range(0, count, _PER_LINE)]
    drawn = []
    for line, size in enumerate(lines):
        top = y + (line - (len(lines) - 1) / 2) * (_STEP - 1)
        for rank in range(size):
            left = x + (rank - (size - 1) / 2) * _STEP
            drawn.append(
                f'<circle cx="{number(left)}" cy="{number(top)}" r="{number(_RADIUS)}" fill="{fill}" '
                f'stroke="{MAIN}" stroke-width="1.5"/>'
            )
    return drawn


def _describe(page: Page) -> str:
    """Les mêmes comptes en phrases."""
    told = []
    for _, results in page:
        for result in results:
            given = ", ".join(f"{count} {key}" for key, count in result.counts if count) or "aucune réponse"
            missing = f", {count_noun(result.missing, 'personne')} sans réponse" if result.missing else ""
            told.append(f"{result.criterion.key}, {given}{missing}")
    return f"Nombre de réponses par niveau, critère par critère{NBSP}: {f'{NBSP}; '.join(told)}."
