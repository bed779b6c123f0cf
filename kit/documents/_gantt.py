"""Le calendrier des actions : une barre par action, son statut dit par le mot et par le motif."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kit.documents.document import Chart
from kit.documents.drawing import (
    ACCENT,
    BLOCKED,
    DISCUSS,
    DONE,
    GREY,
    INK,
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
from kit.domain.typography import NBSP, count_noun, format_date, join_list

_LEFT: Final = 250.0
_RIGHT: Final = WIDTH - 14.0
_TOP: Final = 52.0
# 22 cm : ce qui tient sur une page avec son titre et sa légende.
_TALLEST: Final = 820.0
_BAR: Final = 15.0
_SHORT_MONTHS: Final = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 600, 2400, 12000)


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttRow:
    """Une ligne du calendrier ; ``status`` est le mot imprimé (« En cours »)."""

    label: str
    start: dt.date | None = None
    end: dt.date | None = None
    status: str = ""

    @property
    def span(self) -> tuple[dt.date, dt.date] | None:
        """Du premier au dernier jour ; le même deux fois pour une seule date ; ``None`` sans date."""
        days = [day for day in (self.start, self.end) if day is not None]
        return (min(days), max(days)) if days else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scale:
    """De la date à l'abscisse."""

    first: dt.date
    last: dt.date

    def place(self, day: dt.date) -> float:
        """L'abscisse d'un jour."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return _LEFT + share * (_RIGHT - _LEFT)


def build_gantt(
    rows: Sequence[GanttRow], *, today: dt.date, title: str, key: str = "calendrier"
) -> tuple[Chart, ...]:
    """Le calendrier des actions, en autant de figures que de pages ; vide sans action datée."""
    if not any(row.span for row in rows):
        return ()
    scale = _build_scale(rows, today)
    pages = _split_rows(rows)
    charts = []
    for index, page in enumerate(pages):
        name = key if index == 0 else f"{key}-{index + 1}"
        heading = title if len(pages) == 1 else f"{title} ({index + 1}/{len(pages)})"
        alternative = _describe(page, today)
        body = _draw_page(page, scale, today=today, key=name)
        height = _TOP + sum(_height_of(row) for row in page) + 14
        svg = build_svg(height, body, key=name, title=heading, description=alternative)
        charts.append(Chart(key=name, title=heading, alternative=alternative, drawing=svg))
    return tuple(charts)


def _build_scale(rows: Sequence[GanttRow], today: dt.date) -> _Scale:
    """Des mois entiers autour des dates ; aujourd'hui y entre s'il n'est pas trop loin."""
    days = [day for row in rows for day in row.span or ()]
    first, last = min(days), max(days)
    margin = max((last - first).days // 4, 62)
    if (first - today).days <= margin and (today - last).days <= margin:
        first, last = min(first, today), max(last, today)
    return _Scale(first=first.replace(day=1), last=_next_month(last, 1))


def _next_month(day: dt.date, count: int) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date.max if year > dt.MAXYEAR else dt.date(year, month + 1, 1)


def _lines_of(row: GanttRow) -> tuple[str, ...]:
    lines = wrap(row.label, _LEFT - 18)
    return (*lines, row.status) if row.status else lines


def _height_of(row: GanttRow) -> float:
    return LINE * len(_lines_of(row)) + 16


def _split_rows(rows: Sequence[GanttRow]) -> list[list[GanttRow]]:
    pages: list[list[GanttRow]] = [[]]
    used = 0.0
    for row in rows:
        height = _height_of(row)
        if pages[-1] and used + height > _TALLEST - _TOP:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height
    return pages


def _draw_page(rows: Sequence[GanttRow], scale: _Scale, *, today: dt.date, key: str) -> list[str]:
    bottom = _TOP + sum(_height_of(row) for row in rows)
    drawn = [_define_patterns(key), *_draw_axis(scale, bottom)]
    y = _TOP
    for row in rows:
        drawn += _draw_row(row, y, scale, key=key)
        y += _height_of(row)
        drawn.append(draw_line((0, y), (WIDTH, y), f'stroke="{RULE}" stroke-width="0.8"'))
    if scale.first <= today <= scale.last:
        drawn += _draw_today(scale.place(today), bottom)
    return drawn


def _draw_axis(scale: _Scale, bottom: float) -> Iterable[str]:
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    width = (_RIGHT - _LEFT) / max(1, months)
    step = next((step for step in _STEPS if step * width >= (84 if step < 12 else 44)), _STEPS[-1])
    day = scale.first
    if step >= 12 and day.month > 1:
        day = _next_month(day.replace(month=1), 12)
    while day < scale.last:
        x = scale.place(day)
        yield draw_line((x, _TOP), (x, bottom), f'stroke="{RULE}" stroke-width="0.8"')
        label = str(day.year) if step >= 12 else f"{_SHORT_MONTHS[day.month - 1]} {day.year}"
        if x + 7.9 * len(label) <= WIDTH:
            yield draw_text(x + 3, _TOP - 8, label, style=f'fill="{GREY}"')
        day = _next_month(day, step)
    yield draw_line((0, _TOP), (WIDTH, _TOP), f'stroke="{MAIN}" stroke-width="1.6"')


def _draw_today(x: float, bottom: float) -> list[str]:
    style = f'stroke="{ACCENT}" stroke-width="1.8" stroke-dasharray="5 3"'
    anchor = "end" if x > WIDTH - 90 else "middle"
    label = draw_text(x, 16, "aujourd’hui", anchor=anchor, style=f'fill="{ACCENT}" font-weight="bold"')
    stem = draw_line((x, 22), (x, 30), f'stroke="{ACCENT}" stroke-width="1.8"')
    return [stem, draw_line((x, _TOP), (x, bottom), style), label]


def _draw_row(row: GanttRow, top: float, scale: _Scale, *, key: str) -> list[str]:
    lines = _lines_of(row)
    drawn = []
    for index, line in enumerate(lines):
        is_status = bool(row.status) and index == len(lines) - 1
        style = f'fill="{GREY}"' if is_status else 'font-weight="600"'
        drawn.append(draw_text(0, top + 8 + LINE * (index + 0.75), line, style=style))
    middle = top + _height_of(row) / 2
    if row.span is None:
        return [*drawn, draw_text(_LEFT + 4, middle + 5, "dates à fixer", style=f'fill="{GREY}"')]
    start, end = (scale.place(day) for day in row.span)
    if start == end:
        return [*drawn, _draw_milestone(start, middle)]
    fill, stroke = _PAINTS.get(row.status, (MAIN, f'stroke="{MAIN}"'))
    bar = (
        f'<rect x="{number(start)}" y="{number(middle - _BAR / 2)}" width="{number(max(3, end - start))}" '
        f'height="{number(_BAR)}" fill="{fill.format(key=key)}" {stroke} stroke-width="1.6"/>'
    )
    return [*drawn, bar]


def _draw_milestone(x: float, y: float) -> str:
    size = 8.5
    points = f"{number(x)},{number(y - size)} {number(x + size)},{number(y)} "
    points += f"{number(x)},{number(y + size)} {number(x - size)},{number(y)}"
    return f'<polygon points="{points}" fill="{INK}"/>'


# Chaque statut a son motif, que la couleur répète : on les distingue aussi en gris.
_PAINTS: Final[dict[str, tuple[str, str]]] = {
    "À venir": (SURFACE, f'stroke="{GREY}"'),
    "En cours": ("url(#{key}-cours)", f'stroke="{MAIN}"'),
    "Réalisé": (DONE, f'stroke="{DONE}"'),
    "En pause": ("url(#{key}-pause)", f'stroke="{GREY}"'),
    "Abandonné": (SURFACE, f'stroke="{GREY}" stroke-dasharray="2 3"'),
    "Bloqué": ("url(#{key}-bloque)", f'stroke="{BLOCKED}"'),
    "En retard": ("url(#{key}-retard)", f'stroke="{ACCENT}"'),
    "À discuter": (SURFACE, f'stroke="{DISCUSS}" stroke-dasharray="6 4"'),
}


def _define_patterns(key: str) -> str:
    box = 'patternUnits="userSpaceOnUse"'
    return (
        f'<defs><pattern id="{key}-cours" width="6" height="6" {box}><rect width="6" height="6" '
        f'fill="{SURFACE}"/><path d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2" stroke="{MAIN}" stroke-width="2.4"/>'
        f'</pattern><pattern id="{key}-pause" width="6" height="6" {box}><rect width="6" height="6" '
        f'fill="{SURFACE}"/><rect width="2.6" height="6" fill="{GREY}"/></pattern>'
        f'<pattern id="{key}-bloque" width="6" height="6" {box}><rect width="6" height="6" fill="{SURFACE}"/>'
        f'<path d="M0,0 l6,6 M6,0 l-6,6" stroke="{BLOCKED}" stroke-width="1.4"/></pattern>'
        f'<pattern id="{key}-retard" width="5" height="5" {box}><rect width="5" height="5" fill="{SURFACE}"/>'
        f'<rect width="5" height="3.2" fill="{ACCENT}"/></pattern></defs>'
    )


def _describe(rows: Sequence[GanttRow], today: dt.date) -> str:
    """Les mêmes données en phrases : l'étendue, chaque action, ce qui est passé, ce qui n'a pas de date."""
    dated = [(row, span) for row in rows if (span := row.span)]
    undated = [row.label for row in rows if row.span is None]
    sentences = [f"Calendrier de {count_noun(len(rows), 'action')}, au {format_date(today)}."]
    if dated:
        first = min(span[0] for _, span in dated)
        last = max(span[1] for _, span in dated)
        sentences.append(f"Il va du {format_date(first)} au {format_date(last)}.")
        sentences.append(f"{f'{NBSP}; '.join(_describe_row(row) for row, _ in dated)}.")
    late = [row.label for row, span in dated if span[1] < today and not _is_closed(row)]
    if late:
        sentences.append(f"Échéance passée{NBSP}: {join_list(late)}.")
    if undated:
        sentences.append(f"Dates à fixer{NBSP}: {join_list(undated)}.")
    return " ".join(sentences)


def _is_closed(row: GanttRow) -> bool:
    return row.status in {"Réalisé", "Abandonné"}


def _describe_row(row: GanttRow) -> str:
    status = f" ({row.status.lower()})" if row.status else ""
    if row.start and row.end:
        return f"{row.label}{status}, du {format_date(row.start)} au {format_date(row.end)}"
    day, word = (row.start, "à partir du") if row.start else (row.end, "pour le")
    return f"{row.label}{status}, {word} {format_date(day)}" if day else f"{row.label}{status}"
