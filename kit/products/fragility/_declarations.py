"""Ce que la personne déclare de chaque colonne : dans la feuille « Indicateurs », ou dans le titre même."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold, join_list
from kit.domain.values import Place, Problem
from kit.products.fragility.table import MARK, POPULATION, REMARKS, Axis, Direction, Indicator
from kit.reading.tables.raw import RawSheet, RawValue

Declared = tuple[int, Indicator]

_TITLE: Final = "Titre de la colonne"
_COLUMNS: Final = (_TITLE, "Axe", "Sens", "Poids")
_HEADER_SEARCH: Final = 15
_MAX_TITLE: Final = 200
# Colonnes que les tableaux publics ajoutent pour se repérer ; elles ne sont pas des indicateurs.
_SHOWN: Final = frozenset(
    {
        fold(POPULATION),
        fold(REMARKS),
        "commune",
        "communes",
        "nom commune",
        "code insee",
        "insee",
        "code commune",
        "codgeo",
    }
)
_AXES: Final = {fold(axis.value): axis for axis in Axis} | {str(at): axis for at, axis in enumerate(Axis, 1)}
_DIRECTIONS: Final = {
    **{fold(direction.value): direction for direction in Direction},
    "plus": Direction.MORE,
    "moins": Direction.LESS,
}


def read_declarations(sheet: RawSheet) -> tuple[dict[str, Indicator], list[Problem]]:
    """Les indicateurs de la feuille « Indicateurs », par titre replié ; une ligne sans titre est laissée."""
    header, columns = _find_columns(sheet)
    declarations: dict[str, Indicator] = {}
    problems: list[Problem] = []
    if header is None:
        return {}, [build_problem("entete-absent", sheet.where, expected=join_list(_COLUMNS))]
    for at in range(header + 1, len(sheet.rows)):
        cells = [_text(sheet.rows[at], columns.get(name)) for name in _COLUMNS]
        where = replace(sheet.where, line=at + 1)
        if not cells[0]:
            continue
        if fold(cells[0]) in declarations:
            problems.append(build_problem("indicateur-double", where, found=cells[0]))
            continue
        indicator, found = _build_indicator(cells, where)
        problems += found
        if indicator is not None:
            declarations[fold(cells[0])] = indicator
    return declarations, problems


def _find_columns(sheet: RawSheet) -> tuple[int | None, dict[str, int]]:
    for at, row in enumerate(sheet.rows[:_HEADER_SEARCH]):
        titles = [fold(cell) if isinstance(cell, str) else "" for cell in row]
        if fold(_TITLE) in titles and "axe" in titles and "sens" in titles:
            return at, {name: titles.index(fold(name)) for name in _COLUMNS if fold(name) in titles}
    return None, {}


def _text(row: Sequence[RawValue], column: int | None) -> str:
    if column is None or column >= len(row) or row[column] is None:
        return ""
    return str(row[column]).strip()


def match_columns(
    sheet: RawSheet, header: int, commune: int, declarations: Mapping[str, Indicator]
) -> tuple[list[Declared], list[Problem]]:
    """L'indicateur de chaque colonne du tableau, rangé par axe ; une colonne non déclarée est nommée."""
    declared: list[Declared] = []
    problems: list[Problem] = []
    seen: set[str] = set()
    row = sheet.rows[header]
    for at in range(max(len(one) for one in sheet.rows)):
        title = _text(row, at)
        where = replace(sheet.where, line=header + 1, column=title)
        filled = _list_filled(sheet, header, at)
        if at == commune or fold(title) in _SHOWN:
            continue
        if not title:
            problems += [
                build_problem("colonne-sans-titre", replace(sheet.where, line=line), number=at + 1)
                for line in filled[:1]
            ]
            continue
        parts = [part.strip() for part in title.split(MARK)]
        if fold(parts[0]) in seen:
            problems.append(build_problem("indicateur-double", where, found=parts[0]))
            continue
        seen.add(fold(parts[0]))
        if not filled and fold(parts[0]) not in declarations and len(parts) == 1:
            continue
        indicator, found = _match_title(parts, declarations, where)
        problems += found
        if indicator is not None:
            declared.append((at, indicator))
    problems += [
        build_problem("indicateur-sans-colonne", sheet.where, found=indicator.title)
        for key, indicator in declarations.items()
        if key not in seen
    ]
    axes = list(Axis)
    return sorted(declared, key=lambda pair: axes.index(pair[1].axis)), problems


def _list_filled(sheet: RawSheet, header: int, column: int) -> list[int]:
    """Les lignes, comptées à partir de 1, où la colonne porte quelque chose."""
    return [at + 1 for at in range(header + 1, len(sheet.rows)) if _text(sheet.rows[at], column)]


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
        build_problem(
            "choix-inconnu",
            where,
            found=text,
            field=f"{field} de « {title} »",
            suggestion=suggest(text, [choice.value for choice in choices]),
            expected=join_list([choice.value for choice in choices], "ou"),
        )
        for value, text, field, choices in (
            (axis, axis_text, "Axe", list(Axis)),
            (direction, direction_text, "Sens", list(Direction)),
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
    plain = text.replace(",", ".")
    if not re.fullmatch(r"\d{1,3}(?:\.\d{1,6})?", plain):
        return None
    return float(plain) or None
