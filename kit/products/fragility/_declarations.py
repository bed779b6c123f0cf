"""Ce que la personne déclare de chaque colonne : dans la feuille « Indicateurs », ou dans le titre même."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold, join_list
from kit.domain.values import Place, Problem
from kit.products.fragility._forms import DECLARATIONS, TABLE, rank_title
from kit.products.fragility.table import MARK, Direction, FragilityAxis, Indicator
from kit.reading.fields import list_choices
from kit.reading.tables.raw import RawSheet, write_plain
from kit.reading.tables.sheet_rows import read_form
from kit.reading.tables.titles import Header, cell_at, find_untitled, is_filled, title_of
from kit.reading.values.choices import refuse_choice
from kit.reading.values.numbers import read_number

Declared = tuple[int, Indicator]

_MAX_TITLE: Final = 200
_MAX_WEIGHT: Final = 1_000
_HEADINGS: Final = tuple(field.label for field in DECLARATIONS.fields)
_AXES: Final = {fold(axis.value): axis for axis in FragilityAxis} | {
    str(at): axis for at, axis in enumerate(FragilityAxis, 1)
}
_DIRECTIONS: Final = {
    **{fold(direction.value): direction for direction in Direction},
    "plus": Direction.MORE,
    "moins": Direction.LESS,
}


def read_declarations(sheet: RawSheet) -> tuple[dict[str, Indicator], list[Problem]]:
    """Les indicateurs de la feuille « Indicateurs », par titre replié ; une ligne sans titre est laissée."""
    reading = read_form(DECLARATIONS, sheet)
    if reading.header is None or any(
        reading.header.find(one.key) is None for one in DECLARATIONS.required_fields
    ):
        return {}, [build_problem("entete-absent", sheet.where, expected=join_list(_HEADINGS))]
    declarations: dict[str, Indicator] = {}
    problems: list[Problem] = []
    for record in reading.table.records:
        cells = {key: write_plain(cell.value) for key, cell in record.cells.items()}
        title = cells["title"]
        if not title:
            continue
        if fold(title) in declarations:
            problems.append(build_problem("indicateur-double", record.where, found=title))
            continue
        parts = (title, cells["axis"], cells["direction"], cells.get("weight", ""))
        indicator, found = _build_indicator(parts, record.where)
        problems += found
        if indicator is not None:
            declarations[fold(title)] = indicator
    return declarations, problems


def choose_commune(sheet: RawSheet, header: Header) -> Header:
    """Les titres, où la colonne des communes est celle qui les désigne le mieux."""
    row = sheet.rows[header.line]
    best = min((*header.columns, *header.doubles), key=lambda at: (rank_title(title_of(row[at])), at))
    return replace(header, columns={best: TABLE.fields[0]}, doubles={})


def match_columns(
    sheet: RawSheet, header: Header, declarations: Mapping[str, Indicator]
) -> tuple[list[Declared], list[Problem]]:
    """L'indicateur de chaque colonne du tableau, rangé par axe ; une colonne non déclarée est nommée."""
    declared: list[Declared] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    for at, title in header.unknown.items():
        where = replace(sheet.where, line=header.line + 1, column=title.strip())
        parts = [part.strip() for part in title.split(MARK)]
        key = fold(parts[0])
        if key in seen:
            problems.append(build_problem("indicateur-double", where, found=parts[0]))
            continue
        seen.add(key)
        if key not in declarations and len(parts) == 1 and not _is_column_filled(sheet, header, at):
            continue
        indicator, found = _match_title(parts, declarations, where)
        problems += found
        if indicator is not None:
            declared.append((at, indicator))
    problems += [
        build_problem("colonne-sans-titre", replace(sheet.where, line=line), number=at + 1)
        for at, (line, _) in find_untitled(sheet, header).items()
    ]
    problems += [
        build_problem("indicateur-sans-colonne", sheet.where, found=indicator.title)
        for key, indicator in declarations.items()
        if key not in seen
    ]
    axes = list(FragilityAxis)
    return sorted(declared, key=lambda pair: axes.index(pair[1].axis)), problems


def _is_column_filled(sheet: RawSheet, header: Header, column: int) -> bool:
    return any(is_filled(cell_at(row, column)) for row in sheet.rows[header.line + 1 :])


def _match_title(
    parts: Sequence[str], declarations: Mapping[str, Indicator], where: Place
) -> tuple[Indicator | None, list[Problem]]:
    known = declarations.get(fold(parts[0]))
    if known is not None:
        return known, []
    if len(parts) > 1:
        return _build_indicator([*parts, "", "", ""][:4], where)
    hint = suggest(parts[0], [one.title for one in declarations.values()])
    return None, [build_problem("indicateur-non-declare", where, found=parts[0][:80], suggestion=hint)]


def _build_indicator(cells: Sequence[str], where: Place) -> tuple[Indicator | None, list[Problem]]:
    title, axis_text, direction_text, weight_text = cells
    axis, direction = _AXES.get(fold(axis_text)), _DIRECTIONS.get(fold(direction_text))
    weight = _parse_weight(weight_text)
    problems = [
        refuse_choice(text, f"{field} de « {title} »", names, where, join_list(names, "ou"))
        for value, text, field, names in (
            (axis, axis_text, "Axe", list_choices(FragilityAxis)),
            (direction, direction_text, "Sens", list_choices(Direction)),
        )
        if value is None
    ]
    if weight is None:
        problems.append(build_problem("nombre-attendu", where, found=weight_text, field="Poids", example="1"))
    if axis is None or direction is None or weight is None:
        return None, problems
    return Indicator(title=title[:_MAX_TITLE], axis=axis, direction=direction, weight=weight), problems


def _parse_weight(text: str) -> float | None:
    """Le poids d'un indicateur : un nombre positif ; vide, c'est 1."""
    if not text:
        return 1.0
    number = read_number(text)
    if number is None or number.unit or not 0 < number.value < _MAX_WEIGHT:
        return None
    return number.value
