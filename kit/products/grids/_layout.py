"""Retrouver, dans une feuille, les colonnes d'une grille : d'après leurs titres, sinon leur contenu."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from kit.domain.errors import build_problem, suggest
from kit.domain.typography import fold
from kit.domain.values import Place, Problem
from kit.reading.forms import EVALUATION, RESPONDENT, Field
from kit.reading.tables.raw import RawSheet, RawValue

ANSWER_FIELDS: Final = {field.key: field for field in EVALUATION.fields}
PERSON_FIELDS: Final = {field.key: field for field in RESPONDENT.fields}
WEIGHT_TITLE: Final = "Poids"
_SHOWN: Final = frozenset(fold(title) for title in (*EVALUATION.shown, WEIGHT_TITLE))
_KEY: Final = re.compile(r"[A-Za-z]{1,3}\d{1,3}-\d{1,3}")
_LEVEL: Final = re.compile(r"[A-Ca-c]|[Nn][Cc]")
_REQUIRED: Final = re.compile(r"\s*(?:\(obligatoire\)|\*)$", re.IGNORECASE)
_HEADER_SEARCH: Final = 15
_SAMPLE: Final = 400
_MOSTLY: Final = 0.8

folded = lru_cache(maxsize=4_096)(fold)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """La ligne des titres (comptée à partir de 0) et le champ de chaque colonne."""

    header: int
    columns: Mapping[int, Field]

    def find(self, key: str) -> int | None:
        """La colonne de ce champ, comptée à partir de 0."""
        return next((at for at, field in self.columns.items() if field.key == key), None)


def titles_of(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Les champs par titre replié : le titre affiché ou la clé des fichiers de texte."""
    return {title: field for field in fields.values() for title in (folded(field.name), folded(field.label))}


_ANSWER_TITLES: Final = titles_of(ANSWER_FIELDS)
# Une ligne par réponse porte aussi qui répond ; « Répondant » et les autres rubriques y sont des colonnes.
_ALL_TITLES: Final = titles_of(PERSON_FIELDS) | _ANSWER_TITLES


def title_of(value: RawValue) -> str:
    """Le titre replié d'une case, sans la marque d'obligation."""
    if not isinstance(value, str):
        return ""
    text = value.rstrip()
    return folded(_REQUIRED.sub("", text) if text.endswith((")", "*")) else text)


def find_layout(sheet: RawSheet) -> tuple[Layout | None, list[Problem]]:
    """Où sont les réponses d'une feuille ; ``None`` si ni les titres ni le contenu ne le disent."""
    rows = sheet.rows[:_HEADER_SEARCH]
    counts = [len({title_of(cell) for cell in row} & _ANSWER_TITLES.keys()) for row in rows]
    header = counts.index(max(counts)) if counts else 0
    if not counts or not counts[header]:
        return None, []
    columns, unknown, problems = _match_titles(sheet, header)
    layout = Layout(header=header, columns=columns)
    for key in ("criterion", "level"):
        layout, found = _recover(sheet, layout, unknown, key)
        problems += found
    problems += [
        build_problem(
            "colonne-inconnue",
            replace(sheet.where, line=header + 1, column=title),
            found=title,
            suggestion=suggest(title, [field.label for field in ANSWER_FIELDS.values()]),
        )
        for at, title in unknown.items()
        if at not in layout.columns
    ]
    complete = layout.find("criterion") is not None and layout.find("level") is not None
    return (layout if complete else None), problems


def _match_titles(sheet: RawSheet, header: int) -> tuple[dict[int, Field], dict[int, str], list[Problem]]:
    columns: dict[int, Field] = {}
    unknown: dict[int, str] = {}
    problems: list[Problem] = []
    for at, cell in enumerate(sheet.rows[header]):
        title = title_of(cell)
        if not title or (title in _SHOWN and title not in _ALL_TITLES):
            continue
        field = _ALL_TITLES.get(title)
        if field is None:
            unknown[at] = str(cell)
        elif field in columns.values():
            where = replace(sheet.where, line=header + 1, column=str(cell))
            problems.append(replace(build_problem("colonne-double", where, found=cell), blocking=False))
        else:
            columns[at] = field
    return columns, unknown, problems


def _recover(
    sheet: RawSheet, layout: Layout, unknown: Mapping[int, str], key: str
) -> tuple[Layout, list[Problem]]:
    """Une colonne dont le titre a changé, reconnue à son contenu s'il n'y en a qu'une possible."""
    if layout.find(key) is not None:
        return layout, []
    field = ANSWER_FIELDS[key]
    pattern = _KEY if key == "criterion" else _LEVEL
    place = replace(sheet.where, line=layout.header + 1)
    likely = [
        at for at in unknown if at not in layout.columns and _is_mostly(sheet, layout.header, at, pattern)
    ]
    if len(likely) != 1:
        return layout, [build_problem("colonne-absente", place, expected=field.label)]
    found = unknown[likely[0]]
    problem = build_problem(
        "colonne-devinee", replace(place, column=found), found=found, expected=field.label
    )
    return replace(layout, columns={**layout.columns, likely[0]: field}), [problem]


def _is_mostly(sheet: RawSheet, header: int, column: int, pattern: re.Pattern[str]) -> bool:
    rows = sheet.rows[header + 1 : header + 1 + _SAMPLE]
    filled = [text for row in rows if (text := str(cell_at(row, column) or "").strip())]
    same = sum(pattern.fullmatch(text) is not None for text in filled)
    return same > 0 and same >= _MOSTLY * len(filled)


def cell_at(row: Sequence[RawValue], column: int) -> RawValue:
    """La case d'une ligne, vide si la ligne est plus courte."""
    return row[column] if column < len(row) else None


def list_person_cells(sheet: RawSheet) -> Iterator[tuple[Field, RawValue, Place]]:
    """Les rubriques de la fiche « Répondant » : champ, réponse, endroit."""
    known = titles_of(PERSON_FIELDS)
    for at, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row[:3]):
            field = known.get(title_of(cell))
            if field is not None:
                value: RawValue = sheet.errors.get((at, column + 2)) or cell_at(row, column + 1)
                where = sheet.where
                yield field, value, Place(file=where.file, sheet=where.sheet, line=at, column=field.label)
                break
