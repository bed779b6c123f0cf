"""La carte des partenaires : une ligne par famille, une colonne par engagement, une étiquette chacun."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from kit.documents.document import Chart
from kit.documents.drawing import (
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
    shorten,
    wrap,
)
from kit.domain.typography import NBSP, count_noun, join_list
from kit.domain.values import Commitment, Partner, PartnerKind

COLUMNS: Final[tuple[tuple[Commitment | None, str], ...]] = (
    (Commitment.COMMITTED, "Engagé"),
    (Commitment.IN_TALKS, "En discussion"),
    (Commitment.TO_CONTACT, "À contacter"),
    (None, "Non précisé"),
)
# Au-delà, l'image ne se lit plus : le tableau dit la même chose.
MOST: Final = 60
_MOST_PAGES: Final = 3
_MOST_LINES: Final = 3
_LEFT: Final = 138.0
_TOP: Final = 34.0
_GAP: Final = 6.0
_INSET: Final = 9.0
# 22 cm : ce qui tient sur une page avec son titre et sa légende.
_TALLEST: Final = 850.0
_STACK: Final = 8
# L'engagement se lit aussi en gris : plein, bordé, tireté, pointillé.
_PAINTS: Final[dict[Commitment | None, tuple[str, str, str]]] = {
    Commitment.COMMITTED: (MAIN, SURFACE, f'stroke="{MAIN}"'),
    Commitment.IN_TALKS: (SURFACE, INK, f'stroke="{MAIN}" stroke-width="2"'),
    Commitment.TO_CONTACT: (SURFACE, INK, f'stroke="{GREY}" stroke-width="1.5" stroke-dasharray="6 4"'),
    None: (SURFACE, INK, f'stroke="{GREY}" stroke-width="1.5" stroke-dasharray="1.5 3"'),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyRow:
    """Une famille et ses partenaires, par engagement, dans l'ordre des colonnes."""

    label: str
    cells: tuple[tuple[Partner, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerMatrix:
    """Les partenaires par famille et par engagement ; seules les colonnes remplies y sont."""

    columns: tuple[tuple[Commitment | None, str], ...]
    rows: tuple[FamilyRow, ...]


def build_partner_matrix(partners: Sequence[Partner]) -> PartnerMatrix:
    """Les partenaires rangés ; les familles dans l'ordre du dossier."""
    used = {partner.commitment for partner in partners}
    columns = tuple(column for column in COLUMNS if column[0] in used)
    kinds = [kind for kind in PartnerKind if any(partner.kind is kind for partner in partners)]
    return PartnerMatrix(
        columns=columns,
        rows=tuple(
            FamilyRow(
                label=kind.value,
                cells=tuple(
                    tuple(one for one in partners if one.kind is kind and one.commitment is commitment)
                    for commitment, _ in columns
                ),
            )
            for kind in kinds
        ),
    )


def build_partner_map(partners: Sequence[Partner], *, key: str = "partenaires") -> tuple[Chart, ...]:
    """La carte, en autant de figures que de pages ; vide sans partenaire, ou s'ils sont trop nombreux."""
    if not 0 < len(partners) <= MOST:
        return ()
    matrix = build_partner_matrix(partners)
    width = (WIDTH - _LEFT) / len(matrix.columns)
    pages = _split_rows(tuple(row for family in matrix.rows for row in _split_family(family)), width)
    if len(pages) > _MOST_PAGES:
        return ()
    charts = []
    for index, rows in enumerate(pages):
        name = key if index == 0 else f"{key}-{index + 1}"
        title = "Les partenaires par famille et par engagement"
        if len(pages) > 1:
            title = f"{title} ({index + 1}/{len(pages)})"
        alternative = _describe(rows, matrix.columns)
        body = _draw_page(rows, matrix.columns, width)
        height = _TOP + sum(_height_of(row, width) for row in rows) + 4
        svg = build_svg(height, body, key=name, title=title, description=alternative)
        charts.append(Chart(key=name, title=title, alternative=alternative, drawing=svg))
    return tuple(charts)


def _split_family(family: FamilyRow) -> Iterator[FamilyRow]:
    """Une famille nombreuse prend plusieurs lignes."""
    longest = max(len(cell) for cell in family.cells)
    for first in range(0, longest, _STACK):
        label = family.label if first == 0 else f"{family.label} (suite)"
        yield FamilyRow(label=label, cells=tuple(cell[first : first + _STACK] for cell in family.cells))


def _split_rows(rows: Sequence[FamilyRow], width: float) -> list[list[FamilyRow]]:
    pages: list[list[FamilyRow]] = [[]]
    used = 0.0
    for row in rows:
        height = _height_of(row, width)
        if pages[-1] and used + height > _TALLEST - _TOP:
            pages.append([])
            used = 0.0
        pages[-1].append(row)
        used += height
    return pages


def _lines_of(partner: Partner, width: float) -> tuple[str, ...]:
    role = (f"({partner.role.value})",) if partner.role else ()
    room = width - _GAP - 2 * _INSET
    lines = wrap(partner.name, room)
    if len(lines) > _MOST_LINES:
        # Un nom long se coupe à un mot : il est entier dans le tableau, et dans la description.
        kept = lines[: _MOST_LINES - 1]
        lines = (*kept, shorten(" ".join(lines[_MOST_LINES - 1 :]), room))
    return (*lines, *role)


def _card_height(partner: Partner, width: float) -> float:
    return LINE * len(_lines_of(partner, width)) + 9


def _height_of(row: FamilyRow, width: float) -> float:
    stacks = [sum(_card_height(partner, width) + _GAP for partner in cell) for cell in row.cells]
    return max(*stacks, LINE * len(wrap(row.label, _LEFT - 8)) + 8, 0.0) + _GAP


def _draw_page(
    rows: Sequence[FamilyRow], columns: Sequence[tuple[Commitment | None, str]], width: float
) -> list[str]:
    style = f'font-weight="bold" fill="{MAIN}"'
    drawn = [draw_text(_LEFT + width * at, 18, label, style=style) for at, (_, label) in enumerate(columns)]
    drawn.append(draw_line((0, _TOP - 6), (WIDTH, _TOP - 6), f'stroke="{MAIN}" stroke-width="1.6"'))
    y = _TOP
    for row in rows:
        drawn += [
            draw_text(0, y + 18 + LINE * at, line, style='font-weight="600"')
            for at, line in enumerate(wrap(row.label, _LEFT - 8))
        ]
        for at, ((commitment, _), cell) in enumerate(zip(columns, row.cells, strict=True)):
            drawn += _draw_stack(cell, commitment, x=_LEFT + width * at, y=y, width=width)
        y += _height_of(row, width)
        drawn.append(draw_line((0, y - 6), (WIDTH, y - 6), f'stroke="{RULE}" stroke-width="0.8"'))
    return drawn


def _draw_stack(
    partners: Sequence[Partner], commitment: Commitment | None, *, x: float, y: float, width: float
) -> Iterator[str]:
    fill, ink, stroke = _PAINTS[commitment]
    for partner in partners:
        height = _card_height(partner, width)
        yield (
            f'<rect x="{number(x + 1)}" y="{number(y)}" width="{number(width - _GAP - 2)}" '
            f'height="{number(height)}" rx="4" fill="{fill}" {stroke}/>'
        )
        for at, line in enumerate(_lines_of(partner, width)):
            is_role = bool(partner.role) and at == len(_lines_of(partner, width)) - 1
            style = f'fill="{ink}"' if is_role else f'fill="{ink}" font-weight="600"'
            yield draw_text(x + _INSET, y + 17 + LINE * at, line, style=style)
        y += height + _GAP


def _describe(rows: Sequence[FamilyRow], columns: Sequence[tuple[Commitment | None, str]]) -> str:
    """Les mêmes données en phrases : le compte, puis qui se trouve dans chaque colonne."""
    placed = [
        (label, partner)
        for row in rows
        for (_, label), cell in zip(columns, row.cells, strict=True)
        for partner in cell
    ]
    families = len({partner.kind for _, partner in placed})
    counts = Counter(label for label, _ in placed)
    size = f"{count_noun(len(placed), 'partenaire')}, de {count_noun(families, 'famille')}"
    sentences = [f"Carte de {size}, rangés par engagement."]
    for _, label in columns:
        names = [f"{one.name} ({one.kind.value})" for column, one in placed if column == label]
        if names:
            sentences.append(f"{label}, {counts[label]}{NBSP}: {join_list(names)}.")
    return " ".join(sentences)
