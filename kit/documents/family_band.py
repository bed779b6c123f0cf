"""La bande des familles : un carré par partenaire, plein, à demi ou en tireté selon son engagement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kit.documents.document import Chart
from kit.documents.drawing import MAIN, build_svg, draw_line, draw_text, number
from kit.domain.typography import NBSP, count_noun, join_list
from kit.domain.values import Commitment

__all__ = ["FamilyRow", "build_family_band"]

_WIDTH: Final = 720.0
_LARGE: Final = 480.0
_MOST: Final = 8
_GAP: Final = 8.0
_SIZE: Final = 12.0
_STEP: Final = 16.0
_LABEL: Final = 11.4
_SMALL: Final = 10.2
# La largeur moyenne d'un caractère, en corps.
_CHARACTER: Final = 0.56
_LINE: Final = 13.5
_PLURALS: Final = {
    Commitment.COMMITTED: ("engagé", "engagés"),
    Commitment.IN_TALKS: ("en discussion", "en discussion"),
    Commitment.TO_CONTACT: ("à contacter", "à contacter"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRow:
    """Une famille d'acteurs, et où en est chacun de ses partenaires."""

    label: str
    commitments: tuple[Commitment, ...]


def build_family_band(rows: Sequence[FamilyRow], *, key: str = "familles", large: bool = False) -> Chart:
    """La bande ; au-delà de huit familles, elle passe à la ligne. ``large`` : pour être lue de loin."""
    body: list[str] = []
    y = 2.0
    most, width = (_MOST // 2, _LARGE) if large else (_MOST, _WIDTH)
    for start in range(0, len(rows), most):
        drawn, y = _draw_line(rows[start : start + most], y, width)
        body += drawn
        y += _GAP
    legend, y = _draw_legend(y)
    title = "Les partenaires par famille, selon leur engagement"
    return Chart(
        key=key,
        title=title,
        alternative=f"{title}{NBSP}: {' ; '.join(map(_tell, rows))}.",
        drawing=build_svg(y, [*body, *legend], key=key, title=title, description=title, width=width),
        width_cm=18.0,
    )


def _tell(row: FamilyRow) -> str:
    counts = {one: row.commitments.count(one) for one in reversed(Commitment)}
    told = [count_noun(count, *_PLURALS[one]) for one, count in counts.items() if count]
    return f"{row.label}, {join_list(told)}"


def _draw_line(rows: Sequence[FamilyRow], top: float, width: float) -> tuple[list[str], float]:
    """Une ligne de familles, de largeurs égales, et son bas."""
    wide = width / max(len(rows), 4)
    size = _LABEL if len(rows) < 7 else _SMALL
    body: list[str] = []
    bottom = top
    for rank, row in enumerate(rows):
        left = rank * wide
        body.append(draw_line((left, top), (left + wide - _GAP, top), f'stroke="{MAIN}" stroke-width="2"'))
        per_line = max(1, int((wide - _GAP) // _STEP))
        for place, commitment in enumerate(row.commitments):
            x = left + place % per_line * _STEP
            body.append(draw_square(x, top + 7 + place // per_line * _STEP, commitment))
        y = top + 7 + -(-len(row.commitments) // per_line) * _STEP
        for text in _wrap_label(row.label, (wide - _GAP) / (_CHARACTER * size)):
            y += _LINE
            body.append(draw_text(left, y - 3, text, style=f'font-size="{number(size)}"'))
        bottom = max(bottom, y)
    return body, bottom


def _wrap_label(label: str, most: float) -> list[str]:
    """Le libellé coupé aux espaces ; un mot seul ne se coupe jamais."""
    lines: list[str] = []
    for word in label.split(" "):
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def draw_square(x: float, y: float, commitment: Commitment) -> str:
    """Le carré d'un partenaire : plein, à demi, ou en tireté."""
    size = number(_SIZE - 1)
    at = f'x="{number(x + 1)}" y="{number(y)}" width="{size}" height="{size}" rx="1.5"'
    if commitment is Commitment.COMMITTED:
        return f'<rect {at} fill="{MAIN}" stroke="{MAIN}" stroke-width="1.4"/>'
    if commitment is Commitment.TO_CONTACT:
        return f'<rect {at} fill="none" stroke="{MAIN}" stroke-width="1.2" stroke-dasharray="2.6 2"/>'
    half = f'<path d="M{number(x + 1)} {number(y + _SIZE - 1)}h{size}v-{size}z" fill="{MAIN}"/>'
    return f'<rect {at} fill="none" stroke="{MAIN}" stroke-width="1.4"/>{half}'


def _draw_legend(top: float) -> tuple[Iterable[str], float]:
    body, x = [], 0.0
    for one in reversed(Commitment):
        body.append(draw_square(x, top + 4, one))
        body.append(draw_text(x + _STEP + 2, top + 14, one.value, style=f'font-size="{number(_LABEL)}"'))
        x += _STEP + 30 + 6.4 * len(one.value)
    return body, top + 20
