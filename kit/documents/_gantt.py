"""Le calendrier des actions : une ligne par action, rangées par axe, le statut dit par la forme et le mot.

Quarante actions et leurs axes tiennent sur une page ; au-delà, la page se coupe entre deux axes. Un titre
trop long se coupe à un mot : il est entier dans la description, et dans le tableau du plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from kit.documents.document import Chart
from kit.documents.drawing import (
    ACCENT,
    BORDER,
    GREY,
    INK,
    MAIN,
    MAIN_TINT,
    RULE,
    WIDTH,
    build_svg,
    draw_line,
    draw_text,
    number,
    shorten,
    wrap,
)
from kit.documents.status_shapes import (
    STATUS_PAINTS,
    StatusPaint,
    draw_status_key,
    draw_status_shape,
    measure_status_key,
)
from kit.domain.typography import NBSP, count_noun, format_date, join_list

_LEFT: Final = 272.0
_RIGHT: Final = WIDTH - 10.0
_LABEL: Final = 18.0
# 22 cm : ce qui tient sur une page avec son titre et sa légende.
_TALLEST: Final = 872.0
_AXIS: Final = 44.0
_QUARTER: Final = 20.0
_KEY: Final = 11.6
_FOOT: Final = 8.0
_BREAK: Final = 0.6
_MOST_LINES: Final = 2
_SHORT_MONTHS: Final = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
_STEPS: Final = (1, 2, 3, 6, 12, 24, 60, 120, 600, 2400, 12000)


@dataclass(frozen=True, slots=True, kw_only=True)
class GanttRow:
    """Une ligne du calendrier ; ``status`` est le mot imprimé (« En cours »), ``group`` l'axe de l'action."""

    label: str
    start: dt.date | None = None
    end: dt.date | None = None
    status: str = ""
    group: str = ""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    """La hauteur d'une ligne de texte, et combien un titre peut en prendre."""

    line: float
    text: float
    most: int

    @property
    def head(self) -> float:
        """La hauteur du bandeau d'un axe."""
        return self.line + 3

    def split(self, row: GanttRow) -> tuple[str, ...]:
        """Le titre, coupé à un mot s'il prend plus de lignes qu'il n'en a."""
        # « wrap » compte pour un texte de dix points.
        width = (_LEFT - _LABEL - 10) * 14.4 / self.text
        lines = wrap(row.label, width)
        if len(lines) <= self.most:
            return lines
        return (*lines[: self.most - 1], shorten(" ".join(lines[self.most - 1 :]), width))

    def measure(self, row: GanttRow) -> float:
        """La hauteur d'une action."""
        return self.line * len(self.split(row)) + (6 if self.most > 1 else 1.2)


_LARGE: Final = _Size(line=15.5, text=12.4, most=_MOST_LINES)
_SMALL: Final = _Size(line=15.2, text=11.2, most=1)


def build_gantt(
    rows: Sequence[GanttRow], *, today: dt.date, title: str, key: str = "calendrier"
) -> tuple[Chart, ...]:
    """Le calendrier des actions, en autant de figures que de pages ; vide sans action datée."""
    if not any(row.span for row in rows):
        return ()
    scale = _build_scale(rows, today)
    top = _measure_top(rows)
    # Des lignes amples tant que tout tient sur une page ; serrées au-delà.
    size = _LARGE if _measure_rows(rows, _LARGE) <= _TALLEST - _FOOT - top else _SMALL
    pages = _split_rows(rows, size, _TALLEST - _FOOT - top)
    charts = []
    for index, page in enumerate(pages):
        name = key if index == 0 else f"{key}-{index + 1}"
        heading = title if len(pages) == 1 else f"{title} ({index + 1}/{len(pages)})"
        alternative = _describe(page, today)
        body = _draw_page(page, scale, size, today=today)
        height = _measure_top(page) + _measure_rows(page, size) + _FOOT
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


def _list_statuses(rows: Sequence[GanttRow]) -> tuple[str, ...]:
    used = {row.status for row in rows}
    return tuple(status for status in STATUS_PAINTS if status in used)


def _measure_top(rows: Sequence[GanttRow]) -> float:
    """La place de la légende et des dates, au-dessus de la première ligne."""
    return _AXIS + measure_status_key(_list_statuses(rows), size=_KEY, width=WIDTH)


def _measure_rows(rows: Sequence[GanttRow], size: _Size) -> float:
    heads = sum(bool(group) for group, _ in groupby(row.group for row in rows))
    return sum(size.measure(row) for row in rows) + heads * size.head


def _split_rows(rows: Sequence[GanttRow], size: _Size, room: float) -> list[list[GanttRow]]:
    """Les actions par page ; une page assez pleine se coupe entre deux axes, sinon où elle peut."""
    pages: list[list[GanttRow]] = [[]]
    for _, found in groupby(rows, key=lambda row: row.group):
        axis = list(found)
        used = _measure_rows(pages[-1], size)
        if pages[-1] and used > _BREAK * room and used + _measure_rows(axis, size) > room:
            pages.append([])
        for row in axis:
            if pages[-1] and _measure_rows([*pages[-1], row], size) > room:
                pages.append([])
            pages[-1].append(row)
    return pages


def _draw_page(rows: Sequence[GanttRow], scale: _Scale, size: _Size, *, today: dt.date) -> list[str]:
    top = _measure_top(rows)
    bottom = top + _measure_rows(rows, size)
    drawn = list(draw_status_key(_list_statuses(rows), y=11, size=_KEY, width=WIDTH))
    bands, lines = [], []
    y = top
    for group, found in groupby(rows, key=lambda row: row.group):
        axis = list(found)
        if group:
            bands += _draw_band(group, len(axis), y, size)
            y += size.head
        for row in axis:
            lines += _draw_row(row, y, scale, size, today=today)
            y += size.measure(row)
            lines.append(draw_line((0, y), (WIDTH, y), f'stroke="{RULE}" stroke-width="0.5"'))
    drawn += [*bands, *_draw_axis(scale, top, bottom), *lines]
    if scale.first <= today <= scale.last:
        drawn += _draw_today(scale.place(today), top, bottom)
    return drawn


def _draw_band(group: str, count: int, y: float, size: _Size) -> list[str]:
    text = f'font-size="{number(size.text)}"'
    told = f"{NBSP}· {count_noun(count, 'action')}"
    room = (WIDTH - 12) * 14.4 / size.text - 8 * len(told)
    return [
        f'<rect x="0" y="{number(y)}" width="{WIDTH}" height="{number(size.head)}" fill="{MAIN_TINT}"/>',
        draw_text(
            4,
            y + size.head / 2 + size.text * 0.35,
            f"{shorten(group, room)}{told}",
            style=f'{text} font-weight="700" fill="{MAIN}"',
        ),
    ]


def _draw_axis(scale: _Scale, top: float, bottom: float) -> Iterable[str]:
    months = (scale.last.year - scale.first.year) * 12 + scale.last.month - scale.first.month
    width = (_RIGHT - _LEFT) / max(1, months)
    step = next((step for step in _STEPS if step * width >= (72 if step < 12 else 40)), _STEPS[-1])
    day = scale.first
    if step >= 12 and day.month > 1:
        day = _next_month(day.replace(month=1), 12)
    if step == 12 and 3 * width >= _QUARTER:
        yield from _draw_quarters(scale, top, bottom)
    while day < scale.last:
        x = scale.place(day)
        yield draw_line((x, top - 4), (x, bottom), f'stroke="{BORDER}" stroke-width="0.8"')
        label = str(day.year) if step >= 12 else f"{_SHORT_MONTHS[day.month - 1]} {day.year}"
        if x + 6.9 * len(label) <= WIDTH:
            yield draw_text(x + 3, top - 17, label, style=f'font-size="12" fill="{MAIN}" font-weight="600"')
        day = _next_month(day, step)
    yield draw_line((0, top), (WIDTH, top), f'stroke="{MAIN}" stroke-width="1.6"')


def _draw_quarters(scale: _Scale, top: float, bottom: float) -> Iterable[str]:
    """Les trimestres, quand une année est large."""
    day = _next_month(scale.first, -((scale.first.month - 1) % 3))
    while day < scale.last:
        if day >= scale.first:
            x = scale.place(day)
            yield draw_line((x, top), (x, bottom), f'stroke="{RULE}" stroke-width="0.6"')
            label = f"T{(day.month + 2) // 3}"
            yield draw_text(x + 3, top - 4, label, style=f'font-size="10" fill="{GREY}"')
        day = _next_month(day, 3)


def _draw_today(x: float, top: float, bottom: float) -> list[str]:
    anchor = "end" if x > WIDTH - 40 else "middle"
    style = f'font-size="12" fill="{ACCENT}" font-weight="bold"'
    label = draw_text(x, top - 31, "aujourd’hui", anchor=anchor, style=style)
    return [draw_line((x, top - 28), (x, bottom), f'stroke="{ACCENT}" stroke-width="1.6"'), label]


def _draw_row(row: GanttRow, top: float, scale: _Scale, size: _Size, *, today: dt.date) -> list[str]:
    lines = size.split(row)
    height = size.measure(row)
    middle = top + height / 2
    first = middle - size.line * (len(lines) - 1) / 2 + size.text * 0.35
    text = f'font-size="{number(size.text)}"'
    drawn = [draw_status_shape(row.status, 7, middle, 5)]
    drawn += [draw_text(_LABEL, first + size.line * at, line, style=text) for at, line in enumerate(lines)]
    if row.span is None:
        return [*drawn, draw_text(_LEFT + 4, first, "dates à fixer", style=f'{text} fill="{GREY}"')]
    start, end = (scale.place(day) for day in row.span)
    if start == end:
        return [*drawn, _draw_milestone(start, middle)]
    paint = STATUS_PAINTS.get(row.status, StatusPaint(stroke=MAIN, tint=MAIN_TINT))
    return [*drawn, *_draw_bar((start, end), middle, paint, done=scale.place(today))]


def _draw_bar(span: tuple[float, float], middle: float, paint: StatusPaint, *, done: float) -> list[str]:
    """Le contour va du début à la fin ; ce qui est écoulé d'une action commencée est plein."""
    start, end = span
    thick = 8.0
    box = f'y="{number(middle - thick / 2)}" height="{number(thick)}" rx="1.5"'
    dashes = ' stroke-dasharray="3 2"' if paint.is_dashed else ""
    edge = f'stroke="{paint.stroke}" stroke-width="1.2"{dashes}'
    width = number(max(3, end - start))
    drawn = [f'<rect x="{number(start)}" {box} width="{width}" fill="{paint.tint}" {edge}/>']
    elapsed = min(end, done) - start
    if paint.is_started and elapsed > 0:
        drawn.append(f'<rect x="{number(start)}" {box} width="{number(elapsed)}" fill="{paint.stroke}"/>')
    return drawn


def _draw_milestone(x: float, y: float) -> str:
    size = 6.0
    points = f"{number(x)},{number(y - size)} {number(x + size)},{number(y)} "
    points += f"{number(x)},{number(y + size)} {number(x - size)},{number(y)}"
    return f'<polygon points="{points}" fill="{INK}"/>'


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
